// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testmain.h"
#include "ui/confirm/typedlineedit.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// A real pointer and keyboard, from outside of this process.
void xdotool(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral("xdotool"), arguments);
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }) || process.exitCode() != 0)
        qFatal("xdotool %s", qPrintable(arguments.join(QLatin1Char(' '))));
}

void middleClick(const QWidget &widget)
{
    const QPoint at = widget.mapToGlobal(widget.rect().center());
    xdotool({QStringLiteral("mousemove"), QString::number(at.x()), QString::number(at.y()), QStringLiteral("click"),
             QStringLiteral("2")});
}

} // namespace

/// What only X11 can paste, and offscreen tests cannot prove: the selection (ui/README.md, 2). Runs on a virtual
/// display of its own.
class X11PasteTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() != QLatin1String("xcb"))
            QSKIP("needs X11");
        auto *column = new QVBoxLayout(&m_window);
        column->addWidget(&m_typed);
        column->addWidget(&m_plain);
        m_window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&m_window));
        QGuiApplication::clipboard()->setText(QStringLiteral("selected"), QClipboard::Selection);
        QGuiApplication::clipboard()->setText(QStringLiteral("copied"), QClipboard::Clipboard);
    }
    void init()
    {
        m_typed.clear();
        m_plain.clear();
    }
    void theMiddleButtonPastesTheSelectionIntoAPlainFieldOnly()
    {
        QSignalSpy refused(&m_typed, &TypedLineEdit::pasteRefused);
        middleClick(m_plain); // the control: there is something to paste
        QTRY_COMPARE(m_plain.text(), QStringLiteral("selected"));
        middleClick(m_typed);
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(m_typed.text().isEmpty());
    }
    void keysPasteIntoAPlainFieldOnly_data()
    {
        QTest::addColumn<QString>("keys");
        QTest::newRow("Ctrl+V") << QStringLiteral("ctrl+v");
        QTest::newRow("Shift+Insert") << QStringLiteral("shift+Insert");
        QTest::newRow("the selection") << QStringLiteral("ctrl+shift+Insert");
    }
    void keysPasteIntoAPlainFieldOnly()
    {
        QFETCH(QString, keys);
        QSignalSpy refused(&m_typed, &TypedLineEdit::pasteRefused);
        focus(m_plain);
        xdotool({QStringLiteral("key"), keys});
        QTRY_VERIFY(!m_plain.text().isEmpty());
        focus(m_typed);
        xdotool({QStringLiteral("key"), keys});
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(m_typed.text().isEmpty());
    }
    void typingWorks()
    {
        focus(m_typed);
        xdotool({QStringLiteral("type"), QStringLiteral("deploy-to-production")});
        QTRY_COMPARE(m_typed.text(), QStringLiteral("deploy-to-production"));
    }

private:
    void focus(QLineEdit &field)
    {
        const QPoint at = field.mapToGlobal(field.rect().center());
        xdotool({QStringLiteral("mousemove"), QString::number(at.x()), QString::number(at.y()), QStringLiteral("click"),
                 QStringLiteral("1")});
        m_window.activateWindow();
        QTRY_VERIFY(field.hasFocus());
    }

    QWidget m_window;
    TypedLineEdit m_typed;
    QLineEdit m_plain;
};

SLIPWAY_TEST(X11PasteTest)
#include "x11paste.moc"

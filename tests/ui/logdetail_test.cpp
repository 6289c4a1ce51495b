// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logdetail.h"

#include "models/logs/logattributes.h"
#include "support/somelines.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/theme.h"

#include <QPlainTextEdit>
#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

struct ShownDetail {
    explicit ShownDetail(const SomeLine &line)
    {
        detail.display(lineOf(line));
        detail.resize(600, 200);
        detail.show();
        detail.activateWindow();
        if (!QTest::qWaitForWindowActive(&detail))
            qFatal("the detail is not shown");
    }
    QString text() { return named<QPlainTextEdit>(&detail, "logDetailText")->toPlainText(); }

    LogDetail detail;
};

std::string packed(std::initializer_list<std::pair<const char *, std::string>> attributes)
{
    std::string list;
    for (const auto &[name, value] : attributes)
        packAttribute(list, name, value);
    return list;
}

} // namespace

class LogDetailTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { applyTheme(ThemeChoice::Light); }

    void theHeadSaysWhenAndWhereFrom()
    {
        ShownDetail shown({.message = "boom",
                           .level = LogLevel::Error,
                           .afterMs = 533,
                           .isNew = true,
                           .deployment = "d81f",
                           .replica = "r1"});
        QCOMPARE(textOf(&shown.detail, "logDetailHead"),
                 QStringLiteral("2026-11-18 11:06:40.533 UTC \u00b7 production \u00b7 deploy log \u00b7 new since this "
                                "deployment \u00b7 deployment d81f \u00b7 replica r1"));
        QCOMPARE(named<QWidget>(&shown.detail, "logDetailLevel")->accessibleName(), QStringLiteral("error"));
        QCOMPARE(shown.text(), QStringLiteral("boom"));
    }

    void lineEndsAreKept()
    {
        ShownDetail shown({.message = "Traceback:\r\n\tFile \"a.py\"\nKeyError"});
        QCOMPARE(shown.text(), QStringLiteral("Traceback:\n\tFile \"a.py\"\nKeyError"));
    }

    void jsonIsShownOneMemberALine()
    {
        ShownDetail shown({.message = R"(sent {"id":12345678901234567890,"ok":true})"});
        QVERIFY(shown.text().contains(
            QStringLiteral("JSON in it:\n{\n  \"id\": 12345678901234567890,\n  \"ok\": true\n}")));
    }

    void attributesStandInColumns()
    {
        ShownDetail shown({.message = "boom", .attributes = packed({{"level", "error"}, {"httpStatus", "500"}})});
        QCOMPARE(shown.text(), QStringLiteral("boom\n\nAttributes:\nlevel       error\nhttpStatus  500"));
    }

    void hostileTextIsPlainAndVisible()
    {
        ShownDetail shown({.message = "<b>bold</b>\u202E\x1b[31m",
                           .attributes = packed({{"na\u202Eme\n", "va\u200Blue\nsecond"}}),
                           .deployment = "d\u202E"});
        const QString text = shown.text();
        QVERIFY2(text.startsWith(QStringLiteral("<b>bold</b><U+202E><U+001B>[31m")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("na<U+202E>me<U+000A>  va<U+200B>lue\n")), qPrintable(text));
        QVERIFY(text.endsWith(QStringLiteral("  second")));
        QVERIFY(textOf(&shown.detail, "logDetailHead").contains(QStringLiteral("d<U+202E>")));
    }

    void hugeMessagesAreBounded()
    {
        const std::string huge(200'000, 'x');
        ShownDetail shown({.message = huge, .attributes = packed({{"a", huge}})});
        QVERIFY(shown.text().size() < 140'000);
        LogLine cut;
        cut.message = "begin";
        cut.cut = true;
        shown.detail.display(cut);
        QVERIFY(shown.text().contains(QStringLiteral("the rest was not kept")));
    }

    void longLinesAreBrokenSoThatTheyAreLaidOutQuickly()
    {
        ShownDetail shown({.message = std::string(2500, 'x')});
        const QStringList lines = shown.text().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines.join(QString()).size(), 2500);
    }

    void itCanBeReadAndSelectedButNotWritten()
    {
        ShownDetail shown({.message = "boom"});
        auto *text = named<QPlainTextEdit>(&shown.detail, "logDetailText");
        text->setFocus();
        typeText(&shown.detail, QStringLiteral("x"));
        QCOMPARE(shown.text(), QStringLiteral("boom"));
        pressKey(&shown.detail, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(text->textCursor().selectedText(), QStringLiteral("boom"));
        shown.detail.display(lineOf({.message = "boom"}));
        QCOMPARE(text->textCursor().selectedText(), QStringLiteral("boom")); // the same again changes nothing
    }

    void itIsClosedByItsButton()
    {
        ShownDetail shown({.message = "boom"});
        QSignalSpy asked(&shown.detail, &LogDetail::closeRequested);
        clickOn(named<QWidget>(&shown.detail, "closeLogDetail"));
        QCOMPARE(asked.size(), 1);
    }

    void withoutALineItSaysSo()
    {
        ShownDetail shown({.message = "boom"});
        shown.detail.showNone();
        QCOMPARE(textOf(&shown.detail, "logDetailHead"), QStringLiteral("No line is chosen"));
        QCOMPARE(shown.text(), QString());
    }
};

SLIPWAY_TEST(LogDetailTest)
#include "logdetail_test.moc"

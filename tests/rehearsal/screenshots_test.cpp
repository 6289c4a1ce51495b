// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logstore.h"
#include "models/store/consolestore.h"
#include "story.h"
#include "support/testmain.h"
#include "ui/controls/theme.h"
#include "ui/window/sidetabs.h"
#include "ui/window/viewmenu.h"

#include <QAbstractButton>
#include <QAction>
#include <QDir>
#include <QFontInfo>
#include <QLineEdit>
#include <QTabWidget>

using namespace Slipway;
using namespace Slipway::Test;

/// Takes the README's pictures, and more to look at, into the folder that SLIPWAY_SCREENSHOTS names: the real window on
/// the rehearsal. It judges nothing but that text can be seen.
class ScreenshotsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!qEnvironmentVariableIsSet("SLIPWAY_SCREENSHOTS"))
            QSKIP("SLIPWAY_SCREENSHOTS names no folder");
        QVERIFY2(!QFontInfo(QFont()).family().isEmpty(), "no font is installed: install fonts-dejavu-core");
        QVERIFY(QDir().mkpath(folder()));
    }

    void promotion_data() { themes(); }
    void promotion()
    {
        Story story("normal");
        show(story);
        take(story.window(), "window");
        story.window().resize(1920, 1080);
        take(story.window(), "window-large");
        story.window().resize(1280, 800);
        story.tickEverything();
        PromoteDialog *dialog = story.openPromotion();
        QVERIFY(dialog);
        typeText(dialog, QStringLiteral("deploy-to-produc"));
        take(*dialog, "promote");
        typeText(dialog, QStringLiteral("tion"));
        pressKey(dialog, Qt::Key_Return);
        QVERIFY(story.passUntil([&] { return !story.snapshot().commands.isEmpty(); }, 5));
        story.pass(60);
        take(story.window(), "promoting");
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, 600));
        take(story.window(), "promoted");
    }

    void alarm_data() { themes(); }
    void alarm()
    {
        Story story("normal");
        show(story);
        story.tickEverything();
        bool pushed = false;
        const QObject once;
        QObject::connect(&story.application().console().store(), &ConsoleStore::commandsChanged, &once,
                         [&](const QList<CommandRecord> &commands) {
                             if (!pushed && commands.constFirst().state == CommandState::Sent)
                                 pushed = story.world().happen(QStringLiteral("push"));
                         });
        story.promote();
        QTRY_VERIFY(!story.snapshot().commands.isEmpty());
        take(story.window(), "checking");
        story.settle();
        story.window().close();
        take(*named<QWidget>(&story.window(), "closeBox"), "closing");
        pressKey(named<QWidget>(&story.window(), "closeBox"), Qt::Key_Escape);
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, 600));
        story.pass(5);
        take(story.window(), "alarm");
        story.window().resize(1920, 1080);
        take(story.window(), "alarm-large");
        story.window().resize(1280, 800);
        clickOn(named<QWidget>(&story.window(), "acknowledgeAlarms"));
        take(story.window(), "alarm-seen");
    }

    void logs_data() { themes(); }
    void logs()
    {
        Story story("bad-release");
        show(story);
        pressKey(&story.window(), Qt::Key_L, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return !story.application().console().logLines().isEmpty(); }, 20'000));
        QVERIFY(story.passUntil([&] { return story.snapshot().environments.production.verdict == Verdict::Degraded; },
                                120));
        story.pass(60);
        QTest::qWait(300); // the rehearsal's socket ticks by itself
        take(story.window(), "logs");
        named<QLineEdit>(&story.window(), "logFilter")->setText(QStringLiteral("timeout|retry"));
        named<QAbstractButton>(&story.window(), "logFilterExpression")->click();
        pressKey(&story.window(), Qt::Key_F3);
        QTest::qWait(300);
        take(story.window(), "logs-filtered");
        story.window().resize(1920, 1080);
        take(story.window(), "logs-large");
        story.window().resize(1280, 800);
        pressKey(named<QWidget>(&story.window(), "logLines"), Qt::Key_Return);
        QTest::qWait(300);
        take(story.window(), "logs-detail");
    }

    void logsWhileMuchHappens_data() { themes(); }
    void logsWhileMuchHappens()
    {
        const auto open = [](Story &story) {
            show(story);
            pressKey(&story.window(), Qt::Key_L, Qt::ControlModifier);
            QVERIFY(QTest::qWaitFor([&] { return !story.application().console().logLines().isEmpty(); }, 20'000));
        };
        Story promoting("normal");
        open(promoting);
        promoting.tickEverything();
        promoting.pass(2);
        promoting.promoteAndSend();
        promoting.pass(60);
        take(promoting.window(), "logs-promoting");
        named<QAction>(&promoting.window(), "moreRoomAction")->trigger();
        promoting.pass(2);
        take(promoting.window(), "logs-room");
        Story refused("socket-refused");
        open(refused);
        refused.pass(30);
        take(refused.window(), "logs-polled");
        Story offline("offline");
        open(offline);
        offline.pass(150);
        QTest::qWait(300);
        take(offline.window(), "logs-offline");
        Story hostile("noisy-logs");
        open(hostile);
        hostile.pass(5);
        QTest::qWait(300);
        take(hostile.window(), "logs-hostile");
    }

    void goingBack_data() { themes(); }
    void goingBack()
    {
        Story story("crossing-migration");
        show(story);
        QVERIFY(story.passUntil([&] { return story.snapshot().environments.production.verdict == Verdict::Degraded; },
                                120));
        take(story.window(), "degraded");
        auto *tabs = named<QTabWidget>(&story.window(), "sideTabs");
        tabs->setCurrentIndex(int(SideTabs::Tab::Deployments));
        story.pass(2);
        take(story.window(), "deployments");
        tabs->setCurrentIndex(0);
        const QPointer<GoBackDialog> dialog = story.openGoBack();
        QTRY_VERIFY(visibleTexts(dialog).contains(QLatin1String("DROP COLUMN")));
        take(*dialog, "goback");
        clickOn(named<QWidget>(dialog, "acknowledge-migration"));
        named<QWidget>(dialog, "phraseField")->setFocus();
        typeText(dialog, confirmPhrase);
        pressKey(dialog, Qt::Key_Return);
        story.pass(5);
        take(story.window(), "going-back");
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        take(story.window(), "restored");
    }

    void scenarios_data() { themes(); }
    void scenarios()
    {
        for (const char *name : {"racing-main", "docs-only", "lying-green", "railway-up", "outage"}) {
            Story story(name);
            show(story);
            story.pass(70);
            take(story.window(), name);
        }
        Story rejected("rejected");
        show(rejected);
        rejected.tickEverything();
        rejected.promoteAndSend();
        QVERIFY(rejected.passUntil([&] { return rejected.isSettled(); }, 600));
        rejected.pass(5);
        take(rejected.window(), "rejected");
        Story colleague("colleague");
        show(colleague);
        colleague.tickEverything();
        colleague.promoteAndSend();
        QVERIFY(colleague.passUntil([&] { return !colleague.command().alarms.isEmpty(); }, 60));
        take(colleague.window(), "colleague");
    }

private:
    static QString folder() { return qEnvironmentVariable("SLIPWAY_SCREENSHOTS"); }

    static void themes()
    {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
    }

    static void show(Story &story)
    {
        QFETCH(ThemeChoice, choice);
        story.open();
        story.window().viewMenu()->setTheme(choice);
        story.window().resize(1280, 800);
    }

    static void take(QWidget &widget, const char *name)
    {
        QCoreApplication::processEvents();
        const QString file =
            QStringLiteral("%1/%2-%3.png")
                .arg(folder(), QString::fromLatin1(name), QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(widget.grab().save(file, "PNG", 0));
    }
};

SLIPWAY_TEST(ScreenshotsTest)
#include "screenshots_test.moc"

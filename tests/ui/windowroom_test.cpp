// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logstore.h"
#include "support/commands.h"
#include "support/shownwindow.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/charts/healthchart.h"
#include "ui/logs/loglist.h"

#include <QAction>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QToolButton>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// A promotion is under way, and somebody reads the logs.
struct BusyWindow : ShownWindow {
    BusyWindow()
    {
        window.panels()->tabs()->setLogs(lines, {});
        showWorld(healthyWorld(noon));
        CommandRecord promotion = aPromotionWithRun(CommandState::Accepted);
        for (const char *step : {"Validate", "Deploy", "Wait", "Check"})
            promotion.steps.append({.title = QString::fromLatin1(step)});
        showCommands(window, {promotion});
        window.resize(1280, 800);
        pressKey(&window, Qt::Key_L, Qt::ControlModifier);
        settle();
    }
    void settle() const { QTest::qWait(0); }
    int logHeight() { return named<LogList>(&window, "logLines")->viewport()->height(); }
    bool isShown(const char *name) { return named<QWidget>(&window, name)->isVisible(); }

    const LogStore lines;
};

} // namespace

/// Who has the room of a window that is too low for everything.
class WindowRoomTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void inALowWindowChartsGiveWayToTheLogs()
    {
        constexpr int fewestRows = 10;
        const LogStore lines;
        ShownWindow shown;
        shown.window.panels()->tabs()->setLogs(lines, {});
        shown.showWorld(healthyWorld(noon));
        shown.window.resize(1280, 800);
        const auto charts = [&] {
            const QList<HealthChartView *> all = shown.window.findChildren<HealthChartView *>();
            return std::count_if(all.cbegin(), all.cend(),
                                 [](const HealthChartView *chart) { return chart->isVisible(); });
        };
        QCOMPARE(charts(), 2);
        pressKey(&shown.window, Qt::Key_L, Qt::ControlModifier);
        QTest::qWait(0);
        QCOMPARE(shown.window.size(), QSize(1280, 800));
        QCOMPARE(charts(), 0);
        const auto *list = named<LogList>(&shown.window, "logLines");
        QVERIFY(list->viewport()->height() >= fewestRows * list->fontMetrics().height());
        QVERIFY(list->mapTo(&shown.window, QPoint(0, list->height())).y() <= shown.window.statusBar()->y());
        const int line = shown.window.fontMetrics().lineSpacing();
        shown.window.resize(1280, 60 * line);
        QTest::qWait(0);
        QCOMPARE(charts(), 2);
        shown.window.resize(1280, 60 * line - 1);
        QTest::qWait(0);
        QCOMPARE(shown.window.height(), 60 * line - 1);
        QCOMPARE(charts(), 0);
        pressKey(&shown.window, Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(charts(), 2);
    }

    void theTabsCanHaveTheRoomOfThePanels()
    {
        BusyWindow shown;
        const int before = shown.logHeight();
        pressKey(&shown.window, Qt::Key_M, Qt::ControlModifier);
        shown.settle();
        QVERIFY(!shown.isShown("stagingPanel"));
        QVERIFY(!shown.isShown("productionPanel"));
        QCOMPARE(shown.window.size(), QSize(1280, 800));
        QVERIFY(shown.logHeight() > 2 * before);
        QVERIFY(shown.isShown("commandState"));
        QVERIFY(!shown.isShown("commandSteps"));
        clickOn(named<QToolButton>(&shown.window, "moreRoomButton"));
        shown.settle();
        QVERIFY(shown.isShown("stagingPanel"));
        QVERIFY(shown.isShown("productionPanel"));
        QVERIFY(shown.isShown("commandSteps"));
        QCOMPARE(shown.logHeight(), before);
    }

    void whatIsUnderWayCanStillBeCancelled()
    {
        BusyWindow shown;
        pressKey(&shown.window, Qt::Key_M, Qt::ControlModifier);
        shown.settle();
        QSignalSpy cancelled(shown.window.panels()->commands(), &CommandPanel::cancelRequested);
        clickOn(named<QPushButton>(&shown.window, "cancelRunButton"));
        QCOMPARE(cancelled.size(), 1);
    }

    void theButtonSaysWhatItDoesNext()
    {
        BusyWindow shown;
        const auto *button = named<QToolButton>(&shown.window, "moreRoomButton");
        QVERIFY(button->text().contains(QStringLiteral("More room")));
        QVERIFY(button->toolTip().contains(QStringLiteral("Ctrl+M")));
        pressKey(&shown.window, Qt::Key_M, Qt::ControlModifier);
        QVERIFY(button->text().contains(QStringLiteral("Show the health panels")));
    }

    void roomCanBeWantedBeforeThereIsAnythingToShow()
    {
        PaintedWindow shown;
        named<QAction>(&shown.window, "moreRoomAction")->trigger();
        shown.window.buildPanels();
        fillWindow(shown.window, evaluate({healthyWorld(noon), acmeProject(), noon}));
        QTest::qWait(0);
        QVERIFY(!named<QWidget>(&shown.window, "productionPanel")->isVisible());
    }
};

SLIPWAY_TEST(WindowRoomTest)
#include "windowroom_test.moc"

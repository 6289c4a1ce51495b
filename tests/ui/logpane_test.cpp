// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logpane.h"

#include "support/paintkit.h"
#include "support/somelines.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/theme.h"
#include "ui/logs/loglevelbar.h"
#include "ui/logs/loglist.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSpinBox>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

struct ShownPane {
    explicit ShownPane(int lines = 100)
    {
        addManyTo(store, lines);
        pane.resize(780, 500);
        pane.show();
        pane.activateWindow();
        if (!QTest::qWaitForWindowActive(&pane))
            qFatal("the pane is not shown");
        list().setFocus();
        settle();
    }
    LogList &list() { return *named<LogList>(&pane, "logLines"); }
    QLineEdit &field() { return *named<QLineEdit>(&pane, "logFilter"); }
    QAbstractButton &button(const char *name) { return *named<QAbstractButton>(&pane, name); }
    QString text(const char *name) { return textOf(&pane, name); }
    bool isSeen(const char *name) { return named<QWidget>(&pane, name)->isVisibleTo(&pane); }
    void click(const char *name) { clickOn(named<QWidget>(&pane, name)); }
    /// Until everything is searched and told.
    void settle()
    {
        if (!QTest::qWaitFor([this] { return !text("logSummary").contains(QStringLiteral("searching")); }))
            qFatal("the search does not end");
        QCoreApplication::processEvents();
    }
    void add(const SomeLine &line)
    {
        addTo(store, line);
        pane.linesArrived();
        list().refresh();
    }
    void type(const char *words)
    {
        field().setFocus();
        typeText(&pane, QString::fromUtf8(words));
        QTRY_VERIFY(!text("logSummary").contains(QStringLiteral("searching")));
    }
    QString shownRows()
    {
        QStringList rows;
        for (LogView::Row row = 0; row < list().rowCount(); ++row)
            rows.append(QString::fromStdString(std::string(store.line(list().lineAt(row)).message)));
        return rows.join(QStringLiteral(", "));
    }
    void showStreams(LogStreamView::State state, const char *reason = "")
    {
        for (const Environment environment : environments)
            pane.showStream(environment, {.state = state, .reason = QString::fromUtf8(reason)});
    }

    LogStore store;
    LogPane pane{store};
};

} // namespace

class LogPaneTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { applyTheme(ThemeChoice::Light); }

    void typingFilters()
    {
        ShownPane shown;
        shown.type("line 9");
        QTRY_COMPARE(shown.list().rowCount(), 11);
        QTRY_VERIFY(shown.text("logSummary").contains(QStringLiteral("11 match")));
        QCOMPARE(shown.pane.filter().include.text, QStringLiteral("line 9"));
    }

    void whatComesLaterIsFilteredAsWell()
    {
        ShownPane shown;
        shown.type("boom");
        QTRY_COMPARE(shown.list().rowCount(), 0);
        shown.add({.message = "no", .afterMs = 200'000});
        shown.add({.message = "BOOM", .afterMs = 200'000});
        QTRY_COMPARE(shown.shownRows(), QStringLiteral("BOOM"));
        shown.click("logFilterCase");
        QTRY_COMPARE(shown.list().rowCount(), 0);
    }

    void expressionsAreSwitchedInTheField()
    {
        ShownPane shown;
        shown.type("9[05]$");
        QTRY_COMPARE(shown.list().rowCount(), 0);
        shown.click("logFilterExpression");
        QTRY_COMPARE(shown.shownRows(), QStringLiteral("line 90, line 95"));
    }

    void aMistakeIsSaidAndLeavesTheFilterBeforeIt()
    {
        ShownPane shown;
        shown.click("logFilterExpression");
        shown.type("line 9");
        QTRY_COMPARE(shown.list().rowCount(), 11);
        shown.type("(");
        QTRY_VERIFY(shown.isSeen("logMistake"));
        QVERIFY2(shown.text("logMistake").startsWith(QStringLiteral("Filter: ")), qPrintable(shown.text("logMistake")));
        QVERIFY2(shown.text("logMistake").contains(QStringLiteral("character 7")),
                 qPrintable(shown.text("logMistake")));
        QCOMPARE(shown.field().accessibleDescription(), shown.text("logMistake"));
        QCOMPARE(shown.list().rowCount(), 11);
        shown.type("0)");
        QTRY_COMPARE(shown.shownRows(), QStringLiteral("line 90"));
        QVERIFY(!shown.isSeen("logMistake"));
        QVERIFY(shown.field().accessibleDescription().isEmpty());
    }

    void besideAMistakeEverythingElseHolds()
    {
        ShownPane shown;
        shown.click("logFilterExpression");
        shown.type("(");
        shown.add({.message = "boom", .level = LogLevel::Error, .afterMs = 200'000});
        shown.click("logErrors");
        QTRY_COMPARE(shown.shownRows(), QStringLiteral("boom"));
    }

    void linesAreLeftOut()
    {
        ShownPane shown;
        named<QLineEdit>(&shown.pane, "logExclude")->setFocus();
        typeText(&shown.pane, QStringLiteral("line 9"));
        QTRY_COMPARE(shown.list().rowCount(), 89);
    }

    void levelsAndNewLinesAreChosen()
    {
        ShownPane shown(0);
        shown.add({.message = "i"});
        shown.add({.message = "w", .level = LogLevel::Warn});
        shown.add({.message = "e", .level = LogLevel::Error, .isNew = true});
        shown.click("logWarnings");
        QTRY_COMPARE(shown.shownRows(), QStringLiteral("w, e"));
        shown.click("logErrors");
        QTRY_COMPARE(shown.shownRows(), QStringLiteral("e"));
        shown.click("logAllLevels");
        shown.click("logOnlyNew");
        QTRY_COMPARE(shown.shownRows(), QStringLiteral("e"));
    }

    void contextIsShownAroundMatches()
    {
        ShownPane shown;
        shown.type("line 50");
        QTRY_COMPARE(shown.list().rowCount(), 1);
        auto *context = named<QSpinBox>(&shown.pane, "logContext");
        context->setFocus();
        pressKey(&shown.pane, Qt::Key_Up);
        QTRY_COMPARE(shown.shownRows(), QStringLiteral("line 49, line 50, line 51"));
        QCOMPARE(context->text(), QStringLiteral("\u00b1 1 line"));
        context->setValue(context->maximum());
        QCOMPARE(context->text(), QStringLiteral("All lines"));
        QCOMPARE(shown.pane.filter().context, LogFilter::all);
        QTRY_COMPARE(shown.list().rowCount(), 100);
    }

    void environmentsAreChosenAndOneAlwaysIs()
    {
        ShownPane shown(0);
        shown.add({.message = "s", .environment = Environment::Staging});
        shown.add({.message = "p"});
        shown.click("logStaging");
        QTRY_COMPARE(shown.shownRows(), QStringLiteral("p"));
        QCOMPARE(shown.pane.filter().environments, (PerEnvironment<bool>{false, true}));
        shown.click("logProduction");
        QVERIFY(shown.button("logProduction").isChecked());
        QCOMPARE(shown.pane.filter().environments, (PerEnvironment<bool>{false, true}));
        shown.click("logStaging");
        QTRY_COMPARE(shown.shownRows(), QStringLiteral("s, p"));
    }

    void otherLogsAreWantedOnlyWhileTheyAreChosen()
    {
        ShownPane shown;
        QCOMPARE(shown.pane.filter().sources, (std::array{true, false, false, true}));
        QSignalSpy wanted(&shown.pane, &LogPane::sourcesWanted);
        shown.click("logHttp");
        using Sources = std::array<bool, logSources>;
        QCOMPARE(wanted.takeFirst().constFirst().value<Sources>(), (Sources{true, false, true, true}));
        shown.click("logHttp");
        QCOMPARE(wanted.takeFirst().constFirst().value<Sources>(), (Sources{true, false, false, true}));
        shown.click("logDeploy");
        QVERIFY(shown.button("logDeploy").isChecked());
        QVERIFY(wanted.isEmpty());
    }

    void aSavedFilterFillsEverything()
    {
        ShownPane shown;
        LogFilter saved;
        saved.environments = {false, true};
        saved.least = LogLevel::Warn;
        saved.include = {.text = QStringLiteral("time|refused"), .regularExpression = true};
        saved.exclude = {.text = QStringLiteral("health"), .caseSensitive = true};
        saved.context = 3;
        shown.pane.setSavedFilters({{QStringLiteral("Tom & \u202EJerry"), saved}});
        auto *menu = named<QMenu>(&shown.pane, "savedLogFiltersMenu");
        QCOMPARE(menu->actions().constFirst()->text(), QStringLiteral("Tom && <U+202E>Jerry"));
        menu->actions().constFirst()->trigger();
        QCOMPARE(shown.pane.filter(), saved);
        QCOMPARE(shown.field().text(), QStringLiteral("time|refused"));
    }

    void withoutSavedFiltersTheMenuSaysSo()
    {
        ShownPane shown;
        auto *menu = named<QMenu>(&shown.pane, "savedLogFiltersMenu");
        QCOMPARE(menu->actions().size(), 1);
        QVERIFY(!menu->actions().constFirst()->isEnabled());
    }

    void theFieldIsReachedAndClearedByKeys()
    {
        ShownPane shown;
        pressKey(&shown.pane, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(shown.field().hasFocus());
        shown.type("line 9");
        pressKey(&shown.pane, Qt::Key_Escape);
        QVERIFY(shown.field().text().isEmpty());
        QTRY_COMPARE(shown.list().rowCount(), 100);
        pressKey(&shown.pane, Qt::Key_Escape);
        QVERIFY(shown.list().hasFocus());
    }

    void matchesAreWalkedByKeysAndButtons()
    {
        ShownPane shown;
        QVERIFY(!shown.button("nextMatch").isEnabled());
        shown.type("line 9");
        QTRY_VERIFY(shown.button("nextMatch").isEnabled());
        shown.list().goTo(0);
        pressKey(&shown.pane, Qt::Key_F3);
        QCOMPARE(shown.list().currentRow(), std::optional<LogView::Row>(1));
        pressKey(&shown.pane, Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(shown.list().currentRow(), std::optional<LogView::Row>(0));
        shown.click("nextMatch");
        shown.click("nextMatch");
        shown.click("previousMatch");
        QCOMPARE(shown.list().currentRow(), std::optional<LogView::Row>(1));
    }

    void thePillSaysWhatCameAndFollowsAgain()
    {
        ShownPane shown;
        QCOMPARE(shown.button("followLog").text(), QStringLiteral("Following"));
        shown.list().goTo(0);
        QCOMPARE(shown.button("followLog").text(), QStringLiteral("Follow"));
        for (int i = 0; i < 1204; ++i)
            addTo(shown.store, {.message = "newer", .afterMs = 200'000});
        shown.pane.linesArrived();
        QTRY_COMPARE(shown.button("followLog").text(), QStringLiteral("1,204 new lines"));
        shown.click("followLog");
        QCOMPARE(shown.button("followLog").text(), QStringLiteral("Following"));
        QVERIFY(shown.list().isFollowing());
        QCOMPARE(shown.list().topRow() + shown.list().pageRows(), shown.list().rowCount());
    }

    void allRowsAreExportedOrTheSelectedOnes()
    {
        ShownPane shown;
        QSignalSpy asked(&shown.pane, &LogPane::exportRequested);
        using Lines = std::vector<LineNumber>;
        shown.type("line 9");
        QTRY_COMPARE(shown.list().rowCount(), 11);
        shown.click("exportLog");
        QCOMPARE(asked.takeFirst().constFirst().value<Lines>(), (Lines{9, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99}));
        shown.list().goTo(1);
        shown.click("exportLog");
        QCOMPARE(asked.takeFirst().constFirst().value<Lines>().size(), size_t(11)); // one line is no selection
        shown.list().goTo(2, LogSelection::Mode::Extend);
        shown.click("exportLog");
        QCOMPARE(asked.takeFirst().constFirst().value<Lines>(), (Lines{90, 91}));
    }

    void withoutLinesNothingIsExported()
    {
        ShownPane shown(0);
        QVERIFY(!shown.button("exportLog").isEnabled());
        QVERIFY(shown.button("exportLog").toolTip().contains(QStringLiteral("no lines")));
        shown.add({.message = "first"});
        QTRY_VERIFY(shown.button("exportLog").isEnabled());
    }

    void detailsOpenAndFollowTheCurrentLine()
    {
        ShownPane shown;
        shown.list().goTo(50);
        QVERIFY(!shown.isSeen("logDetail"));
        pressKey(&shown.pane, Qt::Key_Return);
        QVERIFY(shown.isSeen("logDetail"));
        auto *text = named<QPlainTextEdit>(&shown.pane, "logDetailText");
        QCOMPARE(text->toPlainText(), QStringLiteral("line 50"));
        pressKey(&shown.pane, Qt::Key_Down);
        QCOMPARE(text->toPlainText(), QStringLiteral("line 51"));
        pressKey(&shown.pane, Qt::Key_Return);
        QVERIFY(!shown.isSeen("logDetail"));
        QVERIFY(shown.list().hasFocus());
    }

    void aMinuteIsGoneTo()
    {
        ShownPane shown(200);
        auto *levels = named<LogLevelBar>(&shown.pane, "logLevels");
        levels->setFocus();
        pressKey(&shown.pane, Qt::Key_Home);
        pressKey(&shown.pane, Qt::Key_Right);
        pressKey(&shown.pane, Qt::Key_Return);
        QCOMPARE(shown.list().currentRow(), std::optional<LogView::Row>(20)); // 11:07:00
        QVERIFY(shown.list().hasFocus());
    }

    void streamsAreToldWithShapeWordAndReason()
    {
        ShownPane shown;
        shown.pane.setNow(noon);
        shown.pane.showStream(Environment::Staging, {.state = LogStreamView::State::Polling,
                                                     .reason = QStringLiteral("the socket was refused"),
                                                     .every = Milliseconds(3000)});
        shown.pane.showStream(Environment::Production, {.state = LogStreamView::State::Interrupted,
                                                        .reason = QStringLiteral("connection <b>\u202Elost"),
                                                        .since = Moment{noon.wallMs - 42'000, noon.steadyMs - 42'000}});
        QCOMPARE(shown.text("stagingStream"), QStringLiteral("Staging: polling every 3 s: the socket was refused"));
        QCOMPARE(shown.text("productionStream"),
                 QStringLiteral("Production: interrupted since 42 s: connection <b><U+202E>lost"));
        QCOMPARE(named<QWidget>(&shown.pane, "productionStreamMark")->accessibleName(), QStringLiteral("interrupted"));
        shown.click("logStaging");
        QVERIFY(!shown.isSeen("stagingStream"));
    }

    void theSameTroubleOfBothIsToldOnce()
    {
        ShownPane shown;
        shown.showStreams(LogStreamView::State::Interrupted, "the network is gone");
        QCOMPARE(shown.text("stagingStream"), QStringLiteral("Both: interrupted: the network is gone"));
        QVERIFY(!shown.isSeen("productionStream"));
        shown.pane.showStream(Environment::Production, {.state = LogStreamView::State::Live});
        QCOMPARE(shown.text("stagingStream"), QStringLiteral("Staging: interrupted: the network is gone"));
        QCOMPARE(shown.text("productionStream"), QStringLiteral("Production: live"));
        QVERIFY(shown.isSeen("productionStream"));
    }

    void withNoLineChosenDetailsAreOfTheNewest()
    {
        ShownPane shown;
        QVERIFY(!shown.list().currentRow());
        pressKey(&shown.list(), Qt::Key_Return);
        QCOMPARE(shown.list().currentRow(), std::optional<LogView::Row>(shown.list().rowCount() - 1));
        QVERIFY(shown.list().isFollowing());
    }

    void inALowPaneTheLevelsGiveWayAndNothingIsSquashed()
    {
        ShownPane shown;
        QVERIFY(shown.isSeen("logLevels"));
        shown.pane.resize(900, shown.pane.minimumSizeHint().height());
        QTest::qWait(0);
        QVERIFY(!shown.isSeen("logLevels"));
        for (const char *name : {"logStaging", "logFilter", "logContext", "exportLog", "logSummary"}) {
            const auto *control = named<QWidget>(&shown.pane, name);
            QVERIFY2(control->height() >= control->minimumSizeHint().height(), name);
        }
        QVERIFY(shown.list().viewport()->height() >= 2 * shown.list().fontMetrics().height());
    }

    void anEmptyLogSaysWhy()
    {
        ShownPane shown(0);
        shown.showStreams(LogStreamView::State::Off, "the project file names no Railway service");
        QVERIFY(shown.isSeen("emptyLog"));
        QCOMPARE(shown.text("emptyLog"),
                 QStringLiteral("Staging: off: the project file names no Railway service \u00b7 "
                                "Production: off: the project file names no Railway service"));
        shown.showStreams(LogStreamView::State::Live);
        QCOMPARE(shown.text("emptyLog"),
                 QStringLiteral("Staging: nothing was logged yet \u00b7 Production: nothing was logged yet"));
        QVERIFY(!shown.isSeen("clearLogFilter"));
        shown.add({.message = "first"});
        QVERIFY(!shown.isSeen("emptyLog"));
    }

    void aFilterThatLetsNothingThroughCanBeCleared()
    {
        ShownPane shown;
        shown.click("logErrors");
        shown.type("nothing like this");
        QTRY_VERIFY(shown.isSeen("emptyLog"));
        QCOMPARE(shown.text("emptyLog"), QStringLiteral("No line matches this filter"));
        shown.click("clearLogFilter");
        QTRY_COMPARE(shown.list().rowCount(), 100);
        QVERIFY(shown.field().text().isEmpty());
        QVERIFY(shown.button("logAllLevels").isChecked());
        QVERIFY(!shown.isSeen("emptyLog"));
    }

    void theSummarySaysWhatThereIs()
    {
        ShownPane shown;
        QTRY_COMPARE(shown.text("logSummary"), QStringLiteral("UTC \u00b7 100 lines"));
        shown.store.setCapacity(qsizetype(2) << 20);
        flood(shown.store, 500'000);
        shown.pane.linesArrived();
        QTRY_VERIFY(shown.text("logSummary").contains(QStringLiteral("older lines dropped")));
    }

    void aLongSearchIsSharedWithEverythingElse()
    {
        ShownPane shown(0);
        shown.click("logFilterExpression");
        shown.type("line (1|2)+$");
        addManyTo(shown.store, 50'000);
        shown.pane.linesArrived();
        QTRY_COMPARE(shown.list().rowCount(), 2 + 4 + 8 + 16 + 32);
        shown.type("x");
        pressKey(&shown.pane, Qt::Key_Escape); // while it may still be searching
        QTRY_COMPARE(shown.list().rowCount(), 50'000);
    }

    void everyControlIsNamed()
    {
        ShownPane shown;
        const QList<QWidget *> widgets = shown.pane.findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(QStringLiteral("qt_")))
                continue;
            QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }

    void everythingFitsWhereThereIsLittleRoom()
    {
        ShownPane shown;
        constexpr int besideThePipeline = 900; // in a window of 1280
        QVERIFY2(shown.pane.minimumSizeHint().width() <= besideThePipeline,
                 qPrintable(QString::number(shown.pane.minimumSizeHint().width())));
        const QList<QAbstractButton *> buttons = shown.pane.findChildren<QAbstractButton *>();
        for (const QAbstractButton *button : buttons) {
            if (!button->isVisibleTo(&shown.pane))
                continue;
            const QRect rect(button->mapTo(&shown.pane, QPoint()), button->size());
            QVERIFY2(shown.pane.rect().contains(rect), qPrintable(button->objectName()));
            const int words = button->fontMetrics().horizontalAdvance(button->text());
            QVERIFY2(button->width() > words, qPrintable(button->objectName()));
        }
    }

    void hiddenItDoesNothingUntilItIsShown()
    {
        ShownPane shown;
        shown.pane.hide();
        shown.pane.linesArrived();
        addTo(shown.store, {.message = "newest", .afterMs = 200'000});
        shown.pane.linesArrived();
        QCoreApplication::processEvents();
        QCOMPARE(shown.list().rowCount(), 100);
        shown.pane.show();
        QTRY_COMPARE(shown.list().rowCount(), 101);
        QTRY_VERIFY(shown.text("logSummary").contains(QStringLiteral("101 lines")));
    }
};

SLIPWAY_TEST(LogPaneTest)
#include "logpane_test.moc"

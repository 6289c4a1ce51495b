// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/shownlog.h"
#include "support/testmain.h"
#include "ui/controls/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr qsizetype leastCapacity = qsizetype(2) << 20;

} // namespace

class LogListTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { applyTheme(ThemeChoice::Light); }

    void itFollowsWhatComes()
    {
        ShownLog shown;
        QVERIFY(shown.list.isFollowing());
        QCOMPARE(shown.bottomRow(), 99);
        shown.add({.message = "newest", .afterMs = 200'000});
        QCOMPARE(shown.messageOf(shown.bottomRow()), std::string("newest"));
        QVERIFY(shown.list.isFollowing());
    }

    void scrollingUpLetsGoAndCountsWhatComes()
    {
        ShownLog shown;
        QSignalSpy changes(&shown.list, &LogList::followingChanged);
        shown.wheel(1);
        QVERIFY(!shown.list.isFollowing());
        QCOMPARE(changes.size(), 1);
        const std::string top = shown.topMessage();
        for (int i = 0; i < 3; ++i)
            shown.add({.message = "newer", .afterMs = 200'000});
        QCOMPARE(shown.topMessage(), top);
        QCOMPARE(shown.list.newLines(), 3);
    }

    void onlyWhatTheFilterLetsThroughIsCounted()
    {
        ShownLog shown;
        shown.filterFor("line");
        shown.wheel(1);
        shown.add({.message = "line 100", .afterMs = 200'000});
        shown.add({.message = "something else", .afterMs = 200'000});
        QCOMPARE(shown.list.newLines(), 1);
    }

    void endFollowsAgain()
    {
        ShownLog shown;
        shown.wheel(5);
        shown.add({.message = "newest", .afterMs = 200'000});
        shown.key(Qt::Key_End);
        QVERIFY(shown.list.isFollowing());
        QCOMPARE(shown.list.newLines(), 0);
        QCOMPARE(shown.messageOf(shown.bottomRow()), std::string("newest"));
    }

    void scrollingDownToTheBottomFollowsAgain()
    {
        ShownLog shown;
        shown.wheel(2);
        QVERIFY(!shown.list.isFollowing());
        shown.wheel(-1);
        QVERIFY(!shown.list.isFollowing());
        shown.wheel(-1);
        QVERIFY(shown.list.isFollowing());
    }

    void choosingAnOlderLineLetsGoAndTheNewestFollows()
    {
        ShownLog shown;
        shown.click(95);
        QCOMPARE(shown.currentMessage(), std::string("line 95"));
        QVERIFY(!shown.list.isFollowing());
        shown.wheel(-1); // down, where there is nothing further down
        QVERIFY(shown.list.isFollowing());
        shown.click(95);
        shown.click(99);
        QVERIFY(shown.list.isFollowing());
    }

    void rowsKeepTheirPlaceWhenEarlierOnesComeLate()
    {
        ShownLog shown;
        shown.wheel(10);
        shown.click(shown.list.topRow() + 4);
        const std::string top = shown.topMessage();
        const std::string current = shown.currentMessage();
        for (int i = 0; i < 30; ++i)
            shown.add({.message = "late", .afterMs = -1000});
        QCOMPARE(shown.topMessage(), top);
        QCOMPARE(shown.currentMessage(), current);
        QCOMPARE(shown.currentOffset(), 4);
    }

    void theCurrentRowKeepsItsPlaceWhenOthersComeBetween()
    {
        ShownLog shown;
        shown.wheel(10);
        shown.click(shown.list.topRow() + 4);
        const LogView::Row row = *shown.list.currentRow();
        shown.add({.message = "between", .afterMs = (row - 1) * 1000 + 500});
        QCOMPARE(*shown.list.currentRow(), row + 1);
        QCOMPARE(shown.currentOffset(), 4);
    }

    void rowsKeepTheirPlaceWhenTheOldestAreDropped()
    {
        ShownLog shown(0, leastCapacity);
        for (int i = 0; i < 45; ++i)
            addTo(shown.store, {.message = std::to_string(i) + std::string(60'000, 'x'), .afterMs = i});
        shown.arrive();
        const qsizetype rows = shown.list.rowCount();
        shown.click(shown.list.topRow() + 2);
        const std::string top = shown.topMessage();
        for (int i = 45; shown.list.lineAt(0) == 0 || shown.list.rowCount() >= rows; ++i) {
            QVERIFY(i < 100);
            shown.add({.message = std::to_string(i) + std::string(60'000, 'x'), .afterMs = i});
        }
        QCOMPARE(shown.topMessage(), top);
        QCOMPARE(shown.currentOffset(), 2);
    }

    void whenItsRowsAreDroppedTheOldestAreSeen()
    {
        ShownLog shown(20, leastCapacity);
        shown.key(Qt::Key_Home);
        flood(shown.store, 500'000);
        shown.arrive();
        QCOMPARE(shown.list.topRow(), 0);
        QVERIFY(!shown.list.isFollowing());
        QVERIFY(!shown.list.currentRow());
        shown.key(Qt::Key_Down);
        QVERIFY(shown.list.currentRow());
    }

    void linesThatWentBeforeItWasToldAreNotPainted()
    {
        ShownLog shown(20, leastCapacity);
        shown.click(15);
        flood(shown.store, 500'000);
        const qint64 painted = shown.list.rowsPainted();
        shown.picture();
        QCOMPARE(shown.list.rowsPainted(), painted);
        QCOMPARE(shown.list.rowText(15), QString());
        shown.key(Qt::Key_C, Qt::ControlModifier);
        shown.key(Qt::Key_Up);
    }

    void theCurrentLineStaysInSightThroughAFilter()
    {
        ShownLog shown;
        shown.wheel(10);
        shown.click(60);
        const LogView::Row offset = shown.currentOffset();
        shown.filterFor("6");
        QCOMPARE(shown.currentMessage(), std::string("line 60"));
        QVERIFY(shown.currentOffset() >= 0 && shown.currentOffset() < shown.list.pageRows());
        shown.filterFor("");
        QCOMPARE(shown.currentMessage(), std::string("line 60"));
        QCOMPARE(shown.currentOffset(), offset);
    }

    void withoutItTheNearestInTimeIsSeen()
    {
        ShownLog shown;
        shown.wheel(10);
        shown.click(62);
        shown.filter({.include = {.text = QStringLiteral("[05]$"), .regularExpression = true}});
        QVERIFY(!shown.list.currentRow());
        const auto near = shown.list.rowOf(65);
        QVERIFY(near);
        QVERIFY(*near >= shown.list.topRow() && *near <= shown.bottomRow());
        shown.filterFor("");
        QCOMPARE(shown.currentMessage(), std::string("line 62"));
    }

    void theKeyboardWalksTheRows()
    {
        ShownLog shown;
        shown.key(Qt::Key_Up);
        QCOMPARE(shown.currentMessage(), std::string("line 99"));
        shown.key(Qt::Key_Up);
        QCOMPARE(shown.currentMessage(), std::string("line 98"));
        QVERIFY(!shown.list.isFollowing());
        shown.key(Qt::Key_PageUp);
        QCOMPARE(shown.currentMessage(), std::string("line 89"));
        QVERIFY(shown.currentOffset() >= 0);
        shown.key(Qt::Key_Home);
        QCOMPARE(shown.currentMessage(), std::string("line 0"));
        QCOMPARE(shown.list.topRow(), 0);
        shown.key(Qt::Key_Up);
        QCOMPARE(shown.currentMessage(), std::string("line 0"));
        shown.key(Qt::Key_PageDown);
        QCOMPARE(shown.currentMessage(), std::string("line 9"));
        shown.key(Qt::Key_Down);
        QCOMPARE(shown.currentMessage(), std::string("line 10"));
        QCOMPARE(shown.list.topRow(), 1);
    }

    void shiftExtendsTheRange()
    {
        ShownLog shown;
        shown.click(93);
        shown.key(Qt::Key_Down, Qt::ShiftModifier);
        shown.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(shown.list.selection().rows(), (LogSelection::Rows{93, 95}));
        shown.key(Qt::Key_Home, Qt::ShiftModifier);
        QCOMPARE(shown.list.selection().rows(), (LogSelection::Rows{0, 93}));
        shown.key(Qt::Key_Down);
        QCOMPARE(shown.list.selection().rows(), (LogSelection::Rows{1, 1}));
        shown.click(5, Qt::ShiftModifier);
        QCOMPARE(shown.list.selection().rows(), (LogSelection::Rows{1, 5}));
    }

    void draggingSelects()
    {
        ShownLog shown;
        QWindow *window = shown.list.windowHandle();
        QTest::mousePress(window, Qt::LeftButton, {}, shown.middleOf(92));
        QTest::mouseMove(window, shown.middleOf(94));
        QTest::mouseMove(window, shown.middleOf(96));
        QTest::mouseRelease(window, Qt::LeftButton, {}, shown.middleOf(96));
        QCOMPARE(shown.list.selection().rows(), (LogSelection::Rows{92, 96}));
        QVERIFY(!shown.list.isFollowing());
        QTest::mouseMove(window, shown.middleOf(90));
        QCOMPARE(shown.list.selection().rows(), (LogSelection::Rows{92, 96}));
    }

    void draggingBeyondTheEdgeScrolls()
    {
        ShownLog shown;
        QWindow *window = shown.list.windowHandle();
        QTest::mousePress(window, Qt::LeftButton, {}, shown.middleOf(92));
        QTest::mouseMove(window, QPoint(50, -20));
        QTRY_VERIFY(shown.list.topRow() < 80);
        QTest::mouseRelease(window, Qt::LeftButton, {}, QPoint(50, -20));
        const LogSelection::Rows rows = shown.list.selection().rows();
        QCOMPARE(rows.last, 92);
        QVERIFY(rows.first < 81);
    }

    void theRangeStaysOnItsLines()
    {
        ShownLog shown;
        shown.click(93);
        shown.click(95, Qt::ShiftModifier);
        shown.add({.message = "late", .afterMs = -1000});
        QCOMPARE(shown.list.selection().rows(), (LogSelection::Rows{94, 96}));
    }

    void selectedLinesAreCopiedAsText()
    {
        ShownLog shown;
        QGuiApplication::clipboard()->setText(QStringLiteral("before"));
        shown.key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("before")); // nothing is selected
        shown.click(93);
        shown.click(94, Qt::ShiftModifier);
        shown.key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("2026-11-18T11:08:13.000Z production INFO line 93\n"
                                "2026-11-18T11:08:14.000Z production INFO line 94\n"));
    }

    void everythingIsSelectedAndCopiedWithinBounds()
    {
        ShownLog shown;
        shown.key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(shown.list.selection().rows().count(), 100);
        QCOMPARE(shown.list.selectedText().count(QLatin1Char('\n')), 100);
        const QString bounded = shown.list.selectedText(200);
        QVERIFY2(bounded.endsWith(QStringLiteral("(and 95 lines more: export them)")), qPrintable(bounded));
        shown.add({.message = "late", .afterMs = -1000});
        QCOMPARE(shown.list.selection().rows(), (LogSelection::Rows{1, 100}));
    }

    void matchesAreWalked()
    {
        ShownLog shown;
        shown.filter({.include = {.text = QStringLiteral("7")}, .context = LogFilter::all});
        shown.key(Qt::Key_Home);
        QVERIFY(shown.list.goToNextMatch());
        QCOMPARE(shown.currentMessage(), std::string("line 7"));
        QVERIFY(shown.list.goToNextMatch());
        QCOMPARE(shown.currentMessage(), std::string("line 17"));
        QVERIFY(shown.list.goToPreviousMatch());
        QVERIFY(shown.list.goToPreviousMatch());
        QCOMPARE(shown.currentMessage(), std::string("line 97")); // around the beginning
        QVERIFY(shown.list.goToNextMatch());
        QCOMPARE(shown.currentMessage(), std::string("line 7"));
        shown.filterFor("nothing like this");
        QVERIFY(!shown.list.goToNextMatch());
    }

    void aTimeIsGoneTo()
    {
        ShownLog shown;
        shown.list.goToTime(logNoon + 30'500'000'000);
        QCOMPARE(shown.currentMessage(), std::string("line 31"));
        QVERIFY(shown.currentOffset() >= 0 && shown.currentOffset() < shown.list.pageRows());
        shown.list.goToTime(logNoon * 2);
        QCOMPARE(shown.currentMessage(), std::string("line 99"));
    }

    void enterAndDoubleClicksAskForDetails()
    {
        ShownLog shown;
        QSignalSpy asked(&shown.list, &LogList::detailRequested);
        shown.click(95);
        shown.key(Qt::Key_Return);
        shown.key(Qt::Key_Space);
        QCOMPARE(asked.size(), 2);
        QTest::mouseDClick(shown.list.windowHandle(), Qt::LeftButton, {}, shown.middleOf(95));
        QCOMPARE(asked.size(), 3);
    }

    void longMessagesAreScrolledAcross()
    {
        ShownLog shown;
        shown.add({.message = std::string(5000, '.') + "end", .afterMs = 200'000});
        QTRY_VERIFY(shown.list.horizontalScrollBar()->maximum() > 4000);
        const QImage before = shown.picture();
        shown.key(Qt::Key_Right);
        QVERIFY(shown.list.horizontalScrollBar()->value() > 0);
        QVERIFY(shown.picture() != before);
    }

    void anEmptyLogIsWalkedWithoutHarm()
    {
        ShownLog shown(0);
        for (const Qt::Key key : {Qt::Key_Up, Qt::Key_End, Qt::Key_Home, Qt::Key_PageDown, Qt::Key_Return})
            shown.key(key);
        shown.click(0);
        shown.key(Qt::Key_A, Qt::ControlModifier);
        shown.key(Qt::Key_C, Qt::ControlModifier);
        QVERIFY(!shown.list.goToNextMatch());
        shown.list.goToTime(logNoon);
        QVERIFY(shown.list.isFollowing());
        QVERIFY(!shown.list.currentRow());
        shown.add({.message = "the first"});
        QCOMPARE(shown.list.rowCount(), 1);
    }
};

SLIPWAY_TEST(LogListTest)
#include "loglist_test.moc"

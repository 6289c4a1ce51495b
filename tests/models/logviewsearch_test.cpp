// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testmain.h"
#include "support/viewedlog.h"

#include <QDateTime>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

/// How rows come and go: found in steps, appended, dropped.
class LogViewSearchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNewestLinesAreFoundFirst()
    {
        LogStore store;
        logLettersTo(store, "abcd");
        LogView view(store);
        QVERIFY(view.isSearching());
        QCOMPARE(view.progress(), 0.0);
        QCOMPARE(view.rowCount(), 0);
        QVERIFY(view.step(1));
        QCOMPARE(rowsText(view, store), QStringLiteral("d"));
        QCOMPARE(view.progress(), 0.25);
        QVERIFY(view.step(2));
        QCOMPARE(rowsText(view, store), QStringLiteral("b c d"));
        QVERIFY(view.step(2));
        QVERIFY(!view.isSearching());
        QCOMPARE(view.progress(), 1.0);
        QVERIFY(!view.step(2));
    }
    void aStepThatFindsNothingChangesNoRows()
    {
        LogStore store;
        logLettersTo(store, "abcd");
        LogView view(store);
        QVERIFY(view.setFilter(lookingFor("a")));
        QVERIFY(!view.step(3));
        QVERIFY(view.step(3));
        QCOMPARE(rowsText(view, store), QStringLiteral("a*"));
    }
    void newLinesDoNotWaitForOldOnes()
    {
        LogStore store;
        logLettersTo(store, "abab");
        LogView view(store);
        QVERIFY(view.setFilter(lookingFor("b")));
        logTo(store, {9, "bb"});
        const LogView::Change change = view.update();
        QCOMPARE(change.added, 1);
        QVERIFY(change.atEndsOnly);
        QVERIFY(view.isSearching());
        QCOMPARE(rowsText(view, store), QStringLiteral("bb*"));
        searchAll(view);
        QCOMPARE(rowsText(view, store), QStringLiteral("b* b* bb*"));
    }
    void aNewFilterEndsTheSearch()
    {
        LogStore store;
        logLettersTo(store, "aabb");
        LogView view(store);
        QVERIFY(view.setFilter(lookingFor("b")));
        view.step(1);
        QVERIFY(view.setFilter(lookingFor("a")));
        QCOMPARE(view.rowCount(), 0);
        QCOMPARE(view.progress(), 0.0);
        searchAll(view);
        QCOMPARE(rowsText(view, store), QStringLiteral("a* a*"));
    }
    void aLateLineGoesAmongTheOthers()
    {
        LogStore store;
        LogView view(store);
        logAllTo(store, {{1, "one"}, {3, "three"}});
        view.update();
        logAllTo(store, {{2, "two"}, {4, "four"}});
        const LogView::Change change = view.update();
        QCOMPARE(change.added, 2);
        QVERIFY(!change.atEndsOnly);
        QCOMPARE(rowsText(view, store), QStringLiteral("one two three four"));
        logTo(store, {4, "four-later"});
        QVERIFY(view.update().atEndsOnly);
    }
    void droppedLinesGoAtTheTop()
    {
        LogStore store(0);
        LogView view(store);
        logLettersTo(store, "abc");
        view.update();
        logMuchTo(store, 10);
        const LogView::Change change = view.update();
        QCOMPARE(change.removed, 3);
        QVERIFY(change.atEndsOnly);
        QCOMPARE(view.rowCount(), qsizetype(store.end() - store.first()));
        QCOMPARE(change.added, view.rowCount());
        QCOMPARE(view.lineAt(0), store.first());
    }
    void aDroppedLineAmongTheOthersIsTold()
    {
        // Of a clock that is ahead: its rows are at the bottom, and it goes with the oldest lines.
        LogStore store(0);
        LogView view(store);
        logAllTo(store, {{1, "early"}, {1'000, "ahead"}, {2, "behind"}});
        for (int i = 0; i < 20; ++i)
            logTo(store, {3, std::string(60'000, 'y')});
        view.update();
        const LineNumber chunk = store.chunk(0).first + LineNumber(store.chunk(0).records.size());
        while (store.first() < chunk)
            logTo(store, {10, std::string(60'000, 'z')});
        const LogView::Change change = view.update();
        QVERIFY(!change.atEndsOnly);
        QCOMPARE(view.rowCount(), qsizetype(store.end() - store.first()));
    }
    void aClearedStoreLeavesNoRows()
    {
        LogStore store;
        LogView view(store);
        logLettersTo(store, "abc");
        view.update();
        store.clear();
        QCOMPARE(view.update().removed, 3);
        QCOMPARE(view.rowCount(), 0);
        QVERIFY(!view.isSearching());
        QCOMPARE(view.progress(), 1.0);
        logLettersTo(store, "d");
        view.update();
        QCOMPARE(rowsText(view, store), QStringLiteral("d"));
    }
    void aStepAfterADropKnowsOfIt()
    {
        LogStore store;
        logLettersTo(store, "abcabc");
        LogView view(store);
        view.step(2);
        store.clear();
        QVERIFY(view.step(2));
        QCOMPARE(view.rowCount(), 0);
    }
    void aCostlyExpressionStopsTheSearch()
    {
        LogStore store;
        const qint64 noon = QDateTime(QDate(2026, 1, 2), QTime(14, 2, 11)).toSecsSinceEpoch();
        logTo(store, {noon - 2, "aaa"});
        logTo(store, {noon, std::string(100, 'a') + '!'});
        logTo(store, {noon + 1, "aa"});
        LogView view(store);
        QVERIFY(view.setFilter(expressionFilter("(a+)+$")));
        QVERIFY(view.trouble().isEmpty());
        searchAll(view);
        QCOMPARE(view.trouble(),
                 QStringLiteral("The expression is too costly: it was stopped at a line of 14:02:11 UTC. "
                                "Narrow it."));
        QCOMPARE(rowsText(view, store), QStringLiteral("aa*"));
        QVERIFY(view.hitsIn("aaa").isEmpty());
        logTo(store, {noon + 2, "aaaa"});
        logTo(store, {.second = noon + 3, .message = "gap", .source = LogSource::Note});
        view.update();
        QCOMPARE(rowsText(view, store), QStringLiteral("aa* gap"));
        QVERIFY(!view.isSearching());
        QVERIFY(view.setFilter(expressionFilter("a$")));
        QVERIFY(view.trouble().isEmpty());
        searchAll(view);
        QCOMPARE(view.matchCount(), 3);
    }
    void aCostlyExpressionLeavesEveryLineShown()
    {
        LogStore store;
        logAllTo(store, {{1, "a"}, {2, std::string(100, 'a') + '!'}, {3, "aa"}});
        LogView view(store);
        LogFilter filter = expressionFilter("(a+)+$");
        filter.context = LogFilter::all;
        QVERIFY(view.setFilter(filter));
        searchAll(view);
        logTo(store, {4, "aaa"});
        view.update();
        QVERIFY(!view.trouble().isEmpty());
        QCOMPARE(rowsText(view, store), QStringLiteral("a aaaaaaaaaaaaaaaaaaaa aa* aaa"));
    }
    void manyLinesAreSearchedAcrossChunks()
    {
        LogStore store;
        const std::string filling(200, '.');
        for (int i = 0; i < 20'000; ++i)
            logTo(store, {i, (i % 1'000 == 7 ? "needle" : "straw") + filling});
        QVERIFY(store.chunkCount() > 3);
        for (const char *expression : {"needle", "^needle"}) {
            LogView view(store);
            QVERIFY(view.setFilter(expressionFilter(expression)));
            while (view.isSearching())
                view.step(7'000);
            QCOMPARE(view.rowCount(), 20);
            QVERIFY(view.setFilter(lookingFor("needle")));
            while (view.isSearching())
                view.step(7'000);
            QCOMPARE(view.rowCount(), 20);
            QCOMPARE(view.lineAt(0), LineNumber(7));
        }
    }
};

SLIPWAY_TEST(LogViewSearchTest)
#include "logviewsearch_test.moc"

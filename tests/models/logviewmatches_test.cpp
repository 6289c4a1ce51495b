// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testmain.h"
#include "support/viewedlog.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

/// What is around matches, and the way from one to the next.
class LogViewMatchesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contextIsShownAroundMatches_data()
    {
        QTest::addColumn<QByteArray>("letters");
        QTest::addColumn<int>("context");
        QTest::addColumn<QString>("rows");
        const auto row = [](const char *letters, int context, const char *rows) {
            QTest::addRow("%s %d", letters, context) << QByteArray(letters) << context << QString::fromLatin1(rows);
        };
        row("abcXdef", 1, "c X* d");
        row("abcXdef", 2, "b c X* d e");
        row("XabcdX", 1, "X* a d X*");
        row("XabcdX", 2, "X* a b c d X*");
        row("abXcXde", 1, "b X* c X* d");
        row("aXXb", 1, "a X* X* b");
        row("X", 3, "X*");
        row("abc", 3, "");
        row("aXb", 2'000'000'000, "a X* b");
        row("aXbX", LogFilter::all, "a X* b X*");
        row("abc", LogFilter::all, "a b c");
    }
    void contextIsShownAroundMatches()
    {
        QFETCH(QByteArray, letters);
        QFETCH(int, context);
        QFETCH(QString, rows);
        LogStore store;
        logLettersTo(store, letters.constData());
        QCOMPARE(filteredText(store, lookingFor("x", context)), rows);
        LogStore growing; // one line at a time
        LogView view(growing);
        QVERIFY(view.setFilter(lookingFor("x", context)));
        for (qsizetype i = 0; i < letters.size(); ++i) {
            logTo(growing, {i, std::string(1, letters.at(i))});
            QVERIFY(view.update().atEndsOnly);
        }
        QCOMPARE(rowsText(view, growing), rows);
    }
    void contextIsOfChosenLinesInTheOrderOfRows()
    {
        LogStore store;
        logAllTo(store, {{1, "a"},
                         {3, "X"},
                         {2, "late"},
                         {.second = 2, .message = "other", .environment = Environment::Production},
                         {.second = 2, .message = "built", .source = LogSource::Build},
                         {4, "debug", LogLevel::Debug},
                         {5, "b"}});
        LogFilter filter = lookingFor("x", 1);
        filter.environments = {true, false};
        filter.sources = {true, false, true, true};
        filter.least = LogLevel::Info;
        QCOMPARE(filteredText(store, filter), QStringLiteral("late X* debug"));
    }
    void aLateLineTakesThePlaceOfContext()
    {
        LogStore store;
        LogView view(store);
        QVERIFY(view.setFilter(lookingFor("x", 1)));
        logAllTo(store, {{1, "a"}, {3, "X"}, {4, "b"}});
        view.update();
        QCOMPARE(rowsText(view, store), QStringLiteral("a X* b"));
        logTo(store, {2, "late"});
        const LogView::Change change = view.update();
        QVERIFY(!change.atEndsOnly);
        QCOMPARE(change.added, change.removed);
        QCOMPARE(rowsText(view, store), QStringLiteral("late X* b"));
    }
    void notesBetweenAreShownWithoutContext()
    {
        LogStore store;
        logAllTo(store,
                 {{1, "a"}, {.second = 2, .message = "gap", .source = LogSource::Note}, {3, "b"}, {4, "c"}, {5, "X"}});
        QCOMPARE(filteredText(store, lookingFor("x", 1)), QStringLiteral("gap c X*"));
        QCOMPARE(filteredText(store, lookingFor("gap", 1)), QStringLiteral("gap"));
    }
    void contextGoesWithItsMatch()
    {
        LogStore store(0);
        LogView view(store);
        QVERIFY(view.setFilter(lookingFor("X!", 1)));
        logAllTo(store, {{1, "a"}, {2, "X!"}});
        logMuchTo(store, 10);
        view.update();
        QCOMPARE(view.rowCount(), 0);
        QCOMPARE(view.matchCount(), 0);
    }
    void matchesAreSteppedThrough_data()
    {
        QTest::addColumn<int>("context");
        QTest::newRow("matches only") << 0;
        QTest::newRow("with context") << 1;
        QTest::newRow("with every line") << LogFilter::all;
    }
    void matchesAreSteppedThrough()
    {
        QFETCH(int, context);
        LogStore store;
        logLettersTo(store, "aXbbbXc");
        LogView view(store);
        QVERIFY(view.setFilter(lookingFor("x", context)));
        searchAll(view);
        QCOMPARE(view.matchCount(), 2);
        const auto first = view.rowOf(1);
        const auto second = view.rowOf(5);
        QVERIFY(first && second);
        QCOMPARE(view.nextMatch(-1), first);
        QCOMPARE(view.nextMatch(*first), second);
        QCOMPARE(view.nextMatch(*second), std::optional<LogView::Row>());
        QCOMPARE(view.nextMatch(view.rowCount()), std::optional<LogView::Row>());
        QCOMPARE(view.previousMatch(view.rowCount()), second);
        QCOMPARE(view.previousMatch(view.rowCount() + 5), second);
        QCOMPARE(view.previousMatch(*second), first);
        QCOMPARE(view.previousMatch(*first), std::optional<LogView::Row>());
        QCOMPARE(view.previousMatch(-1), std::optional<LogView::Row>());
    }
    void withoutAPatternEveryRowIsAMatch()
    {
        LogStore store;
        logLettersTo(store, "ab");
        LogView view(store);
        searchAll(view);
        QCOMPARE(view.nextMatch(-1), std::optional<LogView::Row>(0));
        QCOMPARE(view.nextMatch(0), std::optional<LogView::Row>(1));
        QCOMPARE(view.nextMatch(1), std::optional<LogView::Row>());
        QCOMPARE(view.previousMatch(2), std::optional<LogView::Row>(1));
        QCOMPARE(view.previousMatch(0), std::optional<LogView::Row>());
    }
    void withoutRowsThereIsNoMatch()
    {
        const LogStore store;
        const LogView view(store);
        QVERIFY(!view.nextMatch(-1));
        QVERIFY(!view.previousMatch(0));
        QCOMPARE(view.rowAtTime(0), 0);
        QVERIFY(!view.rowOf(0));
    }
    void aLineIsFoundAmongTheRows()
    {
        LogStore store;
        logAllTo(store, {{2, "X2"}, {1, "X1"}, {3, "no"}});
        LogView view(store);
        QVERIFY(view.setFilter(lookingFor("x")));
        searchAll(view);
        QCOMPARE(view.rowOf(1), std::optional<LogView::Row>(0));
        QCOMPARE(view.rowOf(0), std::optional<LogView::Row>(1));
        QVERIFY(!view.rowOf(2));
        QVERIFY(!view.rowOf(3));
        QVERIFY(!view.rowOf(noLine));
    }
    void aTimeIsFoundAmongTheRows()
    {
        LogStore store;
        logAllTo(store, {{10, "a"}, {10, "b"}, {20, "c"}});
        LogView view(store);
        searchAll(view);
        QCOMPARE(view.rowAtTime(0), 0);
        QCOMPARE(view.rowAtTime(10 * secondOfLog), 0);
        QCOMPARE(view.rowAtTime(10 * secondOfLog + 1), 2);
        QCOMPARE(view.rowAtTime(20 * secondOfLog), 2);
        QCOMPARE(view.rowAtTime(20 * secondOfLog + 1), 3);
    }
    void hitsAreMarked()
    {
        LogStore store;
        LogView view(store);
        QVERIFY(view.hitsIn("aXa").isEmpty());
        QVERIFY(view.setFilter(lookingFor("a")));
        QCOMPARE(view.hitsIn("aXA"), (QList<Pattern::Hit>{{0, 1}, {2, 1}}));
    }
};

SLIPWAY_TEST(LogViewMatchesTest)
#include "logviewmatches_test.moc"

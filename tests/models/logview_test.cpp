// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testmain.h"
#include "support/viewedlog.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

/// What of the logs is shown.
class LogViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutAFilterEveryLineIsARow()
    {
        LogStore store;
        LogView view(store);
        QCOMPARE(view.rowCount(), 0);
        QCOMPARE(view.progress(), 1.0);
        QVERIFY(view.update().isNone());
        logLettersTo(store, "abc");
        const LogView::Change change = view.update();
        QCOMPARE(change.added, 3);
        QCOMPARE(change.removed, 0);
        QVERIFY(change.atEndsOnly);
        QVERIFY(!view.isSearching());
        QVERIFY(!view.hasPattern());
        QCOMPARE(rowsText(view, store), QStringLiteral("a b c"));
        QVERIFY(view.isMatch(0));
        QCOMPARE(view.matchCount(), 3);
    }
    void rowsAreInTheOrderOfTheirTimes()
    {
        LogStore store;
        logAllTo(store, {{5, "five"},
                         {3, "three"},
                         {5, "five-later"},
                         {4, "four"},
                         {.second = 1, .message = "one", .environment = Environment::Production}});
        QCOMPARE(filteredText(store, {}), QStringLiteral("one three four five five-later"));
    }
    void onlyChosenEnvironmentsAreShown()
    {
        LogStore store;
        logAllTo(store,
                 {{1, "staging"}, {.second = 2, .message = "production", .environment = Environment::Production}});
        QCOMPARE(filteredText(store, {.environments = {true, false}}), QStringLiteral("staging"));
        QCOMPARE(filteredText(store, {.environments = {false, true}}), QStringLiteral("production"));
        QCOMPARE(filteredText(store, {.environments = {false, false}}), QString());
    }
    void onlyChosenSourcesAreShown()
    {
        LogStore store;
        logAllTo(store, {{.second = 1, .message = "deploy", .source = LogSource::Deploy},
                         {.second = 2, .message = "build", .source = LogSource::Build},
                         {.second = 3, .message = "http", .source = LogSource::Http}});
        QCOMPARE(filteredText(store, {.sources = {true, false, false, true}}), QStringLiteral("deploy"));
        QCOMPARE(filteredText(store, {.sources = {false, true, false, true}}), QStringLiteral("build"));
        QCOMPARE(filteredText(store, {.sources = {false, false, true, true}}), QStringLiteral("http"));
    }
    void notesAreShownWhateverIsLookedFor()
    {
        LogStore store;
        logAllTo(
            store,
            {{1, "a"}, {.second = 2, .message = "gap", .level = LogLevel::None, .source = LogSource::Note}, {3, "b"}});
        LogFilter filter = lookingFor("b");
        filter.least = LogLevel::Info;
        filter.sources = {true, true, true, false};
        QCOMPARE(filteredText(store, filter), QStringLiteral("gap b*"));
        filter.include.text = QStringLiteral("gap"); // ours: nothing that was logged
        QCOMPARE(filteredText(store, filter), QStringLiteral("gap"));
        filter.environments = {false, true};
        QCOMPARE(filteredText(store, filter), QString());
    }
    void onlyLevelsFromTheLeastOnAreShown()
    {
        LogStore store;
        logAllTo(store, {{1, "none", LogLevel::None},
                         {2, "debug", LogLevel::Debug},
                         {3, "info", LogLevel::Info},
                         {4, "warn", LogLevel::Warn},
                         {5, "error", LogLevel::Error}});
        QCOMPARE(filteredText(store, {.least = LogLevel::None}), QStringLiteral("none debug info warn error"));
        QCOMPARE(filteredText(store, {.least = LogLevel::Debug}), QStringLiteral("debug* info* warn* error*"));
        QCOMPARE(filteredText(store, {.least = LogLevel::Error}), QStringLiteral("error*"));
    }
    void onlyNewLinesAreShownWhenAsked()
    {
        LogStore store;
        logAllTo(store, {{1, "old"}, {.second = 2, .message = "new", .isNew = true}});
        QCOMPARE(filteredText(store, {.onlyNew = true}), QStringLiteral("new*"));
    }
    void linesWithTheWordsAreShown()
    {
        LogStore store;
        logAllTo(store, {{1, "Payment-1"}, {2, "refund-2"}, {3, "PAYMENT-payment"}, {4, ""}, {5, "pay"}});
        LogFilter filter = lookingFor("payment");
        QCOMPARE(filteredText(store, filter), QStringLiteral("Payment-1* PAYMENT-payment*"));
        filter.include.caseSensitive = true;
        QCOMPARE(filteredText(store, filter), QStringLiteral("PAYMENT-payment*"));
    }
    void linesWithTheOtherWordsAreLeftOut()
    {
        LogStore store;
        logAllTo(store, {{1, "GET-health"}, {2, "GET-pay"}, {3, "POST-pay"}});
        LogFilter filter;
        filter.exclude.text = QStringLiteral("health");
        QCOMPARE(filteredText(store, filter), QStringLiteral("GET-pay* POST-pay*"));
        filter.include.text = QStringLiteral("get");
        QCOMPARE(filteredText(store, filter), QStringLiteral("GET-pay*"));
        filter.exclude = {.text = QStringLiteral("^get-p"), .regularExpression = true};
        QCOMPARE(filteredText(store, filter), QStringLiteral("GET-health*"));
    }
    void linesThatMatchTheExpressionAreShown()
    {
        LogStore store;
        logAllTo(store, {{1, "took-5ms"}, {2, "took-fivems"}, {3, "took-77ms"}});
        QCOMPARE(filteredText(store, expressionFilter("^took-[0-9]+ms$")), QStringLiteral("took-5ms* took-77ms*"));
    }
    void wordsAreNotFoundAcrossLines()
    {
        LogStore store;
        logAllTo(store, {{1, "one-pay"}, {2, "ment-two"}, {3, "pay\nment"}});
        QCOMPARE(filteredText(store, lookingFor("payment")), QString());
        QCOMPARE(filteredText(store, lookingFor("pay\nment")), QStringLiteral("pay\nment*"));
        QCOMPARE(filteredText(store, lookingFor("pay\nme")), QStringLiteral("pay\nment*"));
    }
    void aMessageOfManyLinesIsOneRow()
    {
        LogStore store;
        logAllTo(store, {{1, "Traceback\nat-main\nat-pay"}, {2, "at"}});
        QCOMPARE(filteredText(store, lookingFor("at-")), QStringLiteral("Traceback\nat-main\nat*"));
        QCOMPARE(filteredText(store, expressionFilter("^at-pay$")), QStringLiteral("Traceback\nat-main\nat*"));
    }
    void brokenBytesBreakNothing()
    {
        LogStore store;
        logAllTo(store, {{1, std::string("a\0b\xC3", 4)}, {2, "\xA4\xFF-b"}, {3, "\xC3\x84-b"}});
        QCOMPARE(filteredText(store, lookingFor("\xC3\xA4")), QStringLiteral("\u00C4-b*"));
        LogView view(store);
        QVERIFY(view.setFilter(expressionFilter("b$")));
        searchAll(view);
        QCOMPARE(view.rowCount(), 2);
    }
    void aMistakeLeavesTheOldFilter()
    {
        LogStore store;
        logLettersTo(store, "ab");
        LogView view(store);
        QVERIFY(view.setFilter(lookingFor("b")));
        searchAll(view);
        const Result<Done> set = view.setFilter(expressionFilter("\xC3\x84(b"));
        QVERIFY(!set);
        QCOMPARE(set.error().kind, ErrorKind::Configuration);
        QVERIFY(set.error().detail.contains(QStringLiteral("character 3")));
        QCOMPARE(view.filter(), lookingFor("b"));
        QCOMPARE(rowsText(view, store), QStringLiteral("b*"));
        LogFilter excluding = lookingFor("a");
        excluding.exclude = {.text = QStringLiteral("["), .regularExpression = true};
        QVERIFY(!view.setFilter(excluding));
        QCOMPARE(view.filter(), lookingFor("b"));
    }
};

SLIPWAY_TEST(LogViewTest)
#include "logview_test.moc"

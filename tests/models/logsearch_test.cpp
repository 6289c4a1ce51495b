// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/logsearch.h"
#include "support/testmain.h"
#include "support/viewedlog.h"

#include <QRandomGenerator>
#include <QTest>

#include <array>
#include <string>
#include <vector>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

LogSearch searchFor(const QString &text, bool expression)
{
    LogFilter filter;
    filter.include = {.text = text, .regularExpression = expression};
    return *LogSearch::prepare(filter);
}

template <typename Text, size_t Count>
std::string anyOf(QRandomGenerator &random, const std::array<Text, Count> &pieces, int least, int most)
{
    std::string text;
    for (int piece = random.bounded(least, most); piece > 0; --piece)
        text += pieces[size_t(random.bounded(int(Count)))];
    return text;
}

} // namespace

class LogSearchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anExpressionGivesUpWhenItsTimeIsOver_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::newRow("line by line") << QStringLiteral("[^c]");
        QTest::newRow("a few lines at once") << QStringLiteral("[ab]");
        QTest::newRow("where its words are") << QStringLiteral("aaa[ab]*");
    }
    void anExpressionGivesUpWhenItsTimeIsOver()
    {
        QFETCH(QString, expression);
        LogStore store;
        logTo(store, {1, "aaab"});
        logTo(store, {2, "aaa"});
        const LogChunk chunk = store.chunk(0);
        const LogSearch search = searchFor(expression, true);
        QVERIFY(search.search(chunk, 0, 2, QDeadlineTimer(0)).outOfTime);
        QVERIFY(search.search(chunk, 0, 2, QDeadlineTimer(0)).matches.empty());
        const LogSearch::Found one = search.search(chunk, 1, 2, QDeadlineTimer(0));
        QVERIFY(!one.outOfTime);
        QCOMPARE(one.matches.size(), size_t(1));
        QCOMPARE(search.search(chunk, 0, 2).matches.size(), size_t(2));
    }

    void wordsTakeTheirTime()
    {
        LogStore store;
        logTo(store, {1, "aaab"});
        logTo(store, {2, "aaa"});
        const LogSearch::Found found =
            searchFor(QStringLiteral("aaa"), false).search(store.chunk(0), 0, 2, QDeadlineTimer(0));
        QVERIFY(!found.outOfTime);
        QCOMPARE(found.matches.size(), size_t(2));
    }

    void wordsOfAnExpressionAreNoMatchYet()
    {
        LogStore store;
        logTo(store, {1, "timeout after 12ms"});
        logTo(store, {2, "timeout after all"});
        logTo(store, {3, "timeout"});
        const LogSearch::Found found =
            searchFor(QStringLiteral("timeout after \\d+"), true).search(store.chunk(0), 0, 3);
        QCOMPARE(found.matches.size(), size_t(1));
        QCOMPARE(found.matches.front().number, LineNumber(0));
    }

    /// Searching many lines at once finds what each of them would match on its own, whatever begins and ends them.
    void linesMatchAsTheyDoAlone()
    {
        constexpr std::array pieces{"a",   "b",   "ab",  ".",   ".*",  "[ab]",  "[^a]",  "\\s",     "\\S", "\\d", "^",
                                    "$",   "|",   "(",   ")",   "(?:", "*",     "+",     "?",       "{2}", "++",  "\\b",
                                    "\\B", "\\w", "\\W", "\\A", "\\z", "[\\s]", "\\r",   "\\n",     "\\R", "-",   "\t",
                                    "*?",  "\\1", "(?=", "\\h", "\\v", "\\V",   "[a-z]", "\xC3\xA9"};
        constexpr std::array<std::string_view, 15> texts{"",   "a",  "b", "ab",   " ",    "-",    "1",  "\r",
                                                         "\n", "\t", "é", "\x80", "\xC3", "\r\n", "aab"};
        QRandomGenerator random(20261129);
        int found = 0;
        int atOnce = 0;
        for (int round = 0; round < 3'000; ++round) {
            const QString expression = QString::fromStdString(anyOf(random, pieces, 1, 6));
            const Result<Pattern> pattern = Pattern::compile({.text = expression, .regularExpression = true});
            if (!pattern)
                continue;
            LogStore store;
            std::vector<LineNumber> expected;
            for (LineNumber line = 0; line < 40; ++line) {
                const std::string message = anyOf(random, texts, 0, random.bounded(1, 200));
                logTo(store, {qint64(line) + 1, message});
                if (pattern->matches(message) == Pattern::Found::Yes)
                    expected.push_back(line);
            }
            std::vector<LineNumber> matches;
            for (const LineTime &match : searchFor(expression, true).search(store.chunk(0), 0, store.end()).matches)
                matches.push_back(match.number);
            QVERIFY2(matches == expected, qPrintable(expression));
            found += int(expected.size());
            atOnce += pattern->staysInLine() && !expected.empty() ? 1 : 0;
        }
        QVERIFY(found > 1'000 && atOnce > 300);
    }

    void theLineThatIsTooCostlyIsNamedAmongOthers()
    {
        LogStore store;
        logTo(store, {1, "a"});
        const std::string costly(60, 'a');
        logTo(store, {2, costly + '!'});
        logTo(store, {3, "aa"});
        const LogSearch::Found found = searchFor(QStringLiteral("(a+)+$"), true).search(store.chunk(0), 0, 3);
        QCOMPARE(found.tooCostly, LineNumber(1));
        QCOMPARE(found.matches.size(), size_t(1));
    }
};

SLIPWAY_TEST(LogSearchTest)
#include "logsearch_test.moc"

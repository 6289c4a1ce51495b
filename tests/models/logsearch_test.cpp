// SPDX-License-Identifier: GPL-3.0-or-later
#include "logs/logsearch.h"
#include "support/testmain.h"
#include "support/viewedlog.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

LogSearch searchFor(const QString &text, bool expression)
{
    LogFilter filter;
    filter.include = {.text = text, .regularExpression = expression};
    return *LogSearch::prepare(filter);
}

} // namespace

class LogSearchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anExpressionGivesUpWhenItsTimeIsOver_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::newRow("line by line") << QStringLiteral("[ab]");
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
};

SLIPWAY_TEST(LogSearchTest)
#include "logsearch_test.moc"

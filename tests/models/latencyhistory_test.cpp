// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/healthchart.h"
#include "models/health/latencyhistory.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr Milliseconds gapAfter{30'000};
/// A moment at which columns of every width begin.
constexpr qint64 startMs = 1'680'000 * qint64(1'000'000);

Beat beatAt(qint64 afterMs, std::optional<int> latencyMs = 80, Verdict verdict = Verdict::Healthy)
{
    return {.atMs = startMs + afterMs, .verdict = verdict, .httpStatus = 200, .latencyMs = latencyMs};
}

LatencyHistory filled(int count, qint64 everyMs = 10'000)
{
    LatencyHistory history;
    for (int i = 0; i < count; ++i)
        history.append(beatAt(qint64(i) * everyMs, 50 + i % 100), gapAfter);
    return history;
}

} // namespace

/// The past in memory.
class LatencyHistoryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyWindowHasTheSameNumberOfColumns()
    {
        QCOMPARE(spanOf(ChartWindow::HalfHour), Milliseconds(1'800'000));
        QCOMPARE(spanOf(ChartWindow::SixHours), Milliseconds(21'600'000));
        QCOMPARE(spanOf(ChartWindow::Day), Milliseconds(86'400'000));
        QCOMPARE(spanOf(ChartWindow::Week), Milliseconds(604'800'000));
    }
    void aColumnHoldsItsSamples()
    {
        LatencyHistory history;
        const QList<int> latencies{90, 70, 80, 400, 75};
        for (qsizetype i = 0; i < latencies.size(); ++i)
            history.append(beatAt(10'000 * i, latencies.at(i)), gapAfter);
        history.append(beatAt(50'000, std::nullopt, Verdict::Down), gapAfter);
        const QList<LatencyColumn> columns = history.columns(ChartWindow::SixHours, startMs + 60'000);
        QCOMPARE(columns.size(), 1);
        const LatencyColumn &column = columns.constFirst();
        QCOMPARE(column.atMs, startMs);
        QCOMPARE(column.samples, 6);
        QCOMPARE(column.failures, 1);
        QCOMPARE(column.lowest, 70);
        QCOMPARE(column.p50, 80);
        QCOMPARE(column.p95, 400); // the highest of so few
        QCOMPARE(column.highest, 400);
        QCOMPARE(column.upMs, 50'000);
        QCOMPARE(column.downMs, 0);
    }
    void aPercentileOfManyIsByRank()
    {
        LatencyHistory history;
        for (int i = 1; i <= 100; ++i)
            history.append(beatAt(qint64(i) * 2'000, i), gapAfter);
        const LatencyColumn column = history.columns(ChartWindow::Week, startMs + 300'000).constFirst();
        QCOMPARE(column.p50, 50);
        QCOMPARE(column.p95, 95);
        QCOMPARE(column.highest, 100);
        // Over columns of two or three samples each it is as near as those are.
        QVERIFY(std::abs(*history.percentile(ChartWindow::HalfHour, 50, startMs + 300'000) - 50) <= 2);
        QVERIFY(std::abs(*history.percentile(ChartWindow::HalfHour, 95, startMs + 300'000) - 95) <= 2);
    }
    void withoutAnswersThereIsNoLatency()
    {
        LatencyHistory history;
        history.append(beatAt(0, std::nullopt, Verdict::Down), gapAfter);
        QVERIFY(!history.columns(ChartWindow::HalfHour, startMs).constFirst().p50);
        QVERIFY(!history.percentile(ChartWindow::HalfHour, 50, startMs));
        QVERIFY(!LatencyHistory().percentile(ChartWindow::HalfHour, 50, startMs));
    }
    void aGapIsNeitherUpNorDown()
    {
        LatencyHistory history;
        history.append(beatAt(0), gapAfter);
        history.append(beatAt(10'000, std::nullopt, Verdict::Down), gapAfter);
        history.append(beatAt(20'000), gapAfter);
        history.append(beatAt(3'600'000), gapAfter);
        const Uptime uptime = history.uptime(Milliseconds(7'200'000), startMs + 3'600'000);
        QCOMPARE(uptime.up, Milliseconds(10'000));
        QCOMPARE(uptime.down, Milliseconds(10'000));
        QCOMPARE(uptime.percent(), 50.0);
        QVERIFY(!Uptime().percent());
    }
    void aClockThatWasSetBackForgetsItsFuture()
    {
        LatencyHistory history = filled(100);
        history.append(beatAt(200'000, 7), gapAfter);
        const QList<LatencyColumn> columns = history.columns(ChartWindow::SixHours, startMs + 10'000'000);
        QCOMPARE(columns.constLast().atMs, startMs + 180'000);
        QVERIFY(std::is_sorted(columns.cbegin(), columns.cend(),
                               [](const LatencyColumn &a, const LatencyColumn &b) { return a.atMs < b.atMs; }));
        QCOMPARE(history.beats().constLast().latencyMs, 7);
        QVERIFY(history.beats().constFirst().atMs <= startMs + 200'000);
    }
    void memoryIsBounded()
    {
        const LatencyHistory history = filled(100'000);
        for (const ChartWindow window : chartWindows)
            QVERIFY(history.columns(window, startMs + 100'000 * qint64(10'000)).size() <= chartColumns);
        QCOMPARE(history.beats().size(), qsizetype(mostBeats));
    }
    void whatIsStoredIsMergedAndNeverTwice()
    {
        LatencyHistory history = filled(6);
        LatencyColumn older{.atMs = startMs - 60'000, .samples = 6};
        LatencyColumn partly{.atMs = startMs, .samples = 2, .lowest = 1};
        history.load(ChartWindow::SixHours, {older, partly});
        QList<LatencyColumn> columns = history.columns(ChartWindow::SixHours, startMs + 60'000);
        QCOMPARE(columns.size(), 2);
        QCOMPARE(columns.at(0), older);
        QCOMPARE(columns.at(1).samples, 6);
        LatencyColumn whole{.atMs = startMs, .samples = 9};
        history.load(ChartWindow::SixHours, {whole});
        columns = history.columns(ChartWindow::SixHours, startMs + 60'000);
        QCOMPARE(columns.at(1), whole);
    }
    void noExtremeIsLost_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 10; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    /// The lowest and the highest of each column are those of its samples, at any pace and whatever the latencies.
    void noExtremeIsLost()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        LatencyHistory history;
        QMap<qint64, std::pair<int, int>> expected; ///< by column of the day's window
        const qint64 width = columnWidthOf(ChartWindow::Day).count();
        qint64 at = 0;
        for (int i = 0; i < 5'000; ++i) {
            at += random.bounded(1, 12'000);
            const int latency = random.bounded(50) == 0 ? random.bounded(100'000) : random.bounded(60, 90);
            history.append(beatAt(at, latency), gapAfter);
            const qint64 begin = (startMs + at) / width * width;
            auto &column = expected.insert(begin, expected.value(begin, {latency, latency})).value();
            column = {std::min(column.first, latency), std::max(column.second, latency)};
        }
        const QList<LatencyColumn> columns = history.columns(ChartWindow::Day, startMs + at);
        QVERIFY(!columns.isEmpty());
        for (const LatencyColumn &column : columns) {
            QCOMPARE(column.lowest, expected.value(column.atMs).first);
            QCOMPARE(column.highest, expected.value(column.atMs).second);
            QVERIFY(*column.lowest <= *column.p50 && *column.p50 <= *column.p95 && *column.p95 <= *column.highest);
        }
    }
};

SLIPWAY_TEST(LatencyHistoryTest)
#include "latencyhistory_test.moc"

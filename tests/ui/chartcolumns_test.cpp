// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/somecharts.h"
#include "support/testmain.h"
#include "ui/charts/chartcolumns.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr qint64 widthMs = 5'000;
constexpr qint64 spanMs = chartColumns * widthMs;
constexpr qint64 fromMs = noon.wallMs - spanMs;

LatencyColumn randomColumn(QRandomGenerator &random, qint64 atMs)
{
    LatencyColumn column{.atMs = atMs, .samples = 1 + random.bounded(40)};
    column.failures = random.bounded(column.samples + 1);
    if (random.bounded(5) == 0)
        return column; // nothing answered
    std::array<int, 4> values{};
    for (int &value : values)
        value = random.bounded(20) == 0 ? std::numeric_limits<int>::max() : random.bounded(2'000);
    std::sort(values.begin(), values.end());
    column.lowest = values[0];
    column.p50 = values[1];
    column.p95 = values[2];
    column.highest = values[3];
    return column;
}

QList<LatencyColumn> randomColumns(QRandomGenerator &random)
{
    QList<LatencyColumn> columns;
    const int filled = 1 + random.bounded(3);
    for (qint64 at = fromMs / widthMs * widthMs; at <= fromMs + spanMs; at += widthMs) {
        if (random.bounded(filled) == 0)
            columns.append(randomColumn(random, at));
    }
    return columns;
}

struct Sums {
    std::optional<int> lowest;
    std::optional<int> highest;
    std::optional<int> p95;
    qint64 samples = 0;
    qint64 failures = 0;
    bool operator==(const Sums &) const = default;
};

Sums sumsOf(const QList<LatencyColumn> &columns)
{
    Sums sums;
    for (const LatencyColumn &column : columns) {
        sums.samples += column.samples;
        sums.failures += column.failures;
        if (column.lowest)
            sums.lowest = std::min(sums.lowest.value_or(*column.lowest), *column.lowest);
        sums.highest = std::max(sums.highest, column.highest);
        sums.p95 = std::max(sums.p95, column.p95);
    }
    return sums;
}

} // namespace

class ChartColumnsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noExtremeIsLost()
    {
        QRandomGenerator random(4);
        for (int round = 0; round < 400; ++round) {
            const QList<LatencyColumn> columns = randomColumns(random);
            const int pixels = 1 + random.bounded(500);
            const qint64 merged = mergedWidthMs(widthMs, spanMs, pixels);
            const QList<LatencyColumn> shown = mergedColumns(columns, widthMs, fromMs, spanMs, pixels);
            QCOMPARE(merged % widthMs, 0);
            QVERIFY2(shown.size() <= std::max(2, pixels), qPrintable(QString::number(pixels)));
            QVERIFY(sumsOf(shown) == sumsOf(columns));
            // Nor in any one of them: what it stands for is what was measured while it lasted.
            for (const LatencyColumn &column : shown) {
                QList<LatencyColumn> within;
                std::copy_if(columns.cbegin(), columns.cend(), std::back_inserter(within), [&](const auto &each) {
                    return each.atMs >= column.atMs && each.atMs < column.atMs + merged;
                });
                QVERIFY(sumsOf({column}) == sumsOf(within));
                QCOMPARE(column.p50.has_value(), column.highest.has_value());
                QVERIFY(!column.p50 || (*column.lowest <= *column.p50 && *column.p50 <= *column.p95));
            }
        }
    }

    void withAPixelForEachColumnNothingIsMerged()
    {
        const QList<LatencyColumn> columns = aChart().columns;
        QCOMPARE(mergedWidthMs(widthMs, spanMs, chartColumns + 1), widthMs);
        QCOMPARE(mergedColumns(columns, widthMs, fromMs, spanMs, chartColumns + 1), columns);
    }

    void withFewerPixelsNeighboursAreOne()
    {
        const QList<LatencyColumn> two{aColumn(fromMs + 20'000, 100), aColumn(fromMs + 25'000, 200, 9'000, 1)};
        const QList<LatencyColumn> shown = mergedColumns(two, widthMs, fromMs, spanMs, 2);
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown[0].p50, 150);
        QCOMPARE(shown[0].highest, 9'000);
        QCOMPARE(shown[0].lowest, 84);
        QCOMPARE(shown[0].failures, 1);
    }

    void mergedColumnsDoNotFlickerWhileTimePasses()
    {
        const QList<LatencyColumn> columns = aChart().columns;
        const QList<LatencyColumn> before = mergedColumns(columns, widthMs, fromMs, spanMs, 100);
        const QList<LatencyColumn> later = mergedColumns(columns, widthMs, fromMs + 12'000, spanMs, 100);
        QCOMPARE(later.constLast(), before.constLast());
        QCOMPARE(later.at(later.size() / 2).atMs % mergedWidthMs(widthMs, spanMs, 100), 0);
        QVERIFY(before.contains(later.at(later.size() / 2)));
    }

    void whatIsOlderThanTheChartIsLeftOut()
    {
        const QList<LatencyColumn> columns{aColumn(fromMs - widthMs, 10), aColumn(fromMs, 20),
                                           aColumn(fromMs + spanMs + 1, 30)};
        const QList<LatencyColumn> shown = mergedColumns(columns, widthMs, fromMs, spanMs, 1'000);
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown[0].p50, 20);
    }

    void nothingIsJoinedOverAGap()
    {
        const Milliseconds gapAfter{30'000};
        QList<LatencyColumn> columns{aColumn(100'000, 80), aColumn(100'000 + 35'000, 80)};
        QCOMPARE(answeredRuns(columns, widthMs, gapAfter).size(), 1);
        columns[1].atMs += 1;
        QCOMPARE(answeredRuns(columns, widthMs, gapAfter).size(), 2);
        QVERIFY(answeredRuns({}, widthMs, gapAfter).isEmpty());
    }

    void anOutageIsNotJoinedButItWasMeasured()
    {
        QList<LatencyColumn> columns;
        for (qint64 at = 0; at < 100'000; at += widthMs)
            columns.append(at < 20'000 || at >= 80'000 ? aColumn(at, 80)
                                                       : LatencyColumn{.atMs = at, .samples = 1, .failures = 1});
        QCOMPARE(answeredRuns(columns, widthMs, Milliseconds(30'000)).size(), 2);
        QVERIFY(unmeasuredSpans(columns, widthMs, Milliseconds(30'000), {0, 100'000}).isEmpty());
    }

    void whatWasNotMeasuredIsKnownAtBothEndsToo()
    {
        const QList<LatencyColumn> columns{aColumn(100'000, 80), aColumn(200'000, 80)};
        const QList<Unmeasured> expected{{0, 100'000}, {105'000, 200'000}, {205'000, 300'000}};
        QCOMPARE(unmeasuredSpans(columns, widthMs, Milliseconds(30'000), {0, 300'000}), expected);
        QCOMPARE(unmeasuredSpans({}, widthMs, Milliseconds(30'000), {0, 300'000}), (QList<Unmeasured>{{0, 300'000}}));
        QVERIFY(unmeasuredSpans({}, widthMs, Milliseconds(30'000), {0, 20'000}).isEmpty());
    }
};

SLIPWAY_TEST(ChartColumnsTest)
#include "chartcolumns_test.moc"

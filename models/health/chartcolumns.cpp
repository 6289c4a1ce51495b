// SPDX-License-Identifier: GPL-3.0-or-later
#include "health/chartcolumns.h"

#include <algorithm>
#include <cmath>

namespace Slipway {

namespace {

template <typename Choose>
std::optional<int> chosen(std::optional<int> left, std::optional<int> right, Choose choose)
{
    if (!left || !right)
        return left ? left : right;
    return choose(*left, *right);
}

int lower(int left, int right)
{
    return std::min(left, right);
}

int higher(int left, int right)
{
    return std::max(left, right);
}

LatencyColumn joinedColumn(const LatencyColumn &left, const LatencyColumn &right)
{
    const auto mean = [&](int leftMiddle, int rightMiddle) {
        const double sum = double(leftMiddle) * left.samples + double(rightMiddle) * right.samples;
        return int(std::lround(sum / std::max(1, left.samples + right.samples)));
    };
    return {.atMs = left.atMs,
            .samples = left.samples + right.samples,
            .failures = left.failures + right.failures,
            .lowest = chosen(left.lowest, right.lowest, lower),
            .p50 = chosen(left.p50, right.p50, mean),
            .p95 = chosen(left.p95, right.p95, higher),
            .highest = chosen(left.highest, right.highest, higher),
            .upMs = left.upMs + right.upMs,
            .downMs = left.downMs + right.downMs};
}

} // namespace

ChartColumns chartColumnsFor(const HealthChart &chart, int pixels)
{
    const int together = std::max(1, (chartColumns + std::max(1, pixels) - 1) / std::max(1, pixels));
    ChartColumns result{.fromMs = chart.untilMs - spanOf(chart.window).count(),
                        .widthMs = columnWidthOf(chart.window).count() * together};
    for (const LatencyColumn &column : chart.columns) {
        const qint64 begin = column.atMs / result.widthMs * result.widthMs;
        const bool same =
            !result.columns.isEmpty() && result.columns.constLast().atMs / result.widthMs * result.widthMs == begin;
        if (same)
            result.columns.last() = joinedColumn(result.columns.constLast(), column);
        else
            result.columns.append(column);
    }
    return result;
}

QList<QList<LatencyColumn>> measuredRuns(const ChartColumns &columns, Milliseconds gapAfter)
{
    const qint64 furthest = std::max<qint64>(gapAfter.count(), columns.widthMs) + columns.widthMs;
    QList<QList<LatencyColumn>> runs;
    qint64 before = 0;
    for (const LatencyColumn &column : columns.columns) {
        if (runs.isEmpty() || column.atMs - before > furthest)
            runs.append(QList<LatencyColumn>());
        runs.last().append(column);
        before = column.atMs;
    }
    return runs;
}

} // namespace Slipway

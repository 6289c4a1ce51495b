// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartcolumns.h"

#include <algorithm>
#include <cmath>

namespace Slipway {

namespace {

std::optional<int> lowerOf(std::optional<int> left, std::optional<int> right)
{
    return left && right ? std::min(left, right) : left ? left : right;
}

std::optional<int> higherOf(std::optional<int> left, std::optional<int> right)
{
    return std::max(left, right); // none is less than any
}

std::optional<int> meanOf(const LatencyColumn &left, const LatencyColumn &right)
{
    if (!left.p50 || !right.p50)
        return left.p50 ? left.p50 : right.p50;
    const double samples = double(left.samples) + double(right.samples);
    if (samples <= 0)
        return left.p50;
    return int(std::lround((double(*left.p50) * left.samples + double(*right.p50) * right.samples) / samples));
}

void join(LatencyColumn &column, const LatencyColumn &next)
{
    column.p50 = meanOf(column, next); // by the samples as they were
    column.samples += next.samples;
    column.failures += next.failures;
    column.lowest = lowerOf(column.lowest, next.lowest);
    column.p95 = higherOf(column.p95, next.p95);
    column.highest = higherOf(column.highest, next.highest);
    column.upMs += next.upMs;
    column.downMs += next.downMs;
}

} // namespace

qint64 mergedWidthMs(qint64 columnWidthMs, qint64 spanMs, int pixels)
{
    const qint64 width = std::max<qint64>(1, columnWidthMs);
    // The first and the last are only partly within the span: there can be one more than fit into it.
    const auto most = [&](qint64 together) { return (spanMs + width * together - 1) / (width * together) + 1; };
    const qint64 room = std::max(2, pixels);
    qint64 together = std::max<qint64>(1, spanMs / width / room);
    while (most(together) > room && most(together) > 2)
        ++together;
    return width * together;
}

QList<LatencyColumn> mergedColumns(const QList<LatencyColumn> &columns, qint64 columnWidthMs, qint64 fromMs,
                                   qint64 spanMs, int pixels)
{
    const qint64 width = mergedWidthMs(columnWidthMs, spanMs, pixels);
    QList<LatencyColumn> merged;
    for (const LatencyColumn &column : columns) {
        if (column.atMs + columnWidthMs <= fromMs || column.atMs > fromMs + spanMs)
            continue;
        const qint64 begin = column.atMs / width * width;
        if (!merged.isEmpty() && merged.constLast().atMs == begin) {
            join(merged.last(), column);
            continue;
        }
        merged.append(column);
        merged.last().atMs = begin;
    }
    return merged;
}

QList<QList<LatencyColumn>> answeredRuns(const QList<LatencyColumn> &columns, qint64 widthMs, Milliseconds gapAfter)
{
    QList<QList<LatencyColumn>> runs;
    for (const LatencyColumn &column : columns) {
        if (!column.p50)
            continue;
        if (runs.isEmpty() || column.atMs - runs.constLast().constLast().atMs > gapAfter.count() + widthMs)
            runs.append(QList<LatencyColumn>());
        runs.last().append(column);
    }
    return runs;
}

QList<Unmeasured> unmeasuredSpans(const QList<LatencyColumn> &columns, qint64 widthMs, Milliseconds gapAfter,
                                  Unmeasured whole)
{
    QList<Unmeasured> spans;
    qint64 measuredUntil = whole.fromMs;
    const auto note = [&](qint64 until) {
        if (until - measuredUntil > gapAfter.count())
            spans.append({measuredUntil, until});
    };
    for (const LatencyColumn &column : columns) {
        note(column.atMs);
        measuredUntil = column.atMs + widthMs;
    }
    note(whole.untilMs);
    return spans;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/latency.h"

namespace Slipway {

/// How wide columns are once no two of them share a pixel: a multiple of `columnWidthMs`, itself where there are pixels
/// enough.
qint64 mergedWidthMs(qint64 columnWidthMs, qint64 spanMs, int pixels);

/// The columns from `fromMs` on that a chart of so many pixels shows, oldest first: where there are fewer pixels than
/// columns, neighbours are made one. No extreme is lost: lowest and highest are those of all, p95 is the highest of
/// theirs, and p50 the mean of theirs by samples. They begin at multiples of their width, so that none flickers while
/// time passes.
QList<LatencyColumn> mergedColumns(const QList<LatencyColumn> &columns, qint64 columnWidthMs, qint64 fromMs,
                                   qint64 spanMs, int pixels);

/// Those that were answered, in the rows that a line joins: what begins further apart than `gapAfter` and a column was
/// not answered between.
QList<QList<LatencyColumn>> answeredRuns(const QList<LatencyColumn> &columns, qint64 widthMs, Milliseconds gapAfter);

/// A part of a chart in which nothing was measured, UTC milliseconds.
struct Unmeasured {
    qint64 fromMs = 0;
    qint64 untilMs = 0;
    bool operator==(const Unmeasured &) const = default;
};
QList<Unmeasured> unmeasuredSpans(const QList<LatencyColumn> &columns, qint64 widthMs, Milliseconds gapAfter,
                                  Unmeasured whole);

} // namespace Slipway

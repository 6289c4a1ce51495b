// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "health/healthchart.h"

namespace Slipway {

/// A chart's columns for a width in pixels: neighbours are made one where there are fewer pixels than columns. No
/// extreme is lost: lowest and highest are those of all; p50 is the mean of theirs by samples, p95 the highest of
/// theirs.
struct ChartColumns {
    qint64 fromMs = 0;
    qint64 widthMs = 0; ///< of each
    QList<LatencyColumn> columns;
};
ChartColumns chartColumnsFor(const HealthChart &chart, int pixels);

/// The columns that are joined by a line, oldest first: what is further apart was not measured between.
QList<QList<LatencyColumn>> measuredRuns(const ChartColumns &columns, Milliseconds gapAfter);

} // namespace Slipway

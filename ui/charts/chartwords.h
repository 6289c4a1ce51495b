// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/healthchart.h"

namespace Slipway {

/// "30 min", "6 h", "24 h", "7 days".
QString windowText(ChartWindow window);
/// "84 ms", "1.2 s".
QString latencyText(qint64 milliseconds);
/// At an axis: "500 ms", "1 s", "1.5 s".
QString axisText(double milliseconds);
/// "14:20:00 UTC: p50 84 ms, p95 132 ms, lowest 70 ms, highest 410 ms, 24 samples, 1 failed".
QString columnText(const LatencyColumn &column, ChartWindow window);
/// "14:19 UTC: deployed 3f9c2ab", plain text; with the day where the window is longer than one.
/// Both in the zone that is shown.
QString markText(const ChartMark &mark, ChartWindow window);
/// What a chart is, for those who cannot see it: "Latency of staging, last 30 min".
QString chartName(const HealthChart &chart);
/// What it shows: "p50 84 ms, p95 132 ms; latest ...; deployments: ...", "No data yet", or why there is none.
QString chartDescription(const HealthChart &chart);
/// What stands where nothing can be drawn; plain text.
QString emptyChartText(const HealthChart &chart);

} // namespace Slipway

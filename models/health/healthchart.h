// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/latency.h"
#include "models/values/environment.h"

#include <QString>

namespace Slipway {

/// A vertical line in a chart: a deployment began to serve.
struct ChartMark {
    qint64 atMs = 0; ///< by this computer's clock
    QString text;    ///< "deployed 3f9c2ab"
    bool operator==(const ChartMark &) const = default;
};

/// What one environment's panel draws of the past.
struct HealthChart {
    Environment environment = Environment::Staging;
    ChartWindow window = ChartWindow::HalfHour;
    qint64 untilMs = 0;            ///< the right edge
    Milliseconds gapAfter{30'000}; ///< what is further apart is not joined: nothing was measured between
    QList<LatencyColumn> columns;  ///< oldest first, only those with samples
    QList<ChartMark> deployments;
    QList<Beat> beats;      ///< the last 60 at most, oldest first
    std::optional<int> p50; ///< over the window, ms; none: nothing answered in it
    std::optional<int> p95; ///< the highest where there are fewer than 20 samples
    Uptime hour;
    Uptime day;
    QString trouble; ///< why the past is not there, or not kept; empty: it is
    bool operator==(const HealthChart &) const = default;
};

/// How many results the heartbeat bar shows.
inline constexpr int mostBeats = 60;

} // namespace Slipway

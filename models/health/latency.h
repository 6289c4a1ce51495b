// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/health.h"
#include "models/values/moment.h"

#include <QList>

#include <array>
#include <optional>

namespace Slipway {

/// How much of the past a chart shows.
enum class ChartWindow { HalfHour, SixHours, Day, Week };
inline constexpr std::array chartWindows{ChartWindow::HalfHour, ChartWindow::SixHours, ChartWindow::Day,
                                         ChartWindow::Week};

Milliseconds spanOf(ChartWindow window);
/// Every window has the same number of columns: 5 s, 60 s, 4 min and 28 min wide.
inline constexpr int chartColumns = 360;
Milliseconds columnWidthOf(ChartWindow window);

/// One sample as charts and heartbeats need it.
struct Beat {
    qint64 atMs = 0; ///< UTC, milliseconds since 1970
    Verdict verdict = Verdict::Unknown;
    std::optional<int> httpStatus;
    std::optional<int> latencyMs; ///< of an answer, be it good or bad
    QString reason;               ///< why it was not healthy; from outside: plain text
    bool operator==(const Beat &) const = default;
};

Beat beatOf(const HealthSample &sample);

/// The samples that fall into one column of a chart. No extreme is lost: lowest and highest are those of all its
/// samples.
struct LatencyColumn {
    qint64 atMs = 0; ///< begin, a multiple of its width
    int samples = 0;
    int failures = 0;          ///< that were Down
    std::optional<int> lowest; ///< of latency, ms; none when nothing answered
    std::optional<int> p50;    ///< nearest rank
    std::optional<int> p95;    ///< nearest rank; the highest where there are fewer than 20 samples
    std::optional<int> highest;
    qint64 upMs = 0; ///< how long it was measured to be up: until the next sample, never over a gap
    qint64 downMs = 0;
    bool operator==(const LatencyColumn &) const = default;
};

/// Up and down times that were measured within a span.
struct Uptime {
    Milliseconds up{0};
    Milliseconds down{0};
    /// 0 to 100; none when nothing was measured.
    std::optional<double> percent() const;
    bool operator==(const Uptime &) const = default;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/latency.h"

namespace Slipway {

/// The past of one check in memory: for every window the columns of a chart, and the last beats. Bounded, whatever is
/// added, and what a chart costs does not depend on how much was.
class LatencyHistory {
public:
    /// Adds a sample. The time until it belongs to the sample before, unless they are further apart than `gapAfter`:
    /// then nothing was measured between. What lies after a sample is forgotten: the clock was set back.
    void append(const Beat &beat, Milliseconds gapAfter);
    /// Adds what is stored of the time before; of two columns for one time the one with more samples counts.
    void load(ChartWindow window, const QList<LatencyColumn> &past);

    /// Those within the window, oldest first.
    QList<LatencyColumn> columns(ChartWindow window, qint64 untilMs) const;
    const QList<Beat> &beats() const { return m_beats; } ///< the last 60 at most, oldest first
    /// Of the latencies within the window, by nearest rank over the columns' own p50 and p95; the highest where there
    /// are fewer than 20 samples and more than the middle is asked for. None: nothing answered.
    std::optional<int> percentile(ChartWindow window, int percent, qint64 untilMs) const;
    Uptime uptime(Milliseconds span, qint64 untilMs) const;

private:
    struct Row {
        QList<LatencyColumn> columns;
        QList<int> open; ///< latencies of the last column, sorted
    };
    void drop(qint64 afterMs);
    void attribute(qint64 untilMs, Milliseconds gapAfter);
    static void add(Row &row, const Beat &beat, Milliseconds width);

    std::array<Row, chartWindows.size()> m_rows; ///< by ChartWindow
    QList<Beat> m_beats;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/healthchart.h"
#include "support/builders.h"

namespace Slipway::Test {

inline LatencyColumn aColumn(qint64 atMs, int p50, int highest = 0, int failures = 0)
{
    return {.atMs = atMs,
            .samples = 24,
            .failures = failures,
            .lowest = p50 - p50 / 6,
            .p50 = p50,
            .p95 = std::max(p50 + p50 / 2, highest / 2),
            .highest = std::max(p50 + p50 / 2, highest)};
}

/// Half an hour until noon, measured every ten seconds: every other column is filled.
inline HealthChart aChart(ChartWindow window = ChartWindow::HalfHour)
{
    HealthChart chart{.window = window, .untilMs = noon.wallMs, .p50 = 84, .p95 = 132};
    const qint64 width = columnWidthOf(window).count();
    const qint64 step = window == ChartWindow::HalfHour ? 2 * width : width;
    const qint64 last = (noon.wallMs - 1) / width * width;
    for (qint64 at = last - chartColumns * width + step; at <= last; at += step)
        chart.columns.append(aColumn(at, 80 + int(at / width % 7) * 3));
    return chart;
}

/// Without what was measured from `agoMs` on, for so long.
inline HealthChart withGap(HealthChart chart, qint64 agoMs, qint64 lengthMs)
{
    const qint64 from = chart.untilMs - agoMs;
    chart.columns.removeIf(
        [=](const LatencyColumn &column) { return column.atMs >= from && column.atMs < from + lengthMs; });
    return chart;
}

inline QList<Beat> someBeats(int count = mostBeats)
{
    QList<Beat> beats;
    for (int i = count - 1; i >= 0; --i)
        beats.append({.atMs = noon.wallMs - qint64(i) * 10'000,
                      .verdict = Verdict::Healthy,
                      .httpStatus = 200,
                      .latencyMs = 80 + i % 9});
    return beats;
}

inline void spoil(Beat &beat, Verdict verdict, const char *reason)
{
    beat.verdict = verdict;
    beat.reason = QString::fromUtf8(reason);
    if (verdict != Verdict::Down)
        return;
    beat.httpStatus.reset();
    beat.latencyMs.reset();
}

} // namespace Slipway::Test

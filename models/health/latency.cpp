// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/latency.h"

namespace Slipway {

Milliseconds spanOf(ChartWindow window)
{
    return columnWidthOf(window) * chartColumns;
}

Milliseconds columnWidthOf(ChartWindow window)
{
    switch (window) {
    case ChartWindow::HalfHour:
        return std::chrono::seconds(5);
    case ChartWindow::SixHours:
        return std::chrono::minutes(1);
    case ChartWindow::Day:
        return std::chrono::minutes(4);
    case ChartWindow::Week:
        break;
    }
    return std::chrono::minutes(28);
}

Beat beatOf(const HealthSample &sample)
{
    return {.atMs = sample.at.toMSecsSinceEpoch(),
            .verdict = sample.verdict,
            .httpStatus = sample.httpStatus,
            .latencyMs = sample.latencyMs,
            .reason = sample.reasons.join(QStringLiteral("; "))};
}

std::optional<double> Uptime::percent() const
{
    const Milliseconds measured = up + down;
    if (measured.count() <= 0)
        return std::nullopt;
    return 100.0 * double(up.count()) / double(measured.count());
}

} // namespace Slipway

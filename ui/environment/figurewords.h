// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/healthchart.h"
#include "ui/environment/environmentwords.h"
#include "ui/environment/figuretiles.h"

namespace Slipway {

/// Latency, uptime, Sentry's new issues and errors per minute. Without a chart nothing is known of the past.
QList<FigureTile> figureTiles(const EnvironmentView &view, const std::optional<HealthChart> &chart);
/// Railway's measurements in one line; what cannot be had says why, once.
FactWords railwayWords(const EnvironmentView &view);
/// "3 of 4 checks pass", and what fails.
FactWords checksWords(const EnvironmentView &view);
/// How long the certificate is good for; empty over plain http.
FactWords certificateWords(const EnvironmentView &view);
/// Grafana's firing alerts, or why they cannot be told; empty when Grafana is not configured or nothing fires.
FactWords alertsWords(const EnvironmentView &view);

} // namespace Slipway

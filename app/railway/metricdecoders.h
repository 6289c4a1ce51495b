// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/railway/calls.h"
#include "models/values/figures.h"

/// Railway's measurements as values. Pure. A number that cannot be one (a text, negative, huge) is no value.
namespace Slipway::Railway {

Result<PipelineMetrics> decodePipelineMetrics(const HttpResponse &response);
Result<MetricSeries> decodeMetrics(const HttpResponse &response);

/// The newest of each measurement, and the answers all together, of what was measured in that time.
ServiceMetrics figuresOf(const MetricSeries &series, const Span &span);

} // namespace Slipway::Railway

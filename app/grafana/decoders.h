// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/grafana/calls.h"

/// Grafana's answers as values. Pure.
namespace Slipway::Grafana {

/// An alert without a name or with a time that cannot be read is still shown: something fires.
Result<QList<LabelledAlert>> decodeAlerts(const HttpResponse &response);

} // namespace Slipway::Grafana

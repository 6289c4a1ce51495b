// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/apicall.h"
#include "values/health.h"
#include "values/project.h"

/// The application's own health address.
namespace Slipway::Probe {

/// Judged by status and body (target-team.md): 200 with a dead database is Degraded. No credential ever travels here.
ApiCall<HealthSample> health(const Address &address);

} // namespace Slipway::Probe

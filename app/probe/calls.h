// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "models/health/check.h"
#include "models/project/project.h"

/// The application's own addresses.
namespace Slipway::Probe {

/// One check as a request. No credential of a service ever travels here, only the secrets that the check names.
ApiCall<ProbeAnswer> check(const Address &address, const Check &check);

} // namespace Slipway::Probe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Slipway {

/// Whom we talk to. Budgets, pauses and clocks are kept for each.
enum class Provider { GitHub, Railway, Sentry, Grafana, Application };

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/facts.h"

namespace Slipway {

/// What can be done about what stands in the way, in the order of the stages: approve or reject what waits, cancel what
/// runs, run again what failed, redeploy staging. Each is offered or greyed with its reason.
QList<Repair> repairsOf(const Facts &facts);

} // namespace Slipway

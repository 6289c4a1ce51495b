// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/situation.h"
#include "models/store/snapshot.h"

namespace Slipway {

/// All decisions, from everything that is known, at one moment. Pure: asks nothing, remembers nothing.
Snapshot evaluate(const Situation &known);

} // namespace Slipway

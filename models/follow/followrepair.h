// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/follow/follow.h"

namespace Slipway {

/// What became of a command that unblocks, stops or repairs: seen in the run or deployment that it concerns.
Followed followRepair(Followed followed, const Situation &known);

} // namespace Slipway

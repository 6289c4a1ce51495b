// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/store/snapshot.h"

namespace Slipway {

struct Observations;
struct Project;

/// All decisions, from everything that is known, at one moment. Pure: asks nothing, remembers nothing.
Snapshot evaluate(const Observations &observations, const Project &project, Moment now);

} // namespace Slipway

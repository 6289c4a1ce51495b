// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"
#include "models/values/clockskew.h"

namespace Slipway {

/// Whether it may change within seconds, so that it is worth asking every few: it is on its way, and does not wait for
/// a person.
bool isMoving(const WorkflowRun &run, const ServiceClocks &clocks, Moment now);
bool isMoving(const CommandRecord &record, Moment now);

} // namespace Slipway

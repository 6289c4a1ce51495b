// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/world/simulatedlogs.h"

namespace Slipway::Rehearsal {

/// A line that says `message` in no usual form: everything that a log can do to its reader.
SimLine hostileLine(const LogSlot &slot);

} // namespace Slipway::Rehearsal

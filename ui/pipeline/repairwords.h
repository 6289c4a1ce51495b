// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

namespace Slipway {

/// What a repair's button says it does: "Re-run the failed jobs".
QString repairAct(const Repair &repair);
/// Where it can be done without Slipway: "Open on GitHub".
QString elsewhereText(const Repair &repair);
/// It stops, rejects or takes something away.
bool isDestructive(const Repair &repair);
bool isReview(const Repair &repair);
/// Whether both are about the same thing, whatever is said of it.
bool isSameRepair(const Repair &one, const Repair &other);
/// "cancel-run-30000000910": for object names, one for each thing.
QString repairName(const Repair &repair);

} // namespace Slipway

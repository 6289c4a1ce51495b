// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"

namespace Slipway {

/// Whether everything that shows what became of the command was read since it was sent or taken up.
bool wasLookedAt(const CommandRecord &record);
/// Takes note of a successful look at it, if there was another one. Between two looks time counts as watched, unless it
/// is longer than what was read stays fresh: then somebody slept, or the source did not answer.
void noteLook(CommandRecord &record, const Observations &observations);

/// Of those that are listed, the ones that an order can have made: not known beforehand, and younger than all that
/// were, by the service's own times.
QList<Deployment> madeSince(const CommandRecord &record, const QList<Deployment> &listed, const ServiceClocks &clocks);

} // namespace Slipway

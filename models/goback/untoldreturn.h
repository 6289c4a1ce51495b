// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"

namespace Slipway {

/// A return that none of the journalled commands tells of, as the newest deployment of production shows it: it carries
/// the image of an older one that something else came after. It went out while no row could be written, or from
/// elsewhere; in both cases production is not to be promoted to by accident. None when there is no sign of one.
std::optional<CommandRecord> untoldReturn(const Observations &observations, const QList<CommandRecord> &journalled);

} // namespace Slipway

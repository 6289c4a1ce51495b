// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/facts.h"

namespace Slipway {

/// The conditions of a promotion, in the order in which they are shown. Unknown is not pass. `ways` says which ways
/// there are, because a moved main stops only the way that dispatches main.
QList<Gate> gatesOf(const Facts &facts, const QList<WayOffer> &ways);

/// Whether the production workflow exists, is active and takes the phrase.
Gate workflowReady(const Facts &facts);

} // namespace Slipway

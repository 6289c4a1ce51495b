// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/facts.h"

namespace Slipway {

/// The conditions of a promotion, in the order in which they are shown. Unknown is not pass. `ways` says which ways
/// there are, because a moved main stops only the way that dispatches main.
QList<Gate> gatesOf(const Facts &facts, const QList<WayOffer> &ways);

/// The same of an approval that lets something go out to production. What waits is begun already: nothing has to be
/// able to start it, and it is not in its own way.
QList<Gate> gatesOfApproval(const Facts &facts, const Repair &approval);

/// Why the journal of commands cannot be trusted: its gate's reason while that blocks, else empty. A person lifts that
/// gate by looking.
QString journalTrouble(const QList<Gate> &gates);

/// Whether the production workflow exists, is active and takes the phrase.
Gate workflowReady(const Facts &facts);

} // namespace Slipway

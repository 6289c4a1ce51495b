// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/facts.h"

namespace Slipway {

// Going back to an earlier deployment: what served, and how one can return to it (railway.md, 2.6 and traps 1 to 5).

/// Every known deployment of an environment with what can be told of it, newest first, and which one is preselected.
DeploymentsView deploymentsViewOf(const Facts &facts, Environment environment);

/// Whether it served once. Served and aborted deployments are both REMOVED on the wire (railway.md, trap 4).
/// `newer` are the deployments of that environment that were created after it, oldest first.
Served servedOf(const Deployment &deployment, const QList<Deployment> &newer, const QList<CommandRecord> &commands);

/// Why one cannot go back to it, in one sentence; empty for None.
QString refusalText(ReturnRefusal refusal, const Deployment &deployment);

/// The three means in order, each offered or greyed with its reason.
QList<MeansOffer> meansOf(const PastDeployment &past, const DeploymentsView &view);

/// What moved between the view a person saw and the present one, one sentence each: the serving or newest deployment,
/// and how one can return to the target. Empty: nothing that matters.
QStringList movedSince(const DeploymentsView &frozen, const DeploymentsView &present, const DeploymentId &target);

const PastDeployment *find(const DeploymentsView &view, const DeploymentId &id); ///< null when it is not listed

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"

namespace Slipway {

/// Why one cannot go back to it, in one sentence; empty for None.
QString refusalText(ReturnRefusal refusal, const Deployment &deployment);

/// The three means in order, each offered or greyed with its reason.
QList<MeansOffer> meansOf(const PastDeployment &past, const DeploymentsView &view);

/// What moved between the view a person saw and the present one, one sentence each: the serving or newest deployment,
/// and how one can return to the target. Empty: nothing that matters.
QStringList movedSince(const DeploymentsView &frozen, const DeploymentsView &present, const DeploymentId &target);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"
#include "models/pipeline/facts.h"

namespace Slipway {

// Going back to an earlier deployment: what served, and how one can return to it
// (app/railway/README.md, 14, 15, 20 and 21).

/// Every known deployment of an environment with what can be told of it, newest first, and which one is preselected.
DeploymentsView deploymentsViewOf(const Facts &facts, Environment environment);

const PastDeployment *find(const DeploymentsView &view, const DeploymentId &id); ///< null when it is not listed

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/returns.h"

#include <algorithm>

namespace Slipway {

DeploymentsView deploymentsViewOf(const Facts &facts, Environment environment)
{
    DeploymentsView view{.environment = environment};
    if (const Deployment *serving = facts.serving[environment])
        view.serving = serving->id;
    return view;
}

const PastDeployment *find(const DeploymentsView &view, const DeploymentId &id)
{
    const auto found = std::find_if(view.rows.cbegin(), view.rows.cend(),
                                    [&](const PastDeployment &each) { return each.deployment.id == id; });
    return found == view.rows.cend() ? nullptr : &*found;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/returns.h"

namespace Slipway {

DeploymentsView deploymentsViewOf(const Facts &facts, Environment environment)
{
    DeploymentsView view{.environment = environment};
    if (const Deployment *serving = facts.serving[environment])
        view.serving = serving->id;
    return view;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "values/project.h"

#include <algorithm>

namespace Slipway {

QList<Check> checksOf(const Address &address)
{
    QList<Check> checks = address.checks;
    const auto health =
        std::find_if(checks.begin(), checks.end(), [](const Check &check) { return check.name == healthCheckName; });
    if (health == checks.end())
        checks.prepend({.name = healthCheckName, .path = address.health});
    else
        std::rotate(checks.begin(), health, health + 1);
    return checks;
}

} // namespace Slipway

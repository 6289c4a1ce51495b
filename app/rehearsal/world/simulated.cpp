// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/world/simulated.h"

#include <algorithm>

namespace Slipway::Rehearsal {

bool SimJob::failed() const
{
    return rejected ||
           (!advisory && std::any_of(steps.cbegin(), steps.cend(), [](const SimStep &step) { return step.fails(); }));
}

QDateTime SimDeployment::servesFrom() const
{
    const auto good = std::find_if(timeline.cbegin(), timeline.cend(),
                                   [](const auto &entry) { return entry.second == QLatin1String("SUCCESS"); });
    return good == timeline.cend() ? QDateTime() : good->first;
}

bool SimDeployment::takesOverBefore(const SimDeployment &other) const
{
    return std::pair(servesFrom(), number) < std::pair(other.servesFrom(), other.number);
}

} // namespace Slipway::Rehearsal

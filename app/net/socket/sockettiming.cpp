// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/socket/sockettiming.h"

#include <algorithm>
#include <cmath>

namespace Slipway {

Milliseconds waitAfterRefusals(int refusals, const SocketTiming &timing)
{
    if (refusals == 0)
        return Milliseconds(0);
    const int doublings = std::min(refusals - 1, 20);
    return std::min(timing.refusedWait * (1 << doublings), timing.longestRefusedWait);
}

Milliseconds waitAfter(int attempts, double luck, const SocketTiming &timing)
{
    const double grown = double(timing.firstWait.count()) * std::pow(1.5, std::clamp(attempts - 1, 0, 100));
    const double usual = std::min(grown, double(timing.longestWait.count()));
    return Milliseconds(qint64(usual * (0.8 + 0.4 * luck)));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "values/health.h"

namespace Slipway {

Health withSample(Health health, const HealthSample &sample)
{
    health.previousAt = health.latest.at;
    health.latest = sample;
    health.failuresInRow = sample.verdict == Verdict::Down ? health.failuresInRow + 1 : 0;
    if (sample.verdict != Verdict::Healthy) {
        health.goodInRow = 0;
        health.goodSince.reset();
        return health;
    }
    ++health.goodInRow;
    if (!health.goodSince)
        health.goodSince = sample.at;
    return health;
}

Verdict verdictOf(const Health &health)
{
    if (health.latest.verdict == Verdict::Down && health.failuresInRow < failuresUntilDown)
        return Verdict::Degraded;
    return health.latest.verdict;
}

} // namespace Slipway

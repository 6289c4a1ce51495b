// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/observations.h"

namespace Slipway {

void followPace(Observations &observations, const QString &poll, Milliseconds every)
{
    eachFact(observations, [&](auto &fact) {
        if (fact.poll == poll)
            fact.interval = std::max(fact.interval, every);
    });
}

void noteSilence(Observations &observations, const QString &poll, Moment began, Moment now)
{
    eachFact(observations, [&](auto &fact) {
        if (fact.poll == poll && fact.fetchedAt.steadyMs < began.steadyMs)
            fact.miss(began, now);
    });
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/observed/observations.h"

namespace Slipway {

namespace {

struct Staleness {
    Moment now;
    std::optional<Milliseconds> next;

    template <typename T>
    void operator()(const Observed<T> &fact)
    {
        if (!fact.value)
            return;
        const Milliseconds left = fact.staleAfter() - ageOf(fact.fetchedAt, now) + Milliseconds(1);
        if (left.count() > 0)
            next = std::min(next.value_or(left), left);
    }
};

} // namespace

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

std::optional<Milliseconds> nextStaleness(const Observations &observations, Moment now)
{
    Staleness staleness{.now = now};
    eachFact(observations, staleness);
    return staleness.next;
}

} // namespace Slipway

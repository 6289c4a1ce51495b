// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/evaluate.h"

#include "pipeline/answered.h"
#include "pipeline/environmentview.h"
#include "pipeline/gates.h"
#include "pipeline/identity.h"
#include "pipeline/offer.h"
#include "pipeline/repairs.h"
#include "pipeline/returns.h"
#include "pipeline/stages.h"

namespace Slipway {

Snapshot evaluate(const Observations &observations, const Policy &policy, Moment now)
{
    const Facts facts(observations, policy, now);
    const QList<WayOffer> ways = waysOf(facts);
    Snapshot snapshot;
    snapshot.gates = gatesOf(facts, ways);
    snapshot.pipeline = pipelineOf(facts, snapshot.gates);
    for (const Environment environment : environments) {
        snapshot.environments[environment] = environmentViewOf(facts, environment);
        snapshot.deployments[environment] = deploymentsViewOf(facts, environment);
    }
    snapshot.identity = identityOf(facts);
    snapshot.offer = offerOf(facts, ways, snapshot.gates);
    snapshot.sources = sourcesOf(facts);
    snapshot.commands = observations.commands;
    snapshot.forecast = observations.forecast;
    snapshot.repairs = repairsOf(facts);
    snapshot.hold = observations.hold;
    snapshot.neverRead = neverRead(facts);
    snapshot.whyNotPromotable = whyNotPromotable(snapshot.offer);
    snapshot.promotable = snapshot.whyNotPromotable.isEmpty();
    return snapshot;
}

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

std::optional<Milliseconds> nextStaleness(const Observations &observations, Moment now)
{
    Staleness staleness{.now = now};
    eachFact(observations, staleness);
    return staleness.next;
}

} // namespace Slipway

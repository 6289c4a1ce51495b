// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/evaluate.h"

#include "models/goback/candidates.h"
#include "models/pipeline/environmentview.h"
#include "models/pipeline/gates.h"
#include "models/pipeline/identity.h"
#include "models/pipeline/neverread.h"
#include "models/pipeline/offer.h"
#include "models/pipeline/repairs.h"
#include "models/pipeline/stages.h"

namespace Slipway {

Snapshot evaluate(const Situation &known)
{
    const Facts facts(known);
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
    snapshot.commands = known.seen.commands;
    snapshot.forecast = known.seen.forecast;
    snapshot.repairs = repairsOf(facts);
    snapshot.hold = known.seen.hold;
    snapshot.neverRead = neverRead(facts);
    snapshot.whyNotPromotable = whyNotPromotable(snapshot.offer);
    snapshot.promotable = snapshot.whyNotPromotable.isEmpty();
    return snapshot;
}

} // namespace Slipway

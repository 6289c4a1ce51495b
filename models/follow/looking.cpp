// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/follow/looking.h"

#include "models/follow/followrun.h"

#include <algorithm>
#include <limits>

namespace Slipway {

namespace {

struct Look {
    Moment at;                 ///< of the oldest reading
    Milliseconds staleAfter{}; ///< the longest that one of them stays fresh
};

template <typename Fact>
void take(std::optional<Look> &look, const Fact &fact)
{
    if (!look || !fact.value) {
        look.reset();
        return;
    }
    if (fact.fetchedAt.steadyMs < look->at.steadyMs)
        look->at = fact.fetchedAt;
    look->staleAfter = std::max(look->staleAfter, fact.staleAfter());
}

/// At what shows what became of it; none while something of that was never read.
std::optional<Look> lookAt(const CommandRecord &record, const Observations &observations)
{
    const Order &order = record.order;
    const bool byRun = order.kind == OrderKind::Dispatch || bool(order.run);
    const bool byDeployment = order.kind == OrderKind::Dispatch ? bool(record.run) : !order.run;
    std::optional<Look> look = Look{.at = {.wallMs = 0, .steadyMs = std::numeric_limits<qint64>::max()}};
    if (byRun)
        take(look, observations.runs);
    if (byDeployment) {
        take(look, observations.services[order.environment]);
        take(look, observations.deployments[order.environment]);
    }
    return look;
}

} // namespace

bool wasLookedAt(const CommandRecord &record)
{
    return record.lookedAt.has_value();
}

void noteLook(CommandRecord &record, const Observations &observations)
{
    const auto look = lookAt(record, observations);
    const Moment before = record.lookedAt.value_or(record.followedFrom);
    const bool isAnother =
        look && (look->at.steadyMs > before.steadyMs || (!record.lookedAt && look->at.steadyMs == before.steadyMs));
    if (!isAnother)
        return;
    const Milliseconds gap = ageOf(before, look->at);
    if (gap <= look->staleAfter)
        record.watched += gap;
    record.lookedAt = look->at;
}

QList<Deployment> madeSince(const CommandRecord &record, const QList<Deployment> &listed, const ServiceClocks &clocks)
{
    const QList<DeploymentId> &known = record.order.known;
    QDateTime after;
    for (const Deployment &each : listed) {
        if (known.contains(each.id) && (!after.isValid() || each.createdAt > after))
            after = each.createdAt;
    }
    QList<Deployment> made;
    for (const Deployment &each : listed) {
        const bool younger = after.isValid() ? each.createdAt > after
                                             : each.createdAt >= earliestEffect(record, Provider::Railway, clocks);
        if (!known.contains(each.id) && (younger || each.id == record.deployment))
            made.append(each);
    }
    return made;
}

} // namespace Slipway

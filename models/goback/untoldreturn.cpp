// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/goback/untoldreturn.h"

#include "models/values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

OrderId untoldId(const Deployment &made)
{
    return {QStringLiteral("untold-") + made.id.value};
}

bool isTold(const Deployment &deployment, const QList<CommandRecord> &all)
{
    return std::any_of(all.cbegin(), all.cend(), [&](const CommandRecord &each) {
        return each.deployment == deployment.id || each.order.known.contains(deployment.id) ||
               each.order.id == untoldId(deployment);
    });
}

/// The older one that it brings back; null when it is none of those, or what came right before it.
const Deployment *broughtBack(const Deployment &made, const QList<Deployment> &newestFirst)
{
    const Deployment *between = nullptr;
    for (const Deployment &each : newestFirst) {
        if (each.createdAt >= made.createdAt || each.imageDigest.isEmpty())
            continue;
        const bool same = each.imageDigest == made.imageDigest;
        if (same)
            return between ? &each : nullptr;
        between = &each;
    }
    return nullptr;
}

} // namespace

std::optional<CommandRecord> untoldReturn(const Observations &observations, const QList<CommandRecord> &journalled)
{
    const auto *listed = observations.deployments.production.last();
    if (!listed || listed->isEmpty() || observations.hold)
        return std::nullopt;
    QList<Deployment> newestFirst = *listed;
    std::stable_sort(newestFirst.begin(), newestFirst.end(),
                     [](const Deployment &a, const Deployment &b) { return a.createdAt > b.createdAt; });
    const Deployment &made = newestFirst.constFirst();
    const bool lives = isInProgress(made.status) || isSettledGood(made.status);
    const Deployment *target = made.imageDigest.isEmpty() ? nullptr : broughtBack(made, newestFirst);
    if (!lives || !target || isTold(made, observations.commands + journalled))
        return std::nullopt;
    const auto underWay = [](const CommandRecord &each) {
        return isReturn(each.order.kind) && each.order.environment == Environment::Production && !isSettled(each.state);
    };
    if (std::any_of(observations.commands.cbegin(), observations.commands.cend(), underWay))
        return std::nullopt;
    CommandRecord record;
    record.order = {.id = untoldId(made),
                    .kind = OrderKind::RollBack,
                    .sha = made.commit.isEmpty() ? target->commit : made.commit,
                    .target = target->id,
                    .imageDigest = made.imageDigest,
                    .hold = true,
                    .who = made.creator.isEmpty() ? say("somebody") : made.creator,
                    .reason = say("production was taken back, and this journal does not tell by whom or why"),
                    .confirmedAt = observations.clocks.ours(Provider::Railway, made.createdAt)};
    for (const Deployment &each : std::as_const(newestFirst)) {
        if (each.id != made.id)
            record.order.known.append(each.id);
    }
    record.state = CommandState::Sent;
    record.sentAt = record.order.confirmedAt;
    record.serverTime = made.createdAt;
    return record;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/orders.h"

#include "pipeline/answered.h"
#include "values/text.h"

#include <QUuid>

#include <algorithm>

namespace Slipway {

namespace {

OrderId newOrderId()
{
    return {QUuid::createUuid().toString(QUuid::WithoutBraces)};
}

OrderKind firstKindOf(PromotionWay way)
{
    switch (way) {
    case PromotionWay::GitHubAtBranch:
        return OrderKind::Dispatch;
    case PromotionWay::GitHubAtTag:
        return OrderKind::CreateTag;
    case PromotionWay::Railway:
        return OrderKind::RailwayDeploy;
    }
    Q_UNREACHABLE();
}

QList<GateSeen> gatesSeen(const QList<Gate> &gates)
{
    QList<GateSeen> seen;
    for (const Gate &gate : gates)
        seen.append({.id = gate.id, .state = gateStateWord(gate.state)});
    return seen;
}

} // namespace

Order orderFor(const PromotionOffer &offer, PromotionWay way, const QString &who, const Observations &observations,
               const Policy &policy, Moment now)
{
    const Account *account = observations.account.last();
    Order order{.id = newOrderId(),
                .kind = firstKindOf(way),
                .way = way,
                .environment = Environment::Production,
                .sha = offer.target,
                .stagingServing = offer.stagingServing,
                .serving = offer.productionServing,
                .newest = offer.productionNewest,
                .servingSha = offer.live,
                .gates = gatesSeen(offer.gates),
                .who = account && !account->login.isEmpty() ? account->login : who,
                .confirmedAt = now.utc()};
    if (way == PromotionWay::GitHubAtBranch)
        order.ref = policy.project.github.branch;
    if (way == PromotionWay::GitHubAtTag)
        order.ref = tagName(offer.target, now);
    return order;
}

Order dispatchOfTag(const Order &tag)
{
    Order order = tag;
    order.id = newOrderId();
    order.kind = OrderKind::Dispatch;
    order.parent = tag.id;
    return order;
}

Order cancellationOf(const CommandRecord &record, const QString &reason, Moment now)
{
    Order order = record.order;
    order.id = newOrderId();
    order.kind = OrderKind::CancelRun;
    order.run = record.run;
    order.parent = record.order.id;
    order.reason = reason;
    order.confirmedAt = now.utc();
    return order;
}

void noteBeforehand(Order &order, const Observations &observations)
{
    order.known.clear();
    const auto add = [&](const DeploymentId &id) {
        if (!id.isEmpty() && !order.known.contains(id))
            order.known.append(id);
    };
    if (const auto *listed = observations.deployments[order.environment].last()) {
        for (const Deployment &deployment : *listed)
            add(deployment.id);
    }
    if (const ServiceInstance *service = observations.services[order.environment].last()) {
        add(service->latest ? service->latest->id : DeploymentId());
        for (const Deployment &deployment : service->active)
            add(deployment.id);
    }
    add(order.serving);
    add(order.newest);
    // What the other environment has besides is new there as well.
    const Environment other = otherEnvironment(order.environment);
    if (const auto *listed = observations.deployments[other].last()) {
        for (const Deployment &deployment : *listed)
            add(deployment.id);
    }
    if (const ServiceInstance *service = observations.services[other].last())
        add(service->latest ? service->latest->id : DeploymentId());
    order.newestRun = {};
    const auto *runs = observations.runs.last();
    for (const WorkflowRun &run : runs ? *runs : QList<WorkflowRun>())
        order.newestRun = std::max(order.newestRun, run.id);
}

QString whyNoPromotion(const Observations &observations, const OrderId &except)
{
    if (!observations.journalReadable)
        return say("The journal of commands is not usable (%1): what was sent before is not known here.")
            .arg(observations.journalTrouble);
    for (const CommandRecord &record : observations.commands) {
        if (record.order.kind == OrderKind::CancelRun || record.order.id == except || isSettled(record.state))
            continue;
        return say("The promotion of %1 that %2 confirmed is not settled yet: follow it, or say what became of it.")
            .arg(shortSha(record.order.sha), record.order.who);
    }
    return {};
}

QString whyNotSent(const PromotionOffer &frozen, PromotionWay way, const Observations &observations,
                   const Snapshot &snapshot, Moment asked)
{
    const QStringList unread = notReadSince(observations, asked);
    if (!unread.isEmpty())
        return say("Nothing was sent, because not everything could be read again: %1")
            .arg(unread.join(QStringLiteral("; ")));
    const QStringList moved = movedSince(frozen, snapshot.offer);
    if (!moved.isEmpty())
        return say("Nothing was sent, because something moved: %1").arg(moved.join(QLatin1Char(' ')));
    const auto allowed = mayPromote(snapshot.offer, way);
    return allowed ? QString() : say("Nothing was sent: %1").arg(allowed.error().detail);
}

QString tagName(const CommitSha &sha, Moment now)
{
    return QStringLiteral("deploy/%1-%2")
        .arg(now.utc().toString(QStringLiteral("yyyy-MM-dd'T'HHmmss'Z'")), shortSha(sha));
}

} // namespace Slipway

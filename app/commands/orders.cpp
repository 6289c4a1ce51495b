// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/orders.h"

#include "models/values/text.h"

#include <QUuid>

#include <algorithm>

namespace Slipway {

namespace {

OrderId newOrderId()
{
    return {QUuid::createUuid().toString(QUuid::WithoutBraces)};
}

QString whoIs(const Observations &observations, const QString &who)
{
    const Account *account = observations.account.last();
    return account && !account->login.isEmpty() ? account->login : who;
}

OrderKind kindOf(ReturnMeans means)
{
    switch (means) {
    case ReturnMeans::RollBack:
        return OrderKind::RollBack;
    case ReturnMeans::Redeploy:
        return OrderKind::Redeploy;
    case ReturnMeans::Rebuild:
        return OrderKind::Rebuild;
    }
    Q_UNREACHABLE();
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
               const Project &project, Moment now)
{
    Order order{.id = newOrderId(),
                .kind = firstKindOf(way),
                .way = way,
                .environment = Environment::Production,
                .sha = offer.target,
                .confirmInput = offer.confirmInput,
                .stagingServing = offer.stagingServing,
                .serving = offer.productionServing,
                .newest = offer.productionNewest,
                .servingSha = offer.live,
                .gates = gatesSeen(offer.gates),
                .who = whoIs(observations, who),
                .confirmedAt = now.utc()};
    if (way == PromotionWay::GitHubAtBranch)
        order.ref = project.github.branch;
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
    order.kind = record.run ? OrderKind::CancelRun : OrderKind::CancelDeployment;
    if (record.run && !record.runSha.isEmpty())
        order.sha = record.runSha; // it may not be the one that was ordered
    order.run = record.run;
    order.target = record.run ? DeploymentId() : record.deployment;
    order.hold = false;
    order.parent = record.order.id;
    order.reason = reason;
    order.confirmedAt = now.utc();
    return order;
}

Order returnOrder(const ReturnRequest &request, const QString &who, const Observations &observations, Moment now)
{
    return {.id = newOrderId(),
            .kind = kindOf(request.means),
            .environment = request.environment,
            .sha = request.targetSha,
            .serving = request.serving,
            .newest = request.newest,
            .servingSha = request.servingSha,
            .target = request.target,
            .imageDigest = request.imageDigest,
            .hold = request.hold,
            .mayGoUnwritten = request.mayGoUnwritten,
            .who = whoIs(observations, who),
            .reason = request.reason,
            .confirmedAt = now.utc()};
}

QList<Order> repairOrders(const Repair &repair, const QString &comment, const QString &who,
                          const Observations &observations, Moment now)
{
    Order order{.id = newOrderId(),
                .kind = repair.kind,
                .environment = repair.environment,
                .sha = repair.sha,
                .run = repair.run,
                .attempt = repair.attempt,
                .reviews = repair.reviews,
                .target = repair.run ? DeploymentId() : repair.deployment,
                .who = whoIs(observations, who),
                .reason = comment,
                .confirmedAt = now.utc()};
    if (repair.release) {
        order.stagingServing = repair.release->stagingServing;
        order.serving = repair.release->productionServing;
        order.newest = repair.release->productionNewest;
        order.servingSha = repair.release->live;
        order.gates = gatesSeen(repair.release->gates);
    }
    QList<Order> orders{order};
    if (repair.kind == OrderKind::CancelRun && !repair.deployment.isEmpty()) {
        order.id = newOrderId();
        order.kind = OrderKind::CancelDeployment;
        order.run = {};
        order.target = repair.deployment;
        order.parent = orders.constFirst().id;
        orders.append(order);
    }
    return orders;
}

void noteBeforehand(Order &order, const Observations &observations, const ServiceInstance &present)
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
    const auto addAll = [&](const ServiceInstance &service) {
        add(service.latest ? service.latest->id : DeploymentId());
        for (const Deployment &deployment : service.active)
            add(deployment.id);
    };
    if (const ServiceInstance *service = observations.services[order.environment].last())
        addAll(*service);
    addAll(present);
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

QString tagName(const CommitSha &sha, Moment now)
{
    return QStringLiteral("deploy/%1-%2")
        .arg(now.utc().toString(QStringLiteral("yyyy-MM-dd'T'HHmmss'Z'")), shortSha(sha));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
// What the runner does to go back, and to unblock, stop and repair.
#include "app/commands/commandrunner.h"
#include "app/commands/orders.h"
#include "app/commands/repaircheck.h"
#include "app/railway/tokenkind.h"
#include "models/values/text.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace Slipway {

namespace {

/// Redeploying staging is harmless beside another command there.
QList<OrderId> unsettledOf(Environment environment, const QList<CommandRecord> &all)
{
    QList<OrderId> ids;
    for (const CommandRecord &record : all) {
        if (record.order.environment == environment && !isSettled(record.state))
            ids.append(record.order.id);
    }
    return ids;
}

} // namespace

OrderId CommandRunner::goBack(const ReturnRequest &request, const QString &who)
{
    openAnew(true);
    const Observations &observations = m_setup.store.observations();
    const Order order = returnOrder(request, who, observations, m_setup.clock.now());
    const QString obstacle = whyNoReturn(request, observations, {});
    begin(order);
    if (!obstacle.isEmpty()) {
        happen(order.id, CommandEvent::RereadMoved, obstacle);
        return order.id;
    }
    const bool locks = request.environment == Environment::Production;
    const auto locked = locks ? takeLock() : Result<Done>(Done{});
    const bool readable =
        m_setup.journal && m_setup.journal->unreadable().isEmpty(); // else it is written first all the same
    if (const QString left = locks && locked && readable ? leftByOthers() : QString(); !left.isEmpty()) {
        happen(order.id, CommandEvent::RereadMoved, left);
        takeUpJournal(); // shows it, so that the person can go on knowing of it
        return order.id;
    }
    if (!locked) { // said, and not in the way
        CommandRecord record = *find(order.id);
        record.beside = locked.error().detail;
        update(record);
    }
    askAboutReturn(order.id, request);
    return order.id;
}

void CommandRunner::askAboutReturn(const OrderId &id, const ReturnRequest &request)
{
    const RailwayProject &project = m_setup.store.project().railway;
    const CredentialId credential = Railway::credentialFor(m_setup.client, request.environment);
    const auto refuse = [this, id](const QString &what, const Error &error) {
        happen(id, CommandEvent::RereadMoved,
               say("Nothing was sent, because %1 could not be read again: %2").arg(what, error.detail));
    };
    m_setup.client.send<ServiceInstance>(
        Railway::whatServes(project, request.environment, credential), this,
        [=, this](const Result<ServiceInstance> &present) {
            if (!present)
                return refuse(say("what serves"), present.error());
            m_setup.client.send<Deployment>(Railway::deployment(request.target, project, credential), this,
                                            [=, this, present = *present](const Result<Deployment> &target) {
                                                if (!target)
                                                    return refuse(say("the deployment to go back to"), target.error());
                                                checkReturn(id, request, present, *target);
                                            });
        });
}

void CommandRunner::checkReturn(const OrderId &id, const ReturnRequest &request, const ServiceInstance &present,
                                const Deployment &target)
{
    m_setup.store.apply(m_setup.clock.now(), [&](Observations &all) { // refused or not: the next look is at this
        const auto renew = [&](QList<Deployment> &list) {
            for (Deployment &each : list) {
                if (each.id != target.id)
                    continue;
                each.canRollback = target.canRollback;
                each.canRedeploy = target.canRedeploy;
            }
        };
        if (auto &polled = all.deployments[request.environment].value)
            renew(*polled);
        renew(all.olderDeployments[request.environment].deployments);
    });
    const CommandRecord *found = find(id);
    if (!found || found->state != CommandState::Checking)
        return;
    const Observations &observations = m_setup.store.observations();
    QString why = whyNoReturn(request, observations, id);
    if (why.isEmpty())
        why = whyNotReturned(request, m_setup.store.project().railway, present, target);
    if (!why.isEmpty())
        return happen(id, CommandEvent::RereadMoved, why);
    CommandRecord record = *found;
    noteBeforehand(record.order, observations, present);
    if (record.order.imageDigest.isEmpty())
        record.order.imageDigest = target.imageDigest;
    update(record);
    happen(id, CommandEvent::RereadGood);
}

void CommandRunner::repair(const Repair &repair, const QString &comment, const QString &who)
{
    if (isReturn(repair.kind)) { // redeploying staging
        const Observations &observations = m_setup.store.observations();
        const ServiceInstance *service = observations.services[repair.environment].last();
        const Deployment *serving = service ? servingDeployment(*service) : nullptr;
        goBack({.environment = repair.environment,
                .means = ReturnMeans::Rebuild,
                .target = repair.deployment,
                .targetSha = repair.sha,
                .serving = serving ? serving->id : DeploymentId(),
                .newest = service && service->latest ? service->latest->id : DeploymentId(),
                .reason = comment,
                .acknowledged = unsettledOf(repair.environment, observations.commands)},
               who);
        return;
    }
    openAnew(false);
    const QList<Order> orders = repairOrders(repair, comment, who, m_setup.store.observations(), m_setup.clock.now());
    if (isRelease(orders.constFirst())) {
        showHold(); // another window may have gone back
        m_approvals.insert(orders.constFirst().id, repair);
        if (beginAlone(orders.constFirst()))
            checkAgain(orders.constFirst().id);
        return;
    }
    for (const Order &order : orders)
        begin(order);
    for (const Order &order : orders) {
        if (stopsOurOwn(order)) // in a hurry: nothing that is read first could make it wrong
            happen(order.id, CommandEvent::RereadGood);
        else
            checkRepair(order);
    }
}

/// It cancels the run or the deployment of an order that this window follows.
bool CommandRunner::stopsOurOwn(const Order &order) const
{
    const auto &all = m_setup.store.observations().commands;
    return std::any_of(all.cbegin(), all.cend(), [&](const CommandRecord &each) {
        const bool follows = isUnresolved(each.state) && (!m_resuming || m_own.contains(each.order.id));
        const bool itsRun = order.kind == OrderKind::CancelRun && order.run && each.run == order.run;
        const bool itsDeployment = order.kind == OrderKind::CancelDeployment && each.deployment == order.target;
        return follows && (isPromotion(each.order.kind) || isReturn(each.order.kind)) && (itsRun || itsDeployment);
    });
}

void CommandRunner::checkRepair(const Order &order)
{
    const Moment asked = m_setup.clock.now();
    const auto read = [this, order, asked](const Result<RepairTarget> &present) {
        if (!present)
            return happen(order.id, CommandEvent::RereadMoved,
                          say("Nothing was sent, because it could not be read again: %1").arg(present.error().detail));
        const Reading reading{.asked = asked, .arrived = m_setup.clock.now(), .every = {}};
        m_setup.store.apply(reading.arrived, [&](Observations &all) { keep(all, order, *present, reading); });
        const QString why = whyNotRepaired(order, *present);
        happen(order.id, why.isEmpty() ? CommandEvent::RereadGood : CommandEvent::RereadMoved, why);
    };
    readRepairTarget(m_setup.client, m_setup.store.project(), order, this, read);
}

void CommandRunner::liftHold(const QString &reason, const QString &who)
{
    openAnew(false);
    const std::optional<Hold> hold = m_setup.store.observations().hold;
    if (!hold)
        return;
    const auto lifted = m_setup.journal ? m_setup.journal->liftHold(*hold, who, reason, m_setup.clock.now().utc())
                                        : Result<Done>(Error{.detail = m_setup.journalTrouble});
    if (!lifted)
        return setJournalTrouble(m_setup.store.observations().journalReadable,
                                 say("The hold could not be lifted: %1").arg(lifted.error().detail));
    showHold();
}

/// As the journal has it, so that it outlives this process.
void CommandRunner::showHold()
{
    const auto hold =
        m_setup.journal ? m_setup.journal->hold() : Result<std::optional<Hold>>(m_setup.store.observations().hold);
    if (!hold)
        return setJournalTrouble(false,
                                 say("Whether production is held could not be read: %1").arg(hold.error().detail));
    if (const QString trouble = m_setup.journal ? m_setup.journal->unreadable() : QString(); !trouble.isEmpty())
        setJournalTrouble(false, trouble);
    std::optional<Hold> shown = *hold;
    for (const auto &[row, at] : std::as_const(m_unwritten)) { // younger than everything that is written
        const CommandRecord *present = find(row.order.id);
        if (const auto unwritten = present ? holdOf(*present) : std::nullopt)
            shown = unwritten;
    }
    if (const CommandRecord *followed = shown ? find(shown->order) : nullptr) // knows more than its last row
        shown = holdOf(*followed);
    if (shown == m_setup.store.observations().hold)
        return;
    const QScopedValueRollback applying(m_applying, true);
    m_setup.store.apply(m_setup.clock.now(), [&](Observations &all) { all.hold = shown; });
}

} // namespace Slipway

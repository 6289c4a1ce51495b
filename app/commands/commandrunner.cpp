// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commandrunner.h"

#include "app/commands/orders.h"
#include "app/commands/repaircheck.h"
#include "app/commands/returncheck.h"
#include "models/goback/untoldreturn.h"
#include "models/logging/categories.h"
#include "models/observed/reread.h"
#include "models/values/text.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace Slipway {

namespace {

constexpr std::chrono::milliseconds tickEvery{5'000};
/// A tag that is found later than this after the click is not dispatched any more: the person has to look again.
constexpr Milliseconds clickCounts{120'000};
constexpr Milliseconds cancelAgainAfter{10'000};

/// What it means for a command in that state that Slipway was closed; nothing for one that was answered.
QString closedBefore(CommandState state)
{
    if (state == CommandState::Intended)
        return say("Slipway was closed before anything was sent");
    return state == CommandState::Accepted ? QString() : say("Slipway was closed before the answer came");
}

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

CommandRunner::CommandRunner(Setup setup, QObject *parent)
    : QObject(parent)
    , m_setup(std::move(setup))
    , m_table(m_setup.store, m_setup.clock, m_setup.opened, m_setup.openJournal)
    , m_follower(m_setup.client, m_setup.store, m_setup.clock, m_table)
    , m_lock(m_setup.lockFolder, m_setup.store.project().railway, Environment::Production, m_setup.ownLockFolder)
{
    m_tick.setInterval(tickEvery);
    m_look.setSingleShot(true);
    m_look.setInterval(0);
    connect(&m_tick, &QTimer::timeout, this, &CommandRunner::lookAround);
    connect(&m_look, &QTimer::timeout, this, &CommandRunner::lookAround);
    connect(&m_setup.store, &ConsoleStore::observed, this, [this] {
        if (!m_table.isWriting())
            m_look.start();
    });
    connect(&m_follower, &CommandFollower::happened, this, &CommandRunner::advance);
    connect(&m_follower, &CommandFollower::ranAtAnotherCommit, this, &CommandRunner::cancelWrongRun);
    connect(&m_follower, &CommandFollower::holdMoved, this, &CommandRunner::showHold);
}

CommandRunner::~CommandRunner() = default;

// What happens to a command

void CommandRunner::advance(const OrderId &id, CommandEvent event, const QString &detail)
{
    m_news.enqueue({id, event, detail});
    if (m_advancing)
        return;
    const QScopedValueRollback advancing(m_advancing, true);
    while (!m_news.isEmpty()) {
        const News news = m_news.dequeue();
        const CommandRecord *present = m_table.find(news.id);
        if (!present)
            continue;
        CommandRecord record = *present;
        const CommandTransition step = next(record.state, news.event);
        if (step.state == record.state && step.effect == CommandEffect::None)
            continue;
        if (step.state != record.state)
            qCDebug(commandLog) << news.id.value.left(36) << orderKindId(record.order.kind)
                                << commandStateId(record.state) << "->" << commandStateId(step.state);
        record.state = step.state;
        if (!news.detail.isEmpty())
            record.detail = news.detail;
        if (isSettled(record.state))
            record.settledAt = m_setup.clock.now().utc();
        m_table.update(record);
        perform(record, step.effect);
    }
}

void CommandRunner::perform(const CommandRecord &record, CommandEffect effect)
{
    switch (effect) {
    case CommandEffect::None:
        return;
    case CommandEffect::CommitIntent:
        return write(record, CommandState::Intended, CommandEvent::IntentCommitted);
    case CommandEffect::CommitSent:
        return write(record, CommandState::Sent, CommandEvent::SentCommitted);
    case CommandEffect::Send:
        return send(record);
    case CommandEffect::Look:
    case CommandEffect::Follow:
        commitLater(record);
        showHold();
        m_tick.start();
        m_look.start();
        return;
    case CommandEffect::Settle:
        return settle(record);
    }
}

void CommandRunner::write(CommandRecord record, CommandState state, CommandEvent written)
{
    const Moment moment = m_setup.clock.now();
    const QDateTime now = moment.utc();
    if (state == CommandState::Sent) {
        record.sentAt = now;
        record.detail = say("Sent; no answer has come yet");
        record.followedFrom = moment;
        const ServiceClocks &clocks = m_setup.store.observations().clocks;
        if (const Provider service = serviceOf(record.order.kind); clocks.isKnown(service))
            record.serverTime = clocks.by(service, now);
    }
    CommandRecord row = record;
    row.state = state;
    const Result<Done> committed = m_table.commit(row, now);
    const CommandEvent event = committed ? written : notWritten(record.order);
    if (event == CommandEvent::JournalFailed)
        return advance(
            record.order.id, event,
            say("Nothing was sent, because it could not be journalled first. %1").arg(committed.error().detail));
    m_table.update(record);
    if (!committed) {
        m_table.keepUnwritten(row, now);
        m_tick.start();
    }
    advance(record.order.id, event);
}

void CommandRunner::send(const CommandRecord &record)
{
    sendOrder(m_setup.client, m_setup.store.project(), record.order, this,
              [this, id = record.order.id](const SendAnswer &answer) { takeAnswer(id, answer); });
}

void CommandRunner::takeAnswer(const OrderId &id, const SendAnswer &answer)
{
    const CommandRecord *present = m_table.find(id);
    if (!present)
        return;
    CommandRecord record = *present;
    record.run = answer.run ? answer.run : record.run;
    record.deployment = answer.deployment.isEmpty() ? record.deployment : answer.deployment;
    record.url = answer.url.isEmpty() ? record.url : answer.url;
    record.serverTime = answer.serverTime.isValid() ? answer.serverTime : record.serverTime;
    m_table.update(record);
    const QString why = answer.error ? answer.error->detail : QString();
    switch (answer.fate) {
    case CommandFate::Accepted:
        return advance(id, CommandEvent::Accepted, say("Accepted"));
    case CommandFate::Refused:
        return advance(id, CommandEvent::Refused, say("Refused, nothing happened: %1").arg(why));
    case CommandFate::Uncertain:
        return advance(id, CommandEvent::Uncertain, say("It is not known whether it arrived: %1").arg(why));
    case CommandFate::NotSent:
        return advance(id, CommandEvent::NotSent, say("Nothing was sent: %1").arg(why));
    }
}

void CommandRunner::settle(const CommandRecord &record)
{
    commitLater(record);
    showHold();
    if (record.order.kind == OrderKind::CreateTag && record.state == CommandState::Succeeded)
        return dispatchTag(record);
    m_confirmed.remove(record.order.id);
    if (record.state == CommandState::Failed || record.state == CommandState::FailedButLive)
        m_follower.explain(record);
    releaseUnused();
}

/// The tag is there: what it was made for is sent while the click counts.
void CommandRunner::dispatchTag(const CommandRecord &tag)
{
    const auto confirmed = m_confirmed.constFind(tag.order.id);
    const bool inTime = tag.order.confirmedAt.msecsTo(m_setup.clock.now().utc()) <= clickCounts.count();
    if (confirmed == m_confirmed.cend() || !inTime) {
        m_confirmed.remove(tag.order.id);
        CommandRecord shown = tag;
        shown.detail = say("The tag %1 is there, but nothing was started with it: too much time has passed since the "
                           "click, or Slipway was restarted. Promote again to go on.")
                           .arg(tag.order.ref);
        m_table.update(shown);
        return releaseUnused();
    }
    const Order dispatch = dispatchOfTag(tag.order);
    m_confirmed.insert(dispatch.id, m_confirmed.take(tag.order.id));
    begin(dispatch);
    checkRelease(dispatch.id);
}

// What a person wants

OrderId CommandRunner::promote(const PromotionOffer &frozen, PromotionWay way, const QString &who)
{
    openAnew(false);
    showHold(); // another window may have gone back
    const Order order =
        orderFor(frozen, way, who, m_setup.store.observations(), m_setup.store.project(), m_setup.clock.now());
    m_confirmed.insert(order.id, frozen);
    if (beginAlone(order))
        checkRelease(order.id);
    return order.id;
}

OrderId CommandRunner::goBack(const ReturnRequest &request, const QString &who)
{
    openAnew(true);
    const Observations &observations = m_setup.store.observations();
    const Order order = returnOrder(request, who, observations, m_setup.clock.now());
    const QString obstacle = whyNoReturn(request, observations, {});
    begin(order);
    if (!obstacle.isEmpty()) {
        advance(order.id, CommandEvent::RereadMoved, obstacle);
        return order.id;
    }
    const bool locks = request.environment == Environment::Production;
    const auto locked = locks ? takeLock() : Result<Done>(Done{});
    const bool readable =
        m_table.journal() && m_table.journal()->unreadable().isEmpty(); // else it is written first all the same
    if (const QString left = locks && locked && readable ? leftByOthers() : QString(); !left.isEmpty()) {
        advance(order.id, CommandEvent::RereadMoved, left);
        takeUpJournal(); // shows it, so that the person can go on knowing of it
        return order.id;
    }
    if (!locked) { // said, and not in the way
        CommandRecord record = *m_table.find(order.id);
        record.beside = locked.error().detail;
        m_table.update(record);
    }
    checkReturn(order.id, request);
    return order.id;
}

void CommandRunner::goBack(const Repair &redeployment, const QString &comment, const QString &who)
{
    const Observations &observations = m_setup.store.observations();
    const ServiceInstance *service = observations.services[redeployment.environment].last();
    const Deployment *serving = service ? servingDeployment(*service) : nullptr;
    goBack({.environment = redeployment.environment,
            .means = ReturnMeans::Rebuild,
            .target = redeployment.deployment,
            .targetSha = redeployment.sha,
            .serving = serving ? serving->id : DeploymentId(),
            .newest = service && service->latest ? service->latest->id : DeploymentId(),
            .reason = comment,
            .acknowledged = unsettledOf(redeployment.environment, observations.commands)},
           who);
}

void CommandRunner::repair(const Repair &repair, const QString &comment, const QString &who)
{
    if (isReturn(repair.kind)) // redeploying staging
        return goBack(repair, comment, who);
    openAnew(false);
    const QList<Order> orders = repairOrders(repair, comment, who, m_setup.store.observations(), m_setup.clock.now());
    const Order &first = orders.constFirst();
    if (isRelease(first)) {
        showHold(); // another window may have gone back
        m_confirmed.insert(first.id, repair);
        if (beginAlone(first))
            checkRelease(first.id);
        return;
    }
    for (const Order &order : orders)
        begin(order);
    for (const Order &order : orders) {
        if (stopsOurOwn(order)) // in a hurry: nothing that is read first could make it wrong
            advance(order.id, CommandEvent::RereadGood);
        else
            checkRepair(order);
    }
}

void CommandRunner::cancel(const OrderId &id)
{
    const CommandRecord *record = m_table.find(id);
    const bool cancellable = record && (record->run || (isReturn(record->order.kind) && !record->deployment.isEmpty()));
    if (cancellable && isOurs(*record) && isUnresolved(record->state))
        requestCancel(*record, say("You asked for it"));
}

void CommandRunner::resolve(const OrderId &id, RunId run)
{
    const CommandRecord *present = m_table.find(id);
    if (!present || present->run)
        return;
    const auto chosen = std::find_if(present->candidates.cbegin(), present->candidates.cend(),
                                     [&](const WorkflowRun &each) { return each.id == run; });
    if (chosen == present->candidates.cend())
        return;
    CommandRecord record = *present;
    record.run = chosen->id;
    record.url = chosen->url;
    const int number = chosen->number;
    record.candidates.clear();
    m_table.update(record);
    advance(id, CommandEvent::Found, say("Run #%1, chosen by you").arg(number));
}

void CommandRunner::dismiss(const OrderId &id, const QString &reason)
{
    const CommandRecord *present = m_table.find(id);
    if (!present || !isUnresolved(present->state) || present->state == CommandState::Sent)
        return; // while the answer is awaited nobody can say what became of it
    CommandRecord record = *present;
    record.didNotHappen = true;
    m_table.update(record);
    advance(id, CommandEvent::Denied,
            reason.isEmpty() ? say("You said that it did not happen")
                             : say("You said that it did not happen: %1").arg(reason));
}

void CommandRunner::callOff(const OrderId &id)
{
    const CommandRecord *present = m_table.find(id);
    if (!present || present->state != CommandState::Checking)
        return;
    const Order &order = present->order;
    const bool tagIsThere = order.kind == OrderKind::Dispatch && order.way == PromotionWay::GitHubAtTag;
    advance(id, CommandEvent::Denied,
            tagIsThere ? say("You called it off: nothing was started, and the tag %1 stays").arg(order.ref)
                       : say("You called it off: nothing was sent"));
}

void CommandRunner::acknowledgeAlarms(const OrderId &id, const QString &who)
{
    const CommandRecord *present = m_table.find(id);
    if (!present || !isOurs(*present) || openAlarms(*present).isEmpty())
        return;
    CommandRecord record = *present;
    record.seenAlarms = record.alarms;
    record.alarmsSeenBy = who;
    m_table.update(record);
    commitLater(record);
}

void CommandRunner::liftHold(const QString &reason, const QString &who)
{
    openAnew(false);
    m_table.liftHold(reason, who);
}

void CommandRunner::showHold()
{
    m_table.showHold();
}

void CommandRunner::acknowledgeJournal()
{
    if (m_setup.store.observations().journalReadable || !m_table.journal())
        return;
    const Moment asked = m_setup.clock.now();
    const QString unreadable = m_table.journal()->unreadable();
    const QString trouble = unreadable.isEmpty() ? m_table.journalTrouble() : unreadable;
    m_setup.reread(this, [this, asked, trouble] {
        const QStringList unread = notReadSince(m_setup.store.observations(), asked);
        if (!unread.isEmpty())
            return m_table.setReadable(
                false,
                say("%1 Not everything could be read again: %2").arg(trouble, unread.join(QStringLiteral("; "))));
        const auto acknowledged = m_table.journal()->acknowledge();
        m_table.setReadable(bool(acknowledged), acknowledged ? QString() : acknowledged.error().detail);
        takeUpJournal(); // an order may stand where an earlier row of it says
        showHold();
    });
}

// Before something is sent

void CommandRunner::begin(const Order &order)
{
    CommandRecord record;
    record.order = order;
    record.detail = say("Reading everything again before anything is sent");
    m_table.add(record);
}

/// What lets something go out to production begins alone: nothing is unsettled, and no other window is at it. False: it
/// was refused.
bool CommandRunner::beginAlone(const Order &order)
{
    const QString obstacle = whyNoRelease(order, m_setup.store.observations());
    begin(order);
    const auto refuse = [&](const QString &why) {
        advance(order.id, CommandEvent::RereadMoved, why);
        return false;
    };
    if (!obstacle.isEmpty())
        return refuse(obstacle);
    const auto locked = takeLock();
    if (!locked)
        return refuse(locked.error().detail);
    if (const QString left = leftByOthers(); !left.isEmpty()) {
        refuse(left);
        takeUpJournal();
        return false;
    }
    return true;
}

void CommandRunner::checkRelease(const OrderId &id)
{
    const Moment asked = m_setup.clock.now();
    m_setup.reread(this, [this, id, asked] {
        showHold();
        const CommandRecord *found = m_table.find(id);
        const auto confirmed = m_confirmed.constFind(id);
        if (!found || found->state != CommandState::Checking)
            return;
        if (confirmed == m_confirmed.cend()) // nothing goes out that nobody is known to have seen
            return advance(id, CommandEvent::RereadMoved, say("Nothing was sent: what was confirmed is not known."));
        CommandRecord record = *found;
        const Observations &observations = m_setup.store.observations();
        const QString why = whyMoved(*confirmed, record.order, observations, m_setup.store.snapshot(), asked);
        if (!why.isEmpty())
            return advance(id, CommandEvent::RereadMoved, why);
        noteBeforehand(record.order, observations);
        m_table.update(record);
        if (isApproval(record.order.kind)) // the review itself is read less often than the run
            return checkRepair(record.order);
        advance(id, CommandEvent::RereadGood);
    });
}

void CommandRunner::checkReturn(const OrderId &id, const ReturnRequest &request)
{
    const auto read = [this, id, request](const Result<ReturnTarget> &present) {
        if (!present)
            return advance(id, CommandEvent::RereadMoved, present.error().detail);
        m_setup.store.apply(m_setup.clock.now(), [&](Observations &all) { keep(all, request.environment, *present); });
        const CommandRecord *found = m_table.find(id);
        if (!found || found->state != CommandState::Checking)
            return;
        const Observations &observations = m_setup.store.observations();
        QString why = whyNoReturn(request, observations, id);
        if (why.isEmpty())
            why = whyNotReturned(request, m_setup.store.project().railway, *present);
        if (!why.isEmpty())
            return advance(id, CommandEvent::RereadMoved, why);
        CommandRecord record = *found;
        noteBeforehand(record.order, observations, present->service);
        if (record.order.imageDigest.isEmpty())
            record.order.imageDigest = present->deployment.imageDigest;
        m_table.update(record);
        advance(id, CommandEvent::RereadGood);
    };
    readReturnTarget(m_setup.client, m_setup.store.project(), request, this, read);
}

void CommandRunner::checkRepair(const Order &order)
{
    const Moment asked = m_setup.clock.now();
    const auto read = [this, order, asked](const Result<RepairTarget> &present) {
        if (!present)
            return advance(order.id, CommandEvent::RereadMoved,
                           say("Nothing was sent, because it could not be read again: %1").arg(present.error().detail));
        const Reading reading{.asked = asked, .arrived = m_setup.clock.now(), .every = {}};
        m_setup.store.apply(reading.arrived, [&](Observations &all) { keep(all, order, *present, reading); });
        const QString why = whyNotRepaired(order, *present);
        advance(order.id, why.isEmpty() ? CommandEvent::RereadGood : CommandEvent::RereadMoved, why);
    };
    readRepairTarget(m_setup.client, m_setup.store.project(), order, this, read);
}

/// It cancels the run or the deployment of an order that this window follows.
bool CommandRunner::stopsOurOwn(const Order &order) const
{
    return std::any_of(m_table.all().cbegin(), m_table.all().cend(), [&](const CommandRecord &each) {
        const bool follows = isUnresolved(each.state) && (!m_resuming || m_table.isOwn(each.order.id));
        const bool itsRun = order.kind == OrderKind::CancelRun && order.run && each.run == order.run;
        const bool itsDeployment = order.kind == OrderKind::CancelDeployment && each.deployment == order.target;
        return follows && (isPromotion(each.order.kind) || isReturn(each.order.kind)) && (itsRun || itsDeployment);
    });
}

/// Harmless when repeated, so it needs no second look and no lock; but the journal comes first here too.
void CommandRunner::requestCancel(const CommandRecord &record, const QString &reason)
{
    const Order order = cancellationOf(record, reason, m_setup.clock.now());
    const bool asked = std::any_of(m_table.all().cbegin(), m_table.all().cend(), [&](const CommandRecord &each) {
        return each.order.kind == order.kind && each.order.run == order.run && each.order.target == order.target &&
               !isSettled(each.state) && each.state != CommandState::Uncertain;
    });
    if (asked)
        return;
    if (!m_table.journal())
        openAnew(false);
    begin(order);
    advance(order.id, CommandEvent::RereadGood);
}

/// Asks for the cancellation of a run at another commit, and notes that it was asked for: in that order, so that what
/// is killed in between asks again. One that could not leave is asked for again, after a while.
void CommandRunner::cancelWrongRun(CommandRecord record)
{
    const auto isCancellation = [run = record.run](const CommandRecord &each) {
        return each.order.kind == OrderKind::CancelRun && each.order.run == run;
    };
    const QDateTime lately = m_setup.clock.now().utc().addMSecs(-cancelAgainAfter.count());
    const auto &all = m_table.all();
    if (std::any_of(all.cbegin(), all.cend(), [&](const CommandRecord &each) {
            return isCancellation(each) && each.state == CommandState::NotSent && each.settledAt > lately;
        }))
        return;
    requestCancel(record, say("The run started at another commit"));
    const auto &now = m_table.all();
    record.cancelAsked = std::any_of(now.cbegin(), now.cend(), [&](const CommandRecord &each) {
        return isCancellation(each) && each.state != CommandState::NotSent;
    });
    m_table.update(record);
    commitLater(record);
}

// What is out, and what others have out

void CommandRunner::lookAround()
{
    if (m_table.hasUnwritten()) {
        if (m_table.writeUnwritten())
            releaseUnused();
        else
            openAnew(true);
    }
    if (m_resuming)
        takeUpJournal();
    takeFreedLock();
    inferUntold();
    const QList<CommandRecord> all = m_table.all();
    bool following = m_resuming || m_table.hasUnwritten();
    for (const CommandRecord &record : all) {
        const bool isOpen = record.state == CommandState::Uncertain || record.state == CommandState::Accepted;
        if (isOpen && isOurs(record))
            m_follower.lookAt(record);
        const bool readsOn = !isOpen && m_follower.lookOn(record);
        following = following || isOpen || readsOn;
    }
    if (!following && !m_table.hasUnwritten())
        m_tick.stop();
}

/// Else another window follows it, and writes down what becomes of it.
bool CommandRunner::isOurs(const CommandRecord &record) const
{
    return isSettled(record.state) || !m_resuming || m_table.isOwn(record.order.id);
}

void CommandRunner::commitLater(const CommandRecord &record)
{
    m_table.commitLater(record);
    if (m_table.hasUnwritten())
        m_tick.start();
}

QString CommandRunner::whyNoRow()
{
    openAnew(true);
    return m_table.whyNoRow();
}

void CommandRunner::openAnew(bool forReturn)
{
    if (!m_table.openAnew(forReturn))
        return;
    if (m_table.writeUnwritten())
        releaseUnused();
    takeUpJournal();
    showHold();
}

QString CommandRunner::lookForOthers()
{
    showHold();
    if (m_table.unresolved() && !m_resuming && !leftByOthers().isEmpty())
        takeUpJournal();
    if (m_lock.isTaken())
        return {};
    const auto locked = m_lock.take();
    m_lock.release();
    return !locked && locked.error().kind == ErrorKind::Refused ? locked.error().detail : QString();
}

/// Another window may have sent something since this one started, and be gone. Why that is in the way; empty when there
/// is nothing of the kind.
QString CommandRunner::leftByOthers() const
{
    const auto unresolved = m_table.unresolved();
    if (!unresolved)
        return unresolved.error().detail;
    if (QString trouble = m_table.journal() ? m_table.journal()->unreadable() : QString(); !trouble.isEmpty())
        return trouble;
    const bool strange = std::any_of(unresolved->cbegin(), unresolved->cend(),
                                     [this](const CommandRecord &each) { return !m_table.find(each.order.id); });
    return strange ? say("Another window sent a command and ended before it was settled: follow it first.") : QString();
}

void CommandRunner::resume()
{
    if (!m_table.journalTrouble().isEmpty())
        m_table.setReadable(false, m_table.journalTrouble());
    if (m_table.journal())
        takeUpJournal();
    showHold();
    m_table.showEarlier();
    m_resumed = true;
    m_look.start();
}

/// While another window holds the lock, the unresolved orders are its own: they are shown, and not touched.
void CommandRunner::takeUpJournal()
{
    auto unresolved = m_table.unresolved();
    if (!unresolved) {
        m_resuming = false;
        return m_table.setReadable(false, unresolved.error().detail);
    }
    if (const QString trouble = m_table.journal() ? m_table.journal()->unreadable() : QString(); !trouble.isEmpty())
        m_table.setReadable(false, trouble);
    unresolved->removeIf([this](const CommandRecord &each) { return m_table.isOwn(each.order.id); });
    for (CommandRecord &each : *unresolved) {
        each.state = stateAtRestart(each);
        each.sentAt = each.sentAt.isValid() ? each.sentAt : each.order.confirmedAt;
        m_follower.forget(each.order.id);
    }
    const auto locked = unresolved->isEmpty() ? Result<Done>(Done{}) : takeLock();
    m_resuming = !locked && locked.error().kind == ErrorKind::Refused;
    m_table.showUnresolved(*unresolved, m_resuming ? locked.error().detail : QString());
    if (m_resuming)
        return m_tick.start();
    for (const CommandRecord &record : std::as_const(*unresolved))
        advance(record.order.id, CommandEvent::Restarted, closedBefore(record.state));
    releaseUnused();
}

/// Once: a return may have gone out of which no row could be written before the last start ended.
void CommandRunner::inferUntold()
{
    const Observations &observations = m_setup.store.observations();
    const bool read = observations.deployments.production.value && observations.services.production.value;
    if (m_inferred || m_resuming || !m_resumed || !m_table.journal() || !read)
        return;
    m_inferred = true;
    const auto rows = m_table.journal()->recent(-1);
    auto found = rows ? untoldReturn(observations, *rows) : std::nullopt;
    if (!found || !m_lock.take()) // it is another window's, which tells of it
        return;
    found->followedFrom = m_setup.clock.now();
    m_table.add(*found);
    advance(found->order.id, CommandEvent::Restarted,
            say("Production was taken back, and no row of this journal tells of it: looking"));
}

Result<Done> CommandRunner::takeLock()
{
    auto taken = m_lock.take();
    if (taken && !m_lock.limit().isEmpty())
        Q_EMIT troubled(m_lock.limit());
    return taken;
}

/// What went out beside another window's command keeps others out as soon as that one lets go.
void CommandRunner::takeFreedLock()
{
    const bool isBeside = std::any_of(m_table.all().cbegin(), m_table.all().cend(), [this](const CommandRecord &each) {
        return m_table.isOwn(each.order.id) && each.order.environment == Environment::Production &&
               isReturn(each.order.kind) && !isSettled(each.state);
    });
    if (isBeside && !m_lock.isTaken())
        (void)!m_lock.take();
}

void CommandRunner::releaseUnused()
{
    const bool underway = std::any_of(m_table.all().cbegin(), m_table.all().cend(), [](const CommandRecord &each) {
        return !isSettled(each.state) && (isRelease(each.order) || isReturn(each.order.kind));
    });
    if (!underway && !m_table.hasUnwritten())
        m_lock.release();
}

} // namespace Slipway

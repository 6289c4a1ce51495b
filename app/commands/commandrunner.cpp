// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commandrunner.h"

#include "app/commands/orders.h"
#include "models/follow/follow.h"
#include "models/follow/looking.h"
#include "models/observed/reread.h"
#include "models/values/text.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace Slipway {

namespace {

constexpr std::chrono::milliseconds tickEvery{5'000};
/// A tag that is found later than this after the click is not dispatched any more: the person has to look again.
constexpr Milliseconds clickCounts{120'000};

} // namespace

CommandRunner::CommandRunner(Setup setup, QObject *parent)
    : QObject(parent)
    , m_setup(std::move(setup))
    , m_lock(m_setup.lockFolder, m_setup.store.project().railway, Environment::Production, m_setup.ownLockFolder)
{
    m_tick.setInterval(tickEvery);
    m_look.setSingleShot(true);
    m_look.setInterval(0);
    connect(&m_tick, &QTimer::timeout, this, &CommandRunner::lookAround);
    connect(&m_look, &QTimer::timeout, this, &CommandRunner::lookAround);
    connect(&m_setup.store, &ConsoleStore::observed, this, [this] {
        if (!m_applying)
            m_look.start();
    });
}

CommandRunner::~CommandRunner() = default;

OrderId CommandRunner::promote(const PromotionOffer &frozen, PromotionWay way, const QString &who)
{
    openAnew(false);
    showHold(); // another window may have gone back
    const Observations &observations = m_setup.store.observations();
    const Order order = orderFor(frozen, way, who, observations, m_setup.store.project(), m_setup.clock.now());
    m_frozen.insert(order.id, frozen);
    if (beginAlone(order))
        checkAgain(order.id);
    return order.id;
}

/// What lets something go out to production begins alone: nothing is unsettled, and no other window is at it. False: it
/// was refused.
bool CommandRunner::beginAlone(const Order &order)
{
    const QString obstacle = whyNoRelease(order, m_setup.store.observations());
    begin(order);
    const auto refuse = [&](const QString &why) {
        happen(order.id, CommandEvent::RereadMoved, why);
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

Result<Done> CommandRunner::takeLock()
{
    auto taken = m_lock.take();
    if (taken && !m_lock.limit().isEmpty())
        Q_EMIT troubled(m_lock.limit());
    return taken;
}

/// Another window may have sent something since this one started, and be gone. Why that is in the way; empty when there
/// is nothing of the kind.
QString CommandRunner::leftByOthers() const
{
    const auto unresolved = m_setup.journal ? m_setup.journal->unresolved() : QList<CommandRecord>();
    if (!unresolved)
        return unresolved.error().detail;
    if (QString trouble = m_setup.journal ? m_setup.journal->unreadable() : QString(); !trouble.isEmpty())
        return trouble;
    const bool strange = std::any_of(unresolved->cbegin(), unresolved->cend(),
                                     [this](const CommandRecord &each) { return !find(each.order.id); });
    return strange ? say("Another window sent a command and ended before it was settled: follow it first.") : QString();
}

void CommandRunner::checkAgain(const OrderId &id)
{
    const Moment asked = m_setup.clock.now();
    m_setup.reread(this, [this, id, asked] {
        showHold();
        const CommandRecord *found = find(id);
        if (!found || found->state != CommandState::Checking)
            return;
        CommandRecord record = *found;
        const QString why = whyMoved(record.order, asked);
        if (!why.isEmpty())
            return happen(id, CommandEvent::RereadMoved, why);
        noteBeforehand(record.order, m_setup.store.observations());
        update(record);
        if (isApproval(record.order.kind)) // the review itself is read less often than the run
            return checkRepair(record.order);
        happen(id, CommandEvent::RereadGood);
    });
}

QString CommandRunner::whyMoved(const Order &order, Moment asked) const
{
    const Observations &observations = m_setup.store.observations();
    const Snapshot &snapshot = m_setup.store.snapshot();
    if (QString why = whyNoRelease(order, observations); !why.isEmpty())
        return why;
    return isApproval(order.kind) ? whyNotApproved(m_approvals.value(order.id), observations, snapshot, asked)
                                  : whyNotSent(m_frozen.value(order.id), order.way, observations, snapshot, asked);
}

void CommandRunner::begin(const Order &order)
{
    const QScopedValueRollback applying(m_applying, true);
    m_own.insert(order.id);
    CommandRecord record;
    record.order = order;
    record.detail = say("Reading everything again before anything is sent");
    m_setup.store.apply(m_setup.clock.now(), [&](Observations &all) { all.commands.prepend(record); });
}

const CommandRecord *CommandRunner::find(const OrderId &id) const
{
    const auto &all = m_setup.store.observations().commands;
    const auto found = std::find_if(all.cbegin(), all.cend(), [&](const auto &each) { return each.order.id == id; });
    return found == all.cend() ? nullptr : &*found;
}

void CommandRunner::update(const CommandRecord &record)
{
    const CommandRecord *present = find(record.order.id);
    if (!present || *present == record)
        return;
    const QScopedValueRollback applying(m_applying, true);
    m_setup.store.apply(m_setup.clock.now(), [record](Observations &all) {
        for (CommandRecord &each : all.commands) {
            if (each.order.id == record.order.id)
                each = record;
        }
    });
}

void CommandRunner::happen(const OrderId &id, CommandEvent event, const QString &detail)
{
    const CommandRecord *present = find(id);
    if (!present)
        return;
    CommandRecord record = *present;
    const CommandTransition step = next(record.state, event);
    if (step.state == record.state && step.effect == CommandEffect::None)
        return;
    record.state = step.state;
    if (!detail.isEmpty())
        record.detail = detail;
    if (isSettled(record.state))
        record.settledAt = m_setup.clock.now().utc();
    update(record);
    perform(record, step.effect);
}

void CommandRunner::perform(const CommandRecord &record, CommandEffect effect)
{
    switch (effect) {
    case CommandEffect::None:
        return;
    case CommandEffect::CommitIntent:
        return write(record.order.id, CommandState::Intended, CommandEvent::IntentCommitted);
    case CommandEffect::CommitSent:
        return write(record.order.id, CommandState::Sent, CommandEvent::SentCommitted);
    case CommandEffect::Send:
        return send(record);
    case CommandEffect::Look:
    case CommandEffect::Follow:
        writeAfter(record);
        showHold();
        m_tick.start();
        m_look.start();
        return;
    case CommandEffect::Settle:
        return settle(record);
    }
}

void CommandRunner::write(const OrderId &id, CommandState state, CommandEvent written)
{
    const CommandRecord *present = find(id);
    if (!present)
        return;
    CommandRecord record = *present;
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
    const Result<Done> committed = append(row, now);
    const CommandEvent event = committed ? written : notWritten(record.order);
    if (event == CommandEvent::JournalFailed) {
        return happen(
            id, event,
            say("Nothing was sent, because it could not be journalled first. %1").arg(committed.error().detail));
    }
    update(record);
    if (!committed)
        keepUnwritten(row, now);
    happen(id, event);
}

/// The command is out already: a row that cannot be written is said, and stops nothing.
void CommandRunner::writeAfter(const CommandRecord &record)
{
    const QDateTime now = m_setup.clock.now().utc();
    const auto committed = append(record, now);
    if (!committed && record.sentAt.isValid())
        keepUnwritten(record, now);
}

/// In the order of what happened: an older row that is still to be written comes first.
Result<Done> CommandRunner::append(const CommandRecord &row, const QDateTime &at)
{
    if (!m_setup.journal)
        return Error{.kind = ErrorKind::Storage, .detail = m_setup.journalTrouble};
    if (!writeUnwritten())
        return Error{.kind = ErrorKind::Storage, .detail = say("an earlier row could not be written either")};
    auto committed = m_setup.journal->append(row, at);
    while (!committed && isReturn(row.order.kind) && m_setup.journal->releaseReserve())
        committed = m_setup.journal->append(row, at);
    return committed;
}

void CommandRunner::keepUnwritten(const CommandRecord &row, const QDateTime &at)
{
    m_unwritten.append({row, at});
    m_tick.start();
    const CommandRecord *present = find(row.order.id);
    if (!present || present->unwritten)
        return;
    CommandRecord record = *present;
    record.unwritten = true;
    record.alarms = withUnwritten(record.alarms, true);
    update(record);
}

/// Whether every row is committed now.
bool CommandRunner::writeUnwritten()
{
    if (m_unwritten.isEmpty())
        return true;
    while (!m_unwritten.isEmpty()) {
        const auto &[row, at] = m_unwritten.constFirst();
        if (!m_setup.journal || !m_setup.journal->append(row, at))
            return false;
        m_unwritten.removeFirst();
    }
    const QList<CommandRecord> all = m_setup.store.observations().commands;
    for (CommandRecord record : all) {
        if (!record.unwritten)
            continue;
        record.unwritten = false;
        record.alarms = withUnwritten(record.alarms, false);
        update(record);
    }
    releaseUnused();
    return true;
}

void CommandRunner::openAnew(bool forReturn)
{
    if (!m_setup.reopen)
        return;
    const bool wasOpen = m_setup.journal != nullptr;
    const Reopened reopened = m_setup.reopen(forReturn);
    m_setup.journal = reopened.journal;
    m_setup.journalTrouble = reopened.trouble;
    if (!reopened.trouble.isEmpty())
        return setJournalTrouble(false, reopened.trouble);
    if (wasOpen)
        return;
    setJournalTrouble(true, {}); // what an unreadable row means for it is told next
    writeUnwritten();
    takeUpJournal();
    showHold();
}

QString CommandRunner::whyNoRow()
{
    openAnew(true);
    return m_setup.journal || !m_setup.reopen ? QString() : m_setup.journalTrouble;
}

void CommandRunner::send(const CommandRecord &record)
{
    sendOrder(m_setup.client, m_setup.store.project(), record.order, this,
              [this, id = record.order.id](const SendAnswer &answer) { answered(id, answer); });
}

void CommandRunner::answered(const OrderId &id, const SendAnswer &answer)
{
    const CommandRecord *present = find(id);
    if (!present)
        return;
    CommandRecord record = *present;
    record.run = answer.run ? answer.run : record.run;
    record.deployment = answer.deployment.isEmpty() ? record.deployment : answer.deployment;
    record.url = answer.url.isEmpty() ? record.url : answer.url;
    record.serverTime = answer.serverTime.isValid() ? answer.serverTime : record.serverTime;
    update(record);
    const QString why = answer.error ? answer.error->detail : QString();
    switch (answer.fate) {
    case CommandFate::Accepted:
        return happen(id, CommandEvent::Accepted, say("Accepted"));
    case CommandFate::Refused:
        return happen(id, CommandEvent::Refused, say("Refused, nothing happened: %1").arg(why));
    case CommandFate::Uncertain:
        return happen(id, CommandEvent::Uncertain, say("It is not known whether it arrived: %1").arg(why));
    case CommandFate::NotSent:
        return happen(id, CommandEvent::NotSent, say("Nothing was sent: %1").arg(why));
    }
}

void CommandRunner::settle(const CommandRecord &record)
{
    writeAfter(record);
    showHold();
    const bool tagIsThere = record.order.kind == OrderKind::CreateTag && record.state == CommandState::Succeeded;
    const bool confirmedHere = m_frozen.contains(record.order.id);
    const PromotionOffer frozen = m_frozen.take(record.order.id);
    m_approvals.remove(record.order.id);
    Q_EMIT settled(record);
    const bool inTime = record.order.confirmedAt.msecsTo(m_setup.clock.now().utc()) <= clickCounts.count();
    if (tagIsThere && !(confirmedHere && inTime)) {
        CommandRecord shown = record;
        shown.detail = say("The tag %1 is there, but nothing was started with it: too much time has passed since the "
                           "click, or Slipway was restarted. Promote again to go on.")
                           .arg(record.order.ref);
        update(shown);
    }
    if (tagIsThere && confirmedHere && inTime) {
        const Order dispatch = dispatchOfTag(record.order);
        m_frozen.insert(dispatch.id, frozen);
        begin(dispatch);
        return checkAgain(dispatch.id);
    }
    if (record.state == CommandState::Failed || record.state == CommandState::FailedButLive)
        fetchFailureLog(record);
    if (record.state == CommandState::Failed && record.order.kind == OrderKind::Dispatch)
        fetchRejection(record);
    releaseUnused();
}

void CommandRunner::releaseUnused()
{
    const auto &all = m_setup.store.observations().commands;
    const bool underway = std::any_of(all.cbegin(), all.cend(), [](const CommandRecord &each) {
        return !isSettled(each.state) && (isRelease(each.order) || isReturn(each.order.kind));
    });
    if (!underway && m_unwritten.isEmpty())
        m_lock.release();
}

void CommandRunner::resolve(const OrderId &id, RunId run)
{
    const CommandRecord *present = find(id);
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
    update(record);
    happen(id, CommandEvent::Found, say("Run #%1, chosen by you").arg(number));
}

void CommandRunner::dismiss(const OrderId &id, const QString &reason)
{
    const CommandRecord *present = find(id);
    if (!present || !isUnresolved(present->state) || present->state == CommandState::Sent)
        return; // while the answer is awaited nobody can say what became of it
    CommandRecord record = *present;
    record.didNotHappen = true;
    update(record);
    happen(id, CommandEvent::Denied,
           reason.isEmpty() ? say("You said that it did not happen")
                            : say("You said that it did not happen: %1").arg(reason));
}

void CommandRunner::callOff(const OrderId &id)
{
    const CommandRecord *present = find(id);
    if (!present || present->state != CommandState::Checking)
        return;
    const Order &order = present->order;
    const bool tagIsThere = order.kind == OrderKind::Dispatch && order.way == PromotionWay::GitHubAtTag;
    happen(id, CommandEvent::Denied,
           tagIsThere ? say("You called it off: nothing was started, and the tag %1 stays").arg(order.ref)
                      : say("You called it off: nothing was sent"));
}

/// Else another window follows it, and writes down what becomes of it.
bool CommandRunner::isOurs(const CommandRecord &record) const
{
    return isSettled(record.state) || !m_resuming || m_own.contains(record.order.id);
}

void CommandRunner::acknowledgeAlarms(const OrderId &id, const QString &who)
{
    const CommandRecord *present = find(id);
    if (!present || !isOurs(*present) || openAlarms(*present).isEmpty())
        return;
    CommandRecord record = *present;
    record.seenAlarms = record.alarms;
    record.alarmsSeenBy = who;
    update(record);
    writeAfter(record);
}

void CommandRunner::cancel(const OrderId &id)
{
    const CommandRecord *record = find(id);
    const bool cancellable = record && (record->run || (isReturn(record->order.kind) && !record->deployment.isEmpty()));
    if (cancellable && isOurs(*record) && isUnresolved(record->state))
        requestCancel(*record, say("You asked for it"));
}

/// Harmless when repeated, so it needs no second look and no lock; but the journal comes first here too.
void CommandRunner::requestCancel(const CommandRecord &record, const QString &reason)
{
    const auto &all = m_setup.store.observations().commands;
    const Order order = cancellationOf(record, reason, m_setup.clock.now());
    const bool asked = std::any_of(all.cbegin(), all.cend(), [&](const CommandRecord &each) {
        return each.order.kind == order.kind && each.order.run == order.run && each.order.target == order.target &&
               !isSettled(each.state) && each.state != CommandState::Uncertain;
    });
    if (asked)
        return;
    if (!m_setup.journal)
        openAnew(false);
    begin(order);
    happen(order.id, CommandEvent::RereadGood);
}

void CommandRunner::acknowledgeJournal()
{
    if (m_setup.store.observations().journalReadable || !m_setup.journal)
        return;
    const Moment asked = m_setup.clock.now();
    const QString unreadable = m_setup.journal->unreadable();
    const QString trouble = unreadable.isEmpty() ? m_setup.journalTrouble : unreadable;
    m_setup.reread(this, [this, asked, trouble] {
        const Observations &observations = m_setup.store.observations();
        const QStringList unread = notReadSince(observations, asked);
        if (!unread.isEmpty())
            return setJournalTrouble(
                false,
                say("%1 Not everything could be read again: %2").arg(trouble, unread.join(QStringLiteral("; "))));
        const auto acknowledged = m_setup.journal->acknowledge();
        setJournalTrouble(bool(acknowledged), acknowledged ? QString() : acknowledged.error().detail);
        takeUpJournal(); // an order may stand where an earlier row of it says
        showHold();
    });
}

void CommandRunner::setJournalTrouble(bool readable, const QString &trouble)
{
    const QScopedValueRollback applying(m_applying, true);
    m_setup.store.apply(m_setup.clock.now(), [&](Observations &all) {
        all.journalReadable = readable;
        all.journalTrouble = trouble;
    });
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
// What the runner does about commands that are out: looking, following, taking up after a restart.
#include "app/commands/commandrunner.h"
#include "app/github/calls.h"
#include "models/follow/follow.h"
#include "models/follow/followrun.h"
#include "models/goback/untoldreturn.h"
#include "models/values/text.h"

#include <QScopedValueRollback>

#include <algorithm>
#include <functional>

namespace Slipway {

namespace {

constexpr int failureLogLines = 40;
constexpr int earlierCommands = 200; ///< that tell what served, and how it went
constexpr Milliseconds tagLookEvery{10'000};
constexpr Milliseconds cancelAgainAfter{10'000};

/// What it means for a command in that state that Slipway was closed; nothing for one that was answered.
QString closedBefore(CommandState state)
{
    if (state == CommandState::Intended)
        return say("Slipway was closed before anything was sent");
    return state == CommandState::Accepted ? QString() : say("Slipway was closed before the answer came");
}

const Job *failedJob(const Observations &observations, RunId run)
{
    const auto jobs = observations.jobs.constFind(run);
    if (jobs == observations.jobs.cend() || !jobs->last())
        return nullptr;
    const auto &all = *jobs->last();
    const auto found = std::find_if(all.cbegin(), all.cend(), [](const Job &job) {
        return job.conclusion == RunConclusion::Failure || job.conclusion == RunConclusion::TimedOut;
    });
    return found == all.cend() ? nullptr : &*found;
}

/// Some of what it shows goes on.
bool goesOn(const CommandRecord &record)
{
    return record.run && std::any_of(record.steps.cbegin(), record.steps.cend(), [](const CommandStep &step) {
               return step.state == CommandStep::State::Waiting || step.state == CommandStep::State::Running;
           });
}

} // namespace

void CommandRunner::lookAround()
{
    if (!m_unwritten.isEmpty() && !writeUnwritten())
        openAnew(true);
    if (m_resuming)
        takeUpJournal();
    takeFreedLock();
    inferUntold();
    const QList<CommandRecord> all = m_setup.store.observations().commands;
    bool following = m_resuming || !m_unwritten.isEmpty();
    for (const CommandRecord &record : all) {
        const bool isOpen = record.state == CommandState::Uncertain || record.state == CommandState::Accepted;
        const bool readsOn = !isOpen && isReadOn(record, m_setup.store.observations(), m_setup.clock.now());
        if (readsOn || (isSettled(record.state) && goesOn(record)))
            lookOn(record);
        following = following || isOpen || readsOn;
        if (!isOpen)
            continue;
        if (!m_resuming || m_own.contains(record.order.id))
            lookAt(record);
    }
    if (!following)
        m_tick.stop();
}

/// What went out beside another window's command keeps others out as soon as that one lets go.
void CommandRunner::takeFreedLock()
{
    const auto &all = m_setup.store.observations().commands;
    const bool isBeside = std::any_of(all.cbegin(), all.cend(), [this](const CommandRecord &each) {
        return m_own.contains(each.order.id) && each.order.environment == Environment::Production &&
               isReturn(each.order.kind) && !isSettled(each.state);
    });
    if (isBeside && !m_lock.isTaken())
        (void)!m_lock.take();
}

void CommandRunner::lookAt(const CommandRecord &record)
{
    if (record.order.kind == OrderKind::CreateTag)
        return lookAtTag(record);
    Watch &watch = m_watches[record.order.id];
    CommandRecord watched = record;
    watched.lookedAt = watch.lookedAt;
    watched.watched = watch.watched;
    Followed followed = follow(watched, m_setup.store.observations(), m_setup.store.project(), m_setup.clock.now());
    watch = {followed.record.lookedAt, followed.record.watched};
    followed.record.lookedAt = record.lookedAt;
    followed.record.watched = record.watched;
    update(followed.record);
    if (followed.wrongCommit && !record.cancelAsked)
        cancelWrongRun(followed.record);
    const auto &hold = m_setup.store.observations().hold;
    if (hold && hold->order == record.order.id && holdOf(followed.record) != hold)
        showHold(); // it serves now
    if (followed.event)
        happen(record.order.id, *followed.event, followed.record.detail);
}

/// It is settled, and its rows are not what they are any more.
void CommandRunner::lookOn(const CommandRecord &record)
{
    const Followed followed =
        readOn(record, m_setup.store.observations(), m_setup.store.project(), m_setup.clock.now());
    update(followed.record);
    if (followed.record.alarms != record.alarms)
        writeAfter(followed.record);
    if (followed.event)
        happen(record.order.id, *followed.event, followed.record.detail);
}

/// Asks for the cancellation of a run at another commit, and notes that it was asked for: in that order, so that what
/// is killed in between asks again. One that could not leave is asked for again, after a while.
void CommandRunner::cancelWrongRun(CommandRecord record)
{
    const auto isCancellation = [run = record.run](const CommandRecord &each) {
        return each.order.kind == OrderKind::CancelRun && each.order.run == run;
    };
    const QDateTime lately = m_setup.clock.now().utc().addMSecs(-cancelAgainAfter.count());
    const auto &all = m_setup.store.observations().commands;
    if (std::any_of(all.cbegin(), all.cend(), [&](const CommandRecord &each) {
            return isCancellation(each) && each.state == CommandState::NotSent && each.settledAt > lately;
        }))
        return;
    requestCancel(record, say("The run started at another commit"));
    const auto &now = m_setup.store.observations().commands;
    record.cancelAsked = std::any_of(now.cbegin(), now.cend(), [&](const CommandRecord &each) {
        return isCancellation(each) && each.state != CommandState::NotSent;
    });
    update(record);
    writeAfter(record);
}

void CommandRunner::lookAtTag(const CommandRecord &record)
{
    const OrderId id = record.order.id;
    const Moment now = m_setup.clock.now();
    if (record.state == CommandState::Accepted)
        return happen(id, CommandEvent::Succeeded, say("The tag %1 is there").arg(record.order.ref));
    if (m_tagLookedAt && ageOf(*m_tagLookedAt, now) < tagLookEvery)
        return;
    m_tagLookedAt = now;
    m_setup.client.send<CommitSha>(
        GitHub::tag(m_setup.store.project().github, record.order.ref), this,
        [this, id, sha = record.order.sha](const Result<CommitSha> &tag) {
            const CommandRecord *present = find(id);
            if (!present || present->state != CommandState::Uncertain)
                return;
            if (tag && *tag == sha)
                return happen(id, CommandEvent::Found, say("The tag is there"));
            CommandRecord shown = *present;
            shown.detail = tag ? say("A tag of that name is at another commit: look at it on GitHub")
                               : say("It is not known whether the tag was created: %1").arg(tag.error().detail);
            update(shown);
        });
}

void CommandRunner::fetchFailureLog(const CommandRecord &record)
{
    const Job *job = failedJob(m_setup.store.observations(), record.run);
    if (!job)
        return;
    m_setup.client.send<QStringList>(GitHub::jobLog(m_setup.store.project().github, job->id), this,
                                     [this, id = record.order.id](const Result<QStringList> &log) {
                                         const CommandRecord *present = find(id);
                                         if (!present || !log)
                                             return;
                                         CommandRecord shown = *present;
                                         shown.failureLog =
                                             log->mid(std::max<qsizetype>(0, log->size() - failureLogLines));
                                         update(shown);
                                         writeAfter(shown);
                                     });
}

/// A run that a reviewer rejected did not fail by itself: who did it is said.
void CommandRunner::fetchRejection(const CommandRecord &record)
{
    const WorkflowRun *run = record.run ? knownRun(m_setup.store.observations(), record.run) : nullptr;
    if (!run)
        return;
    const bool onlyAttempt = run->attempt <= 1; // the list holds what was decided of earlier ones, too
    m_setup.client.send<QList<GivenReview>>(
        GitHub::givenReviews(m_setup.store.project().github, record.run), this,
        [this, id = record.order.id, number = run->number, onlyAttempt](const Result<QList<GivenReview>> &given) {
            const CommandRecord *present = find(id);
            if (!present || !given || !onlyAttempt)
                return;
            const auto rejected = std::find_if(given->cbegin(), given->cend(), [](const GivenReview &each) {
                return each.state == QLatin1String("rejected");
            });
            if (rejected == given->cend())
                return;
            CommandRecord shown = *present;
            const QString by = rejected->by.isEmpty() ? say("somebody") : rejected->by;
            shown.detail = rejected->comment.isEmpty()
                               ? say("Run #%1 was rejected by %2").arg(number).arg(by)
                               : say("Run #%1 was rejected by %2: %3").arg(number).arg(by, rejected->comment);
            update(shown);
            writeAfter(shown);
        });
}

QString CommandRunner::lookForOthers()
{
    showHold();
    const auto unresolved = m_setup.journal ? m_setup.journal->unresolved() : QList<CommandRecord>();
    if (unresolved && !m_resuming && !leftByOthers().isEmpty())
        takeUpJournal();
    if (m_lock.isTaken())
        return {};
    const auto locked = m_lock.take();
    m_lock.release();
    return !locked && locked.error().kind == ErrorKind::Refused ? locked.error().detail : QString();
}

void CommandRunner::resume()
{
    if (!m_setup.journalTrouble.isEmpty())
        setJournalTrouble(false, m_setup.journalTrouble);
    if (m_setup.journal)
        takeUpJournal();
    showHold();
    showEarlier();
    m_resumed = true;
    m_look.start();
}

/// Once: a return may have gone out of which no row could be written before the last start ended.
void CommandRunner::inferUntold()
{
    const Observations &observations = m_setup.store.observations();
    const bool read = observations.deployments.production.value && observations.services.production.value;
    if (m_inferred || m_resuming || !m_resumed || !m_setup.journal || !read)
        return;
    m_inferred = true;
    const auto rows = m_setup.journal->recent(-1);
    auto found = rows ? untoldReturn(observations, *rows) : std::nullopt;
    if (!found || !m_lock.take()) // it is another window's, which tells of it
        return;
    const Moment now = m_setup.clock.now();
    found->followedFrom = now;
    m_own.insert(found->order.id);
    {
        const QScopedValueRollback applying(m_applying, true);
        m_setup.store.apply(now, [&](Observations &all) { all.commands.prepend(*found); });
    }
    happen(found->order.id, CommandEvent::Restarted,
           say("Production was taken back, and no row of this journal tells of it: looking"));
}

/// What went live, failed or was fled from before this start. What raised an alarm that nobody has acknowledged is
/// shown again.
void CommandRunner::showEarlier()
{
    auto earlier = m_setup.journal ? m_setup.journal->recent(earlierCommands) : QList<CommandRecord>();
    if (!earlier)
        return;
    earlier->removeIf(
        [](const CommandRecord &each) { return !isSettled(each.state) || !changesWhatServes(each.order); });
    const auto alarming = [](const CommandRecord &each) { return !openAlarms(each).isEmpty(); };
    QList<CommandRecord> open = *earlier;
    open.removeIf(std::not_fn(alarming));
    earlier->removeIf([&](const CommandRecord &each) { return alarming(each) || isApproval(each.order.kind); });
    const QScopedValueRollback applying(m_applying, true);
    m_setup.store.apply(m_setup.clock.now(), [&](Observations &all) {
        all.earlier = *earlier;
        all.commands += open;
    });
}

/// While another window holds the lock, the unresolved orders are its own: they are shown, and not touched.
void CommandRunner::takeUpJournal()
{
    auto unresolved = m_setup.journal->unresolved();
    if (!unresolved) {
        m_resuming = false;
        return setJournalTrouble(false, unresolved.error().detail);
    }
    if (const QString trouble = m_setup.journal->unreadable(); !trouble.isEmpty())
        setJournalTrouble(false, trouble);
    unresolved->removeIf([this](const CommandRecord &each) { return m_own.contains(each.order.id); });
    for (CommandRecord &each : *unresolved) {
        each.state = stateAtRestart(each);
        each.sentAt = each.sentAt.isValid() ? each.sentAt : each.order.confirmedAt;
    }
    const auto locked = unresolved->isEmpty() ? Result<Done>(Done{}) : takeLock();
    m_resuming = !locked && locked.error().kind == ErrorKind::Refused;
    show(*unresolved, m_resuming ? locked.error().detail : QString());
    if (m_resuming)
        return m_tick.start();
    for (const CommandRecord &record : std::as_const(*unresolved))
        happen(record.order.id, CommandEvent::Restarted, closedBefore(record.state));
    releaseUnused();
}

void CommandRunner::show(const QList<CommandRecord> &unresolved, const QString &notOurs)
{
    const QScopedValueRollback applying(m_applying, true);
    const Moment now = m_setup.clock.now();
    m_setup.store.apply(now, [&](Observations &all) {
        all.commands.removeIf(
            [this](const CommandRecord &each) { return !isSettled(each.state) && !m_own.contains(each.order.id); });
        for (const CommandRecord &each : unresolved) {
            m_watches.remove(each.order.id);
            CommandRecord &record = all.commands.emplace_back(each);
            record.followedFrom = now;
            if (!notOurs.isEmpty())
                record.detail = notOurs;
        }
    });
}

} // namespace Slipway

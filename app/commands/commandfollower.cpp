// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commandfollower.h"

#include "app/github/calls.h"
#include "app/net/httpclient.h"
#include "models/follow/follow.h"
#include "models/follow/followrun.h"
#include "models/values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr int failureLogLines = 40;
constexpr Milliseconds tagLookEvery{10'000};

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

QString rejectionText(int number, const GivenReview &rejected)
{
    const QString by = rejected.by.isEmpty() ? say("somebody") : rejected.by;
    return rejected.comment.isEmpty() ? say("Run #%1 was rejected by %2").arg(number).arg(by)
                                      : say("Run #%1 was rejected by %2: %3").arg(number).arg(by, rejected.comment);
}

} // namespace

CommandFollower::CommandFollower(HttpClient &client, ConsoleStore &store, const Clock &clock, CommandTable &table,
                                 QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_store(store)
    , m_clock(clock)
    , m_table(table)
{
}

void CommandFollower::lookAt(const CommandRecord &record)
{
    if (record.order.kind == OrderKind::CreateTag)
        return lookAtTag(record);
    Watch &watch = m_watches[record.order.id];
    CommandRecord watched = record;
    watched.lookedAt = watch.lookedAt;
    watched.watched = watch.watched;
    Followed followed = follow(watched, {m_store.observations(), m_store.project(), m_clock.now()});
    watch = {followed.record.lookedAt, followed.record.watched};
    followed.record.lookedAt = record.lookedAt;
    followed.record.watched = record.watched;
    m_table.update(followed.record);
    if (followed.wrongCommit && !record.cancelAsked)
        Q_EMIT ranAtAnotherCommit(followed.record);
    const auto &hold = m_store.observations().hold;
    if (hold && hold->order == record.order.id && holdOf(followed.record) != hold)
        Q_EMIT holdMoved();
    if (followed.event)
        Q_EMIT happened(record.order.id, *followed.event, followed.record.detail);
}

bool CommandFollower::lookOn(const CommandRecord &record)
{
    const bool readsOn = isReadOn(record, m_store.observations(), m_clock.now());
    if (!readsOn && !(isSettled(record.state) && goesOn(record)))
        return false;
    const Followed followed = readOn(record, {m_store.observations(), m_store.project(), m_clock.now()});
    m_table.update(followed.record);
    if (followed.record.alarms != record.alarms)
        m_table.commitLater(followed.record);
    if (followed.event)
        Q_EMIT happened(record.order.id, *followed.event, followed.record.detail);
    return readsOn;
}

void CommandFollower::lookAtTag(const CommandRecord &record)
{
    const OrderId id = record.order.id;
    const Moment now = m_clock.now();
    if (record.state == CommandState::Accepted) {
        Q_EMIT happened(id, CommandEvent::Succeeded, say("The tag %1 is there").arg(record.order.ref));
        return;
    }
    if (m_tagLookedAt && ageOf(*m_tagLookedAt, now) < tagLookEvery)
        return;
    m_tagLookedAt = now;
    const auto read = [this, id, sha = record.order.sha](const Result<CommitSha> &tag) {
        const CommandRecord *present = m_table.find(id);
        if (!present || present->state != CommandState::Uncertain)
            return;
        if (tag && *tag == sha) {
            Q_EMIT happened(id, CommandEvent::Found, say("The tag is there"));
            return;
        }
        CommandRecord shown = *present;
        shown.detail = tag ? say("A tag of that name is at another commit: look at it on GitHub")
                           : say("It is not known whether the tag was created: %1").arg(tag.error().detail);
        m_table.update(shown);
    };
    m_client.send<CommitSha>(GitHub::tag(m_store.project().github, record.order.ref), this, read);
}

void CommandFollower::explain(const CommandRecord &failed)
{
    fetchLog(failed);
    if (failed.state == CommandState::Failed && failed.order.kind == OrderKind::Dispatch)
        fetchRejection(failed);
}

void CommandFollower::fetchLog(const CommandRecord &failed)
{
    const Job *job = failedJob(m_store.observations(), failed.run);
    if (!job)
        return;
    const auto read = [this, id = failed.order.id](const Result<QStringList> &log) {
        const CommandRecord *present = m_table.find(id);
        if (!present || !log)
            return;
        CommandRecord shown = *present;
        shown.failureLog = log->mid(std::max<qsizetype>(0, log->size() - failureLogLines));
        m_table.update(shown);
        m_table.commitLater(shown);
    };
    m_client.send<QStringList>(GitHub::jobLog(m_store.project().github, job->id), this, read);
}

/// A run that a reviewer rejected did not fail by itself: who did it is said.
void CommandFollower::fetchRejection(const CommandRecord &failed)
{
    const WorkflowRun *run = failed.run ? knownRun(m_store.observations(), failed.run) : nullptr;
    if (!run || run->attempt > 1) // the list holds what was decided of earlier ones, too
        return;
    const auto read = [this, id = failed.order.id, number = run->number](const Result<QList<GivenReview>> &given) {
        const CommandRecord *present = m_table.find(id);
        if (!present || !given)
            return;
        const auto rejected = std::find_if(given->cbegin(), given->cend(), [](const GivenReview &each) {
            return each.state == QLatin1String("rejected");
        });
        if (rejected == given->cend())
            return;
        CommandRecord shown = *present;
        shown.detail = rejectionText(number, *rejected);
        m_table.update(shown);
        m_table.commitLater(shown);
    };
    m_client.send<QList<GivenReview>>(GitHub::givenReviews(m_store.project().github, failed.run), this, read);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
// What the feed does about runs: the page of recent ones, what is missing on it, their jobs and reviews.
#include "github/githubfeed.h"

#include "command/follow.h"
#include "net/afterall.h"
#include "net/observe.h"
#include "pipeline/facts.h"
#include "pipeline/vouching.h"

#include <algorithm>

namespace Slipway {

namespace {

bool haveEnded(const QList<Job> &jobs)
{
    return std::all_of(jobs.cbegin(), jobs.cend(), [](const Job &job) { return job.status == RunStatus::Completed; });
}

bool newerFirst(const WorkflowRun &left, const WorkflowRun &right)
{
    return left.id > right.id;
}

} // namespace

void GitHubFeed::askRuns(const Next &next)
{
    m_client.send<QList<WorkflowRun>>(
        GitHub::runs(project()), this, [this, next, asked = m_clock.now()](const Result<QList<WorkflowRun>> &recent) {
            m_schedule.noteAnswer(runsPoll, recent);
            if (!recent) {
                keepRuns(asked, recent, {});
                return askAboutRuns(next);
            }
            askMissingRuns(runsMissingIn(*recent), [this, recent, asked, next] {
                askProductionRuns([this, recent, asked, next](const std::optional<Error> &trouble) {
                    keepRuns(asked, merged(*recent), trouble);
                    askAboutRuns(next);
                });
            });
        });
}

void GitHubFeed::askAboutRuns(const Next &next)
{
    askJobs(runsToLookInto(), [this, next] { askWhetherRejected(next); });
}

/// A run that failed may have been rejected by a reviewer: asked once of production's newest one.
void GitHubFeed::askWhetherRejected(const Next &next)
{
    const Observations &known = m_store.observations();
    const QList<WorkflowRun> runs = known.runs.value.value_or(QList<WorkflowRun>());
    const auto newest = std::find_if(runs.cbegin(), runs.cend(), [this](const WorkflowRun &run) {
        return run.workflowFile == project().productionWorkflow;
    });
    const bool failed = newest != runs.cend() && newest->conclusion == RunConclusion::Failure && newest->attempt <= 1;
    const bool justAsked = m_rejectionAskedAt && ageOf(*m_rejectionAskedAt, m_clock.now()) < Every::rare;
    if (!failed || known.givenReviews.contains(newest->id) || (justAsked && m_rejectionOf == newest->id))
        return next();
    m_rejectionOf = newest->id;
    m_rejectionAskedAt = m_clock.now();
    m_client.send<QList<GivenReview>>(
        GitHub::givenReviews(project(), newest->id), this,
        [this, next, id = newest->id](const Result<QList<GivenReview>> &given) {
            if (given)
                m_store.apply(m_clock.now(), [&](Observations &all) { all.givenReviews.insert(id, *given); });
            next();
        });
}

void GitHubFeed::keepRuns(Moment asked, const Result<QList<WorkflowRun>> &runs, const std::optional<Error> &trouble)
{
    write(runsPoll, asked, [&](Observations &all, const Reading &reading) {
        all.runs.apply(runs, reading);
        if (trouble)
            all.runs.apply(*trouble, reading);
    });
}

/// A re-run keeps its old place in the list of all runs, so one that deploys to production again is found only in the
/// workflow's own list.
void GitHubFeed::askProductionRuns(const std::function<void(const std::optional<Error> &)> &next)
{
    if (m_productionReadAt && ageOf(*m_productionReadAt, m_clock.now()) < Every::rare)
        return next({});
    const QString file = project().productionWorkflow;
    m_client.send<QList<WorkflowRun>>(
        GitHub::runsOf(project(), file), this,
        [this, file, next, asked = m_clock.now()](const Result<QList<WorkflowRun>> &runs) {
            m_schedule.noteAnswer(runsPoll, runs);
            if (runs || runs.error().kind == ErrorKind::NotFound) { // there may be no such workflow
                m_productionReadAt = asked;
                m_older.insert(file, runs ? *runs : QList<WorkflowRun>());
                return next({});
            }
            next(runs.error());
        });
}

void GitHubFeed::readEverything()
{
    m_productionReadAt.reset();
}

/// Its run is read as long as anything about it is shown.
bool GitHubFeed::isWatched(const CommandRecord &command) const
{
    return isUnresolved(command.state) || isReadOn(command, m_store.observations(), m_clock.now());
}

/// Runs that are not on the page of recent ones, and whose state may have changed since they were read.
QList<RunId> GitHubFeed::runsMissingIn(const QList<WorkflowRun> &recent)
{
    const QList<CommandRecord> &commands = m_store.observations().commands;
    QList<RunId> wanted;
    const auto want = [&](RunId id) {
        const bool listed =
            std::any_of(recent.cbegin(), recent.cend(), [&](const WorkflowRun &run) { return run.id == id; });
        if (id && !listed && !wanted.contains(id))
            wanted.append(id);
    };
    for (const CommandRecord &command : commands) {
        if (isWatched(command))
            want(command.run ? command.run : command.order.run);
    }
    for (const WorkflowRun &run : merged({})) {
        if (run.isActive())
            want(run.id);
    }
    return wanted;
}

void GitHubFeed::askMissingRuns(QList<RunId> ids, const Next &next)
{
    if (ids.isEmpty())
        return next();
    const RunId id = ids.takeFirst();
    m_client.send<WorkflowRun>(GitHub::run(project(), id), this, [this, id, ids, next](const Result<WorkflowRun> &run) {
        m_schedule.noteAnswer(runsPoll, run);
        if (run)
            m_followed.insert(id, *run);
        askMissingRuns(ids, next);
    });
}

QList<WorkflowRun> GitHubFeed::merged(const QList<WorkflowRun> &recent) const
{
    QList<WorkflowRun> all = recent;
    const auto add = [&](const WorkflowRun &run) {
        const auto known =
            std::find_if(all.begin(), all.end(), [&](const WorkflowRun &each) { return each.id == run.id; });
        if (known == all.end())
            all.append(run);
        else if (run.updatedAt > known->updatedAt)
            *known = run;
    };
    std::for_each(m_followed.cbegin(), m_followed.cend(), add);
    for (const QList<WorkflowRun> &older : m_older)
        std::for_each(older.cbegin(), older.cend(), add);
    std::for_each(m_ofTarget.cbegin(), m_ofTarget.cend(), add);
    std::sort(all.begin(), all.end(), newerFirst);
    return all;
}

QList<RunId> GitHubFeed::runsToLookInto() const
{
    const Observations &known = m_store.observations();
    const QList<WorkflowRun> runs = known.runs.value.value_or(QList<WorkflowRun>());
    const CommitSha tested = m_store.snapshot().offer.target;
    const QList<RunAttempt> vouching = attemptsToRead(known, m_store.policy().project);
    QList<RunId> wanted;
    bool productionSeen = false;
    for (const WorkflowRun &run : runs) {
        const bool newestProduction = run.workflowFile == project().productionWorkflow && !productionSeen;
        productionSeen = productionSeen || newestProduction;
        const bool testedCi = isCiOf(tested, run, project());
        const bool ofCommand =
            std::any_of(known.commands.cbegin(), known.commands.cend(),
                        [&](const CommandRecord &each) { return each.run == run.id && isWatched(each); });
        const bool mayVouch = vouching.contains(RunAttempt{.run = run.id, .number = run.attempt});
        if (!newestProduction && !testedCi && !ofCommand && !mayVouch)
            continue;
        const auto jobs = known.jobs.constFind(run.id);
        const bool complete = jobs != known.jobs.cend() && jobs->value && !run.isActive() && haveEnded(*jobs->value) &&
                              attemptOf(*jobs->value, run) >= run.attempt;
        if (!complete && !wanted.contains(run.id))
            wanted.append(run.id);
    }
    return wanted;
}

void GitHubFeed::askJobs(const QList<RunId> &ids, const Next &next)
{
    const Next end = afterAll(ids.size(), next);
    for (const RunId id : ids)
        askJobsOf(id, end);
}

void GitHubFeed::askJobsOf(RunId id, const Next &next)
{
    const auto goOn = [this, id, next] {
        const auto jobs = m_store.observations().jobs.value(id);
        const bool waits = jobs.value && std::any_of(jobs.value->cbegin(), jobs.value->cend(),
                                                     [](const Job &job) { return job.status == RunStatus::Waiting; });
        if (waits || m_store.observations().reviews.contains(id))
            askReviews(id, next);
        else
            next();
    };
    ask<QList<Job>>(GitHub::jobs(project(), id), runsPoll, goOn,
                    [id](Observations &all, const Result<QList<Job>> &jobs, const Reading &reading) {
                        const QList<Job> before = all.jobs[id].value.value_or(QList<Job>());
                        all.jobs[id].apply(jobs, reading);
                        const WorkflowRun run{.id = id, .attempt = 0};
                        const int ended = haveEnded(before) ? attemptOf(before, run) : 0;
                        if (jobs && ended > 0 && attemptOf(*jobs, run) > ended) // run again
                            all.endedJobs.insert({.run = id, .number = ended}, before);
                    });
}

QList<RunAttempt> GitHubFeed::endedAttemptsToRead() const
{
    const Observations &known = m_store.observations();
    const QList<WorkflowRun> runs = known.runs.value.value_or(QList<WorkflowRun>());
    QList<RunAttempt> attempts = attemptsToRead(known, m_store.policy().project);
    attempts.removeIf([&](const RunAttempt &attempt) {
        return std::any_of(runs.cbegin(), runs.cend(), [&](const WorkflowRun &run) {
            return run.id == attempt.run && run.attempt == attempt.number && run.isActive();
        });
    });
    return attempts;
}

void GitHubFeed::askEndedAttempts(const Next &next)
{
    const QList<RunAttempt> attempts = endedAttemptsToRead();
    const Next end = afterAll(attempts.size(), next);
    for (const RunAttempt &attempt : attempts) {
        m_client.send<QList<Job>>(
            GitHub::jobsOf(project(), attempt), this, [this, attempt, end](const Result<QList<Job>> &jobs) {
                const bool isGone = !jobs && jobs.error().kind == ErrorKind::NotFound;
                if (!isGone)
                    m_schedule.noteAnswer(attemptsPoll, jobs);
                if (isGone || (jobs && haveEnded(*jobs)))
                    m_store.apply(m_clock.now(), [&](Observations &all) {
                        all.endedJobs.insert(attempt, jobs ? *jobs : QList<Job>());
                    });
                end();
            });
    }
}

void GitHubFeed::askReviews(RunId run, const Next &next)
{
    ask<QList<PendingReview>>(GitHub::pendingReviews(project(), run), runsPoll, next,
                              [run](Observations &all, const Result<QList<PendingReview>> &reviews,
                                    const Reading &reading) { all.reviews[run].apply(reviews, reading); });
}

/// The workflows, but production's, of which the page of recent runs holds none.
QStringList GitHubFeed::filesWithoutRun() const
{
    const QList<WorkflowRun> *runs = m_store.observations().runs.last();
    QStringList files;
    if (!runs)
        return files;
    for (const QString &file : {project().ciWorkflow, project().stagingWorkflow}) {
        const bool recent = std::any_of(runs->cbegin(), runs->cend(), [&](const WorkflowRun &run) {
            return run.workflowFile == file && !m_older.value(file).contains(run);
        });
        if (!recent)
            files.append(file);
    }
    return files;
}

/// The tested commit when its CI run is too old for the lists that were read, and was not looked for yet; else empty.
CommitSha GitHubFeed::targetWithoutCi() const
{
    const CommitSha target = m_store.snapshot().offer.target;
    const QList<WorkflowRun> *runs = m_store.observations().runs.last();
    if (target.isEmpty() || !runs || target == m_askedTarget)
        return {};
    const bool known = std::any_of(runs->cbegin(), runs->cend(),
                                   [&](const WorkflowRun &run) { return isCiOf(target, run, project()); });
    return known ? CommitSha() : target;
}

void GitHubFeed::askOlderRuns(const Next &next)
{
    askOlder(filesWithoutRun(), [this, next] { askRunsOfTarget(next); });
}

void GitHubFeed::askOlder(QStringList files, const Next &next)
{
    if (files.isEmpty())
        return next();
    const QString file = files.takeFirst();
    m_client.send<QList<WorkflowRun>>(GitHub::runsOf(project(), file), this,
                                      [this, file, files, next](const Result<QList<WorkflowRun>> &older) {
                                          m_schedule.noteAnswer(olderPoll, older);
                                          if (older) {
                                              m_older.insert(file, *older);
                                              addKnownRuns();
                                          }
                                          askOlder(files, next);
                                      });
}

void GitHubFeed::askRunsOfTarget(const Next &next)
{
    const CommitSha target = targetWithoutCi();
    if (target.isEmpty())
        return next();
    m_client.send<QList<WorkflowRun>>(GitHub::runsAt(project(), target), this,
                                      [this, target, next](const Result<QList<WorkflowRun>> &runs) {
                                          m_schedule.noteAnswer(olderPoll, runs);
                                          if (runs) {
                                              m_askedTarget = target;
                                              m_ofTarget = *runs;
                                              addKnownRuns();
                                          }
                                          next();
                                      });
}

/// What was read besides the recent runs joins them; their age stays.
void GitHubFeed::addKnownRuns()
{
    m_store.apply(m_clock.now(), [this](Observations &all) {
        if (all.runs.value)
            all.runs.value = merged(*all.runs.value);
    });
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
// What the feed does about runs: the page of recent ones, what is missing on it, their jobs and reviews.
#include "app/github/githubfeed.h"

#include "app/feed/afterall.h"
#include "app/feed/observe.h"
#include "models/follow/follow.h"
#include "models/pipeline/facts.h"
#include "models/pipeline/vouching.h"

#include <algorithm>
#include <array>

namespace Slipway {

namespace {

bool haveEnded(const QList<Job> &jobs)
{
    return std::all_of(jobs.cbegin(), jobs.cend(), [](const Job &job) { return job.status == RunStatus::Completed; });
}
/// GitHub runs nothing again that is older than 30 days; one more for the day that is not over.
constexpr int listedDays = 31;
/// GitHub's words for runs that are not completed.
constexpr std::array goingOn{QLatin1String("requested"), QLatin1String("queued"), QLatin1String("pending"),
                             QLatin1String("waiting"), QLatin1String("in_progress")};

bool newerFirst(const WorkflowRun &left, const WorkflowRun &right)
{
    return left.id > right.id;
}

} // namespace

void GitHubFeed::askRuns(const Next &next)
{
    m_client.send<QList<WorkflowRun>>(GitHub::runs(project()), this,
                                      [this, next, asked = m_clock.now()](const Result<QList<WorkflowRun>> &recent) {
                                          m_schedule.noteAnswer(runsPoll, recent);
                                          if (!recent) {
                                              keepPage(asked, recent);
                                              return askAboutRuns(next);
                                          }
                                          m_page = *recent;
                                          askMissingRuns(runsMissingIn(*recent), [this, recent, asked, next] {
                                              keepPage(asked, recent);
                                              askAboutRuns(next);
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

void GitHubFeed::keepPage(Moment asked, const Result<QList<WorkflowRun>> &page)
{
    write(runsPoll, asked, [&](Observations &all, const Reading &reading) {
        if (!page) {
            all.runs.apply(page.error(), reading);
            return;
        }
        for (const WorkflowRun &run : std::as_const(m_page)) {
            const auto apart = all.runsApart.constFind(run.id);
            const bool newer = apart != all.runsApart.cend() && apart->value->updatedAt > run.updatedAt &&
                               !apart->isStale(reading.arrived);
            if (!newer)
                all.runsApart.remove(run.id);
        }
        all.runs.apply(merged(all.runsApart), reading);
        if (targetWithoutCi().isEmpty())
            all.testedCi = {};
    });
}

void GitHubFeed::keepApart(const QString &poll, Moment asked, const QList<WorkflowRun> &runs)
{
    write(poll, asked, [&](Observations &all, const Reading &reading) { takeApart(all, runs, reading); });
}

/// An answer that is behind what is known already is none.
void GitHubFeed::takeApart(Observations &all, const QList<WorkflowRun> &runs, const Reading &reading) const
{
    for (const WorkflowRun &run : runs) {
        const bool onPage = std::any_of(m_page.cbegin(), m_page.cend(), [&](const WorkflowRun &each) {
            return each.id == run.id && each.updatedAt >= run.updatedAt;
        });
        if (onPage)
            continue;
        Observed<WorkflowRun> &known = all.runsApart[run.id];
        const bool behind = known.value && known.value->updatedAt > run.updatedAt && !known.isStale(reading.arrived);
        if (!behind)
            known.apply(run, reading);
    }
    if (all.runs.value)
        all.runs.value = merged(all.runsApart);
}

/// A re-run keeps its old place in the list of all runs, so one that deploys to production again is found only in the
/// workflow's own list. What is older than a month cannot be run again, but may have waited all that time.
void GitHubFeed::askProductionRuns(const Next &next)
{
    const Moment now = m_clock.now();
    const QDateTime told = m_store.observations().clocks.by(Provider::GitHub, now).utc();
    const bool whole = std::exchange(m_readWhole, false);
    m_client.send<GitHub::RunPage>(
        GitHub::runsSince(project(), project().productionWorkflow, told.date().addDays(-listedDays)), this,
        [this, whole, next, asked = now](const Result<GitHub::RunPage> &page) {
            if (!page) {
                const bool missing = page.error().kind == ErrorKind::NotFound; // there may be no such workflow
                m_readWhole = m_readWhole || (whole && !missing);
                keepProductionRuns(asked, missing ? Result<QList<WorkflowRun>>(QList<WorkflowRun>())
                                                  : Result<QList<WorkflowRun>>(page.error()));
                return next();
            }
            m_productionIsLong = page->total > page->runs.size();
            if (whole || m_productionIsLong)
                return askProductionRunsIn({goingOn.begin(), goingOn.end()}, page->runs, asked, next);
            keepProductionRuns(asked, page->runs);
            next();
        });
}

void GitHubFeed::askProductionRunsIn(QList<QLatin1String> statuses, const QList<WorkflowRun> &found, Moment asked,
                                     const Next &next)
{
    if (statuses.isEmpty()) {
        keepProductionRuns(asked, found);
        return next();
    }
    const QLatin1String status = statuses.takeFirst();
    m_client.send<QList<WorkflowRun>>(
        GitHub::runsInStatus(project(), project().productionWorkflow, status), this,
        [this, statuses, found, asked, next](const Result<QList<WorkflowRun>> &runs) {
            if (!runs) {
                keepProductionRuns(asked, runs.error());
                return next();
            }
            QList<WorkflowRun> all = found;
            for (const WorkflowRun &run : *runs) {
                all.removeIf([&](const WorkflowRun &each) { return each.id == run.id; }); // this was read later
                all.append(run);
            }
            std::sort(all.begin(), all.end(), newerFirst);
            askProductionRunsIn(statuses, all, asked, next);
        });
}

void GitHubFeed::keepProductionRuns(Moment asked, const Result<QList<WorkflowRun>> &runs)
{
    write(productionPoll, asked, [&](Observations &all, const Reading &reading) {
        all.productionRuns.apply(runs, reading);
        if (runs)
            takeApart(all, *runs, reading);
    });
}

void GitHubFeed::readEverything()
{
    m_readWhole = true;
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
    const QList<WorkflowRun> known = m_store.observations().runs.value.value_or(QList<WorkflowRun>());
    for (const WorkflowRun &run : known) {
        if (run.isActive() && isOurs(run))
            want(run.id);
    }
    return wanted;
}

void GitHubFeed::askMissingRuns(QList<RunId> ids, const Next &next)
{
    if (ids.isEmpty())
        return next();
    const RunId id = ids.takeFirst();
    m_client.send<WorkflowRun>(GitHub::run(project(), id), this,
                               [this, ids, next, asked = m_clock.now()](const Result<WorkflowRun> &run) {
                                   m_schedule.noteAnswer(runsPoll, run);
                                   if (run)
                                       keepApart(runsPoll, asked, {*run});
                                   askMissingRuns(ids, next);
                               });
}

QList<WorkflowRun> GitHubFeed::merged(const QHash<RunId, Observed<WorkflowRun>> &apart) const
{
    QList<WorkflowRun> all = m_page;
    all.removeIf([&](const WorkflowRun &run) { return apart.contains(run.id); });
    for (const Observed<WorkflowRun> &run : apart)
        all.append(*run.value);
    std::sort(all.begin(), all.end(), newerFirst);
    return all;
}

QList<RunId> GitHubFeed::runsToLookInto() const
{
    const Observations &known = m_store.observations();
    const QList<WorkflowRun> runs = known.runs.value.value_or(QList<WorkflowRun>());
    const CommitSha tested = m_store.snapshot().offer.target;
    const QList<RunAttempt> vouching = attemptsToRead(known, m_store.project());
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
    QList<RunAttempt> attempts = attemptsToRead(known, m_store.project());
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
        m_client.send<QList<Job>>(GitHub::jobsOf(project(), attempt), this,
                                  [this, attempt, end](const Result<QList<Job>> &jobs) {
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

/// The workflows, but production's, of which the newest page holds no run.
QStringList GitHubFeed::filesWithoutRun() const
{
    QStringList files;
    if (!m_store.observations().runs.value)
        return files;
    for (const QString &file : {project().ciWorkflow, project().stagingWorkflow}) {
        const bool recent = std::any_of(m_page.cbegin(), m_page.cend(),
                                        [&](const WorkflowRun &run) { return run.workflowFile == file; });
        if (!recent)
            files.append(file);
    }
    return files;
}

/// The tested commit while its CI run is not on the newest page; else empty.
CommitSha GitHubFeed::targetWithoutCi() const
{
    const CommitSha target = m_store.snapshot().offer.target;
    if (target.isEmpty() || !m_store.observations().runs.value)
        return {};
    const bool onPage = std::any_of(m_page.cbegin(), m_page.cend(),
                                    [&](const WorkflowRun &run) { return isCiOf(target, run, project()); });
    return onPage ? CommitSha() : target;
}

void GitHubFeed::askOlderRuns(const Next &next)
{
    askOlder(filesWithoutRun(), next);
}

void GitHubFeed::askOlder(QStringList files, const Next &next)
{
    if (files.isEmpty())
        return next();
    const QString file = files.takeFirst();
    m_client.send<QList<WorkflowRun>>(GitHub::runsOf(project(), file), this,
                                      [this, files, next, asked = m_clock.now()](const auto &older) {
                                          m_schedule.noteAnswer(olderPoll, older);
                                          if (older)
                                              keepApart(olderPoll, asked, *older);
                                          askOlder(files, next);
                                      });
}

/// CI's own list: scheduled runs on the same commit may fill the one of all workflows.
void GitHubFeed::askTestedCi(const Next &next)
{
    const CommitSha target = targetWithoutCi();
    if (target.isEmpty())
        return next();
    ask<QList<WorkflowRun>>(
        GitHub::pushRunsAt(project(), project().ciWorkflow, target), testedCiPoll, next,
        [this, target](Observations &all, const Result<QList<WorkflowRun>> &runs, const Reading &reading) {
            if (!runs) {
                all.testedCi.apply(runs.error(), reading);
                return;
            }
            all.testedCi.apply(RunsAtCommit{.sha = target, .runs = *runs}, reading);
            takeApart(all, *runs, reading);
        });
}

} // namespace Slipway

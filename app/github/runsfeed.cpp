// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/runsfeed.h"

#include "app/feed/afterall.h"
#include "models/follow/follow.h"
#include "models/observed/moving.h"
#include "models/pipeline/facts.h"
#include "models/pipeline/vouching.h"

#include <algorithm>
#include <array>

namespace Slipway {

namespace {

constexpr QLatin1String runsPoll("github.runs");
constexpr QLatin1String productionPoll("github.production-runs");
constexpr QLatin1String testedCiPoll("github.tested-ci");
constexpr QLatin1String olderPoll("github.older-runs");
constexpr QLatin1String attemptsPoll("github.attempts");

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

RunsFeed::RunsFeed(const FeedContext &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    add(
        runsPoll, [this] { return isBusy() ? Every::running : Every::overview; }, &RunsFeed::askRuns);
    add(
        productionPoll, [this] { return m_productionIsLong ? Every::sentry : Every::overview; },
        &RunsFeed::askProductionRuns);
    add(
        testedCiPoll,
        [this] {
            if (targetWithoutCi().isEmpty())
                return Milliseconds(0);
            return m_feed.seen().testedCi.error ? Every::tip : Every::rare;
        },
        &RunsFeed::askTestedCi);
    add(
        olderPoll, [this] { return filesWithoutRun().isEmpty() ? Milliseconds(0) : Every::rare; },
        &RunsFeed::askOlderRuns);
    add(
        attemptsPoll, [this] { return endedAttemptsToRead().isEmpty() ? Milliseconds(0) : Every::tip; },
        &RunsFeed::askEndedAttempts);
    connect(&m_feed.store, &ConsoleStore::observed, this, &RunsFeed::observed);
}

void RunsFeed::add(const QString &name, const std::function<Milliseconds()> &interval,
                   void (RunsFeed::*poll)(const Next &))
{
    m_feed.schedule.add({.name = name,
                         .provider = Provider::GitHub,
                         .host = project().api.authority(),
                         .credential = CredentialId::GitHub,
                         .interval = interval,
                         .run = [this, poll](const Schedule::PollDone &done) { (this->*poll)(done); }});
}

/// A run of the three workflows or a command is on its way.
bool RunsFeed::isBusy() const
{
    const Observations &known = m_feed.seen();
    const Moment now = m_feed.now();
    const bool commanded = std::any_of(known.commands.cbegin(), known.commands.cend(),
                                       [now](const CommandRecord &each) { return isMoving(each, now); });
    const QList<WorkflowRun> *runs = known.runs.last();
    return commanded || (runs && std::any_of(runs->cbegin(), runs->cend(), [&](const WorkflowRun &run) {
                             return isMoving(run, known.clocks, now) && isOurs(run);
                         }));
}

/// Of the three workflows.
bool RunsFeed::isOurs(const WorkflowRun &run) const
{
    return run.workflowFile == project().ciWorkflow || run.workflowFile == project().stagingWorkflow ||
           run.workflowFile == project().productionWorkflow;
}

/// The store changed: what is wanted may have changed with it.
void RunsFeed::observed()
{
    const CommitSha lacking = targetWithoutCi();
    if (!lacking.isEmpty() && lacking != m_lacking)
        m_feed.schedule.pokeNow(testedCiPoll);
    m_lacking = lacking;
    const QList<RunAttempt> unread = endedAttemptsToRead();
    if (!unread.isEmpty() && unread != m_unreadAttempts)
        m_feed.schedule.pokeNow(attemptsPoll);
    m_unreadAttempts = unread;
    const bool busy = isBusy();
    if (std::exchange(m_busy, busy) != busy)
        m_feed.schedule.reconsider();
}

void RunsFeed::askRuns(const Next &next)
{
    m_feed.client.send<QList<WorkflowRun>>(
        GitHub::runs(project()), this, [this, next, asked = m_feed.now()](const Result<QList<WorkflowRun>> &recent) {
            m_feed.schedule.noteAnswer(runsPoll, recent);
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

void RunsFeed::askAboutRuns(const Next &next)
{
    askJobs(runsToLookInto(), [this, next] { askWhetherRejected(next); });
}

/// A run that failed may have been rejected by a reviewer: asked once of production's newest one.
void RunsFeed::askWhetherRejected(const Next &next)
{
    const Observations &known = m_feed.seen();
    const QList<WorkflowRun> runs = known.runs.value.value_or(QList<WorkflowRun>());
    const auto newest = std::find_if(runs.cbegin(), runs.cend(), [this](const WorkflowRun &run) {
        return run.workflowFile == project().productionWorkflow;
    });
    const bool failed = newest != runs.cend() && newest->conclusion == RunConclusion::Failure && newest->attempt <= 1;
    const bool justAsked = m_rejectionAskedAt && ageOf(*m_rejectionAskedAt, m_feed.now()) < Every::rare;
    if (!failed || known.givenReviews.contains(newest->id) || (justAsked && m_rejectionOf == newest->id))
        return next();
    m_rejectionOf = newest->id;
    m_rejectionAskedAt = m_feed.now();
    m_feed.client.send<QList<GivenReview>>(
        GitHub::givenReviews(project(), newest->id), this,
        [this, next, id = newest->id](const Result<QList<GivenReview>> &given) {
            if (given)
                m_feed.store.apply(m_feed.now(), [&](Observations &all) { all.givenReviews.insert(id, *given); });
            next();
        });
}

void RunsFeed::keepPage(Moment asked, const Result<QList<WorkflowRun>> &page)
{
    m_feed.write(runsPoll, asked, [&](Observations &all, const Reading &reading) {
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

void RunsFeed::keepApart(const QString &poll, Moment asked, const QList<WorkflowRun> &runs)
{
    m_feed.write(poll, asked, [&](Observations &all, const Reading &reading) { takeApart(all, runs, reading); });
}

/// An answer that is behind what is known already is none.
void RunsFeed::takeApart(Observations &all, const QList<WorkflowRun> &runs, const Reading &reading) const
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
void RunsFeed::askProductionRuns(const Next &next)
{
    const Moment now = m_feed.now();
    const QDateTime told = m_feed.seen().clocks.by(Provider::GitHub, now).utc();
    const bool whole = std::exchange(m_readWhole, false);
    m_feed.client.send<GitHub::RunPage>(
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

void RunsFeed::askProductionRunsIn(QList<QLatin1String> statuses, const QList<WorkflowRun> &found, Moment asked,
                                   const Next &next)
{
    if (statuses.isEmpty()) {
        keepProductionRuns(asked, found);
        return next();
    }
    const QLatin1String status = statuses.takeFirst();
    m_feed.client.send<QList<WorkflowRun>>(
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

void RunsFeed::keepProductionRuns(Moment asked, const Result<QList<WorkflowRun>> &runs)
{
    m_feed.write(productionPoll, asked, [&](Observations &all, const Reading &reading) {
        all.productionRuns.apply(runs, reading);
        if (runs)
            takeApart(all, *runs, reading);
    });
}

void RunsFeed::readEverything()
{
    m_readWhole = true;
}

/// Its run is read as long as anything about it is shown.
bool RunsFeed::isWatched(const CommandRecord &command) const
{
    return isUnresolved(command.state) || isReadOn(command, m_feed.seen(), m_feed.now());
}

/// Runs that are not on the page of recent ones, and whose state may have changed since they were read.
QList<RunId> RunsFeed::runsMissingIn(const QList<WorkflowRun> &recent)
{
    const QList<CommandRecord> &commands = m_feed.seen().commands;
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
    const QList<WorkflowRun> known = m_feed.seen().runs.value.value_or(QList<WorkflowRun>());
    for (const WorkflowRun &run : known) {
        if (run.isActive() && isOurs(run))
            want(run.id);
    }
    return wanted;
}

void RunsFeed::askMissingRuns(QList<RunId> ids, const Next &next)
{
    if (ids.isEmpty())
        return next();
    const RunId id = ids.takeFirst();
    m_feed.client.send<WorkflowRun>(GitHub::run(project(), id), this,
                                    [this, ids, next, asked = m_feed.now()](const Result<WorkflowRun> &run) {
                                        m_feed.schedule.noteAnswer(runsPoll, run);
                                        if (run)
                                            keepApart(runsPoll, asked, {*run});
                                        askMissingRuns(ids, next);
                                    });
}

QList<WorkflowRun> RunsFeed::merged(const QHash<RunId, Observed<WorkflowRun>> &apart) const
{
    QList<WorkflowRun> all = m_page;
    all.removeIf([&](const WorkflowRun &run) { return apart.contains(run.id); });
    for (const Observed<WorkflowRun> &run : apart)
        all.append(*run.value);
    std::sort(all.begin(), all.end(), newerFirst);
    return all;
}

QList<RunId> RunsFeed::runsToLookInto() const
{
    const Observations &known = m_feed.seen();
    const QList<WorkflowRun> runs = known.runs.value.value_or(QList<WorkflowRun>());
    const CommitSha tested = m_feed.store.snapshot().offer.target;
    const QList<RunAttempt> vouching = attemptsToRead(known, m_feed.project());
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

void RunsFeed::askJobs(const QList<RunId> &ids, const Next &next)
{
    const Next end = afterAll(ids.size(), next);
    for (const RunId id : ids)
        askJobsOf(id, end);
}

void RunsFeed::askJobsOf(RunId id, const Next &next)
{
    const auto goOn = [this, id, next] {
        const auto jobs = m_feed.seen().jobs.value(id);
        const bool waits = jobs.value && std::any_of(jobs.value->cbegin(), jobs.value->cend(),
                                                     [](const Job &job) { return job.status == RunStatus::Waiting; });
        if (waits || m_feed.seen().reviews.contains(id))
            askReviews(id, next);
        else
            next();
    };
    const auto keep = [id](Observations &all, const Result<QList<Job>> &jobs, const Reading &reading) {
        const QList<Job> before = all.jobs[id].value.value_or(QList<Job>());
        all.jobs[id].apply(jobs, reading);
        const WorkflowRun run{.id = id, .attempt = 0};
        const int ended = haveEnded(before) ? attemptOf(before, run) : 0;
        if (jobs && ended > 0 && attemptOf(*jobs, run) > ended) // run again
            all.endedJobs.insert({.run = id, .number = ended}, before);
    };
    m_feed.ask(this, GitHub::jobs(project(), id), runsPoll, keep, goOn);
}

QList<RunAttempt> RunsFeed::endedAttemptsToRead() const
{
    const Observations &known = m_feed.seen();
    const QList<WorkflowRun> runs = known.runs.value.value_or(QList<WorkflowRun>());
    QList<RunAttempt> attempts = attemptsToRead(known, m_feed.project());
    attempts.removeIf([&](const RunAttempt &attempt) {
        return std::any_of(runs.cbegin(), runs.cend(), [&](const WorkflowRun &run) {
            return run.id == attempt.run && run.attempt == attempt.number && run.isActive();
        });
    });
    return attempts;
}

void RunsFeed::askEndedAttempts(const Next &next)
{
    const QList<RunAttempt> attempts = endedAttemptsToRead();
    const Next end = afterAll(attempts.size(), next);
    for (const RunAttempt &attempt : attempts) {
        m_feed.client.send<QList<Job>>(GitHub::jobsOf(project(), attempt), this,
                                       [this, attempt, end](const Result<QList<Job>> &jobs) {
                                           const bool isGone = !jobs && jobs.error().kind == ErrorKind::NotFound;
                                           if (!isGone)
                                               m_feed.schedule.noteAnswer(attemptsPoll, jobs);
                                           if (isGone || (jobs && haveEnded(*jobs)))
                                               m_feed.store.apply(m_feed.now(), [&](Observations &all) {
                                                   all.endedJobs.insert(attempt, jobs ? *jobs : QList<Job>());
                                               });
                                           end();
                                       });
    }
}

void RunsFeed::askReviews(RunId run, const Next &next)
{
    m_feed.ask(
        this, GitHub::pendingReviews(project(), run),
        runsPoll, [run](Observations & all) -> auto & { return all.reviews[run]; }, next);
}

/// The workflows, but production's, of which the newest page holds no run.
QStringList RunsFeed::filesWithoutRun() const
{
    QStringList files;
    if (!m_feed.seen().runs.value)
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
CommitSha RunsFeed::targetWithoutCi() const
{
    const CommitSha target = m_feed.store.told().offer.target;
    if (target.isEmpty() || !m_feed.seen().runs.value)
        return {};
    const bool onPage = std::any_of(m_page.cbegin(), m_page.cend(),
                                    [&](const WorkflowRun &run) { return isCiOf(target, run, project()); });
    return onPage ? CommitSha() : target;
}

void RunsFeed::askOlderRuns(const Next &next)
{
    askOlder(filesWithoutRun(), next);
}

void RunsFeed::askOlder(QStringList files, const Next &next)
{
    if (files.isEmpty())
        return next();
    const QString file = files.takeFirst();
    m_feed.client.send<QList<WorkflowRun>>(GitHub::runsOf(project(), file), this,
                                           [this, files, next, asked = m_feed.now()](const auto &older) {
                                               m_feed.schedule.noteAnswer(olderPoll, older);
                                               if (older)
                                                   keepApart(olderPoll, asked, *older);
                                               askOlder(files, next);
                                           });
}

/// CI's own list: scheduled runs on the same commit may fill the one of all workflows.
void RunsFeed::askTestedCi(const Next &next)
{
    const CommitSha target = targetWithoutCi();
    if (target.isEmpty())
        return next();
    const auto keep = [this, target](Observations &all, const Result<QList<WorkflowRun>> &runs,
                                     const Reading &reading) {
        if (!runs) {
            all.testedCi.apply(runs.error(), reading);
            return;
        }
        all.testedCi.apply(RunsAtCommit{.sha = target, .runs = *runs}, reading);
        takeApart(all, *runs, reading);
    };
    m_feed.ask(this, GitHub::pushRunsAt(project(), project().ciWorkflow, target), testedCiPoll, keep, next);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/vouching.h"

#include "models/values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr int mostAttempts = 10;

/// GitHub tells whole seconds.
constexpr qint64 wholeSecond = 1;

bool isGoingOn(const Job &job)
{
    return job.status == RunStatus::InProgress;
}

bool hasSucceeded(const Job &job)
{
    return job.status == RunStatus::Completed && job.conclusion == RunConclusion::Success;
}

bool haveEnded(const QList<Job> &jobs)
{
    return std::all_of(jobs.cbegin(), jobs.cend(), [](const Job &job) { return job.status == RunStatus::Completed; });
}

bool wasGoingOnAt(const Job &job, const QDateTime &time)
{
    if (!job.startedAt.isValid() || job.startedAt > time || job.conclusion == RunConclusion::Skipped)
        return false;
    return isGoingOn(job) || (job.completedAt.isValid() && time < job.completedAt.addSecs(wholeSecond));
}

/// Between its first attempt's beginning and its end. An active one has no end yet: no clock of ours counts.
bool wasGoingOnAt(const WorkflowRun &run, const QDateTime &time)
{
    return run.createdAt.isValid() && run.createdAt <= time &&
           (run.isActive() || time < run.updatedAt.addSecs(wholeSecond));
}

bool tellsItsCommit(const WorkflowRun &run)
{
    return run.event == QLatin1String("push") || run.event == QLatin1String("workflow_dispatch");
}

bool nameFits(const QString &jobName, const QString &inText)
{
    const QString fixed = inText.section(QStringLiteral("${{"), 0, 0); // what follows is filled in
    return fixed.size() < inText.size() ? jobName.startsWith(fixed)
                                        : jobName == inText || jobName.startsWith(inText + QStringLiteral(" ("));
}

class Witnesses {
public:
    Witnesses(Environment environment, const Observations &observations, const Project &project)
        : m_environment(environment)
        , m_seen(observations)
        , m_file(workflowOf(project.github, environment))
        , m_runs(observations.runs.last())
        , m_list(observations.deployments[environment].last())
    {
        const auto take = [this](const WorkflowFile &file) {
            if (file.file == m_file)
                m_uploading = file.uploadingJobs;
        };
        if (const WorkflowFile *production = observations.productionWorkflow.last())
            take(*production);
        for (const WorkflowFile &other : observations.otherWorkflows.value.value_or(QList<WorkflowFile>()))
            take(other);
    }

    Vouching judge(const Deployment &deployment) const
    {
        if (!m_runs)
            return {.text = say("GitHub's runs have not been read")};
        if (m_list && std::none_of(m_list->cbegin(), m_list->cend(),
                                   [&](const Deployment &each) { return each.id == deployment.id; }))
            return {.text = say("the list of the environment's deployments does not have it")};
        const QDateTime created = byGitHubsClock(deployment.createdAt);
        QList<const WorkflowRun *> runs;
        for (const WorkflowRun &run : *m_runs) {
            if (run.workflowFile == m_file && wasGoingOnAt(run, created))
                runs.append(&run);
        }
        if (runs.isEmpty())
            return {.text = say("no known run of %1 was going on when it appeared").arg(m_file)};
        QList<Vouching> vouching;
        QString notYet;
        QString why;
        for (const WorkflowRun *run : std::as_const(runs)) {
            const Word word = wordOf(*run, created, runs.size() == 1);
            if (word.kind == Word::Kind::Vouches)
                vouching.append({.run = run, .text = word.text});
            else if (word.kind == Word::Kind::NotYet)
                notYet = word.text;
            else if (why.isEmpty())
                why = word.text;
        }
        if (vouching.size() == 1)
            return vouching.constFirst();
        if (vouching.size() > 1)
            return {.text = say("%1 runs of %2 vouch for it").arg(vouching.size()).arg(m_file)};
        if (runs.size() > 1 && notYet.isEmpty())
            why = say("%1 runs of %2 were going on when it appeared, and none of them vouches for it: %3")
                      .arg(runs.size())
                      .arg(m_file, why);
        return notYet.isEmpty() ? Vouching{.text = why} : Vouching{.notYet = true, .text = notYet};
    }

    void addAttemptsToRead(const Deployment &deployment, QList<RunAttempt> &attempts) const
    {
        const QDateTime created = byGitHubsClock(deployment.createdAt);
        for (const WorkflowRun &run : m_runs ? *m_runs : QList<WorkflowRun>()) {
            if (run.workflowFile != m_file || !wasGoingOnAt(run, created) || !tellsItsCommit(run))
                continue;
            const bool ofThisAttempt = run.attempt <= 1 || !run.startedAt.isValid() || created >= run.startedAt;
            const int last = ofThisAttempt ? run.attempt : run.attempt - 1;
            const int first = ofThisAttempt ? run.attempt : std::max(1, run.attempt - mostAttempts);
            for (int number = first; number <= last; ++number) {
                const RunAttempt attempt{.run = run.id, .number = number};
                if (!isRead(attempt, run) && !attempts.contains(attempt))
                    attempts.append(attempt);
            }
        }
    }

private:
    struct Word {
        enum class Kind { Vouches, NotYet, No };
        Kind kind = Kind::No;
        QString text;
    };

    static Word no(const QString &why) { return {.text = why}; }
    static Word notYet(const QString &why) { return {Word::Kind::NotYet, why}; }

    QDateTime byGitHubsClock(const QDateTime &railways) const
    {
        return m_seen.clocks.translated(Provider::Railway, Provider::GitHub, railways);
    }

    bool isRead(const RunAttempt &attempt, const WorkflowRun &run) const
    {
        if (m_seen.endedJobs.contains(attempt))
            return true;
        const auto jobs = m_seen.jobs.constFind(attempt.run);
        const QList<Job> *known = jobs == m_seen.jobs.cend() ? nullptr : jobs->last();
        return known && attemptOf(*known, run) == attempt.number && haveEnded(*known) &&
               (attempt.number < run.attempt || !run.isActive());
    }

    /// Those of each attempt that is known.
    QList<const QList<Job> *> attemptsOf(const WorkflowRun &run) const
    {
        QList<const QList<Job> *> attempts;
        const auto latest = m_seen.jobs.constFind(run.id);
        if (latest != m_seen.jobs.cend() && latest->last())
            attempts.append(latest->last());
        for (auto each = m_seen.endedJobs.cbegin(); each != m_seen.endedJobs.cend(); ++each) {
            if (each.key().run == run.id)
                attempts.append(&each.value());
        }
        return attempts;
    }

    bool uploads(const Job &job) const
    {
        return std::any_of(m_uploading.cbegin(), m_uploading.cend(),
                           [&](const QString &name) { return nameFits(job.name, name); });
    }

    Word wordOf(const WorkflowRun &run, const QDateTime &created, bool alone) const
    {
        if (!tellsItsCommit(run))
            return no(say("run #%1 was started by %2, whose commit may be a newer one").arg(run.number).arg(run.event));
        const QList<const QList<Job> *> attempts = attemptsOf(run);
        if (attempts.isEmpty())
            return no(say("the jobs of run #%1 have not been read").arg(run.number));
        Word best = no(say("no job of run #%1 is known to have been going on when it appeared").arg(run.number));
        for (const QList<Job> *jobs : attempts) {
            Word word = wordOf(run, *jobs, created, alone);
            if (word.kind == Word::Kind::Vouches)
                return word;
            if (!word.text.isEmpty() && best.kind != Word::Kind::NotYet)
                best = word;
        }
        return best;
    }

    /// Of one attempt; no text where none of its jobs was going on then.
    Word wordOf(const WorkflowRun &run, const QList<Job> &jobs, const QDateTime &created, bool alone) const
    {
        const bool told = std::any_of(jobs.cbegin(), jobs.cend(), [this](const Job &job) { return uploads(job); });
        Word best = no({});
        for (const Job &job : jobs) {
            if (!wasGoingOnAt(job, created))
                continue;
            Word word = told && !uploads(job)
                            ? no(say("only \"%1\" of run #%2 was going on when it appeared, which uploads nothing")
                                     .arg(job.name)
                                     .arg(run.number))
                            : wordOf(run, job);
            if (word.kind == Word::Kind::NotYet)
                return word;
            if (best.kind != Word::Kind::Vouches && (best.text.isEmpty() || word.kind == Word::Kind::Vouches))
                best = word;
        }
        if (best.kind != Word::Kind::Vouches || told)
            return best;
        return doubtAbout(run, jobs, alone).value_or(best);
    }

    Word wordOf(const WorkflowRun &run, const Job &job) const
    {
        const QString name = say("\"%1\" of run #%2").arg(job.name).arg(run.number);
        if (isGoingOn(job))
            return notYet(say("%1 was going on when it appeared, and still is").arg(name));
        if (!hasSucceeded(job))
            return no(say("%1, which was going on when it appeared, did not succeed").arg(name));
        if (const auto trouble = listTrouble(job.startedAt, job.completedAt))
            return *trouble;
        const auto began = std::count_if(m_list->cbegin(), m_list->cend(), [&](const Deployment &each) {
            return wasGoingOnAt(job, byGitHubsClock(each.createdAt));
        });
        if (began != 1)
            return no(say("%1 deployments began within %2").arg(began).arg(name));
        return {Word::Kind::Vouches, say("the only deployment that began within %1, which succeeded and checked out %2")
                                         .arg(name, shortSha(run.headSha))};
    }

    /// Where the workflow's text does not name the job that uploads: what may have made another one of it.
    std::optional<Word> doubtAbout(const WorkflowRun &run, const QList<Job> &jobs, bool alone) const
    {
        if (!alone)
            return no(say("other runs of %1 were going on as well, and which job uploads is not known").arg(m_file));
        const bool before = run.number <= 1 || std::any_of(m_runs->cbegin(), m_runs->cend(), [&](const auto &each) {
                                return each.workflowFile == m_file && each.number == run.number - 1;
                            });
        if (!before)
            return no(say("the run before #%1 is not known: it may have been going on as well").arg(run.number));
        if (!haveEnded(jobs))
            return notYet(say("run #%1 was going on when it appeared, and still is").arg(run.number));
        QDateTime from;
        QDateTime to;
        for (const Job &job : jobs) {
            if (job.conclusion == RunConclusion::Skipped)
                return no(
                    say("run #%1 skipped \"%2\", and which job uploads is not known").arg(run.number).arg(job.name));
            if (!job.startedAt.isValid() || !job.completedAt.isValid())
                continue;
            from = from.isValid() ? std::min(from, job.startedAt) : job.startedAt;
            to = to.isValid() ? std::max(to, job.completedAt) : job.completedAt;
        }
        if (auto trouble = listTrouble(from, to))
            return trouble;
        const auto began = std::count_if(m_list->cbegin(), m_list->cend(), [&](const Deployment &each) {
            const QDateTime time = byGitHubsClock(each.createdAt);
            return time >= from && time < to.addSecs(wholeSecond);
        });
        if (began == 1)
            return std::nullopt;
        return no(say("%1 deployments appeared during run #%2").arg(began).arg(run.number));
    }

    /// The list proves "no other" only if it reaches back to the beginning and was read after the end.
    std::optional<Word> listTrouble(const QDateTime &from, const QDateTime &to) const
    {
        if (!m_list)
            return no(say("the environment's deployments have not been read"));
        const auto &service = m_seen.services[m_environment];
        const ServiceInstance *instance = service.last();
        const bool hasNewest = instance && instance->latest &&
                               std::any_of(m_list->cbegin(), m_list->cend(),
                                           [&](const Deployment &each) { return each.id == instance->latest->id; });
        if (instance && instance->latest && !hasNewest)
            return no(say("the environment's deployments have not been read since the newest one appeared"));
        const Moment listed = m_seen.deployments[m_environment].fetchedAt;
        const bool since = readAfter(listed, to) || (hasNewest && readAfter(service.fetchedAt, to));
        if (!since)
            return notYet(say("the environment's deployments have not been read since the run's job ended"));
        if (m_list->size() >= listedDeployments && byGitHubsClock(m_list->constLast().createdAt) > from)
            return no(say("the list of deployments does not reach back to the run's start"));
        return std::nullopt;
    }

    bool readAfter(Moment reading, const QDateTime &githubTime) const
    {
        return m_seen.clocks.by(Provider::GitHub, reading).utc() >= githubTime;
    }

    Environment m_environment;
    const Observations &m_seen;
    QString m_file;
    const QList<WorkflowRun> *m_runs;
    const QList<Deployment> *m_list;
    QStringList m_uploading; ///< jobs of the workflow that upload, as far as its text tells
};

bool mayBeVouchedFor(const Deployment &deployment)
{
    return deployment.commit.isEmpty() && deployment.image.isEmpty() && deployment.route != DeploymentRoute::Rollback;
}

} // namespace

Vouching vouchingOf(const Deployment &deployment, Environment environment, const Observations &observations,
                    const Project &project)
{
    return Witnesses(environment, observations, project).judge(deployment);
}

void keepVouched(Observations &observations, const Project &project)
{
    for (const Environment environment : environments) {
        const QList<Deployment> listed = observations.deployments[environment].value.value_or(QList<Deployment>());
        const bool open = std::any_of(listed.cbegin(), listed.cend(), [&](const Deployment &each) {
            return mayBeVouchedFor(each) && !observations.vouched.contains(each.id);
        });
        if (!open)
            continue;
        const Witnesses witnesses(environment, observations, project);
        for (const Deployment &each : listed) {
            if (!mayBeVouchedFor(each) || observations.vouched.contains(each.id))
                continue;
            const Vouching vouching = witnesses.judge(each);
            if (vouching.run)
                observations.vouched.insert(
                    each.id, {.sha = vouching.run->headSha, .run = vouching.run->id, .text = vouching.text});
        }
    }
}

QList<RunAttempt> attemptsToRead(const Observations &observations, const Project &project)
{
    QList<RunAttempt> attempts;
    for (const Environment environment : environments) {
        const QList<Deployment> *listed = observations.deployments[environment].last();
        if (!listed)
            continue;
        const Witnesses witnesses(environment, observations, project);
        for (const Deployment &each : *listed) {
            if (mayBeVouchedFor(each) && !observations.vouched.contains(each.id))
                witnesses.addAttemptsToRead(each, attempts);
        }
    }
    return attempts;
}

int attemptOf(const QList<Job> &jobs, const WorkflowRun &run)
{
    int newest = 0;
    for (const Job &job : jobs)
        newest = std::max(newest, job.attempt);
    return newest > 0 ? newest : run.attempt;
}

QString workflowOf(const GitHubProject &github, Environment environment)
{
    return environment == Environment::Staging ? github.stagingWorkflow : github.productionWorkflow;
}

} // namespace Slipway

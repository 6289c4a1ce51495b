// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/world/plans.h"

#include <algorithm>

namespace Slipway::Rehearsal {

namespace {

constexpr const char *uploadStep = "Deploy to Railway";
constexpr const char *waitStep = "Wait for the deployment";

// Seconds after a deployment was created. The application needs 60 to 90 s to become ready
// (models/pipeline/README.md, 12); until then Railway lets the old container answer.
constexpr int buildsAfter = 4;
constexpr int startsAfter = 34;
constexpr int servesAfter = 96;
constexpr int warmAfter = servesAfter + 8;
constexpr int drainedAfter = servesAfter + 10;
constexpr double returnsAfter[] = {1, 3, 12}; ///< without a build: initializing, deploying, serving
constexpr int polledEvery = 5;                ///< by what waits for it, or for CI

struct PlannedStep {
    const char *name;
    double seconds;
    QString failure = {};
};

class Planner {
public:
    Planner(SimRun &run, double unit, qint64 &nextJob)
        : m_run(run)
        , m_unit(unit)
        , m_nextJob(nextJob)
    {
    }

    /// Adds a job that begins `from` scripted seconds after the run; gives the second at which it ends.
    double add(const char *name, double from, const QList<PlannedStep> &steps, bool advisory = false)
    {
        SimJob job{.id = ++m_nextJob, .name = QString::fromLatin1(name), .advisory = advisory};
        double at = from;
        bool broken = false;
        for (const PlannedStep &step : steps) {
            const double seconds = broken ? 0 : step.seconds;
            job.steps.append({QString::fromLatin1(step.name), time(at), time(at + seconds), step.failure});
            at += seconds;
            broken = broken || (!step.failure.isEmpty() && !advisory);
        }
        m_run.jobs.append(job);
        return at;
    }
    void skip(const char *name, double from)
    {
        SimJob job{.id = ++m_nextJob, .name = QString::fromLatin1(name), .skipped = true};
        job.steps.append({.name = {}, .from = time(from), .to = time(from)});
        m_run.jobs.append(job);
    }

private:
    QDateTime time(double seconds) const { return m_run.createdAt.addMSecs(qint64(seconds * m_unit * 1000)); }

    SimRun &m_run;
    double m_unit;
    qint64 &m_nextJob;
};

/// What a deploy job does. One that uploads cannot wait for the deployment, whose id it never learns.
QList<PlannedStep> deploySteps(const Script &script)
{
    if (script.railwayUp)
        return {{"Set up job", 2},
                {"Check out", 3},
                {"Install Railway CLI", 6},
                {uploadStep, 9},
                {"Wait for the service", 75}};
    return {{"Set up job", 2}, {"Check out", 3}, {uploadStep, 3}, {waitStep, servesAfter + 4}, {"Health check", 2}};
}

/// What needs the job is skipped; the last job tells the team, however it went.
void skipBehind(SimRun &run, QList<SimJob>::iterator broken, const QDateTime &at, double unit)
{
    SimJob &last = run.jobs.last();
    for (auto job = std::next(broken); &*job != &last; ++job) {
        job->skipped = true;
        job->needsReview = false;
        job->steps = {{.name = {}, .from = at, .to = at}};
    }
    const qint64 early = at.addMSecs(qint64(2 * unit * 1000)).msecsTo(last.steps.constFirst().from);
    for (SimStep &step : last.steps) {
        step.from = step.from.addMSecs(-early);
        step.to = step.to.addMSecs(-early);
    }
}

bool isToRunAgain(const SimRun &run, const SimJob &job)
{
    const bool cutOff = run.cancelledAt && job.steps.constLast().to > *run.cancelledAt;
    return job.failed() || job.skipped || cutOff;
}

} // namespace

void planCi(SimRun &run, const Script &script, qint64 &nextJob)
{
    Planner plan(run, script.unit, nextJob);
    plan.add("Code Quality Checks", 4,
             {{"Set up job", 3},
              {"Check out", 3},
              {"Ruff", 14},
              {"Black", 12},
              {"isort", 9, QStringLiteral("ERROR: src/routes/chat.py Imports are incorrectly sorted.")},
              {"mypy", 58, QStringLiteral("Found 12 errors in 4 files (checked 211 source files)")}},
             true);
    plan.add("Security Scan", 4, {{"Set up job", 3}, {"Check out", 3}, {"Bandit", 31}, {"safety", 22}}, true);
    double tests = 0;
    const QString flaky = QStringLiteral("FAILED tests/test_stream.py::test_order - TimeoutError");
    for (const QLatin1String shard : {QLatin1String("Run Tests (Shard 1)"), QLatin1String("Run Tests (Shard 2)"),
                                      QLatin1String("Run Tests (Shard 3)"), QLatin1String("Run Tests (Shard 4)")}) {
        const QString failure = script.testsFail && shard.contains(QLatin1Char('2')) ? flaky : QString();
        tests =
            plan.add(shard.data(), 6, {{"Set up job", 4}, {"Check out", 3}, {"Install", 41}, {"Pytest", 220, failure}});
    }
    if (script.testsFail) {
        for (const char *job : {"Coverage Report", "Build Verification", "Deployment Ready"})
            plan.skip(job, tests + 1);
        return;
    }
    const double coverage = plan.add("Coverage Report", tests + 3, {{"Set up job", 3}, {"Combine coverage", 28}});
    const double build = plan.add("Build Verification", coverage + 3, {{"Set up job", 4}, {"Build image", 76}});
    plan.add("Deployment Ready", build + 3, {{"Set up job", 2}, {"Report", 5}});
}

void planStaging(SimRun &run, const SimRun &ci, const Script &script, qint64 &nextJob)
{
    Planner plan(run, script.unit, nextJob);
    const double setup = plan.add("Setup Deployment Environment", 3, {{"Set up job", 2}, {"Determine environment", 4}});
    const double until = double(run.createdAt.msecsTo(endOf(ci))) / 1000 / script.unit;
    const double polls = std::max<double>(until + polledEvery - setup - 4, 1);
    const bool ciFailed = std::any_of(ci.jobs.cbegin(), ci.jobs.cend(), [](const SimJob &job) { return job.failed(); });
    const QString refusal = ciFailed ? QStringLiteral("CI failed on this commit; nothing is deployed.") : QString();
    const double passed =
        plan.add("Verify CI Passed", setup + 2, {{"Set up job", 2}, {"Poll check runs", polls, refusal}});
    if (ciFailed) {
        plan.skip("Deploy to Railway Staging (Test Environment)", passed + 1);
        plan.add("Notify Deployment", passed + 2, {{"Set up job", 1}, {"Notify", 2}});
        return;
    }
    const double deploy = plan.add("Deploy to Railway Staging (Test Environment)", passed + 2, deploySteps(script));
    plan.add("Notify Deployment", deploy + 2, {{"Set up job", 1}, {"Notify", 2}});
}

void planProduction(SimRun &run, const Script &script, qint64 &nextJob)
{
    Planner plan(run, script.unit, nextJob);
    const bool phraseIsRight = script.phraseGiven == script.phraseWanted;
    const QString refusal = QStringLiteral("Confirmation failed: you must type '%1' exactly.").arg(script.phraseWanted);
    const double validated =
        plan.add("Validate Confirmation", 3,
                 {{"Set up job", 2}, {"Check confirmation", 1, phraseIsRight ? QString() : refusal}});
    if (!phraseIsRight) {
        plan.skip("Deploy to Railway Production", validated + 1);
        plan.skip("Verify Production", validated + 1);
        plan.add("Notify Deployment", validated + 2, {{"Set up job", 1}, {"Notify", 2}});
        return;
    }
    // A review that never comes: World::approve() moves what follows to the present.
    constexpr double never = 30 * 86'400;
    const double deploys = validated + 4 + (script.needsReview ? never : 0);
    const double deployed = plan.add("Deploy to Railway Production", deploys, deploySteps(script));
    run.jobs.last().needsReview = script.needsReview;
    const double verified =
        plan.add("Verify Production", deployed + 2,
                 {{"Set up job", 2}, {"Wait for the service", 30}, {"Health check", 3}, {"Check models", 2}});
    plan.add("Notify Deployment", verified + 2, {{"Set up job", 1}, {"Notify", 2}});
}

void planRollout(SimDeployment &deployment, const QDateTime &from, double unit)
{
    const auto later = [&](double seconds) { return from.addMSecs(qint64(seconds * unit * 1000)); };
    deployment.timeline += {{from, QStringLiteral("INITIALIZING")},
                            {later(buildsAfter), QStringLiteral("BUILDING")},
                            {later(startsAfter), QStringLiteral("DEPLOYING")},
                            {later(servesAfter), QStringLiteral("SUCCESS")}};
    deployment.builtAt = later(startsAfter);
    deployment.warmAt = later(warmAfter);
    deployment.previousEndAt = later(drainedAfter);
}

void planReturn(SimDeployment &deployment, double unit)
{
    const auto later = [&](double seconds) { return deployment.createdAt.addMSecs(qint64(seconds * unit * 1000)); };
    const auto [initializing, deploying, serving] = returnsAfter;
    deployment.timeline = {{deployment.createdAt, QStringLiteral("QUEUED")},
                           {later(initializing), QStringLiteral("INITIALIZING")},
                           {later(deploying), QStringLiteral("DEPLOYING")},
                           {later(serving), QStringLiteral("SUCCESS")}};
    deployment.builtAt = deployment.createdAt;
    deployment.warmAt = later(serving + warmAfter - servesAfter);
    deployment.previousEndAt = later(serving + drainedAfter - servesAfter);
}

bool failToBuild(SimDeployment &deployment, const QDateTime &now)
{
    const auto built = std::find_if(deployment.timeline.begin(), deployment.timeline.end(),
                                    [](const auto &entry) { return entry.second == QLatin1String("DEPLOYING"); });
    if (built == deployment.timeline.end() || built->first <= now)
        return false;
    built->second = QStringLiteral("FAILED");
    while (deployment.timeline.constLast().second == QLatin1String("SUCCESS"))
        deployment.timeline.removeLast();
    deployment.degradesAt = {};
    if (deployment.builtAt > now) // one that returns has its image from the beginning
        deployment.builtAt = {};
    return true;
}

bool abortRollout(SimDeployment &deployment, const QDateTime &now)
{
    const bool waits = deployment.timeline.constLast().second == QLatin1String("NEEDS_APPROVAL");
    if (!waits && deployment.timeline.constLast().first <= now)
        return false;
    deployment.timeline.removeIf([&](const auto &entry) { return entry.first > now; });
    deployment.timeline.append({now, QStringLiteral("REMOVED")});
    deployment.degradesAt = {};
    if (deployment.builtAt > now)
        deployment.builtAt = {};
    return true;
}

void failToWait(SimRun &run, const QDateTime &at, const QString &ended, double unit)
{
    const auto later = [&](double seconds) { return at.addMSecs(qint64(seconds * unit * 1000)); };
    const QDateTime found = later(polledEvery);
    const auto waits = std::find_if(run.jobs.begin(), run.jobs.end(), [](const SimJob &job) {
        return std::any_of(job.steps.cbegin(), job.steps.cend(),
                           [](const SimStep &step) { return step.name == QLatin1String(waitStep); });
    });
    if (waits == run.jobs.end())
        return;
    for (SimStep &step : waits->steps) {
        if (waits->failed()) {
            step.from = found;
            step.to = found;
        } else if (step.name == QLatin1String(waitStep)) {
            step.to = found;
            step.failure = QStringLiteral("The deployment ended as %1.").arg(ended);
        }
    }
    skipBehind(run, waits, found, unit);
}

void rejectReview(SimRun &run, const QDateTime &at, double unit)
{
    const auto waits =
        std::find_if(run.jobs.begin(), run.jobs.end(), [](const SimJob &job) { return job.needsReview; });
    if (waits == run.jobs.end())
        return;
    waits->needsReview = false;
    waits->rejected = true;
    waits->steps = {{.name = {}, .from = at, .to = at}};
    skipBehind(run, waits, at, unit);
}

bool rerunFailed(SimRun &run, const SimRun &anew, double unit)
{
    if (std::none_of(run.jobs.cbegin(), run.jobs.cend(), [&](const SimJob &job) { return isToRunAgain(run, job); }))
        return false;
    constexpr double queuedFor = 4;
    QDateTime first;
    QList<SimJob> jobs;
    for (const SimJob &planned : anew.jobs) {
        const auto old = std::find_if(run.jobs.cbegin(), run.jobs.cend(),
                                      [&](const SimJob &job) { return job.name == planned.name; });
        const bool again = old == run.jobs.cend() || isToRunAgain(run, *old) || old->id == run.jobs.constLast().id;
        if (again && (!first.isValid() || planned.steps.constFirst().from < first))
            first = planned.steps.constFirst().from;
        jobs.append(again ? planned : *old);
    }
    const qint64 early = anew.createdAt.addMSecs(qint64(queuedFor * unit * 1000)).msecsTo(first);
    for (SimJob &job : jobs) {
        const bool again = std::any_of(anew.jobs.cbegin(), anew.jobs.cend(),
                                       [&](const SimJob &planned) { return planned.id == job.id; });
        for (SimStep &step : job.steps) {
            step.from = again ? step.from.addMSecs(-early) : step.from;
            step.to = again ? step.to.addMSecs(-early) : step.to;
        }
    }
    run.jobs = jobs;
    run.cancelledAt.reset();
    return true;
}

QDateTime uploadedAt(const SimRun &run)
{
    for (const SimJob &job : run.jobs) {
        for (const SimStep &step : job.steps) {
            if (step.name == QLatin1String(uploadStep))
                return step.to;
        }
    }
    return {};
}

QDateTime endOf(const SimRun &run)
{
    QDateTime end = run.createdAt;
    for (const SimJob &job : run.jobs)
        end = std::max(end, job.steps.constLast().to);
    return end;
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plans.h"

#include <algorithm>

namespace Slipway::Rehearsal {

namespace {

const QString uploadStep = QStringLiteral("Deploy to Railway");

struct PlannedStep {
    const char *name;
    double seconds;
    bool fails = false;
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
            job.steps.append({QString::fromLatin1(step.name), time(at), time(at + seconds), step.fails});
            at += seconds;
            broken = broken || (step.fails && !advisory);
        }
        m_run.jobs.append(job);
        return at;
    }
    void skip(const char *name, double from)
    {
        SimJob job{.id = ++m_nextJob, .name = QString::fromLatin1(name), .skipped = true};
        job.steps.append({QString(), time(from), time(from)});
        m_run.jobs.append(job);
    }

private:
    QDateTime time(double seconds) const { return m_run.createdAt.addMSecs(qint64(seconds * m_unit * 1000)); }

    SimRun &m_run;
    double m_unit;
    qint64 &m_nextJob;
};

} // namespace

void planCi(SimRun &run, double unit, qint64 &nextJob)
{
    Planner plan(run, unit, nextJob);
    plan.add("Code Quality Checks", 4,
             {{"Set up job", 3}, {"Check out", 3}, {"Ruff", 14}, {"Black", 12}, {"isort", 9, true}, {"mypy", 58, true}},
             true);
    plan.add("Security Scan", 4, {{"Set up job", 3}, {"Check out", 3}, {"Bandit", 31}, {"safety", 22}}, true);
    double tests = 0;
    for (const char *shard :
         {"Run Tests (Shard 1)", "Run Tests (Shard 2)", "Run Tests (Shard 3)", "Run Tests (Shard 4)"})
        tests = plan.add(shard, 6, {{"Set up job", 4}, {"Check out", 3}, {"Install", 41}, {"Pytest", 220}});
    const double coverage = plan.add("Coverage Report", tests + 3, {{"Set up job", 3}, {"Combine coverage", 28}});
    const double build = plan.add("Build Verification", coverage + 3, {{"Set up job", 4}, {"Build image", 76}});
    plan.add("Deployment Ready", build + 3, {{"Set up job", 2}, {"Report", 5}});
}

void planStaging(SimRun &run, double unit, qint64 &nextJob)
{
    Planner plan(run, unit, nextJob);
    const double setup = plan.add("Setup Deployment Environment", 3, {{"Set up job", 2}, {"Determine environment", 4}});
    const double ci = plan.add("Verify CI Passed", setup + 2, {{"Set up job", 2}, {"Poll check runs", 12}});
    const double deploy = plan.add("Deploy to Railway Staging (Test Environment)", ci + 2,
                                   {{"Set up job", 2},
                                    {"Check out", 3},
                                    {"Install Railway CLI", 6},
                                    {"Deploy to Railway", 9},
                                    {"Wait for the service", 75}});
    plan.add("Notify Deployment", deploy + 2, {{"Set up job", 1}, {"Notify", 2}});
}

void planProduction(SimRun &run, double unit, qint64 &nextJob, bool phraseIsRight, bool needsReview)
{
    Planner plan(run, unit, nextJob);
    const double validated =
        plan.add("Validate Confirmation", 3, {{"Set up job", 1}, {"Check confirmation", 2, !phraseIsRight}});
    if (!phraseIsRight) {
        plan.skip("Deploy to Railway Production", validated + 1);
        plan.skip("Verify Production", validated + 1);
        plan.add("Notify Deployment", validated + 2, {{"Set up job", 1}, {"Notify", 2}});
        return;
    }
    // A review that never comes: approve() moves what follows to the present.
    constexpr double never = 30 * 86'400;
    const double deploys = validated + 2 + (needsReview ? never : 0);
    const double deployed = plan.add("Deploy to Railway Production", deploys,
                                     {{"Set up job", 2},
                                      {"Check out", 3},
                                      {"Install Railway CLI", 6},
                                      {"Deploy to Railway", 9},
                                      {"Wait for the deployment", 60},
                                      {"Health check", 8}});
    run.jobs.last().needsReview = needsReview;
    const double verified =
        plan.add("Verify Production", deployed + 2,
                 {{"Set up job", 2}, {"Wait for the service", 30}, {"Health check", 3}, {"Check models", 2}});
    plan.add("Notify Deployment", verified + 2, {{"Set up job", 1}, {"Notify", 2}});
}

QDateTime uploadedAt(const SimRun &run)
{
    for (const SimJob &job : run.jobs) {
        for (const SimStep &step : job.steps) {
            if (step.name == uploadStep)
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

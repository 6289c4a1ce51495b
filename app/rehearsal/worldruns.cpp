// SPDX-License-Identifier: GPL-3.0-or-later
// What people do to a run.
#include "world.h"

#include <algorithm>

namespace Slipway::Rehearsal {

bool World::cancel(qint64 id)
{
    for (SimRun &run : m_runs) {
        if (run.id != id)
            continue;
        if (endOf(run) <= now() || run.isCancelled(now()))
            return false;
        run.cancelledAt = after(3); // asynchronous: it goes on for a moment
        const QDateTime until = *run.cancelledAt;
        m_deployments.removeIf([&](const SimDeployment &each) { return each.run == id && each.createdAt > until; });
        return true;
    }
    return false;
}

/// What its review held up begins now.
void World::letGo(SimRun &run)
{
    for (SimJob &job : run.jobs) {
        if (!std::exchange(job.needsReview, false))
            continue;
        const QDateTime due = job.steps.constFirst().from;
        const qint64 early = now().msecsTo(due);
        const auto pull = [&](QDateTime &time) {
            if (time >= due)
                time = time.addMSecs(-early);
        };
        shiftTimes(run, pull);
        for (SimDeployment &deployment : m_deployments) {
            if (deployment.run == run.id)
                shiftTimes(deployment, pull);
        }
    }
}

void World::approve()
{
    for (SimRun &run : m_runs)
        letGo(run);
}

void World::reject()
{
    const QList<SimRun> all = m_runs;
    for (const SimRun &run : all)
        review(run.id, false);
}

bool World::review(qint64 id, bool approved, const QString &by)
{
    const auto run = std::find_if(m_runs.begin(), m_runs.end(), [&](const SimRun &each) { return each.id == id; });
    const bool waits =
        run != m_runs.end() && !run->isCancelled(now()) &&
        std::any_of(run->jobs.cbegin(), run->jobs.cend(), [](const SimJob &job) { return job.needsReview; });
    if (!waits)
        return false;
    run->reviewedBy = by;
    run->isApproved = approved;
    if (approved) {
        letGo(*run);
        return true;
    }
    rejectReview(*run, now(), script().unit);
    m_deployments.removeIf([&](const SimDeployment &each) { return each.run == id && each.createdAt > now(); });
    return true;
}

bool World::rerun(qint64 id, const QString &actor, Again what)
{
    const auto run = std::find_if(m_runs.begin(), m_runs.end(), [&](const SimRun &each) { return each.id == id; });
    if (run == m_runs.end() || (endOf(*run) > now() && !run->isCancelled(now())))
        return false;
    SimRun anew{.id = id, .file = run->file, .sha = run->sha, .createdAt = now()};
    Script again = script();
    again.testsFail = std::exchange(m_nextTestsFail, false);
    if (run->file == ciFile) {
        planCi(anew, again, m_nextJob);
    } else if (run->file == stagingFile) {
        const auto ci = std::find_if(m_runs.cbegin(), m_runs.cend(),
                                     [&](const SimRun &each) { return each.file == ciFile && each.sha == run->sha; });
        planStaging(anew, ci == m_runs.cend() ? SimRun{.createdAt = now()} : *ci, again, m_nextJob);
    } else {
        again.phraseWanted = phrase();
        again.phraseGiven = run->confirm;
        again.needsReview = m_needsReview;
        planProduction(anew, again, m_nextJob);
    }
    SimRun before = *run;
    if (what == Again::Everything) {
        run->jobs = anew.jobs;
        run->cancelledAt.reset();
    } else if (!rerunFailed(*run, anew, again.unit)) {
        return false;
    }
    before.earlier.clear();
    run->earlier.append(before);
    ++run->attempt;
    run->startedAt = now();
    run->rerunBy = actor;
    const Environment environment = run->file == stagingFile ? Environment::Staging : Environment::Production;
    if (uploadedAt(*run) > now())
        planDeployment(environment, *run, uploadedAt(*run), !m_scenario.railwayUp);
    return true;
}

SimRun World::startCi(const QString &sha, const QString &event, bool fails)
{
    SimRun ci = newRun(ciFile, event, QStringLiteral("main"), sha, QStringLiteral("lee"), now());
    Script tests = script();
    tests.testsFail = fails;
    planCi(ci, tests, m_nextJob);
    m_runs.append(ci);
    return ci;
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/proof.h"

#include "values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

struct Window {
    QDateTime from;
    QDateTime to;
    bool contains(const QDateTime &time) const { return from.isValid() && time >= from && time <= to; }
};

Window windowOf(const WorkflowRun &run, Moment now)
{
    return {.from = run.startedAt.isValid() ? run.startedAt : run.createdAt,
            .to = run.isActive() ? now.utc() : run.updatedAt};
}

CommitProof unproven(const QString &why)
{
    return {.text = why};
}

/// The list proves "no other" only if it is as new as the newest deployment we know of and reaches back far enough.
QString listTrouble(const Observed<QList<Deployment>> &list, const ServiceInstance *instance, const Window &window)
{
    const auto *deployments = list.last();
    if (!deployments)
        return say("the environment's deployments have not been read");
    if (instance && instance->latest &&
        std::none_of(deployments->cbegin(), deployments->cend(),
                     [&](const Deployment &each) { return each.id == instance->latest->id; }))
        return say("the environment's deployments have not been read since the newest one appeared");
    const bool full = deployments->size() >= 10;
    if (full && deployments->constLast().createdAt > window.from)
        return say("the list of deployments does not reach back to the run's start");
    return {};
}

bool tellsItsCommit(const WorkflowRun &run)
{
    return run.event == QLatin1String("push") || run.event == QLatin1String("workflow_dispatch");
}

} // namespace

QString workflowOf(const GitHubProject &github, Environment environment)
{
    return environment == Environment::Staging ? github.stagingWorkflow : github.productionWorkflow;
}

CommitProof proveCommit(const Deployment &deployment, Environment environment, const Observations &observations,
                        const Policy &policy, Moment now)
{
    if (!deployment.commit.isEmpty()) {
        return {.sha = deployment.commit,
                .proof = ShaProof::Railway,
                .text = say("Railway says that the deployment was built from %1").arg(shortSha(deployment.commit))};
    }
    const QString file = workflowOf(policy.project.github, environment);
    const QString lead = say("Railway does not name a commit (railway up), and ");
    const auto *runs = observations.runs.last();
    if (!runs)
        return unproven(lead + say("GitHub's runs have not been read"));
    QList<WorkflowRun> covering;
    for (const WorkflowRun &run : *runs) {
        if (run.workflowFile == file && windowOf(run, now).contains(deployment.createdAt))
            covering.append(run);
    }
    if (covering.isEmpty())
        return unproven(lead + say("no known run of %1 was going on when it appeared").arg(file));
    if (covering.size() > 1)
        return unproven(lead + say("%1 runs of %2 were going on when it appeared").arg(covering.size()).arg(file));
    const WorkflowRun &run = covering.constFirst();
    if (run.isActive() && !observations.runs.fresh(now))
        return unproven(lead + say("the run that made it was last read too long ago"));
    if (!tellsItsCommit(run))
        return unproven(
            lead + say("run #%1 was started by %2, whose commit may be a newer one").arg(run.number).arg(run.event));
    const bool first = run.number <= 1;
    const bool before = std::any_of(runs->cbegin(), runs->cend(), [&](const WorkflowRun &each) {
        return each.workflowFile == file && each.number == run.number - 1;
    });
    if (!first && !before)
        return unproven(lead +
                        say("the run before #%1 is not known: it may have been going on as well").arg(run.number));
    const Window window = windowOf(run, now);
    const QString trouble =
        listTrouble(observations.deployments[environment], observations.services[environment].last(), window);
    if (!trouble.isEmpty())
        return unproven(lead + trouble);
    const QList<Deployment> &all = *observations.deployments[environment].last();
    const auto during = std::count_if(all.cbegin(), all.cend(),
                                      [&](const Deployment &each) { return window.contains(each.createdAt); });
    if (during != 1)
        return unproven(lead + say("%1 deployments appeared during run #%2").arg(during).arg(run.number));
    return {.sha = run.headSha,
            .proof = ShaProof::GitHubRun,
            .text = say("the only deployment that appeared during run #%1, which checked out %2")
                        .arg(run.number)
                        .arg(shortSha(run.headSha)),
            .run = run.id};
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/proof.h"

#include "values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

/// From when to when a run was going on, by Railway's clock.
struct Window {
    QDateTime from;
    QDateTime to; ///< invalid: it is going on
    bool contains(const QDateTime &time) const
    {
        return from.isValid() && time >= from && (!to.isValid() || time <= to);
    }
};

Window windowOf(const WorkflowRun &run, const ServiceClocks &clocks)
{
    const auto byRailway = [&](const QDateTime &time) {
        return clocks.translated(Provider::GitHub, Provider::Railway, time);
    };
    return {.from = byRailway(run.startedAt.isValid() ? run.startedAt : run.createdAt),
            .to = run.isActive() ? QDateTime() : byRailway(run.updatedAt)};
}

/// With what the proof by a run rests on where a service did not tell its time.
QString withClocks(const QString &text, const ServiceClocks &clocks)
{
    if (clocks.isKnown(Provider::GitHub) && clocks.isKnown(Provider::Railway))
        return text;
    return say("%1, if the clocks of GitHub and Railway agree (%2 has not told its time)")
        .arg(text, clocks.isKnown(Provider::GitHub) ? say("Railway") : say("GitHub"));
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

QString shortId(const DeploymentId &id)
{
    return id.value.left(8);
}

bool tellsItsCommit(const WorkflowRun &run)
{
    return run.event == QLatin1String("push") || run.event == QLatin1String("workflow_dispatch");
}

CommitProof proveByRailway(const Deployment &deployment)
{
    if (deployment.commit.isEmpty())
        return {};
    return {.sha = deployment.commit,
            .proof = ShaProof::Railway,
            .text = say("Railway says that the deployment was built from %1").arg(shortSha(deployment.commit))};
}

/// The run during which it, and no other, appeared.
CommitProof proveByRun(const Deployment &deployment, Environment environment, const Observations &observations,
                       const Policy &policy, Moment now)
{
    const QString file = workflowOf(policy.project.github, environment);
    const ServiceClocks &clocks = observations.clocks;
    const QString lead = say("Railway does not name a commit (railway up), and ");
    const auto *runs = observations.runs.last();
    if (!runs)
        return unproven(lead + say("GitHub's runs have not been read"));
    QList<WorkflowRun> covering;
    for (const WorkflowRun &run : *runs) {
        if (run.workflowFile == file && windowOf(run, clocks).contains(deployment.createdAt))
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
    const Window window = windowOf(run, clocks);
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
            .text = withClocks(say("the only deployment that appeared during run #%1, which checked out %2")
                                   .arg(run.number)
                                   .arg(shortSha(run.headSha)),
                               clocks),
            .run = run.id};
}

/// Another deployment with the same image, of which Railway or its run tells the commit: a rollback restores an image
/// and names no commit (railway.md, 2.5). It asks for no third one, so it ends. `before`: only one that is older than
/// that, if valid.
CommitProof proveByImage(const Deployment &deployment, Environment environment, const Observations &observations,
                         const Policy &policy, Moment now, const QDateTime &before = {})
{
    if (deployment.imageDigest.isEmpty())
        return {};
    const auto isTwin = [&](const Deployment &each) {
        return each.imageDigest == deployment.imageDigest && each.id != deployment.id &&
               (!before.isValid() || each.createdAt < before);
    };
    const QList<Deployment> polled = observations.deployments[environment].value.value_or(QList<Deployment>());
    for (const auto &list : {polled, observations.olderDeployments[environment].deployments}) {
        for (const Deployment &each : list) {
            if (isTwin(each) && !each.commit.isEmpty())
                return {.sha = each.commit,
                        .proof = ShaProof::Railway,
                        .text = say("it has the same image as %1, of which Railway says that it was built from %2")
                                    .arg(shortId(each.id), shortSha(each.commit))};
        }
    }
    for (const Deployment &each : polled) { // of older ones the runs tell nothing
        const bool built = isTwin(each) && each.route != DeploymentRoute::Rollback;
        const CommitProof proof = built ? proveByRun(each, environment, observations, policy, now) : CommitProof();
        if (!proof.sha.isEmpty())
            return {.sha = proof.sha,
                    .proof = proof.proof,
                    .text = say("it has the same image as %1, of which its run tells the commit: %2")
                                .arg(shortId(each.id), proof.text)};
    }
    return {};
}

} // namespace

QString workflowOf(const GitHubProject &github, Environment environment)
{
    return environment == Environment::Staging ? github.stagingWorkflow : github.productionWorkflow;
}

CommitProof proveCommit(const Deployment &deployment, Environment environment, const Observations &observations,
                        const Policy &policy, Moment now)
{
    CommitProof railway = proveByRailway(deployment);
    if (!railway.sha.isEmpty())
        return railway;
    CommitProof run = deployment.route == DeploymentRoute::Rollback
                          ? unproven(say("Railway does not name a commit of this rollback, and no other "
                                         "deployment with the same image and a known commit is known"))
                          : proveByRun(deployment, environment, observations, policy, now);
    if (run.sha.isEmpty()) {
        const CommitProof image = proveByImage(deployment, environment, observations, policy, now);
        return image.sha.isEmpty() ? run : image;
    }
    const CommitProof older = proveByImage(deployment, environment, observations, policy, now, deployment.createdAt);
    if (older.sha.isEmpty() || older.sha == run.sha)
        return run;
    return unproven(
        say("it is %1, but %2: it may be a rollback").arg(run.text, older.text)); // during a run that failed
}

} // namespace Slipway

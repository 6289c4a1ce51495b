// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/followdeployment.h"

#include "command/followrun.h"
#include "pipeline/facts.h"

#include <algorithm>

namespace Slipway {

namespace {

CommandStep::State stateOfDeployment(DeploymentStatus status)
{
    if (isSettledGood(status))
        return CommandStep::State::Passed;
    if (isTerminal(status))
        return CommandStep::State::Failed;
    if (isInProgress(status))
        return CommandStep::State::Running;
    return status == DeploymentStatus::NeedsApproval ? CommandStep::State::Waiting : CommandStep::State::Unknown;
}

/// The present state of a deployment: the overview is read more often than the list.
Deployment newestKnown(const Deployment &listed, const ServiceInstance *instance)
{
    if (!instance)
        return listed;
    for (const Deployment &active : instance->active) {
        if (active.id == listed.id)
            return active;
    }
    return instance->latest && instance->latest->id == listed.id ? *instance->latest : listed;
}

void addSteps(CommandRecord &record, const FollowedDeployment &followed, const QString &health)
{
    using State = CommandStep::State;
    if (!followed.ours) {
        record.steps.append(
            {.title = say("Railway deployment"), .state = State::Waiting, .detail = say("none has appeared yet")});
    } else {
        const DeploymentStatus status = followed.ours->status;
        record.steps.append(
            {.title = say("Railway deployment"),
             .state = stateOfDeployment(status),
             .detail = status == DeploymentStatus::Unknown ? followed.ours->rawStatus : wireWord(status)});
    }
    const bool serving = followed.serves && followed.previousGone;
    record.steps.append({.title = say("Serving"),
                         .state = serving           ? State::Passed
                                  : followed.failed ? State::Failed
                                                    : State::Waiting,
                         .detail = serving           ? say("the previous deployment does not serve any more")
                                   : followed.serves ? say("the previous deployment still serves too")
                                                     : QString()});
    record.steps.append({.title = say("Health: two good answers in a row"),
                         .state = followed.twoGoodProbes ? State::Passed
                                  : serving              ? State::Running
                                                         : State::Waiting,
                         .detail = serving ? health : QString()});
}

} // namespace

FollowedDeployment followDeployment(CommandRecord &record, const Observations &observations, const Policy &policy,
                                    Moment now)
{
    const Environment environment = record.order.environment;
    FollowedDeployment followed;
    const Facts facts(observations, policy, now);
    const ServiceInstance *instance = facts.service[environment];
    const auto *listed = observations.deployments[environment].last();
    for (const Deployment &deployment : listed ? *listed : QList<Deployment>()) {
        if (!record.order.known.contains(deployment.id) && deployment.createdAt >= earliestEffect(record))
            followed.appeared.append(newestKnown(deployment, instance));
    }
    const auto chosen = std::find_if(followed.appeared.cbegin(), followed.appeared.cend(), [&](const Deployment &each) {
        return !record.deployment.isEmpty() ? each.id == record.deployment : followed.appeared.size() == 1;
    });
    if (chosen != followed.appeared.cend()) {
        followed.ours = *chosen;
        record.deployment = chosen->id;
        followed.commitProven = proveCommit(*chosen, environment, observations, policy, now).sha == record.order.sha;
        followed.failed = chosen->status == DeploymentStatus::Failed || chosen->status == DeploymentStatus::Skipped ||
                          chosen->status == DeploymentStatus::Crashed || chosen->status == DeploymentStatus::Removed;
    }
    const Deployment *serving = facts.serving[environment];
    followed.serves = followed.ours && serving && serving->id == followed.ours->id && isSettledGood(serving->status) &&
                      !serving->stopped;
    followed.previousGone =
        followed.serves &&
        std::none_of(instance->active.cbegin(), instance->active.cend(), [&](const Deployment &each) {
            return each.id != followed.ours->id && isSettledGood(each.status);
        });
    if (followed.serves && !record.servingSeenAt.isValid())
        record.servingSeenAt = now.utc();
    const Health *health = observations.health[environment].fresh(now);
    followed.twoGoodProbes =
        followed.serves && health && health->goodInRow >= 2 && health->previousAt >= record.servingSeenAt;
    addSteps(record, followed, facts.verdictReason[environment]);
    return followed;
}

QStringList strayDeployments(const CommandRecord &record, const Observations &observations, const Policy &policy,
                             Moment now)
{
    const Environment other = otherEnvironment(record.order.environment);
    const QString file = workflowOf(policy.project.github, other);
    const auto *listed = observations.deployments[other].last();
    const auto *runs = observations.runs.last();
    QStringList strays;
    for (const Deployment &deployment : listed ? *listed : QList<Deployment>()) {
        if (deployment.createdAt < record.sentAt || deployment.route == DeploymentRoute::GitHub)
            continue;
        // A run is listed some seconds after it began, and runs are read less often than deployments.
        if (observations.runs.fetchedAt.utc() < deployment.createdAt.addSecs(15))
            continue;
        const QList<WorkflowRun> known = runs ? *runs : QList<WorkflowRun>();
        const bool explained = std::any_of(known.cbegin(), known.cend(), [&](const WorkflowRun &run) {
            return run.workflowFile == file && run.createdAt <= deployment.createdAt &&
                   (run.isActive() || run.updatedAt >= deployment.createdAt);
        });
        if (!explained && deployment.createdAt <= now.utc())
            strays.append(
                say("A deployment (%1) appeared in %2 during this promotion, and no run of %3 explains it: it "
                    "may have gone to the wrong environment.")
                    .arg(deployment.id.value.left(8), environmentName(other), file));
    }
    return strays;
}

} // namespace Slipway

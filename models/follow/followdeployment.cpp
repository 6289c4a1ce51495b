// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/follow/followdeployment.h"

#include "models/follow/looking.h"
#include "models/pipeline/facts.h"
#include "models/pipeline/identity.h"
#include "models/pipeline/vouching.h"

#include <QSet>

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

/// What a deployment is to the target that one goes back to: a rollback carries the target's image
/// (app/railway/README.md, 18), a rebuild its commit.
enum class Likeness { Same, Other, Unknown };

Likeness likeness(const Deployment &deployment, const Order &order)
{
    if (order.kind != OrderKind::Rebuild && !order.imageDigest.isEmpty() && !deployment.imageDigest.isEmpty())
        return deployment.imageDigest == order.imageDigest ? Likeness::Same : Likeness::Other;
    if (!order.sha.isEmpty() && !deployment.commit.isEmpty())
        return deployment.commit == order.sha ? Likeness::Same : Likeness::Other;
    return Likeness::Unknown;
}

/// The same for the commit that a promotion sends.
Likeness carries(const Deployment &deployment, const Order &order, const Observations &observations,
                 const Project &project)
{
    const CommitSha sha = proveCommit(deployment, order.environment, observations, project).sha;
    if (sha.isEmpty())
        return Likeness::Unknown;
    return sha == order.sha ? Likeness::Same : Likeness::Other;
}

/// Which of the new deployments a run made: the one that carries its commit. The only one is shown as long as it may
/// carry it; somebody else's never is.
const Deployment *madeByRun(const QList<Deployment> &appeared, const CommandRecord &record,
                            const Observations &observations, const Project &project)
{
    const Deployment *same = nullptr;
    for (const Deployment &each : appeared) {
        const Likeness found = carries(each, record.order, observations, project);
        if (found == Likeness::Unknown && each.id == record.deployment) // it was proven before
            return &each;
        if (found != Likeness::Same)
            continue;
        if (same)
            return nullptr; // two of the same commit: it cannot be told which
        same = &each;
    }
    const bool maybe = !same && appeared.size() == 1 &&
                       carries(appeared.constFirst(), record.order, observations, project) == Likeness::Unknown;
    return maybe ? &appeared.constFirst() : same;
}

/// Which of the new deployments is the command's: the one whose id Railway told; of a return the newest that is like
/// the target, or, once Railway has said yes, the only one, unless it is another's for sure.
const Deployment *oursAmong(const QList<Deployment> &appeared, const CommandRecord &record)
{
    const bool returning = isReturn(record.order.kind);
    const Deployment *like = nullptr;
    if (!record.deployment.isEmpty()) {
        const auto named = std::find_if(appeared.cbegin(), appeared.cend(),
                                        [&](const Deployment &each) { return each.id == record.deployment; });
        return named == appeared.cend() ? nullptr : &*named;
    }
    for (const Deployment &each : appeared) {
        const bool same = returning && likeness(each, record.order) == Likeness::Same;
        if (same && (!like || each.createdAt > like->createdAt))
            like = &each;
    }
    if (like || appeared.size() != 1)
        return like;
    const bool another = returning && (record.state == CommandState::Uncertain ||
                                       likeness(appeared.constFirst(), record.order) == Likeness::Other);
    return another ? nullptr : &appeared.constFirst();
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

bool hasChecksAfterLive(const Order &order)
{
    return order.environment == Environment::Production && (isPromotion(order.kind) || isReturn(order.kind));
}

QList<Check> afterLiveOf(const Order &order, const Project &project)
{
    QList<Check> checks = hasChecksAfterLive(order) ? checksOf(project.addresses[order.environment]) : QList<Check>();
    checks.removeIf([](const Check &check) { return !check.afterPromotion; });
    return checks;
}

/// What a check said since the deployment was first seen to serve.
std::optional<HealthSample> saidAfterLive(const CommandRecord &record, const Observations &observations,
                                          const QString &check)
{
    const QMap<QString, HealthSample> all = observations.afterLive.value(record.order.id);
    const auto found = all.constFind(check);
    if (found == all.cend() || found->at < record.servingSeenAt)
        return std::nullopt;
    return *found;
}

void addChecks(CommandRecord &record, FollowedDeployment &followed, const Observations &observations,
               const Project &project)
{
    using State = CommandStep::State;
    const QList<Check> checks = afterLiveOf(record.order, project);
    for (const Check &check : checks) {
        const auto said = saidAfterLive(record, observations, check.name);
        CommandStep step{.title = say("Check %1").arg(check.name),
                         .state = followed.twoGoodProbes ? State::Running : State::Waiting};
        if (!said) {
            followed.openChecks.append(say("the check %1").arg(check.name));
        } else {
            const QString why = said->reasons.join(QStringLiteral("; "));
            const bool unasked = said->verdict == Verdict::Unknown;
            step.detail = why;
            step.state = unasked ? State::Unknown : said->verdict == Verdict::Healthy ? State::Passed : State::Failed;
            if (unasked)
                followed.unaskedChecks.append(QStringLiteral("%1: %2").arg(check.name, why));
            else if (said->verdict != Verdict::Healthy)
                followed.badChecks.append(QStringLiteral("%1: %2").arg(check.name, why));
        }
        record.steps.append(step);
    }
}

} // namespace

FollowedDeployment followDeployment(CommandRecord &record, const Situation &known)
{
    const Environment environment = record.order.environment;
    FollowedDeployment followed;
    const Facts facts(known);
    const ServiceInstance *instance = facts.service[environment];
    const auto *listed = known.seen.deployments[environment].last();
    const QList<Deployment> made = madeSince(record, listed ? *listed : QList<Deployment>(), known.seen.clocks);
    for (const Deployment &deployment : made)
        followed.appeared.append(newestKnown(deployment, instance));
    const bool byRun = record.order.kind == OrderKind::Dispatch;
    const Deployment *chosen =
        byRun ? madeByRun(followed.appeared, record, known.seen, known.project) : oursAmong(followed.appeared, record);
    const auto isAnothers = [&](const Deployment &each) {
        return each.id == record.deployment &&
               carries(each, record.order, known.seen, known.project) == Likeness::Other;
    };
    if (byRun && std::any_of(followed.appeared.cbegin(), followed.appeared.cend(), isAnothers)) {
        record.deployment = {};
        record.servingSeenAt = {};
    }
    if (chosen) {
        followed.ours = *chosen;
        if (isReturn(record.order.kind)) {
            const Likeness found = likeness(*chosen, record.order);
            followed.asOrdered = found == Likeness::Same;
            followed.comparable = found != Likeness::Unknown;
            if (followed.asOrdered && record.deployment.isEmpty()) {
                record.deployment = chosen->id;
                record.servingSeenAt = {}; // a guess may have been seen to serve: its probes prove nothing
            }
            followed.guessed = record.deployment.isEmpty(); // not kept: the true one may be listed later
        } else {
            followed.asOrdered = carries(*chosen, record.order, known.seen, known.project) == Likeness::Same;
            followed.guessed = byRun && !followed.asOrdered && chosen->id != record.deployment;
            if (byRun && !followed.guessed && chosen->id != record.deployment && !record.deployment.isEmpty())
                record.servingSeenAt = {};
            if (!followed.guessed)
                record.deployment = chosen->id;
        }
        followed.failed = chosen->status == DeploymentStatus::Failed || chosen->status == DeploymentStatus::Skipped ||
                          chosen->status == DeploymentStatus::Crashed || chosen->status == DeploymentStatus::Removed;
    }
    const Deployment *serving = facts.serving[environment];
    followed.serves = followed.ours && serving && serving->id == followed.ours->id && isSettledGood(serving->status) &&
                      !serving->stopped;
    followed.previousGone =
        followed.serves &&
        std::none_of(instance->active.cbegin(), instance->active.cend(), [&](const Deployment &each) {
            return each.id != followed.ours->id && !isTerminal(each.status) && !each.stopped;
        });
    if (followed.serves && !record.servingSeenAt.isValid())
        record.servingSeenAt = known.now.utc();
    const Health *health = known.seen.health[environment].fresh(known.now);
    const bool elsewhere = addressLink(facts, environment).state == LinkState::Broken;
    followed.twoGoodProbes =
        followed.serves && !elsewhere && health && health->goodInRow >= 2 && health->previousAt >= record.servingSeenAt;
    addSteps(record, followed, facts.verdictReason[environment]);
    addChecks(record, followed, known.seen, known.project);
    return followed;
}

QList<Check> checksAfterLive(const CommandRecord &record, const Situation &known)
{
    QList<Check> checks =
        record.state == CommandState::Accepted ? afterLiveOf(record.order, known.project) : QList<Check>();
    if (checks.isEmpty())
        return checks;
    CommandRecord seen = record;
    if (!followDeployment(seen, known).twoGoodProbes)
        return {};
    checks.removeIf([&](const Check &check) { return saidAfterLive(seen, known.seen, check.name).has_value(); });
    return checks;
}

std::optional<Deployment> knownDeployment(const Observations &observations, Environment environment,
                                          const DeploymentId &id)
{
    const ServiceInstance *instance = observations.services[environment].last();
    const auto *listed = observations.deployments[environment].last();
    for (const Deployment &deployment : listed ? *listed : QList<Deployment>()) {
        if (deployment.id == id)
            return newestKnown(deployment, instance);
    }
    if (instance && instance->latest && instance->latest->id == id)
        return instance->latest;
    return std::nullopt;
}

QStringList strayDeployments(const CommandRecord &record, const Observations &observations, const Project &project)
{
    const Environment other = otherEnvironment(record.order.environment);
    const QString file = workflowOf(project.github, other);
    const AutoDeploy *autoDeploy = observations.autoDeploy[other].last();
    QList<Deployment> all =
        madeSince(record, observations.deployments[other].value.value_or(QList<Deployment>()), observations.clocks);
    std::reverse(all.begin(), all.end()); // the first one of a run is the one that it explains
    const QList<WorkflowRun> runs = observations.runs.value.value_or(QList<WorkflowRun>());
    QSet<RunId> explaining;
    QStringList strays;
    for (const Deployment &deployment : std::as_const(all)) {
        const bool byRailway = deployment.route == DeploymentRoute::GitHub && autoDeploy && autoDeploy->enabled;
        if (byRailway)
            continue;
        // A run is listed some seconds after it began, and runs are read less often than deployments.
        if (observations.clocks.by(Provider::Railway, observations.runs.fetchedAt).utc() <
            deployment.createdAt.addSecs(15))
            continue;
        const QDateTime made =
            observations.clocks.translated(Provider::Railway, Provider::GitHub, deployment.createdAt);
        const auto run = std::find_if(runs.cbegin(), runs.cend(), [&](const WorkflowRun &each) {
            return each.workflowFile == file && !explaining.contains(each.id) && each.createdAt <= made &&
                   (each.isActive() || each.updatedAt >= made);
        });
        if (run != runs.cend())
            explaining.insert(run->id);
        else
            strays.append(
                say("A deployment (%1) appeared in %2 meanwhile, and no run of %3 explains it: it may have gone to the "
                    "wrong environment.")
                    .arg(deployment.id.value.left(8), environmentName(other), file));
    }
    return strays;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/follow/followrepair.h"

#include "models/follow/followdeployment.h"
#include "models/follow/followrun.h"
#include "models/follow/looking.h"
#include "models/pipeline/facts.h"

namespace Slipway {

namespace {

/// What is seen of it; none: nothing yet.
struct Effect {
    bool good = true;
    QString text;
};

std::optional<Effect> cancelledRun(const WorkflowRun &run)
{
    if (run.isActive())
        return std::nullopt;
    if (run.conclusion == RunConclusion::Cancelled)
        return Effect{.text = say("Run #%1 was cancelled; it may already have deployed").arg(run.number)};
    return Effect{.good = false,
                  .text =
                      say("Run #%1 ended with %2 before it could be cancelled").arg(run.number).arg(run.rawConclusion)};
}

std::optional<Effect> reviewed(const CommandRecord &record, const WorkflowRun &run)
{
    if (run.status == RunStatus::Waiting || (run.isActive() && !record.reviews.isEmpty()))
        return std::nullopt;
    if (record.order.kind == OrderKind::ApproveReview)
        return Effect{.text = say("Run #%1 waits for no review any more").arg(run.number)};
    if (run.isActive()) // jobs that always run, as one that tells the team
        return std::nullopt;
    if (run.succeeded())
        return Effect{.good = false, .text = say("Run #%1 succeeded: somebody approved it").arg(run.number)};
    return Effect{.text = say("Run #%1 was rejected").arg(run.number)};
}

std::optional<Effect> runAgain(const CommandRecord &record, const WorkflowRun &run)
{
    if (run.attempt <= record.order.attempt)
        return std::nullopt;
    return Effect{.text = say("Attempt %1 of run #%2 has begun").arg(run.attempt).arg(run.number)};
}

/// Only what was read after the command was sent can show its effect.
std::optional<Effect> effectOnRun(CommandRecord &record, const Situation &known)
{
    record.run = record.order.run;
    followRun(record, known);
    const WorkflowRun *run = knownRun(known.seen, record.order.run);
    if (!run || !wasLookedAt(record))
        return std::nullopt;
    switch (record.order.kind) {
    case OrderKind::CancelRun:
        return cancelledRun(*run);
    case OrderKind::RerunFailed:
        return runAgain(record, *run);
    default:
        return reviewed(record, *run);
    }
}

std::optional<Effect> effectOnDeployment(CommandRecord &record, const Observations &observations)
{
    const Environment environment = record.order.environment;
    record.deployment = record.order.target;
    const auto deployment = knownDeployment(observations, environment, record.order.target);
    if (!deployment || !wasLookedAt(record))
        return std::nullopt;
    const DeploymentStatus status = deployment->status;
    if (record.order.kind == OrderKind::ApproveDeployment) {
        if (status == DeploymentStatus::NeedsApproval)
            return std::nullopt;
        return Effect{.text = say("The deployment goes on: it is %1").arg(deployment->rawStatus)};
    }
    const bool rejects = record.order.kind == OrderKind::RejectDeployment;
    if (status == DeploymentStatus::Removed || status == DeploymentStatus::Removing)
        return Effect{.text = rejects ? say("The deployment was rejected") : say("The deployment was aborted")};
    const bool decided = rejects && isInProgress(status);
    if (decided || isSettledGood(status) || isTerminal(status))
        return Effect{.good = false,
                      .text = (rejects ? say("The deployment was %1 before it could be rejected")
                                       : say("The deployment was %1 before it could be cancelled"))
                                  .arg(deployment->rawStatus)};
    return std::nullopt;
}

} // namespace

Followed followRepair(Followed followed, const Situation &known)
{
    CommandRecord &record = followed.record;
    const auto effect = record.order.run ? effectOnRun(record, known) : effectOnDeployment(record, known.seen);
    if (effect && record.order.kind == OrderKind::CancelRun)
        record.steps.clear(); // as they were read before the run ended: nothing of it goes on
    if (effect && record.state == CommandState::Uncertain)
        return ended(followed, CommandEvent::Found, effect->text);
    if (effect)
        return ended(followed, effect->good ? CommandEvent::Succeeded : CommandEvent::Failed, effect->text);
    record.detail = record.state == CommandState::Uncertain ? say("It is not known whether it arrived: looking")
                                                            : say("Accepted; its effect is not to be seen yet");
    if (record.watched > followLimit)
        return ended(followed, CommandEvent::NotProven, say("Its effect was not seen within 30 minutes"));
    return followed;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/repairs.h"

#include "models/pipeline/offer.h"
#include "models/pipeline/vouching.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr int rerunnableDays = 30; ///< app/github/README.md, 23

StageId deployStageOf(Environment environment)
{
    return environment == Environment::Staging ? StageId::StagingDeploy : StageId::ProductionDeploy;
}

/// "commit 3f9c2ab", or that it is not known which.
QString commitName(const CommitSha &sha)
{
    return sha.isEmpty() ? say("a commit that is not known") : say("commit %1").arg(shortSha(sha));
}

/// Offered if there is no reason against it.
Repair offered(Repair repair, const QString &whyNot)
{
    repair.available = whyNot.isEmpty();
    repair.reason = whyNot;
    return repair;
}

bool endedBadly(const WorkflowRun &run)
{
    return run.status == RunStatus::Completed &&
           (run.conclusion == RunConclusion::Failure || run.conclusion == RunConclusion::TimedOut ||
            run.conclusion == RunConclusion::Cancelled);
}

/// What lets something go out to production is offered as a promotion is.
Repair offeredApproval(Repair approval, const Facts &facts, const QString &whyNot)
{
    if (approval.environment != Environment::Production)
        return offered(approval, whyNot);
    approval.release = releaseOf(facts, approval);
    const auto allowed = mayRelease(*approval.release);
    return offered(approval, whyNot.isEmpty() && !allowed ? allowed.error().detail : whyNot);
}

void addRerun(QList<Repair> &repairs, const Facts &facts, const WorkflowRun *run, StageId stage)
{
    if (!run || !endedBadly(*run))
        return;
    const bool ci = stage == StageId::Ci;
    QString explanation =
        say("GitHub runs the jobs of run #%1 that did not pass again, on the same %2; those that passed are kept.")
            .arg(run->number)
            .arg(commitName(run->headSha));
    if (!ci && facts.tip && facts.tip->sha != run->headSha)
        explanation += u' ' + say("The tip of %1 is %2 by now: staging would get an older commit.")
                                  .arg(facts.github().branch, shortSha(facts.tip->sha));
    const bool old = run->createdAt.isValid() &&
                     run->createdAt.daysTo(facts.clocks.by(Provider::GitHub, facts.now).utc()) > rerunnableDays;
    repairs.append(
        offered({.kind = OrderKind::RerunFailed,
                 .stage = stage,
                 .environment = Environment::Staging,
                 .title = ci ? say("Re-run the failed jobs of CI run #%1").arg(run->number)
                             : say("Re-run the failed jobs of staging run #%1").arg(run->number),
                 .explanation = explanation,
                 .run = run->id,
                 .attempt = run->attempt,
                 .sha = run->headSha},
                old ? say("GitHub runs nothing again that is older than %1 days: push a new commit").arg(rerunnableDays)
                    : QString()));
}

CommitSha shaOf(const Facts &facts, const Deployment &deployment, Environment environment)
{
    return proveCommit(deployment, environment, facts.seen, facts.project).sha;
}

QString whyNotRedeployed(const Facts &facts, const Deployment *deployment, const Deployment *rollout)
{
    if (!facts.service.staging)
        return whyUnknown(facts.seen.services.staging, say("Railway's staging service"));
    if (rollout)
        return say("A deployment is %1 on staging: wait for it").arg(wireWord(rollout->status));
    return deployment
               ? QString()
               : say("Railway offers no deployment of staging that can be made anew: start its workflow on GitHub");
}

void addRedeployStaging(QList<Repair> &repairs, const Facts &facts, const QList<Deployment> &deployments)
{
    const Deployment *rollout =
        newestThat(deployments, [](const Deployment &each) { return isInProgress(each.status); });
    const Deployment *deployment = newestThat(deployments, [](const Deployment &each) { return each.canRedeploy; });
    const CommitSha sha = deployment ? shaOf(facts, *deployment, Environment::Staging) : CommitSha();
    Repair repair{.kind = OrderKind::Rebuild,
                  .stage = StageId::StagingDeploy,
                  .environment = Environment::Staging,
                  .title = say("Redeploy staging"),
                  .explanation = say("Railway builds the newest deployment of staging anew, with today's variables.")};
    if (deployment) {
        repair.explanation =
            say("Railway builds %1 of deployment %2 anew, with today's variables, and deploys it to staging.")
                .arg(commitName(sha), deployment->id.value.left(8));
        repair.deployment = deployment->id;
        repair.sha = sha;
    }
    repairs.append(offered(repair, whyNotRedeployed(facts, deployment, rollout)));
}

struct ReviewsToGive {
    QList<qint64> ids;
    QStringList environments;
    QString whyNot;
};

ReviewsToGive reviewsToGive(const Facts &facts, const WorkflowRun &run)
{
    const Observed<QList<PendingReview>> observed = facts.seen.reviews.value(run.id);
    const auto *pending = observed.fresh(facts.now);
    ReviewsToGive give;
    if (!pending) {
        give.whyNot = whyUnknown(observed, say("Who may approve it"));
        return give;
    }
    QStringList reviewers;
    bool unnamed = false;
    for (const PendingReview &review : *pending) {
        if (review.currentUserCanApprove && review.environmentId != 0) {
            give.ids.append(review.environmentId);
            give.environments.append(review.environment);
        }
        unnamed = unnamed || (review.currentUserCanApprove && review.environmentId == 0);
        reviewers += review.reviewers;
    }
    reviewers.removeDuplicates();
    if (!give.ids.isEmpty())
        return give;
    if (pending->isEmpty())
        give.whyNot = say("GitHub names no review that it waits for: it may wait for a timer");
    else if (unnamed)
        give.whyNot = say("GitHub does not say which environment waits: approve it on GitHub");
    else
        give.whyNot = reviewers.isEmpty()
                          ? say("The owner of the token may not approve it, and GitHub names nobody who may")
                          : say("Only %1 may approve it").arg(joined(reviewers));
    return give;
}

void addReviews(QList<Repair> &repairs, const Facts &facts, const WorkflowRun &run, Environment environment)
{
    const ReviewsToGive give = reviewsToGive(facts, run);
    const QString name = environmentName(environment);
    const QString where = give.environments.isEmpty() ? name : joined(give.environments);
    Repair repair{.kind = OrderKind::ApproveReview,
                  .stage = deployStageOf(environment),
                  .environment = environment,
                  .title = say("Approve run #%1 for %2").arg(run.number).arg(where),
                  .explanation = say("GitHub lets run #%1 go on: its jobs deploy %2 to %3.")
                                     .arg(run.number)
                                     .arg(commitName(run.headSha), name),
                  .typed = environment == Environment::Production,
                  .waits = true,
                  .run = run.id,
                  .attempt = run.attempt,
                  .reviews = give.ids,
                  .sha = run.headSha,
                  .url = run.url};
    repairs.append(offeredApproval(repair, facts, give.whyNot));
    repair.kind = OrderKind::RejectReview;
    repair.title = say("Reject run #%1 for %2").arg(run.number).arg(where);
    repair.explanation =
        say("GitHub ends run #%1 as failed: its jobs for %2 do not start, and nothing is deployed by them.")
            .arg(run.number)
            .arg(where);
    repair.typed = false;
    repairs.append(offered(repair, give.whyNot));
}

void addWaitingRuns(QList<Repair> &repairs, const Facts &facts, Environment environment)
{
    const QString file = workflowOf(facts.github(), environment);
    const QList<WorkflowRun> runs = facts.runs ? *facts.runs : QList<WorkflowRun>();
    for (const WorkflowRun &run : runs) {
        if (run.workflowFile == file && run.status == RunStatus::Waiting)
            addReviews(repairs, facts, run, environment);
    }
}

/// Railway waits for somebody when the pusher has no account there (app/railway/README.md, 12).
void addApproval(QList<Repair> &repairs, const Facts &facts, const QList<Deployment> &deployments,
                 Environment environment)
{
    const Deployment *waiting =
        newestThat(deployments, [](const Deployment &each) { return each.status == DeploymentStatus::NeedsApproval; });
    if (!waiting)
        return;
    const QString name = environmentName(environment);
    const QString id = waiting->id.value.left(8);
    Repair repair{.kind = OrderKind::ApproveDeployment,
                  .stage = deployStageOf(environment),
                  .environment = environment,
                  .title = say("Approve deployment %1 on Railway").arg(id),
                  .typed = environment == Environment::Production,
                  .waits = true,
                  .deployment = waiting->id,
                  .sha = shaOf(facts, *waiting, environment),
                  .url = railwayPage(facts.project.railway, environment)};
    repair.explanation = say("Railway builds %1 and deploys it to %2.").arg(commitName(repair.sha), name);
    repairs.append(offeredApproval(repair, facts, {}));
    repair.kind = OrderKind::RejectDeployment;
    repair.title = say("Reject deployment %1 on Railway").arg(id);
    repair.explanation = say("Railway knows no rejection, so the deployment is cancelled: it never starts, and what "
                             "serves %1 goes on serving.")
                             .arg(name);
    repair.typed = false;
    repairs.append(offered(repair, {}));
}

/// What is going on in production: the run and Railway's rollout are ended in one action.
void addCancellations(QList<Repair> &repairs, const Facts &facts, const QList<Deployment> &deployments)
{
    const Deployment *rollout =
        newestThat(deployments, [](const Deployment &each) { return isInProgress(each.status); });
    const QString stays = say("What serves production now goes on serving, unless the new one went live already.");
    Repair repair{.stage = StageId::ProductionDeploy, .environment = Environment::Production};
    if (rollout) {
        repair.deployment = rollout->id;
        repair.sha = shaOf(facts, *rollout, Environment::Production);
    }
    const QList<WorkflowRun> runs = facts.runs ? *facts.runs : QList<WorkflowRun>();
    for (const WorkflowRun &run : runs) {
        if (run.workflowFile != facts.github().productionWorkflow || !run.isActive())
            continue;
        repair.kind = OrderKind::CancelRun;
        repair.waits = run.status == RunStatus::Waiting && repair.deployment.isEmpty();
        repair.run = run.id;
        repair.attempt = run.attempt;
        repair.sha = run.headSha;
        repair.title = say("Cancel production run #%1").arg(run.number);
        const QString what = repair.deployment.isEmpty()
                                 ? say("GitHub ends run #%1 of %2.").arg(run.number).arg(run.workflowFile)
                                 : say("GitHub ends run #%1 of %2, and Railway its deployment %3.")
                                       .arg(run.number)
                                       .arg(run.workflowFile, repair.deployment.value.left(8));
        repair.explanation = what + u' ' + stays;
        repairs.append(offered(repair, {}));
        repair.deployment = {}; // it is cancelled once
    }
    if (repair.deployment.isEmpty())
        return;
    repair.kind = OrderKind::CancelDeployment;
    repair.waits = false;
    repair.title = say("Cancel deployment %1 to production").arg(repair.deployment.value.left(8));
    const QString what = facts.runs ? say("No run of %1 is going on; Railway ends its deployment.")
                                    : say("Whether a run of %1 is going on is not known; Railway ends its deployment.");
    repair.explanation = what.arg(facts.github().productionWorkflow) + u' ' + stays;
    repairs.append(offered(repair, {}));
}

/// What may be asked for again while the first time is not resolved: stopping and going back, which are read again
/// before they are sent.
bool isRepeatable(OrderKind kind)
{
    return isReturn(kind) || kind == OrderKind::CancelRun || kind == OrderKind::CancelDeployment ||
           kind == OrderKind::RejectReview || kind == OrderKind::RejectDeployment;
}

void greyWhatWasSent(QList<Repair> &repairs, const Facts &facts)
{
    for (Repair &repair : repairs) {
        const bool sent =
            std::any_of(facts.seen.commands.cbegin(), facts.seen.commands.cend(), [&](const CommandRecord &record) {
                const Order &order = record.order;
                const bool same = repair.run ? order.run == repair.run : order.target == repair.deployment;
                return isUnresolved(record.state) && order.kind == repair.kind && same;
            });
        if (sent && repair.available && !isRepeatable(repair.kind))
            repair = offered(
                repair,
                say("It was sent, and what became of it is not known yet: follow it, or say what became of it"));
    }
}

} // namespace

QList<Repair> repairsOf(const Facts &facts)
{
    const PerEnvironment<QList<Deployment>> deployments{freshDeployments(facts, Environment::Staging),
                                                        freshDeployments(facts, Environment::Production)};
    QList<Repair> repairs;
    addRerun(repairs, facts, facts.tip ? facts.ciRunOn(facts.tip->sha) : nullptr, StageId::Ci);
    addRerun(repairs, facts, facts.newestRun(facts.github().stagingWorkflow), StageId::StagingDeploy);
    addRedeployStaging(repairs, facts, deployments.staging);
    for (const Environment environment : environments) {
        addWaitingRuns(repairs, facts, environment);
        addApproval(repairs, facts, deployments[environment], environment);
    }
    addCancellations(repairs, facts, deployments.production);
    greyWhatWasSent(repairs, facts);
    return repairs;
}

} // namespace Slipway

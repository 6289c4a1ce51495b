// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/repaircheck.h"

#include "app/github/calls.h"
#include "app/railway/tokenkind.h"
#include "models/values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

bool isReview(OrderKind kind)
{
    return kind == OrderKind::ApproveReview || kind == OrderKind::RejectReview;
}

/// "in_progress", or how it ended.
QString stateWord(const WorkflowRun &run)
{
    return run.isActive() ? run.rawStatus : run.rawConclusion;
}

QString whyNotReviewed(const Order &order, const WorkflowRun &run, const QList<PendingReview> &reviews)
{
    const bool allWait = std::all_of(order.reviews.cbegin(), order.reviews.cend(), [&](qint64 environment) {
        return std::any_of(reviews.cbegin(), reviews.cend(), [&](const PendingReview &each) {
            return each.environmentId == environment && each.currentUserCanApprove;
        });
    });
    if (run.isActive() && allWait && !order.reviews.isEmpty())
        return {};
    return say("Nothing was sent: run #%1 does not wait for that review any more, somebody decided it (it is %2).")
        .arg(run.number)
        .arg(stateWord(run));
}

QString whyNotForRun(const Order &order, const RepairTarget &present)
{
    const WorkflowRun &run = *present.run;
    if (order.attempt > 0 && run.attempt != order.attempt)
        return say("Nothing was sent: run #%1 was started again meanwhile, it is at attempt %2.")
            .arg(run.number)
            .arg(run.attempt);
    if (isReview(order.kind))
        return whyNotReviewed(order, run, present.reviews);
    if (order.kind == OrderKind::CancelRun && !run.isActive())
        return say("Nothing was sent: run #%1 is over, it ended with %2.").arg(run.number).arg(run.rawConclusion);
    if (order.kind == OrderKind::RerunFailed && (run.isActive() || run.succeeded()))
        return say("Nothing was sent: there is nothing to run again in run #%1, it is %2.")
            .arg(run.number)
            .arg(stateWord(run));
    return {};
}

QString whyNotForDeployment(const Order &order, const Deployment &deployment)
{
    const QString id = deployment.id.value.left(8);
    const bool decides = order.kind == OrderKind::ApproveDeployment || order.kind == OrderKind::RejectDeployment;
    if (decides && deployment.status != DeploymentStatus::NeedsApproval)
        return say("Nothing was sent: deployment %1 does not wait any more, somebody decided it (it is %2).")
            .arg(id, deployment.rawStatus);
    if (!decides && !isInProgress(deployment.status))
        return say("Nothing was sent: deployment %1 is not on its way any more, it is %2.")
            .arg(id, deployment.rawStatus);
    return {};
}

} // namespace

void readRepairTarget(HttpClient &client, const Project &project, const Order &order, QObject *context,
                      const std::function<void(const Result<RepairTarget> &)> &done)
{
    if (!order.run) {
        const CredentialId credential = Railway::credentialFor(client, order.environment);
        client.send<Deployment>(Railway::deployment(order.target, project.railway, credential), context,
                                [done](const Result<Deployment> &read) {
                                    if (!read)
                                        return done(read.error());
                                    done(RepairTarget{.run = {}, .reviews = {}, .deployment = *read});
                                });
        return;
    }
    client.send<WorkflowRun>(GitHub::run(project.github, order.run), context,
                             [&client, project, order, context, done](const Result<WorkflowRun> &run) {
                                 if (!run)
                                     return done(run.error());
                                 if (!isReview(order.kind))
                                     return done(RepairTarget{.run = *run, .reviews = {}, .deployment = {}});
                                 client.send<QList<PendingReview>>(
                                     GitHub::pendingReviews(project.github, order.run), context,
                                     [done, run = *run](const Result<QList<PendingReview>> &reviews) {
                                         if (!reviews)
                                             return done(reviews.error());
                                         done(RepairTarget{.run = run, .reviews = *reviews, .deployment = {}});
                                     });
                             });
}

void keep(Observations &all, const Order &order, const RepairTarget &present, const Reading &reading)
{
    if (present.run && all.runs.value)
        std::replace_if(
            all.runs.value->begin(), all.runs.value->end(),
            [&](const WorkflowRun &each) {
                return each.id == present.run->id && each.updatedAt <= present.run->updatedAt;
            },
            *present.run);
    if (const auto apart = present.run ? all.runsApart.find(present.run->id) : all.runsApart.end();
        apart != all.runsApart.end())
        apart->apply(*present.run, reading);
    if (present.run && isReview(order.kind))
        all.reviews[order.run].apply(present.reviews, reading);
    if (!present.deployment)
        return;
    const auto renew = [&](Deployment &each) {
        if (each.id == present.deployment->id)
            each = *present.deployment;
    };
    if (auto &listed = all.deployments[order.environment].value)
        std::for_each(listed->begin(), listed->end(), renew);
    if (auto &service = all.services[order.environment].value) {
        std::for_each(service->active.begin(), service->active.end(), renew);
        if (service->latest)
            renew(*service->latest);
    }
}

QString whyNotRepaired(const Order &order, const RepairTarget &present)
{
    if (order.run)
        return present.run ? whyNotForRun(order, present) : say("Nothing was sent: its run could not be read again.");
    return present.deployment ? whyNotForDeployment(order, *present.deployment)
                              : say("Nothing was sent: its deployment could not be read again.");
}

} // namespace Slipway

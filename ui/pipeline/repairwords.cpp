// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/repairwords.h"

#include "models/values/text.h"
#include "ui/commands/commandwords.h"

namespace Slipway {

QString repairAct(const Repair &repair)
{
    switch (repair.kind) {
    case OrderKind::CancelRun:
        return repair.deployment.isEmpty() ? say("Cancel the run") : say("Cancel the run and its deployment");
    case OrderKind::CancelDeployment:
        return say("Cancel the deployment");
    case OrderKind::ApproveReview:
        return say("Approve");
    case OrderKind::RejectReview:
        return say("Reject");
    case OrderKind::RejectDeployment:
        return say("Reject the deployment");
    case OrderKind::ApproveDeployment:
        return say("Approve the deployment");
    case OrderKind::RerunFailed:
        return say("Re-run the failed jobs");
    case OrderKind::RollBack:
        return returnTitle(ReturnMeans::RollBack, repair.environment, repair.sha, repair.deployment);
    case OrderKind::Redeploy:
        return returnTitle(ReturnMeans::Redeploy, repair.environment, repair.sha, repair.deployment);
    case OrderKind::Rebuild:
        return returnTitle(ReturnMeans::Rebuild, repair.environment, repair.sha, repair.deployment);
    case OrderKind::Dispatch:
    case OrderKind::CreateTag:
    case OrderKind::RailwayDeploy:
        break;
    }
    return repair.title;
}

QString elsewhereText(const Repair &repair)
{
    return repair.run ? say("Open on GitHub") : say("Open on Railway");
}

bool isDestructive(const Repair &repair)
{
    return repair.typed || repair.kind == OrderKind::CancelRun || repair.kind == OrderKind::CancelDeployment ||
           repair.kind == OrderKind::RejectReview || repair.kind == OrderKind::RejectDeployment;
}

bool isReview(const Repair &repair)
{
    return repair.kind == OrderKind::ApproveReview || repair.kind == OrderKind::RejectReview;
}

bool isSameRepair(const Repair &one, const Repair &other)
{
    const bool same = one.run ? one.run == other.run && one.attempt == other.attempt // its rollout may come and go
                              : !other.run && one.deployment == other.deployment;
    return same && one.kind == other.kind && one.stage == other.stage && one.environment == other.environment;
}

QString repairName(const Repair &repair)
{
    const QString what = repair.run ? QString::number(repair.run.value) : repair.deployment.value;
    return QStringLiteral("repair-%1-%2").arg(orderKindId(repair.kind), what);
}

} // namespace Slipway

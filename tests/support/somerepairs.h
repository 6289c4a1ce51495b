// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

namespace Slipway::Test {

inline Repair aRerun()
{
    return {.kind = OrderKind::RerunFailed,
            .stage = StageId::Ci,
            .environment = Environment::Staging,
            .title = QStringLiteral("Re-run the failed jobs of CI run #901"),
            .explanation = QStringLiteral("GitHub runs the jobs that failed once more, at the same commit."),
            .available = true,
            .run = {30'000'000'901},
            .attempt = 1};
}

inline Repair aProductionCancellation()
{
    return {.kind = OrderKind::CancelRun,
            .stage = StageId::ProductionDeploy,
            .environment = Environment::Production,
            .title = QStringLiteral("Cancel run #910 and its rollout"),
            .explanation = QStringLiteral("GitHub is asked to cancel the run, and Railway to cancel the deployment."),
            .available = true,
            .typed = true,
            .run = {30'000'000'910},
            .deployment = {QStringLiteral("d-rollout")}};
}

inline Repair anApproval()
{
    return {.kind = OrderKind::ApproveReview,
            .stage = StageId::ProductionDeploy,
            .environment = Environment::Production,
            .title = QStringLiteral("Approve run #910"),
            .explanation = QStringLiteral("The run goes on and deploys to production."),
            .available = true,
            .run = {30'000'000'910},
            .reviews = {7}};
}

/// An approval that lets a run go on to production.
inline Repair aRelease()
{
    Repair repair = anApproval();
    repair.typed = true;
    repair.waits = true;
    repair.sha = {QStringLiteral("3f9c2ab000000000000000000000000000000001")};
    repair.url = QUrl(QStringLiteral("https://github.com/acme/api/actions/runs/910"));
    PromotionOffer release{.target = repair.sha, .productionServing = {QStringLiteral("d-production")}};
    release.commits = {
        {.sha = repair.sha, .title = QStringLiteral("Retry Redis timeouts"), .author = QStringLiteral("mira")}};
    release.commitsKnown = true;
    release.gates = {{.id = QStringLiteral("not-held"),
                      .title = QStringLiteral("Production is not held"),
                      .state = GateState::Pass,
                      .reason = QStringLiteral("Nobody went back and asked to stay there")}};
    repair.release = release;
    return repair;
}

inline Repair aRejection()
{
    Repair repair = anApproval();
    repair.kind = OrderKind::RejectDeployment;
    repair.title = QStringLiteral("Reject deployment d-waits on Railway");
    repair.explanation = QStringLiteral("The deployment is cancelled before it starts.");
    repair.waits = true;
    repair.run = {};
    repair.reviews.clear();
    repair.deployment = {QStringLiteral("d-waits")};
    return repair;
}

inline Repair aShutRepair()
{
    Repair repair = aRerun();
    repair.kind = OrderKind::Redeploy;
    repair.stage = StageId::StagingDeploy;
    repair.title = QStringLiteral("Redeploy staging & \u202Eall");
    repair.available = false;
    repair.reason = QStringLiteral("the token may not write");
    repair.run = {};
    repair.deployment = {QStringLiteral("d-staging")};
    return repair;
}

} // namespace Slipway::Test

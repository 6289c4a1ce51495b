// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/world/simulated.h"

namespace Slipway::Rehearsal {

inline const QString ciFile = QStringLiteral("ci.yml");
inline const QString stagingFile = QStringLiteral("deploy.yml");
inline const QString productionFile = QStringLiteral("deploy-production.yml");

/// How the team's workflows go.
struct Script {
    double unit = 1;        ///< the length of a scripted second
    bool railwayUp = false; ///< they upload the checkout instead of naming a commit to Railway
    bool needsReview = false;
    QString phraseWanted;
    QString phraseGiven;
    bool testsFail = false; ///< one shard does
};

/// The team's three workflows as jobs and steps with their times (models/pipeline/README.md, 4 to 9), beginning at
/// run.createdAt. resources/workflows has their texts. Staging's begins with its commit's CI, and waits for it.
void planCi(SimRun &run, const Script &script, qint64 &nextJob);
void planStaging(SimRun &run, const SimRun &ci, const Script &script, qint64 &nextJob);
void planProduction(SimRun &run, const Script &script, qint64 &nextJob);

/// A deployment that is built and becomes good, beginning then.
void planRollout(SimDeployment &deployment, const QDateTime &from, double unit);
/// One whose image is there already: a rollback, or a redeployment of the same image. Beginning at its createdAt.
void planReturn(SimDeployment &deployment, double unit);
/// Its image cannot be built. False when that is decided already.
bool failToBuild(SimDeployment &deployment, const QDateTime &now);
/// It is aborted, and ends as REMOVED (app/railway/README.md, 23). False when nothing of it is to come any more.
bool abortRollout(SimDeployment &deployment, const QDateTime &now);
/// The step that waits for Railway finds out at that time how the deployment ended. A run that only asks for the
/// service's health finds nothing: the old container answers (models/pipeline/README.md, 5).
void failToWait(SimRun &run, const QDateTime &at, const QString &ended, double unit);
/// The reviewer says no: the job fails without a step, and what needs it is skipped.
void rejectReview(SimRun &run, const QDateTime &at, double unit);
/// The failed jobs as `anew` plans them, from its beginning on, and with them those that were skipped and the last one,
/// which tells the team. The others keep what they did. False when nothing failed.
bool rerunFailed(SimRun &run, const SimRun &anew, double unit);

/// When Railway has been told to deploy: the deployment appears then. Invalid when that step never comes.
QDateTime uploadedAt(const SimRun &run);
QDateTime endOf(const SimRun &run);

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulated.h"

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
};

/// The team's three workflows as jobs and steps with their times (target-team.md), beginning at run.createdAt.
/// resources/workflows has their texts. Staging's begins with its commit's CI, and waits for it.
void planCi(SimRun &run, const Script &script, qint64 &nextJob);
void planStaging(SimRun &run, const SimRun &ci, const Script &script, qint64 &nextJob);
void planProduction(SimRun &run, const Script &script, qint64 &nextJob);

/// A deployment that becomes good, beginning at its createdAt.
void planRollout(SimDeployment &deployment, double unit);
/// Its image cannot be built. False when that is decided already.
bool failToBuild(SimDeployment &deployment, const QDateTime &now);
/// The step that waits for Railway finds out at that time. A run that only asks for the service's health finds nothing:
/// the old container answers (target-team.md).
void failToWait(SimRun &run, const QDateTime &at, double unit);

/// When Railway has been told to deploy: the deployment appears then. Invalid when that step never comes.
QDateTime uploadedAt(const SimRun &run);
QDateTime endOf(const SimRun &run);

} // namespace Slipway::Rehearsal

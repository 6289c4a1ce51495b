// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/github/githubjson.h"

/// What GitHub says of reviews: of an environment that is protected, of what waits, and of what was decided.
namespace Slipway::Rehearsal {

/// What was decided about a run.
QJsonArray givenReviewsJson(const GitHubAddresses &at, const SimRun &run, const QString &environment);
/// `reviewer` is the login of who has to be asked; empty: nobody.
QJsonObject environmentJson(const GitHubAddresses &at, const QString &name, const QString &reviewer);
QJsonObject pendingDeploymentJson(const GitHubAddresses &at, const QString &environment, const QString &reviewer,
                                  bool isUs);
/// What a review lets go or rejects.
QJsonObject reviewedDeploymentJson(const GitHubAddresses &at, const SimRun &run, const QString &environment,
                                   const QDateTime &now);

} // namespace Slipway::Rehearsal

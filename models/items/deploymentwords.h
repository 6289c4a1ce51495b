// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"

namespace Slipway {

// What a past deployment says in a table, as words: the same in every place that lists them. Text from outside is made
// visible here.

/// "a01b77e", or "(no commit)" when it cannot be told.
QString shortName(const PastDeployment &past);
/// The first line of its commit's message, or what `railway up -m` was given.
QString messageOf(const PastDeployment &past);
QString authorOf(const PastDeployment &past);
/// "GitHub", "railway up", "Rollback", "Railway".
QString routeText(DeploymentRoute route);
QString statusWord(DeploymentStatus status); ///< "deployed", "removed", ...; "not known" for Unknown
/// Its status's word; the raw word for a status that is not known.
QString statusText(const Deployment &deployment);
/// "2 days", "serving for 11 min", "never went live", "not known".
QString servedText(const PastDeployment &past);
/// With when it ended: "2 days, until 24 Nov 14:20 UTC".
QString servedUntilText(const PastDeployment &past);
/// "no trouble recorded", the recorded one, or why there is none.
QString whileLiveText(const PastDeployment &past);
/// "until 29 Nov 14:20 UTC", "not known".
QString imageKeptText(const PastDeployment &past);
/// "Roll back, redeploy or rebuild", or why one cannot go back to it.
QString goBackText(const PastDeployment &past, const DeploymentsView &view);
/// The same in full, with what speaks against it.
QString goBackSentences(const PastDeployment &past, const DeploymentsView &view);
/// "24 Nov 14:20 UTC", in the zone that is shown.
QString timeText(const QDateTime &time);
/// "Roll back", "Redeploy", "Rebuild".
QString meansTitle(ReturnMeans means);

} // namespace Slipway

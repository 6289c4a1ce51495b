// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/goback/wentlive.h"

#include <algorithm>

namespace Slipway {

namespace {

/// Whether it has gone live. A newer one that succeeded takes over when it serves: until then it has not.
bool hasGoneLive(const PastDeployment &past, bool isNewerThanServing)
{
    if (past.serving)
        return true;
    return past.served == Served::Yes && !(isNewerThanServing && past.deployment.status == DeploymentStatus::Success);
}

/// When the serving one took over; invalid where that is not told. The status of one that sleeps or crashed has changed
/// since.
QDateTime tookOver(const std::optional<Serving> &serving, const PastDeployment &past)
{
    const bool told = past.serving && serving && serving->deployment == past.deployment.id &&
                      past.deployment.status != DeploymentStatus::Sleeping &&
                      past.deployment.status != DeploymentStatus::Crashed;
    return told ? serving->since : QDateTime();
}

} // namespace

QList<WentLive> wentLiveIn(const DeploymentsView &deployments, const EnvironmentView &environment)
{
    const QList<PastDeployment> &rows = deployments.rows;
    const auto serves = [](const PastDeployment &past) { return past.serving; };
    bool isNewerThanServing = std::none_of(rows.cbegin(), rows.cend(), serves);
    QDateTime handover; // when the one before it ended
    QList<WentLive> all;
    for (auto past = rows.crbegin(); past != rows.crend(); ++past) {
        const bool hasLived = hasGoneLive(*past, isNewerThanServing);
        isNewerThanServing = isNewerThanServing || past->serving;
        const QDateTime made = past->deployment.createdAt;
        if (!hasLived || !made.isValid())
            continue;
        QDateTime live = tookOver(environment.serving, *past);
        if (!live.isValid() && handover >= made)
            live = handover;
        handover = past->servedUntil;
        all.append({.deployment = past->deployment.id,
                    .at = live.isValid() ? live : made,
                    .name = past->sha.isEmpty() ? past->deployment.id.value.left(8) : shortSha(past->sha),
                    .serving = past->serving,
                    .tookOver = live.isValid()});
    }
    return all;
}

} // namespace Slipway

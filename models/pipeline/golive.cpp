// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/golive.h"

#include <algorithm>

namespace Slipway {

QList<WentLive> wentLiveIn(const Snapshot &snapshot, Environment environment)
{
    const std::optional<Serving> &serving = snapshot.environments[environment].serving;
    const QList<PastDeployment> &rows = snapshot.deployments[environment].rows;
    QList<WentLive> all;
    // what is newer than the serving one may have succeeded, and takes over when it serves
    const auto isServing = [](const PastDeployment &past) { return past.serving; };
    auto newest = std::find_if(rows.cbegin(), rows.cend(), isServing);
    if (newest == rows.cend())
        newest = rows.cbegin();
    for (auto row = newest; row != rows.cend(); ++row) {
        const PastDeployment &past = *row;
        if (!past.serving && past.served != Served::Yes)
            continue;
        const bool since = past.serving && serving && serving->since.isValid();
        const QDateTime at = since ? serving->since : past.deployment.createdAt;
        if (!at.isValid())
            continue;
        all.prepend({.deployment = past.deployment.id,
                     .at = at,
                     .name = past.sha.isEmpty() ? past.deployment.id.value.left(8) : shortSha(past.sha),
                     .serving = past.serving});
    }
    return all;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/changedparts.h"

namespace Slipway {

QStringList changedParts(const Snapshot &before, const Snapshot &after)
{
    QStringList names;
    const auto compare = [&names](bool same, const char *name) {
        if (!same)
            names.append(QLatin1String(name));
    };
    compare(before.pipeline == after.pipeline, "pipeline");
    compare(before.environments.staging == after.environments.staging, "staging");
    compare(before.environments.production == after.environments.production, "production");
    compare(before.deployments.staging == after.deployments.staging, "staging's deployments");
    compare(before.deployments.production == after.deployments.production, "production's deployments");
    compare(before.gates == after.gates, "gates");
    compare(before.identity == after.identity, "identity");
    compare(before.offer == after.offer, "offer");
    compare(before.sources == after.sources, "sources");
    compare(before.commands == after.commands, "commands");
    compare(before.forecast == after.forecast, "forecast");
    compare(before.repairs == after.repairs, "repairs");
    compare(before.hold == after.hold, "hold");
    compare(before.neverRead == after.neverRead, "never read");
    compare(before.promotable == after.promotable && before.whyNotPromotable == after.whyNotPromotable, "promotable");
    return names;
}

} // namespace Slipway

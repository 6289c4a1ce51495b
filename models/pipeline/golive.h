// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/snapshot.h"

namespace Slipway {

/// A deployment that went live.
struct WentLive {
    DeploymentId deployment;
    QDateTime at; ///< of the serving one when it took over, of earlier ones when they were made; Railway's clock
    QString name; ///< the commit's first digits, or the deployment's where it is not known
    bool serving = false;
    bool operator==(const WentLive &) const = default;
};

/// Those of an environment that are known, oldest first: what charts and logs mark.
QList<WentLive> wentLiveIn(const Snapshot &snapshot, Environment environment);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"
#include "models/pipeline/views.h"

namespace Slipway {

/// A deployment that went live.
struct WentLive {
    DeploymentId deployment;
    QDateTime at; ///< Railway's clock
    QString name; ///< the commit's first digits, or the deployment's where it is not known
    bool serving = false;
    bool tookOver = false; ///< `at` is when; otherwise it is not known, and `at` is when the deployment was made
    bool operator==(const WentLive &) const = default;
};

/// Those of an environment that are known, oldest first: what charts and logs mark.
QList<WentLive> wentLiveIn(const DeploymentsView &deployments, const EnvironmentView &environment);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/follow/follow.h"

namespace Slipway {

/// What became of the environment: the one new deployment, what serves, and whether it answers well.
struct FollowedDeployment {
    QList<Deployment> appeared; ///< not in the list read beforehand: ours, and somebody else's
    std::optional<Deployment> ours;
    bool asOrdered = false;     ///< it carries the ordered commit, or the image of the target that one goes back to
    bool guessed = false;       ///< it is the only new one, and may be somebody else's
    bool comparable = true;     ///< false: neither image nor commit can be compared, and never will be
    bool serves = false;        ///< it answers requests
    bool previousGone = false;  ///< what served before does not
    bool twoGoodProbes = false; ///< sent after it was first seen to serve
    bool failed = false;        ///< it will never serve
    QStringList openChecks;     ///< of those that are asked once after it went live: not asked yet: "the check models"
    QStringList badChecks;      ///< "models: status (500) == 200"
    QStringList unaskedChecks;  ///< that could not be asked, and why
};

/// The deployment as it was read last, from the list or the service; none when it is not known.
std::optional<Deployment> knownDeployment(const Observations &observations, Environment environment,
                                          const DeploymentId &id);

/// Brings deployment, servingSeenAt and steps of `record` up to date.
FollowedDeployment followDeployment(CommandRecord &record, const Situation &known);

/// The checks after a promotion or a return that are to be asked now: it has gone live, and they were not asked since.
QList<Check> checksAfterLive(const CommandRecord &record, const Situation &known);

/// Deployments that appeared in the other environment since the command was sent and that no run there explains.
QStringList strayDeployments(const CommandRecord &record, const Observations &observations, const Project &project);

} // namespace Slipway

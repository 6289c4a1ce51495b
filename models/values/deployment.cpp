// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/deployment.h"

#include <algorithm>
#include <utility>

namespace Slipway {

namespace {

struct StatusWord {
    DeploymentStatus status;
    const char *word;
};

constexpr std::array statusWords{
    StatusWord{DeploymentStatus::Queued, "QUEUED"},
    StatusWord{DeploymentStatus::Waiting, "WAITING"},
    StatusWord{DeploymentStatus::NeedsApproval, "NEEDS_APPROVAL"},
    StatusWord{DeploymentStatus::Initializing, "INITIALIZING"},
    StatusWord{DeploymentStatus::Building, "BUILDING"},
    StatusWord{DeploymentStatus::Deploying, "DEPLOYING"},
    StatusWord{DeploymentStatus::Success, "SUCCESS"},
    StatusWord{DeploymentStatus::Sleeping, "SLEEPING"},
    StatusWord{DeploymentStatus::Crashed, "CRASHED"},
    StatusWord{DeploymentStatus::Failed, "FAILED"},
    StatusWord{DeploymentStatus::Skipped, "SKIPPED"},
    StatusWord{DeploymentStatus::Removing, "REMOVING"},
    StatusWord{DeploymentStatus::Removed, "REMOVED"},
};

} // namespace

DeploymentStatus deploymentStatusFromWire(const QString &word)
{
    for (const StatusWord &known : statusWords) {
        if (word == QLatin1String(known.word))
            return known.status;
    }
    return DeploymentStatus::Unknown;
}

QString wireWord(DeploymentStatus status)
{
    for (const StatusWord &known : statusWords) {
        if (known.status == status)
            return QString::fromLatin1(known.word);
    }
    return QStringLiteral("UNKNOWN");
}

bool isInProgress(DeploymentStatus status)
{
    switch (status) {
    case DeploymentStatus::Queued:
    case DeploymentStatus::Waiting:
    case DeploymentStatus::Initializing:
    case DeploymentStatus::Building:
    case DeploymentStatus::Deploying:
        return true;
    case DeploymentStatus::NeedsApproval: // waits for a person, for as long as that takes
    case DeploymentStatus::Success:
    case DeploymentStatus::Sleeping:
    case DeploymentStatus::Crashed:
    case DeploymentStatus::Failed:
    case DeploymentStatus::Skipped:
    case DeploymentStatus::Removing:
    case DeploymentStatus::Removed:
    case DeploymentStatus::Unknown:
        break;
    }
    return false;
}

bool isUnsettled(DeploymentStatus status)
{
    return isInProgress(status) || status == DeploymentStatus::NeedsApproval;
}

bool isSettledGood(DeploymentStatus status)
{
    return status == DeploymentStatus::Success || status == DeploymentStatus::Sleeping;
}

bool isTerminal(DeploymentStatus status)
{
    return status == DeploymentStatus::Failed || status == DeploymentStatus::Crashed ||
           status == DeploymentStatus::Skipped || status == DeploymentStatus::Removed;
}

const Deployment *servingDeployment(const ServiceInstance &instance)
{
    const Deployment *newest = nullptr;
    for (const Deployment &deployment : instance.active) {
        const bool answers = isSettledGood(deployment.status) || deployment.status == DeploymentStatus::Crashed;
        if (answers && (!newest || deployment.createdAt > newest->createdAt))
            newest = &deployment;
    }
    return newest;
}

QDateTime statusSince(const Deployment &deployment)
{
    return deployment.statusUpdatedAt.isValid() ? deployment.statusUpdatedAt : deployment.createdAt;
}

QDateTime servingSince(const Deployment &deployment)
{
    return deployment.status == DeploymentStatus::Success ? statusSince(deployment) : deployment.createdAt;
}

bool nothingServes(const ServiceInstance &instance)
{
    return !servingDeployment(instance) &&
           std::none_of(instance.active.cbegin(), instance.active.cend(),
                        [](const Deployment &each) { return each.status == DeploymentStatus::Unknown; });
}

const Deployment *rolloutDeployment(const ServiceInstance &instance)
{
    if (!instance.latest)
        return nullptr;
    const Deployment *serving = servingDeployment(instance);
    if (serving && serving->id == instance.latest->id)
        return nullptr;
    const DeploymentStatus status = instance.latest->status;
    const bool matters = isInProgress(status) || status == DeploymentStatus::NeedsApproval ||
                         status == DeploymentStatus::Failed || status == DeploymentStatus::Crashed ||
                         status == DeploymentStatus::Unknown;
    return matters ? &*instance.latest : nullptr;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/goback/served.h"

#include "models/goback/candidates.h"

#include <algorithm>

namespace Slipway {

namespace {

/// Railway takes the old one away about when the new one goes live, not in the same instant.
constexpr qint64 handoverSlackSeconds = 30;
/// No build takes that long: what is older than this has gone live, or was over.
constexpr qint64 longestBuildSeconds = 3600;

/// A removed one without a word of Railway or of the journal: by the times alone (app/railway/README.md, 14).
Served servedByTimes(const Deployment &deployment, const Deployment *successor)
{
    const QDateTime removed = deployment.statusUpdatedAt;
    if (!successor || !removed.isValid() || removed < successor->createdAt)
        return Served::Unknown; // aborted, or taken down by hand
    // Of any other status the time is that of something later, also of Sleeping.
    if (successor->status == DeploymentStatus::Success && successor->statusUpdatedAt.isValid()) {
        const QDateTime handover = successor->statusUpdatedAt.addSecs(-handoverSlackSeconds);
        return removed >= handover ? Served::Yes : Served::No;
    }
    const bool built = deployment.createdAt.addSecs(longestBuildSeconds) < successor->createdAt;
    return built ? Served::Yes : Served::Unknown;
}

} // namespace

JournalOfDeployments::JournalOfDeployments(const QList<CommandRecord> &commands)
{
    for (const CommandRecord &record : commands) {
        if (record.deployment.isEmpty() || !(isPromotion(record.order.kind) || isReturn(record.order.kind)))
            continue;
        const bool live = record.state == CommandState::Succeeded || record.state == CommandState::FailedButLive ||
                          record.servingSeenAt.isValid();
        if (live)
            m_live.insert(record.deployment, true);
        else if (record.state == CommandState::Failed && !m_live.contains(record.deployment))
            m_live.insert(record.deployment, false);
    }
}

bool wentLive(const Deployment &deployment, const JournalOfDeployments &journal)
{
    return isSettledGood(deployment.status) || deployment.status == DeploymentStatus::Crashed ||
           deployment.status == DeploymentStatus::Removing || deployment.canRollback ||
           journal.sawItLive(deployment.id);
}

Served servedBefore(const Deployment &deployment, const Deployment *successor, const JournalOfDeployments &journal)
{
    if (journal.sawItLive(deployment.id))
        return Served::Yes;
    switch (deployment.status) {
    case DeploymentStatus::Success:
    case DeploymentStatus::Sleeping:
    case DeploymentStatus::Crashed:
        return Served::Yes;
    case DeploymentStatus::Queued:
    case DeploymentStatus::Waiting:
    case DeploymentStatus::NeedsApproval:
    case DeploymentStatus::Initializing:
    case DeploymentStatus::Building:
    case DeploymentStatus::Deploying:
    case DeploymentStatus::Failed:
    case DeploymentStatus::Skipped:
        return Served::No;
    case DeploymentStatus::Unknown:
        return Served::Unknown;
    case DeploymentStatus::Removing:
    case DeploymentStatus::Removed:
        break;
    }
    if (journal.sawItFail(deployment.id))
        return Served::No;
    return deployment.canRollback ? Served::Yes : servedByTimes(deployment, successor);
}

Served servedOf(const Deployment &deployment, const QList<Deployment> &newer, const QList<CommandRecord> &commands)
{
    const JournalOfDeployments journal(commands);
    const auto successor =
        std::find_if(newer.cbegin(), newer.cend(), [&](const Deployment &each) { return wentLive(each, journal); });
    return servedBefore(deployment, successor == newer.cend() ? nullptr : &*successor, journal);
}

} // namespace Slipway

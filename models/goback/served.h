// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"
#include "models/goback/deploymentsview.h"

#include <QHash>

namespace Slipway {

/// What the journal says of the deployments that our promotions and returns caused.
class JournalOfDeployments {
public:
    explicit JournalOfDeployments(const QList<CommandRecord> &commands);
    bool sawItLive(const DeploymentId &id) const { return m_live.value(id, false); }
    bool sawItFail(const DeploymentId &id) const { return !m_live.value(id, true); }

private:
    QHash<DeploymentId, bool> m_live; ///< whether it went live; not contained: the journal does not say
};

/// Whether a deployment certainly went live once.
bool wentLive(const Deployment &deployment, const JournalOfDeployments &journal);

/// Whether it served once. `successor` is the oldest newer one that went live; null: there is none, or it is not known.
Served servedBefore(const Deployment &deployment, const Deployment *successor, const JournalOfDeployments &journal);

/// Whether it served once. Served and aborted deployments are both REMOVED on the wire (app/railway/README.md, 14).
/// `newer` are the deployments of that environment that were created after it, oldest first.
Served servedOf(const Deployment &deployment, const QList<Deployment> &newer, const QList<CommandRecord> &commands);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/http/httppeer.h"
#include "app/rehearsal/world/world.h"

namespace Slipway::Rehearsal {

/// The team's application in one environment, with the bodies that it really sends
/// (models/pipeline/README.md, 12 to 14).
class ApplicationService {
public:
    ApplicationService(World &world, Environment environment);

    PeerReply answer(const PeerRequest &request) const;
    /// Answers take a usual time, as over a network; without it only what the story makes slow does.
    void setUnhurried() { m_unhurried = true; }

private:
    PeerReply route(const PeerRequest &request) const;
    PeerReply completion(const PeerRequest &request, const QString &mode) const;

    World &m_world;
    Environment m_environment;
    bool m_unhurried = false;
};

} // namespace Slipway::Rehearsal

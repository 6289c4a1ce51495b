// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httppeer.h"
#include "world.h"

namespace Slipway::Rehearsal {

/// The team's application in one environment, with the bodies that it really sends (target-team.md).
class ApplicationService {
public:
    ApplicationService(World &world, Environment environment);

    PeerReply answer(const PeerRequest &request) const;

private:
    World &m_world;
    Environment m_environment;
};

} // namespace Slipway::Rehearsal

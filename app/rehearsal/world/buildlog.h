// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/world/simulatedlogs.h"

namespace Slipway::Rehearsal {

class World;
struct SimDeployment;

/// What building its image logged up to now, in order.
class BuildLog {
public:
    BuildLog(const World &world, const SimDeployment &deployment);
    Q_DISABLE_COPY_MOVE(BuildLog)

    bool isReady() const { return m_ready; } ///< it can be followed
    bool isOver() const { return m_over; }   ///< nothing will be added
    const std::vector<SimLine> &lines() const { return m_lines; }

private:
    SimOrigin m_origin;
    std::vector<SimLine> m_lines;
    bool m_ready = false;
    bool m_over = false;
};

} // namespace Slipway::Rehearsal

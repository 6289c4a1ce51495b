// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/world/simulatedlogs.h"
#include "app/rehearsal/world/world.h"
#include "models/logs/logtime.h"

#include <deque>

namespace Slipway::Rehearsal {

/// What one environment's containers log: a function of the world and of time. Nothing is stored, and asking again
/// gives the same lines, up to the world's present when it was made. (Only World::advance() may change what a latency
/// that creeps says.)
class WorldLogs {
public:
    WorldLogs(const World &world, Environment environment);
    Q_DISABLE_COPY_MOVE(WorldLogs)

    qint64 oldest() const; ///< nothing is logged before; nanoseconds since 1970, as are all times here
    qint64 present() const { return m_present; }
    double linesPerSecond() const { return m_linesPerSecond * m_replicas; } ///< about
    /// Those with a time from `from` on and before `to`, in order of time; `deployment`: of that one only, if not
    /// empty.
    std::vector<SimLine> lines(qint64 from, qint64 to, std::string_view deployment = {}) const;
    /// The requests that the lines of a deployment tell, and those that nobody answered while it was down.
    std::vector<SimRequest> requests(qint64 from, qint64 to, std::string_view deployment) const;

private:
    /// One deployment's containers.
    struct Life {
        std::vector<SimOrigin> replicas;
        quint64 seed = 0;
        qint64 starts = 0;
        qint64 serves = 0;
        qint64 degrades = 0;
        qint64 drains = 0;
        qint64 ends = 0;
        std::vector<std::pair<qint64, qint64>> downs; ///< it crashed, and was started again
        bool goesBad = false;
    };
    void addLife(const SimDeployment &deployment);
    Mood moodOf(const Life &life, qint64 at) const;
    void appendLifecycle(const Life &life, const SimOrigin &replica, qint64 from, qint64 to,
                         std::vector<SimLine> &lines) const;
    template <typename Take>
    void eachSlot(const Life &life, size_t replica, qint64 from, qint64 to, Take take) const;

    const World &m_world;
    Environment m_environment;
    qint64 m_present = 0;
    qint64 m_period = 1; ///< between two places for a line
    double m_linesPerSecond = 1;
    int m_replicas = 1;
    std::deque<Life> m_lives;                        ///< oldest first
    std::vector<std::pair<qint64, bool>> m_degraded; ///< since when people make it so or not
};

/// How many replicas a deployment of that environment has, and their ids.
int replicasIn(const World &world, Environment environment);
QString replicaId(const World &world, const SimDeployment &deployment, int index);
QString snapshotId(const World &world, const SimDeployment &deployment);

qint64 nanoseconds(const QDateTime &time);

} // namespace Slipway::Rehearsal

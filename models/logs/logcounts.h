// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logs/logview.h"

#include <array>
#include <vector>

namespace Slipway {

/// How many lines of each level were logged in one minute.
struct MinuteCounts {
    qint64 minute = 0; ///< minutes since 1970, UTC
    std::array<int, logLevels> levels{};
    int fresh = 0; ///< that are marked new
    int total() const;
    bool operator==(const MinuteCounts &) const = default;
};

/// Counts for the minutes of the lines that are kept, for the bar above them. Notes do not count. Fed as the store
/// grows; minutes whose lines are dropped go.
class LogCounts {
public:
    /// Takes in what was appended and dropped since the last call.
    void update(const LogStore &store);
    /// Of those environments and sources, in order of time, the last `most` minutes up to the newest line; minutes
    /// without a line are there with zeros.
    QList<MinuteCounts> minutes(const LogFilter &filter, int most) const;

private:
    struct Cell {
        std::array<int, logLevels> levels{};
        int fresh = 0;
    };
    struct Minute {
        qint64 minute = 0;
        std::array<std::array<Cell, logSources>, 2> cells{}; ///< by environment and source
    };
    Minute &minuteOf(qint64 minute);

    std::vector<Minute> m_minutes; ///< in order
    LineNumber m_seen = 0;
    qint64 m_oldest = 0; ///< minute of the oldest line that is kept
};

} // namespace Slipway

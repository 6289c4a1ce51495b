// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logstore.h"
#include "models/logs/search/logfilter.h"

#include <QList>

#include <array>
#include <deque>
#include <tuple>
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
/// grows; lines that are dropped do not count any more.
class LogCounts {
public:
    /// Takes in what was appended and dropped since the last call.
    void update(const LogStore &store);
    /// Of those environments and sources, in order of time, the last `most` minutes up to the newest line of them, no
    /// earlier than the oldest; minutes between without a line are there with zeros.
    QList<MinuteCounts> minutes(const LogFilter &filter, int most) const;

private:
    /// So many lines of one kind in one minute.
    struct Tally {
        qint32 minute = 0;
        qint32 count = 0;
        Environment environment = Environment::Staging;
        LogSource source = LogSource::Deploy;
        LogLevel level = LogLevel::None;
        bool fresh = false;
        auto kind() const { return std::tuple(minute, environment, source, level, fresh); }
    };
    /// As the store drops whole chunks, lines are counted for each.
    struct Chunk {
        LineNumber first = 0;
        std::vector<Tally> tallies;
    };
    static Tally tallyOf(const LogRecord &record);
    static void combine(std::vector<Tally> &tallies);
    static bool isCounted(const Tally &tally, const LogFilter &filter);

    std::deque<Chunk> m_chunks;
    LineNumber m_seen = 0;
};

} // namespace Slipway

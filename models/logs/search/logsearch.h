// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/search/logfilter.h"
#include "models/logs/search/orderedlines.h"

#include <QDeadlineTimer>

#include <optional>
#include <vector>

namespace Slipway {

/// Finds the lines that a filter lets through. Words are looked for in many lines at once, regular expressions line by
/// line where the words are that they cannot do without, and neither in lines that are of another environment, source
/// or level.
class LogSearch {
public:
    static Result<LogSearch> prepare(const LogFilter &filter);

    const LogFilter &filter() const { return m_filter; }
    /// Not every line of the chosen environments and sources is a match: words, a level or new lines are looked for.
    bool selects() const;
    bool isCostly() const;                        ///< a line may take long
    bool isChosen(const LogRecord &record) const; ///< is of a chosen environment and source, or our note
    const std::optional<Pattern> &include() const { return m_include; }

    struct Found {
        std::vector<LineTime> shown;   ///< in order; without what is shown for its neighbour's sake
        std::vector<LineTime> matches; ///< in order; empty when nothing is selected
        LineNumber tooCostly = noLine; ///< the line at which a limit was met: those from it on are no matches
        bool outOfTime = false;        ///< nothing else counts then
    };
    /// The lines from `begin` on, without `end`, all of that chunk. Expressions give up, for now, when that time is
    /// over; a single line is always searched.
    Found search(const LogChunk &chunk, LineNumber begin, LineNumber end,
                 QDeadlineTimer until = QDeadlineTimer(QDeadlineTimer::Forever)) const;
    /// From now on no line matches.
    void stop() { m_stopped = true; }
    bool isStopped() const { return m_stopped; }

private:
    explicit LogSearch(LogFilter filter);
    bool mayMatch(const LogRecord &record) const;
    /// Matches among lines that all may match. The line at which a limit was met, or noLine.
    LineNumber searchRun(const LogChunk &chunk, LineNumber begin, LineNumber end, const QDeadlineTimer &until,
                         std::vector<LineNumber> &matches) const;

    LogFilter m_filter;
    std::optional<Pattern> m_include;
    std::optional<Pattern> m_exclude;
    bool m_stopped = false;
};

} // namespace Slipway

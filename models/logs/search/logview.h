// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logstore.h"
#include "models/logs/search/logfilter.h"

#include <optional>
#include <vector>

namespace Slipway {

/// What of the store is shown, as rows: the lines that a filter lets through, in the order of their times (of one time:
/// as they arrived). It searches in steps, the newest lines first, so that nothing waits for it and a new filter ends
/// the old search; and takes in what was appended and dropped since.
class LogView {
public:
    using Row = qsizetype;

    explicit LogView(const LogStore &store);
    ~LogView();

    /// Begins anew with that filter. With a mistake in a pattern the old filter stays in force.
    Result<Done> setFilter(const LogFilter &filter);
    const LogFilter &filter() const;

    /// What the last update changed: rows that went, rows that were added, and whether all that went were at the top
    /// and all that came are at the bottom, so that a picture can be scrolled instead of drawn anew.
    struct Change {
        qsizetype removed = 0;
        qsizetype added = 0;
        bool atEndsOnly = true;
        bool isNone() const { return removed == 0 && added == 0 && atEndsOnly; }
    };
    /// To be called when the store has got or dropped lines. Searches new lines at once; what takes too long of them is
    /// left to step().
    Change update();

    bool isSearching() const; ///< there are lines that were not searched yet
    double progress() const;  ///< 0 to 1: how much of what was there is searched
    /// Searches about that many lines more, fewer when an expression takes its time. True when rows changed; row
    /// numbers are others then.
    bool step(qsizetype lines);
    /// Why the search stopped: the pattern is too costly. Empty otherwise. Rows found until then stay, and nothing else
    /// matches; with every line shown the rest of them still come.
    QString trouble() const;

    qsizetype rowCount() const;
    LineNumber lineAt(Row row) const;
    bool isMatch(Row row) const; ///< false for context and notes; when nothing is looked for every row is one
    qsizetype matchCount() const;
    bool hasPattern() const; ///< words, a level or new lines are looked for, so that matches are worth counting
    std::optional<Row> rowOf(LineNumber line) const;
    std::optional<Row> nextMatch(Row after) const;      ///< the first match below that row; -1: from the top
    std::optional<Row> previousMatch(Row before) const; ///< the last match above that row
    /// The first row that is not before that time, nanoseconds; rowCount() when all are.
    Row rowAtTime(qint64 at) const;
    /// Where `include` matches in a message, for marking.
    QList<Pattern::Hit> hitsIn(std::string_view message) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace Slipway

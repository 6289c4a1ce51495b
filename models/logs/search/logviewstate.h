// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/search/logsearch.h"
#include "models/logs/search/logview.h"
#include "models/logs/search/orderedlines.h"

#include <QString>

namespace Slipway {

/// How far a view's search is, and what it has found.
struct LogView::State {
    State(const LogStore &kept, LogSearch of);

    const LogStore &store;
    LogSearch search;
    OrderedLines rows;
    OrderedLines matches;      ///< filled when something is selected
    OrderedLines chosen;       ///< filled when some lines are shown for their neighbours' sake
    LineNumber low = 0;        ///< lines from it on ...
    LineNumber next = 0;       ///< ... and before this one are searched
    qsizetype costlyBytes = 0; ///< that are searched for an expression at once: as many as take little time
    QString trouble;

    const LogFilter &filter() const { return search.filter(); }
    bool showsAll() const { return filter().context < 0; }
    bool hasContext() const { return search.selects() && filter().context > 0; }
    bool isSearchingOld() const { return low > store.first() && (!search.isStopped() || showsAll()); }
    /// Without the lines that the store does not keep any more.
    Change drop();
    Change searchNew();
    bool searchOld(LineNumber lines);

private:
    /// Nothing where there was no time for so many lines.
    std::optional<Change> searchForwards(const LogChunk &chunk, LineNumber end);
    std::optional<Change> searchBackwards(const LogChunk &chunk, LineNumber begin);
    Change take(const LogSearch::Found &found);
    Change showContext(OrderedLines::Span changed);
    void giveUp(LineNumber line);
};

/// Both changes, one after the other.
void addChange(LogView::Change &sum, const LogView::Change &change);

} // namespace Slipway

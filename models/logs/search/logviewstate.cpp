// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/logviewstate.h"

#include "models/logs/logtime.h"
#include "models/logs/search/logcontext.h"
#include "models/values/shownzone.h"
#include "models/values/text.h"

#include <QDateTime>

#include <algorithm>
#include <ctime>

namespace Slipway {

namespace {

/// A piece of lines is searched in one go, and between two pieces it is looked whether that took long.
constexpr LineNumber linesOfPiece = 4096;
constexpr qsizetype bytesOfPiece = qsizetype(256) << 10;
constexpr qsizetype bytesOfFirstPiece = qsizetype(16) << 10; ///< of an expression, which may be costly
constexpr std::clock_t longestSlice = CLOCKS_PER_SEC / 100;  ///< processor time
constexpr std::clock_t cheapPiece = CLOCKS_PER_SEC / 1000;
constexpr int longestPieceMs = 8; ///< a piece that takes longer is searched anew in smaller ones

/// A turn of the search, in pieces. Only expressions take long; a turn of words is counted in lines alone: repeatable.
class SearchSlice {
public:
    SearchSlice(const LogSearch &search, qsizetype &costlyBytes)
        : m_isCostly(search.isCostly())
        , m_costlyBytes(costlyBytes)
        , m_begun(m_isCostly ? std::clock() : 0)
        , m_pieceBegun(m_begun)
    {
    }
    qsizetype bytesOfNextPiece() const { return m_isCostly ? m_costlyBytes : bytesOfPiece; }
    /// After each piece; the next one is larger when that one was cheap, and smaller when there was no time for it.
    void took(bool wasDone)
    {
        if (!m_isCostly)
            return;
        const std::clock_t now = std::clock();
        if (!wasDone)
            m_costlyBytes = std::max<qsizetype>(m_costlyBytes / 2, 1);
        else if (now - m_pieceBegun < cheapPiece)
            m_costlyBytes = std::min(2 * m_costlyBytes, bytesOfPiece);
        m_pieceBegun = now;
    }
    bool isOver() const { return m_pieceBegun - m_begun > longestSlice; }

private:
    bool m_isCostly;
    qsizetype &m_costlyBytes;
    std::clock_t m_begun;
    std::clock_t m_pieceBegun;
};

} // namespace

void addChange(LogView::Change &sum, const LogView::Change &change)
{
    sum.removed += change.removed;
    sum.added += change.added;
    sum.atEndsOnly = sum.atEndsOnly && change.atEndsOnly;
}

LogView::State::State(const LogStore &kept, LogSearch of)
    : store(kept)
    , search(std::move(of))
    , rows(kept)
    , matches(kept)
    , chosen(kept)
    , low(kept.end())
    , next(kept.end())
    , costlyBytes(bytesOfFirstPiece)
{
}

LogView::Change LogView::State::drop()
{
    Change change;
    if (low >= store.first())
        return change;
    low = store.first();
    next = std::max(next, low);
    matches.drop(low);
    const OrderedLines::Dropped dropped = rows.drop(low);
    change = {.removed = dropped.atTop + dropped.within, .atEndsOnly = dropped.within == 0};
    if (hasContext()) {
        const bool isTop = chosen.drop(low).within == 0;
        addChange(change, showContext({0, isTop ? 0 : chosen.size()}));
    }
    return change;
}

LogView::Change LogView::State::searchNew()
{
    Change change;
    SearchSlice slice(search, costlyBytes);
    while (next < store.end() && !slice.isOver()) {
        const LogChunk chunk = store.chunk(store.chunkOf(next));
        const qsizetype offset = qsizetype(chunk.records[next - chunk.first].offset);
        const auto chunkEnd = chunk.first + LineNumber(chunk.records.size());
        const qsizetype pieceEnd = offset + slice.bytesOfNextPiece();
        const LineNumber end =
            pieceEnd < qsizetype(chunk.text.size()) ? std::max(next + 1, LogStore::lineAt(chunk, pieceEnd)) : chunkEnd;
        const std::optional<Change> found = searchForwards(chunk, std::min(end, next + linesOfPiece));
        addChange(change, found.value_or(Change()));
        slice.took(found.has_value());
    }
    return change;
}

/// Backwards from the oldest line that is searched.
bool LogView::State::searchOld(LineNumber lines)
{
    bool changed = false;
    SearchSlice slice(search, costlyBytes);
    while (isSearchingOld() && lines > 0 && !slice.isOver()) {
        const LogChunk chunk = store.chunk(store.chunkOf(low - 1));
        const LogRecord &last = chunk.records[low - 1 - chunk.first];
        const qsizetype offset = qsizetype(last.offset + last.length) - slice.bytesOfNextPiece();
        const LineNumber most = std::min({lines, linesOfPiece, low - chunk.first});
        const LineNumber begin =
            std::clamp(LogStore::lineAt(chunk, std::max<qsizetype>(offset, 0)), low - most, low - 1);
        const LineNumber end = low;
        const std::optional<Change> found = searchBackwards(chunk, begin);
        changed = !found.value_or(Change()).isNone() || changed;
        lines -= end - low;
        slice.took(found.has_value());
    }
    return changed;
}

std::optional<LogView::Change> LogView::State::searchForwards(const LogChunk &chunk, LineNumber end)
{
    const LogSearch::Found found = search.search(chunk, next, end, QDeadlineTimer(longestPieceMs));
    if (found.outOfTime)
        return {};
    next = end;
    if (found.tooCostly != noLine)
        giveUp(found.tooCostly);
    return take(found);
}

/// When a line is too costly, those after it count: the newest come first.
std::optional<LogView::Change> LogView::State::searchBackwards(const LogChunk &chunk, LineNumber begin)
{
    const QDeadlineTimer until(longestPieceMs);
    LineNumber tooCostly = noLine;
    LogSearch::Found found = search.search(chunk, begin, low, until);
    while (!found.outOfTime && found.tooCostly != noLine) {
        tooCostly = found.tooCostly;
        begin = tooCostly + 1;
        found = search.search(chunk, begin, low, until);
    }
    if (found.outOfTime)
        return {};
    if (tooCostly != noLine)
        giveUp(tooCostly);
    low = begin;
    return take(found);
}

LogView::Change LogView::State::take(const LogSearch::Found &found)
{
    matches.insert(found.matches);
    if (hasContext())
        return found.shown.empty() ? Change() : showContext(chosen.insert(found.shown));
    const qsizetype before = rows.size();
    const OrderedLines::Span span = rows.insert(found.shown);
    return {.added = rows.size() - before, .atEndsOnly = span.begin == before};
}

/// Decides anew what is shown around the chosen lines that changed: no further than context reaches from there.
LogView::Change LogView::State::showContext(OrderedLines::Span changed)
{
    const qsizetype context = filter().context;
    const OrderedLines::Span span{std::max<qsizetype>(0, changed.begin - context),
                                  std::min(chosen.size(), changed.end + context)};
    const auto rowFrom = [this](qsizetype index) {
        return index < chosen.size() ? rows.indexOf(chosen.timeAt(index)) : rows.size();
    };
    OrderedLines::Span old{span.begin == 0 ? 0 : rowFrom(span.begin), rowFrom(span.end)};
    const std::vector<LineNumber> shown = linesInContext(store, chosen, matches, span, context);
    std::span<const LineNumber> fresh(shown);
    while (old.size() > 0 && !fresh.empty() && rows.at(old.begin) == fresh.front()) {
        ++old.begin;
        fresh = fresh.subspan(1);
    }
    while (old.size() > 0 && !fresh.empty() && rows.at(old.end - 1) == fresh.back()) {
        --old.end;
        fresh = fresh.first(fresh.size() - 1);
    }
    const bool addsAtBottom = old.begin == rows.size();
    const bool removesAtTop = fresh.empty() && old.begin == 0;
    const bool isSame = fresh.empty() && old.size() == 0;
    rows.replace(old, fresh);
    return {
        .removed = old.size(), .added = qsizetype(fresh.size()), .atEndsOnly = isSame || addsAtBottom || removesAtTop};
}

void LogView::State::giveUp(LineNumber line)
{
    search.stop();
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(store.record(line).at / nanosecondsPerMillisecond);
    trouble = say("The expression is too costly: it was stopped at a line of %1. Narrow it.")
                  .arg(shownTimeAndZone(at, QStringLiteral("HH:mm:ss")));
}

} // namespace Slipway

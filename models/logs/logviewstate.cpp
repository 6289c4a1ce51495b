// SPDX-License-Identifier: GPL-3.0-or-later
#include "logs/logviewstate.h"

#include "logs/logcontext.h"
#include "logs/logtime.h"
#include "values/shownzone.h"
#include "values/text.h"

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

/// A turn of the search, in pieces. Only expressions take long; a turn of words is counted in lines alone: repeatable.
class SearchSlice {
public:
    explicit SearchSlice(const LogSearch &search)
        : m_isCostly(search.isCostly())
        , m_bytes(m_isCostly ? bytesOfFirstPiece : bytesOfPiece)
        , m_begun(m_isCostly ? std::clock() : 0)
        , m_pieceBegun(m_begun)
    {
    }
    qsizetype bytesOfNextPiece() const { return m_bytes; }
    /// After each piece; the next one is larger when that one was cheap.
    void took()
    {
        if (!m_isCostly)
            return;
        const std::clock_t now = std::clock();
        if (now - m_pieceBegun < cheapPiece)
            m_bytes = std::min(2 * m_bytes, bytesOfPiece);
        m_pieceBegun = now;
    }
    bool isOver() const { return m_pieceBegun - m_begun > longestSlice; }

private:
    bool m_isCostly;
    qsizetype m_bytes;
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
    SearchSlice slice(search);
    while (next < store.end() && !slice.isOver()) {
        const LogChunk chunk = store.chunk(store.chunkOf(next));
        const qsizetype offset = qsizetype(chunk.records[next - chunk.first].offset);
        const auto chunkEnd = chunk.first + LineNumber(chunk.records.size());
        const qsizetype pieceEnd = offset + slice.bytesOfNextPiece();
        const LineNumber end =
            pieceEnd < qsizetype(chunk.text.size()) ? std::max(next + 1, LogStore::lineAt(chunk, pieceEnd)) : chunkEnd;
        addChange(change, searchForwards(chunk, std::min(end, next + linesOfPiece)));
        slice.took();
    }
    return change;
}

/// Backwards from the oldest line that is searched.
bool LogView::State::searchOld(LineNumber lines)
{
    bool changed = false;
    SearchSlice slice(search);
    while (isSearchingOld() && lines > 0 && !slice.isOver()) {
        const LogChunk chunk = store.chunk(store.chunkOf(low - 1));
        const LogRecord &last = chunk.records[low - 1 - chunk.first];
        const qsizetype offset = qsizetype(last.offset + last.length) - slice.bytesOfNextPiece();
        const LineNumber most = std::min({lines, linesOfPiece, low - chunk.first});
        const LineNumber begin =
            std::clamp(LogStore::lineAt(chunk, std::max<qsizetype>(offset, 0)), low - most, low - 1);
        const LineNumber end = low;
        changed = !searchBackwards(chunk, begin).isNone() || changed;
        lines -= end - low;
        slice.took();
    }
    return changed;
}

LogView::Change LogView::State::searchForwards(const LogChunk &chunk, LineNumber end)
{
    const LogSearch::Found found = search.search(chunk, next, end);
    next = end;
    if (found.tooCostly != noLine)
        giveUp(found.tooCostly);
    return take(found);
}

/// When a line is too costly, those after it count: the newest come first.
LogView::Change LogView::State::searchBackwards(const LogChunk &chunk, LineNumber begin)
{
    LineNumber tooCostly = noLine;
    LogSearch::Found found = search.search(chunk, begin, low);
    while (found.tooCostly != noLine) {
        tooCostly = found.tooCostly;
        begin = tooCostly + 1;
        found = search.search(chunk, begin, low);
    }
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

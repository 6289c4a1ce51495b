// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/logview.h"

#include "models/logs/search/logviewstate.h"

#include <algorithm>

namespace Slipway {

LogView::LogView(const LogStore &store)
    : m_state(std::make_unique<State>(store, *LogSearch::prepare({})))
{
}

LogView::~LogView() = default;

Result<Done> LogView::setFilter(const LogFilter &filter)
{
    Result<LogSearch> search = LogSearch::prepare(filter);
    if (!search)
        return search.error();
    m_state = std::make_unique<State>(m_state->store, *std::move(search));
    return Done();
}

const LogFilter &LogView::filter() const
{
    return m_state->filter();
}

LogView::Change LogView::update()
{
    Change change = m_state->drop();
    addChange(change, m_state->searchNew());
    return change;
}

bool LogView::isSearching() const
{
    return m_state->isSearchingOld() || m_state->next < m_state->store.end();
}

double LogView::progress() const
{
    const LogStore &store = m_state->store;
    if (store.isEmpty())
        return 1;
    const LineNumber low = std::max(m_state->low, store.first());
    return double(std::max(m_state->next, low) - low) / double(store.end() - store.first());
}

bool LogView::step(qsizetype lines)
{
    Change change = m_state->drop();
    addChange(change, m_state->searchNew());
    const bool old = m_state->searchOld(LineNumber(std::clamp<qsizetype>(lines, 1, noLine)));
    return old || !change.isNone();
}

QString LogView::trouble() const
{
    return m_state->trouble;
}

qsizetype LogView::rowCount() const
{
    return m_state->rows.size();
}

LineNumber LogView::lineAt(Row row) const
{
    return m_state->rows.at(row);
}

bool LogView::isMatch(Row row) const
{
    return !hasPattern() || m_state->matches.contains(lineAt(row));
}

qsizetype LogView::matchCount() const
{
    return hasPattern() ? m_state->matches.size() : rowCount();
}

bool LogView::hasPattern() const
{
    return m_state->search.selects();
}

std::optional<LogView::Row> LogView::rowOf(LineNumber line) const
{
    const OrderedLines &rows = m_state->rows;
    const Row row = rows.indexOf(rows.timeOf(line));
    if (row == rows.size() || rows.at(row) != line)
        return std::nullopt;
    return row;
}

std::optional<LogView::Row> LogView::nextMatch(Row after) const
{
    const Row from = std::max<Row>(after + 1, 0);
    if (from >= rowCount())
        return std::nullopt;
    if (!hasPattern())
        return from;
    const OrderedLines &matches = m_state->matches;
    const qsizetype index = matches.indexOf(m_state->rows.timeAt(from));
    return index < matches.size() ? rowOf(matches.at(index)) : std::nullopt;
}

std::optional<LogView::Row> LogView::previousMatch(Row before) const
{
    const Row end = std::min(before, rowCount());
    if (end <= 0)
        return std::nullopt;
    if (!hasPattern())
        return end - 1;
    const OrderedLines &matches = m_state->matches;
    const qsizetype index = end < rowCount() ? matches.indexOf(m_state->rows.timeAt(end)) : matches.size();
    return index > 0 ? rowOf(matches.at(index - 1)) : std::nullopt;
}

LogView::Row LogView::rowAtTime(qint64 at) const
{
    return m_state->rows.indexOf({at, 0});
}

QList<Pattern::Hit> LogView::hitsIn(std::string_view message) const
{
    const std::optional<Pattern> &include = m_state->search.include();
    return include && !m_state->search.isStopped() ? include->hits(message) : QList<Pattern::Hit>();
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logselection.h"

#include <algorithm>

namespace Slipway {

void LogSelection::choose(LogView::Row row, Mode mode)
{
    m_current = placeOf(row);
    m_to = m_current;
    if (mode == Mode::Alone || m_from.isNone())
        m_from = m_current;
}

void LogSelection::chooseAll()
{
    if (m_view.rowCount() == 0)
        return;
    m_from = placeOf(0);
    m_to = placeOf(m_view.rowCount() - 1);
    if (m_current.isNone())
        m_current = m_to;
}

void LogSelection::clear()
{
    m_current = {};
    m_from = {};
    m_to = {};
}

std::optional<LogView::Row> LogSelection::currentRow() const
{
    return m_current.isNone() ? std::nullopt : m_view.rowOf(m_current.line);
}

LogSelection::Rows LogSelection::rows() const
{
    if (m_from.isNone())
        return {};
    if (m_from.line == m_to.line) { // one line is not replaced by its neighbour
        const auto row = m_view.rowOf(m_from.line);
        return row ? Rows{*row, *row} : Rows{};
    }
    const auto from = rowNear(m_from);
    const auto to = rowNear(m_to);
    if (!from || !to)
        return {};
    return {std::min(*from, *to), std::max(*from, *to)};
}

LogPlace LogSelection::placeOf(LogView::Row row) const
{
    const LineNumber line = m_view.lineAt(row);
    const bool kept = line >= m_store.first() && line < m_store.end();
    return {line, kept ? m_store.record(line).at : 0};
}

std::optional<LogView::Row> LogSelection::rowNear(const LogPlace &place) const
{
    const qsizetype count = m_view.rowCount();
    if (place.isNone() || count == 0)
        return std::nullopt;
    if (const auto row = m_view.rowOf(place.line))
        return row;
    return std::clamp<LogView::Row>(m_view.rowAtTime(place.at), 0, count - 1);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/orderedlines.h"

#include <algorithm>

namespace Slipway {

OrderedLines::OrderedLines(const LogStore &store)
    : m_store(store)
{
}

LineTime OrderedLines::timeOf(LineNumber line) const
{
    if (line < m_store.first() || line >= m_store.end())
        return {std::numeric_limits<qint64>::min(), line};
    return {m_store.record(line).at, line};
}

/// Gallops from the end that is nearer: most of what is looked for is there.
qsizetype OrderedLines::indexOf(LineTime time) const
{
    const qsizetype half = size() / 2;
    const bool fromTop = half > 0 && time <= timeAt(half);
    qsizetype reach = 1;
    while (reach < half && (fromTop ? timeAt(reach) < time : time <= timeAt(size() - reach)))
        reach *= 2;
    const auto begin = m_lines.begin() + (fromTop ? 0 : std::max<qsizetype>(0, size() - reach));
    const auto end = fromTop ? m_lines.begin() + std::min(size(), reach + 1) : m_lines.end();
    const auto isBefore = [this](LineNumber line, LineTime than) { return timeOf(line) < than; };
    return std::lower_bound(begin, end, time, isBefore) - m_lines.begin();
}

bool OrderedLines::contains(LineNumber line) const
{
    const qsizetype index = indexOf(timeOf(line));
    return index < size() && at(index) == line;
}

OrderedLines::Span OrderedLines::insert(std::span<const LineTime> lines)
{
    if (lines.empty())
        return {size(), size()};
    const bool isLast = m_lines.empty() || timeAt(size() - 1) < lines.front();
    const qsizetype begin = isLast ? size() : indexOf(lines.front());
    const qsizetype end = isLast ? size() : indexOf(lines.back());
    std::vector<LineNumber> merged;
    merged.reserve(lines.size() + size_t(end - begin));
    auto next = lines.begin();
    for (qsizetype index = begin; index < end; ++index) {
        for (const LineTime time = timeAt(index); *next < time; ++next)
            merged.push_back(next->number);
        merged.push_back(at(index));
    }
    for (; next != lines.end(); ++next)
        merged.push_back(next->number);
    replace({begin, end}, merged);
    return {begin, begin + qsizetype(merged.size())};
}

void OrderedLines::replace(Span span, std::span<const LineNumber> lines)
{
    const qsizetype common = std::min(span.size(), qsizetype(lines.size()));
    const auto written = std::copy(lines.begin(), lines.begin() + common, m_lines.begin() + span.begin);
    if (common < span.size())
        m_lines.erase(written, m_lines.begin() + span.end);
    else
        m_lines.insert(written, lines.begin() + common, lines.end());
}

OrderedLines::Dropped OrderedLines::drop(LineNumber first)
{
    const auto isGone = [first](LineNumber line) { return line < first; };
    const auto top = std::find_if_not(m_lines.begin(), m_lines.end(), isGone);
    Dropped dropped;
    dropped.atTop = top - m_lines.begin();
    m_lines.erase(m_lines.begin(), top);
    if (std::any_of(m_lines.begin(), m_lines.end(), isGone))
        dropped.within = qsizetype(std::erase_if(m_lines, isGone));
    return dropped;
}

} // namespace Slipway

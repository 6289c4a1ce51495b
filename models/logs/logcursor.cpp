// SPDX-License-Identifier: GPL-3.0-or-later
#include "logs/logcursor.h"

#include "logs/logtime.h"

#include <algorithm>
#include <functional>

namespace Slipway {

namespace {

constexpr qint64 overlap = 30 * nanosecondsPerSecond; ///< as Railway's own client looks back (railway.md, 2.8)
constexpr qint64 remembered = 2 * overlap;
constexpr size_t mostTaken = 300'000; ///< half a minute of twenty replicas at Railway's limit of 500 lines a second

/// Mixes like splitmix64: the parts' own hashes may be alike in their high bits.
quint64 mixed(quint64 value)
{
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

quint64 markOf(const LogLine &line)
{
    const std::hash<std::string_view> hash;
    quint64 mark = mixed(quint64(line.at));
    for (const std::string_view part : {line.message, line.attributes, line.replica})
        mark = mixed(mark ^ hash(part));
    return mark;
}

} // namespace

bool LogCursor::takes(const LogLine &line)
{
    const quint64 mark = markOf(line);
    if (!m_marks.insert(mark).second)
        return false;
    m_taken.push_back({.at = line.at, .mark = mark});
    m_newest = std::max(m_newest.value_or(line.at), line.at);
    const qint64 needed = std::min(*m_newest - remembered, m_expected.value_or(*m_newest));
    while (m_taken.size() > mostTaken || m_taken.front().at < needed) {
        m_forgotten = std::max(m_forgotten, m_taken.front().at);
        m_marks.erase(m_taken.front().mark);
        m_taken.pop_front();
    }
    return true;
}

std::optional<qint64> LogCursor::resumeFrom() const
{
    if (!m_newest)
        return {};
    return std::max(*m_newest - overlap, m_forgotten + 1);
}

} // namespace Slipway

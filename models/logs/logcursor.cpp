// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logcursor.h"

#include "models/logs/logtime.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace Slipway {

namespace {

constexpr qint64 overlap = 30 * nanosecondsPerSecond; ///< as Railway's own client has it (app/railway/README.md, 40)
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

void LogCursor::beginConnection(std::optional<qint64> from)
{
    ++m_connection;
    m_from = from;
}

/// It was not asked for, and whether it was taken cannot be told any more.
bool LogCursor::isForgotten(const LogLine &line, const std::optional<qint64> &from) const
{
    return from && line.at < *from && line.at <= m_forgotten;
}

bool LogCursor::takes(const LogLine &line)
{
    if (isForgotten(line, m_from))
        return false;
    const quint64 mark = markOf(line);
    Copies &copies = m_copies[mark];
    if (std::exchange(copies.connection, m_connection) != m_connection)
        copies.told = 0;
    if (++copies.told <= copies.taken)
        return false;
    keep(line.at, mark);
    return true;
}

bool LogCursor::takes(const LogLine &line, LogPage &page)
{
    if (isForgotten(line, page.from))
        return false;
    const quint64 mark = markOf(line);
    const quint32 told = ++page.copies[mark];
    const auto known = m_copies.find(mark);
    if (known != m_copies.end() && told <= known->second.taken)
        return false;
    keep(line.at, mark);
    return true;
}

void LogCursor::keep(qint64 at, quint64 mark)
{
    ++m_copies[mark].taken;
    m_taken.push_back({.at = at, .mark = mark});
    m_newest = std::max(m_newest.value_or(at), at);
    const qint64 needed = std::min(*m_newest - remembered, m_expected.value_or(*m_newest));
    while (m_taken.size() > mostTaken || m_taken.front().at < needed) {
        m_forgotten = std::max(m_forgotten, m_taken.front().at);
        const auto oldest = m_copies.find(m_taken.front().mark);
        if (--oldest->second.taken == 0)
            m_copies.erase(oldest);
        m_taken.pop_front();
    }
}

std::optional<qint64> LogCursor::resumeFrom() const
{
    if (!m_newest)
        return {};
    return std::max(*m_newest - overlap, m_forgotten + 1);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/logcounts.h"

#include "models/logs/logtime.h"

#include <algorithm>
#include <numeric>

namespace Slipway {

namespace {

qint64 minuteOfTime(qint64 at)
{
    return at / nanosecondsPerMinute - (at % nanosecondsPerMinute < 0 ? 1 : 0);
}

} // namespace

int MinuteCounts::total() const
{
    return std::accumulate(levels.begin(), levels.end(), 0);
}

LogCounts::Tally LogCounts::tallyOf(const LogRecord &record)
{
    return {.minute = qint32(minuteOfTime(record.at)),
            .count = 1,
            .environment = record.production ? Environment::Production : Environment::Staging,
            .source = LogSource(record.source),
            .level = LogLevel(record.level),
            .fresh = record.isNew != 0};
}

/// One tally for each minute and kind, in order.
void LogCounts::combine(std::vector<Tally> &tallies)
{
    std::sort(tallies.begin(), tallies.end(), [](const Tally &a, const Tally &b) { return a.kind() < b.kind(); });
    auto last = tallies.begin();
    for (auto next = tallies.begin(); next != tallies.end(); ++next) {
        if (next == last)
            continue;
        if (next->kind() == last->kind())
            last->count += next->count;
        else
            *++last = *next;
    }
    if (last != tallies.end())
        tallies.erase(last + 1, tallies.end());
}

void LogCounts::update(const LogStore &store)
{
    while (!m_chunks.empty() && m_chunks.front().first < store.first())
        m_chunks.pop_front();
    m_seen = std::max(m_seen, store.first());
    while (m_seen < store.end()) {
        const LogChunk chunk = store.chunk(store.chunkOf(m_seen));
        if (m_chunks.empty() || m_chunks.back().first != chunk.first)
            m_chunks.push_back({.first = chunk.first, .tallies = {}});
        std::vector<Tally> &tallies = m_chunks.back().tallies;
        for (const LogRecord &record : chunk.records.subspan(m_seen - chunk.first)) {
            if (LogSource(record.source) == LogSource::Note)
                continue;
            const Tally tally = tallyOf(record);
            if (!tallies.empty() && tallies.back().kind() == tally.kind())
                ++tallies.back().count;
            else
                tallies.push_back(tally);
        }
        combine(tallies);
        m_seen = chunk.first + LineNumber(chunk.records.size());
    }
}

bool LogCounts::isCounted(const Tally &tally, const LogFilter &filter)
{
    return filter.environments[tally.environment] && filter.sources[size_t(tally.source)];
}

QList<MinuteCounts> LogCounts::minutes(const LogFilter &filter, int most) const
{
    std::optional<qint64> oldest;
    std::optional<qint64> newest;
    for (const Chunk &chunk : m_chunks) {
        for (const Tally &tally : chunk.tallies) {
            if (!isCounted(tally, filter))
                continue;
            oldest = std::min<qint64>(oldest.value_or(tally.minute), tally.minute);
            newest = std::max<qint64>(newest.value_or(tally.minute), tally.minute);
        }
    }
    if (!newest || most <= 0)
        return {};
    const qint64 first = std::max(*oldest, *newest - most + 1);
    QList<MinuteCounts> minutes(*newest - first + 1);
    for (qsizetype i = 0; i < minutes.size(); ++i)
        minutes[i].minute = first + i;
    for (const Chunk &chunk : m_chunks) {
        for (const Tally &tally : chunk.tallies) {
            if (tally.minute < first || !isCounted(tally, filter))
                continue;
            MinuteCounts &counts = minutes[tally.minute - first];
            counts.levels[size_t(tally.level)] += tally.count;
            counts.fresh += tally.fresh ? tally.count : 0;
        }
    }
    return minutes;
}

} // namespace Slipway

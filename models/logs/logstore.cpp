// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logstore.h"

#include "models/logs/logattributes.h"
#include "models/logs/redaction.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr size_t longestAttributes = size_t(64) << 10; ///< of one line
/// Beside the text of a chunk: records and attributes. Many short lines, or long attributes, fill it as well.
constexpr qsizetype asideBytes = LogStore::chunkBytes / 2;
/// Of a message that is cut: so much beyond the cut is looked at, so that no half of a secret stays.
constexpr size_t beyondCut = size_t(8) << 10;
constexpr size_t longestOrigin = 256;
constexpr size_t mostOrigins = 65'535;
constexpr size_t recordsAtFirst = 1024;

/// How much of a text that is cut there leaves no character in two. Where no character is, it is cut all the same.
size_t characterBoundary(std::string_view text, size_t cut)
{
    constexpr size_t longestTail = 3;
    const auto continues = [&](size_t at) { return (quint8(text[at]) & 0xC0) == 0x80; };
    if (cut >= text.size())
        return text.size();
    size_t boundary = cut;
    while (boundary > 0 && cut - boundary < longestTail && continues(boundary))
        --boundary;
    return continues(boundary) ? cut : boundary;
}

} // namespace

struct LogStore::Chunk {
    struct Aside {
        quint32 row = 0;
        quint32 offset = 0;
        quint32 length = 0;
    };
    LineNumber first = 0;
    std::string text; ///< never moves while the chunk is filled
    std::vector<LogRecord> records;
    std::string attributes;
    std::vector<Aside> asides; ///< of the rows that have attributes, in order

    static qsizetype asideOf(const LogLine &line);
    qsizetype aside() const;
    qsizetype bytes() const { return qsizetype(text.size()) + aside(); }
    void begin(LineNumber number);
    void seal();
    std::string_view attributesOf(size_t row) const;
    bool addMessage(std::string_view message, const Redaction &redaction);
    bool addAttributes(std::string_view packed, const Redaction &redaction, std::string &scratch);
    void hideAttributes(const Aside &aside, const Redaction &redaction, std::string &scratch);
};

qsizetype LogStore::Chunk::asideOf(const LogLine &line)
{
    const bool has = !line.attributes.empty() && line.attributes.size() <= longestAttributes;
    const size_t bytes = sizeof(LogRecord) + (has ? line.attributes.size() + sizeof(Aside) : 0);
    return qsizetype(bytes);
}

qsizetype LogStore::Chunk::aside() const
{
    const size_t bytes = records.size() * sizeof(LogRecord) + attributes.size() + asides.size() * sizeof(Aside);
    return qsizetype(bytes);
}

void LogStore::Chunk::begin(LineNumber number)
{
    first = number;
    text.clear();
    text.reserve(size_t(chunkBytes) + beyondCut);
    records.clear();
    records.reserve(recordsAtFirst);
    attributes.clear();
    asides.clear();
}

/// Nothing more comes: gives back what was reserved for more.
void LogStore::Chunk::seal()
{
    if (text.capacity() / 2 > text.size())
        text.shrink_to_fit();
    records.shrink_to_fit();
    attributes.shrink_to_fit();
    asides.shrink_to_fit();
}

std::string_view LogStore::Chunk::attributesOf(size_t row) const
{
    const auto found =
        std::lower_bound(asides.begin(), asides.end(), row, [](const Aside &one, size_t of) { return one.row < of; });
    if (found == asides.end() || found->row != row)
        return {};
    return std::string_view(attributes).substr(found->offset, found->length);
}

/// True when it was cut.
bool LogStore::Chunk::addMessage(std::string_view message, const Redaction &redaction)
{
    const size_t offset = text.size();
    text.append(message.substr(0, size_t(longestMessage) + beyondCut));
    const std::span<char> stored = std::span(text).subspan(offset);
    redaction.hide(stored);
    const size_t kept = characterBoundary({stored.data(), stored.size()}, size_t(longestMessage));
    text.resize(offset + kept);
    text.push_back('\n');
    return kept < message.size();
}

/// False when there is nothing to keep.
bool LogStore::Chunk::addAttributes(std::string_view packed, const Redaction &redaction, std::string &scratch)
{
    if (packed.empty() || packed.size() > longestAttributes)
        return false;
    std::string_view rest = packed;
    std::string_view name;
    std::string_view value;
    while (takeAttribute(rest, name, value)) {
    }
    packed.remove_suffix(rest.size());
    if (packed.empty())
        return false;
    asides.push_back({quint32(records.size()), quint32(attributes.size()), quint32(packed.size())});
    attributes.append(packed);
    hideAttributes(asides.back(), redaction, scratch);
    return true;
}

/// As name="value", so that a name tells a secret as it does in a message; never across the lengths between them.
void LogStore::Chunk::hideAttributes(const Aside &aside, const Redaction &redaction, std::string &scratch)
{
    std::string_view rest = std::string_view(attributes).substr(aside.offset, aside.length);
    std::string_view name;
    std::string_view value;
    while (takeAttribute(rest, name, value)) {
        const std::string_view tie = value.find('"') == std::string_view::npos ? "=\"" : "=";
        scratch.assign(name).append(tie).append(value).append(tie.substr(1));
        if (!redaction.hide(scratch))
            continue;
        std::copy_n(scratch.data(), name.size(), attributes.data() + (name.data() - attributes.data()));
        std::copy_n(scratch.data() + name.size() + tie.size(), value.size(),
                    attributes.data() + (value.data() - attributes.data()));
    }
}

LogStore::LogStore(qsizetype capacity)
    : m_capacity(std::max(capacity, 2 * chunkBytes))
    , m_origins(1)
    , m_redaction(std::make_unique<Redaction>())
{
}

LogStore::~LogStore() = default;

void LogStore::append(const LogLine &line)
{
    if (m_end == noLine) { // numbers are used up; nobody has seen 4,294,967,295 lines
        ++m_dropped;
        return;
    }
    const qsizetype text = std::min(qsizetype(line.message.size()), longestMessage) + 1;
    Chunk &chunk = roomFor(line, text);
    const qsizetype before = chunk.bytes();
    LogRecord record;
    record.at = line.at;
    record.offset = chunk.text.size() & 0x1F'FFFF;
    record.level = quint8(line.level) & 7;
    record.source = quint8(line.source) & 3;
    record.production = line.environment == Environment::Production ? 1 : 0;
    record.isNew = line.isNew ? 1 : 0;
    record.important = line.important ? 1 : 0;
    record.origin = originOf(line.deployment, line.replica);
    record.cut = chunk.addMessage(line.message, *m_redaction) || line.cut ? 1 : 0;
    record.length = (chunk.text.size() - record.offset - 1) & 0x1'FFFF;
    record.hasAttributes = chunk.addAttributes(line.attributes, *m_redaction, m_scratch) ? 1 : 0;
    chunk.records.push_back(record);
    m_bytes += chunk.bytes() - before;
    ++m_end;
}

LogStore::Chunk &LogStore::roomFor(const LogLine &line, qsizetype bytes)
{
    const qsizetype aside = Chunk::asideOf(line);
    const bool full = m_chunks.empty() || qsizetype(m_chunks.back()->text.size()) + bytes > chunkBytes ||
                      m_chunks.back()->aside() + aside > asideBytes;
    shrinkTo(m_capacity - bytes - aside);
    if (!full)
        return *m_chunks.back();
    if (!m_chunks.empty())
        m_chunks.back()->seal();
    m_chunks.push_back(m_spare ? std::move(m_spare) : std::make_unique<Chunk>());
    m_chunks.back()->begin(m_end);
    return *m_chunks.back();
}

void LogStore::shrinkTo(qsizetype bytes)
{
    while (m_bytes > bytes && m_chunks.size() > 1)
        dropOldest();
}

void LogStore::dropOldest()
{
    m_bytes -= m_chunks.front()->bytes();
    m_dropped += qint64(m_chunks.front()->records.size());
    m_spare = std::move(m_chunks.front());
    m_chunks.pop_front();
}

quint16 LogStore::originOf(std::string_view deployment, std::string_view replica)
{
    const auto &[lastDeployment, lastReplica] = m_origins[m_lastOrigin];
    if (lastDeployment == deployment && lastReplica == replica)
        return m_lastOrigin;
    if ((deployment.empty() && replica.empty()) || deployment.size() + replica.size() > longestOrigin)
        return 0;
    m_scratch.assign(deployment);
    m_scratch.push_back('\0');
    m_scratch.append(replica);
    const auto known = m_originNumbers.find(m_scratch);
    if (known != m_originNumbers.end())
        return m_lastOrigin = known->second;
    if (m_origins.size() > mostOrigins)
        return 0;
    m_lastOrigin = quint16(m_origins.size());
    m_origins.emplace_back(deployment, replica);
    m_originNumbers.emplace(m_scratch, m_lastOrigin);
    return m_lastOrigin;
}

void LogStore::setRedaction(Redaction redaction)
{
    *m_redaction = std::move(redaction);
    for (const std::unique_ptr<Chunk> &chunk : m_chunks) {
        for (const LogRecord &record : chunk->records)
            m_redaction->hide(std::span(chunk->text).subspan(record.offset, record.length));
        for (const Chunk::Aside &aside : chunk->asides)
            chunk->hideAttributes(aside, *m_redaction, m_scratch);
    }
}

void LogStore::setCapacity(qsizetype bytes)
{
    m_capacity = std::max(bytes, 2 * chunkBytes);
    shrinkTo(m_capacity);
}

void LogStore::clear()
{
    m_chunks.clear();
    m_spare.reset();
    m_origins.resize(1);
    m_originNumbers.clear();
    m_lastOrigin = 0;
    m_dropped = 0;
    m_bytes = 0;
}

LineNumber LogStore::first() const
{
    return m_chunks.empty() ? m_end : m_chunks.front()->first;
}

LineNumber LogStore::end() const
{
    return m_end;
}

LogLine LogStore::line(LineNumber number) const
{
    const Chunk &chunk = *m_chunks[size_t(chunkOf(number))];
    const size_t row = number - chunk.first;
    const LogRecord &record = chunk.records[row];
    const auto &[deployment, replica] = m_origins[record.origin];
    return {.at = record.at,
            .level = LogLevel(record.level),
            .source = LogSource(record.source),
            .environment = record.production ? Environment::Production : Environment::Staging,
            .cut = record.cut != 0,
            .isNew = record.isNew != 0,
            .important = record.important != 0,
            .message = std::string_view(chunk.text).substr(record.offset, record.length),
            .attributes = record.hasAttributes ? chunk.attributesOf(row) : std::string_view(),
            .deployment = deployment,
            .replica = replica};
}

const LogRecord &LogStore::record(LineNumber number) const
{
    const Chunk &chunk = *m_chunks[size_t(chunkOf(number))];
    return chunk.records[number - chunk.first];
}

qint64 LogStore::dropped() const
{
    return m_dropped;
}

qsizetype LogStore::bytes() const
{
    return m_bytes;
}

int LogStore::chunkCount() const
{
    return int(m_chunks.size());
}

LogChunk LogStore::chunk(int index) const
{
    const Chunk &chunk = *m_chunks[size_t(index)];
    return {.first = chunk.first, .text = chunk.text, .records = chunk.records};
}

int LogStore::chunkOf(LineNumber number) const
{
    const auto after =
        std::upper_bound(m_chunks.begin(), m_chunks.end(), number,
                         [](LineNumber of, const std::unique_ptr<Chunk> &chunk) { return of < chunk->first; });
    return int(after - m_chunks.begin()) - 1;
}

LineNumber LogStore::lineAt(const LogChunk &chunk, qsizetype offset)
{
    const auto after =
        std::upper_bound(chunk.records.begin(), chunk.records.end(), offset,
                         [](qsizetype at, const LogRecord &record) { return at < qsizetype(record.offset); });
    return chunk.first + LineNumber(std::max<qsizetype>(after - chunk.records.begin(), 1) - 1);
}

} // namespace Slipway

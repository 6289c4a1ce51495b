// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logline.h"

#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace Slipway {

class Redaction;

/// One line's 16 bytes beside its text.
struct LogRecord {
    qint64 at = 0;           ///< nanoseconds since 1970, UTC
    quint64 offset : 21 = 0; ///< of the message in its chunk's text
    quint64 length : 17 = 0; ///< bytes
    quint64 level : 3 = 0;
    quint64 source : 2 = 0;
    quint64 production : 1 = 0;
    quint64 cut : 1 = 0;
    quint64 isNew : 1 = 0;
    quint64 important : 1 = 0;
    quint64 hasAttributes : 1 = 0;
    quint64 origin : 16 = 0; ///< which deployment and replica, interned
};
static_assert(sizeof(LogRecord) == 16);

/// A run of consecutive lines whose messages lie behind one another, each followed by a line end: what is searched at
/// once. Valid until the store next changes.
struct LogChunk {
    LineNumber first = 0;
    std::string_view text;
    std::span<const LogRecord> records;
};

/// The lines of all logs, bounded in bytes: messages in chunks of about a mebibyte of UTF-8, a record of 16 bytes for
/// each line. When the bound is passed, the oldest chunk goes whole, and is counted.
class LogStore {
public:
    static constexpr qsizetype defaultCapacity = qsizetype(64) << 20; ///< bytes
    static constexpr qsizetype longestMessage = qsizetype(64) << 10;  ///< bytes; the rest of a longer one is dropped
    static constexpr qsizetype chunkBytes = qsizetype(1) << 20;

    explicit LogStore(qsizetype capacity = defaultCapacity);
    ~LogStore();
    LogStore(const LogStore &) = delete;
    LogStore &operator=(const LogStore &) = delete;

    /// Keeps a copy of the line, cut to the longest that is kept (never within a character), and without what is
    /// secret. Its number is end() - 1 then.
    void append(const LogLine &line);
    /// What is secret from now on, in lines that are there as well: each byte of it becomes "*".
    void setRedaction(Redaction redaction);
    /// Bytes of text, attributes and records that are kept at most; at least two chunks.
    void setCapacity(qsizetype bytes);
    /// Forgets every line. Numbers go on from end(); dropped() begins anew.
    void clear();

    LineNumber first() const; ///< the oldest that is kept; end() when there is none
    LineNumber end() const;   ///< the number of the next one
    bool isEmpty() const { return first() == end(); }
    LogLine line(LineNumber number) const; ///< of one that is kept
    const LogRecord &record(LineNumber number) const;
    qint64 dropped() const;  ///< lines that went because the store was full
    qsizetype bytes() const; ///< of text, attributes and records

    int chunkCount() const;
    LogChunk chunk(int index) const;      ///< 0 is the oldest
    int chunkOf(LineNumber number) const; ///< index of the chunk that holds it
    /// Which line of a chunk holds that offset of its text.
    static LineNumber lineAt(const LogChunk &chunk, qsizetype offset);

private:
    struct Chunk;
    Chunk &roomFor(const LogLine &line, qsizetype bytes);
    void dropOldest();
    void shrinkTo(qsizetype bytes);
    quint16 originOf(std::string_view deployment, std::string_view replica);

    qsizetype m_capacity;
    std::deque<std::unique_ptr<Chunk>> m_chunks;                ///< none is empty; the last one is being filled
    std::unique_ptr<Chunk> m_spare;                             ///< its memory is used again
    std::vector<std::pair<std::string, std::string>> m_origins; ///< the first is none
    std::unordered_map<std::string, quint16> m_originNumbers;
    quint16 m_lastOrigin = 0;
    std::string m_scratch;
    std::unique_ptr<Redaction> m_redaction;
    LineNumber m_end = 0;
    qint64 m_dropped = 0;
    qsizetype m_bytes = 0;
};

} // namespace Slipway

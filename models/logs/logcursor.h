// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logline.h"

#include <deque>
#include <optional>
#include <unordered_map>

namespace Slipway {

/// A part of a log that one answer brings, and from when on it was asked for.
struct LogPage {
    std::optional<qint64> from;
    std::unordered_map<quint64, quint32> copies; ///< of each line, so far
};

/// How far a log was read, so that it can be read on after an interruption with an overlap. A connection and a page
/// bring no line twice, so that two equal ones are two; what two of them bring is told by its time and its content.
class LogCursor {
public:
    /// Another connection begins, and tells what was logged from then on; none: whatever it has.
    void beginConnection(std::optional<qint64> from);
    /// A line of the connection. False for one that was taken before, as far back as resumeFrom(), and for what is
    /// older than both that and what was asked for.
    bool takes(const LogLine &line);
    /// A line of that page.
    bool takes(const LogLine &line, LogPage &page);
    std::optional<qint64> newest() const { return m_newest; }
    /// What was asked for from there on may still come: nothing since then is forgotten, unless it is too much. None:
    /// nothing was.
    void expectFrom(std::optional<qint64> from) { m_expected = from; }
    /// From when on to ask again: some time before the newest line, since lines can arrive late. None before the first.
    std::optional<qint64> resumeFrom() const;

private:
    struct Taken {
        qint64 at = 0;
        quint64 mark = 0;
    };
    struct Copies {
        quint32 taken = 0;
        quint32 told = 0; ///< by that connection
        quint32 connection = 0;
    };
    bool isForgotten(const LogLine &line, const std::optional<qint64> &from) const;
    void keep(qint64 at, quint64 mark);

    std::deque<Taken> m_taken; ///< in the order of their coming
    std::unordered_map<quint64, Copies> m_copies;
    quint32 m_connection = 0;
    std::optional<qint64> m_from; ///< asked of the connection
    std::optional<qint64> m_newest;
    std::optional<qint64> m_expected;
    qint64 m_forgotten = std::numeric_limits<qint64>::min(); ///< time of the newest that is not remembered any more
};

} // namespace Slipway

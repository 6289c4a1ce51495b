// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logs/logline.h"

#include <deque>
#include <optional>
#include <unordered_set>

namespace Slipway {

/// How far a log was read, so that it can be read on after an interruption with an overlap: what comes twice is told by
/// its time and its content (railway.md, 2.8).
class LogCursor {
public:
    /// False for a line that was taken before, as far back as resumeFrom().
    bool takes(const LogLine &line);
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
    std::deque<Taken> m_taken; ///< in the order of their coming
    std::unordered_set<quint64> m_marks;
    std::optional<qint64> m_newest;
    std::optional<qint64> m_expected;
    qint64 m_forgotten = std::numeric_limits<qint64>::min(); ///< time of the newest that is not remembered any more
};

} // namespace Slipway

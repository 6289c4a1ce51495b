// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logstore.h"

#include <compare>
#include <deque>
#include <span>
#include <vector>

namespace Slipway {

/// By what lines are ordered: their times; of one time, as they arrived.
struct LineTime {
    qint64 at = 0; ///< nanoseconds since 1970, UTC
    LineNumber number = 0;
    auto operator<=>(const LineTime &) const = default;
};

/// Numbers of lines of a store, in the order of their times, in four bytes each. Lines arrive nearly in order: taking
/// in some more costs as much as they and the lines among which they go.
class OrderedLines {
public:
    /// Indexes from `begin` on, without `end`.
    struct Span {
        qsizetype begin = 0;
        qsizetype end = 0;
        qsizetype size() const { return end - begin; }
    };
    struct Dropped {
        qsizetype atTop = 0;
        qsizetype within = 0;
    };

    explicit OrderedLines(const LogStore &store);

    qsizetype size() const { return qsizetype(m_lines.size()); }
    LineNumber at(qsizetype index) const { return m_lines[size_t(index)]; }
    LineTime timeAt(qsizetype index) const { return timeOf(at(index)); }
    /// A line that is not kept any more was before all others.
    LineTime timeOf(LineNumber line) const;
    qsizetype indexOf(LineTime time) const; ///< of the first line that is not before it; size() when all are
    bool contains(LineNumber line) const;

    void clear() { m_lines.clear(); }
    /// Takes in lines that are in order. Where they and those among them are then.
    Span insert(std::span<const LineTime> lines);
    void replace(Span span, std::span<const LineNumber> lines);
    /// Removes the lines before that one, which the store does not keep any more.
    Dropped drop(LineNumber first);

private:
    const LogStore &m_store;
    std::deque<LineNumber> m_lines; ///< grows at both ends, and moves what is shorter
};

} // namespace Slipway

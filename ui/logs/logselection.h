// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/search/logview.h"

namespace Slipway {

/// A line and its time, so that something near is found when it is no row any more.
struct LogPlace {
    LineNumber line = noLine;
    qint64 at = 0;
    bool isNone() const { return line == noLine; }
};

/// Which line is the current one, and which range is selected, kept by lines: rows come and go under it, and a million
/// of them are selected as quickly as two.
class LogSelection {
public:
    /// How a row is chosen: alone, or with all from where the range began.
    enum class Mode { Alone, Extend };
    /// Empty when first > last.
    struct Rows {
        LogView::Row first = 0;
        LogView::Row last = -1;
        qsizetype count() const { return last - first + 1; }
        bool contains(LogView::Row row) const { return row >= first && row <= last; }
        bool operator==(const Rows &) const = default;
    };

    LogSelection(const LogStore &store, const LogView &view)
        : m_store(store)
        , m_view(view)
    {
    }

    void choose(LogView::Row row, Mode mode);
    void chooseAll();
    void clear();

    LogPlace current() const { return m_current; }
    std::optional<LogView::Row> currentRow() const; ///< none as well when the line is no row
    Rows rows() const;

    LogPlace placeOf(LogView::Row row) const;
    /// Of that line, or the nearest in time; none when there are no rows.
    std::optional<LogView::Row> rowNear(const LogPlace &place) const;

private:
    const LogStore &m_store;
    const LogView &m_view;
    LogPlace m_current;
    LogPlace m_from;
    LogPlace m_to;
};

} // namespace Slipway

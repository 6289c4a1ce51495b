// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/search/pattern.h"

#include <QList>
#include <QString>

#include <string_view>

namespace Slipway {

/// The part of a message that is seen in one line, as text: line ends and tabs as marks, what cannot be seen as
/// "<U+202E>", bytes that are no UTF-8 as U+FFFD.
struct VisibleMessage {
    /// Found: what a search found. Mark: stands for something that is not text.
    enum class Kind { Plain, Found, Mark };
    /// A stretch of one kind; together they are the whole text.
    struct Run {
        qsizetype start = 0;
        qsizetype length = 0;
        Kind kind = Kind::Plain;
        bool operator==(const Run &) const = default;
    };
    QString text;
    QList<Run> runs;
    bool isGrid = true; ///< each character is as wide as every other: ASCII and the marks for line ends and tabs
    bool operator==(const VisibleMessage &) const = default;
};

inline constexpr char16_t lineEndMark = 0x21B5; ///< a bent arrow
inline constexpr char16_t tabMark = 0x2192;     ///< an arrow to the right

/// Of `columns` characters from that one on; no more of a long message is converted. `hits` in order, in bytes.
VisibleMessage visibleMessage(std::string_view message, qsizetype fromColumn, qsizetype columns,
                              const QList<Pattern::Hit> &hits);
/// How many columns the whole message has.
qsizetype visibleColumns(std::string_view message);

} // namespace Slipway

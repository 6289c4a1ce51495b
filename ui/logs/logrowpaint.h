// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logline.h"
#include "models/logs/search/pattern.h"

#include <QFont>
#include <QPalette>

class QPainter;
class QRect;

namespace Slipway {

/// What is the same for all rows: how they are laid out in columns of a fixed font.
struct LogRowStyle {
    QPalette palette;
    QFont font;       ///< for ASCII: neither shaped nor kerned, which halves the time
    QFont shaped;     ///< the same for everything else
    double pitch = 8; ///< width of a column, pixels
    int rowHeight = 16;
    int ascent = 12;
    bool bothEnvironments = false; ///< say of each line where it is from
    qsizetype column = 0;          ///< the first of the messages' that is seen
    bool focused = false;
};

struct LogRow {
    LogLine line;
    QList<Pattern::Hit> hits;
    bool selected = false;
    bool current = false;
    bool isMatch = true;     ///< false for what is only shown around a match
    bool marksMatch = false; ///< matches stand among others
};

LogRowStyle logRowStyle(const QPalette &palette, const QFont &font);
/// Where the message of a line begins.
int messageLeft(const LogRowStyle &style, bool isNew);
/// How many columns of messages are seen in a row of that width.
qsizetype messageColumns(const LogRowStyle &style, int width);
/// The whole rectangle is painted.
void paintLogRow(QPainter &painter, const QRect &rect, const LogRow &row, const LogRowStyle &style);

} // namespace Slipway

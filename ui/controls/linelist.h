// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/theme.h"

#include <QUrl>
#include <QWidget>

namespace Slipway {

/// A status, what it is about, why, and where to look.
struct Line {
    Look look;
    QString title;
    QString detail;
    QUrl url;
    QString word;      ///< instead of the status's own; empty: that one
    bool loud = false; ///< the title, too, in the status's colour
    bool operator==(const Line &) const = default;
};

/// Lines one under the other. Rows are kept and only filled anew, so that a change of one repaints one.
class LineList : public QWidget {
    Q_OBJECT
public:
    /// Whether a line's detail stands under its title or, to save height where there is width, beside it.
    enum class Details { Under, Beside };
    explicit LineList(QWidget *parent = nullptr, Details details = Details::Under);

    void display(const QList<Line> &lines);
    /// What stands there when there are no lines.
    void setEmptyText(const QString &text);

Q_SIGNALS:
    void openRequested(const QUrl &url);

private:
    void alignMarks();

    class Row;
    Details m_details;
    QList<Row *> m_rows;
    QList<Line> m_lines;
    class PlainLabel *m_empty;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/theme.h"

#include <QLineEdit>
#include <QPainter>

namespace Slipway {

/// A field whose outline is seen in every theme: Fusion draws it in a shade of the window's colour, which is invisible
/// on a dark one.
class OutlinedLineEdit : public QLineEdit {
public:
    using QLineEdit::QLineEdit;

    QSize sizeHint() const override { return QLineEdit::sizeHint() + QSize(0, 6); }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QLineEdit::paintEvent(event);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor line = hasFocus() ? palette().color(QPalette::Active, QPalette::Highlight) : dimInk(palette());
        painter.setPen(QPen(line, hasFocus() ? 2 : 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
    }
};

} // namespace Slipway

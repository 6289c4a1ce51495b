// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPainterPath>

class QPainter;

namespace Slipway {

/// The icons of every status. Drawn, because a font may lack the glyph (ui/README.md, 4), and told apart by
/// their outline alone.
enum class Shape {
    Check,
    Cross,
    Triangle,
    Dot,
    Ring,
    HalfCircle,
    Clock,
    Dash,
    Slash,
    NoEntry,
    Question,
    Outward,
    Back,
    Zigzag
};

/// The outline to fill, inside the square.
QPainterPath shapePath(Shape shape, const QRectF &square);
void paintShape(QPainter &painter, Shape shape, const QRectF &square, const QColor &colour);

} // namespace Slipway

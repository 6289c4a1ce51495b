// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/shapes.h"

#include <QPainter>
#include <QPainterPathStroker>

namespace Slipway {

namespace {

/// Lines in a unit square, before they get their width.
QPainterPath unitLines(Shape shape)
{
    QPainterPath path;
    const QRectF circle(0.1, 0.1, 0.8, 0.8);
    switch (shape) {
    case Shape::Check:
        path.moveTo(0.12, 0.55);
        path.lineTo(0.4, 0.82);
        path.lineTo(0.9, 0.18);
        break;
    case Shape::Cross:
        path.moveTo(0.18, 0.18);
        path.lineTo(0.82, 0.82);
        path.moveTo(0.82, 0.18);
        path.lineTo(0.18, 0.82);
        break;
    case Shape::Dash:
        path.moveTo(0.15, 0.5);
        path.lineTo(0.85, 0.5);
        break;
    case Shape::Clock:
        path.addEllipse(circle);
        path.moveTo(0.5, 0.25);
        path.lineTo(0.5, 0.52);
        path.lineTo(0.7, 0.62);
        break;
    case Shape::Slash:
        path.addEllipse(circle);
        path.moveTo(0.24, 0.76);
        path.lineTo(0.76, 0.24);
        break;
    case Shape::NoEntry:
        path.addEllipse(circle);
        path.moveTo(0.3, 0.5);
        path.lineTo(0.7, 0.5);
        break;
    case Shape::Question:
        path.moveTo(0.27, 0.32);
        path.cubicTo(0.3, 0.0, 0.78, 0.02, 0.74, 0.34);
        path.cubicTo(0.72, 0.5, 0.5, 0.48, 0.5, 0.68);
        break;
    case Shape::Outward:
        path.moveTo(0.2, 0.8);
        path.lineTo(0.8, 0.2);
        path.moveTo(0.35, 0.2);
        path.lineTo(0.8, 0.2);
        path.lineTo(0.8, 0.65);
        break;
    case Shape::Back:
        path.moveTo(0.42, 0.24);
        path.lineTo(0.12, 0.52);
        path.lineTo(0.42, 0.8);
        path.moveTo(0.12, 0.52);
        path.lineTo(0.66, 0.52);
        path.cubicTo(0.92, 0.52, 0.92, 0.18, 0.7, 0.18);
        break;
    case Shape::Zigzag:
        path.moveTo(0.06, 0.6);
        path.lineTo(0.27, 0.22);
        path.lineTo(0.5, 0.8);
        path.lineTo(0.73, 0.22);
        path.lineTo(0.94, 0.6);
        break;
    case Shape::Ring:
    case Shape::HalfCircle:
        path.addEllipse(circle);
        break;
    case Shape::Triangle:
    case Shape::Dot:
        break;
    }
    return path;
}

/// Areas in a unit square.
QPainterPath unitAreas(Shape shape)
{
    QPainterPath path;
    if (shape == Shape::Triangle) {
        path.moveTo(0.5, 0.08);
        path.lineTo(0.96, 0.9);
        path.lineTo(0.04, 0.9);
        path.closeSubpath();
    } else if (shape == Shape::Dot) {
        path.addEllipse(QRectF(0.2, 0.2, 0.6, 0.6));
    } else if (shape == Shape::HalfCircle) {
        path.moveTo(0.5, 0.1);
        path.arcTo(QRectF(0.1, 0.1, 0.8, 0.8), 90, 180);
        path.closeSubpath();
    } else if (shape == Shape::Question) {
        path.addEllipse(QRectF(0.42, 0.8, 0.17, 0.17));
    }
    return path;
}

} // namespace

QPainterPath shapePath(Shape shape, const QRectF &square)
{
    QPainterPathStroker stroker;
    const bool bold = shape == Shape::Check || shape == Shape::Cross || shape == Shape::Dash;
    stroker.setWidth(bold ? 0.2 : 0.13);
    stroker.setCapStyle(Qt::RoundCap);
    stroker.setJoinStyle(Qt::RoundJoin);
    QPainterPath path = stroker.createStroke(unitLines(shape));
    path.setFillRule(Qt::WindingFill);
    path.addPath(unitAreas(shape));
    return QTransform::fromTranslate(square.x(), square.y()).scale(square.width(), square.height()).map(path);
}

void paintShape(QPainter &painter, Shape shape, const QRectF &square, const QColor &colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(shapePath(shape, square), colour);
    painter.restore();
}

} // namespace Slipway

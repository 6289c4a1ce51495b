// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/segmentbutton.h"

#include "ui/controls/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace Slipway {

namespace {

constexpr int besideSegment = 8;
constexpr int besideInside = 4;
constexpr int afterTick = 4;
constexpr double segmentRadius = 5;

QFont boldSegment(QFont font)
{
    font.setBold(true);
    return font;
}

int tickSide(const QFontMetrics &metrics)
{
    return metrics.ascent() - 2;
}

} // namespace

SegmentButton::SegmentButton(const QString &text, Place place, QWidget *parent)
    : QPushButton(text, parent)
    , m_place(place)
{
    setCheckable(true);
    setAutoDefault(false);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

/// Room for the tick and bold words is kept, so that nothing moves when it is switched.
QSize SegmentButton::sizeHint() const
{
    const QFontMetrics bold(boldSegment(font()));
    const int words = bold.size(Qt::TextShowMnemonic, text()).width();
    if (m_place == Place::Inside)
        return {words + 2 * besideInside, bold.height() + 2};
    return {words + 2 * besideSegment + tickSide(bold) + afterTick, bold.height() + 10};
}

/// With the joined sides square, and shared with the neighbour.
QPainterPath SegmentButton::outline() const
{
    const bool joinsLeft = m_place == Place::Middle || m_place == Place::Last;
    const bool joinsRight = m_place == Place::Middle || m_place == Place::First;
    QRectF box = QRectF(rect()).adjusted(joinsLeft ? -0.5 : 0.5, 0.5, -0.5, -0.5);
    QPainterPath round;
    round.addRoundedRect(box, segmentRadius, segmentRadius);
    QPainterPath square;
    if (joinsLeft)
        square.addRect(QRectF(box.left(), box.top(), box.width() / 2, box.height()));
    if (joinsRight)
        square.addRect(QRectF(box.center().x(), box.top(), box.width() / 2, box.height()));
    return round.united(square);
}

void SegmentButton::paintInside(QPainter &painter)
{
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    if (isChecked()) {
        painter.setPen(inkOf(Tone::Running, palette()));
        painter.setBrush(fillOf(Tone::Running, palette()));
        painter.drawRoundedRect(box, 3, 3);
    }
    painter.setFont(isChecked() ? boldSegment(font()) : font());
    painter.setPen(isChecked() ? inkOf(Tone::Running, palette()) : dimInk(palette()));
    painter.drawText(rect(), Qt::AlignCenter, text());
    if (!hasFocus())
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(palette().color(QPalette::Active, QPalette::Highlight), 2));
    painter.drawRoundedRect(box, 3, 3);
}

void SegmentButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_place == Place::Inside)
        return paintInside(painter);
    const bool held = isDown() || underMouse();
    QColor ground =
        isChecked() ? fillOf(Tone::Running, palette()) : palette().color(QPalette::Active, QPalette::Button);
    if (held)
        ground = isDark(palette()) ? ground.lighter(120) : ground.darker(104);
    painter.setPen(lineColour(palette()));
    painter.setBrush(ground);
    painter.drawPath(outline());
    const QFont words = isChecked() ? boldSegment(font()) : font();
    const QFontMetrics metrics(words);
    const QColor ink =
        isChecked() ? inkOf(Tone::Running, palette()) : palette().color(QPalette::Active, QPalette::ButtonText);
    const int side = isChecked() ? tickSide(metrics) : 0;
    const int lead = isChecked() ? side + afterTick : 0;
    const int width = lead + metrics.size(Qt::TextShowMnemonic, text()).width();
    const int left = (this->width() - width) / 2;
    if (isChecked())
        paintShape(painter, Shape::Check, QRectF(left, (height() - side) / 2.0, side, side), ink);
    painter.setFont(words);
    painter.setPen(ink);
    painter.drawText(QRect(left + lead, 0, this->width() - left - lead, height()),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic, text());
    if (!hasFocus())
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(palette().color(QPalette::Active, QPalette::Highlight), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 3, 3);
}

} // namespace Slipway

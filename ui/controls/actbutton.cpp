// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/actbutton.h"

#include "ui/controls/theme.h"

#include <QPainter>
#include <QStyleOption>

namespace Slipway {

namespace {

constexpr int besideShape = 6;
constexpr double actRadius = 5;

Tone toneOf(ActButton::Prominence prominence)
{
    return prominence == ActButton::Prominence::Danger ? Tone::Bad : Tone::Running;
}

} // namespace

ActButton::ActButton(QWidget *parent)
    : RoomyButton(parent)
{
    QFont bold = font();
    bold.setBold(true); // however it looks, so that a change of it moves nothing
    setFont(bold);
    setAutoDefault(false);
}

void ActButton::setProminence(Prominence prominence)
{
    if (prominence == m_prominence)
        return;
    m_prominence = prominence;
    update();
}

void ActButton::setShape(std::optional<Shape> shape)
{
    m_shape = shape;
    updateGeometry();
    update();
}

QSize ActButton::sizeHint() const
{
    const int shape = m_shape ? fontMetrics().ascent() + besideShape : 0;
    return RoomyButton::sizeHint() + QSize(shape, 0);
}

void ActButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool filled = m_prominence != Prominence::Plain && isEnabled();
    const QRectF box = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
    const QColor fill =
        filled ? strongFill(toneOf(m_prominence), palette()) : palette().color(QPalette::Active, QPalette::Button);
    const bool held = isDown() || (underMouse() && isEnabled());
    painter.setBrush(held ? (isDark(palette()) ? fill.lighter(115) : fill.darker(108)) : fill);
    painter.setPen(filled ? fill : lineColour(palette()));
    painter.drawRoundedRect(box, actRadius, actRadius);
    const QColor ink = filled
                           ? onStrongFill(palette())
                           : palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText);
    const int side = m_shape ? fontMetrics().ascent() : 0;
    const int lead = m_shape ? side + besideShape : 0;
    const int words = fontMetrics().size(Qt::TextShowMnemonic, text()).width();
    const int left = std::max((width() - lead - words) / 2, 6);
    if (m_shape)
        paintShape(painter, *m_shape, QRectF(left, (height() - side) / 2.0, side, side), ink);
    painter.setPen(ink);
    painter.drawText(QRect(left + lead, 0, width() - left - lead - 4, height()),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | Qt::TextShowMnemonic,
                     fontMetrics().elidedText(text(), Qt::ElideRight, width() - left - lead - 4, Qt::TextShowMnemonic));
    if (!hasFocus())
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(filled ? onStrongFill(palette()) : palette().color(QPalette::Highlight), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(4, 4, -4, -4), 3, 3);
}

} // namespace Slipway

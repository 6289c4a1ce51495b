// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/choicepaint.h"

#include "ui/controls/theme.h"

#include <QAbstractButton>
#include <QPainter>

namespace Slipway {

namespace {

constexpr int focusRing = 2;
constexpr int beforeWords = 7;

int choiceSide(const QFontMetrics &metrics)
{
    return metrics.ascent() + 1;
}

} // namespace

int choiceIndent(const QFontMetrics &metrics)
{
    return focusRing + choiceSide(metrics) + beforeWords;
}

int choiceHeight(const QFontMetrics &metrics)
{
    return metrics.height() + 2 * focusRing;
}

void paintChoice(QAbstractButton &button, ChoiceForm form)
{
    const QPalette palette = button.palette();
    const QFontMetrics metrics = button.fontMetrics();
    QPainter painter(&button);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = button.isEnabled() ? palette.color(QPalette::WindowText) : dimInk(palette);
    const double side = choiceSide(metrics);
    const QRectF outline(focusRing + 0.5, (button.height() - side) / 2, side, side);
    painter.setPen(QPen(ink, 1.2, button.isEnabled() ? Qt::SolidLine : Qt::DotLine));
    if (form == ChoiceForm::Box)
        painter.drawRoundedRect(outline, 2, 2);
    else
        painter.drawEllipse(outline);
    if (button.isChecked() && form == ChoiceForm::Box)
        paintShape(painter, Shape::Check, outline.adjusted(2, 2, -2, -2), inkOf(Tone::Good, palette));
    else if (button.isChecked())
        paintShape(painter, Shape::Dot, outline, inkOf(Tone::Running, palette));
    painter.setPen(ink);
    const QRect words = button.rect().adjusted(choiceIndent(metrics), 0, -focusRing, 0);
    painter.drawText(words, Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextShowMnemonic,
                     metrics.elidedText(button.text(), Qt::ElideRight, words.width(), Qt::TextShowMnemonic));
    if (!button.hasFocus())
        return;
    painter.setPen(QPen(palette.color(QPalette::Highlight), focusRing));
    painter.drawRoundedRect(QRectF(button.rect()).adjusted(1, 1, -1, -1), 3, 3);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/cards.h"

#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"

#include <QVBoxLayout>

namespace Slipway {

QVBoxLayout *addCard(QBoxLayout *place, const QString &heading, PlainLabel **title)
{
    auto *card = new Card;
    place->addWidget(card, place->direction() == QBoxLayout::LeftToRight ? 1 : 0);
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(14, 10, 14, 10);
    inside->setSpacing(6);
    auto *label = new PlainLabel(card);
    label->setWeight(PlainLabel::Weight::Bold);
    label->showText(heading);
    inside->addWidget(label);
    if (title)
        *title = label;
    return inside;
}

} // namespace Slipway

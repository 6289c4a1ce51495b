// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/troublebar.h"

#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/roomybutton.h"
#include "ui/controls/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace Slipway {

namespace {

constexpr qsizetype mostTroubles = 4; ///< more would push the panels off the screen; the newest ones count

} // namespace

TroubleBar::TroubleBar(QWidget *parent)
    : QWidget(parent)
    , m_text(new PlainLabel(this, 2 * int(mostTroubles)))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 14, 6);
    row->setSpacing(10);
    auto *mark = new StatusMark(StatusMark::Style::IconOnly, this);
    mark->display({.shape = Shape::Triangle, .tone = Tone::Bad, .word = tr("Trouble")});
    row->addWidget(mark);
    m_text->setObjectName(QStringLiteral("troubleText"));
    row->addWidget(m_text, 1);
    auto *close = new RoomyButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("closeTrouble"));
    close->setAccessibleName(tr("Close this message"));
    row->addWidget(close);
    connect(close, &QPushButton::clicked, this, &TroubleBar::dismiss);
    setVisible(false);
}

void TroubleBar::display(const QString &trouble)
{
    if (trouble.isEmpty() || m_troubles.contains(trouble))
        return;
    m_troubles.append(trouble);
    if (m_troubles.size() > mostTroubles)
        m_troubles.removeFirst();
    m_text->showText(m_troubles.join(QStringLiteral(" \u00b7 ")));
    setVisible(true);
}

void TroubleBar::dismiss()
{
    m_troubles.clear();
    m_text->showText({});
    setVisible(false);
}

void TroubleBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), fillOf(Tone::Bad, palette()));
    painter.fillRect(QRect(0, height() - 1, width(), 1), inkOf(Tone::Bad, palette()));
}

} // namespace Slipway

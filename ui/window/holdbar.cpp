// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/holdbar.h"

#include "models/items/deploymentwords.h"
#include "models/values/text.h"
#include "ui/controls/marks.h"
#include "ui/controls/outlinedlineedit.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/roomybutton.h"

#include <QEvent>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int longestLiftReason = 500;

QString withoutStop(QString sentence)
{
    while (sentence.endsWith(QLatin1Char('.')) || sentence.endsWith(QLatin1Char(' ')))
        sentence.chop(1);
    return sentence;
}

} // namespace

QString holdText(const Hold &hold, const CommitSha &wouldBringBack, const CommitSha &serving)
{
    QString text = holdWords(hold);
    if (hold.since.isValid())
        text = say("%1 since %2").arg(text, timeText(hold.since));
    if (!hold.who.isEmpty())
        text = say("%1 by %2").arg(text, hold.who);
    const QString reason = withoutStop(hold.reason);
    if (!reason.isEmpty())
        text = say("%1, because %2").arg(text, reason);
    if (!serving.isEmpty() && !hold.sha.isEmpty() && serving != hold.sha)
        text = say("%1; but %2 serves now").arg(text, shortSha(serving));
    if (wouldBringBack.isEmpty() || wouldBringBack == hold.sha)
        return say("%1; nothing is promoted until the hold is lifted.").arg(text);
    return say("%1; promoting %2 would bring back what was undone.").arg(text, shortSha(wouldBringBack));
}

HoldBar::HoldBar(QWidget *parent)
    : QWidget(parent)
{
    setVisible(false);
}

void HoldBar::build()
{
    setObjectName(QStringLiteral("holdBar"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 6, 14, 6);
    column->setSpacing(6);
    auto *row = new QHBoxLayout;
    row->setSpacing(10);
    auto *mark = new StatusMark(StatusMark::Style::Bare, this);
    mark->display({.shape = Shape::NoEntry, .tone = Tone::Warn, .word = tr("Held")});
    row->addWidget(mark);
    m_text = new PlainLabel(this, 3);
    m_text->setObjectName(QStringLiteral("holdText"));
    row->addWidget(m_text, 1);
    m_open = new RoomyButton(tr("Lift the hold\u2026"), this);
    m_open->setObjectName(QStringLiteral("liftHold"));
    m_open->setCheckable(true);
    row->addWidget(m_open);
    column->addLayout(row);
    m_lift = buildLift();
    column->addWidget(m_lift);
    connect(m_open, &QPushButton::toggled, this, [this](bool open) {
        m_lift->setVisible(open);
        if (open)
            m_reason->setFocus();
    });
}

QWidget *HoldBar::buildLift()
{
    auto *holder = new QWidget(this);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    m_reason = new OutlinedLineEdit(holder);
    m_reason->setObjectName(QStringLiteral("liftReason"));
    m_reason->setPlaceholderText(tr("Why may production be promoted to again? It goes into the journal"));
    m_reason->setAccessibleName(tr("Why may production be promoted to again?"));
    m_reason->setMaxLength(longestLiftReason);
    row->addWidget(m_reason, 1);
    auto *confirm = new RoomyButton(tr("Lift the hold"), holder);
    confirm->setObjectName(QStringLiteral("liftConfirm"));
    confirm->setEnabled(false);
    row->addWidget(confirm);
    holder->setVisible(false);
    connect(m_reason, &QLineEdit::textChanged, confirm,
            [confirm](const QString &text) { confirm->setEnabled(!text.trimmed().isEmpty()); });
    connect(confirm, &QPushButton::clicked, this, [this] { Q_EMIT lifted(m_reason->text().trimmed()); });
    return holder;
}

void HoldBar::display(const std::optional<Hold> &hold, const CommitSha &onStaging, const CommitSha &serving)
{
    if (!hold && !m_text)
        return;
    if (!m_text)
        build();
    const OrderId before = m_hold ? m_hold->order : OrderId();
    if (!hold || hold->order != before) { // what was typed was about another one
        m_open->setChecked(false);
        m_reason->clear();
    }
    m_hold = hold;
    m_wouldBringBack = onStaging.isEmpty() && hold ? hold->undone : onStaging;
    m_serving = serving;
    if (hold)
        m_text->showText(holdText(*hold, m_wouldBringBack, serving));
    setVisible(hold.has_value());
}

void HoldBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LocaleChange && m_hold)
        m_text->showText(holdText(*m_hold, m_wouldBringBack, m_serving));
}

void HoldBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), fillOf(Tone::Warn, palette()));
    painter.fillRect(QRect(0, height() - 1, width(), 1), inkOf(Tone::Warn, palette()));
}

} // namespace Slipway

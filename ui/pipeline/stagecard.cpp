// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/stagecard.h"

#include "models/values/age.h"
#include "models/values/plaintext.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/theme.h"
#include "ui/pipeline/pipelinelines.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int ringRoom = 3; ///< around the sheet, for the focus ring
constexpr int leftInside = 14;
constexpr int otherInside = 9;
constexpr int headGap = 8;

/// What stands under the title, each line with its age.
QStringList linesOf(const Stage &stage, std::optional<Moment> now)
{
    QStringList lines;
    for (const StageLine &line : stage.detail) {
        const QString age = now ? agoText(line.at, *now) : QString();
        lines.append(age.isEmpty() ? line.text : line.text + QStringLiteral(" \u00b7 ") + age);
    }
    return lines;
}

} // namespace

StageCard::StageCard(int number, QWidget *parent)
    : QAbstractButton(parent)
    , m_number(number)
    , m_column(new QVBoxLayout(this))
    , m_head(new QGridLayout)
    , m_title(new PlainLabel(this))
    , m_mark(new StatusMark(StatusMark::Style::Bare, this))
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    m_column->setContentsMargins(ringRoom + leftInside, ringRoom + otherInside - 2, ringRoom + otherInside,
                                 ringRoom + otherInside - 2);
    m_column->setSpacing(1);
    m_head->setSpacing(2);
    m_head->setHorizontalSpacing(headGap);
    m_head->setColumnStretch(0, 1);
    m_title->setWeight(PlainLabel::Weight::Bold);
    m_head->addWidget(m_title, 0, 0);
    m_head->addWidget(m_mark, 0, 1);
    m_column->addLayout(m_head);
    connect(this, &QAbstractButton::clicked, this, &StageCard::selected);
}

void StageCard::display(const Stage &stage)
{
    if (stage == m_stage && m_isFilled)
        return;
    m_isFilled = true;
    m_stage = stage;
    setObjectName(QStringLiteral("stage-") + stageIdWord(stage.id));
    m_title->showText(QStringLiteral("%1 \u00b7 %2").arg(m_number).arg(stage.title));
    m_mark->display(lookOf(stage.state), stage.summary);
    setAccessibleName(visibleText(tr("Stage %1, %2: %3").arg(m_number).arg(stage.title, m_mark->accessibleName())));
    arrangeHead();
    refreshLines();
    update();
}

void StageCard::setNow(Moment now)
{
    m_now = now;
    refreshLines();
}

void StageCard::setSelected(bool selected)
{
    if (selected == m_selected)
        return;
    m_selected = selected;
    update();
}

void StageCard::addBelow(QWidget *widget)
{
    m_column->addWidget(widget);
}

QRect StageCard::sheet() const
{
    return rect().adjusted(ringRoom, ringRoom, -ringRoom, -ringRoom);
}

void StageCard::refreshLines()
{
    const QStringList lines = linesOf(m_stage, m_now);
    while (m_lines.size() < lines.size()) {
        auto *line = new PlainLabel(this, 2);
        line->setDim(true);
        m_lines.append(line);
        m_column->insertWidget(int(m_lines.size()), line);
    }
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        m_lines.at(i)->showText(lines.value(i));
        m_lines.at(i)->setVisible(i < lines.size());
    }
    const QString description = visibleText(lines.join(QStringLiteral(". ")));
    if (description != accessibleDescription())
        setAccessibleDescription(description);
}

/// The state stands beside the title, or under it where both do not fit.
void StageCard::arrangeHead()
{
    const int room = width() - 2 * ringRoom - leftInside - otherInside;
    const bool fits = m_title->sizeHint().width() + headGap + m_mark->sizeHint().width() <= room;
    m_head->removeWidget(m_mark);
    m_head->addWidget(m_mark, fits ? 0 : 1, fits ? 1 : 0, fits ? Qt::AlignRight : Qt::AlignLeft);
}

void StageCard::open()
{
    if (isOpenable(m_stage.url))
        Q_EMIT openRequested(m_stage.url);
}

void StageCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRectF box = QRectF(sheet()).adjusted(0.5, 0.5, -0.5, -0.5);
    const QColor strong = palette().color(QPalette::Highlight);
    paintBarredSheet(painter, palette(), box, inkOf(lookOf(m_stage.state).tone, palette()),
                     m_selected ? strong : lineColour(palette()));
    if (!hasFocus())
        return;
    painter.setPen(QPen(strong, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
}

void StageCard::resizeEvent(QResizeEvent *event)
{
    QAbstractButton::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        arrangeHead();
}

void StageCard::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return open();
    case Qt::Key_Up:
        Q_EMIT stepRequested(-1);
        return;
    case Qt::Key_Down:
        Q_EMIT stepRequested(1);
        return;
    default:
        QAbstractButton::keyPressEvent(event);
    }
}

void StageCard::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        open();
}

void StageCard::focusInEvent(QFocusEvent *event)
{
    QAbstractButton::focusInEvent(event);
    const Qt::FocusReason reason = event->reason();
    if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::OtherFocusReason)
        Q_EMIT selected();
}

} // namespace Slipway

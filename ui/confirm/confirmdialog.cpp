// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/confirmdialog.h"

#include "models/project/project.h"
#include "ui/confirm/confirmhint.h"
#include "ui/confirm/typedlineedit.h"
#include "ui/controls/actbutton.h"
#include "ui/controls/cards.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"

#include <QKeyEvent>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int screenMargin = 48; ///< for the window's frame and a panel

} // namespace

ConfirmDialog::ConfirmDialog(const QString &title, Phrase phrase, QWidget *parent)
    : QDialog(parent)
    , m_column(new QVBoxLayout(this))
{
    setWindowTitle(title);
    m_column->setContentsMargins(20, 16, 20, 16);
    m_column->setSpacing(10);
    m_column->addWidget(buildHead(title));
    m_before = new QVBoxLayout;
    m_before->setSpacing(6);
    m_column->addLayout(m_before);
    if (phrase == Phrase::Typed)
        m_column->addWidget(buildPhrase());
    m_column->addWidget(buildButtons());
}

QWidget *ConfirmDialog::buildHead(const QString &title)
{
    auto *holder = new QWidget(this);
    m_head = new QVBoxLayout(holder);
    m_head->setContentsMargins(0, 0, 0, 0);
    m_head->setSpacing(4);
    auto *label = new PlainLabel(holder);
    QFont large = label->font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setBold(true);
    label->setFont(large);
    label->showText(title);
    m_head->addWidget(label);
    m_movedBar = new Card(this);
    auto *row = new QHBoxLayout(m_movedBar);
    auto *mark = new StatusMark(StatusMark::Style::Bare, m_movedBar);
    mark->display({.shape = Shape::Triangle, .tone = Tone::Warn, .word = tr("Something moved")});
    row->addWidget(mark, 0, Qt::AlignTop);
    m_moved = new PlainLabel(m_movedBar, 4);
    m_moved->setObjectName(QStringLiteral("movedMessage"));
    row->addWidget(m_moved, 1);
    m_movedBar->setVisible(false);
    return holder;
}

QWidget *ConfirmDialog::buildPhrase()
{
    auto *holder = new QWidget(this);
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    QVBoxLayout *card = addCard(column, tr("Type %1 to confirm").arg(confirmPhrase));
    m_phrase = new TypedLineEdit(holder);
    m_phrase->setObjectName(QStringLiteral("phraseField"));
    m_phrase->setAccessibleName(tr("Type %1 to confirm").arg(confirmPhrase));
    PlainLabel fixed;
    fixed.setFixedPitch();
    m_phrase->setFont(fixed.font());
    card->addWidget(m_phrase);
    connect(m_phrase, &TypedLineEdit::textChanged, this, &ConfirmDialog::updateButton);
    connect(m_phrase, &TypedLineEdit::returnPressed, this, &ConfirmDialog::confirm);
    connect(m_phrase, &TypedLineEdit::pasteRefused, this,
            [this] { m_hint->showText(tr("It has to be typed: pasting, dropping and undo are refused")); });
    return holder;
}

QWidget *ConfirmDialog::buildButtons()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_hint = new PlainLabel(bar, 2);
    m_hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_hint->setDim(true);
    row->addWidget(m_hint, 1);
    m_cancel = new RoomyButton(tr("Cancel"), bar);
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    m_cancel->setAutoDefault(false);
    row->addWidget(m_cancel);
    m_act = new ActButton(bar);
    row->addWidget(m_act);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_act, &QPushButton::clicked, this, &ConfirmDialog::confirm);
    return bar;
}

void ConfirmDialog::setFacts(QWidget *facts, const QString &accessibleName)
{
    m_head->addWidget(m_movedBar); // under whatever the head says
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("factsScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(accessibleName);
    scroll->setWidget(facts);
    m_column->insertWidget(1, scroll, 1);
}

void ConfirmDialog::setDismissText(const QString &text)
{
    m_cancel->setText(text);
}

void ConfirmDialog::showMoved(const QStringList &sentences)
{
    if (sentences.isEmpty())
        return;
    clearPhrase();
    m_moved->showText(sentences.join(QStringLiteral(". ")));
    m_movedBar->setVisible(true);
}

void ConfirmDialog::clearPhrase()
{
    if (m_phrase)
        m_phrase->clear();
}

QString ConfirmDialog::wholeTrouble() const
{
    const QString why = trouble();
    return why.isEmpty() && m_phrase ? phraseHint(m_phrase->text()) : why;
}

void ConfirmDialog::updateButton()
{
    const QString why = wholeTrouble();
    m_hint->showText(why);
    m_act->setEnabled(why.isEmpty() && !m_done);
    m_act->setAccessibleDescription(m_hint->text());
}

void ConfirmDialog::focusPhrase()
{
    if (m_phrase)
        m_phrase->setFocus();
}

void ConfirmDialog::confirm()
{
    if (m_done || !wholeTrouble().isEmpty())
        return;
    m_done = true;
    m_act->setEnabled(false);
    act();
    accept();
}

void ConfirmDialog::keyPressEvent(QKeyEvent *event)
{
    // A dialog's own Enter would press a button; here only the field's does something.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return event->accept();
    QDialog::keyPressEvent(event);
}

void ConfirmDialog::showEvent(QShowEvent *event)
{
    const QSize room = screen()->availableSize() - QSize(screenMargin, screenMargin);
    if (!event->spontaneous())
        resize(m_wanted.boundedTo(room));
    QDialog::showEvent(event);
    focusPhrase();
}

} // namespace Slipway

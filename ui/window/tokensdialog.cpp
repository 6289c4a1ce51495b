// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/tokensdialog.h"

#include "models/values/plaintext.h"
#include "models/values/text.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/roomybutton.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr QSize tokensSize{700, 690};

} // namespace

Look lookOf(TokenRow::State state)
{
    switch (state) {
    case TokenRow::State::Stored:
        return {.shape = Shape::Check, .tone = Tone::Good, .word = say("stored")};
    case TokenRow::State::Unstored:
        return {.shape = Shape::Triangle, .tone = Tone::Warn, .word = say("used, not stored")};
    case TokenRow::State::None:
        return {.shape = Shape::Dash, .tone = Tone::Neutral, .word = say("none stored")};
    case TokenRow::State::Locked:
        return {.shape = Shape::NoEntry, .tone = Tone::Warn, .word = say("keyring locked")};
    case TokenRow::State::Unavailable:
        return {.shape = Shape::Cross, .tone = Tone::Bad, .word = say("no keyring")};
    case TokenRow::State::Unknown:
        break;
    }
    return {.shape = Shape::HalfCircle, .tone = Tone::Running, .word = say("asking the keyring")};
}

class TokensDialog::Row : public Card {
public:
    Row(const QString &id, TokensDialog *dialog);

    const QString &id() const { return m_row.id; }
    void display(const TokenRow &row);
    /// setText() also forgets what undo would bring back, which clear() does not.
    void forget() { m_field->setText(QString()); }

private:
    void save();
    void updateButtons();

    TokensDialog *m_dialog;
    TokenRow m_row;
    PlainLabel *m_title;
    StatusMark *m_mark;
    PlainLabel *m_origin;
    PlainLabel *m_help;
    PlainLabel *m_detail;
    QLineEdit *m_field;
    QPushButton *m_save;
    QPushButton *m_remove;
};

TokensDialog::Row::Row(const QString &id, TokensDialog *dialog)
    : Card(dialog)
    , m_dialog(dialog)
    , m_row({.id = id})
    , m_title(new PlainLabel(this))
    , m_mark(new StatusMark(StatusMark::Style::Pill, this))
    , m_origin(new PlainLabel(this))
    , m_help(new PlainLabel(this, 3))
    , m_detail(new PlainLabel(this, 3))
    , m_field(new QLineEdit(this))
    , m_save(new RoomyButton(TokensDialog::tr("Save"), this))
    , m_remove(new RoomyButton(TokensDialog::tr("Remove"), this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(4);
    auto *head = new QHBoxLayout;
    m_title->setWeight(PlainLabel::Weight::Bold);
    m_origin->setDim(true);
    m_origin->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    head->addWidget(m_title);
    head->addWidget(m_mark);
    head->addWidget(m_origin, 1);
    column->addLayout(head);
    m_help->setDim(true);
    column->addWidget(m_help);
    auto *entry = new QHBoxLayout;
    m_field->setEchoMode(QLineEdit::Password);
    m_field->setMaxLength(4096);
    m_field->setObjectName(QStringLiteral("token-") + id);
    m_save->setObjectName(QStringLiteral("save-") + id);
    m_remove->setObjectName(QStringLiteral("remove-") + id);
    m_save->setAutoDefault(false);
    m_remove->setAutoDefault(false);
    entry->addWidget(m_field, 1);
    entry->addWidget(m_save);
    entry->addWidget(m_remove);
    column->addLayout(entry);
    m_detail->setObjectName(QStringLiteral("detail-") + id);
    m_mark->setObjectName(QStringLiteral("state-") + id);
    column->addWidget(m_detail);
    connect(m_field, &QLineEdit::textChanged, this, [this] { updateButtons(); });
    connect(m_field, &QLineEdit::returnPressed, this, [this] { save(); });
    connect(m_save, &QPushButton::clicked, this, [this] { save(); });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        m_mark->display(lookOf(TokenRow::State::Unknown));
        Q_EMIT m_dialog->tokenRemoveRequested(m_row.id);
    });
}

void TokensDialog::Row::display(const TokenRow &row)
{
    m_row = row;
    m_title->showText(row.title);
    m_origin->showText(TokensDialog::tr("sent to %1 only").arg(row.origin));
    m_help->showText(row.help);
    m_help->setVisible(!row.help.isEmpty());
    m_detail->showText(row.detail);
    m_detail->setVisible(!row.detail.isEmpty());
    m_mark->display(lookOf(row.state));
    const bool trouble = row.state == TokenRow::State::Locked || row.state == TokenRow::State::Unavailable ||
                         row.state == TokenRow::State::Unstored;
    m_detail->setTone(trouble ? std::optional(lookOf(row.state).tone) : std::nullopt);
    const QString title = visibleText(row.title);
    m_field->setAccessibleName(TokensDialog::tr("%1 token").arg(title));
    m_field->setPlaceholderText(row.state == TokenRow::State::Stored
                                    ? TokensDialog::tr("Paste another one to replace it")
                                    : TokensDialog::tr("Paste the token"));
    m_save->setAccessibleName(TokensDialog::tr("Save the %1 token").arg(title));
    m_remove->setAccessibleName(TokensDialog::tr("Remove the %1 token").arg(title));
    updateButtons();
}

void TokensDialog::Row::updateButtons()
{
    m_save->setEnabled(!m_field->text().trimmed().isEmpty());
    m_remove->setEnabled(m_row.state == TokenRow::State::Stored || m_row.state == TokenRow::State::Unstored);
}

void TokensDialog::Row::save()
{
    const QString token = m_field->text();
    if (token.trimmed().isEmpty())
        return;
    forget();
    m_mark->display(lookOf(TokenRow::State::Unknown));
    Q_EMIT m_dialog->tokenEntered(m_row.id, token);
}

TokensDialog::TokensDialog(QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("tokensDialog"));
    setWindowTitle(tr("Tokens"));
    resize(tokensSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(10);
    auto *lead = new PlainLabel(this, 3);
    lead->setDim(true);
    lead->showText(tr("Tokens are kept in this computer's keyring and sent only to the address they were entered for. "
                      "They are never shown again."));
    column->addWidget(lead);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Tokens"));
    auto *holder = new QWidget(scroll);
    m_column = new QVBoxLayout(holder);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(10);
    m_column->addStretch(1);
    scroll->setWidget(holder);
    column->addWidget(scroll, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto *close = new RoomyButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("closeButton"));
    close->setAutoDefault(false);
    buttons->addWidget(close);
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
}

TokensDialog::Row *TokensDialog::rowOf(const QString &id)
{
    for (Row *row : m_rows) {
        if (row->id() == id)
            return row;
    }
    auto *row = new Row(id, this);
    m_column->insertWidget(int(m_rows.size()), row);
    m_rows.append(row);
    return row;
}

void TokensDialog::display(const QList<TokenRow> &rows)
{
    QList<Row *> gone = m_rows;
    for (const TokenRow &each : rows) {
        Row *row = rowOf(each.id);
        gone.removeAll(row);
        row->display(each);
    }
    for (Row *row : gone) {
        m_rows.removeAll(row);
        row->deleteLater();
    }
}

void TokensDialog::done(int result)
{
    for (Row *row : m_rows)
        row->forget();
    QDialog::done(result);
}

void TokensDialog::keyPressEvent(QKeyEvent *event)
{
    // Enter belongs to the field it is typed in; a dialog's own would press a button.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return event->accept();
    QDialog::keyPressEvent(event);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/closingquestion.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>

namespace Slipway {

ClosingQuestion::ClosingQuestion(QWidget *window)
    : QObject(window)
    , m_window(window)
{
}

void ClosingQuestion::take(const QList<CommandRecord> &commands)
{
    m_closing = closingOf(commands);
}

/// Who ends the session is not asked: a command survives it.
bool ClosingQuestion::mayClose()
{
    if (m_closing.kind == Closing::Kind::Free || m_isAnswered || qApp->isSavingSession())
        return true;
    ask();
    return false;
}

void ClosingQuestion::ask()
{
    if (m_box)
        return m_box->raise();
    m_box = new QMessageBox(m_window);
    m_box->setAttribute(Qt::WA_DeleteOnClose);
    m_box->setObjectName(QStringLiteral("closeBox"));
    m_box->setWindowTitle(tr("Close Slipway"));
    m_box->setTextFormat(Qt::PlainText);
    m_box->setText(m_closing.sentence);
    QPushButton *leave = m_box->addButton(tr("&Close"), QMessageBox::AcceptRole);
    leave->setObjectName(QStringLiteral("closeAnyway"));
    QPushButton *stay = m_box->addButton(tr("&Stay"), QMessageBox::RejectRole);
    m_box->setDefaultButton(m_closing.kind == Closing::Kind::GoesOn ? leave : stay); // that is harmless
    m_box->setEscapeButton(stay);
    connect(leave, &QPushButton::clicked, this, [this] {
        m_isAnswered = true;
        m_window->close();
    });
    m_box->open();
}

} // namespace Slipway

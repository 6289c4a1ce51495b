// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/repairbuttons.h"

#include "models/values/plaintext.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/roomybutton.h"
#include "ui/pipeline/repairwords.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr qsizetype longestRepair = 60; ///< a workflow's name must not widen the window

} // namespace

RepairButtons::RepairButtons(QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    setVisible(false);
}

void RepairButtons::display(const QList<Repair> &repairs)
{
    if (repairs == m_repairs)
        return;
    m_repairs = repairs;
    if (m_rows)
        m_rows->deleteLater(); // one of its buttons may be what brought us here
    m_rows = nullptr;
    setVisible(!repairs.isEmpty());
    if (repairs.isEmpty())
        return;
    m_rows = new QWidget(this);
    layout()->addWidget(m_rows);
    auto *column = new QVBoxLayout(m_rows);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    for (const Repair &repair : repairs)
        addRepair(column, repair);
    m_rows->setVisible(true);
}

void RepairButtons::addRepair(QVBoxLayout *column, const Repair &repair)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    QString words = visibleText(repair.title.left(longestRepair));
    if (repair.title.size() > longestRepair)
        words += QChar(0x2026);
    auto *button = new RoomyButton(QString(words).replace(QLatin1Char('&'), QLatin1String("&&")), m_rows);
    button->setObjectName(repairName(repair));
    button->setEnabled(repair.available);
    button->setAccessibleName(visibleText(repair.title));
    button->setAccessibleDescription(visibleText(repair.available ? repair.explanation : repair.reason));
    row->addWidget(button);
    auto *reason = new PlainLabel(m_rows, 2);
    reason->setDim(true);
    reason->showText(repair.available ? QString() : repair.reason);
    row->addWidget(reason, 1);
    auto *elsewhere = new LinkButton(m_rows);
    elsewhere->setObjectName(repairName(repair) + QStringLiteral("-elsewhere"));
    elsewhere->display(repair.available ? QUrl() : repair.url, elsewhereText(repair));
    row->addWidget(elsewhere);
    connect(elsewhere, &LinkButton::openRequested, this, &RepairButtons::openRequested);
    column->addLayout(row);
    connect(button, &QPushButton::clicked, this, [this, repair] { Q_EMIT requested(repair); });
}

} // namespace Slipway

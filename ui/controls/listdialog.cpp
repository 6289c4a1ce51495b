// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/listdialog.h"

#include "ui/controls/plainlabel.h"
#include "ui/controls/roomybutton.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr QSize listSize{760, 460};
constexpr int dialogMargin = 14;
constexpr int noticeLines = 4;

} // namespace

ListDialog::ListDialog(const QString &title, QWidget *parent)
    : QDialog(parent)
    , m_notice(new PlainLabel(this, noticeLines))
    , m_list(new LineList)
    , m_buttons(new QHBoxLayout)
{
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    resize(listSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(dialogMargin, dialogMargin, dialogMargin, dialogMargin);
    m_notice->setObjectName(QStringLiteral("listNotice"));
    m_notice->setVisible(false);
    column->addWidget(m_notice);
    auto *inside = new QWidget;
    auto *lines = new QVBoxLayout(inside);
    lines->setContentsMargins(0, 0, dialogMargin, 0);
    lines->addWidget(m_list);
    lines->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("listScroll"));
    scroll->setAccessibleName(title);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    column->addWidget(scroll, 1);
    column->addLayout(m_buttons);
    m_buttons->addStretch(1);
    auto *close = new RoomyButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("listClose"));
    close->setDefault(true);
    m_buttons->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_list, &LineList::openRequested, this, &ListDialog::openRequested);
    close->setFocus();
}

void ListDialog::showLines(const QList<Line> &lines)
{
    m_list->display(lines);
}

void ListDialog::setNotice(const QString &notice)
{
    m_notice->showText(notice);
    m_notice->setVisible(!notice.isEmpty());
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/linksrow.h"

#include "models/values/plaintext.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace Slipway {

namespace {

constexpr qsizetype mostLinksInRow = 4;
constexpr qsizetype longestLinkTitle = 30;
constexpr qsizetype longestMenuTitle = 80;

QString cutTitle(const QString &title, qsizetype longest)
{
    const QString words = visibleText(title.left(longest)); // never longer than that before it is made visible
    return title.size() > longest || words.size() > longest ? words.left(longest) + QChar(0x2026) : words;
}

} // namespace

LinksRow::LinksRow(QWidget *parent)
    : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    setVisible(false);
}

void LinksRow::display(const QList<DashboardLink> &links)
{
    if (m_shown == links)
        return;
    m_shown = links;
    qDeleteAll(findChildren<QAbstractButton *>(QString(), Qt::FindDirectChildrenOnly));
    const QList<DashboardLink> beside = links.first(std::min(links.size(), mostLinksInRow));
    for (const DashboardLink &link : beside)
        addButton(link);
    if (links.size() > mostLinksInRow)
        addMenu(links.sliced(mostLinksInRow));
    setVisible(!links.isEmpty());
}

void LinksRow::addButton(const DashboardLink &link)
{
    auto *row = static_cast<QHBoxLayout *>(layout());
    auto *button = new LinkButton(this);
    row->insertWidget(row->count() - 1, button); // before the stretch
    button->setObjectName(QStringLiteral("link-") + link.title.left(longestLinkTitle));
    button->display(link.url, cutTitle(link.title, longestLinkTitle));
    connect(button, &LinkButton::openRequested, this, &LinksRow::openRequested);
}

void LinksRow::addMenu(const QList<DashboardLink> &links)
{
    auto *more = new QToolButton(this);
    more->setObjectName(QStringLiteral("moreLinks"));
    more->setText(tr("%1 more").arg(links.size()));
    more->setAccessibleName(tr("More links"));
    more->setAutoRaise(true);
    more->setFocusPolicy(Qt::StrongFocus);
    more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(more);
    menu->setObjectName(QStringLiteral("moreLinksMenu"));
    for (const DashboardLink &link : links) {
        QAction *action =
            menu->addAction(cutTitle(link.title, longestMenuTitle).replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setEnabled(isOpenable(link.url));
        action->setToolTip(plainToolTip(visibleText(link.url.toString(QUrl::FullyEncoded))));
        connect(action, &QAction::triggered, this, [this, url = link.url] { Q_EMIT openRequested(url); });
    }
    menu->setToolTipsVisible(true);
    more->setMenu(menu);
    static_cast<QHBoxLayout *>(layout())->insertWidget(layout()->count() - 1, more);
}

} // namespace Slipway

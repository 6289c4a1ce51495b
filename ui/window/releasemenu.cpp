// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/releasemenu.h"

#include "models/values/plaintext.h"
#include "ui/controls/plainlabel.h"
#include "ui/pipeline/repairwords.h"
#include "ui/window/namedaction.h"

namespace Slipway {

namespace {

constexpr qsizetype longestEntry = 100;

/// As it may stand in a menu: visible, of a bearable length, without mnemonics of its own.
QString entryText(const Repair &repair)
{
    const QString whole =
        repair.available ? repair.title : ReleaseMenu::tr("%1 \u2013 %2").arg(repair.title, repair.reason);
    const bool more = repair.available || whole.size() > longestEntry; // it asks once more, or it goes on
    return visibleText(whole.left(longestEntry)).replace(QLatin1Char('&'), QLatin1String("&&")) +
           (more ? QString(QChar(0x2026)) : QString());
}

} // namespace

ReleaseMenu::ReleaseMenu(QWidget *parent)
    : QMenu(tr("&Release"), parent)
{
    setToolTipsVisible(true);
    m_promote = addNamed(this, "promoteAction", tr("&Promote to production\u2026"));
    m_promote->setEnabled(false);
    connect(m_promote, &QAction::triggered, this, &ReleaseMenu::promoteRequested);
    addSeparator();
    connect(addNamed(this, "goBackProductionAction", tr("&Go back in production\u2026"), goBackKeys()),
            &QAction::triggered, this, [this] { Q_EMIT goBackRequested(Environment::Production); });
    connect(addNamed(this, "goBackStagingAction", tr("Go back in &staging\u2026")), &QAction::triggered, this,
            [this] { Q_EMIT goBackRequested(Environment::Staging); });
    m_repairsBelow = addSeparator();
    m_repairsBelow->setVisible(false);
}

QKeySequence ReleaseMenu::goBackKeys()
{
    return {Qt::CTRL | Qt::Key_B};
}

void ReleaseMenu::showPromotable(bool promotable)
{
    m_promote->setEnabled(promotable);
}

void ReleaseMenu::showRepairs(const QList<Repair> &repairs)
{
    if (repairs == m_repairs)
        return;
    m_repairs = repairs;
    for (QAction *action : std::as_const(m_repairActions)) {
        removeAction(action);
        action->deleteLater(); // it may be what brought us here
    }
    m_repairActions.clear();
    m_repairsBelow->setVisible(!repairs.isEmpty());
    for (const Repair &repair : repairs) {
        QAction *action = addNamed(this, qPrintable(repairName(repair)), entryText(repair));
        const QString tip = visibleText(repair.available ? repair.explanation : repair.reason);
        action->setEnabled(repair.available);
        action->setToolTip(plainToolTip(tip));
        action->setStatusTip(tip);
        connect(action, &QAction::triggered, this, [this, repair] { Q_EMIT repairRequested(repair); });
        m_repairActions.append(action);
        if (!repair.available && !repair.url.isEmpty())
            m_repairActions.append(addElsewhere(repair));
    }
}

/// What is shut here is open there.
QAction *ReleaseMenu::addElsewhere(const Repair &repair)
{
    const QString title = visibleText(repair.title.left(longestEntry)).replace(QLatin1Char('&'), QLatin1String("&&"));
    QAction *action = addNamed(this, qPrintable(repairName(repair) + QStringLiteral("-elsewhere")),
                               tr("%1: %2").arg(elsewhereText(repair), title));
    connect(action, &QAction::triggered, this, [this, url = repair.url] { Q_EMIT openRequested(url); });
    return action;
}

} // namespace Slipway

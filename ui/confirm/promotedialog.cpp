// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/promotedialog.h"

#include "models/pipeline/offer.h"
#include "models/values/text.h"
#include "ui/confirm/waychoice.h"
#include "ui/controls/actbutton.h"
#include "ui/controls/cards.h"
#include "ui/controls/plainlabel.h"
#include "ui/pipeline/releasefacts.h"

#include <QVBoxLayout>

namespace Slipway {

PromoteDialog::PromoteDialog(const PromotionOffer &frozen, QWidget *parent)
    : ConfirmDialog(tr("Promote to production"), Phrase::Typed, parent)
    , m_offer(frozen)
{
    setObjectName(QStringLiteral("promoteDialog"));
    hint()->setObjectName(QStringLiteral("promoteHint"));
    button()->setObjectName(QStringLiteral("deployButton"));
    m_from = new PlainLabel(this, 3);
    m_from->setObjectName(QStringLiteral("promoteSummary"));
    m_from->setDim(true);
    head()->addWidget(m_from);
    setFacts(buildFacts(), tr("What goes out, gates and how"));
    connect(m_ways, &WayChoice::chosenChanged, this, &PromoteDialog::updateButton);
    fill();
    focusPhrase();
}

QWidget *PromoteDialog::buildFacts()
{
    auto *facts = new QWidget(this);
    auto *column = new QVBoxLayout(facts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    m_release = new ReleaseFacts(facts);
    column->addWidget(m_release);
    m_ways = new WayChoice(facts);
    addCard(column, tr("How"))->addWidget(m_ways);
    column->addStretch(1);
    return facts;
}

void PromoteDialog::setProjectName(const QString &name)
{
    m_project = name;
    fill();
}

void PromoteDialog::display(const PromotionOffer &present)
{
    if (isDone())
        return;
    const QStringList moved = movedSince(m_offer, present);
    m_offer = present;
    fill();
    showMoved(moved);
}

void PromoteDialog::fill()
{
    const QString from =
        m_offer.live.isEmpty() ? tr("an unproven commit (live)") : tr("%1 (live)").arg(shortSha(m_offer.live));
    const QString to = m_offer.target.isEmpty() ? tr("nothing proven on staging")
                                                : tr("%1 (tested on staging)").arg(shortSha(m_offer.target));
    QStringList parts{tr("from %1 to %2").arg(from, to), m_offer.summary};
    if (!m_project.isEmpty())
        parts.prepend(m_project);
    m_from->showText(parts.join(QStringLiteral(" \u00b7 ")));
    m_release->display(m_offer);
    m_ways->display(m_offer);
    button()->setText(m_offer.target.isEmpty() ? tr("Deploy to PRODUCTION")
                                               : tr("Deploy %1 to PRODUCTION").arg(shortSha(m_offer.target)));
    updateButton();
}

QString PromoteDialog::trouble() const
{
    const std::optional<PromotionWay> way = m_ways->chosen();
    const Result<Done> allowed = mayPromote(m_offer, way.value_or(PromotionWay::GitHubAtBranch));
    if (!allowed)
        return allowed.error().detail;
    if (!way)
        return tr("Choose how it is to be deployed");
    return {};
}

void PromoteDialog::act()
{
    Q_EMIT confirmed(m_offer, *m_ways->chosen());
}

} // namespace Slipway

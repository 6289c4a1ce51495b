// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/meanschoice.h"

#include "models/items/deploymentwords.h"
#include "models/values/plaintext.h"
#include "ui/controls/choicebuttons.h"
#include "ui/controls/plainlabel.h"

#include <QButtonGroup>
#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

QString meansId(ReturnMeans means)
{
    switch (means) {
    case ReturnMeans::RollBack:
        return QStringLiteral("roll-back");
    case ReturnMeans::Redeploy:
        return QStringLiteral("redeploy");
    case ReturnMeans::Rebuild:
        break;
    }
    return QStringLiteral("rebuild");
}

MeansChoice::MeansChoice(QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    for (const ReturnMeans means : returnMeans) {
        auto *radio = new ChoiceRadio(this);
        radio->setObjectName(QStringLiteral("means-") + meansId(means));
        radio->setText(meansTitle(means));
        radio->setEnabled(false);
        m_group->addButton(radio, int(means));
        column->addWidget(radio);
        auto *note = new PlainLabel(this, 3);
        note->setObjectName(QStringLiteral("meansNote-") + meansId(means));
        note->setDim(true);
        m_notes.append(note);
        auto *indented = new QHBoxLayout;
        indented->setContentsMargins(choiceIndent(radio->fontMetrics()), 0, 0, 4);
        indented->addWidget(note);
        column->addLayout(indented);
    }
    connect(m_group, &QButtonGroup::idToggled, this, [this](int, bool on) {
        m_touched = m_touched || on;
        if (on)
            Q_EMIT chosenChanged();
    });
}

void MeansChoice::display(const DeploymentId &target, const QList<MeansOffer> &offers)
{
    if (target == m_target && offers == m_offers)
        return;
    const bool other = target != m_target;
    m_target = target;
    m_offers = offers;
    for (const ReturnMeans means : returnMeans) {
        QAbstractButton *radio = m_group->button(int(means));
        PlainLabel *note = m_notes.at(int(means));
        const auto offer =
            std::find_if(offers.cbegin(), offers.cend(), [=](const MeansOffer &each) { return each.means == means; });
        const bool possible = offer != offers.cend() && offer->available;
        const QString words = offer == offers.cend() ? QString()
                              : possible             ? offer->restores
                                                     : tr("Not possible: %1").arg(offer->reason);
        radio->setEnabled(possible);
        radio->setAccessibleDescription(visibleText(words));
        note->showText(words);
        note->setVisible(!words.isEmpty());
    }
    if (other)
        m_touched = false;
    if (!m_touched)
        preset();
    Q_EMIT chosenChanged();
}

void MeansChoice::preset()
{
    const QSignalBlocker quiet(m_group);
    m_group->setExclusive(false);
    if (QAbstractButton *checked = m_group->checkedButton())
        checked->setChecked(false);
    m_group->setExclusive(true);
    for (const ReturnMeans means : returnMeans) {
        if (!m_group->button(int(means))->isEnabled())
            continue;
        m_group->button(int(means))->setChecked(true);
        m_touched = true;
        return;
    }
}

std::optional<ReturnMeans> MeansChoice::chosen() const
{
    const QAbstractButton *radio = m_group->checkedButton();
    if (!radio || !radio->isEnabled())
        return std::nullopt;
    return ReturnMeans(m_group->checkedId());
}

QString MeansChoice::trouble() const
{
    if (chosen())
        return {};
    const auto possible = [](const MeansOffer &offer) { return offer.available; };
    if (std::any_of(m_offers.cbegin(), m_offers.cend(), possible))
        return tr("Choose how to go back");
    for (const MeansOffer &offer : m_offers) {
        if (!offer.reason.isEmpty())
            return offer.reason;
    }
    return tr("One cannot go back to it");
}

} // namespace Slipway

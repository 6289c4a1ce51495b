// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/waychoice.h"

#include "models/values/plaintext.h"
#include "ui/controls/choicebuttons.h"
#include "ui/controls/plainlabel.h"

#include <QButtonGroup>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr std::array promotionWays{PromotionWay::GitHubAtBranch, PromotionWay::GitHubAtTag, PromotionWay::Railway};
constexpr qsizetype longestName = 44;

QString shortName(const QString &name)
{
    const QString visible = visibleText(name.left(longestName));
    return name.size() > longestName ? visible + QChar(0x2026) : visible;
}

QString titleOf(PromotionWay way, const PromotionOffer &offer)
{
    const QString target = shortSha(offer.target);
    switch (way) {
    case PromotionWay::GitHubAtBranch:
        return WayChoice::tr("GitHub Actions at %1: \u201c%2\u201d \u2014 recommended")
            .arg(shortName(offer.branch), shortName(offer.workflowName));
    case PromotionWay::GitHubAtTag:
        return target.isEmpty() ? WayChoice::tr("GitHub Actions at a tag")
                                : WayChoice::tr("GitHub Actions at a tag on %1").arg(target);
    case PromotionWay::Railway:
        break;
    }
    return target.isEmpty() ? WayChoice::tr("Railway") : WayChoice::tr("Railway: deploy %1").arg(target);
}

} // namespace

WayChoice::WayChoice(QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_warning(new PlainLabel(this, 3))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    for (const PromotionWay way : promotionWays) {
        auto *radio = new ChoiceRadio(this); // a workflow's name must not widen the dialog
        radio->setObjectName(QStringLiteral("way-") + promotionWayId(way));
        m_group->addButton(radio, int(way));
        column->addWidget(radio);
        auto *reason = new PlainLabel(this, 3);
        reason->setObjectName(QStringLiteral("wayReason-") + promotionWayId(way));
        reason->setDim(true);
        m_reasons.append(reason);
        auto *indented = new QHBoxLayout;
        indented->setContentsMargins(choiceIndent(radio->fontMetrics()), 0, 0, 4);
        indented->addWidget(reason);
        column->addLayout(indented);
    }
    m_warning->setDim(true);
    column->addWidget(m_warning);
    connect(m_group, &QButtonGroup::idToggled, this, [this] {
        updateWarning();
        Q_EMIT chosenChanged();
    });
}

void WayChoice::display(const PromotionOffer &offer)
{
    m_branch = offer.branch;
    for (const WayOffer &each : offer.ways) {
        QAbstractButton *radio = m_group->button(int(each.way));
        radio->setText(titleOf(each.way, offer).replace(QLatin1Char('&'), QLatin1String("&&")));
        radio->setToolTip(
            plainToolTip(visibleText(each.way == PromotionWay::GitHubAtBranch ? offer.workflowName : QString())));
        radio->setEnabled(each.available);
        radio->setAccessibleDescription(visibleText(each.reason));
        m_reasons.at(int(each.way))->showText(each.available ? each.reason : tr("Not possible: %1").arg(each.reason));
        if (each.available && !m_preset) {
            m_preset = true;
            radio->setChecked(true);
        }
    }
    updateWarning();
    Q_EMIT chosenChanged();
}

std::optional<PromotionWay> WayChoice::chosen() const
{
    const QAbstractButton *radio = m_group->checkedButton();
    if (!radio || !radio->isEnabled())
        return std::nullopt;
    return PromotionWay(m_group->checkedId());
}

void WayChoice::updateWarning()
{
    const bool atBranch = chosen() == PromotionWay::GitHubAtBranch;
    m_warning->setVisible(atBranch);
    if (atBranch)
        m_warning->showText(
            tr("Should %1 move before the run starts, Slipway requests its cancellation at once; it may "
               "already have deployed, and you are told.")
                .arg(m_branch));
}

} // namespace Slipway

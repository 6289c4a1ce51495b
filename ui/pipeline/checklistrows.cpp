// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/checklistrows.h"

#include "models/values/plaintext.h"
#include "models/values/shownzone.h"
#include "models/values/text.h"
#include "ui/controls/choicebuttons.h"
#include "ui/controls/plainlabel.h"

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

namespace {

const ChecklistTick *tickOf(const ChecklistView &checklist, ChecklistItem item)
{
    const auto found = std::find_if(checklist.ticks.cbegin(), checklist.ticks.cend(),
                                    [item](const ChecklistTick &tick) { return tick.item == item; });
    return found == checklist.ticks.cend() ? nullptr : &*found;
}

QString tickText(const ChecklistTick &tick)
{
    return say("ticked by %1 at %2")
        .arg(visibleText(tick.by), shownTimeAndZone(tick.at, QStringLiteral("yyyy-MM-dd HH:mm")));
}

} // namespace

QString checklistTitle(ChecklistItem item)
{
    switch (item) {
    case ChecklistItem::HealthResponds:
        return say("Health endpoint responds");
    case ChecklistItem::EndpointsWork:
        return say("API endpoints work correctly");
    case ChecklistItem::FeaturesWork:
        return say("New features function as expected");
    case ChecklistItem::LogsClean:
        return say("No errors in Railway logs");
    case ChecklistItem::MonitoringClean:
        break;
    }
    return say("Monitoring shows no issues (Sentry)");
}

ChecklistRows::ChecklistRows(QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 3, 0, 0);
    column->setSpacing(0);
    for (const ChecklistItem item : checklistItems) {
        auto *box = new ChoiceBox(checklistTitle(item), this);
        box->setObjectName(QStringLiteral("check-") + checklistItemId(item));
        box->setEnabled(false);
        column->addWidget(box);
        m_boxes[size_t(item)] = box;
        connect(box, &QCheckBox::clicked, this, [this, item] { ask(item); });
    }
}

void ChecklistRows::display(const ChecklistView &checklist)
{
    m_checklist = checklist;
    fill();
}

void ChecklistRows::fill()
{
    for (const ChecklistItem item : checklistItems) {
        QCheckBox *box = m_boxes[size_t(item)];
        const ChecklistTick *tick = tickOf(m_checklist, item);
        const QString tip = tick ? tickText(*tick) : m_checklist.reason;
        box->setEnabled(m_checklist.enabled);
        box->setChecked(tick != nullptr);
        box->setAccessibleDescription(visibleText(tip));
        box->setToolTip(plainToolTip(visibleText(tip)));
    }
}

void ChecklistRows::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LocaleChange)
        fill();
}

void ChecklistRows::ask(ChecklistItem item)
{
    const bool ticked = tickOf(m_checklist, item) != nullptr;
    m_boxes[size_t(item)]->setChecked(ticked); // until it is recorded
    Q_EMIT toggled(item, !ticked);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/checklist.h"

#include <algorithm>

namespace Slipway {

bool Checklist::isTicked(ChecklistItem item) const
{
    return std::any_of(ticks.cbegin(), ticks.cend(), [item](const ChecklistTick &tick) { return tick.item == item; });
}

bool Checklist::isComplete() const
{
    return !deployment.isEmpty() && std::all_of(checklistItems.cbegin(), checklistItems.cend(),
                                                [this](ChecklistItem item) { return isTicked(item); });
}

QString checklistItemId(ChecklistItem item)
{
    switch (item) {
    case ChecklistItem::HealthResponds:
        return QStringLiteral("health-responds");
    case ChecklistItem::EndpointsWork:
        return QStringLiteral("endpoints-work");
    case ChecklistItem::FeaturesWork:
        return QStringLiteral("features-work");
    case ChecklistItem::LogsClean:
        return QStringLiteral("logs-clean");
    case ChecklistItem::MonitoringClean:
        return QStringLiteral("monitoring-clean");
    }
    Q_UNREACHABLE();
}

} // namespace Slipway

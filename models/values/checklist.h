// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/ids.h"

#include <QDateTime>
#include <QList>

#include <array>

namespace Slipway {

/// The five manual tests on staging (models/pipeline/README.md, 2).
enum class ChecklistItem { HealthResponds, EndpointsWork, FeaturesWork, LogsClean, MonitoringClean };

inline constexpr std::array checklistItems{ChecklistItem::HealthResponds, ChecklistItem::EndpointsWork,
                                           ChecklistItem::FeaturesWork, ChecklistItem::LogsClean,
                                           ChecklistItem::MonitoringClean};

struct ChecklistTick {
    ChecklistItem item = ChecklistItem::HealthResponds;
    QString by;
    QDateTime at;
    bool operator==(const ChecklistTick &) const = default;
};

/// The ticks made for one staging deployment. Void for any other.
struct Checklist {
    DeploymentId deployment;
    QList<ChecklistTick> ticks;
    bool isTicked(ChecklistItem item) const;
    bool isComplete() const;
    bool operator==(const Checklist &) const = default;
};

/// "health-responds", ...: stable, for storage and for --status --json.
QString checklistItemId(ChecklistItem item);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "models/project/project.h"
#include "models/values/environment.h"

#include <QMap>

/// Every request to Grafana that Slipway can send. Grafana calls its whole interface legacy and keeps it
/// (app/grafana/README.md, 1).
namespace Slipway::Grafana {

struct LabelledAlert {
    Alert alert;
    QMap<QString, QString> labels;
    bool operator==(const LabelledAlert &) const = default;
};

/// Everything that fires now, neither silenced nor inhibited.
ApiCall<QList<LabelledAlert>> alerts(const GrafanaProject &project);

/// Those that carry every one of the labels ("environment=production"), the newest first; without labels all of them.
QList<Alert> alertsWith(const QList<LabelledAlert> &all, const QStringList &labels);

} // namespace Slipway::Grafana

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"
#include "models/observed/forecastfacts.h"
#include "models/pipeline/views.h"

namespace Slipway {

/// All that the window and --status show, decided.
struct Snapshot {
    PipelineView pipeline;
    PerEnvironment<EnvironmentView> environments;
    QList<Gate> gates;
    QList<IdentityLink> identity;
    PromotionOffer offer;
    QList<Source> sources; ///< the logs only while somebody follows them
    QList<CommandRecord> commands;
    PerEnvironment<DeploymentsView> deployments;
    std::optional<ForecastFacts> forecast; ///< of the deployment that a person looks at
    QList<Repair> repairs;
    std::optional<Hold> hold;
    QStringList neverRead; ///< what a stage, a gate or a link rests on and was never read, with why
    bool promotable = false;
    QString whyNotPromotable; ///< the first thing in the way, one sentence
    bool operator==(const Snapshot &) const = default;
};

} // namespace Slipway

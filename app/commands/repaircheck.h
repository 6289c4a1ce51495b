// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/httpclient.h"
#include "models/command/order.h"
#include "models/observed/observations.h"
#include "models/project/project.h"
#include "models/values/deployment.h"
#include "models/values/workflow.h"

namespace Slipway {

/// What a repair is about, as it was read again for its order: the run with the reviews that it waits for, or the
/// deployment.
struct RepairTarget {
    std::optional<WorkflowRun> run;
    QList<PendingReview> reviews; ///< of orders about reviews
    std::optional<Deployment> deployment;
};

/// Asks for it, and for nothing else: another provider's outage is not in the way. The callback runs exactly once
/// unless `context` is gone.
void readRepairTarget(HttpClient &client, const Project &project, const Order &order, QObject *context,
                      const std::function<void(const Result<RepairTarget> &)> &done);

/// What was read is believed at once, also where it is not what was confirmed.
void keep(Observations &all, const Order &order, const RepairTarget &present, const Reading &reading);

/// Why the order must not be sent: what it is about is not any more as it was confirmed. Empty: it still is.
QString whyNotRepaired(const Order &order, const RepairTarget &present);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"
#include "models/store/snapshot.h"

namespace Slipway {

/// The order that a confirmed offer asks for, by that way; for a tag it creates the tag. `who` counts where GitHub's
/// login is not known.
Order orderFor(const PromotionOffer &offer, PromotionWay way, const QString &who, const Observations &observations,
               const Project &project, Moment now);
/// The dispatch that follows from a tag that is there.
Order dispatchOfTag(const Order &tag);
/// The cancellation of the run that another order started, or of its deployment when it has no run.
Order cancellationOf(const CommandRecord &record, const QString &reason, Moment now);

/// The order to go back that a person confirmed.
Order returnOrder(const ReturnRequest &request, const QString &who, const Observations &observations, Moment now);
/// The orders of a repair: two where a run and its rollout are cancelled in one action.
QList<Order> repairOrders(const Repair &repair, const QString &comment, const QString &who,
                          const Observations &observations, Moment now);

/// Notes what there was before sending, also what the service says at last: what is not in it is new.
void noteBeforehand(Order &order, const Observations &observations, const ServiceInstance &present = {});

/// "deploy/2026-11-24T145301Z-3f9c2ab" (app/github/README.md, 17).
QString tagName(const CommitSha &sha, Moment now);

} // namespace Slipway

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

/// Why that release may not begin now, whatever its offer says; empty when it may.
QString whyNoRelease(const Order &order, const Observations &observations);
/// Why a frozen offer may not be sent after it was read again at `asked`; empty when it may.
QString whyNotSent(const PromotionOffer &frozen, PromotionWay way, const Observations &observations,
                   const Snapshot &snapshot, Moment asked);

/// The same of a frozen approval for production.
QString whyNotApproved(const Repair &frozen, const Observations &observations, const Snapshot &snapshot, Moment asked);

/// Why one may not begin to go back; empty when one may. Only what the person was not told of is in the way
/// (architecture, section 5: an emergency is never locked out).
QString whyNoReturn(const ReturnRequest &request, const Observations &observations, const OrderId &except);
/// Why it may not be sent after Railway was asked again for what serves and for the target; empty when it may.
QString whyNotReturned(const ReturnRequest &request, const RailwayProject &project, const ServiceInstance &present,
                       const Deployment &target);

/// "deploy/2026-11-24T145301Z-3f9c2ab" (github.md, 4.3).
QString tagName(const CommitSha &sha, Moment now);

} // namespace Slipway

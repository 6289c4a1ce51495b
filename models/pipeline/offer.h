// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/facts.h"

namespace Slipway {

/// The three ways to promote the tested commit, each open or with what is in its way.
QList<WayOffer> waysOf(const Facts &facts);

/// What a promotion would do now. Gates are added by the caller.
PromotionOffer offerOf(const Facts &facts, const QList<WayOffer> &ways, const QList<Gate> &gates);

/// What an approval for production lets go out, under the gates of a promotion.
PromotionOffer releaseOf(const Facts &facts, const Repair &approval);

/// The first thing in the way of any promotion; empty when nothing is.
QString whyNotPromotable(const PromotionOffer &offer);

/// What moved between the offer a person saw and the present one, one sentence each: the target, the serving or newest
/// deployments, a gate's state. Empty: nothing that matters.
QStringList movedSince(const PromotionOffer &frozen, const PromotionOffer &present);

/// Whether an approval may let that go out.
Result<Done> mayRelease(const PromotionOffer &release);

/// Whether the offer may be sent by that way; the reason if not.
Result<Done> mayPromote(const PromotionOffer &offer, PromotionWay way);

} // namespace Slipway

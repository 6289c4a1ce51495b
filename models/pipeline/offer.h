// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/facts.h"

namespace Slipway {

/// The three ways to promote the tested commit, each open or with what is in its way.
QList<WayOffer> waysOf(const Facts &facts);

/// What a promotion would do now. Gates are added by the caller.
PromotionOffer offerOf(const Facts &facts, const QList<WayOffer> &ways, const QList<Gate> &gates);

/// What an approval for production lets go out, under the gates of a promotion.
PromotionOffer releaseOf(const Facts &facts, const Repair &approval);

/// The first thing in the way of any promotion; empty when nothing is.
QString whyNotPromotable(const PromotionOffer &offer);

} // namespace Slipway

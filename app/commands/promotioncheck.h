// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"
#include "models/store/snapshot.h"

#include <variant>

namespace Slipway {

/// What a person confirmed to let out to production, as they saw it: a promotion, or an approval.
using ConfirmedRelease = std::variant<PromotionOffer, Repair>;

/// Why that release may not begin now, whatever its offer says; empty when it may.
QString whyNoRelease(const Order &order, const Observations &observations);

/// Why it may not be sent after everything was read again at `asked`; empty when it may.
QString whyMoved(const ConfirmedRelease &confirmed, const Order &order, const Observations &observations,
                 const Snapshot &snapshot, Moment asked);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/observations.h"
#include "pipeline/snapshot.h"
#include "values/project.h"

namespace Slipway {

/// The team's rules.
struct Policy {
    Project project;
    bool operator==(const Policy &) const = default;
};

/// All decisions, from everything that is known, at one moment. Pure: asks nothing, remembers nothing.
Snapshot evaluate(const Observations &observations, const Policy &policy, Moment now);

/// The earliest moment after `now` at which a fact turns stale, so that evaluate() has to be asked again although
/// nothing arrived. None if nothing will.
std::optional<Milliseconds> nextStaleness(const Observations &observations, Moment now);

/// What moved between the offer a person saw and the present one, one sentence each: the target, the serving or newest
/// deployments, a gate's state. Empty: nothing that matters.
QStringList movedSince(const PromotionOffer &frozen, const PromotionOffer &present);

/// Whether an approval may let that go out.
Result<Done> mayRelease(const PromotionOffer &release);

/// Whether the offer may be sent by that way; the reason if not.
Result<Done> mayPromote(const PromotionOffer &offer, PromotionWay way);

} // namespace Slipway

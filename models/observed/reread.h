// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"

namespace Slipway {

/// Whether every fact that a promotion rests on was asked for again and answered, well or not, at or after `since`.
bool allAnsweredSince(const Observations &observations, Moment since);

/// Of those facts, the ones that were not read well since then, in words for a refusal: "GitHub's tip of the branch:
/// timed out".
QStringList notReadSince(const Observations &observations, Moment since);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/shownzone.h"

namespace Slipway {

/// Tells times in that zone from now on. Every widget gets a QEvent::LocaleChange: those that keep words with times in
/// them say them anew.
void applyZone(ShownZone zone);

} // namespace Slipway

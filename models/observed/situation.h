// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"
#include "models/project/project.h"
#include "models/values/shownzone.h"

namespace Slipway {

/// What everything is decided from: what was seen, of which project, when, and in which zone a sentence tells times.
struct Situation {
    const Observations &seen;
    const Project &project;
    Moment now;
    ShownZone zone = ShownZone::Utc;
};

} // namespace Slipway

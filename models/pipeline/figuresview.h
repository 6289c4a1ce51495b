// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/facts.h"

namespace Slipway {

/// What the services measure of an environment; a number that cannot be had says why.
Figures figuresOf(const Facts &facts, Environment environment);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/facts.h"

namespace Slipway {

/// What a stage, a gate or a link of the identity chain rests on and was never read, one sentence each, with why.
QStringList neverRead(const Facts &facts);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logs/pattern.h"

namespace Slipway {

/// Words that are in every text that a regular expression matches, so that other texts need not be tried: the longest
/// plain run outside of groups. Nothing where none of three characters is certain.
std::optional<PatternText> requiredWords(const PatternText &expression);

} // namespace Slipway

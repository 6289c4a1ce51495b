// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/search/orderedlines.h"

#include <vector>

namespace Slipway {

/// Which lines of that span of `all` are shown: matches, so many lines before and after each, and notes of ours.
std::vector<LineNumber> linesInContext(const LogStore &store, const OrderedLines &all, const OrderedLines &matches,
                                       OrderedLines::Span span, qsizetype context);

} // namespace Slipway

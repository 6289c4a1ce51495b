// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/project/section.h"

namespace Slipway::ProjectRules {

/// The tables [[log_filter]] of a file's root.
QList<SavedLogFilter> readLogFilters(Section &top);

} // namespace Slipway::ProjectRules

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logline.h"
#include "models/logs/search/pattern.h"

#include <QString>

#include <array>

namespace Slipway {

/// Which lines a person wants to see. A line matches when it is of a chosen environment and source, at least of that
/// level, holds `include` and does not hold `exclude`. Notes of ours are shown whatever the level and the words are.
struct LogFilter {
    PerEnvironment<bool> environments{true, true};
    std::array<bool, logSources> sources{true, true, true, true};
    LogLevel least = LogLevel::None; ///< with None also lines without a level
    bool onlyNew = false;            ///< only lines that are marked new
    PatternText include;             ///< empty text: any line
    PatternText exclude;             ///< empty text: no line
    /// Lines before and after each match that are shown with it; all: every line of the chosen environments and sources
    /// is shown, and matches are only marked.
    int context = 0;
    static constexpr int all = -1;
    bool operator==(const LogFilter &) const = default;
};

/// A filter with a name, of the project file.
struct SavedLogFilter {
    QString name;
    LogFilter filter;
    bool operator==(const SavedLogFilter &) const = default;
};

} // namespace Slipway

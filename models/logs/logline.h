// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/environment.h"

#include <QtGlobal>

#include <limits>
#include <string_view>

namespace Slipway {

/// None: neither Railway nor the line says one.
enum class LogLevel : quint8 { None, Debug, Info, Warn, Error };

inline constexpr int logLevels = 5;

/// Where a line comes from. Note: ours, about the log itself ("42 s without connection", "deployed 3f9c2ab").
enum class LogSource : quint8 { Deploy, Build, Http, Note };

inline constexpr int logSources = 4;

/// Lines are numbered as they arrive, from 0 on, and keep their number; the oldest go first when the store is full.
using LineNumber = quint32;

inline constexpr LineNumber noLine = std::numeric_limits<LineNumber>::max();

/// One line on its way into the store, or as it lies there. The views are valid until the store next changes.
struct LogLine {
    qint64 at = 0; ///< nanoseconds since 1970, UTC, as its service told it
    LogLevel level = LogLevel::None;
    LogSource source = LogSource::Deploy;
    Environment environment = Environment::Staging;
    bool cut = false;            ///< it was longer than the store keeps
    bool isNew = false;          ///< nothing like it was seen before the deployment that serves (logtemplate.h)
    bool important = false;      ///< Railway's own "Messages dropped", or a gap
    std::string_view message;    ///< UTF-8; may hold line ends, NUL and bytes that are no UTF-8
    std::string_view attributes; ///< packed (logattributes.h)
    std::string_view deployment; ///< Railway's id, empty when not told
    std::string_view replica;    ///< Railway's deploymentInstanceId, empty when not told
};

} // namespace Slipway

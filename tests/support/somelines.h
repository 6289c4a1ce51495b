// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logstore.h"
#include "support/builders.h"

#include <string>

namespace Slipway::Test {

/// 11:06:40 UTC, in nanoseconds.
inline constexpr qint64 logNoon = noon.wallMs * 1'000'000;

struct SomeLine {
    std::string message;
    LogLevel level = LogLevel::Info;
    LogSource source = LogSource::Deploy;
    Environment environment = Environment::Production;
    qint64 afterMs = 0; ///< after noon
    bool isNew = false;
    bool important = false;
    std::string attributes = {};
    std::string deployment = {};
    std::string replica = {};
};

inline LogLine lineOf(const SomeLine &line)
{
    return {.at = logNoon + line.afterMs * 1'000'000,
            .level = line.level,
            .source = line.source,
            .environment = line.environment,
            .isNew = line.isNew,
            .important = line.important,
            .message = line.message,
            .attributes = line.attributes,
            .deployment = line.deployment,
            .replica = line.replica};
}

inline void addTo(LogStore &store, const SomeLine &line)
{
    store.append(lineOf(line));
}

/// "line 0" and so on, one each second.
inline void addManyTo(LogStore &store, int count, int from = 0)
{
    for (int i = from; i < from + count; ++i)
        addTo(store, {.message = "line " + std::to_string(i), .afterMs = i * qint64(1000)});
}

/// More than a store of the least capacity keeps.
inline void flood(LogStore &store, qint64 afterMs)
{
    for (int i = 0; i < 60; ++i)
        addTo(store, {.message = "flood " + std::string(60'000, 'x'), .afterMs = afterMs});
}

} // namespace Slipway::Test

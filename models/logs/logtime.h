// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <string_view>

namespace Slipway {

inline constexpr qint64 nanosecondsPerMillisecond = 1'000'000;
inline constexpr qint64 nanosecondsPerSecond = 1'000'000'000;
inline constexpr qint64 nanosecondsPerMinute = 60 * nanosecondsPerSecond;

/// Nanoseconds since 1970, UTC, of an RFC 3339 time ("2026-06-18T04:43:00.123456789Z"). Railway's have any number of
/// fractional digits, so they cannot be compared as texts (app/railway/README.md, 29). Empty for anything else.
std::optional<qint64> logTime(std::string_view text);

/// "2026-06-18T04:43:00.123456789Z", UTC: as Railway takes anchors of logs, and as files have it.
QString wireLogTime(qint64 at);

} // namespace Slipway

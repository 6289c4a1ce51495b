// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/utc.h"

#include <QDateTime>

#include <algorithm>
#include <chrono>

namespace Slipway {

using Milliseconds = std::chrono::milliseconds;

/// A point in time on both clocks. The wall clock can be set, also while a laptop sleeps, so an age is judged by both
/// and the worse one counts.
struct Moment {
    qint64 wallMs = 0;   ///< UTC, milliseconds since 1970
    qint64 steadyMs = 0; ///< since an arbitrary start, sleep included; nobody can set it
    bool operator==(const Moment &) const = default;
    QDateTime utc() const { return QDateTime::fromMSecsSinceEpoch(wallMs, utcZone); }
    Moment operator+(Milliseconds duration) const { return {wallMs + duration.count(), steadyMs + duration.count()}; }
};

/// How long ago `then` was, by the clock that says it was longer. Never negative.
inline Milliseconds ageOf(Moment then, Moment now)
{
    return Milliseconds(std::max<qint64>({now.wallMs - then.wallMs, now.steadyMs - then.steadyMs, 0}));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/moment.h"
#include "values/result.h"

namespace Slipway {

/// Nothing is older than this without being called stale, however short its interval.
inline constexpr Milliseconds shortestStaleness{30'000};

/// When something was asked for and arrived, and at what pace it is asked for.
struct Reading {
    Moment asked;
    Moment arrived;
    Milliseconds every{0};
};

/// A fact with its age: the last good value, when it was fetched and, if the last attempt failed, why.
template <typename T>
struct Observed {
    std::optional<T> value;
    Moment fetchedAt;           ///< when value was asked for: what it says is as old as that
    Moment arrivedAt;           ///< when value arrived
    Milliseconds interval{0};   ///< the poll interval in force when value was fetched
    std::optional<Error> error; ///< of the last attempt; a success clears it
    Moment failedAt;            ///< of error

    bool operator==(const Observed &) const = default;

    /// Age at which value stops being proof: the longer of 30 s and twice the interval.
    Milliseconds staleAfter() const { return std::max(shortestStaleness, 2 * interval); }
    bool isStale(Moment now) const { return !value || ageOf(fetchedAt, now) > staleAfter(); }
    /// The value if there is one that still proves something, else null.
    const T *fresh(Moment now) const { return isStale(now) ? nullptr : &*value; }
    /// The last value, fresh or not, else null.
    const T *last() const { return value ? &*value : nullptr; }

    /// A success replaces the value; a failure keeps the old one and records why.
    void apply(const Result<T> &result, Moment at, Milliseconds every) { apply(result, Reading{at, at, every}); }
    void apply(const Result<T> &result, const Reading &reading)
    {
        if (!result) {
            error = result.error();
            failedAt = reading.arrived;
            return;
        }
        value = *result;
        fetchedAt = reading.asked;
        arrivedAt = reading.arrived;
        interval = reading.every;
        error.reset();
    }
};

} // namespace Slipway

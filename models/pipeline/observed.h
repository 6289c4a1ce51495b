// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/moment.h"
#include "values/result.h"

namespace Slipway {

/// Nothing is older than this without being called stale, however short its interval.
inline constexpr Milliseconds shortestStaleness{30'000};

/// A fact with its age: the last good value, when it was fetched and, if the last attempt failed, why.
template <typename T>
struct Observed {
    std::optional<T> value;
    Moment fetchedAt;           ///< of value
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
    void apply(const Result<T> &result, Moment at, Milliseconds every)
    {
        if (!result) {
            error = result.error();
            failedAt = at;
            return;
        }
        value = *result;
        fetchedAt = at;
        interval = every;
        error.reset();
    }
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/moment.h"
#include "models/values/result.h"
#include "models/values/text.h"

namespace Slipway {

/// Nothing is older than this without being called stale, however short its interval.
inline constexpr Milliseconds shortestStaleness{30'000};

/// A fact that is asked for more rarely than this keeps its limit whatever becomes of an attempt: it is no older than
/// it always is.
inline constexpr Milliseconds longestUsualPace{120'000};

/// So many attempts in a row that bring nothing, and the source counts as silent. One lost answer proves nothing.
inline constexpr int missesUntilSilent = 2;

/// When something was asked for and arrived, and at what pace it is asked for.
struct Reading {
    Moment asked;
    Moment arrived;
    Milliseconds every{0}; ///< 0: out of turn, which changes no pace
    QString poll = {};     ///< of the schedule that asks for it again
};

/// A fact with its age: the last good value, when it was fetched and, if the last attempt failed, why.
template <typename T>
struct Observed {
    std::optional<T> value;
    Moment fetchedAt;           ///< when value was asked for: what it says is as old as that
    Moment arrivedAt;           ///< when value arrived
    Milliseconds interval{0};   ///< the pace now in force; a faster one counts from its first reading on
    QString poll;               ///< that sets the pace; empty: none does
    std::optional<Error> error; ///< of the last attempt; a success clears it
    Moment failedAt;            ///< of error
    int misses = 0;             ///< attempts in a row that failed or hung
    Moment missedAt;            ///< the last of them

    bool operator==(const Observed &) const = default;

    /// Age at which value stops being proof: the longer of 30 s and twice the pace; while its source is silent 30 s.
    Milliseconds staleAfter() const
    {
        const bool silent = misses >= missesUntilSilent && interval <= longestUsualPace;
        return silent ? shortestStaleness : std::max(shortestStaleness, 2 * interval);
    }
    bool isStale(Moment now) const { return !value || ageOf(fetchedAt, now) > staleAfter(); }
    /// The value if there is one that still proves something, else null.
    const T *fresh(Moment now) const { return isStale(now) ? nullptr : &*value; }
    /// The last value, fresh or not, else null.
    const T *last() const { return value ? &*value : nullptr; }

    /// A success replaces the value; a failure keeps the old one and records why. What was asked for before the present
    /// value was overtaken by it, and says nothing.
    void apply(const Result<T> &result, Moment at, Milliseconds every) { apply(result, Reading{at, at, every}); }
    void apply(const Result<T> &result, const Reading &reading)
    {
        if (value && reading.asked.steadyMs < fetchedAt.steadyMs)
            return;
        if (!reading.poll.isEmpty())
            poll = reading.poll;
        if (!result) {
            error = result.error();
            failedAt = reading.arrived;
            miss(reading.asked, reading.arrived);
            return;
        }
        value = *result;
        fetchedAt = reading.asked;
        arrivedAt = reading.arrived;
        if (reading.every.count() > 0)
            interval = reading.every;
        error.reset();
        misses = 0;
    }

    /// The attempt that began at `asked` has brought nothing. One that hung and then failed is one.
    void miss(Moment asked, Moment now)
    {
        if (misses > 0 && asked.steadyMs < missedAt.steadyMs)
            return;
        ++misses;
        missedAt = now;
    }
};

/// Why a fact proves nothing: its error, or that it was not read or read too long ago. `what` begins the sentence.
template <typename T>
QString whyUnknown(const Observed<T> &fact, const QString &what)
{
    QString why = fact.error ? fact.error->detail : QString(); // inside a sentence: without its full stop
    if (why.endsWith(QLatin1Char('.')))
        why.chop(1);
    if (!fact.value)
        return fact.error ? say("%1 could not be read: %2").arg(what, why) : say("%1 has not been read yet").arg(what);
    const QString old = say("%1 was last read more than %2 s ago").arg(what).arg(fact.staleAfter().count() / 1000);
    return fact.error ? say("%1: %2").arg(old, why) : old;
}

} // namespace Slipway

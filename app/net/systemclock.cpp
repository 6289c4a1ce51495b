// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/systemclock.h"

#include <ctime>

namespace Slipway {

namespace {

Milliseconds timeOf(clockid_t clock)
{
    using namespace std::chrono;
    timespec time{};
    ::clock_gettime(clock, &time);
    return duration_cast<Milliseconds>(seconds(time.tv_sec) + nanoseconds(time.tv_nsec));
}

} // namespace

/// Of the clocks that nobody can set only CLOCK_BOOTTIME goes on while the computer sleeps.
Moment SystemClock::now() const
{
    return {.wallMs = timeOf(CLOCK_REALTIME).count(), .steadyMs = timeOf(CLOCK_BOOTTIME).count()};
}

Milliseconds SystemClock::awake() const
{
    return timeOf(CLOCK_MONOTONIC);
}

} // namespace Slipway

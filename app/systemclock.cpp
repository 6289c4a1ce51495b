// SPDX-License-Identifier: GPL-3.0-or-later
#include "systemclock.h"

#include <chrono>

namespace Slipway {

Moment SystemClock::now() const
{
    using std::chrono::duration_cast;
    return {.wallMs = duration_cast<Milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count(),
            .steadyMs = duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count()};
}

} // namespace Slipway

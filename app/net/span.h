// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/moment.h"

namespace Slipway {

/// From one time to another, by a server's clock.
struct Span {
    QDateTime from;
    QDateTime to;
};

/// That long until now, which is by that server's clock, too.
inline Span untilNow(Milliseconds duration, Moment now)
{
    const QDateTime to = now.utc();
    return {.from = to.addMSecs(-duration.count()), .to = to};
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/moment.h"

#include <optional>

namespace Slipway {

/// From one time to another, by a server's clock.
struct Span {
    QDateTime from;
    QDateTime to;
};

/// That long until now. `skew` is the servers' clocks minus ours, as far as they told.
inline Span untilNow(Milliseconds duration, Moment now, const std::optional<Milliseconds> &skew)
{
    const QDateTime to = now.utc().addMSecs(skew.value_or(Milliseconds(0)).count());
    return {.from = to.addMSecs(-duration.count()), .to = to};
}

} // namespace Slipway

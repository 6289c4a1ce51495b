// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/moment.h"

#include <QString>

#include <optional>

namespace Slipway {

/// How the lines of one environment arrive.
struct LogStreamView {
    /// Off: nothing is asked for, because something that is needed is missing or nobody looks. Refused: asking again
    /// changes nothing.
    enum class State { Off, Connecting, Live, Polling, Interrupted, Refused };
    State state = State::Off;
    QString reason;                    ///< why it is so, a clause; empty when there is nothing to say
    std::optional<Moment> since;       ///< when that began
    std::optional<Milliseconds> every; ///< how often is asked while polling
    bool operator==(const LogStreamView &) const = default;
};

} // namespace Slipway

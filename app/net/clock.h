// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/moment.h"

namespace Slipway {

/// Where the time comes from. Only the composition root has a real one; tests advance a fake.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Moment now() const = 0;
    /// For how long the computer was awake, from an arbitrary start: what `steadyMs` is ahead of it, it has slept.
    virtual Milliseconds awake() const = 0;
};

} // namespace Slipway

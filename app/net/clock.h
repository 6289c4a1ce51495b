// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/moment.h"

namespace Slipway {

/// Where the time comes from. Only the composition root has a real one; tests advance a fake.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Moment now() const = 0;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/clock.h"

namespace Slipway {

/// The real time. Made once, in main(): nothing else in Slipway reads a clock.
class SystemClock final : public Clock {
public:
    Moment now() const override;
    Milliseconds awake() const override;
};

} // namespace Slipway

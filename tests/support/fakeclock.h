// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/clock.h"

namespace Slipway::Test {

/// A clock that moves only when told.
class FakeClock final : public Clock {
public:
    Moment now() const override { return m_now; }
    void advance(Milliseconds duration) { m_now = m_now + duration; }
    void setNow(Moment now) { m_now = now; }
    /// The computer slept: the wall clock went on, the monotonic one did not.
    void sleepFor(Milliseconds duration) { m_now.wallMs += duration.count(); }

private:
    Moment m_now{.wallMs = 1'795'000'000'000, .steadyMs = 1'000'000}; // a day in November 2026
};

} // namespace Slipway::Test

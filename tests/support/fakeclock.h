// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/clock.h"

namespace Slipway::Test {

/// A clock that moves only when told.
class FakeClock final : public Clock {
public:
    Moment now() const override { return m_now; }
    Milliseconds awake() const override { return m_awake; }
    void advance(Milliseconds duration)
    {
        m_now = m_now + duration;
        m_awake += duration;
    }
    void setNow(Moment now)
    {
        m_awake += Milliseconds(now.steadyMs - m_now.steadyMs);
        m_now = now;
    }
    void sleepFor(Milliseconds duration) { m_now = m_now + duration; }
    /// Somebody sets the wall clock.
    void setForward(Milliseconds by) { m_now.wallMs += by.count(); }
    void setBack(Milliseconds by) { m_now.wallMs -= by.count(); }

private:
    Milliseconds m_awake{5'000'000};
    Moment m_now{.wallMs = 1'795'000'000'000, .steadyMs = 1'000'000}; // a day in November 2026
};

} // namespace Slipway::Test

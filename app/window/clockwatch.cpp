// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/clockwatch.h"

#include <QSocketNotifier>

#include <limits>

#include <sys/timerfd.h>
#include <unistd.h>

namespace Slipway {

ClockWatch::ClockWatch(QObject *parent)
    : QObject(parent)
    , m_timer(::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC))
{
    if (m_timer < 0) // then what is due next finds out
        return;
    auto *notifier = new QSocketNotifier(m_timer, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, &ClockWatch::take);
    arm();
}

ClockWatch::~ClockWatch()
{
    if (m_timer >= 0)
        ::close(m_timer);
}

/// It never ends, and is cancelled when the clock jumps: by timerfd_create(2) when it is set, and when the kernel adds
/// the time that it slept.
void ClockWatch::arm() const
{
    itimerspec never{};
    never.it_value.tv_sec = std::numeric_limits<time_t>::max();
    ::timerfd_settime(m_timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr);
}

void ClockWatch::take()
{
    quint64 expired = 0;
    [[maybe_unused]] const auto read = ::read(m_timer, &expired, sizeof expired); // ECANCELED
    arm();
    Q_EMIT jumped();
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/shownzone.h"

#include <QByteArray>

#include <ctime>

namespace Slipway::Test {

// As rules, so that no database of zones has to be installed.
inline constexpr char centralEurope[] = "CET-1CEST,M3.5.0,M10.5.0/3";
inline constexpr char newYork[] = "EST5EDT,M3.2.0,M11.1.0";
inline constexpr char kathmandu[] = "<+0545>-5:45";
inline constexpr char saoPaulo[] = "<-03>3";

/// This computer stands in that zone and times are told in it, as long as this lives.
class LocalZone {
public:
    explicit LocalZone(const char *zone)
        : m_before(qgetenv("TZ"))
    {
        qputenv("TZ", zone);
        tzset();
        setShownZone(ShownZone::Local);
    }
    ~LocalZone()
    {
        setShownZone(ShownZone::Utc);
        m_before.isNull() ? qunsetenv("TZ") : qputenv("TZ", m_before);
        tzset();
    }
    LocalZone(const LocalZone &) = delete;
    LocalZone &operator=(const LocalZone &) = delete;

private:
    QByteArray m_before;
};

} // namespace Slipway::Test

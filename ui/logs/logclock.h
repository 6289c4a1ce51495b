// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Slipway {

/// In the zone that the window shows. "14:31:08.533", of nanoseconds since 1970. Quick: it is asked for each line that
/// is painted.
QString logClock(qint64 at);
/// "2026-11-28 14:31:08.533 UTC".
QString logFullTime(qint64 at);
/// "14:31 UTC", of minutes since 1970.
QString logMinute(qint64 minute);
/// "UTC", "CET": in force at that time.
QString logZoneName(qint64 at);

} // namespace Slipway

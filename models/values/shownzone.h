// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/moment.h"

#include <QString>

namespace Slipway {

/// In which zone the window tells times of day.
enum class ShownZone { Utc, Local };

/// A choice for the whole process, as QLocale::setDefault() is one; UTC until somebody chooses. It is for texts on the
/// screen only: what goes to a service, into a file or into --status stays in UTC, and a process that never chooses
/// says UTC everywhere.
void setShownZone(ShownZone zone);
ShownZone shownZone();

/// In the chosen zone, with English names of months and days; empty for an invalid time. `format` is
/// QDateTime::toString()'s.
QString shownTime(const QDateTime &time, const QString &format);
/// What that zone is called at that time: "UTC"; in local time its abbreviation ("CET", "CEST"), or its offset
/// ("UTC+05:45") where it has none.
QString shownZoneName(const QDateTime &at);
/// Both: "14:20 UTC".
QString shownTimeAndZone(const QDateTime &time, const QString &format);
/// The same in that zone, whatever the process has chosen.
QString shownTimeAndZone(const QDateTime &time, const QString &format, ShownZone zone);
/// How far the clock on the wall is ahead of UTC at that time.
Milliseconds shownOffset(const QDateTime &at);

} // namespace Slipway

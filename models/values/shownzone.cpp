// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/shownzone.h"

#include <QLocale>

#include <atomic>

namespace Slipway {

namespace {

std::atomic<ShownZone> &chosenZone()
{
    static std::atomic<ShownZone> zone = ShownZone::Utc;
    return zone;
}

QDateTime in(ShownZone zone, const QDateTime &time)
{
    return zone == ShownZone::Local ? time.toLocalTime() : time.toUTC();
}

/// "UTC+05:45".
QString offsetName(int seconds)
{
    if (seconds == 0)
        return QStringLiteral("UTC");
    const int minutes = qAbs(seconds) / 60;
    return QStringLiteral("UTC%1%2:%3")
        .arg(seconds < 0 ? QLatin1Char('-') : QLatin1Char('+'))
        .arg(minutes / 60, 2, 10, QLatin1Char('0'))
        .arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

QString zoneName(const QDateTime &shown)
{
    const QString name = shown.timeZoneAbbreviation();
    // Zones without one of their own are abbreviated "-03", which beside a time reads as something else.
    return name.isEmpty() || !name.front().isLetter() ? offsetName(shown.offsetFromUtc()) : name;
}

} // namespace

void setShownZone(ShownZone zone)
{
    chosenZone() = zone;
}

ShownZone shownZone()
{
    return chosenZone();
}

QString shownTime(const QDateTime &time, const QString &format)
{
    return time.isValid() ? QLocale::c().toString(in(shownZone(), time), format) : QString();
}

QString shownZoneName(const QDateTime &at)
{
    return zoneName(in(shownZone(), at));
}

QString shownTimeAndZone(const QDateTime &time, const QString &format)
{
    return shownTimeAndZone(time, format, shownZone());
}

QString shownTimeAndZone(const QDateTime &time, const QString &format, ShownZone zone)
{
    if (!time.isValid())
        return {};
    const QDateTime shown = in(zone, time);
    return QLocale::c().toString(shown, format) + QLatin1Char(' ') + zoneName(shown);
}

Milliseconds shownOffset(const QDateTime &at)
{
    return std::chrono::seconds(in(shownZone(), at).offsetFromUtc());
}

} // namespace Slipway

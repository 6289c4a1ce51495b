// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logtime.h"

#include "models/values/utc.h"

#include <QDateTime>

#include <array>
#include <chrono>

namespace Slipway {

namespace {

constexpr size_t wholeSeconds = 19; ///< characters of "2026-06-18T04:43:00"
constexpr int fractionDigits = 9;

/// The number that so many digits make; -1 when one of them is none.
int digitsAt(std::string_view text, size_t from, size_t count)
{
    int number = 0;
    for (size_t i = from; i < from + count; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

/// Seconds that a zone is ahead of UTC: "Z", "+02:00".
std::optional<qint64> zoneAhead(std::string_view zone)
{
    if (zone == "Z" || zone == "z")
        return 0;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':')
        return {};
    const int hours = digitsAt(zone, 1, 2);
    const int minutes = digitsAt(zone, 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return {};
    const qint64 ahead = (hours * qint64(60) + minutes) * 60;
    return zone[0] == '-' ? -ahead : ahead;
}

std::optional<qint64> secondsOf(std::string_view text)
{
    if (text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
        return {};
    constexpr std::array<std::pair<size_t, size_t>, 6> places{{{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}}};
    std::array<int, 6> part{};
    for (size_t i = 0; i < places.size(); ++i) {
        part[i] = digitsAt(text, places[i].first, places[i].second);
        if (part[i] < 0)
            return {};
    }
    const std::chrono::year_month_day day{std::chrono::year(part[0]), std::chrono::month(unsigned(part[1])),
                                          std::chrono::day(unsigned(part[2]))};
    // Nanoseconds since 1970 in 64 bits end in 2262.
    if (!day.ok() || part[0] < 1970 || part[0] > 2261 || part[3] > 23 || part[4] > 59 || part[5] > 60)
        return {};
    const qint64 days = std::chrono::sys_days(day).time_since_epoch().count();
    return ((days * 24 + part[3]) * 60 + part[4]) * 60 + part[5];
}

} // namespace

std::optional<qint64> logTime(std::string_view text)
{
    if (text.size() <= wholeSeconds)
        return {};
    const std::optional<qint64> seconds = secondsOf(text);
    if (!seconds)
        return {};
    size_t next = wholeSeconds;
    qint64 fraction = 0;
    if (text[next] == '.') {
        int digits = 0;
        for (++next; next < text.size() && text[next] >= '0' && text[next] <= '9'; ++next) {
            if (digits++ < fractionDigits)
                fraction = fraction * 10 + (text[next] - '0');
        }
        if (digits == 0)
            return {};
        for (; digits < fractionDigits; ++digits)
            fraction *= 10;
    }
    const std::optional<qint64> ahead = zoneAhead(text.substr(next));
    if (!ahead)
        return {};
    return (*seconds - *ahead) * nanosecondsPerSecond + fraction;
}

QString wireLogTime(qint64 at)
{
    const qint64 rest = at % nanosecondsPerSecond;
    const qint64 second = at / nanosecondsPerSecond - (rest < 0 ? 1 : 0); // down, before 1970 as well
    const qint64 fraction = rest < 0 ? rest + nanosecondsPerSecond : rest;
    const QString whole =
        QDateTime::fromSecsSinceEpoch(second, utcZone).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
    return QStringLiteral("%1.%2Z").arg(whole).arg(fraction, fractionDigits, 10, QLatin1Char('0'));
}

} // namespace Slipway

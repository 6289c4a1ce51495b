// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logclock.h"

#include "models/logs/logtime.h"
#include "models/values/shownzone.h"
#include "models/values/utc.h"

namespace Slipway {

namespace {

constexpr qint64 msOfMinute = 60'000;
constexpr qint64 msOfDay = 86'400'000;

QDateTime logDateTime(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, utcZone);
}

void putDigits(QChar *to, qint64 number, int digits)
{
    for (int i = digits - 1; i >= 0; --i, number /= 10)
        to[i] = QLatin1Char(char('0' + number % 10));
}

} // namespace

QString logClock(qint64 at)
{
    const qint64 utcMs = at / nanosecondsPerMillisecond;
    const qint64 offsetMs = shownZone() == ShownZone::Utc ? 0 : shownOffset(logDateTime(utcMs)).count();
    const qint64 ms = ((utcMs + offsetMs) % msOfDay + msOfDay) % msOfDay;
    QString text = QStringLiteral("00:00:00.000");
    QChar *digits = text.data();
    putDigits(digits, ms / 3'600'000, 2);
    putDigits(digits + 3, ms / msOfMinute % 60, 2);
    putDigits(digits + 6, ms / 1000 % 60, 2);
    putDigits(digits + 9, ms % 1000, 3);
    return text;
}

QString logFullTime(qint64 at)
{
    return shownTimeAndZone(logDateTime(at / nanosecondsPerMillisecond), QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
}

QString logMinute(qint64 minute)
{
    return shownTimeAndZone(logDateTime(minute * msOfMinute), QStringLiteral("HH:mm"));
}

QString logZoneName(qint64 at)
{
    return shownZoneName(logDateTime(at / nanosecondsPerMillisecond));
}

} // namespace Slipway

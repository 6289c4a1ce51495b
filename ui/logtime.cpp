// SPDX-License-Identifier: GPL-3.0-or-later
#include "logtime.h"

#include <QDateTime>

namespace Slipway {

namespace {

constexpr qint64 nanosecondsOfMs = 1'000'000;
constexpr qint64 msOfMinute = 60'000;
constexpr qint64 msOfDay = 86'400'000;

QDateTime logDateTime(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
}

void putDigits(QChar *to, qint64 number, int digits)
{
    for (int i = digits - 1; i >= 0; --i, number /= 10)
        to[i] = QLatin1Char(char('0' + number % 10));
}

} // namespace

QString logClock(qint64 at)
{
    const qint64 ms = (at / nanosecondsOfMs % msOfDay + msOfDay) % msOfDay;
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
    return logDateTime(at / nanosecondsOfMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz ")) + logZoneName(at);
}

QString logMinute(qint64 minute)
{
    return logDateTime(minute * msOfMinute).toString(QStringLiteral("HH:mm ")) +
           logZoneName(minute * msOfMinute * nanosecondsOfMs);
}

QString logZoneName(qint64)
{
    return QStringLiteral("UTC");
}

} // namespace Slipway

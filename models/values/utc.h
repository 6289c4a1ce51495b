// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QTimeZone>
#endif

namespace Slipway {

/// What every QDateTime of ours is made with. Qt 6.5 has a value for it, and later ones warn of the word of 6.4.
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
inline constexpr QTimeZone::Initialization utcZone = QTimeZone::UTC;
#else
inline constexpr Qt::TimeSpec utcZone = Qt::UTC;
#endif

/// A time of ISO 8601 in UTC, which is also what it is in without a zone: here it might be one that summer time skips.
inline QDateTime utcFromIso(const QString &text)
{
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (time.timeSpec() != Qt::LocalTime)
        return time.toUTC();
    const bool dateOnly = text.size() <= 10;
    return QDateTime::fromString(text + (dateOnly ? QLatin1String("T00:00:00Z") : QLatin1String("Z")),
                                 Qt::ISODateWithMs);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/text.h"

#include <QCoreApplication>

namespace Slipway {

QString say(const char *text)
{
    return QCoreApplication::translate("Slipway", text);
}

QString counted(qint64 number, const char *one, const char *many)
{
    return QStringLiteral("%1 %2").arg(number).arg(say(number == 1 ? one : many));
}

QString durationText(Milliseconds duration)
{
    const qint64 seconds = std::max<qint64>(duration.count() / 1000, 0);
    const auto two = [](qint64 number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    if (seconds >= 3600)
        return QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(two(seconds / 60 % 60), two(seconds % 60));
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(two(seconds % 60));
}

QString joined(const QStringList &parts)
{
    if (parts.size() < 2)
        return parts.value(0);
    return say("%1 and %2").arg(parts.mid(0, parts.size() - 1).join(QStringLiteral(", ")), parts.constLast());
}

} // namespace Slipway

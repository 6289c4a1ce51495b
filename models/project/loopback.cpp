// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/project/loopback.h"

#include <QStringList>

#include <algorithm>

namespace Slipway {

namespace {

/// A number from 0 to 255, as QUrl writes it.
bool isByte(const QString &text)
{
    const uint number = text.toUInt();
    return number < 256 && text == QString::number(number);
}

} // namespace

bool isLoopback(const QUrl &url)
{
    QString host = url.host().section(QLatin1Char('%'), 0, 0); // without the scope of an IPv6 address
    if (host == QLatin1String("localhost") || host == QLatin1String("::1"))
        return true;
    if (const QLatin1String mapped("::ffff:"); host.startsWith(mapped))
        host = host.mid(mapped.size());
    const QStringList bytes = host.split(QLatin1Char('.'));
    return bytes.size() == 4 && bytes.constFirst() == QLatin1String("127") &&
           std::all_of(bytes.cbegin(), bytes.cend(), isByte);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/origin.h"

namespace Slipway {

namespace {

int portOf(const QUrl &url)
{
    if (url.port() != -1)
        return url.port();
    return url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("wss") ? 443 : 80;
}

} // namespace

QUrl originOf(const QUrl &url)
{
    QUrl origin;
    origin.setScheme(url.scheme());
    origin.setHost(url.host());
    origin.setPort(portOf(url));
    return origin;
}

bool sameOrigin(const QUrl &left, const QUrl &right)
{
    return !left.host().isEmpty() && originOf(left) == originOf(right);
}

QString shownUrl(const QUrl &url)
{
    return url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment).toDisplayString();
}

QString hostText(const QUrl &url)
{
    return url.port() == -1 ? url.host() : QStringLiteral("%1:%2").arg(url.host()).arg(url.port());
}

} // namespace Slipway

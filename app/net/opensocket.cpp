// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpclient.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

#include <algorithm>

namespace Slipway {

QNetworkProxy HttpClient::tunnelTo(const QUrl &url) const
{
    if (m_network->proxy().type() != QNetworkProxy::DefaultProxy)
        return m_network->proxy();
    // Asked as for a request: QWebSocket would ask for the scheme "wss", of which the system's settings know nothing.
    const auto proxies = QNetworkProxyFactory::proxyForQuery(QNetworkProxyQuery(url));
    const auto tunnel = std::find_if(proxies.cbegin(), proxies.cend(), [](const QNetworkProxy &proxy) {
        return proxy.capabilities().testFlag(QNetworkProxy::TunnelingCapability);
    });
    return tunnel == proxies.cend() ? QNetworkProxy(QNetworkProxy::NoProxy) : *tunnel;
}

Result<Done> HttpClient::openSocket(QWebSocket &socket, const QUrl &api, CredentialId credential,
                                    const QByteArray &subprotocol) const
{
    auto upgrade = prepared({.url = api, .credential = credential}, false);
    if (!upgrade)
        return upgrade.error();
    QUrl url = api.adjusted(QUrl::RemoveUserInfo);
    url.setScheme(api.scheme() == QLatin1String("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    upgrade->setUrl(url);
    if (m_ssl) {
        QSslConfiguration configuration = *m_ssl;
        configuration.setAllowedNextProtocols({}); // an upgrade is HTTP/1.1
        socket.setSslConfiguration(configuration);
    }
    socket.setProxy(tunnelTo(api));
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({QString::fromLatin1(subprotocol)});
    socket.open(*upgrade, options);
    return Done{};
}

} // namespace Slipway

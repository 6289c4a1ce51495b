// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/socket/socketend.h"

#include "app/net/jsonreader.h"
#include "app/net/origin.h"
#include "models/values/text.h"

#include <QRegularExpression>

namespace Slipway {

namespace {

Error socketError(ErrorKind kind, const QString &detail, int httpStatus = 0)
{
    return {.kind = kind, .detail = detail, .httpStatus = httpStatus};
}

/// The HTTP status of a refused upgrade, which QWebSocket only writes into some of its texts; 0 when there is none.
int statusInText(const QString &text)
{
    static const QRegularExpression status(QStringLiteral(": (\\d{3}) \\("));
    return status.match(text).captured(1).toInt();
}

/// There was an answer, though none of a WebSocket: that is what QWebSocket calls a refused connection, too.
bool wasAnswered(const SocketEnd &end)
{
    return end.reached && !end.upgraded && end.error == QAbstractSocket::ConnectionRefusedError &&
           end.tlsTrouble.isEmpty();
}

/// A plain request tells what concerns the token or the whole service; of the upgrade itself it says nothing.
bool tellsOfUpgrade(int plainStatus)
{
    return plainStatus == 401 || plainStatus == 429 || plainStatus >= 500;
}

Error statusError(const QString &host, int status)
{
    const auto of = [status](ErrorKind kind, const QString &detail) { return socketError(kind, detail, status); };
    if (status == 401)
        return of(ErrorKind::Unauthorized, say("%1 refused to open a WebSocket (401).").arg(host));
    if (status == 403)
        return of(ErrorKind::Refused, // whether the token was looked at is not known: what stands between may forbid it
                  say("%1, or what stands before it, does not let WebSockets through (403).").arg(host));
    if (status == 429)
        return of(ErrorKind::RateLimited, say("%1 was asked for too many connections (429).").arg(host));
    const QString refused = say("%1 answered %2 instead of opening a WebSocket.").arg(host).arg(status);
    if (status == 404)
        return of(ErrorKind::NotFound, refused);
    if (status >= 500)
        return of(ErrorKind::Server, refused);
    return of(status < 300 ? ErrorKind::Malformed : ErrorKind::Refused, refused);
}

Error connectError(const SocketEnd &end, const QString &host)
{
    if (const int status = statusInText(end.errorText); status != 0)
        return statusError(host, status);
    if (tellsOfUpgrade(end.plainStatus))
        return statusError(host, end.plainStatus);
    if (!end.error || end.error == QAbstractSocket::RemoteHostClosedError)
        return socketError(ErrorKind::Unreachable, say("%1 closed the connection before it answered.").arg(host));
    if (end.error == QAbstractSocket::SslHandshakeFailedError || !end.tlsTrouble.isEmpty()) {
        return socketError(ErrorKind::Tls,
                           say("%1 could not be trusted: %2. Nothing was sent; ask who runs it, or "
                               "whether a proxy opens the connection.")
                               .arg(host, clipped(end.tlsTrouble.isEmpty() ? end.errorText : end.tlsTrouble)));
    }
    if (wasAnswered(end))
        return socketError(ErrorKind::Malformed,
                           say("%1 did not answer as a WebSocket does: %2").arg(host, clipped(end.errorText)));
    if (end.error == QAbstractSocket::ConnectionRefusedError)
        return socketError(ErrorKind::Unreachable, say("%1 refused the connection.").arg(host));
    if (end.error == QAbstractSocket::HostNotFoundError)
        return socketError(ErrorKind::Unreachable,
                           say("The name %1 is not known: check the network and the project file.").arg(host));
    return socketError(ErrorKind::Unreachable, say("%1 could not be asked: %2").arg(host, clipped(end.errorText)));
}

ErrorKind kindOfCloseCode(int code)
{
    if (code == 4401)
        return ErrorKind::Unauthorized;
    if (code == 4403)
        return ErrorKind::Forbidden;
    if (code == 4429)
        return ErrorKind::RateLimited;
    if (code == 4408)
        return ErrorKind::Timeout;
    if (code == 1009)
        return ErrorKind::TooLarge;
    if (code == 1002 || code == 1003 || code == 1007)
        return ErrorKind::Malformed;
    if (code >= 4400 && code < 4500)
        return ErrorKind::Refused;
    return code == 1011 || (code >= 4500 && code < 4600) ? ErrorKind::Server : ErrorKind::Unreachable;
}

QString closeText(int code, const QString &host)
{
    switch (code) {
    case 1002:
        return say("%1 broke the rules of WebSockets (1002).").arg(host);
    case 1007:
        return say("%1 sent a text that is no UTF-8 (1007).").arg(host);
    case 1009:
        return say("%1 sent a message that is too large, and was cut off (1009).").arg(host);
    case 4400:
        return say("%1 did not understand what it was sent (4400).").arg(host);
    case 4401:
        return say("%1 refused the WebSocket (4401).").arg(host);
    case 4403:
        return say("%1 refused the WebSocket (4403).").arg(host);
    case 4406:
        return say("%1 does not speak graphql-transport-ws (4406).").arg(host);
    case 4408:
        return say("%1 did not get our greeting in time (4408).").arg(host);
    case 4429:
        return say("%1 was asked for too many connections (4429).").arg(host);
    default:
        return say("%1 ended the connection with code %2.").arg(host).arg(code);
    }
}

} // namespace

bool lacksStatus(const SocketEnd &end)
{
    return wasAnswered(end) && statusInText(end.errorText) == 0;
}

Error errorOf(const SocketEnd &end)
{
    const QString host = hostText(end.url);
    if (!end.upgraded)
        return connectError(end, host);
    if (end.closeCode != 1'000) {
        const QString reason = clipped(end.closeReason);
        const QString text = closeText(end.closeCode, host);
        return socketError(kindOfCloseCode(end.closeCode),
                           reason.isEmpty() ? text : say("%1 Its reason: %2").arg(text, reason));
    }
    if (end.error)
        return socketError(ErrorKind::Unreachable, say("The connection to %1 was lost.").arg(host));
    return socketError(ErrorKind::Unreachable, say("%1 ended the connection.").arg(host));
}

} // namespace Slipway

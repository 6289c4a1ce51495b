// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/rawpeer.h"

#include <QJsonObject>
#include <QNetworkRequest>
#include <QPointer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

namespace Slipway::Test {

/// A well-behaved server of graphql-transport-ws that says what the test tells it to.
class GraphQlPeer : public QObject {
    Q_OBJECT
public:
    explicit GraphQlPeer(const TestCertificates *certificates = nullptr, QObject *parent = nullptr);

    QUrl url() const; ///< the address for HTTP
    int connections() const { return m_connections; }
    const QNetworkRequest &upgrade() const { return m_upgrade; } ///< the newest one
    QWebSocket *socket() const { return m_socket; }              ///< the newest one
    /// What arrived, of all connections, in its order.
    const QList<QJsonObject> &messages() const { return m_messages; }
    QList<QJsonObject> messages(const char *type) const;
    /// The id under which the newest subscription to that operation came.
    QString idOf(const QString &operation) const;

    void say(const QString &text) { m_socket->sendTextMessage(text); }
    void say(const QJsonObject &message);
    void next(const QString &operation, const QJsonValue &payload);
    void close(int code, const QString &reason = {});
    /// As if killed: no close frame.
    void drop() { m_socket->abort(); }

private:
    void accept();
    void read(const QString &text);

    QWebSocketServer m_server;
    QPointer<QWebSocket> m_socket;
    QNetworkRequest m_upgrade;
    QList<QJsonObject> m_messages;
    int m_connections = 0;
};

/// The answer to an upgrade, so that a RawPeer can go on with frames of its own; it reads nothing more.
void acceptUpgrade(QTcpSocket *socket, const RawRequest &request, const QByteArray &subprotocol);
/// A frame as a server sends it: first byte, length, payload. `announced` bytes if not as many as there are.
QByteArray webSocketFrame(quint8 firstByte, const QByteArray &payload, std::optional<quint64> announced = {});
QByteArray textFrame(const QByteArray &text);

// What a RawPeer may do.
void acceptAndGreet(QTcpSocket *socket, const RawRequest &request);
void answerTooMany(QTcpSocket *socket, const RawRequest &request); ///< 429, and closes

template <int status>
void answerWith(QTcpSocket *socket, const RawRequest &)
{
    RawPeer::answer(socket, status, "no", status == 302 ? "Location: http://127.0.0.1:1/\r\n" : "");
}

template <int code>
void sendCloseFrame(QTcpSocket *socket)
{
    const QByteArray bytes = QByteArray(1, char(code / 256)) + char(code % 256);
    socket->write(webSocketFrame(0x88, bytes + "the reason, made-up-token-7f3a"));
}

} // namespace Slipway::Test

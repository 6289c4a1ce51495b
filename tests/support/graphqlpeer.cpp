// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/graphqlpeer.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QtEndian>

namespace Slipway::Test {

namespace {

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QSslConfiguration ownCertificate(const TestCertificates &certificates)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(bytesOf(certificates.certificate())));
    configuration.setPrivateKey(QSslKey(bytesOf(certificates.key()), QSsl::Ec));
    return configuration;
}

} // namespace

GraphQlPeer::GraphQlPeer(const TestCertificates *certificates, QObject *parent)
    : QObject(parent)
    , m_server(QStringLiteral("peer"), certificates ? QWebSocketServer::SecureMode : QWebSocketServer::NonSecureMode)
{
    if (certificates)
        m_server.setSslConfiguration(ownCertificate(*certificates));
    m_server.setSupportedSubprotocols({QStringLiteral("graphql-transport-ws")});
    connect(&m_server, &QWebSocketServer::newConnection, this, &GraphQlPeer::accept);
    m_server.listen(QHostAddress::LocalHost);
}

QUrl GraphQlPeer::url() const
{
    const bool secure = m_server.secureMode() == QWebSocketServer::SecureMode;
    return QUrl(QStringLiteral("%1://127.0.0.1:%2/graphql/v2")
                    .arg(secure ? QStringLiteral("https") : QStringLiteral("http"))
                    .arg(m_server.serverPort()));
}

void GraphQlPeer::accept()
{
    m_socket = m_server.nextPendingConnection();
    m_upgrade = m_socket->request();
    ++m_connections;
    connect(m_socket, &QWebSocket::textMessageReceived, this, &GraphQlPeer::read);
    connect(m_socket, &QWebSocket::disconnected, m_socket, &QObject::deleteLater);
}

void GraphQlPeer::read(const QString &text)
{
    m_messages.append(QJsonDocument::fromJson(text.toUtf8()).object());
    if (m_messages.constLast().value(QStringLiteral("type")).toString() == QLatin1String("connection_init"))
        say(QJsonObject{{QStringLiteral("type"), QStringLiteral("connection_ack")}});
}

QList<QJsonObject> GraphQlPeer::messages(const char *type) const
{
    QList<QJsonObject> found;
    for (const QJsonObject &message : m_messages) {
        if (message.value(QStringLiteral("type")).toString() == QLatin1String(type))
            found.append(message);
    }
    return found;
}

QString GraphQlPeer::idOf(const QString &operation) const
{
    QString id;
    const QList<QJsonObject> asked = messages("subscribe");
    for (const QJsonObject &message : asked) {
        if (message.value(QStringLiteral("payload")).toObject().value(QStringLiteral("operationName")) == operation)
            id = message.value(QStringLiteral("id")).toString();
    }
    return id;
}

void GraphQlPeer::say(const QJsonObject &message)
{
    say(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
}

void GraphQlPeer::next(const QString &operation, const QJsonValue &payload)
{
    say(QJsonObject{{QStringLiteral("id"), idOf(operation)},
                    {QStringLiteral("type"), QStringLiteral("next")},
                    {QStringLiteral("payload"), payload}});
}

void GraphQlPeer::close(int code, const QString &reason)
{
    m_socket->close(QWebSocketProtocol::CloseCode(code), reason);
}

void acceptUpgrade(QTcpSocket *socket, const RawRequest &request, const QByteArray &subprotocol)
{
    QObject::disconnect(socket, &QTcpSocket::readyRead, nullptr, nullptr);
    const QByteArray key = request.headers.value("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    const QByteArray accepted = QCryptographicHash::hash(key, QCryptographicHash::Sha1).toBase64();
    socket->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Accept: " +
                  accepted + "\r\n");
    if (!subprotocol.isEmpty())
        socket->write("Sec-WebSocket-Protocol: " + subprotocol + "\r\n");
    socket->write("\r\n");
}

QByteArray webSocketFrame(quint8 firstByte, const QByteArray &payload, std::optional<quint64> announced)
{
    QByteArray frame(2, '\0');
    frame[0] = char(firstByte);
    frame[1] = char(127);
    const quint64 length = qToBigEndian(announced.value_or(quint64(payload.size())));
    if (!announced && payload.size() < 126)
        frame[1] = char(payload.size());
    else
        frame.append(reinterpret_cast<const char *>(&length), sizeof length);
    return frame + payload;
}

QByteArray textFrame(const QByteArray &text)
{
    return webSocketFrame(0x81, text);
}

void acceptAndGreet(QTcpSocket *socket, const RawRequest &request)
{
    acceptUpgrade(socket, request, "graphql-transport-ws");
    socket->write(textFrame("{\"type\":\"connection_ack\"}"));
}

void answerTooMany(QTcpSocket *socket, const RawRequest &)
{
    RawPeer::answer(socket, 429, "", "Connection: close\r\n");
    socket->disconnectFromHost();
}

} // namespace Slipway::Test

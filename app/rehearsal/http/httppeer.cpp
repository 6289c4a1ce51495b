// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/http/httppeer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QPointer>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketServer>

namespace Slipway::Rehearsal {

namespace {

constexpr qint64 mostBytes = 1 << 20;

struct Arrived {
    std::optional<PeerRequest> request; ///< none: its rest has not come yet
    bool broken = false;                ///< ... and never will
    bool asksForSocket = false;
};

/// Our client always announces a length; a request without its whole body yet is none. With `sockets` nothing of one
/// that asks for a WebSocket is taken from the connection.
Arrived arrived(QTcpSocket *socket, bool sockets)
{
    const QByteArray all = socket->peek(mostBytes);
    const qsizetype end = all.indexOf("\r\n\r\n");
    if (end < 0)
        return {.broken = all.size() >= mostBytes};
    const QList<QByteArray> lines = all.left(end).split('\n');
    const QList<QByteArray> first = lines.constFirst().split(' ');
    PeerRequest request{.method = first.value(0)};
    const QUrl target = QUrl::fromEncoded("http://peer" + first.value(1));
    request.path = target.path(QUrl::FullyDecoded);
    request.query = QUrlQuery(target);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    if (sockets && request.headers.value("upgrade").toLower() == "websocket") {
        request.method = "UPGRADE";
        return {.request = request, .asksForSocket = true};
    }
    bool isNumber = false;
    const qsizetype length = request.headers.value("content-length", "0").toLongLong(&isNumber);
    if (!isNumber || length < 0 || end + 4 + length > mostBytes)
        return {.broken = true};
    if (all.size() < end + 4 + length)
        return {};
    socket->skip(end + 4);
    request.body = socket->read(length);
    return {.request = request};
}

QByteArray httpDate(const QDateTime &time)
{
    return QLocale::c().toString(time.toUTC(), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'")).toLatin1();
}

QByteArray escapedForJson(const QByteArray &text)
{
    QByteArray escaped;
    for (const char c : text)
        escaped += "\\u" + QByteArray::number(uint(uchar(c)), 16).rightJustified(4, '0');
    return escaped;
}

/// Everything that it was not to tell, in every spelling: as some servers and proxies answer what they do not like.
PeerReply echoOf(const PeerRequest &request, int status)
{
    QByteArray got = request.headers.value("authorization");
    for (const char *other : {"project-access-token", "x-staging-access-token"})
        got = got.isEmpty() ? request.headers.value(other) : got;
    const QByteArray token = got.mid(got.indexOf(' ') + 1);
    const QByteArray said = "Not understood: " + got + " (" + escapedForJson(token) + ", " + got.toBase64() + ", " +
                            token.toPercentEncoding({}, QByteArray("-_.~")) + ")";
    PeerReply reply{.status = status,
                    .body = R"({"message":")" + said + R"(","data":null,"errors":[{"message":")" + said + "\"}]}"};
    reply.addHeader("X-Echo", got);
    reply.addHeader("Location", "/echo/" + token);
    return reply;
}

} // namespace

PeerReply jsonReply(const QJsonValue &value, int status)
{
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return {.status = status, .body = document.toJson(QJsonDocument::Compact)};
}

HttpPeer::HttpPeer(Handler handler, const QHostAddress &address)
    : m_handler(std::move(handler))
{
    listen(address);
}

HttpPeer::~HttpPeer() = default;

void HttpPeer::setSockets(PeerSockets sockets)
{
    m_sockets = std::move(sockets);
    m_webSockets = std::make_unique<QWebSocketServer>(QString(), QWebSocketServer::NonSecureMode);
    m_webSockets->setSupportedSubprotocols({m_sockets.subprotocol});
    connect(m_webSockets.get(), &QWebSocketServer::newConnection, this,
            [this] { m_sockets.take(m_webSockets->nextPendingConnection()); });
}

QUrl HttpPeer::origin() const
{
    const QString scheme = m_tls ? QStringLiteral("https") : QStringLiteral("http");
    return QUrl(QStringLiteral("%1://%2:%3").arg(scheme, serverAddress().toString()).arg(serverPort()));
}

void HttpPeer::incomingConnection(qintptr descriptor)
{
    auto *tls = m_tls ? new QSslSocket(this) : nullptr;
    QTcpSocket *socket = tls ? tls : new QTcpSocket(this);
    socket->setSocketDescriptor(descriptor);
    if (tls) {
        tls->setSslConfiguration(*m_tls);
        tls->startServerEncryption();
    }
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QObject::destroyed, this, [this, socket] { m_held.remove(socket); });
}

void HttpPeer::read(QTcpSocket *socket)
{
    const QPointer<QTcpSocket> alive(socket);
    while (alive && alive->state() == QTcpSocket::ConnectedState && !m_held.contains(socket)) {
        const Arrived next = arrived(socket, bool(m_webSockets));
        if (next.broken)
            return socket->abort();
        if (!next.request)
            return;
        if (next.asksForSocket)
            return upgrade(socket, *next.request);
        handle(socket, *next.request);
    }
}

void HttpPeer::handle(QTcpSocket *socket, const PeerRequest &request)
{
    const PeerFault fault = faultOf(request);
    if (fault.kind != PeerFault::Kind::None)
        return spoil(socket, request, fault);
    const PeerReply reply = m_handler(request);
    if (reply.delayMs <= 0)
        return write(socket, request, reply);
    answerLater(socket, request, reply, reply.delayMs);
}

void HttpPeer::upgrade(QTcpSocket *socket, const PeerRequest &request)
{
    const PeerFault fault = faultOf(request);
    if (fault.kind == PeerFault::Kind::None)
        return handOver(socket, request);
    if (fault.kind == PeerFault::Kind::Delay)
        return later(socket, fault.delayMs, [this, socket, request] { handOver(socket, request); });
    socket->readAll();
    spoil(socket, request, fault);
}

void HttpPeer::handOver(QTcpSocket *socket, const PeerRequest &request)
{
    if (const auto refusal = m_sockets.refuse(request)) {
        socket->readAll();
        return write(socket, request, *refusal);
    }
    socket->disconnect();
    Q_EMIT served(request, 101);
    m_webSockets->handleConnection(socket);
    Q_EMIT socket->readyRead(); // what it asked is still there
}

void HttpPeer::spoil(QTcpSocket *socket, const PeerRequest &request, const PeerFault &fault)
{
    switch (fault.kind) {
    case PeerFault::Kind::None:
        return;
    case PeerFault::Kind::Delay:
        return answerLater(socket, request, m_handler(request), fault.delayMs);
    case PeerFault::Kind::DropBefore:
        Q_EMIT served(request, 0);
        return socket->abort();
    case PeerFault::Kind::DropAfterReceiving: // it was carried out; only the answer is lost
        m_handler(request);
        Q_EMIT served(request, 0);
        return socket->abort();
    case PeerFault::Kind::Status: {
        PeerReply refusal{.status = fault.status, .body = fault.body};
        if (!fault.body.startsWith('{'))
            refusal.contentType = "text/html"; // of what stands before the service
        if (fault.retryAfter > 0)
            refusal.addHeader("Retry-After", QByteArray::number(fault.retryAfter));
        return write(socket, request, refusal);
    }
    case PeerFault::Kind::Echo:
        return write(socket, request, echoOf(request, fault.status));
    case PeerFault::Kind::Garbage:
        return write(socket, request, {.body = "{\"<!doctype html>\x01\x02 not what was asked for"});
    case PeerFault::Kind::Hang:
        m_held.insert(socket);
        Q_EMIT served(request, 0);
        return;
    case PeerFault::Kind::CutBody:
    case PeerFault::Kind::CutChunked:
        return write(socket, request, m_handler(request), fault.kind);
    }
}

void HttpPeer::later(QTcpSocket *socket, int delayMs, std::function<void()> answer)
{
    m_held.insert(socket);
    QTimer::singleShot(delayMs, socket, [this, socket, answer = std::move(answer)] {
        m_held.remove(socket);
        answer();
    });
}

void HttpPeer::answerLater(QTcpSocket *socket, const PeerRequest &request, const PeerReply &reply, int delayMs)
{
    later(socket, delayMs, [this, socket, request, reply] {
        write(socket, request, reply);
        read(socket);
    });
}

void HttpPeer::write(QTcpSocket *socket, const PeerRequest &request, const PeerReply &reply, PeerFault::Kind spoilt)
{
    const bool cut = spoilt == PeerFault::Kind::CutBody || spoilt == PeerFault::Kind::CutChunked;
    const bool chunked = spoilt == PeerFault::Kind::CutChunked;
    const bool bodiless = reply.status == 204 || reply.status == 304 || request.method == "HEAD";
    QByteArray text = "HTTP/1.1 " + QByteArray::number(reply.status) + " -\r\nDate: " + httpDate(m_clock()) + "\r\n";
    for (const auto &[name, value] : reply.headers)
        text += name + ": " + value + "\r\n";
    if (!bodiless) {
        text += "Content-Type: " + reply.contentType + "\r\n";
        text += chunked ? "Transfer-Encoding: chunked\r\n"
                        : "Content-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    }
    text += "\r\n";
    const QByteArray body = cut ? reply.body.left(reply.body.size() / 2) : reply.body;
    if (!bodiless && chunked)
        text += QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n"; // the last chunk never comes
    else if (!bodiless)
        text += body;
    socket->write(text);
    if (cut)
        socket->disconnectFromHost();
    Q_EMIT served(request, reply.status);
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "httppeer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

namespace Slipway::Rehearsal {

namespace {

constexpr qint64 mostBytes = 1 << 20;

/// Our client always announces a length; a request without its whole body yet is none.
std::optional<PeerRequest> parsed(QTcpSocket *socket)
{
    const QByteArray all = socket->peek(mostBytes);
    const qsizetype end = all.indexOf("\r\n\r\n");
    if (end < 0)
        return std::nullopt;
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
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (length < 0 || all.size() < end + 4 + length)
        return std::nullopt;
    socket->skip(end + 4);
    request.body = socket->read(length);
    return request;
}

QByteArray httpDate(const QDateTime &time)
{
    return QLocale::c().toString(time.toUTC(), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'")).toLatin1();
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

QUrl HttpPeer::origin() const
{
    return QUrl(QStringLiteral("http://%1:%2").arg(serverAddress().toString()).arg(serverPort()));
}

void HttpPeer::incomingConnection(qintptr descriptor)
{
    auto *socket = new QTcpSocket(this);
    socket->setSocketDescriptor(descriptor);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

void HttpPeer::read(QTcpSocket *socket)
{
    const QPointer<QTcpSocket> alive(socket);
    while (alive && alive->state() == QTcpSocket::ConnectedState) {
        const auto request = parsed(socket);
        if (!request) {
            if (socket->bytesAvailable() >= mostBytes)
                socket->abort();
            return;
        }
        handle(socket, *request);
    }
}

void HttpPeer::handle(QTcpSocket *socket, const PeerRequest &request)
{
    const PeerFault fault = m_spoiler ? m_spoiler(request) : PeerFault();
    switch (fault.kind) {
    case PeerFault::Kind::None:
        break;
    case PeerFault::Kind::Delay:
        QTimer::singleShot(fault.delayMs, socket, [this, socket, request, reply = m_handler(request)] {
            write(socket, request, reply, false);
        });
        return;
    case PeerFault::Kind::DropBefore:
        Q_EMIT served(request, 0);
        socket->abort();
        return;
    case PeerFault::Kind::DropAfterReceiving: // it was carried out; only the answer is lost
        m_handler(request);
        Q_EMIT served(request, 0);
        socket->abort();
        return;
    case PeerFault::Kind::Status:
        write(socket, request, {.status = fault.status, .body = fault.body, .contentType = "text/html"}, false);
        return;
    case PeerFault::Kind::Garbage:
        write(socket, request, {.body = "{\"<!doctype html>\x01\x02 not what was asked for"}, false);
        return;
    case PeerFault::Kind::Hang:
        Q_EMIT served(request, 0);
        return;
    case PeerFault::Kind::CutBody:
        write(socket, request, m_handler(request), true);
        return;
    }
    write(socket, request, m_handler(request), false);
}

void HttpPeer::write(QTcpSocket *socket, const PeerRequest &request, const PeerReply &reply, bool cut)
{
    const bool bodiless = reply.status == 204 || reply.status == 304 || request.method == "HEAD";
    QByteArray head = "HTTP/1.1 " + QByteArray::number(reply.status) + " -\r\nDate: " + httpDate(m_clock()) + "\r\n";
    for (const auto &[name, value] : reply.headers)
        head += name + ": " + value + "\r\n";
    if (!bodiless)
        head += "Content-Type: " + reply.contentType + "\r\nContent-Length: " + QByteArray::number(reply.body.size()) +
                "\r\n";
    socket->write(head + "\r\n");
    if (!bodiless)
        socket->write(cut ? reply.body.left(reply.body.size() / 2) : reply.body);
    if (cut)
        socket->disconnectFromHost();
    Q_EMIT served(request, reply.status);
}

} // namespace Slipway::Rehearsal

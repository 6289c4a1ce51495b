// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHash>
#include <QHostAddress>
#include <QJsonValue>
#include <QSet>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QUrl>
#include <QUrlQuery>

#include <functional>
#include <memory>
#include <optional>

class QTcpSocket;
class QWebSocket;
class QWebSocketServer;

namespace Slipway::Rehearsal {

struct PeerRequest {
    QByteArray method; ///< "UPGRADE" where a WebSocket is asked for, and the peer has them
    QString path;      ///< decoded, without the query
    QUrlQuery query;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
};

struct PeerReply {
    int status = 200;
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray contentType = "application/json; charset=utf-8";
    int delayMs = 0; ///< it takes that long
    void addHeader(const QByteArray &name, const QByteArray &value) { headers.append(std::pair(name, value)); }
};

/// An answer whose body is that object or array.
PeerReply jsonReply(const QJsonValue &value, int status = 200);

/// How an answer is spoilt on its way out.
struct PeerFault {
    enum class Kind { None, Delay, DropBefore, DropAfterReceiving, Status, Garbage, Hang, CutBody, CutChunked, Echo };
    Kind kind = Kind::None;
    int status = 503;
    int delayMs = 0;
    int retryAfter = 0; ///< seconds; 0: not said
    QByteArray body;
};

/// What becomes of those who ask a peer for a WebSocket.
struct PeerSockets {
    QString subprotocol;
    std::function<std::optional<PeerReply>(const PeerRequest &)> refuse; ///< an answer instead of the upgrade
    std::function<void(QWebSocket *)> take;                              ///< it is connected; the peer owns it
};

/// A small HTTP/1.1 server on loopback: one origin of the rehearsal.
class HttpPeer : public QTcpServer {
    Q_OBJECT
public:
    using Handler = std::function<PeerReply(const PeerRequest &)>;
    using Spoiler = std::function<PeerFault(const PeerRequest &)>;

    /// Listens on a free port of that address of this computer.
    explicit HttpPeer(Handler handler, const QHostAddress &address = QHostAddress(QHostAddress::LocalHost));
    ~HttpPeer() override;

    /// What its Date says; the present unless set.
    void setClock(std::function<QDateTime()> clock) { m_clock = std::move(clock); }
    void setSpoiler(Spoiler spoiler) { m_spoiler = std::move(spoiler); }
    /// Hands WebSockets over. Until then an upgrade is a request like others.
    void setSockets(PeerSockets sockets);
    /// From now on it speaks TLS only.
    void setCertificate(const QSslConfiguration &configuration) { m_tls = configuration; }
    QUrl origin() const;

Q_SIGNALS:
    /// After each request, with the status that was answered; 0 when it was left without an answer, 101 when a
    /// WebSocket was handed over.
    void served(const Slipway::Rehearsal::PeerRequest &request, int status);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void read(QTcpSocket *socket);
    void handle(QTcpSocket *socket, const PeerRequest &request);
    void upgrade(QTcpSocket *socket, const PeerRequest &request);
    void handOver(QTcpSocket *socket, const PeerRequest &request);
    void spoil(QTcpSocket *socket, const PeerRequest &request, const PeerFault &fault);
    PeerFault faultOf(const PeerRequest &request) const { return m_spoiler ? m_spoiler(request) : PeerFault(); }
    void later(QTcpSocket *socket, int delayMs, std::function<void()> answer);
    void answerLater(QTcpSocket *socket, const PeerRequest &request, const PeerReply &reply, int delayMs);
    void write(QTcpSocket *socket, const PeerRequest &request, const PeerReply &reply,
               PeerFault::Kind spoilt = PeerFault::Kind::None);

    QSet<QTcpSocket *> m_held; ///< an answer is owed, so nothing that was asked later is answered before it
    Handler m_handler;
    Spoiler m_spoiler;
    std::optional<QSslConfiguration> m_tls;
    std::function<QDateTime()> m_clock = QDateTime::currentDateTimeUtc;
    PeerSockets m_sockets;
    std::unique_ptr<QWebSocketServer> m_webSockets; ///< never listens: it is given connections
};

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/socket/graphqlconnection.h"

#include "app/net/httpclient.h"
#include "app/net/origin.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSslError>

#include <algorithm>

namespace Slipway {

namespace {

constexpr quint64 largestMessage = quint64(16) << 20; ///< bytes
constexpr qsizetype drainedAtOnce = qsizetype(256) << 10;
constexpr qsizetype mostQueued = qsizetype(8) << 20;
constexpr qsizetype costOfMessage = 256; ///< of handling even an empty one, counted in bytes
constexpr qsizetype longestPing = 1024;
constexpr Milliseconds farewell{2'000};

qsizetype costOf(const QString &message)
{
    return message.size() * qsizetype(sizeof(QChar)) + costOfMessage;
}

} // namespace

GraphQlConnection::GraphQlConnection(HttpClient &client, const SocketTiming &timing, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_timing(timing)
    , m_reader(std::make_shared<GraphQlFrameReader>())
{
    m_socket.setMaxAllowedIncomingMessageSize(largestMessage);
    m_socket.setMaxAllowedIncomingFrameSize(largestMessage);
    m_upgradeTimer.setSingleShot(true);
    m_pongTimer.setSingleShot(true);
    connectSocket();
}

GraphQlConnection::~GraphQlConnection()
{
    m_socket.disconnect(this);
    if (m_socket.isValid())
        m_socket.close();
}

void GraphQlConnection::connectSocket()
{
    connect(&m_socket, &QWebSocket::connected, this, &GraphQlConnection::checkSubprotocol);
    connect(&m_socket, &QWebSocket::textMessageReceived, this, &GraphQlConnection::arrived);
    connect(&m_socket, &QWebSocket::pong, this, &GraphQlConnection::signOfLife);
    connect(&m_socket, &QWebSocket::disconnected, this, &GraphQlConnection::concludeSoon);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(&m_socket, &QWebSocket::errorOccurred, this, &GraphQlConnection::noteError);
#else
    connect(&m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
            &GraphQlConnection::noteError);
#endif
    connect(&m_socket, &QWebSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        if (m_seen.tlsTrouble.isEmpty() && !errors.isEmpty())
            m_seen.tlsTrouble = errors.constFirst().errorString();
    });
    connect(&m_upgradeTimer, &QTimer::timeout, this, [this] {
        const QString text = m_seen.upgraded ? tr("%1 opened a WebSocket, and did not greet back within %2 s.")
                                             : tr("%1 did not open a WebSocket within %2 s.");
        conclude({.kind = ErrorKind::Timeout,
                  .detail = text.arg(hostText(m_seen.url)).arg(double(m_timing.upgrade.count()) / 1000)});
    });
    connect(&m_pingTimer, &QTimer::timeout, this, &GraphQlConnection::ping);
    connect(&m_pongTimer, &QTimer::timeout, this, [this] {
        conclude({.kind = ErrorKind::Timeout,
                  .detail = tr("%1 fell silent: it answered no ping within %2 s.")
                                .arg(hostText(m_seen.url))
                                .arg(double(m_timing.pongWithin.count()) / 1000)});
    });
}

void GraphQlConnection::open(const QUrl &api, CredentialId credential)
{
    m_seen.url = api;
    m_credential = credential;
    m_upgradeTimer.start(m_timing.upgrade);
    const Result<Done> asked = m_client.openSocket(m_socket, api, credential, "graphql-transport-ws");
    if (!asked)
        conclude(asked.error());
}

void GraphQlConnection::noteError(QAbstractSocket::SocketError error)
{
    if (!m_seen.error) { // a second one is only "the remote host closed the connection"
        m_seen.error = error;
        m_seen.errorText = m_socket.errorString();
        m_seen.reached = !m_socket.peerAddress().isNull();
    }
    concludeSoon();
}

void GraphQlConnection::checkSubprotocol()
{
    m_seen.upgraded = true;
    if (m_socket.subprotocol() == QLatin1String("graphql-transport-ws"))
        return send({{QStringLiteral("type"), QStringLiteral("connection_init")}});
    m_fault = Error{.kind = ErrorKind::Malformed,
                    .detail = tr("%1 opened a WebSocket that does not speak graphql-transport-ws. Check the address in "
                                 "the project file.")
                                  .arg(hostText(m_seen.url))};
    concludeSoon();
}

void GraphQlConnection::send(const QJsonObject &message)
{
    if (!m_end && m_socket.isValid())
        m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
}

void GraphQlConnection::arrived(const QString &message)
{
    signOfLife();
    if (answeredPing(message))
        return;
    m_queue.push_back(message);
    m_queued += costOf(message);
    drainSoon();
}

/// A ping does not wait behind what is queued.
bool GraphQlConnection::answeredPing(const QString &message)
{
    if (message.size() > longestPing || !message.contains(QLatin1String("\"ping\"")))
        return false;
    GraphQlFrameReader reader; // the other one may be read from
    const auto frame = reader.read(message);
    if (!frame || frame->type != FrameType::Ping)
        return false;
    handle(*frame);
    return true;
}

void GraphQlConnection::signOfLife()
{
    m_pongTimer.stop();
}

void GraphQlConnection::ping()
{
    m_socket.ping();
    if (!m_pongTimer.isActive())
        m_pongTimer.start(m_timing.pongWithin);
}

void GraphQlConnection::drainSoon()
{
    if (m_draining)
        return;
    m_draining = true;
    QMetaObject::invokeMethod(this, &GraphQlConnection::drain, Qt::QueuedConnection);
}

/// In slices, so that a flood leaves the window its turns. What is above the bound goes at once: meanwhile nothing is
/// read from the network, which is how the server gets to wait (QWebSocket cannot be paused).
void GraphQlConnection::drain()
{
    const QPointer<GraphQlConnection> here(this);
    const std::shared_ptr<GraphQlFrameReader> reader = m_reader; // whoever deletes us may still look at the frame
    qsizetype slice = std::max(drainedAtOnce, m_queued - mostQueued);
    while (slice > 0 && !m_queue.empty()) {
        const QString message = m_queue.front();
        m_queue.pop_front();
        slice -= costOf(message);
        m_queued -= costOf(message);
        if (const auto frame = reader->read(message))
            handle(*frame);
        else
            conclude({.kind = ErrorKind::Malformed,
                      .detail = tr("%1 sent a message that cannot be read.").arg(hostText(m_seen.url))});
        if (!here || m_left)
            return;
    }
    m_draining = false;
    if (!m_queue.empty())
        return drainSoon();
    if (m_end) {
        m_left = true;
        Q_EMIT ended(Error(*m_end));
    }
}

void GraphQlConnection::handle(const GraphQlFrame &frame)
{
    switch (frame.type) {
    case FrameType::Acknowledged:
        if (m_acknowledged || m_end)
            return;
        m_acknowledged = true;
        m_upgradeTimer.stop();
        m_pingTimer.start(m_timing.pingEvery);
        Q_EMIT opened();
        return;
    case FrameType::Ping:
        return send({{QStringLiteral("type"), QStringLiteral("pong")}});
    case FrameType::Next:
    case FrameType::Error:
    case FrameType::Complete:
        if (m_acknowledged)
            Q_EMIT received(frame);
        return;
    case FrameType::Pong:
    case FrameType::Other:
        return;
    }
}

void GraphQlConnection::concludeSoon()
{
    if (m_concluding)
        return;
    m_concluding = true;
    const auto concludeNow = [this] {
        if (m_end || m_left)
            return;
        m_seen.closeCode = int(m_socket.closeCode());
        m_seen.closeReason = m_socket.closeReason();
        for (QString *told : {&m_seen.closeReason, &m_seen.errorText, &m_seen.tlsTrouble})
            *told = m_client.secrets().hidden(*told);
        if (!m_fault && lacksStatus(m_seen))
            return askPlainly();
        conclude(m_fault ? *m_fault : errorOf(m_seen));
    };
    QMetaObject::invokeMethod(this, concludeNow, Qt::QueuedConnection);
}

/// Newer versions of QWebSocket keep the status of some refusals to themselves, that of a refused token among them.
void GraphQlConnection::askPlainly()
{
    const HttpRequest plain{.url = m_seen.url,
                            .provider = Provider::Railway,
                            .credential = m_credential,
                            .judgesToken = false,
                            .transferTimeout = m_timing.upgrade,
                            .deadline = m_timing.upgrade};
    const auto status = [](const HttpResponse &response) { return Result<int>(response.status); };
    m_client.send<int>({.request = plain, .decode = status}, this, [this](const Result<int> &told) {
        m_seen.plainStatus = told ? *told : 0;
        conclude(errorOf(m_seen));
    });
}

void GraphQlConnection::conclude(const Error &why)
{
    if (m_end || m_left)
        return;
    m_end = why;
    stopTimers();
    m_socket.disconnect(this);
    m_socket.abort(); // after a refused upgrade it would stay connecting for ever
    drainSoon();
}

void GraphQlConnection::stopTimers()
{
    m_upgradeTimer.stop();
    m_pingTimer.stop();
    m_pongTimer.stop();
}

void GraphQlConnection::leave()
{
    m_left = true;
    disconnect();
    stopTimers();
    m_queue.clear();
    m_socket.disconnect(this);
    if (!m_socket.isValid())
        return deleteLater();
    connect(&m_socket, &QWebSocket::disconnected, this, &QObject::deleteLater);
    QTimer::singleShot(farewell, this, &QObject::deleteLater);
    m_socket.close();
}

} // namespace Slipway

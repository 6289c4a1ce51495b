// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/socket/graphqlsocket.h"

#include "app/net/httpclient.h"
#include "app/net/jsonreader.h"
#include "app/net/origin.h"
#include "app/net/socket/graphqlconnection.h"
#include "models/logging/categories.h"

#include <QJsonDocument>
#include <QPointer>

namespace Slipway {

namespace {

QString wireId(quint64 id)
{
    return QString::number(id);
}

QString firstMessage(const QJsonDocument &payload)
{
    const QJsonArray errors = payload.isArray() ? payload.array() : QJsonArray{payload.object()};
    for (const auto &error : errors) {
        QString message = clipped(error.toObject().value(QLatin1String("message")).toString());
        if (!message.isEmpty())
            return message;
    }
    return {};
}

} // namespace

GraphQlSocket::GraphQlSocket(HttpClient &client, const Clock &clock, const QUrl &api, CredentialId credential,
                             quint32 seed, QObject *parent, const SocketTiming &timing)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
    , m_api(api)
    , m_credential(credential)
    , m_timing(timing)
    , m_random(seed)
{
    m_retry.setSingleShot(true);
    m_stable.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &GraphQlSocket::connectNow);
    connect(&m_stable, &QTimer::timeout, this, [this] {
        m_attempts = 0;
        m_provenGood = true;
    });
    connect(&client, &HttpClient::credentialChanged, this, &GraphQlSocket::credentialChanged);
}

GraphQlSocket::~GraphQlSocket() = default;

quint64 GraphQlSocket::subscribe(Subscription subscription)
{
    const quint64 id = ++m_lastId;
    m_subscriptions.emplace(id, std::make_shared<const Subscription>(std::move(subscription)));
    if (m_state == State::Closed)
        start();
    else if (m_state == State::Open)
        sendSubscribe(id);
    return id;
}

void GraphQlSocket::unsubscribe(quint64 subscription)
{
    if (m_subscriptions.erase(subscription) == 0)
        return;
    if (m_state == State::Open) {
        m_connection->send(
            {{QStringLiteral("id"), wireId(subscription)}, {QStringLiteral("type"), QStringLiteral("complete")}});
    }
    if (m_subscriptions.empty())
        closeDown();
}

std::optional<Error> GraphQlSocket::trouble() const
{
    return m_state == State::Open || m_state == State::Closed ? std::nullopt : m_trouble;
}

void GraphQlSocket::retryNow()
{
    if (m_state == State::Waiting && !m_needsToken && (m_refusals > 0 || m_pausedUntil.hasExpired()))
        connectNow();
}

void GraphQlSocket::probe()
{
    if (m_state == State::Open && m_connection->isOpen())
        m_connection->ping();
}

/// Whoever closes and opens the log again and again gets around neither a refusal nor a pause.
void GraphQlSocket::start()
{
    m_downSince = m_clock.now();
    if (m_needsToken)
        return enter(State::Waiting);
    if (!m_pausedUntil.hasExpired()) {
        m_retry.start(Milliseconds(m_pausedUntil.remainingTime()));
        return enter(State::Waiting);
    }
    m_trouble.reset();
    connectNow();
}

void GraphQlSocket::connectNow()
{
    qCDebug(socketLog).noquote() << "connecting to" << hostInLog();
    m_retry.stop();
    m_provenGood = false;
    m_connection = new GraphQlConnection(m_client, m_timing, this);
    connect(m_connection, &GraphQlConnection::opened, this, &GraphQlSocket::opened);
    connect(m_connection, &GraphQlConnection::received, this, &GraphQlSocket::received);
    connect(m_connection, &GraphQlConnection::ended, this, &GraphQlSocket::ended);
    m_connection->open(m_api, m_credential);
    enter(State::Connecting);
}

void GraphQlSocket::opened()
{
    m_stable.start(m_timing.stableAfter);
    m_downSince.reset();
    m_trouble.reset();
    QList<quint64> ids;
    for (const auto &[id, subscription] : m_subscriptions)
        ids.append(id);
    qCDebug(socketLog).noquote() << hostInLog() << "is open, for" << ids.size() << "subscriptions";
    for (const quint64 id : std::as_const(ids))
        sendSubscribe(id);
    enter(State::Open);
}

void GraphQlSocket::sendSubscribe(quint64 id)
{
    const auto found = m_subscriptions.find(id);
    if (found == m_subscriptions.end() || !m_connection->isOpen())
        return; // an end that is still to be told; it is subscribed at the next connection
    const Kept subscription = found->second;
    const QJsonObject payload{{QStringLiteral("query"), QString::fromUtf8(subscription->document)},
                              {QStringLiteral("operationName"), subscription->operation},
                              {QStringLiteral("variables"), subscription->variables()}};
    m_connection->send({{QStringLiteral("id"), wireId(id)},
                        {QStringLiteral("type"), QStringLiteral("subscribe")},
                        {QStringLiteral("payload"), payload}});
}

void GraphQlSocket::received(const GraphQlFrame &frame)
{
    const QString told = QString::fromUtf8(frame.id.data(), qsizetype(frame.id.size()));
    const auto found = m_subscriptions.find(told.toULongLong());
    if (found == m_subscriptions.end() || wireId(found->first) != told)
        return;
    const Kept subscription = found->second; // may be unsubscribed while its callback runs
    if (frame.type == FrameType::Next) {
        m_attempts = 0;
        m_provenGood = true;
        return subscription->next(frame.payload, frame.capacity);
    }
    m_subscriptions.erase(found);
    const QPointer<GraphQlSocket> here(this);
    if (subscription->ended) {
        subscription->ended(frame.type == FrameType::Error ? std::optional(subscriptionError(*subscription, frame))
                                                           : std::nullopt);
    }
    if (here && m_subscriptions.empty())
        closeDown();
}

Error GraphQlSocket::subscriptionError(const Subscription &subscription, const GraphQlFrame &frame) const
{
    QByteArray json(frame.payload.data(), qsizetype(frame.payload.size()));
    m_client.secrets().hide(json);
    const QString message = firstMessage(QJsonDocument::fromJson(json));
    const QString host = hostText(m_api);
    return {.kind = ErrorKind::Refused,
            .detail = message.isEmpty() ? tr("%1 ended %2 without saying why.").arg(host, subscription.operation)
                                        : tr("%1 ended %2: %3").arg(host, subscription.operation, message)};
}

void GraphQlSocket::ended(const Error &why)
{
    m_connection->deleteLater();
    m_connection = nullptr;
    m_stable.stop();
    if (!m_downSince)
        m_downSince = m_clock.now();
    m_trouble = why;
    const bool refused = why.kind == ErrorKind::Unauthorized || why.kind == ErrorKind::Forbidden;
    if (why.httpStatus != 0)
        qCDebug(socketLog).noquote() << hostInLog() << "refused it with" << why.httpStatus;
    else
        qCDebug(socketLog).noquote() << hostInLog() << "ended:" << errorKindWord(why.kind);
    m_refusals = refused ? m_refusals + 1 : 0;
    m_needsToken = why.kind == ErrorKind::NoToken;
    if (!m_provenGood && why.kind != ErrorKind::NoToken)
        ++m_attempts;
    const bool limited = why.kind == ErrorKind::RateLimited;
    const Milliseconds pause = limited ? m_timing.limitedWait : waitAfterRefusals(m_refusals, m_timing);
    if (pause.count() > 0)
        m_pausedUntil.setRemainingTime(pause);
    if (limited)
        m_trouble->retryAfter = std::chrono::ceil<std::chrono::seconds>(pause);
    if (!m_needsToken)
        wait(pause);
    enter(State::Waiting);
}

void GraphQlSocket::wait(Milliseconds atLeast)
{
    const Milliseconds pause = atLeast + waitAfter(m_attempts, m_random.generateDouble(), m_timing);
    qCDebug(socketLog).noquote() << hostInLog() << "is tried again in" << pause.count() << "ms";
    m_retry.start(pause);
}

void GraphQlSocket::closeDown()
{
    if (m_state == State::Closed)
        return;
    if (m_connection)
        m_connection->leave();
    qCDebug(socketLog).noquote() << hostInLog() << "is left: nobody listens any more";
    m_connection = nullptr;
    m_retry.stop();
    m_stable.stop();
    m_downSince.reset();
    m_attempts = 0;
    enter(State::Closed);
}

/// Also what is open goes on with the new token, or ends when it was taken away.
void GraphQlSocket::credentialChanged(CredentialId id)
{
    if (id != m_credential)
        return;
    m_needsToken = false;
    m_refusals = 0;
    m_pausedUntil = QDeadlineTimer();
    m_attempts = 0;
    if (m_state == State::Closed)
        return;
    if (m_connection)
        m_connection->leave();
    m_stable.stop();
    if (!m_downSince)
        m_downSince = m_clock.now();
    connectNow();
}

QString GraphQlSocket::hostInLog() const
{
    return clipped(hostText(m_api));
}

void GraphQlSocket::enter(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "app/net/clock.h"
#include "app/net/socket/sockettiming.h"

#include <QDeadlineTimer>
#include <QJsonObject>
#include <QObject>
#include <QRandomGenerator>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <string_view>

namespace Slipway {

class GraphQlConnection;
class HttpClient;
struct GraphQlFrame;

/// One thing that is subscribed to.
struct Subscription {
    QByteArray document; ///< GraphQL
    QString operation;   ///< its name
    /// Asked at each connection: where to go on from.
    std::function<QJsonObject()> variables;
    /// The payload of a `next` message, UTF-8 JSON, valid during the call. `capacity` bytes may be read from its
    /// beginning on: at least 64 more than it has (simdjson's padding).
    std::function<void(std::string_view payload, qsizetype capacity)> next;
    /// The server ended it: `complete` (no error) or `error`. It is not subscribed again. Not called by unsubscribe().
    std::function<void(const std::optional<Error> &error)> ended;
};

/// GraphQL subscriptions over one WebSocket: `graphql-transport-ws` (app/railway/README.md, 36) on QWebSocket, which
/// fails silently in many ways (app/net/README.md, 3): own timers for upgrade and ack, own pings, one end for each
/// connection. After an end it connects again, by and by and with jitter, and subscribes again. A refusal (401, 4401,
/// 4403) says nothing of the token, which queries judge: it is tried again, more and more slowly.
class GraphQlSocket : public QObject {
    Q_OBJECT
public:
    enum class State {
        Closed,     ///< nobody wants it
        Connecting, ///< upgrade or ack are awaited
        Open,
        Waiting, ///< for the next attempt
    };
    /// `api` is the address for HTTP. The token travels in a header of the upgrade.
    GraphQlSocket(HttpClient &client, const Clock &clock, const QUrl &api, CredentialId credential, quint32 seed,
                  QObject *parent = nullptr, const SocketTiming &timing = {});
    ~GraphQlSocket() override;

    /// Connects when it is the first; otherwise subscribes over the connection that is there.
    quint64 subscribe(Subscription subscription);
    /// The last one closes the connection.
    void unsubscribe(quint64 subscription);
    State state() const { return m_state; }
    /// Since when there is no connection; none while it is open, or nobody wants it.
    std::optional<Moment> downSince() const { return m_downSince; }
    /// That failed, one after the other. A connection that ended before it had brought anything or been stable counts;
    /// the lack of a token does not.
    int attempts() const { return m_attempts; }
    /// Why the last attempt failed, or the connection ended; none while it is open.
    std::optional<Error> trouble() const;
    /// Tries at once, if it waits: the network is back, or a person wants it. Not before the pause after a 429 is over;
    /// another token is noticed without being told.
    void retryNow();
    /// Asks at once whether the other side still is there: it ends like any connection when it is not.
    void probe();

Q_SIGNALS:
    void stateChanged();

private:
    using Kept = std::shared_ptr<const Subscription>;
    void start();
    void connectNow();
    void opened();
    void received(const GraphQlFrame &frame);
    void ended(const Error &why);
    void wait(Milliseconds atLeast);
    void closeDown();
    void sendSubscribe(quint64 id);
    void credentialChanged(CredentialId id);
    void enter(State state);
    QString hostInLog() const;
    Error subscriptionError(const Subscription &subscription, const GraphQlFrame &frame) const;

    HttpClient &m_client;
    const Clock &m_clock;
    const QUrl m_api;
    const CredentialId m_credential;
    const SocketTiming m_timing;
    QRandomGenerator m_random;
    std::map<quint64, Kept> m_subscriptions; ///< in the order of their coming
    quint64 m_lastId = 0;
    GraphQlConnection *m_connection = nullptr; ///< a child
    State m_state = State::Closed;
    std::optional<Moment> m_downSince;
    std::optional<Error> m_trouble;
    int m_attempts = 0;
    bool m_provenGood = false;    ///< this connection was stable, or has brought something
    bool m_needsToken = false;    ///< there is none
    int m_refusals = 0;           ///< the last attempts, in a row
    QDeadlineTimer m_pausedUntil; ///< after 429, and after a refusal
    QTimer m_retry;
    QTimer m_stable;
};

} // namespace Slipway

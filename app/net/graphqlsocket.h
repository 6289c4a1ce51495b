// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/apicall.h"
#include "net/clock.h"

#include <QJsonObject>
#include <QObject>

#include <functional>
#include <memory>

namespace Slipway {

class HttpClient;

/// One thing that is subscribed to.
struct Subscription {
    QByteArray document; ///< GraphQL
    QString operation;   ///< its name
    /// Asked at each connection: where to go on from.
    std::function<QJsonObject()> variables;
    /// The payload of a `next` message, UTF-8 JSON with at least 64 bytes of capacity behind it (simdjson's padding);
    /// valid during the call.
    std::function<void(std::string_view payload, qsizetype capacity)> next;
    /// The server ended it: `complete` (no error) or `error`. It is not subscribed again. Not called by unsubscribe().
    std::function<void(const std::optional<Error> &error)> ended;
};

/// GraphQL subscriptions over one WebSocket: `graphql-transport-ws` (railway.md, 2.8) on QWebSocket, which fails
/// silently in many ways (qt-notes.md, 1): own timers for upgrade and ack, own pings, one end for each connection.
/// After an end it connects again, by and by and with jitter, and subscribes again.
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
                  QObject *parent = nullptr);
    ~GraphQlSocket() override;

    /// Connects when it is the first; otherwise subscribes over the connection that is there.
    quint64 subscribe(Subscription subscription);
    /// The last one closes the connection.
    void unsubscribe(quint64 subscription);
    State state() const;
    /// Since when there is no connection; none while it is open, or nobody wants it.
    std::optional<Moment> downSince() const;
    int attempts() const; ///< that failed, one after the other
    /// Why the last attempt failed, or the connection ended; none while it is open.
    std::optional<Error> trouble() const;
    /// Tries at once, if it waits: the network is back, or the token is another.
    void retryNow();

Q_SIGNALS:
    void stateChanged();
    /// The server does not accept the token: 401, 403 or close code 4401, 4403. It is not tried again before the token
    /// changes.
    void unauthorized(Slipway::CredentialId credential);

private:
    struct Connection;
    std::unique_ptr<Connection> m_connection;
};

} // namespace Slipway

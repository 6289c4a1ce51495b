// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/railway/railwayservice.h"

#include <QTimer>

#include <map>
#include <variant>

class QWebSocket;

namespace Slipway::Rehearsal {

/// One WebSocket of Railway's: `graphql-transport-ws` (app/railway/README.md, 36). Lives as long as the connection.
class RailwaySocket : public QObject {
    Q_OBJECT
public:
    static constexpr const char *subprotocol = "graphql-transport-ws";

    RailwaySocket(RailwayService &service, QWebSocket *socket, QObject *parent);

    /// With that code; 0: it is cut off without a word.
    void close(int code);
    /// From now on it neither answers nor tells anything.
    void fallSilent();

Q_SIGNALS:
    /// Each message, as it came. Whoever closes it then leaves it without an answer.
    void received(const QString &message);
    void ticked(); ///< several times a second, before it tells anything

private:
    /// A deployment that is watched: what was told of it last.
    struct Watch {
        GraphQlField field;
        QByteArray told;
    };
    struct Subscription {
        QByteArray alias;
        std::variant<LogTail, Watch> what;
    };

    void read(const QString &text);
    void begin(const QJsonObject &payload);
    void subscribe(const QString &id, const QJsonObject &payload);
    Result<Subscription> subscriptionTo(const QJsonObject &payload);
    void tell();
    bool tell(const QString &id, Subscription &subscription);
    bool tellLog(const QString &id, const QByteArray &alias, LogTail &tail);
    bool tellChange(const QString &id, const QByteArray &alias, Watch &watch);
    void sendNext(const QString &id, const QByteArray &alias, const QByteArray &value);
    void sendError(const QString &id, const QString &message);
    void send(const QByteArray &text);
    void refuse(int code, const char *reason);

    RailwayService &m_service;
    QWebSocket *m_socket;
    QHash<QByteArray, QByteArray> m_headers;
    RailwayCaller m_caller;
    bool m_begun = false;
    std::map<QString, Subscription> m_subscriptions; ///< by the client's ids
    QTimer m_ticks;
    QTimer m_initiation;
};

} // namespace Slipway::Rehearsal

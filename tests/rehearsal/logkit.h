// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/rehearsal.h"
#include "timedworld.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

namespace Slipway::Test {

inline QString graphQlDocument(const char *name)
{
    QFile file(QStringLiteral(":/graphql/%1.graphql").arg(QLatin1String(name)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no document %s", name);
    return QString::fromUtf8(file.readAll());
}

inline QJsonObject graphQlBody(const char *name, const QJsonObject &variables)
{
    return {{QStringLiteral("query"), graphQlDocument(name)},
            {QStringLiteral("operationName"), QLatin1String(name)},
            {QStringLiteral("variables"), variables}};
}

/// A rehearsal whose time passes only when it is told to, asked for its logs.
struct LogWorld {
    explicit LogWorld(const char *scenario = "normal")
        : rehearsal(TimedWorld::told(scenario), 1, 1, [this] { return now; })
        , railway(rehearsal.world(), {QStringLiteral("staging.example"), QStringLiteral("production.example")})
    {
    }
    Q_DISABLE_COPY_MOVE(LogWorld)

    void pass(double seconds) { now = now.addMSecs(qint64(seconds * 1000)); }
    Rehearsal::World &world() { return rehearsal.world(); }
    QString id(Environment environment = Environment::Production) { return world().id(environment); }
    QString serving() { return world().serving(Environment::Production)->id; }

    Rehearsal::PeerReply reply(const char *name, const QJsonObject &variables,
                               const QByteArray &token = "rehearsal-railway")
    {
        const bool isAccount = token == "rehearsal-railway";
        return railway.answer(
            {.method = "POST",
             .path = QStringLiteral("/graphql/v2"),
             .headers = {{"user-agent", "test"},
                         isAccount ? std::pair<QByteArray, QByteArray>("authorization", "Bearer " + token)
                                   : std::pair<QByteArray, QByteArray>("project-access-token", token)},
             .body = QJsonDocument(graphQlBody(name, variables)).toJson()});
    }
    QJsonArray rows(const char *name, const QJsonObject &variables)
    {
        const QJsonObject data =
            QJsonDocument::fromJson(reply(name, variables).body).object().value(QLatin1String("data")).toObject();
        return data.isEmpty() ? QJsonArray() : data.begin().value().toArray();
    }
    /// Of production, with those variables besides.
    QJsonArray logs(QJsonObject variables = {})
    {
        variables.insert(QStringLiteral("environmentId"), id());
        return rows("EnvironmentLogs", variables);
    }
    QString trouble(const char *name, const QJsonObject &variables, const QByteArray &token = "rehearsal-railway")
    {
        const QJsonObject whole = QJsonDocument::fromJson(reply(name, variables, token).body).object();
        return whole.value(QLatin1String("errors"))
            .toArray()
            .at(0)
            .toObject()
            .value(QLatin1String("message"))
            .toString();
    }
    QUrl socketAddress() const
    {
        static const QRegularExpression api(QStringLiteral("\"http(://[^\"]+/graphql/v2)\""));
        return QUrl(QStringLiteral("ws") + api.match(QString::fromUtf8(rehearsal.projectFile())).captured(1));
    }

    QDateTime now = QDateTime::fromString(QStringLiteral("2026-11-24T12:00:00Z"), Qt::ISODate);
    Rehearsal::Rehearsal rehearsal;
    Rehearsal::RailwayService railway;
};

inline QString rowTime(const QJsonValue &row)
{
    return row.toObject().value(QLatin1String("timestamp")).toString();
}

inline QString rowMessage(const QJsonValue &row)
{
    return row.toObject().value(QLatin1String("message")).toString();
}

inline QString rowLevel(const QJsonValue &row)
{
    const QJsonArray attributes = row.toObject().value(QLatin1String("attributes")).toArray();
    return attributes.at(0).toObject().value(QLatin1String("value")).toString();
}

inline qint64 rowNanos(const QJsonValue &row)
{
    return logTime(rowTime(row).toStdString()).value_or(0);
}

inline QString logDate(const QDateTime &time)
{
    return QString::fromStdString(Rehearsal::railwayNanos(Rehearsal::nanoseconds(time), true));
}

/// What was logged between two moments of `now`, seconds before it.
inline QJsonObject logSpan(const LogWorld &world, int from, int to)
{
    const QString end = logDate(world.now.addSecs(-to));
    return {{QStringLiteral("beforeLimit"), 5000},
            {QStringLiteral("beforeDate"), logDate(world.now.addSecs(-from))},
            {QStringLiteral("anchorDate"), end},
            {QStringLiteral("afterDate"), end},
            {QStringLiteral("afterLimit"), 0}};
}

inline QJsonObject lastOfProduction(LogWorld &world, int rows)
{
    return {{QStringLiteral("environmentId"), world.id()},
            {QStringLiteral("beforeLimit"), rows},
            {QStringLiteral("filter"), QString()}};
}

/// A client of graphql-transport-ws, as plain as can be.
class SocketWire {
public:
    explicit SocketWire(const LogWorld &world, const QByteArray &token = "Bearer rehearsal-railway",
                        const char *subprotocol = "graphql-transport-ws")
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket, [this](const QString &text) {
            messages.append(QJsonDocument::fromJson(text.toUtf8()).object());
            texts.append(text);
        });
        QObject::connect(&socket, &QWebSocket::disconnected, &socket, [this] { ended = true; });
        QNetworkRequest request(world.socketAddress());
        request.setRawHeader("User-Agent", "test");
        if (!token.isEmpty())
            request.setRawHeader("Authorization", token);
        QWebSocketHandshakeOptions options;
        options.setSubprotocols({QLatin1String(subprotocol)});
        socket.open(request, options);
    }
    bool isOpen() const { return socket.state() == QAbstractSocket::ConnectedState; }
    void say(const char *json) { socket.sendTextMessage(QString::fromUtf8(json)); }
    void begin() { say(R"({"type":"connection_init"})"); }
    void subscribe(const char *name, const QJsonObject &variables, const char *id = "one")
    {
        const QJsonObject message{{QStringLiteral("id"), QLatin1String(id)},
                                  {QStringLiteral("type"), QStringLiteral("subscribe")},
                                  {QStringLiteral("payload"), graphQlBody(name, variables)}};
        socket.sendTextMessage(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
    }
    QStringList types() const
    {
        QStringList all;
        for (const QJsonObject &message : messages)
            all.append(message.value(QLatin1String("type")).toString());
        return all;
    }
    qsizetype count(const char *type) const { return types().count(QLatin1String(type)); }
    /// What came of that subscription, all of it together.
    QJsonArray rows(const char *field = "environmentLogs", const char *id = "one") const
    {
        QJsonArray all;
        for (const QJsonObject &message : messages) {
            if (message.value(QLatin1String("id")) != QLatin1String(id))
                continue;
            const QJsonObject data =
                message.value(QLatin1String("payload")).toObject().value(QLatin1String("data")).toObject();
            const QJsonArray some = data.value(QLatin1String(field)).toArray();
            for (const auto &row : some)
                all.append(row);
        }
        return all;
    }
    /// Open, and acknowledged.
    bool hasBegun()
    {
        if (!isOpen())
            return false;
        if (!std::exchange(m_begun, true))
            begin();
        return count("connection_ack") == 1;
    }
    int closeCode() const { return socket.closeCode(); }

    QWebSocket socket;
    QList<QJsonObject> messages;
    QStringList texts;
    bool ended = false;

private:
    bool m_begun = false;
};

} // namespace Slipway::Test

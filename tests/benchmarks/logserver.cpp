// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/logserver.h"

#include "benchmarks/loglines.h"
#include "models/logs/logtime.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QWebSocket>

namespace Slipway::Bench {

namespace {

constexpr int tickMs = 10;
constexpr int linesOfAPush = 500;
constexpr int mostOfAPage = 5'000;

/// The number of the first line that is not before that time.
int lineAtTime(const QJsonValue &time, int otherwise)
{
    const std::optional<qint64> at = logTime(time.toString().toStdString());
    if (!at)
        return otherwise;
    const qint64 each = benchTime(1) - benchTime(0);
    return int(std::clamp<qint64>((*at - benchTime(0) + each - 1) / each, 0, 2'000'000'000));
}

std::pair<int, int> pageOf(const QJsonObject &variables, int logged)
{
    const int limit = std::min(variables.value(QLatin1String("beforeLimit")).toInt(), mostOfAPage);
    int end = logged;
    if (variables.contains(QLatin1String("anchorDate"))) // inclusive
        end = std::min(end, lineAtTime(variables.value(QLatin1String("anchorDate")), logged) + 1);
    const int first = std::max(end - limit, lineAtTime(variables.value(QLatin1String("beforeDate")), 0));
    return {first, std::max(0, end - first)};
}

} // namespace

LogServer::LogServer(const Plan &plan)
    : m_plan(plan)
    , m_peer([this](const Rehearsal::PeerRequest &request) { return page(request); })
{
    m_peer.setParent(this);
    m_peer.setSockets({.subprotocol = QStringLiteral("graphql-transport-ws"),
                       .refuse = [](const Rehearsal::PeerRequest &) { return std::nullopt; },
                       .take = [this](QWebSocket *socket) { welcome(socket); }});
    m_ticks.setParent(this);
    m_hanging.setParent(this);
    connect(&m_ticks, &QTimer::timeout, this, &LogServer::log);
    connect(&m_hanging, &QTimer::timeout, this, &LogServer::hangUp);
}

QUrl LogServer::api() const
{
    QUrl api = m_peer.origin();
    api.setPath(QStringLiteral("/graphql/v2"));
    return api;
}

void LogServer::begin()
{
    m_beganMs = QDateTime::currentMSecsSinceEpoch();
    m_ticks.start(tickMs);
    if (m_plan.hangUpEveryMs > 0)
        m_hanging.start(m_plan.hangUpEveryMs);
}

Rehearsal::PeerReply LogServer::page(const Rehearsal::PeerRequest &request) const
{
    const QJsonObject variables = QJsonDocument::fromJson(request.body)[QLatin1String("variables")].toObject();
    const auto [first, count] = pageOf(variables, m_logged);
    return {.body = benchFrame(first, count)};
}

void LogServer::welcome(QWebSocket *socket)
{
    connect(socket, &QWebSocket::textMessageReceived, this,
            [this, socket](const QString &text) { read(socket, text); });
    connect(socket, &QWebSocket::disconnected, this, [this, socket] { m_subscribed.remove(socket); });
}

void LogServer::read(QWebSocket *socket, const QString &text)
{
    const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
    const QString type = message.value(QLatin1String("type")).toString();
    if (type == QLatin1String("connection_init"))
        socket->sendTextMessage(QStringLiteral(R"({"type":"connection_ack"})"));
    if (type != QLatin1String("subscribe"))
        return;
    const QString id = message.value(QLatin1String("id")).toString();
    m_subscribed.insert(socket, id);
    const QJsonObject variables = message[QLatin1String("payload")][QLatin1String("variables")].toObject();
    const auto [first, count] = pageOf(variables, m_logged);
    send(socket, id, first, count);
}

void LogServer::send(QWebSocket *socket, const QString &id, int first, int count)
{
    socket->sendTextMessage(QStringLiteral(R"({"id":"%1","type":"next","payload":%2})")
                                .arg(id, QString::fromUtf8(benchFrame(first, count))));
}

void LogServer::log()
{
    const qint64 passed = QDateTime::currentMSecsSinceEpoch() - m_beganMs;
    const int due = int(std::min<qint64>(m_plan.lines, passed * m_plan.linesPerSecond / 1'000));
    while (m_logged < due) {
        const int count = std::min(linesOfAPush, due - m_logged);
        for (auto it = m_subscribed.constBegin(); it != m_subscribed.constEnd(); ++it)
            send(it.key(), it.value(), m_logged, count);
        m_logged += count;
    }
    if (m_logged == m_plan.lines) {
        m_ticks.stop();
        m_hanging.stop();
    }
}

/// Without a word, as a network does.
void LogServer::hangUp()
{
    ++m_hangUps;
    const QList<QWebSocket *> sockets = m_subscribed.keys();
    for (QWebSocket *socket : sockets)
        socket->abort();
}

} // namespace Slipway::Bench

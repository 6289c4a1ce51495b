// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/railway/railwaysocket.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkRequest>
#include <QWebSocket>

namespace Slipway::Rehearsal {

namespace {

constexpr int tickMs = 250;
constexpr int initiationMs = 10'000;
constexpr int mostFramesInTick = 12;
constexpr qint64 mostUnsent = 8 << 20; ///< bytes; a client that reads more slowly gets the rest later

QHash<QByteArray, QByteArray> headersOf(const QNetworkRequest &upgrade)
{
    QHash<QByteArray, QByteArray> headers;
    const QList<QByteArray> names = upgrade.rawHeaderList();
    for (const QByteArray &name : names)
        headers.insert(name.toLower(), upgrade.rawHeader(name));
    return headers;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// As a JSON string.
QByteArray jsonString(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

} // namespace

RailwaySocket::RailwaySocket(RailwayService &service, QWebSocket *socket, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_socket(socket)
    , m_headers(headersOf(socket->request()))
{
    m_socket->setParent(this);
    connect(m_socket, &QWebSocket::disconnected, this, &QObject::deleteLater);
    connect(m_socket, &QWebSocket::textMessageReceived, this, &RailwaySocket::read);
    m_ticks.setInterval(tickMs);
    connect(&m_ticks, &QTimer::timeout, this, qOverload<>(&RailwaySocket::tell));
    m_initiation.setSingleShot(true);
    connect(&m_initiation, &QTimer::timeout, this, [this] { refuse(4408, "Connection initialisation timeout"); });
    m_initiation.start(initiationMs);
    if (m_socket->subprotocol() != QLatin1String(subprotocol))
        refuse(4406, "Subprotocol not acceptable");
}

void RailwaySocket::close(int code)
{
    if (code == 0)
        return m_socket->abort();
    refuse(code, "");
}

void RailwaySocket::fallSilent()
{
    m_ticks.stop();
    m_initiation.stop();
    m_subscriptions.clear();
    disconnect(m_socket, &QWebSocket::textMessageReceived, this, nullptr);
}

void RailwaySocket::refuse(int code, const char *reason)
{
    m_ticks.stop();
    m_initiation.stop();
    m_subscriptions.clear();
    m_socket->close(QWebSocketProtocol::CloseCode(code), QLatin1String(reason));
}

void RailwaySocket::send(const QByteArray &text)
{
    m_socket->sendTextMessage(QString::fromUtf8(text));
}

void RailwaySocket::read(const QString &text)
{
    Q_EMIT received(text);
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
    const QString type = message.value(QLatin1String("type")).toString();
    const QString id = message.value(QLatin1String("id")).toString();
    const QJsonObject payload = message.value(QLatin1String("payload")).toObject();
    if (type == QLatin1String("connection_init"))
        return begin(payload);
    if (type == QLatin1String("ping"))
        return send(R"({"type":"pong"})");
    if (type == QLatin1String("pong"))
        return;
    if (type == QLatin1String("subscribe") && !id.isEmpty() && m_begun)
        return subscribe(id, payload);
    if (type == QLatin1String("subscribe") && !id.isEmpty())
        return refuse(4401, "Unauthorized");
    if (type == QLatin1String("complete")) {
        m_subscriptions.erase(id);
        return;
    }
    refuse(4400, "Invalid message received");
}

/// The token is in the upgrade's headers, or in the payload of a client that cannot set them.
void RailwaySocket::begin(const QJsonObject &payload)
{
    if (m_begun)
        return refuse(4429, "Too many initialisation requests");
    for (auto each = payload.begin(); each != payload.end(); ++each)
        m_headers.insert(each.key().toLower().toLatin1(), each.value().toString().toLatin1());
    m_caller = railwayCaller(m_headers);
    if (!m_caller.isKnown())
        return refuse(4403, "Forbidden");
    m_begun = true;
    m_initiation.stop();
    m_ticks.start();
    send(R"({"type":"connection_ack"})");
}

void RailwaySocket::subscribe(const QString &id, const QJsonObject &payload)
{
    if (m_subscriptions.contains(id)) {
        const QByteArray reason = "Subscriber for " + id.left(60).toUtf8() + " already exists";
        return refuse(4409, reason.constData());
    }
    auto subscription = subscriptionTo(payload);
    if (!subscription)
        return sendError(id, subscription.error().detail);
    const auto added = m_subscriptions.emplace(id, *std::move(subscription)).first;
    if (!tell(id, added->second))
        m_subscriptions.erase(id);
}

Result<RailwaySocket::Subscription> RailwaySocket::subscriptionTo(const QJsonObject &payload)
{
    const auto operation = parseGraphQl(payload.value(QLatin1String("query")).toString(),
                                        payload.value(QLatin1String("operationName")).toString(),
                                        payload.value(QLatin1String("variables")).toObject());
    if (!operation)
        return operation.error();
    if (operation->kind != GraphQlOperation::Kind::Subscription || operation->fields.size() != 1)
        return Error{.kind = ErrorKind::Malformed,
                     .detail = QStringLiteral("A subscription of one field is what is served here.")};
    const GraphQlField &field = operation->fields.constFirst();
    if (isAboutLogs(field.name)) {
        auto question = m_service.question(field, m_caller);
        if (!question)
            return question.error();
        return Subscription{field.alias.toUtf8(), LogTail(*std::move(question))};
    }
    if (field.name != QLatin1String("deployment"))
        return Error{.kind = ErrorKind::Malformed,
                     .detail = QStringLiteral("Cannot query field \"%1\" on type \"Subscription\".").arg(field.name)};
    const auto current = m_service.read(field, m_caller);
    if (!current)
        return current.error();
    return Subscription{field.alias.toUtf8(), Watch{field, compact(current->toObject())}};
}

void RailwaySocket::tell()
{
    m_service.world().catchUp();
    Q_EMIT ticked();
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    for (auto each = m_subscriptions.begin(); each != m_subscriptions.end();) {
        const bool goesOn = tell(each->first, each->second);
        each = goesOn ? std::next(each) : m_subscriptions.erase(each);
    }
}

/// False when it is over.
bool RailwaySocket::tell(const QString &id, Subscription &subscription)
{
    if (auto *tail = std::get_if<LogTail>(&subscription.what))
        return tellLog(id, subscription.alias, *tail);
    return tellChange(id, subscription.alias, std::get<Watch>(subscription.what));
}

bool RailwaySocket::tellLog(const QString &id, const QByteArray &alias, LogTail &tail)
{
    for (int frames = 0; frames < mostFramesInTick && m_socket->bytesToWrite() < mostUnsent; ++frames) {
        const LogTail::Rows rows = tail.next(m_service.world());
        if (rows.trouble) {
            sendError(id, *rows.trouble);
            return false;
        }
        if (!rows.json.isEmpty())
            sendNext(id, alias, rows.json);
        if (rows.over)
            send(R"({"id":)" + jsonString(id) + R"(,"type":"complete"})");
        if (rows.over || !rows.more)
            return !rows.over;
    }
    return true;
}

/// Railway pushes changes only: who subscribes reads the present state himself (app/railway/README.md, 37).
bool RailwaySocket::tellChange(const QString &id, const QByteArray &alias, Watch &watch)
{
    const auto current = m_service.read(watch.field, m_caller);
    if (!current) {
        sendError(id, current.error().detail);
        return false;
    }
    const QByteArray text = compact(current->toObject());
    if (text != std::exchange(watch.told, text))
        sendNext(id, alias, text);
    return true;
}

void RailwaySocket::sendNext(const QString &id, const QByteArray &alias, const QByteArray &value)
{
    send(R"({"id":)" + jsonString(id) + R"(,"type":"next","payload":{"data":{")" + alias + "\":" + value + "}}}");
}

void RailwaySocket::sendError(const QString &id, const QString &message)
{
    send(R"({"id":)" + jsonString(id) + R"(,"type":"error","payload":[{"message":)" + jsonString(message) + "}]}");
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/applicationservice.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace Slipway::Rehearsal {

namespace {

/// Always 200: a dead database shows only in the body.
PeerReply health(const QString &mode, const QDateTime &now)
{
    QJsonObject body{{QStringLiteral("status"), QStringLiteral("healthy")},
                     {QStringLiteral("timestamp"), now.toUTC().toString(Qt::ISODateWithMs)},
                     {QStringLiteral("version"), QStringLiteral("2.0.3")},
                     {QStringLiteral("database"), QStringLiteral("connected")}};
    if (mode == QLatin1String("starting"))
        body.insert(QStringLiteral("database"), QStringLiteral("not_initialized"));
    if (mode == QLatin1String("degraded")) {
        body.insert(QStringLiteral("database"), QStringLiteral("unavailable"));
        body.insert(QStringLiteral("mode"), QStringLiteral("degraded"));
        body.insert(QStringLiteral("database_error"), QStringLiteral("TimeoutError"));
    }
    return jsonReply(body);
}

PeerReply railwayHealth(const QString &mode, const QDateTime &now)
{
    const bool warm = mode == QLatin1String("healthy");
    const QJsonObject gateways = warm ? QJsonObject{{QStringLiteral("healthy"), 14},
                                                    {QStringLiteral("total"), 15},
                                                    {QStringLiteral("health_rate"), QStringLiteral("93.3%")}}
                                      : QJsonObject{{QStringLiteral("status"), QStringLiteral("warming_up")}};
    return jsonReply(
        QJsonObject{{QStringLiteral("status"), warm ? QStringLiteral("healthy") : QStringLiteral("warming_up")},
                    {QStringLiteral("database"), warm ? QStringLiteral("connected") : QStringLiteral("connecting")},
                    {QStringLiteral("health_cache"), warm ? QStringLiteral("available") : QStringLiteral("warming_up")},
                    {QStringLiteral("gateways"), gateways},
                    {QStringLiteral("timestamp"), now.toUTC().toString(Qt::ISODateWithMs)}});
}

} // namespace

ApplicationService::ApplicationService(World &world, Environment environment)
    : m_world(world)
    , m_environment(environment)
{
}

PeerReply ApplicationService::answer(const PeerRequest &request) const
{
    PeerReply reply = route(request);
    reply.delayMs = m_world.answerDelayMs(m_environment, m_unhurried);
    return reply;
}

/// It costs something at the provider behind it, which is asked with a key of the caller.
PeerReply ApplicationService::completion(const PeerRequest &request, const QString &mode) const
{
    const auto trouble = [](const char *message, const char *type, int status) {
        return jsonReply(
            QJsonObject{{QStringLiteral("error"), QJsonObject{{QStringLiteral("message"), QLatin1String(message)},
                                                              {QStringLiteral("type"), QLatin1String(type)}}}},
            status);
    };
    if (request.method != "POST")
        return jsonReply(QJsonObject{{QStringLiteral("detail"), QStringLiteral("Method Not Allowed")}}, 405);
    if (request.headers.value("authorization") != "Bearer rehearsal-chat-key")
        return trouble("Invalid API key", "authentication_error", 401);
    const QJsonObject asked = QJsonDocument::fromJson(request.body).object();
    if (!asked.value(QLatin1String("messages")).isArray())
        return trouble("messages: field required", "invalid_request_error", 422);
    if (mode == QLatin1String("degraded"))
        return trouble("Database unavailable", "server_error", 503);
    const QJsonObject message{{QStringLiteral("role"), QStringLiteral("assistant")},
                              {QStringLiteral("content"), QStringLiteral("pong")}};
    const QJsonObject choice{{QStringLiteral("index"), 0},
                             {QStringLiteral("message"), message},
                             {QStringLiteral("finish_reason"), QStringLiteral("stop")}};
    return jsonReply(QJsonObject{{QStringLiteral("id"), QStringLiteral("chatcmpl-rehearsal")},
                                 {QStringLiteral("object"), QStringLiteral("chat.completion")},
                                 {QStringLiteral("created"), m_world.now().toSecsSinceEpoch()},
                                 {QStringLiteral("model"), asked.value(QLatin1String("model"))},
                                 {QStringLiteral("choices"), QJsonArray{choice}}});
}

PeerReply ApplicationService::route(const PeerRequest &request) const
{
    const QString mode = m_world.healthOf(m_environment);
    if (mode == QLatin1String("down") || !m_world.serving(m_environment)) // Railway's edge answers for it
        return {.status = 502, .body = "Application failed to respond", .contentType = "text/plain"};
    if (request.path == QLatin1String("/health"))
        return health(mode, m_world.now());
    if (request.path == QLatin1String("/health/railway"))
        return railwayHealth(mode, m_world.now());
    if (request.path == QLatin1String("/health/quick") || request.path == QLatin1String("/ping"))
        return jsonReply(QJsonObject{{QStringLiteral("status"), QStringLiteral("ok")}});
    if (request.path.startsWith(QLatin1String("/v1/")) && m_environment == Environment::Staging &&
        request.headers.value("x-staging-access-token") != "rehearsal-staging-access")
        return jsonReply(QJsonObject{{QStringLiteral("error"), QStringLiteral("Staging Access Denied")}}, 403);
    if (request.path == QLatin1String("/v1/chat/completions"))
        return completion(request, mode);
    if (request.path == QLatin1String("/v1/models"))
        return jsonReply(QJsonObject{
            {QStringLiteral("object"), QStringLiteral("list")},
            {QStringLiteral("data"), QJsonArray{QJsonObject{{QStringLiteral("id"), QStringLiteral("small")}},
                                                QJsonObject{{QStringLiteral("id"), QStringLiteral("large")}}}}});
    return jsonReply(QJsonObject{{QStringLiteral("detail"), QStringLiteral("Not Found")}}, 404);
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "applicationservice.h"

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
    const QString mode = m_world.healthOf(m_environment);
    if (mode == QLatin1String("down") || !m_world.serving(m_environment)) // Railway's edge answers for it
        return {.status = 502, .body = "Application failed to respond", .contentType = "text/plain"};
    if (request.path == QLatin1String("/health"))
        return health(mode, m_world.now());
    if (request.path == QLatin1String("/health/railway"))
        return railwayHealth(mode, m_world.now());
    if (request.path == QLatin1String("/health/quick") || request.path == QLatin1String("/ping"))
        return jsonReply(QJsonObject{{QStringLiteral("status"), QStringLiteral("ok")}});
    if (request.path == QLatin1String("/v1/models")) {
        if (m_environment == Environment::Staging && request.headers.value("x-staging-access-token").isEmpty())
            return jsonReply(QJsonObject{{QStringLiteral("error"), QStringLiteral("Staging Access Denied")}}, 403);
        return jsonReply(QJsonObject{
            {QStringLiteral("data"), QJsonArray{QJsonObject{{QStringLiteral("id"), QStringLiteral("small")}}}}});
    }
    return jsonReply(QJsonObject{{QStringLiteral("detail"), QStringLiteral("Not Found")}}, 404);
}

} // namespace Slipway::Rehearsal

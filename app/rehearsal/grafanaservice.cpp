// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/grafanaservice.h"

#include <QCryptographicHash>
#include <QJsonArray>

namespace Slipway::Rehearsal {

namespace {

constexpr double slowMs = 1'000; ///< a p95 above it fires

QString grafanaTime(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QString wordOf(Environment environment)
{
    return environment == Environment::Staging ? QStringLiteral("staging") : QStringLiteral("production");
}

} // namespace

GrafanaService::GrafanaService(const World &world, QString web)
    : m_world(world)
    , m_web(std::move(web))
{
}

PeerReply GrafanaService::answer(const PeerRequest &request) const
{
    if (request.path == QLatin1String("/api/health"))
        return jsonReply(QJsonObject{{QStringLiteral("database"), QStringLiteral("ok")},
                                     {QStringLiteral("version"), QStringLiteral("12.0.1")},
                                     {QStringLiteral("commit"), QStringLiteral("80658a73c5")}});
    if (!request.path.startsWith(QLatin1String("/api/"))) // a person who is not signed in
        return {.body = "<!doctype html><title>Grafana</title>", .contentType = "text/html; charset=UTF-8"};
    if (request.headers.value("authorization") != "Bearer rehearsal-grafana")
        return jsonReply(QJsonObject{{QStringLiteral("message"), QStringLiteral("Unauthorized")},
                                     {QStringLiteral("messageId"), QStringLiteral("auth.unauthorized")},
                                     {QStringLiteral("statusCode"), 401},
                                     {QStringLiteral("traceID"), QString()}},
                         401);
    if (request.path == QLatin1String("/api/alertmanager/grafana/api/v2/alerts"))
        return jsonReply(alerts());
    return jsonReply(QJsonObject{{QStringLiteral("message"), QStringLiteral("Not found")}}, 404);
}

QJsonArray GrafanaService::alerts() const
{
    QJsonArray all;
    for (const Environment environment : environments) {
        const QString health = m_world.healthOf(environment);
        if (health == QLatin1String("down"))
            all.append(alertJson(environment, QStringLiteral("Service is down"), QStringLiteral("No replica answers."),
                                 m_world.healthSince(environment)));
        else if (health == QLatin1String("degraded"))
            all.append(alertJson(environment, QStringLiteral("Error rate above 5 %"),
                                 QStringLiteral("More than 5 % of the requests fail."),
                                 m_world.healthSince(environment)));
        else if (m_world.minuteOf(environment, m_world.now()).p95Ms > slowMs)
            all.append(alertJson(environment, QStringLiteral("p95 above 1 s"),
                                 QStringLiteral("The slowest requests take longer than a second."),
                                 m_world.now().addSecs(-60)));
    }
    return all;
}

QJsonObject GrafanaService::alertJson(Environment environment, const QString &name, const QString &summary,
                                      const QDateTime &since) const
{
    const QString word = wordOf(environment);
    const QByteArray print = QCryptographicHash::hash((name + word).toUtf8(), QCryptographicHash::Md5).toHex().left(16);
    return {
        {QStringLiteral("labels"), QJsonObject{{QStringLiteral("alertname"), name},
                                               {QStringLiteral("environment"), word},
                                               {QStringLiteral("grafana_folder"), QStringLiteral("Gateway")},
                                               {QStringLiteral("severity"), QStringLiteral("critical")}}},
        {QStringLiteral("annotations"), QJsonObject{{QStringLiteral("summary"), summary}}},
        {QStringLiteral("startsAt"), grafanaTime(since)},
        {QStringLiteral("endsAt"), grafanaTime(m_world.now().addSecs(240))},
        {QStringLiteral("updatedAt"), grafanaTime(m_world.now())},
        {QStringLiteral("generatorURL"),
         m_web + QStringLiteral("/alerting/grafana/") + QString::fromLatin1(print) + QStringLiteral("/view")},
        {QStringLiteral("fingerprint"), QString::fromLatin1(print)},
        {QStringLiteral("status"), QJsonObject{{QStringLiteral("state"), QStringLiteral("active")},
                                               {QStringLiteral("silencedBy"), QJsonArray()},
                                               {QStringLiteral("inhibitedBy"), QJsonArray()}}},
        {QStringLiteral("receivers"), QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("on-call")}}}}};
}

} // namespace Slipway::Rehearsal

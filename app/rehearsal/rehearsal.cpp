// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/rehearsal.h"

#include "app/rehearsal/rehearsalproject.h"

#include <QJsonDocument>
#include <QWebSocket>

#include <cmath>

namespace Slipway::Rehearsal {

namespace {

constexpr qsizetype mostServed = 20'000;

} // namespace

Rehearsal::Rehearsal(const Scenario &scenario, double speed, quint32 seed, World::Clock clock)
    : m_scenario(scenario)
    , m_world(scenario, speed, seed, std::move(clock))
{
    m_logs = serve(QStringLiteral("logs"),
                   [this](const PeerRequest &request) { return m_githubService->answerLog(request); });
    m_github = serve(QStringLiteral("github"),
                     [this](const PeerRequest &request) { return m_githubService->answer(request); });
    m_railway = serve(QStringLiteral("railway"),
                      [this](const PeerRequest &request) { return m_railwayService->answer(request); });
    m_sentry = serve(QStringLiteral("sentry"),
                     [this](const PeerRequest &request) { return m_sentryService->answer(request); });
    m_grafana = serve(QStringLiteral("grafana"),
                      [this](const PeerRequest &request) { return m_grafanaService->answer(request); });
    // Hosts of their own, because Railway's domains name hosts.
    m_staging = serve(
        QStringLiteral("staging"),
        [this](const PeerRequest &request) { return m_applications.staging->answer(request); },
        QHostAddress(QStringLiteral("127.0.0.2")));
    m_production = serve(
        QStringLiteral("production"),
        [this](const PeerRequest &request) { return m_applications.production->answer(request); },
        QHostAddress(QStringLiteral("127.0.0.3")));
    if (m_scenario.certificateDays) {
        m_certificate =
            std::make_unique<Certificate>(m_production->serverAddress().toString(), *m_scenario.certificateDays);
        if (m_certificate->made())
            m_production->setCertificate(m_certificate->configuration());
    }
    m_control = std::make_unique<HttpPeer>([this](const PeerRequest &request) { return control(request); });

    const QString github = m_github->origin().toString();
    m_githubService = std::make_unique<GitHubService>(
        m_world,
        GitHubAddresses{.api = github, .web = github + QStringLiteral("/web"), .repository = m_world.repository()},
        m_logs->origin().toString());
    m_githubService->setProjectFile([this] { return projectFile(); });
    m_railwayService = std::make_unique<RailwayService>(
        m_world, PerEnvironment<QString>{m_staging->origin().host(), m_production->origin().host()});
    serveSockets();
    m_sentryService = std::make_unique<SentryService>(m_world, m_sentry->origin().toString());
    m_grafanaService = std::make_unique<GrafanaService>(m_world, m_grafana->origin().toString());
    for (const Environment environment : environments)
        m_applications[environment] = std::make_shared<ApplicationService>(m_world, environment);
    for (const Scenario::TimedFault &timed : m_scenario.faults) {
        QJsonObject told = timed.fault;
        told.insert(QStringLiteral("after"), timed.after / speed);
        told.insert(QStringLiteral("seconds"), told.value(QLatin1String("seconds")).toDouble() / speed);
        const double pause = std::ceil(told.value(QLatin1String("retryAfter")).toInt() / speed);
        told.insert(QStringLiteral("retryAfter"), pause);
        (void)m_faults.add(told, m_world.now());
    }
}

Rehearsal::~Rehearsal()
{
    qDeleteAll(sockets()); // they ask the services
}

std::optional<Error> Rehearsal::trouble() const
{
    return !m_certificate || m_certificate->made() ? std::nullopt : std::optional(m_certificate->made().error());
}

void Rehearsal::setUnhurried()
{
    for (const Environment environment : environments)
        m_applications[environment]->setUnhurried();
}

QByteArray Rehearsal::projectFile() const
{
    return projectFileOf(m_world,
                         {.github = m_github->origin(),
                          .railway = m_railway->origin(),
                          .sentry = m_sentry->origin(),
                          .grafana = m_grafana->origin(),
                          .staging = m_staging->origin(),
                          .production = m_production->origin(),
                          .control = m_control->origin()},
                         m_certificate ? m_certificate->authority() : QString());
}

std::unique_ptr<HttpPeer> Rehearsal::serve(const QString &provider, HttpPeer::Handler handler,
                                           const QHostAddress &address)
{
    auto peer = std::make_unique<HttpPeer>(
        [this, handler = std::move(handler)](const PeerRequest &request) {
            m_world.catchUp();
            return handler(request);
        },
        address);
    peer->setClock([this] { return m_world.now(); });
    peer->setSpoiler(
        [this, provider](const PeerRequest &request) { return m_faults.take(provider, request, m_world.now()); });
    connect(peer.get(), &HttpPeer::served, this, [this, provider](const PeerRequest &request, int status) {
        note(provider, request.method, request.path, QString::fromUtf8(request.body), status);
    });
    return peer;
}

void Rehearsal::note(const QString &provider, const QByteArray &method, const QString &path, const QString &body,
                     int status)
{
    if (m_served.size() >= mostServed)
        m_served.removeFirst();
    m_served.append(QJsonObject{{QStringLiteral("provider"), provider},
                                {QStringLiteral("method"), QString::fromLatin1(method)},
                                {QStringLiteral("path"), path},
                                {QStringLiteral("body"), body},
                                {QStringLiteral("status"), status}});
}

void Rehearsal::serveSockets()
{
    m_railway->setSockets(
        {.subprotocol = QLatin1String(RailwaySocket::subprotocol),
         .refuse = [this](const PeerRequest &request) { return m_railwayService->refuseSocket(request); },
         .take =
             [this](QWebSocket *socket) {
                 const QString path = socket->requestUrl().path();
                 auto *connection = new RailwaySocket(*m_railwayService, socket, this);
                 connect(connection, &RailwaySocket::ticked, this, [this, connection] {
                     if (m_faults.cuts(QStringLiteral("railway"), m_world.now()))
                         connection->close(0);
                 });
                 connect(connection, &RailwaySocket::received, this, [this, path, connection](const QString &message) {
                     note(QStringLiteral("railway"), "MESSAGE", path, message, 200);
                     const bool greets = message.contains(QLatin1String("\"connection_init\""));
                     const int code = greets ? m_faults.takeCloseCode(QStringLiteral("railway"), m_world.now()) : 0;
                     if (code != 0)
                         connection->close(code);
                 });
             }});
}

void Rehearsal::endSockets(bool silently, int code)
{
    const QList<RailwaySocket *> open = sockets();
    for (RailwaySocket *each : open) {
        if (silently)
            each->fallSilent();
        else
            each->close(code);
    }
}

/// GET /requests; POST /faults FAULT, /advance {seconds}, /event {event}, /sockets {code} or {silent}.
PeerReply Rehearsal::control(const PeerRequest &request)
{
    const auto refuse = [](const QString &why) {
        return PeerReply{.status = 400, .body = why.toUtf8(), .contentType = "text/plain; charset=utf-8"};
    };
    m_world.catchUp();
    if (request.method == "GET" && request.path == QLatin1String("/requests"))
        return {.body = QJsonDocument(m_served).toJson(QJsonDocument::Compact)};
    if (request.method != "POST")
        return refuse(QStringLiteral("GET /requests, POST /faults, /advance, /event or /sockets"));
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (request.path == QLatin1String("/faults")) {
        const auto added = m_faults.add(body, m_world.now());
        return added ? PeerReply{.body = "{}"} : refuse(added.error().detail);
    }
    if (request.path == QLatin1String("/advance")) {
        const int seconds = body.value(QLatin1String("seconds")).toInt();
        m_faults.advance(seconds, m_world.now());
        m_world.advance(seconds);
        return {.body = "{}"};
    }
    if (request.path == QLatin1String("/sockets")) {
        endSockets(body.value(QLatin1String("silent")).toBool(), body.value(QLatin1String("code")).toInt());
        return {.body = "{}"};
    }
    if (request.path == QLatin1String("/event") && m_world.happen(body.value(QLatin1String("event")).toString()))
        return {.body = "{}"};
    return refuse(QStringLiteral("there is no %1").arg(request.path));
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/applicationservice.h"
#include "app/rehearsal/certificate.h"
#include "app/rehearsal/github/githubservice.h"
#include "app/rehearsal/grafanaservice.h"
#include "app/rehearsal/http/faults.h"
#include "app/rehearsal/railway/railwayservice.h"
#include "app/rehearsal/railway/railwaysocket.h"
#include "app/rehearsal/sentryservice.h"

#include <QJsonArray>

#include <memory>

namespace Slipway::Rehearsal {

/// The team's world behind its services, each at an origin of its own on this computer.
class Rehearsal : public QObject {
    Q_OBJECT
public:
    /// `clock` is for tests: a story takes as long as they say.
    Rehearsal(const Scenario &scenario, double speed, quint32 seed, World::Clock clock = QDateTime::currentDateTimeUtc);
    ~Rehearsal() override;

    /// Why the story cannot be played, if it cannot.
    std::optional<Error> trouble() const;
    /// The application takes a usual time to answer, as over a network.
    void setUnhurried();
    /// A project file that names the origins (app/project/projectfile.h).
    QByteArray projectFile() const;

    World &world() { return m_world; }
    Faults &faults() { return m_faults; }
    /// Every request that was served, oldest first: {provider, method, path, body, status}; status 0: left without an
    /// answer.
    /// Messages of WebSockets have the method "MESSAGE"; an upgrade is "UPGRADE", with the status 101 when it was
    /// taken.
    const QJsonArray &served() const { return m_served; }
    /// The WebSockets that are open now.
    QList<RailwaySocket *> sockets() const { return findChildren<RailwaySocket *>(); }
    /// What befalls all of them: silence, or an end with that code (0: cut off without a word).
    void endSockets(bool silently, int code = 0);

private:
    std::unique_ptr<HttpPeer> serve(const QString &provider, HttpPeer::Handler handler,
                                    const QHostAddress &address = QHostAddress(QHostAddress::LocalHost));
    void serveSockets();
    void note(const QString &provider, const QByteArray &method, const QString &path, const QString &body, int status);
    PeerReply control(const PeerRequest &request);

    Scenario m_scenario;
    World m_world;
    Faults m_faults;
    QJsonArray m_served;

    std::unique_ptr<GitHubService> m_githubService;
    std::unique_ptr<RailwayService> m_railwayService;
    std::unique_ptr<SentryService> m_sentryService;
    std::unique_ptr<GrafanaService> m_grafanaService;
    std::unique_ptr<Certificate> m_certificate; ///< of production, where it is asked over https
    PerEnvironment<std::shared_ptr<ApplicationService>> m_applications;
    std::unique_ptr<HttpPeer> m_github;
    std::unique_ptr<HttpPeer> m_logs;
    std::unique_ptr<HttpPeer> m_railway;
    std::unique_ptr<HttpPeer> m_sentry;
    std::unique_ptr<HttpPeer> m_grafana;
    std::unique_ptr<HttpPeer> m_staging;
    std::unique_ptr<HttpPeer> m_production;
    std::unique_ptr<HttpPeer> m_control;
};

} // namespace Slipway::Rehearsal

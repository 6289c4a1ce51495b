// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/httpclient.h"
#include "net/schedule.h"
#include "pipeline/consolestore.h"
#include "sentry/calls.h"

#include <QObject>

namespace Slipway {

/// Asks Sentry for the issues of both environments, when the project names Sentry at all.
class SentryFeed : public QObject {
    Q_OBJECT
public:
    SentryFeed(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
               QObject *parent = nullptr);

private:
    using Next = std::function<void()>;

    void ask(Environment environment, const QString &poll, const Next &next);
    void askNames(const std::function<void(const Result<QStringList> &)> &next);
    void askUnresolved(Environment environment, const QString &poll, const Next &next);
    void askFresh(Environment environment, const QString &poll, SentryIssues issues, const Next &next);
    void write(Environment environment, const QString &poll, const Result<SentryIssues> &result);
    /// Asks again when another deployment has begun to serve: what is new is counted from there.
    void followServing();

    const SentryProject &project() const { return *m_store.policy().project.sentry; }

    HttpClient &m_client;
    Schedule &m_schedule;
    ConsoleStore &m_store;
    const Clock &m_clock;
    std::optional<QStringList> m_names; ///< of Sentry's environments
    Moment m_namesAt;
    PerEnvironment<DeploymentId> m_askedFor;
    PerEnvironment<Moment> m_askedAt;
};

} // namespace Slipway

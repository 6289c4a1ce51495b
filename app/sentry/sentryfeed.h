// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "app/sentry/calls.h"

#include <QObject>

namespace Slipway {

/// Asks Sentry for the issues of both environments and for how many errors there are a minute, when the project names
/// Sentry at all. What provably has no other answer than before is not asked again, so that an idle hour costs at most
/// 60 requests.
class SentryFeed : public QObject {
    Q_OBJECT
public:
    SentryFeed(const FeedContext &feed, QObject *parent = nullptr);

private:
    using Next = FeedContext::Next;

    void ask(Environment environment, const QString &poll, const Next &next);
    void askNames(const std::function<void(const Result<QStringList> &)> &next);
    void askUnresolved(Environment environment, const QString &poll, const Next &next);
    void askFresh(Environment environment, const QString &poll, SentryIssues issues, const Next &next);
    /// Which of the unresolved issues are new, when that can be told without asking.
    QDateTime bySentry(const QDateTime &since) const;
    std::optional<QList<SentryIssue>> freshWithoutAsking(Environment environment, const SentryIssues &issues) const;
    void askErrors(Environment environment, const QString &poll, const Next &next);
    bool areReleasesDue(Environment environment) const;
    void askReleases(Environment environment, const Next &next); ///< when they are due
    void write(Environment environment, const QString &poll, const Result<SentryIssues> &result);
    void writeErrors(Environment environment, const QString &poll, const Result<ErrorRate> &result);
    /// Nothing of that environment can be asked.
    void giveUp(Environment environment, const QString &poll, const Error &why);
    /// That long until now, by Sentry's clock.
    Span last(Milliseconds duration) const;
    /// Asks again when another deployment has begun to serve: what is new is counted from there.
    void followServing();

    const SentryProject &project() const { return *m_feed.project().sentry; }

    FeedContext m_feed;
    std::optional<QStringList> m_names; ///< of Sentry's environments
    Moment m_namesAt;
    QList<std::function<void(const Result<QStringList> &)>> m_waitForNames;
    PerEnvironment<DeploymentId> m_askedFor;
    PerEnvironment<Moment> m_askedAt;
    PerEnvironment<std::optional<SentryIssues>> m_proven; ///< whose new issues Sentry itself has told
    PerEnvironment<std::optional<Moment>> m_releasesAt;   ///< when the releases were last asked for
    PerEnvironment<QString> m_constantRelease;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "app/railway/calls.h"

#include <QObject>
#include <QSet>

namespace Slipway {

/// Asks Railway what is due and writes it into the store: both environments' services, their deployments when something
/// changed, and rarely what hardly ever does. An idle hour costs at most 90 requests.
///
/// With a token for all (CredentialId::Railway) one request serves both environments. With a project token for each
/// environment, which covers only its own (app/railway/README.md, 2), each is asked for itself.
class RailwayFeed : public QObject {
    Q_OBJECT
public:
    RailwayFeed(const FeedContext &feed, QObject *parent = nullptr);

    /// The names of the polls that tell what serves and what is on its way.
    static QStringList servicePolls();
    /// Before a command: the next read of what serves leaves no list to an earlier one.
    void readEverything();
    /// A person decides about a command now, and has to see at once what changes.
    void setDeciding(bool deciding);
    /// Who knows whether an environment's rollout is told of over the socket, and so need not be asked for as often.
    void setTold(std::function<bool(Environment)> told) { m_told = std::move(told); }

private:
    using Next = FeedContext::Next;

    /// What a list of deployments was read for: the newest attempt, and what runs.
    using Standing = QList<std::pair<DeploymentId, DeploymentStatus>>;

    void addRarePolls();
    bool hasTokenForEach() const;
    QSet<QString> movingTo(Environment environment) const;
    bool isRollingOut(Environment environment) const;
    bool isTold(Environment environment) const;
    Milliseconds pace(bool forEach) const;
    QSet<QString> whatMoves() const;
    void observed();

    void askBoth(const QString &poll, const Next &entangled, const Next &next);
    void askOne(Environment environment, CredentialId credential, const QString &poll, const Next &next);
    void arrived(Environment environment, CredentialId credential, const QString &poll, Moment asked,
                 const Result<ServiceInstance> &result, const Next &next);
    void askDeployments(Environment environment, CredentialId credential, const QString &poll, const Standing &standing,
                        const Next &next);
    void askUnsettled(Environment environment, CredentialId credential, const QString &poll, const Standing &standing,
                      const Next &next);
    void keepUnsettled(Environment environment, const QString &poll, Moment asked,
                       const Result<QList<Deployment>> &unsettled, const Standing &standing);
    void askRare(Environment environment, CredentialId credential, const QString &poll, const Next &next);
    /// False when the list that is known still stands.
    bool needsList(Environment environment, const Standing &standing) const;

    const RailwayProject &project() const { return m_feed.project().railway; }

    FeedContext m_feed;
    PerEnvironment<std::optional<Standing>> m_listed;
    std::function<bool(Environment)> m_told = [](Environment) { return false; };
    bool m_deciding = false;
    QSet<QString> m_moves;
    std::optional<Moment> m_movesSince; ///< when the last of them began
    Milliseconds m_pace{0};
};

} // namespace Slipway

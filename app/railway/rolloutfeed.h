// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "app/railway/railwaysockets.h"

#include <QPointer>

namespace Slipway {

/// While a deployment is on its way, Railway tells each change of its status over the socket: it need not be asked
/// every few seconds (app/railway/README.md, 37).
class RolloutFeed : public QObject {
    Q_OBJECT
public:
    RolloutFeed(const FeedContext &feed, RailwaySockets &sockets, QObject *parent = nullptr);
    ~RolloutFeed() override;

    /// Whether that environment's rollout is told of, and so need not be asked for.
    bool isTold(Environment environment) const;

Q_SIGNALS:
    void toldChanged();

private:
    struct Followed {
        DeploymentId deployment; ///< empty: none
        QPointer<GraphQlSocket> socket;
        std::optional<quint64> subscription;
        bool told = false;
    };
    void reconsider();
    void follow(Environment environment, const DeploymentId &deployment);
    void unfollow(Environment environment);
    void take(Environment environment, std::string_view payload);
    void updateTold();
    void readAgain();

    FeedContext m_feed;
    RailwaySockets &m_sockets;
    PerEnvironment<Followed> m_followed;
};

} // namespace Slipway

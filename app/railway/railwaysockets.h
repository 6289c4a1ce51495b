// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/socket/graphqlsocket.h"
#include "models/project/project.h"
#include "models/values/environment.h"

#include <map>

namespace Slipway {

/// Railway's sockets: one for each token that is in use, so one for both environments where one token covers them.
class RailwaySockets : public QObject {
    Q_OBJECT
public:
    RailwaySockets(HttpClient &client, const Clock &clock, const RailwayProject &project, QObject *parent = nullptr);

    CredentialId credentialOf(Environment environment) const;
    GraphQlSocket *of(Environment environment);
    /// Connects at once what waits: the network is back.
    void retryNow();
    /// Asks what is open whether it still is, and connects what waits: the computer slept.
    void wake();

private:
    HttpClient &m_client;
    const Clock &m_clock;
    QUrl m_api;
    std::map<CredentialId, GraphQlSocket *> m_sockets; ///< children
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/railwaysockets.h"

#include "app/railway/tokenkind.h"

namespace Slipway {

RailwaySockets::RailwaySockets(HttpClient &client, const Clock &clock, const RailwayProject &project, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
    , m_api(project.api)
{
}

CredentialId RailwaySockets::credentialOf(Environment environment) const
{
    return Railway::hasTokenForEach(m_client) ? Railway::projectTokenOf(environment) : CredentialId::Railway;
}

GraphQlSocket *RailwaySockets::of(Environment environment)
{
    const CredentialId credential = credentialOf(environment);
    GraphQlSocket *&socket = m_sockets[credential];
    if (!socket) {
        const auto seed = static_cast<quint32>(m_clock.now().wallMs) + quint32(credential);
        socket = new GraphQlSocket(m_client, m_clock, m_api, credential, seed, this);
    }
    return socket;
}

void RailwaySockets::retryNow()
{
    for (const auto &[credential, socket] : m_sockets)
        socket->retryNow();
}

void RailwaySockets::wake()
{
    for (const auto &[credential, socket] : m_sockets)
        socket->probe();
    retryNow();
}

} // namespace Slipway

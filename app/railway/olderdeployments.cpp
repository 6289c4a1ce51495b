// SPDX-License-Identifier: GPL-3.0-or-later
#include "railway/olderdeployments.h"

#include "railway/calls.h"
#include "railway/tokenkind.h"

#include <QSet>

namespace Slipway {

namespace {

/// Appends what is not there yet: a deployment made since the last page moved all of them on by one.
void append(OlderDeployments &older, const DeploymentPage &page)
{
    QSet<DeploymentId> known;
    for (const Deployment &deployment : std::as_const(older.deployments))
        known.insert(deployment.id);
    for (const Deployment &deployment : page.deployments) {
        if (!known.contains(deployment.id))
            older.deployments.append(deployment);
    }
    older.next = page.next;
    older.complete = page.next.isEmpty();
}

} // namespace

OlderDeploymentsFeed::OlderDeploymentsFeed(HttpClient &client, ConsoleStore &store, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_store(store)
    , m_clock(clock)
{
}

void OlderDeploymentsFeed::readFirst(Environment environment)
{
    const OlderDeployments &older = m_store.observations().olderDeployments[environment];
    if (older.deployments.isEmpty())
        readMore(environment);
}

void OlderDeploymentsFeed::readMore(Environment environment)
{
    const OlderDeployments &older = m_store.observations().olderDeployments[environment];
    if (!older.loading && !older.complete)
        read(environment);
}

void OlderDeploymentsFeed::read(Environment environment)
{
    m_store.apply(m_clock.now(), [&](Observations &all) { all.olderDeployments[environment].loading = true; });
    m_client.send<DeploymentPage>(Railway::deploymentPage(m_store.policy().project.railway, environment,
                                                          m_store.observations().olderDeployments[environment].next,
                                                          Railway::credentialFor(m_client, environment)),
                                  this, [this, environment](const Result<DeploymentPage> &page) {
                                      m_store.apply(m_clock.now(), [&](Observations &all) {
                                          OlderDeployments &older = all.olderDeployments[environment];
                                          older.loading = false;
                                          older.error = page ? std::optional<Error>() : page.error();
                                          if (page)
                                              append(older, *page);
                                      });
                                  });
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/olderdeployments.h"

#include "app/railway/calls.h"
#include "app/railway/tokenkind.h"

#include <QSet>

namespace Slipway {

namespace {

constexpr Milliseconds firstStands{30'000};

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

/// The first page begins anew: what was read long ago may not join on to it. It is as good as the polled list, whose
/// deployments may have lost their images since it was read.
void begin(Observations &all, Environment environment, const DeploymentPage &page, const Reading &reading)
{
    OlderDeployments &older = all.olderDeployments[environment];
    older.deployments.clear();
    append(older, page);
    if (auto &polled = all.deployments[environment]; polled.value)
        polled.apply(page.deployments, reading);
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
    const auto &read = m_firstRead[environment];
    const bool justNow = read && ageOf(*read, m_clock.now()) < firstStands;
    if (!justNow && !m_store.observations().olderDeployments[environment].loading)
        this->read(environment, {});
}

void OlderDeploymentsFeed::readMore(Environment environment)
{
    const OlderDeployments &older = m_store.observations().olderDeployments[environment];
    if (!older.loading && !older.complete)
        read(environment, older.next);
}

void OlderDeploymentsFeed::read(Environment environment, const QString &after)
{
    const Moment asked = m_clock.now();
    if (after.isEmpty())
        m_firstRead[environment] = asked;
    m_store.apply(asked, [&](Observations &all) { all.olderDeployments[environment].loading = true; });
    m_client.send<DeploymentPage>(Railway::deploymentPage(m_store.project().railway, environment, after,
                                                          Railway::credentialFor(m_client, environment)),
                                  this, [this, environment, after, asked](const Result<DeploymentPage> &page) {
                                      m_store.apply(m_clock.now(), [&](Observations &all) {
                                          OlderDeployments &older = all.olderDeployments[environment];
                                          older.loading = false;
                                          older.error = page ? std::optional<Error>() : page.error();
                                          if (!page)
                                              return;
                                          if (after.isEmpty())
                                              begin(all, environment, *page,
                                                    {.asked = asked, .arrived = m_clock.now()});
                                          else
                                              append(older, *page);
                                      });
                                  });
}

} // namespace Slipway

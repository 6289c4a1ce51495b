// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/railwayfeed.h"
#include "app/railway/rolloutfeed.h"
#include "support/builders.h"
#include "support/graphqlpeer.h"
#include "support/httpkit.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr const char *rolloutStream = "DeploymentStatusStream";

Project projectAt(const QUrl &api)
{
    Project project = acmeProject();
    project.railway.api = api;
    return project;
}

/// A console to which Railway tells how a deployment of production goes on.
struct ToldRollout {
    GraphQlPeer peer;
    FakeClock clock;
    std::unique_ptr<HttpClient> client = realClient(clock);
    Schedule schedule{clock, 7};
    ConsoleStore store{projectAt(peer.url())};
    RailwayFeed railway{{*client, schedule, store, clock}};
    RailwaySockets sockets{*client, clock, store.project().railway};
    RolloutFeed rollouts{{*client, schedule, store, clock}, sockets};
    QList<DeploymentStatus> seen; ///< one after the other

    ToldRollout()
    {
        railway.setTold([this](Environment environment) { return rollouts.isTold(environment); });
        if (!client->setCredential(CredentialId::Railway, {"Authorization", "Bearer made-up", peer.url()}))
            qFatal("the made-up token was refused");
        QObject::connect(&store, &ConsoleStore::observed, &rollouts, [this] { seen.append(status()); });
    }
    void deploys(DeploymentStatus status)
    {
        ServiceInstance service;
        service.latest = aDeployment("d-2", status, testedSha, noon, 60);
        service.active = {aDeployment("d-1", DeploymentStatus::Success, liveSha, noon, 6'000)};
        store.apply(clock.now(), [&](Observations &all) {
            all.services.production = fresh(service, clock.now());
            all.deployments.production = fresh(QList<Deployment>{*service.latest, service.active.first()}, clock.now());
        });
    }
    void push(const char *id, const char *status, const QDateTime &at = noon.utc())
    {
        const QJsonObject deployment{{QStringLiteral("id"), QLatin1String(id)},
                                     {QStringLiteral("status"), QLatin1String(status)},
                                     {QStringLiteral("statusUpdatedAt"), at.toString(Qt::ISODateWithMs)},
                                     {QStringLiteral("deploymentStopped"), false}};
        const QJsonObject data{{QStringLiteral("deployment"), deployment}};
        peer.next(QLatin1String(rolloutStream), QJsonObject{{QStringLiteral("data"), data}});
    }
    bool isTold() const { return rollouts.isTold(Environment::Production); }
    DeploymentStatus status() const { return store.observations().services.production.value->latest->status; }
    DeploymentStatus listedStatus() const
    {
        return store.observations().deployments.production.value->constFirst().status;
    }
    Milliseconds pace() const { return schedule.intervalOf(QStringLiteral("railway.overview")); }
};

} // namespace

/// While a deployment is on its way, its status is pushed and not asked for.
class RolloutFeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whileNothingIsOnItsWayNobodyConnects()
    {
        ToldRollout told;
        told.deploys(DeploymentStatus::Success);
        QCoreApplication::processEvents();
        QVERIFY(!told.isTold());
        QCOMPARE(told.peer.connections(), 0);
    }

    void aStatusIsTakenAsItIsTold()
    {
        ToldRollout told;
        told.deploys(DeploymentStatus::Building);
        QTRY_VERIFY(!told.peer.idOf(QLatin1String(rolloutStream)).isEmpty());
        told.push("d-2", "DEPLOYING");
        QTRY_COMPARE(told.status(), DeploymentStatus::Deploying);
        QCOMPARE(told.listedStatus(), DeploymentStatus::Deploying);
        told.push("d-2", "SUCCESS");
        QTRY_COMPARE(told.status(), DeploymentStatus::Success);
    }

    /// It was under way while something newer was read.
    void aPushThatComesLateSaysNothing()
    {
        ToldRollout told;
        told.deploys(DeploymentStatus::Deploying);
        QTRY_VERIFY(!told.peer.idOf(QLatin1String(rolloutStream)).isEmpty());
        told.push("d-2", "BUILDING", at(noon, 30));
        told.push("d-2", "SUCCESS"); // in order: the other one has arrived then
        QTRY_COMPARE(told.status(), DeploymentStatus::Success);
        QVERIFY(!told.seen.contains(DeploymentStatus::Building));
        QCOMPARE(told.listedStatus(), DeploymentStatus::Success);
    }

    /// What serves is read: a status proves nothing of that.
    void aPushMakesNothingServe()
    {
        ToldRollout told;
        told.deploys(DeploymentStatus::Deploying);
        QTRY_VERIFY(!told.peer.idOf(QLatin1String(rolloutStream)).isEmpty());
        told.push("d-2", "SUCCESS");
        QTRY_COMPARE(told.status(), DeploymentStatus::Success);
        const auto &serving = told.store.snapshot().environments.production.serving;
        QVERIFY(serving);
        QCOMPARE(serving->deployment.value, QStringLiteral("d-1"));
    }

    /// It is as old as what was read before.
    void aPushMakesNothingFresh()
    {
        ToldRollout told;
        told.deploys(DeploymentStatus::Building);
        QTRY_VERIFY(!told.peer.idOf(QLatin1String(rolloutStream)).isEmpty());
        const Moment read = told.store.observations().services.production.fetchedAt;
        told.clock.advance(Milliseconds(20'000));
        told.push("d-2", "DEPLOYING");
        QTRY_COMPARE(told.status(), DeploymentStatus::Deploying);
        QCOMPARE(told.store.observations().services.production.fetchedAt, read);
    }

    void whatIsToldIsHardlyAskedFor()
    {
        ToldRollout told;
        told.deploys(DeploymentStatus::Building);
        QCOMPARE(told.pace(), Every::running);
        QTRY_VERIFY(told.isTold());
        QCOMPARE(told.pace(), Every::runs);
        told.peer.drop();
        QTRY_VERIFY(!told.isTold());
        QCOMPARE(told.pace(), Every::running);
    }

    void whatIsNotAboutItIsLeftAlone()
    {
        ToldRollout told;
        told.deploys(DeploymentStatus::Building);
        QTRY_VERIFY(!told.peer.idOf(QLatin1String(rolloutStream)).isEmpty());
        const QString operation = QLatin1String(rolloutStream);
        told.push("d-1", "FAILED");
        told.peer.next(operation, QJsonObject{{QStringLiteral("data"), QJsonValue()}});
        told.peer.next(operation, QJsonObject{{QStringLiteral("errors"), QJsonArray{QJsonObject()}}});
        told.push("d-2", "DEPLOYING"); // in order: all before it has arrived then
        QTRY_COMPARE(told.status(), DeploymentStatus::Deploying);
        QCOMPARE(told.store.observations().services.production.value->active.first().status, DeploymentStatus::Success);
    }

    void aWordThatIsNotKnownIsNoGoodOne()
    {
        ToldRollout told;
        told.deploys(DeploymentStatus::Building);
        QTRY_VERIFY(!told.peer.idOf(QLatin1String(rolloutStream)).isEmpty());
        told.push("d-2", "SPLENDID");
        QTRY_COMPARE(told.status(), DeploymentStatus::Unknown);
    }

    void whenItIsOverTheConnectionIsClosed()
    {
        ToldRollout told;
        told.deploys(DeploymentStatus::Deploying);
        QTRY_VERIFY(!told.peer.idOf(QLatin1String(rolloutStream)).isEmpty());
        told.push("d-2", "SUCCESS");
        QTRY_COMPARE(told.sockets.of(Environment::Production)->state(), GraphQlSocket::State::Closed);
    }
};

SLIPWAY_TEST(RolloutFeedTest)
#include "rolloutfeed_test.moc"

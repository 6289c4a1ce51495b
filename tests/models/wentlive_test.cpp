// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/goback/wentlive.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

PastDeployment pastOne(const char *id, const CommitSha &sha, Served served, int secondsAgo)
{
    return {
        .deployment = aDeployment(id, DeploymentStatus::Removed, sha, noon, secondsAgo), .sha = sha, .served = served};
}

QList<WentLive> wentLiveIn(const Snapshot &snapshot, Environment environment)
{
    return Slipway::wentLiveIn(snapshot.deployments[environment], snapshot.environments[environment]);
}

} // namespace

class WentLiveTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theServingOneIsSinceItTookOverAndTheOthersSinceTheyWereMadeAtLeast()
    {
        Snapshot snapshot;
        PastDeployment serving = pastOne("d-3", testedSha, Served::Yes, 600);
        serving.serving = true;
        snapshot.deployments.production.rows = {serving, pastOne("d-2", liveSha, Served::Yes, 6'000)};
        snapshot.environments.production.serving = Serving{.deployment = serving.deployment.id, .since = at(noon, 300)};
        const QList<WentLive> all = wentLiveIn(snapshot, Environment::Production);
        QCOMPARE(all.size(), 2);
        QCOMPARE(all.first().at, at(noon, 6'000));
        QCOMPARE(all.first().name, shortSha(liveSha));
        QCOMPARE(all.last().at, at(noon, 300));
        QVERIFY(all.last().serving && all.last().tookOver);
        QVERIFY(!all.first().serving && !all.first().tookOver);
        QVERIFY(wentLiveIn(snapshot, Environment::Staging).isEmpty());
    }

    void anEarlierOneTookOverWhenTheOneBeforeItEnded()
    {
        Snapshot snapshot;
        PastDeployment before = pastOne("d-1", liveSha, Served::Yes, 6'000);
        before.servedUntil = at(noon, 2'700);
        PastDeployment crashed = pastOne("d-2", liveSha, Served::Yes, 3'000);
        crashed.servedUntil = at(noon, 2'000);
        snapshot.deployments.production.rows = {pastOne("d-3", testedSha, Served::Yes, 1'000), crashed, before};
        const QList<WentLive> all = wentLiveIn(snapshot, Environment::Production);
        QCOMPARE(all.size(), 3);
        QVERIFY(!all.at(0).tookOver);
        QVERIFY(all.at(1).tookOver);
        QCOMPARE(all.at(1).at, at(noon, 2'700));
        QVERIFY(!all.at(2).tookOver); // nothing served when it was made
        QCOMPARE(all.at(2).at, at(noon, 1'000));
    }

    void aSleepingOneDoesNotTakeOverWhenItFallsAsleep()
    {
        Snapshot snapshot;
        PastDeployment asleep = pastOne("d-1", liveSha, Served::Yes, 6'000);
        asleep.serving = true;
        asleep.deployment.status = DeploymentStatus::Sleeping;
        snapshot.deployments.production.rows = {asleep};
        snapshot.environments.production.serving = Serving{.deployment = asleep.deployment.id, .since = at(noon, 60)};
        const QList<WentLive> all = wentLiveIn(snapshot, Environment::Production);
        QCOMPARE(all.size(), 1);
        QVERIFY(!all.first().tookOver);
        QCOMPARE(all.first().at, at(noon, 6'000));
    }

    void whatMayNeverHaveServedIsLeftOut()
    {
        Snapshot snapshot;
        snapshot.deployments.production.rows = {pastOne("d-2", liveSha, Served::No, 60),
                                                pastOne("d-1", liveSha, Served::Unknown, 600)};
        QVERIFY(wentLiveIn(snapshot, Environment::Production).isEmpty());
    }

    void whatSucceededAndDoesNotServeYetIsLeftOut()
    {
        Snapshot snapshot;
        PastDeployment serving = pastOne("d-1", liveSha, Served::Yes, 600);
        PastDeployment succeeded = pastOne("d-2", testedSha, Served::Yes, 10);
        succeeded.deployment.status = DeploymentStatus::Success;
        snapshot.deployments.production.rows = {succeeded, serving};
        QCOMPARE(wentLiveIn(snapshot, Environment::Production).size(), 1);
        snapshot.deployments.production.rows.last().serving = true;
        const QList<WentLive> all = wentLiveIn(snapshot, Environment::Production);
        QCOMPARE(all.size(), 1);
        QCOMPARE(all.first().deployment, serving.deployment.id);
    }

    void aCrashedOneDoesNotTakeOverWhenItCrashes()
    {
        Snapshot snapshot;
        PastDeployment crashed = pastOne("d-1", liveSha, Served::Yes, 600);
        crashed.serving = true;
        crashed.deployment.status = DeploymentStatus::Crashed;
        snapshot.deployments.production.rows = {crashed};
        snapshot.environments.production.serving = Serving{.deployment = crashed.deployment.id, .since = noon.utc()};
        QVERIFY(!wentLiveIn(snapshot, Environment::Production).constFirst().tookOver);
    }

    void whatServedAndCrashedIsNotForgotten()
    {
        Snapshot snapshot;
        PastDeployment serving = pastOne("d-1", liveSha, Served::Yes, 600);
        serving.serving = true;
        PastDeployment crashed = pastOne("d-2", testedSha, Served::Yes, 10);
        crashed.deployment.status = DeploymentStatus::Crashed;
        snapshot.deployments.production.rows = {crashed, serving};
        QCOMPARE(wentLiveIn(snapshot, Environment::Production).size(), 2);
    }

    void withoutACommitItIsNamedByItself()
    {
        Snapshot snapshot;
        snapshot.deployments.production.rows = {pastOne("0123456789ab", CommitSha(), Served::Yes, 60)};
        const QList<WentLive> all = wentLiveIn(snapshot, Environment::Production);
        QCOMPARE(all.first().name, QStringLiteral("01234567"));
    }
};

SLIPWAY_TEST(WentLiveTest)
#include "wentlive_test.moc"

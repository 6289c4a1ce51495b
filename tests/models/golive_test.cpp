// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/golive.h"
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

} // namespace

class GoLiveTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theServingOneIsSinceItTookOverAndTheOthersSinceTheyWereMade()
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
        QVERIFY(all.last().serving && !all.first().serving);
        QVERIFY(wentLiveIn(snapshot, Environment::Staging).isEmpty());
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
        serving.serving = true;
        snapshot.deployments.production.rows = {pastOne("d-2", testedSha, Served::Yes, 10), serving};
        const QList<WentLive> all = wentLiveIn(snapshot, Environment::Production);
        QCOMPARE(all.size(), 1);
        QCOMPARE(all.first().deployment, serving.deployment.id);
    }

    void withoutACommitItIsNamedByItself()
    {
        Snapshot snapshot;
        snapshot.deployments.production.rows = {pastOne("0123456789ab", CommitSha(), Served::Yes, 60)};
        QCOMPARE(wentLiveIn(snapshot, Environment::Production).first().name, QStringLiteral("01234567"));
    }
};

SLIPWAY_TEST(GoLiveTest)
#include "golive_test.moc"

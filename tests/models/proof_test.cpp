// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/proof.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// `railway up` to production, 100 s into a run that took 500 s.
struct RailwayUp {
    Observations all;
    Deployment deployment = aDeployment("d-up", DeploymentStatus::Success, {}, noon, 400);

    RailwayUp()
    {
        setRun(aRun(42)
                   .of("deploy-production.yml")
                   .on(testedSha)
                   .event("workflow_dispatch")
                   .during(noon, 500, 10)
                   .succeeded());
        all.services.production = fresh(serving(deployment), noon);
        all.deployments.production = fresh(
            QList<Deployment>{deployment, aDeployment("d-old", DeploymentStatus::Removed, {}, noon, 90'000)}, noon);
    }
    /// After the one before it.
    void setRun(const WorkflowRun &run)
    {
        const WorkflowRun before =
            aRun(41).of("deploy-production.yml").on(liveSha).during(noon, 90'000, 500).succeeded();
        all.runs = fresh(QList<WorkflowRun>{run, before}, noon);
    }
    CommitProof proof() const { return proveCommit(deployment, Environment::Production, all, aPolicy(), noon); }
};

} // namespace

/// Which commit a deployment carries, and when that cannot be told (issue, section 4; target-team.md).
class ProofTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void railwaysOwnWordIsProof()
    {
        RailwayUp world;
        world.deployment.commit = liveSha;
        QCOMPARE(world.proof().sha, liveSha);
        QCOMPARE(world.proof().proof, ShaProof::Railway);
    }
    void theOnlyDeploymentOfTheOnlyRunCarriesItsCommit()
    {
        const RailwayUp world;
        QCOMPARE(world.proof().sha, testedSha);
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
        QVERIFY(world.proof().text.contains(QStringLiteral("#42")));
    }
    void theClocksOfGitHubAndRailwayAreHeldAgainstEachOther()
    {
        RailwayUp world;
        QVERIFY(world.proof().text.contains(QStringLiteral("GitHub has not told its time")));
        world.all.clocks.ahead[Provider::GitHub] = Milliseconds(-900'000); // this computer is ahead
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
        QVERIFY(world.proof().text.contains(QStringLiteral("Railway has not told its time")));
        world.all.clocks.ahead[Provider::Railway] = Milliseconds(-900'000);
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
        QVERIFY(!world.proof().text.contains(QStringLiteral("has not told")));
        world.all.clocks.ahead[Provider::Railway] = Milliseconds(-300'000); // it appeared before the run began
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
    }
    void aRunThatGoesOnCoversWhatAppearsByWhateverClock()
    {
        RailwayUp world;
        world.setRun(aRun(42)
                         .of("deploy-production.yml")
                         .on(testedSha)
                         .event("workflow_dispatch")
                         .during(noon, 500, 10)
                         .running());
        world.deployment.createdAt = at(noon, -900); // this computer is behind, and nobody told the time
        world.all.services.production = fresh(serving(world.deployment), noon);
        world.all.deployments.production.value->first() = world.deployment;
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
    }
    void aRunWhosePredecessorIsNotKnownProvesNothing()
    {
        RailwayUp world;
        world.all.runs.value->removeLast();
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().text.contains(QStringLiteral("the run before #42")));
    }
    void theFirstRunOfAllHasNoPredecessor()
    {
        RailwayUp world;
        world.setRun(aRun(1).of("deploy-production.yml").on(testedSha).event("push").during(noon, 500, 10).succeeded());
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
    }
    void aPushTellsTheTruthToo()
    {
        RailwayUp world;
        world.setRun(
            aRun(42).of("deploy-production.yml").on(testedSha).event("push").during(noon, 500, 10).succeeded());
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
    }
    void aWorkflowRunEventMayNameANewerCommit()
    {
        RailwayUp world;
        world.setRun(
            aRun(42).of("deploy-production.yml").on(testedSha).event("workflow_run").during(noon, 500, 10).succeeded());
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().sha.isEmpty());
        QVERIFY(world.proof().text.contains(QStringLiteral("workflow_run")));
    }
    void twoDeploymentsInOneRunProveNothing()
    {
        RailwayUp world;
        world.all.deployments.production.value->append(
            aDeployment("d-second", DeploymentStatus::Removed, {}, noon, 300));
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().text.contains(QStringLiteral("2 deployments")));
    }
    void twoRunsAtOnceProveNothing()
    {
        RailwayUp world;
        world.all.runs.value->append(aRun(43)
                                         .of("deploy-production.yml")
                                         .on(newerSha)
                                         .event("workflow_dispatch")
                                         .during(noon, 450, 20)
                                         .succeeded());
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().text.contains(QStringLiteral("2 runs")));
    }
    void anotherWorkflowsRunProvesNothing()
    {
        RailwayUp world;
        world.setRun(aRun(42).of("deploy.yml").on(testedSha).during(noon, 500, 10).succeeded());
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
    }
    void noRunAtThatTimeProvesNothing()
    {
        RailwayUp world;
        world.setRun(aRun(42).of("deploy-production.yml").on(testedSha).during(noon, 300, 10).succeeded());
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().text.contains(QStringLiteral("no known run")));
    }
    void aListOlderThanTheNewestDeploymentProvesNothing()
    {
        RailwayUp world;
        world.all.services.production.value->latest = aDeployment("d-unseen", DeploymentStatus::Building, {}, noon, 5);
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
    }
    void aListThatDoesNotReachBackProvesNothing()
    {
        RailwayUp world;
        QList<Deployment> many{world.deployment};
        for (int i = 1; i < 10; ++i)
            many.append(
                aDeployment(qPrintable(QStringLiteral("d%1").arg(i)), DeploymentStatus::Removed, {}, noon, 400 + i));
        world.all.deployments.production = fresh(many, noon);
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().text.contains(QStringLiteral("reach back")));
    }
    void aRunningRunProvesOnlyWhileItsDataAreFresh()
    {
        RailwayUp world;
        world.setRun(aRun(42)
                         .of("deploy-production.yml")
                         .on(testedSha)
                         .event("workflow_dispatch")
                         .during(noon, 500, 10)
                         .running());
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
        const Moment later = noon + Milliseconds(600'000);
        QCOMPARE(proveCommit(world.deployment, Environment::Production, world.all, aPolicy(), later).proof,
                 ShaProof::Unproven);
    }
    void theSameImageIsTheSameCommit()
    {
        RailwayUp world = withTwin(liveSha);
        QCOMPARE(world.proof().sha, liveSha);
        QCOMPARE(world.proof().proof, ShaProof::Railway);
        QCOMPARE(
            world.proof().text,
            QStringLiteral("it has the same image as d-twin, of which Railway says that it was built from 81d02f7"));
        QVERIFY(!world.proof().run);
    }
    void theSameImageOfAnOlderPageCountsToo()
    {
        RailwayUp world = withTwin(liveSha);
        world.all.olderDeployments.production.deployments = {world.all.deployments.production.value->takeLast()};
        QCOMPARE(world.proof().sha, liveSha);
    }
    void theSameImageMayBeProvenByItsRun()
    {
        RailwayUp world = withTwin({});
        world.all.runs = fresh(
            QList<WorkflowRun>{
                aRun(40)
                    .of("deploy-production.yml")
                    .on(newerSha)
                    .event("push")
                    .during(noon, 90'100, 89'900)
                    .succeeded(),
                aRun(39).of("deploy-production.yml").on(liveSha).during(noon, 95'000, 94'000).succeeded()},
            noon);
        QCOMPARE(world.proof().sha, newerSha);
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
        QVERIFY(world.proof().text.contains(QStringLiteral("same image as d-twin")));
        QVERIFY(world.proof().text.contains(QStringLiteral("run #40")));
    }
    void twoOfTheSameImageProveNothingByEachOther()
    {
        RailwayUp world = withTwin({});
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().sha.isEmpty());
        QVERIFY(world.proof().text.contains(QStringLiteral("no known run")));
    }
    void anotherImageOrNoneProvesNothing()
    {
        RailwayUp world = withTwin(liveSha);
        world.deployment.imageDigest = QStringLiteral("sha256:other");
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        world.deployment.imageDigest.clear();
        (*world.all.deployments.production.value)[1].imageDigest.clear();
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
    }
    void theImageOfTheOtherEnvironmentProvesNothing()
    {
        RailwayUp world = withTwin(liveSha);
        world.all.deployments.staging =
            fresh(QList<Deployment>{world.all.deployments.production.value->takeLast()}, noon);
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
    }
    void aRollbackIsNotProvenByTheRunThatWasGoingOn()
    {
        RailwayUp world;
        world.deployment.route = DeploymentRoute::Rollback;
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().text.contains(QStringLiteral("this rollback")));
    }
    void anImageThatIsOlderThanItsRunContradictsIt()
    {
        RailwayUp world;
        world.deployment.imageDigest = QStringLiteral("sha256:same");
        Deployment &old = (*world.all.deployments.production.value)[1];
        old.imageDigest = world.deployment.imageDigest;
        old.commit = liveSha;
        QVERIFY(world.proof().sha.isEmpty());
        QVERIFY(world.proof().text.contains(QStringLiteral("may be a rollback")));
        old.commit = testedSha; // the same commit once more
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
    }
    void unreadRunsAreSaid()
    {
        RailwayUp world;
        world.all.runs = {};
        QVERIFY(world.proof().text.contains(QStringLiteral("not been read")));
    }

private:
    /// No run tells of it, and an older one has the same image.
    static RailwayUp withTwin(const CommitSha &sha)
    {
        RailwayUp world;
        world.all.runs = fresh(QList<WorkflowRun>{}, noon);
        world.deployment.imageDigest = QStringLiteral("sha256:same");
        Deployment twin = aDeployment("d-twin", DeploymentStatus::Removed, sha, noon, 90'000);
        twin.imageDigest = world.deployment.imageDigest;
        world.all.deployments.production = fresh(QList<Deployment>{world.deployment, twin}, noon);
        return world;
    }
};

SLIPWAY_TEST(ProofTest)
#include "proof_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/proof.h"
#include "models/pipeline/vouching.h"
#include "models/store/consolestore.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// `railway up` to production, 100 s into a run that took 500 s, by the second of its three jobs.
struct RailwayUp {
    Observations all;
    Deployment deployment = aDeployment("d-up", DeploymentStatus::Success, {}, noon, 400);

    RailwayUp()
    {
        setRun(byHand().succeeded());
        all.services.production = fresh(serving(deployment), noon);
        all.deployments.production = fresh(
            QList<Deployment>{deployment, aDeployment("d-old", DeploymentStatus::Removed, {}, noon, 90'000)}, noon);
    }
    static RunBuilder byHand()
    {
        return aRun(42).of("deploy-production.yml").on(testedSha).event("workflow_dispatch").during(noon, 500, 10);
    }
    static Job uploads(RunConclusion conclusion = RunConclusion::Success)
    {
        return aJob("Deploy", noon, 450, 100, conclusion);
    }
    static Job after() { return aJob("Verify", noon, 90, 20); }
    static Job before() { return aJob("Validate", noon, 499, 460); }
    /// After the one before it.
    void setRun(const WorkflowRun &run)
    {
        const WorkflowRun earlier =
            aRun(41).of("deploy-production.yml").on(liveSha).during(noon, 90'000, 500).succeeded();
        all.runs = fresh(QList<WorkflowRun>{run, earlier}, noon);
        setJobs({before(), uploads(), after()}, run);
    }
    void setJobs(const QList<Job> &jobs) { setJobs(jobs, all.runs.value->constFirst()); }
    void setJobs(const QList<Job> &jobs, const WorkflowRun &run) { all.jobs = {{run.id, fresh(jobs, noon)}}; }
    /// The workflow's text names the job.
    void tellWhichUploads(const char *job)
    {
        WorkflowFile text = aProductionWorkflow();
        text.uploadingJobs = {QString::fromLatin1(job)};
        all.productionWorkflow = fresh(text, noon);
    }
    void upload(const char *id, int secondsAgo)
    {
        all.deployments.production.value->append(aDeployment(id, DeploymentStatus::Removed, {}, noon, secondsAgo));
    }
    CommitProof proof() const { return proveCommit(deployment, Environment::Production, all, acmeProject()); }
    QList<RunAttempt> unread() const { return attemptsToRead(all, acmeProject()); }
};

} // namespace

/// Which commit a deployment carries, and when that cannot be told (app/railway/README.md, 16 to 18).
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
        world.all.deployments.production.fetchedAt = noon + Milliseconds(900'000);
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
        QVERIFY(world.proof().text.contains(QStringLiteral("Railway has not told its time")));
        world.all.clocks.ahead[Provider::Railway] = Milliseconds(-900'000);
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
        QVERIFY(!world.proof().text.contains(QStringLiteral("has not told")));
        world.all.clocks.ahead[Provider::Railway] = Milliseconds(-300'000); // it appeared before the run began
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
    }
    void aJobThatGoesOnCoversWhatAppearsByWhateverClock()
    {
        RailwayUp world;
        world.setRun(RailwayUp::byHand().running());
        world.setJobs({RailwayUp::before(), aJob("Deploy", noon, 450, -1)});
        world.deployment.createdAt = at(noon, -900); // this computer is behind, and nobody told the time
        world.all.services.production = fresh(serving(world.deployment), noon);
        world.all.deployments.production.value->first() = world.deployment;
        QVERIFY2(world.proof().text.startsWith(QStringLiteral("Not yet")), qPrintable(world.proof().text));
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
        QVERIFY(world.proof().text.contains(QStringLiteral("other runs")));
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
        for (int i = 1; i < listedDeployments; ++i)
            many.append(
                aDeployment(qPrintable(QStringLiteral("d%1").arg(i)), DeploymentStatus::Removed, {}, noon, 400 + i));
        world.all.deployments.production = fresh(many, noon);
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().text.contains(QStringLiteral("reach back")));
    }
    void theCommitOfAnActiveRunIsProvenOnceItsJobHasSucceeded()
    {
        RailwayUp world;
        world.setRun(RailwayUp::byHand().running());
        world.tellWhichUploads("Deploy");
        world.setJobs({RailwayUp::before(), RailwayUp::uploads(), aJob("Verify", noon, 90, -1)});
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
        QCOMPARE(world.proof().sha, testedSha);
    }
    void aJobThatIsStillGoingOnIsNotYet_data()
    {
        QTest::addColumn<bool>("told");
        QTest::newRow("the text tells which job uploads") << true;
        QTest::newRow("it does not") << false;
    }
    void aJobThatIsStillGoingOnIsNotYet()
    {
        QFETCH(bool, told);
        RailwayUp world;
        world.setRun(RailwayUp::byHand().running());
        if (told)
            world.tellWhichUploads("Deploy");
        world.setJobs({RailwayUp::before(), aJob("Deploy", noon, 450, -1)});
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY2(world.proof().text.startsWith(QStringLiteral("Not yet")), qPrintable(world.proof().text));
    }
    void aJobThatDidNotSucceedVouchesForNothing_data()
    {
        QTest::addColumn<RunConclusion>("ended");
        QTest::newRow("failed") << RunConclusion::Failure;
        QTest::newRow("cancelled") << RunConclusion::Cancelled;
        QTest::newRow("timed out") << RunConclusion::TimedOut;
        QTest::newRow("unknown") << RunConclusion::Unknown;
    }
    void aJobThatDidNotSucceedVouchesForNothing()
    {
        QFETCH(RunConclusion, ended);
        RailwayUp world;
        world.setJobs({RailwayUp::before(), RailwayUp::uploads(ended)});
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY2(world.proof().text.contains(QStringLiteral("did not succeed")), qPrintable(world.proof().text));
    }
    void anUploadBesideARunWhoseDeployJobIsSkippedIsNotTheRuns_data()
    {
        QTest::addColumn<bool>("told");
        QTest::addColumn<RunConclusion>("first");
        QTest::newRow("the text tells, the first job succeeds") << true << RunConclusion::Success;
        QTest::newRow("it does not, the first job succeeds") << false << RunConclusion::Success;
        QTest::newRow("the text tells, the first job fails") << true << RunConclusion::Failure;
        QTest::newRow("it does not, the first job fails") << false << RunConclusion::Failure;
    }
    void anUploadBesideARunWhoseDeployJobIsSkippedIsNotTheRuns()
    {
        QFETCH(bool, told);
        QFETCH(RunConclusion, first);
        RailwayUp world;
        if (told)
            world.tellWhichUploads("Deploy");
        world.setJobs({aJob("Verify CI", noon, 499, 60, first), aJob("Deploy", noon, 59, 59, RunConclusion::Skipped),
                       aJob("Notify", noon, 50, 40)});
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().sha.isEmpty());
    }
    void anUploadBesideAJobThatUploadsNothingIsNotTheRuns()
    {
        RailwayUp world;
        world.tellWhichUploads("Deploy");
        world.setJobs({aJob("Verify CI", noon, 499, 300), aJob("Deploy", noon, 250, 100)});
        world.upload("d-ours", 200);
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY2(world.proof().text.contains(QStringLiteral("uploads nothing")), qPrintable(world.proof().text));
        const CommitProof ours = proveCommit(world.all.deployments.production.value->constLast(),
                                             Environment::Production, world.all, acmeProject());
        QCOMPARE(ours.proof, ShaProof::GitHubRun);
    }
    void theCreatorIsAHintOnly()
    {
        RailwayUp world;
        world.setJobs({aJob("Verify CI", noon, 499, 60, RunConclusion::Failure)});
        world.deployment.creator = QStringLiteral("the run's own token");
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().text.contains(QStringLiteral("by the run's own token")));
    }
    void whileTheJobsAreNotReadNothingIsProven()
    {
        RailwayUp world;
        world.all.jobs.clear();
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().text.contains(QStringLiteral("have not been read")));
        const RunAttempt attempt{.run = aRun(42).run.id, .number = 1};
        QVERIFY(world.unread().contains(attempt));
        QVERIFY(!RailwayUp().unread().contains(attempt));
    }
    void anEarlierAttemptsJobVouchesThoughTheRunGoesOnAgain()
    {
        RailwayUp world;
        const QList<Job> first = *world.all.jobs.constBegin()->value;
        WorkflowRun again = RailwayUp::byHand().running();
        again.attempt = 2;
        again.startedAt = at(noon, 30);
        world.setRun(again);
        world.setJobs({aJob("Validate", noon, 28, -1)});
        (*world.all.jobs.begin()->value)[0].attempt = 2;
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        const RunAttempt earlier{.run = again.id, .number = 1};
        QVERIFY(world.unread().contains(earlier));
        world.all.endedJobs.insert(earlier, first);
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
        QCOMPARE(world.proof().sha, testedSha);
        QVERIFY(!world.unread().contains(earlier));
    }
    void aProofThatWasGivenStaysWhateverBecomesOfTheLists()
    {
        const RailwayUp world;
        ConsoleStore store(acmeProject());
        store.apply(noon, [&](Observations &all) { all = world.all; });
        const auto shown = [&] { return store.snapshot().environments.production.serving->proof; };
        QCOMPARE(shown(), ShaProof::GitHubRun);
        store.apply(noon, [](Observations &all) {
            all.runs = fresh(QList<WorkflowRun>{}, noon);
            all.jobs.clear();
        });
        QCOMPARE(shown(), ShaProof::GitHubRun);
        QCOMPARE(store.snapshot().environments.production.serving->sha, testedSha);
        store.apply(noon, [](Observations &all) { all.deployments.production.value->clear(); });
        QCOMPARE(shown(), ShaProof::GitHubRun);
    }
    void aListOfBeforeTheEndOfTheJobProvesNothingYet()
    {
        RailwayUp world;
        world.all.deployments.production.fetchedAt = noon + Milliseconds(-200'000);
        world.all.services.production.fetchedAt = noon + Milliseconds(-200'000);
        QVERIFY2(world.proof().text.startsWith(QStringLiteral("Not yet")), qPrintable(world.proof().text));
        world.all.services.production.fetchedAt = noon; // its newest one is listed: there is no newer one
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
    }
    void aComputerWhoseClockIsBehindProvesTheSame()
    {
        RailwayUp world;
        world.setRun(RailwayUp::byHand().running());
        world.tellWhichUploads("Deploy");
        const Moment behind = noon + Milliseconds(-3'600'000);
        world.all.deployments.production.fetchedAt = behind;
        world.all.services.production.fetchedAt = behind;
        world.all.clocks.ahead = {{Provider::GitHub, Milliseconds(3'600'000)},
                                  {Provider::Railway, Milliseconds(3'600'000)}};
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
    }
    void theUploaderMaySayWhichCommitItIs()
    {
        RailwayUp world;
        world.all.runs = fresh(QList<WorkflowRun>{}, noon);
        world.deployment.cliMessage = QStringLiteral("deploy of %1, by hand").arg(newerSha.value.toUpper());
        QCOMPARE(world.proof().sha, newerSha);
        QCOMPARE(world.proof().proof, ShaProof::Uploader);
        QVERIFY(world.proof().text.startsWith(QStringLiteral("the uploader says so")));
    }
    void onlyOneWholeCommitIdInTheMessageCounts_data()
    {
        QTest::addColumn<QString>("message");
        QTest::newRow("a short one") << shortSha(newerSha);
        QTest::newRow("two") << newerSha.value + QLatin1Char(' ') + liveSha.value;
        QTest::newRow("a digest") << QStringLiteral("sha256:") + QString(64, QLatin1Char('a'));
        QTest::newRow("within a word") << QLatin1Char('x') + newerSha.value;
    }
    void onlyOneWholeCommitIdInTheMessageCounts()
    {
        QFETCH(QString, message);
        RailwayUp world;
        world.all.runs = fresh(QList<WorkflowRun>{}, noon);
        world.deployment.cliMessage = message;
        QVERIFY(world.proof().sha.isEmpty());
    }
    void anUploaderWhoContradictsTheRunProvesNothing()
    {
        RailwayUp world;
        world.deployment.cliMessage = newerSha.value;
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY(world.proof().text.contains(QStringLiteral("its message names")));
        world.deployment.cliMessage = testedSha.value;
        QCOMPARE(world.proof().proof, ShaProof::GitHubRun);
        QVERIFY(world.proof().text.contains(QStringLiteral("the uploader says so")));
    }
    void whatWasBuiltFromAnImageHasNoCommitAndNoRunVouchesForIt()
    {
        RailwayUp world;
        world.deployment.image = QStringLiteral("ghcr.io/acme/api:v7");
        world.deployment.imageDigest = QStringLiteral("sha256:beef");
        QCOMPARE(world.proof().proof, ShaProof::Unproven);
        QVERIFY2(world.proof().text.contains(QStringLiteral("sha256:beef is its identity")),
                 qPrintable(world.proof().text));
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
        world.all.jobs = {
            {world.all.runs.value->constFirst().id, fresh(oneJobOf(world.all.runs.value->constFirst()), noon)}};
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/follow/follow.h"
#include "models/follow/followrun.h"
#include "support/records.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// A promotion by dispatch, sent five minutes ago, and everything that success needs. Tests take one thing away.
struct Story {
    Moment now = noon;
    Project project = acmeProject();
    Observations all = healthyWorld(noon);
    CommandRecord record = aCommand("o-1", CommandState::Accepted);
    Deployment deployed = aDeployment("d-new", DeploymentStatus::Success, testedSha, noon, 120);
    WorkflowRun run = aRun(950)
                          .of("deploy-production.yml")
                          .event("workflow_dispatch")
                          .on(testedSha)
                          .during(noon, 290, 60)
                          .succeeded();

    Story()
    {
        record.sentAt = at(now, 300);
        record.serverTime = at(now, 300);
        record.run = run.id;
        record.order.serving = record.order.newest = {QStringLiteral("d-production")};
        record.order.known = {{QStringLiteral("d-production")}};
        record.order.newestRun = aRun(902).run.id;
        record.servingSeenAt = at(now, 40);
        all.runs.value->prepend(run);
        all.services.production = fresh(serving(deployed), now);
        all.deployments.production.value->prepend(deployed);
        all.health.production = fresh(probes(2), now, Milliseconds(10'000));
    }

    /// That many good probes since it was seen to serve.
    Health probes(int good) const
    {
        Health health;
        for (int probe = good; probe > 0; --probe)
            health = withSample(health, {.at = at(now, probe * 10), .verdict = Verdict::Healthy, .httpStatus = 200});
        return health;
    }
    WorkflowRun &theRun() { return (*all.runs.value)[0]; }
    Deployment &theDeployment() { return (*all.deployments.production.value)[0]; }
    void deploymentIs(DeploymentStatus status)
    {
        theDeployment().status = status;
        all.services.production.value->latest = theDeployment();
        all.services.production.value->active = {(*all.deployments.production.value)[1]};
    }
    void runFailedIn(const char *step)
    {
        theRun() = aRun(950)
                       .of("deploy-production.yml")
                       .event("workflow_dispatch")
                       .on(testedSha)
                       .during(now, 290, 60)
                       .failed();
        Job job{.id = 1,
                .run = run.id,
                .name = QStringLiteral("deploy"),
                .status = RunStatus::Completed,
                .conclusion = RunConclusion::Failure};
        job.steps = {{.number = 3,
                      .name = QString::fromLatin1(step),
                      .status = RunStatus::Completed,
                      .conclusion = RunConclusion::Failure}};
        all.jobs[run.id] = fresh(QList<Job>{job}, now);
    }
    void onlyJobIs(RunStatus status, RunConclusion conclusion)
    {
        const Job job{.name = QStringLiteral("Verify"), .status = status, .conclusion = conclusion};
        all.jobs[run.id] = fresh(QList<Job>{job}, now);
    }
    /// Time goes on, and everything is read again and found the same.
    void later(int seconds)
    {
        now = now + Milliseconds(seconds * 1000);
        for (const Environment environment : environments) {
            all.services[environment].fetchedAt = now;
            all.deployments[environment].fetchedAt = now;
            all.health[environment].fetchedAt = now;
        }
        all.runs.fetchedAt = now;
    }
    /// The same every few seconds, and each time somebody looks.
    void watch(int seconds)
    {
        for (int passed = 0; passed < seconds; passed += 15) {
            record = follow().record;
            later(15);
        }
    }
    Followed follow() const { return Slipway::follow(record, {all, project, now}); }
    std::optional<CommandEvent> event() const { return follow().event; }
    QString detail() const { return follow().record.detail; }
    QString alarms() const { return follow().record.alarms.join(QLatin1Char('\n')); }
};

Story uncertainStory()
{
    Story story;
    story.record.state = CommandState::Uncertain;
    story.record.run = {};
    story.record.serverTime = {};
    return story;
}

constexpr QLatin1String oldImage("sha256:old");

/// Production degraded, and somebody goes back to the deployment before: Railway said yes.
Story returnStory(OrderKind kind = OrderKind::RollBack)
{
    Story story;
    Order &order = story.record.order;
    order.kind = kind;
    order.sha = testedSha;
    order.target = {QStringLiteral("d-good")};
    order.imageDigest = oldImage;
    story.record.run = {};
    story.record.serverTime = {};
    story.theDeployment().imageDigest = kind == OrderKind::Rebuild ? QStringLiteral("sha256:new") : QString(oldImage);
    story.all.services.production.value->latest = story.theDeployment();
    story.all.services.production.value->active = {story.theDeployment()};
    return story;
}

/// We let go on what a colleague began: a run that waited for a review, or a deployment.
Story approvalStory(OrderKind kind)
{
    Story story;
    Order &order = story.record.order;
    order.kind = kind;
    order.newestRun = story.run.id;
    story.record.run = {};
    if (kind == OrderKind::ApproveReview) {
        order.run = story.run.id;
        story.theRun() = aRun(950)
                             .of("deploy-production.yml")
                             .event("workflow_dispatch")
                             .on(testedSha)
                             .during(noon, 290, 60)
                             .running();
    } else {
        order.target = story.deployed.id;
        order.known.append(story.deployed.id);
    }
    return story;
}

/// What is there is looked at, and production is probed twice after that.
std::optional<CommandEvent> eventAfterTwoProbes(Story &story)
{
    story.record = story.follow().record;
    story.later(30);
    story.all.health.production = fresh(story.probes(2), story.now, Milliseconds(10'000));
    return story.event();
}

void setNew(Story &story, const QString &image, const CommitSha &commit)
{
    Deployment &deployment = story.theDeployment();
    deployment.imageDigest = image;
    deployment.commit = commit;
    story.all.services.production.value->latest = deployment;
    story.all.services.production.value->active = {deployment};
}

/// A command about a run: what is known of it was read after it was sent.
Story repairStory(OrderKind kind)
{
    Story story;
    story.record.order.kind = kind;
    story.record.order.run = story.run.id;
    story.record.order.attempt = 1;
    story.record.run = {};
    return story;
}

Story railwayStory()
{
    Story story;
    story.record.order.kind = OrderKind::RailwayDeploy;
    story.record.order.way = PromotionWay::Railway;
    story.record.run = {};
    story.record.deployment = story.deployed.id;
    story.all.runs.value->removeFirst();
    return story;
}

} // namespace

class FollowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingTogetherIsSuccess()
    {
        const Story story;
        QVERIFY2(story.event() == CommandEvent::Succeeded, qPrintable(story.detail()));
    }
    void aRunThatStillGoesOnIsNoSuccess()
    {
        Story story;
        story.theRun().status = RunStatus::InProgress;
        story.theRun().conclusion = RunConclusion::None;
        QVERIFY(!story.event());
        QVERIFY(story.detail().contains(QStringLiteral("the run has not succeeded")));
    }
    void oneGoodProbeIsNotTwo()
    {
        Story story;
        story.all.health.production = fresh(story.probes(1), story.now, Milliseconds(10'000));
        QVERIFY(!story.event());
        QVERIFY(story.detail().contains(QStringLiteral("two good health answers")));
    }
    void probesFromBeforeItServedDoNotCount()
    {
        Story story;
        story.record.servingSeenAt = at(story.now, 15);
        QVERIFY(!story.event());
    }
    void aStaleProbeProvesNothing()
    {
        Story story;
        story.all.health.production.fetchedAt = story.now + Milliseconds(-60'000);
        QVERIFY(!story.event());
    }
    void aStaleServiceProvesNothing()
    {
        Story story;
        story.all.services.production.fetchedAt = story.now + Milliseconds(-600'000);
        QVERIFY(!story.event());
        QVERIFY(story.detail().contains(QStringLiteral("does not serve")));
    }
    void aPreviousDeploymentThatStillServesIsNoSuccess()
    {
        Story story;
        story.all.services.production.value->active.append((*story.all.deployments.production.value)[1]);
        QVERIFY(!story.event());
        QVERIFY(story.detail().contains(QStringLiteral("previous deployment still serves")));
    }
    void aPreviousDeploymentThatIsBeingRemovedIsNotGoneYet()
    {
        Story story;
        Deployment previous = (*story.all.deployments.production.value)[1];
        previous.status = DeploymentStatus::Removing;
        story.all.services.production.value->active.append(previous);
        QVERIFY(!story.event());
        QVERIFY(story.detail().contains(QStringLiteral("previous deployment still serves")));
        story.all.services.production.value->active.last().status = DeploymentStatus::Removed;
        QVERIFY(story.event() == CommandEvent::Succeeded);
    }
    void goodProbesOfTheOtherEnvironmentsAddressAreWorthNothing()
    {
        Story story;
        story.all.settings.production.value->domains.clear();
        story.all.settings.staging.value->domains.append(QStringLiteral("api.example.com"));
        QVERIFY(!story.event());
        QVERIFY2(story.detail().contains(QStringLiteral("two good health answers")), qPrintable(story.detail()));
    }
    void anAddressThatRailwayDoesNotListHidesNoSuccess()
    {
        Story story;
        story.all.settings.production.value->domains.clear();
        QVERIFY(story.event() == CommandEvent::Succeeded);
    }
    void anotherCommitOnRailwayIsNoSuccess()
    {
        Story story;
        story.theDeployment().commit = newerSha;
        story.all.services.production.value->latest->commit = newerSha;
        story.all.services.production.value->active[0].commit = newerSha;
        QVERIFY(!story.event());
        QVERIFY(story.detail().contains(QStringLiteral("not proven")));
    }
    void aDeploymentKnownBeforehandIsNotTheNewOne()
    {
        Story story;
        story.record.order.known.append(story.deployed.id);
        QVERIFY(story.event() != CommandEvent::Succeeded);
        QVERIFY(story.detail().contains(QStringLiteral("no new deployment appeared")));
    }
    void aSecondNewDeploymentIsAnAlarmAndHidesNotThatOursIsLive()
    {
        for (const DeploymentStatus status : {DeploymentStatus::Building, DeploymentStatus::Removed}) {
            Story story;
            story.all.deployments.production.value->prepend(aDeployment("d-other", status, newerSha, story.now, 50));
            QVERIFY2(story.event() == CommandEvent::Succeeded, qPrintable(story.detail()));
            QVERIFY(story.alarms().contains(QStringLiteral("2 new deployments")));
        }
    }
    void ofTwoDeploymentsOfOneCommitNoneIsCalledOurs()
    {
        Story story;
        story.all.deployments.production.value->prepend(
            aDeployment("d-other", DeploymentStatus::Removed, testedSha, story.now, 50));
        QVERIFY(story.event() == CommandEvent::NotProven);
        QVERIFY(story.follow().record.deployment.isEmpty());
        QVERIFY(story.alarms().contains(QStringLiteral("2 new deployments")));
    }
    void whichOfTwoIsOursIsNotGivenUpBeforeTheRunsJobsAreRead()
    {
        Story story;
        story.theDeployment().commit = {};
        story.all.services.production = fresh(serving(story.theDeployment()), story.now);
        story.all.deployments.production.value->prepend(
            aDeployment("d-other", DeploymentStatus::Removed, {}, story.now, 50));
        QVERIFY(!story.event());
        story.onlyJobIs(RunStatus::Completed, RunConclusion::Success);
        QVERIFY(story.event() == CommandEvent::NotProven);
    }
    void aDeploymentOfAnotherCommitIsNeverTakenForOurs()
    {
        for (const DeploymentStatus status :
             {DeploymentStatus::Building, DeploymentStatus::Success, DeploymentStatus::Removed}) {
            Story story;
            story.theDeployment() = aDeployment("d-return", status, liveSha, story.now, 100);
            story.all.services.production = fresh(serving((*story.all.deployments.production.value)[1]), story.now);
            story.record.deployment = {QStringLiteral("d-return")}; // also where it was taken for ours before
            story.record.servingSeenAt = {};
            QVERIFY(!story.event());
            QVERIFY(story.follow().record.deployment.isEmpty());
            QVERIFY2(story.alarms().contains(QStringLiteral("another commit")), qPrintable(story.alarms()));
            story.record = story.follow().record;
            const Deployment ours = story.deployed; // our run deploys after all
            story.all.deployments.production.value->prepend(ours);
            story.all.services.production = fresh(serving(ours), story.now);
            story.record.servingSeenAt = at(story.now, 40);
            QVERIFY2(story.event() == CommandEvent::Succeeded, qPrintable(story.detail()));
            QCOMPARE(story.follow().record.deployment, ours.id);
        }
    }
    void whatWasLiveAndWasReplacedIsNotCalledFailed()
    {
        Story story;
        story.record.deployment = story.deployed.id;
        story.deploymentIs(DeploymentStatus::Removed);
        QVERIFY(story.event() == CommandEvent::NotProven);
        QVERIFY2(story.detail().contains(QStringLiteral("was live")), qPrintable(story.detail()));
    }
    void aVerdictIsTakenBackWhenItIsLiveAllTheSame()
    {
        for (const CommandState given : {CommandState::Failed, CommandState::NotProven}) {
            Story story;
            story.record.state = given;
            story.record.settledAt = story.now.utc();
            QVERIFY(isReadOn(story.record, story.all, story.now)); // its jobs were not read to their end
            const Followed again = readOn(story.record, {story.all, story.project, story.now});
            QVERIFY(again.event == CommandEvent::Succeeded);
            QVERIFY(next(given, *again.event).state == CommandState::Succeeded);
        }
    }
    void aSettledCommandIsReadOnUntilItsRunHasEnded()
    {
        Story story;
        story.record.state = CommandState::Succeeded;
        story.record.settledAt = story.now.utc();
        story.onlyJobIs(RunStatus::InProgress, RunConclusion::None);
        story.theRun().status = RunStatus::InProgress;
        story.record.steps = story.follow().record.steps;
        QCOMPARE(story.record.steps.size(), 4);
        QVERIFY(isReadOn(story.record, story.all, story.now));
        story.theRun().status = RunStatus::Completed;
        QVERIFY(isReadOn(story.record, story.all, story.now)); // the jobs are older than that
        story.onlyJobIs(RunStatus::Completed, RunConclusion::Success);
        story.all.services.production = fresh(serving((*story.all.deployments.production.value)[1]), story.now);
        const CommandRecord read = readOn(story.record, {story.all, story.project, story.now}).record;
        QCOMPARE(read.steps.constFirst().state, CommandStep::State::Passed);
        for (qsizetype row = 1; row < 4; ++row) // what became of its deployment later is another story
            QVERIFY(read.steps.at(row) == story.record.steps.at(row));
        QCOMPARE(read.detail, story.record.detail);
        QVERIFY(!isReadOn(read, story.all, story.now));
    }
    void whatNeverHappenedIsNotReadOn()
    {
        Story story;
        story.record.settledAt = story.now.utc();
        for (const CommandState state : {CommandState::Refused, CommandState::NotSent}) {
            story.record.state = state;
            QVERIFY(!isReadOn(story.record, story.all, story.now));
        }
    }
    void somebodyElsesRunBesideOursIsAnAlarm()
    {
        Story story;
        QVERIFY(story.alarms().isEmpty());
        WorkflowRun other = story.run;
        other.id = {story.run.id.value + 1};
        other.triggeringActor = QStringLiteral("sam");
        story.all.runs.value->prepend(other);
        QVERIFY(story.alarms().contains(QStringLiteral("sam started run")));
    }
    void aRailwayUpDeploymentInStagingWithoutARunIsAnAlarm()
    {
        Story story;
        story.all.deployments.staging.value->prepend(
            aDeployment("d-stray", DeploymentStatus::Success, {}, story.now, 100));
        QVERIFY(story.alarms().contains(QStringLiteral("appeared in staging")));
    }
    void aStagingDeploymentWithARunOfItsOwnIsNoAlarm()
    {
        Story story;
        story.all.deployments.staging.value->prepend(
            aDeployment("d-own", DeploymentStatus::Success, {}, story.now, 100));
        story.all.runs.value->append(aRun(949).of("deploy.yml").on(newerSha).during(story.now, 200, 90).succeeded());
        QVERIFY2(story.alarms().isEmpty(), qPrintable(story.alarms()));
    }
    void aStagingDeploymentIsNotCalledStrayBeforeTheRunsWereReadAgain()
    {
        Story story;
        story.all.deployments.staging.value->prepend(aDeployment("d-own", DeploymentStatus::Success, {}, story.now, 5));
        QVERIFY(story.alarms().isEmpty());
    }
    void aStagingDeploymentKnownBeforehandIsNoAlarm()
    {
        Story story;
        story.all.deployments.staging.value->prepend(
            aDeployment("d-stray", DeploymentStatus::Success, {}, story.now, 100));
        story.record.order.known.append({QStringLiteral("d-stray")});
        QVERIFY2(story.alarms().isEmpty(), qPrintable(story.alarms()));
    }
    void aRunExplainsOneDeploymentOnly()
    {
        Story story;
        story.all.deployments.staging.value->prepend(
            aDeployment("d-first", DeploymentStatus::Success, {}, story.now, 150));
        story.all.deployments.staging.value->prepend(
            aDeployment("d-second", DeploymentStatus::Success, {}, story.now, 100));
        story.all.runs.value->append(aRun(949).of("deploy.yml").on(newerSha).during(story.now, 200, 90).succeeded());
        const QStringList alarms = story.follow().record.alarms;
        QCOMPARE(alarms.size(), 1);
        QVERIFY2(alarms.constFirst().contains(QStringLiteral("(d-second)")), qPrintable(alarms.constFirst()));
    }
    void twoRunsExplainTwoDeployments()
    {
        Story story;
        story.all.deployments.staging.value->prepend(
            aDeployment("d-first", DeploymentStatus::Success, {}, story.now, 150));
        story.all.deployments.staging.value->prepend(
            aDeployment("d-second", DeploymentStatus::Success, {}, story.now, 100));
        story.all.runs.value->append(aRun(949).of("deploy.yml").on(newerSha).during(story.now, 200, 140).succeeded());
        story.all.runs.value->append(aRun(948).of("deploy.yml").on(liveSha).during(story.now, 210, 90).succeeded());
        QVERIFY2(story.alarms().isEmpty(), qPrintable(story.alarms()));
    }
    void aFailedRunNamesItsStep()
    {
        Story story;
        story.deploymentIs(DeploymentStatus::Failed);
        story.runFailedIn("Wait for health");
        QVERIFY(story.event() == CommandEvent::Failed);
        QVERIFY2(story.detail().contains(QStringLiteral("Wait for health")), qPrintable(story.detail()));
    }
    void aFailedRunWhoseCommitServesIsFailedButLive()
    {
        Story story;
        story.runFailedIn("Notify Slack");
        QVERIFY(story.event() == CommandEvent::FailedButLive);
        QVERIFY(story.detail().contains(QStringLiteral("is serving")));
    }
    void aFailedRunIsNotJudgedBeforeProductionWasReadAgain()
    {
        Story story;
        story.runFailedIn("Notify Slack");
        story.all.deployments.production.fetchedAt = story.now + Milliseconds(-3'000);
        QVERIFY(!story.event());
    }
    void aFailedRunWhoseDeploymentStillRollsOutIsWaitedFor()
    {
        Story story;
        story.runFailedIn("Wait for health");
        story.deploymentIs(DeploymentStatus::Building);
        QVERIFY(!story.event());
    }
    void aSucceededRunThatDeployedNothingIsSaid()
    {
        Story story;
        story.all.deployments.production.value->removeFirst();
        story.all.services.production = fresh(serving(story.all.deployments.production.value->constFirst()), story.now);
        QVERIFY(!story.event());
        story.later(120);
        QVERIFY(story.event() == CommandEvent::NotProven);
        QVERIFY(story.detail().contains(QStringLiteral("skipped")));
    }
    void afterThirtyMinutesWhatIsMissingIsSaid()
    {
        Story story;
        story.all.health.production = fresh(story.probes(1), story.now, Milliseconds(10'000));
        story.watch(1'800);
        QVERIFY(!story.event());
        story.watch(15);
        QVERIFY(story.event() == CommandEvent::NotProven);
        QVERIFY(story.detail().contains(QStringLiteral("two good health answers")));
    }
    void timeInWhichNobodyLookedOrNothingAnsweredDoesNotCount_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("the laptop slept") << QStringLiteral("sleep");
        QTest::newRow("Railway was down") << QStringLiteral("outage");
        QTest::newRow("the clock was set") << QStringLiteral("clock");
    }
    void timeInWhichNobodyLookedOrNothingAnsweredDoesNotCount()
    {
        QFETCH(QString, what);
        Story story = returnStory();
        story.all.deployments.production.value->removeFirst();
        story.all.services.production = fresh(serving((*story.all.deployments.production.value)[0]), story.now);
        story.watch(60);
        if (what == QLatin1String("outage")) {
            for (int minute = 0; minute < 31; ++minute) {
                story.now = story.now + Milliseconds(60'000);
                story.record = story.follow().record;
                QVERIFY(!story.event());
            }
        }
        if (what == QLatin1String("sleep"))
            story.now.wallMs += 31 * 60'000;
        if (what == QLatin1String("clock"))
            story.now.wallMs += 86'400'000;
        QVERIFY2(!story.event(), qPrintable(story.detail()));
        story.later(15);
        QVERIFY2(!story.event(), qPrintable(story.detail()));
        story.watch(1'700);
        QVERIFY2(!story.event(), qPrintable(story.detail()));
        story.watch(120);
        QVERIFY(story.event() == CommandEvent::NotProven);
    }
    void nothingIsSettledByWhatWasReadBeforeItWasSent()
    {
        Story story;
        story.runFailedIn("Wait for health");
        story.deploymentIs(DeploymentStatus::Failed);
        story.record.followedFrom = story.now + Milliseconds(1);
        QVERIFY(!story.event());
        story.later(1);
        QVERIFY(story.event() == CommandEvent::Failed);
    }
    void aClockThatIsWrongByAQuarterOfAnHourHidesNoRunAndNoDeployment_data()
    {
        QTest::addColumn<int>("minutes");
        QTest::newRow("ahead") << 15;
        QTest::newRow("behind") << -15;
    }
    void aClockThatIsWrongByAQuarterOfAnHourHidesNoRunAndNoDeployment()
    {
        QFETCH(int, minutes);
        Story story = uncertainStory();
        story.all.clocks.ahead[Provider::GitHub] = Milliseconds(-minutes * 60'000);
        story.record.sentAt = at(story.now, 300).addSecs(minutes * 60);
        story.record.serverTime = at(story.now, 300); // as the skew says
        QVERIFY2(story.event() == CommandEvent::Found, qPrintable(story.detail()));
        story.all.clocks = {}; // nobody told the time
        story.record.serverTime = {};
        QVERIFY2(story.event() == CommandEvent::Found, qPrintable(story.detail()));
        Story going = returnStory();
        going.record.sentAt = at(going.now, 300).addSecs(minutes * 60);
        QCOMPARE(going.follow().record.deployment, going.deployed.id);
    }
    void aTimeThatGitHubToldIsHeldAgainstRailwaysByBothClocks()
    {
        Story story; // nothing was known before
        story.record.order.known = {};
        story.all.deployments.production.value->removeLast();
        story.record.deployment = {};
        QVERIFY(follow(story.record, {story.all, story.project, story.now}).record.deployment == story.deployed.id);
        story.record.serverTime = at(story.now, -600); // as GitHub said: its clock is ahead
        QVERIFY(follow(story.record, {story.all, story.project, story.now}).record.deployment.isEmpty());
        story.all.clocks.ahead = {{Provider::GitHub, Milliseconds(900'000)}, {Provider::Railway, Milliseconds(0)}};
        story.theRun().createdAt = story.theRun().startedAt = at(story.now, 290 - 900);
        story.theRun().updatedAt = at(story.now, 60 - 900);
        QCOMPARE(follow(story.record, {story.all, story.project, story.now}).record.deployment, story.deployed.id);
    }
    void anApprovalOfARunRaisesTheAlarmOfWhatAppearsBesideIt()
    {
        Story story = approvalStory(OrderKind::ApproveReview);
        QVERIFY2(story.alarms().isEmpty(), qPrintable(story.alarms()));
        story.all.runs.value->prepend(aRun(960)
                                          .of("deploy-production.yml")
                                          .event("workflow_dispatch")
                                          .on(newerSha)
                                          .during(story.now, 30, 1)
                                          .running());
        QVERIFY2(story.alarms().contains(QStringLiteral("mira started run #960 of deploy-production.yml beside")),
                 qPrintable(story.alarms()));
        story.all.deployments.production.value->prepend(
            aDeployment("d-beside", DeploymentStatus::Building, newerSha, story.now, 20));
        QVERIFY(story.alarms().contains(QStringLiteral("2 new deployments appeared")));
    }
    void anApprovalOfADeploymentRaisesTheAlarmOfAnyOther()
    {
        Story story = approvalStory(OrderKind::ApproveDeployment);
        QVERIFY2(story.alarms().isEmpty(), qPrintable(story.alarms()));
        story.all.deployments.production.value->prepend(
            aDeployment("d-beside", DeploymentStatus::Building, newerSha, story.now, 20));
        QVERIFY2(story.alarms().contains(QStringLiteral("(d-beside) appeared in production beside the approved one")),
                 qPrintable(story.alarms()));
    }
    void anApprovalThatIsSettledIsReadOnForItsAlarm()
    {
        Story story = approvalStory(OrderKind::ApproveDeployment);
        story.deploymentIs(DeploymentStatus::Building);
        story.record = story.follow().record;
        story.record.state = CommandState::Succeeded;
        QVERIFY(isReadOn(story.record, story.all, story.now));
        story.all.deployments.production.value->prepend(
            aDeployment("d-beside", DeploymentStatus::Building, newerSha, story.now, 20));
        const Followed read = readOn(story.record, {story.all, story.project, story.now});
        QCOMPARE(read.record.state, CommandState::Succeeded);
        QCOMPARE(openAlarms(read.record).size(), 1);
    }
    void dismissingIsAdvisedOnlyAfterLookingWithSuccessForLongEnough()
    {
        Story story = uncertainStory();
        story.all.runs.value->removeFirst();
        const QString advice = QStringLiteral("say that it did not happen");
        story.record.sentAt = at(story.now, 900); // or the clock is wrong
        QVERIFY(!story.detail().contains(advice));
        story.now = story.now + Milliseconds(3'600'000); // GitHub does not answer
        QVERIFY(!story.detail().contains(advice));
        story.watch(620);
        QVERIFY(story.detail().contains(advice));
    }
    void aDeploymentThatWasThereBeforehandIsNotNewWhenTheListGrowsShort()
    {
        Story story;
        Deployment older = aDeployment("d-ancient", DeploymentStatus::Removed, liveSha, story.now, 90'000);
        story.all.deployments.production.value->append(older);
        QVERIFY2(story.event() == CommandEvent::Succeeded, qPrintable(story.detail()));
    }
    void waitingForAReviewDoesNotRunIntoTheThirtyMinutes()
    {
        Story story;
        story.deploymentIs(DeploymentStatus::Queued);
        story.theRun().status = RunStatus::Waiting;
        story.theRun().conclusion = RunConclusion::None;
        story.all.reviews[story.run.id] = fresh(QList<PendingReview>{{.environment = QStringLiteral("production"),
                                                                      .reviewers = {QStringLiteral("team/leads")}}},
                                                story.now);
        story.later(3 * 3'600);
        story.all.reviews[story.run.id].fetchedAt = story.now;
        const Followed waiting = story.follow();
        QVERIFY(!waiting.event);
        QVERIFY(waiting.record.detail.contains(QStringLiteral("team/leads")));
        QCOMPARE(waiting.record.reviews.size(), 1);
        story.record = waiting.record;
        story.theRun().status = RunStatus::InProgress;
        story.watch(1'000);
        QVERIFY(!story.event());
        story.watch(1'000);
        QVERIFY(story.event() == CommandEvent::NotProven);
    }
    void aRunAtAnotherCommitNeverSucceeds()
    {
        Story story;
        story.theRun().headSha = newerSha;
        QVERIFY(story.follow().wrongCommit);
        QVERIFY(story.event() == CommandEvent::Failed);
        QVERIFY(story.alarms().contains(QStringLiteral("may already have deployed")));
    }
    void aRunOfAnotherEventNeverSucceeds()
    {
        Story story;
        story.theRun().event = QStringLiteral("push");
        QVERIFY(story.follow().wrongCommit);
        QVERIFY(story.event() != CommandEvent::Succeeded);
    }
    void aRunWhoseAnswerLacksSomethingIsNotCalledWrong_data()
    {
        QTest::addColumn<int>("lacks");
        QTest::newRow("path") << 0;
        QTest::newRow("event") << 1;
        QTest::newRow("commit") << 2;
    }
    void aRunWhoseAnswerLacksSomethingIsNotCalledWrong()
    {
        QFETCH(int, lacks);
        Story story;
        WorkflowRun &run = story.theRun();
        if (lacks == 0)
            run.workflowFile.clear();
        else if (lacks == 1)
            run.event.clear();
        else
            run.headSha = {};
        QVERIFY(!story.follow().wrongCommit);
        QVERIFY2(!story.event(), qPrintable(story.detail())); // nor is it the one that was ordered
        QVERIFY(story.detail().contains(QStringLiteral("the run has not succeeded")));
    }
    void aRunOfAnotherWorkflowIsWrong()
    {
        Story story;
        story.theRun().workflowFile = QStringLiteral("nightly.yml");
        QVERIFY(story.follow().wrongCommit);
    }
    void afterALostAnswerARunAtAnotherCommitIsOnlyACandidate()
    {
        Story story = uncertainStory();
        story.theRun().headSha = newerSha;
        const Followed followed = story.follow();
        QVERIFY(!followed.event);
        QVERIFY(!followed.wrongCommit);
        QVERIFY(!followed.record.run);
        QCOMPARE(followed.record.candidates.size(), 1);
        QVERIFY2(followed.record.detail.contains(QStringLiteral("say whether it is")),
                 qPrintable(followed.record.detail));
    }
    void afterAnAnswerWithoutAnIdARunAtAnotherCommitIsOurs()
    {
        Story story = uncertainStory();
        story.record.state = CommandState::Accepted;
        story.theRun().headSha = newerSha;
        QVERIFY(story.event() == CommandEvent::Found);
        QCOMPARE(story.follow().record.run, story.run.id);
    }
    void afterALostAnswerARunThatStartedLongAfterIsOnlyACandidate()
    {
        Story story = uncertainStory();
        story.later(3'600);
        story.theRun().createdAt = story.record.sentAt.addSecs(1'201);
        const Followed followed = story.follow();
        QVERIFY(!followed.event);
        QVERIFY(!followed.record.run);
        QCOMPARE(followed.record.candidates.size(), 1);
        story.theRun().createdAt = story.record.sentAt.addSecs(1'200);
        QVERIFY(story.event() == CommandEvent::Found);
    }
    void anUncertainDispatchAdoptsTheOneRunItCanBe()
    {
        const Story story = uncertainStory();
        QVERIFY(story.event() == CommandEvent::Found);
        QCOMPARE(story.follow().record.run, story.run.id);
    }
    void aRunKnownBeforehandIsNoCandidate()
    {
        Story story = uncertainStory();
        story.record.order.newestRun = story.run.id;
        QVERIFY(!story.event());
    }
    void aRunOfSomebodyElseIsNoCandidate()
    {
        Story story = uncertainStory();
        story.theRun().actor = story.theRun().triggeringActor = QStringLiteral("sam");
        QVERIFY(!story.event());
    }
    void aRunOnAnotherBranchIsNoCandidate()
    {
        Story story = uncertainStory();
        story.theRun().headBranch = QStringLiteral("hotfix");
        QVERIFY(!story.event());
    }
    void aLoginIsTheSameInAnyCase()
    {
        Story story = uncertainStory();
        story.theRun().actor = QStringLiteral("Mira");
        QVERIFY(story.event() == CommandEvent::Found);
    }
    void aClockThatIsMinutesAheadOfGitHubsHidesNoRun()
    {
        Story story = uncertainStory();
        story.record.sentAt = at(story.now, 0);
        QVERIFY(story.event() == CommandEvent::Found);
    }
    void ofSeveralRunsNoneIsAdopted()
    {
        Story story = uncertainStory();
        WorkflowRun other = story.run;
        other.id = {story.run.id.value + 1};
        story.all.runs.value->prepend(other);
        QVERIFY(!story.event());
        QCOMPARE(story.follow().record.candidates.size(), 2);
    }
    void anUncertainOneWithoutARunStaysUncertain()
    {
        Story story = uncertainStory();
        story.all.runs.value->removeFirst();
        story.watch(3'600);
        QVERIFY(!story.event());
        QVERIFY(story.detail().contains(QStringLiteral("say that it did not happen")));
    }
    void anAcceptedOneWithoutARunIsSaidNotToBeVisible()
    {
        Story story = uncertainStory();
        story.record.state = CommandState::Accepted;
        story.all.runs.value->removeFirst();
        story.watch(90);
        QVERIFY(!story.event());
        QVERIFY(story.detail().contains(QStringLiteral("no run is visible yet")));
        story.watch(1'815);
        QVERIFY(story.event() == CommandEvent::NotProven);
    }
    void railwaysDeploymentSucceedsWithoutARun()
    {
        const Story story = railwayStory();
        QVERIFY2(story.event() == CommandEvent::Succeeded, qPrintable(story.detail()));
    }
    void railwaysDeploymentThatFailedIsSaid()
    {
        Story story = railwayStory();
        story.deploymentIs(DeploymentStatus::Failed);
        QVERIFY(story.event() == CommandEvent::Failed);
        QVERIFY(story.detail().contains(QStringLiteral("FAILED")));
    }
    void anUncertainRailwayDeploymentIsFoundByItsCommit()
    {
        Story story = railwayStory();
        story.record.state = CommandState::Uncertain;
        story.record.deployment = {};
        QVERIFY(story.event() == CommandEvent::Found);
        story.theDeployment().commit = newerSha;
        story.all.services.production.value->latest->commit = newerSha;
        story.all.services.production.value->active[0].commit = newerSha;
        QVERIFY(!story.event());
    }
    void aCancellationThatWorkedIsSettled()
    {
        Story story;
        story.record.order.kind = OrderKind::CancelRun;
        story.record.order.run = story.run.id;
        story.theRun().conclusion = RunConclusion::Cancelled;
        QVERIFY(story.event() == CommandEvent::Succeeded);
        story.theRun().conclusion = RunConclusion::Success;
        QVERIFY(story.event() == CommandEvent::Failed);
    }
    void nothingGoesOnUnderACancellationThatWorked()
    {
        Story story;
        story.record.order.kind = OrderKind::CancelRun;
        story.record.order.run = story.run.id;
        story.theRun().conclusion = RunConclusion::Cancelled;
        Job job{.name = QStringLiteral("Validate Confirmation"),
                .status = RunStatus::InProgress}; // read before it ended
        story.all.jobs[story.run.id] = fresh(QList<Job>{job}, noon);
        const Followed followed = follow(story.record, {story.all, acmeProject(), noon});
        QVERIFY(followed.event == CommandEvent::Succeeded);
        for (const CommandStep &step : followed.record.steps)
            QVERIFY(step.state != CommandStep::State::Running && step.state != CommandStep::State::Waiting);
    }
    void anUncertainCancellationIsFoundBeforeItIsSettled()
    {
        Story story;
        story.record.order.kind = OrderKind::CancelRun;
        story.record.order.run = story.run.id;
        story.record.state = CommandState::Uncertain;
        QVERIFY(story.event() == CommandEvent::Found);
    }
    void aReturnIsRestoredByTheImageOfItsTarget_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("image");
        QTest::addColumn<CommitSha>("commit");
        QTest::addColumn<int>("event"); // -1: none yet
        const int good = int(CommandEvent::Succeeded);
        const int unproven = int(CommandEvent::NotProven);
        const QString other = QStringLiteral("sha256:other");
        QTest::newRow("rollback, same image") << int(OrderKind::RollBack) << QString(oldImage) << CommitSha() << good;
        QTest::newRow("redeploy, same image") << int(OrderKind::Redeploy) << QString(oldImage) << CommitSha() << good;
        QTest::newRow("rollback, no image told, same commit")
            << int(OrderKind::RollBack) << QString() << testedSha << good;
        QTest::newRow("rollback, another image") << int(OrderKind::RollBack) << other << testedSha << -1;
        QTest::newRow("rollback, another commit") << int(OrderKind::RollBack) << QString() << newerSha << -1;
        QTest::newRow("rollback, neither told") << int(OrderKind::RollBack) << QString() << CommitSha() << unproven;
        QTest::newRow("rebuild, same commit") << int(OrderKind::Rebuild) << other << testedSha << good;
        QTest::newRow("rebuild, another commit") << int(OrderKind::Rebuild) << other << newerSha << -1;
    }
    void aReturnIsRestoredByTheImageOfItsTarget()
    {
        QFETCH(int, kind);
        QFETCH(QString, image);
        QFETCH(CommitSha, commit);
        QFETCH(int, event);
        Story story = returnStory(OrderKind(kind));
        setNew(story, image, commit);
        const auto found = eventAfterTwoProbes(story);
        QCOMPARE(found ? int(*found) : -1, event);
    }
    void aDeploymentOfAnotherImageThatRailwayNamedIsNotProven()
    {
        Story story = returnStory(OrderKind::Redeploy);
        story.record.deployment = story.deployed.id;
        setNew(story, QStringLiteral("sha256:other"), {});
        QVERIFY(story.event() == CommandEvent::NotProven);
    }
    void aReturnIsNotRestoredBeforeItIsHealthy()
    {
        Story story = returnStory();
        story.all.health.production = fresh(story.probes(1), story.now, Milliseconds(10'000));
        QVERIFY(!story.event());
        QVERIFY(story.detail().contains(QLatin1String("good health answers")));
    }
    void aReturnIsNotRestoredWhileWhatServedBeforeStillServes()
    {
        Story story = returnStory();
        story.all.services.production.value->active.append((*story.all.deployments.production.value)[1]);
        QVERIFY(!eventAfterTwoProbes(story));
    }
    void aReturnWhoseDeploymentFailedHasFailed()
    {
        Story story = returnStory();
        story.record.servingSeenAt = {};
        story.deploymentIs(DeploymentStatus::Failed);
        QVERIFY(story.event() == CommandEvent::Failed);
        QVERIFY(story.detail().contains(QLatin1String("still serves")));
        story.deploymentIs(DeploymentStatus::Crashed);
        QVERIFY(story.event() == CommandEvent::Failed);
        QVERIFY(!story.detail().contains(QLatin1String("still serves")));
    }
    void aGuessIsNotKeptWhenTheTrueDeploymentIsListed()
    {
        Story story = returnStory();
        setNew(story, {}, {}); // somebody's upload, which names nothing yet
        QVERIFY(story.follow().record.deployment.isEmpty());
        Deployment ours = aDeployment("d-ours", DeploymentStatus::Deploying, {}, noon, 90);
        ours.imageDigest = oldImage;
        story.all.deployments.production.value->prepend(ours);
        QCOMPARE(story.follow().record.deployment, ours.id);
    }
    void probesOfAGuessDoNotProveWhatIsListedLater()
    {
        Story story = returnStory();
        setNew(story, {}, {}); // somebody's upload serves, and is probed
        QVERIFY(!story.follow().record.deployment.value.size());
        story.record = story.follow().record;
        setNew(story, oldImage, {}); // it turns out to be what was asked for
        QVERIFY(!story.event());
        QVERIFY(eventAfterTwoProbes(story) == CommandEvent::Succeeded);
    }
    void aGuessThatFailedIsNotCalledOurs()
    {
        Story story = returnStory();
        setNew(story, {}, {});
        story.deploymentIs(DeploymentStatus::Failed);
        story.watch(105);
        QVERIFY(!story.event()); // the true one may be listed yet
        story.watch(45);
        QVERIFY(story.event() == CommandEvent::NotProven);
        QVERIFY(story.detail().contains(QLatin1String("cannot be told")));
    }
    void whatRailwayNamedIsNotTakenForALookalike()
    {
        Story story = returnStory(OrderKind::Redeploy);
        story.record.deployment = {QStringLiteral("d-named")};
        QCOMPARE(story.follow().record.deployment.value, QStringLiteral("d-named"));
        QVERIFY(!story.event());
    }
    void aRejectionThatSomebodyOverruledIsNotCalledOne()
    {
        Story story = repairStory(OrderKind::RejectReview);
        story.theRun().status = RunStatus::InProgress;
        QVERIFY(!story.event()); // the job that tells the team runs all the same
        story.theRun().status = RunStatus::Completed;
        story.theRun().conclusion = RunConclusion::Success;
        QVERIFY(story.event() == CommandEvent::Failed);
        story.theRun().conclusion = RunConclusion::Failure;
        QVERIFY(story.event() == CommandEvent::Succeeded);
    }
    void somebodyElsesDeploymentBesideAReturnIsAnAlarmAndNotOurs()
    {
        Story story = returnStory();
        Deployment others = aDeployment("d-others", DeploymentStatus::Building, newerSha, noon, 100);
        others.imageDigest = QString();
        story.all.deployments.production.value->prepend(others);
        story.all.services.production.value->latest = others;
        QVERIFY(eventAfterTwoProbes(story) == CommandEvent::Succeeded);
        QCOMPARE(story.follow().record.deployment, story.deployed.id);
        QVERIFY(story.alarms().contains(QLatin1String("somebody else deploys too")));
    }
    void anUncertainReturnIsFoundByItsImageOnly()
    {
        Story story = returnStory();
        story.record.state = CommandState::Uncertain;
        QVERIFY(story.event() == CommandEvent::Found);
        setNew(story, QString(), CommitSha());
        QVERIFY(!story.event());
        QVERIFY(story.follow().record.deployment.isEmpty());
        setNew(story, QStringLiteral("sha256:other"), testedSha);
        QVERIFY(!story.event());
    }
    void aReturnThatIsNeverSeenIsNotProvenAfterHalfAnHour()
    {
        Story story = returnStory();
        story.all.deployments.production.value->removeFirst();
        story.all.services.production = fresh(serving((*story.all.deployments.production.value)[0]), story.now);
        QVERIFY(!story.event());
        story.watch(1815);
        QVERIFY(story.event() == CommandEvent::NotProven);
    }
    void anApprovalIsSettledWhenTheRunWaitsNoMore()
    {
        Story story = repairStory(OrderKind::ApproveReview);
        story.theRun().status = RunStatus::Waiting;
        QVERIFY(!story.event());
        story.theRun().status = RunStatus::InProgress;
        QVERIFY(story.event() == CommandEvent::Succeeded);
    }
    void whatWasReadBeforeItWasSentShowsNoEffect()
    {
        Story story = repairStory(OrderKind::ApproveReview);
        story.record.followedFrom = story.now + Milliseconds(1'000);
        QVERIFY(!story.event());
    }
    void aRerunIsSettledWhenTheNextAttemptIsThere()
    {
        Story story = repairStory(OrderKind::RerunFailed);
        QVERIFY(!story.event());
        story.theRun().attempt = 2;
        QVERIFY(story.event() == CommandEvent::Succeeded);
        story.record.state = CommandState::Uncertain;
        QVERIFY(story.event() == CommandEvent::Found);
    }
    void aCancelledDeploymentIsSettledByItsStatus_data()
    {
        QTest::addColumn<DeploymentStatus>("status");
        QTest::addColumn<int>("event");
        QTest::newRow("still building") << DeploymentStatus::Building << -1;
        QTest::newRow("aborted") << DeploymentStatus::Removed << int(CommandEvent::Succeeded);
        QTest::newRow("it was faster") << DeploymentStatus::Success << int(CommandEvent::Failed);
        QTest::newRow("it failed by itself") << DeploymentStatus::Failed << int(CommandEvent::Failed);
        QTest::newRow("a word that is not known") << DeploymentStatus::Unknown << -1;
    }
    void aCancelledDeploymentIsSettledByItsStatus()
    {
        QFETCH(DeploymentStatus, status);
        QFETCH(int, event);
        Story story = repairStory(OrderKind::CancelDeployment);
        story.record.order.run = {};
        story.record.order.target = story.deployed.id;
        story.deploymentIs(status);
        const auto found = story.event();
        QCOMPARE(found ? int(*found) : -1, event);
    }
    void anApprovedDeploymentIsSettledWhenItGoesOn()
    {
        Story story = repairStory(OrderKind::ApproveDeployment);
        story.record.order.run = {};
        story.record.order.target = story.deployed.id;
        story.deploymentIs(DeploymentStatus::NeedsApproval);
        QVERIFY(!story.event());
        story.deploymentIs(DeploymentStatus::Building);
        QVERIFY(story.event() == CommandEvent::Succeeded);
    }
    void noOutcomeIsReachedOnFactsThatAreTooOld()
    {
        Story story;
        story.now = story.now + Milliseconds(900'000);
        QVERIFY(!story.event());
    }
};

SLIPWAY_TEST(FollowTest)
#include "follow_test.moc"

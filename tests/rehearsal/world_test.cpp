// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testmain.h"
#include "timedworld.h"

using namespace Slipway;
using namespace Slipway::Rehearsal;
using namespace Slipway::Test;

namespace {

const SimStep *stepOf(const SimRun &run, const char *name)
{
    for (const SimJob &job : run.jobs) {
        for (const SimStep &step : job.steps) {
            if (step.name == QLatin1String(name))
                return &step;
        }
    }
    return nullptr;
}

bool anyFails(const SimRun &run)
{
    return std::any_of(run.jobs.cbegin(), run.jobs.cend(), [](const SimJob &job) { return job.failed(); });
}

QString statusOf(const TimedWorld &told, const SimDeployment &deployment)
{
    return told.world.statusOf(*told.world.deployment(deployment.id));
}

/// The deployment of production that served before the present one.
SimDeployment previous(const TimedWorld &told)
{
    const QList<SimDeployment> all = told.world.deployments(Environment::Production);
    const SimDeployment *current = told.world.serving(Environment::Production);
    for (const SimDeployment &each : all) {
        if (each.id != current->id && each.servesFrom().isValid())
            return each;
    }
    return {};
}

SimDeployment deployTo(TimedWorld &told, Environment environment = Environment::Production)
{
    return told.world.deployCommit(environment, told.tip(), QStringLiteral("mira"));
}

} // namespace

/// What the team's world does as time passes.
class WorldTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStoryBeginsWithNothingGoingOn_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : scenarioNames())
            QTest::newRow(qPrintable(name)) << name;
    }
    void everyStoryBeginsWithNothingGoingOn()
    {
        QFETCH(QString, name);
        TimedWorld told(name.toLatin1().constData());
        const Scenario &scenario = told.world.scenario();
        const QList<SimCommit> commits = told.world.commits();
        QCOMPARE(told.world.serving(Environment::Production)->sha, commits.at(scenario.live).sha);
        QCOMPARE(told.world.serving(Environment::Staging)->sha, commits.at(scenario.staged).sha);
        const bool goesBadAtOnce = commits.at(scenario.live).degradesAfter == 0;
        QCOMPARE(told.health(), goesBadAtOnce ? QStringLiteral("degraded") : QStringLiteral("healthy"));
        QCOMPARE(told.world.healthOf(Environment::Staging), scenario.stagingHealth);
        for (const SimRun &run : told.world.allRuns()) {
            QVERIFY(endOf(run) < told.now);
            QVERIFY(!anyFails(run));
        }
        for (const Environment environment : environments) {
            for (const SimDeployment &each : told.world.deployments(environment)) {
                QCOMPARE(each.hasCommit, !scenario.railwayUp);
                const bool serves = each.id == told.world.serving(environment)->id;
                const bool isOver = told.world.statusOf(each) == QLatin1String("REMOVED") ||
                                    told.world.statusOf(each) == QLatin1String("FAILED");
                QVERIFY(serves ? told.world.statusOf(each) == QLatin1String("SUCCESS") : isOver);
            }
        }
        for (const Scenario::Event &event : scenario.events)
            QVERIFY2(told.world.happen(event.name), qPrintable(event.name));
    }

    void theSameSeedMakesTheSameWorld()
    {
        const TimedWorld one;
        const TimedWorld other;
        QCOMPARE(one.tip(), other.tip());
        QCOMPARE(one.servingId(), other.servingId());
        const World third(TimedWorld::told("normal"), 1, 2, [&one] { return one.now; });
        QVERIFY(third.commits().constLast().sha != one.tip());
    }

    void aDeploymentTakesItsTime_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("status");
        QTest::newRow("at once") << 0. << QStringLiteral("INITIALIZING");
        QTest::newRow("building") << 4. << QStringLiteral("BUILDING");
        QTest::newRow("built") << 34. << QStringLiteral("DEPLOYING");
        QTest::newRow("not ready yet") << 95.9 << QStringLiteral("DEPLOYING");
        QTest::newRow("ready") << 96. << QStringLiteral("SUCCESS");
    }
    void aDeploymentTakesItsTime()
    {
        QFETCH(double, seconds);
        QFETCH(QString, status);
        TimedWorld told;
        const SimDeployment made = deployTo(told);
        told.pass(seconds);
        QCOMPARE(told.newest().id, made.id);
        QCOMPARE(told.statusOfNewest(), status);
    }

    void speedShortensIt()
    {
        TimedWorld told("normal", 10);
        deployTo(told);
        told.pass(9.5);
        QCOMPARE(told.statusOfNewest(), QStringLiteral("DEPLOYING"));
        told.pass(0.1);
        QCOMPARE(told.statusOfNewest(), QStringLiteral("SUCCESS"));
        QCOMPARE(told.health(), QStringLiteral("starting"));
        told.pass(0.8);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
    }

    void theOldContainerAnswersUntilTheNewOneServes()
    {
        TimedWorld told;
        const QString before = told.servingId();
        const SimDeployment made = deployTo(told);
        told.pass(95);
        QCOMPARE(told.servingId(), before);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
        told.pass(1);
        QCOMPARE(told.servingId(), made.id);
        QCOMPARE(told.health(), QStringLiteral("starting"));
        told.pass(7);
        QCOMPARE(told.health(), QStringLiteral("starting"));
        told.pass(1);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
    }

    void whatWasReplacedDrainsAndIsRemoved()
    {
        TimedWorld told;
        const SimDeployment before = *told.world.serving(Environment::Production);
        deployTo(told);
        told.pass(96);
        const QDateTime switched = told.now;
        QCOMPARE(told.world.statusOf(before), QStringLiteral("REMOVING"));
        told.pass(9);
        QCOMPARE(told.world.statusOf(before), QStringLiteral("REMOVING"));
        QCOMPARE(told.world.statusSince(before), switched);
        told.pass(1);
        QCOMPARE(told.world.statusOf(before), QStringLiteral("REMOVED"));
        QCOMPARE(told.world.statusSince(before), told.now);
    }

    void oneEnvironmentsDeploymentLeavesTheOtherAlone()
    {
        TimedWorld told;
        const QString production = told.servingId();
        deployTo(told, Environment::Staging);
        told.pass(300);
        QCOMPARE(told.servingId(), production);
        QCOMPARE(told.world.deployments(Environment::Production).size(), 3);
    }

    void whatWasRemovedLongAgoCannotBeRolledBackTo()
    {
        TimedWorld told;
        const QList<SimDeployment> all = told.world.deployments(Environment::Production);
        QCOMPARE(all.size(), 3);
        QVERIFY(told.world.canRollBackTo(all.at(0))); // it serves
        QVERIFY(told.world.canRollBackTo(all.at(1))); // two days
        QVERIFY(!told.world.canRollBackTo(all.at(2)));
        const QDateTime removed = told.world.statusSince(all.at(1));
        told.pass(double(told.now.secsTo(removed.addSecs(72 * 3600LL))) - 1);
        QVERIFY(told.world.canRollBackTo(all.at(1)));
        told.pass(1);
        QVERIFY(!told.world.canRollBackTo(all.at(1)));
        QVERIFY(told.world.canRollBackTo(all.at(0)));
    }
    void whatNeverServedCannotBeRolledBackTo()
    {
        TimedWorld told;
        const SimDeployment made = deployTo(told);
        told.pass(95);
        QVERIFY(!told.world.canRollBackTo(made));
        told.pass(1);
        QVERIFY(told.world.canRollBackTo(made));
    }

    void aDispatchedRunIsFoundBeforeItIsListed()
    {
        TimedWorld told;
        const qint64 known = told.world.runs().constFirst().id;
        const SimRun run = told.dispatch();
        QVERIFY(!told.world.run(run.id));
        told.pass(1);
        QVERIFY(told.world.run(run.id));
        QVERIFY(told.world.job(run.jobs.constFirst().id));
        told.pass(2);
        QCOMPARE(told.world.runs().constFirst().id, known);
        told.pass(1);
        QCOMPARE(told.world.runs().constFirst().id, run.id);
    }

    void aDispatchedRunDeploysAndWaits()
    {
        TimedWorld told;
        const QString before = told.servingId();
        const SimRun run = told.dispatch();
        told.pass(1);
        QCOMPARE(told.world.deployments(Environment::Production).constFirst().id, before);
        const SimStep deploys = *stepOf(run, "Deploy to Railway");
        told.pass(double(told.now.secsTo(deploys.to)));
        QCOMPARE(told.newest().run, run.id);
        QVERIFY(told.newest().hasCommit);
        QCOMPARE(told.newest().createdAt, deploys.to);
        QVERIFY(stepOf(run, "Wait for the deployment")->to >= told.newest().servesFrom());
        told.pass(double(told.now.secsTo(endOf(run))));
        QCOMPARE(told.servingId(), told.newest().id);
        QVERIFY(!anyFails(told.run(run.id)));
    }

    void anUploadingRunIsAnsweredByTheOldContainer()
    {
        TimedWorld told("railway-up");
        const SimRun run = told.dispatch();
        told.pass(double(told.now.secsTo(uploadedAt(run))));
        QVERIFY(!told.newest().hasCommit);
        QVERIFY(!stepOf(run, "Wait for the deployment"));
        QVERIFY(stepOf(run, "Wait for the service")->to < told.newest().servesFrom());
    }

    void anotherPhraseDeploysNothing()
    {
        for (const char *name : {"normal", "rejected"}) {
            TimedWorld told(name);
            const bool rejects = told.world.scenario().rejectsPhrase;
            const QString phrase = rejects ? QStringLiteral("deploy-to-production") : QStringLiteral("please");
            const SimRun run = told.world.dispatch(QStringLiteral("main"), told.tip(), phrase, QStringLiteral("mira"));
            QVERIFY(anyFails(run));
            QVERIFY(stepOf(run, "Check confirmation")->failure.contains(told.world.phrase()));
            QVERIFY(!uploadedAt(run).isValid());
            told.pass(400);
            QCOMPARE(told.world.deployments(Environment::Production).size(), 3);
        }
    }

    void cancellingInTimeDeploysNothing()
    {
        TimedWorld told;
        const SimRun run = told.dispatch();
        told.pass(5);
        QVERIFY(told.world.cancel(run.id));
        QVERIFY(!told.run(run.id).isCancelled(told.now));
        told.pass(3);
        QVERIFY(told.run(run.id).isCancelled(told.now));
        QVERIFY(!told.world.cancel(run.id));
        told.pass(300);
        QCOMPARE(told.world.deployments(Environment::Production).size(), 3);
    }
    void cancellingTooLateStopsNoDeployment()
    {
        TimedWorld told;
        const SimRun run = told.dispatch();
        told.pass(60);
        QVERIFY(told.world.cancel(run.id));
        told.pass(300);
        QCOMPARE(told.world.serving(Environment::Production)->run, run.id);
    }
    void whatIsOverCannotBeCancelled()
    {
        TimedWorld told;
        QVERIFY(!told.world.cancel(told.world.runs().constFirst().id));
        QVERIFY(!told.world.cancel(42));
    }

    void aTagIsMadeOnce()
    {
        TimedWorld told;
        const QString name = QStringLiteral("deploy/one");
        const QString sha = told.world.commits().constFirst().sha;
        QVERIFY(!told.world.tag(name));
        QVERIFY(told.world.createTag(name, sha));
        QVERIFY(!told.world.createTag(name, told.tip()));
        QCOMPARE(*told.world.tag(name), sha);
        QCOMPARE(told.world.commit(name)->sha, sha);
        QCOMPARE(told.world.commit(QStringLiteral("refs/tags/") + name)->sha, sha);
    }

    void aPushIsTestedThenStaged()
    {
        TimedWorld told;
        const QString before = told.world.serving(Environment::Staging)->sha;
        QVERIFY(told.happen("push"));
        QVERIFY(told.tip() != before);
        told.pass(6);
        const SimRun staging = told.world.runs().at(0);
        const SimRun ci = told.world.runs().at(1);
        QCOMPARE(ci.file, ciFile);
        QCOMPARE(staging.file, stagingFile);
        QCOMPARE(staging.sha, told.tip());
        QVERIFY(uploadedAt(staging) > endOf(ci));
        told.pass(double(told.now.secsTo(endOf(staging))));
        QCOMPARE(told.world.serving(Environment::Staging)->sha, told.tip());
    }
    void aDocumentationPushDeploysNothing()
    {
        TimedWorld told;
        const QString before = told.world.serving(Environment::Staging)->sha;
        QVERIFY(told.happen("docs-push"));
        told.pass(900);
        QCOMPARE(told.world.runs().constFirst().file, ciFile);
        QCOMPARE(told.world.serving(Environment::Staging)->sha, before);
    }

    void theNextProductionDeploymentFailsAndTheOldOneServes()
    {
        TimedWorld told;
        const QString before = told.servingId();
        QVERIFY(told.happen("production-deploy-fails"));
        const SimRun run = told.dispatch();
        told.pass(60);
        QCOMPARE(told.statusOfNewest(), QStringLiteral("FAILED"));
        QCOMPARE(told.servingId(), before);
        const SimRun now = told.run(run.id);
        QVERIFY(stepOf(now, "Wait for the deployment")->fails());
        QVERIFY(stepOf(now, "Wait for the deployment")->to > told.newest().timeline.constLast().first);
        QVERIFY(now.jobs.at(2).skipped);
        QVERIFY(!now.jobs.at(3).skipped && !now.jobs.at(3).failed());
        QVERIFY(endOf(now) < endOf(run));
        told.pass(300);
        QCOMPARE(told.servingId(), before);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
        QVERIFY(!told.world.canRollBackTo(told.newest()));
        deployTo(told); // and the one after it does not
        told.pass(96);
        QCOMPARE(told.statusOfNewest(), QStringLiteral("SUCCESS"));
    }
    void aDeploymentOnItsWayFails()
    {
        TimedWorld told;
        const SimRun run = told.dispatch();
        told.pass(30); // it is being built
        QVERIFY(told.happen("production-deploy-fails"));
        told.pass(60);
        QCOMPARE(told.newest().run, run.id);
        QCOMPARE(told.statusOfNewest(), QStringLiteral("FAILED"));
        QVERIFY(anyFails(told.run(run.id)));
    }
    void whatIsBuiltDoesNotFailAnyMore()
    {
        TimedWorld told;
        told.dispatch();
        told.pass(80);
        QVERIFY(told.happen("production-deploy-fails"));
        told.pass(60);
        QCOMPARE(told.statusOfNewest(), QStringLiteral("SUCCESS"));
        deployTo(told);
        told.pass(34);
        QCOMPARE(told.statusOfNewest(), QStringLiteral("FAILED"));
    }
    void anUploadingRunStaysGreenWhenItsDeploymentFails()
    {
        TimedWorld told("railway-up");
        QVERIFY(told.happen("production-deploy-fails"));
        const SimRun run = told.dispatch();
        told.pass(400);
        QCOMPARE(told.statusOfNewest(), QStringLiteral("FAILED"));
        QVERIFY(!anyFails(told.run(run.id)));
    }

    void aCrashTakesProductionDownUntilItIsReplaced()
    {
        TimedWorld told;
        const SimDeployment before = *told.world.serving(Environment::Production);
        told.pass(10);
        QVERIFY(told.happen("production-crashes"));
        QCOMPARE(told.statusOfNewest(), QStringLiteral("CRASHED"));
        QCOMPARE(told.servingId(), before.id);
        QCOMPARE(told.health(), QStringLiteral("down"));
        QCOMPARE(told.world.healthSince(Environment::Production), told.now);
        QCOMPARE(told.world.healthOf(Environment::Staging), QStringLiteral("healthy"));
        deployTo(told);
        told.pass(104);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
        QCOMPARE(told.world.statusOf(*told.world.deployment(before.id)), QStringLiteral("REMOVING"));
        told.pass(2);
        QCOMPARE(told.world.statusOf(*told.world.deployment(before.id)), QStringLiteral("REMOVED"));
    }
    void whatCrashedIsStartedAgain()
    {
        TimedWorld told;
        QVERIFY(told.happen("production-crashes"));
        told.pass(60);
        QVERIFY(told.happen("production-recovers"));
        QCOMPARE(told.statusOfNewest(), QStringLiteral("SUCCESS"));
        QCOMPARE(told.health(), QStringLiteral("starting"));
        told.pass(8);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
    }

    void aReviewIsWaitedFor()
    {
        TimedWorld told;
        QVERIFY(told.happen("protect-production"));
        const SimRun run = told.dispatch();
        told.pass(3'600);
        QCOMPARE(told.world.deployments(Environment::Production).size(), 3);
        QVERIFY(told.happen("approve"));
        told.pass(double(told.now.secsTo(endOf(told.run(run.id)))));
        QCOMPARE(told.world.serving(Environment::Production)->run, run.id);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
    }

    void oneOfTwoRacingDeploymentsServes()
    {
        TimedWorld told("colleague");
        told.dispatch();
        told.pass(2); // a colleague clicks
        told.pass(4);
        QCOMPARE(told.world.runs().constFirst().actor, QStringLiteral("lee"));
        told.world.advance(600); // both take over at once
        const QList<SimDeployment> all = told.world.deployments(Environment::Production);
        QCOMPARE(all.size(), 5);
        const auto good = std::count_if(all.cbegin(), all.cend(), [&](const SimDeployment &each) {
            return told.world.statusOf(each) == QLatin1String("SUCCESS");
        });
        QCOMPARE(good, 1);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
    }

    void advancingMakesHappenWhatWouldHave()
    {
        TimedWorld told("racing-main");
        const QString before = told.tip();
        told.world.advance(59);
        QCOMPARE(told.tip(), before);
        told.world.advance(1);
        QVERIFY(told.tip() != before);
        told.world.advance(900);
        QCOMPARE(told.world.serving(Environment::Staging)->sha, told.tip());
        QCOMPARE(told.world.statusOf(told.world.deployments(Environment::Staging).at(1)), QStringLiteral("REMOVED"));
    }

    void aRollbackRestoresImageCommitAndVariables()
    {
        TimedWorld told("bad-release");
        const SimDeployment target = previous(told);
        const auto back = told.world.rollBack(target.id, QStringLiteral("mira"));
        QVERIFY(back);
        QVERIFY(back->id != target.id);
        QCOMPARE(back->reason, QStringLiteral("rollback"));
        QCOMPARE(back->sha, target.sha);
        QCOMPARE(back->imageDigest, target.imageDigest);
        QCOMPARE(back->variables, target.variables);
        QVERIFY(back->variables != told.world.variables(Environment::Production));
        QCOMPARE(told.newest().id, back->id);
        QCOMPARE(told.newest().builtAt, told.now);
    }
    void aReturnTakesSecondsAndBuildsNothing_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("status");
        QTest::newRow("at once") << 0. << QStringLiteral("QUEUED");
        QTest::newRow("taken up") << 1. << QStringLiteral("INITIALIZING");
        QTest::newRow("starting") << 3. << QStringLiteral("DEPLOYING");
        QTest::newRow("not ready yet") << 11.9 << QStringLiteral("DEPLOYING");
        QTest::newRow("ready") << 12. << QStringLiteral("SUCCESS");
    }
    void aReturnTakesSecondsAndBuildsNothing()
    {
        QFETCH(double, seconds);
        QFETCH(QString, status);
        TimedWorld back;
        QVERIFY(back.world.rollBack(previous(back).id, {}));
        back.pass(seconds);
        QCOMPARE(back.statusOfNewest(), status);
        TimedWorld again;
        QVERIFY(again.world.redeploy(previous(again).id, true, {}));
        again.pass(seconds);
        QCOMPARE(again.statusOfNewest(), status);
        TimedWorld fast("normal", 10);
        QVERIFY(fast.world.rollBack(previous(fast).id, {}));
        fast.pass(seconds / 10);
        QCOMPARE(fast.statusOfNewest(), status);
    }
    void theSameImageRunsWithTodaysVariables()
    {
        TimedWorld told("bad-release");
        const SimDeployment target = previous(told);
        const auto again = told.world.redeploy(target.id, true, QStringLiteral("mira"));
        QCOMPARE(again->imageDigest, target.imageDigest);
        QCOMPARE(again->variables, told.world.variables(Environment::Production));
        QVERIFY(again->variables != target.variables);
        QVERIFY(again->reason != QLatin1String("rollback"));
    }
    void aRebuildMakesAnotherImageOfTheSameCommit()
    {
        TimedWorld told("expired-image");
        const SimDeployment target = previous(told);
        QVERIFY(!told.world.canRollBackTo(target));
        QVERIFY(told.world.canRedeploy(target));
        const auto again = told.world.redeploy(target.id, false, {});
        QVERIFY(again);
        QCOMPARE(again->sha, target.sha);
        QVERIFY(again->imageDigest != target.imageDigest);
        told.pass(4);
        QCOMPARE(told.statusOfNewest(), QStringLiteral("BUILDING"));
        QVERIFY(told.newest().builtAt > told.now);
        told.pass(92);
        QCOMPARE(told.servingId(), again->id);
    }
    void whatIsGoneIsNotReturnedTo()
    {
        TimedWorld told("expired-image");
        const SimDeployment target = previous(told);
        QVERIFY(!told.world.rollBack(target.id, {}));
        QVERIFY(!told.world.redeploy(target.id, true, {}));
        QVERIFY(!told.world.rollBack(QStringLiteral("nothing"), {}));
        QVERIFY(!told.world.redeploy(QStringLiteral("nothing"), false, {}));
        const SimDeployment building = deployTo(told);
        QVERIFY(!told.world.rollBack(building.id, {}));
        QVERIFY(!told.world.redeploy(building.id, false, {}));
        QCOMPARE(told.world.deployments(Environment::Production).size(), 4);
    }
    void aBadReleaseHasTwoToGoBackToAndThreeThatAreNone()
    {
        TimedWorld told("bad-release");
        QStringList all;
        const QList<SimDeployment> deployments = told.world.deployments(Environment::Production);
        for (const SimDeployment &each : deployments) {
            const QString kept = told.world.canRollBackTo(each) ? QStringLiteral(" kept") : QString();
            const QString image = each.builtAt.isValid() ? QString() : QStringLiteral(" without an image");
            all.append(told.world.statusOf(each) + kept + image);
        }
        QCOMPARE(all.join(QStringLiteral(", ")),
                 QStringLiteral("SUCCESS kept, REMOVED without an image, REMOVED kept, FAILED without an image, "
                                "REMOVED kept, REMOVED"));
    }
    void aBadReleaseDegradesUntilAnotherServes()
    {
        TimedWorld told("bad-release");
        const SimDeployment bad = *told.world.serving(Environment::Production);
        told.pass(7.9);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
        told.pass(0.1);
        QCOMPARE(told.health(), QStringLiteral("degraded"));
        QCOMPARE(told.world.healthSince(Environment::Production), told.now);
        QCOMPARE(told.world.healthOf(Environment::Staging), QStringLiteral("healthy"));
        QVERIFY(told.world.rollBack(previous(told).id, {}));
        told.pass(11.9);
        QCOMPARE(told.health(), QStringLiteral("degraded"));
        told.pass(0.1);
        QCOMPARE(told.health(), QStringLiteral("starting"));
        told.pass(8);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
        told.pass(3'600);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
        QVERIFY(told.world.rollBack(bad.id, {})); // somebody insists
        told.pass(12 + 8);
        QCOMPARE(told.health(), QStringLiteral("degraded"));
    }
    void aReleaseThatIsPromotedMayGoBadToo()
    {
        Scenario scenario = TimedWorld::told("normal");
        scenario.commits.last().degradesAfter = 60;
        QDateTime now = TimedWorld().now;
        World world(scenario, 2, 1, [&now] { return now; });
        world.deployCommit(Environment::Production, world.commits().constLast().sha, QStringLiteral("mira"));
        now = now.addSecs(48 + 29);
        QCOMPARE(world.healthOf(Environment::Production), QStringLiteral("healthy"));
        now = now.addSecs(1);
        QCOMPARE(world.healthOf(Environment::Production), QStringLiteral("degraded"));
    }
    void timeThatIsSkippedMakesItGoBad()
    {
        TimedWorld told("bad-release");
        told.world.advance(8);
        QCOMPARE(told.health(), QStringLiteral("degraded"));
    }
    void aReturnCanFailToo()
    {
        TimedWorld told("bad-release");
        const QString before = told.servingId();
        QVERIFY(told.happen("production-deploy-fails"));
        QVERIFY(told.world.rollBack(previous(told).id, {}));
        told.pass(60);
        QCOMPARE(told.statusOfNewest(), QStringLiteral("FAILED"));
        QCOMPARE(told.servingId(), before);
        QCOMPARE(told.health(), QStringLiteral("degraded"));
    }
    void aColleagueGoesBackToWhatServedBefore()
    {
        TimedWorld told("double-hand");
        const SimDeployment target = previous(told);
        told.pass(19.9);
        QVERIFY(told.newest().creator.isEmpty());
        told.pass(0.1);
        QCOMPARE(told.newest().creator, QStringLiteral("lee"));
        QCOMPARE(told.newest().imageDigest, target.imageDigest);
        told.pass(12);
        QCOMPARE(told.servingId(), told.newest().id);
    }

    void whatIsOnItsWayCanBeAborted()
    {
        TimedWorld told;
        const QString before = told.servingId();
        const SimRun run = told.dispatch();
        told.pass(30);
        const SimDeployment made = told.newest();
        QVERIFY(told.world.cancelDeployment(made.id));
        QCOMPARE(statusOf(told, made), QStringLiteral("REMOVED"));
        QVERIFY(!told.newest().builtAt.isValid());
        told.pass(300);
        QCOMPARE(told.servingId(), before);
        QVERIFY(!told.world.canRollBackTo(told.newest()));
        QVERIFY(stepOf(told.run(run.id), "Wait for the deployment")->failure.contains(QStringLiteral("REMOVED")));
    }
    void whatServesOrIsOverCannotBeAborted()
    {
        TimedWorld told("bad-release");
        const QList<SimDeployment> all = told.world.deployments(Environment::Production);
        for (const SimDeployment &each : all)
            QVERIFY(!told.world.cancelDeployment(each.id));
        QVERIFY(!told.world.cancelDeployment(QStringLiteral("nothing")));
    }
    void anUnapprovedPushWaitsForAPerson()
    {
        TimedWorld told;
        const QString before = told.world.serving(Environment::Staging)->id;
        QVERIFY(told.happen("unapproved-push"));
        told.pass(3'600);
        const SimDeployment waiting = told.world.deployments(Environment::Staging).constFirst();
        QCOMPARE(told.world.statusOf(waiting), QStringLiteral("NEEDS_APPROVAL"));
        QVERIFY(!told.world.canRedeploy(waiting));
        QVERIFY(told.world.approveDeployment(waiting.id));
        QVERIFY(!told.world.approveDeployment(waiting.id));
        QCOMPARE(statusOf(told, waiting), QStringLiteral("INITIALIZING"));
        QCOMPARE(told.world.serving(Environment::Staging)->id, before);
        told.pass(96);
        QCOMPARE(told.world.serving(Environment::Staging)->id, waiting.id);
    }
    void whatWaitsForApprovalCanBeAborted()
    {
        TimedWorld told;
        QVERIFY(told.happen("unapproved-push"));
        const SimDeployment waiting = told.world.deployments(Environment::Staging).constFirst();
        told.pass(60);
        QVERIFY(told.world.cancelDeployment(waiting.id));
        QCOMPARE(statusOf(told, waiting), QStringLiteral("REMOVED"));
        QVERIFY(!told.world.approveDeployment(waiting.id));
    }

    void onlyProductionsVariablesChanged()
    {
        TimedWorld told("bad-release");
        const Variables then = previous(told).variables;
        const Variables now = told.world.variables(Environment::Production);
        QVERIFY(!then.contains(QStringLiteral("DATABASE_POOL")) && now.contains(QStringLiteral("DATABASE_POOL")));
        QVERIFY(then.contains(QStringLiteral("SENTRY_ENVIRONMENT")));
        QVERIFY(!now.contains(QStringLiteral("SENTRY_ENVIRONMENT")));
        QVERIFY(then.value(QStringLiteral("UPSTREAM_TIMEOUT")) != now.value(QStringLiteral("UPSTREAM_TIMEOUT")));
        QVERIFY(told.world.variables(Environment::Staging).contains(QStringLiteral("SENTRY_ENVIRONMENT")));
    }
    void everyImageIsItsOwn()
    {
        TimedWorld told("bad-release");
        QSet<QString> images;
        for (const Environment environment : environments) {
            for (const SimDeployment &each : told.world.deployments(environment)) {
                QCOMPARE(each.imageDigest.size(), 7 + 64);
                images.insert(each.imageDigest);
            }
        }
        QCOMPARE(images.size(), 11);
    }

    void aFlakyTestIsRunAgainAndThenStaged()
    {
        TimedWorld told;
        QVERIFY(told.happen("flaky-push"));
        told.pass(6);
        const SimRun staging = told.world.runs().at(0);
        const SimRun ci = told.world.runs().at(1);
        told.pass(double(told.now.secsTo(endOf(ci))));
        QVERIFY(anyFails(told.run(ci.id)));
        told.pass(double(told.now.secsTo(endOf(staging))));
        QVERIFY(anyFails(told.run(staging.id)));
        QCOMPARE(told.world.deployments(Environment::Staging).size(), 5);

        const qint64 passedJob = told.run(ci.id).jobs.at(2).id;
        QVERIFY(told.world.rerun(ci.id, QStringLiteral("mira")));
        QVERIFY(!told.world.rerun(ci.id, QStringLiteral("mira"))); // it goes on
        QCOMPARE(told.run(ci.id).attempt, 2);
        QCOMPARE(told.run(ci.id).rerunBy, QStringLiteral("mira"));
        QCOMPARE(told.run(ci.id).jobs.at(2).id, passedJob);
        QVERIFY(told.run(ci.id).jobs.at(3).id != ci.jobs.at(3).id);
        QVERIFY(endOf(told.run(ci.id)) > told.now);
        told.pass(double(told.now.secsTo(endOf(told.run(ci.id)))));
        QVERIFY(!anyFails(told.run(ci.id)));

        QVERIFY(told.world.rerun(staging.id, QStringLiteral("mira")));
        QCOMPARE(told.world.runs().constFirst().id, staging.id);
        told.pass(double(told.now.secsTo(endOf(told.run(staging.id)))));
        QVERIFY(!anyFails(told.run(staging.id)));
        QCOMPARE(told.world.serving(Environment::Staging)->sha, told.tip());
        QCOMPARE(told.world.serving(Environment::Staging)->run, staging.id);
    }
    void whatFailsForAReasonFailsAgain()
    {
        TimedWorld told;
        QVERIFY(told.happen("flaky-push"));
        told.pass(6);
        const SimRun staging = told.world.runs().at(0);
        told.pass(double(told.now.secsTo(endOf(staging))));
        QVERIFY(told.world.rerun(staging.id, QStringLiteral("mira"))); // CI is as red as it was
        told.pass(double(told.now.secsTo(endOf(told.run(staging.id)))));
        QVERIFY(anyFails(told.run(staging.id)));
        QCOMPARE(told.world.deployments(Environment::Staging).size(), 5);
    }
    void aFailedProductionRunDeploysAgain()
    {
        TimedWorld told;
        QVERIFY(told.happen("production-deploy-fails"));
        const SimRun run = told.dispatch();
        told.pass(300);
        QVERIFY(told.world.rerun(run.id, QStringLiteral("mira")));
        told.pass(double(told.now.secsTo(endOf(told.run(run.id)))));
        QVERIFY(!anyFails(told.run(run.id)));
        QCOMPARE(told.world.serving(Environment::Production)->run, run.id);
        QCOMPARE(told.world.deployments(Environment::Production).size(), 5); // the failed one stays
    }
    void aCancelledRunGoesOnWhereItWasCut()
    {
        TimedWorld told;
        const SimRun run = told.dispatch();
        told.pass(5);
        QVERIFY(told.world.cancel(run.id));
        told.pass(60);
        QVERIFY(told.world.rerun(run.id, QStringLiteral("mira")));
        QVERIFY(!told.run(run.id).isCancelled(told.now));
        told.pass(double(told.now.secsTo(endOf(told.run(run.id)))));
        QCOMPARE(told.world.serving(Environment::Production)->run, run.id);
    }
    void whatSucceededMayBeStartedAgainWholeAndKeepsItsFirstAttempt()
    {
        TimedWorld told("railway-up");
        const SimRun before = told.run(told.world.serving(Environment::Staging)->run);
        QVERIFY(told.happen("staging-run-again"));
        const SimRun again = told.run(before.id);
        QCOMPARE(again.attempt, 2);
        QCOMPARE(again.earlier.size(), 1);
        QCOMPARE(again.earlier.constFirst().jobs.constFirst().id, before.jobs.constFirst().id);
        const int deployments = int(told.world.deployments(Environment::Staging).size());
        told.pass(double(told.now.secsTo(endOf(again))));
        QCOMPARE(told.world.deployments(Environment::Staging).size(), deployments + 1);
        QCOMPARE(told.world.deployments(Environment::Staging).constFirst().sha, before.sha);
    }
    void whatSucceededIsNotRunAgain()
    {
        TimedWorld told;
        QVERIFY(!told.world.rerun(told.world.runs().constFirst().id, QStringLiteral("mira")));
        QVERIFY(!told.world.rerun(42, QStringLiteral("mira")));
        const SimRun refused = told.world.dispatch(QStringLiteral("main"), told.tip(), QStringLiteral("please"), {});
        told.pass(60);
        QVERIFY(told.world.rerun(refused.id, QStringLiteral("mira")));
        told.pass(60);
        QVERIFY(anyFails(told.run(refused.id))); // the same phrase again
    }

    void aRejectedRunFailsAndDeploysNothing()
    {
        TimedWorld told;
        QVERIFY(told.happen("ask-us-for-review"));
        const SimRun run = told.dispatch();
        told.pass(60);
        QVERIFY(told.world.review(run.id, false));
        QVERIFY(!told.world.review(run.id, true));
        told.pass(60);
        const SimRun now = told.run(run.id);
        QVERIFY(now.jobs.at(1).failed());
        QVERIFY(now.jobs.at(2).skipped);
        QVERIFY(!now.jobs.at(3).failed());
        QVERIFY(endOf(now) < told.now);
        told.pass(3'600.0 * 24 * 40);
        QCOMPARE(told.world.deployments(Environment::Production).size(), 3);
    }
    void anApprovedRunGoesOn()
    {
        TimedWorld told;
        QVERIFY(told.happen("ask-us-for-review"));
        const SimRun run = told.dispatch();
        told.pass(60);
        QVERIFY(told.world.review(run.id, true));
        told.pass(double(told.now.secsTo(endOf(told.run(run.id)))));
        QCOMPARE(told.world.serving(Environment::Production)->run, run.id);
    }
    void whatWaitsForNobodyCannotBeReviewed()
    {
        TimedWorld told;
        const SimRun run = told.dispatch();
        told.pass(5);
        QVERIFY(!told.world.review(run.id, true));
        QVERIFY(!told.world.review(42, false));
    }

    void aMigrationIsThereFromItsCommitOn()
    {
        TimedWorld told("crossing-migration");
        const QString path = QStringLiteral("supabase/migrations/20261124_drop_trials.sql");
        QVERIFY(told.world.fileText(path, QStringLiteral("main"))->contains(QStringLiteral("DROP COLUMN")));
        const QList<SimCommit> commits = told.world.commits();
        QVERIFY(told.world.fileText(path, commits.at(3).sha));
        QVERIFY(!told.world.fileText(path, commits.at(2).sha));
        QVERIFY(!told.world.fileText(QStringLiteral("src/services/plans.py"), QStringLiteral("main")));
        QVERIFY(!told.world.fileText(path, QStringLiteral("nowhere")));
    }

    void whatWasRemovedServesNoLonger()
    {
        TimedWorld told;
        const QString removed = told.servingId();
        QVERIFY(told.happen("production-removed"));
        QVERIFY(!told.world.serving(Environment::Production));
        QCOMPARE(told.health(), QStringLiteral("down"));
        QCOMPARE(told.world.statusOf(*told.world.deployment(removed)), QStringLiteral("REMOVED"));
        QVERIFY(!told.world.remove(Environment::Production));
        QVERIFY(told.world.rollBack(removed, QStringLiteral("lee")));
        told.pass(60);
        QVERIFY(told.servingId() != removed);
        QCOMPARE(told.world.statusOf(*told.world.deployment(removed)), QStringLiteral("REMOVED"));
    }
    void aReturnToALocalTreeIsOneAgain()
    {
        TimedWorld told;
        const SimDeployment tree = told.world.uploadTree(Environment::Production, QStringLiteral("lee"));
        QVERIFY(tree.isLocal);
        QVERIFY(!tree.hasCommit);
        told.pass(200);
        QCOMPARE(told.servingId(), tree.id);
        QVERIFY(told.world.rollBack(tree.id, QStringLiteral("lee"))->isLocal);
        QVERIFY(told.world.redeploy(tree.id, false, QStringLiteral("lee"))->isLocal);
    }
    void ciRunsForOtherReasonsThanAPush()
    {
        TimedWorld told;
        const SimRun ci = told.world.startCi(told.tip(), QStringLiteral("schedule"), true);
        told.pass(1'000);
        QCOMPARE(told.run(ci.id).event, QStringLiteral("schedule"));
        QVERIFY(std::any_of(ci.jobs.cbegin(), ci.jobs.cend(), [](const SimJob &job) { return job.failed(); }));
    }

    void anUnknownEventIsRefused() { QVERIFY(!TimedWorld().happen("tea-break")); }
};

SLIPWAY_TEST(WorldTest)
#include "world_test.moc"

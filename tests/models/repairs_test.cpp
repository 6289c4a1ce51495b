// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/repairs.h"
#include "support/commands.h"
#include "support/records.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QList<Repair> repairsIn(const Observations &all)
{
    const Project project = acmeProject();
    return repairsOf(Facts({all, project, noon}));
}

/// "kind id" of each, for what is offered and in which order.
QStringList kindsIn(const Observations &all)
{
    QStringList kinds;
    const QList<Repair> repairs = repairsIn(all);
    for (const Repair &repair : repairs)
        kinds.append(orderKindId(repair.kind));
    return kinds;
}

Repair repairOf(const Observations &all, OrderKind kind, StageId stage)
{
    const QList<Repair> repairs = repairsIn(all);
    for (const Repair &repair : repairs) {
        if (repair.kind == kind && repair.stage == stage)
            return repair;
    }
    qFatal("nothing of that kind is offered: %s", qPrintable(orderKindId(kind)));
}

} // namespace

/// What can be done about what stands in the way.
class RepairsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_world = healthyWorld(noon);
        m_world.services.staging.value->active[0].canRedeploy = true;
        m_world.services.staging.value->latest->canRedeploy = true;
    }

    void inAHealthyWorldOnlyStagingCanBeRedeployed()
    {
        QCOMPARE(kindsIn(m_world), QStringList{QStringLiteral("rebuild")});
        const Repair repair = redeploy();
        QVERIFY2(repair.available, qPrintable(repair.reason));
        QCOMPARE(repair.environment, Environment::Staging);
        QCOMPARE(repair.deployment.value, QStringLiteral("d-staging"));
        QCOMPARE(repair.sha, testedSha);
        QVERIFY(!repair.typed);
        QVERIFY(repair.explanation.contains(QStringLiteral("3f9c2ab")));
    }
    void nothingKnownOffersNothingButSaysWhy()
    {
        QCOMPARE(kindsIn({}), QStringList{QStringLiteral("rebuild")});
        const Repair repair = repairsIn({}).constFirst();
        QVERIFY(!repair.available);
        QVERIFY(repair.reason.contains(QStringLiteral("has not been read yet")));
    }
    void stagingIsNotRedeployedDuringARollout()
    {
        m_world.services.staging.value->latest = aDeployment("d-up", DeploymentStatus::Building, newerSha, noon, 5);
        QVERIFY(!redeploy().available);
        QVERIFY(redeploy().reason.contains(QStringLiteral("BUILDING")));
    }
    void stagingIsNotRedeployedOfNothing()
    {
        m_world.services.staging.value->active[0].canRedeploy = false;
        m_world.services.staging.value->latest->canRedeploy = false;
        QVERIFY(redeploy().reason.contains(QStringLiteral("no deployment of staging")));
        QVERIFY(redeploy().deployment.isEmpty());
    }
    void theNewestThatCanBeRedeployedIsTaken()
    {
        Deployment failed = aDeployment("d-failed", DeploymentStatus::Failed, newerSha, noon, 100);
        m_world.services.staging.value->latest = failed;
        m_world.deployments.staging.value->prepend(failed);
        QCOMPARE(redeploy().deployment.value, QStringLiteral("d-staging"));
        m_world.services.staging.value->latest->canRedeploy = true;
        QCOMPARE(redeploy().deployment.value, QStringLiteral("d-failed"));
        QCOMPARE(redeploy().sha, newerSha);
    }

    // Runs that failed
    void aFailedRunCanBeRunAgain_data()
    {
        QTest::addColumn<RunConclusion>("conclusion");
        QTest::addColumn<bool>("expected");
        using enum RunConclusion;
        for (const RunConclusion conclusion : {Failure, TimedOut, Cancelled})
            QTest::addRow("conclusion %d", int(conclusion)) << conclusion << true;
        for (const RunConclusion conclusion :
             {None, Success, Skipped, ActionRequired, Neutral, Stale, StartupFailure, Unknown})
            QTest::addRow("conclusion %d", int(conclusion)) << conclusion << false;
    }
    void aFailedRunCanBeRunAgain()
    {
        QFETCH(RunConclusion, conclusion);
        QFETCH(bool, expected);
        for (const qsizetype at : {0, 1})
            (*m_world.runs.value)[at].conclusion = conclusion;
        const QStringList reruns = kindsIn(m_world).filter(QStringLiteral("rerun-failed"));
        QCOMPARE(reruns.size(), expected ? 2 : 0);
        if (!expected)
            return;
        const Repair ci = repairOf(m_world, OrderKind::RerunFailed, StageId::Ci);
        QCOMPARE(ci.run, m_world.runs.value->at(1).id);
        QCOMPARE(ci.attempt, 1);
        QCOMPARE(ci.title, QStringLiteral("Re-run the failed jobs of CI run #901"));
        QVERIFY(ci.available);
        QVERIFY(!ci.typed);
        QCOMPARE(repairOf(m_world, OrderKind::RerunFailed, StageId::StagingDeploy).run, m_world.runs.value->at(0).id);
    }
    void onlyTheNewestRunOnTheTipIsRunAgain()
    {
        (*m_world.runs.value)[1] = aRun(901).of("ci.yml").on(testedSha).during(noon, 3900, 3499).failed();
        m_world.runs.value->append(aRun(905).of("ci.yml").on(testedSha).during(noon, 300, 99).running());
        QVERIFY(!kindsIn(m_world).contains(QStringLiteral("rerun-failed")));
        m_world.runs.value->removeLast();
        m_world.tip.value->sha = newerSha; // nobody runs the tests of an older commit again
        QVERIFY(!kindsIn(m_world).contains(QStringLiteral("rerun-failed")));
    }
    void aRunOfAnOlderCommitIsSaidToBeThat()
    {
        (*m_world.runs.value)[0] = aRun(902).of("deploy.yml").on(testedSha).during(noon, 3000, 2500).failed();
        QVERIFY(!rerunOfStaging().explanation.contains(QStringLiteral("older")));
        m_world.tip.value->sha = newerSha;
        QVERIFY(rerunOfStaging().explanation.contains(QStringLiteral("staging would get an older commit")));
    }
    void aRunOfLastMonthIsNotRunAgain()
    {
        (*m_world.runs.value)[0] = aRun(902).of("deploy.yml").on(testedSha).during(noon, 32 * 86'400, 100).failed();
        QVERIFY(rerunOfStaging().reason.contains(QStringLiteral("30 days")));
    }
    void staleRunsOfferNothing()
    {
        (*m_world.runs.value)[0] = aRun(902).of("deploy.yml").on(testedSha).during(noon, 3000, 2500).failed();
        m_world.runs.fetchedAt.wallMs -= 3'600'000;
        QCOMPARE(kindsIn(m_world), QStringList{QStringLiteral("rebuild")});
    }

    // Reviews on GitHub
    void aRunThatWaitsCanBeApprovedAndRejected()
    {
        waitForReview(
            "deploy-production.yml",
            {{.environment = QStringLiteral("production"), .environmentId = 77, .currentUserCanApprove = true},
             {.environment = QStringLiteral("other"), .environmentId = 78}});
        const Repair approve = repairOf(m_world, OrderKind::ApproveReview, StageId::ProductionDeploy);
        QVERIFY(approve.available);
        QVERIFY(approve.typed);
        QCOMPARE(approve.reviews, QList<qint64>{77});
        QCOMPARE(approve.sha, testedSha);
        QCOMPARE(approve.environment, Environment::Production);
        QCOMPARE(approve.title, QStringLiteral("Approve run #910 for production"));
        const Repair reject = repairOf(m_world, OrderKind::RejectReview, StageId::ProductionDeploy);
        QVERIFY(reject.available);
        QVERIFY(!reject.typed);
        QCOMPARE(reject.reviews, QList<qint64>{77});
        QVERIFY(kindsIn(m_world).contains(QStringLiteral("cancel-run"))); // that needs no reviewer
    }
    void aStagingRunIsApprovedWithoutThePhrase()
    {
        waitForReview("deploy.yml", {{.environmentId = 5, .currentUserCanApprove = true}});
        QVERIFY(!repairOf(m_world, OrderKind::ApproveReview, StageId::StagingDeploy).typed);
        QVERIFY(!kindsIn(m_world).contains(QStringLiteral("cancel-run")));
    }
    void whoMayApproveIsSaid_data()
    {
        QTest::addColumn<QList<PendingReview>>("reviews");
        QTest::addColumn<QString>("why");
        QTest::newRow("others") << QList<PendingReview>{{.environmentId = 77,
                                                         .reviewers = {QStringLiteral("dev-one"),
                                                                       QStringLiteral("acme/release")}},
                                                        {.environmentId = 78, .reviewers = {QStringLiteral("dev-one")}}}
                                << QStringLiteral("Only dev-one and acme/release may approve it");
        QTest::newRow("nobody") << QList<PendingReview>{{.environmentId = 77}} << QStringLiteral("names nobody");
        QTest::newRow("no id") << QList<PendingReview>{{.currentUserCanApprove = true}}
                               << QStringLiteral("approve it on GitHub");
        QTest::newRow("a timer") << QList<PendingReview>{} << QStringLiteral("timer");
    }
    void whoMayApproveIsSaid()
    {
        QFETCH(QList<PendingReview>, reviews);
        QFETCH(QString, why);
        waitForReview("deploy-production.yml", reviews);
        for (const OrderKind kind : {OrderKind::ApproveReview, OrderKind::RejectReview}) {
            const Repair repair = repairOf(m_world, kind, StageId::ProductionDeploy);
            QVERIFY(!repair.available);
            QVERIFY2(repair.reason.contains(why), qPrintable(repair.reason));
        }
    }
    void reviewsThatCouldNotBeReadAreSaid()
    {
        waitForReview("deploy-production.yml", {});
        m_world.reviews.clear();
        QVERIFY(repairOf(m_world, OrderKind::ApproveReview, StageId::ProductionDeploy)
                    .reason.contains(QStringLiteral("has not been read yet")));
    }

    // Approvals on Railway
    void aDeploymentThatWaitsCanBeApprovedAndRejected_data()
    {
        QTest::addColumn<Environment>("environment");
        QTest::newRow("staging") << Environment::Staging;
        QTest::newRow("production") << Environment::Production;
    }
    void aDeploymentThatWaitsCanBeApprovedAndRejected()
    {
        QFETCH(Environment, environment);
        const bool production = environment == Environment::Production;
        const StageId stage = production ? StageId::ProductionDeploy : StageId::StagingDeploy;
        m_world.services[environment].value->latest =
            aDeployment("d-waits", DeploymentStatus::NeedsApproval, testedSha, noon, 50);
        listNewest(environment);
        const Repair approve = repairOf(m_world, OrderKind::ApproveDeployment, stage);
        QVERIFY2(approve.available, qPrintable(approve.reason));
        QCOMPARE(approve.release.has_value(), production);
        QCOMPARE(approve.typed, production);
        QCOMPARE(approve.environment, environment);
        QCOMPARE(approve.deployment.value, QStringLiteral("d-waits"));
        QCOMPARE(approve.sha, testedSha);
        const Repair reject = repairOf(m_world, OrderKind::RejectDeployment, stage);
        QVERIFY(!reject.typed);
        QVERIFY(approve.waits && reject.waits);
        QCOMPARE(reject.deployment.value, QStringLiteral("d-waits"));
        QVERIFY(reject.explanation.contains(QStringLiteral("no rejection")));
        QVERIFY(redeploy().available); // it waits for a person, for as long as that takes
    }

    // Approvals for production are promotions
    void anApprovalForProductionHasTheGatesOfAPromotion_data()
    {
        QTest::addColumn<bool>("onRailway");
        QTest::newRow("a run") << false;
        QTest::newRow("a deployment") << true;
    }
    void anApprovalForProductionHasTheGatesOfAPromotion()
    {
        QFETCH(bool, onRailway);
        const auto approval = [&] { return approvalOf(onRailway); };
        waitFor(onRailway, testedSha);
        QVERIFY2(approval().available, qPrintable(approval().reason));
        QCOMPARE(approval().release->target, testedSha);
        QCOMPARE(approval().release->live, liveSha);
        QVERIFY(approval().release->commitsKnown);
        const Observations well = m_world;
        const auto blocks = [&](const char *gate) {
            const QList<Gate> gates = approval().release->gates;
            const auto found = std::find_if(gates.cbegin(), gates.cend(),
                                            [&](const Gate &each) { return each.id == QLatin1String(gate); });
            const bool shut = found != gates.cend() && found->state == GateState::Block && !approval().available &&
                              approval().reason == found->reason && !approval().url.isEmpty();
            m_world = well;
            return shut;
        };
        m_world.hold = Hold{.reason = QStringLiteral("pool exhaustion")};
        QVERIFY(blocks("not-held"));
        m_world.checklist.ticks.removeLast();
        QVERIFY(blocks("tests-ticked"));
        m_world.journalReadable = false;
        QVERIFY(blocks("journal"));
        m_world.runs.value->append(aRun(911)
                                       .of("deploy-production.yml")
                                       .on(testedSha)
                                       .event("workflow_dispatch")
                                       .during(noon, 90, 10)
                                       .running());
        QVERIFY(blocks("production-idle"));
        m_world.commands = {aReturn(CommandState::Uncertain)};
        QVERIFY(blocks("production-idle"));
        m_world.health.staging.apply(withSample({}, badSample(Verdict::Down, "503")), noon, Milliseconds(10'000));
        for (int i = 0; i < 3; ++i)
            m_world.health.staging.value = withSample(*m_world.health.staging.value, badSample(Verdict::Down, "503"));
        QVERIFY(blocks("staging-healthy"));
    }
    void whatIsShutStillCanBeRejected()
    {
        for (const bool onRailway : {false, true})
            waitFor(onRailway, testedSha);
        m_world.hold = Hold{.reason = QStringLiteral("pool exhaustion")};
        for (const OrderKind kind : {OrderKind::RejectReview, OrderKind::RejectDeployment, OrderKind::CancelRun})
            QVERIFY(repairOf(m_world, kind, StageId::ProductionDeploy).available);
    }
    void whatWaitsIsNotInItsOwnWay()
    {
        waitFor(false, testedSha);
        CommandRecord ours = aPromotionWithRun(CommandState::Accepted);
        m_world.commands = {ours};
        QVERIFY2(approvalOf(false).available, qPrintable(approvalOf(false).reason));
        m_world.commands[0].run = {30'000'000'911};
        QVERIFY(!approvalOf(false).available);
        m_world.runs.value->removeIf([](const WorkflowRun &run) { return run.number == 910; });
        waitFor(true, testedSha);
        m_world.commands[0].deployment = {QStringLiteral("d-up")};
        QVERIFY2(approvalOf(true).available, qPrintable(approvalOf(true).reason));
    }
    void whatWasNotTestedIsNotApproved()
    {
        for (const bool onRailway : {false, true}) {
            waitFor(onRailway, newerSha);
            QVERIFY(!approvalOf(onRailway).available);
            QVERIFY2(approvalOf(onRailway).reason.contains(shortSha(newerSha)),
                     qPrintable(approvalOf(onRailway).reason));
            QVERIFY(approvalOf(onRailway).reason.contains(shortSha(testedSha)));
            m_world = healthyWorld(noon);
        }
        rollOut(DeploymentStatus::NeedsApproval);
        m_world.services.production.value->latest->commit = {};
        QVERIFY(!approvalOf(true).available);
    }
    void eachBlockOfAnApprovalSaysWhatOpensIt()
    {
        waitFor(false, newerSha);
        QVERIFY(approvalOf(false).reason.contains(QStringLiteral("reject it, or test")));
        m_world = healthyWorld(noon);
        waitFor(false, testedSha);
        m_world.hold = Hold{.reason = QStringLiteral("pool exhaustion")};
        QVERIFY(approvalOf(false).reason.contains(QStringLiteral("lift the hold")));
        m_world.hold.reset();
        m_world.checklist.ticks.removeLast();
        QVERIFY(approvalOf(false).reason.contains(QStringLiteral("tick")));
    }

    // Cancelling
    void aRunAndItsRolloutAreCancelledInOneAction()
    {
        runProduction();
        rollOut(DeploymentStatus::Deploying);
        const Repair cancel = repairOf(m_world, OrderKind::CancelRun, StageId::ProductionDeploy);
        QCOMPARE(cancel.run, m_world.runs.value->constLast().id);
        QCOMPARE(cancel.deployment.value, QStringLiteral("d-up"));
        QCOMPARE(cancel.sha, testedSha);
        QVERIFY(cancel.available);
        QVERIFY(!cancel.typed);
        QVERIFY(cancel.explanation.contains(QStringLiteral("goes on serving")));
        QVERIFY(!kindsIn(m_world).contains(QStringLiteral("cancel-deployment")));
    }
    void aRunWithoutARolloutIsCancelledAlone()
    {
        runProduction();
        QVERIFY(repairOf(m_world, OrderKind::CancelRun, StageId::ProductionDeploy).deployment.isEmpty());
    }
    void aRolloutWithoutARunIsCancelledAlone()
    {
        rollOut(DeploymentStatus::Building);
        const Repair cancel = repairOf(m_world, OrderKind::CancelDeployment, StageId::ProductionDeploy);
        QCOMPARE(cancel.deployment.value, QStringLiteral("d-up"));
        QVERIFY(!cancel.run);
        QVERIFY(cancel.available);
        m_world.runs = {}; // without GitHub, too
        QVERIFY(repairOf(m_world, OrderKind::CancelDeployment, StageId::ProductionDeploy)
                    .explanation.contains(QStringLiteral("is not known")));
    }
    void theRolloutIsCancelledWithOneOfTwoRuns()
    {
        runProduction();
        m_world.runs.value->append(aRun(911)
                                       .of("deploy-production.yml")
                                       .on(newerSha)
                                       .event("workflow_dispatch")
                                       .during(noon, 50, 1)
                                       .running());
        rollOut(DeploymentStatus::Building);
        QStringList deployments;
        const QList<Repair> repairs = repairsIn(m_world);
        for (const Repair &repair : repairs) {
            if (repair.kind == OrderKind::CancelRun)
                deployments.append(repair.deployment.value);
        }
        QCOMPARE(deployments, (QStringList{QStringLiteral("d-up"), QString()}));
    }
    void aRolloutBehindOneThatFailedIsCancelledToo()
    {
        const Deployment older = aDeployment("d-older", DeploymentStatus::Queued, newerSha, noon, 70);
        m_world.services.production.value->latest =
            aDeployment("d-failed", DeploymentStatus::Failed, newerSha, noon, 50);
        m_world.deployments.production.value->prepend(older);
        QCOMPARE(repairOf(m_world, OrderKind::CancelDeployment, StageId::ProductionDeploy).deployment.value,
                 QStringLiteral("d-older"));
    }
    void aRolloutThatEndedIsNotCancelled()
    {
        for (const DeploymentStatus status :
             {DeploymentStatus::Failed, DeploymentStatus::Removed, DeploymentStatus::Unknown}) {
            rollOut(status);
            QCOMPARE(kindsIn(m_world), QStringList{QStringLiteral("rebuild")});
        }
    }

    void theyComeInTheOrderOfTheStages()
    {
        (*m_world.runs.value)[0] = aRun(902).of("deploy.yml").on(testedSha).during(noon, 3000, 2500).failed();
        (*m_world.runs.value)[1] = aRun(901).of("ci.yml").on(testedSha).during(noon, 3900, 3499).failed();
        m_world.services.staging.value->latest =
            aDeployment("d-w", DeploymentStatus::NeedsApproval, newerSha, noon, 50);
        waitForReview("deploy-production.yml", {});
        rollOut(DeploymentStatus::Building);
        QCOMPARE(kindsIn(m_world).join(QLatin1Char(' ')),
                 QStringLiteral("rerun-failed rerun-failed rebuild approve-deployment reject-deployment approve-review "
                                "reject-review cancel-run"));
        QList<StageId> stages;
        const QList<Repair> repairs = repairsIn(m_world);
        for (const Repair &repair : repairs) {
            QVERIFY(!repair.title.isEmpty());
            QVERIFY(!repair.explanation.isEmpty());
            QCOMPARE(repair.reason.isEmpty(), repair.available);
            stages.append(repair.stage);
        }
        QVERIFY(std::is_sorted(stages.cbegin(), stages.cend()));
    }
    void whatWasSentIsNotOfferedAgain()
    {
        waitFor(true, testedSha);
        CommandRecord record = aCommand("o-1", CommandState::Accepted);
        record.order.kind = OrderKind::ApproveDeployment;
        record.order.environment = Environment::Staging; // one of production would be in the way of any other
        record.order.target = {QStringLiteral("d-up")};
        m_world.commands = {record};
        const auto approve = [&] { return repairOf(m_world, OrderKind::ApproveDeployment, StageId::ProductionDeploy); };
        QVERIFY(approve().reason.contains(QStringLiteral("It was sent")));
        m_world.commands[0].state = CommandState::Failed;
        QVERIFY(approve().available);
        m_world.commands[0].state = CommandState::Accepted;
        m_world.commands[0].order.target = {QStringLiteral("d-other")};
        QVERIFY(approve().available);
    }
    void aRunThatWasAskedForIsNotOfferedAgain()
    {
        (*m_world.runs.value)[0] = aRun(902).of("deploy.yml").on(testedSha).during(noon, 3000, 2500).failed();
        CommandRecord record = aCommand("o-1", CommandState::Uncertain);
        record.order.kind = OrderKind::RerunFailed;
        record.order.run = m_world.runs.value->constFirst().id;
        m_world.commands = {record};
        QVERIFY(!rerunOfStaging().available);
    }
    void cancellingIsHarmlessWhenRepeated()
    {
        rollOut(DeploymentStatus::Building);
        CommandRecord record = aCommand("o-1", CommandState::Uncertain);
        record.order.kind = OrderKind::CancelDeployment;
        record.order.target = {QStringLiteral("d-up")};
        m_world.commands = {record};
        QVERIFY(repairOf(m_world, OrderKind::CancelDeployment, StageId::ProductionDeploy).available);
    }

private:
    Repair redeploy() const { return repairOf(m_world, OrderKind::Rebuild, StageId::StagingDeploy); }
    Repair rerunOfStaging() const { return repairOf(m_world, OrderKind::RerunFailed, StageId::StagingDeploy); }
    void waitForReview(const char *file, const QList<PendingReview> &reviews)
    {
        WorkflowRun run = aRun(910).of(file).on(testedSha).event("workflow_dispatch").during(noon, 100, 10).running();
        run.status = RunStatus::Waiting;
        m_world.runs.value->append(run);
        m_world.reviews.insert(run.id, fresh(reviews, noon));
    }
    void waitFor(bool onRailway, const CommitSha &sha)
    {
        if (onRailway) {
            rollOut(DeploymentStatus::NeedsApproval);
            m_world.services.production.value->latest->commit = sha;
            return;
        }
        waitForReview("deploy-production.yml", {{.environmentId = 77, .currentUserCanApprove = true}});
        m_world.runs.value->last().headSha = sha;
    }
    Repair approvalOf(bool onRailway) const
    {
        return repairOf(m_world, onRailway ? OrderKind::ApproveDeployment : OrderKind::ApproveReview,
                        StageId::ProductionDeploy);
    }
    void runProduction()
    {
        m_world.runs.value->append(aRun(910)
                                       .of("deploy-production.yml")
                                       .on(testedSha)
                                       .event("workflow_dispatch")
                                       .during(noon, 100, 10)
                                       .running());
    }
    void rollOut(DeploymentStatus status)
    {
        m_world.services.production.value->latest = aDeployment("d-up", status, newerSha, noon, 30);
        listNewest(Environment::Production);
    }
    void listNewest(Environment environment)
    {
        const ServiceInstance &service = *m_world.services[environment].value;
        m_world.deployments[environment].value = QList<Deployment>{*service.latest} + service.active;
    }

    Observations m_world;
};

SLIPWAY_TEST(RepairsTest)
#include "repairs_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/commands.h"
#include "support/repairkit.h"
#include "support/testmain.h"

using namespace Slipway;
using namespace Slipway::Test;

/// Unblocking, stopping and repairing: only what is certainly ours is stopped without looking first.
class CommandRepairTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aDeploymentThatWaitsIsRejected()
    {
        RepairKit kit;
        kit.showDeployment(DeploymentStatus::NeedsApproval);
        kit.carryOut(OrderKind::RejectDeployment);
        QVERIFY2(kit.waitFor(OrderKind::RejectDeployment, CommandState::Accepted), qPrintable(kit.newest().detail));
        QCOMPARE(kit.network->mutations(), 1);
        QVERIFY(kit.network->requests().constLast().body.contains("deploymentCancel"));
    }
    void aDeploymentThatSomebodyApprovedMeanwhileIsNotRejected_data()
    {
        QTest::addColumn<QString>("status");
        for (const char *status : {"QUEUED", "BUILDING", "DEPLOYING", "SUCCESS", "REMOVED", "A_NEW_WORD"})
            QTest::newRow(status) << QString::fromLatin1(status);
    }
    void aDeploymentThatSomebodyApprovedMeanwhileIsNotRejected()
    {
        QFETCH(QString, status);
        RepairKit kit;
        kit.showDeployment(DeploymentStatus::NeedsApproval);
        kit.deploymentStatus = status;
        kit.carryOut(OrderKind::RejectDeployment);
        QVERIFY(kit.waitFor(OrderKind::RejectDeployment, CommandState::Refused));
        QVERIFY2(kit.newest().detail.contains(status), qPrintable(kit.newest().detail));
        QCOMPARE(kit.network->mutations(), 0);
    }
    void whatWasReadIsBelievedAtOnce()
    {
        RepairKit kit;
        kit.showDeployment(DeploymentStatus::NeedsApproval);
        kit.deploymentStatus = QStringLiteral("BUILDING");
        kit.carryOut(OrderKind::RejectDeployment);
        QVERIFY(kit.waitFor(OrderKind::RejectDeployment, CommandState::Refused));
        QCOMPARE(kit.repairOf(OrderKind::CancelDeployment).deployment.value, QStringLiteral("d-up"));
    }
    void aRunThatWaitsIsRejected()
    {
        RepairKit kit;
        kit.showWaitingRun();
        kit.carryOut(OrderKind::RejectReview);
        QVERIFY2(kit.waitFor(OrderKind::RejectReview, CommandState::Accepted), qPrintable(kit.newest().detail));
        QCOMPARE(kit.network->count("POST", QStringLiteral("/pending_deployments")), 1);
    }
    void aReviewThatSomebodyDecidedMeanwhileIsNotSent_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("conclusion");
        QTest::newRow("approved") << QStringLiteral("in_progress") << QString();
        QTest::newRow("approved, and it waits for another one") << QStringLiteral("waiting") << QString();
        QTest::newRow("rejected") << QStringLiteral("completed") << QStringLiteral("failure");
    }
    void aReviewThatSomebodyDecidedMeanwhileIsNotSent()
    {
        QFETCH(QString, status);
        QFETCH(QString, conclusion);
        RepairKit kit;
        kit.showWaitingRun();
        kit.runStatus = status;
        kit.runConclusion = conclusion;
        kit.reviewWaits = false;
        kit.carryOut(OrderKind::RejectReview);
        QVERIFY(kit.waitFor(OrderKind::RejectReview, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 0);
    }
    void anotherAttemptIsAnotherRun()
    {
        RepairKit kit;
        kit.showWaitingRun();
        kit.runAttempt = 2;
        kit.carryOut(OrderKind::CancelRun);
        QVERIFY(kit.waitFor(OrderKind::CancelRun, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 0);
    }
    void ourOwnRunIsCancelledWithoutALook()
    {
        RepairKit kit;
        CommandRecord ours = aPromotionWithRun(CommandState::Accepted);
        QVERIFY(kit.journal->append(ours, noon.utc()));
        kit.start();
        kit.gitHubDown = true; // for reads as well
        kit.showWaitingRun();
        kit.carryOut(OrderKind::CancelRun);
        QTRY_COMPARE(kit.network->mutations(), 1);
        QCOMPARE(kit.network->requests().size(), 1);
    }
    void somebodyElsesIsReadAgainBeforeItIsCancelled()
    {
        RepairKit kit;
        kit.showWaitingRun();
        kit.showDeployment(DeploymentStatus::Building);
        kit.runStatus = QStringLiteral("completed");
        kit.runConclusion = QStringLiteral("success");
        kit.deploymentStatus = QStringLiteral("SUCCESS");
        kit.carryOut(OrderKind::CancelRun);
        QVERIFY(kit.waitFor(OrderKind::CancelRun, CommandState::Refused));
        QVERIFY(kit.waitFor(OrderKind::CancelDeployment, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 0);
    }
    void anOutageOfGitHubIsNotInTheWayOfStoppingADeployment()
    {
        RepairKit kit;
        kit.showWaitingRun();
        kit.showDeployment(DeploymentStatus::Building);
        kit.gitHubDown = true;
        kit.deploymentStatus = QStringLiteral("BUILDING");
        kit.carryOut(OrderKind::CancelRun);
        QVERIFY(kit.waitFor(OrderKind::CancelDeployment, CommandState::Accepted));
        QVERIFY(kit.waitFor(OrderKind::CancelRun, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 1);
    }
    void whatCannotBeReadAgainIsNotSent()
    {
        RepairKit kit;
        kit.showDeployment(DeploymentStatus::NeedsApproval);
        kit.railwayDown = true;
        kit.carryOut(OrderKind::RejectDeployment);
        QVERIFY(kit.waitFor(OrderKind::RejectDeployment, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 0);
    }
    // An approval for production is a promotion
    void anApprovalIsJournalledWithTheGatesAndSentUnderTheLock_data()
    {
        QTest::addColumn<OrderKind>("kind");
        QTest::newRow("a run") << OrderKind::ApproveReview;
        QTest::newRow("a deployment") << OrderKind::ApproveDeployment;
    }
    void anApprovalIsJournalledWithTheGatesAndSentUnderTheLock()
    {
        QFETCH(OrderKind, kind);
        RepairKit kit;
        kit.showWhatWaits(kind);
        QList<CommandRecord> journalled;
        connect(&kit.client, &HttpClient::requestSent, this, [&] {
            const auto rows = kit.journal->unresolved();
            if (rows && !rows->isEmpty())
                journalled = *rows;
        });
        kit.carryOut(kind);
        EnvironmentLock other(kit.folder.path(), acmeProject().railway, Environment::Production);
        QVERIFY(!other.take());
        QVERIFY2(kit.waitFor(kind, CommandState::Accepted), qPrintable(kit.newest().detail));
        QCOMPARE(kit.network->mutations(), 1);
        QCOMPARE(journalled.size(), 1);
        const Order order = journalled.constFirst().order;
        QCOMPARE(order.kind, kind);
        QCOMPARE(order.sha, testedSha);
        QCOMPARE(order.stagingServing.value, QStringLiteral("d-staging"));
        QCOMPARE(order.serving.value, QStringLiteral("d-production"));
        QVERIFY(order.gates.contains(GateSeen{.id = QStringLiteral("not-held"), .state = QStringLiteral("pass")}));
        QVERIFY(order.gates.contains(GateSeen{.id = QStringLiteral("tests-ticked"), .state = QStringLiteral("pass")}));
    }
    void anApprovalOverAHoldThatCameMeanwhileSendsNothing_data()
    {
        anApprovalIsJournalledWithTheGatesAndSentUnderTheLock_data();
    }
    void anApprovalOverAHoldThatCameMeanwhileSendsNothing()
    {
        QFETCH(OrderKind, kind);
        RepairKit kit;
        kit.showWhatWaits(kind);
        const Repair confirmed = kit.repairOf(kind);
        QVERIFY2(confirmed.available, qPrintable(confirmed.reason));
        CommandRecord others = aReturn(CommandState::Succeeded, "o-others");
        others.order.hold = true;
        others.order.reason = QStringLiteral("pool exhaustion");
        QVERIFY(kit.journal->append(others, kit.clock.now().utc()));
        kit.runner->repair(confirmed, {}, QStringLiteral("somebody"));
        QVERIFY(kit.waitFor(kind, CommandState::Refused));
        QVERIFY2(kit.newest().detail.contains(QStringLiteral("held")), qPrintable(kit.newest().detail));
        QCOMPARE(kit.network->mutations(), 0);
    }
    void anApprovalWaitsForAnotherWindow()
    {
        RepairKit kit;
        kit.showWhatWaits(OrderKind::ApproveReview);
        EnvironmentLock other(kit.folder.path(), acmeProject().railway, Environment::Production);
        QVERIFY(other.take());
        kit.carryOut(OrderKind::ApproveReview);
        QVERIFY(kit.waitFor(OrderKind::ApproveReview, CommandState::Refused));
        QCOMPARE(kit.network->requests().size(), 0);
    }
    void whatMovedUnderAnApprovalSendsNothing_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"staging", "production", "the newest", "the ticks", "Railway is silent"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void whatMovedUnderAnApprovalSendsNothing()
    {
        QFETCH(QString, what);
        RepairKit kit;
        kit.showWhatWaits(OrderKind::ApproveReview);
        kit.onReread = [&](Observations &all) {
            const Deployment other = aDeployment("d-other", DeploymentStatus::Success, testedSha, kit.clock.now(), 5);
            if (what == QLatin1String("staging"))
                all.services.staging.value = serving(other);
            else if (what == QLatin1String("production"))
                all.services.production.value = serving(other);
            else if (what == QLatin1String("the newest"))
                all.services.production.value->latest = other;
            else if (what == QLatin1String("the ticks"))
                all.checklist.ticks.clear();
            else
                all.services.production.fetchedAt = noon;
        };
        kit.carryOut(OrderKind::ApproveReview);
        QVERIFY(kit.waitFor(OrderKind::ApproveReview, CommandState::Refused));
        QVERIFY(kit.newest().detail.startsWith(QStringLiteral("Nothing was sent")));
        QCOMPARE(kit.network->mutations(), 0);
    }
    void anApprovalThatSomebodyGaveMeanwhileIsNotSent()
    {
        RepairKit kit;
        kit.showWhatWaits(OrderKind::ApproveReview);
        kit.reviewWaits = false;
        kit.carryOut(OrderKind::ApproveReview);
        QVERIFY(kit.waitFor(OrderKind::ApproveReview, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 0);
    }
    void ourOwnPromotionIsApprovedThoughItIsNotSettled()
    {
        RepairKit kit;
        CommandRecord ours = aPromotionWithRun(CommandState::Accepted);
        QVERIFY(kit.journal->append(ours, noon.utc()));
        kit.start();
        kit.showWhatWaits(OrderKind::ApproveReview);
        kit.carryOut(OrderKind::ApproveReview);
        QVERIFY2(kit.waitFor(OrderKind::ApproveReview, CommandState::Accepted), qPrintable(kit.newest().detail));
    }
    void nothingIsPromotedWhileAnApprovalIsNotSettled()
    {
        RepairKit kit;
        const PromotionOffer offer = kit.store.snapshot().offer;
        kit.showWhatWaits(OrderKind::ApproveDeployment);
        kit.carryOut(OrderKind::ApproveDeployment);
        QVERIFY(kit.waitFor(OrderKind::ApproveDeployment, CommandState::Accepted));
        const OrderId id = kit.runner->promote(offer, PromotionWay::GitHubAtBranch, QStringLiteral("mira"));
        QCOMPARE(kit.record(id).state, CommandState::Refused);
        QVERIFY2(kit.record(id).detail.contains(QStringLiteral("approval")), qPrintable(kit.record(id).detail));
        QCOMPARE(kit.network->mutations(), 1);
    }
    void failedJobsAreRunAgainOnlyWhileTheyAreTheLastAttempt_data()
    {
        QTest::addColumn<QString>("conclusion");
        QTest::addColumn<int>("attempt");
        QTest::addColumn<bool>("sent");
        QTest::newRow("it failed") << QStringLiteral("failure") << 1 << true;
        QTest::newRow("somebody ran it again") << QStringLiteral("failure") << 2 << false;
        QTest::newRow("it passed") << QStringLiteral("success") << 1 << false;
    }
    void failedJobsAreRunAgainOnlyWhileTheyAreTheLastAttempt()
    {
        QFETCH(QString, conclusion);
        QFETCH(int, attempt);
        QFETCH(bool, sent);
        RepairKit kit;
        kit.observe([](Observations &all) { (*all.runs.value)[1].conclusion = RunConclusion::Failure; });
        kit.runStatus = QStringLiteral("completed");
        kit.runConclusion = conclusion;
        kit.runAttempt = attempt;
        kit.carryOut(OrderKind::RerunFailed);
        QVERIFY(kit.waitFor(OrderKind::RerunFailed, sent ? CommandState::Accepted : CommandState::Refused));
        QCOMPARE(kit.network->count("POST", QStringLiteral("/rerun-failed-jobs")), sent ? 1 : 0);
    }
};

SLIPWAY_TEST(CommandRepairTest)
#include "commandrepair_test.moc"

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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "story.h"
#include "support/testmain.h"
#include "ui/confirm/repairdialog.h"

#include <QAction>
#include <QPushButton>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

const Repair *offered(const Story &story, OrderKind kind)
{
    for (const Repair &each : story.snapshot().repairs) {
        if (each.kind == kind)
            return &each;
    }
    return nullptr;
}

bool isOffered(const Story &story, OrderKind kind)
{
    const Repair *repair = offered(story, kind);
    return repair && repair->available;
}

/// By the menu, as a person would: asks once more.
QPointer<RepairDialog> openDialog(Story &story, OrderKind kind)
{
    const Repair *repair = offered(story, kind);
    if (!repair)
        qFatal("it is not offered");
    const QString title = repair->title;
    const QList<QAction *> actions = story.window().findChildren<QAction *>();
    for (QAction *action : actions) {
        if (action->text().contains(title) && action->isEnabled())
            action->trigger();
    }
    const QPointer<RepairDialog> dialog = story.window().findChild<RepairDialog *>();
    if (!dialog || !QTest::qWaitForWindowActive(dialog))
        qFatal("no dialog asks about %s", qPrintable(title));
    return dialog;
}

void confirmIn(Story &story, RepairDialog *dialog)
{
    if (dialog->findChild<QWidget *>(QStringLiteral("phraseField"))) {
        named<QWidget>(dialog, "phraseField")->setFocus();
        typeText(dialog, confirmPhrase);
    }
    clickOn(named<QPushButton>(dialog, "repairConfirm"));
    if (!QTest::qWaitFor([&] { return !story.snapshot().commands.isEmpty(); }))
        qFatal("there is no command");
    story.settle();
}

void carryOut(Story &story, OrderKind kind)
{
    confirmIn(story, openDialog(story, kind));
}

const CommandRecord &commandOf(const Story &story, OrderKind kind)
{
    for (const CommandRecord &record : story.snapshot().commands) {
        if (record.order.kind == kind)
            return record;
    }
    qFatal("there is no such command");
}

} // namespace

/// Unblocking, stopping and repairing: each is a command that is journalled, sent once and followed.
class RepairsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRunThatWaitsForUsIsApproved()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("ask-us-for-review")));
        story.tickEverything();
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return isOffered(story, OrderKind::ApproveReview); }, 120));
        carryOut(story, OrderKind::ApproveReview);
        QVERIFY(story.passUntil([&] { return isSettled(commandOf(story, OrderKind::ApproveReview).state); }, 120));
        QCOMPARE(commandOf(story, OrderKind::ApproveReview).state, CommandState::Succeeded);
        QCOMPARE(story.served("github", "POST", QStringLiteral("/pending_deployments")), 1);
        QVERIFY(story.passUntil([&] { return isSettled(story.command().state); }, 600));
        QCOMPARE(story.command().state, CommandState::Succeeded);
    }
    void aRunThatWaitsForUsIsRejected()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("ask-us-for-review")));
        story.tickEverything();
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return isOffered(story, OrderKind::RejectReview); }, 120));
        carryOut(story, OrderKind::RejectReview);
        QVERIFY(story.passUntil([&] { return isSettled(story.command().state); }, 300));
        QCOMPARE(story.command().state, CommandState::Failed);
        QTRY_VERIFY2(story.command().detail.contains(QStringLiteral("rejected by mira")),
                     qPrintable(story.command().detail));
        QCOMPARE(story.served("github", "POST", QStringLiteral("/pending_deployments")), 1);
    }
    void aRunThatAColleagueRejectedIsSaidToBeRejected()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("protect-production")));
        story.tickEverything();
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return offered(story, OrderKind::ApproveReview) != nullptr; }, 120));
        QVERIFY(story.world().happen(QStringLiteral("reject")));
        QVERIFY(story.passUntil([&] { return isSettled(story.command().state); }, 300));
        QTRY_VERIFY2(story.command().detail.contains(QStringLiteral("rejected by lee")),
                     qPrintable(story.command().detail));
    }
    void noRowFreezesUnderASettledCommand()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("ask-us-for-review")));
        story.tickEverything();
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return isOffered(story, OrderKind::ApproveReview); }, 120));
        carryOut(story, OrderKind::ApproveReview);
        QVERIFY(story.passUntil([&] { return isSettled(story.command().state); }, 600));
        QCOMPARE(story.command().state, CommandState::Succeeded);
        story.pass(60);
        for (const CommandRecord &record : story.snapshot().commands) {
            QVERIFY(!record.steps.isEmpty());
            for (const CommandStep &step : record.steps)
                QVERIFY2(step.state != CommandStep::State::Waiting && step.state != CommandStep::State::Running,
                         qPrintable(orderKindId(record.order.kind) + u' ' + step.title));
        }
    }
    void whoMayNotApproveIsToldSo()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("protect-production")));
        story.tickEverything();
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return offered(story, OrderKind::ApproveReview) != nullptr; }, 120));
        story.pass(10);
        QVERIFY(!isOffered(story, OrderKind::ApproveReview));
        QVERIFY(!offered(story, OrderKind::ApproveReview)->reason.isEmpty());
    }
    void aRunningProductionDeploymentIsCancelledWithItsRollout()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        story.promoteAndSend();
        const auto rollsOut = [&] {
            const Repair *repair = offered(story, OrderKind::CancelRun);
            return repair && repair->available && !repair->deployment.isEmpty();
        };
        QVERIFY(story.passUntil(rollsOut, 200));
        carryOut(story, OrderKind::CancelRun);
        QCOMPARE(story.cancellations(), 1);
        QCOMPARE(story.served("railway", "POST", QStringLiteral("mutation DeploymentCancel")), 1);
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, 300));
        QCOMPARE(commandOf(story, OrderKind::CancelRun).state, CommandState::Succeeded);
        QCOMPARE(commandOf(story, OrderKind::CancelDeployment).state, CommandState::Succeeded);
        QVERIFY(story.command().state == CommandState::Failed);
    }
    void theFailedJobsOfACiRunAreRunAgain()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("flaky-push")));
        QVERIFY(story.passUntil([&] { return isOffered(story, OrderKind::RerunFailed); }, 900));
        carryOut(story, OrderKind::RerunFailed);
        QVERIFY(story.passUntil([&] { return isSettled(commandOf(story, OrderKind::RerunFailed).state); }, 120));
        QCOMPARE(commandOf(story, OrderKind::RerunFailed).state, CommandState::Succeeded);
        QCOMPARE(story.served("github", "POST", QStringLiteral("/rerun-failed-jobs")), 1);
    }
    void stagingIsDeployedAnew()
    {
        Story story("normal");
        story.open();
        QVERIFY(isOffered(story, OrderKind::Rebuild));
        carryOut(story, OrderKind::Rebuild);
        QVERIFY(story.passUntil([&] { return isSettled(commandOf(story, OrderKind::Rebuild).state); }, 400));
        QVERIFY2(commandOf(story, OrderKind::Rebuild).state == CommandState::Succeeded,
                 qPrintable(commandOf(story, OrderKind::Rebuild).detail));
        QCOMPARE(commandOf(story, OrderKind::Rebuild).order.environment, Environment::Staging);
        QVERIFY(!story.snapshot().hold);
    }
    void whatAColleagueApprovesWhileTheRejectDialogStandsOpenGoesOn()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("production-needs-approval")));
        QVERIFY(story.passUntil([&] { return isOffered(story, OrderKind::RejectDeployment); }, 120));
        const QPointer<RepairDialog> dialog = openDialog(story, OrderKind::RejectDeployment);
        const DeploymentId waiting = offered(story, OrderKind::RejectDeployment)->deployment;
        QVERIFY(story.world().happen(QStringLiteral("colleague-approves-deployment")));
        confirmIn(story, dialog);
        QCOMPARE(commandOf(story, OrderKind::RejectDeployment).state, CommandState::Refused);
        QCOMPARE(story.served("railway", "POST", QStringLiteral("mutation DeploymentCancel")), 0);
        const auto serves = [&] {
            const auto &serving = story.snapshot().environments.production.serving;
            return serving && serving->deployment == waiting;
        };
        QVERIFY(story.passUntil(serves, 400));
    }
    void whatWaitsOnRailwayIsRejected()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("production-needs-approval")));
        QVERIFY(story.passUntil([&] { return isOffered(story, OrderKind::RejectDeployment); }, 120));
        carryOut(story, OrderKind::RejectDeployment);
        QVERIFY(story.passUntil([&] { return isSettled(commandOf(story, OrderKind::RejectDeployment).state); }, 120));
        QCOMPARE(commandOf(story, OrderKind::RejectDeployment).state, CommandState::Succeeded);
        QCOMPARE(story.served("railway", "POST", QStringLiteral("mutation DeploymentCancel")), 1);
    }
    void aReviewThatAColleagueGaveWhileTheRejectDialogStandsOpenIsNotTakenBack()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("ask-us-for-review")));
        QVERIFY(story.world().happen(QStringLiteral("colleague-deploys")));
        QVERIFY(story.passUntil([&] { return isOffered(story, OrderKind::RejectReview); }, 120));
        const QPointer<RepairDialog> dialog = openDialog(story, OrderKind::RejectReview);
        QVERIFY(story.world().happen(QStringLiteral("approve")));
        confirmIn(story, dialog);
        QCOMPARE(commandOf(story, OrderKind::RejectReview).state, CommandState::Refused);
        QCOMPARE(story.served("github", "POST", QStringLiteral("/pending_deployments")), 0);
    }
    void anApprovalOverAHoldIsShutAndSaysWhatOpensIt()
    {
        Story story("bad-release");
        story.open();
        story.tickEverything();
        const auto isBad = [&] { return story.snapshot().environments.production.verdict != Verdict::Healthy; };
        QVERIFY(story.passUntil(isBad, 120));
        story.goBackAndSend();
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        QVERIFY(story.world().happen(QStringLiteral("ask-us-for-review")));
        QVERIFY(story.world().happen(QStringLiteral("colleague-deploys")));
        QVERIFY(story.world().happen(QStringLiteral("production-needs-approval")));
        const auto waits = [&] {
            const Repair *run = offered(story, OrderKind::ApproveReview);
            return run && !run->reviews.isEmpty() && offered(story, OrderKind::ApproveDeployment);
        };
        QVERIFY(story.passUntil(waits, 120));
        for (const OrderKind kind : {OrderKind::ApproveReview, OrderKind::ApproveDeployment}) {
            QVERIFY(!isOffered(story, kind));
            const QList<Gate> gates = offered(story, kind)->release->gates;
            QVERIFY(std::any_of(gates.cbegin(), gates.cend(), [](const Gate &gate) {
                return gate.id == QLatin1String("not-held") && gate.state == GateState::Block;
            }));
        }
        QVERIFY(!offered(story, OrderKind::ApproveReview)->url.isEmpty());
        QVERIFY(isOffered(story, OrderKind::RejectReview));
        QVERIFY(isOffered(story, OrderKind::RejectDeployment));
        carryOut(story, OrderKind::RejectReview);
        QVERIFY(story.passUntil([&] { return isSettled(commandOf(story, OrderKind::RejectReview).state); }, 120));
        QCOMPARE(commandOf(story, OrderKind::RejectReview).state, CommandState::Succeeded);
    }
    void theStoryOfAnApprovalThatAColleagueGaveMeanwhileIsPlayed()
    {
        Story story("approved-meanwhile");
        story.open();
        story.pass(15);
        pressKey(&story.window(), Qt::Key_F5); // else it is seen within a minute only
        QVERIFY(story.passUntil([&] { return isOffered(story, OrderKind::RejectDeployment); }, 30));
        const QPointer<RepairDialog> dialog = openDialog(story, OrderKind::RejectDeployment);
        const DeploymentId waiting = offered(story, OrderKind::RejectDeployment)->deployment;
        story.clock().advance(Milliseconds(70'000)); // the colleague approves it, and nothing is polled meanwhile
        confirmIn(story, dialog);
        QCOMPARE(commandOf(story, OrderKind::RejectDeployment).state, CommandState::Refused);
        QCOMPARE(story.served("railway", "POST", QStringLiteral("mutation DeploymentCancel")), 0);
        const auto serves = [&] {
            const auto &serving = story.snapshot().environments.production.serving;
            return serving && serving->deployment == waiting;
        };
        QVERIFY(story.passUntil(serves, 400));
    }
    void theStoryOfAnApprovalOverAHoldIsPlayed()
    {
        Story story("held-approval");
        story.open();
        story.tickEverything();
        const auto isBad = [&] { return story.snapshot().environments.production.verdict != Verdict::Healthy; };
        QVERIFY(story.passUntil(isBad, 120));
        story.goBackAndSend();
        QVERIFY(story.passUntil([&] { return offered(story, OrderKind::ApproveReview) != nullptr; }, 300));
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        QVERIFY(!isOffered(story, OrderKind::ApproveReview));
        QVERIFY2(offered(story, OrderKind::ApproveReview)->reason.contains(QStringLiteral("lift the hold")),
                 qPrintable(offered(story, OrderKind::ApproveReview)->reason));
        carryOut(story, OrderKind::RejectReview);
        QVERIFY(story.passUntil([&] { return isSettled(commandOf(story, OrderKind::RejectReview).state); }, 120));
        QCOMPARE(commandOf(story, OrderKind::RejectReview).state, CommandState::Succeeded);
        QCOMPARE(story.served("github", "POST", QStringLiteral("/pending_deployments")), 1);
    }
    void whoRejectedARunThatNobodyHereStartedStandsOnItsCard()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("ask-us-for-review")));
        QVERIFY(story.world().happen(QStringLiteral("colleague-deploys")));
        QVERIFY(story.passUntil([&] { return isOffered(story, OrderKind::RejectReview); }, 120));
        QVERIFY(story.world().happen(QStringLiteral("reject")));
        const auto card = [&] {
            const Stage &stage = story.snapshot().pipeline.stages.at(int(StageId::ProductionDeploy));
            QString words = stage.summary;
            for (const StageLine &line : stage.detail)
                words += QLatin1Char('\n') + line.text;
            return words;
        };
        QVERIFY2(story.passUntil([&] { return card().contains(QStringLiteral("rejected by lee")); }, 300),
                 qPrintable(card()));
    }
    void aRunBesideTheApprovedOneIsAnAlarm()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("production-needs-approval")));
        story.tickEverything();
        QVERIFY2(story.passUntil([&] { return isOffered(story, OrderKind::ApproveDeployment); }, 120),
                 qPrintable(offered(story, OrderKind::ApproveDeployment)
                                ? offered(story, OrderKind::ApproveDeployment)->reason
                                : QString()));
        carryOut(story, OrderKind::ApproveDeployment);
        QVERIFY(story.world().happen(QStringLiteral("colleague-deploys")));
        const auto alarms = [&] { return openAlarms(commandOf(story, OrderKind::ApproveDeployment)); };
        QVERIFY(story.passUntil([&] { return !alarms().isEmpty(); }, 120));
        QVERIFY2(alarms().join(QLatin1Char(' ')).contains(QStringLiteral("beside")),
                 qPrintable(alarms().join(QLatin1Char(' '))));
    }
    void aDeploymentThatWaitsForAnApprovalIsApproved()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("unapproved-push")));
        QVERIFY(story.passUntil([&] { return isOffered(story, OrderKind::ApproveDeployment); }, 900));
        carryOut(story, OrderKind::ApproveDeployment);
        QVERIFY(story.passUntil([&] { return isSettled(commandOf(story, OrderKind::ApproveDeployment).state); }, 120));
        QCOMPARE(commandOf(story, OrderKind::ApproveDeployment).state, CommandState::Succeeded);
        QCOMPARE(story.served("railway", "POST", QStringLiteral("mutation DeploymentApprove")), 1);
    }
};

SLIPWAY_TEST(RepairsTest)
#include "repairs_test.moc"

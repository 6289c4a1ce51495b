// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/consolestore.h"
#include "story.h"
#include "support/testmain.h"

#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// A whole promotion takes five minutes of the world's time at most.
constexpr int whole = 400;

} // namespace

/// Each scenario from the first look to the outcome that it should have, in the window, with real keys and clicks.
class StoriesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void normalIsWatchedTestedAndPromoted()
    {
        Story story("normal");
        story.open();
        QCOMPARE(story.text("liveDetail"), QStringLiteral("all sources fresh"));
        for (const StageId done : {StageId::Push, StageId::Ci, StageId::StagingDeploy, StageId::ProductionLive})
            QCOMPARE(story.stage(done), StageState::Passed);
        QCOMPARE(story.stage(StageId::Testing), StageState::Waiting);
        QVERIFY(!story.openPromotion());
        QVERIFY(story.text("whyNotPromotable").contains(QStringLiteral("0 of 5 manual tests")));

        story.tickEverything();
        QCOMPARE(story.stage(StageId::Testing), StageState::Passed);
        const QString tested = story.snapshot().offer.target.value;
        const QString before = story.productionSha();
        QVERIFY(tested != before);

        PromoteDialog *dialog = story.openPromotion();
        QVERIFY(dialog);
        QVERIFY(textOf(dialog, "promoteSummary").contains(QStringLiteral("2 commits")));
        pressKey(dialog, Qt::Key_Return);
        typeText(dialog, QStringLiteral("Deploy-to-production"));
        pressKey(dialog, Qt::Key_Return); // the case is wrong
        QVERIFY(dialog->isVisible());
        QVERIFY(story.snapshot().commands.isEmpty());
        pressKey(dialog, Qt::Key_A, Qt::ControlModifier);
        typeText(dialog, confirmPhrase);
        pressKey(dialog, Qt::Key_Return);
        QTRY_VERIFY(!story.snapshot().commands.isEmpty());

        QVERIFY(story.passUntil([&] { return story.command().state == CommandState::Accepted; }, 5));
        QVERIFY(story.passUntil([&] { return story.stage(StageId::ProductionDeploy) == StageState::Running; }, 30));
        QVERIFY(!story.snapshot().promotable);
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, whole));
        QCOMPARE(story.command().state, CommandState::Succeeded);
        QCOMPARE(story.productionSha(), tested);
        QCOMPARE(story.dispatches(), 1);
        QCOMPARE(story.bodyOf(QStringLiteral("/dispatches")).count(QLatin1String(confirmPhrase)), 1);
        QVERIFY(story.command().alarms.isEmpty());
        QVERIFY(!story.snapshot().promotable);
    }

    void aRemovedStagingIsKnownEverywhere()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("staging-removed")));
        const auto saysSo = [&] {
            const Stage &stage = story.snapshot().pipeline.stages.at(int(StageId::StagingDeploy));
            return detailText(stage).contains(QStringLiteral("No deployment is serving on staging"));
        };
        QVERIFY(story.passUntil(saysSo, 150));
        QCOMPARE(story.stage(StageId::StagingDeploy), StageState::Failed);
        QCOMPARE(story.stage(StageId::Testing), StageState::Waiting);
        for (const char *gate : {"ci-passed", "staging-serves", "tests-ticked", "target-is-tested"})
            QCOMPARE(story.gate(gate), GateState::Block);
        QVERIFY(story.text("whyNotPromotable").contains(QStringLiteral("No deployment is serving on staging")));
    }

    void aRenamedRepositoryIsReadOnAndNamedAndTakesNoCommand()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        QVERIFY(story.snapshot().promotable);
        QVERIFY(story.world().happen(QStringLiteral("repository-renamed")));
        pressKey(&story.window(), Qt::Key_F5);
        story.settle();
        story.pass(5);
        QCOMPARE(story.source(SourceId::GitHub), SourceState::Ok);
        QCOMPARE(story.stage(StageId::Push), StageState::Passed);
        QCOMPARE(story.gate("workflow-ready"), GateState::Block);
        QVERIFY(story.gateReason("workflow-ready").contains(QStringLiteral("acme/api is called acme/gateway now")));
        QVERIFY2(story.text("liveDetail").contains(QStringLiteral("acme/gateway")),
                 qPrintable(story.text("liveDetail")));
        QVERIFY(!story.snapshot().promotable);
    }

    void whatTakesNoCommandsIsNotOfferedForPromotion_data()
    {
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("opens");
        QTest::newRow("archived") << QStringLiteral("repository-archived") << QStringLiteral("unarchive it on GitHub");
        QTest::newRow("no push") << QStringLiteral("push-taken-away") << QStringLiteral("Project > Tokens");
    }
    void whatTakesNoCommandsIsNotOfferedForPromotion()
    {
        QFETCH(QString, event);
        QFETCH(QString, opens);
        Story story("normal");
        story.open();
        story.tickEverything();
        QVERIFY(story.snapshot().promotable);
        QVERIFY(story.world().happen(event));
        pressKey(&story.window(), Qt::Key_F5);
        story.settle();
        story.pass(5);
        QCOMPARE(story.gate("workflow-ready"), GateState::Block);
        QVERIFY(story.gateReason("workflow-ready").contains(opens));
        QVERIFY(!story.openPromotion());
        QCOMPARE(story.dispatches(), 0);
    }

    void theProductionWorkflowIsFoundBehindAHundredOthers()
    {
        Story story("normal");
        QVERIFY(story.world().happen(QStringLiteral("many-workflows")));
        story.open();
        QCOMPARE(story.gate("workflow-ready"), GateState::Pass);
    }

    void escapeSendsNothing()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        PromoteDialog *dialog = story.openPromotion();
        typeText(dialog, confirmPhrase);
        pressKey(dialog, Qt::Key_Escape);
        story.pass(30);
        QVERIFY(story.snapshot().commands.isEmpty());
        QCOMPARE(story.dispatches(), 0);
    }

    void racingMainClearsThePhraseAndClosesTheWayAtMain()
    {
        Story story("racing-main");
        story.open();
        story.tickEverything();
        PromoteDialog *dialog = story.openPromotion();
        QVERIFY(dialog);
        typeText(dialog, QStringLiteral("deploy-to-produc"));
        QVERIFY(story.passUntil([&] { return !textOf(dialog, "movedMessage").isEmpty(); }, 150));
        QVERIFY(named<QLineEdit>(dialog, "phraseField")->text().isEmpty());
        QVERIFY(textOf(dialog, "movedMessage").contains(QStringLiteral("What would go out is what was tested")));
        QVERIFY(!named<QRadioButton>(dialog, "way-github-branch")->isEnabled());
        QVERIFY(textOf(dialog, "wayReason-github-branch").contains(QStringLiteral("not at the tested")));
        pressKey(dialog, Qt::Key_Escape);
        QCOMPARE(story.dispatches(), 0);
    }

    void racingMainIsSeenByTheReadBeforeSending()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        PromoteDialog *dialog = story.openPromotion();
        typeText(dialog, confirmPhrase);
        QVERIFY(story.world().happen(QStringLiteral("push"))); // unseen until the next poll
        pressKey(dialog, Qt::Key_Return);
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, 10));
        QCOMPARE(story.command().state, CommandState::Refused);
        QVERIFY(story.command().detail.contains(QStringLiteral("something moved")));
        QCOMPARE(story.dispatches(), 0);
    }

    void aRunAtAnotherCommitIsCancelledAtOnce()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        bool pushed = false;
        const QObject once;
        QObject::connect(&story.application().console().store(), &ConsoleStore::commandsChanged, &once,
                         [&](const QList<CommandRecord> &commands) {
                             if (!pushed && commands.constFirst().state == CommandState::Sent)
                                 pushed =
                                     story.world().happen(QStringLiteral("push")); // between the read and the click
                         });
        const QString before = story.productionSha();
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return story.cancellations() > 0; }, 30));
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, whole));
        QCOMPARE(story.dispatches(), 1);
        QCOMPARE(story.cancellations(), 1);
        QVERIFY(story.command().state != CommandState::Succeeded);
        QVERIFY(story.command().alarms.join(QLatin1Char(' ')).contains(QStringLiteral("may already have deployed")));
        QCOMPARE(story.productionSha(), before);
        QVERIFY(story.text("commandTitle").contains(QStringLiteral(" instead of "))); // the promotion stands on top
        QVERIFY(story.text("commandTitle").contains(story.command().runSha.value.left(7)));
        story.settle();
        QCOMPARE(story.gate("target-is-tested"), GateState::Warn); // it was read again: the other ways are open
        clickOn(named<QPushButton>(&story.window(), "acknowledgeAlarms"));
        QVERIFY(openAlarms(story.command()).isEmpty());
    }
    void whatTheRunShowsOfTheTipIsBelievedAtOnce()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        bool pushed = false;
        bool believed = true;
        const QObject once;
        ConsoleStore &store = story.application().console().store();
        QObject::connect(&store, &ConsoleStore::commandsChanged, &once, [&](const QList<CommandRecord> &commands) {
            if (!pushed && commands.constFirst().state == CommandState::Sent)
                pushed = story.world().happen(QStringLiteral("push"));
        });
        QObject::connect(&store, &ConsoleStore::observed, &once, [&] {
            const auto *runs = store.observations().runs.last();
            const bool shows = runs && pushed && runs->constFirst().headSha != store.snapshot().offer.target;
            believed = believed && !(shows && story.gate("target-is-tested") == GateState::Pass);
        });
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return story.cancellations() > 0; }, 30));
        QVERIFY(believed);
        story.pass(5);
        QVERIFY(story.gateReason("target-is-tested").contains(QStringLiteral("not the tested")) ||
                story.gateReason("target-is-tested").contains(QStringLiteral("you did not test")));
    }

    void whatIsCalledOffBeforeItIsSentNeverLeaves()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        story.promote();
        QTRY_VERIFY(!story.snapshot().commands.isEmpty());
        QCOMPARE(story.command().state, CommandState::Checking);
        clickOn(named<QPushButton>(&story.window(), "callOffButton"));
        QCOMPARE(story.command().state, CommandState::NotSent);
        story.pass(30);
        QCOMPARE(story.dispatches(), 0);
        QVERIFY(story.openPromotion()); // and may be sent again
    }

    void docsOnlyGoesOutAtATag()
    {
        Story story("docs-only");
        story.open();
        QCOMPARE(story.stage(StageId::StagingDeploy), StageState::Passed);
        story.tickEverything();
        QCOMPARE(story.gate("target-is-tested"), GateState::Warn);
        PromoteDialog *dialog = story.openPromotion();
        QVERIFY(dialog);
        QVERIFY(!named<QRadioButton>(dialog, "way-github-branch")->isEnabled());
        pressKey(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!story.window().findChild<PromoteDialog *>());
        const QString tested = story.snapshot().offer.target.value;
        story.promoteAndSend(PromotionWay::GitHubAtTag);
        QVERIFY(story.passUntil([&] { return story.isSettled() && story.dispatches() > 0; }, whole));
        QCOMPARE(story.command().state, CommandState::Succeeded);
        QCOMPARE(story.productionSha(), tested);
        QCOMPARE(story.served("github", "POST", QStringLiteral("/git/refs")), 1);
        QCOMPARE(story.dispatches(), 1);
        QVERIFY(story.bodyOf(QStringLiteral("/dispatches")).contains(QStringLiteral("deploy/")));
    }

    void lyingGreenIsNotBelieved()
    {
        Story story("lying-green");
        story.open();
        QCOMPARE(story.stage(StageId::StagingDeploy), StageState::Degraded);
        QCOMPARE(story.snapshot().environments.staging.verdict, Verdict::Degraded);
        story.tickEverything();
        QCOMPARE(story.gate("staging-healthy"), GateState::Block);
        QVERIFY(story.gateReason("staging-healthy").contains(QStringLiteral("database")));
        QVERIFY(!story.openPromotion());
        QVERIFY(story.text("whyNotPromotable").contains(QStringLiteral("Staging is degraded")));
        QVERIFY(story.world().happen(QStringLiteral("staging-recovers")));
        QVERIFY(story.passUntil([&] { return story.snapshot().promotable; }, 60));
    }

    void railwayUpIsProvenByTheRunThatMadeIt()
    {
        Story story("railway-up");
        story.open();
        for (const Environment environment : environments) {
            QVERIFY(story.snapshot().environments[environment].serving);
            QCOMPARE(story.snapshot().environments[environment].serving->proof, ShaProof::GitHubRun);
        }
        story.tickEverything();
        const QString tested = story.snapshot().offer.target.value;
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, whole));
        QCOMPARE(story.command().state, CommandState::Succeeded);
        QCOMPARE(story.productionSha(), tested);
        QCOMPARE(story.snapshot().environments.production.serving->proof, ShaProof::GitHubRun);
        QCOMPARE(story.dispatches(), 1);
    }

    void anUploadBesideARunThatSkipsItsDeployJobIsNotTheRuns()
    {
        Story story("upload-beside");
        story.open();
        const DeploymentId before = story.snapshot().environments.staging.serving->deployment;
        QVERIFY(story.passUntil([&] { return story.snapshot().environments.staging.serving->deployment != before; },
                                whole));
        const auto staging = [&] { return *story.snapshot().environments.staging.serving; };
        for (int i = 0; i < 60; ++i) {
            QVERIFY2(staging().sha.isEmpty(), qPrintable(staging().proofText));
            story.pass(5);
        }
        QVERIFY2(staging().proofText.contains(QStringLiteral("uploads nothing")), qPrintable(staging().proofText));
        story.tickEverything();
        QVERIFY(!story.snapshot().promotable);
        QVERIFY(story.gate("staging-serves") != GateState::Pass);
    }

    void aRunThatIsStartedAgainKeepsTheProofThatItGave()
    {
        Story story("run-again");
        story.open();
        const auto staging = [&] { return *story.snapshot().environments.staging.serving; };
        const CommitSha tested = staging().sha;
        QCOMPARE(staging().proof, ShaProof::GitHubRun);
        QVERIFY(story.passUntil([&] { return story.stage(StageId::StagingDeploy) == StageState::Running; }, 90));
        QCOMPARE(staging().proof, ShaProof::GitHubRun);
        story.restart(); // it knows nothing of before
        QCOMPARE(story.stage(StageId::StagingDeploy), StageState::Running);
        QCOMPARE(staging().proof, ShaProof::GitHubRun);
        QCOMPARE(staging().sha, tested);
        const DeploymentId before = staging().deployment;
        QVERIFY(story.passUntil([&] { return staging().deployment != before; }, whole));
        QVERIFY(
            story.passUntil([&] { return staging().proof == ShaProof::GitHubRun; }, whole)); // by the second attempt
        QCOMPARE(staging().sha, tested);
    }

    void aStatusOfNoSchemaWarnsOnceItChangesNoMore()
    {
        Story story("strange-status");
        story.open();
        story.tickEverything();
        QVERIFY(story.snapshot().promotable);
        QVERIFY(story.passUntil([&] { return story.gate("production-idle") == GateState::Unknown; }, 120));
        QVERIFY(!story.snapshot().promotable);
        story.pass(1'900, 10);
        QCOMPARE(story.gate("production-idle"), GateState::Warn);
        QVERIFY(story.gateReason("production-idle").contains(QStringLiteral("HIBERNATING for 3")));
        QVERIFY(story.snapshot().promotable);
    }

    void rejectedFailsInItsStepWithTheEndOfItsLog()
    {
        Story story("rejected");
        story.open();
        story.tickEverything();
        const QString before = story.productionSha();
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, whole));
        QCOMPARE(story.command().state, CommandState::Failed);
        QVERIFY(story.command().detail.contains(QStringLiteral("Validate Confirmation")));
        QTRY_VERIFY(!story.command().failureLog.isEmpty());
        QCOMPARE(story.productionSha(), before);
        QCOMPARE(story.dispatches(), 1);
    }

    void aColleaguesDeploymentIsAnAlarmAndNeverOurSuccess()
    {
        Story story("colleague");
        story.open();
        story.tickEverything();
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return !story.command().alarms.isEmpty(); }, 60));
        QVERIFY(story.command().alarms.constFirst().contains(QStringLiteral("lee started run")));
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, whole));
        QCOMPARE(story.command().state, CommandState::NotProven);
        QVERIFY(story.command().detail.contains(QStringLiteral("2 deployments")));
        QCOMPARE(story.dispatches(), 1);
    }

    void outageIsNeverGreenAndIsRecoveredFrom()
    {
        Story story("outage");
        const QDateTime begin = story.world().now();
        const auto from = [&](int second) { return double(story.world().now().secsTo(begin.addSecs(second))); };
        story.open();
        const auto isGreen = [&](Environment environment) {
            const EnvironmentView &view = story.snapshot().environments[environment];
            return view.serving && !view.stale;
        };
        QVERIFY(!isGreen(Environment::Staging) && !isGreen(Environment::Production)); // Railway answers 503
        QVERIFY(story.stage(StageId::StagingDeploy) != StageState::Passed);
        QVERIFY(story.stage(StageId::ProductionLive) != StageState::Passed);
        QVERIFY(!story.snapshot().promotable);
        QVERIFY(!story.openPromotion());
        QVERIFY(story.text("liveDetail").contains(QStringLiteral("cannot be read")));
        for (const char *gate : {"staging-serves", "sources-fresh", "production-idle"})
            QVERIFY2(story.gate(gate) != GateState::Pass, gate);

        QVERIFY(story.passUntil([&] { return story.snapshot().sources.at(0).state == SourceState::Error; }, 120));
        QCOMPARE(story.snapshot().sources.at(0).error->kind, ErrorKind::RateLimited);
        const int asked = story.served("github", "GET", QString());
        story.pass(20); // its Retry-After, or the fault's ninety seconds, are not over
        QVERIFY(story.served("github", "GET", QString()) <= asked + 4);
        QVERIFY(story.passUntil([&] { return story.source(SourceId::Railway) == SourceState::Ok; }, 30));
        QCOMPARE(story.gate("staging-serves"), GateState::Pass);
        story.pass(int(from(145)));
        for (const char *gate : {"ci-passed", "target-is-tested", "sources-fresh", "production-idle"})
            QVERIFY2(story.gate(gate) != GateState::Pass, gate);

        QVERIFY(story.passUntil([&] { return story.source(SourceId::GitHub) == SourceState::Ok; }, 120));
        QVERIFY(isGreen(Environment::Staging) && isGreen(Environment::Production));
        QVERIFY(story.passUntil([&] { return story.source(SourceId::Sentry) == SourceState::Error; }, 300));
        QCOMPARE(story.snapshot().sources.at(int(SourceId::Sentry)).error->kind, ErrorKind::Malformed);

        // Silence would take its ten seconds for each probe; a closed connection tells the same.
        QVERIFY(from(480) > 0);
        story.spoil({{QStringLiteral("provider"), QStringLiteral("staging")},
                     {QStringLiteral("kind"), QStringLiteral("none")}});
        story.spoil({{QStringLiteral("provider"), QStringLiteral("staging")},
                     {QStringLiteral("kind"), QStringLiteral("dropBefore")},
                     {QStringLiteral("after"), from(480)},
                     {QStringLiteral("seconds"), 60}});
        QVERIFY(story.passUntil([&] { return story.source(SourceId::StagingHealth) == SourceState::Error; }, 300));
        QVERIFY(story.passUntil([&] { return story.snapshot().environments.staging.verdict == Verdict::Down; }, 60));
        QVERIFY(story.snapshot().environments.production.verdict == Verdict::Healthy);

        QVERIFY(story.passUntil([&] { return story.text("liveDetail") == QStringLiteral("all sources fresh"); }, 600));
        QCOMPARE(story.snapshot().environments.staging.verdict, Verdict::Healthy);
        for (const StageId done : {StageId::Push, StageId::Ci, StageId::StagingDeploy, StageId::ProductionLive})
            QCOMPARE(story.stage(done), StageState::Passed);
        story.tickEverything();
        QVERIFY(story.snapshot().promotable);
    }

    void protectedProductionWaitsForItsReview()
    {
        Story story("normal");
        QVERIFY(story.world().happen(QStringLiteral("protect-production")));
        story.open();
        story.tickEverything();
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return !story.command().reviews.isEmpty(); }, 60));
        QVERIFY(story.command().detail.contains(QStringLiteral("review")));
        story.pass(40 * 60, 20); // waiting for a review is no failure to prove
        QCOMPARE(story.command().state, CommandState::Accepted);
        QVERIFY(story.world().happen(QStringLiteral("approve")));
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, whole));
        QCOMPARE(story.command().state, CommandState::Succeeded);
    }

    void railwayDeploysTheTestedCommit()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        const QString tested = story.snapshot().offer.target.value;
        story.promoteAndSend(PromotionWay::Railway);
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, whole));
        QCOMPARE(story.command().state, CommandState::Succeeded);
        QCOMPARE(story.productionSha(), tested);
        QCOMPARE(story.served("railway", "POST", QStringLiteral("serviceInstanceDeployV2")), 1);
        QCOMPARE(story.dispatches(), 0);
    }

    void aStrayDeploymentOnStagingIsAnAlarm()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        story.promoteAndSend();
        story.pass(10);
        QVERIFY(story.world().happen(QStringLiteral("stray-deployment")));
        QVERIFY(story.passUntil([&] { return !story.command().alarms.isEmpty(); }, 30));
        QVERIFY(story.command().alarms.join(QLatin1Char(' ')).contains(QStringLiteral("staging"), Qt::CaseInsensitive));
    }

    void theRunIsCancelledWithItsButton()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        const QString before = story.productionSha();
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return bool(story.command().run); }, 30));
        clickOn(named<QPushButton>(&story.window(), "cancelRunButton"));
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, whole));
        QCOMPARE(story.command().state, CommandState::Failed);
        QVERIFY(story.command().detail.contains(QStringLiteral("cancelled")));
        QCOMPARE(story.cancellations(), 1);
        QCOMPARE(story.productionSha(), before);
    }
};

SLIPWAY_TEST(StoriesTest)
#include "stories_test.moc"

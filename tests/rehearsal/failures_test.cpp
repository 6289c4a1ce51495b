// SPDX-License-Identifier: GPL-3.0-or-later
#include "story.h"
#include "support/testmain.h"

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr int untilItsEnd = 400; ///< seconds in which any promotion has ended

} // namespace

/// What Railway does to a release, as the window tells it.
class FailuresTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aDeploymentThatCannotBeBuiltFailsInTheStepThatWaits()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        const QString before = story.productionSha();
        QVERIFY(story.world().happen(QStringLiteral("production-deploy-fails")));
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, untilItsEnd));
        QCOMPARE(story.command().state, CommandState::Failed);
        QTRY_VERIFY(!story.command().failureLog.isEmpty());
        QVERIFY(story.command().failureLog.join(QLatin1Char('\n')).contains(QStringLiteral("ended as FAILED")));
        QCOMPARE(story.productionSha(), before);
        QCOMPARE(story.snapshot().environments.production.verdict, Verdict::Healthy);
        QCOMPARE(story.dispatches(), 1);
    }

    void aGreenRunDoesNotHideThatItsUploadFailed()
    {
        Story story("railway-up");
        story.open();
        story.tickEverything();
        const QString before = story.productionSha();
        QVERIFY(story.world().happen(QStringLiteral("production-deploy-fails")));
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, untilItsEnd));
        QCOMPARE(story.command().state, CommandState::Failed);
        QVERIFY2(story.command().detail.contains(QStringLiteral("FAILED")), qPrintable(story.command().detail));
        QCOMPARE(story.productionSha(), before);
    }

    void whatRailwayWasToldToDeployFails()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        const QString before = story.productionSha();
        QVERIFY(story.world().happen(QStringLiteral("production-deploy-fails")));
        story.promoteAndSend(PromotionWay::Railway);
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, untilItsEnd));
        QCOMPARE(story.command().state, CommandState::Failed);
        QCOMPARE(story.productionSha(), before);
    }

    void theOldReleaseIsShownUntilTheNewOneServes()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        const QString before = story.productionSha();
        const QString tested = story.snapshot().offer.target.value;
        story.promoteAndSend(PromotionWay::Railway);
        story.pass(90);
        QCOMPARE(story.productionSha(), before);
        QVERIFY(story.snapshot().environments.production.rollout);
        QCOMPARE(story.snapshot().environments.production.rollout->status, DeploymentStatus::Deploying);
        QVERIFY(story.passUntil([&] { return story.productionSha() == tested; }, 20));
        QVERIFY(story.command().state != CommandState::Succeeded); // it answers that it is starting
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, untilItsEnd));
        QCOMPARE(story.command().state, CommandState::Succeeded);
    }

    void whoReloadsAsksNowHoweverOftenGitHubHasFailed()
    {
        Story story("normal");
        story.open();
        story.spoil({{QStringLiteral("provider"), QStringLiteral("github")},
                     {QStringLiteral("kind"), QStringLiteral("status")},
                     {QStringLiteral("status"), 502}});
        QVERIFY(story.passUntil([&] { return story.source(SourceId::GitHub) == SourceState::Error; }, 120));
        story.pass(300); // by now it is asked once in a minute
        story.spoil(
            {{QStringLiteral("provider"), QStringLiteral("github")}, {QStringLiteral("kind"), QStringLiteral("none")}});
        pressKey(&story.window(), Qt::Key_F5);
        QVERIFY(story.passUntil([&] { return story.source(SourceId::GitHub) == SourceState::Ok; }, 3));
    }

    void aCrashIsSeenAndSoIsItsEnd()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("production-crashes")));
        QVERIFY(story.passUntil([&] { return story.snapshot().environments.production.verdict == Verdict::Down; }, 60));
        QVERIFY(story.passUntil(
            [&] { return story.snapshot().environments.production.serving->status == DeploymentStatus::Crashed; }, 90));
        QVERIFY(story.stage(StageId::ProductionLive) == StageState::Failed);
        QCOMPARE(story.snapshot().environments.staging.verdict, Verdict::Healthy);
        QVERIFY(story.world().happen(QStringLiteral("production-recovers")));
        QVERIFY(story.passUntil([&] { return story.stage(StageId::ProductionLive) == StageState::Passed; }, 120));
        QCOMPARE(story.snapshot().environments.production.verdict, Verdict::Healthy);
    }

    void aCrashAfterTheSwitchIsNoSuccess()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        story.promoteAndSend();
        const QString tested = story.snapshot().offer.target.value;
        QVERIFY(story.passUntil([&] { return story.productionSha() == tested; }, untilItsEnd));
        QVERIFY(story.world().happen(QStringLiteral("production-crashes")));
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, untilItsEnd));
        QCOMPARE(story.command().state, CommandState::Failed);
    }
};

SLIPWAY_TEST(FailuresTest)
#include "failures_test.moc"

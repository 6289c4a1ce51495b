// SPDX-License-Identifier: GPL-3.0-or-later
#include "story.h"
#include "support/testmain.h"

using namespace Slipway;
using namespace Slipway::Test;

namespace {

void happen(Story &story, const char *event, int times = 1)
{
    for (int i = 0; i < times; ++i) {
        if (!story.world().happen(QString::fromLatin1(event)))
            qFatal("%s is not known", event);
        story.clock().advance(Milliseconds(1'000));
    }
}

/// A colleague's release, from its start to its end.
void release(Story &story)
{
    happen(story, "colleague-deploys");
    story.world().advance(900);
}

void answerAboutAutodeploy(Story &story, const char *body)
{
    story.spoil({{QStringLiteral("provider"), QStringLiteral("railway")},
                 {QStringLiteral("operation"), QStringLiteral("AutoDeployStatus")},
                 {QStringLiteral("kind"), QStringLiteral("status")},
                 {QStringLiteral("status"), 200},
                 {QStringLiteral("body"), QString::fromLatin1(body)}});
}

} // namespace

/// What is behind newer runs and deployments is not taken for idle, nor old news of CI for new.
class OutOfSightTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ciThatFailsWhenItIsRunAgainOnAnOldPageStopsAPromotion()
    {
        Story story("normal");
        happen(story, "scheduled-runs");
        story.world().advance(900);
        story.open();
        story.tickEverything();
        QCOMPARE(story.gate("ci-passed"), GateState::Pass); // 32 scheduled runs do not hide it
        QVERIFY2(story.snapshot().promotable, qPrintable(story.snapshot().whyNotPromotable));
        happen(story, "ci-runs-again-and-fails");
        story.world().advance(900);
        story.promoteAndSend();
        QCOMPARE(story.dispatches(), 0); // read again at the click
        QCOMPARE(story.gate("ci-passed"), GateState::Block);
    }
    void ciThatFailsWhenItIsRunAgainIsSeenWithoutAClickAsWell()
    {
        Story story("normal");
        happen(story, "scheduled-runs");
        story.world().advance(900);
        story.open();
        happen(story, "ci-runs-again-and-fails");
        story.world().advance(900);
        story.pass(660, 30);
        QCOMPARE(story.gate("ci-passed"), GateState::Block);
    }
    void anApprovalBehindASkippedDeploymentIsUnderWay()
    {
        Story story("normal");
        story.open();
        happen(story, "production-needs-approval");
        happen(story, "production-skips");
        story.pass(70, 10);
        QCOMPARE(story.gate("production-idle"), GateState::Block);
        QVERIFY(story.gateReason("production-idle").contains(QStringLiteral("NEEDS_APPROVAL")));
    }
    void anApprovalBehindMoreThanAListShowsIsUnderWay()
    {
        Story story("normal");
        happen(story, "production-needs-approval");
        happen(story, "production-skips", 11);
        story.open();
        QCOMPARE(story.gate("production-idle"), GateState::Block);
        QVERIFY(story.gateReason("production-idle").contains(QStringLiteral("NEEDS_APPROVAL")));
        happen(story, "colleague-approves-deployment");
        story.pass(120, 5);
        QVERIFY(story.passUntil([&] { return story.gate("production-idle") == GateState::Pass; }, 300));
    }
    void garbageInsteadOfTheListProvesNothing()
    {
        Story story("normal");
        story.open();
        QCOMPARE(story.gate("production-idle"), GateState::Pass);
        story.spoil({{QStringLiteral("provider"), QStringLiteral("railway")},
                     {QStringLiteral("operation"), QStringLiteral("ListDeployments")},
                     {QStringLiteral("kind"), QStringLiteral("garbage")}});
        happen(story, "production-needs-approval");
        happen(story, "production-skips");
        story.pass(70, 10);
        QCOMPARE(story.gate("production-idle"), GateState::Unknown);
        QCOMPARE(story.source(SourceId::Railway), SourceState::Error);
    }
    void aReRunOfAReleaseBehindElevenYoungerOnesIsUnderWay()
    {
        Story story("normal");
        for (int i = 0; i < 11; ++i)
            release(story);
        happen(story, "scheduled-runs"); // and none of them is on the newest page
        story.world().advance(900);
        story.open();
        QCOMPARE(story.gate("production-idle"), GateState::Pass);
        happen(story, "oldest-release-runs-again");
        story.pass(70, 10);
        QCOMPARE(story.gate("production-idle"), GateState::Block);
        QVERIFY(story.gateReason("production-idle").contains(QStringLiteral("lee")));
    }
    void anIdleHourStaysWithinItsBudget()
    {
        Story story("normal");
        story.open();
        story.pass(3'600 - 2);
        const int gitHub = story.served("github", "GET", {});
        const int railway = story.served("railway", "POST", {});
        const int all = gitHub + railway + story.served("sentry", "GET", {});
        qInfo("an idle hour: %d requests, %d of them GitHub's, %d Railway's", all, gitHub, railway);
        QVERIFY(all <= 360);
        for (const SourceId source : {SourceId::GitHub, SourceId::Railway, SourceId::Sentry})
            QCOMPARE(story.source(source), SourceState::Ok);
    }
    void autodeployThatCannotBeReadBlocksUntilAPersonHasLooked()
    {
        Story story("normal");
        answerAboutAutodeploy(
            story,
            R"({"data":null,"errors":[{"message":"Not Authorized","path":["serviceInstanceAutoDeployStatus"]}]})");
        story.open();
        story.tickEverything();
        QCOMPARE(story.gate("production-manual"), GateState::Block);
        QVERIFY2(story.gateReason("production-manual").contains(QStringLiteral("off, checked by hand")),
                 qPrintable(story.gateReason("production-manual")));
        QVERIFY(!story.snapshot().promotable);
        story.project().railway.autoDeployCheckedOff = true;
        story.project().pathInRepository.clear(); // where it lies in the repository, main has to say so as well
        story.restart();
        QCOMPARE(story.gate("production-manual"), GateState::Warn);
        QVERIFY2(story.snapshot().promotable, qPrintable(story.snapshot().whyNotPromotable));
    }
    void autodeployThatIsOnBlocksAlsoBesideAnError()
    {
        Story story("normal");
        answerAboutAutodeploy(
            story, R"({"data":{"serviceInstanceAutoDeployStatus":{"enabled":true,"canEnable":true,"reason":null},)"
                   R"("deploymentTriggers":null},)"
                   R"("errors":[{"message":"Problem processing request","path":["deploymentTriggers"]}]})");
        story.open();
        QCOMPARE(story.gate("production-manual"), GateState::Block);
        QVERIFY(story.gateReason("production-manual").contains(QStringLiteral("every push")));
    }
    void anEmergencyWaitsForNoneOfIt()
    {
        Story story("bad-release");
        answerAboutAutodeploy(story, R"({"data":null,"errors":[{"message":"Not Authorized","path":[]}]})");
        happen(story, "production-needs-approval");
        happen(story, "production-skips");
        story.open();
        story.goBackAndSend();
        QCOMPARE(story.rollbacks(), 1);
    }
};

SLIPWAY_TEST(OutOfSightTest)
#include "outofsight_test.moc"

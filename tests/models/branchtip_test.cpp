// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/observed/branchtip.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

WorkflowRun aRunOfMain(const char *event, const CommitSha &sha, Moment begun)
{
    return aRun(950).of("deploy-production.yml").event(event).on(sha).during(begun, 0, 0).running();
}

/// The runs were read ten seconds after everything else, with one that began five seconds after it.
Observations withRun(const WorkflowRun &run)
{
    Observations all = healthyWorld(noon);
    QList<WorkflowRun> runs = *all.runs.value;
    runs.prepend(run);
    const Moment tenSecondsLater = noon + Milliseconds(10'000);
    all.runs.apply(runs, tenSecondsLater, all.runs.interval);
    return all;
}

Moment fiveSecondsLater()
{
    return noon + Milliseconds(5'000);
}

} // namespace

/// What a run tells about the branch that it checked out.
class BranchTipTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aNewerRunAtAnotherCommitProvesThatTheBranchHasMoved_data()
    {
        QTest::addColumn<QByteArray>("event");
        for (const char *event : {"push", "workflow_dispatch", "schedule"})
            QTest::newRow(event) << QByteArray(event);
    }
    void aNewerRunAtAnotherCommitProvesThatTheBranchHasMoved()
    {
        QFETCH(QByteArray, event);
        const Observations all = withRun(aRunOfMain(event.constData(), newerSha, fiveSecondsLater()));
        QVERIFY(runBeyondTip(all, acmeProject().github));
    }
    void meanwhileTheTipIsNotSaidToBeProvenAndNothingIsReadyToPromote()
    {
        const Observations before = healthyWorld(noon);
        QVERIFY(evaluate({before, acmeProject(), noon}).promotable);
        const Observations all = withRun(aRunOfMain("workflow_dispatch", newerSha, fiveSecondsLater()));
        const Snapshot snapshot = evaluate({all, acmeProject(), noon + Milliseconds(10'000)});
        QVERIFY(!snapshot.promotable);
        QCOMPARE(gateOf(snapshot, "target-is-tested").state, GateState::Unknown);
        QVERIFY(gateOf(snapshot, "target-is-tested").reason.contains(QStringLiteral("c0ffee1")));
        QCOMPARE(snapshot.identity.constFirst().id, QStringLiteral("tested-tip"));
        QCOMPARE(snapshot.identity.constFirst().state, LinkState::Unproven);
        QCOMPARE(stageOf(snapshot, StageId::Push).state, StageState::Unknown);
        QVERIFY(snapshot.pipeline.fork.branch != Fork::Branch::LooksGood);
        for (const WayOffer &way : snapshot.offer.ways)
            QVERIFY(way.way != PromotionWay::GitHubAtBranch || !way.available);
    }
    void aTipThatWasAskedForAfterwardsCounts()
    {
        Observations all = withRun(aRunOfMain("push", newerSha, fiveSecondsLater()));
        all.tip.apply(*all.tip.value, noon + Milliseconds(11'000), all.tip.interval);
        QVERIFY(!runBeyondTip(all, acmeProject().github));
    }
    void whatSaysNothingAboutTheTipLeavesItStanding_data()
    {
        QTest::addColumn<WorkflowRun>("run");
        QTest::newRow("the same commit") << aRunOfMain("push", testedSha, fiveSecondsLater());
        QTest::newRow("an older run") << aRunOfMain("push", liveSha, noon + Milliseconds(-60'000));
        QTest::newRow("a pull request of a branch called main")
            << aRunOfMain("pull_request", newerSha, fiveSecondsLater());
        WorkflowRun elsewhere = aRunOfMain("push", newerSha, fiveSecondsLater());
        elsewhere.headBranch = QStringLiteral("feature");
        QTest::newRow("another branch") << elsewhere;
        QTest::newRow("no commit") << aRunOfMain("push", {}, fiveSecondsLater());
    }
    void whatSaysNothingAboutTheTipLeavesItStanding()
    {
        QFETCH(WorkflowRun, run);
        QVERIFY(!runBeyondTip(withRun(run), acmeProject().github));
    }
    void aClockThatIsWrongHidesNothing()
    {
        Observations all = withRun(aRunOfMain("push", newerSha, fiveSecondsLater() + Milliseconds(-900'000)));
        all.clocks.ahead[Provider::Railway] = Milliseconds(0);
        QVERIFY(!runBeyondTip(all, acmeProject().github));
        all.clocks.ahead[Provider::GitHub] = Milliseconds(-900'000); // ours is ahead
        QVERIFY(runBeyondTip(all, acmeProject().github));
    }
};

SLIPWAY_TEST(BranchTipTest)
#include "branchtip_test.moc"

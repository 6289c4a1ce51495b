// SPDX-License-Identifier: GPL-3.0-or-later
#include "story.h"
#include "support/testmain.h"

#include <QLineEdit>
#include <QPushButton>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr int wholePromotion = 400;

QJsonObject dispatchFault(const char *kind)
{
    return {{QStringLiteral("provider"), QStringLiteral("github")},
            {QStringLiteral("method"), QStringLiteral("POST")},
            {QStringLiteral("kind"), QString::fromLatin1(kind)},
            {QStringLiteral("count"), 1}};
}

} // namespace

/// What goes wrong around a promotion never sends it twice and never calls it done without proof.
class InterruptionsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLostAnswerIsResolvedByLooking()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        story.spoil(dispatchFault("dropAfterReceiving"));
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return story.command().state == CommandState::Accepted; }, 60));
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, wholePromotion));
        QCOMPARE(story.command().state, CommandState::Succeeded);
        QCOMPARE(story.dispatches(), 1);
    }

    void aCommandThatNeverArrivedIsLaidDownByThePerson()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        story.spoil(dispatchFault("dropBefore"));
        story.promoteAndSend();
        QCOMPARE(story.command().state, CommandState::Uncertain);
        story.pass(11 * 60);
        QCOMPARE(story.command().state, CommandState::Uncertain); // only looked for, never sent again
        QCOMPARE(story.dispatches(), 1);
        QVERIFY(!story.openPromotion());
        QVERIFY(story.text("whyNotPromotable").contains(QStringLiteral("not resolved")));
        clickOn(named<QPushButton>(&story.window(), "denyButton"));
        named<QLineEdit>(&story.window(), "denyReason")->setFocus();
        typeText(&story.window(), QStringLiteral("no run on GitHub"));
        clickOn(named<QPushButton>(&story.window(), "denyConfirm"));
        QTRY_COMPARE(story.command().state, CommandState::NotProven);
        QVERIFY(story.passUntil([&] { return story.snapshot().promotable; }, 60));
    }

    void anEndAtAnyMomentOfItSendsNothingMore_data()
    {
        QTest::addColumn<int>("seconds");
        for (const int seconds : {0, 1, 20, 70, 110, 150})
            QTest::addRow("%d s after the answer", seconds) << seconds;
    }
    void anEndAtAnyMomentOfItSendsNothingMore()
    {
        QFETCH(int, seconds);
        Story story("normal");
        story.open();
        story.tickEverything();
        const QString tested = story.snapshot().offer.target.value;
        story.promoteAndSend();
        story.pass(seconds);
        story.restart();
        QCOMPARE(story.snapshot().commands.size(), 1);
        QVERIFY(!story.openPromotion());
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, wholePromotion));
        QCOMPARE(story.command().state, CommandState::Succeeded);
        QCOMPARE(story.productionSha(), tested);
        QCOMPARE(story.dispatches(), 1);
    }

    void anEndBeforeTheAnswerIsResolvedByLooking()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        QJsonObject late = dispatchFault("delay"); // it is carried out, and its answer comes to nobody
        late.insert(QStringLiteral("delayMs"), 60'000);
        story.spoil(late);
        story.promote();
        QTRY_COMPARE(story.command().state, CommandState::Sent);
        QTRY_COMPARE(story.world().allRuns().constLast().event, QStringLiteral("workflow_dispatch"));
        story.restart();
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, wholePromotion));
        QCOMPARE(story.command().state, CommandState::Succeeded);
        const auto runs = story.world().runs();
        const auto ours = std::count_if(runs.cbegin(), runs.cend(), [&](const Slipway::Rehearsal::SimRun &run) {
            return run.event == QLatin1String("workflow_dispatch") &&
                   run.createdAt > story.world().now().addSecs(-1200);
        });
        QCOMPARE(ours, 1);
    }

    void anEndBeforeAnythingWasSentSendsNothing()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        story.promote();
        QCOMPARE(story.command().state, CommandState::Checking);
        story.restart();
        story.pass(60);
        QVERIFY(story.snapshot().commands.isEmpty());
        QCOMPARE(story.dispatches(), 0);
    }

    void ticksSurviveARestartAndAreVoidWhenStagingMovesOn()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        story.restart();
        QCOMPARE(story.stage(StageId::Testing), StageState::Passed);
        QVERIFY(story.world().happen(QStringLiteral("push")));
        const QString before = story.snapshot().offer.target.value;
        QVERIFY(story.passUntil([&] { return story.snapshot().offer.target.value != before; }, 900));
        QVERIFY(story.passUntil([&] { return story.stage(StageId::Testing) == StageState::Waiting; }, 60));
        QVERIFY(!story.snapshot().promotable);
    }

    void aSilentNetworkTurnsGrey()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        QVERIFY(story.snapshot().promotable);
        // Nothing is answered any more, nothing fails either: only time passes.
        story.clock().advance(Milliseconds(150'000));
        story.application().console().store().reevaluate(story.clock().now());
        QVERIFY(!story.snapshot().promotable);
        for (const Environment environment : environments) {
            QCOMPARE(story.snapshot().environments[environment].verdict, Verdict::Unknown);
            QVERIFY(story.snapshot().environments[environment].stale);
        }
        QVERIFY(story.stage(StageId::ProductionLive) != StageState::Passed);
        QVERIFY(!story.openPromotion());
    }
};

SLIPWAY_TEST(InterruptionsTest)
#include "interruptions_test.moc"

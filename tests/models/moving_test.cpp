// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/observed/moving.h"
#include "support/commands.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

WorkflowRun runWaitingSince(int secondsAgo)
{
    WorkflowRun run = aRun(950).during(noon, secondsAgo, secondsAgo).running();
    run.status = RunStatus::Waiting;
    return run;
}

CommandRecord commandSentAgo(CommandState state, int secondsAgo)
{
    CommandRecord record = aPromotion(state);
    record.sentAt = at(noon, secondsAgo);
    return record;
}

} // namespace

/// What is worth asking about every few seconds, and what waits for a person.
class MovingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRunThatGoesOnMoves_data()
    {
        QTest::addColumn<int>("status");
        for (const RunStatus status :
             {RunStatus::Requested, RunStatus::Queued, RunStatus::Pending, RunStatus::InProgress, RunStatus::Unknown})
            QTest::addRow("%d", int(status)) << int(status);
    }
    void aRunThatGoesOnMoves()
    {
        QFETCH(int, status);
        WorkflowRun run = aRun(950).during(noon, 7200, 7200).running();
        run.status = RunStatus(status);
        QVERIFY(isMoving(run, {}, noon));
    }
    void aRunThatEndedDoesNot()
    {
        const WorkflowRun run = aRun(950).during(noon, 60, 1).succeeded();
        QVERIFY(!isMoving(run, {}, noon));
    }
    void aReviewMayComeSoonForFiveMinutes()
    {
        QVERIFY(isMoving(runWaitingSince(300), {}, noon));
        QVERIFY(!isMoving(runWaitingSince(301), {}, noon));
    }
    void howLongARunWaitsIsToldByGitHubsClock()
    {
        ServiceClocks clocks{.ahead = {{Provider::Railway, Milliseconds(-900'000)}}};
        QVERIFY(!isMoving(runWaitingSince(301), clocks, noon));
        clocks.ahead[Provider::GitHub] = Milliseconds(-900'000); // this computer is ahead
        QVERIFY(isMoving(runWaitingSince(301), clocks, noon));
    }
    void aWaitingRunOfUnknownAgeMoves()
    {
        WorkflowRun run = runWaitingSince(3600);
        run.updatedAt = {};
        QVERIFY(isMoving(run, {}, noon));
    }
    void onlyAnUnresolvedCommandMoves_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("moves");
        const auto row = [](const char *name, CommandState state, bool moves) {
            QTest::newRow(name) << int(state) << moves;
        };
        row("checking", CommandState::Checking, false);
        row("intended", CommandState::Intended, false);
        row("sent", CommandState::Sent, true);
        row("uncertain", CommandState::Uncertain, true);
        row("accepted", CommandState::Accepted, true);
        row("succeeded", CommandState::Succeeded, false);
        row("not proven", CommandState::NotProven, false);
        row("refused", CommandState::Refused, false);
    }
    void onlyAnUnresolvedCommandMoves()
    {
        QFETCH(int, state);
        QFETCH(bool, moves);
        QCOMPARE(isMoving(commandSentAgo(CommandState(state), 60), noon), moves);
    }
    void anAcceptedCommandMovesHoweverLongItTakes()
    {
        QVERIFY(isMoving(commandSentAgo(CommandState::Accepted, 7200), noon));
    }
    void aCommandThatWaitsForAReviewMovesForFiveMinutes()
    {
        CommandRecord record = commandSentAgo(CommandState::Accepted, 300);
        record.reviews = {{.environment = QStringLiteral("production")}};
        QVERIFY(isMoving(record, noon));
        record.sentAt = at(noon, 301);
        QVERIFY(!isMoving(record, noon));
    }
    void anUncertainCommandMovesForTenMinutes()
    {
        QVERIFY(isMoving(commandSentAgo(CommandState::Uncertain, 600), noon));
        QVERIFY(!isMoving(commandSentAgo(CommandState::Uncertain, 601), noon));
    }
};

SLIPWAY_TEST(MovingTest)
#include "moving_test.moc"

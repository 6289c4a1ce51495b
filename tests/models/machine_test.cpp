// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/machine.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Slipway;

namespace {

constexpr int eventCount = int(CommandEvent::NotProven) + 1;

using Event = CommandEvent;
using Effect = CommandEffect;
using State = CommandState;

/// An order in a world that may deliver any event at any time and crash between any two: it counts what was sent and
/// keeps what the journal would hold.
struct Life {
    State state = State::Checking;
    std::optional<State> journalled;
    int sends = 0;

    void happens(Event event, bool rowCommits)
    {
        if (event == Event::Restarted) {
            if (!journalled)
                return; // an order that was never journalled does not come back
            state = *journalled;
        }
        const State before = state;
        const CommandTransition step = next(state, event);
        state = step.state;
        if (event == Event::IntentCommitted && before == State::Checking)
            journalled = State::Intended;
        if (event == Event::SentCommitted && before == State::Intended)
            journalled = State::Sent;
        if (step.effect == Effect::Send)
            ++sends;
        const bool writes =
            step.effect == Effect::Settle || step.effect == Effect::Look || step.effect == Effect::Follow;
        if (writes && rowCommits)
            journalled = state;
        // A row whose commit was reported as failed may still have reached the disk.
        if (step.effect == Effect::CommitIntent && rowCommits)
            journalled = State::Intended;
        if (step.effect == Effect::CommitSent && rowCommits)
            journalled = State::Sent;
    }
};

Event randomEvent(QRandomGenerator &random)
{
    return Event(random.bounded(eventCount));
}

/// Mostly the events that move an order on, so that long lives are lived too.
Event likelyEvent(QRandomGenerator &random, State state)
{
    if (random.bounded(4) == 0)
        return randomEvent(random);
    if (state == State::Checking)
        return Event::IntentCommitted;
    return state == State::Intended ? Event::SentCommitted : randomEvent(random);
}

constexpr std::array settledStates{State::Succeeded, State::Failed,  State::FailedButLive,
                                   State::NotProven, State::Refused, State::NotSent};

} // namespace

class MachineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyAReturnOfWhichAPersonKnowsTheRiskGoesOutUnwritten()
    {
        for (int kind = 0; kind <= int(OrderKind::RerunFailed); ++kind) {
            Order order{.kind = OrderKind(kind)};
            QCOMPARE(notWritten(order), Event::JournalFailed);
            order.mayGoUnwritten = true;
            QCOMPARE(notWritten(order), isReturn(order.kind) ? Event::KeptInMemory : Event::JournalFailed);
        }
        QCOMPARE(next(State::Checking, Event::KeptInMemory).effect, Effect::CommitSent);
        QCOMPARE(next(State::Intended, Event::KeptInMemory).effect, Effect::Send);
    }
    void whatMayHaveGoneOutUnwrittenIsUncertainAtTheNextStart()
    {
        CommandRecord record{.order = {.kind = OrderKind::RollBack}, .state = State::Intended};
        QCOMPARE(next(stateAtRestart(record), Event::Restarted).state, State::NotSent);
        record.order.mayGoUnwritten = true;
        QCOMPARE(next(stateAtRestart(record), Event::Restarted).state, State::Uncertain);
    }
    void noSequenceOfEventsSendsTwoCommandsForOneOrder()
    {
        QRandomGenerator random(20261124);
        int sent = 0;
        for (int life = 0; life < 20'000; ++life) {
            Life order;
            QList<int> events;
            for (int step = 0; step < 40; ++step) {
                const Event event = likelyEvent(random, order.state);
                events.append(int(event));
                order.happens(event, random.bounded(3) != 0);
            }
            sent += order.sends;
            if (order.sends > 1)
                QFAIL(qPrintable(QStringLiteral("sent %1 times in life %2").arg(order.sends).arg(life)));
        }
        QVERIFY(sent > 10'000); // the property says nothing about lives in which nothing is sent
    }
    void everySentOrderEndsSettledOrUnresolvedAndVisible()
    {
        QRandomGenerator random(4711);
        for (int life = 0; life < 20'000; ++life) {
            Life order;
            for (int step = 0; step < 40; ++step)
                order.happens(likelyEvent(random, order.state), true);
            if (order.sends == 1)
                QVERIFY(isSettled(order.state) || isUnresolved(order.state));
        }
    }
    void nothingIsSentBeforeTheSentRowIsCommitted()
    {
        for (int state = 0; state <= int(State::NotSent); ++state) {
            for (int event = 0; event < eventCount; ++event) {
                if (next(State(state), Event(event)).effect != Effect::Send)
                    continue;
                QCOMPARE(State(state), State::Intended);
                QVERIFY(Event(event) == Event::SentCommitted || Event(event) == Event::KeptInMemory);
            }
        }
    }
    void noEventLeavesASettledStateButAVerdictThatTheWorldRefutes()
    {
        for (const State state : settledStates) {
            const bool givenUp = state == State::Failed || state == State::NotProven;
            for (int event = 0; event < eventCount; ++event) {
                const CommandTransition step = next(state, Event(event));
                const bool live = Event(event) == Event::Succeeded || Event(event) == Event::FailedButLive;
                QCOMPARE(step.state == state && step.effect == Effect::None, !(givenUp && live));
                QVERIFY(isSettled(step.state));
            }
        }
    }
    void everyUnresolvedStateCanBeSettled()
    {
        for (const State state : {State::Sent, State::Uncertain, State::Accepted}) {
            bool settles = false;
            for (int event = 0; event < eventCount; ++event)
                settles = settles || isSettled(next(state, Event(event)).state);
            QVERIFY(settles);
        }
    }
    void anOrderFoundIntendedWasNotSent()
    {
        QVERIFY(next(State::Intended, Event::Restarted) == (CommandTransition{State::NotSent, Effect::Settle}));
    }
    void anOrderFoundSentIsUncertainAndIsLookedFor()
    {
        QVERIFY(next(State::Sent, Event::Restarted) == (CommandTransition{State::Uncertain, Effect::Look}));
    }
    void anIntentThatCannotBeWrittenIsNotSent()
    {
        QVERIFY(next(State::Checking, Event::JournalFailed) == (CommandTransition{State::NotSent, Effect::Settle}));
        QVERIFY(next(State::Intended, Event::JournalFailed) == (CommandTransition{State::NotSent, Effect::Settle}));
    }
    void whatMovedSinceTheQuestionIsRefusedBeforeAnyRow()
    {
        QVERIFY(next(State::Checking, Event::RereadMoved) == (CommandTransition{State::Refused, Effect::Settle}));
    }
    void anUncertainOrderCannotSucceedBeforeItsEffectWasFound()
    {
        QCOMPARE(next(State::Uncertain, Event::Succeeded).state, State::Uncertain);
        QCOMPARE(next(State::Uncertain, Event::Found).state, State::Accepted);
    }
};

SLIPWAY_TEST(MachineTest)
#include "machine_test.moc"

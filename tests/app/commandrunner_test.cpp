// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/commands.h"
#include "support/records.h"
#include "support/runnerkit.h"
#include "support/testmain.h"

#include <QFile>
#include <QProcess>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

WorkflowRun ourRunOn(const CommitSha &sha, Moment now)
{
    WorkflowRun run =
        aRun(950).of("deploy-production.yml").event("workflow_dispatch").on(sha).during(now, 0, 0).running();
    return run;
}

/// GitHub's tags: creating one has no certain answer, and whether it is there can be asked.
struct UncertainTags {
    explicit UncertainTags(RunnerKit &theKit)
        : kit(theKit)
    {
        kit.network->setHandler([this](const FakeRequest &request) {
            if (request.url.path().endsWith(QStringLiteral("/git/refs")))
                return FakeReply{.status = 502};
            if (request.url.path().contains(QStringLiteral("/git/ref/tags/")))
                return isThere ? FakeReply{.status = 200, .body = tagCreated()} : FakeReply{.status = 404};
            return kit.answer;
        });
    }
    int looks() const { return kit.network->count("GET", QStringLiteral("/git/ref/tags/")); }
    /// Something is read anew, and the runner has had the time to look.
    void observe()
    {
        kit.observe([](Observations &) {});
        QTest::qWait(0);
    }

    RunnerKit &kit;
    bool isThere = false;
};

CommandRecord sentByAnotherWindow(CommandState state)
{
    CommandRecord record = aCommand("another-window", state);
    record.sentAt = at(noon, 60);
    return record;
}

/// What a new process would find on a store of its own.
void startAfresh(RunnerKit &kit)
{
    kit.store.apply(kit.clock.now(), [](Observations &all) {
        all.journalReadable = true;
        all.journalTrouble.clear();
    });
    kit.start();
}

bool spoilJournal(RunnerKit &kit)
{
    kit.runner.reset();
    kit.journal.reset();
    QFile file(kit.journalPath());
    return file.open(QIODevice::WriteOnly) && file.write(QByteArray(4096, 'x')) == 4096;
}

void addRun(Observations &all, const WorkflowRun &run)
{
    all.runs.value->removeIf([&](const WorkflowRun &each) { return each.id == run.id; });
    all.runs.value->prepend(run);
}

} // namespace

class CommandRunnerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPromotionSendsExactlyOnePost()
    {
        RunnerKit kit;
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        QCOMPARE(kit.dispatches(), 1);
        QCOMPARE(kit.network->mutations(), 1);
        QCOMPARE(kit.record(id).run, ourRun);
        QCOMPARE(kit.record(id).order.who, QStringLiteral("mira"));
    }
    void theSentRowIsInTheJournalBeforeTheRequestLeaves()
    {
        RunnerKit kit;
        QList<CommandState> journalled;
        connect(&kit.client, &HttpClient::requestSent, this, [&] {
            const auto rows = kit.journal->unresolved();
            for (const CommandRecord &each : *rows)
                journalled.append(each.state);
        });
        kit.promote();
        QTRY_COMPARE(kit.newest().state, CommandState::Accepted);
        QCOMPARE(journalled, QList<CommandState>{CommandState::Sent});
    }
    void theSentRowDoesNotSayThatNothingWasSent()
    {
        RunnerKit kit;
        QString journalled; // what anybody reads there while the answer is awaited, or after a kill
        connect(&kit.client, &HttpClient::requestSent, this,
                [&] { journalled = kit.journal->unresolved()->constFirst().detail; });
        kit.promote();
        QTRY_VERIFY(!journalled.isEmpty());
        QCOMPARE(journalled, QStringLiteral("Sent; no answer has come yet"));
    }
    void theTimeOfSendingIsToldByTheClockOfTheServiceThatItGoesTo()
    {
        RunnerKit kit;
        kit.answer = {.status = 502};
        kit.store.apply(kit.clock.now(),
                        [](Observations &all) { all.clocks.ahead[Provider::Railway] = Milliseconds(-900'000); });
        const OrderId alone = kit.promote();
        QTRY_COMPARE(kit.record(alone).state, CommandState::Uncertain);
        QVERIFY(!kit.record(alone).serverTime.isValid()); // GitHub has not told its time
        RunnerKit told;
        told.answer = {.status = 502};
        told.store.apply(told.clock.now(), [](Observations &all) {
            all.clocks.ahead = {{Provider::Railway, Milliseconds(-900'000)}, {Provider::GitHub, Milliseconds(60'000)}};
        });
        const OrderId id = told.promote();
        QTRY_COMPARE(told.record(id).state, CommandState::Uncertain);
        QCOMPARE(told.record(id).serverTime, told.record(id).sentAt.addSecs(60));
    }
    void whatIsCalledOffWhileItIsReadAgainIsNeverSent()
    {
        RunnerKit kit;
        const OrderId id = kit.promote();
        QCOMPARE(kit.record(id).state, CommandState::Checking);
        kit.runner->callOff(id);
        QCOMPARE(kit.record(id).state, CommandState::NotSent);
        QVERIFY(kit.record(id).detail.contains(QStringLiteral("called it off")));
        QTest::qWait(50); // the read that was under way has ended
        QCOMPARE(kit.network->mutations(), 0);
        const OrderId again = kit.promote(); // nothing is in its way
        QTRY_COMPARE(kit.record(again).state, CommandState::Accepted);
        kit.runner->callOff(again); // too late for that
        QCOMPARE(kit.record(again).state, CommandState::Accepted);
        QCOMPARE(kit.dispatches(), 1);
    }
    void whatMovedBetweenLookAndClickSendsNothing()
    {
        RunnerKit kit;
        kit.onReread = [](Observations &all) { all.tip.value->sha = newerSha; };
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Refused);
        QVERIFY2(kit.record(id).detail.startsWith(QStringLiteral("Nothing was sent")),
                 qPrintable(kit.record(id).detail));
        QCOMPARE(kit.network->requests().size(), 0);
    }
    void whatCouldNotBeReadAgainSendsNothing()
    {
        RunnerKit kit;
        kit.onReread = [&](Observations &all) {
            all.services.production.apply(
                Error{.kind = ErrorKind::Timeout, .detail = QStringLiteral("Railway did not answer")}, kit.clock.now(),
                {});
        };
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Refused);
        QVERIFY2(kit.record(id).detail.contains(QStringLiteral("Railway did not answer")),
                 qPrintable(kit.record(id).detail));
        QCOMPARE(kit.network->requests().size(), 0);
    }
    void aSecondPromotionIsRefusedWhileOneIsUnresolved()
    {
        RunnerKit kit;
        const PromotionOffer offer = kit.store.snapshot().offer;
        kit.runner->promote(offer, PromotionWay::GitHubAtBranch, QStringLiteral("mira"));
        const OrderId second = kit.runner->promote(offer, PromotionWay::GitHubAtBranch, QStringLiteral("mira"));
        QCOMPARE(kit.record(second).state, CommandState::Refused);
        QTRY_COMPARE(kit.dispatches(), 1);
        const OrderId third = kit.runner->promote(offer, PromotionWay::GitHubAtBranch, QStringLiteral("mira"));
        QCOMPARE(kit.record(third).state, CommandState::Refused);
        QTest::qWait(0);
        QCOMPARE(kit.dispatches(), 1);
    }
    void aRefusalByTheServiceIsSettledWithItsWords()
    {
        RunnerKit kit;
        kit.answer = {.status = 422, .body = unexpectedInputs()};
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Refused);
        QVERIFY(kit.record(id).settledAt.isValid());
        QVERIFY(kit.journal->unresolved()->isEmpty());
    }
    void aRefusedConnectionSentNothing()
    {
        RunnerKit kit;
        kit.network->setRefusing(true);
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::NotSent);
        QVERIFY(kit.journal->unresolved()->isEmpty());
    }
    void aServerErrorIsUncertainAndNeverSentAgain()
    {
        RunnerKit kit;
        kit.answer = {.status = 502, .body = "bad gateway"};
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Uncertain);
        for (int look = 0; look < 5; ++look) {
            kit.observe([](Observations &) {});
            QTest::qWait(0);
        }
        QCOMPARE(kit.dispatches(), 1);
        QCOMPARE(kit.journal->unresolved()->constFirst().state, CommandState::Uncertain);
    }
    void anUncertainDispatchAdoptsTheOneRunItCanBe()
    {
        RunnerKit kit;
        kit.answer = {.status = 502};
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Uncertain);
        kit.observe([&](Observations &all) { addRun(all, ourRunOn(testedSha, kit.clock.now())); });
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        QCOMPARE(kit.record(id).run, ourRun);
    }
    void ofSeveralRunsThePersonChooses()
    {
        RunnerKit kit;
        kit.answer = {.status = 502};
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Uncertain);
        kit.observe([&](Observations &all) {
            WorkflowRun other = ourRunOn(testedSha, kit.clock.now());
            other.id = {ourRun.value + 1};
            addRun(all, ourRunOn(testedSha, kit.clock.now()));
            addRun(all, other);
        });
        QTRY_COMPARE(kit.record(id).candidates.size(), 2);
        QCOMPARE(kit.record(id).state, CommandState::Uncertain);
        kit.runner->resolve(id, {12345});
        QCOMPARE(kit.record(id).state, CommandState::Uncertain);
        kit.runner->resolve(id, ourRun);
        QCOMPARE(kit.record(id).state, CommandState::Accepted);
        QCOMPARE(kit.record(id).run, ourRun);
    }
    void thePersonMaySayThatItDidNotHappen()
    {
        RunnerKit kit;
        kit.answer = {.status = 502};
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Uncertain);
        kit.runner->dismiss(id, QStringLiteral("GitHub shows no run"));
        QVERIFY(isSettled(kit.record(id).state));
        QVERIFY(kit.record(id).detail.contains(QStringLiteral("GitHub shows no run")));
        QVERIFY(kit.journal->unresolved()->isEmpty());
    }
    void anotherCommitIsCancelledAtOnceAndOnce()
    {
        RunnerKit kit;
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        kit.answer = {.status = 202, .body = "{}"};
        kit.observe([&](Observations &all) { addRun(all, ourRunOn(newerSha, kit.clock.now())); });
        QTRY_COMPARE(kit.network->count("POST", QStringLiteral("/cancel")), 1);
        kit.observe([](Observations &) {});
        QTest::qWait(0);
        QCOMPARE(kit.network->count("POST", QStringLiteral("/cancel")), 1);
        QCOMPARE(kit.newest().order.kind, OrderKind::CancelRun);
        QCOMPARE(kit.newest().order.parent, id);
        QVERIFY(kit.record(id).alarms.join(QString()).contains(QStringLiteral("may already have deployed")));
    }
    void theCancellationNamesTheRunsOwnCommit()
    {
        RunnerKit kit;
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        kit.answer = {.status = 202, .body = "{}"};
        kit.observe([&](Observations &all) { addRun(all, ourRunOn(newerSha, kit.clock.now())); });
        QTRY_COMPARE(kit.newest().order.kind, OrderKind::CancelRun);
        QCOMPARE(kit.newest().order.sha, newerSha);
        QCOMPARE(kit.record(id).runSha, newerSha);
        QCOMPARE(kit.record(id).order.sha, testedSha);
    }
    void anAlarmStandsThroughEveryRestartUntilItIsAcknowledged()
    {
        RunnerKit kit;
        CommandRecord record = sentByAnotherWindow(CommandState::Failed);
        record.run = ourRun;
        record.alarms = {QStringLiteral("2 new deployments appeared in production, not one")};
        QVERIFY(kit.journal->append(record, noon.utc()));
        kit.start();
        QCOMPARE(openAlarms(kit.record(record.order.id)), record.alarms);
        kit.runner->acknowledgeAlarms(record.order.id, QStringLiteral("lea"));
        QVERIFY(openAlarms(kit.record(record.order.id)).isEmpty());
        QCOMPARE(kit.record(record.order.id).alarmsSeenBy, QStringLiteral("lea"));
        QCOMPARE(kit.record(record.order.id).state, CommandState::Failed);
        const auto rows = kit.journal->recent(1);
        QVERIFY(rows);
        QCOMPARE(rows->constFirst().seenAlarms, record.alarms);
        QCOMPARE(rows->constFirst().alarmsSeenBy, QStringLiteral("lea"));
        kit.start();
        QVERIFY(kit.store.observations().commands.isEmpty());
        QCOMPARE(kit.store.observations().earlier.size(), 1);
        QCOMPARE(kit.network->mutations(), 0);
    }
    void onlyAPersonTakesAnAlarmBack()
    {
        RunnerKit kit;
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        kit.answer = {.status = 202, .body = "{}"};
        kit.observe([&](Observations &all) { addRun(all, ourRunOn(newerSha, kit.clock.now())); });
        QTRY_VERIFY(!kit.record(id).alarms.isEmpty());
        const QStringList alarms = kit.record(id).alarms;
        kit.observe([](Observations &all) { all.runs.value->removeFirst(); }); // GitHub lists it no more
        QTest::qWait(0);
        QCOMPARE(openAlarms(kit.record(id)), alarms);
    }
    void theCancellationIsJournalledBeforeItIsNotedThatItWasAskedFor()
    {
        RunnerKit kit;
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        const auto journalled = [&kit](OrderKind kind) {
            const auto rows = kit.journal->unresolved();
            for (const CommandRecord &each : *rows) {
                if (each.order.kind == kind)
                    return std::optional(each);
            }
            return std::optional<CommandRecord>();
        };
        QList<bool> notedWhenSent;
        connect(&kit.client, &HttpClient::requestSent, this, [&] {
            if (journalled(OrderKind::CancelRun))
                notedWhenSent.append(journalled(OrderKind::Dispatch)->cancelAsked);
        });
        kit.answer = {.status = 202, .body = "{}"};
        kit.observe([&](Observations &all) { addRun(all, ourRunOn(newerSha, kit.clock.now())); });
        QTRY_COMPARE(kit.network->count("POST", QStringLiteral("/cancel")), 1);
        QCOMPARE(notedWhenSent, QList<bool>{false});
        QTRY_VERIFY(journalled(OrderKind::Dispatch)->cancelAsked);
    }
    void killedBeforeThatNoteItIsAskedForAgain()
    {
        RunnerKit kit;
        CommandRecord record = sentByAnotherWindow(CommandState::Accepted);
        record.run = ourRun;
        QVERIFY(kit.journal->append(record, noon.utc()));
        QVERIFY(kit.journal->append(aCancellationOf(record, CommandState::Intended), noon.utc()));
        kit.answer = {.status = 202, .body = "{}"};
        kit.start();
        kit.observe([&](Observations &all) { addRun(all, ourRunOn(newerSha, kit.clock.now())); });
        QTRY_VERIFY(!kit.record(record.order.id).alarms.isEmpty());
        QCOMPARE(kit.network->mutations(), 0); // one that did not leave is not repeated at once
        kit.clock.advance(Milliseconds(11'000));
        kit.observe([](Observations &) {});
        QTRY_COMPARE(kit.network->count("POST", QStringLiteral("/cancel")), 1);
        QVERIFY(kit.record(record.order.id).cancelAsked);
    }
    void killedAfterThatNoteItIsNotAskedForAgain()
    {
        RunnerKit kit;
        CommandRecord record = sentByAnotherWindow(CommandState::Accepted);
        record.run = ourRun;
        record.cancelAsked = true;
        QVERIFY(kit.journal->append(record, noon.utc()));
        kit.start();
        kit.observe([&](Observations &all) { addRun(all, ourRunOn(newerSha, kit.clock.now())); });
        QTRY_VERIFY(!kit.record(record.order.id).alarms.isEmpty());
        QCOMPARE(kit.network->mutations(), 0);
    }
    void afterALostAnswerARunAtAnotherCommitIsNeitherAdoptedNorCancelled()
    {
        RunnerKit kit;
        kit.answer = {.status = 502};
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Uncertain);
        kit.observe([&](Observations &all) { addRun(all, ourRunOn(newerSha, kit.clock.now())); });
        QTRY_COMPARE(kit.record(id).candidates.size(), 1);
        QVERIFY(!kit.record(id).run);
        QCOMPARE(kit.record(id).state, CommandState::Uncertain);
        QCOMPARE(kit.network->mutations(), 1);
    }
    void theOrderedCommitIsNotCancelled()
    {
        RunnerKit kit;
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        kit.observe([&](Observations &all) { addRun(all, ourRunOn(testedSha, kit.clock.now())); });
        QTRY_COMPARE(kit.record(id).steps.size(), 4);
        QCOMPARE(kit.network->count("POST", QStringLiteral("/cancel")), 0);
    }
    void aProgramKilledAfterSendingLooksAndNeverSendsAgain()
    {
        RunnerKit kit;
        kit.answer.silent = true;
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.dispatches(), 1);
        QCOMPARE(kit.record(id).state, CommandState::Sent);
        kit.start();
        QCOMPARE(kit.record(id).state, CommandState::Uncertain);
        kit.observe([&](Observations &all) { addRun(all, ourRunOn(testedSha, kit.clock.now())); });
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        QCOMPARE(kit.dispatches(), 1);
    }
    void anOrderFoundIntendedWasNotSentAndIsSettled()
    {
        RunnerKit kit;
        QVERIFY(kit.journal->append(aCommand("o-1", CommandState::Intended), noon.utc()));
        kit.start();
        QCOMPARE(kit.record({QStringLiteral("o-1")}).state, CommandState::NotSent);
        QVERIFY(kit.record({QStringLiteral("o-1")}).detail.contains(QStringLiteral("before anything was sent")));
        QCOMPARE(kit.network->requests().size(), 0);
        QVERIFY(kit.journal->unresolved()->isEmpty());
    }
    void anAcceptedOneIsFollowedAfterARestart()
    {
        RunnerKit kit;
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        kit.start();
        QCOMPARE(kit.record(id).state, CommandState::Accepted);
        QCOMPARE(kit.record(id).run, ourRun);
        QCOMPARE(kit.dispatches(), 1);
    }
    void aJournalThatCannotBeWrittenSendsNothing()
    {
        RunnerKit kit;
        kit.journal.reset();
        kit.startOn(nullptr, QStringLiteral("the disk is full"));
        const OrderId id = kit.promote();
        QTRY_VERIFY(isSettled(kit.record(id).state));
        QVERIFY(kit.record(id).detail.contains(QStringLiteral("the disk is full")));
        QCOMPARE(kit.network->requests().size(), 0);
    }
    void aJournalSetAsideBlocksUntilItIsAcknowledgedAndEverythingWasReadAgain()
    {
        RunnerKit kit;
        kit.startOn(kit.journal.get(), QStringLiteral("It was set aside."));
        QVERIFY(!kit.store.observations().journalReadable);
        const OrderId refused = kit.promote();
        QCOMPARE(kit.record(refused).state, CommandState::Refused);
        kit.onReread = [&](Observations &all) {
            all.runs.apply(Error{.kind = ErrorKind::Timeout, .detail = QStringLiteral("no runs")}, kit.clock.now(), {});
        };
        kit.runner->acknowledgeJournal();
        QTRY_VERIFY(kit.store.observations().journalTrouble.contains(QStringLiteral("no runs")));
        QVERIFY(!kit.store.observations().journalReadable);
        kit.onReread = [](Observations &all) { all.runs.error.reset(); };
        kit.runner->acknowledgeJournal();
        QTRY_VERIFY(kit.store.observations().journalReadable);
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
    }
    void aJournalSetAsideIsSaidAgainAfterARestartUntilItIsAcknowledged()
    {
        RunnerKit kit;
        QVERIFY(spoilJournal(kit));
        startAfresh(kit);
        QVERIFY(!kit.store.observations().journalReadable);
        startAfresh(kit);
        QVERIFY(!kit.store.observations().journalReadable);
        QVERIFY(kit.store.observations().journalTrouble.contains(QStringLiteral("set aside")));
        QCOMPARE(kit.record(kit.promote()).state, CommandState::Refused);
        kit.runner->acknowledgeJournal();
        QTRY_VERIFY(kit.store.observations().journalReadable);
        startAfresh(kit);
        QVERIFY2(kit.store.observations().journalReadable, qPrintable(kit.store.observations().journalTrouble));
    }
    void anAcknowledgementWithoutAReReadIsNone()
    {
        RunnerKit kit;
        QVERIFY(spoilJournal(kit));
        startAfresh(kit);
        kit.onReread = [&](Observations &all) {
            all.runs.apply(Error{.kind = ErrorKind::Timeout, .detail = QStringLiteral("no runs")}, kit.clock.now(), {});
        };
        kit.runner->acknowledgeJournal();
        QTRY_VERIFY(kit.store.observations().journalTrouble.contains(QStringLiteral("no runs")));
        startAfresh(kit);
        QVERIFY(!kit.store.observations().journalReadable);
    }
    void whatAnotherWindowLeftUnsettledIsTakenUpAndRefusesThePromotion()
    {
        RunnerKit kit;
        QVERIFY(kit.journal->append(sentByAnotherWindow(CommandState::Sent), noon.utc()));
        const OrderId id = kit.promote();
        QCOMPARE(kit.record(id).state, CommandState::Refused);
        QVERIFY2(kit.record(id).detail.contains(QStringLiteral("Another window")), qPrintable(kit.record(id).detail));
        const OrderId theirs{QStringLiteral("another-window")};
        QCOMPARE(kit.record(theirs).state, CommandState::Uncertain);
        const OrderId again = kit.promote(); // now because that one is known, and not settled
        QCOMPARE(kit.record(again).state, CommandState::Refused);
        QTest::qWait(0);
        QCOMPARE(kit.network->requests().size(), 0);
        kit.runner->dismiss(theirs, QStringLiteral("GitHub shows no run"));
        const OrderId free = kit.promote();
        QTRY_COMPARE(kit.record(free).state, CommandState::Accepted);
    }
    void whatAnotherWindowSettledIsInNobodysWay()
    {
        RunnerKit kit;
        QVERIFY(kit.journal->append(sentByAnotherWindow(CommandState::Sent), noon.utc()));
        QVERIFY(kit.journal->append(sentByAnotherWindow(CommandState::Succeeded), noon.utc()));
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
    }
    void anotherWindowsPromotionIsShownAndLeftAlone()
    {
        RunnerKit kit;
        kit.answer.silent = true;
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.dispatches(), 1);
        // A second window on the same journal, while the first one waits for its answer.
        ConsoleStore otherStore(acmeProject());
        auto otherJournal = Journal::open(kit.journalPath());
        QVERIFY(otherJournal);
        CommandRunner other({.client = kit.client,
                             .store = otherStore,
                             .clock = kit.clock,
                             .opened = {.journal = otherJournal->journal.get(), .trouble = {}},
                             .reread = [](QObject *, const std::function<void()> &) {},
                             .lockFolder = kit.folder.path()});
        other.resume();
        QCOMPARE(otherStore.observations().commands.size(), 1);
        QCOMPARE(otherStore.observations().commands.constFirst().order.id, id);
        QCOMPARE(otherStore.observations().commands.constFirst().state, CommandState::Sent);
        QCOMPARE(kit.journal->unresolved()->constFirst().state, CommandState::Sent);
        QVERIFY(otherStore.observations().commands.constFirst().detail.contains(
            QString::number(QCoreApplication::applicationPid())));
    }
    void aLockHeldByAnotherProgramSendsNothingAndSaysWho()
    {
        RunnerKit kit;
        EnvironmentLock lock(kit.folder.path(), acmeProject().railway, Environment::Production);
        QVERIFY(lock.take());
        const OrderId id = kit.promote();
        QCOMPARE(kit.record(id).state, CommandState::Refused);
        QVERIFY(kit.record(id).detail.contains(QString::number(QCoreApplication::applicationPid())));
        QCOMPARE(kit.network->requests().size(), 0);
        lock.release();
        const OrderId again = kit.promote();
        QTRY_COMPARE(kit.record(again).state, CommandState::Accepted);
    }
    void theLockIsFreeAgainAfterTheOutcome()
    {
        RunnerKit kit;
        kit.answer = {.status = 422, .body = "{}"};
        kit.promote();
        QTRY_COMPARE(kit.newest().state, CommandState::Refused);
        EnvironmentLock lock(kit.folder.path(), acmeProject().railway, Environment::Production);
        QVERIFY(lock.take());
    }
    void aTagIsCreatedFirstAndThenDispatched()
    {
        RunnerKit kit;
        kit.network->setHandler([&kit](const FakeRequest &request) {
            if (request.url.path().endsWith(QStringLiteral("/git/refs")))
                return FakeReply{.status = 201, .body = tagCreated()};
            return kit.answer;
        });
        const OrderId tag = kit.promote(PromotionWay::GitHubAtTag);
        QTRY_COMPARE(kit.dispatches(), 1);
        QTRY_COMPARE(kit.newest().state, CommandState::Accepted);
        QCOMPARE(kit.record(tag).state, CommandState::Succeeded);
        QCOMPARE(kit.newest().order.parent, tag);
        QCOMPARE(kit.newest().order.ref, kit.record(tag).order.ref);
        QVERIFY(kit.newest().order.ref.endsWith(QStringLiteral("-3f9c2ab")));
        QCOMPARE(kit.network->mutations(), 2);
    }
    void theInputThatWasConfirmedIsFilledOrNothingIsSent()
    {
        RunnerPlace inACheckout;
        inACheckout.project.pathInRepository = QStringLiteral("slipway.toml");
        const auto takes = [](const char *input) {
            return [input](Observations &all) {
                const ReleaseRules rules{.confirmInput = QString::fromLatin1(input)};
                all.projectFile.value = ProjectFileAtTip{.isThere = true, .rules = rules};
                all.projectFile.fetchedAt = all.tip.fetchedAt;
                all.productionWorkflow.value->inputs = {QStringLiteral("phrase"), QStringLiteral("go")};
                all.productionWorkflow.value->requiredInputs.clear();
            };
        };
        RunnerKit kit(inACheckout);
        kit.store.apply(kit.clock.now(), takes("phrase"));
        kit.onReread = takes("go"); // somebody pushes it between the look and the click; its gate is as it was
        const OrderId moved = kit.promote();
        QTRY_COMPARE(kit.record(moved).state, CommandState::Refused);
        QVERIFY2(kit.record(moved).detail.contains(QStringLiteral("changed from \"phrase\" to \"go\"")),
                 qPrintable(kit.record(moved).detail));
        QCOMPARE(kit.network->mutations(), 0);
        const OrderId again = kit.promote();
        QTRY_COMPARE(kit.record(again).state, CommandState::Accepted);
        const QByteArray body = kit.network->requests().constLast().body;
        QVERIFY2(body.contains(R"("go":"deploy-to-production")"), body.constData());
    }
    void aTagThatIsRefusedDispatchesNothing()
    {
        RunnerKit kit;
        kit.answer = {.status = 403, .body = notAccessible()};
        const OrderId tag = kit.promote(PromotionWay::GitHubAtTag);
        QTRY_COMPARE(kit.record(tag).state, CommandState::Refused);
        QCOMPARE(kit.dispatches(), 0);
    }
    void anUncertainTagIsReadAtMostOnceInTenSeconds()
    {
        RunnerKit kit;
        UncertainTags tags(kit);
        const OrderId tag = kit.promote(PromotionWay::GitHubAtTag);
        QTRY_COMPARE(kit.record(tag).state, CommandState::Uncertain);
        QTRY_COMPARE(tags.looks(), 1);
        for (int second = 0; second < 9; ++second)
            tags.observe();
        QCOMPARE(tags.looks(), 1);
        tags.observe();
        QTRY_COMPARE(tags.looks(), 2);
        for (int second = 0; second < 9; ++second)
            tags.observe();
        QCOMPARE(tags.looks(), 2);
        QCOMPARE(kit.record(tag).state, CommandState::Uncertain);
        QCOMPARE(kit.network->mutations(), 1);
    }
    void aTagFoundSoonAfterTheClickIsDispatched()
    {
        RunnerKit kit;
        UncertainTags tags(kit);
        const OrderId tag = kit.promote(PromotionWay::GitHubAtTag);
        QTRY_COMPARE(tags.looks(), 1);
        tags.isThere = true;
        kit.clock.advance(Milliseconds(60'000));
        tags.observe();
        QTRY_COMPARE(kit.dispatches(), 1);
        QCOMPARE(kit.record(tag).state, CommandState::Succeeded);
        QCOMPARE(kit.newest().order.parent, tag);
    }
    void aTagFoundLongAfterTheClickIsNotDispatchedAndSaysSo()
    {
        RunnerKit kit;
        UncertainTags tags(kit);
        const OrderId tag = kit.promote(PromotionWay::GitHubAtTag);
        QTRY_COMPARE(tags.looks(), 1);
        tags.isThere = true;
        kit.clock.advance(Milliseconds(120'000));
        tags.observe();
        QTRY_COMPARE(kit.record(tag).state, CommandState::Succeeded);
        QVERIFY2(kit.record(tag).detail.contains(QStringLiteral("nothing was started with it")),
                 qPrintable(kit.record(tag).detail));
        QCOMPARE(kit.newest().order.id, tag);
        QCOMPARE(kit.dispatches(), 0);
        const OrderId again = kit.promote();
        QTRY_COMPARE(kit.record(again).state, CommandState::Accepted);
    }
    void aTagFoundAfterARestartIsNotDispatchedEither()
    {
        RunnerKit kit;
        UncertainTags tags(kit);
        const OrderId tag = kit.promote(PromotionWay::GitHubAtTag);
        QTRY_COMPARE(tags.looks(), 1);
        tags.isThere = true;
        kit.start();
        QTRY_COMPARE(kit.record(tag).state, CommandState::Succeeded);
        QVERIFY(kit.record(tag).detail.contains(QStringLiteral("Slipway was restarted")));
        QCOMPARE(kit.dispatches(), 0);
    }
    void railwayIsToldTheCommitAndTheDeploymentIsRemembered()
    {
        RunnerKit kit;
        kit.answer = {.status = 200, .body = deployed()};
        const OrderId id = kit.promote(PromotionWay::Railway);
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        QCOMPARE(kit.record(id).deployment.value, QStringLiteral("d-new"));
        QCOMPARE(kit.network->mutations(), 1);
        QVERIFY(kit.network->requests().constFirst().body.contains(testedSha.value.toLatin1()));
    }
    void thePersonCanCancelTheRun()
    {
        RunnerKit kit;
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        kit.answer = {.status = 202, .body = "{}"};
        kit.runner->cancel(id);
        QTRY_COMPARE(kit.newest().state, CommandState::Accepted);
        QCOMPARE(kit.network->count("POST", QStringLiteral("/runs/30000000950/cancel")), 1);
    }
};

SLIPWAY_TEST(CommandRunnerTest)
#include "commandrunner_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feed/schedule.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTest>

#include <array>
#include <numeric>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// A poll that counts, and answers at once unless told to hang.
struct Counter {
    int runs = 0;
    bool hang = false;
    Milliseconds interval{10'000};
    QList<Schedule::PollDone> pending;

    Schedule::Poll poll(const QString &name, const QString &host = QStringLiteral("h"),
                        Provider provider = Provider::GitHub)
    {
        return {.name = name,
                .provider = provider,
                .host = host,
                .credential = CredentialId::GitHub,
                .interval = [this] { return interval; },
                .run =
                    [this](const Schedule::PollDone &done) {
                        ++runs;
                        hang ? pending.append(done) : done();
                    }};
    }
    void answer()
    {
        const auto all = std::exchange(pending, {});
        for (const auto &done : all)
            done();
    }
};

} // namespace

/// When the one schedule asks, and when it does not.
class ScheduleTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_clock = {};
        m_schedule = std::make_unique<Schedule>(m_clock, 7);
    }

    void aPollIsDueAtOnceAndThenEveryInterval()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        pass(1);
        QCOMPARE(counter.runs, 1);
        pass(300);
        // Between the interval and the interval with its jitter, rounded to whole seconds.
        QVERIFY2(counter.runs >= 27 && counter.runs <= 31, qPrintable(QString::number(counter.runs)));
    }
    void aPollWithoutAnIntervalIsNotAsked()
    {
        Counter counter;
        counter.interval = Milliseconds(0);
        m_schedule->add(counter.poll(one));
        pass(100);
        QCOMPARE(counter.runs, 0);
    }
    void ofOneHostFourAreAskedSideBySide()
    {
        std::array<Counter, 5> slow;
        Counter elsewhere;
        for (size_t i = 0; i < slow.size(); ++i) {
            slow[i].hang = true;
            m_schedule->add(slow[i].poll(QString::number(i)));
        }
        m_schedule->add(elsewhere.poll(one, QStringLiteral("other")));
        const auto asked = [&] {
            return std::accumulate(slow.cbegin(), slow.cend(), 0,
                                   [](int sum, const Counter &each) { return sum + each.runs; });
        };
        pass(14);
        QCOMPARE(asked(), 4);
        QVERIFY(elsewhere.runs > 1); // a host that is busy holds up no other
        slow[0].answer();
        pass(1);
        QCOMPARE(asked(), 5);
    }
    void whatHasNotComeToAnEndOnceIsUnanswered()
    {
        Counter slow{.hang = true};
        Counter quick;
        Counter unwanted{.interval = Milliseconds(0)};
        m_schedule->add(slow.poll(one));
        m_schedule->add(quick.poll(two));
        m_schedule->add(unwanted.poll(QStringLiteral("three")));
        QCOMPARE(m_schedule->unanswered(), QStringList({one, two}));
        pass(1);
        QCOMPARE(m_schedule->unanswered(), QStringList{one});
        pass(20); // it was given up, which is no answer
        QCOMPARE(m_schedule->unanswered(), QStringList{one});
        slow.answer();
        QCOMPARE(m_schedule->unanswered(), QStringList());
    }
    void aPokedPollIsAskedNowAndAfterTheOneThatRuns()
    {
        Counter counter{.hang = true};
        m_schedule->add(counter.poll(one));
        pass(1);
        m_schedule->pokeNow(one);
        pass(1);
        QCOMPARE(counter.runs, 1);
        counter.answer();
        pass(1);
        QCOMPARE(counter.runs, 2);
    }
    void aLateAnswerOfARemovedPollIsNothing()
    {
        Counter counter{.hang = true};
        m_schedule->add(counter.poll(one));
        pass(1);
        m_schedule->add(counter.poll(one));
        pass(1);
        QCOMPARE(counter.runs, 2);
        counter.pending.takeFirst()();
        QVERIFY(m_schedule->isBusy());
    }
    void retryAfterIsObeyedToTheSecond()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        pass(1);
        m_schedule->pause(Provider::GitHub, Milliseconds(90'000), PauseReason::ServerAsked);
        m_schedule->pokeNow(one);
        pass(88);
        QCOMPARE(counter.runs, 1);
        pass(3);
        QCOMPARE(counter.runs, 2);
    }
    void aShorterPauseDoesNotEndALongerOne()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        pass(1);
        m_schedule->pause(Provider::GitHub, Milliseconds(90'000), PauseReason::ServerAsked);
        m_schedule->pause(Provider::GitHub, Milliseconds(5'000), PauseReason::ServerAsked);
        m_schedule->pokeNow(one);
        pass(88);
        QCOMPARE(counter.runs, 1);
        pass(3);
        QCOMPARE(counter.runs, 2);
    }
    void aPersonEndsThePauseAfterFailures()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        pass(1);
        m_schedule->pause(Provider::GitHub, Milliseconds(60'000), PauseReason::Failures);
        m_schedule->pokeNow(one); // news from elsewhere do not
        pass(30);
        QCOMPARE(counter.runs, 1);
        m_schedule->askNow();
        pass(1);
        QCOMPARE(counter.runs, 2);
    }
    void aPersonDoesNotEndThePauseThatAServerAskedFor()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        pass(1);
        m_schedule->pause(Provider::GitHub, Milliseconds(60'000), PauseReason::Failures);
        m_schedule->pause(Provider::GitHub, Milliseconds(30'000), PauseReason::ServerAsked);
        QVERIFY(m_schedule->pausedByServer(Provider::GitHub));
        QVERIFY(!m_schedule->pausedByServer(Provider::Railway));
        m_schedule->askNow();
        pass(28);
        QCOMPARE(counter.runs, 1);
        pass(3);
        QCOMPARE(counter.runs, 2);
        QVERIFY(!m_schedule->pausedByServer(Provider::GitHub));
    }
    void wakingUpEndsThePauseAfterFailures()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        pass(1);
        m_schedule->pause(Provider::GitHub, Milliseconds(60'000), PauseReason::Failures);
        m_clock.sleepFor(Milliseconds(3'600'000));
        pass(1);
        QCOMPARE(counter.runs, 2);
    }
    void aLongerPauseOutlastsAShorterOne()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        pass(1);
        m_schedule->pause(Provider::GitHub, Milliseconds(5'000), PauseReason::ServerAsked);
        m_schedule->pause(Provider::GitHub, Milliseconds(90'000), PauseReason::ServerAsked);
        m_schedule->pokeNow(one);
        pass(88);
        QCOMPARE(counter.runs, 1);
    }
    void anotherProvidersPauseDoesNotMatter()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        m_schedule->pause(Provider::Railway, Milliseconds(90'000), PauseReason::ServerAsked);
        pass(1);
        QCOMPARE(counter.runs, 1);
    }
    void afterA401NothingIsAskedUntilTheTokenChanges()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        pass(1);
        m_schedule->stop(CredentialId::GitHub);
        pass(3600);
        QCOMPARE(counter.runs, 1);
        QVERIFY(!m_schedule->nextDue());
        m_schedule->allow(CredentialId::GitHub);
        pass(1);
        QCOMPARE(counter.runs, 2);
    }
    void aHiddenWindowIsPatient()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        m_schedule->setWindowHidden(true);
        QCOMPARE(m_schedule->intervalOf(one), Every::hidden);
        m_schedule->setWindowHidden(false);
        QCOMPARE(m_schedule->intervalOf(one), Milliseconds(10'000));
    }
    void whatRunsIsFollowedBehindAHiddenWindowToo()
    {
        Counter counter{.interval = Every::running};
        m_schedule->add(counter.poll(one));
        m_schedule->setWindowHidden(true);
        QCOMPARE(m_schedule->intervalOf(one), Every::running);
    }
    void aShortBudgetStretchesTheIntervals()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        const QDateTime reset = m_clock.now().utc().addSecs(3600);
        m_schedule->setBudget(Provider::GitHub, {.limit = 5000, .remaining = 4000, .resetsAt = reset});
        QCOMPARE(m_schedule->intervalOf(one), Milliseconds(10'000));
        m_schedule->setBudget(Provider::GitHub, {.limit = 5000, .remaining = 72, .resetsAt = reset});
        QCOMPARE(m_schedule->intervalOf(one), Milliseconds(100'000)); // 36 of 72 left, one hour to go
    }
    void aTightBudgetMakesPollsRareButNoFactFreshForHours()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        pass(1);
        const QDateTime reset = m_clock.now().utc().addSecs(3600);
        m_schedule->setBudget(Provider::GitHub, {.limit = 5000, .remaining = 2, .resetsAt = reset});
        QCOMPARE(m_schedule->intervalOf(one), Milliseconds(120'000));
        pass(1'800);
        QVERIFY2(counter.runs <= 2, qPrintable(QString::number(counter.runs)));
    }
    void aTightBudgetShortensNoIntervalThatIsLongAnyway()
    {
        Counter counter{.interval = Every::rare};
        m_schedule->add(counter.poll(one));
        const QDateTime reset = m_clock.now().utc().addSecs(3600);
        m_schedule->setBudget(Provider::GitHub, {.limit = 5000, .remaining = 2, .resetsAt = reset});
        QCOMPARE(m_schedule->intervalOf(one), Every::rare);
    }
    void theLastTenthOfRailwaysBudgetIsKeptForGoingBack()
    {
        Counter ordinary;
        Counter needed;
        m_schedule->add(ordinary.poll(one, QStringLiteral("h"), Provider::Railway));
        Schedule::Poll poll = needed.poll(two, QStringLiteral("h"), Provider::Railway);
        poll.neededToGoBack = true;
        m_schedule->add(poll);
        pass(1);
        const QDateTime full = m_clock.now().utc().addSecs(600);
        m_schedule->setBudget(Provider::Railway, {.limit = 1000, .remaining = 100, .resetsAt = full});
        m_schedule->askNow(); // nobody spends it by reloading either
        pass(500);
        QCOMPARE(ordinary.runs + needed.runs, 2);
        m_schedule->setGoingBack(true);
        pass(60);
        QCOMPARE(ordinary.runs, 1);
        QVERIFY(needed.runs > 2);
        m_schedule->setGoingBack(false);
        pass(60);
        QVERIFY(ordinary.runs > 1); // it is full again
    }
    void aBudgetThatDoesNotTellItsEndIsFullAfterAnHour()
    {
        Counter counter;
        m_schedule->add(counter.poll(one, QStringLiteral("h"), Provider::Railway));
        pass(1);
        m_schedule->setBudget(Provider::Railway, {.limit = 1000, .remaining = 5});
        pass(3'598);
        QCOMPARE(counter.runs, 1);
        pass(5);
        QVERIFY(counter.runs > 1);
    }
    void gitHubsLastTenthIsPolledFor()
    {
        Counter counter; // what has not changed costs nothing there, and going back needs nothing of it
        m_schedule->add(counter.poll(one));
        pass(1);
        const QDateTime full = m_clock.now().utc().addSecs(3600);
        m_schedule->setBudget(Provider::GitHub, {.limit = 5000, .remaining = 400, .resetsAt = full});
        pass(60);
        QVERIFY(counter.runs > 1);
    }
    void aSpentBudgetThatWasRefilledIsForgotten()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        m_schedule->setBudget(Provider::GitHub, {.limit = 40, .remaining = 0, .resetsAt = m_clock.now().utc()});
        QCOMPARE(m_schedule->intervalOf(one), Milliseconds(10'000));
    }
    void wakingUpMakesEverythingDue()
    {
        Counter counter{.interval = Milliseconds(600'000)};
        m_schedule->add(counter.poll(one));
        pass(2);
        QCOMPARE(counter.runs, 1);
        const QSignalSpy woke(m_schedule.get(), &Schedule::woke);
        m_clock.sleepFor(Milliseconds(3'600'000));
        pass(1);
        QCOMPARE(counter.runs, 2);
        QCOMPARE(woke.size(), 1);
    }
    void aSleepIsNoticedThoughTheClockWasSetBackMeanwhile()
    {
        Counter counter{.interval = Milliseconds(600'000)};
        m_schedule->add(counter.poll(one));
        pass(2);
        const QSignalSpy woke(m_schedule.get(), &Schedule::woke);
        m_clock.sleepFor(Milliseconds(60'000));
        m_clock.setBack(Milliseconds(60'000));
        pass(1);
        QCOMPARE(counter.runs, 2);
        QCOMPARE(woke.size(), 1);
    }
    void aClockThatIsSetIsNoticed()
    {
        const QSignalSpy woke(m_schedule.get(), &Schedule::woke);
        m_clock.setForward(Milliseconds(60'000));
        pass(1);
        QCOMPARE(woke.size(), 1);
        m_clock.setBack(Milliseconds(60'000));
        pass(1);
        QCOMPARE(woke.size(), 2);
        m_clock.setBack(Milliseconds(1'000)); // as a time server does
        pass(60);
        QCOMPARE(woke.size(), 2);
    }
    void whatWasUnderWayBeforeASleepIsAskedAgain()
    {
        Counter counter{.hang = true};
        m_schedule->add(counter.poll(one));
        pass(1);
        m_clock.sleepFor(Milliseconds(3'600'000));
        pass(1);
        QCOMPARE(counter.runs, 2);
    }
    void aShorterIntervalCountsFromTheLastTime()
    {
        Counter counter{.interval = Milliseconds(600'000)};
        m_schedule->add(counter.poll(one));
        pass(60);
        counter.interval = Every::running;
        m_schedule->reconsider();
        pass(1);
        QCOMPARE(counter.runs, 2);
    }
    void oneMoreReadingComesBeforeAPaceIsSlowed()
    {
        Counter counter{.interval = Every::running};
        m_schedule->add(counter.poll(one));
        pass(30);
        counter.interval = Every::tip;
        m_schedule->reconsider();
        QCOMPARE(m_schedule->intervalOf(one), Every::running);
        const int before = counter.runs;
        pass(5);
        QCOMPARE(counter.runs - before, 1);
        QCOMPARE(m_schedule->intervalOf(one), Every::tip);
        pass(50);
        QCOMPARE(counter.runs - before, 1);
    }
    void theReadingThatIsUnderWayIsNotTheOneMore()
    {
        Counter counter{.hang = true, .interval = Every::running};
        m_schedule->add(counter.poll(one));
        pass(1);
        counter.interval = Every::tip;
        m_schedule->reconsider();
        counter.answer();
        QCOMPARE(m_schedule->intervalOf(one), Every::running);
        pass(5);
        counter.answer();
        QCOMPARE(counter.runs, 2);
        QCOMPARE(m_schedule->intervalOf(one), Every::tip);
    }
    void whatIsNotWantedAnyMoreIsNotReadOnceMore()
    {
        Counter counter{.interval = Every::running};
        m_schedule->add(counter.poll(one));
        pass(1);
        counter.interval = Milliseconds(0);
        m_schedule->reconsider();
        pass(60);
        QCOMPARE(counter.runs, 1);
    }
    void aPaceThatIsSlowedIsTold()
    {
        Counter counter{.interval = Every::running};
        m_schedule->add(counter.poll(one));
        const QSignalSpy slowed(m_schedule.get(), &Schedule::paceSlowed);
        pass(10);
        QCOMPARE(slowed.size(), 0);
        counter.interval = Every::tip;
        pass(10);
        QCOMPARE(slowed.size(), 1);
        QCOMPARE(slowed.constFirst().at(1).value<Milliseconds>(), Every::tip);
    }
    void whatFailedIsTriedAgainOnceAfterFiveSeconds()
    {
        Counter counter{.hang = true, .interval = Every::tip};
        m_schedule->add(counter.poll(one));
        const auto fail = [&](ErrorKind kind) {
            m_schedule->noteAnswer(one, Error{.kind = kind});
            counter.answer();
        };
        pass(1);
        fail(ErrorKind::Server);
        pass(4);
        QCOMPARE(counter.runs, 1);
        pass(2);
        QCOMPARE(counter.runs, 2);
        fail(ErrorKind::Server);
        pass(55);
        QCOMPARE(counter.runs, 2);
        pass(15);
        QCOMPARE(counter.runs, 3);
        fail(ErrorKind::Forbidden); // which says the same in five seconds
        pass(45);
        QCOMPARE(counter.runs, 3);
    }
    void whatHangsIsGivenUpAndTriedAgain()
    {
        Counter counter{.hang = true, .interval = Every::tip};
        m_schedule->add(counter.poll(one));
        const QSignalSpy hung(m_schedule.get(), &Schedule::hung);
        pass(15);
        QVERIFY(m_schedule->isBusy());
        pass(1);
        QCOMPARE(hung.size(), 1);
        QVERIFY(!m_schedule->isBusy());
        pass(6);
        QCOMPARE(counter.runs, 2);
        counter.pending.takeFirst()(); // too late
        QVERIFY(m_schedule->isBusy());
        counter.answer();
        QVERIFY(!m_schedule->isBusy());
    }
    void whatAnswersPieceByPieceDoesNotHang()
    {
        Counter counter{.hang = true, .interval = Every::tip};
        m_schedule->add(counter.poll(one));
        for (int i = 0; i < 5; ++i) {
            pass(10);
            m_schedule->noteAnswer(one, std::nullopt);
        }
        QVERIFY(m_schedule->isBusy());
        QCOMPARE(counter.runs, 1);
    }
    void aPollMayBePatient()
    {
        Counter counter{.hang = true, .interval = Every::tip};
        Schedule::Poll poll = counter.poll(one);
        poll.hangsAfter = Milliseconds(65'000);
        m_schedule->add(poll);
        pass(64);
        QVERIFY(m_schedule->isBusy());
        pass(2);
        QVERIFY(!m_schedule->isBusy());
    }
    void nothingIsAskedBeforeTheStart()
    {
        Counter counter;
        m_schedule->add(counter.poll(one));
        QCoreApplication::processEvents();
        QCOMPARE(counter.runs, 0);
        m_schedule->start();
        QTRY_COMPARE(counter.runs, 1);
    }

private:
    void pass(int seconds)
    {
        for (int i = 0; i < seconds; ++i) {
            m_clock.advance(Milliseconds(1000));
            m_schedule->runDue();
        }
    }

    const QString one = QStringLiteral("one");
    const QString two = QStringLiteral("two");
    FakeClock m_clock;
    std::unique_ptr<Schedule> m_schedule;
};

SLIPWAY_TEST(ScheduleTest)
#include "schedule_test.moc"

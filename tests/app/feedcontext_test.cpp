// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feed/feedcontext.h"
#include "support/builders.h"
#include "support/fakeclock.h"
#include "support/fakenetwork.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr Milliseconds oneSecond{1'000};

/// The tip of the branch, polled at the pace that the test says, and answered when it says.
struct PacedTip {
    PacedTip()
    {
        followSchedule(store, schedule);
        schedule.add({.name = poll,
                      .provider = Provider::GitHub,
                      .host = QStringLiteral("h"),
                      .credential = CredentialId::GitHub,
                      .interval = [this] { return pace; },
                      .run =
                          [this](const Schedule::PollDone &done) {
                              waiting.append({clock.now(), done});
                              ++asked;
                          }});
        schedule.runDue();
        answer();
    }
    void setPace(Milliseconds wanted)
    {
        pace = wanted;
        schedule.reconsider();
    }
    void pass(int seconds = 1)
    {
        for (int i = 0; i < seconds; ++i) {
            clock.advance(oneSecond);
            schedule.runDue();
        }
    }
    void answer(const Result<Commit> &commit = Commit{.sha = testedSha})
    {
        const auto all = std::exchange(waiting, {});
        for (const auto &[began, done] : all) {
            feed.write(poll, began,
                       [&](Observations &observed, const Reading &reading) { observed.tip.apply(commit, reading); });
            done();
        }
    }
    void fail() { answer(Error{.kind = ErrorKind::Unreachable}); }
    void passAnswered(int seconds)
    {
        for (int i = 0; i < seconds; ++i) {
            pass();
            answer();
        }
    }
    const Observed<Commit> &tip() const { return store.observations().tip; }
    bool isFresh() const { return tip().fresh(clock.now()); }

    const QString poll = QStringLiteral("github.tip");
    FakeClock clock;
    Schedule schedule{clock, 7};
    ConsoleStore store{acmeProject()};
    HttpClient client{clock, std::make_unique<FakeNetwork>()};
    FeedContext feed{client, schedule, store, clock};
    Milliseconds pace = Every::running;
    QList<std::pair<Moment, Schedule::PollDone>> waiting;
    int asked = 0;
};

} // namespace

/// At which pace an answer is held to be fresh.
class FeedContextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsReadHasThePaceOfItsPoll()
    {
        PacedTip paced;
        QCOMPARE(paced.tip().interval, Every::running);
        QCOMPARE(paced.tip().poll, paced.poll);
    }
    void whatWasReadFastIsFreshUntilTheSlowPaceAsksAgain()
    {
        PacedTip paced;
        paced.passAnswered(20);
        paced.setPace(Every::tip);
        const int before = paced.asked;
        for (int i = 0; i < 70; ++i) {
            paced.passAnswered(1);
            QVERIFY2(paced.isFresh(), qPrintable(QString::number(i)));
        }
        QCOMPARE(paced.asked - before, 2); // one more, and the first of the slow ones
    }
    void theLimitFollowsAPaceThatIsSlowedWithoutAnAnswer()
    {
        PacedTip paced;
        paced.setPace(Every::tip);
        paced.pass(4); // the one more reading is on its way
        paced.answer();
        paced.schedule.setBudget(Provider::GitHub,
                                 {.limit = 5000, .remaining = 60, .resetsAt = paced.clock.now().utc().addSecs(3600)});
        QCOMPARE(paced.tip().interval, paced.schedule.intervalOf(paced.poll));
        QVERIFY(paced.tip().interval > Every::tip);
    }
    void aFasterPaceMakesNothingStale()
    {
        PacedTip paced;
        paced.setPace(Every::rare);
        paced.passAnswered(500);
        paced.setPace(Every::running);
        QVERIFY(paced.isFresh());
        paced.passAnswered(1);
        QCOMPARE(paced.tip().interval, Every::running);
    }
    void itIsAsOldAsTheQuestion()
    {
        PacedTip paced;
        paced.pass(4);
        const Moment asked = paced.waiting.constFirst().first;
        paced.pass(3);
        paced.answer();
        QCOMPARE(paced.tip().fetchedAt, asked);
        QCOMPARE(paced.tip().arrivedAt, paced.clock.now());
    }
    void aClockSetBackDuringASleepMakesNothingYoung()
    {
        PacedTip paced;
        paced.clock.sleepFor(Milliseconds(3'600'000));
        paced.clock.setBack(Milliseconds(3'600'000));
        QVERIFY(!paced.isFresh());
    }
    void aFailureKeepsWhatWasKnownWithItsPace()
    {
        PacedTip paced;
        const Moment before = paced.tip().fetchedAt;
        paced.pass(4);
        paced.fail();
        QVERIFY(paced.tip().value && paced.tip().error);
        QCOMPARE(paced.tip().fetchedAt, before);
        QCOMPARE(paced.tip().interval, Every::running);
        QCOMPARE(paced.tip().failedAt, paced.clock.now());
    }
    void aSourceThatHangsTwiceIsGreyAfterThirtySeconds()
    {
        PacedTip paced;
        paced.setPace(Every::tip);
        paced.passAnswered(10); // read once more after three seconds
        while (paced.waiting.isEmpty())
            paced.pass();
        paced.pass(30); // it hung for 15 s, was tried again 5 s later, and that has hung for 10 s
        QVERIFY(paced.isFresh());
        paced.pass(6);
        QVERIFY(!paced.isFresh());
        QVERIFY(ageOf(paced.tip().fetchedAt, paced.clock.now()) < 2 * Every::tip); // sooner than by its pace
        QCOMPARE(paced.waiting.size(), 2);
    }
    void aSourceThatRefusesTwiceIsGreyAfterThirtySeconds()
    {
        PacedTip paced;
        paced.setPace(Every::tip);
        paced.passAnswered(10);
        while (paced.waiting.isEmpty())
            paced.pass();
        paced.fail();
        QVERIFY(paced.isFresh());
        paced.pass(6);
        QCOMPARE(paced.waiting.size(), 1);
        paced.fail();
        QVERIFY(!paced.isFresh());
    }
    /// Whatever paces, answers and sleeps follow each other: only silence and sleep make a fact stale.
    void noHistoryMakesAFactStaleBySlowingDown_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 40; ++seed)
            QTest::addRow("%u", seed) << seed;
    }
    void noHistoryMakesAFactStaleBySlowingDown()
    {
        QFETCH(quint32, seed);
        constexpr std::array paces{Every::running, Every::retry,  Every::probe,  Every::unwell, Every::runs,
                                   Every::tip,     Every::hidden, Every::sentry, Every::rare};
        QRandomGenerator random(seed);
        PacedTip paced;
        bool excused = false; // something else than a pace has happened since the last answer
        Moment woke;
        int failures = 0;
        QStringList history;
        for (int second = 0; second < 3'000; ++second) {
            const int dice = int(random.bounded(100));
            if (dice < 4) {
                paced.setPace(paces.at(random.bounded(quint32(paces.size()))));
                history.append(QStringLiteral("%1: every %2").arg(second).arg(paced.pace.count()));
            } else if (dice < 5) {
                paced.schedule.setWindowHidden(random.bounded(2) == 0);
                history.append(QStringLiteral("%1: hidden or shown").arg(second));
            } else if (dice < 6 && random.bounded(10) == 0) {
                paced.clock.sleepFor(Milliseconds(random.bounded(600'000)));
                paced.clock.setBack(Milliseconds(random.bounded(600'000)));
                woke = paced.clock.now();
                excused = true;
            }
            paced.pass();
            if (!paced.waiting.isEmpty() && random.bounded(3) > 0) {
                const bool fails = failures == 0 && random.bounded(20) == 0;
                history.append(QStringLiteral("%1: %2").arg(second).arg(QLatin1String(fails ? "fails" : "answers")));
                fails ? paced.fail() : paced.answer();
                failures = fails ? failures + 1 : 0;
                excused = excused && paced.tip().fetchedAt.steadyMs < woke.steadyMs;
            }
            QVERIFY2(excused || paced.isFresh(), qPrintable(history.join(QLatin1Char('\n'))));
        }
    }
};

SLIPWAY_TEST(FeedContextTest)
#include "feedcontext_test.moc"

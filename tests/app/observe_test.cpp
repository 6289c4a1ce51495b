// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/observe.h"
#include "support/builders.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// Runs are polled every three seconds while one goes on, else every thirty.
struct PacedRuns {
    PacedRuns()
    {
        schedule.add({.name = poll,
                      .provider = Provider::GitHub,
                      .host = QStringLiteral("h"),
                      .credential = CredentialId::GitHub,
                      .interval = [this] { return goesOn() ? Every::running : Every::runs; },
                      .run = [](const Schedule::PollDone &done) { done(); }});
    }
    bool goesOn() const
    {
        const auto *runs = store.observations().runs.last();
        return runs && !runs->isEmpty() && runs->constFirst().isActive();
    }
    void read(const WorkflowRun &run)
    {
        const Moment asked = clock.now();
        clock.advance(Milliseconds(400));
        observe(store, schedule, poll, asked, clock.now(), [&](Observations &all, const Reading &reading) {
            ++writes;
            all.runs.apply(QList<WorkflowRun>{run}, reading);
        });
    }
    const Observed<QList<WorkflowRun>> &runs() const { return store.observations().runs; }

    const QString poll = QStringLiteral("runs");
    FakeClock clock;
    Schedule schedule{clock, 7};
    ConsoleStore store{aPolicy()};
    int writes = 0;
};

WorkflowRun busyRun()
{
    return aRun(902).of("deploy.yml").running();
}

WorkflowRun endedRun()
{
    return aRun(902).of("deploy.yml").succeeded();
}

} // namespace

/// At which pace an answer is held to be fresh.
class ObserveTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aQuietTimeKeepsItsPace()
    {
        PacedRuns paced;
        paced.read(endedRun());
        QCOMPARE(paced.runs().interval, Every::runs);
        QCOMPARE(paced.writes, 1);
    }
    void aBusyTimeKeepsItsPace()
    {
        PacedRuns paced;
        paced.read(busyRun());
        paced.read(busyRun());
        QCOMPARE(paced.runs().interval, Every::running);
    }
    void whatEndsABusyTimeKeepsTheSlowerPaceThatFollows()
    {
        PacedRuns paced;
        paced.read(busyRun());
        paced.read(busyRun());
        paced.writes = 0;
        paced.read(endedRun());
        QCOMPARE(paced.runs().interval, Every::runs);
        QCOMPARE(paced.writes, 2);
        paced.clock.advance(Every::runs + Milliseconds(10'000)); // the next answer is late
        QVERIFY(paced.runs().fresh(paced.clock.now()));
    }
    void whatBeginsABusyTimeIsNotHeldToTheFasterPace()
    {
        PacedRuns paced;
        paced.read(endedRun());
        paced.read(busyRun());
        QCOMPARE(paced.schedule.intervalOf(paced.poll), Every::running);
        QCOMPARE(paced.runs().interval, Every::runs);
    }
    void itIsAsOldAsTheQuestion()
    {
        PacedRuns paced;
        const Moment asked = paced.clock.now();
        paced.read(endedRun());
        QCOMPARE(paced.runs().fetchedAt, asked);
        QCOMPARE(paced.runs().arrivedAt, paced.clock.now());
    }
    void aFailureKeepsWhatWasKnownWithItsPace()
    {
        PacedRuns paced;
        paced.read(busyRun());
        paced.read(busyRun());
        const Moment before = paced.runs().fetchedAt;
        observe(paced.store, paced.schedule, paced.poll, paced.clock.now(), paced.clock.now(),
                [](Observations &all, const Reading &reading) {
                    all.runs.apply(Error{.kind = ErrorKind::Timeout}, reading);
                });
        QVERIFY(paced.runs().value && paced.runs().error);
        QCOMPARE(paced.runs().fetchedAt, before);
        QCOMPARE(paced.runs().interval, Every::running);
        QCOMPARE(paced.runs().failedAt, paced.clock.now());
    }
};

SLIPWAY_TEST(ObserveTest)
#include "observe_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/follow/follow.h"
#include "support/records.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// One command and the world around it, in which anything happens in any order.
class History {
public:
    History(quint32 seed, OrderKind kind)
        : m_random(seed)
    {
        Order &order = record.order;
        order.kind = kind;
        order.hold = isReturn(kind);
        order.environment = Environment::Production;
        order.known = {{QStringLiteral("d-production")}};
        order.newestRun = aRun(902).run.id;
        if (isReturn(kind)) {
            order.target = {QStringLiteral("d-good")};
            order.imageDigest = QStringLiteral("sha256:good");
            order.sha = liveSha;
        }
        record.state = CommandState::Sent;
        record.sentAt = m_now.utc();
        record.followedFrom = m_now;
        m_truth = m_seen;
    }

    /// One thing happens. What must not have come of it, in words; empty: nothing.
    QString step()
    {
        const CommandState before = record.state;
        const bool heldBefore = holdOf(record).has_value();
        happenSomething();
        if (record.state == CommandState::Uncertain || record.state == CommandState::Accepted)
            look();
        const bool settledNow = isSettled(record.state) && !isSettled(before);
        if (settledNow && !m_answered && !m_denied && m_looks == 0)
            return QStringLiteral("it was settled without a successful look: %1").arg(record.detail);
        if (settledNow && record.detail.contains(QLatin1String("30 minutes")) && m_watched < followLimit)
            return QStringLiteral("it ran out of time while nobody could look: %1").arg(record.detail);
        const bool mayEnd = m_denied || m_neverServed;
        if (heldBefore && !holdOf(record) && !mayEnd)
            return QStringLiteral("the hold was dropped: %1").arg(record.detail);
        return {};
    }
    bool isOver() const { return isSettled(record.state); }

    CommandRecord record = aCommand("o-1", CommandState::Sent);

private:
    int anyOf(int count) { return int(m_random.bounded(count)); }

    void happenSomething()
    {
        m_answered = m_denied = false;
        switch (anyOf(12)) {
        case 0:
            return answerCame();
        case 1: // a sleep
            m_now.wallMs += 1'000 * anyOf(40'000);
            return;
        case 2: // the clock is set
            m_now.wallMs += 1'000 * (anyOf(80'000) - 40'000);
            return;
        case 3: // nothing answers
            return pass(anyOf(4'000));
        case 4:
            return restart();
        case 5:
            return worldGoesOn();
        case 6:
            m_denied = anyOf(40) == 0 && record.state != CommandState::Sent;
            if (m_denied) {
                record.didNotHappen = true;
                happen(CommandEvent::Denied);
            }
            return;
        default: // it is looked at again and again
            for (int times = anyOf(40); times > 0 && !isOver(); --times) {
                pass(1 + anyOf(50));
                readSomething();
                look();
            }
        }
    }

    void pass(int seconds) { m_now = m_now + Milliseconds(1'000 * seconds); }

    void happen(CommandEvent event) { record.state = next(record.state, event).state; }

    void look()
    {
        if (record.state != CommandState::Uncertain && record.state != CommandState::Accepted)
            return;
        const Followed followed = follow(record, {m_seen, m_project, m_now});
        record = followed.record;
        if (followed.event)
            happen(*followed.event);
    }

    void answerCame()
    {
        if (record.state != CommandState::Sent)
            return;
        constexpr CommandEvent answers[] = {CommandEvent::Accepted, CommandEvent::Accepted, CommandEvent::Uncertain,
                                            CommandEvent::Refused, CommandEvent::NotSent};
        const CommandEvent answer = answers[anyOf(5)];
        m_answered = answer == CommandEvent::Refused || answer == CommandEvent::NotSent;
        happen(answer);
    }

    /// What is not stored is forgotten.
    void restart()
    {
        if (isOver())
            return;
        record.followedFrom = m_now;
        record.lookedAt.reset();
        record.watched = Milliseconds(0);
        m_looks = 0;
        m_watched = Milliseconds(0);
        m_lastLook.reset();
        m_seen = healthyWorld(noon);
        for (const Environment environment : environments) {
            m_seen.services[environment] = {};
            m_seen.deployments[environment] = {};
        }
        m_seen.runs = {};
        happen(CommandEvent::Restarted);
    }

    void worldGoesOn()
    {
        QList<Deployment> &listed = *m_truth.deployments.production.value;
        if (listed.constFirst().id.value == QLatin1String("d-production")) {
            Deployment made = aDeployment("d-made", DeploymentStatus::Deploying, liveSha, noon, 0);
            made.imageDigest = QStringLiteral("sha256:good");
            listed.prepend(made);
        } else {
            constexpr DeploymentStatus ends[] = {DeploymentStatus::Success, DeploymentStatus::Failed,
                                                 DeploymentStatus::Removed, DeploymentStatus::Crashed};
            listed.first().status = ends[anyOf(4)];
        }
        const bool serves = listed.constFirst().status == DeploymentStatus::Success;
        m_truth.services.production.value->latest = listed.constFirst();
        m_truth.services.production.value->active = {serves ? listed.constFirst() : listed.constLast()};
    }

    /// One source answers, or all of Railway's.
    void readSomething()
    {
        const int which = anyOf(6);
        if (which == 0) {
            m_seen.runs = fresh(*m_truth.runs.value, m_now, Milliseconds(15'000));
            return;
        }
        if (which == 1)
            m_seen.health.production = fresh(healthy(m_now), m_now);
        if (which < 3)
            return;
        m_seen.services.production = fresh(*m_truth.services.production.value, m_now, Milliseconds(15'000));
        m_seen.deployments.production = fresh(*m_truth.deployments.production.value, m_now, Milliseconds(15'000));
        m_neverServed = m_truth.deployments.production.value->constFirst().status == DeploymentStatus::Failed;
        ++m_looks;
        const Moment from = m_lastLook.value_or(record.followedFrom);
        if (ageOf(from, m_now) <= shortestStaleness)
            m_watched += ageOf(from, m_now);
        m_lastLook = m_now;
    }

    QRandomGenerator m_random;
    Project m_project = acmeProject();
    Moment m_now = noon;
    Observations m_seen = healthyWorld(noon);
    Observations m_truth;
    std::optional<Moment> m_lastLook;
    Milliseconds m_watched{0};
    int m_looks = 0;
    bool m_answered = false;
    bool m_denied = false;
    bool m_neverServed = false;
};

} // namespace

class CommandHistoryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noOrderOfAnswersSleepsClocksAndOutagesLiftsAHoldOrSettlesACommandUnseen_data()
    {
        QTest::addColumn<OrderKind>("kind");
        QTest::newRow("roll back") << OrderKind::RollBack;
        QTest::newRow("redeploy") << OrderKind::Redeploy;
        QTest::newRow("rebuild") << OrderKind::Rebuild;
        QTest::newRow("deploy") << OrderKind::RailwayDeploy;
    }
    void noOrderOfAnswersSleepsClocksAndOutagesLiftsAHoldOrSettlesACommandUnseen()
    {
        QFETCH(OrderKind, kind);
        int settled = 0;
        for (quint32 seed = 1; seed <= 150; ++seed) {
            History history(seed, kind);
            for (int step = 0; step < 120; ++step) {
                const QString wrong = history.step();
                QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("history %1: %2").arg(seed).arg(wrong)));
            }
            settled += history.isOver() ? 1 : 0;
        }
        QVERIFY(settled > 50); // else nothing was tried
    }
    void whatRailwayTookHoldsProductionWhateverBecameOfIt_data()
    {
        QTest::addColumn<CommandState>("state");
        QTest::addColumn<Hold::Progress>("progress");
        QTest::newRow("accepted") << CommandState::Accepted << Hold::Progress::UnderWay;
        QTest::newRow("not proven") << CommandState::NotProven << Hold::Progress::NotSeen;
        QTest::newRow("failed") << CommandState::Failed << Hold::Progress::NotSeen;
        QTest::newRow("succeeded") << CommandState::Succeeded << Hold::Progress::Reached;
    }
    void whatRailwayTookHoldsProductionWhateverBecameOfIt()
    {
        QFETCH(CommandState, state);
        CommandRecord record = aCommand("o-1", state);
        record.order.kind = OrderKind::RollBack;
        record.order.hold = true;
        const auto hold = holdOf(record);
        QVERIFY(hold);
        QTEST(hold->progress, "progress");
        record.didNotHappen = true;
        QVERIFY(!holdOf(record));
    }
    void whatServesOnlyLaterIsNotCalledHeldBefore()
    {
        CommandRecord record = aCommand("o-1", CommandState::Accepted);
        record.order.kind = OrderKind::RollBack;
        record.order.hold = true;
        record.order.sha = liveSha;
        QCOMPARE(holdWords(*holdOf(record)), QStringLiteral("Production is going back to 81d02f7"));
        record.deployment = {QStringLiteral("d-made")};
        record.servingSeenAt = noon.utc();
        QCOMPARE(holdWords(*holdOf(record)), QStringLiteral("Production is held at 81d02f7"));
    }
};

SLIPWAY_TEST(CommandHistoryTest)
#include "commandhistory_test.moc"

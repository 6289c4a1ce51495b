// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/builders.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

class RandomHistory {
public:
    explicit RandomHistory(quint32 seed)
        : m_random(seed)
    {
    }

    Observations next()
    {
        Observations all = healthyWorld(noon);
        if (oneIn(3))
            all.tip.value->sha = newerSha;
        QList<WorkflowRun> runs;
        const int many = m_random.bounded(9);
        for (int i = 0; i < many; ++i)
            runs.append(run(1000 + i));
        all.runs = fresh(runs, noon);
        if (oneIn(10))
            all.runs.fetchedAt = noon + Milliseconds(-3'600'000);
        for (const Environment environment : environments) {
            ServiceInstance &service = *all.services[environment].value;
            if (oneIn(4))
                service.active[0].commit = anyOf(QList<CommitSha>{testedSha, liveSha, newerSha});
            if (oneIn(5))
                service.active[0].status = anyStatus();
            if (oneIn(3))
                service.latest = aDeployment("d-next", anyStatus(), newerSha, noon, m_random.bounded(9'000));
            if (oneIn(4))
                all.health[environment] = fresh(withSample({}, badSample(Verdict::Degraded, "so")), noon);
        }
        return all;
    }

private:
    bool oneIn(int many) { return m_random.bounded(many) == 0; }
    template <typename T>
    T anyOf(const QList<T> &values)
    {
        return values.at(m_random.bounded(int(values.size())));
    }
    DeploymentStatus anyStatus() { return DeploymentStatus(m_random.bounded(int(DeploymentStatus::Unknown) + 1)); }
    WorkflowRun run(qint64 id)
    {
        const char *file = anyOf(QList<const char *>{"ci.yml", "ci.yml", "deploy.yml", "deploy-production.yml"});
        const char *event =
            anyOf(QList<const char *>{"push", "push", "push", "pull_request", "schedule", "workflow_dispatch"});
        WorkflowRun run = aRun(id)
                              .of(file)
                              .on(anyOf(QList<CommitSha>{testedSha, testedSha, liveSha, newerSha}))
                              .event(event)
                              .during(noon, 5000 - int(id % 1000) * 100, m_random.bounded(4000));
        run.status = oneIn(2) ? RunStatus::Completed : RunStatus(m_random.bounded(int(RunStatus::Unknown) + 1));
        run.rawStatus = QStringLiteral("status %1").arg(int(run.status));
        if (run.status == RunStatus::Completed)
            run.conclusion = oneIn(2) ? anyOf(QList<RunConclusion>{RunConclusion::Success, RunConclusion::Failure})
                                      : RunConclusion(m_random.bounded(int(RunConclusion::Unknown) + 1));
        run.rawConclusion = QStringLiteral("conclusion %1").arg(int(run.conclusion));
        return run;
    }

    QRandomGenerator m_random;
};

LinkState linkOf(const Snapshot &snapshot, const char *id)
{
    for (const IdentityLink &link : snapshot.identity) {
        if (link.id == QLatin1String(id))
            return link.state;
    }
    qFatal("there is no link %s", id);
}

} // namespace

/// Stage, gate and chain are three views of one world: over random histories they never disagree about one fact.
class AgreementTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stageAndGateNeverDisagreeAboutOneFact()
    {
        int passed = 0;
        int failed = 0;
        RandomHistory history(11);
        for (int i = 0; i < 4000; ++i) {
            const Observations all = history.next();
            const Snapshot snapshot = evaluate({all, acmeProject(), noon});
            const StageState ci = stageOf(snapshot, StageId::Ci).state;
            const GateState gate = gateOf(snapshot, "ci-passed").state;
            const LinkState link = linkOf(snapshot, "tested-ci");
            if (!snapshot.offer.target.isEmpty()) { // else the stage tells of the tip
                QCOMPARE(ci == StageState::Passed, gate == GateState::Pass);
                QCOMPARE(ci == StageState::Passed, link == LinkState::Proven);
                if (ci == StageState::Failed)
                    QVERIFY(gate == GateState::Block && link == LinkState::Broken);
                if (link == LinkState::Broken || gate == GateState::Unknown)
                    QVERIFY(ci != StageState::Passed && ci != StageState::Running);
                passed += ci == StageState::Passed ? 1 : 0;
                failed += ci == StageState::Failed ? 1 : 0;
            }
            if (stageOf(snapshot, StageId::StagingDeploy).state == StageState::Passed) {
                QCOMPARE(gateOf(snapshot, "staging-serves").state, GateState::Pass);
                QCOMPARE(gateOf(snapshot, "staging-healthy").state, GateState::Pass);
            }
            if (stageOf(snapshot, StageId::ProductionDeploy).state == StageState::Running)
                QVERIFY(gateOf(snapshot, "production-idle").state != GateState::Pass);
            if (stageOf(snapshot, StageId::ProductionLive).state == StageState::Passed)
                QCOMPARE(gateOf(snapshot, "production-healthy").state, GateState::Pass);
        }
        QVERIFY(passed > 20 && failed > 20); // it has looked at both
    }
    void onlyAPushIsACommitsCi_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::newRow("pull request") << QByteArray("pull_request");
        QTest::newRow("schedule") << QByteArray("schedule");
        QTest::newRow("by hand") << QByteArray("workflow_dispatch");
    }
    void onlyAPushIsACommitsCi()
    {
        QFETCH(QByteArray, event);
        Observations all = healthyWorld(noon);
        all.runs.value->prepend(
            aRun(910).of("ci.yml").on(testedSha).event(event.constData()).during(noon, 300, 100).failed());
        QCOMPARE(stageOf(evaluate({all, acmeProject(), noon}), StageId::Ci).state, StageState::Passed);
        (*all.runs.value)[0] =
            aRun(910).of("ci.yml").on(testedSha).event(event.constData()).during(noon, 300, 100).succeeded();
        (*all.runs.value)[2] = aRun(901).of("ci.yml").on(testedSha).during(noon, 3900, 3499).failed();
        QCOMPARE(stageOf(evaluate({all, acmeProject(), noon}), StageId::Ci).state, StageState::Failed);
        all.runs.value->removeAt(2);
        QCOMPARE(stageOf(evaluate({all, acmeProject(), noon}), StageId::Ci).state, StageState::Unknown);
    }
};

SLIPWAY_TEST(AgreementTest)
#include "agreement_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/consolestore.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// A world in which each fact is, at random, fresh, old, failing or missing, and says things at random.
Observations randomWorld(QRandomGenerator &random)
{
    Observations all = healthyWorld(noon);
    const auto spoil = [&](auto &fact) {
        const int dice = random.bounded(6);
        if (dice == 0)
            fact = {};
        else if (dice == 1)
            fact.fetchedAt = noon + Milliseconds(-random.bounded(10'000'000));
        else if (dice == 2)
            fact.apply(Error{.kind = ErrorKind::Timeout, .detail = QStringLiteral("silence")}, noon, {});
    };
    spoil(all.tip);
    spoil(all.runs);
    spoil(all.workflows);
    spoil(all.productionWorkflow);
    for (const Environment environment : environments) {
        spoil(all.services[environment]);
        spoil(all.deployments[environment]);
        spoil(all.health[environment]);
        spoil(all.settings[environment]);
        if (all.services[environment].value && random.bounded(3) == 0) {
            auto &active = all.services[environment].value->active[0];
            active.status = DeploymentStatus(random.bounded(int(DeploymentStatus::Unknown) + 1));
            if (random.bounded(2) == 0)
                active.commit = {};
        }
    }
    if (all.runs.value) {
        for (WorkflowRun &run : *all.runs.value) {
            if (random.bounded(3) == 0)
                run.status = RunStatus(random.bounded(int(RunStatus::Unknown) + 1));
            if (random.bounded(3) == 0)
                run.conclusion = RunConclusion(random.bounded(int(RunConclusion::Unknown) + 1));
        }
    }
    return all;
}

bool factsAreFresh(const Observations &all)
{
    return !all.tip.isStale(noon) && !all.runs.isStale(noon) && !all.services.staging.isStale(noon) &&
           !all.services.production.isStale(noon) && !all.health.staging.isStale(noon) &&
           !all.health.production.isStale(noon) && !all.workflows.isStale(noon) &&
           !all.productionWorkflow.isStale(noon);
}

} // namespace

/// Properties of evaluate() over worlds at random, and the store around it.
class EvaluateTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void staleDataNeverOpensTheGates()
    {
        QRandomGenerator random(20261124);
        int open = 0;
        for (int i = 0; i < 5000; ++i) {
            const Observations all = randomWorld(random);
            const Snapshot snapshot = evaluate({all, acmeProject(), noon});
            QVERIFY(!snapshot.promotable || factsAreFresh(all));
            for (const Environment environment : environments) {
                if (snapshot.environments[environment].verdict == Verdict::Healthy)
                    QVERIFY(!all.health[environment].isStale(noon));
                if (snapshot.environments[environment].serving)
                    QVERIFY(!all.services[environment].isStale(noon));
            }
            open += snapshot.promotable ? 1 : 0;
        }
        QVERIFY2(open > 0, "the property was never tried on an open gate");
    }
    void unknownWordsAreNeverGood()
    {
        QRandomGenerator random(7);
        for (int i = 0; i < 5000; ++i) {
            const Observations all = randomWorld(random);
            const Snapshot snapshot = evaluate({all, acmeProject(), noon});
            const Stage &ci = stageOf(snapshot, StageId::Ci);
            if (ci.state != StageState::Passed)
                continue;
            const auto run =
                std::find_if(all.runs.value->cbegin(), all.runs.value->cend(), [&](const WorkflowRun &each) {
                    return each.workflowFile == QLatin1String("ci.yml") && each.headSha == ci.sha;
                });
            QVERIFY(run != all.runs.value->cend() && run->succeeded());
        }
    }
    void theSameFactsGiveTheSameSnapshot()
    {
        QRandomGenerator random(99);
        for (int i = 0; i < 200; ++i) {
            const Observations all = randomWorld(random);
            QVERIFY(evaluate({all, acmeProject(), noon}) == evaluate({all, acmeProject(), noon}));
        }
    }
    void anAgeAloneChangesNothingBeforeItIsStale()
    {
        const Observations all = healthyWorld(noon);
        QVERIFY(evaluate({all, acmeProject(), noon}) == evaluate({all, acmeProject(), noon + Milliseconds(20'000)}));
    }
    void theNextStalenessIsTheProbes()
    {
        const auto next = nextStaleness(healthyWorld(noon), noon);
        QCOMPARE(*next, Milliseconds(30'001));
        QVERIFY(!evaluate({healthyWorld(noon), acmeProject(), noon + *next}).promotable);
        QVERIFY(!nextStaleness({}, noon));
    }
    void aSleepMakesFactsStaleThoughTheMonotonicClockStood()
    {
        Moment woken = noon;
        woken.wallMs += 3'600'000;
        QVERIFY(!evaluate({healthyWorld(noon), acmeProject(), woken}).promotable);
    }
    void theStoreSignalsOnlyWhatDiffers()
    {
        ConsoleStore store(acmeProject());
        store.apply(noon, [](Observations &all) { all = healthyWorld(noon); });
        QSignalSpy pipeline(&store, &ConsoleStore::pipelineChanged);
        QSignalSpy environment(&store, &ConsoleStore::environmentChanged);
        QSignalSpy snapshot(&store, &ConsoleStore::snapshotChanged);
        QSignalSpy observed(&store, &ConsoleStore::observed);
        store.apply(noon, [](Observations &) {});
        QCOMPARE(snapshot.size(), 0);
        QCOMPARE(observed.size(), 1);
        store.apply(noon, [](Observations &all) { all.health.production.value->latest.latencyMs = 99; });
        QCOMPARE(environment.size(), 1);
        QCOMPARE(snapshot.size(), 1);
        const auto pipelines = pipeline.size();
        store.reevaluate(noon + Milliseconds(3'600'000));
        QVERIFY(pipeline.size() > pipelines);
    }
    void onlyAPushIsCalledOne_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("creator");
        QTest::addColumn<bool>("automatic");
        QTest::addColumn<QString>("route");
        const QString push = QStringLiteral("GitHub push");
        const QString other = QStringLiteral("from GitHub");
        QTest::newRow("a push") << QStringLiteral("deploy") << QString() << true << push;
        QTest::newRow("somebody's order") << QStringLiteral("deploy") << QStringLiteral("lee") << true << other;
        QTest::newRow("once more") << QStringLiteral("redeploy") << QString() << true << other;
        QTest::newRow("pushes deploy nothing here") << QStringLiteral("deploy") << QString() << false << other;
    }
    void onlyAPushIsCalledOne()
    {
        QFETCH(QString, reason);
        QFETCH(QString, creator);
        QFETCH(bool, automatic);
        Observations all = healthyWorld(noon);
        Deployment &deployment = all.services.staging.value->active[0];
        deployment.reason = reason;
        deployment.creator = creator;
        all.autoDeploy.staging = fresh(AutoDeploy{.enabled = automatic}, noon);
        QTEST(evaluate({all, acmeProject(), noon}).environments.staging.serving->route, "route");
    }
    void whatWasBuiltFromAnImageNamesIt()
    {
        Observations all = healthyWorld(noon);
        Deployment &deployment = all.services.staging.value->active[0];
        deployment.commit = {};
        deployment.route = DeploymentRoute::Image;
        deployment.image = QStringLiteral("ghcr.io/acme/api:v7");
        QCOMPARE(evaluate({all, acmeProject(), noon}).environments.staging.serving->route,
                 QStringLiteral("built from the image ghcr.io/acme/api:v7"));
    }
    void sourcesTellStaleFromErrorFromUnconfigured()
    {
        Observations all = healthyWorld(noon);
        all.sentryConfigured = false;
        all.tip.apply(Error{.kind = ErrorKind::Unauthorized, .detail = QStringLiteral("401")}, noon, {});
        all.services.staging.fetchedAt = noon + Milliseconds(-500'000);
        const QList<Source> sources = evaluate({all, acmeProject(), noon}).sources;
        QCOMPARE(sources.at(0).state, SourceState::Error);
        QCOMPARE(sources.at(0).error->kind, ErrorKind::Unauthorized);
        QCOMPARE(sources.at(1).state, SourceState::Stale);
        QCOMPARE(sources.at(2).state, SourceState::Unconfigured);
        QCOMPARE(sources.at(3).state, SourceState::Ok);
        QCOMPARE(evaluate({Observations(), acmeProject(), noon}).sources.at(3).state, SourceState::Pending);
    }
};

SLIPWAY_TEST(EvaluateTest)
#include "evaluate_test.moc"

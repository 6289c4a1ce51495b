// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/consolestore.h"
#include "models/store/evaluate.h"
#include "support/builders.h"
#include "support/commands.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

using StoreChange = void (*)(Observations &);

struct ChangedPart {
    const char *name;
    StoreChange change;
};

const ChangedPart changedParts[] = {
    {"nothing", [](Observations &) {}},
    {"an issue", [](Observations &all) { all.issues.staging.value->unresolved.append(SentryIssue{}); }},
    {"a slower answer", [](Observations &all) { all.health.production.value->latest.latencyMs = 99; }},
    {"a tick less", [](Observations &all) { all.checklist.ticks.removeLast(); }},
    {"an incident", [](Observations &all) { all.incidents.value->append(Incident{.number = 7}); }},
    {"another address", [](Observations &all) { all.settings.staging.value->domains.clear(); }},
    {"main moved", [](Observations &all) { all.tip.value->sha = newerSha; }},
    {"a budget", [](Observations &all) { all.githubBudget = RateBudget{.limit = 60, .remaining = 3}; }},
    {"a command", [](Observations &all) { all.commands = {aPromotion(CommandState::Refused)}; }},
    {"everything unknown", [](Observations &all) { all = {}; }},
};

/// What one listener has been told, beginning with what it could read itself.
class Listener {
public:
    explicit Listener(ConsoleStore &store)
        : heard(store.snapshot())
    {
        const auto on = [&](auto signal, auto keep) { QObject::connect(&store, signal, &m_context, keep); };
        on(&ConsoleStore::pipelineChanged, [this](const PipelineView &now) { heard.pipeline = now; });
        on(&ConsoleStore::environmentChanged,
           [this](const EnvironmentView &now) { heard.environments[now.environment] = now; });
        on(&ConsoleStore::gatesChanged, [this](const QList<Gate> &now) { heard.gates = now; });
        on(&ConsoleStore::identityChanged, [this](const QList<IdentityLink> &now) { heard.identity = now; });
        on(&ConsoleStore::offerChanged, [this](const PromotionOffer &now) { heard.offer = now; });
        on(&ConsoleStore::sourcesChanged, [this](const QList<Source> &now) { heard.sources = now; });
        on(&ConsoleStore::commandsChanged, [this](const QList<CommandRecord> &now) { heard.commands = now; });
        on(&ConsoleStore::promotableChanged, [this](bool promotable, const QString &whyNot) {
            heard.promotable = promotable;
            heard.whyNotPromotable = whyNot;
        });
    }
    Snapshot heard;

private:
    QObject m_context;
};

struct HealthyStore {
    HealthyStore()
    {
        store.apply(noon, [](Observations &all) { all = healthyWorld(noon); });
    }
    ConsoleStore store{acmeProject()};
};

} // namespace

/// What the store tells whom, and when.
class ConsoleStoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachPartIsToldWhenItDiffersAndOnlyThen_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(changedParts)); ++i)
            QTest::newRow(changedParts[i].name) << i;
    }
    void eachPartIsToldWhenItDiffersAndOnlyThen()
    {
        QFETCH(int, index);
        HealthyStore healthy;
        ConsoleStore &store = healthy.store;
        const QSignalSpy pipeline(&store, &ConsoleStore::pipelineChanged);
        const QSignalSpy environment(&store, &ConsoleStore::environmentChanged);
        const QSignalSpy gates(&store, &ConsoleStore::gatesChanged);
        const QSignalSpy identity(&store, &ConsoleStore::identityChanged);
        const QSignalSpy offer(&store, &ConsoleStore::offerChanged);
        const QSignalSpy sources(&store, &ConsoleStore::sourcesChanged);
        const QSignalSpy commands(&store, &ConsoleStore::commandsChanged);
        const QSignalSpy promotable(&store, &ConsoleStore::promotableChanged);
        const QSignalSpy snapshot(&store, &ConsoleStore::snapshotChanged);
        const Snapshot before = store.snapshot();
        store.apply(noon, changedParts[index].change);
        const Snapshot after = store.snapshot();
        const auto times = [](bool differs) { return differs ? 1 : 0; };
        QCOMPARE(pipeline.size(), times(before.pipeline != after.pipeline));
        QCOMPARE(environment.size(), times(before.environments.staging != after.environments.staging) +
                                         times(before.environments.production != after.environments.production));
        QCOMPARE(gates.size(), times(before.gates != after.gates));
        QCOMPARE(identity.size(), times(before.identity != after.identity));
        QCOMPARE(offer.size(), times(before.offer != after.offer));
        QCOMPARE(sources.size(), times(before.sources != after.sources));
        QCOMPARE(commands.size(), times(before.commands != after.commands));
        QCOMPARE(promotable.size(),
                 times(before.promotable != after.promotable || before.whyNotPromotable != after.whyNotPromotable));
        QCOMPARE(snapshot.size(), times(before != after));
    }
    void everyPartIsAmongThoseChanges()
    {
        HealthyStore healthy;
        const Snapshot before = healthy.store.snapshot();
        healthy.store.apply(noon, changedParts[std::size(changedParts) - 2].change);
        QVERIFY(before.commands != healthy.store.snapshot().commands);
        healthy.store.apply(noon, changedParts[std::size(changedParts) - 1].change);
        const Snapshot &after = healthy.store.snapshot();
        QVERIFY(before.pipeline != after.pipeline && before.gates != after.gates && before.identity != after.identity);
        QVERIFY(before.offer != after.offer && before.sources != after.sources && before.promotable);
        QVERIFY(!after.promotable && before.environments.staging != after.environments.staging);
    }
    void allThatAnAnswerBringsIsEvaluatedAndToldOnce()
    {
        HealthyStore healthy;
        ConsoleStore &store = healthy.store;
        const QSignalSpy told(&store, &ConsoleStore::snapshotChanged);
        const QSignalSpy observed(&store, &ConsoleStore::observed);
        const qint64 before = store.evaluations();
        store.beginAnswer();
        for (int i = 0; i < 3; ++i)
            store.apply(noon, changedParts[i + 3].change);
        QCOMPARE(observed.size(), 0);
        store.endAnswer();
        QCOMPARE(store.evaluations(), before + 1);
        QCOMPARE(told.size(), 1);
        QCOMPARE(observed.size(), 1);
        QVERIFY(store.snapshot() == evaluate({store.observations(), acmeProject(), noon}));
        store.beginAnswer(); // one that brings nothing
        store.endAnswer();
        QCOMPARE(observed.size(), 1);
    }
    void onlyAnotherZoneIsWorthAnEvaluation()
    {
        HealthyStore healthy;
        const qint64 before = healthy.store.evaluations();
        healthy.store.setZone(ShownZone::Utc, noon);
        QCOMPARE(healthy.store.evaluations(), before);
        healthy.store.setZone(ShownZone::Local, noon);
        QCOMPARE(healthy.store.evaluations(), before + 1);
    }
    void whoAsksWhileAnAnswerIsTakenInGetsThePresentSnapshot()
    {
        HealthyStore healthy;
        ConsoleStore &store = healthy.store;
        QVERIFY(store.snapshot().promotable);
        store.beginAnswer();
        store.beginAnswer(); // one within another
        store.apply(noon, [](Observations &all) { all.tip.value->sha = newerSha; });
        QVERIFY(store.snapshot() == evaluate({store.observations(), acmeProject(), noon}));
        store.endAnswer();
        const QSignalSpy told(&store, &ConsoleStore::snapshotChanged);
        QCOMPARE(told.size(), 0);
        store.endAnswer();
        QCOMPARE(told.size(), 1);
    }
    void everyListenersLastNewsIsTheNewestThoughASlotAppliesMeanwhile()
    {
        HealthyStore healthy;
        ConsoleStore &store = healthy.store;
        const Listener early(store);
        QObject context;
        int left = 3;
        connect(&store, &ConsoleStore::pipelineChanged, &context, [&] {
            if (left-- > 0) // to and fro: what the next listeners are told first is old already
                store.apply(noon,
                            [&](Observations &all) { all.tip.value->sha = left % 2 == 0 ? testedSha : newerSha; });
        });
        const Listener late(store);
        store.apply(noon, [](Observations &all) { all.tip.value->sha = newerSha; });
        QVERIFY(left < 3);
        QVERIFY(early.heard == store.snapshot());
        QVERIFY(late.heard == store.snapshot());
    }
    void aSlotOfTheLastSignalIsHeardByTheFirstListeners()
    {
        HealthyStore healthy;
        ConsoleStore &store = healthy.store;
        const Listener early(store);
        QObject context;
        connect(&store, &ConsoleStore::snapshotChanged, &context, [&] {
            if (!store.observations().commands.isEmpty())
                return;
            store.apply(noon, [](Observations &all) { all.commands = {aPromotion(CommandState::Refused)}; });
        });
        store.apply(noon, [](Observations &all) { all.checklist.ticks.clear(); });
        QCOMPARE(early.heard.commands.size(), 1);
        QVERIFY(early.heard == store.snapshot());
    }
    void aSlotThatTakesTheChangeBackLeavesEverybodyWithTheOldNews()
    {
        HealthyStore healthy;
        ConsoleStore &store = healthy.store;
        const Snapshot before = store.snapshot();
        QObject context;
        connect(&store, &ConsoleStore::gatesChanged, &context,
                [&] { store.apply(noon, [](Observations &all) { all.tip.value->sha = testedSha; }); });
        const Listener late(store);
        store.apply(noon, [](Observations &all) { all.tip.value->sha = newerSha; });
        QVERIFY(store.snapshot() == before);
        QVERIFY(late.heard == before);
    }
    void everyApplyIsObserved()
    {
        HealthyStore healthy;
        ConsoleStore &store = healthy.store;
        QStringList order;
        QObject context;
        connect(&store, &ConsoleStore::observed, &context, [&] { order.append(QStringLiteral("observed")); });
        connect(&store, &ConsoleStore::snapshotChanged, &context, [&] { order.append(QStringLiteral("changed")); });
        store.apply(noon, [](Observations &) {});
        QCOMPARE(order, QStringList{QStringLiteral("observed")});
        order.clear();
        store.apply(noon, [](Observations &all) { all.checklist.ticks.clear(); });
        QCOMPARE(order, QStringList({QStringLiteral("changed"), QStringLiteral("observed")}));
    }
    void anApplyWithinASignalIsObservedToo()
    {
        HealthyStore healthy;
        ConsoleStore &store = healthy.store;
        const QSignalSpy observed(&store, &ConsoleStore::observed);
        QObject context;
        connect(&store, &ConsoleStore::gatesChanged, &context, [&] {
            if (!store.observations().incidents.value->isEmpty())
                store.apply(noon, [](Observations &all) { all.incidents.value->clear(); });
        });
        store.apply(noon, [](Observations &all) { all.incidents.value->append(Incident{.number = 7}); });
        QCOMPARE(observed.size(), 2);
    }
    void timeAloneIsNoObservation()
    {
        HealthyStore healthy;
        const QSignalSpy observed(&healthy.store, &ConsoleStore::observed);
        const QSignalSpy gates(&healthy.store, &ConsoleStore::gatesChanged);
        healthy.store.reevaluate(noon + Milliseconds(3'600'000));
        QCOMPARE(observed.size(), 0);
        QCOMPARE(gates.size(), 1);
    }
};

SLIPWAY_TEST(ConsoleStoreTest)
#include "consolestore_test.moc"

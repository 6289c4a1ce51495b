// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/builders.h"
#include "support/testmain.h"

#include <QRegularExpression>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

using Change = void (*)(Observations &);

struct Case {
    const char *name;
    const char *gate;
    Change change;
    GateState state;
    const char *says; ///< part of the reason
};

void rerun(Observations &all, int index, const WorkflowRun &run)
{
    (*all.runs.value)[index] = run;
    all.testedCi = fresh(RunsAtCommit{.sha = testedSha}, noon); // in case that none of it is left on the page
}

Deployment newer(DeploymentStatus status)
{
    return aDeployment("d-new", status, {}, noon, 20);
}

const Case cases[] = {
    {"CI passed", "ci-passed", [](Observations &) {}, GateState::Pass, "CI run #901 passed on 3f9c2ab in 6:41"},
    {"CI failed", "ci-passed",
     [](Observations &all) { rerun(all, 1, aRun(901).of("ci.yml").on(testedSha).during(noon, 900, 1).failed()); },
     GateState::Block, "ended with failure"},
    {"CI cancelled by a newer push", "ci-passed",
     [](Observations &all) {
         rerun(all, 1,
               aRun(901).of("ci.yml").on(testedSha).during(noon, 900, 1).ended(RunConclusion::Cancelled, "cancelled"));
     },
     GateState::Block, "cancelled"},
    {"CI still running", "ci-passed",
     [](Observations &all) { rerun(all, 1, aRun(901).of("ci.yml").on(testedSha).during(noon, 900, 1).running()); },
     GateState::Block, "not finished"},
    {"CI ended with an unknown word", "ci-passed",
     [](Observations &all) {
         rerun(all, 1,
               aRun(901).of("ci.yml").on(testedSha).during(noon, 900, 1).ended(RunConclusion::Unknown, "mellow"));
     },
     GateState::Unknown, "mellow"},
    {"CI is in a state of an unknown word", "ci-passed",
     [](Observations &all) {
         WorkflowRun run = aRun(901).of("ci.yml").on(testedSha).during(noon, 900, 1).running();
         run.status = RunStatus::Unknown;
         run.rawStatus = QStringLiteral("brooding");
         rerun(all, 1, run);
     },
     GateState::Unknown, "brooding"},
    {"CI of another commit", "ci-passed",
     [](Observations &all) { rerun(all, 1, aRun(901).of("ci.yml").on(newerSha).during(noon, 900, 1).succeeded()); },
     GateState::Block, "No run of ci.yml on 3f9c2ab"},
    {"CI of a pull request only", "ci-passed",
     [](Observations &all) {
         rerun(all, 1, aRun(901).of("ci.yml").on(testedSha).event("pull_request").during(noon, 900, 1).succeeded());
     },
     GateState::Block, "No run of ci.yml on 3f9c2ab"},
    {"CI started by hand only", "ci-passed",
     [](Observations &all) {
         rerun(all, 1,
               aRun(901).of("ci.yml").on(testedSha).event("workflow_dispatch").during(noon, 900, 1).succeeded());
     },
     GateState::Block, "No run of ci.yml on 3f9c2ab"},
    {"CI of the push failed, by hand it passed", "ci-passed",
     [](Observations &all) {
         rerun(all, 1, aRun(901).of("ci.yml").on(testedSha).during(noon, 900, 1).failed());
         all.runs.value->prepend(
             aRun(903).of("ci.yml").on(testedSha).event("workflow_dispatch").during(noon, 800, 1).succeeded());
     },
     GateState::Block, "CI run #901"},
    {"CI's own list was not read", "ci-passed",
     [](Observations &all) {
         rerun(all, 1, aRun(901).of("ci.yml").on(newerSha).during(noon, 900, 1).succeeded());
         all.testedCi = {};
     },
     GateState::Unknown, "has not been read yet"},
    {"CI's own list was read of another commit", "ci-passed",
     [](Observations &all) {
         rerun(all, 1, aRun(901).of("ci.yml").on(newerSha).during(noon, 900, 1).succeeded());
         all.testedCi.value->sha = liveSha;
     },
     GateState::Unknown, "has not been read yet"},
    {"CI's own list cannot be read", "ci-passed",
     [](Observations &all) {
         rerun(all, 1, aRun(901).of("ci.yml").on(newerSha).during(noon, 900, 1).succeeded());
         all.testedCi = failing<RunsAtCommit>(ErrorKind::Timeout, QStringLiteral("silence"), noon);
     },
     GateState::Unknown, "silence"},
    {"what CI said off the page was read too long ago", "ci-passed",
     [](Observations &all) {
         const Moment before = noon + Milliseconds(-1'201'000);
         all.runsApart[all.runs.value->at(1).id] = fresh(all.runs.value->at(1), before, Milliseconds(600'000));
         all.testedCi = fresh(RunsAtCommit{.sha = testedSha}, before, Milliseconds(600'000));
     },
     GateState::Unknown, "was last read more than 1200 s ago"},
    {"what CI said off the page was read lately", "ci-passed",
     [](Observations &all) {
         const Moment before = noon + Milliseconds(-590'000);
         all.runsApart[all.runs.value->at(1).id] = fresh(all.runs.value->at(1), before, Milliseconds(600'000));
     },
     GateState::Pass, "CI run #901 passed"},
    {"runs never read", "ci-passed",
     [](Observations &all) {
         all.runs = failing<QList<WorkflowRun>>(ErrorKind::Timeout, QStringLiteral("silence"), noon);
     },
     GateState::Unknown, "silence"},

    {"staging serves it", "staging-serves", [](Observations &) {}, GateState::Pass, "3f9c2ab"},
    {"nothing serves", "staging-serves", [](Observations &all) { all.services.staging.value->active.clear(); },
     GateState::Block, "No deployment"},
    {"nothing serves, so nothing is tested", "ci-passed",
     [](Observations &all) { all.services.staging.value->active.clear(); }, GateState::Block, "No deployment"},
    {"nothing serves, so no tick counts", "tests-ticked",
     [](Observations &all) { all.services.staging.value->active.clear(); }, GateState::Block, "No deployment"},
    {"what staging serves is a word that is not known", "staging-serves",
     [](Observations &all) { all.services.staging.value->active[0].status = DeploymentStatus::Unknown; },
     GateState::Unknown, "does not know"},
    {"staging's commit is unknown", "staging-serves",
     [](Observations &all) {
         all.services.staging.value->active[0].commit = {};
         all.services.staging.value->active[0].createdAt = at(noon, 10);
     },
     GateState::Unknown, "railway up"},
    {"staging is being replaced", "staging-serves",
     [](Observations &all) { all.services.staging.value->latest = newer(DeploymentStatus::Building); }, GateState::Warn,
     "BUILDING"},

    {"staging healthy", "staging-healthy", [](Observations &) {}, GateState::Pass, "answered 200 in 84 ms"},
    {"200 with a dead database", "staging-healthy",
     [](Observations &all) {
         all.health.staging =
             fresh(withSample(healthy(noon), badSample(Verdict::Degraded, "database is unavailable")), noon);
     },
     GateState::Block, "database is unavailable"},
    {"one failed probe", "staging-healthy",
     [](Observations &all) {
         all.health.staging = fresh(withSample(healthy(noon), badSample(Verdict::Down, "no answer")), noon);
     },
     GateState::Block, "1 of 3 failed probes"},
    {"health unknown", "staging-healthy", [](Observations &all) { all.health.staging = {}; }, GateState::Unknown,
     "not been read"},

    {"staging's address is production's", "staging-healthy",
     [](Observations &all) {
         all.settings.staging.value->domains.clear();
         all.settings.production.value->domains.append(QStringLiteral("staging.example.com"));
     },
     GateState::Block, "another environment's"},
    {"Railway lists another name for staging", "staging-healthy",
     [](Observations &all) { all.settings.staging.value->domains = {QStringLiteral("api-staging.up.railway.app")}; },
     GateState::Pass, "answered 200"},

    {"staging is being replaced behind one that was skipped", "staging-serves",
     [](Observations &all) {
         all.services.staging.value->latest = newer(DeploymentStatus::Skipped);
         all.deployments.staging.value->prepend(aDeployment("d-slow", DeploymentStatus::Queued, testedSha, noon, 30));
     },
     GateState::Warn, "QUEUED"},

    {"all ticked", "tests-ticked", [](Observations &) {}, GateState::Pass, "All 5"},
    {"one missing", "tests-ticked", [](Observations &all) { all.checklist.ticks.removeLast(); }, GateState::Block,
     "4 of 5"},
    {"ticked for an older deployment", "tests-ticked",
     [](Observations &all) { all.checklist.deployment = {QStringLiteral("d-older")}; }, GateState::Block, "0 of 5"},
    {"ticks with unknown staging", "tests-ticked", [](Observations &all) { all.services.staging = {}; },
     GateState::Unknown, "not been read yet, so no tick counts"},

    {"main is the tested commit", "target-is-tested", [](Observations &) {}, GateState::Pass, "3f9c2ab"},
    {"main moved, other ways open", "target-is-tested",
     [](Observations &all) {
         all.tip.value->sha = newerSha;
         all.untested = fresh(Comparison{.base = testedSha, .head = newerSha, .aheadBy = 3}, noon);
     },
     GateState::Warn, "3 commits that you did not test"},
    {"main moved, no other way", "target-is-tested",
     [](Observations &all) {
         all.tip.value->sha = newerSha;
         all.tagPolicy = {};
         all.settings.production.value->repository.clear();
     },
     GateState::Block, "main"},
    {"main's tip unknown", "target-is-tested", [](Observations &all) { all.tip = {}; }, GateState::Unknown, "tip"},

    {"production idle", "production-idle", [](Observations &) {}, GateState::Pass, "in progress"},
    {"somebody deploys", "production-idle",
     [](Observations &all) {
         all.runs.value->prepend(aRun(905).of("deploy-production.yml").on(testedSha).during(noon, 9, 1).running());
     },
     GateState::Block, "started by mira"},
    {"somebody's run hangs", "production-idle",
     [](Observations &all) {
         all.runs.value->prepend(
             aRun(950).of("deploy-production.yml").on(testedSha).during(noon, 18'000, 1).running());
     },
     GateState::Block, "is going on for 5 h"},
    {"a rollout goes on", "production-idle",
     [](Observations &all) { all.services.production.value->latest = newer(DeploymentStatus::Deploying); },
     GateState::Block, "DEPLOYING"},
    {"the newest deployment failed", "production-idle",
     [](Observations &all) {
         all.services.production.value->latest = newer(DeploymentStatus::Failed);
         all.deployments.production.value->prepend(newer(DeploymentStatus::Failed));
     },
     GateState::Pass, "in progress"},
    {"an older rollout behind a failed newest one", "production-idle",
     [](Observations &all) {
         all.services.production.value->latest = newer(DeploymentStatus::Failed);
         all.deployments.production.value->prepend(
             aDeployment("d-slow", DeploymentStatus::Building, testedSha, noon, 30));
         all.deployments.production.value->prepend(newer(DeploymentStatus::Failed));
     },
     GateState::Block, "BUILDING"},
    {"an older rollout behind one that was skipped", "production-idle",
     [](Observations &all) {
         all.services.production.value->latest = newer(DeploymentStatus::Skipped);
         all.deployments.production.value->prepend(
             aDeployment("d-slow", DeploymentStatus::Queued, testedSha, noon, 30));
         all.deployments.production.value->prepend(newer(DeploymentStatus::Skipped));
     },
     GateState::Block, "QUEUED"},
    {"an approval behind one that was skipped", "production-idle",
     [](Observations &all) {
         all.services.production.value->latest = newer(DeploymentStatus::Skipped);
         all.deployments.production.value->prepend(
             aDeployment("d-waits", DeploymentStatus::NeedsApproval, testedSha, noon, 30));
         all.deployments.production.value->prepend(newer(DeploymentStatus::Skipped));
     },
     GateState::Block, "NEEDS_APPROVAL"},
    {"a rollout behind more than the list shows", "production-idle",
     [](Observations &all) {
         all.unsettled.production.value->append(
             aDeployment("d-slow", DeploymentStatus::Building, testedSha, noon, 300));
     },
     GateState::Block, "BUILDING"},
    {"a word that is not known behind one that was skipped", "production-idle",
     [](Observations &all) {
         Deployment strange = aDeployment("d-strange", DeploymentStatus::Unknown, testedSha, noon, 30);
         strange.rawStatus = QStringLiteral("PONDERING");
         all.services.production.value->latest = newer(DeploymentStatus::Skipped);
         all.deployments.production.value->prepend(strange);
         all.deployments.production.value->prepend(newer(DeploymentStatus::Skipped));
     },
     GateState::Unknown, "PONDERING"},
    {"garbage instead of the list", "production-idle",
     [](Observations &all) {
         all.services.production.value->latest = newer(DeploymentStatus::Skipped);
         all.deployments.production.error = Error{.kind = ErrorKind::Malformed, .detail = QStringLiteral("no JSON")};
     },
     GateState::Unknown, "no JSON"},
    {"the list is older than the newest deployment", "production-idle",
     [](Observations &all) { all.services.production.value->latest = newer(DeploymentStatus::Skipped); },
     GateState::Unknown, "does not show the newest one"},
    {"the list was never read", "production-idle", [](Observations &all) { all.deployments.production = {}; },
     GateState::Unknown, "not been read"},
    {"what is under way was never read", "production-idle", [](Observations &all) { all.unsettled.production = {}; },
     GateState::Unknown, "not been read"},
    {"production's own runs were never read", "production-idle", [](Observations &all) { all.productionRuns = {}; },
     GateState::Unknown, "deploy-production.yml has not been read"},
    {"a rollout has an unknown status", "production-idle",
     [](Observations &all) {
         all.services.production.value->latest = newer(DeploymentStatus::Unknown);
         all.services.production.value->latest->rawStatus = QStringLiteral("PONDERING");
     },
     GateState::Unknown, "PONDERING"},
    {"production is held", "not-held",
     [](Observations &all) {
         all.hold = Hold{.sha = liveSha, .reason = QStringLiteral("pool exhaustion"), .since = at(noon, 60)};
     },
     GateState::Block, "because: pool exhaustion"},
    {"an unresolved command", "production-idle",
     [](Observations &all) {
         CommandRecord record;
         record.state = CommandState::Uncertain;
         record.sentAt = noon.utc();
         all.commands = {record};
     },
     GateState::Block, "not resolved"},
    {"Railway unreadable", "production-idle", [](Observations &all) { all.services.production = {}; },
     GateState::Unknown, "not been read"},

    {"production is manual", "production-manual", [](Observations &) {}, GateState::Pass, "does not deploy"},
    {"production deploys itself", "production-manual",
     [](Observations &all) { all.autoDeploy.production.value->enabled = true; }, GateState::Block, "every push"},
    {"autodeploy unreadable", "production-manual",
     [](Observations &all) {
         all.autoDeploy.production = failing<AutoDeploy>(ErrorKind::Forbidden, QStringLiteral("Not Authorized"), noon);
     },
     GateState::Block,
     "Not Authorized. Look at it in Railway, and when it is off write autodeploy = \"off, checked by hand\""},
    {"autodeploy was not read yet", "production-manual", [](Observations &all) { all.autoDeploy.production = {}; },
     GateState::Unknown, "has not been read yet"},
    {"autodeploy was on when it could be read", "production-manual",
     [](Observations &all) {
         all.autoDeploy.production.value->enabled = true;
         all.autoDeploy.production.fetchedAt = noon + Milliseconds(-86'400'000);
         all.autoDeploy.production.error = Error{.kind = ErrorKind::Forbidden, .detail = QStringLiteral("no")};
     },
     GateState::Block, "every push"},
    {"autodeploy was off long ago", "production-manual",
     [](Observations &all) { all.autoDeploy.production.fetchedAt = noon + Milliseconds(-86'400'000); },
     GateState::Unknown, "was last read more than"},

    {"workflow ready", "workflow-ready", [](Observations &) {}, GateState::Pass, "confirm"},
    {"workflow gone", "workflow-ready", [](Observations &all) { all.workflows.value->clear(); }, GateState::Block,
     "no workflow"},
    {"workflow disabled", "workflow-ready",
     [](Observations &all) { (*all.workflows.value)[0].state = QStringLiteral("disabled_manually"); }, GateState::Block,
     "disabled_manually"},
    {"repository renamed", "workflow-ready",
     [](Observations &all) { all.repository.value->fullName = QStringLiteral("acme/gateway"); }, GateState::Block,
     "acme/api is called acme/gateway now"},
    {"its name in another case", "workflow-ready",
     [](Observations &all) { all.repository.value->fullName = QStringLiteral("Acme/API"); }, GateState::Pass,
     "confirm"},
    {"repository archived", "workflow-ready", [](Observations &all) { all.repository.value->archived = true; },
     GateState::Block, "unarchive it on GitHub"},
    {"a token that may not push", "workflow-ready", [](Observations &all) { all.repository.value->canPush = false; },
     GateState::Block, "may not write to acme/api"},
    {"whether it may push is not told", "workflow-ready", [](Observations &all) { all.repository.value->canPush = {}; },
     GateState::Pass, "confirm"},
    {"repository unreadable", "workflow-ready", [](Observations &all) { all.repository = {}; }, GateState::Unknown,
     "not been read"},
    {"no confirm input", "workflow-ready", [](Observations &all) { all.productionWorkflow.value->inputs.clear(); },
     GateState::Block, "no input"},
    {"another required input", "workflow-ready",
     [](Observations &all) { all.productionWorkflow.value->requiredInputs.append(QStringLiteral("region")); },
     GateState::Block, "region"},
    {"not dispatchable", "workflow-ready",
     [](Observations &all) { all.productionWorkflow.value->dispatchable = false; }, GateState::Block, "by hand"},
    {"not YAML", "workflow-ready", [](Observations &all) { all.productionWorkflow.value->readable = false; },
     GateState::Unknown, "YAML"},
    {"workflows unreadable", "workflow-ready", [](Observations &all) { all.workflows = {}; }, GateState::Unknown,
     "not been read"},

    {"everything fresh", "sources-fresh", [](Observations &) {}, GateState::Pass, "answered"},
    {"a probe is silent", "sources-fresh", [](Observations &all) { all.health.production = {}; }, GateState::Unknown,
     "production"},
    {"Sentry is silent", "sources-fresh", [](Observations &all) { all.issues.staging = {}; }, GateState::Warn,
     "Sentry"},

    {"production healthy", "production-healthy", [](Observations &) {}, GateState::Pass, "200"},
    {"production degraded already", "production-healthy",
     [](Observations &all) {
         all.health.production = fresh(withSample({}, badSample(Verdict::Degraded, "database is unavailable")), noon);
     },
     GateState::Warn, "degraded"},

    {"production's address is staging's", "production-healthy",
     [](Observations &all) {
         all.settings.production.value->domains.clear();
         all.settings.staging.value->domains.append(QStringLiteral("api.example.com"));
     },
     GateState::Warn, "another environment's"},

    {"no incident", "no-incident", [](Observations &) {}, GateState::Pass, "deployment-alert"},
    {"an incident", "no-incident",
     [](Observations &all) { all.incidents.value->append({.number = 77, .title = QStringLiteral("API down")}); },
     GateState::Warn, "#77 API down"},
    {"incidents unreadable", "no-incident", [](Observations &all) { all.incidents = {}; }, GateState::Warn,
     "not been read"},

    {"journal readable", "journal", [](Observations &) {}, GateState::Pass, "written down"},
    {"journal set aside", "journal",
     [](Observations &all) {
         all.journalReadable = false;
         all.journalTrouble = QStringLiteral("The journal was damaged");
     },
     GateState::Block, "damaged"},
};

/// A block is followed by what a person can do about it.
bool saysWhatOpensIt(const QString &reason)
{
    static const QRegularExpression request(
        QStringLiteral("[:.] (wait for|run|push|deploy to|tick|look at|to promote again, lift|switch|enable|add|"
                       "correct|reject|follow|give|test|enter|unarchive) "),
        QRegularExpression::CaseInsensitiveOption);
    return request.match(reason).hasMatch();
}

} // namespace

/// Each gate passes only when its fact is proven, and says why.
class GatesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyGatePassesInAHealthyWorld()
    {
        const Snapshot snapshot = evaluate({healthyWorld(noon), acmeProject(), noon});
        QCOMPARE(snapshot.gates.size(), 13);
        for (const Gate &gate : snapshot.gates)
            QVERIFY2(gate.state == GateState::Pass, qPrintable(gate.id + QStringLiteral(": ") + gate.reason));
        QVERIFY2(snapshot.promotable, qPrintable(snapshot.whyNotPromotable));
    }
    void whatAPersonHasCheckedStandsForWhatRailwayDoesNotTell()
    {
        Project project = acmeProject();
        project.railway.autoDeployCheckedOff = true;
        Observations all = healthyWorld(noon);
        all.autoDeploy.production = failing<AutoDeploy>(ErrorKind::Forbidden, QStringLiteral("Not Authorized"), noon);
        const Gate gate = gateOf(evaluate({all, project, noon}), "production-manual");
        QCOMPARE(gate.state, GateState::Warn);
        QVERIFY2(gate.reason.contains(QStringLiteral("Not Authorized. The project file says: off, checked by hand")),
                 qPrintable(gate.reason));
        all.autoDeploy.production = fresh(AutoDeploy{.enabled = true}, noon); // what is told counts more
        QCOMPARE(gateOf(evaluate({all, project, noon}), "production-manual").state, GateState::Block);
    }
    void aHoldWithoutAReasonPromisesNone()
    {
        Observations all = healthyWorld(noon);
        all.hold = Hold{.sha = liveSha, .since = at(noon, 60)};
        const Gate gate = gateOf(evaluate({all, acmeProject(), noon}), "not-held");
        QCOMPARE(gate.state, GateState::Block);
        QVERIFY2(!gate.reason.contains(QStringLiteral("because")), qPrintable(gate.reason));
    }
    void eachGateSaysWhy_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(cases)); ++i)
            QTest::newRow(cases[i].name) << i;
    }
    void eachGateSaysWhy()
    {
        QFETCH(int, index);
        const Case &each = cases[index];
        Observations all = healthyWorld(noon);
        each.change(all);
        const Snapshot snapshot = evaluate({all, acmeProject(), noon});
        const Gate &gate = gateOf(snapshot, each.gate);
        QVERIFY2(gate.state == each.state, qPrintable(gateStateWord(gate.state) + QStringLiteral(": ") + gate.reason));
        QVERIFY2(gate.reason.contains(QString::fromLatin1(each.says)), qPrintable(gate.reason));
        if (each.state == GateState::Block)
            QVERIFY2(saysWhatOpensIt(gate.reason), qPrintable(gate.reason));
        const bool mayPass = each.state == GateState::Pass || each.state == GateState::Warn;
        QCOMPARE(snapshot.promotable, mayPass);
    }
    void nothingStaleOpensAGate()
    {
        const Moment later = noon + Milliseconds(3'600'000);
        const Snapshot snapshot = evaluate({healthyWorld(noon), acmeProject(), later});
        QVERIFY(!snapshot.promotable);
        for (const char *id : {"ci-passed", "staging-serves", "staging-healthy", "target-is-tested", "production-idle",
                               "workflow-ready", "sources-fresh", "tests-ticked"})
            QVERIFY2(gateOf(snapshot, id).state == GateState::Unknown, id);
    }
    void whatIsLiveAlreadyIsNotPromoted()
    {
        Observations all = healthyWorld(noon);
        all.services.production.value->active[0].commit = testedSha;
        const Snapshot snapshot = evaluate({all, acmeProject(), noon});
        QVERIFY(!snapshot.promotable);
        QVERIFY(snapshot.whyNotPromotable.contains(QStringLiteral("already serves")));
    }
    void aBlockSaysSinceWhen()
    {
        Observations all = healthyWorld(noon);
        Deployment stuck = aDeployment("d-stuck", DeploymentStatus::Initializing, newerSha, noon, 20'000);
        stuck.statusUpdatedAt = at(noon, 5 * 3600);
        all.services.production.value->latest = stuck;
        const QString reason = gateOf(evaluate({all, acmeProject(), noon}), "production-idle").reason;
        QVERIFY2(reason.contains(QStringLiteral("INITIALIZING for 5 h")), qPrintable(reason));
    }
    void anUnknownStatusBlocksUntilItHasStoodForLongerThanARollout()
    {
        QCOMPARE(idleBehind(strange(1700)).state, GateState::Unknown);
        const Gate gate = idleBehind(strange(1900));
        QCOMPARE(gate.state, GateState::Warn);
        QVERIFY2(gate.reason.contains(QStringLiteral("HIBERNATING for 31 min")), qPrintable(gate.reason));
    }
    void anUnknownStatusBlocksWhereNoOlderOneServesWell()
    {
        QCOMPARE(idleBehind(strange(1900),
                            [](Observations &all) {
                                all.health.production = fresh(withSample({}, badSample(Verdict::Degraded, "so")), noon);
                            })
                     .state,
                 GateState::Unknown);
        QCOMPARE(
            idleBehind(strange(1900), [](Observations &all) { all.services.production.value->active.clear(); }).state,
            GateState::Unknown);
        QCOMPARE(idleBehind(strange(1900),
                            [](Observations &all) {
                                all.services.production.value->active[0].createdAt = at(noon, 60); // a newer one serves
                            })
                     .state,
                 GateState::Unknown);
    }
    void whatIsOnItsWayBehindAnUnknownStatusBlocks()
    {
        QCOMPARE(idleBehind(strange(1900),
                            [](Observations &all) {
                                all.deployments.production.value->append(
                                    aDeployment("d-building", DeploymentStatus::Building, newerSha, noon, 4000));
                            })
                     .state,
                 GateState::Block);
    }

private:
    /// Of production, with a status of no schema, that has stood for so many seconds.
    static Deployment strange(int seconds)
    {
        Deployment deployment = aDeployment("d-strange", DeploymentStatus::Unknown, newerSha, noon, seconds + 100);
        deployment.rawStatus = QStringLiteral("HIBERNATING");
        deployment.statusUpdatedAt = at(noon, seconds);
        return deployment;
    }
    static Gate idleBehind(const Deployment &newest, const std::function<void(Observations &)> &change = {})
    {
        Observations all = healthyWorld(noon);
        all.services.production.value->latest = newest;
        all.deployments.production.value->prepend(newest);
        if (change)
            change(all);
        return gateOf(evaluate({all, acmeProject(), noon}), "production-idle");
    }
};

SLIPWAY_TEST(GatesTest)
#include "gates_test.moc"

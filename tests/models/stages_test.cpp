// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

using Change = void (*)(Observations &);

struct Case {
    const char *name;
    StageId stage;
    Change change;
    StageState state;
    const char *says; ///< part of the summary or of a detail line
};

Job aJob(const char *name, RunConclusion conclusion, RunStatus status = RunStatus::Completed)
{
    return {.id = 1, .name = QString::fromLatin1(name), .status = status, .conclusion = conclusion};
}

void setJobs(Observations &all, qint64 run, const QList<Job> &jobs)
{
    all.jobs.insert({30'000'000'000 + run}, fresh(jobs, noon));
}

/// As after a removal in Railway's own window.
void removeServing(Observations &all, Environment environment)
{
    ServiceInstance &service = *all.services[environment].value;
    service.active.clear();
    service.latest->status = DeploymentStatus::Removed;
    service.latest->rawStatus = QStringLiteral("REMOVED");
}

const StageLine *lineWith(const Stage &stage, const char *text)
{
    const auto found = std::find_if(stage.detail.cbegin(), stage.detail.cend(),
                                    [&](const StageLine &line) { return line.text.contains(QLatin1String(text)); });
    return found == stage.detail.cend() ? nullptr : &*found;
}

const Case cases[] = {
    {"pushed", StageId::Push, [](Observations &) {}, StageState::Passed, "Retry Redis timeouts"},
    {"push names its pull request", StageId::Push, [](Observations &) {}, StageState::Passed, "PR #412"},
    {"tip unreadable", StageId::Push,
     [](Observations &all) {
         all.tip = failing<Commit>(ErrorKind::Unauthorized, QStringLiteral("token revoked"), noon);
     },
     StageState::Unknown, "token revoked"},
    {"docs-only commit", StageId::StagingDeploy,
     [](Observations &all) {
         all.tip.value->sha = newerSha;
         all.untested = fresh(Comparison{.base = testedSha, .head = newerSha, .aheadBy = 1}, noon);
     },
     StageState::Passed, "staging is 1 commit behind main"},

    {"CI passed", StageId::Ci, [](Observations &) {}, StageState::Passed, "passed 6:41"},
    {"CI failed", StageId::Ci,
     [](Observations &all) {
         (*all.runs.value)[1] = aRun(901).of("ci.yml").on(testedSha).during(noon, 60, 1).failed();
     },
     StageState::Failed, "failed"},
    {"CI cancelled is not red", StageId::Ci,
     [](Observations &all) {
         (*all.runs.value)[1] =
             aRun(901).of("ci.yml").on(testedSha).during(noon, 60, 1).ended(RunConclusion::Cancelled, "cancelled");
     },
     StageState::Cancelled, "newer push"},
    {"CI's unknown word", StageId::Ci,
     [](Observations &all) {
         (*all.runs.value)[1] =
             aRun(901).of("ci.yml").on(testedSha).during(noon, 60, 1).ended(RunConclusion::Unknown, "mellow");
     },
     StageState::Unknown, "mellow"},
    {"advisory steps", StageId::Ci,
     [](Observations &all) {
         Job job = aJob("Code Quality Checks", RunConclusion::Success);
         job.steps = {{.number = 1,
                       .name = QStringLiteral("Ruff"),
                       .status = RunStatus::Completed,
                       .conclusion = RunConclusion::Failure},
                      {.number = 2,
                       .name = QStringLiteral("mypy"),
                       .status = RunStatus::Completed,
                       .conclusion = RunConclusion::Failure}};
         setJobs(all, 901, {job});
     },
     StageState::Passed, "2 advisory steps failed (continue-on-error)"},
    {"main's own CI is shown", StageId::Ci,
     [](Observations &all) {
         all.tip.value->sha = newerSha;
         all.runs.value->prepend(aRun(904).of("ci.yml").on(newerSha).during(noon, 30, 1).running());
     },
     StageState::Passed, "main is at c0ffee1: CI running"},

    {"staging deployed", StageId::StagingDeploy, [](Observations &) {}, StageState::Passed, "staging serves 3f9c2ab"},
    {"staging run failed", StageId::StagingDeploy,
     [](Observations &all) {
         (*all.runs.value)[0] = aRun(902).of("deploy.yml").on(testedSha).during(noon, 60, 1).failed();
     },
     StageState::Failed, "failed"},
    {"green run, failed deployment", StageId::StagingDeploy,
     [](Observations &all) {
         all.services.staging.value->latest = aDeployment("d2", DeploymentStatus::Failed, testedSha, noon, 30);
     },
     StageState::Failed, "FAILED"},
    {"green run, other commit serves", StageId::StagingDeploy,
     [](Observations &all) {
         (*all.runs.value)[0] = aRun(902).of("deploy.yml").on(newerSha).during(noon, 60, 1).succeeded();
     },
     StageState::Degraded, "but staging serves 3f9c2ab"},
    {"green run, degraded service", StageId::StagingDeploy,
     [](Observations &all) {
         all.health.staging = fresh(withSample({}, badSample(Verdict::Degraded, "database is unavailable")), noon);
     },
     StageState::Degraded, "database is unavailable"},
    {"green run, dead service", StageId::StagingDeploy,
     [](Observations &all) {
         Health health;
         for (int i = 0; i < 3; ++i)
             health = withSample(health, badSample(Verdict::Down, "refused"));
         all.health.staging = fresh(health, noon);
     },
     StageState::Failed, "staging is down"},
    {"green run, unproven commit", StageId::StagingDeploy,
     [](Observations &all) {
         all.services.staging.value->active[0].commit = {};
         all.services.staging.value->active[0].createdAt = at(noon, 10);
         all.services.staging.value->latest = all.services.staging.value->active[0];
     },
     StageState::Unknown, "not proven"},
    {"staging is building", StageId::StagingDeploy,
     [](Observations &all) {
         all.services.staging.value->latest = aDeployment("d2", DeploymentStatus::Building, newerSha, noon, 30);
     },
     StageState::Running, "BUILDING"},

    {"staging was removed", StageId::StagingDeploy, [](Observations &all) { removeServing(all, Environment::Staging); },
     StageState::Failed, "No deployment is serving on staging"},
    {"staging was removed, and no run is known", StageId::StagingDeploy,
     [](Observations &all) {
         removeServing(all, Environment::Staging);
         all.runs.value->removeFirst();
     },
     StageState::Failed, "No deployment is serving on staging"},
    {"staging was removed, and is deployed again", StageId::StagingDeploy,
     [](Observations &all) {
         removeServing(all, Environment::Staging);
         all.services.staging.value->latest = aDeployment("d2", DeploymentStatus::Building, newerSha, noon, 30);
     },
     StageState::Running, "No deployment is serving on staging"},
    {"nothing to test", StageId::Testing, [](Observations &all) { removeServing(all, Environment::Staging); },
     StageState::Waiting, "No deployment is serving on staging"},
    {"a word that is not known is not nothing", StageId::StagingDeploy,
     [](Observations &all) { all.services.staging.value->active[0].status = DeploymentStatus::Unknown; },
     StageState::Unknown, "a word that Slipway does not know"},
    {"nor in production", StageId::ProductionLive,
     [](Observations &all) { all.services.production.value->active[0].status = DeploymentStatus::Unknown; },
     StageState::Unknown, "a word that Slipway does not know"},
    {"production was removed", StageId::ProductionLive,
     [](Observations &all) { removeServing(all, Environment::Production); }, StageState::Failed,
     "No deployment is serving on production"},

    {"tests done", StageId::Testing, [](Observations &) {}, StageState::Passed, "5 of 5"},
    {"tests open", StageId::Testing, [](Observations &all) { all.checklist.ticks.resize(3); }, StageState::Waiting,
     "3 of 5"},
    {"ticks are void when staging moved on", StageId::Testing,
     [](Observations &all) { all.services.staging.value->active[0].id = {QStringLiteral("d-next")}; },
     StageState::Waiting, "0 of 5"},
    {"nothing to tick", StageId::Testing, [](Observations &all) { all.services.staging = {}; }, StageState::Unknown,
     "no test can be ticked"},

    {"ready to deploy", StageId::ProductionDeploy, [](Observations &) {}, StageState::Waiting, "ready"},
    {"waiting for tests", StageId::ProductionDeploy, [](Observations &all) { all.checklist.ticks.clear(); },
     StageState::Waiting, "0 of 5 manual tests"},
    {"production run goes on", StageId::ProductionDeploy,
     [](Observations &all) {
         all.runs.value->prepend(aRun(950).of("deploy-production.yml").on(testedSha).during(noon, 30, 1).running());
     },
     StageState::Running, "run #950 by mira on 3f9c2ab"},
    {"production run waits for a review", StageId::ProductionDeploy,
     [](Observations &all) {
         WorkflowRun run = aRun(950).of("deploy-production.yml").on(testedSha).during(noon, 30, 1).running();
         run.status = RunStatus::Waiting;
         all.runs.value->prepend(run);
         all.reviews.insert(
             run.id, fresh(QList<PendingReview>{{.environment = QStringLiteral("production"),
                                                 .reviewers = {QStringLiteral("lee"), QStringLiteral("acme/leads")}}},
                           noon));
     },
     StageState::Waiting, "by lee and acme/leads"},
    {"last attempt failed", StageId::ProductionDeploy,
     [](Observations &all) {
         all.runs.value->prepend(aRun(950).of("deploy-production.yml").on(testedSha).during(noon, 300, 100).failed());
     },
     StageState::Failed, "last: run #950"},
    {"a word of no schema that has stood for long, before one that is healthy", StageId::StagingDeploy,
     [](Observations &all) {
         Deployment strange = aDeployment("d-strange", DeploymentStatus::Unknown, newerSha, noon, 2000);
         strange.rawStatus = QStringLiteral("HIBERNATING");
         strange.statusUpdatedAt = at(noon, 1900);
         all.services.staging.value->latest = strange;
     },
     StageState::Passed, "HIBERNATING"},
    {"last attempt was rejected", StageId::ProductionDeploy,
     [](Observations &all) {
         const WorkflowRun run = aRun(950).of("deploy-production.yml").on(testedSha).during(noon, 300, 100).failed();
         all.runs.value->prepend(run);
         all.givenReviews.insert(run.id, {{.state = QStringLiteral("rejected"), .by = QStringLiteral("lee")}});
     },
     StageState::Failed, "rejected by lee"},
    {"an older attempt was rejected", StageId::ProductionDeploy,
     [](Observations &all) {
         WorkflowRun run = aRun(950).of("deploy-production.yml").on(testedSha).during(noon, 300, 100).failed();
         run.attempt = 2;
         all.runs.value->prepend(run);
         all.givenReviews.insert(run.id, {{.state = QStringLiteral("rejected"), .by = QStringLiteral("lee")}});
     },
     StageState::Failed, "last: run #950 by mira, failed"},
    {"failed but live", StageId::ProductionDeploy,
     [](Observations &all) {
         all.runs.value->prepend(aRun(950).of("deploy-production.yml").on(testedSha).during(noon, 300, 100).failed());
         all.services.production.value->active[0].commit = testedSha;
     },
     StageState::Degraded, "run failed, but live"},
    {"done", StageId::ProductionDeploy,
     [](Observations &all) { all.services.production.value->active[0].commit = testedSha; }, StageState::Passed,
     "production serves 3f9c2ab"},

    {"live", StageId::ProductionLive, [](Observations &) {}, StageState::Passed, "serves 81d02f7"},
    {"live and degraded", StageId::ProductionLive,
     [](Observations &all) {
         all.health.production = fresh(withSample({}, badSample(Verdict::Degraded, "database is unavailable")), noon);
     },
     StageState::Degraded, "database is unavailable"},
    {"crashed", StageId::ProductionLive,
     [](Observations &all) { all.services.production.value->active[0].status = DeploymentStatus::Crashed; },
     StageState::Failed, "crashed"},
    {"nothing live", StageId::ProductionLive, [](Observations &all) { all.services.production.value->active.clear(); },
     StageState::Failed, "nothing is serving"},
    {"production unreadable", StageId::ProductionLive, [](Observations &all) { all.services.production = {}; },
     StageState::Unknown, "not been read"},
};

} // namespace

/// Each stage of the diagram, with its unhappy twins.
class StagesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachStageSaysWhatIsProven_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(cases)); ++i)
            QTest::newRow(cases[i].name) << i;
    }
    void eachStageSaysWhatIsProven()
    {
        QFETCH(int, index);
        const Case &each = cases[index];
        Observations all = healthyWorld(noon);
        each.change(all);
        const Snapshot snapshot = evaluate({all, acmeProject(), noon});
        const Stage &stage = stageOf(snapshot, each.stage);
        const QString text = stage.summary + QLatin1Char('\n') + detailText(stage);
        QVERIFY2(stage.state == each.state, qPrintable(stageStateWord(stage.state) + QStringLiteral(": ") + text));
        QVERIFY2(text.contains(QString::fromLatin1(each.says)), qPrintable(text));
    }
    void whatDidNotPassSaysWhy_data() { eachStageSaysWhatIsProven_data(); }
    void whatDidNotPassSaysWhy()
    {
        QFETCH(int, index);
        for (const bool empty : {false, true}) {
            Observations all = empty ? Observations() : healthyWorld(noon);
            if (!empty)
                cases[index].change(all);
            const QList<Stage> stages = evaluate({all, acmeProject(), noon}).pipeline.stages;
            for (const Stage &stage : stages) {
                QVERIFY2(stage.state == StageState::Passed || !stage.detail.isEmpty(), qPrintable(stage.title));
                for (const StageLine &line : stage.detail)
                    QVERIFY2(!line.text.isEmpty(), qPrintable(stage.title));
            }
        }
    }
    void thatNothingServesIsNowhereUnknown()
    {
        Observations all = healthyWorld(noon);
        removeServing(all, Environment::Staging);
        removeServing(all, Environment::Production);
        const Snapshot snapshot = evaluate({all, acmeProject(), noon});
        for (const Stage &stage : snapshot.pipeline.stages)
            QVERIFY2(stage.state != StageState::Unknown, qPrintable(stage.title));
        for (const Gate &gate : snapshot.gates)
            QVERIFY2(gate.state != GateState::Unknown, qPrintable(gate.id + QLatin1Char(' ') + gate.reason));
        for (const IdentityLink &link : snapshot.identity) {
            const bool saysSo = link.state != LinkState::Unproven || link.evidence.contains(QLatin1String("No deploy"));
            QVERIFY2(saysSo, qPrintable(link.id + QLatin1Char(' ') + link.evidence));
        }
        QVERIFY(snapshot.pipeline.checklist.reason.contains(QStringLiteral("No deployment is serving on staging")));
        for (const Environment environment : environments)
            QVERIFY(snapshot.environments[environment].nothingServes);
    }
    void eachSentenceHasItsOwnAge()
    {
        Observations all = healthyWorld(noon);
        Health health;
        for (const int secondsAgo : {25, 15, 5}) {
            HealthSample sample = badSample(Verdict::Down, "HTTP 502");
            sample.at = at(noon, secondsAgo);
            health = withSample(health, sample);
        }
        all.health.production = fresh(health, noon);
        Deployment next = aDeployment("d-next", DeploymentStatus::Deploying, testedSha, noon, 200);
        next.statusUpdatedAt = at(noon, 40);
        all.services.production.value->latest = next;
        all.clocks.ahead.insert(Provider::Railway, Milliseconds(1'000));
        const Stage live = stageOf(evaluate({all, acmeProject(), noon}), StageId::ProductionLive);
        QCOMPARE(lineWith(live, "serves 81d02f7")->at, at(noon, 89'841)); // by this computer's clock, as the others
        QCOMPARE(lineWith(live, "HTTP 502")->at, at(noon, 5));
        QCOMPARE(lineWith(live, "DEPLOYING")->at, at(noon, 41));
    }
    void whatCrashedServesAsLongAsItIsThere()
    {
        Observations all = healthyWorld(noon);
        Deployment &crashed = all.services.production.value->active[0];
        crashed.status = DeploymentStatus::Crashed;
        crashed.statusUpdatedAt = at(noon, 30);
        const Snapshot snapshot = evaluate({all, acmeProject(), noon});
        QCOMPARE(snapshot.environments.production.serving->since, at(noon, 89'900));
        const Stage &live = stageOf(snapshot, StageId::ProductionLive);
        QCOMPARE(lineWith(live, "serves 81d02f7")->at, at(noon, 89'900));
        QCOMPARE(lineWith(live, "crashed")->at, at(noon, 30));
    }
    void shardsAreOneLine()
    {
        Observations all = healthyWorld(noon);
        setJobs(all, 901,
                {aJob("Security Scan", RunConclusion::Success), aJob("Run Tests (Shard 1)", RunConclusion::Success),
                 aJob("Run Tests (Shard 2)", RunConclusion::Failure),
                 aJob("Run Tests (Shard 3)", RunConclusion::Success)});
        const Stage stage = stageOf(evaluate({all, acmeProject(), noon}), StageId::Ci);
        QStringList lines;
        for (const Evidence &line : stage.evidence)
            lines.append(line.text);
        QVERIFY(lines.contains(QStringLiteral("Run Tests 2/3 shards")));
        QVERIFY(lines.contains(QStringLiteral("Security Scan")));
    }
    void nothingStalePasses()
    {
        const Moment later = noon + Milliseconds(3'600'000);
        const Snapshot snapshot = evaluate({healthyWorld(noon), acmeProject(), later});
        for (const Stage &stage : snapshot.pipeline.stages)
            QVERIFY2(stage.state == StageState::Unknown, qPrintable(stage.title));
        for (const Environment environment : environments)
            QCOMPARE(snapshot.environments[environment].verdict, Verdict::Unknown);
    }
    void theForkFollowsTheEvidence()
    {
        Observations all = healthyWorld(noon);
        QCOMPARE(evaluate({all, acmeProject(), noon}).pipeline.fork.branch, Fork::Branch::LooksGood);
        all.checklist.ticks.removeLast();
        const Fork open = evaluate({all, acmeProject(), noon}).pipeline.fork;
        QCOMPARE(open.branch, Fork::Branch::Undecided);
        QCOMPARE(open.looksGood, QStringLiteral("1 check left before promotion"));
        all.health.staging = fresh(withSample({}, badSample(Verdict::Degraded, "database is unavailable")), noon);
        QCOMPARE(evaluate({all, acmeProject(), noon}).pipeline.fork.branch, Fork::Branch::IssuesFound);
    }
};

SLIPWAY_TEST(StagesTest)
#include "stages_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"
#include "models/project/project.h"
#include "models/store/evaluate.h"

#include <QTimeZone>

namespace Slipway::Test {

inline const CommitSha testedSha{QStringLiteral("3f9c2ab000000000000000000000000000000001")};
inline const CommitSha liveSha{QStringLiteral("81d02f7000000000000000000000000000000002")};
inline const CommitSha newerSha{QStringLiteral("c0ffee1000000000000000000000000000000003")};

inline constexpr Moment noon{.wallMs = 1'795'000'000'000, .steadyMs = 10'000'000};

inline QDateTime at(Moment now, int secondsAgo)
{
    return now.utc().addSecs(-secondsAgo);
}

/// A fact read just now.
template <typename T>
Observed<T> fresh(const T &value, Moment now, Milliseconds interval = Milliseconds(60'000))
{
    Observed<T> observed;
    observed.apply(value, now, interval);
    return observed;
}

/// A fact that could never be read.
template <typename T>
Observed<T> failing(ErrorKind kind, const QString &detail, Moment now)
{
    Observed<T> observed;
    observed.apply(Error{.kind = kind, .detail = detail}, now, Milliseconds(60'000));
    return observed;
}

inline Project acmeProject()
{
    Project project;
    project.name = QStringLiteral("gatewayz-api");
    project.github = {.api = QUrl(QStringLiteral("https://api.github.com")),
                      .repository = QStringLiteral("acme/api"),
                      .ciWorkflow = QStringLiteral("ci.yml"),
                      .stagingWorkflow = QStringLiteral("deploy.yml"),
                      .productionWorkflow = QStringLiteral("deploy-production.yml")};
    project.railway = {.api = QUrl(QStringLiteral("https://backboard.railway.com/graphql/v2")),
                       .project = {QStringLiteral("p")},
                       .service = {QStringLiteral("s")},
                       .environments = {{QStringLiteral("e-staging")}, {QStringLiteral("e-production")}}};
    project.addresses.staging.url = QUrl(QStringLiteral("https://staging.example.com"));
    project.addresses.production.url = QUrl(QStringLiteral("https://api.example.com"));
    return project;
}

struct RunBuilder {
    WorkflowRun run;
    RunBuilder &of(const char *file)
    {
        run.workflowFile = QString::fromLatin1(file);
        return *this;
    }
    RunBuilder &on(const CommitSha &sha)
    {
        run.headSha = sha;
        return *this;
    }
    RunBuilder &event(const char *name)
    {
        run.event = QString::fromLatin1(name);
        return *this;
    }
    /// Seconds before `now` at which it started and ended.
    RunBuilder &during(Moment now, int from, int to)
    {
        run.createdAt = at(now, from);
        run.startedAt = run.createdAt;
        run.updatedAt = at(now, to);
        return *this;
    }
    RunBuilder &ended(RunConclusion conclusion, const char *word)
    {
        run.status = RunStatus::Completed;
        run.rawStatus = QStringLiteral("completed");
        run.conclusion = conclusion;
        run.rawConclusion = QString::fromLatin1(word);
        return *this;
    }
    RunBuilder &succeeded() { return ended(RunConclusion::Success, "success"); }
    RunBuilder &failed() { return ended(RunConclusion::Failure, "failure"); }
    RunBuilder &running()
    {
        run.status = RunStatus::InProgress;
        run.rawStatus = QStringLiteral("in_progress");
        run.conclusion = RunConclusion::None;
        return *this;
    }
    operator WorkflowRun() const { return run; } // NOLINT(google-explicit-constructor)
};

inline RunBuilder aRun(qint64 id)
{
    RunBuilder builder;
    builder.run.id = {30'000'000'000 + id};
    builder.run.number = int(id);
    builder.run.event = QStringLiteral("push");
    builder.run.headBranch = QStringLiteral("main");
    builder.run.actor = builder.run.triggeringActor = QStringLiteral("mira");
    builder.run.url = QUrl(QStringLiteral("https://github.com/acme/api/actions/runs/%1").arg(id));
    return builder;
}

/// It went on from so many seconds before `now` until so many before; `to` below 0: it still does.
inline Job aJob(const char *name, Moment now, int from, int to, RunConclusion conclusion = RunConclusion::Success)
{
    const bool over = to >= 0;
    return {.id = 100'000 + from,
            .name = QString::fromLatin1(name),
            .status = over ? RunStatus::Completed : RunStatus::InProgress,
            .conclusion = over ? conclusion : RunConclusion::None,
            .startedAt = at(now, from),
            .completedAt = over ? at(now, to) : QDateTime()};
}

/// One job for all of a run.
inline QList<Job> oneJobOf(const WorkflowRun &run)
{
    return {{.id = run.id.value,
             .run = run.id,
             .name = QStringLiteral("deploy"),
             .status = RunStatus::Completed,
             .conclusion = run.conclusion,
             .startedAt = run.createdAt,
             .completedAt = run.updatedAt}};
}

inline Deployment aDeployment(const char *id, DeploymentStatus status, const CommitSha &sha, Moment now, int secondsAgo)
{
    return {.id = {QString::fromLatin1(id)},
            .status = status,
            .rawStatus = wireWord(status),
            .createdAt = at(now, secondsAgo),
            .statusUpdatedAt = at(now, secondsAgo - 60),
            .route = sha.isEmpty() ? DeploymentRoute::RailwayUp : DeploymentRoute::GitHub,
            .commit = sha,
            .creator = QStringLiteral("mira")};
}

inline ServiceInstance serving(const Deployment &deployment)
{
    return {.serviceName = QStringLiteral("api"), .latest = deployment, .active = {deployment}};
}

inline Health healthy(Moment now)
{
    return withSample({}, {.at = now.utc(), .verdict = Verdict::Healthy, .httpStatus = 200, .latencyMs = 84});
}

inline HealthSample badSample(Verdict verdict, const char *reason)
{
    return {.at = noon.utc(),
            .verdict = verdict,
            .httpStatus = 200,
            .latencyMs = 90,
            .reasons = {QString::fromLatin1(reason)}};
}

inline void tickAll(Observations &all, const char *deployment, Moment now)
{
    all.checklist.deployment = {QString::fromLatin1(deployment)};
    all.checklist.ticks.clear();
    for (const ChecklistItem item : checklistItems)
        all.checklist.ticks.append({.item = item, .by = QStringLiteral("mira"), .at = now.utc()});
}

inline WorkflowFile aProductionWorkflow()
{
    return {.file = QStringLiteral("deploy-production.yml"),
            .readable = true,
            .dispatchable = true,
            .inputs = {QStringLiteral("confirm")},
            .requiredInputs = {QStringLiteral("confirm")},
            .environments = {QStringLiteral("production")}};
}

/// A world in which everything is proven: staging serves the tested commit, production an older one, and every gate
/// passes. Tests take one thing away.
inline Observations healthyWorld(Moment now)
{
    Observations all;
    all.account = fresh(Account{.login = QStringLiteral("mira")}, now, Milliseconds(1'200'000));
    all.repository = fresh(Repository{.fullName = QStringLiteral("acme/api"), .canPush = true}, now);
    all.tip = fresh(Commit{.sha = testedSha,
                           .title = QStringLiteral("Retry Redis timeouts"),
                           .author = QStringLiteral("mira"),
                           .url = QUrl(QStringLiteral("https://github.com/acme/api/commit/3f9c2ab")),
                           .committedAt = at(now, 4000)},
                    now);
    all.tipPulls = fresh(QList<PullRequest>{{.number = 412, .title = QStringLiteral("Retry")}}, now);
    all.runs = fresh(QList<WorkflowRun>{aRun(902).of("deploy.yml").on(testedSha).during(now, 3000, 2500).succeeded(),
                                        aRun(901).of("ci.yml").on(testedSha).during(now, 3900, 3499).succeeded(),
                                        aRun(880)
                                            .of("deploy-production.yml")
                                            .on(liveSha)
                                            .event("workflow_dispatch")
                                            .during(now, 90'000, 89'500)
                                            .succeeded()},
                     now, Milliseconds(30'000));
    all.productionRuns = fresh(QList<WorkflowRun>{all.runs.value->constLast()}, now);
    all.workflows = fresh(QList<Workflow>{{.id = 1,
                                           .name = QStringLiteral("Deploy to Production (Manual)"),
                                           .file = QStringLiteral("deploy-production.yml"),
                                           .state = QStringLiteral("active")}},
                          now);
    all.productionWorkflow = fresh(aProductionWorkflow(), now);
    all.tagPolicy = fresh(TagPolicy{.known = true, .tagsAllowed = true}, now);
    all.otherWorkflows = fresh(QList<WorkflowFile>{}, now);
    Comparison ahead{.base = liveSha, .head = testedSha, .relation = Comparison::Relation::Ahead, .aheadBy = 2};
    ahead.commits = {
        {.sha = {QStringLiteral("aaaaaaa")}, .title = QStringLiteral("Fix logging"), .author = QStringLiteral("sam")},
        {.sha = testedSha, .title = QStringLiteral("Retry Redis timeouts"), .author = QStringLiteral("mira")}};
    ahead.files = {QStringLiteral("src/main.py"), QStringLiteral("supabase/migrations/20261124_add.sql")};
    all.ahead = fresh(ahead, now);
    all.incidents = fresh(QList<Incident>{}, now, Milliseconds(600'000));
    const Deployment staging = aDeployment("d-staging", DeploymentStatus::Success, testedSha, now, 2900);
    const Deployment production = aDeployment("d-production", DeploymentStatus::Success, liveSha, now, 89'900);
    all.services.staging = fresh(serving(staging), now);
    all.services.production = fresh(serving(production), now);
    all.deployments.staging = fresh(QList<Deployment>{staging}, now);
    all.deployments.production = fresh(QList<Deployment>{production}, now);
    for (const Environment environment : environments)
        all.unsettled[environment] = fresh(QList<Deployment>{}, now);
    for (const Environment environment : environments)
        all.autoDeploy[environment] = fresh(AutoDeploy{}, now, Milliseconds(1'200'000));
    all.settings.staging = fresh(
        ServiceSettings{.repository = QStringLiteral("acme/api"), .domains = {QStringLiteral("staging.example.com")}},
        now);
    all.settings.production = fresh(
        ServiceSettings{.repository = QStringLiteral("acme/api"), .domains = {QStringLiteral("api.example.com")}}, now);
    all.sentryConfigured = true;
    for (const Environment environment : environments) {
        all.issues[environment] = fresh(SentryIssues{.since = at(now, 2900)}, now, Milliseconds(300'000));
        all.health[environment] = fresh(healthy(now), now, Milliseconds(10'000));
    }
    tickAll(all, "d-staging", now);
    return all;
}

inline const Gate &gateOf(const Snapshot &snapshot, const char *id)
{
    for (const Gate &gate : snapshot.gates) {
        if (gate.id == QLatin1String(id))
            return gate;
    }
    qFatal("there is no gate %s", id);
}

inline const Stage &stageOf(const Snapshot &snapshot, StageId id)
{
    return snapshot.pipeline.stages.at(int(id));
}

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/environmentview.h"

#include "models/pipeline/figuresview.h"
#include "models/pipeline/healthverdict.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr int secondsOfDay = 86'400;

/// The new ones first, each once.
QList<SentryIssue> inOrder(const SentryIssues &known)
{
    QList<SentryIssue> list = known.fresh;
    for (const SentryIssue &issue : known.unresolved) {
        const bool listed = std::any_of(known.fresh.cbegin(), known.fresh.cend(),
                                        [&](const SentryIssue &fresh) { return fresh.id == issue.id; });
        if (!listed)
            list.append(issue);
    }
    return list;
}

/// Railway deploys a push by itself: nobody asked for it, and there is no other reason.
bool isPush(const Deployment &deployment, const AutoDeploy *autoDeploy)
{
    const bool plain = deployment.reason.isEmpty() || deployment.reason == QLatin1String("deploy");
    return deployment.route == DeploymentRoute::GitHub && plain && deployment.creator.isEmpty() && autoDeploy &&
           autoDeploy->enabled;
}

QString routeText(const Deployment &deployment, const CommitProof &proof, const Facts &facts, Environment environment)
{
    const auto *runs = facts.seen.runs.last();
    if (isPush(deployment, facts.seen.autoDeploy[environment].last()))
        return say("GitHub push");
    if (deployment.route == DeploymentRoute::GitHub)
        return say("from GitHub");
    if (deployment.route == DeploymentRoute::Image)
        return say("built from the image %1").arg(deployment.image);
    if (deployment.route != DeploymentRoute::RailwayUp)
        return {};
    for (const WorkflowRun &run : runs ? *runs : QList<WorkflowRun>()) {
        if (run.id == proof.run)
            return say("railway up in run #%1").arg(run.number);
    }
    return say("railway up");
}

Serving servingOf(const Facts &facts, Environment environment)
{
    const Deployment &deployment = *facts.serving[environment];
    const CommitProof &proof = facts.carries[environment];
    Serving serving{.deployment = deployment.id,
                    .status = deployment.status,
                    .sha = proof.sha,
                    .proof = proof.proof,
                    .proofText = proof.text,
                    .since = servingSince(deployment),
                    .by = deployment.creator,
                    .route = routeText(deployment, proof, facts, environment),
                    .replicasRunning = deployment.replicasRunning,
                    .replicas = deployment.replicas};
    const auto *runs = facts.seen.runs.last();
    for (const WorkflowRun &run : runs ? *runs : QList<WorkflowRun>()) {
        if (proof.run && run.id == proof.run) {
            serving.url = run.url;
            serving.by = run.triggeringActor;
        }
    }
    return serving;
}

Rollout rolloutOf(const Facts &facts, Environment environment, const Deployment &deployment)
{
    const CommitProof proof = proveCommit(deployment, environment, facts.seen, facts.project);
    return {.deployment = deployment.id,
            .status = deployment.status,
            .statusText = deployment.rawStatus,
            .sha = proof.sha,
            .note = deployment.note,
            .since = statusSince(deployment)};
}

QString aheadText(const Facts &facts, Environment environment)
{
    const CommitSha own = facts.carries[environment].sha;
    const CommitSha other = facts.carries[otherEnvironment(environment)].sha;
    if (own.isEmpty() || other.isEmpty())
        return {};
    if (own == other)
        return say("same commit as %1").arg(environmentName(otherEnvironment(environment)));
    const Comparison *ahead = facts.seen.ahead.last();
    if (!ahead || ahead->base != facts.carries.production.sha || ahead->head != facts.carries.staging.sha)
        return {};
    const bool staging = environment == Environment::Staging;
    const int by = staging ? ahead->aheadBy : ahead->behindBy;
    const int behind = staging ? ahead->behindBy : ahead->aheadBy;
    QStringList parts;
    if (by > 0)
        parts.append(say("%1 ahead of").arg(counted(by, "commit", "commits")));
    if (behind > 0)
        parts.append(say("%1 behind").arg(counted(behind, "commit", "commits")));
    return say("%1 %2").arg(joined(parts), environmentName(otherEnvironment(environment)));
}

template <typename T>
std::optional<ErrorKind> troubleOf(const Observed<T> &fact)
{
    return fact.error ? std::optional(fact.error->kind) : std::nullopt;
}

/// Worst first: what goes into Source::state.
SourceState worse(SourceState left, SourceState right)
{
    constexpr std::array order{SourceState::Error, SourceState::Stale, SourceState::Pending, SourceState::Unconfigured,
                               SourceState::Ok};
    const auto rank = [&](SourceState state) { return std::find(order.begin(), order.end(), state) - order.begin(); };
    return rank(left) < rank(right) ? left : right;
}

template <typename T>
void judgeBy(Source &source, const Observed<T> &fact, Moment now)
{
    SourceState state = SourceState::Ok;
    if (fact.error)
        state = SourceState::Error;
    else if (!fact.value)
        state = SourceState::Pending;
    else if (fact.isStale(now))
        state = SourceState::Stale;
    source.state = worse(state, source.state);
    if (fact.error && !source.error)
        source.error = fact.error;
    if (fact.value && (!source.fetchedAt || ageOf(fact.fetchedAt, now) > ageOf(*source.fetchedAt, now)))
        source.fetchedAt = fact.fetchedAt;
}

/// A fact that no age is told of, because it hardly ever changes. What is missing is a finding, not a failure to read.
template <typename T>
void judgeByErrorOf(Source &source, const Observed<T> &fact)
{
    if (!fact.error || fact.error->kind == ErrorKind::NotFound)
        return;
    source.state = worse(SourceState::Error, source.state);
    if (!source.error)
        source.error = fact.error;
}

SourceState stateOf(LogStreamView::State state)
{
    switch (state) {
    case LogStreamView::State::Off:
    case LogStreamView::State::Live:
    case LogStreamView::State::Polling:
        break;
    case LogStreamView::State::Connecting:
        return SourceState::Pending;
    case LogStreamView::State::Interrupted:
        return SourceState::Stale;
    case LogStreamView::State::Refused:
        return SourceState::Error;
    }
    return SourceState::Ok;
}

Source logSource(const PerEnvironment<LogStreamView> &logs)
{
    Source source{.id = SourceId::Logs, .state = SourceState::Ok};
    for (const Environment environment : environments) {
        const LogStreamView &view = logs[environment];
        const SourceState state = stateOf(view.state);
        source.state = worse(state, source.state);
        if ((state == SourceState::Error || state == SourceState::Stale) && !source.error)
            source.error = Error{.kind = ErrorKind::Refused, .detail = view.reason};
        if (view.state == LogStreamView::State::Polling && source.remark.isEmpty())
            source.remark =
                say("logs are asked for every %1 s").arg(view.every.value_or(Milliseconds(0)).count() / 1000);
    }
    return source;
}

Source sourceWith(SourceId id, const std::optional<RateBudget> &budget)
{
    return {.id = id, .state = SourceState::Ok, .budget = budget};
}

} // namespace

EnvironmentView environmentViewOf(const Facts &facts, Environment environment)
{
    const auto &service = facts.seen.services[environment];
    const auto &health = facts.seen.health[environment];
    const auto &issues = facts.seen.issues[environment];
    EnvironmentView view{.environment = environment,
                         .url = facts.project.addresses[environment].url,
                         .verdict = facts.verdict[environment],
                         .verdictReason = facts.verdictReason[environment],
                         .aheadText = aheadText(facts, environment),
                         .pending = facts.pending[environment],
                         .flapping = facts.flapping[environment],
                         .offline = facts.offline,
                         .checks = checkViewsOf(facts, environment),
                         .figures = figuresOf(facts, environment),
                         .links = facts.project.addresses[environment].links};
    view.stale = (service.value && service.isStale(facts.now)) || (health.value && health.isStale(facts.now));
    view.servingError = troubleOf(service);
    view.healthError = troubleOf(health);
    view.issuesError = facts.seen.sentryConfigured ? troubleOf(issues) : ErrorKind::Unconfigured;
    if (health.value)
        view.asOf = health.fetchedAt;
    if (service.value && (!view.asOf || ageOf(service.fetchedAt, facts.now) > ageOf(*view.asOf, facts.now)))
        view.asOf = service.fetchedAt;
    if (health.fresh(facts.now)) {
        view.health = health.value->latest;
        if (view.health->certificateUntil)
            view.certificateDays = int(facts.now.utc().secsTo(*view.health->certificateUntil) / secondsOfDay);
    }
    view.nothingServes = facts.nothingServes[environment];
    if (facts.serving[environment])
        view.serving = servingOf(facts, environment);
    else
        view.servingText = facts.whyNotServing(environment);
    if (const ServiceInstance *instance = facts.service[environment]) {
        if (const Deployment *rollout = rolloutDeployment(*instance))
            view.rollout = rolloutOf(facts, environment, *rollout);
    }
    if (!facts.seen.sentryConfigured) {
        view.issuesText = say("Sentry is not configured");
    } else if (const SentryIssues *known = issues.fresh(facts.now)) {
        view.unresolvedIssues = int(known->unresolved.size());
        if (known->since.isValid())
            view.freshIssues = int(known->fresh.size());
        view.issues = inOrder(*known);
        if (known->more)
            view.issuesText = say("more than %1").arg(known->unresolved.size());
    } else {
        view.issuesText = whyUnknown(issues, say("Sentry"));
    }
    return view;
}

QList<Source> sourcesOf(const Facts &facts)
{
    const Observations &seen = facts.seen;
    Source github = sourceWith(SourceId::GitHub, seen.githubBudget);
    judgeBy(github, seen.tip, facts.now);
    judgeBy(github, seen.runs, facts.now);
    judgeBy(github, seen.productionRuns, facts.now);
    judgeByErrorOf(github, seen.testedCi);
    judgeByErrorOf(github, seen.workflows);
    judgeByErrorOf(github, seen.productionWorkflow);
    judgeByErrorOf(github, seen.projectFile);
    github.remark = facts.renamed();
    Source railway = sourceWith(SourceId::Railway, seen.railwayBudget);
    Source sentry = sourceWith(SourceId::Sentry, seen.sentryBudget);
    for (const Environment environment : environments) {
        judgeBy(railway, seen.services[environment], facts.now);
        judgeByErrorOf(railway, seen.deployments[environment]);
        judgeByErrorOf(railway, seen.unsettled[environment]);
        if (seen.sentryConfigured)
            judgeBy(sentry, seen.issues[environment], facts.now);
    }
    if (!seen.sentryConfigured)
        sentry.state = SourceState::Unconfigured;
    Source staging = sourceWith(SourceId::StagingHealth, {});
    judgeBy(staging, seen.health.staging, facts.now);
    Source production = sourceWith(SourceId::ProductionHealth, {});
    judgeBy(production, seen.health.production, facts.now);
    QList<Source> sources{github, railway, sentry, staging, production};
    const auto isFollowed = [&](Environment environment) {
        return seen.logs[environment].state != LogStreamView::State::Off;
    };
    if (isFollowed(Environment::Staging) || isFollowed(Environment::Production))
        sources.append(logSource(seen.logs));
    return sources;
}

} // namespace Slipway

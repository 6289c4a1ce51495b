// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"
#include "models/logs/logstream.h"
#include "models/observed/forecastfacts.h"
#include "models/observed/observed.h"
#include "models/project/project.h"
#include "models/values/account.h"
#include "models/values/checklist.h"
#include "models/values/clockskew.h"
#include "models/values/commit.h"
#include "models/values/deployment.h"
#include "models/values/environment.h"
#include "models/values/figures.h"
#include "models/values/health.h"
#include "models/values/hold.h"
#include "models/values/issue.h"
#include "models/values/workflow.h"

#include <QHash>
#include <QMap>
#include <QSet>

namespace Slipway {

/// Deployments that were read beyond the polled list, because somebody looked.
struct OlderDeployments {
    QList<Deployment> deployments; ///< newest first
    QString next;                  ///< cursor of the following page
    bool complete = false;         ///< there are no older ones
    bool loading = false;
    std::optional<Error> error; ///< of the last attempt
    bool operator==(const OlderDeployments &) const = default;
};

/// The commit that a run vouched for.
struct VouchedCommit {
    CommitSha sha;
    RunId run;
    QString text; ///< the evidence
    bool operator==(const VouchedCommit &) const = default;
};

/// Everything that is known, each fact with its age. The feeds write it through ConsoleStore; evaluate() reads it.
struct Observations {
    // GitHub
    Observed<Account> account;
    Observed<Repository> repository;
    Observed<Commit> tip;                  ///< of the branch
    Observed<QList<PullRequest>> tipPulls; ///< pull requests of the tip
    Observed<QList<WorkflowRun>> runs;     ///< the newest page's and those of `runsApart`, newest first
    /// What was read of runs besides the newest page: each has the age of its own answer.
    QHash<RunId, Observed<WorkflowRun>> runsApart;
    Observed<QList<WorkflowRun>> productionRuns; ///< of the production workflow: all that may be going on, newest first
    Observed<RunsAtCommit> testedCi; ///< CI's of the tested commit, while the newest page holds none of them
    Observed<QList<Workflow>> workflows;
    Observed<WorkflowFile> productionWorkflow;    ///< its text, at the tip
    Observed<QList<WorkflowFile>> otherWorkflows; ///< the texts of the other active ones, at the tip
    Observed<ProjectFileAtTip> projectFile;       ///< where it lies in the repository
    Observed<TagPolicy> tagPolicy;
    Observed<Comparison> ahead;    ///< production's commit ... staging's commit
    Observed<Comparison> untested; ///< staging's commit ... tip of the branch
    Observed<QList<Incident>> incidents;
    QHash<RunId, Observed<QList<Job>>> jobs;
    QHash<RunAttempt, QList<Job>> endedJobs; ///< of attempts that are over: they never change
    QHash<RunId, Observed<QList<PendingReview>>> reviews;
    QHash<RunId, QList<GivenReview>> givenReviews; ///< of production's newest run, where it failed
    QHash<DeploymentId, VouchedCommit> vouched;    ///< what runs have vouched for since the start
    // Railway
    QString railwayPerson; ///< whose account's token it is; empty: not known
    PerEnvironment<Observed<ServiceInstance>> services;
    PerEnvironment<Observed<QList<Deployment>>> deployments; ///< the last ones, newest first
    PerEnvironment<Observed<QList<Deployment>>> unsettled;   ///< on their way or waiting for approval, however old
    PerEnvironment<OlderDeployments> olderDeployments;
    PerEnvironment<Observed<AutoDeploy>> autoDeploy;
    PerEnvironment<Observed<ServiceSettings>> settings;
    PerEnvironment<Observed<ServiceMetrics>> metrics;
    PerEnvironment<LogStreamView> logs; ///< how they arrive; Off: nobody follows them
    // Sentry
    bool sentryConfigured = false;
    PerEnvironment<Observed<SentryIssues>> issues;
    PerEnvironment<Observed<ErrorRate>> errors;
    // Grafana
    PerEnvironment<Observed<QList<Alert>>> alerts;
    // The application
    PerEnvironment<Observed<Health>> health;                ///< of its health address
    PerEnvironment<QMap<QString, Observed<Health>>> checks; ///< the other checks, by name
    PerEnvironment<QSet<QString>> asking;                   ///< checks on request that have not answered yet
    /// What the checks after a promotion or a return said, by order and check.
    QHash<OrderId, QMap<QString, HealthSample>> afterLive;
    ServiceClocks clocks;
    /// What was read to tell what going back would undo: of one deployment at a time.
    std::optional<ForecastFacts> forecast;
    // This computer
    std::optional<Hold> hold; ///< of production
    Checklist checklist;
    QList<CommandRecord> commands; ///< newest first: the unresolved ones and those of this start
    QList<CommandRecord> earlier;  ///< newest first: settled promotions and returns of earlier starts
    bool journalReadable = true;   ///< false: set aside; blocks promotion until acknowledged
    QString journalTrouble;        ///< why, in words
    // Budgets, by provider
    std::optional<RateBudget> githubBudget;
    std::optional<RateBudget> railwayBudget;
    std::optional<RateBudget> sentryBudget;

    bool operator==(const Observations &) const = default;
};

/// Visits every fact that has an age.
template <typename All, typename Visitor>
void eachFact(All &all, Visitor &&visit)
{
    const auto these = [&](auto &...facts) { (visit(facts), ...); };
    these(all.account, all.repository, all.tip, all.tipPulls, all.runs, all.productionRuns, all.testedCi, all.workflows,
          all.productionWorkflow, all.otherWorkflows, all.projectFile, all.tagPolicy, all.ahead, all.untested,
          all.incidents);
    for (const Environment environment : environments) {
        these(all.services[environment], all.deployments[environment], all.unsettled[environment],
              all.autoDeploy[environment], all.settings[environment], all.metrics[environment], all.issues[environment],
              all.errors[environment], all.alerts[environment], all.health[environment]);
        for (auto &check : all.checks[environment])
            visit(check);
    }
    for (auto &run : all.runsApart)
        visit(run);
    for (auto &jobs : all.jobs)
        visit(jobs);
    for (auto &reviews : all.reviews)
        visit(reviews);
}

/// From now on the facts of that poll are asked for at that slower pace: the age at which they stop being proof follows
/// it at once, so that no fact turns stale by being asked for more rarely.
void followPace(Observations &observations, const QString &poll, Milliseconds every);
/// An attempt of that poll, which began then, hangs: counts it against what it has not brought.
void noteSilence(Observations &observations, const QString &poll, Moment began, Moment now);

/// The earliest moment after `now` at which a fact turns stale, so that everything has to be evaluated again although
/// nothing arrived. None if nothing will.
std::optional<Milliseconds> nextStaleness(const Observations &observations, Moment now);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/situation.h"
#include "models/pipeline/proof.h"
#include "models/pipeline/views.h"
#include "models/values/text.h"

namespace Slipway {

/// Whether that run checks the commit for a release: CI of a pull request, on a schedule or started by hand may have
/// left something out, so only a push's counts.
bool isCiOf(const CommitSha &sha, const WorkflowRun &run, const GitHubProject &github);

/// What every rule needs, worked out once per evaluation: only what is fresh, so that nothing stale can be taken for a
/// proof by mistake. Null or empty means "not provable now".
struct Facts : Situation {
    explicit Facts(const Situation &known);

    const Commit *tip = nullptr;              ///< of the branch; null also while a run shows that it has moved
    std::optional<QList<WorkflowRun>> runs;   ///< of the three workflows; none while the newest page is stale
    const QList<WorkflowRun> *productionRuns; ///< all of the production workflow that may be going on
    bool offline = false;                     ///< this computer is
    const ServiceClocks &clocks;
    PerEnvironment<const ServiceInstance *> service;
    PerEnvironment<const Deployment *> serving;
    PerEnvironment<bool> nothingServes{false, false}; ///< Railway says so
    PerEnvironment<CommitProof> carries;              ///< what `serving` carries
    PerEnvironment<Verdict> verdict;
    PerEnvironment<QString> verdictReason;
    PerEnvironment<QDateTime> verdictAt; ///< when that was seen, by this computer's clock; invalid: it was not seen
    PerEnvironment<QString> pending;     ///< "1/3": the verdict is not settled
    PerEnvironment<bool> flapping;
    CommitSha target; ///< what staging provably serves: what a promotion would send

    const GitHubProject &github() const { return project.github; }
    /// Newest run of a workflow that started for that commit; null when there is none or the runs are stale.
    const WorkflowRun *runOn(const QString &workflowFile, const CommitSha &sha) const;
    /// Newest run that checks that commit; what it says is `stateOf` it, for stage, gate and chain alike.
    const WorkflowRun *ciRunOn(const CommitSha &sha) const;
    /// Newest run of a workflow.
    const WorkflowRun *newestRun(const QString &workflowFile) const;
    /// Why `serving` is null, one clause.
    QString whyNotServing(Environment environment) const;
    /// Why `target` is empty, and what helps, one clause.
    QString whyNoTarget() const;
    /// That the repository is called otherwise than in the project file, one clause; empty: it is not, as far as known.
    QString renamed() const;
    /// Why GitHub would take no command in the repository, and what opens it, one clause; empty: nothing is known that
    /// would be in the way.
    QString repositoryTrouble() const;
    /// For how long it has stood as it does, by Railway's clock; none when Railway does not tell since when.
    std::optional<Milliseconds> standingFor(const Deployment &deployment) const;
    /// " for 5 h", by GitHub's clock; empty within a minute, or when GitHub does not tell since when.
    QString goingOnFor(const WorkflowRun &run) const;
    /// A word that the schema does not have, of a deployment that changes no more: its status has stood for longer than
    /// any rollout takes, while an older deployment serves and is healthy. It warns, and need not block.
    bool isStrandedBeforeHealthy(const Deployment &deployment, Environment environment) const;
    /// Why `tip` is null. `what` begins the sentence.
    QString whyNoTip(const QString &what) const;
    /// The first command that was sent, may change what production serves, and whose outcome is not known; `approval`
    /// and what it lets go on apart.
    const CommandRecord *unresolvedCommand(const Order &approval = {}) const;
};

/// What Railway says now: the newest attempt, what is active, and the lists where they are fresh; the first word
/// counts.
QList<Deployment> freshDeployments(const Facts &facts, Environment environment);

template <typename Predicate>
const Deployment *newestThat(const QList<Deployment> &deployments, const Predicate &fits)
{
    const Deployment *newest = nullptr;
    for (const Deployment &each : deployments) {
        if (fits(each) && (!newest || each.createdAt > newest->createdAt))
            newest = &each;
    }
    return newest;
}

/// Railway's word for how a deployment stands: as it came where Slipway does not know it.
QString statusWord(const Deployment &deployment);
/// That word and, from a minute on, since when: "INITIALIZING for 5 h".
QString standingWords(const Facts &facts, const Deployment &deployment);

} // namespace Slipway

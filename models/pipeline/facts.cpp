// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/facts.h"

#include "models/observed/branchtip.h"
#include "models/pipeline/healthverdict.h"
#include "models/values/age.h"

#include <QSet>

#include <algorithm>

namespace Slipway {

namespace {

constexpr Milliseconds longestRollout{1'800'000};
constexpr Milliseconds worthTelling{60'000};

template <typename Fits>
const WorkflowRun *newestOf(const std::optional<QList<WorkflowRun>> &runs, Fits fits)
{
    const WorkflowRun *newest = nullptr;
    if (!runs)
        return newest;
    for (const WorkflowRun &run : *runs) {
        if (fits(run) && (!newest || run.id > newest->id))
            newest = &run;
    }
    return newest;
}

/// What is on the newest page is as old as that; everything else counts as long as its own answer does.
std::optional<QList<WorkflowRun>> freshRuns(const Observations &observations, Moment now)
{
    const QList<WorkflowRun> *known = observations.runs.fresh(now);
    if (!known)
        return std::nullopt;
    const auto isStale = [&](const WorkflowRun &run) {
        const auto apart = observations.runsApart.constFind(run.id);
        return apart != observations.runsApart.cend() && apart->isStale(now);
    };
    QList<WorkflowRun> fresh = *known;
    if (std::any_of(known->cbegin(), known->cend(), isStale)) // else nothing is copied
        fresh.removeIf(isStale);
    return fresh;
}

} // namespace

bool isCiOf(const CommitSha &sha, const WorkflowRun &run, const GitHubProject &github)
{
    return run.workflowFile == github.ciWorkflow && run.headSha == sha && run.event == QLatin1String("push");
}

Facts::Facts(const Situation &known)
    : Situation(known)
    , tip(runBeyondTip(seen, project.github) ? nullptr : seen.tip.fresh(now))
    , runs(freshRuns(seen, now))
    , productionRuns(seen.productionRuns.fresh(now))
    , offline(isOffline(known))
    , clocks(seen.clocks)
{
    for (const Environment environment : environments) {
        service[environment] = seen.services[environment].fresh(now);
        serving[environment] = service[environment] ? servingDeployment(*service[environment]) : nullptr;
        nothingServes[environment] = service[environment] && Slipway::nothingServes(*service[environment]);
        if (serving[environment])
            carries[environment] = proveCommit(*serving[environment], environment, seen, project);
        const HealthVerdict judged = healthVerdictOf(*this, environment);
        verdict[environment] = judged.verdict;
        verdictReason[environment] = judged.reason;
        verdictAt[environment] = judged.at;
        pending[environment] = judged.pending;
        flapping[environment] = judged.flapping;
    }
    target = carries.staging.sha;
}

const WorkflowRun *Facts::runOn(const QString &workflowFile, const CommitSha &sha) const
{
    return newestOf(runs, [&](const WorkflowRun &run) {
        return run.workflowFile == workflowFile && (sha.isEmpty() || run.headSha == sha);
    });
}

const WorkflowRun *Facts::ciRunOn(const CommitSha &sha) const
{
    return newestOf(runs, [&](const WorkflowRun &run) { return isCiOf(sha, run, github()); });
}

const WorkflowRun *Facts::newestRun(const QString &workflowFile) const
{
    return runOn(workflowFile, {});
}

QString Facts::renamed() const
{
    const Repository *known = seen.repository.fresh(now);
    if (!known || known->fullName.compare(github().repository, Qt::CaseInsensitive) == 0)
        return {};
    return say("%1 is called %2 now: correct the project file").arg(github().repository, known->fullName);
}

QString Facts::repositoryTrouble() const
{
    const Repository *known = seen.repository.fresh(now);
    if (!known)
        return {};
    if (QString otherName = renamed(); !otherName.isEmpty())
        return otherName;
    if (known->archived)
        return say("%1 is archived, so nothing in it can be started: unarchive it on GitHub").arg(known->fullName);
    if (known->canPush == false)
        return say("The token may not write to %1, so it can start nothing there: enter one of somebody who may, under "
                   "Project > Tokens")
            .arg(known->fullName);
    return {};
}

QString Facts::whyNotServing(Environment environment) const
{
    const QString name = environmentName(environment);
    if (!service[environment])
        return whyUnknown(seen.services[environment], say("Railway's %1 service").arg(name));
    if (nothingServes[environment])
        return say("No deployment is serving on %1").arg(name);
    return say("Railway says of what is active on %1 a word that Slipway does not know").arg(name);
}

QString Facts::whyNoTarget() const
{
    return nothingServes.staging ? say("%1: deploy to it").arg(whyNotServing(Environment::Staging))
                                 : say("Which commit staging serves is not proven");
}

std::optional<Milliseconds> Facts::standingFor(const Deployment &deployment) const
{
    const QDateTime since = statusSince(deployment);
    if (!since.isValid())
        return std::nullopt;
    return seen.clocks.since(Provider::Railway, since, now);
}

QString Facts::goingOnFor(const WorkflowRun &run) const
{
    if (!run.startedAt.isValid())
        return {};
    const Milliseconds span = seen.clocks.since(Provider::GitHub, run.startedAt, now);
    return span >= worthTelling ? say(" for %1").arg(spanText(span)) : QString();
}

bool Facts::isStrandedBeforeHealthy(const Deployment &deployment, Environment environment) const
{
    const Deployment *older = serving[environment];
    return deployment.status == DeploymentStatus::Unknown && standingFor(deployment) > longestRollout && older &&
           older->createdAt < deployment.createdAt && verdict[environment] == Verdict::Healthy;
}

QString Facts::whyNoTip(const QString &what) const
{
    const WorkflowRun *beyond = runBeyondTip(seen, github());
    if (!beyond)
        return whyUnknown(seen.tip, what);
    return say("%1 has moved: run #%2 began at %3 after it was read. It is being read again")
        .arg(what)
        .arg(beyond->number)
        .arg(shortSha(beyond->headSha));
}

const CommandRecord *Facts::unresolvedCommand(const Order &approval) const
{
    const auto found = std::find_if(seen.commands.cbegin(), seen.commands.cend(), [&](const CommandRecord &record) {
        return changesWhatServes(record.order) && isUnresolved(record.state) &&
               record.order.environment == Environment::Production && !letsGoOn(approval, record);
    });
    return found == seen.commands.cend() ? nullptr : &*found;
}

QString statusWord(const Deployment &deployment)
{
    return deployment.status == DeploymentStatus::Unknown ? deployment.rawStatus : wireWord(deployment.status);
}

QString standingWords(const Facts &facts, const Deployment &deployment)
{
    const QString word = statusWord(deployment);
    const auto standing = facts.standingFor(deployment);
    return standing && *standing >= worthTelling ? say("%1 for %2").arg(word, spanText(*standing)) : word;
}

QList<Deployment> freshDeployments(const Facts &facts, Environment environment)
{
    QList<Deployment> deployments;
    if (const ServiceInstance *service = facts.service[environment]) {
        deployments = service->active;
        if (service->latest)
            deployments.prepend(*service->latest);
    }
    if (const auto *listed = facts.seen.deployments[environment].fresh(facts.now))
        deployments += *listed;
    if (const auto *unsettled = facts.seen.unsettled[environment].fresh(facts.now))
        deployments += *unsettled;
    QSet<DeploymentId> known;
    deployments.removeIf([&](const Deployment &each) {
        const bool again = known.contains(each.id);
        known.insert(each.id);
        return again;
    });
    return deployments;
}

} // namespace Slipway

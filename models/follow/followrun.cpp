// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/follow/followrun.h"

#include "models/pipeline/runview.h"

#include <algorithm>

namespace Slipway {

namespace {

CommandStep::State stepState(StageState state)
{
    switch (state) {
    case StageState::Passed:
        return CommandStep::State::Passed;
    case StageState::Running:
        return CommandStep::State::Running;
    case StageState::Waiting:
        return CommandStep::State::Waiting;
    case StageState::Degraded:
    case StageState::Failed:
    case StageState::Blocked:
    case StageState::Cancelled:
        return CommandStep::State::Failed;
    case StageState::Skipped:
        return CommandStep::State::Skipped;
    case StageState::Unknown:
        break;
    }
    return CommandStep::State::Unknown;
}

/// The step that runs or failed, if one does: "step 3 of 7: Wait for health".
QString stepDetail(const Job &job)
{
    for (const Step &step : job.steps) {
        const StageState state = stateOf(step.status, step.conclusion);
        if (state == StageState::Running || state == StageState::Failed)
            return say("step %1 of %2: %3").arg(step.number).arg(job.steps.size()).arg(step.name);
    }
    return {};
}

} // namespace

const WorkflowRun *knownRun(const Observations &observations, RunId id)
{
    const auto *runs = observations.runs.last();
    if (!runs)
        return nullptr;
    const auto found = std::find_if(runs->cbegin(), runs->cend(), [&](const WorkflowRun &run) { return run.id == id; });
    return found == runs->cend() ? nullptr : &*found;
}

QDateTime earliestEffect(const CommandRecord &record, Provider service, const ServiceClocks &clocks)
{
    const Provider own = serviceOf(record.order.kind);
    if (record.serverTime.isValid())
        return clocks.translated(own, service, record.serverTime).addSecs(-5);
    return clocks.by(service, record.sentAt).addSecs(-600);
}

QList<WorkflowRun> candidateRuns(const CommandRecord &record, const Observations &observations, const Project &project)
{
    QList<WorkflowRun> candidates;
    const auto *runs = observations.runs.last();
    const auto isUs = [&](const QString &login) { return login.compare(record.order.who, Qt::CaseInsensitive) == 0; };
    const QDateTime earliest = earliestEffect(record, Provider::GitHub, observations.clocks);
    // A run's number in the order of their making: no clock has to agree with another.
    const auto isNewer = [&](const WorkflowRun &run) {
        return record.order.newestRun ? run.id > record.order.newestRun : run.createdAt >= earliest;
    };
    for (const WorkflowRun &run : runs ? *runs : QList<WorkflowRun>()) {
        const bool fits = run.workflowFile == project.github.productionWorkflow &&
                          run.event == QLatin1String("workflow_dispatch") && run.headBranch == record.order.ref &&
                          (isUs(run.actor) || isUs(run.triggeringActor)) && isNewer(run);
        if (fits)
            candidates.append(run);
    }
    return candidates;
}

FollowedRun followRun(CommandRecord &record, const Situation &known)
{
    FollowedRun followed;
    const WorkflowRun *run = record.run ? knownRun(known.seen, record.run) : nullptr;
    if (!run)
        return followed;
    followed.run = *run;
    record.url = run->url;
    if (!run->headSha.isEmpty())
        record.runSha = run->headSha;
    const QString file = known.project.github.productionWorkflow;
    const QLatin1String event("workflow_dispatch");
    const bool ordered = run->headSha == record.order.sha && run->workflowFile == file && run->event == event;
    // What the answer does not tell proves nothing, and is no reason to cancel.
    followed.wrongCommit = (!run->headSha.isEmpty() && run->headSha != record.order.sha) ||
                           (!run->workflowFile.isEmpty() && run->workflowFile != file) ||
                           (!run->event.isEmpty() && run->event != event);
    followed.ended = run->status == RunStatus::Completed;
    followed.succeeded = ordered && run->succeeded();
    followed.failed = run->status == RunStatus::Completed && !run->succeeded();
    const Facts facts(known);
    const QList<Job> *jobs = jobsOf(facts, *run);
    if (!jobs || jobs->isEmpty()) {
        record.steps.append({.title = say("Run #%1").arg(run->number),
                             .state = stepState(stateOf(run->status, run->conclusion)),
                             .detail = runSummary(*run),
                             .url = run->url});
    }
    for (const Job &job : jobs ? *jobs : QList<Job>()) {
        record.steps.append({.title = job.name,
                             .state = stepState(stateOf(job.status, job.conclusion)),
                             .detail = stepDetail(job),
                             .url = job.url});
    }
    const auto reviews = known.seen.reviews.constFind(run->id);
    if (run->isActive() && reviews != known.seen.reviews.cend() && reviews->fresh(known.now))
        record.reviews = *reviews->fresh(known.now);
    followed.waitsForReview = run->status == RunStatus::Waiting || (run->isActive() && !record.reviews.isEmpty());
    return followed;
}

QString failingStep(const QList<Job> &jobs)
{
    for (const Job &job : jobs) {
        if (stateOf(job.status, job.conclusion) != StageState::Failed)
            continue;
        const QString step = stepDetail(job);
        return step.isEmpty() ? job.name : say("%1, %2").arg(job.name, step);
    }
    return {};
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/runview.h"

#include <QRegularExpression>

namespace Slipway {

namespace {

struct JobGroup {
    QString name;
    QList<Job> jobs;
};

/// "Run Tests (Shard 1)" and "Run Tests (2, ubuntu)" are legs of "Run Tests".
QString groupName(const QString &jobName)
{
    static const QRegularExpression leg(QStringLiteral("^(.*?)\\s*\\([^()]*\\)$"));
    const auto match = leg.match(jobName);
    return match.hasMatch() ? match.captured(1) : jobName;
}

QList<JobGroup> grouped(const QList<Job> &jobs)
{
    QList<JobGroup> groups;
    for (const Job &job : jobs) {
        const QString name = groupName(job.name);
        const auto at =
            std::find_if(groups.begin(), groups.end(), [&](const JobGroup &each) { return each.name == name; });
        if (at == groups.end())
            groups.append({.name = name, .jobs = {job}});
        else
            at->jobs.append(job);
    }
    return groups;
}

int badness(StageState state)
{
    switch (state) {
    case StageState::Failed:
        return 8;
    case StageState::Blocked:
        return 7;
    case StageState::Degraded:
        return 6;
    case StageState::Unknown:
        return 5;
    case StageState::Cancelled:
        return 4;
    case StageState::Running:
        return 3;
    case StageState::Waiting:
        return 2;
    case StageState::Skipped:
        return 1;
    case StageState::Passed:
        break;
    }
    return 0;
}

Evidence evidenceOf(const JobGroup &group)
{
    StageState worst = StageState::Passed;
    qsizetype passed = 0;
    QUrl url = group.jobs.constFirst().url;
    for (const Job &job : group.jobs) {
        const StageState state = stateOf(job.status, job.conclusion);
        passed += state == StageState::Passed ? 1 : 0;
        if (badness(state) > badness(worst)) {
            worst = state;
            url = job.url;
        }
    }
    if (group.jobs.size() == 1)
        return {.state = worst, .text = group.jobs.constFirst().name, .url = url};
    return {
        .state = worst, .text = say("%1 %2/%3 shards").arg(group.name).arg(passed).arg(group.jobs.size()), .url = url};
}

} // namespace

StageState stateOf(RunStatus status, RunConclusion conclusion)
{
    switch (status) {
    case RunStatus::Requested:
    case RunStatus::Queued:
    case RunStatus::Pending:
    case RunStatus::Waiting:
        return StageState::Waiting;
    case RunStatus::InProgress:
        return StageState::Running;
    case RunStatus::Unknown:
        return StageState::Unknown;
    case RunStatus::Completed:
        break;
    }
    switch (conclusion) {
    case RunConclusion::Success:
        return StageState::Passed;
    case RunConclusion::Failure:
    case RunConclusion::TimedOut:
    case RunConclusion::StartupFailure:
        return StageState::Failed;
    case RunConclusion::Cancelled:
        return StageState::Cancelled;
    case RunConclusion::Skipped:
        return StageState::Skipped;
    case RunConclusion::ActionRequired:
        return StageState::Blocked;
    case RunConclusion::None:
    case RunConclusion::Neutral:
    case RunConclusion::Stale:
    case RunConclusion::Unknown:
        break;
    }
    return StageState::Unknown;
}

QString runSummary(const WorkflowRun &run)
{
    const QString took = durationText(Milliseconds(run.startedAt.msecsTo(run.updatedAt)));
    switch (stateOf(run.status, run.conclusion)) {
    case StageState::Passed:
        return say("passed %1").arg(took);
    case StageState::Failed:
        return run.conclusion == RunConclusion::TimedOut ? say("timed out") : say("failed");
    case StageState::Running:
        return say("running");
    case StageState::Waiting:
        return run.status == RunStatus::Waiting ? say("waits for a review") : say("queued");
    case StageState::Cancelled:
        return say("cancelled");
    case StageState::Skipped:
        return say("skipped");
    case StageState::Blocked:
        return say("needs an action");
    case StageState::Degraded:
    case StageState::Unknown:
        break;
    }
    return run.isActive() ? run.rawStatus : run.rawConclusion;
}

QString runSummary(const Facts &facts, const WorkflowRun &run)
{
    // The list tells what was decided of earlier attempts, too.
    const bool mayBe = run.conclusion == RunConclusion::Failure && run.attempt <= 1;
    const QList<GivenReview> given = mayBe ? facts.seen.givenReviews.value(run.id) : QList<GivenReview>();
    for (const GivenReview &each : given) {
        if (each.state == QLatin1String("rejected"))
            return say("rejected by %1").arg(each.by.isEmpty() ? say("somebody") : each.by);
    }
    return runSummary(run);
}

QList<Evidence> jobEvidence(const QList<Job> &jobs)
{
    QList<Evidence> lines;
    const QList<JobGroup> groups = grouped(jobs);
    for (const JobGroup &group : groups)
        lines.append(evidenceOf(group));
    return lines;
}

QString advisoryText(const QList<Job> &jobs)
{
    int failed = 0;
    for (const Job &job : jobs) {
        if (job.conclusion != RunConclusion::Success)
            continue;
        failed += int(std::count_if(job.steps.cbegin(), job.steps.cend(),
                                    [](const Step &step) { return step.conclusion == RunConclusion::Failure; }));
    }
    if (failed == 0)
        return {};
    return say("%1 failed (continue-on-error)").arg(counted(failed, "advisory step", "advisory steps"));
}

const QList<Job> *jobsOf(const Facts &facts, const WorkflowRun &run)
{
    const auto observed = facts.seen.jobs.constFind(run.id);
    if (observed == facts.seen.jobs.cend())
        return nullptr;
    return run.isActive() ? observed->fresh(facts.now) : observed->last();
}

QString reviewText(const Facts &facts, const WorkflowRun &run)
{
    const auto reviews = facts.seen.reviews.constFind(run.id);
    const auto *pending = reviews == facts.seen.reviews.cend() ? nullptr : reviews->fresh(facts.now);
    if (!pending || pending->isEmpty())
        return {};
    const PendingReview &review = pending->constFirst();
    if (review.reviewers.isEmpty())
        return say("waits for a review of %1").arg(review.environment);
    return say("waits for a review of %1 by %2").arg(review.environment, joined(review.reviewers));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/observed/branchtip.h"

#include <algorithm>

namespace Slipway {

namespace {

/// The two clocks are known to differ by about that at most, once the skew was measured. Too much costs one read.
constexpr Milliseconds clocksAgreeWithin{2'000};

/// Such a run checks out what the branch is at when it begins. The branch of a pull request may be called the same.
bool followsBranch(const WorkflowRun &run, const QString &branch)
{
    const bool ofBranch = run.event == QLatin1String("push") || run.event == QLatin1String("workflow_dispatch") ||
                          run.event == QLatin1String("schedule");
    return ofBranch && run.headBranch == branch && !run.headSha.isEmpty();
}

} // namespace

const WorkflowRun *runBeyondTip(const Observations &observations, const GitHubProject &project)
{
    const Commit *tip = observations.tip.last();
    const QList<WorkflowRun> *runs = observations.runs.last();
    const qint64 runsRead = std::max(observations.runs.fetchedAt.steadyMs, observations.runs.arrivedAt.steadyMs);
    if (!tip || !runs || observations.tip.fetchedAt.steadyMs >= runsRead) // it was asked for when they were known
        return nullptr;
    const WorkflowRun *newest = nullptr;
    for (const WorkflowRun &run : *runs) {
        if (followsBranch(run, project.branch) && (!newest || run.id > newest->id))
            newest = &run;
    }
    const Moment read = observations.clocks.by(Provider::GitHub, observations.tip.fetchedAt) + -clocksAgreeWithin;
    return newest && newest->headSha != tip->sha && newest->createdAt > read.utc() ? newest : nullptr;
}

} // namespace Slipway

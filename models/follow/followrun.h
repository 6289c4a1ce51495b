// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/follow/follow.h"

namespace Slipway {

/// The run that a dispatch started: found, verified and followed.
struct FollowedRun {
    std::optional<WorkflowRun> run;
    bool wrongCommit = false; ///< it is not the run that was ordered: another commit, workflow or event
    bool ended = false;
    bool failed = false;    ///< completed, and not with success
    bool succeeded = false; ///< completed with success, and it is the one that was ordered
    bool waitsForReview = false;
};

/// The run as it was read last; null when it is not known.
const WorkflowRun *knownRun(const Observations &observations, RunId id);

/// Before this nothing can be the command's effect, by that service's clock. Only for where nothing was known before it
/// was sent: clocks may be wrong.
QDateTime earliestEffect(const CommandRecord &record, Provider service, const ServiceClocks &clocks);

/// Runs that a dispatch may have started (app/github/README.md, 19): of the production workflow, by hand, on that ref,
/// newer than what was known, and by us.
QList<WorkflowRun> candidateRuns(const CommandRecord &record, const Observations &observations, const Project &project);

/// Brings run, url, steps and reviews of `record` up to date.
FollowedRun followRun(CommandRecord &record, const Situation &known);

/// "Deploy to Railway Production: step Wait for health".
QString failingStep(const QList<Job> &jobs);

} // namespace Slipway

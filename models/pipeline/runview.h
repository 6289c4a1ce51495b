// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/facts.h"

namespace Slipway {

/// How a run or job stands; a word we do not know is Unknown, never Passed.
StageState stateOf(RunStatus status, RunConclusion conclusion);
/// "passed 6:41", "running", "ended with failure".
QString runSummary(const WorkflowRun &run);
/// The same; "rejected by lee" of a run that failed because a reviewer did not want it.
QString runSummary(const Facts &facts, const WorkflowRun &run);
/// Jobs with the shards of a matrix as one line: "Run Tests 4/4 shards".
QList<Evidence> jobEvidence(const QList<Job> &jobs);
/// Steps that failed inside a job that passed: continue-on-error, so only advice (models/pipeline/README.md, 9).
/// Empty when none.
QString advisoryText(const QList<Job> &jobs);
/// What is known of a run's jobs, null when stale while the run goes on.
const QList<Job> *jobsOf(const Facts &facts, const WorkflowRun &run);
/// "waits for review by alice or team/leads", empty when it does not.
QString reviewText(const Facts &facts, const WorkflowRun &run);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"
#include "models/project/project.h"

namespace Slipway {

/// What the runs of an environment's workflow say about a deployment that names no commit.
struct Vouching {
    const WorkflowRun *run = nullptr; ///< whose commit it is; null: none vouches for it
    bool notYet = false;              ///< what may vouch for it goes on still, or was not read since
    QString text;                     ///< the evidence, or what is missing
};

/// A run vouches for a deployment if one of its jobs succeeded that was going on when the deployment was created, and
/// exactly one deployment began within that job. A job that uploads, by the workflow's text, is the only one that
/// counts; where the text does not tell which one does, nothing else of the run may leave a doubt about it. A job that
/// is still going on is "not yet". The run's event has to tell the truth about its commit: a workflow_run's may be a
/// newer one.
Vouching vouchingOf(const Deployment &deployment, Environment environment, const Observations &observations,
                    const Project &project);

/// Keeps what runs vouch for now: the jobs have ended and the list was read since, so it stays true, whatever becomes
/// of the run or of the lists.
void keepVouched(Observations &observations, const Project &project);

/// Attempts of runs that may vouch for a listed deployment, and whose jobs are not known to their end.
QList<RunAttempt> attemptsToRead(const Observations &observations, const Project &project);

/// Which attempt of the run those jobs are of.
int attemptOf(const QList<Job> &jobs, const WorkflowRun &run);

/// The file name of the workflow that deploys to an environment.
QString workflowOf(const GitHubProject &github, Environment environment);

} // namespace Slipway

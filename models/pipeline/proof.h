// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/evaluate.h"

namespace Slipway {

/// Which commit a deployment carries, and how that is known.
struct CommitProof {
    CommitSha sha; ///< empty when it cannot be told
    ShaProof proof = ShaProof::Unproven;
    QString text; ///< the evidence, or what is missing
    RunId run;    ///< GitHubRun: the run whose commit it is
};

/// Railway's own word if there is one. A `railway up` deployment has none (target-team.md): then the head_sha of the
/// one run of that environment's workflow during which this one deployment, and no other, appeared, provided that the
/// run's event tells the truth about its SHA (a workflow_run's may be a newer commit). Else the commit of another
/// deployment with the same image.
CommitProof proveCommit(const Deployment &deployment, Environment environment, const Observations &observations,
                        const Policy &policy, Moment now);

/// The file name of the workflow that deploys to an environment.
QString workflowOf(const GitHubProject &github, Environment environment);

} // namespace Slipway

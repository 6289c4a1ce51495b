// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"
#include "models/project/project.h"

namespace Slipway {

/// Which commit a deployment carries, and how that is known.
struct CommitProof {
    CommitSha sha; ///< empty when it cannot be told
    ShaProof proof = ShaProof::Unproven;
    QString text; ///< the evidence, or what is missing
    RunId run;    ///< GitHubRun: the run whose commit it is
};

/// Railway's own word if there is one. A `railway up` deployment has none: then what its uploader says in its message,
/// or the head_sha of the run that vouches for it. Else the commit of another deployment with the same image. One that
/// was built from an image has no commit of its own.
CommitProof proveCommit(const Deployment &deployment, Environment environment, const Observations &observations,
                        const Project &project);

} // namespace Slipway

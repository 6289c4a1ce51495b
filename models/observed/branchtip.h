// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"
#include "models/project/project.h"

namespace Slipway {

/// The newest run of the branch, when it began after the tip was read and at another commit: the branch is not where it
/// was read any more. Null: no run says so.
const WorkflowRun *runBeyondTip(const Observations &observations, const GitHubProject &project);

} // namespace Slipway

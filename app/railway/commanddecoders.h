// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/railway/calls.h"

/// Railway's answers to commands. What is neither a yes nor a no is Malformed, which leaves a command uncertain.
namespace Slipway::Railway {

Result<DeploymentId> decodeDeployCommit(const HttpResponse &response);
Result<DeploymentId> decodeRedeploy(const HttpResponse &response);
Result<Done> decodeRollBack(const HttpResponse &response);
Result<Done> decodeCancelDeployment(const HttpResponse &response);
Result<Done> decodeApproveDeployment(const HttpResponse &response);

} // namespace Slipway::Railway

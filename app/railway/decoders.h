// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/apicall.h"
#include "railway/calls.h"

#include <QJsonObject>

/// Railway's answers as values. Pure; tolerant of what is missing and unknown, strict about types.
namespace Slipway::Railway {

Result<Deployment> deploymentFrom(const QJsonObject &object);
Result<ServiceInstance> serviceInstanceFrom(const QJsonObject &object);

Result<Overview> decodeOverview(const HttpResponse &response);
Result<ServiceInstance> decodeLatestDeployment(const HttpResponse &response);
Result<QList<Deployment>> decodeDeployments(const HttpResponse &response);
Result<DeploymentPage> decodeDeploymentPage(const HttpResponse &response);
Result<VariableDigests> decodeVariables(const HttpResponse &response);
Result<VariableDigests> decodeSnapshotVariables(const HttpResponse &response); ///< NotFound when there is no snapshot
Result<Deployment> decodeDeployment(const HttpResponse &response);
Result<AutoDeploy> decodeAutoDeploy(const HttpResponse &response);
Result<ServiceSettings> decodeSettings(const HttpResponse &response);
Result<ProjectToken> decodeProjectToken(const HttpResponse &response);
Result<QString> decodeMe(const HttpResponse &response);
Result<QStringList> decodeTokenWorkspaces(const HttpResponse &response);

// Commands. What is neither a yes nor a no is Malformed, which leaves a command uncertain.
Result<DeploymentId> decodeDeployCommit(const HttpResponse &response);
Result<DeploymentId> decodeRedeploy(const HttpResponse &response);
Result<Done> decodeRollBack(const HttpResponse &response);
Result<Done> decodeCancelDeployment(const HttpResponse &response);
Result<Done> decodeApproveDeployment(const HttpResponse &response);

} // namespace Slipway::Railway

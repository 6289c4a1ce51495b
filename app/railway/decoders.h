// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "app/railway/calls.h"

#include <QJsonObject>

/// Railway's answers as values. Pure; tolerant of what is missing and unknown, strict about types.
namespace Slipway::Railway {

Result<Overview> decodeOverview(const HttpResponse &response);
Result<ServiceInstance> decodeLatestDeployment(const HttpResponse &response);
Result<QList<Deployment>> decodeDeployments(const HttpResponse &response);
Result<DeploymentPage> decodeDeploymentPage(const HttpResponse &response);
Result<Deployment> decodeDeployment(const HttpResponse &response);
Result<AutoDeploy> decodeAutoDeploy(const HttpResponse &response);
Result<ServiceSettings> decodeSettings(const HttpResponse &response);
Result<ProjectToken> decodeProjectToken(const HttpResponse &response);
Result<QString> decodeMe(const HttpResponse &response);
Result<QStringList> decodeTokenWorkspaces(const HttpResponse &response);

} // namespace Slipway::Railway

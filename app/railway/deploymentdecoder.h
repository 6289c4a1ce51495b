// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/deployment.h"
#include "models/values/result.h"

class QJsonObject;

namespace Slipway::Railway {

Result<Deployment> deploymentFrom(const QJsonObject &object);
Result<ServiceInstance> serviceInstanceFrom(const QJsonObject &object);

} // namespace Slipway::Railway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "values/project.h"

#include <algorithm>

namespace Slipway {

QUrl railwayPage(const RailwayProject &project, Environment environment)
{
    const QLatin1String backboard("backboard.");
    if (!project.api.host().startsWith(backboard))
        return {};
    QUrl page;
    page.setScheme(project.api.scheme());
    page.setHost(project.api.host().mid(backboard.size()));
    page.setPath(QStringLiteral("/project/%1/service/%2").arg(project.project.value, project.service.value));
    page.setQuery(QStringLiteral("environmentId=%1").arg(project.environments[environment].value));
    return page;
}

QList<Check> checksOf(const Address &address)
{
    QList<Check> checks = address.checks;
    const auto health =
        std::find_if(checks.begin(), checks.end(), [](const Check &check) { return check.name == healthCheckName; });
    if (health == checks.end())
        checks.prepend({.name = healthCheckName, .path = address.health});
    else
        std::rotate(checks.begin(), health, health + 1);
    return checks;
}

} // namespace Slipway

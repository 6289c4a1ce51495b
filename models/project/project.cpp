// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/project/project.h"

#include <QCryptographicHash>
#include <QStringList>

#include <algorithm>

namespace Slipway {

ReleaseRules releaseRules(const Project &project)
{
    return {.confirmInput = project.github.confirmInput, .autoDeployCheckedOff = project.railway.autoDeployCheckedOff};
}

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

namespace {

/// Railway answers under several names; its ids are the same under all of them. A rehearsal's ids are everybody's.
QString whereOf(const QUrl &api)
{
    const QString host = api.host().toLower();
    const bool railways = host.endsWith(QLatin1String(".railway.com")) || host.endsWith(QLatin1String(".railway.app"));
    return railways ? QStringLiteral("railway") : QStringLiteral("%1:%2").arg(host).arg(api.port());
}

} // namespace

QString commandedName(const RailwayProject &project, Environment environment)
{
    const QStringList identity{whereOf(project.api), project.service.value.toLower(),
                               project.environments[environment].value.toLower()};
    const QByteArray hash =
        QCryptographicHash::hash(identity.join(QLatin1Char('\n')).toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(24));
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/deploymentdecoder.h"

#include "app/net/jsonreader.h"

#include <QRegularExpression>

namespace Slipway::Railway {

namespace {

/// `meta` is untyped JSON and every key optional: what is not a text is not there (app/railway/README.md, 16).
QString metaText(const QJsonObject &meta, QLatin1String key)
{
    return meta.value(key).toString();
}

/// Only a whole SHA proves anything.
CommitSha wholeSha(const QString &text)
{
    static const QRegularExpression sha(QStringLiteral("\\A[0-9a-fA-F]{40}\\z"));
    return sha.match(text).hasMatch() ? CommitSha{text.toLower()} : CommitSha{};
}

/// A `railway up` deployment has no commit, but what the command line said (app/railway/README.md, 17). A rollback
/// repeats what its target says, and is known by its reason only (18).
DeploymentRoute routeOf(const QJsonObject &meta, const Deployment &deployment)
{
    const QString reason = metaText(meta, QLatin1String("reason"));
    if (reason == QLatin1String("rollback") || reason == QLatin1String("deploymentRollback"))
        return DeploymentRoute::Rollback;
    if (!deployment.image.isEmpty())
        return DeploymentRoute::Image;
    if (deployment.commit)
        return DeploymentRoute::GitHub;
    if (meta.contains(QLatin1String("cliMessage")) || meta.contains(QLatin1String("cliCaller")))
        return DeploymentRoute::RailwayUp;
    return DeploymentRoute::Other;
}

void readMeta(const QJsonObject &meta, Deployment &deployment)
{
    deployment.image = metaText(meta, QLatin1String("image"));
    if (deployment.image.isEmpty()) // what was built from an image is no commit of the repository
        deployment.commit = wholeSha(metaText(meta, QLatin1String("commitHash")));
    deployment.reason = metaText(meta, QLatin1String("reason"));
    deployment.route = routeOf(meta, deployment);
    deployment.commitMessage = metaText(meta, QLatin1String("commitMessage"));
    deployment.commitAuthor = metaText(meta, QLatin1String("commitAuthor"));
    deployment.branch = metaText(meta, QLatin1String("branch"));
    deployment.repository = metaText(meta, QLatin1String("repo"));
    deployment.cliMessage = metaText(meta, QLatin1String("cliMessage"));
    deployment.imageDigest = metaText(meta, QLatin1String("imageDigest"));
    deployment.note = metaText(meta, QLatin1String("queuedReason"));
    if (deployment.note.isEmpty())
        deployment.note = metaText(meta, QLatin1String("skippedReason"));
}

/// "n of m replicas": RUNNING of those that are not being removed (app/railway/README.md, 13).
void countReplicas(const QJsonArray &instances, Deployment &deployment)
{
    for (const auto &instance : instances) {
        const QString status = instance.toObject().value(QLatin1String("status")).toString();
        if (status == QLatin1String("REMOVED") || status == QLatin1String("REMOVING"))
            continue;
        ++deployment.replicas;
        if (status == QLatin1String("RUNNING"))
            ++deployment.replicasRunning;
    }
}

QString creatorOf(const QJsonObject &creator)
{
    const QString name = creator.value(QLatin1String("name")).toString();
    return name.isEmpty() ? creator.value(QLatin1String("email")).toString() : name;
}

Error notAnObject(const QString &what)
{
    return {.kind = ErrorKind::Malformed, .detail = QStringLiteral("%1 cannot be read: it is no object.").arg(what)};
}

} // namespace

Result<Deployment> deploymentFrom(const QJsonObject &object)
{
    JsonReader reader(object, QStringLiteral("A deployment in the answer of Railway"));
    Deployment deployment;
    deployment.id = {reader.text(QLatin1String("id"))};
    deployment.rawStatus = reader.text(QLatin1String("status"));
    deployment.status = deploymentStatusFromWire(deployment.rawStatus);
    deployment.createdAt = reader.time(QLatin1String("createdAt"));
    deployment.statusUpdatedAt = reader.timeIfAny(QLatin1String("statusUpdatedAt"));
    deployment.environment = {reader.textIfAny(QLatin1String("environmentId"))};
    deployment.service = {reader.textIfAny(QLatin1String("serviceId"))};
    deployment.stopped = reader.flagIfAny(QLatin1String("deploymentStopped"));
    deployment.canRedeploy = reader.flagIfAny(QLatin1String("canRedeploy"));
    deployment.canRollback = reader.flagIfAny(QLatin1String("canRollback"));
    deployment.creator = creatorOf(reader.objectIfAny(QLatin1String("creator")));
    countReplicas(reader.arrayIfAny(QLatin1String("instances")), deployment);
    readMeta(object.value(QLatin1String("meta")).toObject(), deployment);
    if (reader.trouble())
        return *reader.trouble();
    return deployment;
}

Result<ServiceInstance> serviceInstanceFrom(const QJsonObject &object)
{
    JsonReader reader(object, QStringLiteral("The service in the answer of Railway"));
    ServiceInstance instance;
    instance.serviceName = reader.textIfAny(QLatin1String("serviceName"));
    instance.environment = {reader.textIfAny(QLatin1String("environmentId"))};
    instance.healthcheckPath = reader.textIfAny(QLatin1String("healthcheckPath"));
    const QJsonObject latest = reader.objectIfAny(QLatin1String("latestDeployment"));
    const QJsonArray active = reader.array(QLatin1String("activeDeployments"));
    if (reader.trouble())
        return *reader.trouble();

    if (object.value(QLatin1String("latestDeployment")).isObject()) {
        const Result<Deployment> deployment = deploymentFrom(latest);
        if (!deployment)
            return deployment.error();
        instance.latest = *deployment;
    }
    for (const auto &value : active) {
        if (!value.isObject())
            return notAnObject(QStringLiteral("An active deployment in the answer of Railway"));
        const Result<Deployment> deployment = deploymentFrom(value.toObject());
        if (!deployment)
            return deployment.error();
        instance.active.append(*deployment);
    }
    return instance;
}

} // namespace Slipway::Railway

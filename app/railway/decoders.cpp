// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/decoders.h"

#include "app/net/jsonreader.h"
#include "app/railway/deploymentdecoder.h"
#include "app/railway/graphql.h"

#include <algorithm>

namespace Slipway::Railway {

namespace {

QString answerOf(const char *what)
{
    return QStringLiteral("Railway's answer about %1").arg(QLatin1String(what));
}

bool concerns(const GraphQlError &error, QLatin1String alias)
{
    return !error.path.isEmpty() && error.path.first().toString() == alias;
}

/// The instance under that alias, or the error that names it.
Result<ServiceInstance> part(const GraphQlAnswer &answer, QLatin1String alias)
{
    for (const GraphQlError &error : answer.errors) {
        if (concerns(error, alias))
            return errorOf(error, answer.httpStatus);
    }
    const QJsonValue value = answer.data.value(alias);
    if (value.isObject())
        return serviceInstanceFrom(value.toObject());
    if (answer.errors.isEmpty())
        return Error{.kind = ErrorKind::Malformed,
                     .detail =
                         QStringLiteral("%1 cannot be read: it has no \"%2\".").arg(answerOf("the service"), alias),
                     .httpStatus = answer.httpStatus};
    // serviceInstance is non-null in the schema: the other alias's error takes the whole of `data` with it.
    return Error{.kind = ErrorKind::Server,
                 .detail = QStringLiteral("Railway did not answer about %1, because the other environment asked about "
                                          "in the same request failed.")
                               .arg(alias),
                 .httpStatus = answer.httpStatus};
}

/// data[field] as an object, through a decoder of one object.
Result<QJsonObject> field(const HttpResponse &response, QLatin1String name, const char *what)
{
    const Result<QJsonObject> data = readData(response);
    if (!data)
        return data.error();
    JsonReader reader(*data, answerOf(what));
    const QJsonObject object = reader.object(name);
    if (reader.trouble())
        return *reader.trouble();
    return object;
}

/// The same about the token itself: null is Railway's way to say that it does not know the asker
/// (app/railway/README.md, 3).
Result<QJsonObject> tokenField(const HttpResponse &response, QLatin1String name, const char *what)
{
    const Result<QJsonObject> data = readData(response);
    if (data && data->contains(name) && data->value(name).isNull())
        return Error{.kind = ErrorKind::Unauthorized,
                     .detail = QStringLiteral("Railway does not know this token."),
                     .httpStatus = response.status};
    return field(response, name, what);
}

QStringList domainsOf(const QJsonObject &domains)
{
    QStringList names;
    for (const QLatin1String kind : {QLatin1String("customDomains"), QLatin1String("serviceDomains")}) {
        const QJsonArray entries = domains.value(kind).toArray();
        for (const auto &entry : entries) {
            const QString name = entry.toObject().value(QLatin1String("domain")).toString().toLower();
            if (!name.isEmpty())
                names.append(name);
        }
    }
    return names;
}

Result<QList<Deployment>> deploymentsIn(const QJsonObject &connection)
{
    JsonReader reader(connection, answerOf("the deployments"));
    const QJsonArray edges = reader.array(QLatin1String("edges"));
    if (reader.trouble())
        return *reader.trouble();

    QList<Deployment> deployments;
    for (const auto &edge : edges) {
        JsonReader row(edge.toObject(), answerOf("the deployments"));
        const QJsonObject node = row.object(QLatin1String("node"));
        if (row.trouble())
            return *row.trouble();
        const Result<Deployment> deployment = deploymentFrom(node);
        if (!deployment)
            return deployment.error();
        deployments.append(*deployment);
    }
    // Railway lists the newest first, and its own client sorts all the same (app/railway/README.md, 9).
    std::stable_sort(deployments.begin(), deployments.end(),
                     [](const Deployment &a, const Deployment &b) { return a.createdAt > b.createdAt; });
    return deployments;
}

} // namespace

Result<Overview> decodeOverview(const HttpResponse &response)
{
    const Result<GraphQlAnswer> answer = readAnswer(response);
    if (!answer)
        return answer.error();
    for (const GraphQlError &error : answer->errors) {
        if (!concerns(error, QLatin1String("staging")) && !concerns(error, QLatin1String("production")))
            return errorOf(*answer);
    }
    Overview overview;
    overview.services.staging = part(*answer, QLatin1String("staging"));
    overview.services.production = part(*answer, QLatin1String("production"));
    return overview;
}

Result<ServiceInstance> decodeLatestDeployment(const HttpResponse &response)
{
    const auto instance = field(response, QLatin1String("serviceInstance"), "the service");
    if (!instance)
        return instance.error();
    return serviceInstanceFrom(*instance);
}

Result<QList<Deployment>> decodeDeployments(const HttpResponse &response)
{
    const auto connection = field(response, QLatin1String("deployments"), "the deployments");
    if (!connection)
        return connection.error();
    return deploymentsIn(*connection);
}

Result<DeploymentPage> decodeDeploymentPage(const HttpResponse &response)
{
    const auto connection = field(response, QLatin1String("deployments"), "the deployments");
    if (!connection)
        return connection.error();
    const auto deployments = deploymentsIn(*connection);
    if (!deployments)
        return deployments.error();
    JsonReader reader(*connection, answerOf("the deployments"));
    JsonReader info(reader.object(QLatin1String("pageInfo")), answerOf("the deployments"));
    const bool more = info.flag(QLatin1String("hasNextPage"));
    // Without a cursor the rest could never be read, and a list that only looks whole would mislead.
    const QString cursor = more ? info.text(QLatin1String("endCursor")) : QString();
    for (const JsonReader *part : {&reader, &info}) {
        if (part->trouble())
            return *part->trouble();
    }
    return DeploymentPage{.deployments = *deployments, .next = cursor};
}

Result<Deployment> decodeDeployment(const HttpResponse &response)
{
    const auto deployment = field(response, QLatin1String("deployment"), "the deployment");
    if (!deployment)
        return deployment.error();
    return deploymentFrom(*deployment);
}

/// What was answered counts, also beside an error about the rest.
Result<AutoDeploy> decodeAutoDeploy(const HttpResponse &response)
{
    const Result<GraphQlAnswer> answer = readAnswer(response);
    if (!answer)
        return answer.error();
    const QJsonValue enabled =
        answer->data.value(QLatin1String("serviceInstanceAutoDeployStatus")).toObject().value(QLatin1String("enabled"));
    if (!enabled.isBool() && !answer->errors.isEmpty())
        return errorOf(*answer);
    if (!enabled.isBool())
        return Error{.kind = ErrorKind::Malformed,
                     .detail = QStringLiteral("%1 cannot be read: it does not say whether they are enabled.")
                                   .arg(answerOf("automatic deployments")),
                     .httpStatus = response.status};
    const QJsonArray edges =
        answer->data.value(QLatin1String("deploymentTriggers")).toObject().value(QLatin1String("edges")).toArray();
    const QJsonObject trigger = edges.at(0).toObject().value(QLatin1String("node")).toObject();
    return AutoDeploy{.enabled = enabled.toBool(), .branch = trigger.value(QLatin1String("branch")).toString()};
}

Result<ServiceSettings> decodeSettings(const HttpResponse &response)
{
    const auto instance = field(response, QLatin1String("serviceInstance"), "the service's settings");
    if (!instance)
        return instance.error();
    JsonReader reader(*instance, answerOf("the service's settings"));
    JsonReader source(reader.objectIfAny(QLatin1String("source")), answerOf("the service's source"));
    ServiceSettings settings{.repository = source.textIfAny(QLatin1String("repo")),
                             .domains = domainsOf(reader.object(QLatin1String("domains")))};
    for (const JsonReader *part : {&reader, &source}) {
        if (part->trouble())
            return *part->trouble();
    }
    return settings;
}

Result<ProjectToken> decodeProjectToken(const HttpResponse &response)
{
    const auto token = tokenField(response, QLatin1String("projectToken"), "the token");
    if (!token)
        return token.error();
    JsonReader reader(*token, answerOf("the token"));
    const ProjectToken info{.project = {reader.text(QLatin1String("projectId"))},
                            .environment = {reader.text(QLatin1String("environmentId"))}};
    if (reader.trouble())
        return *reader.trouble();
    return info;
}

Result<QString> decodeMe(const HttpResponse &response)
{
    const auto user = tokenField(response, QLatin1String("me"), "the token's owner");
    if (!user)
        return user.error();
    JsonReader reader(*user, answerOf("the token's owner"));
    const QString name = reader.textIfAny(QLatin1String("name"));
    const QString email = reader.textIfAny(QLatin1String("email"));
    if (reader.trouble())
        return *reader.trouble();
    return name.isEmpty() ? email : name;
}

Result<QStringList> decodeTokenWorkspaces(const HttpResponse &response)
{
    const auto token = tokenField(response, QLatin1String("apiToken"), "the token");
    if (!token)
        return token.error();
    JsonReader reader(*token, answerOf("the token"));
    const QJsonArray workspaces = reader.array(QLatin1String("workspaces"));
    if (reader.trouble())
        return *reader.trouble();
    QStringList names;
    for (const auto &workspace : workspaces)
        names.append(workspace.toObject().value(QLatin1String("name")).toString());
    return names;
}

} // namespace Slipway::Railway

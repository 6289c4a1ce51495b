// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/calls.h"

#include "app/railway/commanddecoders.h"
#include "app/railway/decoders.h"
#include "app/railway/graphql.h"
#include "app/railway/metricdecoders.h"
#include "app/railway/variabledecoders.h"

#include <QJsonArray>

namespace Slipway::Railway {

namespace {

constexpr int deploymentsOnAPage = 50;
constexpr qint64 mostOfVariables = qint64(1) << 20; ///< bytes

QJsonObject instanceVariables(const RailwayProject &project, Environment environment)
{
    return {{QStringLiteral("environmentId"), project.environments[environment].value},
            {QStringLiteral("serviceId"), project.service.value}};
}

QJsonObject listVariables(const RailwayProject &project, Environment environment, int first)
{
    QJsonObject input = instanceVariables(project, environment);
    input.insert(QStringLiteral("projectId"), project.project.value);
    return {{QStringLiteral("input"), input}, {QStringLiteral("first"), first}};
}

/// The answer holds the team's secrets.
HttpRequest secretRequest(const RailwayProject &project, CredentialId credential, const QString &name,
                          const QJsonObject &variables)
{
    HttpRequest request = graphQlRequest(project.api, credential, name, variables);
    request.secretBody = true;
    request.bodyCap = mostOfVariables;
    return request;
}

/// What every question about measurements says. One step of HTTP figures is as long as what is asked for, since
/// percentiles of shorter ones cannot be put together.
QJsonObject metricVariables(const RailwayProject &project, const Span &span)
{
    return {{QStringLiteral("serviceId"), project.service.value},
            {QStringLiteral("startDate"), span.from.toUTC().toString(Qt::ISODateWithMs)},
            {QStringLiteral("endDate"), span.to.toUTC().toString(Qt::ISODateWithMs)},
            {QStringLiteral("measurements"), QJsonArray{QStringLiteral("CPU_USAGE"), QStringLiteral("MEMORY_USAGE_GB"),
                                                        QStringLiteral("MEMORY_LIMIT_GB")}},
            {QStringLiteral("sampleRateSeconds"), 30},
            {QStringLiteral("stepSeconds"), span.from.secsTo(span.to)}};
}

HttpRequest mutation(const RailwayProject &project, CredentialId credential, const QString &name,
                     const QJsonObject &variables)
{
    HttpRequest request = graphQlRequest(project.api, credential, name, variables);
    // Railway's own client waits 90 s; giving up earlier only makes more answers uncertain.
    request.transferTimeout = Milliseconds(90'000);
    request.deadline = Milliseconds(90'000);
    return request;
}

HttpRequest mutationOf(const DeploymentId &deployment, const RailwayProject &project, CredentialId credential,
                       const QString &name)
{
    Q_ASSERT(deployment);
    return mutation(project, credential, name, {{QStringLiteral("id"), deployment.value}});
}

} // namespace

ApiCall<Overview> overview(const RailwayProject &project)
{
    const QJsonObject variables{{QStringLiteral("serviceId"), project.service.value},
                                {QStringLiteral("stagingEnvironmentId"), project.environments.staging.value},
                                {QStringLiteral("productionEnvironmentId"), project.environments.production.value}};
    return {graphQlRequest(project.api, CredentialId::Railway, QStringLiteral("PipelineOverview"), variables),
            decodeOverview};
}

ApiCall<ServiceInstance> latestDeployment(const RailwayProject &project, Environment environment,
                                          CredentialId credential)
{
    return {graphQlRequest(project.api, credential, QStringLiteral("LatestDeployment"),
                           instanceVariables(project, environment)),
            decodeLatestDeployment};
}

ApiCall<QList<Deployment>> deployments(const RailwayProject &project, Environment environment, CredentialId credential)
{
    return {graphQlRequest(project.api, credential, QStringLiteral("ListDeployments"),
                           listVariables(project, environment, listedDeployments)),
            decodeDeployments};
}

ApiCall<QList<Deployment>> unsettledDeployments(const RailwayProject &project, Environment environment,
                                                CredentialId credential)
{
    QJsonArray words;
    for (const DeploymentStatus status : deploymentStatuses) {
        if (isUnsettled(status))
            words.append(wireWord(status));
    }
    QJsonObject variables = listVariables(project, environment, deploymentsOnAPage);
    QJsonObject input = variables.value(QLatin1String("input")).toObject();
    input.insert(QStringLiteral("status"), QJsonObject{{QStringLiteral("in"), words}});
    variables.insert(QStringLiteral("input"), input);
    return {graphQlRequest(project.api, credential, QStringLiteral("ListDeployments"), variables), decodeDeployments};
}

ApiCall<DeploymentPage> deploymentPage(const RailwayProject &project, Environment environment, const QString &after,
                                       CredentialId credential)
{
    QJsonObject variables = listVariables(project, environment, deploymentsOnAPage);
    if (!after.isEmpty())
        variables.insert(QStringLiteral("after"), after);
    return {graphQlRequest(project.api, credential, QStringLiteral("ListDeployments"), variables),
            decodeDeploymentPage};
}

ApiCall<VariableDigests> variables(const RailwayProject &project, Environment environment, CredentialId credential)
{
    QJsonObject variables = instanceVariables(project, environment);
    variables.insert(QStringLiteral("projectId"), project.project.value);
    return {secretRequest(project, credential, QStringLiteral("Variables"), variables), decodeVariables};
}

ApiCall<VariableDigests> variablesOf(const DeploymentId &deployment, const RailwayProject &project,
                                     CredentialId credential)
{
    return {secretRequest(project, credential, QStringLiteral("DeploymentSnapshotVariables"),
                          {{QStringLiteral("deploymentId"), deployment.value}}),
            decodeSnapshotVariables};
}

ApiCall<ServiceInstance> whatServes(const RailwayProject &project, Environment environment, CredentialId credential)
{
    return {
        graphQlRequest(project.api, credential, QStringLiteral("WhatServes"), instanceVariables(project, environment)),
        decodeLatestDeployment};
}

ApiCall<Deployment> deployment(const DeploymentId &id, const RailwayProject &project, CredentialId credential)
{
    return {
        graphQlRequest(project.api, credential, QStringLiteral("DeploymentDetail"), {{QStringLiteral("id"), id.value}}),
        decodeDeployment};
}

ApiCall<AutoDeploy> autoDeploy(const RailwayProject &project, Environment environment, CredentialId credential)
{
    QJsonObject variables = instanceVariables(project, environment);
    variables.insert(QStringLiteral("projectId"), project.project.value);
    return {graphQlRequest(project.api, credential, QStringLiteral("AutoDeployStatus"), variables), decodeAutoDeploy};
}

ApiCall<ServiceSettings> settings(const RailwayProject &project, Environment environment, CredentialId credential)
{
    return {graphQlRequest(project.api, credential, QStringLiteral("ServiceInstanceSettings"),
                           instanceVariables(project, environment)),
            decodeSettings};
}

ApiCall<PipelineMetrics> metricsOfBoth(const RailwayProject &project, const Span &span)
{
    QJsonObject variables = metricVariables(project, span);
    variables.insert(QStringLiteral("stagingEnvironmentId"), project.environments.staging.value);
    variables.insert(QStringLiteral("productionEnvironmentId"), project.environments.production.value);
    return {graphQlRequest(project.api, CredentialId::Railway, QStringLiteral("PipelineMetrics"), variables),
            decodePipelineMetrics};
}

ApiCall<MetricSeries> metrics(const RailwayProject &project, Environment environment, const Span &span,
                              CredentialId credential)
{
    QJsonObject variables = metricVariables(project, span);
    variables.insert(QStringLiteral("environmentId"), project.environments[environment].value);
    return {graphQlRequest(project.api, credential, QStringLiteral("EnvironmentMetrics"), variables), decodeMetrics};
}

ApiCall<ProjectToken> projectToken(const RailwayProject &project, CredentialId credential)
{
    return {graphQlRequest(project.api, credential, QStringLiteral("ProjectTokenInfo")), decodeProjectToken};
}

ApiCall<QString> me(const RailwayProject &project, CredentialId credential)
{
    return {graphQlRequest(project.api, credential, QStringLiteral("Me")), decodeMe};
}

ApiCall<QStringList> tokenWorkspaces(const RailwayProject &project, CredentialId credential)
{
    return {graphQlRequest(project.api, credential, QStringLiteral("ApiTokenContext")), decodeTokenWorkspaces};
}

ApiCall<DeploymentId> deployCommit(const RailwayProject &project, Environment environment, const CommitSha &sha,
                                   CredentialId credential)
{
    QJsonObject variables = instanceVariables(project, environment);
    // Without a commit Railway would deploy whatever the service is associated with (app/railway/README.md, 22).
    Q_ASSERT(sha);
    variables.insert(QStringLiteral("commitSha"), sha.value);
    return {mutation(project, credential, QStringLiteral("ServiceInstanceDeployV2"), variables), decodeDeployCommit};
}

ApiCall<Done> rollBack(const DeploymentId &target, const RailwayProject &project, CredentialId credential)
{
    return {mutationOf(target, project, credential, QStringLiteral("DeploymentRollback")), decodeRollBack};
}

ApiCall<DeploymentId> redeploy(const DeploymentId &target, bool sameImage, const RailwayProject &project,
                               CredentialId credential)
{
    Q_ASSERT(target);
    QJsonObject variables{{QStringLiteral("id"), target.value}};
    if (sameImage)
        variables.insert(QStringLiteral("usePreviousImageTag"), true);
    return {mutation(project, credential, QStringLiteral("DeploymentRedeploy"), variables), decodeRedeploy};
}

ApiCall<Done> cancelDeployment(const DeploymentId &deployment, const RailwayProject &project, CredentialId credential)
{
    return {mutationOf(deployment, project, credential, QStringLiteral("DeploymentCancel")), decodeCancelDeployment};
}

ApiCall<Done> approveDeployment(const DeploymentId &deployment, const RailwayProject &project, CredentialId credential)
{
    return {mutationOf(deployment, project, credential, QStringLiteral("DeploymentApprove")), decodeApproveDeployment};
}

} // namespace Slipway::Railway

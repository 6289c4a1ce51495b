// SPDX-License-Identifier: GPL-3.0-or-later
#include "railway/calls.h"

#include "railway/decoders.h"
#include "railway/graphql.h"

namespace Slipway::Railway {

namespace {

/// Enough to find the newest ones and what they replaced; going back asks for more.
constexpr int listedDeployments = 10;

QJsonObject instanceVariables(const RailwayProject &project, Environment environment)
{
    return {{QStringLiteral("environmentId"), project.environments[environment].value},
            {QStringLiteral("serviceId"), project.service.value}};
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
    QJsonObject input = instanceVariables(project, environment);
    input.insert(QStringLiteral("projectId"), project.project.value);
    const QJsonObject variables{{QStringLiteral("input"), input}, {QStringLiteral("first"), listedDeployments}};
    return {graphQlRequest(project.api, credential, QStringLiteral("ListDeployments"), variables), decodeDeployments};
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
    // Without a commit Railway would deploy whatever the service is associated with (railway.md, 2.6).
    Q_ASSERT(sha);
    variables.insert(QStringLiteral("commitSha"), sha.value);
    HttpRequest request = graphQlRequest(project.api, credential, QStringLiteral("ServiceInstanceDeployV2"), variables);
    // Railway's own client waits 90 s; giving up earlier only makes more answers uncertain.
    request.transferTimeout = Milliseconds(90'000);
    request.deadline = Milliseconds(90'000);
    return {request, decodeDeployCommit};
}

} // namespace Slipway::Railway

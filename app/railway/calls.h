// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "app/net/span.h"
#include "models/project/project.h"
#include "models/values/account.h"
#include "models/values/deployment.h"
#include "models/values/environment.h"

/// Every request to Railway that Slipway can send; the documents are files in resources/graphql.
namespace Slipway::Railway {

struct Overview {
    PerEnvironment<Result<ServiceInstance>> services{Error{}, Error{}};
};

/// What was measured of one service in one environment, as it comes (app/railway/README.md, 41).
struct MetricSeries {
    struct Sample {
        QDateTime at;
        double value = 0;
        bool operator==(const Sample &) const = default;
    };
    using Series = QList<Sample>;
    QList<Series> cpu; ///< one series each for what Railway measures apart
    QList<Series> memoryGb;
    QList<Series> memoryLimitGb;
    Series answers;  ///< counts of all answers
    Series failures; ///< counts of those with 500 and more
    Series p95Ms;
    bool operator==(const MetricSeries &) const = default;
};

struct PipelineMetrics {
    PerEnvironment<Result<MetricSeries>> of{Error{}, Error{}};
    bool entangled = false; ///< the error of one environment took the other's answer with it
};

/// Which environment's instance a project token belongs to.
struct ProjectToken {
    ProjectId project;
    EnvironmentId environment;
};

/// Variable names with a keyed hash of their values; the key is made at start and never leaves the process.
using VariableDigests = QHash<QString, QByteArray>;

// Reads
ApiCall<Overview> overview(const RailwayProject &project); ///< both environments in one request
/// One environment: for project tokens, which cover a single one.
ApiCall<ServiceInstance> latestDeployment(const RailwayProject &project, Environment environment,
                                          CredentialId credential);
/// The newest ones, at most `listedDeployments`.
ApiCall<QList<Deployment>> deployments(const RailwayProject &project, Environment environment, CredentialId credential);
/// Those on their way or waiting for an approval, however many came after them.
ApiCall<QList<Deployment>> unsettledDeployments(const RailwayProject &project, Environment environment,
                                                CredentialId credential);
/// One page of all of them, newest first; `after` is the cursor of the page before, empty for the first one.
ApiCall<DeploymentPage> deploymentPage(const RailwayProject &project, Environment environment, const QString &after,
                                       CredentialId credential);
/// The variables as they are, and as that deployment had them: names with keyed hashes, the values are wiped at once
/// (app/railway/README.md, 42).
ApiCall<VariableDigests> variables(const RailwayProject &project, Environment environment, CredentialId credential);
ApiCall<VariableDigests> variablesOf(const DeploymentId &deployment, const RailwayProject &project,
                                     CredentialId credential);
// Before a return: few fields each, so that one that Railway renames is in nobody's way.
/// Which deployment serves, and which is the newest.
ApiCall<ServiceInstance> whatServes(const RailwayProject &project, Environment environment, CredentialId credential);
/// Where it belongs, and how one can go back to it.
ApiCall<Deployment> deployment(const DeploymentId &id, const RailwayProject &project, CredentialId credential);
ApiCall<AutoDeploy> autoDeploy(const RailwayProject &project, Environment environment, CredentialId credential);
ApiCall<ServiceSettings> settings(const RailwayProject &project, Environment environment, CredentialId credential);
ApiCall<PipelineMetrics> metricsOfBoth(const RailwayProject &project, const Span &span);
ApiCall<MetricSeries> metrics(const RailwayProject &project, Environment environment, const Span &span,
                              CredentialId credential);
// What kind of token this is: ask in this order (app/railway/README.md, 2).
ApiCall<ProjectToken> projectToken(const RailwayProject &project, CredentialId credential);
ApiCall<QString> me(const RailwayProject &project, CredentialId credential);
ApiCall<QStringList> tokenWorkspaces(const RailwayProject &project, CredentialId credential);

// Commands: sent once, by HttpClient::sendCommand() only
/// Deploys exactly that commit; the answer is the new deployment's id (app/railway/README.md, 22).
ApiCall<DeploymentId> deployCommit(const RailwayProject &project, Environment environment, const CommitSha &sha,
                                   CredentialId credential);
/// Restores the image and the variables of that deployment as a new one, whose id the answer does not tell
/// (app/railway/README.md, 20).
ApiCall<Done> rollBack(const DeploymentId &target, const RailwayProject &project, CredentialId credential);
/// The answer is the new deployment. `sameImage`: its image with today's variables, without a build; else its source is
/// built anew.
ApiCall<DeploymentId> redeploy(const DeploymentId &target, bool sameImage, const RailwayProject &project,
                               CredentialId credential);
ApiCall<Done> cancelDeployment(const DeploymentId &deployment, const RailwayProject &project, CredentialId credential);
ApiCall<Done> approveDeployment(const DeploymentId &deployment, const RailwayProject &project, CredentialId credential);

} // namespace Slipway::Railway

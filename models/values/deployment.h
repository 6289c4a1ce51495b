// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/ids.h"

#include <QDateTime>
#include <QList>

#include <array>
#include <optional>

namespace Slipway {

/// Railway's DeploymentStatus (app/railway/README.md, 10). A word we do not know is Unknown, never a good case.
enum class DeploymentStatus {
    Queued,
    Waiting, ///< "Wait for CI"
    NeedsApproval,
    Initializing,
    Building,
    Deploying,
    Success,
    Sleeping,
    Crashed,
    Failed,
    Skipped,
    Removing,
    Removed,
    Unknown
};

inline constexpr std::array deploymentStatuses{
    DeploymentStatus::Queued,       DeploymentStatus::Waiting,  DeploymentStatus::NeedsApproval,
    DeploymentStatus::Initializing, DeploymentStatus::Building, DeploymentStatus::Deploying,
    DeploymentStatus::Success,      DeploymentStatus::Sleeping, DeploymentStatus::Crashed,
    DeploymentStatus::Failed,       DeploymentStatus::Skipped,  DeploymentStatus::Removing,
    DeploymentStatus::Removed,      DeploymentStatus::Unknown};

/// How a deployment came about, read from its meta. GitHub: from a commit of the repository, be it by a push or on
/// somebody's order. Image: meta.image names what it was built from. Rollback: meta.reason says so
/// (app/railway/README.md, 18: not proven, so a rollback may also look like what it repeats).
enum class DeploymentRoute { GitHub, RailwayUp, Image, Rollback, Other };

struct Deployment {
    DeploymentId id;
    DeploymentStatus status = DeploymentStatus::Unknown;
    QString rawStatus; ///< what Railway said
    QDateTime createdAt;
    QDateTime statusUpdatedAt; ///< may be invalid: nullable on the wire
    EnvironmentId environment; ///< empty where it was not asked for; like the next one
    ServiceId service;
    bool stopped = false; ///< deploymentStopped: with SUCCESS it means "exited 0"
    bool canRedeploy = false;
    bool canRollback = false;
    DeploymentRoute route = DeploymentRoute::Other;
    CommitSha commit;      ///< meta.commitHash; a `railway up` deployment has none (app/railway/README.md, 17)
    QString commitMessage; ///< from outside: plain text
    QString commitAuthor;
    QString branch;
    QString repository;
    QString reason;     ///< meta.reason: "deploy", "redeploy", ...
    QString cliMessage; ///< meta.cliMessage of `railway up -m`
    QString image;      ///< meta.image, which it was built from; empty: from a repository or an upload
    QString imageDigest;
    QString note;    ///< meta.queuedReason or meta.skippedReason
    QString creator; ///< name, else e-mail; empty for Railway's own
    int replicasRunning = 0;
    int replicas = 0; ///< not counting removed ones
    bool operator==(const Deployment &) const = default;
};

/// The service in one environment: what runs, and the newest attempt.
struct ServiceInstance {
    QString serviceName;
    EnvironmentId environment;
    QString healthcheckPath;
    std::optional<Deployment> latest; ///< newest attempt, may be building or failed
    QList<Deployment> active;         ///< "deployed and running"
    bool operator==(const ServiceInstance &) const = default;
};

/// Classes of status (app/railway/README.md, 10).
bool isInProgress(DeploymentStatus status);  ///< queued to deploying, also Unknown is not
bool isUnsettled(DeploymentStatus status);   ///< in progress, or waiting for an approval
bool isSettledGood(DeploymentStatus status); ///< Success or Sleeping
bool isTerminal(DeploymentStatus status);    ///< Failed, Crashed, Skipped, Removed

/// The deployment that answers requests: the newest active one that is Success, Crashed or Sleeping. Null if none.
const Deployment *servingDeployment(const ServiceInstance &instance);
/// Nothing answers requests, and that is certain: false while a word that we do not know is said of something active.
bool nothingServes(const ServiceInstance &instance);
/// The newest attempt when it is not the serving one and is in progress, needs approval or failed. Null if none.
const Deployment *rolloutDeployment(const ServiceInstance &instance);

/// Since when its status is what it is; where that is not told, since when it is there.
QDateTime statusSince(const Deployment &deployment);
/// Since when what serves does so, as far as it is told: of one that crashed or fell asleep, only when it was made.
QDateTime servingSince(const Deployment &deployment);

DeploymentStatus deploymentStatusFromWire(const QString &word);
QString wireWord(DeploymentStatus status); ///< "SUCCESS", ...; "UNKNOWN" for Unknown

/// How many of an environment's newest deployments are read at once: enough to find the newest ones and what they
/// replaced. A list that is shorter holds all there are.
inline constexpr int listedDeployments = 10;

/// A part of an environment's deployments, newest first.
struct DeploymentPage {
    QList<Deployment> deployments;
    QString next; ///< cursor of the following page; empty: this was the last one
    bool operator==(const DeploymentPage &) const = default;
};

/// Whether Railway deploys an environment by itself on a push (app/railway/README.md, 19).
struct AutoDeploy {
    bool enabled = false;
    QString branch; ///< of the trigger, empty when there is none
    bool operator==(const AutoDeploy &) const = default;
};

/// What the service is built from, and its addresses, in one environment.
struct ServiceSettings {
    QString repository;  ///< "owner/name", empty: no connected repository, so deploying a commit cannot work
    QStringList domains; ///< host names that belong to this service in this environment, without scheme
    bool operator==(const ServiceSettings &) const = default;
};

/// How it is known which commit a deployment carries.
enum class ShaProof {
    Railway,
    GitHubRun,
    Uploader, ///< the upload's message names it
    Unproven
};

} // namespace Slipway

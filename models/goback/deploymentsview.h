// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/deployment.h"
#include "models/values/environment.h"
#include "models/values/ids.h"
#include "models/values/moment.h"

#include <array>
#include <optional>

namespace Slipway {

/// How one returns to an earlier deployment.
enum class ReturnMeans {
    RollBack, ///< deploymentRollback: its image and its variables
    Redeploy, ///< deploymentRedeploy with the previous image tag: its image, today's variables
    Rebuild,  ///< deploymentRedeploy: its commit built anew, today's variables
};
inline constexpr std::array returnMeans{ReturnMeans::RollBack, ReturnMeans::Redeploy, ReturnMeans::Rebuild};

enum class Served { Yes, No, Unknown };

/// Why one cannot go back to a deployment; None: one can.
enum class ReturnRefusal {
    None,
    Serving,          ///< it is what serves
    InProgress,       ///< it is on its way
    WaitsForApproval, ///< it was never approved
    Failed,           ///< its build or start failed
    Skipped,
    Crashed,
    NeverServed,   ///< aborted before it went live
    ServedUnknown, ///< whether it ever went live cannot be told
    StatusUnknown, ///< Railway says a word that Slipway does not know
    NothingKept,   ///< Railway offers neither a rollback nor a redeployment
};

/// One deployment in the list, with what can be told of it.
struct PastDeployment {
    Deployment deployment;
    CommitSha sha; ///< empty when it cannot be told
    ShaProof proof = ShaProof::Unproven;
    bool serving = false;
    Served served = Served::Unknown;
    std::optional<Milliseconds> servedFor; ///< up to now for the serving one
    QDateTime servedUntil;                 ///< invalid while it serves, or not known
    QString trouble;                       ///< recorded while it was live, one sentence; empty: none
    ReturnRefusal refusal = ReturnRefusal::None;
    ReturnRefusal doubt = ReturnRefusal::None; ///< what speaks against it although Railway allows it
    QDateTime imageKeptUntil;                  ///< invalid: not known
    bool operator==(const PastDeployment &) const = default;
};

/// The deployments of one environment, newest first.
struct DeploymentsView {
    Environment environment = Environment::Staging;
    QList<PastDeployment> rows;
    DeploymentId serving; ///< empty: not known
    DeploymentId newest;
    DeploymentId preselected; ///< the last one that served well and can be rolled back to; empty: there is none
    std::optional<Milliseconds> buildTime; ///< what the last builds took, typically
    bool complete = false;                 ///< there are no older ones
    bool loading = false;                  ///< older ones are being read
    bool stale = false;                    ///< the list is too old to prove anything
    QString trouble;                       ///< why deployments could not be read; empty: they could
    bool operator==(const DeploymentsView &) const = default;
};

/// Whether a means is possible for a deployment.
struct MeansOffer {
    ReturnMeans means = ReturnMeans::RollBack;
    bool available = false;
    QString restores; ///< what it restores, and how long it takes
    QString reason;   ///< why it is not possible; empty when it is
    bool operator==(const MeansOffer &) const = default;
};

/// What a person confirmed, frozen: an order is made of it.
struct ReturnRequest {
    Environment environment = Environment::Production;
    ReturnMeans means = ReturnMeans::RollBack;
    DeploymentId target;
    CommitSha targetSha; ///< empty when it is not known
    QString imageDigest; ///< of the target
    DeploymentId serving;
    CommitSha servingSha;
    DeploymentId newest;
    bool hold = false;
    bool mayGoUnwritten = false; ///< the person knows that it cannot be written down first
    QString reason;              ///< why one goes back; also the hold's
    QList<OrderId> acknowledged; ///< unresolved commands that the person was told of
    bool operator==(const ReturnRequest &) const = default;
};

} // namespace Slipway

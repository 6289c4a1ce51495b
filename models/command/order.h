// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/environment.h"
#include "models/values/ids.h"
#include "models/values/provider.h"

#include <QDateTime>
#include <QList>

#include <optional>

namespace Slipway {

/// How a promotion is sent.
enum class PromotionWay {
    GitHubAtBranch, ///< dispatch the production workflow at main: recommended
    GitHubAtTag,    ///< tag the tested commit, dispatch the tag
    Railway,        ///< serviceInstanceDeployV2 with the commit
};

/// Every request that is not a read is one order. What differs between kinds is said here and nowhere else.
enum class OrderKind {
    Dispatch,
    CreateTag,
    RailwayDeploy,
    CancelRun,
    RollBack, ///< deploymentRollback: the target's image and variables
    Redeploy, ///< deploymentRedeploy with the previous image tag: the target's image, today's variables
    Rebuild,  ///< deploymentRedeploy: the target's source built anew
    CancelDeployment,
    ApproveReview,
    RejectReview,
    ApproveDeployment, ///< Railway's NEEDS_APPROVAL
    RejectDeployment,  ///< the same; Railway knows no rejection: it is cancelled before it starts
    RerunFailed,
};

bool isPromotion(OrderKind kind); ///< sends a newer commit to production, or is a part of that
bool isReturn(OrderKind kind);    ///< goes back to an earlier deployment, or makes it anew

bool isApproval(OrderKind kind); ///< lets go on what waits for a person

Provider serviceOf(OrderKind kind); ///< that it is sent to

/// A gate as it stood when the person confirmed.
struct GateSeen {
    QString id;
    QString state; ///< "pass", "warn", "block", "unknown"
    bool operator==(const GateSeen &) const = default;
};

/// What a person confirmed, frozen. One order sends one command at most, ever.
struct Order {
    OrderId id;
    OrderKind kind = OrderKind::Dispatch;
    PromotionWay way = PromotionWay::GitHubAtBranch;
    Environment environment = Environment::Production;
    CommitSha sha;               ///< what is to go out
    QString ref;                 ///< branch or tag that is dispatched or created
    QString confirmInput;        ///< promotions: the input of the workflow that takes the phrase
    DeploymentId stagingServing; ///< serving staging when confirmed
    DeploymentId serving;        ///< serving the environment when confirmed
    DeploymentId newest;         ///< newest deployment of the environment when confirmed
    CommitSha servingSha;        ///< what the environment served when confirmed, if known
    RunId newestRun;             ///< newest run of the production workflow known before sending
    QList<DeploymentId> known;   ///< deployments known before sending, of both environments
    RunId run;                   ///< CancelRun, RerunFailed, reviews: which run
    int attempt = 0;             ///< RerunFailed: the attempt that failed
    QList<qint64> reviews;       ///< reviews: GitHub's ids of the environments that wait
    DeploymentId target;         ///< returns: to which; else: the deployment that is cancelled, approved or rejected
    QString imageDigest;         ///< returns: of the target
    bool hold = false;           ///< returns: production is held afterwards
    bool mayGoUnwritten = false; ///< returns: a person knows that no row can be written, and goes back all the same
    OrderId parent;              ///< the order this one follows from: a tag's dispatch, a mismatch's cancellation
    QList<GateSeen> gates;
    QString who;
    QString reason;
    QDateTime confirmedAt;
    bool operator==(const Order &) const = default;
};

/// It may change what the environment serves: a promotion, an approval or a return.
bool changesWhatServes(const Order &order);
/// It may send something newer to production: a promotion, or an approval there.
bool isRelease(const Order &order);

QString orderKindId(OrderKind kind); ///< "dispatch", "create-tag", ...: stable, stored
std::optional<OrderKind> orderKindFromId(const QString &id);
QString promotionWayId(PromotionWay way); ///< "github-branch", "github-tag", "railway"
std::optional<PromotionWay> promotionWayFromId(const QString &id);

} // namespace Slipway

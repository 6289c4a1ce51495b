// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/environment.h"
#include "values/ids.h"

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
enum class OrderKind { Dispatch, CreateTag, RailwayDeploy, CancelRun };

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
    DeploymentId stagingServing; ///< serving staging when confirmed
    DeploymentId serving;        ///< serving the environment when confirmed
    DeploymentId newest;         ///< newest deployment of the environment when confirmed
    CommitSha servingSha;        ///< what the environment served when confirmed, if known
    RunId newestRun;             ///< newest run of the production workflow known before sending
    QList<DeploymentId> known;   ///< deployments known before sending, of both environments
    RunId run;                   ///< CancelRun: which run
    OrderId parent;              ///< the order this one follows from: a tag's dispatch, a mismatch's cancellation
    QList<GateSeen> gates;
    QString who;
    QString reason;
    QDateTime confirmedAt;
    bool operator==(const Order &) const = default;
};

QString orderKindId(OrderKind kind); ///< "dispatch", "create-tag", ...: stable, stored
std::optional<OrderKind> orderKindFromId(const QString &id);
QString promotionWayId(PromotionWay way); ///< "github-branch", "github-tag", "railway"
std::optional<PromotionWay> promotionWayFromId(const QString &id);

} // namespace Slipway

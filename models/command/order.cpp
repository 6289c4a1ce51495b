// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/order.h"

#include <array>

namespace Slipway {

bool isPromotion(OrderKind kind)
{
    return kind == OrderKind::Dispatch || kind == OrderKind::CreateTag || kind == OrderKind::RailwayDeploy;
}

bool isReturn(OrderKind kind)
{
    return kind == OrderKind::RollBack || kind == OrderKind::Redeploy || kind == OrderKind::Rebuild;
}

bool isApproval(OrderKind kind)
{
    return kind == OrderKind::ApproveReview || kind == OrderKind::ApproveDeployment;
}

Provider serviceOf(OrderKind kind)
{
    switch (kind) {
    case OrderKind::RailwayDeploy:
    case OrderKind::RollBack:
    case OrderKind::Redeploy:
    case OrderKind::Rebuild:
    case OrderKind::CancelDeployment:
    case OrderKind::ApproveDeployment:
    case OrderKind::RejectDeployment:
        return Provider::Railway;
    case OrderKind::Dispatch:
    case OrderKind::CreateTag:
    case OrderKind::CancelRun:
    case OrderKind::ApproveReview:
    case OrderKind::RejectReview:
    case OrderKind::RerunFailed:
        break;
    }
    return Provider::GitHub;
}

bool changesWhatServes(const Order &order)
{
    return isPromotion(order.kind) || isReturn(order.kind) || isApproval(order.kind);
}

bool isRelease(const Order &order)
{
    return order.environment == Environment::Production && (isPromotion(order.kind) || isApproval(order.kind));
}

QString orderKindId(OrderKind kind)
{
    switch (kind) {
    case OrderKind::Dispatch:
        return QStringLiteral("dispatch");
    case OrderKind::CreateTag:
        return QStringLiteral("create-tag");
    case OrderKind::RailwayDeploy:
        return QStringLiteral("railway-deploy");
    case OrderKind::CancelRun:
        return QStringLiteral("cancel-run");
    case OrderKind::RollBack:
        return QStringLiteral("roll-back");
    case OrderKind::Redeploy:
        return QStringLiteral("redeploy");
    case OrderKind::Rebuild:
        return QStringLiteral("rebuild");
    case OrderKind::CancelDeployment:
        return QStringLiteral("cancel-deployment");
    case OrderKind::ApproveReview:
        return QStringLiteral("approve-review");
    case OrderKind::RejectReview:
        return QStringLiteral("reject-review");
    case OrderKind::ApproveDeployment:
        return QStringLiteral("approve-deployment");
    case OrderKind::RejectDeployment:
        return QStringLiteral("reject-deployment");
    case OrderKind::RerunFailed:
        return QStringLiteral("rerun-failed");
    }
    Q_UNREACHABLE();
}

std::optional<OrderKind> orderKindFromId(const QString &id)
{
    for (int kind = 0; kind <= int(OrderKind::RerunFailed); ++kind) {
        if (orderKindId(OrderKind(kind)) == id)
            return OrderKind(kind);
    }
    return std::nullopt;
}

QString promotionWayId(PromotionWay way)
{
    switch (way) {
    case PromotionWay::GitHubAtBranch:
        return QStringLiteral("github-branch");
    case PromotionWay::GitHubAtTag:
        return QStringLiteral("github-tag");
    case PromotionWay::Railway:
        return QStringLiteral("railway");
    }
    Q_UNREACHABLE();
}

std::optional<PromotionWay> promotionWayFromId(const QString &id)
{
    for (const PromotionWay way : {PromotionWay::GitHubAtBranch, PromotionWay::GitHubAtTag, PromotionWay::Railway}) {
        if (promotionWayId(way) == id)
            return way;
    }
    return std::nullopt;
}

} // namespace Slipway

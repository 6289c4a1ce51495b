// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/order.h"

#include <array>

namespace Slipway {

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
    }
    Q_UNREACHABLE();
}

std::optional<OrderKind> orderKindFromId(const QString &id)
{
    for (const OrderKind kind :
         {OrderKind::Dispatch, OrderKind::CreateTag, OrderKind::RailwayDeploy, OrderKind::CancelRun}) {
        if (orderKindId(kind) == id)
            return kind;
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

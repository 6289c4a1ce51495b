// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"
#include "support/builders.h"

namespace Slipway::Test {

/// A promotion of the tested commit, sent two minutes before noon.
inline CommandRecord aPromotion(CommandState state, const char *id = "order-1")
{
    CommandRecord record;
    record.order = {.id = {QString::fromLatin1(id)},
                    .sha = testedSha,
                    .ref = QStringLiteral("main"),
                    .who = QStringLiteral("mira"),
                    .confirmedAt = at(noon, 121)};
    record.state = state;
    record.sentAt = at(noon, 120);
    if (isSettled(state))
        record.settledAt = at(noon, 30);
    return record;
}

inline CommandRecord aPromotionWithRun(CommandState state, const char *id = "order-1")
{
    CommandRecord record = aPromotion(state, id);
    record.run = {30'000'000'910};
    record.url = QUrl(QStringLiteral("https://github.com/acme/api/actions/runs/30000000910"));
    return record;
}

inline CommandRecord aCancellationOf(const CommandRecord &record, CommandState state)
{
    CommandRecord cancel;
    cancel.order = {.id = {record.order.id.value + QStringLiteral("-cancel")},
                    .kind = OrderKind::CancelRun,
                    .sha = record.order.sha,
                    .run = record.run,
                    .parent = record.order.id,
                    .who = record.order.who};
    cancel.state = state;
    return cancel;
}

/// Production is taken back from the tested commit to the live one.
inline CommandRecord aReturn(CommandState state, const char *id = "return-1")
{
    CommandRecord record = aPromotion(state, id);
    record.order.kind = OrderKind::RollBack;
    record.order.sha = liveSha;
    record.order.ref.clear();
    record.order.target = {QStringLiteral("d-older")};
    record.order.serving = {QStringLiteral("d-now")};
    record.order.servingSha = testedSha;
    return record;
}

inline CommandRecord aReviewOf(const CommandRecord &record, OrderKind kind, CommandState state)
{
    CommandRecord review = aCancellationOf(record, state);
    review.order.id.value = record.order.id.value + QStringLiteral("-review");
    review.order.kind = kind;
    return review;
}

} // namespace Slipway::Test

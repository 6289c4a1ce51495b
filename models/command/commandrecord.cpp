// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/commandrecord.h"

namespace Slipway {

bool isSettled(CommandState state)
{
    switch (state) {
    case CommandState::Succeeded:
    case CommandState::Failed:
    case CommandState::FailedButLive:
    case CommandState::NotProven:
    case CommandState::Refused:
    case CommandState::NotSent:
        return true;
    case CommandState::Checking:
    case CommandState::Intended:
    case CommandState::Sent:
    case CommandState::Uncertain:
    case CommandState::Accepted:
        break;
    }
    return false;
}

bool isUnresolved(CommandState state)
{
    return state == CommandState::Sent || state == CommandState::Uncertain || state == CommandState::Accepted;
}

QString commandStateId(CommandState state)
{
    switch (state) {
    case CommandState::Checking:
        return QStringLiteral("checking");
    case CommandState::Intended:
        return QStringLiteral("intended");
    case CommandState::Sent:
        return QStringLiteral("sent");
    case CommandState::Uncertain:
        return QStringLiteral("uncertain");
    case CommandState::Accepted:
        return QStringLiteral("accepted");
    case CommandState::Succeeded:
        return QStringLiteral("succeeded");
    case CommandState::Failed:
        return QStringLiteral("failed");
    case CommandState::FailedButLive:
        return QStringLiteral("failed-but-live");
    case CommandState::NotProven:
        return QStringLiteral("not-proven");
    case CommandState::Refused:
        return QStringLiteral("refused");
    case CommandState::NotSent:
        return QStringLiteral("not-sent");
    }
    Q_UNREACHABLE();
}

std::optional<CommandState> commandStateFromId(const QString &id)
{
    for (int state = 0; state <= int(CommandState::NotSent); ++state) {
        if (commandStateId(CommandState(state)) == id)
            return CommandState(state);
    }
    return std::nullopt;
}

bool letsGoOn(const Order &approval, const CommandRecord &record)
{
    if (!isApproval(approval.kind) || !isPromotion(record.order.kind))
        return false;
    return approval.run ? record.run == approval.run
                        : !approval.target.isEmpty() && record.deployment == approval.target;
}

QStringList openAlarms(const CommandRecord &record)
{
    QStringList open = record.alarms;
    open.removeIf([&](const QString &alarm) { return record.seenAlarms.contains(alarm); });
    return open;
}

std::optional<Hold> holdOf(const CommandRecord &record)
{
    const Order &order = record.order;
    const bool taken = record.state == CommandState::Accepted || record.state == CommandState::Succeeded ||
                       record.state == CommandState::FailedButLive || record.state == CommandState::NotProven ||
                       record.state == CommandState::Failed;
    const bool holds = order.hold && isReturn(order.kind) && order.environment == Environment::Production;
    if (!holds || !taken || record.didNotHappen)
        return std::nullopt;
    const bool seen =
        record.state == CommandState::Succeeded || (record.servingSeenAt.isValid() && !record.deployment.isEmpty());
    using Progress = Hold::Progress;
    return Hold{.order = order.id,
                .environment = order.environment,
                .sha = order.sha,
                .undone = order.servingSha,
                .progress = seen                      ? Progress::Reached
                            : isSettled(record.state) ? Progress::NotSeen
                                                      : Progress::UnderWay,
                .reason = order.reason,
                .who = order.who,
                .since = record.sentAt};
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/machine.h"

namespace Slipway {

namespace {

CommandTransition settle(CommandState state)
{
    return {state, CommandEffect::Settle};
}

CommandTransition whileChecking(CommandEvent event)
{
    switch (event) {
    case CommandEvent::RereadGood:
        return {CommandState::Checking, CommandEffect::CommitIntent};
    case CommandEvent::IntentCommitted:
    case CommandEvent::KeptInMemory:
        return {CommandState::Intended, CommandEffect::CommitSent};
    case CommandEvent::RereadMoved:
        return settle(CommandState::Refused);
    case CommandEvent::Denied: // called off
    case CommandEvent::JournalFailed:
    case CommandEvent::Restarted:
        return settle(CommandState::NotSent);
    default:
        return {CommandState::Checking, CommandEffect::None};
    }
}

CommandTransition whileIntended(CommandEvent event)
{
    switch (event) {
    case CommandEvent::SentCommitted:
    case CommandEvent::KeptInMemory:
        return {CommandState::Sent, CommandEffect::Send};
    case CommandEvent::JournalFailed:
    case CommandEvent::Restarted: // the row that comes before the first byte was never written
    case CommandEvent::Denied:
        return settle(CommandState::NotSent);
    default:
        return {CommandState::Intended, CommandEffect::None};
    }
}

CommandTransition whileSent(CommandEvent event)
{
    switch (event) {
    case CommandEvent::Accepted:
    case CommandEvent::Found:
        return {CommandState::Accepted, CommandEffect::Follow};
    case CommandEvent::Refused:
        return settle(CommandState::Refused);
    case CommandEvent::NotSent:
        return settle(CommandState::NotSent);
    case CommandEvent::Uncertain:
    case CommandEvent::Restarted:
        return {CommandState::Uncertain, CommandEffect::Look};
    default:
        return {CommandState::Sent, CommandEffect::None};
    }
}

CommandTransition whileUncertain(CommandEvent event)
{
    switch (event) {
    case CommandEvent::Found:
    case CommandEvent::Accepted:
        return {CommandState::Accepted, CommandEffect::Follow};
    case CommandEvent::Denied:
    case CommandEvent::NotProven:
        return settle(CommandState::NotProven);
    case CommandEvent::Restarted:
        return {CommandState::Uncertain, CommandEffect::Look};
    default: // no late "refused": what is uncertain is resolved by looking or by the person
        return {CommandState::Uncertain, CommandEffect::None};
    }
}

CommandTransition whileAccepted(CommandEvent event)
{
    switch (event) {
    case CommandEvent::Succeeded:
        return settle(CommandState::Succeeded);
    case CommandEvent::Failed:
        return settle(CommandState::Failed);
    case CommandEvent::FailedButLive:
        return settle(CommandState::FailedButLive);
    case CommandEvent::NotProven:
    case CommandEvent::Denied:
        return settle(CommandState::NotProven);
    case CommandEvent::Restarted:
    case CommandEvent::Found:
        return {CommandState::Accepted, CommandEffect::Follow};
    default:
        return {CommandState::Accepted, CommandEffect::None};
    }
}

/// A verdict that the world refutes is taken back; nothing else happens to it.
CommandTransition whenGivenUp(CommandState state, CommandEvent event)
{
    if (event == CommandEvent::Succeeded)
        return settle(CommandState::Succeeded);
    if (event == CommandEvent::FailedButLive)
        return settle(CommandState::FailedButLive);
    return {state, CommandEffect::None};
}

} // namespace

CommandEvent notWritten(const Order &order)
{
    return isReturn(order.kind) && order.mayGoUnwritten ? CommandEvent::KeptInMemory : CommandEvent::JournalFailed;
}

CommandState stateAtRestart(const CommandRecord &record)
{
    const bool mayBeOut = record.state == CommandState::Intended && record.order.mayGoUnwritten;
    return mayBeOut ? CommandState::Sent : record.state;
}

CommandTransition next(CommandState state, CommandEvent event)
{
    switch (state) {
    case CommandState::Checking:
        return whileChecking(event);
    case CommandState::Intended:
        return whileIntended(event);
    case CommandState::Sent:
        return whileSent(event);
    case CommandState::Uncertain:
        return whileUncertain(event);
    case CommandState::Accepted:
        return whileAccepted(event);
    case CommandState::Failed:
    case CommandState::NotProven:
        return whenGivenUp(state, event);
    case CommandState::Succeeded:
    case CommandState::FailedButLive:
    case CommandState::Refused:
    case CommandState::NotSent:
        break;
    }
    return {state, CommandEffect::None};
}

} // namespace Slipway

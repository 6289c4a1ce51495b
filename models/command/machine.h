// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"

namespace Slipway {

/// What can happen to a command.
enum class CommandEvent {
    RereadGood,      ///< nothing that was frozen moved
    RereadMoved,     ///< something moved, or could not be read again
    IntentCommitted, ///< the journal holds the intent
    SentCommitted,   ///< the journal holds that the first byte may leave
    JournalFailed,   ///< a row could not be committed before sending
    KeptInMemory,    ///< the same of a return that a person wants sent all the same: only notWritten() says so
    Accepted,
    Refused,
    NotSent,
    Uncertain,
    Restarted, ///< Slipway was started again and found the command in this state
    Found,     ///< its run, deployment or tag was found by looking
    Denied,    ///< the person says that it did not happen
    Succeeded, ///< the evidence is complete
    Failed,
    FailedButLive,
    NotProven,
};

/// What the runner has to do next. Only Send lets a command leave.
enum class CommandEffect { None, CommitIntent, CommitSent, Send, Look, Follow, Settle };

struct CommandTransition {
    CommandState state = CommandState::Checking;
    CommandEffect effect = CommandEffect::None;
    bool operator==(const CommandTransition &) const = default;
};

/// The one state machine of every command. Send comes out of Intended only, and nothing leads
/// back to Intended: one order sends one command at most, whatever happens in whatever order.
CommandTransition next(CommandState state, CommandEvent event);

/// What it means that a row of that order could not be committed before sending: nothing is sent; but a return of which
/// a person said that they know the risk goes out.
CommandEvent notWritten(const Order &order);

/// Where a command stands whose last row was found at a start: a return that was allowed to go out unwritten may have
/// gone out after any of them.
CommandState stateAtRestart(const CommandRecord &record);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/order.h"
#include "models/values/hold.h"
#include "models/values/moment.h"
#include "models/values/workflow.h"

#include <QUrl>

#include <optional>

namespace Slipway {

/// Where a command stands. The order is the order of its life; each one is a row in the journal.
enum class CommandState {
    Checking,  ///< re-reading what was frozen; nothing is journalled yet
    Intended,  ///< the intent row is committed; nothing was sent
    Sent,      ///< the first byte may have left
    Uncertain, ///< no complete answer: go and look, never send again
    Accepted,  ///< the service took it; its effect is being followed
    Succeeded,
    Failed,
    FailedButLive, ///< the run or a check after it failed, and what was ordered is serving
    NotProven,     ///< what is missing is said; at the latest after 30 minutes
    Refused,       ///< the service said no, or the re-read found that something moved: nothing happened
    NotSent,       ///< no byte left: nothing can have happened
};

bool isSettled(CommandState state);         ///< nothing more will happen
bool isUnresolved(CommandState state);      ///< sent, and its outcome is not known: blocks further promotions
QString commandStateId(CommandState state); ///< stable, stored
std::optional<CommandState> commandStateFromId(const QString &id);

/// One line of what is being followed.
struct CommandStep {
    enum class State { Waiting, Running, Passed, Failed, Skipped, Unknown };
    QString title;
    State state = State::Waiting;
    QString detail;
    QUrl url;
    bool operator==(const CommandStep &) const = default;
};

/// A command as it stands: what the journal knows and what the window shows.
struct CommandRecord {
    Order order;
    CommandState state = CommandState::Checking;
    QString detail;          ///< in words: the reason of this state, what is missing, what a person can do
    RunId run;               ///< the run it started, once known
    CommitSha runSha;        ///< what that run checked out, once known
    DeploymentId deployment; ///< the deployment it caused, once known
    QUrl url;                ///< page of the run or deployment
    QDateTime sentAt;        ///< by our clock
    QDateTime serverTime; ///< the same by the service's clock: as it said, or as its clock was measured; else invalid
    QDateTime settledAt;
    QDateTime servingSeenAt;        ///< by our clock: when its deployment was first seen to serve
    bool didNotHappen = false;      ///< it is proven, or a person said so: it leaves nothing behind
    Moment followedFrom;            ///< when it was sent, or taken up by this start; like the next two not stored
    std::optional<Moment> lookedAt; ///< the last successful look at what it changes; none since followedFrom
    Milliseconds watched{0};        ///< for how long it was looked at with success, and did not wait for a person
    bool unwritten = false;         ///< a row of it could not be written yet; not stored
    bool cancelAsked = false;       ///< its run started at another commit, and its cancellation was asked for
    QList<CommandStep> steps;
    QList<PendingReview> reviews;  ///< who may approve, when it waits for one
    QString beside;                ///< who held this computer's lock when it was sent all the same; empty: nobody
    QStringList alarms;            ///< "a deployment appeared in staging that no run explains", ...
    QStringList seenAlarms;        ///< those of them that a person has acknowledged
    QString alarmsSeenBy;          ///< who acknowledged the last ones
    QStringList failureLog;        ///< the end of the failing job's log, plain text
    QList<WorkflowRun> candidates; ///< Uncertain: runs it may have been, for the person to choose from
    bool operator==(const CommandRecord &) const = default;
};

/// Whether the approval lets go on what that command began: its run or its deployment waits.
bool letsGoOn(const Order &approval, const CommandRecord &record);

/// The alarms that no person has acknowledged.
QStringList openAlarms(const CommandRecord &record);

/// The hold that a return leaves behind: it was to hold production, and Railway took it. Whether it was seen to serve
/// is another matter; only a person lifts the hold, or a proof that the return did not happen.
std::optional<Hold> holdOf(const CommandRecord &record);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/machine.h"
#include "models/observed/situation.h"

namespace Slipway {

/// How long a command is watched before what is missing is said instead. Waiting for a review does not count, nor time
/// in which nobody looked or nothing answered.
inline constexpr Milliseconds followLimit{30 * 60'000};

/// What the evidence says about a command that was sent.
struct Followed {
    CommandRecord record;              ///< with run, deployment, steps, reviews, alarms and detail brought up to date
    std::optional<CommandEvent> event; ///< what follows from it, if anything
    bool wrongCommit = false;          ///< the run checked out another commit: it has to be cancelled
};

/// Holds a sent command against what was observed. Pure; `record` is Uncertain or Accepted.
Followed follow(const CommandRecord &record, const Situation &known);

/// Whether a settled command is read on: its run goes on, or was not read to its end; or a deployment that it was given
/// up on is still on its way.
bool isReadOn(const CommandRecord &record, const Observations &observations, Moment now);
/// Its run's rows as they are now. Where it was called failed or not proven and is live all the same, with the event
/// that takes the verdict back.
Followed readOn(const CommandRecord &record, const Situation &known);

/// Says among the alarms that a row of it is not written, or says so no more.
QStringList withUnwritten(QStringList alarms, bool unwritten);

/// The same with what follows from it; what waited does so no more.
Followed ended(Followed followed, CommandEvent event, const QString &detail);

} // namespace Slipway

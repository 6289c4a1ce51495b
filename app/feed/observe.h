// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/schedule.h"
#include "models/store/consolestore.h"

namespace Slipway {

/// Writes into the store what a poll that was sent at `asked` has brought at `now`, with the pace that is in force, and
/// tells the schedule whether the attempt has failed.
void observe(ConsoleStore &store, Schedule &schedule, const QString &poll, Moment asked, Moment now,
             const std::function<void(Observations &, const Reading &)> &write);

/// What the schedule alone knows, a slower pace or an attempt that hangs, reaches the facts.
void followSchedule(ConsoleStore &store, const Schedule &schedule);

} // namespace Slipway

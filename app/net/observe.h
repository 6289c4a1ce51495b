// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/schedule.h"
#include "pipeline/consolestore.h"

namespace Slipway {

/// Writes into the store what a poll that was sent at `asked` has brought at `now`. `write` runs twice: with the pace
/// that was in force when it was asked, then with the slower one that the news may have led to. Else the last answer of
/// a busy time would go stale before the first one of a quiet time is due.
void observe(ConsoleStore &store, const Schedule &schedule, const QString &poll, Moment asked, Moment now,
             const std::function<void(Observations &, const Reading &)> &write);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/store/snapshot.h"

namespace Slipway {

/// How long --status waits for all sources together.
inline constexpr Milliseconds statusDeadline{20'000};

/// Something could not be read, or what was read could not be printed.
inline constexpr int notAllRead = 2;

/// The five sources, in the order in which they are told, as they stand when no more answers are waited for: what has
/// not answered by then is an error.
QList<Source> settledSources(const Snapshot &snapshot);

/// 0: every configured source was read, and everything that a stage, a gate or a link rests on; 2: something was not.
int statusExitCode(const Snapshot &snapshot);

} // namespace Slipway

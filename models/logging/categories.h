// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace Slipway {

// What the program does, a line of debug each; off unless QT_LOGGING_RULES asks for it (README, "When something is
// odd"). A line holds no secret, header, body or query, and text from outside only in a bounded, visible form.
Q_DECLARE_LOGGING_CATEGORY(httpLog)     // slipway.http: each request, and what came of it
Q_DECLARE_LOGGING_CATEGORY(scheduleLog) // slipway.schedule: what is due, paused, slowed or hangs
Q_DECLARE_LOGGING_CATEGORY(storeLog)    // slipway.store: which parts of the snapshot changed
Q_DECLARE_LOGGING_CATEGORY(commandLog)  // slipway.command: from which state to which
Q_DECLARE_LOGGING_CATEGORY(socketLog)   // slipway.socket: connections, their ends, and when the next one is tried
Q_DECLARE_LOGGING_CATEGORY(tokensLog)   // slipway.tokens: which was read from where, and what became of it

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/moment.h"

namespace Slipway {

/// How long a GraphQlSocket waits for what (app/railway/README.md, 36 and 40; app/net/README.md, 3).
struct SocketTiming {
    Milliseconds upgrade{10'000};     ///< for the upgrade and its `connection_ack` together
    Milliseconds pingEvery{25'000};   ///< from one WebSocket ping to the next
    Milliseconds pongWithin{10'000};  ///< for a sign of life after a ping
    Milliseconds firstWait{1'000};    ///< before the second attempt; each further one half as long again
    Milliseconds longestWait{8'000};  ///< at most, before jitter
    Milliseconds limitedWait{60'000}; ///< at least, after 429
    Milliseconds refusedWait{60'000}; ///< at least, after it was refused; each further one twice as long
    Milliseconds longestRefusedWait{600'000};
    Milliseconds stableAfter{30'000}; ///< a connection that lasted so long was a good one
};

/// How long to wait at least after so many refusals in a row.
Milliseconds waitAfterRefusals(int refusals, const SocketTiming &timing);
/// How long to wait after that many failed attempts. `luck` from 0 to 1 spreads it by a fifth to both sides: many
/// consoles lose their connections at the same moment.
Milliseconds waitAfter(int attempts, double luck, const SocketTiming &timing);

} // namespace Slipway

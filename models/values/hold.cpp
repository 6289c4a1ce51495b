// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/hold.h"

#include "models/values/text.h"

namespace Slipway {

QString holdWords(const Hold &hold)
{
    const QString at = hold.sha.isEmpty() ? say("an earlier deployment") : shortSha(hold.sha);
    switch (hold.progress) {
    case Hold::Progress::UnderWay:
        return say("Production is going back to %1").arg(at);
    case Hold::Progress::Reached:
        return hold.sha.isEmpty() ? say("Production is held") : say("Production is held at %1").arg(at);
    case Hold::Progress::NotSeen:
        return say("Production is held, though it was not seen to go back to %1").arg(at);
    }
    Q_UNREACHABLE();
}

} // namespace Slipway

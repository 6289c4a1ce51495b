// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/environment.h"
#include "models/values/ids.h"

#include <QDateTime>

namespace Slipway {

/// Production was taken back to an earlier deployment and is to stay there until somebody says why not any more.
struct Hold {
    enum class Progress {
        UnderWay, ///< Railway took it; what was undone may still serve
        Reached,  ///< it was seen to serve
        NotSeen,  ///< it is over, and was never seen to serve
    };
    OrderId order; ///< the return that it began with
    Environment environment = Environment::Production;
    CommitSha sha;    ///< what it is held at, if known
    CommitSha undone; ///< what served before, if known
    Progress progress = Progress::Reached;
    QString reason; ///< as the person typed it
    QString who;
    QDateTime since;
    bool operator==(const Hold &) const = default;
};

/// "Production is held at a01b77e", or what it is as long as it is not; the beginning of a sentence.
QString holdWords(const Hold &hold);

} // namespace Slipway

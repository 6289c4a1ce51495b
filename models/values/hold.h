// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/environment.h"
#include "values/ids.h"

#include <QDateTime>

namespace Slipway {

/// Production was taken back to an earlier deployment and is to stay there until somebody says why not any more.
struct Hold {
    OrderId order; ///< the return that it began with
    Environment environment = Environment::Production;
    CommitSha sha;    ///< what it is held at, if known
    CommitSha undone; ///< what served before, if known
    QString reason;   ///< as the person typed it
    QString who;
    QDateTime since;
    bool operator==(const Hold &) const = default;
};

} // namespace Slipway

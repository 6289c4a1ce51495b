// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/moment.h"

#include <QList>

#include <optional>

namespace Slipway {

/// What the servers' clocks said lately, each as its distance from this computer's clock.
struct ClockSkew {
    QList<qint64> offsetsMs; ///< server minus this computer, oldest first
    bool operator==(const ClockSkew &) const = default;
};

/// Adds the Date of an answer, which has whole seconds, that was asked for and complete at those moments.
ClockSkew withTime(ClockSkew skew, const QDateTime &serverTime, Moment asked, Moment answered);

/// The servers' time minus this computer's, in whole seconds: the middle of what was said. Within two seconds it cannot
/// be told from none and is 0; without any it is not known.
std::optional<Milliseconds> skewOf(const ClockSkew &skew);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/moment.h"
#include "models/values/provider.h"

#include <QList>
#include <QMap>

#include <optional>

namespace Slipway {

/// What a service's clock said lately, each as its distance from this computer's clock.
struct ClockSkew {
    QList<qint64> offsetsMs; ///< server minus this computer, oldest first
    bool operator==(const ClockSkew &) const = default;
};

/// Adds the Date of an answer, which has whole seconds, that was asked for and complete at those moments.
ClockSkew withTime(ClockSkew skew, const QDateTime &serverTime, Moment asked, Moment answered);

/// The service's time minus this computer's, in whole seconds: the middle of what was said. Within two seconds it
/// cannot be told from none and is 0; without any it is not known.
std::optional<Milliseconds> skewOf(const ClockSkew &skew);

/// How the services' clocks differ from this computer's. What a service told of its clock corrects its own times only;
/// the times of one that told nothing stay as they are.
struct ServiceClocks {
    QMap<Provider, Milliseconds> ahead; ///< of this computer's clock; only of services that told their time

    bool isKnown(Provider service) const { return ahead.contains(service); }
    /// A time of this computer by the service's clock.
    Moment by(Provider service, Moment ours) const;
    QDateTime by(Provider service, const QDateTime &ours) const;
    /// A time of the service by this computer's clock.
    QDateTime ours(Provider service, const QDateTime &theirs) const;
    /// A time of one service by the clock of another. Unless both are known, the two are taken to agree: they are set
    /// better than a clock that somebody's desk has.
    QDateTime translated(Provider from, Provider to, const QDateTime &theirs) const;
    /// How long before `now`, which is this computer's, that time of the service was.
    Milliseconds since(Provider service, const QDateTime &theirs, Moment now) const;
    bool operator==(const ServiceClocks &) const = default;
};

} // namespace Slipway

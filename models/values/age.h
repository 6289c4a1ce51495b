// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/moment.h"

#include <QString>

namespace Slipway {

/// "3 s", "12 min", "5 h", "2 days": rounded down, one unit.
QString spanText(Milliseconds span);
/// "3 s ago"; "just now" below a second.
QString agoText(Milliseconds age);
QString agoText(Moment then, Moment now);
/// By the wall clock alone: for times that came from a service. Empty for an invalid one.
QString agoText(const QDateTime &then, Moment now);

} // namespace Slipway

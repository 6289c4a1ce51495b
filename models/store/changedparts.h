// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/store/snapshot.h"

#include <QStringList>

namespace Slipway {

/// The names of the parts in which they differ: "pipeline", "staging", "gates", ...
QStringList changedParts(const Snapshot &before, const Snapshot &after);

} // namespace Slipway

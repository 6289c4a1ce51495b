// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/project/project.h"
#include "models/store/snapshot.h"

namespace Slipway {

/// What `slipway --status` prints: the same facts as statusJson(), as aligned columns. A state is a glyph and its word;
/// text from outside cannot steer the terminal.
QString statusTable(const Snapshot &snapshot, const Project &project, Moment now);

} // namespace Slipway

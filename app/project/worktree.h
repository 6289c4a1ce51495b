// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Slipway {

/// Where a file lies in the git work tree around it: its path from the root, with slashes; empty when there is none.
QString pathInWorkTree(const QString &file);

} // namespace Slipway

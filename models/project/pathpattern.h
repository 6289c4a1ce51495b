// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace Slipway {

/// Whether a path is meant by a pattern: `*` within a folder, `**` across folders.
bool pathMatches(const QString &pattern, const QString &path);
bool isMigration(const QStringList &patterns, const QString &path);

} // namespace Slipway

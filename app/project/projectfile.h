// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/project/project.h"
#include "models/values/result.h"

#include <QStringList>

namespace Slipway {

struct LoadedProject {
    Project project;
    QStringList warnings; ///< unknown keys with the nearest known one, "file:line: ..."
};

/// Reads a project file. An error names file, line, key and what was expected.
Result<LoadedProject> loadProject(const QString &path);
Result<LoadedProject> parseProject(const QByteArray &toml, const QString &fileName);

} // namespace Slipway

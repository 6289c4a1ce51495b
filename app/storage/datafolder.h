// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/project/project.h"

#include <QStringList>

namespace Slipway {

/// Where journal, checklists and history of what a project commands are kept.
struct DataFolder {
    QString path;       ///< of the service and its production environment, whatever the project file is called
    QStringList former; ///< those of earlier versions, which went by the file's name and repository; newest first
};
DataFolder dataFolderOf(const QString &root, const Project &project);

/// The journal of a data folder.
QString journalIn(const QString &folder);
QStringList journalsIn(const QStringList &folders);

/// Moves what is not the journal from the newest former folder that has it, unless there is one already.
void takeOverFiles(const QStringList &former, const QString &folder);

} // namespace Slipway

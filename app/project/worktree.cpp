// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project/worktree.h"

#include <QDir>
#include <QFileInfo>

namespace Slipway {

QString pathInWorkTree(const QString &file)
{
    const QString path = QFileInfo(file).canonicalFilePath();
    if (path.isEmpty())
        return {};
    QDir folder = QFileInfo(path).dir();
    // A file of that name stands in a submodule, and in a work tree beside the main one.
    while (!QFileInfo::exists(folder.filePath(QStringLiteral(".git")))) {
        if (!folder.cdUp())
            return {};
    }
    return folder.relativeFilePath(path);
}

} // namespace Slipway

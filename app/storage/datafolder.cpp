// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/datafolder.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

#include <algorithm>

namespace Slipway {

namespace {

/// How the name of a former folder ended.
QString formerEnd(const Project &project, const QString &repository)
{
    const QStringList commanded{project.github.api.toString(), repository, project.railway.api.toString(),
                                project.railway.service.value, project.railway.environments.production.value};
    const QByteArray hash =
        QCryptographicHash::hash(commanded.join(QLatin1Char('\n')).toUtf8(), QCryptographicHash::Sha256);
    return QLatin1Char('-') + QString::fromLatin1(hash.toHex().left(12));
}

} // namespace

DataFolder dataFolderOf(const QString &root, const Project &project)
{
    DataFolder folder{.path =
                          QStringLiteral("%1/%2").arg(root, commandedName(project.railway, Environment::Production))};
    const QString &repository = project.github.repository;
    const QStringList ends{formerEnd(project, repository), formerEnd(project, repository.toLower())};
    const QFileInfoList all = QDir(root).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time);
    for (const QFileInfo &each : all) {
        const bool fits =
            std::any_of(ends.cbegin(), ends.cend(), [&](const QString &end) { return each.fileName().endsWith(end); });
        if (fits)
            folder.former.append(each.filePath());
    }
    return folder;
}

QString journalIn(const QString &folder)
{
    return folder + QStringLiteral("/journal.sqlite");
}

QStringList journalsIn(const QStringList &folders)
{
    QStringList journals;
    for (const QString &folder : folders) {
        if (QFile::exists(journalIn(folder)))
            journals.append(journalIn(folder));
    }
    return journals;
}

void takeOverFiles(const QStringList &former, const QString &folder)
{
    for (const QString &name : {QStringLiteral("checklists.sqlite"), QStringLiteral("health.sqlite")}) {
        for (const QString &from : former) {
            if (QFile::exists(folder + QLatin1Char('/') + name))
                break;
            for (const QString &end : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
                QFile::rename(QStringLiteral("%1/%2%3").arg(from, name, end),
                              QStringLiteral("%1/%2%3").arg(folder, name, end));
        }
    }
}

} // namespace Slipway

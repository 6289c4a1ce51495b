// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/environmentlock.h"

#include "pipeline/facts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

namespace Slipway {

namespace {

constexpr QFileDevice::Permissions everybodys =
    QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner | QFileDevice::ReadGroup |
    QFileDevice::WriteGroup | QFileDevice::ExeGroup | QFileDevice::ReadOther | QFileDevice::WriteOther |
    QFileDevice::ExeOther;

QString lockName(const RailwayProject &project, Environment environment)
{
    return QStringLiteral("slipway-%1.lock").arg(commandedName(project, environment));
}

Error heldBy(const QLockFile &file)
{
    qint64 pid = 0;
    QString host;
    QString program;
    QString holder = say("another program");
    if (file.getLockInfo(&pid, &host, &program))
        holder = say("%1 (process %2 on %3)").arg(program.isEmpty() ? say("a program") : program).arg(pid).arg(host);
    return {.kind = ErrorKind::Refused,
            .detail = say("%1 is promoting to this environment: wait for it, or use its window.").arg(holder)};
}

} // namespace

EnvironmentLock::EnvironmentLock(const QString &folder, const RailwayProject &project, Environment environment)
    : m_path(QDir(folder).filePath(lockName(project, environment)))
{
}

EnvironmentLock::~EnvironmentLock() = default;

Result<Done> EnvironmentLock::take()
{
    if (isTaken())
        return Done{};
    const QString folder = QFileInfo(m_path).path();
    if (QDir().mkpath(folder)) // of everybody's; fails for who did not make it, and then it is so already
        QFile::setPermissions(folder, everybodys);
    auto file = std::make_unique<QLockFile>(m_path);
    file->setStaleLockTime(0); // stale only when its process is gone, however long a promotion takes
    if (file->tryLock(0)) {
        m_file = std::move(file);
        return Done{};
    }
    if (file->error() == QLockFile::LockFailedError)
        return heldBy(*file);
    return Error{.kind = ErrorKind::Storage,
                 .detail = say("The lock file %1 cannot be written, so nothing keeps two promotions apart.")
                               .arg(QDir::toNativeSeparators(m_path))};
}

void EnvironmentLock::release()
{
    m_file.reset();
}

bool EnvironmentLock::isTaken() const
{
    return m_file != nullptr;
}

} // namespace Slipway

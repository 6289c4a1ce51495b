// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/environmentlock.h"

#include "models/pipeline/facts.h"
#include "models/values/plaintext.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace Slipway {

namespace {

constexpr mode_t everybodysFolder = 01777;
constexpr mode_t ownFolder = 0700;
constexpr mode_t everybodysFile = 0666;
constexpr mode_t ownFile = 0600;
constexpr qsizetype longestHolder = 100; ///< bytes
constexpr int mostReplacements = 5;

/// Closes what it holds.
class Descriptor {
public:
    explicit Descriptor(int number = -1)
        : m_number(number)
    {
    }
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(Descriptor &&other) noexcept
        : m_number(other.take())
    {
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    Descriptor &operator=(Descriptor &&) = delete;
    int number() const { return m_number; }
    bool isOpen() const { return m_number >= 0; }
    int take() { return std::exchange(m_number, -1); }

private:
    int m_number;
};

QByteArray lockName(const RailwayProject &project, Environment environment)
{
    return "slipway-" + commandedName(project, environment).toLatin1() + ".lock";
}

Error unusable(const QString &why)
{
    return {.kind = ErrorKind::Storage, .detail = why};
}

Error unusable(int number)
{
    return unusable(QString::fromLocal8Bit(std::strerror(number)));
}

/// Else somebody else could put another file in the place of one that is held.
bool isSafeFolder(const struct stat &folder)
{
    const bool othersWrite = (folder.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    return !othersWrite || (folder.st_mode & S_ISVTX) != 0;
}

Result<Descriptor> folderAt(const QString &path, mode_t mode)
{
    QDir().mkpath(QFileInfo(path).path());
    const QByteArray native = QFile::encodeName(path);
    const bool made = ::mkdir(native.constData(), mode) == 0;
    const int madeNot = errno;
    Descriptor folder(::open(native.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder.isOpen())
        return unusable(made || madeNot == EEXIST ? errno : madeNot);
    struct stat facts {};
    if ((made && ::fchmod(folder.number(), mode) != 0) || ::fstat(folder.number(), &facts) != 0)
        return unusable(errno);
    if (!isSafeFolder(facts))
        return unusable(say("others can delete what is in it"));
    return folder;
}

/// Opened without O_CREAT first: Debian refuses that in a folder like /tmp where the file is another user's.
Result<Descriptor> openIn(const Descriptor &folder, const QByteArray &name, mode_t mode)
{
    constexpr int usual = O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    Descriptor file(::openat(folder.number(), name.constData(), usual));
    if (!file.isOpen() && errno == ENOENT) {
        Descriptor made(::openat(folder.number(), name.constData(), usual | O_CREAT | O_EXCL, mode));
        if (made.isOpen() && ::fchmod(made.number(), mode) != 0)
            return unusable(errno);
        if (made.isOpen() || errno != EEXIST)
            return made.isOpen() ? Result<Descriptor>(std::move(made)) : unusable(errno);
        Descriptor others(::openat(folder.number(), name.constData(), usual)); // made in between
        return others.isOpen() ? Result<Descriptor>(std::move(others)) : unusable(errno);
    }
    return file.isOpen() ? Result<Descriptor>(std::move(file)) : unusable(errno);
}

/// The file is the one that others find under its name, and nothing else.
bool isStill(const Descriptor &file, const Descriptor &folder, const QByteArray &name)
{
    struct stat held {};
    struct stat found {};
    return ::fstat(file.number(), &held) == 0 &&
           ::fstatat(folder.number(), name.constData(), &found, AT_SYMLINK_NOFOLLOW) == 0 &&
           held.st_dev == found.st_dev && held.st_ino == found.st_ino;
}

bool isPlainFile(const Descriptor &file)
{
    struct stat facts {};
    return ::fstat(file.number(), &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_nlink <= 1;
}

/// Anybody may have written there.
Error heldBy(const Descriptor &file)
{
    QByteArray told(longestHolder, '\0');
    const ssize_t size = ::pread(file.number(), told.data(), size_t(told.size()), 0);
    told.truncate(std::max<qsizetype>(0, size));
    const QString holder =
        told.trimmed().isEmpty() ? say("another program") : visibleText(QString::fromUtf8(told.trimmed()));
    return {.kind = ErrorKind::Refused,
            .detail = say("%1 is promoting to this environment: wait for it, or use its window.").arg(holder)};
}

/// For whoever finds it held.
void nameHolder(const Descriptor &file)
{
    const QByteArray user = qgetenv("USER");
    const QByteArray told = "slipway (process " + QByteArray::number(::getpid()) +
                            (user.isEmpty() ? QByteArray() : " of " + user.left(40)) + ")\n";
    if (::ftruncate(file.number(), 0) == 0)
        (void)!::pwrite(file.number(), told.constData(), size_t(told.size()), 0);
}

Result<Descriptor> lockedIn(const QString &path, mode_t folderMode, const QByteArray &name, mode_t fileMode)
{
    const auto folder = folderAt(path, folderMode);
    if (!folder)
        return folder.error();
    for (int i = 0; i < mostReplacements; ++i) {
        auto file = openIn(*folder, name, fileMode);
        if (!file)
            return file.error();
        if (!isPlainFile(*file))
            return unusable(say("what is there is no file of ours"));
        if (::flock(file->number(), LOCK_EX | LOCK_NB) != 0)
            return errno == EWOULDBLOCK ? heldBy(*file) : unusable(errno);
        if (!isStill(*file, *folder, name))
            continue;
        nameHolder(*file);
        return file;
    }
    return unusable(say("somebody replaces it again and again"));
}

} // namespace

EnvironmentLock::EnvironmentLock(const QString &folder, const RailwayProject &project, Environment environment,
                                 const QString &own)
    : m_folder(folder)
    , m_ownFolder(own)
    , m_name(lockName(project, environment))
{
}

EnvironmentLock::~EnvironmentLock()
{
    release();
}

Result<Done> EnvironmentLock::take()
{
    if (isTaken())
        return Done{};
    auto shared = lockedIn(m_folder, everybodysFolder, m_name, everybodysFile);
    if (shared) {
        m_file = shared->take();
        return Done{};
    }
    if (shared.error().kind == ErrorKind::Refused)
        return shared.error();
    const QString file = QDir::toNativeSeparators(QDir(m_folder).filePath(QString::fromLatin1(m_name)));
    const Error neither =
        unusable(say("The lock file %1 cannot be written (%2), so nothing keeps two promotions apart. Make it "
                     "writable for you.")
                     .arg(file, shared.error().detail));
    if (m_ownFolder.isEmpty())
        return neither;
    auto own = lockedIn(m_ownFolder, ownFolder, m_name, ownFile);
    if (!own)
        return own.error().kind == ErrorKind::Refused ? own.error() : neither;
    m_file = own->take();
    m_limit = say("The lock file %1 cannot be used (%2): only your own windows are kept from promoting at the same "
                  "moment, other users of this computer are not.")
                  .arg(file, shared.error().detail);
    return Done{};
}

void EnvironmentLock::release()
{
    if (isTaken())
        ::close(std::exchange(m_file, -1));
    m_limit.clear();
}

} // namespace Slipway

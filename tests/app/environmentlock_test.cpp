// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/environmentlock.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <functional>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

EnvironmentLock lockIn(const QString &folder, Environment environment = Environment::Production)
{
    return EnvironmentLock(folder, acmeProject().railway, environment);
}

EnvironmentLock lockInOr(const QString &folder, const QString &own)
{
    return EnvironmentLock(folder, acmeProject().railway, Environment::Production, own);
}

constexpr uid_t nobody = 65534;

QString modeOf(const QString &path)
{
    struct stat facts {};
    const bool there = ::lstat(QFile::encodeName(path).constData(), &facts) == 0;
    return there ? QString::number(facts.st_mode & 07777, 8) : QStringLiteral("none");
}

QString lockFileIn(const QString &folder)
{
    const QStringList files = QDir(folder).entryList({QStringLiteral("*.lock")}, QDir::Files | QDir::System);
    return files.size() == 1 ? folder + QLatin1Char('/') + files.constFirst() : QString();
}

/// What that user finds when doing that in a process of its own.
bool asNobody(const std::function<bool()> &does)
{
    const pid_t process = ::fork();
    if (process == 0) {
        const bool changed = ::setgid(nobody) == 0 && ::setuid(nobody) == 0;
        ::_exit(changed && does() ? 0 : 1);
    }
    int status = 1;
    return ::waitpid(process, &status, 0) == process && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// A place like /tmp.
struct OpenPlace {
    OpenPlace() { ::chmod(QFile::encodeName(place.path()).constData(), 01777); }
    QTemporaryDir place;
    QString folder = place.filePath(QStringLiteral("locks"));
};

/// Another process that takes the lock and then does nothing more.
class HoldingProcess {
public:
    explicit HoldingProcess(const QString &folder, uid_t user = ::getuid())
    {
        int ends[2] = {-1, -1};
        if (::pipe(ends) != 0)
            qFatal("no pipe");
        m_process = ::fork();
        if (m_process == 0) {
            if (user != ::getuid() && (::setgid(user) != 0 || ::setuid(user) != 0))
                ::_exit(1);
            EnvironmentLock lock = lockIn(folder);
            const char taken = lock.take() ? 'y' : 'n';
            (void)!::write(ends[1], &taken, 1);
            for (;;)
                ::pause();
        }
        char taken = 'n';
        m_took = ::read(ends[0], &taken, 1) == 1 && taken == 'y';
        ::close(ends[0]);
        ::close(ends[1]);
    }
    ~HoldingProcess() { end(); }
    HoldingProcess(const HoldingProcess &) = delete;
    HoldingProcess &operator=(const HoldingProcess &) = delete;

    bool took() const { return m_took; }
    QString id() const { return QString::number(m_process); }
    /// Without a chance to tidy up.
    void end()
    {
        if (m_process <= 0)
            return;
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
        m_process = 0;
    }

private:
    pid_t m_process = 0;
    bool m_took = false;
};

} // namespace

/// One promotion at a time on this computer, whoever sits at it.
class EnvironmentLockTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFolderIsMadeAndIsEverybodys()
    {
        const QTemporaryDir place;
        const QString folder = place.filePath(QStringLiteral("not/there/yet"));
        EnvironmentLock lock = lockIn(folder);
        QVERIFY(!QFileInfo::exists(folder));
        QVERIFY(lock.take());
        QVERIFY(lock.isTaken());
        QCOMPARE(modeOf(folder), QStringLiteral("1777"));
        QCOMPARE(modeOf(lockFileIn(folder)), QStringLiteral("666"));
        QVERIFY(lock.limit().isEmpty());
    }
    void whatOthersMadeKeepsItsMode()
    {
        const QTemporaryDir place;
        EnvironmentLock lock = lockIn(place.path());
        QVERIFY(lock.take());
        QCOMPARE(modeOf(place.path()), QStringLiteral("700"));
    }
    void aFolderInWhichOthersCanDeleteIsNotUsed()
    {
        const QTemporaryDir place;
        const QString shared = place.filePath(QStringLiteral("shared"));
        QVERIFY(QDir().mkdir(shared));
        QCOMPARE(::chmod(QFile::encodeName(shared).constData(), 0777), 0);
        QVERIFY(!lockIn(shared).take());
        EnvironmentLock lock = lockInOr(shared, place.filePath(QStringLiteral("own")));
        QVERIFY(lock.take());
        QCOMPARE(modeOf(shared), QStringLiteral("777"));
        QVERIFY(lockFileIn(shared).isEmpty());
    }
    void aFolderThatCannotBeUsedGivesWayToOnesOwnAndThatIsSaid()
    {
        const QTemporaryDir place;
        QFile file(place.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QString own = place.filePath(QStringLiteral("own"));
        EnvironmentLock lock = lockInOr(file.fileName(), own);
        QVERIFY(lock.take());
        QVERIFY2(lock.limit().contains(QStringLiteral("other users of this computer are not")),
                 qPrintable(lock.limit()));
        QCOMPARE(modeOf(own), QStringLiteral("700"));
        EnvironmentLock second = lockInOr(file.fileName(), own);
        QCOMPARE(second.take().error().kind, ErrorKind::Refused);
        lock.release();
        QVERIFY(lock.limit().isEmpty());
    }
    void aFolderThatIsALinkIsNotFollowed()
    {
        const QTemporaryDir place;
        const QString strangers = place.filePath(QStringLiteral("strangers"));
        QVERIFY(QDir().mkdir(strangers));
        QCOMPARE(::chmod(QFile::encodeName(strangers).constData(), 0755), 0);
        QVERIFY(QFile::link(strangers, place.filePath(QStringLiteral("link"))));
        QVERIFY(!lockIn(place.filePath(QStringLiteral("link"))).take());
        QCOMPARE(modeOf(strangers), QStringLiteral("755"));
        QVERIFY(QDir(strangers).isEmpty());
    }
    void whatIsPlantedInItsPlaceIsNotTouched_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("a link") << S_IFLNK;
        QTest::newRow("a second name") << S_IFREG;
        QTest::newRow("a pipe") << S_IFIFO;
        QTest::newRow("a folder") << S_IFDIR;
    }
    void whatIsPlantedInItsPlaceIsNotTouched()
    {
        QFETCH(int, kind);
        const QTemporaryDir place;
        const QString folder = place.filePath(QStringLiteral("locks"));
        QVERIFY(lockIn(folder).take());
        const QByteArray name = QFile::encodeName(lockFileIn(folder));
        QVERIFY(QFile::remove(QFile::decodeName(name)));
        QFile precious(place.filePath(QStringLiteral("precious")));
        QVERIFY(precious.open(QIODevice::WriteOnly) && precious.write("precious") == 8);
        precious.close();
        const QByteArray target = QFile::encodeName(precious.fileName());
        const QString mode = modeOf(precious.fileName());
        const int planted = kind == S_IFLNK   ? ::symlink(target.constData(), name.constData())
                            : kind == S_IFREG ? ::link(target.constData(), name.constData())
                            : kind == S_IFIFO ? ::mkfifo(name.constData(), 0666)
                                              : ::mkdir(name.constData(), 0777);
        QCOMPARE(planted, 0);
        QCOMPARE(lockIn(folder).take().error().kind, ErrorKind::Storage);
        EnvironmentLock lock = lockInOr(folder, place.filePath(QStringLiteral("own")));
        QVERIFY(lock.take());
        QVERIFY(!lock.limit().isEmpty());
        QVERIFY(precious.open(QIODevice::ReadOnly));
        QCOMPARE(precious.readAll(), QByteArray("precious"));
        QCOMPARE(modeOf(precious.fileName()), mode);
    }
    void whatTheHolderCallsItselfIsPlainText()
    {
        const QTemporaryDir place;
        EnvironmentLock first = lockIn(place.path());
        QVERIFY(first.take());
        QFile file(lockFileIn(place.path()));
        QVERIFY(file.open(QIODevice::WriteOnly) &&
                file.write("me \xe2\x80\xae\x1b[31m" + QByteArray(5000, 'x')) > 5000);
        file.close();
        const QString said = lockIn(place.path()).take().error().detail;
        QVERIFY2(said.contains(QStringLiteral("me <U+202E><U+001B>")) && said.size() < 300, qPrintable(said));
    }
    void twoUsersKeepEachOtherOut()
    {
        if (::geteuid() != 0)
            QSKIP("Only the superuser can become another user.");
        const OpenPlace open;
        HoldingProcess theirs(open.folder, nobody);
        QVERIFY(theirs.took());
        EnvironmentLock ours = lockIn(open.folder);
        const auto refused = ours.take();
        QCOMPARE(refused.error().kind, ErrorKind::Refused);
        QVERIFY2(refused.error().detail.contains(theirs.id()), qPrintable(refused.error().detail));
        theirs.end(); // by SIGKILL
        QVERIFY(ours.take());
        QVERIFY(asNobody([&] {
            EnvironmentLock lock = lockIn(open.folder);
            const auto taken = lock.take();
            return !taken && taken.error().kind == ErrorKind::Refused;
        }));
        ours.release();
        QVERIFY(asNobody([&] { return bool(lockIn(open.folder).take()); }));
    }
    void whoWasKilledLocksNoOtherUserOut()
    {
        if (::geteuid() != 0)
            QSKIP("Only the superuser can become another user.");
        const OpenPlace open;
        HoldingProcess ours(open.folder);
        QVERIFY(ours.took());
        ours.end(); // by SIGKILL
        QVERIFY(asNobody([&] { return bool(lockIn(open.folder).take()); }));
    }
    void nobodyDeletesWhatAnotherHolds()
    {
        if (::geteuid() != 0)
            QSKIP("Only the superuser can become another user.");
        const OpenPlace open;
        EnvironmentLock lock = lockIn(open.folder);
        QVERIFY(lock.take());
        const QByteArray file = QFile::encodeName(lockFileIn(open.folder));
        QVERIFY(asNobody([&] { return ::unlink(file.constData()) != 0; }));
        QVERIFY(asNobody([&] { return ::rename(file.constData(), (file + "-away").constData()) != 0; }));
        QVERIFY(asNobody([&] { return bool(!lockIn(open.folder).take()); }));
    }
    void takingItTwiceIsFine()
    {
        const QTemporaryDir place;
        EnvironmentLock lock = lockIn(place.path());
        QVERIFY(lock.take());
        QVERIFY(lock.take());
    }
    void aSecondOneIsRefusedAndNamesTheHolder()
    {
        const QTemporaryDir place;
        EnvironmentLock first = lockIn(place.path());
        EnvironmentLock second = lockIn(place.path());
        QVERIFY(first.take());
        const auto refused = second.take();
        QVERIFY(!refused);
        QVERIFY(!second.isTaken());
        QCOMPARE(refused.error().kind, ErrorKind::Refused);
        QVERIFY2(refused.error().detail.contains(QStringLiteral("process %1").arg(QCoreApplication::applicationPid())),
                 qPrintable(refused.error().detail));
    }
    void releasedItIsFreeForTheNext()
    {
        const QTemporaryDir place;
        EnvironmentLock first = lockIn(place.path());
        EnvironmentLock second = lockIn(place.path());
        QVERIFY(first.take());
        first.release();
        QVERIFY(!first.isTaken());
        QVERIFY(second.take());
        QVERIFY(!first.take());
    }
    void theOtherEnvironmentHasOneOfItsOwn()
    {
        const QTemporaryDir place;
        EnvironmentLock production = lockIn(place.path());
        EnvironmentLock staging = lockIn(place.path(), Environment::Staging);
        QVERIFY(production.take());
        QVERIFY(staging.take());
    }
    void itGoesWithItsProcessAndNotBefore()
    {
        const QTemporaryDir place;
        HoldingProcess holder(place.path());
        QVERIFY(holder.took());
        EnvironmentLock lock = lockIn(place.path());
        const auto refused = lock.take();
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.contains(holder.id()), qPrintable(refused.error().detail));
        holder.end();
        QVERIFY(lock.take());
    }
    void itDoesNotGoStaleHoweverLongAPromotionTakes()
    {
        const QTemporaryDir place;
        EnvironmentLock first = lockIn(place.path());
        EnvironmentLock second = lockIn(place.path());
        QVERIFY(first.take());
        const QFileInfoList files = QDir(place.path()).entryInfoList({QStringLiteral("*.lock")}, QDir::Files);
        QCOMPARE(files.size(), 1);
        QFile file(files.constFirst().filePath());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTimeUtc().addDays(-1), QFileDevice::FileModificationTime));
        QVERIFY(!second.take());
    }
    void aPlaceThatCannotBeWrittenIsSaid()
    {
        const QTemporaryDir place;
        QFile file(place.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        EnvironmentLock lock = lockIn(file.fileName() + QStringLiteral("/locks")); // not even for the superuser
        const auto taken = lock.take();
        QVERIFY(!taken);
        QVERIFY(!lock.isTaken());
        QCOMPARE(taken.error().kind, ErrorKind::Storage);
        QVERIFY2(taken.error().detail.contains(QStringLiteral("cannot be written")), qPrintable(taken.error().detail));
    }
};

SLIPWAY_TEST(EnvironmentLockTest)
#include "environmentlock_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/environmentlock.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

EnvironmentLock lockIn(const QString &folder, Environment environment = Environment::Production)
{
    return EnvironmentLock(folder, aPolicy().project.railway, environment);
}

/// Another process that takes the lock and then does nothing more.
class HoldingProcess {
public:
    explicit HoldingProcess(const QString &folder)
    {
        int ends[2] = {-1, -1};
        if (::pipe(ends) != 0)
            qFatal("no pipe");
        m_process = ::fork();
        if (m_process == 0) {
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
        for (const auto who : {QFileDevice::WriteOwner, QFileDevice::WriteGroup, QFileDevice::WriteOther,
                               QFileDevice::ReadOther, QFileDevice::ExeOther})
            QVERIFY(QFileInfo(folder).permission(who));
    }
    void aFolderThatIsThereIsOpenedToEverybody()
    {
        const QTemporaryDir place; // made for its owner alone
        QVERIFY(!QFileInfo(place.path()).permission(QFileDevice::WriteOther));
        EnvironmentLock lock = lockIn(place.path());
        QVERIFY(lock.take());
        QVERIFY(QFileInfo(place.path()).permission(QFileDevice::WriteOther));
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/journal.h"
#include "support/records.h"
#include "support/testmain.h"

#include <QDir>
#include <QProcess>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

CommandRecord fullRecord()
{
    CommandRecord record = aCommand("o-1", CommandState::Sent);
    record.order.kind = OrderKind::RailwayDeploy;
    record.order.way = PromotionWay::Railway;
    record.order.stagingServing = {QStringLiteral("d-staging")};
    record.order.servingSha = liveSha;
    record.order.run = {30'000'000'001};
    record.order.parent = {QStringLiteral("o-0")};
    record.order.gates = {{QStringLiteral("ci-passed"), QStringLiteral("pass")}};
    record.order.reason = QStringLiteral("release \u202e of <b>today</b>");
    record.detail = QStringLiteral("sent");
    record.run = {9'007'199'254'740'993}; // does not fit a double
    record.deployment = {QStringLiteral("d-new")};
    record.url = QUrl(QStringLiteral("https://github.com/acme/api/actions/runs/9"));
    record.sentAt = at(noon, 10);
    record.servingSeenAt = at(noon, 9);
    record.didNotHappen = true;
    record.serverTime = at(noon, 7);
    record.cancelAsked = true;
    record.order.newestRun = {30'000'000'000};
    record.order.known = {{QStringLiteral("d-old")}};
    record.alarms = {QStringLiteral("beside")};
    record.failureLog = {QStringLiteral("exit 1")};
    return record;
}

struct Place {
    QTemporaryDir folder;
    QString path = folder.filePath(QStringLiteral("journal.sqlite"));
    std::unique_ptr<Journal> open() const
    {
        auto opened = Journal::open(path);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail));
        return std::move(opened->journal);
    }
    QString setAside(Journal::WhenUnreadable whenUnreadable = Journal::WhenUnreadable::SetAside) const
    {
        return Journal::open(path, whenUnreadable)->setAside;
    }
    bool spoil() const
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(QByteArray(4096, 'x')) == 4096;
    }
    QByteArray bytes() const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

} // namespace

class JournalTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatWasAppendedIsReadBackAfterReopening()
    {
        const Place place;
        QVERIFY(place.open()->append(fullRecord(), noon.utc()));
        const auto read = place.open()->unresolved();
        QVERIFY(read);
        QCOMPARE(read->size(), 1);
        QVERIFY(read->constFirst() == fullRecord());
    }
    void theLastRowOfAnOrderIsItsState()
    {
        const Place place;
        const auto journal = place.open();
        QVERIFY(journal->append(aCommand("o-1", CommandState::Intended), noon.utc()));
        QVERIFY(journal->append(aCommand("o-1", CommandState::Sent), noon.utc()));
        QCOMPARE(journal->unresolved()->size(), 1);
        QCOMPARE(journal->unresolved()->constFirst().state, CommandState::Sent);
    }
    void aSettledOrderIsRecentButNotUnresolved()
    {
        const Place place;
        const auto journal = place.open();
        QVERIFY(journal->append(aCommand("o-1", CommandState::Sent), noon.utc()));
        QVERIFY(journal->append(aCommand("o-1", CommandState::Succeeded), noon.utc()));
        QVERIFY(journal->unresolved()->isEmpty());
        QCOMPARE(journal->recent(5)->size(), 1);
    }
    void ordersComeNewestFirstByWhenTheyBegan()
    {
        const Place place;
        const auto journal = place.open();
        QVERIFY(journal->append(aCommand("older", CommandState::Sent), noon.utc()));
        QVERIFY(journal->append(aCommand("newer", CommandState::Sent), noon.utc()));
        QVERIFY(journal->append(aCommand("older", CommandState::Uncertain), noon.utc()));
        QCOMPARE(journal->recent(1)->constFirst().order.id.value, QStringLiteral("newer"));
        QCOMPARE(journal->unresolved()->constLast().order.id.value, QStringLiteral("older"));
    }
    void aProcessKilledAfterARowLosesNothing()
    {
        // The child is not given a chance to close anything: its row is in the write-ahead log only.
        const Place place;
        place.open();
        const pid_t child = fork();
        if (child == 0) {
            auto opened = Journal::open(place.path);
            const bool good = opened && opened->journal->append(aCommand("o-1", CommandState::Sent), noon.utc());
            ::kill(::getpid(), good ? SIGKILL : SIGTERM);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(WTERMSIG(status), SIGKILL);
        const auto read = place.open()->unresolved();
        QCOMPARE(read->size(), 1);
        QCOMPARE(read->constFirst().state, CommandState::Sent);
    }
    void aGarbageFileIsSetAsideAndSaid()
    {
        const Place place;
        QVERIFY(place.spoil());
        auto opened = Journal::open(place.path);
        QVERIFY(opened);
        QVERIFY2(opened->setAside.contains(QStringLiteral("journal.sqlite.unreadable-1")),
                 qPrintable(opened->setAside));
        QVERIFY(QFile::exists(place.path + QStringLiteral(".unreadable-1")));
        QVERIFY(opened->journal->append(aCommand("o-1", CommandState::Sent), noon.utc()));
    }
    void aGoodFileIsNotSetAside()
    {
        const Place place;
        place.open();
        QVERIFY(Journal::open(place.path)->setAside.isEmpty());
    }
    void whatWasSetAsideIsSaidAtEachOpeningUntilItIsAcknowledged()
    {
        const Place place;
        QVERIFY(place.spoil());
        const QString said = place.setAside();
        QVERIFY(!said.isEmpty());
        QCOMPARE(place.setAside(), said);
        QCOMPARE(place.setAside(Journal::WhenUnreadable::LeaveAlone), said);
        QVERIFY(place.open()->append(aCommand("o-1", CommandState::Sent), noon.utc()));
        QCOMPARE(place.setAside(), said); // a command in between is no acknowledgement
        QVERIFY(place.open()->acknowledge());
        QVERIFY(place.setAside().isEmpty());
        QCOMPARE(place.open()->unresolved()->size(), 1);
    }
    void aSecondOneThatIsSetAsideIsSaidWithANameOfItsOwn()
    {
        const Place place;
        QVERIFY(place.spoil());
        QVERIFY(place.open()->acknowledge());
        QVERIFY(place.spoil());
        QVERIFY2(place.setAside().contains(QStringLiteral("unreadable-2")), qPrintable(place.setAside()));
        QVERIFY(QFile::exists(place.path + QStringLiteral(".unreadable-1")));
    }
    void whoOnlyLooksLeavesAnUnreadableOneWhereItIs()
    {
        const Place place;
        QVERIFY(place.spoil());
        const QByteArray before = place.bytes();
        const auto opened = Journal::open(place.path, Journal::WhenUnreadable::LeaveAlone);
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Storage);
        QVERIFY2(opened.error().detail.contains(QStringLiteral("damaged")), qPrintable(opened.error().detail));
        QCOMPARE(place.bytes(), before);
        QVERIFY(!QFile::exists(place.path + QStringLiteral(".unreadable-1")));
    }
    void whoOnlyLooksReadsAGoodOne()
    {
        const Place place;
        QVERIFY(place.open()->append(aCommand("o-1", CommandState::Sent), noon.utc()));
        const auto opened = Journal::open(place.path, Journal::WhenUnreadable::LeaveAlone);
        QVERIFY(opened);
        QVERIFY(opened->setAside.isEmpty());
        QCOMPARE(opened->journal->unresolved()->size(), 1);
    }
    void aJournalOfANewerVersionIsLeftAlone()
    {
        const Place place;
        place.open();
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("newer"));
            database.setDatabaseName(place.path);
            QVERIFY(database.open());
            QVERIFY(QSqlQuery(database).exec(QStringLiteral("PRAGMA user_version = 99")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("newer"));
        const auto opened = Journal::open(place.path);
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Storage);
        QVERIFY(opened.error().detail.contains(QStringLiteral("newer Slipway")));
    }
    void aRowOfAnotherProgramIsAnErrorNotASkippedOrder()
    {
        const Place place;
        const auto journal = place.open();
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
            database.setDatabaseName(place.path);
            QVERIFY(database.open());
            QVERIFY(QSqlQuery(database).exec(QStringLiteral(
                "INSERT INTO command (orderId, state, at, record) VALUES ('o', 'beamed-up', '', '{}')")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
        QVERIFY(!journal->unresolved());
    }
    void aFolderInPlaceOfTheFileIsAnErrorInWords()
    {
        const Place place;
        QVERIFY(QDir().mkpath(place.path));
        const auto opened = Journal::open(place.path);
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Storage);
        QVERIFY(opened.error().detail.contains(QStringLiteral("journal.sqlite")));
    }
    void aReadOnlyFileIsAnErrorInWords()
    {
        if (::geteuid() == 0)
            QSKIP("the superuser may write read-only files");
        const Place place;
        place.open();
        QVERIFY(QFile::setPermissions(place.path, QFileDevice::ReadOwner));
        const auto opened = Journal::open(place.path);
        QVERIFY(!opened);
        QVERIFY2(opened.error().detail.contains(QStringLiteral("read-only")), qPrintable(opened.error().detail));
    }
    void aFileLockedByAnotherProgramRefusesTheRow()
    {
        const Place place;
        const auto journal = place.open();
        {
            QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("holder"));
            other.setDatabaseName(place.path);
            QVERIFY(other.open());
            QVERIFY(QSqlQuery(other).exec(QStringLiteral("BEGIN IMMEDIATE")));
            const auto refused = journal->append(aCommand("o-1", CommandState::Intended), noon.utc());
            QVERIFY(!refused);
            QVERIFY2(refused.error().detail.contains(QStringLiteral("another program")),
                     qPrintable(refused.error().detail));
            QVERIFY(QSqlQuery(other).exec(QStringLiteral("ROLLBACK")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("holder"));
        QVERIFY(journal->append(aCommand("o-1", CommandState::Intended), noon.utc()));
    }
    void aFullDiskRefusesTheRowAndKeepsTheEarlierOnes()
    {
        if (::geteuid() != 0)
            QSKIP("mounting a small file system needs root");
        const QTemporaryDir mount;
        if (QProcess::execute(QStringLiteral("mount"),
                              {QStringLiteral("-t"), QStringLiteral("tmpfs"), QStringLiteral("-o"),
                               QStringLiteral("size=1m"), QStringLiteral("tmpfs"), mount.path()}) != 0)
            QSKIP("mounting is not allowed here");
        const auto unmount = qScopeGuard([&] { QProcess::execute(QStringLiteral("umount"), {mount.path()}); });
        auto opened = Journal::open(mount.filePath(QStringLiteral("journal.sqlite")));
        QVERIFY(opened);
        QVERIFY(opened->journal->append(aCommand("before", CommandState::Sent), noon.utc()));
        QFile ballast(mount.filePath(QStringLiteral("ballast")));
        QVERIFY(ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (ballast.write(QByteArray(4096, 'b')) > 0) {
        }
        CommandRecord large = aCommand("full", CommandState::Intended);
        large.detail = QString(100'000, QLatin1Char('x'));
        const auto refused = opened->journal->append(large, noon.utc());
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.contains(QStringLiteral("disk is full")), qPrintable(refused.error().detail));
        QCOMPARE(opened->journal->unresolved()->size(), 1);
        QVERIFY(ballast.remove());
        QVERIFY(opened->journal->append(large, noon.utc()));
        opened->journal.reset();
    }
};

SLIPWAY_TEST(JournalTest)
#include "journal_test.moc"

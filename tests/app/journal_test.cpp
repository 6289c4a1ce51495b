// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/journal.h"
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

/// Production was taken back and is held.
CommandRecord aReturn(const char *id, int secondsAgo)
{
    CommandRecord record = aCommand(id, CommandState::Succeeded);
    record.order.kind = OrderKind::RollBack;
    record.order.hold = true;
    record.sentAt = at(noon, secondsAgo);
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
    /// As another program would; the first value of the answer.
    int run(const char *statement) const
    {
        int value = 0;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
            database.setDatabaseName(path);
            QSqlQuery query(database);
            if (!database.open() || !query.exec(QLatin1String(statement)))
                qFatal("%s", statement);
            value = query.next() ? query.value(0).toInt() : 0;
        }
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
        return value;
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
    void aRowThatCannotBeReadIsSaidUntilItIsAcknowledgedAndHidesNoOther()
    {
        const Place place;
        const auto journal = place.open();
        QVERIFY(journal->append(aCommand("readable", CommandState::Sent), noon.utc()));
        QVERIFY(journal->append(aCommand("o", CommandState::Sent), noon.utc()));
        place.run("INSERT INTO command (orderId, state, at, record) VALUES ('o', 'beamed-up', '', '{}')");
        QVERIFY(journal->unreadable().contains(QStringLiteral("cannot read")));
        QCOMPARE(journal->unresolved()->size(), 1);
        QVERIFY(journal->acknowledge());
        QCOMPARE(journal->unreadable(), QString());
        QCOMPARE(journal->unresolved()->size(), 2); // as its earlier row says
        QVERIFY(place.open()->unreadable().isEmpty());
        QCOMPARE(place.run("SELECT count(*) FROM aside WHERE state = 'beamed-up'"), 1);
    }
    void journalsOfFormerFoldersAreTakenOverOnceAndInTheOrderOfTime()
    {
        const Place place;
        const Place first;
        const Place second;
        QVERIFY(first.open()->append(aReturn("o-first", 300), at(noon, 300)));
        QVERIFY(second.open()->append(aReturn("o-second", 200), at(noon, 200)));
        QVERIFY(first.open()->append(aReturn("o-third", 100), at(noon, 100)));
        QVERIFY(place.open()->append(aCommand("o-own", CommandState::Succeeded), at(noon, 250)));
        const QStringList paths{first.path, second.path};
        QCOMPARE(*place.open()->takeOver(paths), QString());
        const auto orders = [](const Journal &journal) {
            QStringList ids;
            const auto recent = journal.recent(-1);
            for (const CommandRecord &each : *recent)
                ids.append(each.order.id.value);
            return ids;
        };
        const QStringList all{QStringLiteral("o-third"), QStringLiteral("o-second"), QStringLiteral("o-own"),
                              QStringLiteral("o-first")};
        QCOMPARE(orders(*place.open()), all);
        QCOMPARE(place.open()->hold()->value().order.value, QStringLiteral("o-third"));
        const auto hold = *place.open()->hold();
        QVERIFY(place.open()->liftHold(*hold, QStringLiteral("mira"), QStringLiteral("over"), noon.utc()));
        QCOMPARE(*place.open()->takeOver(paths), QString());
        QCOMPARE(orders(*place.open()), all);
        QVERIFY(!*place.open()->hold());
    }
    void aLiftedHoldOfAFormerFolderStaysLifted()
    {
        const Place place;
        const Place former;
        QVERIFY(former.open()->append(aReturn("o-1", 300), at(noon, 300)));
        const auto hold = *former.open()->hold();
        QVERIFY(former.open()->liftHold(*hold, QStringLiteral("mira"), QStringLiteral("over"), noon.utc()));
        QVERIFY(place.open()->takeOver({former.path}));
        QVERIFY(!*place.open()->hold());
    }
    void aFormerJournalThatCannotBeReadIsSaidUntilItIsAcknowledged()
    {
        const Place place;
        const Place former;
        QVERIFY(former.spoil());
        QVERIFY(place.open()->takeOver({former.path})->contains(QStringLiteral("earlier journal")));
        QVERIFY(!place.setAside().isEmpty());
        const QByteArray before = former.bytes();
        QVERIFY(place.open()->acknowledge());
        QCOMPARE(*place.open()->takeOver({former.path}), QString());
        QCOMPARE(former.bytes(), before);
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
    void onAFullDiskThereIsStillRoomForAReturn()
    {
        if (::geteuid() != 0)
            QSKIP("mounting a small file system needs root");
        const QTemporaryDir mount;
        if (QProcess::execute(QStringLiteral("mount"),
                              {QStringLiteral("-t"), QStringLiteral("tmpfs"), QStringLiteral("-o"),
                               QStringLiteral("size=1m"), QStringLiteral("tmpfs"), mount.path()}) != 0)
            QSKIP("mounting is not allowed here");
        const auto unmount = qScopeGuard([&] { QProcess::execute(QStringLiteral("umount"), {mount.path()}); });
        const QString path = mount.filePath(QStringLiteral("journal.sqlite"));
        auto opened = Journal::open(path);
        QVERIFY(opened);
        QFile ballast(mount.filePath(QStringLiteral("ballast")));
        QVERIFY(ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (ballast.write(QByteArray(4096, 'b')) > 0) {
        }
        CommandRecord large = aReturn("o-return", 10);
        large.detail = QString(20'000, QLatin1Char('x'));
        QVERIFY(!opened->journal->append(large, noon.utc()));
        while (!opened->journal->append(large, noon.utc()))
            QVERIFY(opened->journal->releaseReserve()); // it is not used up
        opened->journal.reset();
        for (opened = Journal::open(path); !opened; opened = Journal::open(path))
            QVERIFY2(Journal::releaseReserve(path), qPrintable(opened.error().detail));
        QCOMPARE(opened->journal->recent(-1)->size(), 1);
        opened->journal.reset();
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

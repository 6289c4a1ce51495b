// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/checkliststore.h"
#include "app/storage/healthhistory.h"
#include "app/storage/journal.h"
#include "support/builders.h"
#include "support/commands.h"
#include "support/testmain.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// In octal, as ls would count it.
QString modeOf(const QString &path)
{
    struct stat facts {};
    if (::stat(QFile::encodeName(path).constData(), &facts) != 0)
        return QStringLiteral("none");
    return QString::number(facts.st_mode & 07777, 8);
}

QStringList openFiles(const QString &folder)
{
    QStringList open;
    const auto entries = QDir(folder).entryInfoList(QDir::Files | QDir::Hidden);
    for (const QFileInfo &entry : entries) {
        if (modeOf(entry.filePath()) != QLatin1String("600"))
            open.append(entry.fileName() + QLatin1Char(' ') + modeOf(entry.filePath()));
    }
    return open;
}

/// What is kept of a project, with rows in it.
struct Kept {
    explicit Kept(const QString &folder)
    {
        auto opened = Journal::open(folder + QStringLiteral("/journal.sqlite"));
        if (!opened || !opened->journal->append(aPromotion(CommandState::Sent), noon.utc()))
            qFatal("the journal cannot be written");
        journal = std::move(opened->journal);
        checklists = std::make_unique<ChecklistStore>(folder + QStringLiteral("/checklists.sqlite"));
        if (!checklists->set({QStringLiteral("d")}, ChecklistItem::LogsClean, true, QStringLiteral("mira"), noon.utc()))
            qFatal("the checklist cannot be written");
    }
    std::unique_ptr<Journal> journal;
    std::unique_ptr<ChecklistStore> checklists;
};

} // namespace

/// What Slipway keeps, and what is left of it in memory, is nobody else's business.
class PrivateFilesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_mask = ::umask(0); } // the most open there is
    void cleanup() { ::umask(m_mask); }

    void whatIsKeptIsItsOwnersAlone()
    {
        const QTemporaryDir place;
        const QString folder = place.filePath(QStringLiteral("data"));
        const Kept kept(folder);
        QCOMPARE(modeOf(folder), QStringLiteral("700"));
        QVERIFY(QFile::exists(folder + QStringLiteral("/journal.sqlite-wal")));
        QCOMPARE(openFiles(folder), QStringList());
    }
    void whatAnEarlierOneLeftOpenIsClosed()
    {
        const QTemporaryDir place;
        const QString folder = place.filePath(QStringLiteral("data"));
        {
            const Kept kept(folder);
            QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 0755), 0);
            for (const char *file : {"/journal.sqlite", "/journal.sqlite-wal", "/journal.sqlite-shm"})
                QCOMPARE(::chmod(QFile::encodeName(folder + QLatin1String(file)).constData(), 0644), 0);
            const Kept again(folder); // while the first one has it open
            QCOMPARE(openFiles(folder), QStringList());
            QCOMPARE(modeOf(folder), QStringLiteral("700"));
        }
    }
    void aPlaceOfEverybodysStaysOne()
    {
        const QTemporaryDir place;
        const QString folder = place.filePath(QStringLiteral("tmp"));
        QVERIFY(QDir().mkdir(folder));
        QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 01777), 0);
        const Kept kept(folder);
        QCOMPARE(modeOf(folder), QStringLiteral("1777"));
        QCOMPARE(openFiles(folder), QStringList());
    }
    void aCrashLeavesNoCoreFile()
    {
        rlimit limit{};
        QCOMPARE(::getrlimit(RLIMIT_CORE, &limit), 0);
        const rlimit before = limit;
        limit.rlim_cur = limit.rlim_max;
        QCOMPARE(::setrlimit(RLIMIT_CORE, &limit), 0);
        if (limit.rlim_max == 0)
            QSKIP("No core file can be written here at all.");
        QFile file(m_folder.filePath(QStringLiteral("slipway.toml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(
            QFile::copy(QStringLiteral(SLIPWAY_EXAMPLES "/gatewayz-api.toml"), m_folder.filePath(QStringLiteral("p"))));
        QProcess slipway;
        slipway.start(QStringLiteral(SLIPWAY_BINARIES "/slipway"),
                      {QStringLiteral("--project"), m_folder.filePath(QStringLiteral("p")),
                       QStringLiteral("--set-token"), QStringLiteral("github")}); // which waits for the token
        QVERIFY2(slipway.waitForStarted(), "this test needs the program");
        QFile limits(QStringLiteral("/proc/%1/limits").arg(slipway.processId()));
        QTRY_VERIFY(coreLimit(limits.fileName()).startsWith("0 "));
        slipway.closeWriteChannel();
        QVERIFY(slipway.waitForFinished());
        QCOMPARE(::setrlimit(RLIMIT_CORE, &before), 0);
    }

private:
    static QByteArray coreLimit(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        const QByteArray name = "Max core file size";
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith(name))
                return line.mid(name.size()).trimmed();
        }
        return {};
    }

    mode_t m_mask = 0;
    QTemporaryDir m_folder;
};

SLIPWAY_TEST(PrivateFilesTest)
#include "privatefiles_test.moc"

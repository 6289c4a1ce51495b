// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/logexport.h"

#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <numeric>

#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace Slipway;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(cannot be read)");
}

/// A store with so many lines "line 0", "line 1", ..., and a folder with an older export in it.
struct ExportPlace {
    explicit ExportPlace(LineNumber count = 3, qsizetype capacity = LogStore::defaultCapacity)
        : store(capacity)
    {
        for (LineNumber i = 0; i < count; ++i)
            append("line " + std::to_string(i));
        QFile old(path);
        if (!old.open(QIODevice::WriteOnly) || old.write("of last week\n") < 0)
            qFatal("no older export");
    }
    void append(const std::string &message)
    {
        store.append({.at = 1'000'000'000, .level = LogLevel::Info, .message = message});
    }
    std::vector<LineNumber> all() const
    {
        std::vector<LineNumber> lines(store.end() - store.first());
        std::iota(lines.begin(), lines.end(), store.first());
        return lines;
    }
    QStringList files() const { return QDir(folder.path()).entryList(QDir::Files | QDir::Hidden); }

    LogStore store;
    QTemporaryDir folder;
    QString path = folder.filePath(QStringLiteral("log.txt"));
};

/// An export and what it says.
struct RunningExport {
    RunningExport(const LogStore &store, std::vector<LineNumber> lines, const QString &path)
        : writer(store, std::move(lines), path)
        , progressed(&writer, &LogExport::progressed)
        , finished(&writer, &LogExport::finished)
    {
        QObject::connect(&writer, &LogExport::finished, &writer, [this](const Result<ExportedLines> &exported) {
            m_result = std::make_unique<Result<ExportedLines>>(exported);
        });
    }
    const Result<ExportedLines> &result()
    {
        if (!m_result && !finished.wait(30'000))
            qFatal("the export does not end");
        return *m_result;
    }

    LogExport writer;
    QSignalSpy progressed;
    QSignalSpy finished;

private:
    std::unique_ptr<Result<ExportedLines>> m_result;
};

QByteArray lineNumbered(int number)
{
    return "1970-01-01T00:00:01.000000000Z staging deploy INFO line " + QByteArray::number(number) + '\n';
}

/// Files of this process end there, as on a disk that is full.
class SmallFiles {
public:
    explicit SmallFiles(rlim_t bytes)
        : m_handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{.rlim_cur = bytes, .rlim_max = m_before.rlim_max};
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
            qFatal("the limit cannot be set");
    }
    ~SmallFiles()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    SmallFiles(const SmallFiles &) = delete;
    SmallFiles &operator=(const SmallFiles &) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int);
};

} // namespace

/// Lines of the log in a file: all of them, or what was there before.
class LogExportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theGivenLinesReplaceWhatWasThere()
    {
        ExportPlace place;
        RunningExport running(place.store, {2, 0}, place.path);
        const auto result = running.result();
        QVERIFY2(result, qPrintable(result ? QString() : result.error().detail));
        QCOMPARE(*result, (ExportedLines{.path = place.path, .lines = 2}));
        QCOMPARE(contentOf(place.path), lineNumbered(2) + lineNumbered(0));
        QCOMPARE(exportText(*result), QStringLiteral("2 lines were written to ") + place.path);
    }
    void noLinesAreAnEmptyFile()
    {
        ExportPlace place;
        RunningExport running(place.store, {}, place.path);
        QVERIFY(running.result());
        QCOMPARE(contentOf(place.path), QByteArray());
    }
    void manyLinesAreWrittenInSlices()
    {
        const ExportPlace place(2 * LogExport::sliceLines + 1);
        RunningExport running(place.store, place.all(), place.path);
        QVERIFY(running.result());
        QCOMPARE(contentOf(place.path).count('\n'), qsizetype(2 * LogExport::sliceLines + 1));
        QList<qsizetype> done;
        for (const QList<QVariant> &each : std::as_const(running.progressed)) {
            done.append(each.at(0).value<qsizetype>());
            QCOMPARE(each.at(1).value<qsizetype>(), qsizetype(2 * LogExport::sliceLines + 1));
        }
        QCOMPARE(done, (QList<qsizetype>{LogExport::sliceLines, qsizetype(2) * LogExport::sliceLines,
                                         qsizetype(2) * LogExport::sliceLines + 1}));
    }
    void longLinesMakeShorterSlices()
    {
        ExportPlace place(0);
        for (int i = 0; i < 40; ++i)
            place.append(std::string(60'000, 'x'));
        RunningExport running(place.store, place.all(), place.path);
        QVERIFY(running.result());
        QVERIFY(running.progressed.size() >= 3);
        QCOMPARE(contentOf(place.path).count('\n'), 40);
    }
    void untilAllIsWrittenTheOldFileIsThere()
    {
        const ExportPlace place(2 * LogExport::sliceLines);
        RunningExport running(place.store, place.all(), place.path);
        QVERIFY(running.progressed.wait());
        QVERIFY(running.finished.isEmpty());
        QCOMPARE(contentOf(place.path), QByteArray("of last week\n"));
        QVERIFY(running.result());
        QCOMPARE(place.files(), QStringList(QStringLiteral("log.txt")));
    }
    void linesThatWereDroppedMeanwhileAreCounted()
    {
        ExportPlace place(LogExport::sliceLines + 2);
        RunningExport running(place.store, place.all(), place.path);
        QVERIFY(running.progressed.wait());
        place.store.clear();
        place.append("of another deployment");
        const auto result = running.result();
        QVERIFY(result);
        QCOMPARE(result->lines, qsizetype(LogExport::sliceLines));
        QCOMPARE(result->dropped, qsizetype(2));
        QVERIFY(contentOf(place.path)
                    .endsWith(lineNumbered(LogExport::sliceLines - 1) +
                              "# 2 lines were dropped before they could be written\n"));
        QVERIFY(exportText(*result).endsWith(QStringLiteral("; 2 lines were dropped before they could be written")));
    }
    void aFullStoreDropsLinesMeanwhile()
    {
        ExportPlace place(LogExport::sliceLines + 1, 2 * LogStore::chunkBytes);
        std::vector<LineNumber> lines(size_t(LogExport::sliceLines) + 1, 0);
        lines.front() = LogExport::sliceLines;
        RunningExport running(place.store, lines, place.path);
        QVERIFY(running.progressed.wait());
        for (int i = 0; i < 80; ++i)
            place.append(std::string(60'000, 'x'));
        QVERIFY(place.store.first() > 0);
        const auto result = running.result();
        QVERIFY(result);
        QCOMPARE(exportText(*result),
                 QStringLiteral("5000 lines were written to %1; 1 line was dropped before it could "
                                "be written")
                     .arg(place.path));
    }
    void whatIsCancelledLeavesTheOldFileAndNothingElse()
    {
        const ExportPlace place(2 * LogExport::sliceLines);
        RunningExport running(place.store, place.all(), place.path);
        QVERIFY(running.progressed.wait());
        running.writer.cancel();
        QTest::qWait(0);
        QCOMPARE(running.progressed.size(), 1);
        QVERIFY(running.finished.isEmpty());
        QCOMPARE(contentOf(place.path), QByteArray("of last week\n"));
        running.writer.cancel();
    }
    void whoGoesAwayLeavesTheOldFileAndNothingElse()
    {
        const ExportPlace place(2 * LogExport::sliceLines);
        {
            RunningExport running(place.store, place.all(), place.path);
            QVERIFY(running.progressed.wait());
        }
        QCOMPARE(contentOf(place.path), QByteArray("of last week\n"));
        QCOMPARE(place.files(), QStringList(QStringLiteral("log.txt")));
    }
    void aFolderThatIsNotThereIsNamed()
    {
        const ExportPlace place;
        const QString path = place.folder.filePath(QStringLiteral("nowhere/log.txt"));
        RunningExport running(place.store, place.all(), path);
        const auto result = running.result();
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Storage);
        QCOMPARE(result.error().detail,
                 QStringLiteral("The log could not be written to %1: No such file or directory").arg(path));
        QVERIFY(running.progressed.isEmpty());
    }
    void aFolderInTheFilesPlaceIsNamed()
    {
        const ExportPlace place;
        RunningExport running(place.store, place.all(), place.folder.path());
        const auto result = running.result();
        QVERIFY(!result);
        QVERIFY2(result.error().detail.contains(QStringLiteral("directory")), qPrintable(result.error().detail));
    }
    void aFolderThatMayNotBeWrittenToIsNamed()
    {
        if (::geteuid() == 0)
            QSKIP("root may write everywhere");
        const ExportPlace place;
        QFile folder(place.folder.path());
        QVERIFY(folder.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        const auto restore =
            qScopeGuard([&] { folder.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner); });
        RunningExport running(place.store, place.all(), place.path);
        const auto result = running.result();
        QVERIFY(!result);
        QVERIFY2(result.error().detail.contains(QStringLiteral("Permission denied")),
                 qPrintable(result.error().detail));
        QCOMPARE(contentOf(place.path), QByteArray("of last week\n"));
    }
    void aDiskThatTakesNoMoreLeavesTheOldFile_data()
    {
        QTest::addColumn<int>("room");
        QTest::newRow("in a slice") << 100'000;
        QTest::newRow("at the very end") << 3 * int(lineNumbered(0).size()) - 1;
    }
    void aDiskThatTakesNoMoreLeavesTheOldFile()
    {
        QFETCH(int, room);
        const ExportPlace place(room < 1'000 ? 3 : 2 * LogExport::sliceLines);
        RunningExport running(place.store, place.all(), place.path);
        {
            const SmallFiles limit{rlim_t(room)};
            (void)running.result();
        }
        const auto &result = running.result();
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Storage);
        QCOMPARE(result.error().detail,
                 QStringLiteral("The log could not be written to %1: File too large").arg(place.path));
        QCOMPARE(contentOf(place.path), QByteArray("of last week\n"));
        QCOMPARE(place.files(), QStringList(QStringLiteral("log.txt")));
        QTest::qWait(0);
        QCOMPARE(running.finished.size(), 1);
    }
    void aFullDiskIsNamed()
    {
        if (::geteuid() != 0)
            QSKIP("mounting a small file system needs root");
        const QTemporaryDir mount;
        if (QProcess::execute(QStringLiteral("mount"),
                              {QStringLiteral("-t"), QStringLiteral("tmpfs"), QStringLiteral("-o"),
                               QStringLiteral("size=64k"), QStringLiteral("tmpfs"), mount.path()}) != 0)
            QSKIP("mounting is not allowed here");
        const auto unmount = qScopeGuard([&] { QProcess::execute(QStringLiteral("umount"), {mount.path()}); });
        const ExportPlace place(LogExport::sliceLines);
        RunningExport running(place.store, place.all(), mount.filePath(QStringLiteral("log.txt")));
        const auto result = running.result();
        QVERIFY(!result);
        QVERIFY2(result.error().detail.endsWith(QStringLiteral("log.txt: No space left on device")),
                 qPrintable(result.error().detail));
        QVERIFY(QDir(mount.path()).isEmpty());
    }
};

SLIPWAY_TEST(LogExportTest)
#include "logexport_test.moc"

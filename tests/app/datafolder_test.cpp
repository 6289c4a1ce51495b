// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/datafolder.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr QLatin1String root("/data");

QString pathOf(const Project &project)
{
    return dataFolderOf(root, project).path;
}

bool write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class DataFolderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whateverAProjectFileSaysOfItselfTheFolderIsThatOfWhatItCommands()
    {
        const Project project = acmeProject();
        Project other = project;
        other.name = QStringLiteral("another name");
        other.file = QStringLiteral("/elsewhere/slipway.toml");
        other.github.repository = QStringLiteral("Acme/Api");
        other.github.api = QUrl(QStringLiteral("https://github.example/api/v3"));
        other.railway.project = {QStringLiteral("another")};
        other.railway.api = QUrl(QStringLiteral("https://backboard.railway.app/graphql/v2/"));
        QCOMPARE(pathOf(other), pathOf(project));
    }
    void anotherServiceEnvironmentOrRehearsalHasAnotherOne()
    {
        const Project project = acmeProject();
        Project service = project;
        service.railway.service = {QStringLiteral("s2")};
        Project environment = project;
        environment.railway.environments.production = {QStringLiteral("e2")};
        Project rehearsal = project;
        rehearsal.railway.api = QUrl(QStringLiteral("http://127.0.0.1:4711/graphql/v2"));
        Project anotherRehearsal = project;
        anotherRehearsal.railway.api = QUrl(QStringLiteral("http://127.0.0.1:4712/graphql/v2"));
        const QSet<QString> all{pathOf(project), pathOf(service), pathOf(environment), pathOf(rehearsal),
                                pathOf(anotherRehearsal)};
        QCOMPARE(all.size(), 5);
    }
    void foldersOfEarlierVersionsAreFoundUnderEveryName()
    {
        const QTemporaryDir folder;
        const QDir data(folder.path());
        // As an earlier version named them for this project file, under two names, and for another repository.
        QVERIFY(data.mkpath(QStringLiteral("gatewayz-api-") + QLatin1String(formerEnd)));
        QVERIFY(data.mkpath(QStringLiteral("renamed%20since-") + QLatin1String(formerEnd)));
        QVERIFY(data.mkpath(QStringLiteral("gatewayz-api-000000000000")));
        Project project = acmeProject();
        QCOMPARE(dataFolderOf(folder.path(), project).former.size(), 2);
        project.name = QStringLiteral("edited");
        project.github.repository = QStringLiteral("Acme/Api");
        QCOMPARE(dataFolderOf(folder.path(), project).former.size(), 2);
    }
    void checklistsAndHistoryMoveWithItOnce()
    {
        const QTemporaryDir folder;
        const QDir data(folder.path());
        const QString now = data.filePath(QStringLiteral("now"));
        const QStringList former{data.filePath(QStringLiteral("new")), data.filePath(QStringLiteral("old"))};
        for (const QString &each : former + QStringList{now})
            QVERIFY(data.mkpath(each));
        QVERIFY(write(former[0] + QStringLiteral("/checklists.sqlite"), "new"));
        QVERIFY(write(former[1] + QStringLiteral("/checklists.sqlite"), "old"));
        QVERIFY(write(former[1] + QStringLiteral("/health.sqlite"), "old"));
        QVERIFY(write(former[1] + QStringLiteral("/health.sqlite-wal"), "log"));
        takeOverFiles(former, now);
        takeOverFiles(former, now);
        QCOMPARE(read(now + QStringLiteral("/checklists.sqlite")), QByteArray("new"));
        QCOMPARE(read(now + QStringLiteral("/health.sqlite")), QByteArray("old"));
        QCOMPARE(read(now + QStringLiteral("/health.sqlite-wal")), QByteArray("log"));
        QCOMPARE(read(former[1] + QStringLiteral("/checklists.sqlite")), QByteArray("old"));
    }

private:
    static constexpr char formerEnd[] = "deeff1134d81";
};

SLIPWAY_TEST(DataFolderTest)
#include "datafolder_test.moc"

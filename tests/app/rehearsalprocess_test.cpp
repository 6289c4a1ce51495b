// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/rehearsalprocess.h"
#include "support/testmain.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Slipway;

namespace {

/// A shell script that plays the rehearsal program.
class RehearsalScript {
public:
    explicit RehearsalScript(const QByteArray &body)
    {
        QFile file(path());
        if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + body) < 0)
            qFatal("no script");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    QString path() const { return beside(QStringLiteral("rehearsal")); }
    QString beside(const QString &name) const { return m_folder.filePath(name); }
    QByteArray note(const QString &name) const
    {
        QFile file(beside(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    QTemporaryDir m_folder;
};

struct WatchedRehearsal {
    explicit WatchedRehearsal(const QString &program)
        : process(program)
        , ready(&process, &RehearsalProcess::ready)
        , failed(&process, &RehearsalProcess::failed)
        , ended(&process, &RehearsalProcess::ended)
    {
    }
    QString trouble() const { return failed.constFirst().constFirst().value<Error>().detail; }

    RehearsalProcess process;
    QSignalSpy ready;
    QSignalSpy failed;
    QSignalSpy ended;
};

} // namespace

class RehearsalProcessTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itsProjectFileArrivesWhenItIsReady()
    {
        const RehearsalScript script("printf 'name = \"play\"\\n'; printf '# not ready\\n# rea'; printf 'dy\\n'\n"
                                     "cat >/dev/null\n");
        WatchedRehearsal watched(script.path());
        watched.process.start(QStringLiteral("normal"));
        QCOMPARE(watched.ready.size(), 0);
        QTRY_COMPARE(watched.ready.size(), 1);
        QCOMPARE(watched.ready.constFirst().constFirst().toByteArray(), QByteArray("name = \"play\"\n# not ready\n"));
        QCOMPARE(watched.failed.size(), 0);
        QCOMPARE(watched.ended.size(), 0);
    }
    void scenarioAndSpeedAreHandedOver()
    {
        const RehearsalScript script(
            "printf '%s|' \"$@\" >\"$(dirname \"$0\")/arguments\"; echo '# ready'; cat >/dev/null\n");
        WatchedRehearsal watched(script.path());
        watched.process.start(QStringLiteral("lying-green"), 20);
        QTRY_COMPARE(watched.ready.size(), 1);
        QCOMPARE(script.note(QStringLiteral("arguments")), QByteArray("lying-green|--speed|20|"));
    }
    void itEndsWithTheConsole()
    {
        const RehearsalScript script("echo '# ready'; cat >/dev/null; echo over >\"$(dirname \"$0\")/over\"\n");
        {
            WatchedRehearsal watched(script.path());
            watched.process.start(QStringLiteral("normal"));
            QTRY_COMPARE(watched.ready.size(), 1);
        }
        QTRY_COMPARE(script.note(QStringLiteral("over")), QByteArray("over\n"));
    }
    void realTokensAreNotHandedDown()
    {
        qputenv("SLIPWAY_GITHUB_TOKEN", "made-up-token");
        const RehearsalScript script("echo \"[$SLIPWAY_GITHUB_TOKEN]\"; echo '# ready'; cat >/dev/null\n");
        WatchedRehearsal watched(script.path());
        qunsetenv("SLIPWAY_GITHUB_TOKEN");
        watched.process.start(QStringLiteral("normal"));
        QTRY_COMPARE(watched.ready.size(), 1);
        QCOMPARE(watched.ready.constFirst().constFirst().toByteArray(), QByteArray("[]\n"));
    }
    void aMissingProgramIsSaid()
    {
        WatchedRehearsal watched(QStringLiteral("/nonexistent/slipway-rehearsal"));
        watched.process.start(QStringLiteral("normal"));
        QCOMPARE(watched.failed.size(), 0);
        QTRY_COMPARE(watched.failed.size(), 1);
        QVERIFY2(watched.trouble().startsWith(QStringLiteral("The rehearsal cannot be started: ")),
                 qPrintable(watched.trouble()));
    }
    void itsOwnWordsAreToldWhenItRefuses()
    {
        const RehearsalScript script("echo 'there is no scenario \"nromal\"' >&2; exit 3\n");
        WatchedRehearsal watched(script.path());
        watched.process.start(QStringLiteral("nromal"));
        QTRY_COMPARE(watched.failed.size(), 1);
        QCOMPARE(watched.trouble(), QStringLiteral("The rehearsal ended with exit code 3 before it was ready: there is "
                                                   "no scenario \"nromal\""));
    }
    void aSilentOneIsGivenUp()
    {
        const RehearsalScript script("printf '# ready'; exec cat\n"); // without its line end
        WatchedRehearsal watched(script.path());
        watched.process.setDeadline(Milliseconds(100));
        watched.process.start(QStringLiteral("normal"));
        QTRY_COMPARE(watched.failed.size(), 1);
        QCOMPARE(watched.trouble(), QStringLiteral("The rehearsal was not ready within 0.1 s"));
        QCOMPARE(watched.ready.size(), 0);
    }
    void aFloodIsGivenUp()
    {
        const RehearsalScript script("exec yes\n");
        WatchedRehearsal watched(script.path());
        watched.process.start(QStringLiteral("normal"));
        QTRY_COMPARE(watched.failed.size(), 1);
        QCOMPARE(watched.trouble(), QStringLiteral("The rehearsal printed more than a project file"));
    }
    void itsEndIsTold()
    {
        const RehearsalScript script("echo '# ready'; exit 7\n");
        WatchedRehearsal watched(script.path());
        watched.process.start(QStringLiteral("normal"));
        QTRY_COMPARE(watched.ended.size(), 1);
        QCOMPARE(watched.ready.size(), 1);
        QCOMPARE(watched.failed.size(), 0);
        QCOMPARE(watched.ended.constFirst().constFirst().value<Error>().detail,
                 QStringLiteral("The rehearsal ended with exit code 7; start Slipway again to rehearse"));
    }
    void itsTokensAreMadeUp()
    {
        const auto tokens = RehearsalProcess::tokens();
        QCOMPARE(tokens.value(CredentialId::GitHub), QByteArray("rehearsal-github"));
        QCOMPARE(tokens.value(CredentialId::Railway), QByteArray("rehearsal-railway"));
        QCOMPARE(tokens.value(CredentialId::Sentry), QByteArray("rehearsal-sentry"));
        QVERIFY(!tokens.contains(CredentialId::RailwayProduction));
    }
};

SLIPWAY_TEST(RehearsalProcessTest)
#include "rehearsalprocess_test.moc"

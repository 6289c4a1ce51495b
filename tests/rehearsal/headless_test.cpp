// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/rehearsalprocess.h"
#include "app/net/systemclock.h"
#include "app/project/projectfile.h"
#include "app/rehearsal/rehearsal.h"
#include "app/status/statusrun.h"
#include "app/status/statussources.h"
#include "support/echoes.h"
#include "support/testmain.h"

#include <QDeadlineTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QString slipwayProgram()
{
    return QStringLiteral(SLIPWAY_BINARIES "/slipway");
}

/// What the program tells on standard error with those rules, beside the status of a rehearsal.
QByteArray loggedWith(const QString &rules)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), rules);
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(slipwayProgram(), {QStringLiteral("--rehearse"), QStringLiteral("--status")});
    if (!program.waitForFinished(60'000) || program.exitCode() != 0)
        qFatal("the status of a rehearsal was not printed");
    return program.readAllStandardError();
}

/// What is printed for a rehearsal whose answers are spoilt so, and how long it took.
struct Printed {
    explicit Printed(const QJsonObject &fault)
    {
        const auto scenario = Slipway::Rehearsal::loadScenario(QStringLiteral("normal"));
        if (!scenario)
            qFatal("%s", qPrintable(scenario.error().detail));
        Slipway::Rehearsal::Rehearsal rehearsal(*scenario, 1, 1, [] { return QDateTime::currentDateTimeUtc(); });
        if (!rehearsal.faults().add(fault, QDateTime::currentDateTimeUtc()))
            qFatal("no such fault");
        const auto loaded = parseProject(rehearsal.projectFile(), QStringLiteral("rehearsal"));
        if (!loaded)
            qFatal("%s", qPrintable(loaded.error().detail));
        const QTemporaryDir folder;
        const SystemClock clock;
        const Moment began = clock.now();
        StatusRun run(clock, loaded->project, {.data = folder.path(), .former = {}, .locks = folder.path()},
                      StatusRun::Format::Table);
        QSignalSpy finished(&run, &StatusRun::finished);
        run.start({RehearsalProcess::tokens(), RehearsalProcess::secrets()});
        if (!finished.wait(int(statusDeadline.count()) + 5'000))
            qFatal("nothing was printed");
        text = QString::fromUtf8(finished.constFirst().constFirst().toByteArray());
        exitCode = finished.constFirst().constLast().toInt();
        took = ageOf(began, clock.now());
    }

    QString text;
    int exitCode = -1;
    Milliseconds took{0};
};

} // namespace

/// --status as a program is used: what it prints, and with which exit code it leaves.
class HeadlessTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingThatIsReadIsZero()
    {
        const Printed printed({{QStringLiteral("kind"), QStringLiteral("none")}});
        QVERIFY2(printed.exitCode == 0, qPrintable(printed.text));
        QVERIFY(!printed.text.contains(QStringLiteral("has not been read")));
    }
    /// Either everything was read, or it says what was not.
    void slowAnswersAreReadOrNamed()
    {
        const Printed printed({{QStringLiteral("kind"), QStringLiteral("delay")}, {QStringLiteral("delayMs"), 3'000}});
        QVERIFY(printed.took <= statusDeadline);
        const bool allRead = !printed.text.contains(QStringLiteral("NEVER READ"));
        QVERIFY2(printed.exitCode == (allRead ? 0 : 2), qPrintable(printed.text));
        QVERIFY2(!allRead || !printed.text.contains(QStringLiteral("has not been read")), qPrintable(printed.text));
    }
    void whatDoesNotAnswerIsNamed()
    {
        const Printed printed({{QStringLiteral("provider"), QStringLiteral("github")},
                               {QStringLiteral("path"), QStringLiteral("/repos/acme/api/issues")},
                               {QStringLiteral("kind"), QStringLiteral("status")},
                               {QStringLiteral("status"), 502}});
        QCOMPARE(printed.exitCode, 2);
        QVERIFY2(printed.text.contains(QStringLiteral("? GitHub's list of incidents could not be read")),
                 qPrintable(printed.text));
    }
    void theLogTellsTheRequestsAndNoToken()
    {
        const QByteArray log = loggedWith(QStringLiteral("slipway.*=true"));
        const QByteArrayList lines = log.split('\n');
        for (const char *path :
             {"/user 200 in ", "/repos/acme/api/actions/runs 200 in ", "/graphql/v2 200 in ", "/health 200 in "}) {
            QVERIFY2(std::any_of(lines.cbegin(), lines.cend(),
                                 [&](const QByteArray &line) {
                                     return line.startsWith("slipway.http: ") && line.contains(path);
                                 }),
                     log.constData());
        }
        for (const char *category : {"slipway.schedule: ", "slipway.store: ", "slipway.tokens: "})
            QVERIFY2(log.contains(category), category);
        const auto tokens = RehearsalProcess::tokens();
        for (const QByteArray &token : tokens)
            QVERIFY2(!tells(log, token), token.constData());
        const auto secrets = RehearsalProcess::secrets();
        for (const QByteArray &secret : secrets)
            QVERIFY2(!tells(log, secret), secret.constData());
    }
    void withoutBeingAskedNothingIsLogged() { QCOMPARE(loggedWith(QString()), QByteArray()); }
    void anOutputThatCannotBeWrittenIsAnError_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("a full disk") << QStringLiteral("\"$0\" --rehearse --status > /dev/full");
        QTest::newRow("nobody reads") << QStringLiteral("\"$0\" --rehearse --status | :; exit ${PIPESTATUS[0]}");
        QTest::newRow("a closed stream") << QStringLiteral("\"$0\" --rehearse --status >&-");
        QTest::newRow("of another text") << QStringLiteral("\"$0\" --version > /dev/full");
    }
    void anOutputThatCannotBeWrittenIsAnError()
    {
        QFETCH(QString, script);
        QProcess shell;
        shell.start(QStringLiteral("bash"), {QStringLiteral("-c"), script, slipwayProgram()});
        QVERIFY(shell.waitForFinished(60'000));
        QCOMPARE(shell.exitStatus(), QProcess::NormalExit);
        QCOMPARE(shell.exitCode(), 2);
        QVERIFY(shell.readAllStandardError().contains("could not be written"));
    }
};

SLIPWAY_TEST(HeadlessTest)
#include "headless_test.moc"

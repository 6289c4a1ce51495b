// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/rehearsalprocess.h"
#include "app/project/projectfile.h"
#include "app/railway/calls.h"
#include "livewindow.h"
#include "support/httpkit.h"
#include "support/testmain.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr int patience = 30'000;

/// A rehearsal in a process of its own, its project file in a folder, and its control.
class RunningWorld {
public:
    explicit RunningWorld(const char *scenario = "normal")
        : m_process(QStringLiteral(SLIPWAY_BINARIES "/slipway-rehearsal"))
        , m_client(realClient(m_clock))
    {
        QSignalSpy ready(&m_process, &RehearsalProcess::ready);
        m_process.start(QString::fromLatin1(scenario));
        if (!ready.wait(patience))
            qFatal("the rehearsal does not start");
        m_toml = ready.constFirst().constFirst().toByteArray();
        QFile file(m_folder.filePath(QStringLiteral("project.toml")));
        if (!file.open(QIODevice::WriteOnly) || file.write(m_toml) != m_toml.size())
            qFatal("no project file");
    }

    QString folder() const { return m_folder.path(); }
    void post(const QString &path, const QJsonObject &body)
    {
        HttpRequest request{.method = "POST", .url = control(path), .body = QJsonDocument(body).toJson()};
        if (command(*m_client, request).fate != CommandFate::Accepted)
            qFatal("the rehearsal refuses %s", qPrintable(path));
    }
    /// How many dispatches arrived at GitHub, answered or not.
    qsizetype dispatches()
    {
        const auto answer =
            get(*m_client,
                {.url = QUrl(origin("github").toString() + QStringLiteral("/repos/acme/api/actions/runs?per_page=100")),
                 .headers = {{"Authorization", "Bearer rehearsal-github"}, {"X-GitHub-Api-Version", "2022-11-28"}}});
        if (!answer)
            qFatal("%s", qPrintable(answer.error().detail));
        const QJsonArray runs =
            QJsonDocument::fromJson(answer->body).object().value(QLatin1String("workflow_runs")).toArray();
        return std::count_if(runs.cbegin(), runs.cend(), [](const QJsonValue &run) {
            return run.toObject().value(QLatin1String("event")) == QLatin1String("workflow_dispatch");
        });
    }

    /// Railway's answers to that operation take longer than a console lives.
    void delay(const QString &operation)
    {
        post(QStringLiteral("/faults"), {{QStringLiteral("provider"), QStringLiteral("railway")},
                                         {QStringLiteral("operation"), operation},
                                         {QStringLiteral("kind"), QStringLiteral("delay")},
                                         {QStringLiteral("delayMs"), 120'000}});
    }
    /// How many rollbacks Railway carried out, answered or not.
    qsizetype rollbacks()
    {
        const auto project = parseProject(m_toml, QStringLiteral("the rehearsal"));
        if (!project)
            qFatal("%s", qPrintable(project.error().detail));
        const RailwayProject &railway = project->project.railway;
        if (!m_client->setCredential(CredentialId::Railway, {"Authorization", "Bearer rehearsal-railway", railway.api}))
            qFatal("the made-up token was refused");
        std::optional<Result<QList<Deployment>>> listed;
        m_client->send<QList<Deployment>>(Railway::deployments(railway, Environment::Production, CredentialId::Railway),
                                          &m_process,
                                          [&](const Result<QList<Deployment>> &result) { listed = result; });
        if (!QTest::qWaitFor([&] { return listed.has_value(); }, patience) || !*listed)
            qFatal("Railway does not list its deployments");
        return std::count_if((*listed)->cbegin(), (*listed)->cend(),
                             [](const Deployment &each) { return each.route == DeploymentRoute::Rollback; });
    }

private:
    QUrl origin(const char *table) const
    {
        static const QRegularExpression api(QStringLiteral("\\[github\\]\\napi = \"([^\"]+)\""));
        static const QRegularExpression control(QStringLiteral("control = \"([^\"]+)\""));
        const auto &wanted = qstrcmp(table, "github") == 0 ? api : control;
        return QUrl(wanted.match(QString::fromUtf8(m_toml)).captured(1));
    }
    QUrl control(const QString &path) const { return QUrl(origin("control").toString() + path); }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    RehearsalProcess m_process;
    std::unique_ptr<HttpClient> m_client;
    QByteArray m_toml;
};

/// Lets another process do that, and kills it without warning when its command stands like that and has arrived.
void letAndKill(RunningWorld &world, const char *variable, CommandState when, const std::function<bool()> &arrived)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("SLIPWAY_PROMOTE_IN"), world.folder());
    environment.insert(QString::fromLatin1(variable), QStringLiteral("1"));
    process.setProcessEnvironment(environment);
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("promoter")});
    const QByteArray awaited = "state: " + commandStateId(when).toLatin1();
    QByteArray output;
    const auto read = [&] {
        output += process.readAllStandardOutput();
        return output.contains(awaited);
    };
    (void)QTest::qWaitFor([&] { return read() || process.state() == QProcess::NotRunning; }, 3 * patience);
    const bool reached = read() && QTest::qWaitFor(arrived, patience);
    process.kill();
    process.waitForFinished();
    if (!reached)
        qFatal("the other process did not get there: %s", output.constData());
}

void promoteAndKill(RunningWorld &world, CommandState when)
{
    const auto before = world.dispatches();
    letAndKill(world, "SLIPWAY_PROMOTE", when, [&] { return world.dispatches() == before + 1; });
}

void goBackAndKill(RunningWorld &world, CommandState when, int carriedOut = 1)
{
    letAndKill(world, "SLIPWAY_GO_BACK", when, [&] { return world.rollbacks() == carriedOut; });
}

} // namespace

/// kill -9 in the middle of a promotion: no command is sent twice, and none is forgotten.
class KilledTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void betweenIntentAndAnswerItIsResolvedByLooking()
    {
        RunningWorld world;
        const auto before = world.dispatches();
        // The dispatch is carried out at once; its answer takes longer than the console lives.
        world.post(QStringLiteral("/faults"), {{QStringLiteral("provider"), QStringLiteral("github")},
                                               {QStringLiteral("method"), QStringLiteral("POST")},
                                               {QStringLiteral("kind"), QStringLiteral("delay")},
                                               {QStringLiteral("delayMs"), 120'000}});
        promoteAndKill(world, CommandState::Sent);
        LiveWindow after(world.folder());
        QTRY_VERIFY_WITH_TIMEOUT(!after.snapshot().commands.isEmpty(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(after.command().state, CommandState::Accepted, patience);
        QCOMPARE(after.snapshot().commands.size(), 1);
        QCOMPARE(world.dispatches(), before + 1);
    }

    void afterTheAnswerItIsFollowedOn()
    {
        RunningWorld world;
        const auto before = world.dispatches();
        promoteAndKill(world, CommandState::Accepted);
        LiveWindow after(world.folder());
        QTRY_VERIFY_WITH_TIMEOUT(!after.snapshot().commands.isEmpty(), patience);
        QCOMPARE(after.command().state, CommandState::Accepted);
        QVERIFY(after.command().run);
        QTRY_VERIFY_WITH_TIMEOUT(!after.command().steps.isEmpty(), patience);
        QCOMPARE(world.dispatches(), before + 1);
    }

    void aReturnBetweenIntentAndAnswerIsResolvedByLooking()
    {
        RunningWorld world("bad-release");
        world.delay(QStringLiteral("DeploymentRollback"));
        goBackAndKill(world, CommandState::Sent);
        LiveWindow after(world.folder());
        QTRY_VERIFY_WITH_TIMEOUT(!after.snapshot().commands.isEmpty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(after.command().state == CommandState::Accepted ||
                                     after.command().state == CommandState::Succeeded,
                                 patience);
        QCOMPARE(world.rollbacks(), 1);
    }

    void aReturnThatIsStillBeingCheckedNeverHappened()
    {
        RunningWorld world("bad-release");
        world.delay(QStringLiteral("DeploymentDetail"));
        goBackAndKill(world, CommandState::Checking, 0);
        LiveWindow after(world.folder());
        QTRY_VERIFY_WITH_TIMEOUT(!after.snapshot().deployments.production.rows.isEmpty(), patience);
        QVERIFY(after.snapshot().commands.isEmpty());
        QVERIFY(!after.snapshot().hold);
        QCOMPARE(world.rollbacks(), 0);
    }

    void anUncertainReturnIsStillLookedFor()
    {
        RunningWorld world("rollback-lost");
        goBackAndKill(world, CommandState::Uncertain);
        LiveWindow after(world.folder());
        QTRY_VERIFY_WITH_TIMEOUT(!after.snapshot().commands.isEmpty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(after.command().state == CommandState::Accepted ||
                                     after.command().state == CommandState::Succeeded,
                                 patience);
        QCOMPARE(world.rollbacks(), 1);
    }

    void aReturnAfterTheAnswerIsFollowedOnAndHolds()
    {
        RunningWorld world("bad-release");
        goBackAndKill(world, CommandState::Accepted);
        LiveWindow after(world.folder());
        QTRY_VERIFY_WITH_TIMEOUT(!after.snapshot().commands.isEmpty(), patience);
        QVERIFY(after.snapshot().hold);
        QTRY_VERIFY_WITH_TIMEOUT(!after.command().steps.isEmpty(), patience);
        QCOMPARE(world.rollbacks(), 1);
    }
};

SLIPWAY_TEST(KilledTest)
#include "killed_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/status/statusjson.h"
#include "app/status/statussources.h"
#include "app/status/statustable.h"
#include "models/values/utc.h"
#include "support/testdata.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Slipway;

namespace {

QString statusSha()
{
    return QStringLiteral("3f9c2ab0000000000000000000000000000000aa");
}

Moment statusTime()
{
    return {QDateTime(QDate(2026, 11, 24), QTime(12, 0), utcZone).toMSecsSinceEpoch(), 1'000'000};
}

Moment secondsBefore(int seconds)
{
    return statusTime() + Milliseconds(-1000 * seconds);
}

Project statusProject()
{
    Project made;
    made.name = QStringLiteral("gatewayz-api");
    return made;
}

QList<Source> statusSources()
{
    const Error refused{.kind = ErrorKind::Unauthorized, .detail = QStringLiteral("Railway refuses the token.")};
    return {{.id = SourceId::GitHub, .state = SourceState::Ok, .fetchedAt = secondsBefore(3)},
            {.id = SourceId::Railway, .state = SourceState::Error, .fetchedAt = secondsBefore(600), .error = refused},
            {.id = SourceId::Sentry, .state = SourceState::Unconfigured},
            {.id = SourceId::StagingHealth, .state = SourceState::Stale, .fetchedAt = secondsBefore(45)},
            {.id = SourceId::ProductionHealth, .state = SourceState::Pending}};
}

CommandRecord statusCommand(CommandState state)
{
    CommandRecord record;
    record.order.id = {QStringLiteral("order-1")};
    record.order.sha = {statusSha()};
    record.state = state;
    record.detail = QStringLiteral("no answer came");
    record.run = {9'007'199'254'740'993}; // beyond what a double holds
    record.sentAt = secondsBefore(60).utc();
    return record;
}

/// Something of everything.
Snapshot statusSnapshot()
{
    Snapshot made;
    made.pipeline.stages = {{.id = StageId::Push,
                             .state = StageState::Passed,
                             .title = QStringLiteral("Push to main"),
                             .summary = QStringLiteral("by ada"),
                             .sha = {statusSha()},
                             .url = QUrl(QStringLiteral("https://github.com/acme/api/commit/3f9c2ab"))},
                            {.id = StageId::ProductionLive,
                             .state = StageState::Unknown,
                             .title = QStringLiteral("Production live"),
                             .detail = {QStringLiteral("not read"), QStringLiteral("since 11:50")}}};
    EnvironmentView &staging = made.environments.staging;
    staging.verdict = Verdict::Degraded;
    staging.serving = Serving{.deployment = {QStringLiteral("11111111-0000")},
                              .status = DeploymentStatus::Success,
                              .sha = {statusSha()},
                              .proof = ShaProof::GitHubRun,
                              .since = secondsBefore(3600).utc()};
    staging.rollout = Rollout{.deployment = {QStringLiteral("22222222-0000")}, .status = DeploymentStatus::Building};
    staging.health = HealthSample{.verdict = Verdict::Degraded,
                                  .httpStatus = 200,
                                  .latencyMs = 41,
                                  .reasons = {QStringLiteral("database disconnected")}};
    made.environments.production.servingText = QStringLiteral("Railway cannot be reached");
    made.environments.production.environment = Environment::Production;
    made.gates = {{.id = QStringLiteral("ci-passed"),
                   .title = QStringLiteral("CI passed"),
                   .state = GateState::Pass,
                   .reason = QStringLiteral("Run #12 passed.")},
                  {.id = QStringLiteral("fresh"), .state = GateState::Block, .reason = QStringLiteral("Too old.")}};
    made.identity = {{.id = QStringLiteral("tested-tip"),
                      .title = QStringLiteral("Tested is the tip"),
                      .state = LinkState::Broken,
                      .evidence = QStringLiteral("main moved on")}};
    made.commands = {statusCommand(CommandState::Uncertain), statusCommand(CommandState::Succeeded)};
    made.sources = statusSources();
    made.neverRead = {QStringLiteral("GitHub's list of incidents has not been read yet")};
    made.whyNotPromotable = QStringLiteral("Too old.");
    return made;
}

/// The documented example.
QByteArray statusExample()
{
    return Test::testData(QStringLiteral("status/example.json"));
}

} // namespace

class StatusTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theObjectIsTheDocumentedOne()
    {
        QJsonParseError error;
        const auto expected = QJsonDocument::fromJson(statusExample(), &error);
        QVERIFY2(!expected.isNull(), qPrintable(error.errorString()));
        const auto actual = QJsonDocument(statusJson(statusSnapshot(), statusProject(), statusTime()));
        QCOMPARE(actual.toJson(), expected.toJson());
    }
    void everyKeyIsThereWhenNothingIsKnown()
    {
        const QJsonObject status = statusJson(Snapshot(), statusProject(), statusTime());
        QCOMPARE(status.keys(), QJsonDocument::fromJson(statusExample()).object().keys());
        const QJsonObject read = status.value(QStringLiteral("sources")).toObject();
        QCOMPARE(read.size(), 5);
        for (const QString &source : read.keys())
            QCOMPARE(read.value(source).toObject().value(QStringLiteral("state")).toString(), QStringLiteral("error"));
        QCOMPARE(status.value(QStringLiteral("promotable")), QJsonValue(false));
    }
    void anUnknownRolloutKeepsRailwaysWord()
    {
        Snapshot made;
        made.environments.staging.rollout = Rollout{.statusText = QStringLiteral("TELEPORTING")};
        const auto json = QJsonDocument(statusJson(made, statusProject(), statusTime())).toJson();
        QVERIFY(json.contains("TELEPORTING"));
    }
    void theTextIsTheSameObjectAndHidesNothing()
    {
        Snapshot made = statusSnapshot();
        const auto hostile = QString::fromUtf8("caf\xC3\xA9 \xE2\x80\xAE\xC2\x9B\x7F\x1B[2J \xF0\x9F\x9A\x80");
        made.gates.first().reason = hostile;
        const QJsonObject status = statusJson(made, statusProject(), statusTime());
        const QByteArray text = statusJsonText(status);
        QCOMPARE(QJsonDocument::fromJson(text).object(), status);
        QVERIFY(text.contains("caf\xC3\xA9 \\u202e\\u009b\\u007f\\u001b[2J \xF0\x9F\x9A\x80"));
        QVERIFY(text.endsWith("}\n"));
    }

    void theTableSaysTheSame()
    {
        const QString expected = QString::fromUtf8(
            "gatewayz-api  2026-11-24 12:00:00 UTC\n"
            "\n"
            "SOURCES\n"
            "  ✓ ok            github            read 3 s ago\n"
            "  ✗ error         railway           read 10 min ago  Railway refuses the token.\n"
            "  - unconfigured  sentry\n"
            "  ! stale         stagingHealth     read 45 s ago\n"
            "  ✗ error         productionHealth  never read       no answer within 20 s\n"
            "\n"
            "PIPELINE\n"
            "  ✓ passed   Push to main     3f9c2ab  by ada\n"
            "  ? unknown  Production live           not read; since 11:50\n"
            "\n"
            "ENVIRONMENTS\n"
            "  ! degraded  staging     serves 3f9c2ab (by github-run) since 2026-11-24 11:00:00 UTC  "
            "HTTP 200 in 41 ms: database disconnected  rollout 22222222 BUILDING\n"
            "  ? unknown   production  Railway cannot be reached                                     not probed\n"
            "\n"
            "GATES\n"
            "  ✓ pass   ci-passed  Run #12 passed.\n"
            "  ✗ block  fresh      Too old.\n"
            "\n"
            "IDENTITY\n"
            "  ✗ broken  tested-tip  Tested is the tip  main moved on\n"
            "\n"
            "UNRESOLVED COMMANDS\n"
            "  ! uncertain  dispatch  3f9c2ab  2026-11-24 11:59:00 UTC  no answer came\n"
            "\n"
            "NEVER READ\n"
            "  ? GitHub's list of incidents has not been read yet\n"
            "\n"
            "✗ not promotable: Too old.\n");
        QCOMPARE(statusTable(statusSnapshot(), statusProject(), statusTime()), expected);
    }
    void aRehearsalIsMarked()
    {
        Project rehearsed = statusProject();
        rehearsed.rehearsal = true;
        QVERIFY(statusTable(statusSnapshot(), rehearsed, statusTime())
                    .startsWith(QStringLiteral("gatewayz-api  2026-11-24 12:00:00 UTC  REHEARSAL\n")));
    }
    void outsideTextCannotSteerTheTerminal()
    {
        Snapshot made = statusSnapshot();
        const auto hostile = QString::fromUtf8("x\x1B[2J\xE2\x80\xAE\n\ty");
        const QString shown = QStringLiteral("x<U+001B>[2J<U+202E><U+000A><U+0009>y");
        made.pipeline.stages.first().title = hostile;
        made.gates.first().reason = hostile;
        made.identity.first().evidence = hostile;
        made.commands.first().detail = hostile;
        made.environments.staging.health->reasons = {hostile};
        made.environments.production.servingText = hostile;
        made.sources[1].error->detail = hostile;
        made.whyNotPromotable = hostile;
        const QString table = statusTable(made, statusProject(), statusTime());
        QVERIFY(!table.contains(QChar(0x1B)));
        QVERIFY(!table.contains(QChar(0x202E)));
        QVERIFY(!table.contains(QLatin1Char('\t')));
        QCOMPARE(table.count(shown), 8);
    }
    void anUnprovenCommitIsSaid()
    {
        Snapshot made;
        made.environments.production.serving = Serving{.deployment = {QStringLiteral("33333333-0000")}};
        QVERIFY(statusTable(made, statusProject(), statusTime())
                    .contains(QStringLiteral("serves deployment 33333333 (commit unproven)")));
    }

    void allReadIsZeroAndAnythingElseIsTwo_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("code");
        QTest::newRow("read") << int(SourceState::Ok) << 0;
        QTest::newRow("not configured") << int(SourceState::Unconfigured) << 0;
        QTest::newRow("stale") << int(SourceState::Stale) << 2;
        QTest::newRow("error") << int(SourceState::Error) << 2;
        QTest::newRow("no answer yet") << int(SourceState::Pending) << 2;
    }
    void allReadIsZeroAndAnythingElseIsTwo()
    {
        QFETCH(int, state);
        QFETCH(int, code);
        Snapshot made;
        made.sources = statusSources();
        for (Source &source : made.sources)
            source.state = SourceState::Ok;
        made.sources[2].state = SourceState(state);
        QCOMPARE(statusExitCode(made), code);
    }
    void whatAGateRestsOnHasToBeRead()
    {
        Snapshot made;
        made.sources = statusSources();
        for (Source &source : made.sources)
            source.state = SourceState::Ok;
        QCOMPARE(statusExitCode(made), 0);
        made.neverRead = {QStringLiteral("GitHub's list of incidents has not been read yet")};
        QCOMPARE(statusExitCode(made), 2);
    }
    void aSourceThatIsMissingWasNotRead()
    {
        Snapshot made;
        made.sources = {{.id = SourceId::GitHub, .state = SourceState::Ok}};
        QCOMPARE(statusExitCode(made), 2);
    }
};

SLIPWAY_TEST(StatusTest)
#include "status_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "logkit.h"
#include "support/testmain.h"

#include <algorithm>
#include <map>
#include <set>

using namespace Slipway;
using namespace Slipway::Rehearsal;
using namespace Slipway::Test;

namespace {

int linesWith(const QJsonArray &rows, const char *text)
{
    return int(std::count_if(rows.begin(), rows.end(),
                             [&](const QJsonValue &row) { return rowMessage(row).contains(QLatin1String(text)); }));
}

std::vector<SimLine> linesOf(const WorldLogs &logs, double seconds)
{
    return logs.lines(logs.present() - qint64(seconds * double(nanosecondsPerSecond)), logs.present());
}

} // namespace

/// What the world logs.
class LogsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSameQuestionHasTheSameAnswer_data()
    {
        QTest::addColumn<QString>("scenario");
        for (const char *name : {"normal", "bad-release", "noisy-logs", "slow-burn"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void theSameQuestionHasTheSameAnswer()
    {
        QFETCH(QString, scenario);
        LogWorld one(scenario.toLatin1().constData());
        LogWorld other(scenario.toLatin1().constData());
        const QJsonObject asked = logSpan(one, 20, 0);
        const QJsonArray first = one.logs(asked);
        QVERIFY(first.size() > 20);
        QCOMPARE(other.logs(asked), first); // the same seed
        one.pass(37);
        QCOMPARE(one.logs(asked), first);
    }
    void anotherSeedLogsOtherLines()
    {
        TimedWorld told;
        const World other(TimedWorld::told("normal"), 1, 2, [&told] { return told.now; });
        const auto ours = linesOf(WorldLogs(told.world, Environment::Production), 60);
        const auto theirs = linesOf(WorldLogs(other, Environment::Production), 60);
        QVERIFY(!ours.empty() && !theirs.empty());
        QVERIFY(ours.front().message != theirs.front().message || ours.front().at != theirs.front().at);
    }

    void piecesOfASpanMakeTheWhole()
    {
        TimedWorld told("bad-release");
        told.pass(120);
        const WorldLogs logs(told.world, Environment::Production);
        const auto whole = linesOf(logs, 90);
        std::vector<qint64> pieces;
        qint64 from = logs.present() - 90 * nanosecondsPerSecond;
        for (qint64 step = 1'000'003; from < logs.present(); step += 17'123'457) {
            for (const SimLine &line : logs.lines(from, from + step))
                pieces.push_back(line.at);
            from += step;
        }
        QCOMPARE(pieces.size(), whole.size());
        for (size_t i = 0; i < whole.size(); ++i)
            QCOMPARE(pieces[i], whole[i].at);
    }

    void timesOfAReplicaIncrease_data()
    {
        QTest::addColumn<QString>("scenario");
        for (const char *name : {"bad-release", "noisy-logs", "log-storm"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void timesOfAReplicaIncrease()
    {
        QFETCH(QString, scenario);
        TimedWorld told(scenario.toLatin1().constData());
        told.pass(30);
        const WorldLogs logs(told.world, Environment::Production);
        std::map<std::string, qint64> last;
        int interleaved = 0;
        std::string before;
        for (const SimLine &line : linesOf(logs, scenario == QLatin1String("log-storm") ? 2 : 20)) {
            const bool isTwin = scenario == QLatin1String("noisy-logs") && line.at == last[line.origin->replica];
            QVERIFY(isTwin || line.at > last[line.origin->replica]);
            last[line.origin->replica] = line.at;
            interleaved += std::exchange(before, line.origin->replica) != line.origin->replica ? 1 : 0;
        }
        QCOMPARE(last.size(), size_t(told.world.scenario().logs.replicas));
        QVERIFY(last.size() == 1 || interleaved > 10);
    }
    void fractionsOfASecondHaveFewerDigitsNowAndThen()
    {
        LogWorld world;
        std::set<qsizetype> lengths;
        const QJsonArray rows = world.logs({{QStringLiteral("beforeLimit"), 2000}});
        for (const auto &row : rows) {
            lengths.insert(rowTime(row).size());
            QVERIFY(QDateTime::fromString(rowTime(row), Qt::ISODateWithMs).isValid());
        }
        QVERIFY(lengths.size() >= 3);
    }
    void productionLogsTwoLinesASecondAndStagingOne()
    {
        LogWorld world;
        const auto production = linesOf(WorldLogs(world.world(), Environment::Production), 300).size();
        const auto staging = linesOf(WorldLogs(world.world(), Environment::Staging), 300).size();
        QVERIFY2(production > 540 && production < 720, qPrintable(QString::number(production)));
        QVERIFY2(staging > 270 && staging < 360, qPrintable(QString::number(staging)));
    }

    void aNewDeploymentTakesOver()
    {
        TimedWorld told;
        const QString before = told.servingId();
        const SimDeployment made = told.world.deployCommit(Environment::Production, told.tip(), QStringLiteral("mira"));
        told.pass(180);
        const WorldLogs logs(told.world, Environment::Production);
        const auto lines = linesOf(logs, 180);
        qint64 lastOfOld = 0;
        const SimLine *firstOfNew = nullptr;
        for (const SimLine &line : lines) {
            if (line.origin->deployment == before.toStdString())
                lastOfOld = line.at;
            else if (!firstOfNew)
                firstOfNew = &line;
        }
        QVERIFY(firstOfNew);
        QCOMPARE(firstOfNew->origin->deployment, made.id.toStdString());
        QCOMPARE(firstOfNew->message, std::string("Starting Container"));
        QCOMPARE(firstOfNew->at % nanosecondsPerSecond, qint64(0));
        QVERIFY(firstOfNew->at >= nanoseconds(made.createdAt.addSecs(34)));
        QVERIFY(lastOfOld > firstOfNew->at); // both ran for a while
        QVERIFY(lastOfOld < logs.present() - 60 * nanosecondsPerSecond);
        QVERIFY(railwayNanos(firstOfNew->at, firstOfNew->bySecond).ends_with(".000000000Z"));
    }
    void aCrashedDeploymentIsSilentUntilItIsStartedAgain()
    {
        TimedWorld told;
        QVERIFY(told.happen("production-crashes"));
        told.pass(60);
        auto lines = linesOf(WorldLogs(told.world, Environment::Production), 60);
        QVERIFY(!lines.empty());
        QVERIFY(lines.front().message.starts_with("[CRITICAL]"));
        QVERIFY(lines.back().at < nanoseconds(told.now) - 58 * nanosecondsPerSecond);
        QVERIFY(told.happen("production-recovers"));
        told.pass(60);
        lines = linesOf(WorldLogs(told.world, Environment::Production), 60);
        QCOMPARE(lines.front().message, std::string("Starting Container"));
        QVERIFY(lines.size() > 60);
    }
    void nobodyAnswersForACrashedDeployment()
    {
        LogWorld world;
        const QString id = world.serving();
        QVERIFY(world.world().happen(QStringLiteral("production-crashes")));
        world.pass(60);
        const QJsonArray failed =
            world.rows("HttpLogs", {{QStringLiteral("deploymentId"), id},
                                    {QStringLiteral("beforeLimit"), 500},
                                    {QStringLiteral("filter"), QStringLiteral("@httpStatus:>=502 @httpStatus:<503")}});
        QVERIFY(failed.size() > 30);
    }

    void aBadReleaseSaysWhatWasNeverSaid()
    {
        LogWorld world("bad-release");
        const char *error = "supabase: connection timeout after 5000ms (db.fetch_user)";
        QCOMPARE(linesWith(world.logs({{QStringLiteral("beforeLimit"), 5000}}), error), 0);
        QVERIFY(linesWith(world.logs({{QStringLiteral("beforeLimit"), 1000}}), "database: pool is at") > 3);
        world.pass(128);
        const QJsonArray rows = world.logs(logSpan(world, 120, 0));
        QVERIFY(linesWith(rows, error) > 10);
        QVERIFY(linesWith(rows, "Traceback (most recent call last):") > 1);
        const auto trace = std::find_if(rows.begin(), rows.end(), [](const QJsonValue &row) {
            return rowMessage(row).startsWith(QStringLiteral("Traceback"));
        });
        QVERIFY(rowMessage(*(trace + 1)).startsWith(QStringLiteral("  File")));
    }

    void levelsAreToldInTwoWays()
    {
        LogWorld world;
        std::set<QString> levels;
        const QJsonArray rows = world.logs({{QStringLiteral("beforeLimit"), 2000}});
        for (const auto &row : rows)
            levels.insert(rowLevel(row));
        QVERIFY(levels.contains(QStringLiteral("info")));
        QVERIFY(levels.contains(QStringLiteral("\"info\"")));
        QVERIFY(levels.contains(QStringLiteral("\"warn\"")));
    }
    void tagsNameWhoseLineItIs()
    {
        LogWorld world;
        const QJsonObject tags = world.logs().last().toObject().value(QLatin1String("tags")).toObject();
        QCOMPARE(tags.value(QLatin1String("deploymentId")).toString(), world.serving());
        QCOMPARE(tags.value(QLatin1String("environmentId")).toString(), world.id());
        QCOMPARE(tags.value(QLatin1String("serviceId")).toString(), world.world().uuid(QStringLiteral("api")));
        QVERIFY(!tags.value(QLatin1String("deploymentInstanceId")).toString().isEmpty());
    }

    void hostileTextReachesTheWire()
    {
        LogWorld world("noisy-logs");
        const QJsonObject asked{{QStringLiteral("environmentId"), world.id()}, {QStringLiteral("beforeLimit"), 5000}};
        const QByteArray wire = world.reply("EnvironmentLogs", asked).body;
        for (const char *text : {"\\u001b[31m", "\\u0000", "\\ud800", "\u202e", "\u200b", "config loaded:\\n", "ghp_",
                                 "\"severity\":null", "\"message\":\"\"", "\\u000d"})
            QVERIFY2(wire.contains(text), text);
        const QJsonObject data = QJsonDocument::fromJson(wire).object().value(QLatin1String("data")).toObject();
        const QJsonArray rows = data.value(QLatin1String("environmentLogs")).toArray();
        QCOMPARE(rows.size(), 5001);
        const auto longest = std::max_element(rows.begin(), rows.end(), [](const QJsonValue &a, const QJsonValue &b) {
            return rowMessage(a).size() < rowMessage(b).size();
        });
        QVERIFY(rowMessage(*longest).size() > 100'000);
        QVERIFY(linesWith(rows, "\n") > 50);
        const auto twins = std::adjacent_find(rows.begin(), rows.end());
        QVERIFY(twins != rows.end());
    }
    void aStormTellsWhatRailwayDropped()
    {
        LogWorld world("log-storm");
        QCOMPARE(WorldLogs(world.world(), Environment::Production).linesPerSecond(), 10'000.0);
        const QJsonArray rows = world.logs(
            {{QStringLiteral("beforeLimit"), 20}, {QStringLiteral("filter"), QStringLiteral("\"Messages dropped\"")}});
        QVERIFY(!rows.isEmpty());
        QVERIFY(rowMessage(rows.at(0))
                    .startsWith(QStringLiteral(
                        "Railway rate limit of 500 logs/sec reached for replica, update your application to reduce "
                        "the logging rate. Messages dropped: ")));
    }
};

SLIPWAY_TEST(LogsTest)

#include "logs_test.moc"

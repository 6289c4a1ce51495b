// SPDX-License-Identifier: GPL-3.0-or-later
#include "logkit.h"
#include "support/testmain.h"

#include <algorithm>
#include <set>

using namespace Slipway;
using namespace Slipway::Rehearsal;
using namespace Slipway::Test;

/// What Railway answers about logs.
class RailwayLogsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void limitsAreThoseOfRailway_data()
    {
        QTest::addColumn<QJsonObject>("asked");
        QTest::addColumn<int>("rows");
        const QString limit = QStringLiteral("beforeLimit");
        QTest::newRow("nothing said") << QJsonObject() << 101;
        QTest::newRow("some") << QJsonObject{{limit, 7}} << 8;
        QTest::newRow("none") << QJsonObject{{limit, 0}} << 0;
        QTest::newRow("most") << QJsonObject{{limit, 5000}} << 5001;
        QTest::newRow("too many") << QJsonObject{{limit, 5001}} << 0;
    }
    void limitsAreThoseOfRailway()
    {
        QFETCH(QJsonObject, asked);
        LogWorld world;
        const QJsonArray rows = world.logs(asked);
        QTEST(int(rows.size()), "rows");
        QVERIFY(std::is_sorted(rows.begin(), rows.end(), [](const QJsonValue &left, const QJsonValue &right) {
            return rowNanos(left) < rowNanos(right);
        }));
    }

    void aSpanHasWhatLiesInIt()
    {
        LogWorld world;
        const QJsonArray rows = world.logs(logSpan(world, 60, 30));
        QVERIFY(rows.size() > 40 && rows.size() < 100);
        QVERIFY(rowNanos(rows.at(0)) >= nanoseconds(world.now.addSecs(-60)));
        QVERIFY(rowNanos(rows.last()) <= nanoseconds(world.now.addSecs(-30)));
        QJsonArray both = world.logs(logSpan(world, 90, 60));
        for (const auto &row : rows)
            both.append(row);
        QCOMPARE(world.logs(logSpan(world, 90, 30)), both);
    }
    void anAnchorLiesBetweenTwoLimits()
    {
        LogWorld world;
        const qint64 anchor = nanoseconds(world.now.addSecs(-600));
        const QJsonArray rows = world.logs({{QStringLiteral("anchorDate"), logDate(world.now.addSecs(-600))},
                                            {QStringLiteral("beforeLimit"), 10},
                                            {QStringLiteral("afterDate"), logDate(world.now)},
                                            {QStringLiteral("afterLimit"), 5}});
        QCOMPARE(rows.size(), 16);
        QVERIFY(rowNanos(rows.at(10)) <= anchor);
        QVERIFY(rowNanos(rows.at(11)) > anchor);
    }
    void thePastHasABeginning()
    {
        LogWorld world;
        QCOMPARE(world
                     .logs({{QStringLiteral("beforeLimit"), 10},
                            {QStringLiteral("anchorDate"), QStringLiteral("1970-01-02T00:00:00Z")}})
                     .size(),
                 0);
    }
    void aTimeThatIsNoneIsAProblem_data()
    {
        QTest::addColumn<QString>("time");
        for (const char *time : {"yesterday", "2026-11-24", "2026-11-24T12:00:00", "2026-11-24T12:00:00.Z"})
            QTest::newRow(time) << QString::fromLatin1(time);
    }
    void aTimeThatIsNoneIsAProblem()
    {
        QFETCH(QString, time);
        LogWorld world;
        QCOMPARE(world.trouble("EnvironmentLogs",
                               {{QStringLiteral("environmentId"), world.id()}, {QStringLiteral("beforeDate"), time}}),
                 QStringLiteral("Problem processing request"));
    }

    void aTokenReadsItsOwnEnvironmentOnly()
    {
        LogWorld world;
        const QString refused = QStringLiteral("Not Authorized");
        const QJsonObject production{{QStringLiteral("environmentId"), world.id()}};
        QCOMPARE(world.trouble("EnvironmentLogs", production, "rehearsal-railway-staging"), refused);
        QCOMPARE(world.trouble("EnvironmentLogs", production, "rehearsal-railway-production"), QString());
        const QJsonObject serving{{QStringLiteral("deploymentId"), world.serving()}};
        for (const char *name : {"BuildLogs", "HttpLogs"}) {
            QCOMPARE(world.trouble(name, serving, "rehearsal-railway-staging"), refused);
            QCOMPARE(world.trouble(name, serving), QString());
        }
    }

    void requestsAreThoseOfTheLines()
    {
        LogWorld world;
        const QJsonArray requests = world.rows(
            "HttpLogs", {{QStringLiteral("deploymentId"), world.serving()}, {QStringLiteral("beforeLimit"), 200}});
        QCOMPARE(requests.size(), 201);
        QHash<QString, QJsonObject> lines; ///< by the request that they name
        const QJsonArray rows = world.logs({{QStringLiteral("beforeLimit"), 400}});
        for (const auto &line : rows) {
            const QJsonArray attributes = line.toObject().value(QLatin1String("attributes")).toArray();
            for (const auto &attribute : attributes) {
                if (attribute.toObject().value(QLatin1String("key")) == QLatin1String("request_id"))
                    lines.insert(attribute.toObject().value(QLatin1String("value")).toString(), line.toObject());
            }
        }
        std::set<QString> ids;
        int found = 0;
        for (const auto &request : requests) {
            const QJsonObject row = request.toObject();
            const QString id = row.value(QLatin1String("requestId")).toString();
            ids.insert(id);
            const auto line = lines.constFind(QStringLiteral("\"%1\"").arg(id));
            if (line == lines.cend())
                continue;
            ++found;
            QVERIFY(rowMessage(*line).contains(row.value(QLatin1String("path")).toString()));
            QCOMPARE(rowTime(*line), row.value(QLatin1String("timestamp")).toString());
        }
        QCOMPARE(ids.size(), size_t(201));
        QVERIFY(found > 100); // plain lines name no request
    }

    void aBuildIsLoggedAsItGoesOn()
    {
        LogWorld world;
        const SimDeployment made = world.world().deployCommit(
            Environment::Production, world.world().commits().constLast().sha, QStringLiteral("mira"));
        const QJsonObject asked{{QStringLiteral("deploymentId"), made.id}};
        QCOMPARE(world.rows("BuildLogs", asked).size(), 0);
        world.pass(20);
        const qsizetype half = world.rows("BuildLogs", asked).size();
        QVERIFY(half > 10 && half < 30);
        world.pass(20);
        const QJsonArray whole = world.rows("BuildLogs", asked);
        QCOMPARE(whole.size(), 40);
        QVERIFY(rowMessage(whole.last()).startsWith(QStringLiteral("Build time")));
        const QJsonArray last =
            world.rows("BuildLogs", {{QStringLiteral("deploymentId"), made.id}, {QStringLiteral("limit"), 3}});
        QCOMPARE(last.size(), 4);
        QCOMPARE(last.last(), whole.last());
    }
    void aBuildThatFailsSaysWhy()
    {
        LogWorld world;
        QVERIFY(world.world().happen(QStringLiteral("production-deploy-fails")));
        const SimDeployment made = world.world().deployCommit(
            Environment::Production, world.world().commits().constLast().sha, QStringLiteral("mira"));
        world.pass(60);
        QCOMPARE(world.world().statusOf(*world.world().deployment(made.id)), QStringLiteral("FAILED"));
        const QJsonArray rows = world.rows("BuildLogs", {{QStringLiteral("deploymentId"), made.id}});
        QVERIFY(rows.size() > 30);
        QVERIFY(rowMessage(rows.last()).contains(QStringLiteral("failed to solve")));
        QCOMPARE(rows.last().toObject().value(QLatin1String("severity")).toString(), QStringLiteral("error"));
    }

    void aBuildStandsAmongTheLinesOfItsSnapshot()
    {
        LogWorld world;
        const SimDeployment made = world.world().deployCommit(
            Environment::Production, world.world().commits().constLast().sha, QStringLiteral("mira"));
        world.pass(60);
        const auto found = [&world](const QString &filter) {
            QJsonObject asked = logSpan(world, 60, 0);
            asked.insert(QStringLiteral("filter"), filter);
            return world.logs(asked).size();
        };
        QCOMPARE(found(QStringLiteral("Nixpacks")), 0);
        QVERIFY(found(QStringLiteral("@snapshot:%1 Nixpacks").arg(snapshotId(world.world(), made))) > 1);
    }
};

SLIPWAY_TEST(RailwayLogsTest)

#include "railwaylogs_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "logkit.h"
#include "support/testmain.h"

using namespace Slipway;
using namespace Slipway::Rehearsal;
using namespace Slipway::Test;

namespace {

/// As it was pushed last.
QJsonObject statusTold(const SocketWire &wire)
{
    QJsonObject last;
    for (const QJsonObject &message : wire.messages) {
        const QJsonObject payload = message.value(QLatin1String("payload")).toObject();
        const QJsonObject told =
            payload.value(QLatin1String("data")).toObject().value(QLatin1String("deployment")).toObject();
        if (!told.isEmpty())
            last = told;
    }
    return last;
}

SimDeployment deployTip(LogWorld &world)
{
    return world.world().deployCommit(Environment::Production, world.world().commits().constLast().sha,
                                      QStringLiteral("mira"));
}

} // namespace

/// What is subscribed to, over a real socket.
class RailwayStreamsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theBacklogComesFirstAndThenWhatIsLoggedSince()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.hasBegun());
        wire.subscribe("EnvironmentLogsStream", lastOfProduction(world, 20));
        QTRY_COMPARE(wire.rows().size(), 21); // one more than was asked for, as Railway does
        const QJsonArray backlog = wire.rows();
        world.pass(30);
        QTRY_VERIFY(wire.rows().size() > 21 + 30);
        const QJsonArray all = wire.rows();
        const QJsonArray asked = world.logs({{QStringLiteral("beforeLimit"), int(all.size()) - 1}});
        QCOMPARE(all.size(), asked.size());
        for (int i = 0; i < all.size(); ++i)
            QCOMPARE(all.at(i).toObject().value(QLatin1String("message")),
                     asked.at(i).toObject().value(QLatin1String("message")));
        QCOMPARE(backlog.at(20), all.at(20));
    }

    void whatMayNotBeReadIsAnErrorOfTheSubscription()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.hasBegun());
        wire.subscribe("EnvironmentLogsStream", {{QStringLiteral("environmentId"), QStringLiteral("nobody's")}});
        QTRY_COMPARE(wire.count("error"), 1);
        QVERIFY(wire.texts.constLast().contains(QStringLiteral("Not Authorized")));
        QVERIFY(!wire.ended);
    }

    void aDeploymentIsPushedWhenItChangesOnly()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.hasBegun());
        const SimDeployment made = world.world().deployCommit(
            Environment::Production, world.world().commits().constLast().sha, QStringLiteral("mira"));
        wire.subscribe("DeploymentStatusStream", {{QStringLiteral("id"), made.id}});
        wire.subscribe("EnvironmentLogsStream", lastOfProduction(world, 5), "two");
        QTRY_COMPARE(wire.rows("environmentLogs", "two").size(), 6);
        QCOMPARE(wire.count("next"), 1); // of the log
        world.pass(10);
        QTRY_COMPARE(statusTold(wire).value(QLatin1String("status")), QStringLiteral("BUILDING"));
        world.pass(100);
        QTRY_COMPARE(statusTold(wire).value(QLatin1String("status")), QStringLiteral("SUCCESS"));
        QCOMPARE(statusTold(wire).value(QLatin1String("id")).toString(), made.id);
    }

    void aFilterHoldsForBacklogAndStream()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.hasBegun());
        QJsonObject asked = lastOfProduction(world, 20);
        asked.insert(QStringLiteral("filter"), QStringLiteral("worker"));
        wire.subscribe("EnvironmentLogsStream", asked);
        QTRY_COMPARE(wire.rows().size(), 21);
        world.pass(60);
        QTRY_VERIFY(wire.rows().size() > 25);
        const QJsonArray rows = wire.rows();
        for (const auto &row : rows)
            QVERIFY(rowMessage(row).contains(QStringLiteral("worker")));
    }
    void nothingIsSentWhereNothingIsLogged()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.hasBegun());
        QJsonObject asked = lastOfProduction(world, 20);
        asked.insert(QStringLiteral("filter"), QStringLiteral("\"never said\""));
        wire.subscribe("EnvironmentLogsStream", asked);
        wire.subscribe("EnvironmentLogsStream", lastOfProduction(world, 1), "two");
        QTRY_COMPARE(wire.rows("environmentLogs", "two").size(), 2);
        QCOMPARE(wire.count("next"), 1);
    }
    void reconnectingOverlapsWithTheSameLines()
    {
        LogWorld world;
        SocketWire first(world);
        QTRY_VERIFY(first.hasBegun());
        first.subscribe("EnvironmentLogsStream", lastOfProduction(world, 20));
        QTRY_COMPARE(first.rows().size(), 21);
        const QJsonArray before = first.rows();
        world.pass(10);
        SocketWire second(world);
        QTRY_VERIFY(second.hasBegun());
        const qint64 from = rowNanos(before.at(10));
        second.subscribe("EnvironmentLogsStream",
                         {{QStringLiteral("environmentId"), world.id()},
                          {QStringLiteral("beforeLimit"), 500},
                          {QStringLiteral("beforeDate"), QString::fromStdString(railwayNanos(from, true))},
                          {QStringLiteral("afterLimit"), 0}});
        QTRY_VERIFY(second.rows().size() > 11);
        for (int i = 10; i < before.size(); ++i)
            QCOMPARE(second.rows().at(i - 10), before.at(i));
    }

    void requestsAreFollowed()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.hasBegun());
        wire.subscribe("HttpLogsStream",
                       {{QStringLiteral("deploymentId"), world.serving()}, {QStringLiteral("beforeLimit"), 10}});
        QTRY_COMPARE(wire.rows("httpLogs").size(), 11);
        world.pass(30);
        QTRY_VERIFY(wire.rows("httpLogs").size() > 30);
    }

    void aBuildThatDoesNotGoOnYetIsAnError()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.hasBegun());
        wire.subscribe("BuildLogsStream", {{QStringLiteral("deploymentId"), deployTip(world).id}});
        QTRY_COMPARE(wire.count("error"), 1);
        QCOMPARE(wire.count("next"), 0);
    }
    void aBuildIsFollowedToItsEnd()
    {
        LogWorld world;
        const SimDeployment made = deployTip(world);
        world.pass(10);
        SocketWire wire(world);
        QTRY_VERIFY(wire.hasBegun());
        wire.subscribe("BuildLogsStream", {{QStringLiteral("deploymentId"), made.id}});
        QTRY_VERIFY(!wire.rows("buildLogs").isEmpty());
        QCOMPARE(wire.count("complete"), 0);
        world.pass(40);
        QTRY_COMPARE(wire.count("complete"), 1);
        QCOMPARE(wire.rows("buildLogs").size(), 40);
        QCOMPARE(wire.rows("buildLogs"),
                 world.rows("BuildLogs", {{QStringLiteral("deploymentId"), made.id}, {QStringLiteral("limit"), 100}}));
        wire.subscribe("BuildLogsStream", {{QStringLiteral("deploymentId"), made.id}, {QStringLiteral("limit"), 5}});
        QTRY_COMPARE(wire.count("complete"), 2); // one that is over: its last lines
        QCOMPARE(wire.rows("buildLogs").size(), 45);
    }

    void aStormComesInManyMessages()
    {
        LogWorld world("log-storm");
        SocketWire wire(world);
        wire.socket.setMaxAllowedIncomingMessageSize(64 << 20);
        QTRY_VERIFY(wire.hasBegun());
        wire.subscribe("EnvironmentLogsStream", lastOfProduction(world, 1));
        QTRY_COMPARE(wire.rows().size(), 2);
        world.pass(0.2);
        QTRY_VERIFY(wire.rows().size() > 1900);
        QVERIFY(wire.count("next") >= 4);
    }
};

SLIPWAY_TEST(RailwayStreamsTest)

#include "railwaystreams_test.moc"

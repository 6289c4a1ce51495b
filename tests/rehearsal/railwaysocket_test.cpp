// SPDX-License-Identifier: GPL-3.0-or-later
#include "logkit.h"
#include "support/testmain.h"

#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Rehearsal;
using namespace Slipway::Test;

namespace {

const char *const subscribeBeforeAck = R"({"id":"one","type":"subscribe","payload":{"query":"subscription { a }"}})";

} // namespace

/// The protocol over a real socket.
class RailwaySocketTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSocketIsAcknowledgedAndAnswersPings()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.isOpen());
        QCOMPARE(wire.socket.subprotocol(), QStringLiteral("graphql-transport-ws"));
        wire.begin();
        wire.say(R"({"type":"ping"})");
        QTRY_COMPARE(wire.types(), (QStringList{QStringLiteral("connection_ack"), QStringLiteral("pong")}));
    }

    void whatBreaksTheProtocolEndsTheConnection_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<int>("code");
        const QByteArray init = R"({"type":"connection_init"})";
        QTest::newRow("subscribed before the ack") << QByteArray(subscribeBeforeAck) << QByteArray() << 4401;
        QTest::newRow("two inits") << init << init << 4429;
        QTest::newRow("garbage") << QByteArray("not json") << QByteArray() << 4400;
        QTest::newRow("unknown type") << init << QByteArray(R"({"type":"start"})") << 4400;
    }
    void whatBreaksTheProtocolEndsTheConnection()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.isOpen());
        wire.say(first.constData());
        if (!second.isEmpty())
            wire.say(second.constData());
        QTRY_VERIFY(wire.ended);
        QTEST(wire.closeCode(), "code");
    }

    void anUnknownTokenIsForbidden()
    {
        LogWorld world;
        SocketWire wire(world, "Bearer revoked");
        QTRY_VERIFY(wire.isOpen());
        wire.begin();
        QTRY_VERIFY(wire.ended);
        QCOMPARE(wire.closeCode(), 4403);
        QCOMPARE(wire.count("connection_ack"), 0);
    }
    void theTokenMayComeInThePayload()
    {
        LogWorld world;
        SocketWire wire(world, {});
        QTRY_VERIFY(wire.isOpen());
        wire.say(R"({"type":"connection_init","payload":{"Authorization":"Bearer rehearsal-railway"}})");
        QTRY_COMPARE(wire.count("connection_ack"), 1);
    }

    void aTakenIdEndsTheConnection()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.isOpen());
        wire.begin();
        wire.subscribe("EnvironmentLogsStream", lastOfProduction(world, 5));
        wire.subscribe("EnvironmentLogsStream", lastOfProduction(world, 5));
        QTRY_VERIFY(wire.ended);
        QCOMPARE(wire.closeCode(), 4409);
    }
    void anIdIsFreeAgainAfterComplete()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.isOpen());
        wire.begin();
        wire.subscribe("EnvironmentLogsStream", lastOfProduction(world, 5));
        wire.say(R"({"id":"one","type":"complete"})");
        wire.subscribe("EnvironmentLogsStream", lastOfProduction(world, 5));
        QTRY_COMPARE(wire.count("next"), 2);
        QVERIFY(!wire.ended);
    }

    void aRefusedUpgradeLeavesQueriesAlone()
    {
        LogWorld world("socket-refused");
        SocketWire wire(world);
        QTRY_VERIFY(wire.socket.errorString().contains(QStringLiteral("503")));
        QVERIFY(!wire.isOpen());
        QVERIFY(!world.logs().isEmpty());
    }
    void anotherPathIsNoSocket()
    {
        LogWorld world;
        QWebSocket socket;
        QUrl url = world.socketAddress();
        url.setPath(QStringLiteral("/elsewhere"));
        QNetworkRequest request(url);
        request.setRawHeader("User-Agent", "test");
        socket.open(request);
        QTRY_VERIFY(socket.errorString().contains(QStringLiteral("404")));
    }

    void aSocketCanBeClosedFromOutside()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_COMPARE(world.rehearsal.sockets().size(), 1);
        QTRY_VERIFY(wire.isOpen());
        world.rehearsal.endSockets(false, 4500);
        QTRY_VERIFY(wire.ended);
        QCOMPARE(wire.closeCode(), 4500);
        QTRY_COMPARE(world.rehearsal.sockets().size(), 0);
    }
    void aSocketCanBeCutOff()
    {
        LogWorld world;
        SocketWire wire(world);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
        QSignalSpy failed(&wire.socket, &QWebSocket::errorOccurred);
#else
        QSignalSpy failed(&wire.socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error));
#endif
        QTRY_COMPARE(world.rehearsal.sockets().size(), 1);
        QTRY_VERIFY(wire.isOpen());
        world.rehearsal.endSockets(false);
        QTRY_VERIFY(wire.ended);
        QCOMPARE(failed.size(), 1); // no close frame came
    }
    void aSocketCanFallSilent()
    {
        LogWorld world;
        SocketWire wire(world);
        QTRY_VERIFY(wire.isOpen());
        wire.begin();
        QTRY_COMPARE(wire.count("connection_ack"), 1);
        world.rehearsal.endSockets(true);
        wire.say(R"({"type":"ping"})");
        QSignalSpy pong(&wire.socket, &QWebSocket::pong);
        wire.socket.ping(); // Qt's answer, behind ours if there were one
        QTRY_COMPARE(pong.size(), 1);
        QCOMPARE(wire.messages.size(), 1);
        QVERIFY(wire.isOpen());
    }
};

SLIPWAY_TEST(RailwaySocketTest)

#include "railwaysocket_test.moc"

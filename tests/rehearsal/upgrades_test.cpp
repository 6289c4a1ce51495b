// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/http/httppeer.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

using namespace Slipway;
using namespace Slipway::Rehearsal;

namespace {

using FaultKind = PeerFault::Kind;

constexpr const char *upgradeRequest =
    "GET /socket HTTP/1.1\r\nHost: peer\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: talk\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// A peer that takes WebSockets on /socket and says there what it hears, and one plain connection to it.
class UpgradingPeer {
public:
    explicit UpgradingPeer(bool takesSockets = true)
        : peer([this](const PeerRequest &request) {
            methods.append(request.method);
            return PeerReply{.body = "answered", .contentType = "text/plain"};
        })
        , served(&peer, &HttpPeer::served)
    {
        peer.setSpoiler([this](const PeerRequest &request) { return request.method == spoilt ? fault : PeerFault(); });
        if (takesSockets)
            peer.setSockets({.subprotocol = QStringLiteral("talk"),
                             .refuse = [](const PeerRequest &request) -> std::optional<PeerReply> {
                                 if (request.path == QLatin1String("/socket"))
                                     return std::nullopt;
                                 return PeerReply{.status = 404};
                             },
                             .take =
                                 [this](QWebSocket *taken) {
                                     QObject::connect(taken, &QWebSocket::textMessageReceived, taken,
                                                      [taken](const QString &text) { taken->sendTextMessage(text); });
                                     sockets.append(taken);
                                 }});
        plain.connectToHost(peer.serverAddress(), peer.serverPort());
        if (!plain.waitForConnected())
            qFatal("%s", qPrintable(plain.errorString()));
        QObject::connect(&plain, &QTcpSocket::readyRead, &plain, [this] { got += plain.readAll(); });
    }
    void ask(const QByteArray &bytes) { plain.write(bytes); }
    void get() { ask("GET /page HTTP/1.1\r\nHost: peer\r\n\r\n"); }
    bool closed() const { return plain.state() == QAbstractSocket::UnconnectedState; }

    QByteArray spoilt = "UPGRADE";
    PeerFault fault;
    QList<QByteArray> methods;
    QList<QPointer<QWebSocket>> sockets;
    HttpPeer peer;
    QSignalSpy served;
    QTcpSocket plain;
    QByteArray got;
};

} // namespace

/// WebSockets on the port of a peer's other answers.
class UpgradesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anUpgradeIsHandedOverWithItsHeaders()
    {
        UpgradingPeer peer;
        peer.ask(upgradeRequest);
        QTRY_COMPARE(peer.sockets.size(), 1);
        QTRY_VERIFY(peer.got.startsWith("HTTP/1.1 101"));
        QVERIFY(peer.got.contains("talk"));
        QCOMPARE(peer.sockets.constFirst()->request().rawHeader("host"), QByteArray("peer"));
        QCOMPARE(peer.methods.size(), 0);
        QCOMPARE(peer.served.constFirst().at(1).toInt(), 101);
    }
    void whatFollowsTheUpgradeReachesTheSocket()
    {
        UpgradingPeer peer;
        peer.ask(upgradeRequest);
        QTRY_VERIFY(peer.got.endsWith("\r\n\r\n"));
        peer.ask(QByteArray::fromHex("8182") + QByteArray(4, '\0') + "hi"); // a masked text frame
        QTRY_VERIFY(peer.got.endsWith("hi"));
    }
    void anUpgradeMayComeInPieces()
    {
        UpgradingPeer peer;
        peer.ask(QByteArray(upgradeRequest).left(70));
        QVERIFY(peer.plain.waitForBytesWritten());
        QCoreApplication::processEvents();
        QCOMPARE(peer.sockets.size(), 0);
        peer.ask(QByteArray(upgradeRequest).mid(70));
        QTRY_COMPARE(peer.sockets.size(), 1);
    }
    void anUpgradeMayFollowARequest()
    {
        UpgradingPeer peer;
        peer.get();
        peer.ask(upgradeRequest);
        QTRY_COMPARE(peer.sockets.size(), 1);
        QCOMPARE(peer.methods, QList<QByteArray>{"GET"});
    }
    void aPeerWithoutSocketsAnswersAsUsual()
    {
        UpgradingPeer peer(false);
        peer.ask(upgradeRequest);
        QTRY_VERIFY(peer.got.endsWith("answered"));
        QCOMPARE(peer.methods, QList<QByteArray>{"GET"});
    }
    void anUpgradeCanBeRefused()
    {
        UpgradingPeer peer;
        peer.ask(QByteArray(upgradeRequest).replace("/socket", "/nobody"));
        QTRY_VERIFY(peer.got.startsWith("HTTP/1.1 404"));
        peer.got.clear();
        peer.get(); // over the same connection
        QTRY_VERIFY(peer.got.endsWith("answered"));
        QCOMPARE(peer.sockets.size(), 0);
    }

    void aFaultSpoilsUpgradesOnly()
    {
        UpgradingPeer peer;
        peer.fault = {.kind = FaultKind::Status, .status = 503};
        peer.ask(upgradeRequest);
        QTRY_VERIFY(peer.got.startsWith("HTTP/1.1 503"));
        peer.got.clear();
        peer.get();
        QTRY_VERIFY(peer.got.endsWith("answered"));
        QCOMPARE(peer.sockets.size(), 0);
    }
    void anUpgradeCanBeDropped()
    {
        UpgradingPeer peer;
        peer.fault = {.kind = FaultKind::DropBefore};
        peer.ask(upgradeRequest);
        QTRY_VERIFY(peer.closed());
        QVERIFY(peer.got.isEmpty());
        QCOMPARE(peer.sockets.size(), 0);
    }
    void anUpgradeCanBeLeftWithoutAnAnswer()
    {
        UpgradingPeer peer;
        peer.fault = {.kind = FaultKind::Hang};
        peer.ask(upgradeRequest);
        QTRY_COMPARE(peer.served.size(), 1);
        QCOMPARE(peer.served.constFirst().at(1).toInt(), 0);
        QVERIFY(peer.got.isEmpty());
        QVERIFY(!peer.closed());
    }
    void anUpgradeCanBeDelayed()
    {
        UpgradingPeer peer;
        peer.fault = {.kind = FaultKind::Delay, .delayMs = 20};
        peer.ask(upgradeRequest);
        QTRY_COMPARE(peer.sockets.size(), 1);
        QTRY_VERIFY(peer.got.startsWith("HTTP/1.1 101"));
    }
    void aDelayedUpgradeMayLoseItsClient()
    {
        UpgradingPeer peer;
        peer.fault = {.kind = FaultKind::Delay, .delayMs = 20};
        peer.ask(upgradeRequest);
        QVERIFY(peer.plain.waitForBytesWritten());
        peer.plain.abort();
        QTcpSocket other;
        other.connectToHost(peer.peer.serverAddress(), peer.peer.serverPort());
        QVERIFY(other.waitForConnected());
        other.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_COMPARE(peer.methods.size(), 1); // it is still there
    }
};

SLIPWAY_TEST(UpgradesTest)

#include "upgrades_test.moc"

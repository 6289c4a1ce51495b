// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/http/httppeer.h"
#include "models/values/utc.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Rehearsal;

namespace {

using Kind = PeerFault::Kind;

/// A peer that answers with the path and the body that it was sent, and one connection to it.
class Wire {
public:
    Wire()
        : peer([this](const PeerRequest &request) {
            requests.append(request);
            return reply.body.isNull()
                       ? PeerReply{.body = request.path.toUtf8() + '|' + request.body, .contentType = "text/plain"}
                       : reply;
        })
        , served(&peer, &HttpPeer::served)
    {
        peer.setSpoiler([this](const PeerRequest &request) {
            return request.path == spoiltPath || spoiltPath.isEmpty() ? fault : PeerFault();
        });
        socket.connectToHost(peer.serverAddress(), peer.serverPort());
        if (!socket.waitForConnected())
            qFatal("%s", qPrintable(socket.errorString()));
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [this] { got += socket.readAll(); });
    }
    void send(const QByteArray &bytes) { socket.write(bytes); }
    void get(const QByteArray &path) { send("GET " + path + " HTTP/1.1\r\nHost: peer\r\n\r\n"); }
    bool closed() const { return socket.state() == QAbstractSocket::UnconnectedState; }
    qsizetype answers() const { return got.count("HTTP/1.1 "); }
    QByteArray body() const { return got.mid(got.indexOf("\r\n\r\n") + 4); }

    QString spoiltPath; ///< empty: every path
    PeerFault fault;
    PeerReply reply;
    QList<PeerRequest> requests;
    HttpPeer peer;
    QSignalSpy served;
    QTcpSocket socket;
    QByteArray got;
};

int statusServed(const Wire &wire, int index = 0)
{
    return wire.served.at(index).at(1).toInt();
}

} // namespace

/// What goes over a real socket.
class HttpPeerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRequestIsTakenApart()
    {
        Wire wire;
        wire.send(
            "POST /a%20b?x=1&y=%C3%A4 HTTP/1.1\r\nHost: peer\r\nX-Thing:  one \r\nContent-Length: 5\r\n\r\nhello");
        QTRY_COMPARE(wire.answers(), 1);
        const PeerRequest &request = wire.requests.constFirst();
        QCOMPARE(request.method, QByteArray("POST"));
        QCOMPARE(request.path, QStringLiteral("/a b"));
        QCOMPARE(request.query.queryItemValue(QStringLiteral("x")), QStringLiteral("1"));
        QCOMPARE(request.query.queryItemValue(QStringLiteral("y"), QUrl::FullyDecoded), QStringLiteral("\u00e4"));
        QCOMPARE(request.headers.value("x-thing"), QByteArray("one"));
        QCOMPARE(request.body, QByteArray("hello"));
        QCOMPARE(wire.body(), QByteArray("/a b|hello"));
        QVERIFY(wire.got.contains("Content-Length: 10\r\n"));
        QVERIFY(wire.got.contains("\r\nDate: "));
        QCOMPARE(statusServed(wire), 200);
        QVERIFY(!wire.closed());
    }

    void aRequestMayComeInPieces()
    {
        Wire wire;
        for (const char *piece : {"POST /on", "e HTTP/1.1\r\nContent-Le", "ngth: 6\r\n\r", "\nabc"}) {
            wire.send(piece);
            QVERIFY(wire.socket.waitForBytesWritten());
            QCoreApplication::processEvents();
        }
        QCOMPARE(wire.requests.size(), 0);
        wire.send("def");
        QTRY_COMPARE(wire.body(), QByteArray("/one|abcdef"));
        QCOMPARE(wire.requests.size(), 1);
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        Wire wire;
        wire.send(
            "POST /one HTTP/1.1\r\nContent-Length: 1\r\n\r\nAGET /two HTTP/1.1\r\n\r\nGET /three HTTP/1.1\r\n\r\n");
        QTRY_COMPARE(wire.answers(), 3);
        QCOMPARE(wire.requests.size(), 3);
        QVERIFY(wire.got.indexOf("/one|A") < wire.got.indexOf("/two|"));
        QVERIFY(wire.got.indexOf("/two|") < wire.got.indexOf("/three|"));
    }
    void aDelayedAnswerIsNotOvertaken()
    {
        Wire wire;
        wire.spoiltPath = QStringLiteral("/slow");
        wire.fault = {.kind = Kind::Delay, .delayMs = 50};
        wire.get("/slow");
        wire.get("/quick");
        QTRY_COMPARE(wire.answers(), 2);
        QVERIFY(wire.got.indexOf("/slow|") < wire.got.indexOf("/quick|"));
    }

    void whatCanNeverBeARequestIsCutOff_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no length") << QByteArray("POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n");
        QTest::newRow("negative length") << QByteArray("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n");
        QTest::newRow("too long") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n");
        QTest::newRow("a head without an end") << QByteArray(2 << 20, 'x');
    }
    void whatCanNeverBeARequestIsCutOff()
    {
        QFETCH(QByteArray, bytes);
        Wire wire;
        wire.send(bytes);
        QTRY_VERIFY(wire.closed());
        QCOMPARE(wire.requests.size(), 0);
    }

    void answersWithoutABodyHaveNone_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::newRow("204") << QByteArray("POST") << 204;
        QTest::newRow("304") << QByteArray("GET") << 304;
        QTest::newRow("HEAD") << QByteArray("HEAD") << 200;
    }
    void answersWithoutABodyHaveNone()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        Wire wire;
        wire.reply = {.status = status, .body = "unseen", .headers = {{"ETag", "\"x\""}}};
        wire.send(method + " / HTTP/1.1\r\n\r\n");
        QTRY_COMPARE(wire.answers(), 1);
        QVERIFY(wire.got.startsWith("HTTP/1.1 " + QByteArray::number(status)));
        QVERIFY(wire.got.contains("ETag: \"x\"\r\n"));
        QVERIFY(wire.got.endsWith("\r\n\r\n"));
        QVERIFY(!wire.got.contains("Content-Length"));
    }

    void itsClockDatesTheAnswers()
    {
        Wire wire;
        wire.peer.setClock([] { return QDateTime::fromSecsSinceEpoch(1'795'000'000, utcZone); });
        wire.get("/");
        QTRY_COMPARE(wire.answers(), 1);
        QVERIFY(wire.got.contains("\r\nDate: Wed, 18 Nov 2026 11:06:40 GMT\r\n"));
    }

    void nothingIsCarriedOutThatIsDroppedBefore()
    {
        Wire wire;
        wire.fault = {.kind = Kind::DropBefore};
        wire.get("/");
        QTRY_VERIFY(wire.closed());
        QCOMPARE(wire.requests.size(), 0);
        QVERIFY(wire.got.isEmpty());
        QCOMPARE(statusServed(wire), 0);
    }
    void whatIsDroppedAfterReceivingIsCarriedOut()
    {
        Wire wire;
        wire.fault = {.kind = Kind::DropAfterReceiving};
        wire.get("/");
        QTRY_VERIFY(wire.closed());
        QCOMPARE(wire.requests.size(), 1);
        QVERIFY(wire.got.isEmpty());
        QCOMPARE(statusServed(wire), 0);
    }

    void aStatusIsAnsweredInstead()
    {
        Wire wire;
        wire.fault = {.kind = Kind::Status, .status = 503, .body = "<h1>no</h1>"};
        wire.get("/");
        QTRY_VERIFY(wire.got.endsWith("<h1>no</h1>"));
        QVERIFY(wire.got.startsWith("HTTP/1.1 503"));
        QVERIFY(wire.got.contains("Content-Type: text/html\r\n"));
        QVERIFY(!wire.got.contains("Retry-After"));
        QCOMPARE(wire.requests.size(), 0);
        QCOMPARE(statusServed(wire), 503);
    }
    void aLimitSaysWhenToComeAgain()
    {
        Wire wire;
        wire.fault = {.kind = Kind::Status, .status = 429, .retryAfter = 30, .body = R"({"message": "slow down"})"};
        wire.get("/");
        QTRY_COMPARE(wire.answers(), 1);
        QVERIFY(wire.got.contains("\r\nRetry-After: 30\r\n"));
        QVERIFY(wire.got.contains("Content-Type: application/json"));
    }

    void garbageIsNoJson()
    {
        Wire wire;
        wire.fault = {.kind = Kind::Garbage};
        wire.get("/");
        QTRY_COMPARE(wire.answers(), 1);
        QVERIFY(wire.got.startsWith("HTTP/1.1 200"));
        QVERIFY(wire.body().startsWith("{\"<!doctype"));
        QCOMPARE(wire.requests.size(), 0);
    }

    void silenceIsKept()
    {
        Wire wire;
        wire.spoiltPath = QStringLiteral("/silent");
        wire.fault = {.kind = Kind::Hang};
        wire.get("/silent");
        wire.get("/later");
        QTRY_COMPARE(wire.served.size(), 1);
        QCOMPARE(statusServed(wire), 0);
        // Another connection is answered, so this one would have been.
        QTcpSocket other;
        other.connectToHost(wire.peer.serverAddress(), wire.peer.serverPort());
        other.write("GET /other HTTP/1.1\r\n\r\n");
        QTRY_VERIFY(other.bytesAvailable() > 0);
        QVERIFY(wire.got.isEmpty());
        QVERIFY(!wire.closed());
        QCOMPARE(wire.requests.size(), 1);
    }

    void aBodyEndsBeforeItsAnnouncedEnd()
    {
        Wire wire;
        wire.fault = {.kind = Kind::CutBody};
        wire.reply.body = "0123456789";
        wire.get("/");
        QTRY_VERIFY(wire.closed());
        QVERIFY(wire.got.contains("Content-Length: 10\r\n"));
        QCOMPARE(wire.body(), QByteArray("01234"));
    }
    void aChunkedBodyEndsBeforeItsLastChunk()
    {
        Wire wire;
        wire.fault = {.kind = Kind::CutChunked};
        wire.reply.body = "0123456789abcdef0123456789abcdef";
        wire.get("/");
        QTRY_VERIFY(wire.closed());
        QVERIFY(wire.got.contains("Transfer-Encoding: chunked\r\n"));
        QVERIFY(!wire.got.contains("Content-Length"));
        QCOMPARE(wire.body(), QByteArray("10\r\n0123456789abcdef\r\n"));
    }

    void aClientThatLeavesIsForgotten()
    {
        Wire wire;
        wire.fault = {.kind = Kind::Delay, .delayMs = 1};
        wire.get("/");
        QTRY_COMPARE(wire.requests.size(), 1);
        wire.socket.abort();
        QTRY_VERIFY(!wire.peer.findChild<QTcpSocket *>());
    }
};

SLIPWAY_TEST(HttpPeerTest)
#include "httppeer_test.moc"

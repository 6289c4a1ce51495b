// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/socketkit.h"
#include "support/testmain.h"

#include <QNetworkProxy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QWebSocket>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

using UpgradeAnswer = void (*)(QTcpSocket *, const RawRequest &);
using PeerDeed = void (*)(QTcpSocket *);

void closeAtOnce(QTcpSocket *socket, const RawRequest &)
{
    socket->disconnectFromHost();
}

void resetAtOnce(QTcpSocket *socket, const RawRequest &)
{
    RawPeer::reset(socket);
}

void answerGarbage(QTcpSocket *socket, const RawRequest &)
{
    socket->write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
}

void acceptWrongly(QTcpSocket *socket, const RawRequest &request)
{
    RawRequest other = request;
    other.headers.insert("sec-websocket-key", "another");
    acceptUpgrade(socket, other, "graphql-transport-ws");
}

void acceptWithoutSubprotocol(QTcpSocket *socket, const RawRequest &request)
{
    acceptUpgrade(socket, request, "");
}

void acceptAndSayNothing(QTcpSocket *socket, const RawRequest &request)
{
    acceptUpgrade(socket, request, "graphql-transport-ws");
}

void sayNothing(QTcpSocket *, const RawRequest &) {}

void sendBadText(QTcpSocket *socket)
{
    socket->write(textFrame("{\"type\":\"next\",\"id\":\"1\xff\"}"));
}

void announceTooMuch(QTcpSocket *socket)
{
    socket->write(webSocketFrame(0x81, "x", quint64(1) << 40));
}

void sendTooMuchInParts(QTcpSocket *socket)
{
    const QByteArray part(4 << 20, 'x');
    socket->write(webSocketFrame(0x01, part));
    for (int more = 0; more < 4; ++more)
        socket->write(webSocketFrame(0x00, part));
}

void sendNoJson(QTcpSocket *socket)
{
    socket->write(textFrame("{\"type\":\"next\",\"id\":\"1\",\"payload\":{"));
}

void endWithoutWord(QTcpSocket *socket)
{
    socket->disconnectFromHost();
}

} // namespace

/// How a connection of a GraphQlSocket can fail or end (app/net/README.md, 3), and what is done then.
class GraphQlSocketEndsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_kit = std::make_unique<SocketKit>(); }
    void cleanup() { m_kit.reset(); }

    void aConnectionThatIsNotMadeHasItsReason_data()
    {
        QTest::addColumn<UpgradeAnswer>("answer");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, UpgradeAnswer answer, ErrorKind kind, const char *words) {
            QTest::newRow(name) << answer << int(kind) << QString::fromLatin1(words);
        };
        row("200", answerWith<200>, ErrorKind::Malformed, "answered 200 instead");
        row("302", answerWith<302>, ErrorKind::Refused, "answered 302 instead");
        row("401, kept open", answerWith<401>, ErrorKind::Unauthorized, "refused to open a WebSocket (401)");
        row("403", answerWith<403>, ErrorKind::Refused, "does not let WebSockets through (403)");
        row("404", answerWith<404>, ErrorKind::NotFound, "answered 404 instead");
        row("429, closed", answerTooMany, ErrorKind::RateLimited, "too many connections (429)");
        row("503", answerWith<503>, ErrorKind::Server, "answered 503 instead");
        row("closed before the answer", closeAtOnce, ErrorKind::Unreachable, "before it answered");
        row("reset before the answer", resetAtOnce, ErrorKind::Unreachable, "before it answered");
        row("garbage", answerGarbage, ErrorKind::Malformed, "did not answer as a WebSocket does");
        row("another key", acceptWrongly, ErrorKind::Malformed, "did not answer as a WebSocket does");
        row("no subprotocol", acceptWithoutSubprotocol, ErrorKind::Malformed, "does not speak graphql-transport-ws");
    }
    void aConnectionThatIsNotMadeHasItsReason()
    {
        QFETCH(UpgradeAnswer, answer);
        QFETCH(int, kind);
        QFETCH(QString, words);
        RawPeer peer(answer);
        m_kit->tryOnce();
        m_kit->tail(peer.url());
        m_kit->expectWaiting(ErrorKind(kind), words);
        QCOMPARE(m_kit->socket->attempts(), 1);
        QVERIFY(m_kit->socket->downSince());
    }
    /// A 400, as any status of a future Qt, is not in the words of QWebSocket.
    void whereTheStatusIsNotToldAPlainRequestTellsIt_data()
    {
        QTest::addColumn<UpgradeAnswer>("plain");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, UpgradeAnswer plain, ErrorKind kind, const char *words) {
            QTest::newRow(name) << plain << int(kind) << QString::fromLatin1(words);
        };
        row("200", answerWith<200>, ErrorKind::Malformed, "did not answer as a WebSocket does");
        row("302", answerWith<302>, ErrorKind::Malformed, "did not answer as a WebSocket does");
        row("401", answerWith<401>, ErrorKind::Unauthorized, "refused to open a WebSocket (401)");
        row("403", answerWith<403>, ErrorKind::Malformed, "did not answer as a WebSocket does");
        row("404", answerWith<404>, ErrorKind::Malformed, "did not answer as a WebSocket does");
        row("429", answerTooMany, ErrorKind::RateLimited, "too many connections (429)");
        row("503", answerWith<503>, ErrorKind::Server, "answered 503 instead");
        row("closed", closeAtOnce, ErrorKind::Malformed, "did not answer as a WebSocket does");
        row("garbage", answerGarbage, ErrorKind::Malformed, "did not answer as a WebSocket does");
    }
    void whereTheStatusIsNotToldAPlainRequestTellsIt()
    {
        QFETCH(UpgradeAnswer, plain);
        QFETCH(int, kind);
        QFETCH(QString, words);
        RawPeer peer([plain](QTcpSocket *socket, const RawRequest &request) {
            const bool upgrade = request.headers.contains("sec-websocket-key");
            upgrade ? answerWith<400>(socket, request) : plain(socket, request);
        });
        m_kit->tryOnce();
        m_kit->tail(peer.url());
        m_kit->expectWaiting(ErrorKind(kind), words);
        QVERIFY(peer.requests().size() >= 2);
        for (const RawRequest &request : peer.requests())
            QCOMPARE(request.headers.value("authorization"), QByteArray("Bearer ") + madeUpToken);
    }
    void leavingWhileThePlainRequestIsOnItsWayIsSafe()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &request) {
            if (request.headers.contains("sec-websocket-key"))
                answerWith<400>(socket, request);
        });
        m_kit->tryOnce();
        const quint64 id = m_kit->tail(peer.url());
        QTRY_COMPARE(peer.requests().size(), 2);
        m_kit->socket->unsubscribe(id);
        QVERIFY(m_kit->isClosed());
        m_kit->socket.reset();
    }
    void aRefusedPortIsUnreachable()
    {
        QUrl gone;
        {
            const RawPeer peer(sayNothing);
            gone = peer.url();
        }
        m_kit->tryOnce();
        m_kit->tail(gone);
        m_kit->expectWaiting(ErrorKind::Unreachable, QStringLiteral("refused the connection"));
    }
    void anUpgradeThatIsNotAnsweredTimesOut()
    {
        timesOut(sayNothing, QStringLiteral("did not open a WebSocket within 0.05 s"));
    }
    void aGreetingThatIsNotAnsweredTimesOut()
    {
        m_kit->timing.upgrade = Milliseconds(2'000);
        timesOut(acceptAndSayNothing, QStringLiteral("did not greet back"));
    }
    void aCertificateThatNobodySignedIsNotTrusted()
    {
        const TestCertificates certificates;
        RawPeer peer(acceptAndGreet, &certificates);
        m_kit->tryOnce();
        m_kit->tail(peer.url());
        m_kit->expectWaiting(ErrorKind::Tls, QStringLiteral("could not be trusted"));
        QVERIFY(peer.requests().isEmpty());
    }
    void tlsIsSpokenWhereTheAddressSaysSo()
    {
        const TestCertificates certificates;
        QVERIFY(certificates.isValid());
        GraphQlPeer secure(&certificates);
        QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
        trusting.setCaCertificates(QSslCertificate::fromPath(certificates.authority()));
        m_kit->client->setSslConfiguration(trusting);
        m_kit->tail(secure.url());
        QTRY_VERIFY(m_kit->isOpen());
        QTRY_COMPARE(secure.messages("subscribe").size(), 1);
        secure.next(QStringLiteral("Tail"), 3);
        QTRY_COMPARE(m_kit->got, QJsonArray{3});
    }
    void theProxyOfTheRequestsIsTaken()
    {
        GraphQlPeer peer;
        RawPeer proxy([](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 502, ""); });
        auto network = std::make_unique<QNetworkAccessManager>();
        network->setProxy({QNetworkProxy::HttpProxy, QStringLiteral("127.0.0.1"), proxy.serverPort()});
        m_kit->client = std::make_unique<HttpClient>(m_kit->clock, std::move(network));
        m_kit->tail(peer.url());
        QTRY_VERIFY(m_kit->waits());
        QCOMPARE(proxy.requests().constFirst().method, QByteArray("CONNECT"));
        QVERIFY(!proxy.requests().constFirst().headers.contains("authorization"));
        QCOMPARE(peer.connections(), 0);
    }
    void anOpenConnectionEndsWithAReason_data()
    {
        QTest::addColumn<PeerDeed>("deed");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, PeerDeed deed, ErrorKind kind, const char *words) {
            QTest::newRow(name) << deed << int(kind) << QString::fromLatin1(words);
        };
        row("1000", sendCloseFrame<1000>, ErrorKind::Unreachable, "ended the connection.");
        row("1001", sendCloseFrame<1001>, ErrorKind::Unreachable, "with code 1001. Its reason: the reason, ******");
        row("1011", sendCloseFrame<1011>, ErrorKind::Server, "code 1011");
        row("4400", sendCloseFrame<4400>, ErrorKind::Refused, "did not understand");
        row("4401", sendCloseFrame<4401>, ErrorKind::Unauthorized, "refused the WebSocket (4401)");
        row("4403", sendCloseFrame<4403>, ErrorKind::Forbidden, "refused the WebSocket (4403)");
        row("4406", sendCloseFrame<4406>, ErrorKind::Refused, "does not speak graphql-transport-ws");
        row("4408", sendCloseFrame<4408>, ErrorKind::Timeout, "4408");
        row("4409", sendCloseFrame<4409>, ErrorKind::Refused, "code 4409");
        row("4429", sendCloseFrame<4429>, ErrorKind::RateLimited, "too many connections");
        row("4500", sendCloseFrame<4500>, ErrorKind::Server, "code 4500");
        row("reset", RawPeer::reset, ErrorKind::Unreachable, "was lost");
        row("killed", endWithoutWord, ErrorKind::Unreachable, "was lost");
        row("invalid UTF-8", sendBadText, ErrorKind::Malformed, "no UTF-8");
        row("a frame of 1 TiB", announceTooMuch, ErrorKind::TooLarge, "too large");
        row("20 MiB in parts", sendTooMuchInParts, ErrorKind::TooLarge, "too large");
        row("no JSON", sendNoJson, ErrorKind::Malformed, "cannot be read");
    }
    void anOpenConnectionEndsWithAReason()
    {
        QFETCH(PeerDeed, deed);
        QFETCH(int, kind);
        QFETCH(QString, words);
        QPointer<QTcpSocket> server;
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &request) {
            server = socket;
            acceptAndGreet(socket, request);
        });
        m_kit->tryOnce();
        m_kit->tail(peer.url());
        QTRY_VERIFY(m_kit->isOpen());
        QVERIFY(!m_kit->socket->trouble());
        deed(server);
        m_kit->expectWaiting(ErrorKind(kind), words);
        QVERIFY(m_kit->socket->downSince());
        QCOMPARE(m_kit->socket->attempts(), 1); // it had brought nothing
    }
    void silenceEndsTheConnection()
    {
        m_kit->timing.pingEvery = Milliseconds(10);
        m_kit->timing.pongWithin = Milliseconds(30);
        RawPeer peer(acceptAndGreet);
        m_kit->tryOnce();
        m_kit->tail(peer.url());
        m_kit->expectWaiting(ErrorKind::Timeout, QStringLiteral("answered no ping within 0.03 s"));
    }
    /// After a sleep of the computer, without waiting for the next ping.
    void aProbeFindsOutThatNobodyIsThere()
    {
        m_kit->timing.pongWithin = Milliseconds(30);
        RawPeer peer(acceptAndGreet);
        m_kit->tryOnce();
        m_kit->tail(peer.url());
        QTRY_VERIFY(m_kit->isOpen());
        m_kit->socket->probe();
        m_kit->expectWaiting(ErrorKind::Timeout, QStringLiteral("answered no ping within 0.03 s"));
        m_kit->socket->probe(); // there is nothing to ask
    }
    void aServerThatAnswersPingsIsAlive()
    {
        GraphQlPeer peer;
        m_kit->timing.pingEvery = Milliseconds(1);
        m_kit->tail(peer.url());
        QTRY_VERIFY(m_kit->isOpen());
        int pings = 0;
        connect(peer.socket(), &QWebSocket::bytesWritten, this, [&] { ++pings; }); // its pongs
        QTRY_VERIFY(pings > 20);
        QVERIFY(m_kit->isOpen());
        QCOMPARE(peer.connections(), 1);
    }

private:
    void timesOut(UpgradeAnswer answer, const QString &words)
    {
        RawPeer peer(answer);
        if (m_kit->timing.upgrade == SocketTiming().upgrade)
            m_kit->timing.upgrade = Milliseconds(50);
        m_kit->tryOnce();
        m_kit->tail(peer.url());
        m_kit->expectWaiting(ErrorKind::Timeout, words);
    }

    std::unique_ptr<SocketKit> m_kit;
};

SLIPWAY_TEST(GraphQlSocketEndsTest)
#include "graphqlsocketends_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/socketkit.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QWebSocket>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

qsizetype upgradesAsked(const RawPeer &peer)
{
    const QList<RawRequest> &all = peer.requests();
    return std::count_if(all.cbegin(), all.cend(),
                         [](const RawRequest &request) { return request.headers.contains("sec-websocket-key"); });
}

} // namespace

/// When a GraphQlSocket tries again, and when not.
class GraphQlSocketAgainTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_kit = std::make_unique<SocketKit>(); }
    void cleanup() { m_kit.reset(); }

    void aDropSubscribesAgainWithFreshVariables()
    {
        GraphQlPeer peer;
        m_kit->tail(peer.url());
        QTRY_COMPARE(peer.messages("subscribe").size(), 1);
        m_kit->tail(peer.url(), QStringLiteral("HttpLogs"));
        QTRY_COMPARE(peer.messages("subscribe").size(), 2);
        peer.drop();
        QTRY_COMPARE(peer.messages("subscribe").size(), 4);
        QCOMPARE(peer.connections(), 2);
        QList<int> asked;
        const QList<QJsonObject> subscribes = peer.messages("subscribe");
        for (const QJsonObject &message : subscribes)
            asked.append(message.value(QStringLiteral("payload"))
                             .toObject()
                             .value(QStringLiteral("variables"))
                             .toObject()
                             .value(QStringLiteral("asked"))
                             .toInt());
        QCOMPARE(asked, (QList<int>{1, 2, 3, 4}));
        peer.next(QStringLiteral("HttpLogs"), 1);
        QTRY_COMPARE(m_kit->gotFrom, QStringList{QStringLiteral("HttpLogs")});
    }
    void aRefusedSocketIsTriedAgainByHandOrWithAnotherToken_data()
    {
        QTest::addColumn<bool>("atUpgrade");
        QTest::addColumn<QByteArray>("challenge");
        QTest::newRow("401") << true << QByteArray();
        for (const char *challenge : {"Bearer", "Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"y\""})
            QTest::addRow("401, %s", challenge) << true << QByteArray(challenge);
        QTest::newRow("close code 4401") << false << QByteArray();
    }
    void aRefusedSocketIsTriedAgainByHandOrWithAnotherToken()
    {
        QFETCH(bool, atUpgrade);
        QFETCH(QByteArray, challenge);
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &request) {
            if (request.headers.value("authorization") == "Bearer good-token")
                return acceptAndGreet(socket, request);
            if (atUpgrade)
                return RawPeer::answer(socket, 401, "no",
                                       challenge.isEmpty() ? QByteArray() : "WWW-Authenticate: " + challenge + "\r\n");
            acceptAndGreet(socket, request);
            sendCloseFrame<4401>(socket);
        });
        m_kit->makeSocket(peer.url());
        QSignalSpy judged(m_kit->client.get(), &HttpClient::unauthorized);
        const quint64 id = m_kit->tail(peer.url());
        QTRY_VERIFY(m_kit->waits());
        const qsizetype asked = peer.requests().size();
        QVERIFY(asked <= 2); // plainly once more, where QWebSocket keeps the status to itself
        m_kit->socket->unsubscribe(id);
        m_kit->tail(peer.url()); // the log was closed and opened again
        QVERIFY(m_kit->waits());
        QVERIFY(m_kit->socket->trouble());
        QTest::qWait(20); // an attempt of its own would have come by now
        QCOMPARE(upgradesAsked(peer), 1);
        QCOMPARE(peer.requests().size(), asked);
        m_kit->socket->retryNow();
        QTRY_VERIFY(m_kit->waits());
        QVERIFY(judged.isEmpty()); // queries judge the token
        QCOMPARE(upgradesAsked(peer), 2);
        m_kit->giveToken(peer.url(), "good-token");
        QTRY_VERIFY(m_kit->isOpen());
        QCOMPARE(upgradesAsked(peer), 3);
        QCOMPARE(m_kit->socket->attempts(), 0);
    }
    void aRefusalThatWasAnOutageEndsByItself()
    {
        int refusals = 0;
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &request) {
            const bool asksPlainly = !request.headers.contains("upgrade");
            return asksPlainly || ++refusals <= 2 ? answerWith<401>(socket, request) : acceptAndGreet(socket, request);
        });
        m_kit->timing.refusedWait = Milliseconds(1);
        m_kit->tail(peer.url());
        QTRY_VERIFY(m_kit->isOpen());
        QCOMPARE(upgradesAsked(peer), 3);
    }
    void withoutATokenItWaitsForOne()
    {
        GraphQlPeer peer;
        m_kit->makeSocket(peer.url());
        m_kit->socket->subscribe(m_kit->subscription(QStringLiteral("Tail")));
        m_kit->expectWaiting(ErrorKind::NoToken, QStringLiteral("There is no token for http://127.0.0.1"));
        QCOMPARE(m_kit->socket->attempts(), 0);
        QCOMPARE(peer.connections(), 0);
        m_kit->giveToken(peer.url());
        QTRY_VERIFY(m_kit->isOpen());
    }
    void aTokenGoesToItsOriginOnly()
    {
        GraphQlPeer peer;
        GraphQlPeer other;
        m_kit->giveToken(other.url());
        m_kit->makeSocket(peer.url());
        m_kit->socket->subscribe(m_kit->subscription(QStringLiteral("Tail")));
        m_kit->expectWaiting(ErrorKind::NoToken, QStringLiteral("There is no token"));
        QCOMPARE(peer.connections(), 0);
    }
    void aTokenThatIsTakenAwayEndsTheConnection()
    {
        GraphQlPeer peer;
        m_kit->tail(peer.url());
        QTRY_VERIFY(m_kit->isOpen());
        m_kit->client->removeCredential(CredentialId::Railway);
        m_kit->expectWaiting(ErrorKind::NoToken, QStringLiteral("There is no token"));
        QTRY_VERIFY(!peer.socket());
        m_kit->client->removeCredential(CredentialId::Sentry); // another one's
        QVERIFY(m_kit->waits());
    }
    void aLimitIsWaitedFor()
    {
        RawPeer peer(answerTooMany);
        const quint64 id = m_kit->tail(peer.url());
        m_kit->expectWaiting(ErrorKind::RateLimited, QStringLiteral("429"));
        QCOMPARE(m_kit->socket->trouble()->retryAfter, std::chrono::seconds(60));
        m_kit->socket->retryNow();
        QVERIFY(m_kit->waits());
        m_kit->socket->unsubscribe(id);
        m_kit->tail(peer.url());
        QVERIFY(m_kit->waits());
        QCOMPARE(peer.connections(), 1);
    }
    void afterALimitItIsTriedAgain()
    {
        RawPeer peer(answerTooMany);
        m_kit->timing.limitedWait = Milliseconds(20);
        m_kit->tail(peer.url());
        QTRY_VERIFY(peer.connections() >= 3);
    }
    void refusalsAreCounted()
    {
        RawPeer peer(answerWith<503>);
        m_kit->tail(peer.url());
        QTRY_VERIFY(m_kit->socket->attempts() >= 4);
        QTRY_VERIFY(m_kit->waits());
        QVERIFY(m_kit->socket->trouble());
    }
    void retryingDoesNotWait()
    {
        RawPeer peer(answerWith<503>);
        m_kit->tryOnce();
        m_kit->tail(peer.url());
        QTRY_VERIFY(m_kit->waits());
        m_kit->socket->retryNow();
        QCOMPARE(m_kit->socket->state(), GraphQlSocket::State::Connecting);
        QVERIFY(m_kit->socket->trouble()); // still why there is none
        m_kit->socket->retryNow();
        QTRY_VERIFY(m_kit->waits());
        QCOMPARE(peer.connections(), 2);
        QCOMPARE(m_kit->socket->attempts(), 2);
    }
    void aConnectionThatBroughtSomethingForgetsTheFailures()
    {
        int connections = 0;
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &request) {
            if (++connections <= 2)
                return answerWith<503>(socket, request);
            acceptAndGreet(socket, request);
            if (connections == 3)
                socket->write(textFrame("{\"id\":\"1\",\"type\":\"next\",\"payload\":7}"));
        });
        m_kit->tail(peer.url());
        QTRY_COMPARE(m_kit->got.size(), 1);
        QCOMPARE(m_kit->socket->attempts(), 0);
        QVERIFY(m_kit->isOpen());
    }
    void aStableConnectionForgetsTheFailures()
    {
        int connections = 0;
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &request) {
            return ++connections == 1 ? answerWith<503>(socket, request) : acceptAndGreet(socket, request);
        });
        m_kit->timing.stableAfter = Milliseconds(5);
        m_kit->makeSocket(peer.url());
        int most = 0;
        connect(m_kit->socket.get(), &GraphQlSocket::stateChanged, this,
                [&] { most = std::max(most, m_kit->socket->attempts()); });
        m_kit->tail(peer.url());
        QTRY_VERIFY(m_kit->isOpen());
        QTRY_COMPARE(m_kit->socket->attempts(), 0);
        QCOMPARE(most, 1);
    }
    void refusalsAreTriedAgainMoreAndMoreSlowly()
    {
        const SocketTiming timing;
        const auto seconds = [&](int refusals) { return int(waitAfterRefusals(refusals, timing).count() / 1000); };
        QCOMPARE(seconds(0), 0);
        QCOMPARE(seconds(1), 60);
        QCOMPARE(seconds(2), 120);
        QCOMPARE(seconds(4), 480);
        QCOMPARE(seconds(5), 600);
        QCOMPARE(seconds(1'000'000), 600);
    }
    void waitsGrowUpToABound()
    {
        const SocketTiming timing;
        const auto wait = [&](int attempts, double luck) { return int(waitAfter(attempts, luck, timing).count()); };
        QCOMPARE(wait(0, 0.5), 1'000);
        QCOMPARE(wait(1, 0.5), 1'000);
        QCOMPARE(wait(2, 0.5), 1'500);
        QCOMPARE(wait(3, 0.5), 2'250);
        QCOMPARE(wait(7, 0.5), 8'000);
        QCOMPARE(wait(1'000'000, 0.5), 8'000);
        QCOMPARE(wait(1, 0), 800);
        QCOMPARE(wait(1, 1), 1'200);
    }

private:
    std::unique_ptr<SocketKit> m_kit;
};

SLIPWAY_TEST(GraphQlSocketAgainTest)
#include "graphqlsocketagain_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/socketkit.h"
#include "support/testmain.h"

#include <QWebSocket>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QString deployLogs()
{
    return QStringLiteral("DeployLogs");
}

QString httpLogs()
{
    return QStringLiteral("HttpLogs");
}

QJsonObject socketMessage(const QString &id, const char *type, const QJsonValue &payload = QJsonValue::Undefined)
{
    QJsonObject message{{QStringLiteral("id"), id}, {QStringLiteral("type"), QLatin1String(type)}};
    message.insert(QStringLiteral("payload"), payload);
    return message;
}

QList<int> numbersIn(const QJsonArray &array)
{
    QList<int> numbers;
    for (const auto &item : array)
        numbers.append(item.toInt());
    return numbers;
}

QList<int> countedUpTo(int count)
{
    QList<int> numbers;
    for (int number = 0; number < count; ++number)
        numbers.append(number);
    return numbers;
}

} // namespace

/// Subscriptions over one WebSocket, with a server that behaves.
class GraphQlSocketTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_closeCode = 0;
        m_peer = std::make_unique<GraphQlPeer>();
        m_kit = std::make_unique<SocketKit>();
    }
    void cleanup()
    {
        m_kit.reset();
        m_peer.reset();
    }

    void theUpgradeSaysWhoWeAre()
    {
        open();
        QCOMPARE(m_peer->upgrade().rawHeader("Authorization"), QByteArray("Bearer ") + madeUpToken);
        QVERIFY(m_peer->upgrade().rawHeader("User-Agent").startsWith("Slipway/"));
        QCOMPARE(m_peer->upgrade().url().path(), QStringLiteral("/graphql/v2"));
        QCOMPARE(m_peer->socket()->subprotocol(), QStringLiteral("graphql-transport-ws"));
    }
    void theGreetingComesFirstAndHoldsNoToken()
    {
        open();
        QTRY_COMPARE(m_peer->messages().size(), 2);
        const QJsonObject greeting{{QStringLiteral("type"), QStringLiteral("connection_init")}};
        QCOMPARE(m_peer->messages().constFirst(), greeting);
    }
    void aSubscriptionIsSentWhole()
    {
        open();
        QTRY_COMPARE(m_peer->messages("subscribe").size(), 1);
        const QJsonObject payload = m_peer->messages("subscribe").at(0).value(QStringLiteral("payload")).toObject();
        QCOMPARE(payload.value(QStringLiteral("query")).toString(), QStringLiteral("subscription Tail { logs }"));
        QCOMPARE(payload.value(QStringLiteral("operationName")).toString(), QStringLiteral("Tail"));
        QCOMPARE(payload.value(QStringLiteral("variables")).toObject().value(QStringLiteral("asked")).toInt(), 1);
    }
    void nothingIsConnectedBeforeSomebodyWantsIt()
    {
        m_kit->makeSocket(m_peer->url());
        m_kit->giveToken(m_peer->url());
        QVERIFY(m_kit->isClosed());
        QVERIFY(!m_kit->socket->downSince());
        QVERIFY(!m_kit->socket->trouble());
    }
    void itIsDownUntilItIsOpen()
    {
        m_kit->tail(m_peer->url());
        const Moment wanted = m_kit->clock.now();
        m_kit->clock.advance(Milliseconds(500));
        QCOMPARE(m_kit->socket->state(), GraphQlSocket::State::Connecting);
        QCOMPARE(m_kit->socket->downSince(), wanted);
        QTRY_VERIFY(m_kit->isOpen());
        QVERIFY(!m_kit->socket->downSince());
    }
    void twoSubscriptionsShareOneConnection()
    {
        m_kit->tail(m_peer->url(), deployLogs());
        m_kit->tail(m_peer->url(), httpLogs());
        QTRY_COMPARE(m_peer->messages("subscribe").size(), 2);
        m_peer->next(httpLogs(), 1);
        m_peer->next(deployLogs(), 2);
        QTRY_COMPARE(m_kit->got.size(), 2);
        QCOMPARE(m_kit->gotFrom, (QStringList{httpLogs(), deployLogs()}));
        QCOMPARE(numbersIn(m_kit->got), (QList<int>{1, 2}));
        QCOMPARE(m_peer->connections(), 1);
    }
    void oneMoreIsSubscribedOverTheOpenConnection()
    {
        open();
        m_kit->tail(m_peer->url(), httpLogs());
        QTRY_COMPARE(m_peer->messages("subscribe").size(), 2);
        QCOMPARE(m_peer->connections(), 1);
    }
    void whatNobodyAskedForIsIgnored()
    {
        openAndSubscribed();
        for (const char *id : {"", "0", "2", "01", "+1", " 1", "1x", "18446744073709551616", "tail"})
            m_peer->say(socketMessage(QLatin1String(id), "next", 7));
        m_peer->say(socketMessage(QStringLiteral("1"), "surprise", 7));
        m_peer->say(socketMessage(QStringLiteral("9"), "complete"));
        m_peer->next(QStringLiteral("Tail"), 8);
        QTRY_VERIFY(!m_kit->got.isEmpty());
        QCOMPARE(numbersIn(m_kit->got), (QList<int>{8}));
        QVERIFY(m_kit->ends.isEmpty());
    }
    void aPingIsAnswered()
    {
        openAndSubscribed();
        m_peer->say(QStringLiteral("{\"type\":\"ping\"}"));
        QTRY_COMPARE(m_peer->messages("pong").size(), 1);
        m_peer->say(QStringLiteral("{\"payload\":\"%1\",\"type\":\"ping\"}").arg(QString(5'000, QLatin1Char('x'))));
        QTRY_COMPARE(m_peer->messages("pong").size(), 2);
    }
    void aLineThatSpeaksOfPingsIsALine()
    {
        openAndSubscribed();
        m_peer->next(QStringLiteral("Tail"), QStringLiteral("ping"));
        m_peer->next(QStringLiteral("Tail"), QJsonObject{{QStringLiteral("type"), QStringLiteral("ping")}});
        QTRY_COMPARE(m_kit->got.size(), 2);
        QVERIFY(m_peer->messages("pong").isEmpty());
    }
    void unsubscribingSaysSoAndNothingComesAfterwards()
    {
        m_kit->tail(m_peer->url(), deployLogs());
        const quint64 http = m_kit->tail(m_peer->url(), httpLogs());
        QTRY_COMPARE(m_peer->messages("subscribe").size(), 2);
        const QString id = m_peer->idOf(httpLogs());
        m_kit->socket->unsubscribe(http);
        m_peer->next(httpLogs(), 1); // was on its way
        m_peer->next(deployLogs(), 2);
        QTRY_COMPARE(m_peer->messages("complete").size(), 1);
        QCOMPARE(m_peer->messages("complete").at(0).value(QStringLiteral("id")).toString(), id);
        QTRY_COMPARE(m_kit->gotFrom, QStringList{deployLogs()});
        QVERIFY(m_kit->ends.isEmpty());
        QVERIFY(m_kit->isOpen());
    }
    void theLastOneClosesTheConnection()
    {
        const quint64 id = openAndSubscribed();
        QWebSocket *const theirs = m_peer->socket();
        connect(theirs, &QWebSocket::disconnected, this, [this, theirs] { m_closeCode = int(theirs->closeCode()); });
        m_kit->socket->unsubscribe(id);
        QVERIFY(m_kit->isClosed());
        QTRY_COMPARE(m_closeCode, 1000);
        QCOMPARE(m_peer->messages("complete").size(), 1);
        QVERIFY(!m_kit->socket->downSince());
    }
    void unsubscribingWhileConnectingClosesToo()
    {
        const quint64 id = m_kit->tail(m_peer->url());
        m_kit->socket->unsubscribe(id);
        m_kit->socket->unsubscribe(id);
        QVERIFY(m_kit->isClosed());
        m_kit->tail(m_peer->url(), httpLogs());
        QTRY_COMPARE(m_peer->messages("subscribe").size(), 1);
        QCOMPARE(m_peer->idOf(httpLogs()), QStringLiteral("2"));
    }
    void theServerMayCompleteASubscription()
    {
        openAndSubscribed();
        m_peer->say(socketMessage(QStringLiteral("1"), "complete"));
        QTRY_COMPARE(m_kit->ends.size(), 1);
        QVERIFY(!m_kit->ends.constFirst());
        QVERIFY(m_kit->isClosed()); // it was the last one
    }
    void anErrorEndsASubscriptionWithASentence()
    {
        openAndSubscribed();
        m_kit->tail(m_peer->url(), httpLogs());
        QTRY_COMPARE(m_peer->messages("subscribe").size(), 2);
        const QString hostile = QStringLiteral("Not \u202eAuthorized for %1").arg(QLatin1String(madeUpToken));
        m_peer->say(
            socketMessage(QStringLiteral("1"), "error", QJsonArray{QJsonObject{{QStringLiteral("message"), hostile}}}));
        QTRY_COMPARE(m_kit->ends.size(), 1);
        const Error error = *m_kit->ends.constFirst();
        QVERIFY(error.detail.contains(QStringLiteral("Tail: Not <U+202E>Authorized for ******")));
        QVERIFY(m_kit->isOpen()); // the other one goes on
        m_peer->drop();
        QTRY_COMPARE(m_peer->messages("subscribe").size(), 3);
        QCOMPARE(m_peer->idOf(httpLogs()), QStringLiteral("2")); // only that one is subscribed again
    }
    void anErrorWithoutWordsIsOneToo()
    {
        openAndSubscribed();
        m_peer->say(socketMessage(QStringLiteral("1"), "error", QStringLiteral("what")));
        QTRY_COMPARE(m_kit->ends.size(), 1);
        QVERIFY(m_kit->ends.constFirst()->detail.contains(QStringLiteral("without saying why")));
    }
    void fragmentsAreOneMessage()
    {
        openAndSubscribed();
        m_peer->socket()->setOutgoingFrameSize(3);
        const QString line = QStringLiteral("a long line ").repeated(40); // Qt 6.4 refuses a character that is cut
        m_peer->next(QStringLiteral("Tail"), line);
        QTRY_COMPARE(m_kit->got.size(), 1);
        QCOMPARE(m_kit->got.at(0).toString(), line);
    }
    void aLoneSurrogateLosesNoMessage()
    {
        openAndSubscribed();
        m_peer->say(QStringLiteral("{\"id\":\"1\",\"type\":\"next\",\"payload\":[\"\\ud800\",5]}"));
        QTRY_COMPARE(m_kit->got.size(), 1);
        QCOMPARE(m_kit->got.at(0).toArray().at(1).toInt(), 5);
    }
    void aFloodKeepsItsOrderAndLeavesTurnsToOthers()
    {
        openAndSubscribed();
        constexpr int count = 2'000;
        int inThisTurn = 0;
        int mostInATurn = 0;
        resubscribe([&, this](std::string_view payload) {
            if (inThisTurn++ == 0) {
                QMetaObject::invokeMethod(
                    this, [&] { mostInATurn = std::max(mostInATurn, std::exchange(inThisTurn, 0)); },
                    Qt::QueuedConnection);
            }
            m_kit->note({}, payload);
        });
        flood(count);
        QTRY_COMPARE(m_kit->got.size(), count);
        QTRY_COMPARE(inThisTurn, 0);
        QList<int> numbers;
        for (const auto &payload : std::as_const(m_kit->got))
            numbers.append(payload.toArray().at(0).toInt());
        QCOMPARE(numbers, countedUpTo(count));
        QVERIFY2(mostInATurn <= (256 << 10) / 2'000 + 1, qPrintable(QString::number(mostInATurn)));
    }
    void whatCameBeforeTheEndIsDeliveredBeforeIt()
    {
        openAndSubscribed();
        qsizetype gotAtTheEnd = -1;
        connect(m_kit->socket.get(), &GraphQlSocket::stateChanged, this, [&] {
            if (m_kit->waits())
                gotAtTheEnd = m_kit->got.size();
        });
        flood(1'500);
        m_peer->close(1001);
        QTRY_VERIFY(gotAtTheEnd >= 0);
        QCOMPARE(gotAtTheEnd, 1'500);
    }
    void unsubscribingWithinACallbackIsSafe()
    {
        openAndSubscribed();
        int calls = 0;
        quint64 own = 0;
        own = resubscribe([&, this](std::string_view payload) {
            ++calls;
            m_kit->socket->unsubscribe(own);
            QCOMPARE(QByteArray(payload.data(), 1), QByteArray("["));
        });
        flood(20);
        QTRY_VERIFY(m_kit->isClosed());
        m_kit->tail(m_peer->url(), httpLogs());
        QTRY_COMPARE(m_peer->idOf(httpLogs()), QString::number(own + 1));
        m_peer->next(httpLogs(), 1);
        QTRY_COMPARE(m_kit->got.size(), 1);
        QCOMPARE(calls, 1);
    }
    void deletingTheSocketWithinACallbackIsSafe_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("next") << QStringLiteral("next");
        QTest::newRow("error") << QStringLiteral("error");
        QTest::newRow("stateChanged") << QStringLiteral("stateChanged");
    }
    void deletingTheSocketWithinACallbackIsSafe()
    {
        QFETCH(QString, what);
        bool gone = false;
        const auto deleteIt = [&, this] {
            m_kit->socket.reset();
            gone = true;
        };
        if (what == QLatin1String("stateChanged")) {
            openAndSubscribed();
            connect(m_kit->socket.get(), &GraphQlSocket::stateChanged, this, deleteIt);
            m_peer->drop();
            QTRY_VERIFY(gone);
            return;
        }
        m_kit->giveToken(m_peer->url());
        m_kit->makeSocket(m_peer->url());
        Subscription subscription = m_kit->subscription(QStringLiteral("Tail"));
        subscription.next = [&](std::string_view payload, qsizetype capacity) {
            deleteIt();
            QCOMPARE(QByteArray(payload.data(), qsizetype(payload.size())), QByteArray("[1]")); // still there
            const char last = payload.data()[capacity - 1]; // beyond the view, within its padding
            QCOMPARE(last, payload.data()[capacity - 1]);
        };
        subscription.ended = [&](const std::optional<Error> &) { deleteIt(); };
        m_kit->socket->subscribe(std::move(subscription));
        QTRY_COMPARE(m_peer->messages("subscribe").size(), 1);
        const QByteArray type = what.toLatin1();
        m_peer->say(socketMessage(QStringLiteral("1"), type.constData(), QJsonArray{1}));
        QTRY_VERIFY(gone);
        QTRY_VERIFY(!m_peer->socket()); // and the connection with it
    }

private:
    quint64 open()
    {
        const quint64 id = m_kit->tail(m_peer->url());
        if (!QTest::qWaitFor([this] { return m_kit->isOpen(); }))
            qFatal("no connection");
        return id;
    }
    quint64 openAndSubscribed()
    {
        const quint64 id = open();
        if (!QTest::qWaitFor([this] { return m_peer->messages("subscribe").size() == 1; }))
            qFatal("no subscription");
        return id;
    }
    /// Instead of the first one, over the same connection.
    quint64 resubscribe(std::function<void(std::string_view)> next)
    {
        Subscription subscription = m_kit->subscription(QStringLiteral("Flood"));
        subscription.next = [next = std::move(next)](std::string_view payload, qsizetype) { next(payload); };
        const quint64 id = m_kit->socket->subscribe(std::move(subscription));
        m_kit->socket->unsubscribe(1);
        if (!QTest::qWaitFor([this] { return !m_peer->messages("complete").isEmpty(); }))
            qFatal("not subscribed again");
        return id;
    }
    /// Many messages at once, to the newest subscription.
    void flood(int count)
    {
        const QString id = m_peer->messages("subscribe").constLast().value(QStringLiteral("id")).toString();
        const QString filler(1'000, QLatin1Char('x'));
        for (int number = 0; number < count; ++number)
            m_peer->say(socketMessage(id, "next", QJsonArray{number, filler}));
        m_peer->socket()->flush();
    }

    int m_closeCode = 0; ///< that the server saw last
    std::unique_ptr<GraphQlPeer> m_peer;
    std::unique_ptr<SocketKit> m_kit;
};

SLIPWAY_TEST(GraphQlSocketTest)
#include "graphqlsocket_test.moc"

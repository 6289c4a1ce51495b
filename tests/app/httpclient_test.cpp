// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/etagcache.h"
#include "support/httpkit.h"
#include "support/rawpeer.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTimer>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

HttpRequest read(const RawPeer &peer, const QString &path = QStringLiteral("/"))
{
    HttpRequest request{.url = peer.url(path), .provider = Provider::GitHub};
    request.transferTimeout = Milliseconds(700);
    request.deadline = Milliseconds(1200);
    return request;
}

Credential tokenFor(const QUrl &origin)
{
    return {.headerName = "Authorization", .headerValue = "Bearer made-up", .origin = origin};
}

Result<QByteArray> onlyGoodOnes(const HttpResponse &response)
{
    if (response.body == "good")
        return response.body;
    return Error{.kind = ErrorKind::Malformed, .detail = QStringLiteral("not a good one")};
}

Result<QByteArray> getGoodOne(HttpClient &client, const HttpRequest &request)
{
    std::optional<Result<QByteArray>> answer;
    QObject context;
    client.send<QByteArray>({.request = request, .decode = onlyGoodOnes}, &context,
                            [&](const Result<QByteArray> &result) { answer = result; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
        qFatal("the client never called back");
    return *answer;
}

QList<int> pausesIn(const QSignalSpy &spy)
{
    QList<int> seconds;
    for (const QList<QVariant> &pause : spy)
        seconds.append(int(pause.at(1).value<Milliseconds>().count() / 1000));
    return seconds;
}

} // namespace

/// What HttpClient does with each way a real server can answer a read.
class HttpClientTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_client = realClient(m_clock); }

    void everyStatusIsAnAnswer_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {200, 204, 400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503, 529})
            QTest::addRow("%d", status) << status;
    }
    void everyStatusIsAnAnswer()
    {
        QFETCH(int, status);
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &) {
            RawPeer::answer(socket, status, status == 204 ? "" : R"({"message":"so"})");
        });
        const auto answer = get(*m_client, read(peer));
        QVERIFY(answer);
        QCOMPARE(answer->status, status);
    }
    void ourNameAndNothingElseIsSaid()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) {
            RawPeer::answer(socket, 200, "{}", "Set-Cookie: session=1\r\n");
        });
        QVERIFY(get(*m_client, read(peer)));
        QVERIFY(get(*m_client, read(peer)));
        QCOMPARE(peer.requests().size(), 2);
        QVERIFY(peer.requests().constLast().headers.value("user-agent").startsWith("Slipway/"));
        QVERIFY(!peer.requests().constLast().headers.contains("cookie"));
    }
    void troubleHasItsOwnKind_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("closed") << QByteArray() << ErrorKind::Unreachable;
        QTest::newRow("garbage") << QByteArray("what is HTTP\r\n\r\n") << ErrorKind::Unreachable;
        QTest::newRow("cut short") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
                                   << ErrorKind::Truncated;
        QTest::newRow("not gzip") << QByteArray("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                                                "Content-Length: 30\r\n\r\nplain text, not compressed at all")
                                  << ErrorKind::Malformed;
    }
    void troubleHasItsOwnKind()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(ErrorKind, kind);
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &) {
            socket->write(bytes);
            socket->disconnectFromHost();
        });
        const auto answer = get(*m_client, read(peer));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, kind);
        QVERIFY(answer.error().detail.contains(QStringLiteral("127.0.0.1")));
    }
    void silenceEndsAtTheTransferTimeout()
    {
        RawPeer peer([](QTcpSocket *, const RawRequest &) {});
        QCOMPARE(get(*m_client, read(peer)).error().kind, ErrorKind::Timeout);
    }
    void aDripEndsAtTheDeadline()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            auto *drip = new QTimer(socket);
            connect(drip, &QTimer::timeout, socket, [socket] { socket->write("x"); });
            drip->start(100);
        });
        const auto answer = get(*m_client, read(peer));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Timeout);
        QVERIFY(answer.error().detail.contains(QStringLiteral("no complete answer")));
    }
    void tooMuchIsCutOff_data()
    {
        QTest::addColumn<bool>("announced");
        QTest::newRow("announced") << true;
        QTest::newRow("not announced") << false;
    }
    void tooMuchIsCutOff()
    {
        QFETCH(bool, announced);
        RawPeer peer([=](QTcpSocket *socket, const RawRequest &) {
            const QByteArray body(20 << 20, 'x');
            socket->write("HTTP/1.1 200 OK\r\n");
            if (announced)
                socket->write("Content-Length: " + QByteArray::number(body.size()) + "\r\n");
            socket->write("\r\n" + body);
        });
        HttpRequest request = read(peer);
        request.deadline = Milliseconds(10'000);
        QCOMPARE(get(*m_client, request).error().kind, ErrorKind::TooLarge);
    }
    void theTokenGoesToItsOriginOnly()
    {
        RawPeer ours([](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 200, "{}"); });
        RawPeer other([](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 200, "{}"); });
        QVERIFY(m_client->setCredential(CredentialId::GitHub, tokenFor(ours.url())));
        HttpRequest request = read(ours);
        request.credential = CredentialId::GitHub;
        QVERIFY(get(*m_client, request));
        QCOMPARE(ours.requests().constFirst().headers.value("authorization"), QByteArray("Bearer made-up"));
        request.url = other.url();
        const auto refused = get(*m_client, request);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::NoToken);
        QCOMPARE(other.connections(), 0);
    }
    void aTokenThatEndsItsLineIsRefused()
    {
        Credential evil = tokenFor(QUrl(QStringLiteral("http://127.0.0.1")));
        evil.headerValue = "Bearer x\r\nX-Evil: 1";
        QVERIFY(!m_client->setCredential(CredentialId::GitHub, evil));
        QVERIFY(!m_client->hasCredential(CredentialId::GitHub));
    }
    void aRedirectWithinTheOriginKeepsTheToken()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &request) {
            if (request.target == "/old")
                return RawPeer::answer(socket, 301, "", "Location: /new\r\n");
            RawPeer::answer(socket, 200, "{}");
        });
        QVERIFY(m_client->setCredential(CredentialId::GitHub, tokenFor(peer.url())));
        HttpRequest request = read(peer, QStringLiteral("/old"));
        request.credential = CredentialId::GitHub;
        QVERIFY(get(*m_client, request));
        QCOMPARE(peer.requests().constLast().target, QByteArray("/new"));
        QVERIFY(peer.requests().constLast().headers.contains("authorization"));
    }
    void aRedirectElsewhereIsNotFollowed()
    {
        RawPeer other([](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 200, "stolen"); });
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &) {
            RawPeer::answer(socket, 302, "",
                            "Location: " + other.url(QStringLiteral("/x?secret=1")).toEncoded() + "\r\n");
        });
        const auto answer = get(*m_client, read(peer));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Refused);
        QVERIFY(!answer.error().detail.contains(QStringLiteral("secret")));
        QCOMPARE(other.connections(), 0);
    }
    void aLogDownloadFollowsWithoutAnyHeaderOfOurs()
    {
        RawPeer blobs([](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 200, "log"); });
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &) {
            RawPeer::answer(socket, 302, "",
                            "Location: " + blobs.url(QStringLiteral("/log?sig=1")).toEncoded() + "\r\n");
        });
        QVERIFY(m_client->setCredential(CredentialId::GitHub, tokenFor(peer.url())));
        HttpRequest request = read(peer);
        request.credential = CredentialId::GitHub;
        request.headers = {{"X-GitHub-Api-Version", "2026-03-10"}};
        request.redirects = RedirectRule::BareElsewhere;
        const auto answer = get(*m_client, request);
        QVERIFY(answer);
        QCOMPARE(answer->body, QByteArray("log"));
        const auto headers = blobs.requests().constFirst().headers;
        QVERIFY(!headers.contains("authorization"));
        QVERIFY(!headers.contains("x-github-api-version"));
        QVERIFY(!headers.contains("if-none-match"));
    }
    void aMoveThatIsToldInWordsIsFollowedWithinTheOriginOnly()
    {
        RawPeer other([](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 200, "moved"); });
        QUrl told;
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &request) {
            if (request.target == "/repositories/7")
                return RawPeer::answer(socket, 200, "moved");
            RawPeer::answer(socket, 301, "{\"url\":\"" + told.toEncoded() + "\"}");
        });
        told = peer.url(QStringLiteral("/repositories/7"));
        QCOMPARE(get(*m_client, read(peer))->body, QByteArray("moved"));
        told = other.url();
        QCOMPARE(get(*m_client, read(peer)).error().kind, ErrorKind::Refused);
        QCOMPARE(other.connections(), 0);
    }
    void aRedirectLoopEnds()
    {
        RawPeer peer(
            [](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 302, "", "Location: /\r\n"); });
        QVERIFY(!get(*m_client, read(peer)));
        QCOMPARE(peer.requests().size(), 6);
    }
    void anUnchangedAnswerIsTheOneItConfirms()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &request) {
            if (request.headers.contains("if-none-match"))
                return RawPeer::answer(socket, 304, "", "ETag: \"other-form\"\r\n");
            RawPeer::answer(socket, 200, R"({"n":1})", "ETag: W/\"one\"\r\n");
        });
        HttpRequest request = read(peer);
        request.conditional = true;
        QVERIFY(!get(*m_client, request)->notModified);
        for (int i = 0; i < 2; ++i) {
            const auto again = get(*m_client, request);
            QVERIFY(again->notModified);
            QCOMPARE(again->status, 200);
            QCOMPARE(again->body, QByteArray(R"({"n":1})"));
            QCOMPARE(peer.requests().constLast().headers.value("if-none-match"), QByteArray("W/\"one\""));
        }
    }
    void anAnswerThatCannotBeReadIsNotConfirmedByALater304()
    {
        QByteArray body = "garbage";
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &request) {
            if (request.headers.contains("if-none-match"))
                return RawPeer::answer(socket, 304, "", "ETag: \"one\"\r\n");
            RawPeer::answer(socket, 200, body, "ETag: \"one\"\r\n");
        });
        HttpRequest request = read(peer);
        request.conditional = true;
        QCOMPARE(getGoodOne(*m_client, request).error().kind, ErrorKind::Malformed);
        body = "good";
        QCOMPARE(getGoodOne(*m_client, request), Result<QByteArray>(QByteArray("good")));
        QVERIFY(!peer.requests().at(1).headers.contains("if-none-match"));
        QCOMPARE(getGoodOne(*m_client, request), Result<QByteArray>(QByteArray("good")));
        QVERIFY(peer.requests().at(2).headers.contains("if-none-match"));
    }
    void anotherTokenForgetsWhatTheFirstOneSaw()
    {
        RawPeer peer(
            [](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 200, "{}", "ETag: \"one\"\r\n"); });
        HttpRequest request = read(peer);
        request.conditional = true;
        request.credential = CredentialId::GitHub;
        QVERIFY(m_client->setCredential(CredentialId::GitHub, tokenFor(peer.url())));
        QVERIFY(get(*m_client, request));
        QVERIFY(m_client->setCredential(CredentialId::GitHub, tokenFor(peer.url())));
        QVERIFY(get(*m_client, request));
        QVERIFY(!peer.requests().constLast().headers.contains("if-none-match"));
    }
    void theCacheIsBoundedInBytes()
    {
        EtagCache cache(10'000);
        for (int i = 0; i < 50; ++i) {
            HttpRequest request{.url = QUrl(QStringLiteral("http://h/%1").arg(i))};
            cache.keep(request, {.status = 200, .headers = {{"etag", "\"x\""}}, .body = QByteArray(2000, 'x')});
        }
        QVERIFY(cache.bytes() <= 10'000);
        QVERIFY(!cache.etagOf({.url = QUrl(QStringLiteral("http://h/49"))}).isEmpty());
        QVERIFY(cache.etagOf({.url = QUrl(QStringLiteral("http://h/0"))}).isEmpty());
    }
    void anAnswerForWhoeverIsGoneIsDropped()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 200, "{}"); });
        bool called = false;
        auto context = std::make_unique<QObject>();
        m_client->send<HttpResponse>({.request = read(peer), .decode = wholeResponse}, context.get(),
                                     [&](const Result<HttpResponse> &) { called = true; });
        context.reset();
        QTRY_COMPARE(peer.requests().size(), 1);
        QVERIFY(get(*m_client, read(peer)));
        QVERIFY(!called);
    }
    void budgetsAndPausesAreTold()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) {
            RawPeer::answer(socket, 429, "{}",
                            "X-RateLimit-Limit: 5000\r\nX-RateLimit-Remaining: 17\r\nRetry-After: 90\r\n");
        });
        QSignalSpy budgets(m_client.get(), &HttpClient::budgetChanged);
        QSignalSpy pauses(m_client.get(), &HttpClient::pauseAsked);
        QVERIFY(get(*m_client, read(peer)));
        QCOMPARE(budgets.size(), 1);
        QCOMPARE(budgets.constFirst().at(1).value<RateBudget>().remaining, 17);
        QCOMPARE(pauses.size(), 1);
        QCOMPARE(pauses.constFirst().at(1).value<Milliseconds>(), Milliseconds(90'000));
        QCOMPARE(pauses.constFirst().at(2).value<PauseReason>(), PauseReason::ServerAsked);
    }
    void threeFailuresInARowAskForAPauseThatDoublesUpToAMinute_data()
    {
        QTest::addColumn<bool>("answers");
        QTest::newRow("500") << true;
        QTest::newRow("no answer") << false;
    }
    void threeFailuresInARowAskForAPauseThatDoublesUpToAMinute()
    {
        QFETCH(bool, answers);
        bool mended = false;
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &) {
            if (!mended && !answers)
                return RawPeer::reset(socket);
            RawPeer::answer(socket, mended ? 200 : 500, "{}");
        });
        const QSignalSpy pauses(m_client.get(), &HttpClient::pauseAsked);
        const HttpRequest request = read(peer);
        for (int failure = 0; failure < 9; ++failure)
            (void)get(*m_client, request);
        QCOMPARE(pausesIn(pauses), QList<int>({5, 10, 20, 40, 60, 60, 60}));
        QCOMPARE(pauses.constLast().at(2).value<PauseReason>(), PauseReason::Failures);
        mended = true;
        QVERIFY(get(*m_client, request));
        mended = false;
        for (int failure = 0; failure < 2; ++failure)
            (void)get(*m_client, request);
        QCOMPARE(pauses.size(), 7);
        (void)get(*m_client, request);
        QCOMPARE(pausesIn(pauses).constLast(), 5);
    }
    void aRefusalIsNoFailure()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 404, "{}"); });
        const QSignalSpy pauses(m_client.get(), &HttpClient::pauseAsked);
        for (int refusal = 0; refusal < 5; ++refusal)
            QVERIFY(get(*m_client, read(peer)));
        QCOMPARE(pauses.size(), 0);
    }
    void eachProvidersFailuresAreItsOwn()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 500, "{}"); });
        const QSignalSpy pauses(m_client.get(), &HttpClient::pauseAsked);
        HttpRequest railways = read(peer);
        railways.provider = Provider::Railway;
        for (int failure = 0; failure < 2; ++failure) {
            QVERIFY(get(*m_client, read(peer)));
            QVERIFY(get(*m_client, railways));
        }
        QCOMPARE(pauses.size(), 0);
        QVERIFY(get(*m_client, railways));
        QCOMPARE(pauses.size(), 1);
        QCOMPARE(pauses.constFirst().at(0).value<Provider>(), Provider::Railway);
    }
    void theApplicationItselfIsNeverSpared()
    {
        RawPeer peer(
            [](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 503, "{}", "Retry-After: 120\r\n"); });
        const QSignalSpy pauses(m_client.get(), &HttpClient::pauseAsked);
        HttpRequest probe = read(peer);
        probe.provider = Provider::Application;
        for (int failure = 0; failure < 10; ++failure)
            QVERIFY(get(*m_client, probe));
        QCOMPARE(pauses.size(), 0);
    }
    void aServiceThatIsDownForAWhileSaysHowLong_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<QList<int>>("pauses");
        QTest::newRow("seconds") << QByteArray("Retry-After: 120\r\n") << QList<int>{120};
        QTest::newRow("longer than an hour") << QByteArray("Retry-After: 86400\r\n") << QList<int>{3600};
        for (const char *huge : {"9223372036854775807", "9300000000000000", "99999999999999999999999999"})
            QTest::newRow(huge) << QByteArray("Retry-After: ") + huge + "\r\n" << QList<int>{3600};
        QTest::newRow("nothing") << QByteArray() << QList<int>();
    }
    void aServiceThatIsDownForAWhileSaysHowLong()
    {
        QFETCH(QByteArray, headers);
        QFETCH(QList<int>, pauses);
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 503, "{}", headers); });
        const QSignalSpy asked(m_client.get(), &HttpClient::pauseAsked);
        QVERIFY(get(*m_client, read(peer)));
        QCOMPARE(pausesIn(asked), pauses);
    }
    void aSecretAnswerIsWipedOnceItWasDecoded_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::newRow("whole") << QByteArray("Content-Length: 20000\r\n");
        QTest::newRow("chunked") << QByteArray("Transfer-Encoding: chunked\r\n");
    }
    void aSecretAnswerIsWipedOnceItWasDecoded()
    {
        QFETCH(QByteArray, headers);
        const QByteArray secret(20'000, 's');
        const QByteArray body = headers.startsWith("Transfer") ? "4e20\r\n" + secret + "\r\n0\r\n\r\n" : secret;
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + headers + "\r\n" + body);
        });
        HttpRequest request = read(peer);
        request.secretBody = true;
        std::optional<HttpResponse> kept; // shares the body's memory
        QByteArray seen;
        QObject context;
        m_client->send<HttpResponse>({.request = request, .decode = wholeResponse}, &context,
                                     [&](const Result<HttpResponse> &answer) {
                                         kept = *answer;
                                         seen = QByteArray(answer->body.constData(), answer->body.size());
                                     });
        QTRY_VERIFY(kept.has_value());
        QCOMPARE(seen, secret);
        QCOMPARE(kept->body, QByteArray(20'000, '\0'));
        request.secretBody = false;
        QCOMPARE(get(*m_client, request)->body, secret);
    }
    void aSecretAnswerIsNeverKept()
    {
        RawPeer peer(
            [](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 200, "secret", "ETag: \"1\"\r\n"); });
        HttpRequest request = read(peer);
        request.conditional = true;
        request.secretBody = true;
        QVERIFY(get(*m_client, request));
        QVERIFY(get(*m_client, request));
        QCOMPARE(peer.requests().size(), 2);
        QVERIFY(!peer.requests().constLast().headers.contains("if-none-match"));
    }
    void aRevokedTokenIsTold()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 401, "{}"); });
        QVERIFY(m_client->setCredential(CredentialId::GitHub, tokenFor(peer.url())));
        QSignalSpy spy(m_client.get(), &HttpClient::unauthorized);
        HttpRequest request = read(peer);
        request.credential = CredentialId::GitHub;
        QVERIFY(get(*m_client, request));
        QCOMPARE(spy.size(), 1);
    }

private:
    FakeClock m_clock;
    std::unique_ptr<HttpClient> m_client;
};

SLIPWAY_TEST(HttpClientTest)
#include "httpclient_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "railway/calls.h"
#include "support/httpkit.h"
#include "support/rawpeer.h"
#include "support/testmain.h"

#include <QNetworkReply>
#include <QSslConfiguration>
#include <QTcpServer>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

using Fault = void (*)(QTcpSocket *, const RawRequest &);

void closesAfterReading(QTcpSocket *socket, const RawRequest &)
{
    socket->disconnectFromHost();
}
void resetsAfterReading(QTcpSocket *socket, const RawRequest &)
{
    RawPeer::reset(socket);
}
void halfAStatusLine(QTcpSocket *socket, const RawRequest &)
{
    socket->write("HTTP/1.1 20");
    socket->disconnectFromHost();
}
void cutBody(QTcpSocket *socket, const RawRequest &)
{
    socket->write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly");
    socket->disconnectFromHost();
}
void silence(QTcpSocket *, const RawRequest &) {}
void garbage(QTcpSocket *socket, const RawRequest &)
{
    socket->write("\x00\x01 what is HTTP\r\n\r\n");
    socket->disconnectFromHost();
}
template <int Status>
void answers(QTcpSocket *socket, const RawRequest &)
{
    RawPeer::answer(socket, Status, "{}", "Location: /elsewhere\r\n");
}

HttpRequest dispatchTo(const QUrl &url)
{
    HttpRequest request{.method = "POST", .url = url, .body = R"({"ref":"main"})", .provider = Provider::GitHub};
    request.transferTimeout = Milliseconds(700);
    request.deadline = Milliseconds(1500);
    return request;
}

} // namespace

/// A command leaves exactly once, whatever the server does (architecture, section 5; qt-notes.md, section 5).
class OnceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_certificates = std::make_unique<TestCertificates>();
        QVERIFY2(m_certificates->isValid(), "openssl could not make the test's certificates");
    }
    void init() { m_client = realClient(m_clock); }

    void exactlyOnePost_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<CommandFate>("fate");
        QTest::addColumn<bool>("tls");
        const QList<std::tuple<const char *, Fault, CommandFate>> cases{
            {"closed after reading", closesAfterReading, CommandFate::Uncertain},
            {"reset after reading", resetsAfterReading, CommandFate::Uncertain},
            {"half a status line", halfAStatusLine, CommandFate::Uncertain},
            {"body cut short", cutBody, CommandFate::Uncertain},
            {"no answer", silence, CommandFate::Uncertain},
            {"garbage", garbage, CommandFate::Uncertain},
            {"200", answers<200>, CommandFate::Accepted},
            {"204", answers<204>, CommandFate::Accepted},
            {"302", answers<302>, CommandFate::Refused},
            {"307", answers<307>, CommandFate::Refused},
            {"308", answers<308>, CommandFate::Refused},
            {"401", answers<401>, CommandFate::Refused},
            {"422", answers<422>, CommandFate::Refused},
            {"500", answers<500>, CommandFate::Uncertain},
            {"503", answers<503>, CommandFate::Uncertain},
        };
        for (const auto &[name, fault, fate] : cases) {
            QTest::addRow("http: %s", name) << fault << fate << false;
            QTest::addRow("tls: %s", name) << fault << fate << true;
        }
    }
    void exactlyOnePost()
    {
        QFETCH(Fault, fault);
        QFETCH(CommandFate, fate);
        QFETCH(bool, tls);
        RawPeer peer(fault, tls ? m_certificates.get() : nullptr);
        if (tls)
            trustOurAuthority();
        const auto answer = command(*m_client, dispatchTo(peer.url()));
        QTest::qWait(50); // a second request would be here by now
        QCOMPARE(peer.requests().size(), 1);
        QCOMPARE(peer.requests().constFirst().body, QByteArray(R"({"ref":"main"})"));
        QCOMPARE(answer.fate, fate);
    }
    void onAReusedConnectionToo()
    {
        int served = 0;
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &) {
            ++served == 1 ? RawPeer::answer(socket, 200, "{}") : RawPeer::reset(socket);
        });
        QVERIFY(get(*m_client, {.url = peer.url()}));
        const auto answer = command(*m_client, dispatchTo(peer.url()));
        QCOMPARE(answer.fate, CommandFate::Uncertain);
        QCOMPARE(peer.requests().size(), 2);
    }
    void aConnectionClosedInTheMiddleIsNotRepeated()
    {
        RawPeer peer(silence);
        peer.dropEarly();
        const auto answer = command(*m_client, dispatchTo(peer.url()));
        QVERIFY(answer.fate == CommandFate::Uncertain || answer.fate == CommandFate::NotSent);
        QCOMPARE(peer.connections(), 1);
    }
    void anOrdinaryBodyWouldBeSentAgain()
    {
        // The control: if this stops failing, Qt changed, and the one-shot body may have become needless.
        RawPeer peer(closesAfterReading);
        QNetworkAccessManager network;
        network.setProxy(QNetworkProxy::NoProxy);
        QNetworkRequest request(peer.url());
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        QNetworkReply *reply = network.post(request, QByteArray("{}"));
        QTRY_VERIFY(reply->isFinished());
        QVERIFY(peer.requests().size() > 1);
    }
    void aRefusedConnectionProvesThatNothingWasSent()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const QUrl url(QStringLiteral("http://127.0.0.1:%1/").arg(closed.serverPort()));
        closed.close();
        const auto answer = command(*m_client, dispatchTo(url));
        QCOMPARE(answer.fate, CommandFate::NotSent);
        QCOMPARE(answer.error->kind, ErrorKind::Unreachable);
    }
    void anUntrustedCertificateProvesThatNothingWasSent()
    {
        RawPeer peer(answers<200>, m_certificates.get());
        const auto answer = command(*m_client, dispatchTo(peer.url()));
        QCOMPARE(answer.fate, CommandFate::NotSent);
        QCOMPARE(answer.error->kind, ErrorKind::Tls);
        QCOMPARE(peer.requests().size(), 0);
    }
    void withoutATokenNothingIsSent()
    {
        RawPeer peer(answers<200>);
        HttpRequest request = dispatchTo(peer.url());
        request.credential = CredentialId::GitHub;
        const auto answer = command(*m_client, request);
        QCOMPARE(answer.fate, CommandFate::NotSent);
        QCOMPARE(answer.error->kind, ErrorKind::NoToken);
        QCOMPARE(peer.connections(), 0);
    }
    void anEmptyCommandStillHasABody()
    {
        RawPeer peer(answers<202>);
        HttpRequest request = dispatchTo(peer.url());
        request.body.clear();
        QCOMPARE(command(*m_client, request).fate, CommandFate::Accepted);
        QCOMPARE(peer.requests().constFirst().headers.value("content-length"), QByteArray("2"));
    }

    void aRollbackIsTakenOnlyByATrue_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<CommandFate>("fate");
        QTest::newRow("true") << QByteArray(R"({"data":{"deploymentRollback":true}})") << CommandFate::Accepted;
        QTest::newRow("false") << QByteArray(R"({"data":{"deploymentRollback":false}})") << CommandFate::Uncertain;
        QTest::newRow("missing") << QByteArray(R"({"data":{}})") << CommandFate::Uncertain;
        QTest::newRow("problem") << QByteArray(R"({"data":null,"errors":[{"message":"Problem processing request"}]})")
                                 << CommandFate::Uncertain;
        QTest::newRow("refused")
            << QByteArray(R"({"data":null,"errors":[{"message":"Not Authorized","path":["deploymentRollback"]}]})")
            << CommandFate::Refused;
        QTest::newRow("refused without a path")
            << QByteArray(R"({"data":null,"errors":[{"message":"Not Authorized"}]})") << CommandFate::Uncertain;
    }
    void aRollbackIsTakenOnlyByATrue()
    {
        QFETCH(QByteArray, body);
        RawPeer peer([&](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 200, body); });
        const RailwayProject project{.api = peer.url()};
        const Credential token{.headerName = "Authorization", .headerValue = "Bearer made-up", .origin = project.api};
        QVERIFY(m_client->setCredential(CredentialId::Railway, token));
        std::optional<CommandFate> fate;
        m_client->sendCommand<Done>(Railway::rollBack({QStringLiteral("d-1")}, project, CredentialId::Railway), this,
                                    [&](const CommandAnswer<Done> &answer) { fate = answer.fate; });
        QTRY_VERIFY(fate.has_value());
        QTEST(*fate, "fate");
        QCOMPARE(peer.requests().size(), 1);
    }

private:
    void trustOurAuthority()
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.addCaCertificates(m_certificates->authority());
        m_client->setSslConfiguration(configuration);
    }

    FakeClock m_clock;
    std::unique_ptr<TestCertificates> m_certificates;
    std::unique_ptr<HttpClient> m_client;
};

SLIPWAY_TEST(OnceTest)
#include "once_test.moc"

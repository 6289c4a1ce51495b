// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/tokenrows.h"
#include "support/credentialskit.h"
#include "support/httpkit.h"
#include "support/privatekeyring.h"
#include "support/rawpeer.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr char madeUpSecret[] = "made-up-secret-1";

Project projectWith(const QUrl &staging)
{
    Project project = acmeProject();
    project.addresses.staging.url = staging;
    Check models{.name = QStringLiteral("models"), .path = QStringLiteral("/v1/models")};
    models.secretHeaders = {{.name = "X-Access", .before = "Bearer ", .secret = QStringLiteral("access")}};
    project.addresses.staging.checks = {models};
    return project;
}

/// The secret, and the client that sends it.
struct Secrets {
    explicit Secrets(const QUrl &staging)
        : client(realClient(clock))
        , store(projectWith(staging))
        , secrets(*client, schedule, store, clock)
    {
    }
    void load(const QMap<QString, QByteArray> &given = {})
    {
        QMap<CredentialId, QByteArray> tokens;
        if (!given.isEmpty()) // a rehearsal, which leaves the keyring alone
            tokens.insert(CredentialId::GitHub, "made-up");
        secrets.load({tokens, given});
        if (!QTest::qWaitFor([this] { return !secrets.isLoading(); }, 20'000))
            qFatal("a secret was never read");
    }
    Result<HttpResponse> ask(const QUrl &url)
    {
        HttpRequest request;
        request.url = url;
        request.secretHeaders = store.project().addresses.staging.checks.constFirst().secretHeaders;
        return get(*client, request);
    }
    std::optional<ErrorKind> trouble() const
    {
        const auto state = secrets.stateOf(QStringLiteral("staging/access"));
        return state && !*state ? std::optional(state->error().kind) : std::nullopt;
    }

    FakeClock clock;
    std::unique_ptr<HttpClient> client;
    Schedule schedule{clock, 7};
    ConsoleStore store;
    Credentials secrets;
};

RawPeer::Handler answering(const QByteArray &body = "{}")
{
    return [body](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 200, body); };
}

} // namespace

/// The secrets that checks send.
class CheckSecretsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSecretTravelsInItsHeader()
    {
        RawPeer peer(answering());
        Secrets kit(peer.url());
        kit.load({{QStringLiteral("access"), madeUpSecret}});
        QVERIFY(kit.ask(peer.url()));
        QCOMPARE(peer.requests().constLast().headers.value("x-access"), QByteArray("Bearer ") + madeUpSecret);
        QVERIFY(kit.secrets.keptOf(QStringLiteral("staging/access")) == TokenKept::GivenForThisRun);
    }
    void anotherOriginDoesNotGetIt()
    {
        RawPeer staging(answering());
        RawPeer elsewhere(answering());
        Secrets kit(staging.url());
        kit.load({{QStringLiteral("access"), madeUpSecret}});
        const auto answer = kit.ask(elsewhere.url());
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::NoToken);
        QVERIFY(elsewhere.requests().isEmpty());
    }
    void aRedirectElsewhereDoesNotGetIt()
    {
        RawPeer elsewhere(answering());
        RawPeer staging([&](QTcpSocket *socket, const RawRequest &) {
            RawPeer::answer(socket, 302, {}, "Location: " + elsewhere.url().toEncoded() + "\r\n");
        });
        Secrets kit(staging.url());
        kit.load({{QStringLiteral("access"), madeUpSecret}});
        QVERIFY(!kit.ask(staging.url()));
        QVERIFY(elsewhere.requests().isEmpty());
    }
    void anEchoIsNotShown()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &request) {
            RawPeer::answer(socket, 200, "you said " + request.headers.value("x-access"),
                            "X-Echo: " + request.headers.value("x-access") + "\r\n");
        });
        Secrets kit(peer.url());
        kit.load({{QStringLiteral("access"), madeUpSecret}});
        const auto answer = kit.ask(peer.url());
        QVERIFY(answer);
        QCOMPARE(answer->body, QByteArray("you said Bearer ****************"));
        QCOMPARE(answer->headers.value("x-echo"), QByteArray("Bearer ****************"));
    }
    void aRedirectThatTellsItIsNotShown()
    {
        RawPeer staging([](QTcpSocket *socket, const RawRequest &request) {
            const QByteArray said = request.headers.value("x-access").mid(7);
            RawPeer::answer(socket, 302, {}, "Location: https://elsewhere.example.com/login/" + said + "\r\n");
        });
        Secrets kit(staging.url());
        kit.load({{QStringLiteral("access"), madeUpSecret}});
        const auto answer = kit.ask(staging.url());
        QVERIFY(!answer);
        QVERIFY2(!answer.error().detail.contains(QLatin1String(madeUpSecret)), qPrintable(answer.error().detail));
    }
    void anEchoOfAShortOneIsNotShown()
    {
        RawPeer staging([](QTcpSocket *socket, const RawRequest &) {
            RawPeer::answer(socket, 200, R"({"said":"Bearer sh\u006frt","also":"%73hort"})");
        });
        Secrets kit(staging.url());
        kit.load({{QStringLiteral("access"), "short"}});
        const auto answer = kit.ask(staging.url());
        QVERIFY(answer);
        QCOMPARE(answer->body, QByteArray(R"({"said":"Bearer **********","also":"*******"})"));
    }
    void oneThatEndsItsLineIsRefused()
    {
        RawPeer peer(answering());
        Secrets kit(peer.url());
        kit.load({{QStringLiteral("access"), "made-up\r\nX-Evil: 1"}});
        QCOMPARE(kit.trouble(), ErrorKind::Unauthorized);
        QVERIFY(!kit.ask(peer.url()));
        QVERIFY(peer.requests().isEmpty());
    }
    void aRehearsalUsesNoStoredSecret()
    {
        RawPeer peer(answering());
        Secrets kit(peer.url());
        kit.load({{QStringLiteral("another"), madeUpSecret}});
        QCOMPARE(kit.trouble(), ErrorKind::NoToken);
    }
    void oneThatIsStoredIsReadAgain()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "checksecrets_test")
        RawPeer peer(answering());
        Secrets kit(peer.url());
        kit.load();
        QCOMPARE(kit.trouble(), ErrorKind::NoToken);
        const auto before = kit.ask(peer.url());
        QVERIFY(before.error().detail.contains(QLatin1String("\"access\"")));
        kit.secrets.enter(QStringLiteral("staging/access"), madeUpSecret);
        QTRY_VERIFY_WITH_TIMEOUT(!kit.trouble(), 20'000);

        Secrets again(peer.url());
        again.load();
        QVERIFY(!again.trouble());
        QVERIFY(again.ask(peer.url()));
        again.secrets.remove(QStringLiteral("staging/access"));
        QTRY_COMPARE_WITH_TIMEOUT(again.trouble(), std::optional(ErrorKind::NoToken), 20'000);
        QVERIFY(!again.ask(peer.url()));
        QCOMPARE(peer.requests().size(), 1);
    }
    void withoutAKeyringThatIsSaid()
    {
        SLIPWAY_IN_SESSION(NoSecretService, "checksecrets_test")
        RawPeer peer(answering());
        Secrets kit(peer.url());
        kit.load();
        QCOMPARE(kit.trouble(), ErrorKind::KeyringUnavailable);
        QCOMPARE(kit.ask(peer.url()).error().kind, ErrorKind::KeyringUnavailable);
    }
    void eachSecretHasAnEntryOfItsOwn()
    {
        const Project project = projectWith(QUrl(QStringLiteral("https://staging.example.com/base")));
        const QList<TokenKey> keys = secretKeys(project);
        QCOMPARE(keys.size(), 1);
        QCOMPARE(keys.constFirst().word(), QStringLiteral("staging/access"));
        QCOMPARE(keys.constFirst().entry(),
                 QStringLiteral("slipway/gatewayz-api/secret-access/https://staging.example.com"));
    }
    void theTokensDialogHasARowForIt()
    {
        const CredentialsKit kit;
        ConsoleStore store(projectWith(QUrl(QStringLiteral("https://staging.example.com"))));
        HttpClient client(kit.clock, std::make_unique<FakeNetwork>());
        Schedule schedule(kit.clock, 7);
        const Credentials credentials(client, schedule, store, kit.clock);
        const TokenRow row = tokenRows(credentials).constLast();
        QCOMPARE(row.id, QStringLiteral("staging/access"));
        QCOMPARE(row.origin, QStringLiteral("https://staging.example.com"));
        QVERIFY(!row.title.isEmpty() && !row.help.isEmpty());
    }
};

SLIPWAY_TEST(CheckSecretsTest)
#include "checksecrets_test.moc"

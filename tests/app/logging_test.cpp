// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"
#include "app/railway/calls.h"
#include "models/logging/categories.h"
#include "support/credentialskit.h"
#include "support/echoes.h"
#include "support/httpkit.h"
#include "support/logcatcher.h"
#include "support/privatekeyring.h"
#include "support/runnerkit.h"
#include "support/socketkit.h"
#include "support/testmain.h"

#include <QTemporaryDir>
#include <QTimer>

#include <array>
#include <tuple>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr char loggedToken[] = "made/up+token=7f3a\"b\\9c";
constexpr char checkSecret[] = "made-up-secret-of-a-check";
constexpr char saidInBody[] = "what-only-a-body-says";

QString githubAddress(const char *path)
{
    return QStringLiteral("https://api.github.com") + QLatin1String(path);
}

FakeReply loggedAnswer(const FakeRequest &request)
{
    const QString path = request.url.path();
    const auto to = [](const QByteArray &address) {
        return FakeReply{.status = 302, .headers = {{"Location", address}}};
    };
    if (path == QLatin1String("/moved"))
        return to("/there?sig=query-value");
    if (path == QLatin1String("/logs"))
        return to("https://storage.example.com/key-in-a-path?sig=query-value");
    if (path == QLatin1String("/refused"))
        return {.status = 401, .body = QByteArray(saidInBody) + loggedToken};
    if (path == QLatin1String("/gone"))
        return {.error = QNetworkReply::ConnectionRefusedError};
    return {.body = QByteArray(saidInBody) + loggedToken, .headers = {{"X-Echo", loggedToken}}};
}

/// A client with a token and a secret of a check, and what the log says of its requests.
struct LoggedClient {
    LogCatcher log;
    FakeClock clock;
    FakeNetwork *network = new FakeNetwork(loggedAnswer); // owned by the client
    HttpClient client{clock, std::unique_ptr<QNetworkAccessManager>(network)};

    explicit LoggedClient(const QString &rules = QStringLiteral("slipway.*=true"))
        : log(rules)
    {
        const QByteArray header = QByteArray("Bearer ") + loggedToken;
        if (!client.setCredential(CredentialId::GitHub, {"Authorization", header, QUrl(githubAddress(""))}) ||
            !client.setSecret(QStringLiteral("key"), QUrl(QStringLiteral("https://app.example.com")),
                              QByteArray(checkSecret)))
            qFatal("the made-up secrets were refused");
    }
    void ask(const char *path, RedirectRule redirects = RedirectRule::SameOrigin)
    {
        std::ignore = get(client, {.url = QUrl(githubAddress(path)),
                                   .headers = {{"X-Header", "what-a-header-says"}},
                                   .provider = Provider::GitHub,
                                   .credential = CredentialId::GitHub,
                                   .redirects = redirects});
    }
    void probe(const QString &address, const char *secret = "key")
    {
        std::ignore = get(client, {.method = "POST",
                                   .url = QUrl(address),
                                   .secretHeaders = {{.name = "X-Key", .secret = QString::fromLatin1(secret)}},
                                   .body = saidInBody});
    }
    void order()
    {
        command(client, {.method = "POST",
                         .url = QUrl(githubAddress("/repos/acme/api/dispatches?ref=query-value")),
                         .body = saidInBody,
                         .provider = Provider::GitHub,
                         .credential = CredentialId::GitHub});
    }
    void converse()
    {
        ask("/repos/acme/api?per_page=query-value");
        ask("/moved");
        ask("/logs", RedirectRule::BareElsewhere);
        ask("/refused");
        ask("/gone");
        order();
        probe(QStringLiteral("https://app.example.com/health"));
    }
};

/// Whether a reader of the log learns what nobody may: a secret in any form, a body, a header or a query.
QString leakIn(const QStringList &lines)
{
    for (const QString &line : lines) {
        const QByteArray text = line.toUtf8();
        bool leaks = false;
        for (const char *secret : {loggedToken, checkSecret, madeUpToken})
            leaks = leaks || tells(text, secret);
        for (const char *part : {saidInBody, "what-a-header-says", "query-value", "key-in-a-path"})
            leaks = leaks || text.contains(part);
        if (leaks)
            return line;
    }
    return {};
}

#define NOTHING_LEAKS(log) QCOMPARE(leakIn((log).lines()), QString())

FakeReply echoedAnswer(Echoes &echoes)
{
    constexpr std::array answers{200, 302, 400, 401, 403, 404, 429, 500};
    const int status = answers[size_t(echoes.upTo(int(answers.size())))];
    const QByteArray place = echoes.upTo(2) == 0 ? "https://elsewhere.example.com/" : "/";
    return {.status = status,
            .body = echoes.refusal(),
            .headers = {{"Location", place + echoes.plain()}, {"X-Echo", echoes.plain()}}};
}

Schedule::Poll loggedPoll(const QString &name, bool answers = true)
{
    return {.name = name,
            .provider = Provider::GitHub,
            .host = name,
            .interval = [] { return Milliseconds(10'000); },
            .run =
                [answers](const Schedule::PollDone &done) {
                    if (answers)
                        done();
                }};
}

} // namespace

/// What the log categories tell, and what they keep.
class LoggingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachRequestIsOneLine()
    {
        LoggedClient kit;
        kit.converse();
        const QStringList expected{
            QStringLiteral("slipway.http: GET https://api.github.com/repos/acme/api 200 in 0 ms"),
            QStringLiteral("slipway.http: GET https://api.github.com/moved 302 in 0 ms"),
            QStringLiteral("slipway.http: GET https://api.github.com/there 200 in 0 ms"),
            QStringLiteral("slipway.http: GET https://api.github.com/logs 302 in 0 ms"),
            QStringLiteral("slipway.http: GET https://storage.example.com:443/... 200 in 0 ms"),
            QStringLiteral("slipway.http: GET https://api.github.com/refused 401 in 0 ms"),
            QStringLiteral("slipway.http: GET https://api.github.com/gone failed: unreachable in 0 ms"),
            QStringLiteral("slipway.http: POST https://api.github.com/repos/acme/api/dispatches 200 in 0 ms"),
            QStringLiteral("slipway.http: POST https://app.example.com/health 200 in 0 ms")};
        QCOMPARE(kit.log.lines(), expected);
        QCOMPARE(kit.network->requests().size(), expected.size());
        NOTHING_LEAKS(kit.log);
    }
    void theTimeIsThatOfTheAnswer()
    {
        LoggedClient kit;
        kit.network->setHandler([&kit](const FakeRequest &) {
            QTimer::singleShot(0, kit.network, [&kit] {
                kit.clock.advance(Milliseconds(132));
                kit.network->release();
            });
            return FakeReply{.held = true};
        });
        kit.ask("/slow");
        kit.order();
        QCOMPARE(kit.log.lines().filter(QStringLiteral(" 200 in 132 ms")).size(), 2);
    }
    void whatIsNotSentSaysWhy()
    {
        LoggedClient kit;
        kit.client.removeCredential(CredentialId::GitHub);
        kit.ask("/user");
        kit.order();
        kit.probe(QStringLiteral("https://app.example.com/health"), "another");
        QCOMPARE(kit.log.lines().filter(QStringLiteral(" was not sent: no-token")).size(), 3);
        QVERIFY(kit.network->requests().isEmpty());
    }
    void anAnswerThatCannotBeReadSaysSo()
    {
        LoggedClient kit;
        const Project project = acmeProject();
        QVERIFY(kit.client.setCredential(CredentialId::Railway,
                                         {"Authorization", QByteArray("Bearer ") + loggedToken, project.railway.api}));
        bool answered = false;
        kit.client.send<QString>(Railway::me(project.railway, CredentialId::Railway), &kit.client,
                                 [&](const Result<QString> &) { answered = true; });
        QTRY_VERIFY(answered);
        QVERIFY(kit.log.holds(QStringLiteral("was of no use: malformed")));
        NOTHING_LEAKS(kit.log);
    }
    void anEchoIsNotTold()
    {
        int lines = 0;
        for (quint32 seed = 0; seed < 200; ++seed) {
            LoggedClient kit;
            Echoes echoes(seed, seed % 2 == 0 ? loggedToken : checkSecret);
            kit.network->setHandler([&](const FakeRequest &) { return echoedAnswer(echoes); });
            kit.ask("/repos/acme/api", seed % 3 == 0 ? RedirectRule::BareElsewhere : RedirectRule::SameOrigin);
            kit.order();
            kit.probe(QStringLiteral("https://app.example.com/health"));
            NOTHING_LEAKS(kit.log);
            lines += int(kit.log.lines().size());
        }
        QVERIFY(lines >= 600);
    }
    void aWholeConsoleTellsNoToken()
    {
        for (quint32 seed = 0; seed < 4; ++seed) {
            const LogCatcher log;
            const QTemporaryDir folder;
            const FakeClock clock;
            Echoes echoes(seed, loggedToken);
            Console console(clock, acmeProject(), Folders{.data = folder.path(), .locks = folder.path()},
                            std::make_unique<FakeNetwork>([&](const FakeRequest &) { return echoedAnswer(echoes); }));
            console.startLooking(
                GivenTokens({{CredentialId::GitHub, loggedToken}, {CredentialId::Railway, loggedToken}}));
            QTRY_VERIFY_WITH_TIMEOUT(console.isQuiet(), 20'000);
            for (const char *category : {"slipway.http: ", "slipway.schedule: ", "slipway.store: ", "slipway.tokens: "})
                QVERIFY2(log.holds(QLatin1String(category)), category);
            NOTHING_LEAKS(log);
        }
    }
    void aSocketTellsItsLife()
    {
        SocketKit kit;
        kit.tryOnce();
        LogCatcher log;
        {
            const GraphQlPeer peer;
            const quint64 tail = kit.tail(peer.url());
            QTRY_VERIFY(kit.isOpen());
            const QString host = QStringLiteral("127.0.0.1:%1").arg(peer.url().port());
            QCOMPARE(log.takeLines(),
                     (QStringList{QStringLiteral("slipway.socket: connecting to ") + host,
                                  QStringLiteral("slipway.socket: %1 is open, for 1 subscriptions").arg(host)}));
            kit.socket->unsubscribe(tail);
            QCOMPARE(log.takeLines(),
                     QStringList(QStringLiteral("slipway.socket: %1 is left: nobody listens any more").arg(host)));
        }
        kit.socket.reset();
    }
    void aRefusedSocketTellsTheStatusAndWhenItIsTriedAgain()
    {
        SocketKit kit;
        kit.tryOnce();
        const LogCatcher log;
        const RawPeer peer(answerWith<401>);
        kit.tail(peer.url());
        QTRY_VERIFY(kit.waits());
        QVERIFY(log.holds(QStringLiteral(" refused it with 401")));
        QVERIFY(log.holds(QStringLiteral(" is tried again in ")));
        NOTHING_LEAKS(log);
    }
    void aClosedSocketTellsTheKindAndNotTheReason()
    {
        SocketKit kit;
        kit.tryOnce();
        const LogCatcher log;
        GraphQlPeer peer;
        kit.tail(peer.url());
        QTRY_VERIFY(kit.isOpen());
        peer.close(4403, QStringLiteral("what-only-a-body-says ") + QLatin1String(madeUpToken));
        QTRY_VERIFY(kit.waits());
        QVERIFY(log.holds(QStringLiteral(" ended: forbidden")));
        NOTHING_LEAKS(log);
    }
    void theScheduleTellsWhatIsDuePausedSlowedAndHangs()
    {
        FakeClock clock;
        Schedule schedule(clock, 7);
        LogCatcher log;
        schedule.add(loggedPoll(QStringLiteral("quick")));
        schedule.add(loggedPoll(QStringLiteral("slow"), false));
        schedule.runDue();
        QCOMPARE(log.takeLines(), (QStringList{QStringLiteral("slipway.schedule: quick is due"),
                                               QStringLiteral("slipway.schedule: slow is due")}));
        schedule.pause(Provider::GitHub, Milliseconds(7'000), PauseReason::ServerAsked);
        schedule.pause(Provider::Sentry, Milliseconds(5'000), PauseReason::Failures);
        QCOMPARE(log.takeLines(),
                 (QStringList{QStringLiteral("slipway.schedule: github is paused for 7000 ms: it asked for that"),
                              QStringLiteral("slipway.schedule: sentry is paused for 5000 ms: it does not answer")}));
        schedule.setBudget(Provider::GitHub,
                           {.limit = 5000, .remaining = 2, .resetsAt = clock.now().utc().addSecs(600)});
        QVERIFY(log.holds(QStringLiteral("slipway.schedule: quick is slowed to every 120000 ms")));
        clock.advance(Milliseconds(15'000));
        schedule.runDue();
        QVERIFY(log.holds(QStringLiteral("slipway.schedule: slow hangs, and was given up")));
    }
    void theStoreTellsWhatChanged()
    {
        ConsoleStore store(acmeProject());
        const FakeClock clock;
        LogCatcher log;
        store.apply(clock.now(), [&](Observations &all) { all = healthyWorld(clock.now()); });
        QCOMPARE(log.lines().size(), 1);
        QVERIFY(log.takeLines().constFirst().startsWith(QStringLiteral("slipway.store: changed: pipeline, staging, ")));
        store.apply(clock.now(), [](Observations &) {});
        QVERIFY(log.lines().isEmpty());
        store.apply(clock.now(), [](Observations &all) { all.hold = Hold(); });
        QVERIFY(log.holds(QStringLiteral("hold")));
    }
    void theTokensTellWhereTheyComeFrom()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "logging_test")
        LogCatcher log;
        CredentialsKit kit;
        kit.load();
        QVERIFY(
            log.holds(QStringLiteral("slipway.tokens: github for https://api.github.com from the keyring: no-token")));
        kit.credentials.enter(credentialWord(CredentialId::GitHub), loggedToken);
        QTRY_VERIFY(kit.works(CredentialId::GitHub));
        QVERIFY(log.holds(QStringLiteral("slipway.tokens: github for https://api.github.com to the keyring: ok")));
        CredentialsKit().load();
        QVERIFY(log.holds(QStringLiteral("slipway.tokens: github for https://api.github.com from the keyring: ok")));
        QVERIFY(log.holds(QStringLiteral("slipway.tokens: github was checked: ok")));
        kit.credentials.remove(credentialWord(CredentialId::GitHub));
        QTRY_VERIFY(!kit.works(CredentialId::GitHub));
        QVERIFY(log.holds(QStringLiteral("slipway.tokens: github for https://api.github.com out of the keyring: ok")));
        NOTHING_LEAKS(log);
    }
    void aTokenOfTheEnvironmentAndARefusalAreTold()
    {
        SLIPWAY_IN_SESSION(NoSecretService, "logging_test")
        LogCatcher log;
        qputenv("SLIPWAY_GITHUB_TOKEN", loggedToken);
        CredentialsKit kit;
        kit.load();
        QVERIFY(
            log.holds(QStringLiteral("slipway.tokens: github for https://api.github.com from the environment: ok")));
        QVERIFY(log.holds(QStringLiteral(" from the keyring: keyring-unavailable")));
        kit.trouble = FakeReply{.status = 401, .body = saidInBody};
        std::ignore = get(kit.client, {.url = QUrl(githubAddress("/user")), .credential = CredentialId::GitHub});
        QVERIFY(log.holds(QStringLiteral("slipway.tokens: github was refused with 401")));
        kit.load({{CredentialId::Railway, loggedToken}});
        QVERIFY(log.holds(QStringLiteral("slipway.tokens: railway for https://backboard.railway.com as given")));
        QVERIFY(log.holds(QStringLiteral("slipway.tokens: railway was checked: unauthorized")));
        NOTHING_LEAKS(log);
    }
    void everyStateOfACommandIsALine()
    {
        RunnerKit kit;
        const LogCatcher log;
        const OrderId id = kit.promote();
        QTRY_COMPARE(kit.record(id).state, CommandState::Accepted);
        QStringList expected;
        for (const char *step : {"checking -> intended", "intended -> sent", "sent -> accepted"})
            expected.append(QStringLiteral("slipway.command: \"%1\" \"dispatch\" \"%2\"")
                                .arg(id.value, QString::fromLatin1(step).replace(QStringLiteral(" -> "),
                                                                                 QStringLiteral("\" -> \""))));
        QCOMPARE(log.lines().filter(QStringLiteral("slipway.command: ")), expected);
    }
    void textFromOutsideIsVisibleAndBounded()
    {
        const LogCatcher log;
        FakeClock clock;
        Schedule schedule(clock, 7);
        schedule.add(loggedPoll(QStringLiteral("\u202Ename\nof a check ") + QString(5'000, QLatin1Char('x'))));
        schedule.runDue();
        QVERIFY(log.lines().constFirst().startsWith(QStringLiteral("slipway.schedule: <U+202E>name of a check xxx")));
        QVERIFY(log.lines().constFirst().size() < 400);
    }
    void nothingIsToldUnlessItIsAskedFor()
    {
        LoggedClient kit{QString()};
        kit.converse();
        for (const QLoggingCategory *category :
             {&httpLog(), &scheduleLog(), &storeLog(), &commandLog(), &socketLog(), &tokensLog()})
            QVERIFY2(!category->isDebugEnabled(), category->categoryName());
        QCOMPARE(kit.log.lines(), QStringList());
    }
};

SLIPWAY_TEST(LoggingTest)
#include "logging_test.moc"

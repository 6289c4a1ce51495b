// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/calls.h"
#include "app/railway/calls.h"
#include "support/credentialskit.h"
#include "support/privatekeyring.h"
#include "support/secretservice.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr CredentialId railwayId = CredentialId::Railway;

/// What the keyring holds for that token of the project.
Result<QByteArray> storedToken(CredentialId id)
{
    TokenStore store;
    std::optional<Result<QByteArray>> answer;
    for (const TokenKey &key : tokenKeys(acmeProject())) {
        if (key.credential == id)
            store.read(key, &store, [&answer](const Result<QByteArray> &told) { answer = told; });
    }
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 20'000))
        qFatal("the keyring never answered");
    return *answer;
}

bool storeToken(CredentialId id, const QByteArray &token)
{
    TokenStore store;
    std::optional<Result<Done>> answer;
    for (const TokenKey &key : tokenKeys(acmeProject())) {
        if (key.credential == id)
            store.write(key, token, &store, [&answer](const Result<Done> &told) { answer = told; });
    }
    return QTest::qWaitFor([&answer] { return answer.has_value(); }, 20'000) && *answer;
}

} // namespace

/// What comes of a project's tokens, from the keyring to the schedule.
class CredentialsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSentryTokenThatCannotReadIssuesIsRecognisedAtOnce()
    {
        Project project = acmeProject();
        project.sentry = SentryProject{.api = QUrl(QStringLiteral("https://sentry.example.com"))};
        const CredentialsKit kit;
        ConsoleStore store(project);
        HttpClient client(kit.clock, std::make_unique<FakeNetwork>());
        Schedule schedule(kit.clock, 7);
        Credentials credentials(client, schedule, store, kit.clock);
        const QSignalSpy troubled(&credentials, &Credentials::troubled);
        credentials.load({{{CredentialId::Sentry, "sntrys_made-up"}}});
        QCOMPARE(credentials.stateOf(credentialWord(CredentialId::Sentry))->error().kind, ErrorKind::Forbidden);
        QVERIFY(!client.hasCredential(CredentialId::Sentry)); // never sent
        QVERIFY(store.observations().issues.staging.error->detail.contains(QStringLiteral("organization token")));
        credentials.enter(credentialWord(CredentialId::Sentry), "sntrys_made-up-2"); // nor stored
        QCOMPARE(troubled.count(), 1);
        credentials.load({{{CredentialId::Sentry, "sntryu_made-up"}}});
        QVERIFY(client.hasCredential(CredentialId::Sentry));
    }
    void whoseRailwayTokenItIsIsKept()
    {
        CredentialsKit kit;
        kit.known = "made-up";
        kit.load({{railwayId, "made-up"}});
        QVERIFY(kit.works(railwayId));
        QCOMPARE(kit.store.observations().railwayPerson, QStringLiteral("Mona"));
    }
    void cleanup()
    {
        qunsetenv("SLIPWAY_GITHUB_TOKEN");
        qunsetenv("SLIPWAY_RAILWAY_TOKEN");
    }

    void nothingIsAskedBeforeAnythingWasRead()
    {
        CredentialsKit kit;
        kit.clock.advance(Milliseconds(60'000));
        kit.schedule.runDue();
        QCOMPARE(kit.polls, 0);
        QCOMPARE(kit.checks(), 0);
        QVERIFY(!kit.credentials.stateOf(credentialWord(railwayId)));
        QVERIFY(kit.credentials.isLoading());
    }
    void aTokenThatIsKnownOpensItsPolls()
    {
        CredentialsKit kit;
        kit.known = "made-up";
        kit.load({{railwayId, "made-up"}});
        QVERIFY(kit.works(railwayId));
        QVERIFY(kit.polls > 0);
        const int checks = kit.checks();
        kit.pass(Milliseconds(3'600'000));
        QCOMPARE(kit.checks(), checks);
    }
    void aFirstCheckThatSaysNothingIsRepeatedUntilItDoes_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("transport");
        QTest::addColumn<int>("kind");
        QTest::newRow("503") << 503 << int(QNetworkReply::NoError) << int(ErrorKind::Server);
        QTest::newRow("429") << 429 << int(QNetworkReply::NoError) << int(ErrorKind::RateLimited);
        QTest::newRow("a page of what stands before it")
            << 403 << int(QNetworkReply::NoError) << int(ErrorKind::Refused);
        QTest::newRow("a teapot") << 418 << int(QNetworkReply::NoError) << int(ErrorKind::Refused);
        QTest::newRow("garbage") << 200 << int(QNetworkReply::NoError) << int(ErrorKind::Malformed);
        QTest::newRow("timeout") << 0 << int(QNetworkReply::TimeoutError) << int(ErrorKind::Timeout);
        QTest::newRow("refused") << 0 << int(QNetworkReply::ConnectionRefusedError) << int(ErrorKind::Unreachable);
    }
    void aFirstCheckThatSaysNothingIsRepeatedUntilItDoes()
    {
        QFETCH(int, status);
        QFETCH(int, transport);
        QFETCH(int, kind);
        CredentialsKit kit;
        kit.known = "made-up";
        kit.trouble = FakeReply{.status = status, .body = "<html>", .error = QNetworkReply::NetworkError(transport)};
        kit.load({{railwayId, "made-up"}});
        QVERIFY(kit.errorOf(railwayId) == ErrorKind(kind));
        kit.pass(Milliseconds(600'000));
        QVERIFY2(kit.checks() >= 5 && kit.checks() <= 25, qPrintable(QString::number(kit.checks())));
        QVERIFY(kit.errorOf(railwayId) == ErrorKind(kind));
        QCOMPARE(kit.polls, 0);
        QCOMPARE(kit.store.observations().services.production.error->kind, ErrorKind(kind));
        kit.trouble.reset();
        kit.pass(Milliseconds(100'000));
        QVERIFY(kit.works(railwayId));
        QVERIFY(kit.polls > 0);
    }
    void anOutageThatLooksLikeARefusalEndsByItself()
    {
        CredentialsKit kit;
        kit.known = "made-up";
        kit.trouble = FakeReply{.body = R"({"errors":[{"message":"Problem processing request"}],"data":null})"};
        kit.load({{railwayId, "made-up"}});
        QVERIFY(kit.errorOf(railwayId) == ErrorKind::Server);
        kit.trouble.reset();
        kit.pass(Milliseconds(100'000));
        QVERIFY(kit.works(railwayId));
        QVERIFY(kit.polls > 0);
    }
    void aTokenThatRailwayDoesNotKnowIsTriedAgainSlowly_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("401") << 401;
        QTest::newRow("not authorized") << 200;
    }
    void aTokenThatRailwayDoesNotKnowIsTriedAgainSlowly()
    {
        QFETCH(int, status);
        CredentialsKit kit;
        kit.known = "made-up";
        kit.trouble = FakeReply{.status = status, .body = R"({"errors":[{"message":"Not Authorized"}],"data":null})"};
        kit.load({{railwayId, "made-up"}});
        QVERIFY(kit.errorOf(railwayId) == ErrorKind::Unauthorized);
        const int checks = kit.checks();
        kit.pass(Milliseconds(3'600'000));
        QVERIFY2(kit.checks() > checks && kit.checks() <= checks + 7 * 3, qPrintable(QString::number(kit.checks())));
        QCOMPARE(kit.polls, 0);
        kit.trouble.reset();
        kit.pass(Milliseconds(700'000));
        QVERIFY(kit.works(railwayId));
        QVERIFY(kit.polls > 0);
    }
    void aTokenThatRailwayDoesNotKnowIsTriedAgainByHand()
    {
        CredentialsKit kit;
        kit.known = "made-up";
        kit.trouble = FakeReply{.status = 401, .body = R"({"errors":[{"message":"Not Authorized"}],"data":null})"};
        kit.load({{railwayId, "made-up"}});
        kit.trouble.reset();
        kit.credentials.retry();
        kit.settle();
        QVERIFY(kit.works(railwayId));
    }
    void aRefusalOfATokenInUseIsNoStateForEver_data()
    {
        QTest::addColumn<bool>("byHand");
        QTest::newRow("by itself") << false;
        QTest::newRow("by hand") << true;
    }
    void aRefusalOfATokenInUseIsNoStateForEver()
    {
        QFETCH(bool, byHand);
        CredentialsKit kit;
        int asked = 0;
        kit.schedule.add({.name = QStringLiteral("github.poll"),
                          .provider = Provider::GitHub,
                          .host = QStringLiteral("api.github.com"),
                          .credential = CredentialId::GitHub,
                          .interval = [] { return Every::running; },
                          .run =
                              [&](const Schedule::PollDone &done) {
                                  ++asked;
                                  kit.client.send<CommitSha>(GitHub::tag(acmeProject().github, QStringLiteral("v1")),
                                                             &kit.client,
                                                             [done](const Result<CommitSha> &) { done(); });
                              }});
        kit.trouble = FakeReply{.status = 401, .body = R"({"message":"Bad credentials"})"};
        kit.load({{CredentialId::GitHub, "made-up"}});
        kit.pass(Milliseconds(3'600'000));
        QVERIFY2(asked >= 2 && asked <= 8, qPrintable(QString::number(asked)));
        kit.trouble.reset();
        const int before = asked;
        if (byHand) {
            kit.schedule.askNow();
            kit.settle();
            QCOMPARE(asked, before + 1);
        }
        kit.pass(Milliseconds(byHand ? 60'000 : 700'000));
        QVERIFY(asked > before + 10); // at its own pace again
    }
    void whatIsLeftWithoutATokenIsSaid()
    {
        CredentialsKit kit;
        kit.known = "made-up";
        kit.load({{CredentialId::RailwayStaging, "made-up"}});
        QVERIFY(kit.works(CredentialId::RailwayStaging));
        QVERIFY(!kit.store.observations().services.staging.error);
        QCOMPARE(kit.store.observations().services.production.error->kind, ErrorKind::NoToken);
        QCOMPARE(kit.store.observations().runs.error->kind, ErrorKind::NoToken);
    }
    void aLaterTokenWinsOverOneThatIsStillBeingChecked()
    {
        CredentialsKit kit;
        kit.known = "newer";
        kit.hold = true;
        kit.credentials.load({{{railwayId, "older"}}});
        kit.hold = false;
        kit.load({{railwayId, "newer"}});
        QVERIFY(kit.works(railwayId));
        kit.network->release(); // nobody knows the older one
        QTest::qWait(0);
        kit.settle();
        QVERIFY(kit.works(railwayId));
        kit.client.send<QString>(Railway::me(acmeProject().railway, railwayId), &kit.client,
                                 [](const Result<QString> &) {});
        QCOMPARE(kit.network->requests().constLast().headers.value("authorization"), QByteArray("Bearer newer"));
    }

    void givenTokensAreUsedAndNeverStored()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        CredentialsKit kit;
        kit.known = "made-up";
        kit.load({{CredentialId::GitHub, "made-up"}, {railwayId, "made-up"}});
        QVERIFY(kit.works(CredentialId::GitHub) && kit.works(railwayId));
        QVERIFY(kit.credentials.keptOf(credentialWord(CredentialId::GitHub)) == TokenKept::GivenForThisRun);
        for (const TokenKey &key : kit.credentials.keys())
            QCOMPARE(storedToken(key.credential).error().kind, ErrorKind::NoToken);
    }
    void aTokenOfTheEnvironmentIsUsedAndNeverStored()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        qputenv("SLIPWAY_GITHUB_TOKEN", "made-up");
        CredentialsKit kit;
        kit.load();
        QVERIFY(kit.works(CredentialId::GitHub));
        QVERIFY(kit.credentials.keptOf(credentialWord(CredentialId::GitHub)) == TokenKept::GivenForThisRun);
        QVERIFY(kit.credentials.keptOf(credentialWord(railwayId)) == TokenKept::Stored);
        QCOMPARE(storedToken(CredentialId::GitHub).error().kind, ErrorKind::NoToken);
    }
    void aRehearsalLeavesThePersonsOwnTokensAlone()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        QVERIFY(storeToken(railwayId, "own"));
        CredentialsKit kit;
        kit.load({{CredentialId::GitHub, "made-up"}});
        QVERIFY(kit.errorOf(railwayId) == ErrorKind::NoToken);
        QCOMPARE(kit.checks(), 0);
    }
    void anEnteredTokenIsStoredAndUsed()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        CredentialsKit kit;
        kit.load();
        QVERIFY(kit.errorOf(CredentialId::GitHub) == ErrorKind::NoToken);
        kit.credentials.enter(credentialWord(CredentialId::GitHub), " typed\n");
        QTRY_VERIFY(kit.works(CredentialId::GitHub));
        QCOMPARE(*storedToken(CredentialId::GitHub), QByteArray("typed"));
    }
    void whatIsNoTokenIsSaidAndChangesNothing()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        CredentialsKit kit;
        QVERIFY(storeToken(CredentialId::GitHub, "stored"));
        kit.load();
        const QSignalSpy troubled(&kit.credentials, &Credentials::troubled);
        kit.credentials.enter(credentialWord(CredentialId::GitHub), "two words");
        QCOMPARE(troubled.size(), 1);
        QVERIFY(kit.works(CredentialId::GitHub));
        QCOMPARE(*storedToken(CredentialId::GitHub), QByteArray("stored"));
    }
    void pollsOfAReenteredTokenWaitUntilItsKindIsKnown()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        CredentialsKit kit;
        kit.known = "older";
        QVERIFY(storeToken(railwayId, "older"));
        kit.load();
        QVERIFY(kit.works(railwayId) && kit.polls > 0);
        kit.known = "newer";
        int asked = 0;
        const int before = kit.polls;
        kit.whileAsked = [&] {
            ++asked;
            kit.clock.advance(Milliseconds(10'000));
            kit.schedule.runDue();
            QCOMPARE(kit.polls, before);
        };
        kit.credentials.enter(credentialWord(railwayId), "newer");
        QTRY_COMPARE(asked, 2); // not a project's token; an account's
        kit.settle();
        QVERIFY(kit.works(railwayId));
        QVERIFY(kit.polls > before);
    }
    void aReenteredTokenThatIsWrongKeepsThePollsStopped()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        CredentialsKit kit;
        kit.known = "older";
        QVERIFY(storeToken(railwayId, "older"));
        kit.load();
        const int before = kit.polls;
        kit.credentials.enter(credentialWord(railwayId), "mistyped");
        QTRY_VERIFY(kit.errorOf(railwayId) == ErrorKind::Unauthorized);
        kit.pass(Milliseconds(600'000));
        QCOMPARE(kit.polls, before);
        QVERIFY(!kit.client.hasCredential(railwayId));
    }
    void aRemovedTokenIsNotUsedAnyMore()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        CredentialsKit kit;
        kit.known = "stored";
        QVERIFY(storeToken(railwayId, "stored"));
        kit.load();
        QVERIFY(kit.works(railwayId));
        const int before = kit.polls;
        kit.credentials.remove(credentialWord(railwayId));
        QTRY_VERIFY(kit.errorOf(railwayId) == ErrorKind::NoToken);
        kit.pass(Milliseconds(600'000));
        QCOMPARE(kit.polls, before);
        QVERIFY(!kit.client.hasCredential(railwayId));
        QCOMPARE(storedToken(railwayId).error().kind, ErrorKind::NoToken);
    }
    void aTokenRemovedWhileItIsCheckedStaysRemoved()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        CredentialsKit kit;
        kit.known = "stored";
        QVERIFY(storeToken(railwayId, "stored"));
        bool removed = false;
        kit.hold = true;
        kit.credentials.load({});
        QTRY_COMPARE(kit.checks(), 1);
        kit.hold = false;
        connect(&kit.credentials, &Credentials::stateChanged, &kit.client,
                [&](const TokenKey &key) { removed = removed || key.credential == railwayId; });
        kit.credentials.remove(credentialWord(railwayId));
        QTRY_VERIFY(removed);
        kit.network->release(); // Railway knows the token, but nobody wants to hear of it any more
        QTest::qWait(0);
        kit.settle();
        QVERIFY(kit.errorOf(railwayId) == ErrorKind::NoToken);
        QVERIFY(!kit.client.hasCredential(railwayId));
        QCOMPARE(kit.checks(), 1);
        QCOMPARE(kit.polls, 0);
    }
    void aLockedKeyringIsReadAgainWhenThePersonAsksForIt()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        QVERIFY(storeToken(CredentialId::GitHub, "stored"));
        QVERIFY(lockTheKeyring());
        CredentialsKit kit;
        kit.load();
        QVERIFY(kit.errorOf(CredentialId::GitHub) == ErrorKind::KeyringLocked);
        QCOMPARE(kit.store.observations().runs.error->kind, ErrorKind::KeyringLocked);
        kit.credentials.retry();
        QTRY_VERIFY(!kit.credentials.isLoading());
        QVERIFY(kit.errorOf(CredentialId::GitHub) == ErrorKind::KeyringLocked);
        QVERIFY(unlockTheKeyring());
        kit.credentials.retry();
        QTRY_VERIFY(kit.works(CredentialId::GitHub));
    }
    void whatALockedKeyringDoesNotTakeIsUsedUntilTheWindowCloses()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        QVERIFY(storeToken(railwayId, "stored"));
        QVERIFY(lockTheKeyring());
        CredentialsKit kit;
        kit.load();
        QStringList said;
        connect(&kit.credentials, &Credentials::troubled, this,
                [&](const QString &sentence) { said.append(sentence); });
        kit.credentials.enter(credentialWord(CredentialId::GitHub), "typed");
        QTRY_VERIFY(kit.works(CredentialId::GitHub));
        QVERIFY(kit.credentials.keptOf(credentialWord(CredentialId::GitHub)) == TokenKept::Unstored);
        QCOMPARE(said.size(), 1);
        QVERIFY2(said.constFirst().contains(QStringLiteral("until this window closes")), qPrintable(said.constFirst()));
        kit.credentials.retry();
        QVERIFY(kit.works(CredentialId::GitHub));
        kit.credentials.remove(credentialWord(CredentialId::GitHub)); // the keyring still does not answer
        QTRY_VERIFY(kit.errorOf(CredentialId::GitHub) == ErrorKind::NoToken);
        QVERIFY(kit.credentials.keptOf(credentialWord(CredentialId::GitHub)) == TokenKept::Stored);
        kit.credentials.enter(credentialWord(CredentialId::GitHub), "typed");
        QTRY_VERIFY(kit.works(CredentialId::GitHub));
        QVERIFY(unlockTheKeyring());
        kit.credentials.enter(credentialWord(CredentialId::GitHub), "typed-again");
        QTRY_VERIFY(kit.credentials.keptOf(credentialWord(CredentialId::GitHub)) == TokenKept::Stored);
    }
    void aTokenThatWorksIsNotReadAgain()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "credentials_test")
        QVERIFY(storeToken(CredentialId::GitHub, "stored"));
        CredentialsKit kit;
        kit.load();
        QVERIFY(kit.works(CredentialId::GitHub));
        QVERIFY(storeToken(CredentialId::GitHub, "another"));
        QList<CredentialId> changed;
        connect(&kit.credentials, &Credentials::stateChanged, &kit.client,
                [&](const TokenKey &key) { changed.append(key.credential); });
        kit.credentials.retry();
        QTRY_COMPARE(changed.size(), 3); // Railway's, of which there is none
        QVERIFY(!changed.contains(CredentialId::GitHub));
    }
};

SLIPWAY_TEST(CredentialsTest)
#include "credentials_test.moc"

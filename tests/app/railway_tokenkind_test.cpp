// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/tokenkind.h"
#include "support/builders.h"
#include "support/fakeclock.h"
#include "support/fakenetwork.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr char notAuthorized[] = R"({"errors":[{"message":"Not Authorized"}],"data":null})";
constexpr char noProjectToken[] = R"({"errors":[{"message":"Project Token not found"}],"data":null})";

QByteArray stagingToken(const QByteArray &project = "p")
{
    return R"({"data":{"projectToken":{"projectId":")" + project + R"(","environmentId":"e-staging"}}})";
}

struct Tokens {
    FakeClock clock;
    FakeNetwork *network = new FakeNetwork;
    HttpClient client{clock, std::unique_ptr<QNetworkAccessManager>(network)};
    RailwayTokenKindFinder finder{client, acmeProject().railway};
    QObject context;

    /// What Railway answers to each question.
    void answer(const QByteArray &projectToken, const QByteArray &me = notAuthorized,
                const QByteArray &workspaces = notAuthorized, int status = 200)
    {
        network->setHandler([=](const FakeRequest &request) -> FakeReply {
            if (request.body.contains("ProjectTokenInfo"))
                return {.status = status, .body = projectToken};
            return {.status = status, .body = request.body.contains("query Me") ? me : workspaces};
        });
    }
    Result<RailwayTokenKind> find(CredentialId id)
    {
        std::optional<Result<RailwayTokenKind>> found;
        finder.find(id, "made-up\n", &context, [&](const Result<RailwayTokenKind> &result) { found = result; });
        if (!QTest::qWaitFor([&] { return found.has_value(); }, 5'000))
            qFatal("the finder never called back");
        return *found;
    }
    const FakeRequest &last() const { return network->requests().constLast(); }
};

} // namespace

/// Which kind of Railway token somebody pasted, found out by asking.
class RailwayTokenKindTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aProjectTokenTravelsInItsOwnHeader()
    {
        Tokens tokens;
        tokens.answer(stagingToken());
        const auto kind = tokens.find(CredentialId::RailwayStaging);
        QVERIFY(kind);
        QCOMPARE(*kind, RailwayTokenKind::Project);
        QCOMPARE(tokens.last().headers.value("project-access-token"), QByteArray("made-up"));
        QVERIFY(!tokens.last().headers.contains("authorization"));
        QVERIFY(tokens.client.hasCredential(CredentialId::RailwayStaging));
    }
    void aNullOwnerIsAWorkspaceTokensAnswer()
    {
        Tokens tokens;
        tokens.answer(R"({"data":{"projectToken":null}})", R"({"data":{"me":null}})",
                      R"({"data":{"apiToken":{"workspaces":[{"id":"w","name":"acme"}]}}})");
        const auto kind = tokens.find(CredentialId::Railway);
        QVERIFY(kind);
        QCOMPARE(*kind, RailwayTokenKind::Workspace);
    }
    void aTokenNobodyKnowsIsRefusedForGood()
    {
        Tokens tokens;
        tokens.answer(R"({"data":{"projectToken":null}})", R"({"data":{"me":null}})", R"({"data":{"apiToken":null}})");
        QCOMPARE(tokens.find(CredentialId::Railway).error().kind, ErrorKind::Unauthorized);
    }
    void whatMayBeAnOutageSaysNothingAboutTheToken_data()
    {
        QTest::addColumn<QByteArray>("projectToken");
        QTest::addColumn<QByteArray>("me");
        QTest::addColumn<QByteArray>("workspaces");
        const QByteArray problem = R"({"errors":[{"message":"Problem processing request"}],"data":null})";
        const QByteArray unknown = R"({"errors":[{"message":"Something went wrong"}],"data":null})";
        QTest::newRow("all") << problem << problem << problem;
        QTest::newRow("the first") << problem << QByteArray(notAuthorized) << QByteArray(notAuthorized);
        QTest::newRow("the second") << QByteArray(notAuthorized) << problem << QByteArray(notAuthorized);
        QTest::newRow("the last") << QByteArray(notAuthorized) << QByteArray(notAuthorized) << problem;
        QTest::newRow("in other words") << QByteArray(notAuthorized) << unknown << QByteArray(notAuthorized);
    }
    void whatMayBeAnOutageSaysNothingAboutTheToken()
    {
        QFETCH(QByteArray, projectToken);
        QFETCH(QByteArray, me);
        QFETCH(QByteArray, workspaces);
        Tokens tokens;
        tokens.answer(projectToken, me, workspaces);
        const auto kind = tokens.find(CredentialId::Railway);
        QVERIFY(!kind);
        QCOMPARE(kind.error().kind, ErrorKind::Server); // so it is asked again
        QVERIFY(kind.error().detail.contains(QStringLiteral("did not say whether it knows this token")));
    }
    void aQuestionThatIsRefusedLikeAnOutageDoesNotHideATokenOfAnotherKind()
    {
        Tokens tokens;
        const QByteArray problem = R"({"errors":[{"message":"Problem processing request"}],"data":null})";
        tokens.answer(problem, problem, R"({"data":{"apiToken":{"workspaces":[{"id":"w","name":"acme"}]}}})");
        const auto kind = tokens.find(CredentialId::Railway);
        QVERIFY(kind);
        QCOMPARE(*kind, RailwayTokenKind::Workspace);
    }
    void garbageSaysNothingAboutTheToken()
    {
        Tokens tokens;
        tokens.answer("what is this", "what is this", "what is this");
        QCOMPARE(tokens.find(CredentialId::Railway).error().kind, ErrorKind::Malformed); // so it is asked again
    }
    void anAccountTokenIsABearer()
    {
        Tokens tokens;
        tokens.answer(noProjectToken, R"({"data":{"me":{"id":"1","name":"Mona","email":"m@example.com"}}})");
        const auto kind = tokens.find(CredentialId::Railway);
        QVERIFY(kind);
        QCOMPARE(*kind, RailwayTokenKind::Account);
        QCOMPARE(tokens.last().headers.value("authorization"), QByteArray("Bearer made-up"));
        QCOMPARE(tokens.network->requests().size(), 2);
    }
    void aWorkspaceTokenCannotAskWhoItIs()
    {
        Tokens tokens;
        tokens.answer(noProjectToken, notAuthorized,
                      R"({"data":{"apiToken":{"workspaces":[{"id":"1","name":"acme"}]}}})");
        const auto kind = tokens.find(CredentialId::Railway);
        QVERIFY(kind);
        QCOMPARE(*kind, RailwayTokenKind::Workspace);
        QVERIFY(tokens.client.hasCredential(CredentialId::Railway));
    }
    void aTokenThatRailwayRefusesIsForgotten_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("in an answer of 200") << 200;
        QTest::newRow("with 401") << 401;
    }
    void aTokenThatRailwayRefusesIsForgotten()
    {
        QFETCH(int, status);
        Tokens tokens;
        tokens.answer(noProjectToken, notAuthorized, notAuthorized, status);
        const auto kind = tokens.find(CredentialId::Railway);
        QVERIFY(!kind);
        QCOMPARE(kind.error().kind, ErrorKind::Unauthorized);
        QVERIFY(!tokens.client.hasCredential(CredentialId::Railway));
    }
    void aTokenOfTheOtherEnvironmentIsRefused()
    {
        Tokens tokens;
        tokens.answer(stagingToken());
        const auto kind = tokens.find(CredentialId::RailwayProduction);
        QVERIFY(!kind);
        QVERIFY(kind.error().detail.contains(QStringLiteral("another environment")));
        QVERIFY(!tokens.client.hasCredential(CredentialId::RailwayProduction));
    }
    void aTokenOfAnotherProjectIsRefused()
    {
        Tokens tokens;
        tokens.answer(stagingToken("elsewhere"));
        const auto kind = tokens.find(CredentialId::RailwayStaging);
        QVERIFY(!kind);
        QVERIFY(kind.error().detail.contains(QStringLiteral("another Railway project")));
    }
    void aProjectTokenCannotStandForBothEnvironments()
    {
        Tokens tokens;
        tokens.answer(stagingToken());
        const auto kind = tokens.find(CredentialId::Railway);
        QVERIFY(!kind);
        QVERIFY(kind.error().detail.contains(QStringLiteral("one environment only")));
    }
    void troubleSaysNothingAboutTheToken()
    {
        Tokens tokens;
        tokens.answer("<html>", "<html>", "<html>", 503);
        const auto kind = tokens.find(CredentialId::Railway);
        QVERIFY(!kind);
        QCOMPARE(kind.error().kind, ErrorKind::Server);
        QCOMPARE(tokens.network->requests().size(), 1);
        tokens.network->setRefusing(true);
        QCOMPARE(tokens.find(CredentialId::Railway).error().kind, ErrorKind::Unreachable);
    }
    void aLaterTokenWinsOverOneThatIsStillBeingChecked()
    {
        Tokens tokens;
        // Railway knows both, the older one as a workspace's: that takes one question more.
        tokens.network->setHandler([](const FakeRequest &request) -> FakeReply {
            const bool newer = request.headers.value("authorization") == "Bearer newer";
            if (request.body.contains("ProjectTokenInfo"))
                return {.body = noProjectToken};
            if (request.body.contains("query Me"))
                return {.body = newer ? R"({"data":{"me":{"id":"1","name":"M","email":"m@x"}}})" : notAuthorized};
            return {.body = R"({"data":{"apiToken":{"workspaces":[{"id":"1","name":"acme"}]}}})"};
        });
        QStringList found;
        const auto note = [&found](const char *token) {
            return [&found, name = QString::fromLatin1(token)](const Result<RailwayTokenKind> &kind) {
                found.append(kind ? name : QStringLiteral("none"));
            };
        };
        tokens.finder.find(CredentialId::Railway, "older", &tokens.context, note("older"));
        tokens.finder.find(CredentialId::Railway, "newer", &tokens.context, note("newer"));
        QTRY_COMPARE(found.size(), 1);
        const auto requests = tokens.network->requests().size();
        QTest::qWait(0);
        QCOMPARE(found, QStringList{QStringLiteral("newer")});
        QCOMPARE(tokens.network->requests().size(), requests);
        tokens.client.send<QString>(Railway::me(acmeProject().railway, CredentialId::Railway), &tokens.context,
                                    [](const Result<QString> &) {});
        QCOMPARE(tokens.last().headers.value("authorization"), QByteArray("Bearer newer"));
    }
    void aTokenThatIsGivenUpWhileItIsCheckedIsNotUsed()
    {
        Tokens tokens;
        tokens.answer(noProjectToken, R"({"data":{"me":{"id":"1","name":"Mona","email":"m@example.com"}}})");
        bool found = false;
        tokens.finder.find(CredentialId::Railway, "made-up", &tokens.context,
                           [&](const Result<RailwayTokenKind> &) { found = true; });
        tokens.finder.giveUp(CredentialId::Railway);
        QTest::qWait(0);
        QVERIFY(!found);
        QCOMPARE(tokens.network->requests().size(), 1);
        QVERIFY(!tokens.client.hasCredential(CredentialId::Railway));
    }
    void whatIsNoTokenIsNeverSent()
    {
        Tokens tokens;
        std::optional<Result<RailwayTokenKind>> found;
        tokens.finder.find(CredentialId::Railway, "two\r\nlines", &tokens.context,
                           [&](const Result<RailwayTokenKind> &result) { found = result; });
        QTRY_VERIFY(found.has_value());
        QVERIFY(!*found);
        QVERIFY(tokens.network->requests().isEmpty());
    }
};

SLIPWAY_TEST(RailwayTokenKindTest)
#include "railway_tokenkind_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/commanddecoders.h"
#include "app/railway/decoders.h"
#include "app/railway/deploymentdecoder.h"
#include "app/railway/variabledecoders.h"
#include "models/values/utc.h"
#include "support/mutatedbodies.h"
#include "support/testdata.h"
#include "support/testmain.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Railway;
using namespace Slipway::Test;

namespace {

HttpResponse railwaySays(const QByteArray &body, int status = 200)
{
    return {.status = status, .body = body};
}

HttpResponse fixture(const char *name)
{
    return railwaySays(testData(QStringLiteral("railway/") + QString::fromLatin1(name)));
}

/// The overview's fixture with one environment null and an error that names it.
HttpResponse withoutProduction(const char *message)
{
    QJsonObject body = QJsonDocument::fromJson(fixture("overview.json").body).object();
    QJsonObject data = body.value(QLatin1String("data")).toObject();
    data.insert(QStringLiteral("production"), QJsonValue());
    body.insert(QStringLiteral("data"), data);
    body.insert(QStringLiteral("errors"),
                QJsonArray{QJsonObject{{QStringLiteral("message"), QString::fromLatin1(message)},
                                       {QStringLiteral("path"), QJsonArray{QStringLiteral("production")}}}});
    return railwaySays(QJsonDocument(body).toJson());
}

} // namespace

class RailwayDecodersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theOverviewHoldsBothEnvironments()
    {
        const auto overview = decodeOverview(fixture("overview.json"));
        QVERIFY(overview);
        QVERIFY(overview->services.staging);
        QVERIFY(overview->services.production);
        const ServiceInstance &staging = *overview->services.staging;
        QCOMPARE(staging.serviceName, QStringLiteral("api"));
        QCOMPARE(staging.environment.value, QStringLiteral("e-staging"));
        QCOMPARE(staging.healthcheckPath, QStringLiteral("/health/railway"));
        QCOMPARE(staging.latest->id.value, QStringLiteral("d-staging-2"));
        QCOMPARE(staging.active.size(), 1);
    }
    void aDeploymentIsReadWhole()
    {
        const auto overview = decodeOverview(fixture("overview.json"));
        const Deployment &latest = *overview->services.staging->latest;
        QCOMPARE(latest.status, DeploymentStatus::Building);
        QCOMPARE(latest.createdAt, QDateTime(QDate(2026, 11, 24), QTime(9, 41, 0, 123), utcZone));
        QCOMPARE(latest.commit.value, QStringLiteral("c0ffee1000000000000000000000000000000003"));
        QCOMPARE(latest.route, DeploymentRoute::GitHub);
        QCOMPARE(latest.repository, QStringLiteral("acme/api"));
        QCOMPARE(latest.branch, QStringLiteral("main"));
        QCOMPARE(latest.commitAuthor, QStringLiteral("mona"));
        QCOMPARE(latest.note, QStringLiteral("Waiting for previous deployment"));
        QVERIFY(!latest.canRollback);
    }
    void replicasLeaveTheRemovedOnesOut()
    {
        const auto overview = decodeOverview(fixture("overview.json"));
        const Deployment &active = overview->services.staging->active.first();
        QCOMPARE(active.replicasRunning, 1);
        QCOMPARE(active.replicas, 2);
        QCOMPARE(active.imageDigest, QStringLiteral("sha256:aaaa"));
    }
    void aRailwayUpDeploymentHasNoCommit()
    {
        const auto overview = decodeOverview(fixture("overview.json"));
        const Deployment &latest = *overview->services.production->latest;
        QCOMPARE(latest.route, DeploymentRoute::RailwayUp);
        QVERIFY(latest.commit.isEmpty());
        QCOMPARE(latest.cliMessage, QStringLiteral("Deploy run 318"));
        QVERIFY(!latest.statusUpdatedAt.isValid());
    }
    void whatWasBuiltFromAnImageIsNoCommitOfTheRepository()
    {
        const QJsonObject object{
            {QStringLiteral("id"), QStringLiteral("d")},
            {QStringLiteral("status"), QStringLiteral("SUCCESS")},
            {QStringLiteral("createdAt"), QStringLiteral("2026-11-24T09:41:00Z")},
            {QStringLiteral("meta"), QJsonObject{{QStringLiteral("image"), QStringLiteral("ghcr.io/acme/api:v7")},
                                                 {QStringLiteral("imageDigest"), QStringLiteral("sha256:beef")},
                                                 {QStringLiteral("reason"), QStringLiteral("deploy")},
                                                 {QStringLiteral("commitHash"), QString(40, QLatin1Char('c'))}}}};
        const auto deployment = deploymentFrom(object);
        QCOMPARE(deployment->route, DeploymentRoute::Image);
        QCOMPARE(deployment->image, QStringLiteral("ghcr.io/acme/api:v7"));
        QCOMPARE(deployment->imageDigest, QStringLiteral("sha256:beef"));
        QCOMPARE(deployment->reason, QStringLiteral("deploy"));
        QVERIFY(deployment->commit.isEmpty());
    }
    void oneEnvironmentMayFailWhileTheOtherIsThere()
    {
        const auto overview = decodeOverview(withoutProduction("Not Authorized"));
        QVERIFY(overview);
        QVERIFY(overview->services.staging);
        QVERIFY(!overview->services.production);
        QCOMPARE(overview->services.production.error().kind, ErrorKind::Forbidden);
    }
    void oneEnvironmentsErrorMayTakeTheOthersAnswerWithIt()
    {
        const auto overview =
            decodeOverview(railwaySays(R"({"data":null,"errors":[{"message":"Not Authorized","path":["staging"]}]})"));
        QVERIFY(overview);
        QCOMPARE(overview->services.staging.error().kind, ErrorKind::Forbidden);
        QCOMPARE(overview->services.production.error().kind, ErrorKind::Server);
        QVERIFY(overview->services.production.error().detail.contains(QStringLiteral("production")));
    }
    void anErrorOfTheWholeQueryIsTheWholesError()
    {
        const auto overview = decodeOverview(railwaySays(R"({"data":null,"errors":[{"message":"Not Authorized"}]})"));
        QVERIFY(!overview);
        QCOMPARE(overview.error().kind, ErrorKind::Forbidden);
    }
    void aServiceWithoutDeploymentsIsNoError()
    {
        const auto service = decodeLatestDeployment(
            railwaySays(R"({"data":{"serviceInstance":{"id":"1","latestDeployment":null,"activeDeployments":[]}}})"));
        QVERIFY(service);
        QVERIFY(!service->latest);
        QVERIFY(service->active.isEmpty());
    }
    void aDeploymentWithoutAnIdIsMalformed()
    {
        const auto service = decodeLatestDeployment(railwaySays(
            R"({"data":{"serviceInstance":{"id":"1","latestDeployment":{"status":"SUCCESS","createdAt":"2026-11-24T10:00:00Z"},"activeDeployments":[]}}})"));
        QVERIFY(!service);
        QCOMPARE(service.error().kind, ErrorKind::Malformed);
        QVERIFY(service.error().detail.contains(QStringLiteral("\"id\"")));
    }
    void deploymentsAreSortedNewestFirst()
    {
        const auto deployments = decodeDeployments(fixture("deployments.json"));
        QVERIFY(deployments);
        QCOMPARE(deployments->size(), 2);
        QCOMPARE(deployments->first().id.value, QStringLiteral("d-newer"));
        QCOMPARE(deployments->last().id.value, QStringLiteral("d-older"));
    }
    void anUnknownStatusStaysUnknown()
    {
        const Deployment newer = decodeDeployments(fixture("deployments.json"))->first();
        QCOMPARE(newer.status, DeploymentStatus::Unknown);
        QCOMPARE(newer.rawStatus, QStringLiteral("TELEPORTING"));
    }
    void aShortHashProvesNothing()
    {
        const Deployment newer = decodeDeployments(fixture("deployments.json"))->first();
        QVERIFY(newer.commit.isEmpty());
        QCOMPARE(newer.route, DeploymentRoute::Other);
        QCOMPARE(newer.note, QStringLiteral("No changes to watched files"));
        QVERIFY(newer.commitMessage.isEmpty());
    }
    void whoDeployedIsANameElseAnAddress()
    {
        const auto deployments = decodeDeployments(fixture("deployments.json"));
        QCOMPARE(deployments->first().creator, QStringLiteral("mona@example.com"));
        QVERIFY(deployments->last().creator.isEmpty());
    }
    void automaticDeploymentsAreRead()
    {
        const auto automatic = decodeAutoDeploy(fixture("autodeploy.json"));
        QVERIFY(automatic);
        QVERIFY(automatic->enabled);
        QCOMPARE(automatic->branch, QStringLiteral("main"));
    }
    void automaticDeploymentsNeedNoTrigger()
    {
        const auto automatic = decodeAutoDeploy(railwaySays(
            R"({"data":{"serviceInstanceAutoDeployStatus":{"enabled":false},"deploymentTriggers":{"edges":[]}}})"));
        QVERIFY(automatic);
        QCOMPARE(*automatic, AutoDeploy{});
    }
    void whetherItDeploysByItselfCountsBesideAnErrorAboutTheRest()
    {
        const auto automatic = decodeAutoDeploy(
            railwaySays(R"({"data":{"serviceInstanceAutoDeployStatus":{"enabled":true},"deploymentTriggers":null},)"
                        R"("errors":[{"message":"Problem processing request","path":["deploymentTriggers"]}]})"));
        QVERIFY(automatic);
        QVERIFY(automatic->enabled);
    }
    void whetherItDeploysByItselfIsAnErrorWhereItIsNotTold()
    {
        const auto automatic = decodeAutoDeploy(
            railwaySays(R"({"data":null,"errors":[{"message":"Not Authorized","path":["deploymentTriggers"]}]})"));
        QVERIFY(!automatic);
        QCOMPARE(automatic.error().kind, ErrorKind::Forbidden);
    }
    void whetherItDeploysByItselfIsNeverGuessed()
    {
        const auto automatic = decodeAutoDeploy(railwaySays(
            R"({"data":{"serviceInstanceAutoDeployStatus":{"canEnable":true},"deploymentTriggers":{"edges":[]}}})"));
        QVERIFY(!automatic);
        QCOMPARE(automatic.error().kind, ErrorKind::Malformed);
    }
    void settingsNameRepositoryAndDomains()
    {
        const auto settings = decodeSettings(fixture("settings.json"));
        QVERIFY(settings);
        QCOMPARE(settings->repository, QStringLiteral("acme/api"));
        QCOMPARE(settings->domains,
                 (QStringList{QStringLiteral("api.example.com"), QStringLiteral("api-production.up.railway.example")}));
    }
    void aServiceWithoutRepositoryHasNone()
    {
        const auto settings =
            decodeSettings(railwaySays(R"({"data":{"serviceInstance":{"source":null,"domains":{}}}})"));
        QVERIFY(settings);
        QVERIFY(settings->repository.isEmpty());
    }
    void tokensTellWhatTheyAreFor()
    {
        const auto token = decodeProjectToken(
            railwaySays(R"({"data":{"projectToken":{"id":"1","projectId":"p","environmentId":"e-staging"}}})"));
        QVERIFY(token);
        QCOMPARE(token->environment.value, QStringLiteral("e-staging"));
        QCOMPARE(*decodeMe(railwaySays(R"({"data":{"me":{"id":"1","name":null,"email":"mona@example.com"}}})")),
                 QStringLiteral("mona@example.com"));
        QCOMPARE(
            *decodeTokenWorkspaces(railwaySays(R"({"data":{"apiToken":{"workspaces":[{"id":"1","name":"acme"}]}}})")),
            QStringList{QStringLiteral("acme")});
        QVERIFY(!decodeMe(railwaySays(R"({"data":{"me":null}})")));
    }
    void aDeployedCommitAnswersTheNewDeployment()
    {
        const auto id = decodeDeployCommit(railwaySays(R"({"data":{"serviceInstanceDeployV2":"d-new"}})"));
        QVERIFY(id);
        QCOMPARE(id->value, QStringLiteral("d-new"));
    }
    void anIdBesideErrorsIsADeploymentAllTheSame()
    {
        const auto id = decodeDeployCommit(
            railwaySays(R"({"data":{"serviceInstanceDeployV2":"d-new"},"errors":[{"message":"Strange"}]})"));
        QVERIFY(id);
    }
    void aRedeploymentAnswersTheNewDeployment()
    {
        const auto id = decodeRedeploy(railwaySays(
            R"({"data":{"deploymentRedeploy":{"id":"d-new","status":"INITIALIZING","createdAt":"2026-11-24T10:00:00Z"}}})"));
        QCOMPARE(id->value, QStringLiteral("d-new"));
        QVERIFY(decodeRedeploy(
            railwaySays(R"({"data":{"deploymentRedeploy":{"id":"d-new"}},"errors":[{"message":"Strange"}]})")));
    }
    void aRedeploymentWithoutAnIdProvesNothing_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("null") << QByteArray(R"({"data":{"deploymentRedeploy":null}})") << ErrorKind::Malformed;
        QTest::newRow("true") << QByteArray(R"({"data":{"deploymentRedeploy":true}})") << ErrorKind::Malformed;
        QTest::newRow("empty") << QByteArray(R"({"data":{"deploymentRedeploy":{"id":""}}})") << ErrorKind::Malformed;
        QTest::newRow("refused")
            << QByteArray(R"({"data":null,"errors":[{"message":"Not Authorized","path":["deploymentRedeploy"]}]})")
            << ErrorKind::Forbidden;
    }
    void aRedeploymentWithoutAnIdProvesNothing()
    {
        QFETCH(QByteArray, body);
        const auto id = decodeRedeploy(railwaySays(body));
        QVERIFY(!id);
        QTEST(id.error().kind, "kind");
    }
    void aBooleanIsTakenOnlyWhenItIsTrue_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body"); // with FIELD for the mutation's name
        QTest::addColumn<std::optional<ErrorKind>>("kind");
        const auto row = [](const char *name, int status, const char *body, std::optional<ErrorKind> kind) {
            QTest::newRow(name) << status << QByteArray(body) << kind;
        };
        row("true", 200, R"({"data":{"FIELD":true}})", std::nullopt);
        row("true beside an error", 200, R"({"data":{"FIELD":true},"errors":[{"message":"Odd"}]})", std::nullopt);
        row("false", 200, R"({"data":{"FIELD":false}})", ErrorKind::Malformed);
        row("null", 200, R"({"data":{"FIELD":null}})", ErrorKind::Malformed);
        row("missing", 200, R"({"data":{}})", ErrorKind::Malformed);
        row("no data", 200, R"({"data":null})", ErrorKind::Malformed);
        row("the word", 200, R"({"data":{"FIELD":"true"}})", ErrorKind::Malformed);
        row("an object", 200, R"({"data":{"FIELD":{"id":"d"}}})", ErrorKind::Malformed);
        row("another field", 200, R"({"data":{"other":true}})", ErrorKind::Malformed);
        row("false beside an error without a path", 200,
            R"({"data":{"FIELD":false},"errors":[{"message":"Not Authorized"}]})", ErrorKind::Server);
        row("unknown error", 200, R"({"data":null,"errors":[{"message":"Deployment is odd"}]})", ErrorKind::Server);
        row("schema drift", 400, R"({"errors":[{"message":"Field must not have a selection"}]})", ErrorKind::Refused);
        row("not JSON", 200, "true", ErrorKind::Malformed);
        row("502", 502, "<html>", ErrorKind::Server);
    }
    void aBooleanIsTakenOnlyWhenItIsTrue()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(std::optional<ErrorKind>, kind);
        using Decode = Result<Done> (*)(const HttpResponse &);
        const std::pair<const char *, Decode> all[] = {{"deploymentRollback", decodeRollBack},
                                                       {"deploymentCancel", decodeCancelDeployment},
                                                       {"deploymentApprove", decodeApproveDeployment}};
        for (const auto &[field, decode] : all) {
            const auto done = decode(railwaySays(QByteArray(body).replace("FIELD", field), status));
            QCOMPARE(bool(done), !kind.has_value());
            if (kind)
                QCOMPARE(done.error().kind, *kind);
        }
    }
    void onlyWhatProvesThatNothingHappenedIsARefusal_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body"); // with FIELD for the mutation's name
        QTest::addColumn<bool>("refused");
        const auto row = [](const char *name, int status, const char *body, bool refused) {
            QTest::newRow(name) << status << QByteArray(body) << refused;
        };
        row("the field itself", 200, R"({"data":null,"errors":[{"message":"Not Authorized","path":["FIELD"]}]})", true);
        row("the field itself, with its null", 200,
            R"({"data":{"FIELD":null},"errors":[{"message":"not authorized.","path":["FIELD"]}]})", true);
        row("a path below it", 200,
            R"({"data":null,"errors":[{"message":"Not Authorized","path":["FIELD","status"]}]})", false);
        row("a path below it, with a 4xx", 403,
            R"({"errors":[{"message":"Not Authorized","path":["FIELD","status"]}]})", false);
        row("another path", 200, R"({"data":null,"errors":[{"message":"Not Authorized","path":["other"]}]})", false);
        row("no path beside data", 200, R"({"data":null,"errors":[{"message":"Not Authorized"}]})", false);
        row("no path beside data, with a 4xx", 403, R"({"data":null,"errors":[{"message":"Not Authorized"}]})", false);
        row("unknown words", 200, R"({"data":null,"errors":[{"message":"Not Authorized to log","path":["FIELD"]}]})",
            false);
        row("known words inside others", 200,
            R"({"data":null,"errors":[{"message":"Commit not found after it was queued","path":["FIELD"]}]})", false);
        row("one of two", 200,
            R"({"data":null,"errors":[{"message":"Not Authorized","path":["FIELD"]},{"message":"Not Authorized","path":["FIELD","meta"]}]})",
            false);
        row("turned away without data", 400, R"({"errors":[{"message":"Strange"}]})", true);
        row("a token that is not known", 200, R"({"errors":[{"message":"Project Token not found"}]})", true);
        row("it does not validate", 200, R"({"errors":[{"message":"Cannot query field x on type Mutation."}]})", true);
        row("strange without data", 200, R"({"errors":[{"message":"Strange"}]})", false);
        row("data with a 4xx", 400, R"({"data":{"FIELD":null}})", false);
        row("data with a 429", 429, R"({"data":{"FIELD":null}})", false);
        row("a 429", 429, "<html>", true);
        row("the edge", 403, "error code: 1010", true);
        row("whoever stands between gave up waiting", 408, "<html>", false);
    }
    void onlyWhatProvesThatNothingHappenedIsARefusal()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(bool, refused);
        const auto check = [&](const char *field, auto decode) {
            const auto done = decode(railwaySays(QByteArray(body).replace("FIELD", field), status));
            QVERIFY(!done);
            const bool open = done.error().kind == ErrorKind::Server || done.error().kind == ErrorKind::Malformed;
            QVERIFY2(open != refused, qPrintable(QLatin1String(field) + QLatin1String(": ") + done.error().detail));
        };
        check("serviceInstanceDeployV2", decodeDeployCommit);
        check("deploymentRedeploy", decodeRedeploy);
        check("deploymentRollback", decodeRollBack);
        check("deploymentCancel", decodeCancelDeployment);
        check("deploymentApprove", decodeApproveDeployment);
    }
    void aPageKnowsTheNextOne()
    {
        const auto page = decodeDeploymentPage(fixture("deployments.json"));
        QVERIFY(page);
        QCOMPARE(page->deployments.size(), 2);
        QCOMPARE(page->deployments.first().id.value, QStringLiteral("d-newer"));
        QCOMPARE(page->next, QStringLiteral("b"));
    }
    void theLastPageHasNoNextOne()
    {
        const auto page = decodeDeploymentPage(railwaySays(
            R"({"data":{"deployments":{"edges":[],"pageInfo":{"hasNextPage":false,"endCursor":"stale"}}}})"));
        QVERIFY(page);
        QVERIFY(page->deployments.isEmpty());
        QVERIFY(page->next.isEmpty());
    }
    void aPageThatCannotBeContinuedIsNotTakenForTheLast_data()
    {
        QTest::addColumn<QByteArray>("info");
        QTest::newRow("no cursor") << QByteArray(R"("pageInfo":{"hasNextPage":true,"endCursor":null})");
        QTest::newRow("says nothing") << QByteArray(R"("pageInfo":{"endCursor":"b"})");
        QTest::newRow("no page") << QByteArray(R"("other":1)");
    }
    void aPageThatCannotBeContinuedIsNotTakenForTheLast()
    {
        QFETCH(QByteArray, info);
        const auto page = decodeDeploymentPage(railwaySays(R"({"data":{"deployments":{"edges":[],)" + info + "}}}"));
        QVERIFY(!page);
        QCOMPARE(page.error().kind, ErrorKind::Malformed);
    }
    void aRollbackIsKnownByItsReason_data()
    {
        QTest::addColumn<QByteArray>("meta");
        QTest::addColumn<DeploymentRoute>("route");
        const QByteArray commit = R"("commitHash":"c0ffee1000000000000000000000000000000003")";
        QTest::newRow("rollback") << R"({"reason":"rollback",)" + commit + '}' << DeploymentRoute::Rollback;
        QTest::newRow("long") << R"({"reason":"deploymentRollback",)" + commit + '}' << DeploymentRoute::Rollback;
        QTest::newRow("of a railway up") << QByteArray(R"({"reason":"rollback","cliMessage":"x"})")
                                         << DeploymentRoute::Rollback;
        QTest::newRow("deploy") << R"({"reason":"deploy",)" + commit + '}' << DeploymentRoute::GitHub;
        QTest::newRow("another") << R"({"reason":"ROLLBACK?",)" + commit + '}' << DeploymentRoute::GitHub;
        QTest::newRow("no text") << R"({"reason":true,)" + commit + '}' << DeploymentRoute::GitHub;
    }
    void aRollbackIsKnownByItsReason()
    {
        QFETCH(QByteArray, meta);
        const QJsonObject object{{QStringLiteral("id"), QStringLiteral("d")},
                                 {QStringLiteral("status"), QStringLiteral("SUCCESS")},
                                 {QStringLiteral("createdAt"), QStringLiteral("2026-11-24T10:00:00Z")},
                                 {QStringLiteral("meta"), QJsonDocument::fromJson(meta).object()}};
        QTEST(deploymentFrom(object)->route, "route");
    }
    void variablesAreNamesWithDigests()
    {
        const auto now =
            decodeVariables(railwaySays(R"({"data":{"variables":{"A":"one","B":"two","C":"one","D":""}}})"));
        QVERIFY(now);
        QCOMPARE(now->size(), 4);
        QCOMPARE(now->value(QStringLiteral("A")), now->value(QStringLiteral("C")));
        QVERIFY(now->value(QStringLiteral("A")) != now->value(QStringLiteral("B")));
        for (const QByteArray &digest : *now)
            QCOMPARE(digest.size(), 32);
        const auto then = decodeSnapshotVariables(railwaySays(
            R"({"data":{"deploymentSnapshot":{"id":"s","createdAt":"2026-11-24T10:00:00Z","variables":{"A":"one"}}}})"));
        QCOMPARE(then->value(QStringLiteral("A")), now->value(QStringLiteral("A")));
    }
    void aDigestIsNoPlainHash()
    {
        // Else whoever sees it could try likely values.
        const auto variables = decodeVariables(railwaySays(R"({"data":{"variables":{"A":"one"}}})"));
        QVERIFY(variables->value(QStringLiteral("A")) != QCryptographicHash::hash("one", QCryptographicHash::Sha256));
    }
    void aVariableThatCannotBeReadIsNamedWithoutItsValue()
    {
        const auto variables = decodeVariables(railwaySays(R"({"data":{"variables":{"A":{"nested":"hunter2"}}}})"));
        QVERIFY(!variables);
        QCOMPARE(variables.error().kind, ErrorKind::Malformed);
        QVERIFY(variables.error().detail.contains(QLatin1Char('A')));
        QVERIFY(!variables.error().detail.contains(QStringLiteral("hunter2")));
        QVERIFY(!decodeVariables(railwaySays(R"({"data":{"variables":["hunter2"]}})")));
    }
    void aDeploymentWithoutASnapshotHasNoVariables()
    {
        const auto variables = decodeSnapshotVariables(railwaySays(R"({"data":{"deploymentSnapshot":null}})"));
        QCOMPARE(variables.error().kind, ErrorKind::NotFound);
        QVERIFY(!decodeSnapshotVariables(railwaySays(R"({"data":{"deploymentSnapshot":{"id":"s"}}})")));
        QCOMPARE(decodeSnapshotVariables(railwaySays(R"({"data":{}})")).error().kind, ErrorKind::Malformed);
    }
    void aRefusalOfACommandIsToldFromAnUncertainty_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("commit") << 200 << QByteArray(R"({"errors":[{"message":"Commit not found"}]})")
                                << ErrorKind::Refused;
        QTest::newRow("not authorized") << 200 << QByteArray(R"({"errors":[{"message":"Not Authorized"}]})")
                                        << ErrorKind::Forbidden;
        QTest::newRow("too many") << 200
                                  << QByteArray(R"({"errors":[{"message":"Service deployment rate limit exceeded"}]})")
                                  << ErrorKind::RateLimited;
        QTest::newRow("problem") << 200 << QByteArray(R"({"errors":[{"message":"Problem processing request"}]})")
                                 << ErrorKind::Server;
        QTest::newRow("502") << 502 << QByteArray("<html>") << ErrorKind::Server;
        QTest::newRow("no id") << 200 << QByteArray(R"({"data":{"serviceInstanceDeployV2":null}})")
                               << ErrorKind::Malformed;
        QTest::newRow("a number for an id")
            << 200 << QByteArray(R"({"data":{"serviceInstanceDeployV2":7}})") << ErrorKind::Malformed;
    }
    void aRefusalOfACommandIsToldFromAnUncertainty()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(ErrorKind, kind);
        const auto id = decodeDeployCommit(railwaySays(body, status));
        QVERIFY(!id);
        QCOMPARE(id.error().kind, kind);
    }
    void noMutatedBodyBreaksADecoder()
    {
        int read = 0;
        int all = 0;
        const auto feed = [&](const char *name, auto decode) {
            const QByteArrayList bodies = mutatedBodies(fixture(name).body);
            all += int(bodies.size());
            for (const QByteArray &body : bodies)
                read += decode(railwaySays(body)) ? 1 : 0;
        };
        feed("overview.json", decodeOverview);
        feed("deployments.json", decodeDeployments);
        feed("deployments.json", decodeDeploymentPage);
        feed("autodeploy.json", decodeAutoDeploy);
        feed("settings.json", decodeSettings);
        QVERIFY(read > 0);
        QVERIFY(read < all);
    }
};

SLIPWAY_TEST(RailwayDecodersTest)
#include "railway_decoders_test.moc"

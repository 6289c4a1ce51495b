// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/calls.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QJsonObject bodyOf(const HttpRequest &request)
{
    return QJsonDocument::fromJson(request.body).object();
}

QByteArray variablesOf(const HttpRequest &request)
{
    return QJsonDocument(bodyOf(request).value(QLatin1String("variables")).toObject()).toJson(QJsonDocument::Compact);
}

QList<HttpRequest> everyRead(const RailwayProject &project)
{
    const CredentialId token = CredentialId::Railway;
    return {Railway::overview(project).request,
            Railway::latestDeployment(project, Environment::Staging, token).request,
            Railway::deployments(project, Environment::Staging, token).request,
            Railway::deployment({QStringLiteral("d")}, project, token).request,
            Railway::whatServes(project, Environment::Production, token).request,
            Railway::autoDeploy(project, Environment::Production, token).request,
            Railway::settings(project, Environment::Production, token).request,
            Railway::projectToken(project, token).request,
            Railway::me(project, token).request,
            Railway::tokenWorkspaces(project, token).request,
            Railway::deploymentPage(project, Environment::Production, {}, token).request,
            Railway::variables(project, Environment::Production, token).request,
            Railway::variablesOf({QStringLiteral("d")}, project, token).request,
            Railway::metricsOfBoth(project, {}).request,
            Railway::metrics(project, Environment::Production, {}, token).request};
}

QList<HttpRequest> everyCommand(const RailwayProject &project)
{
    const CredentialId token = CredentialId::RailwayProduction;
    const DeploymentId deployment{QStringLiteral("d")};
    return {Railway::deployCommit(project, Environment::Production, testedSha, token).request,
            Railway::rollBack(deployment, project, token).request,
            Railway::redeploy(deployment, true, project, token).request,
            Railway::redeploy(deployment, false, project, token).request,
            Railway::cancelDeployment(deployment, project, token).request,
            Railway::approveDeployment(deployment, project, token).request};
}

RailwayProject railwayProject()
{
    return acmeProject().railway;
}

} // namespace

class RailwayCallsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goingBackAsksForTheFewFieldsItNeeds()
    {
        const CredentialId token = CredentialId::Railway;
        const auto asked = [](const HttpRequest &request) {
            return bodyOf(request).value(QLatin1String("query")).toString().section(QLatin1Char('{'), 1).simplified();
        };
        QCOMPARE(asked(Railway::whatServes(railwayProject(), Environment::Production, token).request),
                 QStringLiteral("serviceInstance(environmentId: $environmentId, serviceId: $serviceId) "
                                "{ latestDeployment { id status createdAt } "
                                "activeDeployments { id status createdAt deploymentStopped } } }"));
        QCOMPARE(asked(Railway::deployment({QStringLiteral("d")}, railwayProject(), token).request),
                 QStringLiteral("deployment(id: $id) { id status createdAt environmentId serviceId canRedeploy "
                                "canRollback meta } }"));
    }
    void everyDocumentIsTheOneInItsFile()
    {
        for (const HttpRequest &request : everyRead(railwayProject()) + everyCommand(railwayProject())) {
            const QString name = bodyOf(request).value(QLatin1String("operationName")).toString();
            QFile file(QStringLiteral(TEST_DATA "/../../resources/graphql/%1.graphql").arg(name));
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name));
            QCOMPARE(bodyOf(request).value(QLatin1String("query")).toString(), QString::fromUtf8(file.readAll()));
            QCOMPARE(request.url, railwayProject().api);
            QCOMPARE(request.provider, Provider::Railway);
        }
    }
    void noDocumentSelectsTheServiceOfADeployment()
    {
        // The whole query would fail (app/railway/README.md, 6).
        for (const HttpRequest &request : everyRead(railwayProject()) + everyCommand(railwayProject()))
            QVERIFY(!request.body.contains("service {"));
    }
    void onlyCommandsAreMutations()
    {
        for (const HttpRequest &request : everyRead(railwayProject()))
            QVERIFY(!request.body.contains("mutation"));
        for (const HttpRequest &request : everyCommand(railwayProject()))
            QVERIFY(bodyOf(request).value(QLatin1String("query")).toString().startsWith(QLatin1String("mutation ")));
    }
    void aCommandIsWaitedForAsLongAsRailwaysOwnClientWaits()
    {
        for (const HttpRequest &request : everyCommand(railwayProject())) {
            QCOMPARE(request.deadline, Milliseconds(90'000));
            QCOMPARE(request.transferTimeout, Milliseconds(90'000));
            QCOMPARE(request.credential, CredentialId::RailwayProduction);
        }
    }
    void onlyVariablesAreSecret()
    {
        for (const HttpRequest &request : everyRead(railwayProject()) + everyCommand(railwayProject())) {
            const QString name = bodyOf(request).value(QLatin1String("operationName")).toString();
            QCOMPARE(request.secretBody, name.contains(QLatin1String("Variables")));
            QVERIFY(!request.secretBody || !request.conditional);
        }
    }
    void theOverviewAsksBothEnvironments()
    {
        QCOMPARE(
            variablesOf(Railway::overview(railwayProject()).request),
            QByteArray(
                R"({"productionEnvironmentId":"e-production","serviceId":"s","stagingEnvironmentId":"e-staging"})"));
        QCOMPARE(Railway::overview(railwayProject()).request.credential, CredentialId::Railway);
    }
    void anEnvironmentIsAskedWithItsOwnToken()
    {
        const auto call =
            Railway::latestDeployment(railwayProject(), Environment::Production, CredentialId::RailwayProduction);
        QCOMPARE(call.request.credential, CredentialId::RailwayProduction);
        QCOMPARE(variablesOf(call.request), QByteArray(R"({"environmentId":"e-production","serviceId":"s"})"));
    }
    void deploymentsAreListedByAllThreeIds()
    {
        QCOMPARE(
            variablesOf(Railway::deployments(railwayProject(), Environment::Staging, CredentialId::Railway).request),
            QByteArray(R"({"first":10,"input":{"environmentId":"e-staging","projectId":"p","serviceId":"s"}})"));
    }
    void aPageOfDeploymentsFollowsItsCursor()
    {
        const RailwayProject project = railwayProject();
        QCOMPARE(
            variablesOf(Railway::deploymentPage(project, Environment::Production, {}, CredentialId::Railway).request),
            QByteArray(R"({"first":50,"input":{"environmentId":"e-production","projectId":"p","serviceId":"s"}})"));
        const auto next =
            Railway::deploymentPage(project, Environment::Production, QStringLiteral("c-50"), CredentialId::Railway);
        QVERIFY(variablesOf(next.request).startsWith(R"({"after":"c-50","first":50,)"));
    }
    void variablesAreThoseOfTheServiceInItsEnvironment()
    {
        const RailwayProject project = railwayProject();
        QCOMPARE(variablesOf(Railway::variables(project, Environment::Production, CredentialId::Railway).request),
                 QByteArray(R"({"environmentId":"e-production","projectId":"p","serviceId":"s"})"));
        QCOMPARE(variablesOf(Railway::variablesOf({QStringLiteral("d-1")}, project, CredentialId::Railway).request),
                 QByteArray(R"({"deploymentId":"d-1"})"));
    }
    void aRollbackNamesItsTargetAndNothingElse()
    {
        const auto call = Railway::rollBack({QStringLiteral("d-1")}, railwayProject(), CredentialId::RailwayProduction);
        QCOMPARE(variablesOf(call.request), QByteArray(R"({"id":"d-1"})"));
    }
    void onlyARedeploymentOfTheSameImageSaysSo()
    {
        const DeploymentId target{QStringLiteral("d-1")};
        const RailwayProject project = railwayProject();
        QCOMPARE(variablesOf(Railway::redeploy(target, true, project, CredentialId::Railway).request),
                 QByteArray(R"({"id":"d-1","usePreviousImageTag":true})"));
        QCOMPARE(variablesOf(Railway::redeploy(target, false, project, CredentialId::Railway).request),
                 QByteArray(R"({"id":"d-1"})"));
    }
    void aCommitIsDeployedByItsWholeSha()
    {
        const auto call = Railway::deployCommit(railwayProject(), Environment::Production, testedSha,
                                                CredentialId::RailwayProduction);
        QCOMPARE(variablesOf(call.request), QByteArray(R"({"commitSha":")" + testedSha.value.toUtf8() +
                                                       R"(","environmentId":"e-production","serviceId":"s"})"));
        QCOMPARE(call.request.credential, CredentialId::RailwayProduction);
    }
};

SLIPWAY_TEST(RailwayCallsTest)
#include "railway_calls_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "railway/calls.h"
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

QList<HttpRequest> everyRequest(const RailwayProject &project)
{
    const CredentialId token = CredentialId::Railway;
    return {Railway::overview(project).request,
            Railway::latestDeployment(project, Environment::Staging, token).request,
            Railway::deployments(project, Environment::Staging, token).request,
            Railway::deployment({QStringLiteral("d")}, project, token).request,
            Railway::autoDeploy(project, Environment::Production, token).request,
            Railway::settings(project, Environment::Production, token).request,
            Railway::projectToken(project, token).request,
            Railway::me(project, token).request,
            Railway::tokenWorkspaces(project, token).request,
            Railway::deployCommit(project, Environment::Production, testedSha, token).request};
}

RailwayProject railwayProject()
{
    return aPolicy().project.railway;
}

} // namespace

class RailwayCallsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyDocumentIsTheOneInItsFile()
    {
        for (const HttpRequest &request : everyRequest(railwayProject())) {
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
        // The whole query would fail (railway.md, trap 11).
        for (const HttpRequest &request : everyRequest(railwayProject()))
            QVERIFY(!request.body.contains("service {"));
    }
    void onlyDeployingIsAMutation()
    {
        int mutations = 0;
        for (const HttpRequest &request : everyRequest(railwayProject()))
            mutations += request.body.contains("mutation") ? 1 : 0;
        QCOMPARE(mutations, 1);
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

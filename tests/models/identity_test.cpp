// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

IdentityLink linkIn(const Observations &all, const char *id)
{
    const Snapshot snapshot = evaluate({all, acmeProject(), noon});
    for (const IdentityLink &link : snapshot.identity) {
        if (link.id == QLatin1String(id))
            return link;
    }
    qFatal("there is no link %s", id);
}

Observations worldWithCi(const WorkflowRun &run)
{
    Observations all = healthyWorld(noon);
    (*all.runs.value)[1] = run;
    return all;
}

/// A production run on the tested commit has ended, and production serves what it served before.
Observations released(RunConclusion conclusion)
{
    Observations all = healthyWorld(noon);
    all.runs.value->prepend(aRun(910)
                                .of("deploy-production.yml")
                                .on(testedSha)
                                .event("workflow_dispatch")
                                .during(noon, 600, 100)
                                .ended(conclusion, "so"));
    return all;
}

RunBuilder testedCi()
{
    return aRun(901).of("ci.yml").on(testedSha).during(noon, 900, 500);
}

} // namespace

/// "Is what I tested what runs?": a link is proven by evidence only, and broken by evidence only.
class IdentityTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPassedCiIsProven()
    {
        QCOMPARE(linkIn(worldWithCi(testedCi().succeeded()), "tested-ci").state, LinkState::Proven);
    }
    void aRunningCiIsUnproven()
    {
        const IdentityLink link = linkIn(worldWithCi(testedCi().running()), "tested-ci");
        QCOMPARE(link.state, LinkState::Unproven);
        QVERIFY2(link.evidence.contains(QStringLiteral("has not finished")), qPrintable(link.evidence));
    }
    void aFailedCiIsBroken()
    {
        QCOMPARE(linkIn(worldWithCi(testedCi().failed()), "tested-ci").state, LinkState::Broken);
    }
    void aCiOfAnotherEventIsUnproven_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::newRow("pull request") << QByteArray("pull_request");
        QTest::newRow("by hand") << QByteArray("workflow_dispatch");
    }
    void aCiOfAnotherEventIsUnproven()
    {
        QFETCH(QByteArray, event);
        QCOMPARE(linkIn(worldWithCi(testedCi().event(event.constData()).succeeded()), "tested-ci").state,
                 LinkState::Unproven);
    }
    void aCiThatEndedWithAnUnknownWordIsUnproven()
    {
        QCOMPARE(linkIn(worldWithCi(testedCi().ended(RunConclusion::Unknown, "odd")), "tested-ci").state,
                 LinkState::Unproven);
    }
    void productionOnAnotherCommitIsNotYetBeforeAPromotion()
    {
        const IdentityLink link = linkIn(healthyWorld(noon), "tested-live");
        QCOMPARE(link.state, LinkState::NotYet);
        QVERIFY2(link.evidence.startsWith(QStringLiteral("Not yet")), qPrintable(link.evidence));
    }
    void productionOnAnotherCommitIsBrokenAfterARunThatReleasedIt()
    {
        QCOMPARE(linkIn(released(RunConclusion::Success), "tested-live").state, LinkState::Broken);
        QCOMPARE(linkIn(released(RunConclusion::Failure), "tested-live").state, LinkState::NotYet);
    }
    void whoWentBackSinceIsNotToldOfABrokenLink()
    {
        Observations all = released(RunConclusion::Success);
        Deployment back = aDeployment("d-back", DeploymentStatus::Success, liveSha, noon, 10);
        back.route = DeploymentRoute::Rollback;
        all.services.production = fresh(serving(back), noon);
        QCOMPARE(linkIn(all, "tested-live").state, LinkState::NotYet);
    }
    void anAddressThatRailwayListsThereIsProven()
    {
        QCOMPARE(linkIn(healthyWorld(noon), "staging-address").state, LinkState::Proven);
        QCOMPARE(linkIn(healthyWorld(noon), "production-address").state, LinkState::Proven);
    }
    void anAddressThatRailwayListsForTheOtherEnvironmentIsBroken()
    {
        Observations all = healthyWorld(noon);
        all.settings.staging.value->domains = {QStringLiteral("API.example.com")};
        all.settings.production.value->domains.clear();
        QCOMPARE(linkIn(all, "production-address").state, LinkState::Broken);
        QCOMPARE(linkIn(all, "staging-address").state, LinkState::Unproven);
    }
    void anAddressThatRailwayListsNowhereIsUnproven()
    {
        Observations all = healthyWorld(noon);
        all.settings.staging.value->domains = {QStringLiteral("api-staging.up.railway.app")};
        const IdentityLink link = linkIn(all, "staging-address");
        QCOMPARE(link.state, LinkState::Unproven);
        QVERIFY2(link.evidence.contains(QStringLiteral("a proxy may stand between")), qPrintable(link.evidence));
    }
};

SLIPWAY_TEST(IdentityTest)
#include "identity_test.moc"

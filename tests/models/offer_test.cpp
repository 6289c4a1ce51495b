// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/offer.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

Snapshot evaluated(const Observations &all)
{
    return evaluate({all, acmeProject(), noon});
}

WayOffer wayOf(const Observations &all, PromotionWay way)
{
    return evaluated(all).offer.ways.at(int(way));
}

IdentityLink linkOf(const Observations &all, const char *id)
{
    for (const IdentityLink &link : evaluated(all).identity) {
        if (link.id == QLatin1String(id))
            return link;
    }
    qFatal("there is no link %s", id);
}

} // namespace

/// What a promotion would do, by which ways, and whether what was tested is what runs.
class OfferTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_world = healthyWorld(noon); }

    void itSaysWhatGoesOut()
    {
        const PromotionOffer offer = evaluated(m_world).offer;
        QCOMPARE(offer.target, testedSha);
        QCOMPARE(offer.summary, QStringLiteral("2 commits, 2 authors, 1 database migration"));
        QCOMPARE(offer.commits.constFirst().sha, testedSha); // newest first
        QCOMPARE(offer.workflowName, QStringLiteral("Deploy to Production (Manual)"));
    }
    void aComparisonOfOtherCommitsIsNotUsed()
    {
        m_world.ahead.value->base = newerSha;
        QVERIFY(!evaluated(m_world).offer.commitsKnown);
        QVERIFY(evaluated(m_world).offer.summary.contains(QStringLiteral("not been read")));
    }
    void whatWouldBeTakenBackIsSaid()
    {
        m_world.ahead.value->behindBy = 1;
        QVERIFY(evaluated(m_world).offer.summary.contains(QStringLiteral("1 commit that would be taken back")));
    }
    void everyWayIsOpenInAHealthyWorld()
    {
        for (const WayOffer &way : evaluated(m_world).offer.ways)
            QVERIFY2(way.available, qPrintable(way.reason));
    }
    void aMovedMainShutsTheBranchWayOnly()
    {
        mainMoved({QStringLiteral("docs/staging.md")});
        QVERIFY(!wayOf(m_world, PromotionWay::GitHubAtBranch).available);
        QVERIFY(wayOf(m_world, PromotionWay::GitHubAtTag).available);
        QVERIFY(evaluated(m_world).promotable);
        QVERIFY(!mayPromote(evaluated(m_world).offer, PromotionWay::GitHubAtBranch));
        QVERIFY(mayPromote(evaluated(m_world).offer, PromotionWay::GitHubAtTag));
    }
    void aTagNeedsAPolicyThatAllowsIt()
    {
        m_world.tagPolicy.value->tagsAllowed = false;
        m_world.tagPolicy.value->reason = QStringLiteral("production allows protected branches only");
        QCOMPARE(wayOf(m_world, PromotionWay::GitHubAtTag).reason,
                 QStringLiteral("production allows protected branches only"));
        m_world.tagPolicy = {};
        QVERIFY(!wayOf(m_world, PromotionWay::GitHubAtTag).available);
    }
    void aTagThatWouldStartAnotherDeploymentIsNotMade()
    {
        WorkflowFile other{.file = QStringLiteral("release.yml"), .readable = true, .startsOnTags = true};
        m_world.otherWorkflows = fresh(QList<WorkflowFile>{other}, noon);
        QVERIFY(wayOf(m_world, PromotionWay::GitHubAtTag).available);
        QVERIFY(wayOf(m_world, PromotionWay::GitHubAtTag).reason.contains(QStringLiteral("also starts release.yml")));
        other.environments = {QStringLiteral("production")};
        m_world.otherWorkflows = fresh(QList<WorkflowFile>{other}, noon);
        QVERIFY(!wayOf(m_world, PromotionWay::GitHubAtTag).available);
        m_world.otherWorkflows = fresh(QList<WorkflowFile>{{.file = QStringLiteral("broken.yml")}}, noon);
        QVERIFY(!wayOf(m_world, PromotionWay::GitHubAtTag).available);
        m_world.otherWorkflows = {};
        QVERIFY(!wayOf(m_world, PromotionWay::GitHubAtTag).available);
    }
    void aWorkflowThatChangedSinceTheTestTakesNoTag()
    {
        mainMoved({QStringLiteral(".github/workflows/deploy-production.yml")});
        QVERIFY(wayOf(m_world, PromotionWay::GitHubAtTag).reason.contains(QStringLiteral("may have changed")));
        mainMoved({QStringLiteral(".github/workflows/release.yml")}); // what a tag starts may differ, too
        QVERIFY(!wayOf(m_world, PromotionWay::GitHubAtTag).available);
        m_world.untested = {};
        QVERIFY(!wayOf(m_world, PromotionWay::GitHubAtTag).available);
    }
    void aWorkflowThatGuardsMainTakesNoTag()
    {
        m_world.productionWorkflow.value->guardsMain = true;
        QVERIFY(!wayOf(m_world, PromotionWay::GitHubAtTag).available);
        QVERIFY(wayOf(m_world, PromotionWay::GitHubAtBranch).available);
    }
    void railwayNeedsARepositoryOfOurs()
    {
        m_world.settings.production.value->repository.clear();
        QVERIFY(wayOf(m_world, PromotionWay::Railway).reason.contains(QStringLiteral("no repository")));
        m_world.settings.production.value->repository = QStringLiteral("other/fork");
        QVERIFY(wayOf(m_world, PromotionWay::Railway).reason.contains(QStringLiteral("other/fork")));
    }
    void onlyWhatMattersCountsAsMoved()
    {
        const PromotionOffer frozen = evaluated(m_world).offer;
        m_world.health.staging.value->latest.latencyMs = 400;
        m_world.tip.value->title = QStringLiteral("another title");
        m_world.ahead = {};
        QVERIFY(movedSince(frozen, evaluated(m_world).offer).isEmpty());
    }
    void aMovedTargetIsSaid()
    {
        const PromotionOffer frozen = evaluated(m_world).offer;
        m_world.services.staging.value->active[0].commit = newerSha;
        const QStringList moved = movedSince(frozen, evaluated(m_world).offer);
        QVERIFY(moved.constFirst().contains(QStringLiteral("from 3f9c2ab to c0ffee1")));
    }
    void aNewProductionDeploymentIsSaid()
    {
        const PromotionOffer frozen = evaluated(m_world).offer;
        m_world.services.production.value->latest = aDeployment("other99", DeploymentStatus::Building, {}, noon, 3);
        const QString moved = movedSince(frozen, evaluated(m_world).offer).join(QLatin1Char('\n'));
        QVERIFY(moved.contains(QStringLiteral("newest deployment")));
        QVERIFY(moved.contains(QStringLiteral("Nothing else is deploying")));
    }
    void theChainIsProvenLinkByLink()
    {
        for (const IdentityLink &link : evaluated(m_world).identity) {
            const LinkState expected = link.id == QLatin1String("tested-live") ? LinkState::NotYet : LinkState::Proven;
            QVERIFY2(link.state == expected, qPrintable(link.id + QStringLiteral(": ") + link.evidence));
        }
    }
    void aMovedMainBreaksTheFirstLink()
    {
        m_world.tip.value->sha = newerSha;
        QCOMPARE(linkOf(m_world, "tested-tip").state, LinkState::Broken);
        m_world.tip = {};
        QCOMPARE(linkOf(m_world, "tested-tip").state, LinkState::Unproven);
    }
    void aFailedCiBreaksItsLink()
    {
        (*m_world.runs.value)[1] = aRun(901).of("ci.yml").on(testedSha).during(noon, 60, 1).failed();
        QCOMPARE(linkOf(m_world, "tested-ci").state, LinkState::Broken);
    }
    void anAddressOfTheOtherEnvironmentBreaksItsLink()
    {
        m_world.settings.staging.value->domains = {QStringLiteral("api.example.com")};
        m_world.settings.production.value->domains = {QStringLiteral("staging.example.com")};
        QCOMPARE(linkOf(m_world, "staging-address").state, LinkState::Broken);
        m_world.settings.production.value->domains.clear();
        QCOMPARE(linkOf(m_world, "staging-address").state, LinkState::Unproven);
    }
    void productionOnTheTestedCommitClosesTheChain()
    {
        m_world.services.production.value->active[0].commit = testedSha;
        QCOMPARE(linkOf(m_world, "tested-live").state, LinkState::Proven);
        m_world.services.production.value->active[0].commit = {};
        m_world.services.production.value->active[0].createdAt = at(noon, 5);
        QCOMPARE(linkOf(m_world, "tested-live").state, LinkState::Unproven);
    }

private:
    /// By a commit that nobody tested.
    void mainMoved(const QStringList &files)
    {
        m_world.tip.value->sha = newerSha;
        m_world.untested = fresh(Comparison{.base = testedSha,
                                            .head = newerSha,
                                            .relation = Comparison::Relation::Ahead,
                                            .aheadBy = 1,
                                            .files = files},
                                 noon);
    }

    Observations m_world;
};

SLIPWAY_TEST(OfferTest)
#include "offer_test.moc"

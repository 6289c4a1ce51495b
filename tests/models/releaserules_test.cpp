// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/observed/releaserules.h"
#include "models/pipeline/offer.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

Project inACheckout(const ReleaseRules &here)
{
    Project project = acmeProject();
    project.pathInRepository = QStringLiteral("ops/slipway.toml");
    project.github.confirmInput = here.confirmInput;
    project.railway.autoDeployCheckedOff = here.autoDeployCheckedOff;
    return project;
}

ReleaseRules rules(const char *input, bool checkedOff = false)
{
    return {.confirmInput = QString::fromLatin1(input), .autoDeployCheckedOff = checkedOff};
}

Observations worldWith(const std::optional<ReleaseRules> &atTip)
{
    Observations all = healthyWorld(noon);
    all.projectFile =
        fresh(ProjectFileAtTip{.isThere = atTip.has_value(), .rules = atTip.value_or(ReleaseRules{})}, noon);
    return all;
}

Gate workflowGate(const Observations &all, const Project &project)
{
    return gateOf(evaluate({all, project, noon}), "workflow-ready");
}

} // namespace

/// What the project file says about promotions counts as it stands at the tip of the branch.
class ReleaseRulesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFileAtTheTipCountsAndNotWhatIsCheckedOut()
    {
        const Gate gate = workflowGate(worldWith(rules("confirm")), inACheckout(rules("phrase")));
        QCOMPARE(gate.state, GateState::Warn);
        QVERIFY2(gate.reason.contains(QStringLiteral("takes the phrase as \"confirm\". ops/slipway.toml at the tip of "
                                                     "main counts; in the one here confirm_input is \"phrase\"")),
                 qPrintable(gate.reason));
        const Gate other = workflowGate(worldWith(rules("phrase")), inACheckout(rules("confirm")));
        QCOMPARE(other.state, GateState::Block);
        QVERIFY2(other.reason.contains(QStringLiteral("no input \"phrase\"")), qPrintable(other.reason));
    }
    void aDifferenceIsInNoWayOfAPromotion()
    {
        const Snapshot snapshot = evaluate({worldWith(rules("confirm")), inACheckout(rules("phrase")), noon});
        QVERIFY2(snapshot.promotable, qPrintable(snapshot.whyNotPromotable));
    }
    void anInputThatMovesBetweenLookAndClickIsSaid()
    {
        const Project project = inACheckout(rules("confirm"));
        const PromotionOffer frozen = evaluate({worldWith(rules("confirm")), project, noon}).offer;
        QCOMPARE(frozen.confirmInput, QStringLiteral("confirm"));
        QVERIFY(movedSince(frozen, evaluate({worldWith(rules("confirm")), project, noon}).offer).isEmpty());
        const QStringList moved = movedSince(frozen, evaluate({worldWith(rules("phrase")), project, noon}).offer);
        QCOMPARE(moved.constFirst(),
                 QStringLiteral("The input that takes the phrase changed from \"confirm\" to \"phrase\""));
    }
    void whereTheFilesAgreeNothingIsSaid()
    {
        const Gate gate = workflowGate(worldWith(rules("confirm")), inACheckout(rules("confirm")));
        QCOMPARE(gate.state, GateState::Pass);
        QVERIFY2(!gate.reason.contains(QStringLiteral("slipway.toml")), qPrintable(gate.reason));
    }
    void aDifferenceHereMayOnlyForbidMore_data()
    {
        QTest::addColumn<bool>("tip");
        QTest::addColumn<bool>("here");
        QTest::addColumn<bool>("counts");
        QTest::newRow("neither") << false << false << false;
        QTest::newRow("only here") << false << true << false;
        QTest::newRow("only at the tip") << true << false << false;
        QTest::newRow("both") << true << true << true;
    }
    void aDifferenceHereMayOnlyForbidMore()
    {
        QFETCH(bool, tip);
        QFETCH(bool, here);
        QFETCH(bool, counts);
        Observations all = worldWith(rules("confirm", tip));
        all.autoDeploy.production = failing<AutoDeploy>(ErrorKind::Forbidden, QStringLiteral("Not Authorized"), noon);
        const Project project = inACheckout(rules("confirm", here));
        QCOMPARE(countingRules({all, project, noon}).rules.autoDeployCheckedOff, counts);
        const Gate gate = gateOf(evaluate({all, project, noon}), "production-manual");
        QCOMPARE(gate.state, counts ? GateState::Warn : GateState::Block);
        QCOMPARE(gate.reason.contains(QStringLiteral("in the one here")), tip != here);
    }
    void whatIsNotReadYetIsNotKnown()
    {
        Observations all = healthyWorld(noon);
        const Project project = inACheckout(rules("confirm"));
        QCOMPARE(workflowGate(all, project).state, GateState::Unknown);
        QVERIFY2(workflowGate(all, project).reason.contains(QStringLiteral("ops/slipway.toml at the tip of main")),
                 qPrintable(workflowGate(all, project).reason));
        all = worldWith(rules("confirm"));
        all.projectFile.fetchedAt = noon + Milliseconds(-86'400'000);
        QCOMPARE(workflowGate(all, project).state, GateState::Unknown);
    }
    void whereTheBranchHasNoneTheFileHereCountsAndThatIsSaid()
    {
        const Gate gate = workflowGate(worldWith(std::nullopt), inACheckout(rules("confirm", true)));
        QCOMPARE(gate.state, GateState::Pass);
        QVERIFY2(gate.reason.contains(QStringLiteral("The project file here counts: main has no ops/slipway.toml")),
                 qPrintable(gate.reason));
    }
    void outsideTheRepositoryTheFileHereCountsAndThatIsSaid()
    {
        const Gate gate = workflowGate(healthyWorld(noon), acmeProject());
        QCOMPARE(gate.state, GateState::Pass);
        QVERIFY2(gate.reason.contains(QStringLiteral("does not lie in the repository")), qPrintable(gate.reason));
    }
};

SLIPWAY_TEST(ReleaseRulesTest)
#include "releaserules_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/evidencepanel.h"

#include "support/builders.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/linelist.h"
#include "ui/controls/marks.h"

#include <QSignalSpy>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

Gate aGate(const char *title, GateState state)
{
    return {.id = QString::fromLatin1(title),
            .title = QString::fromLatin1(title),
            .state = state,
            .reason = QStringLiteral("because")};
}

} // namespace

class EvidencePanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beforeAnythingWasReadItSaysSo();
    void theSelectedStageShowsItsNumberCommitAndEvidence();
    void aStageWithoutCommitSaysThatNoneIsProven();
    void aStagesPageIsOfferedAndOpenedByKeyboard();
    void anUnsafePageIsNotOffered();
    void eachGateSaysWhy();
    void theSummaryCountsEveryState();
    void theChainSaysWhatIsNotProven();
};

void EvidencePanelTest::beforeAnythingWasReadItSaysSo()
{
    EvidencePanel panel;
    QVERIFY(visibleTexts(&panel).contains(QLatin1String("Nothing was read yet")));
    QVERIFY(gatesSummary({}).isEmpty());
}

void EvidencePanelTest::theSelectedStageShowsItsNumberCommitAndEvidence()
{
    EvidencePanel panel;
    panel.display(stageOf(evaluate({healthyWorld(noon), acmeProject(), noon}), StageId::Ci));
    QCOMPARE(textOf(&panel, "evidenceTitle"), QStringLiteral("Evidence: 2 \u00b7 CI"));
    QCOMPARE(textOf(&panel, "evidenceSha"), testedSha.value);
    QVERIFY(visibleTexts(named<LineList>(&panel, "stageEvidence")).contains(QLatin1String("Run #901 of ci.yml")));
}

void EvidencePanelTest::aStageWithoutCommitSaysThatNoneIsProven()
{
    EvidencePanel panel;
    panel.display(stageOf(evaluate({Observations(), acmeProject(), noon}), StageId::Push));
    QCOMPARE(textOf(&panel, "evidenceSha"), QStringLiteral("no commit is proven"));
    QVERIFY(visibleTexts(&panel).contains(QLatin1String("has not been read yet")));
}

void EvidencePanelTest::aStagesPageIsOfferedAndOpenedByKeyboard()
{
    EvidencePanel panel;
    QSignalSpy opened(&panel, &EvidencePanel::openRequested);
    const Stage stage = stageOf(evaluate({healthyWorld(noon), acmeProject(), noon}), StageId::Push);
    panel.display(stage);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    panel.activateWindow();
    auto *page = named<LinkButton>(&panel, "stagePage");
    page->setFocus();
    pressKey(&panel, Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.at(0).at(0).toUrl(), stage.url);
}

void EvidencePanelTest::anUnsafePageIsNotOffered()
{
    EvidencePanel panel;
    panel.display(
        Stage{.title = QStringLiteral("CI"), .url = QUrl(QStringLiteral("https://github.com@evil.example/"))});
    QVERIFY(!named<LinkButton>(&panel, "stagePage")->isVisibleTo(&panel));
}

void EvidencePanelTest::eachGateSaysWhy()
{
    const Snapshot snapshot = evaluate({healthyWorld(noon), acmeProject(), noon});
    EvidencePanel panel;
    panel.showGates(snapshot.gates);
    const QString shown = visibleTexts(named<LineList>(&panel, "gates"));
    QVERIFY(!snapshot.gates.isEmpty());
    for (const Gate &gate : snapshot.gates) {
        QVERIFY2(shown.contains(gate.title), qPrintable(gate.title));
        QVERIFY2(shown.contains(gate.reason), qPrintable(gate.reason));
    }
}

void EvidencePanelTest::theSummaryCountsEveryState()
{
    const QList<Gate> gates{aGate("a", GateState::Pass), aGate("b", GateState::Block), aGate("c", GateState::Unknown),
                            aGate("d", GateState::Unknown), aGate("e", GateState::Warn)};
    QCOMPARE(gatesSummary(gates), QStringLiteral("1 of 5 pass \u00b7 1 blocks \u00b7 2 are not known \u00b7 1 warns"));
    QCOMPARE(gatesSummary({aGate("a", GateState::Pass)}), QStringLiteral("1 of 1 pass"));
}

void EvidencePanelTest::theChainSaysWhatIsNotProven()
{
    EvidencePanel panel;
    panel.showIdentity({{.id = QStringLiteral("x"),
                         .title = QStringLiteral("What serves staging has a proven commit"),
                         .state = LinkState::Unproven,
                         .evidence = QStringLiteral("No run explains it")}});
    auto *chain = named<LineList>(&panel, "identityChain");
    QVERIFY(visibleTexts(chain).contains(QLatin1String("No run explains it")));
    const auto *mark = chain->findChild<StatusMark *>();
    QCOMPARE(mark->look(), lookOf(LinkState::Unproven));
    QCOMPARE(mark->text(), QStringLiteral("not proven"));
}

SLIPWAY_TEST(EvidencePanelTest)
#include "evidencepanel_test.moc"

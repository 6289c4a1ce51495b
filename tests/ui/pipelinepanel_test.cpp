// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/pipelinepanel.h"

#include "support/builders.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/marks.h"
#include "ui/controls/theme.h"
#include "ui/pipeline/checklistrows.h"
#include "ui/pipeline/stagecard.h"

#include <QAccessible>
#include <QCheckBox>
#include <QSignalSpy>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr const char *stageNames[] = {
    "stage-push",           "stage-ci", "stage-testing", "stage-staging-deploy", "stage-production-deploy",
    "stage-production-live"};

PipelineView aPipeline(const Observations &observations)
{
    return evaluate({observations, acmeProject(), noon}).pipeline;
}

PipelineView aPipelineWithOpenTests()
{
    Observations all = healthyWorld(noon);
    all.checklist.ticks.removeLast();
    return aPipeline(all);
}

/// Shown in a window of its own, so that keys and clicks arrive as they do for a person.
struct ShownPipeline {
    explicit ShownPipeline(const PipelineView &pipeline)
    {
        panel.setNow(noon);
        panel.display(pipeline);
        panel.resize(380, 760);
        panel.show();
        if (!QTest::qWaitForWindowExposed(&panel))
            qFatal("the window is not shown");
        panel.activateWindow();
        QTest::qWait(0);
    }
    StageCard *card(const char *name) { return named<StageCard>(&panel, name); }
    QCheckBox *check(const char *name) { return named<QCheckBox>(&panel, name); }
    QString selectedStage() const
    {
        return selected.isEmpty() ? QString() : stageIdWord(selected.constLast().at(0).value<Stage>().id);
    }

    PipelinePanel panel;
    QSignalSpy selected{&panel, &PipelinePanel::stageSelected};
    QSignalSpy opened{&panel, &PipelinePanel::openRequested};
    QSignalSpy toggled{&panel, &PipelinePanel::checklistToggled};
};

} // namespace

class PipelinePanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachStageIsANumberedButtonForAScreenReader();
    void aStageSaysItsStateInWords();
    void textFromOutsideIsMadeVisible();
    void theFirstLookFallsOnTheFirstOpenStage();
    void tabReachesEveryStageAndEveryCheck();
    void arrowsGoFromStageToStageAndStopAtTheEnds();
    void aClickSelectsAndADoubleClickOpens();
    void enterOpensThePage();
    void enterOpensNothingThatIsNoSafeAddress();
    void spaceAsksForATickWithoutTickingByItself();
    void aClickOnATickedTestAsksToTakeItBack();
    void aRecordedTickShows();
    void noTestCanBeTickedWhenStagingIsNotKnown();
    void theForkSaysWhichWayIsTaken_data();
    void theForkSaysWhichWayIsTaken();
    void agesFollowTheGivenMoment();
    void eachLineHasItsOwnAge();
    void noAgeIsToldBeforeTheFirstMoment();
    void anEmptyPipelineIsNotSelectedAndNotGreen();
    void aChangeOfTheSelectedStageIsAnnounced();
    void theSelectionSurvivesNews();
    void nothingIsCutOffAtTheSmallestWindow();
};

void PipelinePanelTest::eachStageIsANumberedButtonForAScreenReader()
{
    ShownPipeline shown(aPipeline(healthyWorld(noon)));
    const QList<StageCard *> cards = shown.panel.findChildren<StageCard *>();
    QCOMPARE(cards.size(), 6);
    for (int i = 0; i < 6; ++i) {
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(cards.at(i));
        QVERIFY(face);
        QCOMPARE(face->role(), QAccessible::Button);
        QVERIFY2(face->text(QAccessible::Name).startsWith(QStringLiteral("Stage %1, ").arg(i + 1)),
                 qPrintable(face->text(QAccessible::Name)));
        QVERIFY(face->actionInterface()->actionNames().contains(QAccessibleActionInterface::pressAction()));
    }
}

void PipelinePanelTest::aStageSaysItsStateInWords()
{
    ShownPipeline shown(aPipelineWithOpenTests());
    QVERIFY(shown.card("stage-testing")->accessibleName().contains(QLatin1String("waiting: 4 of 5")));
    const auto *mark = shown.card("stage-ci")->findChild<StatusMark *>();
    QCOMPARE(mark->text(), QStringLiteral("passed 6:41"));
    QCOMPARE(mark->look().shape, Shape::Check);
}

void PipelinePanelTest::textFromOutsideIsMadeVisible()
{
    Observations all = healthyWorld(noon);
    all.tip.value->title = QStringLiteral("Harmless\u202Elive <b>x</b>");
    ShownPipeline shown(aPipeline(all));
    QVERIFY(visibleTexts(&shown.panel).contains(QLatin1String("Harmless<U+202E>live <b>x</b>")));
    const QString description = shown.card("stage-push")->accessibleDescription();
    QVERIFY(!description.contains(QChar(0x202E)));
    QVERIFY(description.contains(QLatin1String("<U+202E>")));
}

void PipelinePanelTest::theFirstLookFallsOnTheFirstOpenStage()
{
    ShownPipeline open(aPipelineWithOpenTests());
    QCOMPARE(open.selectedStage(), QStringLiteral("testing"));
    ShownPipeline ready(aPipeline(healthyWorld(noon)));
    QCOMPARE(ready.selectedStage(), QStringLiteral("production-deploy"));
}

void PipelinePanelTest::tabReachesEveryStageAndEveryCheck()
{
    ShownPipeline shown(aPipelineWithOpenTests());
    shown.card("stage-push")->setFocus(Qt::TabFocusReason);
    QSet<QString> reached;
    QStringList selectedOnTheWay;
    for (int i = 0; i < 11; ++i) {
        reached.insert(QApplication::focusWidget()->objectName());
        selectedOnTheWay.append(shown.selectedStage());
        pressKey(&shown.panel, Qt::Key_Tab);
    }
    for (const char *name : stageNames)
        QVERIFY2(reached.contains(QLatin1String(name)), name);
    for (const ChecklistItem item : checklistItems)
        QVERIFY(reached.contains(QStringLiteral("check-") + checklistItemId(item)));
    QCOMPARE(selectedOnTheWay.constLast(), QStringLiteral("production-live"));
}

void PipelinePanelTest::arrowsGoFromStageToStageAndStopAtTheEnds()
{
    ShownPipeline shown(aPipelineWithOpenTests());
    shown.card("stage-push")->setFocus();
    pressKey(&shown.panel, Qt::Key_Up);
    QCOMPARE(shown.selectedStage(), QStringLiteral("push"));
    const QStringList way{QStringLiteral("ci"), QStringLiteral("staging-deploy"), QStringLiteral("testing"),
                          QStringLiteral("production-deploy"), QStringLiteral("production-live")};
    for (const QString &stage : way) {
        pressKey(&shown.panel, Qt::Key_Down);
        QCOMPARE(shown.selectedStage(), stage);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("stage-") + stage);
    }
    pressKey(&shown.panel, Qt::Key_Down);
    QCOMPARE(shown.selectedStage(), QStringLiteral("production-live"));
}

void PipelinePanelTest::aClickSelectsAndADoubleClickOpens()
{
    ShownPipeline shown(aPipelineWithOpenTests());
    clickOn(shown.card("stage-ci"));
    QCOMPARE(shown.selectedStage(), QStringLiteral("ci"));
    QVERIFY(shown.opened.isEmpty());
    StageCard *card = shown.card("stage-ci");
    QTest::mouseDClick(shown.panel.windowHandle(), Qt::LeftButton, {},
                       card->mapTo(&shown.panel, card->rect().center()));
    QCOMPARE(shown.opened.size(), 1);
    QCOMPARE(shown.opened.at(0).at(0).toUrl(), card->stage().url);
}

void PipelinePanelTest::enterOpensThePage()
{
    ShownPipeline shown(aPipelineWithOpenTests());
    shown.card("stage-push")->setFocus();
    pressKey(&shown.panel, Qt::Key_Return);
    QCOMPARE(shown.opened.size(), 1);
    QCOMPARE(shown.opened.at(0).at(0).toUrl(), QUrl(QStringLiteral("https://github.com/acme/api/commit/3f9c2ab")));
}

void PipelinePanelTest::enterOpensNothingThatIsNoSafeAddress()
{
    PipelineView pipeline = aPipelineWithOpenTests();
    pipeline.stages[0].url = QUrl(QStringLiteral("https://github.com@evil.example/"));
    pipeline.stages[1].url = QUrl(QStringLiteral("file:///etc/passwd"));
    pipeline.stages[2].url = QUrl();
    ShownPipeline shown(pipeline);
    for (const char *name : {"stage-push", "stage-ci", "stage-staging-deploy"}) {
        shown.card(name)->setFocus();
        pressKey(&shown.panel, Qt::Key_Return);
    }
    QVERIFY(shown.opened.isEmpty());
}

void PipelinePanelTest::spaceAsksForATickWithoutTickingByItself()
{
    ShownPipeline shown(aPipelineWithOpenTests());
    QCheckBox *open = shown.check("check-monitoring-clean");
    open->setFocus();
    pressKey(&shown.panel, Qt::Key_Space);
    QCOMPARE(shown.toggled.size(), 1);
    QCOMPARE(shown.toggled.at(0).at(0).value<ChecklistItem>(), ChecklistItem::MonitoringClean);
    QCOMPARE(shown.toggled.at(0).at(1).toBool(), true);
    QVERIFY2(!open->isChecked(), "a tick that is not recorded must not show");
}

void PipelinePanelTest::aClickOnATickedTestAsksToTakeItBack()
{
    ShownPipeline shown(aPipelineWithOpenTests());
    QCheckBox *ticked = shown.check("check-health-responds");
    clickOn(ticked);
    QCOMPARE(shown.toggled.size(), 1);
    QCOMPARE(shown.toggled.at(0).at(0).value<ChecklistItem>(), ChecklistItem::HealthResponds);
    QCOMPARE(shown.toggled.at(0).at(1).toBool(), false);
    QVERIFY(ticked->isChecked());
}

void PipelinePanelTest::aRecordedTickShows()
{
    ShownPipeline shown(aPipelineWithOpenTests());
    QVERIFY(!shown.check("check-monitoring-clean")->isChecked());
    shown.panel.display(aPipeline(healthyWorld(noon)));
    QVERIFY(shown.check("check-monitoring-clean")->isChecked());
    QVERIFY(shown.check("check-monitoring-clean")->toolTip().contains(QLatin1String("ticked by mira")));
}

void PipelinePanelTest::noTestCanBeTickedWhenStagingIsNotKnown()
{
    Observations all = healthyWorld(noon);
    all.services.staging = failing<ServiceInstance>(ErrorKind::Unreachable, QStringLiteral("no route"), noon);
    ShownPipeline shown(aPipeline(all));
    QCheckBox *box = shown.check("check-health-responds");
    QVERIFY(!box->isEnabled());
    QVERIFY2(!box->isChecked(), "ticks of an unknown deployment prove nothing");
    clickOn(box);
    QVERIFY(shown.toggled.isEmpty());
    QVERIFY(!box->accessibleDescription().isEmpty());
}

void PipelinePanelTest::theForkSaysWhichWayIsTaken_data()
{
    QTest::addColumn<int>("branch");
    QTest::addColumn<QString>("issuesFound");
    QTest::addColumn<QString>("looksGood");
    QTest::newRow("undecided") << int(Fork::Branch::Undecided) << "not decided"
                               << "not decided";
    QTest::newRow("issues found") << int(Fork::Branch::IssuesFound) << "this way"
                                  << "not this way";
    QTest::newRow("looks good") << int(Fork::Branch::LooksGood) << "not this way"
                                << "this way";
}

void PipelinePanelTest::theForkSaysWhichWayIsTaken()
{
    QFETCH(int, branch);
    QFETCH(QString, issuesFound);
    QFETCH(QString, looksGood);
    PipelineView pipeline = aPipelineWithOpenTests();
    pipeline.fork.branch = Fork::Branch(branch);
    ShownPipeline shown(pipeline);
    const auto word = [&](const char *name) {
        return named<QWidget>(&shown.panel, name)->findChild<StatusMark *>()->look().word;
    };
    QCOMPARE(word("issuesFound"), issuesFound);
    QCOMPARE(word("looksGood"), looksGood);
}

void PipelinePanelTest::agesFollowTheGivenMoment()
{
    ShownPipeline shown(aPipeline(healthyWorld(noon)));
    QVERIFY(visibleTexts(&shown.panel).contains(QStringLiteral("run #901 on 3f9c2ab \u00b7 58 min ago")));
    shown.panel.setNow(noon + Milliseconds(180'000));
    QVERIFY(visibleTexts(&shown.panel).contains(QStringLiteral("run #901 on 3f9c2ab \u00b7 1 h ago")));
}

void PipelinePanelTest::eachLineHasItsOwnAge()
{
    PipelineView pipeline = aPipeline(healthyWorld(noon));
    pipeline.stages.last().detail = {{QStringLiteral("serves 81d02f7"), at(noon, 47 * 3600)},
                                     {QStringLiteral("HTTP 502"), at(noon, 5)},
                                     QStringLiteral("no age")};
    ShownPipeline shown(pipeline);
    for (const QString &line : {QStringLiteral("serves 81d02f7 \u00b7 47 h ago"),
                                QStringLiteral("HTTP 502 \u00b7 5 s ago"), QStringLiteral("no age")})
        QVERIFY2(visibleTexts(&shown.panel).contains(line), qPrintable(visibleTexts(&shown.panel)));
    QVERIFY(!visibleTexts(&shown.panel).contains(QStringLiteral("no age \u00b7")));
}

void PipelinePanelTest::noAgeIsToldBeforeTheFirstMoment()
{
    PipelinePanel panel;
    panel.display(aPipeline(healthyWorld(noon)));
    QVERIFY(!visibleTexts(&panel).contains(QLatin1String("ago")));
    QVERIFY(!visibleTexts(&panel).contains(QLatin1String("just now")));
}

void PipelinePanelTest::anEmptyPipelineIsNotSelectedAndNotGreen()
{
    ShownPipeline shown(PipelineView{});
    QVERIFY(shown.selected.isEmpty());
    shown.panel.display(aPipeline({}));
    const QList<StageCard *> cards = shown.panel.findChildren<StageCard *>();
    for (const StageCard *card : cards)
        QCOMPARE(card->findChild<StatusMark *>()->look(), lookOf(StageState::Unknown));
}

void PipelinePanelTest::aChangeOfTheSelectedStageIsAnnounced()
{
    PipelineView pipeline = aPipelineWithOpenTests();
    ShownPipeline shown(pipeline);
    pipeline.stages[int(StageId::Testing)].summary = QStringLiteral("changed");
    shown.panel.display(pipeline);
    QCOMPARE(shown.selected.constLast().at(0).value<Stage>().summary, QStringLiteral("changed"));
}

void PipelinePanelTest::theSelectionSurvivesNews()
{
    ShownPipeline shown(aPipelineWithOpenTests());
    clickOn(shown.card("stage-push"));
    shown.panel.display(aPipeline(healthyWorld(noon)));
    QCOMPARE(shown.selectedStage(), QStringLiteral("push"));
}

void PipelinePanelTest::nothingIsCutOffAtTheSmallestWindow()
{
    Observations all = healthyWorld(noon);
    all.tip.value->title = QStringLiteral("A long title without end ").repeated(9);
    ShownPipeline shown(aPipeline(all));
    shown.panel.resize(shown.panel.sizeHint().width(), 600);
    QTest::qWait(0);
    const QWidget *canvas = shown.panel.widget();
    QVERIFY2(canvas->width() <= shown.panel.viewport()->width(), "it would have to be scrolled sideways");
    const QList<QCheckBox *> boxes = shown.panel.findChildren<QCheckBox *>();
    for (const QCheckBox *box : boxes)
        QVERIFY(box->width() >= box->sizeHint().width());
    const QList<QLabel *> labels = shown.panel.findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (label->text().startsWith(QLatin1String("A long title")))
            QVERIFY(label->toolTip().contains(all.tip.value->title.trimmed()));
    }
}

SLIPWAY_TEST(PipelinePanelTest)
#include "pipelinepanel_test.moc"

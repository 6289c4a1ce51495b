// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mainwindow.h"

#include "support/builders.h"
#include "support/commands.h"
#include "support/localzone.h"
#include "support/pastdeployments.h"
#include "support/shownwindow.h"
#include "support/somerepairs.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/actbutton.h"
#include "ui/controls/marks.h"
#include "ui/deployments/deploymentspanel.h"
#include "ui/pipeline/repairwords.h"
#include "ui/pipeline/stagecard.h"
#include "ui/window/projectmenu.h"
#include "ui/window/troublebar.h"
#include "ui/window/viewmenu.h"

#include <QAction>
#include <QCheckBox>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

Source aSource(SourceId id, SourceState state)
{
    Source source{.id = id, .state = state};
    if (state == SourceState::Ok || state == SourceState::Stale)
        source.fetchedAt = noon;
    if (state == SourceState::Error)
        source.error = Error{.kind = ErrorKind::Forbidden, .detail = QStringLiteral("the token lacks a permission")};
    return source;
}

QList<Source> allSources(SourceState state)
{
    return {aSource(SourceId::GitHub, state), aSource(SourceId::Railway, state), aSource(SourceId::Sentry, state),
            aSource(SourceId::StagingHealth, state), aSource(SourceId::ProductionHealth, state)};
}

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFreshWindowPromisesNothing();
    void aRehearsalIsMarkedInTheWindowAndItsTitle();
    void theRealThingIsNotMarked();
    void theButtonPromotesOnlyWhenPromotable();
    void theLineBesideTheDisabledButtonSaysWhy();
    void onlyFreshSourcesAreLive_data();
    void onlyFreshSourcesAreLive();
    void aSourceShowsItsAgeAndItsBudget();
    void aSourceThatFailsSaysSoInWordsAndWhy();
    void anAgeGrowsWithTheGivenMoment();
    void whoIsSignedInIsSaid();
    void selectingAStageShowsItsEvidence();
    void aTickGoesOutAsAnIntent();
    void eachEnvironmentShowsItsOwn();
    void anEnvironmentsAddressOpens();
    void aCommandShowsAndItsWishesGoOut();
    void aDamagedJournalIsAcknowledged();
    void troubleIsSaidUntilItIsClosed();
    void theSameTroubleIsSaidOnce();
    void menusAskForTokensAndReload();
    void aboutDoesNotBlock();
    void hidingAndMinimisingIsTold();
    void aThemeIsChosenFromTheMenu();
    void theZoneOfTimesIsChosenFromTheMenu();
    void everyControlHasANameForScreenReaders();
    void theSmallestWindowNeedsNoSidewaysScrolling();
    void badNewsIsNeverGreen();
    void goingBackIsOneClickOrOneShortcutAway();
    void whileProductionIsBadGoingBackStandsOut_data();
    void whileProductionIsBadGoingBackStandsOut();
    void stagingGoesBackFromTheMenu();
    void theDeploymentsAreBuiltWhenSomebodyLooks();
    void whatTheDeploymentsPanelWantsGoesOut();
    void aHoldIsShownUntilItIsLifted();
    void withoutAHoldThereIsNoBar();
    void repairsStandInTheMenu();
    void whatIsShutInTheMenuIsOpenedElsewhere();
    void repairsStandBesideTheirStage();
    void aReviewGoesOut();
    void closingSaysFirstWhatItMeansForWhatIsUnderWay_data();
    void closingSaysFirstWhatItMeansForWhatIsUnderWay();
    void withNothingUnderWayItClosesAtOnce();
};

void MainWindowTest::goingBackIsOneClickOrOneShortcutAway()
{
    ShownWindow shown;
    QSignalSpy clicked(shown.window.header(), &HeaderBar::goBackRequested);
    auto *button = named<ActButton>(&shown.window, "goBackButton");
    QVERIFY(button->isEnabled()); // before anything was read, too
    QVERIFY(button->text().contains(QStringLiteral("Ctrl+B")));
    clickOn(button);
    QCOMPARE(clicked.size(), 1);
    QSignalSpy pressed(shown.window.releaseMenu(), &ReleaseMenu::goBackRequested);
    pressKey(&shown.window, Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(pressed.size(), 1);
    QCOMPARE(pressed.at(0).at(0).value<Environment>(), Environment::Production);
}

void MainWindowTest::whileProductionIsBadGoingBackStandsOut_data()
{
    QTest::addColumn<int>("verdict");
    QTest::addColumn<bool>("bad");
    QTest::newRow("healthy") << int(Verdict::Healthy) << false;
    QTest::newRow("not known") << int(Verdict::Unknown) << false;
    QTest::newRow("degraded") << int(Verdict::Degraded) << true;
    QTest::newRow("down") << int(Verdict::Down) << true;
}

void MainWindowTest::whileProductionIsBadGoingBackStandsOut()
{
    QFETCH(int, verdict);
    QFETCH(bool, bad);
    ShownWindow shown;
    EnvironmentView production = aDegraded();
    production.verdict = Verdict(verdict);
    showEnvironment(shown.window, production);
    EnvironmentView staging = aDegraded(Environment::Staging); // does not matter
    showEnvironment(shown.window, staging);
    using Prominence = ActButton::Prominence;
    QCOMPARE(named<ActButton>(&shown.window, "goBackButton")->prominence(),
             bad ? Prominence::Danger : Prominence::Plain);
    QCOMPARE(named<ActButton>(&shown.window, "promoteButton")->prominence(),
             bad ? Prominence::Plain : Prominence::Primary);
}

void MainWindowTest::stagingGoesBackFromTheMenu()
{
    ShownWindow shown;
    QSignalSpy asked(shown.window.releaseMenu(), &ReleaseMenu::goBackRequested);
    QSignalSpy promote(shown.window.releaseMenu(), &ReleaseMenu::promoteRequested);
    named<QAction>(&shown.window, "goBackStagingAction")->trigger();
    QCOMPARE(asked.at(0).at(0).value<Environment>(), Environment::Staging);
    named<QAction>(&shown.window, "promoteAction")->trigger();
    QVERIFY(promote.isEmpty()); // not before it is possible
    showPromotable(shown.window, true, {});
    named<QAction>(&shown.window, "promoteAction")->trigger();
    QCOMPARE(promote.size(), 1);
}

void MainWindowTest::theDeploymentsAreBuiltWhenSomebodyLooks()
{
    ShownWindow shown;
    shown.showWorld(healthyWorld(noon));
    QSignalSpy looked(shown.window.panels()->tabs(), &SideTabs::deploymentsShown);
    shown.window.panels()->tabs()->showDeployments(somePasts());
    QVERIFY(!shown.window.findChild<DeploymentsPanel *>());
    pressKey(&shown.window, Qt::Key_D, Qt::ControlModifier);
    auto *panel = shown.window.findChild<DeploymentsPanel *>();
    QVERIFY(panel && panel->isVisible());
    QCOMPARE(looked.size(), 1);
    QCOMPARE(named<DeploymentsTable>(panel, "deployments")->model()->rowCount(), 4);
    DeploymentsView more = somePasts();
    more.rows.removeLast();
    shown.window.panels()->tabs()->showDeployments(more);
    QCOMPARE(named<DeploymentsTable>(panel, "deployments")->model()->rowCount(), 3);
    pressKey(&shown.window, Qt::Key_E, Qt::ControlModifier);
    QVERIFY(!panel->isVisible());
    QCOMPARE(looked.size(), 1);
}

void MainWindowTest::whatTheDeploymentsPanelWantsGoesOut()
{
    ShownWindow shown;
    DeploymentsView view = somePasts();
    view.complete = false;
    shown.window.panels()->tabs()->showDeployments(view);
    shown.showWorld(healthyWorld(noon));
    QSignalSpy asked(shown.window.panels()->tabs(), &SideTabs::goBackRequested);
    QSignalSpy older(shown.window.panels()->tabs(), &SideTabs::olderRequested);
    named<QTabWidget>(&shown.window, "sideTabs")->setCurrentIndex(int(SideTabs::Tab::Deployments));
    QTest::qWait(0);
    auto *table = named<DeploymentsTable>(&shown.window, "deployments");
    table->choose(table->model()->index(2, 0));
    clickOn(named<QPushButton>(&shown.window, "goBackToThis"));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.at(0).at(1).value<DeploymentId>(), DeploymentId{QStringLiteral("d-good")});
    clickOn(named<QPushButton>(&shown.window, "loadOlder"));
    QCOMPARE(older.size(), 1);
}

void MainWindowTest::aHoldIsShownUntilItIsLifted()
{
    ShownWindow shown;
    shown.showWorld(healthyWorld(noon));
    shown.window.hold()->display(Hold{.order = {QStringLiteral("r")}, .sha = goodSha, .undone = testedSha}, {});
    QTest::qWait(0);
    auto *text = named<QLabel>(&shown.window, "holdText");
    QVERIFY(text->isVisible());
    QVERIFY(text->text().contains(QStringLiteral("promoting 3f9c2ab")));
    QSignalSpy lifted(shown.window.hold(), &HoldBar::lifted);
    clickOn(named<QPushButton>(&shown.window, "liftHold"));
    typeText(&shown.window, QStringLiteral("fixed"));
    clickOn(named<QPushButton>(&shown.window, "liftConfirm"));
    QCOMPARE(lifted.size(), 1);
    QVERIFY(text->isVisible()); // until the journal says so
    shown.window.hold()->display(std::nullopt, {});
    QVERIFY(!text->isVisible());
}

void MainWindowTest::withoutAHoldThereIsNoBar()
{
    ShownWindow shown;
    shown.window.hold()->display(std::nullopt, {});
    shown.showWorld(healthyWorld(noon));
    QVERIFY(!shown.window.findChild<QWidget *>(QStringLiteral("holdBar")));
}

void MainWindowTest::repairsStandInTheMenu()
{
    ShownWindow shown;
    QSignalSpy asked(shown.window.releaseMenu(), &ReleaseMenu::repairRequested);
    showRepairs(shown.window, {aRerun(), aShutRepair()});
    auto *rerun = named<QAction>(&shown.window, "repair-rerun-failed-30000000901");
    QVERIFY(rerun->text().startsWith(aRerun().title));
    rerun->trigger();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.at(0).at(0).value<Repair>(), aRerun());
    auto *shut = named<QAction>(&shown.window, "repair-redeploy-d-staging");
    QVERIFY(!shut->isEnabled());
    QVERIFY2(shut->text().contains(QStringLiteral("&& <U+202E>all \u2013 the token may not write")),
             qPrintable(shut->text()));
    QCOMPARE(shut->statusTip(), QStringLiteral("the token may not write"));
    showRepairs(shown.window, {});
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!shown.window.findChild<QAction *>(QStringLiteral("repair-rerun-failed-30000000901")));
}

void MainWindowTest::whatIsShutInTheMenuIsOpenedElsewhere()
{
    ShownWindow shown;
    Repair shut = aRelease();
    shut.available = false;
    shut.reason = QStringLiteral("Production is held");
    QSignalSpy opened(shown.window.releaseMenu(), &ReleaseMenu::openRequested);
    showRepairs(shown.window, {shut, aShutRepair()});
    const QString name = repairName(shut) + QStringLiteral("-elsewhere");
    auto *elsewhere = named<QAction>(&shown.window, qPrintable(name));
    QCOMPARE(elsewhere->text(), QStringLiteral("Open on GitHub: Approve run #910"));
    elsewhere->trigger();
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.constFirst().constFirst().toUrl(), shut.url);
    showRepairs(shown.window, {aRelease()});
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!shown.window.findChild<QAction *>(name));
}

void MainWindowTest::repairsStandBesideTheirStage()
{
    ShownWindow shown;
    showRepairs(shown.window, {aRerun(), aShutRepair()});
    shown.showWorld(healthyWorld(noon));
    QSignalSpy asked(shown.window.panels()->evidence(), &EvidencePanel::repairRequested);
    clickOn(named<StageCard>(&shown.window, "stage-ci"));
    QTest::qWait(0);
    clickOn(named<QPushButton>(&shown.window, "repair-rerun-failed-30000000901"));
    QCOMPARE(asked.size(), 1);
    clickOn(named<StageCard>(&shown.window, "stage-staging-deploy"));
    QTest::qWait(0);
    auto *repairs = named<QWidget>(&shown.window, "stageRepairs");
    QVERIFY(!named<QPushButton>(repairs, "repair-redeploy-d-staging")->isEnabled());
    QVERIFY(visibleTexts(repairs).contains(QStringLiteral("the token may not write")));
    clickOn(named<StageCard>(&shown.window, "stage-push"));
    QVERIFY(!repairs->isVisible());
}

void MainWindowTest::aReviewGoesOut()
{
    ShownWindow shown;
    shown.showWorld(healthyWorld(noon));
    CommandRecord record = aPromotionWithRun(CommandState::Accepted);
    record.reviews = {{.environment = QStringLiteral("production"), .environmentId = 7, .currentUserCanApprove = true}};
    showCommands(shown.window, {record});
    QTest::qWait(0);
    QSignalSpy asked(shown.window.panels()->commands(), &CommandPanel::reviewRequested);
    clickOn(named<QPushButton>(&shown.window, "approveReview"));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.at(0).at(1).toBool(), true);
}

void MainWindowTest::closingSaysFirstWhatItMeansForWhatIsUnderWay_data()
{
    QTest::addColumn<CommandState>("state");
    QTest::addColumn<QString>("word");
    QTest::addColumn<bool>("enterCloses"); // only where it changes nothing
    QTest::newRow("checking") << CommandState::Checking << QStringLiteral("calls it off") << false;
    QTest::newRow("intended") << CommandState::Intended << QStringLiteral("is being sent") << false;
    QTest::newRow("sent") << CommandState::Sent << QStringLiteral("is being sent") << false;
    QTest::newRow("accepted") << CommandState::Accepted << QStringLiteral("followed again at the next start") << true;
    QTest::newRow("uncertain") << CommandState::Uncertain << QStringLiteral("followed again at the next start") << true;
}

void MainWindowTest::closingSaysFirstWhatItMeansForWhatIsUnderWay()
{
    QFETCH(CommandState, state);
    QFETCH(QString, word);
    QFETCH(bool, enterCloses);
    ShownWindow shown;
    showCommands(shown.window, {aPromotion(state)});
    QVERIFY(!shown.window.close());
    auto *box = named<QMessageBox>(&shown.window, "closeBox");
    QVERIFY2(box->text().contains(word), qPrintable(box->text()));
    QVERIFY(box->text().contains(QStringLiteral("Deploy 3f9c2ab to PRODUCTION")));
    pressKey(box, Qt::Key_Escape);
    QVERIFY(shown.window.isVisible());
    QTRY_VERIFY(!shown.window.findChild<QMessageBox *>(QStringLiteral("closeBox")));
    QVERIFY(!shown.window.close());
    box = named<QMessageBox>(&shown.window, "closeBox");
    pressKey(box, Qt::Key_Return);
    QCOMPARE(!shown.window.isVisible(), enterCloses);
    if (enterCloses)
        return;
    QTRY_VERIFY(!shown.window.findChild<QMessageBox *>(QStringLiteral("closeBox")));
    QVERIFY(!shown.window.close());
    clickOn(named<QAbstractButton>(&shown.window, "closeAnyway"));
    QVERIFY(!shown.window.isVisible());
}

void MainWindowTest::withNothingUnderWayItClosesAtOnce()
{
    ShownWindow shown;
    showCommands(shown.window, {aPromotion(CommandState::Succeeded), aPromotion(CommandState::NotProven)});
    QVERIFY(shown.window.close());
    QVERIFY(!shown.window.isVisible());
}

void MainWindowTest::aFreshWindowPromisesNothing()
{
    PaintedWindow shown;
    QVERIFY(!named<QPushButton>(&shown.window, "promoteButton")->isEnabled());
    QVERIFY(!textOf(&shown.window, "whyNotPromotable").isEmpty());
    QCOMPARE(named<StatusMark>(&shown.window, "liveMark")->look().tone, Tone::Neutral);
    QVERIFY(textOf(&shown.window, "whoLabel").contains(QLatin1String("not signed in")));
}

void MainWindowTest::aRehearsalIsMarkedInTheWindowAndItsTitle()
{
    PaintedWindow shown(aProject(true));
    QVERIFY(shown.window.windowTitle().startsWith(QLatin1String("REHEARSAL")));
    const auto *mark = named<StatusMark>(&shown.window, "rehearsalMark");
    QVERIFY(mark->isVisible());
    QVERIFY(mark->text().contains(QLatin1String("REHEARSAL")));
    QVERIFY2(mark->width() >= mark->sizeHint().width(), "the mark is cut off");
}

void MainWindowTest::theRealThingIsNotMarked()
{
    PaintedWindow shown;
    QVERIFY(!shown.window.windowTitle().contains(QLatin1String("REHEARSAL")));
    QVERIFY(!shown.window.findChild<QWidget *>(QStringLiteral("rehearsalMark")));
    QVERIFY(shown.window.windowTitle().contains(QLatin1String("gatewayz-api")));
}

void MainWindowTest::theButtonPromotesOnlyWhenPromotable()
{
    ShownWindow shown;
    QSignalSpy asked(shown.window.header(), &HeaderBar::promoteRequested);
    auto *button = named<QPushButton>(&shown.window, "promoteButton");
    clickOn(button);
    QVERIFY(asked.isEmpty());
    showPromotable(shown.window, true, {});
    clickOn(button);
    QCOMPARE(asked.size(), 1);
    QVERIFY(textOf(&shown.window, "whyNotPromotable").isEmpty());
}

void MainWindowTest::theLineBesideTheDisabledButtonSaysWhy()
{
    ShownWindow shown;
    showPromotable(shown.window, true, {});
    showPromotable(shown.window, false, QStringLiteral("4 of 5 manual tests are ticked"));
    auto *button = named<QPushButton>(&shown.window, "promoteButton");
    QVERIFY(!button->isEnabled());
    QCOMPARE(textOf(&shown.window, "whyNotPromotable"), QStringLiteral("4 of 5 manual tests are ticked"));
    QCOMPARE(button->accessibleDescription(), QStringLiteral("4 of 5 manual tests are ticked"));
}

void MainWindowTest::onlyFreshSourcesAreLive_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("word");
    QTest::newRow("stale") << int(SourceState::Stale) << "1 source is stale";
    QTest::newRow("error") << int(SourceState::Error) << "1 source cannot be read";
    QTest::newRow("pending") << int(SourceState::Pending) << "Not live yet";
    QTest::newRow("unconfigured") << int(SourceState::Unconfigured) << "Live";
    QTest::newRow("ok") << int(SourceState::Ok) << "Live";
}

void MainWindowTest::onlyFreshSourcesAreLive()
{
    QFETCH(int, state);
    QFETCH(QString, word);
    QList<Source> sources = allSources(SourceState::Ok);
    sources[2].state = SourceState(state);
    const Look look = liveness(sources);
    QCOMPARE(look.word, word);
    QCOMPARE(look.tone == Tone::Good, word == QLatin1String("Live"));
    QVERIFY(liveness({}).tone != Tone::Good);
    QVERIFY(liveness(allSources(SourceState::Unconfigured)).tone != Tone::Good);
}

void MainWindowTest::aSourceShowsItsAgeAndItsBudget()
{
    Source source = aSource(SourceId::GitHub, SourceState::Ok);
    source.budget = RateBudget{.limit = 5000, .remaining = 4832};
    QCOMPARE(sourceText(source, noon + Milliseconds(3000)),
             QStringLiteral("GitHub 3 s \u00b7 4\u202F832 / 5\u202F000 left"));
    QCOMPARE(sourceText(source, {}), QStringLiteral("GitHub 4\u202F832 / 5\u202F000 left"));
}

void MainWindowTest::aSourceThatFailsSaysSoInWordsAndWhy()
{
    const Source source = aSource(SourceId::Sentry, SourceState::Error);
    QCOMPARE(sourceText(source, noon), QStringLiteral("Sentry error"));
    QVERIFY(sourceToolTip(source, noon).contains(QLatin1String("the token lacks a permission")));
    ShownWindow shown;
    showSources(shown.window, {source});
    const auto *mark = named<StatusMark>(&shown.window, "source-sentry");
    QCOMPARE(mark->look(), lookOf(SourceState::Error));
    QVERIFY(mark->toolTip().contains(QLatin1String("the token lacks a permission")));
}

void MainWindowTest::anAgeGrowsWithTheGivenMoment()
{
    ShownWindow shown;
    showSources(shown.window, allSources(SourceState::Ok));
    shown.window.sources()->setNow(noon + Milliseconds(7000));
    QCOMPARE(named<StatusMark>(&shown.window, "source-railway")->text(), QStringLiteral("Railway 7 s"));
}

void MainWindowTest::whoIsSignedInIsSaid()
{
    ShownWindow shown;
    shown.window.sources()->setLogin(QStringLiteral("mira"));
    QCOMPARE(textOf(&shown.window, "whoLabel"), QStringLiteral("gatewayz-api.toml \u00b7 signed in as mira"));
}

void MainWindowTest::selectingAStageShowsItsEvidence()
{
    ShownWindow shown;
    shown.showWorld(healthyWorld(noon));
    clickOn(named<StageCard>(&shown.window, "stage-ci"));
    QCOMPARE(textOf(&shown.window, "evidenceTitle"), QStringLiteral("Evidence: 2 \u00b7 CI"));
    pressKey(&shown.window, Qt::Key_Up);
    QCOMPARE(textOf(&shown.window, "evidenceTitle"), QStringLiteral("Evidence: 1 \u00b7 Push to main"));
    QSignalSpy opened(shown.window.panels()->pipeline(), &PipelinePanel::openRequested);
    pressKey(&shown.window, Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
}

void MainWindowTest::aTickGoesOutAsAnIntent()
{
    ShownWindow shown;
    Observations all = healthyWorld(noon);
    all.checklist.ticks.clear();
    shown.showWorld(all);
    QSignalSpy toggled(shown.window.panels()->pipeline(), &PipelinePanel::checklistToggled);
    clickOn(named<QCheckBox>(&shown.window, "check-logs-clean"));
    QCOMPARE(toggled.size(), 1);
    QCOMPARE(toggled.at(0).at(0).value<ChecklistItem>(), ChecklistItem::LogsClean);
    QCOMPARE(toggled.at(0).at(1).toBool(), true);
}

void MainWindowTest::eachEnvironmentShowsItsOwn()
{
    ShownWindow shown;
    Observations all = healthyWorld(noon);
    all.health.production = fresh(withSample({}, badSample(Verdict::Degraded, "database = unavailable")), noon);
    shown.showWorld(all);
    const auto verdict = [&](const char *panel) {
        return named<StatusMark>(named<QWidget>(&shown.window, panel), "verdict")->look();
    };
    QCOMPARE(verdict("stagingPanel"), lookOf(Verdict::Healthy));
    QCOMPARE(verdict("productionPanel"), lookOf(Verdict::Degraded));
}

void MainWindowTest::anEnvironmentsAddressOpens()
{
    ShownWindow shown;
    shown.showWorld(healthyWorld(noon));
    QSignalSpy opened(shown.window.panels()->environment(Environment::Staging), &EnvironmentPanel::openRequested);
    clickOn(named<LinkButton>(named<QWidget>(&shown.window, "stagingPanel"), "address"));
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.at(0).at(0).toUrl(), QUrl(QStringLiteral("https://staging.example.com")));
}

void MainWindowTest::aCommandShowsAndItsWishesGoOut()
{
    ShownWindow shown;
    shown.showWorld(healthyWorld(noon));
    auto *panel = named<QWidget>(&shown.window, "commandPanel");
    QVERIFY(!panel->isVisible());
    showCommands(shown.window, {aPromotionWithRun(CommandState::Accepted)});
    QTest::qWait(0);
    QVERIFY(panel->isVisible());
    QSignalSpy cancelled(shown.window.panels()->commands(), &CommandPanel::cancelRequested);
    clickOn(named<QPushButton>(&shown.window, "cancelRunButton"));
    QCOMPARE(cancelled.size(), 1);
    QCOMPARE(cancelled.at(0).at(0).value<OrderId>(), OrderId{QStringLiteral("order-1")});
    showCommands(shown.window, {});
    QVERIFY(!panel->isVisible());
}

void MainWindowTest::aDamagedJournalIsAcknowledged()
{
    ShownWindow shown;
    Observations all = healthyWorld(noon);
    all.journalReadable = false;
    all.journalTrouble = QStringLiteral("The journal is damaged");
    shown.showWorld(all);
    QSignalSpy acknowledged(shown.window.panels()->commands(), &CommandPanel::journalAcknowledged);
    auto *button = named<QPushButton>(&shown.window, "acknowledgeJournalButton");
    clickOn(button);
    QCOMPARE(acknowledged.size(), 1);
    shown.showWorld(healthyWorld(noon));
    QVERIFY(!button->isVisible());
}

void MainWindowTest::troubleIsSaidUntilItIsClosed()
{
    ShownWindow shown;
    auto *text = named<QLabel>(&shown.window, "troubleText");
    QVERIFY(!text->isVisible());
    shown.window.trouble()->display(QStringLiteral("The checklist could not be stored: disk is full"));
    QTest::qWait(0);
    QVERIFY(text->isVisible());
    QCOMPARE(text->text(), QStringLiteral("The checklist could not be stored: disk is full"));
    clickOn(named<QPushButton>(&shown.window, "closeTrouble"));
    QVERIFY(!text->isVisible());
}

void MainWindowTest::theSameTroubleIsSaidOnce()
{
    ShownWindow shown;
    shown.window.trouble()->display(QStringLiteral("one"));
    shown.window.trouble()->display(QStringLiteral("two"));
    shown.window.trouble()->display(QStringLiteral("one"));
    QCOMPARE(textOf(&shown.window, "troubleText"), QStringLiteral("one \u00b7 two"));
}

void MainWindowTest::menusAskForTokensAndReload()
{
    ShownWindow shown;
    QSignalSpy tokens(shown.window.projectMenu(), &ProjectMenu::tokensRequested);
    QSignalSpy refresh(shown.window.projectMenu(), &ProjectMenu::refreshRequested);
    named<QAction>(&shown.window, "tokensAction")->trigger();
    QCOMPARE(tokens.size(), 1);
    pressKey(&shown.window, Qt::Key_F5);
    QCOMPARE(refresh.size(), 1);
}

void MainWindowTest::aboutDoesNotBlock()
{
    ShownWindow shown;
    named<QAction>(&shown.window, "aboutAction")->trigger();
    auto *box = named<QMessageBox>(&shown.window, "aboutBox");
    QVERIFY(box->isVisible());
    QCOMPARE(box->textFormat(), Qt::PlainText);
    box->close();
}

void MainWindowTest::hidingAndMinimisingIsTold()
{
    MainWindow window(aProject());
    QSignalSpy told(&window, &MainWindow::visibilityChanged);
    window.show();
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.takeFirst().at(0).toBool(), true);
    window.showMinimized();
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.takeFirst().at(0).toBool(), false);
    window.showNormal();
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.takeFirst().at(0).toBool(), true);
    window.close();
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.takeFirst().at(0).toBool(), false);
}

void MainWindowTest::aThemeIsChosenFromTheMenu()
{
    ShownWindow shown;
    QSignalSpy chosen(shown.window.viewMenu(), &ViewMenu::themeChosen);
    const QList<QAction *> actions = shown.window.findChildren<QAction *>();
    for (QAction *action : actions) {
        if (action->isCheckable() && action->data().toInt() == int(ThemeChoice::Dark))
            action->trigger();
    }
    QCOMPARE(chosen.size(), 1);
    QTRY_VERIFY(isDark(shown.window.palette()));
    shown.window.viewMenu()->setTheme(ThemeChoice::Light);
    QTRY_VERIFY(!isDark(shown.window.palette()));
    QCOMPARE(chosen.size(), 1);
}

namespace {

/// Opens the menu by a click and clicks one entry.
void chooseFromView(MainWindow &window, const char *name)
{
    const QMenuBar *bar = window.menuBar();
    auto *menu = named<QMenu>(&window, "viewMenu");
    const QPoint title = bar->mapTo(&window, bar->actionGeometry(menu->menuAction()).center());
    QTest::mouseClick(window.windowHandle(), Qt::LeftButton, {}, title);
    if (!QTest::qWaitForWindowExposed(menu))
        qFatal("the menu does not open");
    const QPoint entry = menu->actionGeometry(named<QAction>(&window, name)).center();
    QTest::mouseClick(menu->windowHandle(), Qt::LeftButton, {}, entry);
}

} // namespace

void MainWindowTest::theZoneOfTimesIsChosenFromTheMenu()
{
    const LocalZone berlin(centralEurope);
    setShownZone(ShownZone::Utc);
    ShownWindow shown;
    shown.showWorld(healthyWorld(noon)); // 11:06:40
    Source source = aSource(SourceId::GitHub, SourceState::Ok);
    source.budget = RateBudget{.limit = 5000, .remaining = 4832, .resetsAt = noon.utc()};
    showSources(shown.window, {source});
    const auto *tick = shown.window.findChild<QCheckBox *>();
    const auto budget = [&] { return named<StatusMark>(&shown.window, "source-github")->accessibleDescription(); };
    QVERIFY(tick->accessibleDescription().endsWith(QStringLiteral("11:06 UTC")));
    QVERIFY(budget().endsWith(QStringLiteral("11:06 UTC")));
    QVERIFY(named<QAction>(&shown.window, "utcAction")->isChecked());
    QSignalSpy chosen(shown.window.viewMenu(), &ViewMenu::zoneChosen);
    chooseFromView(shown.window, "localTimeAction");
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.takeFirst().at(0).value<ShownZone>(), ShownZone::Local);
    QVERIFY(!named<QAction>(&shown.window, "utcAction")->isChecked());
    QVERIFY(tick->accessibleDescription().endsWith(QStringLiteral("12:06 CET")));
    QVERIFY(budget().endsWith(QStringLiteral("12:06 CET")));
    chooseFromView(shown.window, "utcAction");
    QCOMPARE(chosen.takeFirst().at(0).value<ShownZone>(), ShownZone::Utc);
    QVERIFY(tick->accessibleDescription().endsWith(QStringLiteral("11:06 UTC")));
    shown.window.viewMenu()->setZone(ShownZone::Local); // as it was left
    QVERIFY(named<QAction>(&shown.window, "localTimeAction")->isChecked());
    QVERIFY(budget().endsWith(QStringLiteral("12:06 CET")));
    QVERIFY(chosen.isEmpty());
}

void MainWindowTest::everyControlHasANameForScreenReaders()
{
    ShownWindow shown;
    shown.showWorld(healthyWorld(noon));
    const QList<QAbstractButton *> buttons = shown.window.findChildren<QAbstractButton *>();
    QVERIFY(buttons.size() > 10);
    for (const QAbstractButton *button : buttons) {
        if (button->isVisible())
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                     button->metaObject()->className());
    }
}

void MainWindowTest::theSmallestWindowNeedsNoSidewaysScrolling()
{
    ShownWindow shown(aProject(true));
    Observations all = healthyWorld(noon);
    all.tip.value->title = QStringLiteral("unbreakable").repeated(60);
    all.tip.value->author = QStringLiteral("nobody").repeated(40);
    shown.showWorld(all);
    shown.window.trouble()->display(QStringLiteral("a word without an end ").repeated(60));
    QTest::qWait(0);
    shown.window.resize(1280, 800);
    QTest::qWait(0);
    QCOMPARE(shown.window.size(), QSize(1280, 800));
    const QList<QScrollArea *> areas = shown.window.findChildren<QScrollArea *>();
    for (const QScrollArea *area : areas)
        QVERIFY2(!area->isVisible() || area->widget()->width() <= area->viewport()->width(),
                 qPrintable(area->objectName()));
}

void MainWindowTest::badNewsIsNeverGreen()
{
    ShownWindow shown;
    shown.showWorld({});
    const QList<StatusMark *> marks = shown.window.findChildren<StatusMark *>();
    for (const StatusMark *mark : marks) {
        if (mark->isVisible() && mark->look().tone == Tone::Good)
            QCOMPARE(mark->text(), QStringLiteral("pass")); // the journal, which needs nobody's answer
    }
}

SLIPWAY_TEST(MainWindowTest)
#include "mainwindow_test.moc"

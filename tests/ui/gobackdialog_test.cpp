// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/goback/means.h"
#include "ui/confirm/gobackdialog.h"

#include "models/goback/candidates.h"
#include "models/items/deploymentsmodel.h"
#include "support/commands.h"
#include "support/pastdeployments.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/confirm/typedlineedit.h"
#include "ui/controls/actbutton.h"
#include "ui/controls/marks.h"
#include "ui/deployments/deploymentstable.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QRadioButton>
#include <QScrollArea>
#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr const char *returnPhrase = "deploy-to-production";

struct Asked {
    DeploymentsView view = somePasts();
    EnvironmentView environment = aDegraded();
    QList<CommandRecord> unresolved;
    bool variables = false;
    std::optional<DeploymentId> chosen;
};

/// An opened dialog, and what it emitted.
struct OpenedReturn {
    explicit OpenedReturn(const Asked &asked = {})
        : dialog(asked.view, asked.environment, asked.unresolved, asked.variables, asked.chosen)
        , targets(&dialog, &GoBackDialog::targetChosen)
        , confirmed(&dialog, &GoBackDialog::confirmed)
        , rejected(&dialog, &QDialog::rejected)
    {
        dialog.setNow(noon);
        dialog.open();
        if (!QTest::qWaitForWindowActive(&dialog))
            qFatal("the dialog did not open");
    }
    ActButton *button() { return named<ActButton>(&dialog, "goBackConfirm"); }
    QLineEdit *field() { return named<TypedLineEdit>(&dialog, "phraseField"); }
    DeploymentsTable *table() { return named<DeploymentsTable>(&dialog, "candidates"); }
    QString hint() { return textOf(&dialog, "goBackHint"); }
    void type(const char *text) { typeText(&dialog, QString::fromLatin1(text)); }
    void enter() { pressKey(&dialog, Qt::Key_Return); }
    QString chosenId() { return table()->chosen().data(DeploymentsModel::IdRole).toString(); }
    QModelIndex rowOf(const char *id)
    {
        for (int row = 0; row < table()->model()->rowCount(); ++row) {
            const QModelIndex index = table()->model()->index(row, 0);
            if (index.data(DeploymentsModel::IdRole).toString() == QLatin1String(id))
                return index;
        }
        return {};
    }
    void clickRow(const char *id)
    {
        const QModelIndex index = rowOf(id);
        table()->scrollTo(index);
        QWidget *port = table()->viewport();
        QTest::mouseClick(dialog.windowHandle(), Qt::LeftButton, {},
                          port->mapTo(&dialog, table()->visualRect(index).center()));
    }
    ReturnRequest request() { return confirmed.value(0).value(0).value<ReturnRequest>(); }

    GoBackDialog dialog;
    QSignalSpy targets;
    QSignalSpy confirmed;
    QSignalSpy rejected;
};

QRadioButton *meansButton(OpenedReturn &opened, const char *id)
{
    return named<QRadioButton>(&opened.dialog, id);
}

} // namespace

class GoBackDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theLastGoodOneIsChosenAndTypingBeginsAtOnce()
    {
        OpenedReturn opened;
        QCOMPARE(opened.dialog.windowTitle(), QStringLiteral("Go back in PRODUCTION"));
        QVERIFY(opened.field()->hasFocus());
        QCOMPARE(opened.chosenId(), QStringLiteral("d-good"));
        QCOMPARE(opened.button()->text(), QStringLiteral("Roll PRODUCTION back to a01b77e"));
        QCOMPARE(opened.button()->prominence(), ActButton::Prominence::Danger);
        QVERIFY(!opened.button()->isEnabled());
        QCOMPARE(opened.hint(), QStringLiteral("20 more characters"));
        QTRY_COMPARE(opened.targets.size(), 1);
        QCOMPARE(opened.targets.at(0).at(0).value<Environment>(), Environment::Production);
        QCOMPARE(opened.targets.at(0).at(1).value<DeploymentId>(), DeploymentId{QStringLiteral("d-good")});
    }

    void whatServesNowAndHowItIsStandsInTheHead()
    {
        OpenedReturn opened;
        QVERIFY(textOf(&opened.dialog, "goBackServing").startsWith(QStringLiteral("now serving 3f9c2ab since ")));
        QVERIFY(textOf(&opened.dialog, "goBackServing").endsWith(QStringLiteral("(11 min ago)")));
        QCOMPARE(named<StatusMark>(&opened.dialog, "goBackVerdict")->look(), lookOf(Verdict::Degraded));
        QCOMPARE(textOf(&opened.dialog, "goBackVerdictReason"), QStringLiteral("database = unavailable"));
        EnvironmentView healed = aDegraded();
        healed.verdict = Verdict::Healthy;
        healed.verdictReason.clear();
        opened.dialog.showVerdict(healed);
        QCOMPARE(named<StatusMark>(&opened.dialog, "goBackVerdict")->look(), lookOf(Verdict::Healthy));
    }

    void anotherEnvironmentsVerdictIsNotShown()
    {
        OpenedReturn opened;
        EnvironmentView staging = aDegraded(Environment::Staging);
        staging.verdict = Verdict::Down;
        opened.dialog.showVerdict(staging);
        QCOMPARE(named<StatusMark>(&opened.dialog, "goBackVerdict")->look(), lookOf(Verdict::Degraded));
    }

    void noButtonIsTheDefault()
    {
        OpenedReturn opened;
        const QList<QPushButton *> buttons = opened.dialog.findChildren<QPushButton *>();
        QVERIFY(buttons.size() >= 2);
        for (const QPushButton *each : buttons)
            QVERIFY2(!each->isDefault() && !each->autoDefault(), qPrintable(each->text()));
    }

    void enterBeforeTheMatchDoesNothing()
    {
        OpenedReturn opened;
        opened.type("deploy-to-productio");
        opened.enter();
        pressKey(&opened.dialog, Qt::Key_Enter);
        QVERIFY(opened.dialog.isVisible());
        QVERIFY(opened.confirmed.isEmpty());
        QVERIFY(opened.rejected.isEmpty());
    }

    void enterAfterTheMatchGoesBackOnce()
    {
        OpenedReturn opened;
        opened.type(returnPhrase);
        QVERIFY(opened.button()->isEnabled());
        opened.enter();
        opened.button()->click();
        QCOMPARE(opened.confirmed.size(), 1);
        QVERIFY(!opened.dialog.isVisible());
        const ReturnRequest request = opened.request();
        QCOMPARE(request.environment, Environment::Production);
        QCOMPARE(request.means, ReturnMeans::RollBack);
        QCOMPARE(request.target, DeploymentId{QStringLiteral("d-good")});
        QCOMPARE(request.targetSha, goodSha);
        QCOMPARE(request.imageDigest, QStringLiteral("sha256:d-good"));
        QCOMPARE(request.serving, DeploymentId{QStringLiteral("d-now")});
        QCOMPARE(request.servingSha, testedSha);
        QCOMPARE(request.newest, DeploymentId{QStringLiteral("d-now")});
        QVERIFY(request.hold);
        QCOMPARE(request.reason, QStringLiteral("database = unavailable"));
    }

    void clickingTheButtonBeforeTheMatchDoesNothing()
    {
        OpenedReturn opened;
        opened.type("deploy");
        clickOn(opened.button());
        QVERIFY(opened.confirmed.isEmpty());
        QVERIFY(opened.dialog.isVisible());
    }

    void escapeCancels()
    {
        OpenedReturn opened;
        opened.type(returnPhrase);
        pressKey(&opened.dialog, Qt::Key_Escape);
        QVERIFY(opened.confirmed.isEmpty());
        QCOMPARE(opened.rejected.size(), 1);
    }

    void pastingIsRefusedWithAHint()
    {
        OpenedReturn opened;
        QKeyEvent event(QEvent::KeyPress, Qt::Key_D, Qt::NoModifier, QString::fromLatin1(returnPhrase));
        QCoreApplication::sendEvent(opened.field(), &event);
        QCOMPARE(opened.field()->text(), QString());
        QVERIFY(opened.hint().startsWith(QStringLiteral("It has to be typed")));
    }

    void anotherTargetIsChosenWithTheMouseAndTypingGoesOn()
    {
        OpenedReturn opened;
        opened.clickRow("d-older");
        QCOMPARE(opened.chosenId(), QStringLiteral("d-older"));
        QVERIFY(opened.field()->hasFocus());
        QCOMPARE(opened.button()->text(), QStringLiteral("Roll PRODUCTION back to 81d02f7"));
        QTRY_COMPARE(opened.targets.constLast().at(1).value<DeploymentId>(), DeploymentId{QStringLiteral("d-older")});
        opened.type(returnPhrase);
        opened.enter();
        QCOMPARE(opened.request().target, DeploymentId{QStringLiteral("d-older")});
        QCOMPARE(opened.request().targetSha, liveSha);
    }

    void anotherTargetIsChosenWithTheArrowsFromTheField()
    {
        OpenedReturn opened;
        pressKey(&opened.dialog, Qt::Key_Down);
        QCOMPARE(opened.chosenId(), QStringLiteral("d-older"));
        pressKey(&opened.dialog, Qt::Key_Down);
        QCOMPARE(opened.chosenId(), QStringLiteral("d-older"));
        pressKey(&opened.dialog, Qt::Key_Up);
        QCOMPARE(opened.chosenId(), QStringLiteral("d-good"));
        pressKey(&opened.dialog, Qt::Key_Up); // only the one whose build failed is above
        QCOMPARE(opened.chosenId(), QStringLiteral("d-good"));
        QVERIFY(opened.field()->hasFocus());
    }

    void whatWasTypedForOneTargetDoesNotConfirmAnother()
    {
        OpenedReturn opened;
        opened.type(returnPhrase);
        pressKey(&opened.dialog, Qt::Key_Down);
        QCOMPARE(opened.field()->text(), QString());
        opened.enter();
        QVERIFY(opened.confirmed.isEmpty());
    }

    void arrowsInTheListSkipWhatIsRefused()
    {
        Asked asked;
        asked.view.rows.insert(3, aRefused("d-aborted", newerSha, 300'000, ReturnRefusal::NeverServed));
        OpenedReturn opened(asked);
        opened.table()->setFocus();
        pressKey(&opened.dialog, Qt::Key_Down);
        QCOMPARE(opened.chosenId(), QStringLiteral("d-older"));
        pressKey(&opened.dialog, Qt::Key_Home);
        opened.enter();
        QVERIFY(opened.confirmed.isEmpty());
        QVERIFY(opened.dialog.isVisible());
    }

    void whatRailwayAllowsAndSlipwayDoubtsNeedsATick()
    {
        Asked asked;
        PastDeployment doubted = aPast("d-crashed", newerSha, 300'000);
        doubted.doubt = ReturnRefusal::Crashed;
        asked.view.rows.insert(3, doubted);
        asked.view.preselected = doubted.deployment.id;
        OpenedReturn opened(asked);
        QCOMPARE(opened.chosenId(), QStringLiteral("d-crashed"));
        auto *tick = named<QCheckBox>(&opened.dialog, "acknowledge-doubt");
        QVERIFY(tick->isVisible());
        opened.type(returnPhrase);
        opened.enter();
        QVERIFY(opened.confirmed.isEmpty());
        tick->setChecked(true);
        opened.enter();
        QCOMPARE(opened.request().target, doubted.deployment.id);
    }
    void goingBackWithoutAJournalNeedsAnAcknowledgementOfItsOwn()
    {
        OpenedReturn opened;
        auto *tick = named<QCheckBox>(&opened.dialog, "acknowledge-unwritten");
        QVERIFY(!tick->isVisible());
        opened.dialog.showUnwritten(QStringLiteral("the disk is full"));
        QVERIFY(tick->isVisible());
        opened.type(returnPhrase);
        opened.enter();
        QVERIFY(opened.confirmed.isEmpty());
        tick->setChecked(true);
        opened.enter();
        QVERIFY(opened.request().mayGoUnwritten);
    }
    void whatCanBeWrittenIsNotAskedToGoUnwritten()
    {
        OpenedReturn opened;
        opened.type(returnPhrase);
        opened.enter();
        QVERIFY(!opened.request().mayGoUnwritten);
    }

    void whatIsRefusedIsListedWithItsReasonAndCannotBeChosen()
    {
        OpenedReturn opened;
        const QModelIndex failed = opened.rowOf("d-failed");
        QVERIFY(failed.isValid());
        QVERIFY(!(failed.flags() & Qt::ItemIsSelectable));
        const QString why = failed.siblingAtColumn(DeploymentsModel::GoBack).data().toString();
        QCOMPARE(why, refusalText(ReturnRefusal::Failed, {}));
        opened.clickRow("d-failed");
        QCOMPARE(opened.chosenId(), QStringLiteral("d-good"));
        QVERIFY(!opened.rowOf("d-now").isValid());
    }

    void theOneThatWasAskedForIsChosen()
    {
        Asked asked;
        asked.chosen = DeploymentId{QStringLiteral("d-older")};
        OpenedReturn opened(asked);
        QCOMPARE(opened.chosenId(), QStringLiteral("d-older"));
    }

    void withoutAPreselectedOneNothingIsChosen()
    {
        Asked asked;
        asked.view.preselected = {};
        OpenedReturn opened(asked);
        QCOMPARE(opened.chosenId(), QString());
        opened.type(returnPhrase);
        opened.enter();
        QVERIFY(opened.confirmed.isEmpty());
        QCOMPARE(opened.hint(), QStringLiteral("Choose what to go back to"));
        QVERIFY(opened.targets.isEmpty());
    }

    void beforeAnythingWasReadItSaysSoAndFillsIn()
    {
        Asked asked;
        asked.view = {.environment = Environment::Production};
        OpenedReturn opened(asked);
        QCOMPARE(opened.hint(), QStringLiteral("Nothing to go back to is known yet"));
        QVERIFY(visibleTexts(&opened.dialog).contains(QStringLiteral("Deployments are being read")));
        opened.type("deploy");
        opened.dialog.display(somePasts());
        QCOMPARE(opened.chosenId(), QStringLiteral("d-good"));
        QVERIFY(!named<QLabel>(&opened.dialog, "movedMessage")->isVisible());
        QTRY_COMPARE(opened.targets.size(), 1);
    }

    void whyDeploymentsCannotBeReadIsSaid()
    {
        Asked asked;
        asked.view = {.environment = Environment::Production, .trouble = QStringLiteral("Railway cannot be reached")};
        OpenedReturn opened(asked);
        QCOMPARE(opened.hint(), QStringLiteral("Railway cannot be reached"));
        QCOMPARE(textOf(&opened.dialog, "candidatesNote"), QStringLiteral("Railway cannot be reached"));
    }

    void anOldListIsSaidAndDoesNotLockOut()
    {
        Asked asked;
        asked.view.stale = true;
        asked.view.trouble = QStringLiteral("Railway answered late");
        OpenedReturn opened(asked);
        QVERIFY(textOf(&opened.dialog, "candidatesNote").contains(QStringLiteral("Railway answered late")));
        opened.type(returnPhrase);
        opened.enter();
        QCOMPARE(opened.confirmed.size(), 1);
    }

    void theNewestThirtyAreShownAndAllOnRequest()
    {
        Asked asked;
        asked.view = manyPasts(100);
        OpenedReturn opened(asked);
        QCOMPARE(opened.table()->model()->rowCount(), 29); // thirty with the serving one
        auto *all = named<QPushButton>(&opened.dialog, "showAllCandidates");
        QCOMPARE(all->text(), QStringLiteral("Show all 101"));
        clickOn(all);
        QCOMPARE(opened.table()->model()->rowCount(), 100);
        QVERIFY(!all->isVisible());
        QCOMPARE(opened.chosenId(), QStringLiteral("d-0"));
    }

    void oneThatIsFarDownIsShownWhenItIsAskedFor()
    {
        Asked asked;
        asked.view = manyPasts(100);
        asked.chosen = DeploymentId{QStringLiteral("d-70")};
        OpenedReturn opened(asked);
        QCOMPARE(opened.chosenId(), QStringLiteral("d-70"));
    }

    void theFirstPossibleMeansIsPreset()
    {
        Asked asked;
        asked.view.rows[2].deployment.canRollback = false;
        OpenedReturn opened(asked);
        QVERIFY(!meansButton(opened, "means-roll-back")->isEnabled());
        QVERIFY(meansButton(opened, "means-rebuild")->isChecked());
        QVERIFY(textOf(&opened.dialog, "meansNote-roll-back").startsWith(QStringLiteral("Not possible: ")));
        QCOMPARE(opened.button()->text(), QStringLiteral("Rebuild a01b77e in PRODUCTION"));
    }

    void theChosenMeansIsTheOneThatIsAskedFor()
    {
        OpenedReturn opened;
        meansButton(opened, "means-redeploy")->setFocus();
        pressKey(&opened.dialog, Qt::Key_Space);
        QCOMPARE(opened.button()->text(), QStringLiteral("Redeploy a01b77e in PRODUCTION"));
        opened.field()->setFocus();
        opened.type(returnPhrase);
        opened.enter();
        QCOMPARE(opened.request().means, ReturnMeans::Redeploy);
    }

    void aMeansThatShutsIsNotSwappedForAnother()
    {
        OpenedReturn opened;
        opened.type(returnPhrase);
        DeploymentsView shut = somePasts();
        shut.rows[2].deployment.canRollback = false;
        opened.dialog.display(shut);
        QVERIFY(!opened.button()->isEnabled());
        QCOMPARE(opened.hint(), QStringLiteral("Choose how to go back"));
        QCOMPARE(opened.field()->text(), QString());
        opened.type(returnPhrase);
        opened.enter();
        QVERIFY(opened.confirmed.isEmpty());
    }

    void whatMovedClearsThePhraseAndIsSaid_data()
    {
        QTest::addColumn<DeploymentsView>("moved");
        DeploymentsView view = somePasts();
        view.newest = {QStringLiteral("d-by-another-hand")};
        QTest::newRow("newest") << view;
        view = somePasts();
        view.serving = {QStringLiteral("d-failed")};
        QTest::newRow("serving") << view;
        view = somePasts();
        view.rows[2].deployment.canRollback = false;
        QTest::newRow("target") << view;
    }
    void whatMovedClearsThePhraseAndIsSaid()
    {
        QFETCH(DeploymentsView, moved);
        OpenedReturn opened;
        opened.type(returnPhrase);
        opened.dialog.display(moved);
        QCOMPARE(opened.field()->text(), QString());
        QVERIFY(named<QLabel>(&opened.dialog, "movedMessage")->isVisible());
        QVERIFY(!textOf(&opened.dialog, "movedMessage").isEmpty());
        opened.enter();
        QVERIFY(opened.confirmed.isEmpty());
    }

    void whatDoesNotMatterLeavesThePersonTyping()
    {
        OpenedReturn opened;
        opened.type("deploy-to");
        DeploymentsView same = somePasts();
        same.loading = true;
        same.rows[0].servedFor = Milliseconds(700'000);
        same.rows.append(aPast("d-ancient", newerSha, 900'000));
        opened.dialog.display(same);
        QCOMPARE(opened.field()->text(), QStringLiteral("deploy-to"));
        QVERIFY(!named<QLabel>(&opened.dialog, "movedMessage")->isVisible());
        QCOMPARE(opened.chosenId(), QStringLiteral("d-good"));
    }

    void anotherEnvironmentsDeploymentsAreIgnored()
    {
        OpenedReturn opened;
        opened.type("deploy-to");
        opened.dialog.display(DeploymentsView{.environment = Environment::Staging});
        QCOMPARE(opened.field()->text(), QStringLiteral("deploy-to"));
        QCOMPARE(opened.chosenId(), QStringLiteral("d-good"));
    }

    void aTargetThatVanishesIsNotSwappedForAnother()
    {
        OpenedReturn opened;
        DeploymentsView gone = somePasts();
        gone.rows.removeAt(2);
        opened.dialog.display(gone);
        opened.type(returnPhrase);
        opened.enter();
        QVERIFY(opened.confirmed.isEmpty());
        QVERIFY(!opened.button()->isEnabled());
    }

    void whatIsSentIsWhatWasLastShown()
    {
        OpenedReturn opened;
        DeploymentsView moved = somePasts();
        moved.newest = {QStringLiteral("d-by-another-hand")};
        opened.dialog.display(moved);
        opened.type(returnPhrase);
        opened.enter();
        QCOMPARE(opened.request().newest, moved.newest);
    }

    void whatItUndoesIsBeingReadAndThenFillsIn()
    {
        OpenedReturn opened;
        auto *verdict = named<StatusMark>(&opened.dialog, "forecastVerdict");
        QCOMPARE(verdict->look(), lookOf(ForecastVerdict::Reading));
        opened.type("deploy-to");
        opened.dialog.display(std::optional(aForecastOf("d-good")));
        const QString texts = visibleTexts(&opened.dialog);
        QVERIFY2(texts.contains(QStringLiteral("#412 Stream usage (dev-one)")), qPrintable(texts));
        QVERIFY(texts.contains(QStringLiteral("c0ffee1 Retry the pool (dev-two)")));
        QCOMPARE(verdict->look(), lookOf(ForecastVerdict::NothingDestructive));
        QCOMPARE(opened.field()->text(), QStringLiteral("deploy-to"));
    }

    void anotherTargetsForecastIsIgnored()
    {
        OpenedReturn opened;
        opened.dialog.display(std::optional(aForecastOf("d-older")));
        QCOMPARE(named<StatusMark>(&opened.dialog, "forecastVerdict")->look(), lookOf(ForecastVerdict::Reading));
        opened.dialog.display(std::optional<ForecastFacts>());
        QCOMPARE(named<StatusMark>(&opened.dialog, "forecastVerdict")->look(), lookOf(ForecastVerdict::Reading));
    }

    void withoutGitHubItCannotTellAndDoesNotBlock()
    {
        OpenedReturn opened;
        ForecastFacts unreachable = aForecastOf("d-good");
        const Error error{.kind = ErrorKind::Unreachable, .detail = QStringLiteral("GitHub cannot be reached")};
        unreachable.undone = Result<Comparison>(error);
        unreachable.schema = Result<Comparison>(error);
        opened.dialog.display(std::optional(unreachable));
        QCOMPARE(named<StatusMark>(&opened.dialog, "forecastVerdict")->look(), lookOf(ForecastVerdict::CannotTell));
        opened.type(returnPhrase);
        opened.enter();
        QCOMPARE(opened.confirmed.size(), 1);
    }

    void aDestructiveMigrationIsQuotedAndHasToBeAcknowledged()
    {
        OpenedReturn opened;
        opened.type(returnPhrase);
        QVERIFY(opened.button()->isEnabled());
        opened.dialog.display(std::optional(aDestructiveForecastOf("d-good")));
        QCOMPARE(opened.field()->text(), QString::fromLatin1(returnPhrase)); // nothing moved
        QVERIFY(!opened.button()->isEnabled());
        QVERIFY(visibleTexts(&opened.dialog).contains(QStringLiteral("DROP COLUMN model")));
        auto *tick = named<QCheckBox>(&opened.dialog, "acknowledge-migration");
        QVERIFY(tick->isVisible());
        QVERIFY(tick->text().contains(QStringLiteral("20261121_usage.sql")));
        opened.enter();
        QVERIFY(opened.confirmed.isEmpty());
        tick->setFocus();
        pressKey(&opened.dialog, Qt::Key_Space);
        clickOn(opened.button());
        QCOMPARE(opened.confirmed.size(), 1);
    }

    void aHarmlessForecastAsksForNothing()
    {
        OpenedReturn opened;
        opened.dialog.display(std::optional(aForecastOf("d-good")));
        QVERIFY(!named<QCheckBox>(&opened.dialog, "acknowledge-migration")->isVisible());
    }

    void anotherWindowsCommandThatComesHasToBeAcknowledged()
    {
        OpenedReturn opened;
        typeText(&opened.dialog, QStringLiteral("deploy-to"));
        opened.dialog.showUnresolved({aPromotion(CommandState::Accepted, "order-9")});
        QVERIFY(named<TypedLineEdit>(&opened.dialog, "phraseField")->text().isEmpty());
        QVERIFY(textOf(&opened.dialog, "movedMessage").contains(QStringLiteral("Another command")));
        typeText(&opened.dialog, QStringLiteral("deploy-to-production"));
        QVERIFY(!opened.button()->isEnabled());
        named<QCheckBox>(&opened.dialog, "acknowledge-order-9")->click();
        QVERIFY(opened.button()->isEnabled());
        opened.dialog.showUnresolved({aPromotion(CommandState::Accepted, "order-9")}); // nothing new
        QVERIFY(opened.button()->isEnabled());
        opened.dialog.showUnresolved({}); // it is settled
        QVERIFY(opened.button()->isEnabled());
    }

    void anotherWindowIsSaidAndInNobodysWay()
    {
        OpenedReturn opened;
        QVERIFY(!named<QWidget>(&opened.dialog, "otherWindow")->isVisible());
        opened.dialog.showOtherWindow(QStringLiteral("slipway (process 7) is promoting"));
        QVERIFY(textOf(&opened.dialog, "otherWindow").contains(QStringLiteral("process 7")));
        typeText(&opened.dialog, QStringLiteral("deploy-to-production"));
        QVERIFY(opened.button()->isEnabled());
    }

    void eachUnresolvedCommandHasToBeAcknowledgedByName()
    {
        Asked asked;
        asked.unresolved = {aPromotion(CommandState::Uncertain, "order-1"),
                            aPromotionWithRun(CommandState::Accepted, "order-2")};
        OpenedReturn opened(asked);
        auto *first = named<QCheckBox>(&opened.dialog, "acknowledge-order-1");
        QVERIFY(first->text().contains(QStringLiteral("Deploy 3f9c2ab to PRODUCTION")));
        opened.type(returnPhrase);
        opened.enter();
        QVERIFY(opened.confirmed.isEmpty());
        first->click();
        QVERIFY(!opened.button()->isEnabled());
        named<QCheckBox>(&opened.dialog, "acknowledge-order-2")->click();
        QVERIFY(opened.button()->isEnabled());
        opened.enter();
        QCOMPARE(opened.request().acknowledged,
                 (QList<OrderId>{{QStringLiteral("order-1")}, {QStringLiteral("order-2")}}));
    }

    void withoutAHoldProductionIsNotHeld()
    {
        OpenedReturn opened;
        named<QCheckBox>(&opened.dialog, "holdBox")->click();
        opened.field()->setFocus();
        opened.type(returnPhrase);
        opened.enter();
        QVERIFY(!opened.request().hold);
    }

    void whatThePersonWroteIsKept()
    {
        OpenedReturn opened;
        auto *reason = named<QLineEdit>(&opened.dialog, "reasonField");
        reason->setFocus();
        reason->selectAll();
        opened.type("pool is exhausted");
        opened.enter();
        QVERIFY(opened.dialog.isVisible());
        opened.dialog.setReason(QStringLiteral("another"));
        QCOMPARE(reason->text(), QStringLiteral("pool is exhausted"));
        opened.field()->setFocus();
        opened.type(returnPhrase);
        opened.enter();
        QCOMPARE(opened.request().reason, QStringLiteral("pool is exhausted"));
    }

    void anEmptyReasonDoesNotLockOut()
    {
        Asked asked;
        asked.environment.verdict = Verdict::Healthy;
        OpenedReturn opened(asked);
        QCOMPARE(named<QLineEdit>(&opened.dialog, "reasonField")->text(), QString());
        opened.type(returnPhrase);
        opened.enter();
        QCOMPARE(opened.confirmed.size(), 1);
    }

    void stagingNeedsNoPhraseAndHoldsNothing()
    {
        Asked asked;
        asked.view = somePasts(Environment::Staging);
        asked.environment = aDegraded(Environment::Staging);
        OpenedReturn opened(asked);
        QVERIFY(!opened.dialog.findChild<TypedLineEdit *>());
        QVERIFY(!opened.dialog.findChild<QCheckBox *>(QStringLiteral("holdBox")));
        QCOMPARE(opened.button()->text(), QStringLiteral("Roll STAGING back to a01b77e"));
        opened.enter(); // is not a decision
        QVERIFY(opened.confirmed.isEmpty());
        clickOn(opened.button());
        QCOMPARE(opened.confirmed.size(), 1);
        QCOMPARE(opened.request().environment, Environment::Staging);
        QVERIFY(!opened.request().hold);
    }

    void textFromOutsideCannotHideOrReorder()
    {
        Asked asked;
        asked.environment.verdictReason = QStringLiteral("<b>fine</b> \u202Egnp.exe");
        ForecastFacts facts = aForecastOf("d-good");
        (*facts.undone)->commits[0].title = QStringLiteral("<b>safe</b> \u202Egnp.exe");
        asked.view.rows[2].deployment.commitMessage = QStringLiteral("a\u202Eb\nsecond line");
        OpenedReturn opened(asked);
        opened.dialog.display(std::optional(facts));
        QVERIFY(visibleTexts(&opened.dialog).contains(QStringLiteral("<b>safe</b> <U+202E>gnp.exe")));
        QVERIFY(visibleTexts(&opened.dialog).contains(QStringLiteral("<b>fine</b> <U+202E>gnp.exe")));
        QCOMPARE(opened.rowOf("d-good").data().toString(), QStringLiteral("a01b77e a<U+202E>b"));
    }

    void longContentScrollsInsideAndTheButtonStaysInReach()
    {
        Asked asked;
        asked.view = manyPasts(300);
        asked.view.rows[1].deployment.commitMessage = QString(5000, QLatin1Char('x'));
        asked.unresolved = {aPromotion(CommandState::Uncertain)};
        asked.unresolved[0].detail = QString(3000, QLatin1Char('y'));
        OpenedReturn opened(asked);
        ForecastFacts facts = aDestructiveForecastOf("d-0");
        for (int i = 0; i < 200; ++i)
            (*facts.undone)
                ->commits.append({.sha = {QString::number(1'000'000 + i)},
                                  .title = QString(5000, QLatin1Char('x')),
                                  .author = QString(200, QLatin1Char('a'))});
        opened.dialog.display(std::optional(facts));
        opened.dialog.resize(1000, 700);
        QCoreApplication::processEvents();
        QCOMPARE(opened.dialog.size(), QSize(1000, 700));
        const QPoint corner = opened.button()->mapTo(&opened.dialog, opened.button()->rect().bottomRight());
        QVERIFY(opened.dialog.rect().contains(corner));
        const auto *scroll = named<QScrollArea>(&opened.dialog, "factsScroll");
        QVERIFY(scroll->widget()->width() <= scroll->viewport()->width());
    }

    void everyControlHasAName()
    {
        OpenedReturn opened;
        const QList<QWidget *> widgets = opened.dialog.findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            const auto *button = qobject_cast<const QAbstractButton *>(widget);
            if (widget->isVisible() && widget->focusPolicy() != Qt::NoFocus)
                QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                         qPrintable(QString::fromLatin1(widget->metaObject()->className()) + widget->objectName()));
        }
    }
};

SLIPWAY_TEST(GoBackDialogTest)
#include "gobackdialog_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/commandpanel.h"

#include "support/commands.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/commands/commandsection.h"
#include "ui/controls/linelist.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

WorkflowRun aCandidate(qint64 id, const char *who)
{
    WorkflowRun run = aRun(id).of("deploy-production.yml").on(testedSha).during(noon, 100, 0).running();
    run.triggeringActor = QString::fromLatin1(who);
    return run;
}

struct Shown {
    explicit Shown(const QList<CommandRecord> &commands)
    {
        panel.setNow(noon);
        panel.display(commands);
        panel.resize(760, 380);
        panel.show();
        exposed = QTest::qWaitForWindowExposed(&panel);
    }
    bool isShown(const char *name) { return named<QWidget>(&panel, name)->isVisibleTo(&panel); }

    CommandPanel panel;
    bool exposed = false;
};

} // namespace

class CommandPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itIsHiddenWhileThereIsNothingToTell()
    {
        CommandPanel panel;
        panel.display(QList<CommandRecord>{});
        QVERIFY(panel.isHidden());
        panel.display({aPromotion(CommandState::Checking)});
        QVERIFY(!panel.isHidden());
        panel.display(QList<CommandRecord>{});
        QVERIFY(panel.isHidden());
    }

    void itSaysWhatWasSentByWhomAndWhen()
    {
        CommandRecord record = aPromotionWithRun(CommandState::Accepted);
        record.detail = QStringLiteral("Still to be proven: the run has not succeeded");
        record.steps = {{.title = QStringLiteral("Deploy to Railway"),
                         .state = CommandStep::State::Running,
                         .detail = QStringLiteral("step 3 of 7")}};
        Shown shown({record});
        QCOMPARE(textOf(&shown.panel, "commandTitle"), QStringLiteral("Deploy 3f9c2ab to PRODUCTION"));
        QCOMPARE(textOf(&shown.panel, "commandMeta"),
                 QStringLiteral("GitHub Actions at main \u00b7 by mira \u00b7 sent 2 min ago"));
        QVERIFY(visibleTexts(&shown.panel).contains(QStringLiteral("Still to be proven")));
        QVERIFY(visibleTexts(&shown.panel).contains(QStringLiteral("Deploy to Railway")));
        QCOMPARE(named<StatusMark>(&shown.panel, "commandState")->look(), lookOf(CommandState::Accepted));
    }

    void onlyARunUnderWayCanBeCancelled_data()
    {
        QTest::addColumn<CommandRecord>("record");
        QTest::addColumn<bool>("possible");
        QTest::newRow("followed") << aPromotionWithRun(CommandState::Accepted) << true;
        QTest::newRow("no run known") << aPromotion(CommandState::Accepted) << false;
        QTest::newRow("not sent yet") << aPromotion(CommandState::Checking) << false;
        QTest::newRow("ended") << aPromotionWithRun(CommandState::Failed) << false;
        CommandRecord railway = aPromotionWithRun(CommandState::Accepted);
        railway.order.kind = OrderKind::RailwayDeploy;
        QTest::newRow("no run at all") << railway << false;
    }
    void onlyARunUnderWayCanBeCancelled()
    {
        QFETCH(CommandRecord, record);
        QFETCH(bool, possible);
        Shown shown({record});
        QCOMPARE(shown.isShown("cancelRunButton"), possible);
    }

    void cancelAsksForItsOwnOrder()
    {
        Shown shown({aPromotionWithRun(CommandState::Accepted)});
        QSignalSpy cancelled(&shown.panel, &CommandPanel::cancelRequested);
        clickOn(named<QPushButton>(&shown.panel, "cancelRunButton"));
        QCOMPARE(cancelled.size(), 1);
        QCOMPARE(cancelled.at(0).at(0).value<OrderId>(), OrderId{QStringLiteral("order-1")});
    }

    void aCancellationUnderWayIsNotOfferedAgain()
    {
        const CommandRecord record = aPromotionWithRun(CommandState::Accepted);
        Shown shown({aCancellationOf(record, CommandState::Accepted), record});
        const auto sections = shown.panel.findChildren<CommandSection *>();
        QCOMPARE(sections.size(), 2);
        QCOMPARE(cancelOffer(record, {aCancellationOf(record, CommandState::Accepted), record}),
                 CancelOffer::Requested);
        QCOMPARE(cancelOffer(record, {aCancellationOf(record, CommandState::Refused), record}), CancelOffer::Possible);
    }

    void anUncertainOneAsksWhichRunItWas()
    {
        CommandRecord record = aPromotion(CommandState::Uncertain);
        record.candidates = {aCandidate(910, "mira"), aCandidate(911, "sam")};
        Shown shown({record});
        QVERIFY(visibleTexts(&shown.panel).contains(QStringLiteral("#911 by sam, of main at 3f9c2ab")));
        QSignalSpy chosen(&shown.panel, &CommandPanel::runChosen);
        clickOn(named<QPushButton>(&shown.panel, "choose-30000000911"));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.at(0).at(1).value<RunId>(), RunId{30'000'000'911});
    }

    void choosingARunSurvivesTheAnswerToIt()
    {
        CommandRecord record = aPromotion(CommandState::Uncertain);
        record.candidates = {aCandidate(910, "mira"), aCandidate(911, "sam")};
        Shown shown({record});
        connect(&shown.panel, &CommandPanel::runChosen, &shown.panel,
                [panel = &shown.panel] { panel->display({aPromotionWithRun(CommandState::Accepted)}); });
        clickOn(named<QPushButton>(&shown.panel, "choose-30000000910"));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!shown.panel.findChild<QPushButton *>(QStringLiteral("choose-30000000910")));
    }

    void itDidNotHappenNeedsAReason()
    {
        Shown shown({aPromotion(CommandState::Uncertain)});
        QSignalSpy dismissed(&shown.panel, &CommandPanel::dismissed);
        QVERIFY(!shown.isShown("denyReason"));
        clickOn(named<QPushButton>(&shown.panel, "denyButton"));
        QVERIFY(shown.isShown("denyReason"));
        QVERIFY(!named<QPushButton>(&shown.panel, "denyConfirm")->isEnabled());
        typeText(&shown.panel, QStringLiteral("  no run "));
        QVERIFY(named<QPushButton>(&shown.panel, "denyConfirm")->isEnabled());
        pressKey(&shown.panel, Qt::Key_Return);
        QCOMPARE(dismissed.size(), 0); // Enter is not a decision
        QCoreApplication::processEvents();
        clickOn(named<QPushButton>(&shown.panel, "denyConfirm"));
        QCOMPARE(dismissed.size(), 1);
        QCOMPARE(dismissed.at(0).at(1).toString(), QStringLiteral("no run"));
    }

    void whatIsBeingTypedSurvivesNews()
    {
        CommandRecord record = aPromotion(CommandState::Uncertain);
        Shown shown({record});
        clickOn(named<QPushButton>(&shown.panel, "denyButton"));
        typeText(&shown.panel, QStringLiteral("looked"));
        record.detail = QStringLiteral("No run appeared");
        shown.panel.display({record});
        QCOMPARE(named<QLineEdit>(&shown.panel, "denyReason")->text(), QStringLiteral("looked"));
        QVERIFY(named<QLineEdit>(&shown.panel, "denyReason")->hasFocus());
    }

    void onlyWhatIsUncertainCanBeDenied()
    {
        QVERIFY(mayBeDenied(aPromotion(CommandState::Uncertain)));
        QVERIFY(mayBeDenied(aPromotion(CommandState::Accepted)));
        QVERIFY(!mayBeDenied(aPromotionWithRun(CommandState::Accepted)));
        QVERIFY(!mayBeDenied(aPromotion(CommandState::Sent)));
        QVERIFY(!mayBeDenied(aPromotion(CommandState::Failed)));
    }

    void aReviewSaysWhoMayApprove()
    {
        CommandRecord record = aPromotionWithRun(CommandState::Accepted);
        record.reviews = {{.environment = QStringLiteral("production"),
                           .reviewers = {QStringLiteral("ana"), QStringLiteral("acme/leads")},
                           .currentUserCanApprove = true}};
        Shown shown({record});
        QVERIFY(visibleTexts(&shown.panel).contains(QStringLiteral("ana and acme/leads may approve; you may")));
    }

    void onlyWhoMayApproveIsAskedTo()
    {
        CommandRecord record = aPromotionWithRun(CommandState::Accepted);
        record.reviews = {{.environment = QStringLiteral("production"), .environmentId = 7}};
        Shown shown({record});
        QVERIFY(!shown.isShown("approveReview"));
        record.reviews[0].currentUserCanApprove = true;
        shown.panel.display({record});
        QCoreApplication::processEvents();
        QSignalSpy asked(&shown.panel, &CommandPanel::reviewRequested);
        clickOn(named<QPushButton>(&shown.panel, "approveReview"));
        clickOn(named<QPushButton>(&shown.panel, "rejectReview"));
        QCOMPARE(asked.size(), 2);
        QCOMPARE(asked.at(0).at(0).value<OrderId>(), OrderId{QStringLiteral("order-1")});
        QCOMPARE(asked.at(0).at(1).toBool(), true);
        QCOMPARE(asked.at(1).at(1).toBool(), false);
    }

    void aReviewThatIsAnsweredIsNotAskedForAgain()
    {
        CommandRecord record = aPromotionWithRun(CommandState::Accepted);
        record.reviews = {
            {.environment = QStringLiteral("production"), .environmentId = 7, .currentUserCanApprove = true}};
        const auto offerAfter = [&](CommandState state) {
            return reviewOffer(record, {aReviewOf(record, OrderKind::ApproveReview, state), record});
        };
        QCOMPARE(reviewOffer(record, {record}), ReviewOffer::Possible);
        QCOMPARE(offerAfter(CommandState::Sent), ReviewOffer::Requested);
        QCOMPARE(offerAfter(CommandState::Succeeded), ReviewOffer::Requested);
        QCOMPARE(offerAfter(CommandState::Refused), ReviewOffer::Possible);
        record.reviews[0].environmentId = 0; // GitHub did not tell, so it cannot be approved from here
        QCOMPARE(reviewOffer(record, {record}), ReviewOffer::None);
    }

    void aReturnSaysWhatItDoesAndThatItRestored()
    {
        Shown shown({aReturn(CommandState::Succeeded)});
        QCOMPARE(textOf(&shown.panel, "commandTitle"), QStringLiteral("Roll PRODUCTION back to 81d02f7"));
        QVERIFY(textOf(&shown.panel, "commandMeta").startsWith(QStringLiteral("Railway \u00b7 by mira")));
        QCOMPARE(named<StatusMark>(&shown.panel, "commandState")->text(), QStringLiteral("Restored"));
        QCOMPARE(commandLook(aReturn(CommandState::Failed)), lookOf(CommandState::Failed));
        QCOMPARE(commandLook(aPromotion(CommandState::Succeeded)), lookOf(CommandState::Succeeded));
    }

    void whatIsMadeAnewIsNotCalledRestored()
    {
        CommandRecord record = aReturn(CommandState::Succeeded);
        record.order.kind = OrderKind::Rebuild;
        record.order.environment = Environment::Staging;
        record.order.target = record.order.serving;
        QCOMPARE(commandTitle(record.order), QStringLiteral("Rebuild 81d02f7 in STAGING"));
        QCOMPARE(commandLook(record).word, lookOf(CommandState::Succeeded).word);
    }

    void everyKindHasATitle_data()
    {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind <= int(OrderKind::RerunFailed); ++kind)
            QTest::addRow("%d", kind) << kind;
    }
    void everyKindHasATitle()
    {
        QFETCH(int, kind);
        Order order = aReturn(CommandState::Sent).order;
        order.kind = OrderKind(kind);
        QVERIFY(commandTitle(order).contains(QStringLiteral("81d02f7")));
        QVERIFY(!denialText(order).isEmpty());
        order.sha = {};
        order.run = {30'000'000'910};
        QVERIFY(isPromotion(order.kind) || !commandTitle(order).contains(QStringLiteral("  ")));
    }

    void aReturnCanBeCancelledOnceItsDeploymentIsKnown()
    {
        CommandRecord record = aReturn(CommandState::Accepted);
        QCOMPARE(cancelOffer(record, {record}), CancelOffer::None);
        record.deployment = {QStringLiteral("d-new")};
        QCOMPARE(cancelOffer(record, {record}), CancelOffer::Possible);
        CommandRecord cancel = aCancellationOf(record, CommandState::Accepted);
        cancel.order.kind = OrderKind::CancelDeployment;
        cancel.order.target = record.deployment;
        QCOMPARE(cancelOffer(record, {cancel, record}), CancelOffer::Requested);
        cancel.state = CommandState::Refused;
        QCOMPARE(cancelOffer(record, {cancel, record}), CancelOffer::Possible);
        record.state = CommandState::Succeeded;
        QCOMPARE(cancelOffer(record, {record}), CancelOffer::None);
    }

    void denyingAReturnIsWordedForOne()
    {
        Shown shown({aReturn(CommandState::Uncertain)});
        clickOn(named<QPushButton>(&shown.panel, "denyButton"));
        QVERIFY(visibleTexts(&shown.panel).contains(QStringLiteral("this return is not followed any more")));
        QVERIFY(!visibleTexts(&shown.panel).contains(QStringLiteral("this promotion")));
        QVERIFY(mayBeDenied(aReturn(CommandState::Uncertain)));
    }

    void whatHelpsAnotherStandsBesideItAndTheLastWordIsRead()
    {
        const CommandRecord promotion = aPromotionWithRun(CommandState::Succeeded, "order-1");
        const CommandRecord review = aReviewOf(promotion, OrderKind::ApproveReview, CommandState::Succeeded);
        QCOMPARE(shownCommands({review, promotion}).size(), 2);
        CommandRecord rerun = aPromotion(CommandState::Refused, "rerun-1");
        rerun.order.kind = OrderKind::RerunFailed;
        QCOMPARE(shownCommands({rerun, promotion}).size(), 2);
        const CommandRecord back = aReturn(CommandState::Succeeded);
        const QList<CommandRecord> shown = shownCommands({back, rerun, promotion});
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown.at(0).order.id, back.order.id);
    }

    void anAlarmIsLoud()
    {
        CommandRecord record = aPromotionWithRun(CommandState::Accepted);
        record.alarms = {QStringLiteral("2 new deployments appeared in production, not one")};
        const QList<Line> lines = alarmLines(record);
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines.at(0).look.tone, Tone::Bad);
        QCOMPARE(lines.at(0).word, QStringLiteral("ALARM"));
        Shown shown({record});
        QVERIFY(visibleTexts(&shown.panel).contains(QStringLiteral("2 new deployments")));
    }

    void whatIsStillBeingReadAgainCanBeCalledOff()
    {
        const CommandRecord record = aPromotion(CommandState::Checking);
        Shown shown({record});
        QSignalSpy calledOff(&shown.panel, &CommandPanel::callOffRequested);
        clickOn(named<QPushButton>(&shown.panel, "callOffButton"));
        QCOMPARE(calledOff.constFirst().constFirst().value<OrderId>(), record.order.id);
        for (int state = int(CommandState::Intended); state <= int(CommandState::NotSent); ++state) {
            shown.panel.display({aPromotion(CommandState(state))});
            QVERIFY(!shown.isShown("callOffButton"));
        }
    }

    void anAlarmStandsOnTopUntilItIsAcknowledged()
    {
        CommandRecord promotion = aPromotionWithRun(CommandState::Failed);
        promotion.runSha = newerSha;
        promotion.alarms = {QStringLiteral("The run checked out c0ffee1, not 3f9c2ab")};
        const CommandRecord cancel = aCancellationOf(promotion, CommandState::Succeeded);
        const CommandRecord later = aPromotionWithRun(CommandState::Succeeded, "order-2");
        QCOMPARE(shownCommands({later, cancel, promotion}).constFirst(), promotion);
        QCOMPARE(shownCommands({cancel, promotion}).constFirst(), promotion);
        QCOMPARE(commandTitle(promotion), QStringLiteral("Deploy c0ffee1 instead of 3f9c2ab to PRODUCTION"));

        promotion.seenAlarms = promotion.alarms;
        promotion.alarmsSeenBy = QStringLiteral("mira");
        QCOMPARE(shownCommands({later, cancel, promotion}).size(), 1);
        QVERIFY(!alarmLines(promotion).constFirst().loud);
        QVERIFY(alarmLines(promotion).constFirst().detail.contains(QStringLiteral("mira")));
        promotion.alarms.append(QStringLiteral("2 new deployments appeared"));
        QCOMPARE(shownCommands({later, cancel, promotion}).constFirst(), promotion); // there is news
    }
    void anAlarmIsAcknowledgedWithAKey()
    {
        CommandRecord record = aPromotionWithRun(CommandState::Failed);
        record.alarms = {QStringLiteral("2 new deployments appeared in production, not one")};
        Shown shown({record});
        QSignalSpy acknowledged(&shown.panel, &CommandPanel::alarmsAcknowledged);
        QVERIFY(shown.isShown("acknowledgeAlarms"));
        auto *button = named<QPushButton>(&shown.panel, "acknowledgeAlarms");
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(acknowledged.size(), 1);
        QCOMPARE(acknowledged.constFirst().constFirst().value<OrderId>(), record.order.id);
        record.seenAlarms = record.alarms;
        shown.panel.display({record});
        QVERIFY(!shown.isShown("acknowledgeAlarms"));
        QVERIFY(visibleTexts(&shown.panel).contains(QStringLiteral("2 new deployments")));
    }

    void theFailingLogIsPlainSelectableText()
    {
        CommandRecord record = aPromotionWithRun(CommandState::Failed);
        record.failureLog = {QStringLiteral("\u001b[31mboom\u202E <b>"), QStringLiteral("\tat x"),
                             QString(50'000, QLatin1Char('y'))};
        Shown shown({record});
        auto *log = named<QPlainTextEdit>(&shown.panel, "failureLog");
        QVERIFY(log->toPlainText().startsWith(QStringLiteral("<U+001B>[31mboom<U+202E> <b>\n    at x\n")));
        QVERIFY(log->toPlainText().size() < 3000);
        QVERIFY(log->textCursor().atBlockStart()); // at the end, where the failure stands
        QCOMPARE(log->textCursor().blockNumber(), 2);
        QVERIFY(log->isReadOnly());
        QVERIFY(log->textInteractionFlags() & Qt::TextSelectableByMouse);
    }

    void everyOutcomeHasWords_data()
    {
        QTest::addColumn<CommandState>("state");
        for (int state = 0; state <= int(CommandState::NotSent); ++state)
            QTest::newRow(qPrintable(commandStateId(CommandState(state)))) << CommandState(state);
    }
    void everyOutcomeHasWords()
    {
        QFETCH(CommandState, state);
        Shown shown({aPromotion(state)});
        QCOMPARE(named<StatusMark>(&shown.panel, "commandState")->text(), lookOf(state).word);
        QVERIFY(!lookOf(state).word.isEmpty());
    }

    void olderSettledOnesGiveWay()
    {
        const CommandRecord now = aPromotionWithRun(CommandState::Succeeded, "order-2");
        const CommandRecord older = aPromotionWithRun(CommandState::Failed, "order-1");
        const CommandRecord open = aPromotion(CommandState::Uncertain, "order-0");
        const QList<CommandRecord> shown = shownCommands({now, older, open});
        QCOMPARE(shown.size(), 2);
        QCOMPARE(shown.at(0).order.id, now.order.id);
        QCOMPARE(shown.at(1).order.id, open.order.id);
    }

    void atAnyWidthNothingIsCutOffThatFits_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {640, 700, 938, 940, 945, 1500})
            QTest::addRow("%d", width) << width;
    }
    void atAnyWidthNothingIsCutOffThatFits()
    {
        QFETCH(int, width);
        CommandRecord record = aPromotion(CommandState::Uncertain);
        record.candidates = {aCandidate(910, "mira"), aCandidate(911, "sam")};
        QWidget window;
        window.resize(width, 700);
        auto *column = new QVBoxLayout(&window);
        auto *panel = new CommandPanel(&window);
        column->addWidget(panel);
        column->addStretch(1);
        panel->display({record});
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        named<QPushButton>(panel, "denyButton")->click();
        const auto *scroll = panel->findChild<QScrollArea *>();
        QTRY_COMPARE(scroll->verticalScrollBar()->maximum(), 0);
        QTRY_VERIFY(panel->height() <= panel->sizeHint().height());
    }

    void muchToTellScrollsInside()
    {
        CommandRecord record = aPromotionWithRun(CommandState::Failed);
        for (int i = 0; i < 40; ++i) {
            record.steps.append({.title = QStringLiteral("job %1").arg(i)});
            record.failureLog.append(QStringLiteral("line %1").arg(i));
        }
        Shown shown({record});
        QVERIFY(shown.panel.sizeHint().height() < 400);
        QVERIFY(shown.panel.findChild<QScrollArea *>()->verticalScrollBar()->maximum() > 0);
    }

    void aJournalThatWasSetAsideAsksToBeAcknowledged()
    {
        CommandPanel panel;
        panel.showJournal(QStringLiteral("The journal could not be read and was set aside"));
        QVERIFY(!panel.isHidden());
        panel.resize(760, 120);
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QSignalSpy acknowledged(&panel, &CommandPanel::journalAcknowledged);
        clickOn(named<QPushButton>(&panel, "acknowledgeJournalButton"));
        QCOMPARE(acknowledged.size(), 1);
        panel.showJournal({});
        QVERIFY(panel.isHidden());
    }
};

SLIPWAY_TEST(CommandPanelTest)
#include "commandpanel_test.moc"

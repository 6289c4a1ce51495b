// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/datafolder.h"
#include "models/goback/deploymentsview.h"
#include "story.h"
#include "support/testmain.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCheckBox>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QScopeGuard>

#include <unistd.h>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

bool isBad(const Story &story)
{
    const Verdict verdict = story.snapshot().environments.production.verdict;
    return verdict == Verdict::Degraded || verdict == Verdict::Down;
}

/// The window is open, and the release that went bad is seen.
void openOnTrouble(Story &story)
{
    story.open();
    if (!story.passUntil([&] { return isBad(story); }, 120))
        qFatal("production stays well");
}

CommitSha servedBefore(const Story &story)
{
    const DeploymentsView &view = story.snapshot().deployments.production;
    for (const PastDeployment &past : view.rows) {
        if (past.deployment.id == view.preselected)
            return past.sha;
    }
    return {};
}

bool returnIs(const Story &story, CommandState state)
{
    return story.lastReturn().state == state;
}

} // namespace

/// Going back, from the first look to its outcome, in the window and against the rehearsal.
class GoBackTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBadReleaseIsTakenBackInThreeInteractions()
    {
        Story story("bad-release");
        openOnTrouble(story);
        const CommitSha good = servedBefore(story);
        const QString bad = story.productionSha();
        QVERIFY(!good.isEmpty());
        story.goBackAndSend();
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        QVERIFY2(returnIs(story, CommandState::Succeeded), qPrintable(story.lastReturn().detail));
        QCOMPARE(story.productionSha(), good.value);
        QCOMPARE(story.rollbacks(), 1);
        QVERIFY(story.snapshot().hold);
        QCOMPARE(story.snapshot().hold->undone.value, bad);
        QCOMPARE(story.gate("not-held"), GateState::Block);
        QVERIFY(story.text("holdText").contains(good.value.left(7)));
        QCOMPARE(story.snapshot().environments.production.verdict, Verdict::Healthy);
    }
    void aLaptopThatSleptHalfAnHourLosesNoHoldAndSettlesNothing()
    {
        Story story("bad-release");
        openOnTrouble(story);
        story.goBackAndSend();
        QVERIFY(returnIs(story, CommandState::Accepted));
        QVERIFY(story.text("holdText").contains(QLatin1String("going back to")));
        story.clock().sleepFor(Milliseconds(31 * 60'000));
        story.application().console().store().reevaluate(story.clock().now());
        QVERIFY(story.snapshot().hold);
        QVERIFY(!isSettled(story.lastReturn().state));
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        QVERIFY2(returnIs(story, CommandState::Succeeded), qPrintable(story.lastReturn().detail));
        QVERIFY(story.text("holdText").contains(QLatin1String("held at")));
    }
    void aProjectFileOfAnotherNameSeesTheSameHold()
    {
        Story story("bad-release");
        const QTemporaryDir root;
        story.keepIn(dataFolderOf(root.path(), story.project()).path);
        openOnTrouble(story);
        story.goBackAndSend();
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        const OrderId returned = story.lastReturn().order.id;
        story.project().name = QStringLiteral("a colleague's name");
        story.project().file = QStringLiteral("/elsewhere/production.toml");
        story.keepIn(dataFolderOf(root.path(), story.project()).path);
        story.restart();
        QVERIFY(story.snapshot().hold);
        QCOMPARE(story.snapshot().hold->order, returned); // by its row, not inferred from what Railway lists
        QCOMPARE(story.gate("not-held"), GateState::Block);
    }
    void aPromotionThatGoesLiveOverAColleaguesReturnIsSaidInBothWindows()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        MainWindow &colleagues = story.openColleagues();
        story.window().activateWindow();
        story.promoteAndSend();
        const QString sent = story.command().order.sha.value;
        colleagues.activateWindow();
        goBack(colleagues);
        story.settle();
        QCOMPARE(story.rollbacks(), 1);
        const auto colleagueSees = [&] {
            const auto &serving = story.colleaguesSnapshot().environments.production.serving;
            return serving && serving->sha.value == sent;
        };
        QVERIFY(story.passUntil([&] { return isSettled(story.command().state) && colleagueSees(); }, 900));
        QVERIFY2(story.command().state == CommandState::Succeeded, qPrintable(story.command().detail));
        QCOMPARE(story.productionSha(), sent);
        for (const CommandStep &step : story.command().steps)
            QVERIFY2(step.state == CommandStep::State::Passed, qPrintable(step.title));
        QVERIFY2(!story.command().alarms.isEmpty(), "the colleague's deployment is no alarm");
        QVERIFY(story.passUntil(
            [&] {
                return !story.colleaguesSnapshot().commands.isEmpty() &&
                       isSettled(story.colleaguesSnapshot().commands.constFirst().state);
            },
            300));
        const QString bar = textOf(&colleagues, "holdText");
        QVERIFY2(bar.contains(QStringLiteral("but %1 serves now").arg(sent.left(7))), qPrintable(bar));
        QVERIFY(story.colleaguesSnapshot().hold);
        QVERIFY(!story.snapshot().hold);
    }
    void onAFullDiskGoingBackIsStillPossibleAndKnownAtTheNextStart()
    {
        if (::geteuid() != 0)
            QSKIP("mounting a small file system needs root");
        const QTemporaryDir mount;
        if (QProcess::execute(QStringLiteral("mount"),
                              {QStringLiteral("-t"), QStringLiteral("tmpfs"), QStringLiteral("-o"),
                               QStringLiteral("size=1m"), QStringLiteral("tmpfs"), mount.path()}) != 0)
            QSKIP("mounting is not allowed here");
        const auto unmount = qScopeGuard([&] { QProcess::execute(QStringLiteral("umount"), {mount.path()}); });
        Story story("bad-release");
        story.keepIn(mount.path());
        openOnTrouble(story);
        QFile ballast(mount.filePath(QStringLiteral("ballast")));
        QVERIFY(ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (ballast.write(QByteArray(4096, 'b')) > 0) {
        }
        story.goBackAndSend(); // what is kept for it is enough: nothing more has to be acknowledged
        QVERIFY2(returnIs(story, CommandState::Accepted), qPrintable(story.lastReturn().detail));
        QCOMPARE(story.rollbacks(), 1);
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        story.restart();
        QVERIFY(story.passUntil([&] { return story.snapshot().hold.has_value(); }, 60));
        QCOMPARE(story.rollbacks(), 1);
        QVERIFY(ballast.remove());
        const QTemporaryDir elsewhere;
        story.keepIn(elsewhere.path()); // what is open in there is closed before it goes
        story.restart();
    }
    void aReturnThatNoRowTellsOfHoldsProductionAtTheNextStart()
    {
        Story story("bad-release");
        const QTemporaryDir other; // the journal that could not be written
        story.keepIn(other.path());
        openOnTrouble(story);
        story.goBackAndSend();
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        const QTemporaryDir empty;
        story.keepIn(empty.path());
        story.restart();
        QVERIFY(story.passUntil([&] { return story.snapshot().hold.has_value(); }, 60));
        QCOMPARE(story.gate("not-held"), GateState::Block);
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, 300));
        QCOMPARE(story.rollbacks(), 1);
    }
    void aHoldOutlivesTheWindowAndIsLiftedWithAReason()
    {
        Story story("bad-release");
        openOnTrouble(story);
        story.goBackAndSend();
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        story.restart();
        QVERIFY(story.snapshot().hold);
        QCOMPARE(story.gate("not-held"), GateState::Block);
        story.pass(1);
        clickOn(named<QPushButton>(&story.window(), "liftHold"));
        QVERIFY(!named<QPushButton>(&story.window(), "liftConfirm")->isEnabled());
        named<QLineEdit>(&story.window(), "liftReason")->setFocus();
        typeText(&story.window(), QLatin1String("the pool is larger now"));
        clickOn(named<QPushButton>(&story.window(), "liftConfirm"));
        QTRY_VERIFY(!story.snapshot().hold);
        QCOMPARE(story.gate("not-held"), GateState::Pass);
        story.restart();
        QVERIFY(!story.snapshot().hold);
    }
    void aDestructiveMigrationIsNamedAndHasToBeAcknowledged()
    {
        Story story("crossing-migration");
        openOnTrouble(story);
        const QPointer<GoBackDialog> dialog = story.openGoBack();
        story.settle();
        QTRY_VERIFY(visibleTexts(dialog).contains(QLatin1String("DROP COLUMN trial_ends_at")));
        QVERIFY(visibleTexts(dialog).contains(QLatin1String("20261124_drop_trials.sql")));
        QVERIFY(!visibleTexts(dialog).contains(QLatin1String("do not TRUNCATE")));
        typeText(dialog, confirmPhrase);
        QVERIFY(!named<QPushButton>(dialog, "goBackConfirm")->isEnabled());
        QVERIFY(!textOf(dialog, "goBackHint").isEmpty());
        const QList<QCheckBox *> boxes = dialog->findChildren<QCheckBox *>();
        for (QCheckBox *box : boxes) {
            if (box->isVisibleTo(dialog) && !box->isChecked())
                clickOn(box);
        }
        QTRY_VERIFY(named<QPushButton>(dialog, "goBackConfirm")->isEnabled());
        clickOn(named<QPushButton>(dialog, "goBackConfirm"));
        story.settle();
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        QVERIFY2(returnIs(story, CommandState::Succeeded), qPrintable(story.lastReturn().detail));
        QCOMPARE(story.rollbacks(), 1);
    }
    void anExpiredImageIsNeverPreselectedAndCanBeRebuilt()
    {
        Story story("expired-image");
        openOnTrouble(story);
        QVERIFY(story.snapshot().deployments.production.preselected.isEmpty());
        const QPointer<GoBackDialog> dialog = story.openGoBack();
        story.settle();
        QVERIFY(!named<QPushButton>(dialog, "goBackConfirm")->isEnabled());
        auto *list = named<QAbstractItemView>(dialog, "candidates");
        list->setFocus();
        pressKey(dialog, Qt::Key_Down);
        QVERIFY(!named<QWidget>(dialog, "means-roll-back")->isEnabled());
        QVERIFY(named<QWidget>(dialog, "means-rebuild")->isEnabled());
        named<QLineEdit>(dialog, "phraseField")->setFocus();
        typeText(dialog, confirmPhrase);
        pressKey(dialog, Qt::Key_Return);
        QVERIFY(!dialog || !dialog->isVisible());
        story.settle();
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 400));
        QVERIFY2(returnIs(story, CommandState::Succeeded), qPrintable(story.lastReturn().detail));
        QCOMPARE(story.lastReturn().order.kind, OrderKind::Rebuild);
        QCOMPARE(story.rollbacks(), 0);
        QCOMPARE(story.served("railway", "POST", QStringLiteral("mutation DeploymentRedeploy")), 1);
    }
    void whenSomebodyElseGoesBackTheDialogClearsThePhraseAndSaysSo()
    {
        Story story("double-hand");
        story.open();
        const QPointer<GoBackDialog> dialog = story.openGoBack();
        story.settle();
        typeText(dialog, QLatin1String("deploy-to"));
        QVERIFY(story.passUntil([&] { return !dialog || textOf(dialog, "movedMessage") != QString(); }, 120));
        QVERIFY(dialog);
        QVERIFY(named<QLineEdit>(dialog, "phraseField")->text().isEmpty());
        QCOMPARE(story.rollbacks(), 0);
    }
    void whileTheDialogIsOpenItIsSeenWithinSecondsThatSomebodyElseGoesBack()
    {
        Story story("bad-release");
        openOnTrouble(story);
        const QPointer<GoBackDialog> dialog = story.openGoBack();
        story.settle();
        story.pass(2);
        QVERIFY(story.world().happen(QStringLiteral("colleague-goes-back")));
        QVERIFY(story.passUntil([&] { return textOf(dialog, "movedMessage") != QString(); }, 8));
        QCOMPARE(story.rollbacks(), 0);
    }
    void somebodyElsesReturnBetweenTheClickAndTheSendingSendsNothing()
    {
        Story story("bad-release");
        openOnTrouble(story);
        const QPointer<GoBackDialog> dialog = story.openGoBack();
        typeText(dialog, confirmPhrase);
        QVERIFY(story.world().happen(QStringLiteral("colleague-goes-back")));
        pressKey(dialog, Qt::Key_Return);
        story.settle();
        QVERIFY2(returnIs(story, CommandState::Refused), qPrintable(story.lastReturn().detail));
        QCOMPARE(story.rollbacks(), 0);
        QVERIFY(!story.snapshot().hold);
    }
    void aLostAnswerIsFoundByLookingAndNothingIsSentTwice()
    {
        Story story("rollback-lost");
        openOnTrouble(story);
        const CommitSha good = servedBefore(story);
        story.goBackAndSend();
        QVERIFY(!isSettled(story.lastReturn().state));
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        QVERIFY2(returnIs(story, CommandState::Succeeded), qPrintable(story.lastReturn().detail));
        QCOMPARE(story.productionSha(), good.value);
        QCOMPARE(story.rollbacks(), 1);
    }
    void withoutGitHubAndSentryOneGoesBackAllTheSame()
    {
        Story story("github-down");
        openOnTrouble(story);
        const QPointer<GoBackDialog> dialog = story.openGoBack();
        story.settle();
        QTRY_VERIFY(visibleTexts(dialog).contains(QLatin1String("tip of the branch is not known")));
        typeText(dialog, confirmPhrase);
        pressKey(dialog, Qt::Key_Return);
        story.settle();
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        QVERIFY2(returnIs(story, CommandState::Succeeded), qPrintable(story.lastReturn().detail));
        QCOMPARE(story.rollbacks(), 1);
    }
    void restartedInTheMiddleItIsFollowedAndNeverSentAgain()
    {
        for (const int after : {0, 1, 4, 12, 20}) {
            Story story("bad-release");
            openOnTrouble(story);
            goBack(story.window());
            if (after > 0) {
                story.settle();
                story.pass(after);
            }
            story.restart();
            if (story.snapshot().commands.isEmpty()) { // it ended before the intent was written
                QCOMPARE(story.rollbacks(), 0);
                continue;
            }
            QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
            QCOMPARE(story.rollbacks(), story.lastReturn().state == CommandState::Succeeded ? 1 : 0);
        }
    }
    void stagingGoesBackOnAPlainConfirmation()
    {
        Story story("bad-release");
        story.open();
        const QString before = story.snapshot().environments.staging.serving->sha.value;
        named<QAction>(&story.window(), "goBackStagingAction")->trigger();
        const QPointer<GoBackDialog> dialog = story.window().findChild<GoBackDialog *>();
        QVERIFY(dialog && QTest::qWaitForWindowActive(dialog));
        QVERIFY(!dialog->findChild<QWidget *>(QStringLiteral("phraseField")));
        QTRY_VERIFY(named<QPushButton>(dialog, "goBackConfirm")->isEnabled());
        clickOn(named<QPushButton>(dialog, "goBackConfirm"));
        story.settle();
        QVERIFY(story.passUntil([&] { return isSettled(story.lastReturn().state); }, 300));
        QVERIFY2(returnIs(story, CommandState::Succeeded), qPrintable(story.lastReturn().detail));
        QVERIFY(story.snapshot().environments.staging.serving->sha.value != before);
        QVERIFY(!story.snapshot().hold);
        QCOMPARE(story.rollbacks(), 1);
    }
    void whatMayNotBeRolledBackSaysSo()
    {
        Story story("bad-release");
        openOnTrouble(story);
        story.spoil({{QStringLiteral("provider"), QStringLiteral("railway")},
                     {QStringLiteral("operation"), QStringLiteral("DeploymentRollback")},
                     {QStringLiteral("kind"), QStringLiteral("status")},
                     {QStringLiteral("status"), 403}});
        story.goBackAndSend();
        QVERIFY(isSettled(story.lastReturn().state));
        QVERIFY(!story.lastReturn().detail.isEmpty());
        QVERIFY(!story.snapshot().hold);
    }
};

SLIPWAY_TEST(GoBackTest)
#include "goback_test.moc"

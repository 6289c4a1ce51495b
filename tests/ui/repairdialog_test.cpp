// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/repairdialog.h"

#include "support/somerepairs.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/confirm/typedlineedit.h"
#include "ui/controls/actbutton.h"
#include "ui/controls/marks.h"
#include "ui/pipeline/repairwords.h"

#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

struct OpenedRepair {
    explicit OpenedRepair(const Repair &repair)
        : dialog(repair)
        , confirmed(&dialog, &RepairDialog::confirmed)
        , rejected(&dialog, &QDialog::rejected)
    {
        dialog.open();
        if (!QTest::qWaitForWindowActive(&dialog))
            qFatal("the dialog did not open");
    }
    ActButton *button() { return named<ActButton>(&dialog, "repairConfirm"); }
    QString hint() { return textOf(&dialog, "repairHint"); }

    RepairDialog dialog;
    QSignalSpy confirmed;
    QSignalSpy rejected;
};

} // namespace

class RepairDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theButtonNamesTheActAndAClickDoesItOnce()
    {
        OpenedRepair opened(aRerun());
        QCOMPARE(opened.dialog.windowTitle(), QStringLiteral("Re-run the failed jobs of CI run #901"));
        QVERIFY(textOf(&opened.dialog, "repairExplanation").contains(QStringLiteral("once more")));
        QCOMPARE(opened.button()->text(), QStringLiteral("Re-run the failed jobs"));
        QVERIFY(!opened.dialog.findChild<TypedLineEdit *>());
        pressKey(&opened.dialog, Qt::Key_Return);
        QVERIFY(opened.confirmed.isEmpty());
        clickOn(opened.button());
        opened.button()->click();
        QCOMPARE(opened.confirmed.size(), 1);
        QCOMPARE(opened.confirmed.at(0).at(0).value<Repair>(), aRerun());
        QCOMPARE(opened.confirmed.at(0).at(1).toString(), QString());
    }

    void escapeAndTheOtherButtonLeaveItAlone()
    {
        OpenedRepair opened(aRerun());
        pressKey(&opened.dialog, Qt::Key_Escape);
        QCOMPARE(opened.rejected.size(), 1);
        OpenedRepair other(aRerun());
        clickOn(named<QPushButton>(&other.dialog, "cancelButton"));
        QCOMPARE(other.rejected.size(), 1);
        QVERIFY(opened.confirmed.isEmpty() && other.confirmed.isEmpty());
    }

    void whatChangesProductionHasToBeTyped()
    {
        OpenedRepair opened(aProductionCancellation());
        QVERIFY(named<TypedLineEdit>(&opened.dialog, "phraseField")->hasFocus());
        QCOMPARE(opened.button()->text(), QStringLiteral("Cancel the run and its deployment"));
        QCOMPARE(opened.button()->prominence(), ActButton::Prominence::Danger);
        QCOMPARE(named<QPushButton>(&opened.dialog, "cancelButton")->text(), QStringLiteral("Leave it running"));
        QVERIFY(!opened.button()->isEnabled());
        QCOMPARE(opened.hint(), QStringLiteral("20 more characters"));
        pressKey(&opened.dialog, Qt::Key_Return);
        QVERIFY(opened.confirmed.isEmpty());
        typeText(&opened.dialog, QStringLiteral("deploy-to-production"));
        pressKey(&opened.dialog, Qt::Key_Return);
        QCOMPARE(opened.confirmed.size(), 1);
    }

    void aReviewTakesAComment()
    {
        OpenedRepair opened(anApproval());
        named<QLineEdit>(&opened.dialog, "reviewComment")->setFocus();
        typeText(&opened.dialog, QStringLiteral(" looked at it "));
        pressKey(&opened.dialog, Qt::Key_Return);
        QVERIFY(opened.confirmed.isEmpty());
        QVERIFY(opened.dialog.isVisible());
        clickOn(opened.button());
        QCOMPARE(opened.confirmed.at(0).at(1).toString(), QStringLiteral("looked at it"));
    }

    void whatIsNotPossibleSaysWhy()
    {
        OpenedRepair opened(aShutRepair());
        QVERIFY(!opened.button()->isEnabled());
        QCOMPARE(opened.hint(), QStringLiteral("the token may not write"));
        clickOn(opened.button());
        QVERIFY(opened.confirmed.isEmpty());
    }

    void whatIsDoneAlreadyCannotBeDoneAgain()
    {
        OpenedRepair opened(aRerun());
        opened.dialog.display({aProductionCancellation()});
        QVERIFY(!opened.button()->isEnabled());
        QCOMPARE(opened.hint(), QStringLiteral("There is nothing left of that to do"));
        opened.dialog.display({aRerun()});
        QVERIFY(opened.button()->isEnabled());
        Repair shut = aRerun();
        shut.available = false;
        shut.reason = QStringLiteral("another one is under way");
        opened.dialog.display({shut});
        QCOMPARE(opened.hint(), QStringLiteral("another one is under way"));
    }

    void anApprovalForProductionShowsWhatGoesOutAndItsGates()
    {
        OpenedRepair opened(aRelease());
        const QString texts = visibleTexts(&opened.dialog);
        QVERIFY(texts.contains(QStringLiteral("Retry Redis timeouts")));
        QVERIFY(texts.contains(QStringLiteral("Production is not held")));
        QVERIFY(!named<LinkButton>(&opened.dialog, "repairElsewhere")->isVisible());
        typeText(&opened.dialog, QStringLiteral("deploy-to"));
        Repair moved = aRelease();
        moved.release->productionServing = {QStringLiteral("d-other")};
        opened.dialog.display({moved});
        QVERIFY(named<TypedLineEdit>(&opened.dialog, "phraseField")->text().isEmpty());
        QVERIFY(textOf(&opened.dialog, "movedMessage").contains(QStringLiteral("d-other")));
        typeText(&opened.dialog, QStringLiteral("deploy-to-production"));
        pressKey(&opened.dialog, Qt::Key_Return);
        QCOMPARE(opened.confirmed.at(0).at(0).value<Repair>(), moved);
    }

    void aBlockedApprovalOpensItsPage()
    {
        Repair shut = aRelease();
        shut.available = false;
        shut.reason = QStringLiteral("Production is held");
        OpenedRepair opened(shut);
        QCOMPARE(opened.hint(), shut.reason);
        auto *elsewhere = named<LinkButton>(&opened.dialog, "repairElsewhere");
        QVERIFY(elsewhere->isVisible());
        QSignalSpy asked(&opened.dialog, &RepairDialog::openRequested);
        clickOn(elsewhere);
        QCOMPARE(asked.at(0).at(0).toUrl(), shut.url);
    }

    void theOtherButtonSaysWhatIsTrue()
    {
        const auto other = [](OpenedRepair &opened) {
            return named<QPushButton>(&opened.dialog, "cancelButton")->text();
        };
        OpenedRepair rejection(aRejection());
        QCOMPARE(other(rejection), QStringLiteral("Leave it waiting"));
        Repair stopping = aProductionCancellation();
        stopping.waits = true;
        OpenedRepair cancellation(stopping);
        QCOMPARE(other(cancellation), QStringLiteral("Leave it waiting"));
        stopping.waits = false; // somebody let it go
        cancellation.dialog.display({stopping});
        QCOMPARE(other(cancellation), QStringLiteral("Leave it running"));
    }

    void aDecisionOfSomebodyElseShutsTheRejection()
    {
        OpenedRepair opened(aRejection());
        QVERIFY(opened.button()->isEnabled());
        Repair running = aRejection();
        running.kind = OrderKind::CancelDeployment; // it was approved, and can be stopped
        opened.dialog.display({running});
        QVERIFY(!opened.button()->isEnabled());
        QVERIFY(opened.hint().contains(QStringLiteral("does not wait any more")));
    }

    void aRunIsCancelledWithTheRolloutThatItHasByThen()
    {
        Repair alone = aProductionCancellation();
        alone.deployment = {};
        alone.typed = false;
        OpenedRepair opened(alone);
        QCOMPARE(opened.button()->text(), QStringLiteral("Cancel the run"));
        Repair both = alone;
        both.deployment = {QStringLiteral("d-rollout")};
        opened.dialog.display({both});
        QCOMPARE(opened.button()->text(), QStringLiteral("Cancel the run and its deployment"));
        clickOn(opened.button());
        QCOMPARE(opened.confirmed.at(0).at(0).value<Repair>(), both);
    }

    void theExplanationIsPlainText()
    {
        Repair repair = aRerun();
        repair.explanation = QStringLiteral("<b>x</b>\u202E").repeated(400);
        OpenedRepair opened(repair);
        QVERIFY(textOf(&opened.dialog, "repairExplanation").startsWith(QStringLiteral("<b>x</b><U+202E>")));
        QVERIFY(opened.dialog.rect().contains(
            opened.button()->mapTo(&opened.dialog, opened.button()->rect().bottomRight())));
    }

    void everyKindHasItsWords()
    {
        for (int kind = 0; kind <= int(OrderKind::RerunFailed); ++kind) {
            Repair repair = aRerun();
            repair.kind = OrderKind(kind);
            QVERIFY(!repairAct(repair).isEmpty());
            QVERIFY(repairName(repair).startsWith(QStringLiteral("repair-")));
        }
    }
};

SLIPWAY_TEST(RepairDialogTest)
#include "repairdialog_test.moc"

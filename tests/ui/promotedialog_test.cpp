// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/builders.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/confirm/promotedialog.h"
#include "ui/confirm/typedlineedit.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

const char *const phraseText = "deploy-to-production";

PromotionOffer offerIn(const Observations &world)
{
    return evaluate({world, acmeProject(), noon}).offer;
}

PromotionOffer anOffer()
{
    return offerIn(healthyWorld(noon));
}

PromotionOffer aBlockedOffer()
{
    PromotionOffer offer = anOffer();
    offer.gates[0].state = GateState::Block;
    offer.gates[0].reason = QStringLiteral("CI failed on 3f9c2ab");
    return offer;
}

/// An opened dialog, and what it emitted.
struct OpenedPromotion {
    explicit OpenedPromotion(const PromotionOffer &offer)
        : dialog(offer)
        , confirmed(&dialog, &PromoteDialog::confirmed)
        , rejected(&dialog, &QDialog::rejected)
    {
        dialog.open();
        if (!QTest::qWaitForWindowActive(&dialog))
            qFatal("the dialog did not open");
    }
    TypedLineEdit *field() { return named<TypedLineEdit>(&dialog, "phraseField"); }
    QPushButton *button() { return named<QPushButton>(&dialog, "deployButton"); }
    QString hint() { return textOf(&dialog, "promoteHint"); }
    void type(const char *text) { typeText(&dialog, QString::fromLatin1(text)); }

    PromoteDialog dialog;
    QSignalSpy confirmed;
    QSignalSpy rejected;
};

void dropOn(QWidget *widget, const QString &text)
{
    QMimeData data;
    data.setText(text);
    QDragEnterEvent enter(widget->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &enter);
    QDropEvent drop(widget->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &drop);
}

} // namespace

class PromoteDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFieldHasTheFocusAndTheButtonNamesTheAct()
    {
        OpenedPromotion opened(anOffer());
        QVERIFY(opened.field()->hasFocus());
        QCOMPARE(opened.button()->text(), QStringLiteral("Deploy 3f9c2ab to PRODUCTION"));
        QVERIFY(!opened.button()->isEnabled());
        QCOMPARE(opened.hint(), QStringLiteral("20 more characters"));
    }

    void noButtonIsTheDefault()
    {
        OpenedPromotion opened(anOffer());
        const QList<QPushButton *> buttons = opened.dialog.findChildren<QPushButton *>();
        QVERIFY(buttons.size() >= 2);
        for (const QPushButton *button : buttons)
            QVERIFY2(!button->isDefault() && !button->autoDefault(), qPrintable(button->text()));
    }

    void enterBeforeTheMatchDoesNothing()
    {
        OpenedPromotion opened(anOffer());
        opened.type("deploy-to-productio");
        pressKey(&opened.dialog, Qt::Key_Return);
        pressKey(&opened.dialog, Qt::Key_Enter);
        QVERIFY(opened.dialog.isVisible());
        QVERIFY(opened.confirmed.isEmpty());
        QVERIFY(opened.rejected.isEmpty());
        QCOMPARE(opened.field()->text(), QStringLiteral("deploy-to-productio"));
    }

    void enterAfterTheMatchDeploysOnce()
    {
        OpenedPromotion opened(anOffer());
        opened.type(phraseText);
        QVERIFY(opened.button()->isEnabled());
        pressKey(&opened.dialog, Qt::Key_Return);
        opened.button()->click();
        Q_EMIT opened.field()->returnPressed();
        QCOMPARE(opened.confirmed.size(), 1);
        QCOMPARE(opened.confirmed.at(0).at(0).value<PromotionOffer>().target, testedSha);
        QCOMPARE(opened.confirmed.at(0).at(1).value<PromotionWay>(), PromotionWay::GitHubAtBranch);
        QVERIFY(!opened.dialog.isVisible());
    }

    void clickingTheButtonDeploysTheChosenWay()
    {
        OpenedPromotion opened(anOffer());
        auto *tag = named<QRadioButton>(&opened.dialog, "way-github-tag");
        tag->setFocus();
        pressKey(&opened.dialog, Qt::Key_Space);
        opened.field()->setFocus();
        opened.type(phraseText);
        clickOn(opened.button());
        QCOMPARE(opened.confirmed.size(), 1);
        QCOMPARE(opened.confirmed.at(0).at(1).value<PromotionWay>(), PromotionWay::GitHubAtTag);
    }

    void clickingTheButtonBeforeTheMatchDoesNothing()
    {
        OpenedPromotion opened(anOffer());
        opened.type("deploy");
        clickOn(opened.button());
        QVERIFY(opened.confirmed.isEmpty());
        QVERIFY(opened.dialog.isVisible());
    }

    void escapeCancels()
    {
        OpenedPromotion opened(anOffer());
        opened.type(phraseText);
        pressKey(&opened.dialog, Qt::Key_Escape);
        QVERIFY(opened.confirmed.isEmpty());
        QCOMPARE(opened.rejected.size(), 1);
        QVERIFY(!opened.dialog.isVisible());
    }

    void textThatIsNotTypedIsRefusedWithAHint_data()
    {
        QTest::addColumn<QString>("means");
        for (const char *means : {"Ctrl+V", "Shift+Insert", "one long key event", "drop", "middle click", "Ctrl+Z"})
            QTest::newRow(means) << QString::fromLatin1(means);
    }
    void textThatIsNotTypedIsRefusedWithAHint()
    {
        QFETCH(QString, means);
        QGuiApplication::clipboard()->setText(QString::fromLatin1(phraseText));
        OpenedPromotion opened(anOffer());
        if (means == QLatin1String("Ctrl+V")) {
            pressKey(&opened.dialog, Qt::Key_V, Qt::ControlModifier);
        } else if (means == QLatin1String("Shift+Insert")) {
            pressKey(&opened.dialog, Qt::Key_Insert, Qt::ShiftModifier);
        } else if (means == QLatin1String("one long key event")) {
            QKeyEvent event(QEvent::KeyPress, Qt::Key_D, Qt::NoModifier, QString::fromLatin1(phraseText));
            QCoreApplication::sendEvent(opened.field(), &event);
        } else if (means == QLatin1String("drop")) {
            dropOn(opened.field(), QString::fromLatin1(phraseText));
        } else if (means == QLatin1String("middle click")) {
            clickOn(opened.field(), Qt::MiddleButton);
        } else {
            opened.type(phraseText);
            pressKey(&opened.dialog, Qt::Key_A, Qt::ControlModifier);
            pressKey(&opened.dialog, Qt::Key_Backspace);
            pressKey(&opened.dialog, Qt::Key_Z, Qt::ControlModifier);
        }
        QCOMPARE(opened.field()->text(), QString());
        QVERIFY2(opened.hint().startsWith(QStringLiteral("It has to be typed")), qPrintable(opened.hint()));
        opened.type("d");
        QCOMPARE(opened.hint(), QStringLiteral("19 more characters"));
    }

    void anInputMethodMayCommitText()
    {
        OpenedPromotion opened(anOffer());
        QInputMethodEvent event;
        event.setCommitString(QString::fromLatin1(phraseText));
        QCoreApplication::sendEvent(opened.field(), &event);
        QCOMPARE(opened.field()->text(), QString::fromLatin1(phraseText));
        QVERIFY(opened.button()->isEnabled());
    }

    void aMovedTargetClearsThePhraseAndSaysWhich()
    {
        OpenedPromotion opened(anOffer());
        opened.type(phraseText);
        PromotionOffer moved = anOffer();
        moved.target = newerSha;
        opened.dialog.display(moved);
        QCOMPARE(opened.field()->text(), QString());
        QVERIFY(!opened.button()->isEnabled());
        QVERIFY(named<QLabel>(&opened.dialog, "movedMessage")->isVisible());
        QVERIFY(textOf(&opened.dialog, "movedMessage").contains(QStringLiteral("3f9c2ab to c0ffee1")));
        QCOMPARE(opened.button()->text(), QStringLiteral("Deploy c0ffee1 to PRODUCTION"));
    }

    void everythingThatMattersClearsThePhrase_data()
    {
        QTest::addColumn<PromotionOffer>("moved");
        const DeploymentId other{QStringLiteral("d-other")};
        PromotionOffer offer = anOffer();
        offer.stagingServing = other;
        QTest::newRow("staging") << offer;
        offer = anOffer();
        offer.productionServing = other;
        QTest::newRow("production") << offer;
        offer = anOffer();
        offer.productionNewest = other;
        QTest::newRow("newest") << offer;
        QTest::newRow("gate") << aBlockedOffer();
    }
    void everythingThatMattersClearsThePhrase()
    {
        QFETCH(PromotionOffer, moved);
        OpenedPromotion opened(anOffer());
        opened.type(phraseText);
        opened.dialog.display(moved);
        QCOMPARE(opened.field()->text(), QString());
        pressKey(&opened.dialog, Qt::Key_Return);
        QVERIFY(opened.confirmed.isEmpty());
    }

    void whatDoesNotMatterLeavesThePersonTyping()
    {
        OpenedPromotion opened(anOffer());
        opened.type("deploy-to");
        PromotionOffer same = anOffer();
        same.gates[0].reason = QStringLiteral("CI passed 7 minutes ago");
        same.summary = QStringLiteral("2 commits");
        opened.dialog.display(same);
        QCOMPARE(opened.field()->text(), QStringLiteral("deploy-to"));
        QVERIFY(!named<QLabel>(&opened.dialog, "movedMessage")->isVisible());
        QVERIFY(visibleTexts(&opened.dialog).contains(QStringLiteral("CI passed 7 minutes ago")));
    }

    void whatIsSentIsWhatWasLastShown()
    {
        OpenedPromotion opened(anOffer());
        PromotionOffer moved = anOffer();
        moved.productionNewest = {QStringLiteral("d-other")};
        opened.dialog.display(moved);
        opened.type(phraseText);
        pressKey(&opened.dialog, Qt::Key_Return);
        QCOMPARE(opened.confirmed.size(), 1);
        QCOMPARE(opened.confirmed.at(0).at(0).value<PromotionOffer>(), moved);
    }

    void aBlockingGateSaysWhyAndNothingHelps()
    {
        OpenedPromotion opened(aBlockedOffer());
        QCOMPARE(opened.hint(), QStringLiteral("CI failed on 3f9c2ab"));
        QCOMPARE(textOf(&opened.dialog, "gateCount"), QStringLiteral("1 gate blocks"));
        opened.type(phraseText);
        pressKey(&opened.dialog, Qt::Key_Return);
        QVERIFY(!opened.button()->isEnabled());
        QVERIFY(opened.confirmed.isEmpty());
    }

    void anEmptyOfferCannotBeSent()
    {
        OpenedPromotion opened{PromotionOffer()};
        opened.type(phraseText);
        pressKey(&opened.dialog, Qt::Key_Return);
        QVERIFY(opened.confirmed.isEmpty());
        QVERIFY(!opened.hint().isEmpty());
        QCOMPARE(opened.button()->text(), QStringLiteral("Deploy to PRODUCTION"));
    }

    void aShutWayIsGreyedWithItsReason()
    {
        Observations world = healthyWorld(noon);
        world.tagPolicy = fresh(TagPolicy{.known = true, .reason = QStringLiteral("Only branches may deploy")}, noon);
        OpenedPromotion opened(offerIn(world));
        QVERIFY(!named<QRadioButton>(&opened.dialog, "way-github-tag")->isEnabled());
        QCOMPARE(textOf(&opened.dialog, "wayReason-github-tag"),
                 QStringLiteral("Not possible: Only branches may deploy"));
        QVERIFY(named<QRadioButton>(&opened.dialog, "way-github-branch")->isChecked());
    }

    void aWayThatShutsIsNotSwappedForAnother()
    {
        OpenedPromotion opened(anOffer());
        opened.type(phraseText);
        PromotionOffer shut = anOffer();
        shut.ways[0].available = false;
        shut.ways[0].reason = QStringLiteral("main is now at c0ffee1");
        opened.dialog.display(shut);
        QVERIFY(!opened.button()->isEnabled());
        pressKey(&opened.dialog, Qt::Key_Return);
        QVERIFY(opened.confirmed.isEmpty());
        QCOMPARE(opened.hint(), QStringLiteral("main is now at c0ffee1"));
    }

    void textFromOutsideCannotHideOrReorder()
    {
        PromotionOffer offer = anOffer();
        offer.commits[0].title = QStringLiteral("<b>safe</b> \u202Egnp.exe");
        OpenedPromotion opened(offer);
        QVERIFY(visibleTexts(&opened.dialog).contains(QStringLiteral("<b>safe</b> <U+202E>gnp.exe")));
    }

    void longContentScrollsInsideAndTheButtonStaysInReach()
    {
        PromotionOffer offer = anOffer();
        offer.workflowName = QString(300, QLatin1Char('W'));
        for (int i = 0; i < 200; ++i)
            offer.commits.append({.sha = {QString::number(1'000'000 + i)},
                                  .title = QString(5000, QLatin1Char('x')),
                                  .author = QString(200, QLatin1Char('a'))});
        for (int i = 0; i < 50; ++i)
            offer.migrations.append(QStringLiteral("supabase/migrations/%1").arg(i));
        OpenedPromotion opened(offer);
        opened.dialog.resize(800, 700);
        QCoreApplication::processEvents();
        QCOMPARE(opened.dialog.size(), QSize(800, 700));
        const QPoint corner = opened.button()->mapTo(&opened.dialog, opened.button()->rect().bottomRight());
        QVERIFY(opened.dialog.rect().contains(corner));
        const auto *scroll = opened.dialog.findChild<QScrollArea *>();
        QVERIFY(scroll->widget()->width() <= scroll->viewport()->width());
        QVERIFY(visibleTexts(&opened.dialog).contains(QStringLiteral("more commits")));
    }
};

SLIPWAY_TEST(PromoteDialogTest)
#include "promotedialog_test.moc"

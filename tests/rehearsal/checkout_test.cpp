// SPDX-License-Identifier: GPL-3.0-or-later
#include "story.h"
#include "support/testmain.h"

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// What the file at the tip of main says instead, from now on.
void changeOnMain(Story &story, const QByteArray &text, int status = 200)
{
    story.spoil({{QStringLiteral("provider"), QStringLiteral("github")},
                 {QStringLiteral("path"), QStringLiteral("/repos/acme/api/contents/slipway.toml")},
                 {QStringLiteral("kind"), QStringLiteral("status")},
                 {QStringLiteral("status"), status},
                 {QStringLiteral("body"), QString::fromUtf8(text)}});
}

} // namespace

/// A branch that is switched on this computer changes no rule of a promotion.
class CheckoutTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thePhraseGoesIntoTheInputThatMainNames()
    {
        Story story("normal");
        story.project().github.confirmInput = QStringLiteral("phrase"); // another branch is checked out
        story.open();
        story.tickEverything();
        QCOMPARE(story.gate("workflow-ready"), GateState::Warn);
        QVERIFY2(story.gateReason("workflow-ready").contains(QStringLiteral("confirm_input is \"phrase\"")),
                 qPrintable(story.gateReason("workflow-ready")));
        story.promoteAndSend();
        QCOMPARE(story.dispatches(), 1);
        QVERIFY(story.bodyOf(QStringLiteral("/dispatches")).contains(QStringLiteral("\"confirm\":")));
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, 900));
        QCOMPARE(story.command().state, CommandState::Succeeded);
    }
    void whatOnlyThisComputersFileAllowsIsNotAllowed()
    {
        Story story("normal");
        story.spoil({{QStringLiteral("provider"), QStringLiteral("railway")},
                     {QStringLiteral("operation"), QStringLiteral("AutoDeployStatus")},
                     {QStringLiteral("kind"), QStringLiteral("status")},
                     {QStringLiteral("status"), 403},
                     {QStringLiteral("body"), QStringLiteral("{\"errors\":[{\"message\":\"Not Authorized\"}]}")}});
        story.project().railway.autoDeployCheckedOff = true;
        story.open();
        QCOMPARE(story.gate("production-manual"), GateState::Block);
        QVERIFY2(story.gateReason("production-manual").contains(QStringLiteral("in the one here autodeploy is")),
                 qPrintable(story.gateReason("production-manual")));
    }
    void aChangeOnMainTouchesNoOpenDialogAndIsSaidAtTheClick()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        PromoteDialog *dialog = story.openPromotion();
        QVERIFY(dialog);
        QByteArray changed = story.projectFile();
        changed.replace("confirm_input = \"confirm\"", "confirm_input = \"phrase\"");
        changeOnMain(story, changed);
        story.application().console().refresh();
        story.settle();
        QCOMPARE(story.gate("workflow-ready"), GateState::Block);
        QVERIFY(dialog->isVisible() && dialog->isEnabled());
        dialog->reject();
        QVERIFY(!story.snapshot().promotable);
    }
    void aChangeThatIsFoundAtTheClickStopsIt()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        QByteArray changed = story.projectFile();
        changed.replace("confirm_input = \"confirm\"", "confirm_input = \"phrase\"");
        changeOnMain(story, changed);
        story.promoteAndSend();
        QCOMPARE(story.dispatches(), 0);
        QVERIFY(!story.snapshot().promotable);
    }
    void aMainWithoutTheFileLeavesItToTheOneHere()
    {
        Story story("normal");
        changeOnMain(story, R"({"message":"Not Found"})", 404);
        story.open();
        QCOMPARE(story.gate("workflow-ready"), GateState::Pass);
        QVERIFY2(story.gateReason("workflow-ready").contains(QStringLiteral("main has no slipway.toml")),
                 qPrintable(story.gateReason("workflow-ready")));
    }
};

SLIPWAY_TEST(CheckoutTest)
#include "checkout_test.moc"

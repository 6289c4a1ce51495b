// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/commands.h"
#include "support/returnkit.h"
#include "support/testmain.h"

#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

const char refusedRollback[] = R"({"errors":[{"message":"Not Authorized","path":["deploymentRollback"]}],"data":null})";

} // namespace

class CommandReturnTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneRollbackIsSentAndFollowedUntilItIsRestored()
    {
        ReturnKit kit;
        const OrderId id = kit.goBack();
        QVERIFY(kit.waitFor(id, CommandState::Accepted));
        QCOMPARE(kit.network->mutations(), 1);
        QVERIFY(kit.network->requests().constLast().body.contains("d-good"));
        kit.restore();
        QVERIFY2(kit.waitFor(id, CommandState::Succeeded), qPrintable(kit.record(id).detail));
        QCOMPARE(kit.record(id).deployment.value, QStringLiteral("d-restored"));
        QCOMPARE(kit.network->mutations(), 1);
    }
    void eachMeansSendsItsOwnMutation_data()
    {
        QTest::addColumn<int>("means");
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("sentToo");
        QTest::newRow("roll back") << int(ReturnMeans::RollBack) << QByteArray("deploymentRollback")
                                   << QByteArray("d-good");
        QTest::newRow("redeploy") << int(ReturnMeans::Redeploy) << QByteArray("deploymentRedeploy")
                                  << QByteArray("\"usePreviousImageTag\":true");
        QTest::newRow("rebuild") << int(ReturnMeans::Rebuild) << QByteArray("deploymentRedeploy")
                                 << QByteArray("d-good");
    }
    void eachMeansSendsItsOwnMutation()
    {
        QFETCH(int, means);
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, sentToo);
        ReturnKit kit;
        if (ReturnMeans(means) != ReturnMeans::RollBack)
            kit.toMutation.body =
                answerOf({{QStringLiteral("deploymentRedeploy"),
                           deploymentJson(QStringLiteral("d-new"), "QUEUED", kit.clock.now().utc())}});
        const OrderId id = kit.goBack(ReturnMeans(means));
        QVERIFY2(kit.waitFor(id, CommandState::Accepted), qPrintable(kit.record(id).detail));
        const QByteArray body = kit.network->requests().constLast().body;
        QVERIFY(body.contains(sent));
        QVERIFY(body.contains(sentToo));
        const bool sameImage = body.contains("\"usePreviousImageTag\":true");
        QCOMPARE(sameImage, ReturnMeans(means) == ReturnMeans::Redeploy);
    }
    void whatMovedSinceTheDialogOpenedSendsNothing_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("what serves") << QStringLiteral("serving");
        QTest::newRow("the newest deployment") << QStringLiteral("newest");
        QTest::newRow("the image is gone") << QStringLiteral("image");
    }
    void whatMovedSinceTheDialogOpenedSendsNothing()
    {
        QFETCH(QString, what);
        ReturnKit kit;
        if (what == QLatin1String("serving"))
            kit.servingNow = QStringLiteral("d-colleague");
        else if (what == QLatin1String("newest"))
            kit.newestNow = QStringLiteral("d-colleague");
        else
            kit.canRollback = false;
        const OrderId id = kit.goBack();
        QVERIFY(kit.waitFor(id, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 0);
        QVERIFY(kit.record(id).detail.startsWith(QLatin1String("Nothing was sent")));
    }
    void aTargetOfAnotherServiceOrEnvironmentIsNotGoneBackTo_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("sent");
        QTest::newRow("this environment") << QStringLiteral("environmentId") << QStringLiteral("e-production") << true;
        QTest::newRow("another environment") << QStringLiteral("environmentId") << QStringLiteral("e-staging") << false;
        QTest::newRow("another service") << QStringLiteral("serviceId") << QStringLiteral("s-worker") << false;
    }
    void aTargetOfAnotherServiceOrEnvironmentIsNotGoneBackTo()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(bool, sent);
        ReturnKit kit;
        kit.ofTarget = {{key, value}};
        const OrderId id = kit.goBack();
        QVERIFY2(kit.waitFor(id, sent ? CommandState::Accepted : CommandState::Refused),
                 qPrintable(kit.record(id).detail));
        QCOMPARE(kit.network->mutations(), sent ? 1 : 0);
    }
    void whatWasNotKnownWhenItWasConfirmedHasNotMoved()
    {
        ReturnKit kit;
        ReturnRequest request = kit.request();
        request.serving = {}; // the service could not be read
        request.newest = {};
        const OrderId id = kit.runner->goBack(request, QStringLiteral("somebody"));
        QVERIFY2(kit.waitFor(id, CommandState::Accepted), qPrintable(kit.record(id).detail));
        request.newest = {QStringLiteral("d-production")};
        request.acknowledged = {id};
        const OrderId again = kit.runner->goBack(request, QStringLiteral("somebody"));
        QVERIFY2(kit.waitFor(again, CommandState::Accepted), qPrintable(kit.record(again).detail));
    }
    void whenRailwayCannotBeReadNothingIsSent()
    {
        ReturnKit kit;
        kit.toReads = FakeReply{.status = 503};
        const OrderId id = kit.goBack();
        QVERIFY(kit.waitFor(id, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 0);
    }
    void aMissingPermissionIsSaidAndNothingIsSentTwice()
    {
        ReturnKit kit;
        kit.toMutation = {.status = 200, .body = refusedRollback};
        const OrderId id = kit.goBack();
        QTRY_VERIFY(kit.stateOf(id) != CommandState::Checking && kit.stateOf(id) != CommandState::Sent);
        QCOMPARE(kit.stateOf(id), CommandState::Refused);
        QVERIFY(kit.record(id).detail.contains(QLatin1String("may not")) ||
                kit.record(id).detail.contains(QLatin1String("not authorized"), Qt::CaseInsensitive) ||
                kit.record(id).detail.contains(QLatin1String("token")));
        QCOMPARE(kit.network->mutations(), 1);
    }
    void whatFailedBelowTheMutationMayHaveHappenedAndIsNotSentTwice()
    {
        ReturnKit kit;
        kit.toMutation = {
            .status = 200,
            .body = R"({"data":null,"errors":[{"message":"Not Authorized","path":["deploymentRedeploy","status"]}]})"};
        const OrderId id = kit.goBack(ReturnMeans::Redeploy);
        QVERIFY2(kit.waitFor(id, CommandState::Uncertain), qPrintable(kit.record(id).detail));
        const OrderId again = kit.goBack(ReturnMeans::Redeploy);
        QVERIFY(kit.waitFor(again, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 1);
    }
    void aLostAnswerIsResolvedByLookingAndNeverSentAgain_data()
    {
        QTest::addColumn<FakeReply>("reply");
        QTest::newRow("the connection broke") << FakeReply{.error = QNetworkReply::RemoteHostClosedError};
        QTest::newRow("502") << FakeReply{.status = 502};
        QTest::newRow("garbage") << FakeReply{.status = 200, .body = "<html>"};
        QTest::newRow("false") << FakeReply{.status = 200, .body = R"({"data":{"deploymentRollback":false}})"};
    }
    void aLostAnswerIsResolvedByLookingAndNeverSentAgain()
    {
        QFETCH(FakeReply, reply);
        ReturnKit kit;
        kit.toMutation = reply;
        const OrderId id = kit.goBack();
        QVERIFY2(kit.waitFor(id, CommandState::Uncertain), qPrintable(kit.record(id).detail));
        kit.restore();
        QVERIFY2(kit.waitFor(id, CommandState::Succeeded), qPrintable(kit.record(id).detail));
        QCOMPARE(kit.network->mutations(), 1);
    }
    void gatesGitHubAndAHoldAreNotInTheWay()
    {
        ReturnKit kit;
        kit.store.apply(kit.clock.now(), [now = kit.clock.now()](Observations &all) {
            all.hold = Hold{.reason = QStringLiteral("an earlier one")};
            all.runs = failing<QList<WorkflowRun>>(ErrorKind::Server, QStringLiteral("503"), now);
            all.tip = failing<Commit>(ErrorKind::Server, QStringLiteral("503"), now);
            all.health.production = failing<Health>(ErrorKind::Unreachable, QStringLiteral("refused"), now);
            all.journalReadable = false;
            all.journalTrouble = QStringLiteral("set aside");
        });
        const OrderId id = kit.goBack();
        QVERIFY2(kit.waitFor(id, CommandState::Accepted), qPrintable(kit.record(id).detail));
    }
    void anUnresolvedPromotionHasToBeAcknowledged()
    {
        ReturnKit kit;
        CommandRecord promotion = aPromotion(CommandState::Uncertain, "o-promotion");
        kit.store.apply(kit.clock.now(), [&](Observations &all) { all.commands.append(promotion); });
        const OrderId refused = kit.goBack();
        QVERIFY(kit.waitFor(refused, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 0);
        ReturnRequest knowing = kit.request();
        knowing.acknowledged = {promotion.order.id};
        const OrderId id = kit.runner->goBack(knowing, QStringLiteral("somebody"));
        QVERIFY2(kit.waitFor(id, CommandState::Accepted), qPrintable(kit.record(id).detail));
        QCOMPARE(kit.network->mutations(), 1);
    }
    void anotherWindowsLockIsSaidAndNotInTheWay()
    {
        ReturnKit kit;
        EnvironmentLock other(kit.folder.path(), acmeProject().railway, Environment::Production);
        QVERIFY(other.take());
        const OrderId id = kit.goBack();
        QVERIFY2(kit.waitFor(id, CommandState::Accepted), qPrintable(kit.record(id).detail));
        QVERIFY(!kit.record(id).beside.isEmpty());
        kit.restore();
        QTRY_VERIFY(!kit.record(id).alarms.isEmpty());
    }
    void whileAnotherWindowFollowsItsOwnAReturnIsSentAndFollowed()
    {
        ReturnKit kit;
        EnvironmentLock other(kit.folder.path(), acmeProject().railway, Environment::Production);
        QVERIFY(other.take());
        const CommandRecord others = aPromotionWithRun(CommandState::Accepted, "o-others");
        QVERIFY(kit.journal->append(others, kit.clock.now().utc()));
        kit.start();
        QVERIFY(kit.record(others.order.id).detail.contains(QLatin1String("window")));
        ReturnRequest knowing = kit.request();
        knowing.acknowledged = {others.order.id};
        const OrderId id = kit.runner->goBack(knowing, QStringLiteral("somebody"));
        QVERIFY2(kit.waitFor(id, CommandState::Accepted), qPrintable(kit.record(id).detail));
        kit.restore();
        QVERIFY2(kit.waitFor(id, CommandState::Succeeded), qPrintable(kit.record(id).detail));
        QCOMPARE(kit.stateOf(others.order.id), CommandState::Accepted);
        QCOMPARE(kit.network->mutations(), 1);
    }
    void anotherWindowsCommandIsShownBeforeTheClick()
    {
        ReturnKit kit;
        QCOMPARE(kit.runner->lookForOthers(), QString());
        EnvironmentLock other(kit.folder.path(), acmeProject().railway, Environment::Production);
        QVERIFY(other.take());
        QVERIFY(!kit.runner->lookForOthers().isEmpty()); // it has sent nothing yet
        const CommandRecord others = aPromotionWithRun(CommandState::Accepted, "o-others");
        QVERIFY(kit.journal->append(others, kit.clock.now().utc()));
        QVERIFY(!kit.runner->lookForOthers().isEmpty());
        QVERIFY(kit.record(others.order.id).detail.contains(QLatin1String("window")));
        QCOMPARE(kit.network->requests().size(), 0);
    }
    void lookingForOthersLeavesNoLockBehind()
    {
        ReturnKit kit;
        QCOMPARE(kit.runner->lookForOthers(), QString());
        EnvironmentLock other(kit.folder.path(), acmeProject().railway, Environment::Production);
        QVERIFY(other.take());
    }
    void aReturnUnderWayIsCancelledAtRailway()
    {
        ReturnKit kit;
        const OrderId id = kit.goBack();
        QVERIFY(kit.waitFor(id, CommandState::Accepted));
        kit.runner->cancel(id); // nothing of it is known yet
        QCOMPARE(kit.network->mutations(), 1);
        Deployment made = aDeployment("d-made", DeploymentStatus::Deploying, {}, kit.clock.now(), 0);
        made.imageDigest = QLatin1String(goodDigest);
        kit.observe([&made](Observations &all) {
            all.deployments.production.value->prepend(made);
            all.services.production.value->latest = made;
        });
        QTRY_VERIFY(!kit.record(id).deployment.isEmpty());
        kit.toMutation.body = R"({"data":{"deploymentCancel":true}})";
        kit.runner->cancel(id);
        QTRY_COMPARE(kit.network->mutations(), 2);
        QVERIFY(kit.network->requests().constLast().body.contains("d-made"));
        kit.runner->cancel(id); // it is on its way
        QCOMPARE(kit.network->mutations(), 2);
    }
    void aRowThatCannotBeReadBlocksNoReturnAndIsAcknowledgedForGood()
    {
        ReturnKit kit;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("newer"));
            database.setDatabaseName(kit.journalPath());
            QVERIFY(database.open());
            QVERIFY(QSqlQuery(database).exec(QStringLiteral(
                "INSERT INTO command (orderId, state, at, record) VALUES ('o', 'beamed-up', '', '{}')")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("newer"));
        kit.start();
        QVERIFY(!kit.store.observations().journalReadable);
        QVERIFY(kit.waitFor(kit.promote(), CommandState::Refused));
        const OrderId id = kit.goBack();
        QVERIFY2(kit.waitFor(id, CommandState::Accepted), qPrintable(kit.record(id).detail));
        kit.clock.advance(Milliseconds(1'000));
        kit.runner->acknowledgeJournal();
        QTRY_VERIFY(kit.store.observations().journalReadable);
        kit.runner->showHold(); // the next read of it
        QVERIFY(kit.store.observations().journalReadable);
        QVERIFY(kit.store.observations().hold);
        kit.start();
        QVERIFY(kit.store.observations().journalReadable);
    }
    void theJournalIsOpenedAnewAtEachAttempt()
    {
        ReturnKit kit;
        kit.startOn(nullptr, QStringLiteral("The disk is full"));
        QVERIFY(kit.waitFor(kit.goBack(), CommandState::NotSent));
        kit.whyNotOpened.clear(); // somebody freed some space
        const OrderId id = kit.goBack();
        QVERIFY2(kit.waitFor(id, CommandState::Accepted), qPrintable(kit.record(id).detail));
        QCOMPARE(kit.journal->unresolved()->constFirst().order.id, id);
        QVERIFY(kit.store.observations().journalReadable);
    }
    void aReturnThatCannotBeWrittenGoesOutOnceAPersonKnowsTheRisk()
    {
        ReturnKit kit;
        kit.startOn(nullptr, QStringLiteral("The disk is full"));
        QVERIFY(kit.runner->whyNoRow().contains(QStringLiteral("full")));
        ReturnRequest knowing = kit.request();
        knowing.mayGoUnwritten = true;
        const OrderId id = kit.runner->goBack(knowing, QStringLiteral("somebody"));
        QVERIFY2(kit.waitFor(id, CommandState::Accepted), qPrintable(kit.record(id).detail));
        QCOMPARE(kit.network->mutations(), 1);
        QVERIFY(kit.record(id).unwritten);
        QVERIFY(kit.record(id).alarms.join(QLatin1Char(' ')).contains(QStringLiteral("not written down")));
        QVERIFY(kit.store.observations().hold); // held in memory
        QVERIFY(kit.waitFor(kit.promote(), CommandState::Refused));
        EnvironmentLock other(kit.folder.path(), acmeProject().railway, Environment::Production);
        QVERIFY(!other.take());
        kit.whyNotOpened.clear();
        kit.observe([](Observations &) {}); // at its next look
        QTRY_VERIFY(!kit.record(id).unwritten);
        QVERIFY(!kit.record(id).alarms.join(QLatin1Char(' ')).contains(QStringLiteral("not written down")));
        kit.start();
        QCOMPARE(kit.record(id).state, CommandState::Accepted);
        QVERIFY(kit.store.observations().hold);
        QCOMPARE(kit.network->mutations(), 1);
    }
    void withoutAJournalNoPromotionIsSent()
    {
        ReturnKit kit;
        kit.startOn(nullptr, QStringLiteral("The disk is full"));
        const OrderId id = kit.promote();
        QTRY_VERIFY(isSettled(kit.stateOf(id)));
        QCOMPARE(kit.network->mutations(), 0);
        QVERIFY(kit.record(id).detail.contains(QStringLiteral("The disk is full")));
    }
    void aReturnThatNoRowTellsOfIsInferredFromRailwaysNewestDeployments()
    {
        ReturnKit kit;
        const auto made = [now = kit.clock.now()](const char *id, const char *image, DeploymentStatus status,
                                                  int secondsAgo) {
            Deployment deployment = aDeployment(id, status, {}, now, secondsAgo);
            deployment.imageDigest = QLatin1String(image);
            return deployment;
        };
        const Deployment back = made("d-back", goodDigest, DeploymentStatus::Success, 100);
        kit.store.apply(kit.clock.now(), [&](Observations &all) {
            all.deployments.production.value = {back, made("d-bad", "sha256:bad", DeploymentStatus::Removed, 1'000),
                                                made("d-good", goodDigest, DeploymentStatus::Removed, 2'000)};
            all.services.production.value = serving(back);
        });
        kit.start();
        QTRY_COMPARE(kit.store.observations().commands.size(), 1);
        QTRY_VERIFY(kit.store.observations().hold);
        QCOMPARE(kit.newest().order.target.value, QStringLiteral("d-good"));
        QCOMPARE(kit.network->mutations(), 0);
        kit.runner->liftHold(QStringLiteral("it was a drill"), QStringLiteral("mira"));
        kit.start(); // it is told now, and inferred no more
        QTest::qWait(0);
        QVERIFY(!kit.store.observations().hold);
    }
    void aRestartOfWhatServesIsNoReturn()
    {
        ReturnKit kit;
        const auto made = [now = kit.clock.now()](const char *id, int secondsAgo) {
            Deployment deployment = aDeployment(id, DeploymentStatus::Success, {}, now, secondsAgo);
            deployment.imageDigest = QLatin1String(goodDigest);
            return deployment;
        };
        kit.store.apply(kit.clock.now(), [&](Observations &all) {
            all.deployments.production.value = {made("d-again", 100), made("d-good", 2'000)};
            all.services.production.value = serving(made("d-again", 100));
        });
        kit.start();
        QTest::qWait(0);
        QVERIFY(kit.store.observations().commands.isEmpty());
    }
    void withoutAJournalNothingIsSent()
    {
        ReturnKit kit;
        kit.startOn(nullptr, QStringLiteral("The disk is full"));
        const OrderId id = kit.goBack();
        QVERIFY(kit.waitFor(id, CommandState::NotSent));
        QCOMPARE(kit.network->mutations(), 0);
        QVERIFY(kit.record(id).detail.contains(QLatin1String("The disk is full")));
    }
    void productionIsHeldOnceRailwayTookItUntilSomebodyLiftsIt()
    {
        ReturnKit kit;
        const OrderId id = kit.goBack();
        QVERIFY(kit.waitFor(id, CommandState::Accepted));
        QVERIFY(kit.store.observations().hold);
        QCOMPARE(kit.store.observations().hold->reason, QStringLiteral("pool exhaustion"));
        kit.start(); // a new process knows it from the journal
        kit.store.apply(kit.clock.now(), [](Observations &all) { all.hold.reset(); });
        kit.start();
        QVERIFY(kit.store.observations().hold);
        QCOMPARE(gateOf(kit.store.snapshot(), "not-held").state, GateState::Block);
        kit.clock.advance(Milliseconds(1'000));
        kit.runner->liftHold(QStringLiteral("the pool is larger now"), QStringLiteral("mira"));
        QVERIFY(!kit.store.observations().hold);
        kit.start();
        QVERIFY(!kit.store.observations().hold);
    }
    void whatRailwayTookIsHeldAlsoWhenItIsNeverSeen()
    {
        ReturnKit kit;
        const OrderId id = kit.goBack();
        QVERIFY(kit.waitFor(id, CommandState::Accepted));
        QCOMPARE(kit.store.observations().hold->progress, Hold::Progress::UnderWay);
        for (int minutes = 0; minutes < 31; ++minutes) { // and Railway is down
            kit.clock.advance(Milliseconds(60'000));
            kit.store.reevaluate(kit.clock.now());
        }
        QTest::qWait(0);
        QCOMPARE(kit.stateOf(id), CommandState::Accepted);
        while (kit.stateOf(id) == CommandState::Accepted) { // and then for long there is nothing to be seen
            kit.clock.advance(Milliseconds(30'000));
            kit.observe([](Observations &) {});
            QTest::qWait(0);
        }
        QCOMPARE(kit.stateOf(id), CommandState::NotProven);
        QVERIFY(kit.store.observations().hold);
        QCOMPARE(kit.store.observations().hold->progress, Hold::Progress::NotSeen);
        kit.start();
        QVERIFY(kit.store.observations().hold);
        QCOMPARE(gateOf(kit.store.snapshot(), "not-held").state, GateState::Block);
    }
    void theHoldSaysThatItIsReachedOnceItServes()
    {
        ReturnKit kit;
        QVERIFY(kit.waitFor(kit.goBack(), CommandState::Accepted));
        QCOMPARE(kit.store.observations().hold->progress, Hold::Progress::UnderWay);
        kit.restore();
        QTRY_COMPARE(kit.store.observations().hold->progress, Hold::Progress::Reached);
    }
    void whatWasRefusedHoldsNothing()
    {
        ReturnKit kit;
        kit.toMutation = {.status = 200, .body = refusedRollback};
        const OrderId id = kit.goBack();
        QVERIFY(kit.waitFor(id, CommandState::Refused));
        QVERIFY(!kit.store.observations().hold);
    }
    void whatAnotherWindowHoldsSendsNoPromotion()
    {
        ReturnKit kit;
        CommandRecord others = aPromotion(CommandState::Succeeded, "o-others");
        others.order.kind = OrderKind::RollBack;
        others.order.hold = true;
        others.order.reason = QStringLiteral("pool exhaustion");
        QVERIFY(kit.journal->append(others, kit.clock.now().utc()));
        QVERIFY(!kit.store.observations().hold);
        const OrderId id = kit.promote();
        QVERIFY(kit.waitFor(id, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 0);
        QVERIFY(kit.store.observations().hold);
    }
    void whatDidNotHappenHoldsNothing()
    {
        ReturnKit kit;
        kit.toMutation = FakeReply{.status = 502};
        const OrderId id = kit.goBack();
        QVERIFY(kit.waitFor(id, CommandState::Uncertain));
        kit.runner->dismiss(id, QStringLiteral("nothing on Railway"));
        QVERIFY(kit.waitFor(id, CommandState::NotProven));
        QVERIFY(!kit.store.observations().hold);
        QCOMPARE(kit.record(id).order.reason, QStringLiteral("pool exhaustion"));
    }
    void anImageThatIsGoneIsKnownAfterTheRefusal()
    {
        ReturnKit kit;
        Deployment known = aDeployment("d-good", DeploymentStatus::Removed, liveSha, noon, 90'000);
        known.canRollback = true;
        kit.store.apply(kit.clock.now(),
                        [&known](Observations &all) { all.deployments.production.value->append(known); });
        kit.canRollback = false;
        QVERIFY(kit.waitFor(kit.goBack(), CommandState::Refused));
        QVERIFY(kit.waitFor(kit.goBack(ReturnMeans::Redeploy), CommandState::Refused));
        QVERIFY(!kit.store.observations().deployments.production.value->constLast().canRollback);
        QCOMPARE(kit.network->mutations(), 0);
    }
    void aSecondHoldStandsWhenTheFirstIsLifted()
    {
        ReturnKit kit;
        const OrderId first = kit.goBack();
        QVERIFY(kit.waitFor(first, CommandState::Accepted));
        ReturnRequest again = kit.request();
        again.acknowledged = {first};
        kit.toMutation = FakeReply{.status = 502};
        const OrderId second = kit.runner->goBack(again, QStringLiteral("somebody"));
        QVERIFY(kit.waitFor(second, CommandState::Uncertain));
        kit.runner->liftHold(QStringLiteral("over"), QStringLiteral("mira"));
        QVERIFY(!kit.store.observations().hold);
        kit.restore(); // the second one is found
        QTRY_VERIFY(kit.store.observations().hold);
        QCOMPARE(kit.store.observations().hold->order, second);
    }
    void twoReturnsOneAfterTheOtherNeedAnAcknowledgement()
    {
        ReturnKit kit;
        const OrderId first = kit.goBack();
        QVERIFY(kit.waitFor(first, CommandState::Accepted));
        const OrderId second = kit.goBack();
        QVERIFY(kit.waitFor(second, CommandState::Refused));
        QCOMPARE(kit.network->mutations(), 1);
    }
};

SLIPWAY_TEST(CommandReturnTest)
#include "commandreturn_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/follow/follow.h"
#include "models/follow/followdeployment.h"
#include "support/records.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// A promotion by Railway whose deployment serves and is healthy; production has a check to be asked once after it.
struct LivePromotion {
    Project project = acmeProject();
    Observations all = healthyWorld(noon);
    CommandRecord record = aCommand("o-1", CommandState::Accepted);

    explicit LivePromotion(OrderKind kind = OrderKind::RailwayDeploy)
    {
        const Deployment deployed = aDeployment("d-new", DeploymentStatus::Success, testedSha, noon, 120);
        record.order.kind = kind;
        record.order.known = {{QStringLiteral("d-production")}};
        record.deployment = deployed.id;
        record.sentAt = at(noon, 300);
        record.serverTime = at(noon, 300);
        record.servingSeenAt = at(noon, 40);
        all.services.production = fresh(serving(deployed), noon);
        all.deployments.production.value->prepend(deployed);
        Health health;
        for (const int secondsAgo : {20, 10})
            health = withSample(health, {.at = at(noon, secondsAgo), .verdict = Verdict::Healthy, .httpStatus = 200});
        all.health.production = fresh(health, noon, Milliseconds(10'000));
        project.addresses.production.checks = {
            {.name = QStringLiteral("models"), .path = QStringLiteral("/v1/models"), .afterPromotion = true},
            {.name = QStringLiteral("other"), .path = QStringLiteral("/other")}};
    }
    void said(Verdict verdict, const char *reason = "", int secondsAgo = 5)
    {
        HealthSample sample{.at = at(noon, secondsAgo), .verdict = verdict};
        if (qstrlen(reason) > 0)
            sample.reasons = {QString::fromLatin1(reason)};
        all.afterLive[record.order.id].insert(QStringLiteral("models"), sample);
    }
    Followed follow() const { return Slipway::follow(record, {all, project, noon}); }
    QStringList wanted() const
    {
        QStringList names;
        const QList<Check> checks = checksAfterLive(record, {all, project, noon});
        for (const Check &check : checks)
            names.append(check.name);
        return names;
    }
};

} // namespace

/// Checks that are asked once when a promotion or a return has gone live.
class AfterLiveTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theyAreAskedOnceItIsLiveAndHealthy()
    {
        LivePromotion promotion;
        QCOMPARE(promotion.wanted(), QStringList{QStringLiteral("models")});
        QVERIFY(!promotion.follow().event);
        QVERIFY(promotion.follow().record.detail.contains(QLatin1String("the check models")));
        promotion.said(Verdict::Healthy);
        QCOMPARE(promotion.wanted(), QStringList());
    }
    void theyAreNotAskedBeforeItIsHealthy()
    {
        LivePromotion promotion;
        promotion.all.health.production = {};
        QCOMPARE(promotion.wanted(), QStringList());
    }
    void theyAreNotAskedForWhatIsSettledOrNotSent()
    {
        LivePromotion promotion;
        for (const CommandState state : {CommandState::Succeeded, CommandState::Sent, CommandState::Uncertain}) {
            promotion.record.state = state;
            QCOMPARE(promotion.wanted(), QStringList());
        }
    }
    void aCheckThatPassesCompletesIt()
    {
        LivePromotion promotion;
        promotion.said(Verdict::Healthy);
        const Followed followed = promotion.follow();
        QCOMPARE(followed.event, CommandEvent::Succeeded);
        QCOMPARE(followed.record.steps.constLast().title, QStringLiteral("Check models"));
        QCOMPARE(followed.record.steps.constLast().state, CommandStep::State::Passed);
    }
    void aCheckThatFailsIsPartOfTheOutcome()
    {
        LivePromotion promotion;
        promotion.said(Verdict::Degraded, "len(body.data) (0) > 0");
        const Followed followed = promotion.follow();
        QCOMPARE(followed.event, CommandEvent::FailedButLive);
        QVERIFY(followed.record.detail.contains(QLatin1String("models: len(body.data) (0) > 0")));
        QCOMPARE(followed.record.steps.constLast().state, CommandStep::State::Failed);
    }
    void aCheckThatCouldNotBeAskedProvesNothing()
    {
        LivePromotion promotion;
        promotion.said(Verdict::Unknown, "There is no secret");
        QCOMPARE(promotion.follow().event, CommandEvent::NotProven);
    }
    void anAnswerFromBeforeItServedDoesNotCount()
    {
        LivePromotion promotion;
        promotion.said(Verdict::Healthy, "", 60);
        QVERIFY(!promotion.follow().event);
        QCOMPARE(promotion.wanted().size(), 1);
    }
    void aReturnIsCheckedToo()
    {
        LivePromotion promotion(OrderKind::RollBack);
        promotion.record.order.target = {QStringLiteral("d-good")};
        promotion.record.order.sha = testedSha;
        promotion.record.order.hold = true;
        QCOMPARE(promotion.wanted().size(), 1);
        promotion.said(Verdict::Down, "it answers HTTP 500");
        const Followed followed = promotion.follow();
        QCOMPARE(followed.event, CommandEvent::FailedButLive);
        CommandRecord settled = followed.record;
        settled.state = CommandState::FailedButLive;
        QVERIFY(holdOf(settled)); // production was returned, whatever a check says
    }
    void stagingHasNone()
    {
        LivePromotion promotion(OrderKind::Redeploy);
        promotion.record.order.environment = Environment::Staging;
        promotion.project.addresses.staging.checks = promotion.project.addresses.production.checks;
        QCOMPARE(promotion.wanted(), QStringList());
    }
};

SLIPWAY_TEST(AfterLiveTest)
#include "afterlive_test.moc"

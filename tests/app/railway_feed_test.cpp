// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/railwayfeed.h"
#include "support/builders.h"
#include "support/feedkit.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// Railway with one deployment in each environment.
struct SmallRailway {
    QByteArray stagingId = "d-1";
    QByteArray stagingStatus = "SUCCESS";
    QByteArray stagingEnvironment = "e-staging";
    bool stagingIsMissing = false;
    bool listFails = false;
    bool onlyUnsettledFails = false;
    int status = 200;
    QList<std::pair<QByteArray, QByteArray>> production{{"d-9", "SUCCESS"}}; ///< id and status, newest first
    QHash<QByteArray, int> asked;                                            ///< by operation

    static QByteArray deployment(const QByteArray &id, const QByteArray &status, int minute = 0)
    {
        return R"({"id":")" + id + R"(","status":")" + status + R"(","createdAt":"2026-11-18T10:)" +
               QByteArray::number(minute).rightJustified(2, '0') + R"(:00Z"})";
    }
    static QByteArray service(const QByteArray &environment, const QByteArray &deployment)
    {
        return R"({"serviceName":"api","environmentId":")" + environment + R"(","latestDeployment":)" + deployment +
               R"(,"activeDeployments":[)" + deployment + "]}";
    }
    QByteArray staging() const { return service(stagingEnvironment, deployment(stagingId, stagingStatus)); }
    QByteArray productionService() const
    {
        QByteArrayList active;
        for (const auto &[id, word] : production) {
            if (word == "SUCCESS")
                active.append(deployment(id, word));
        }
        const auto &[id, word] = production.constFirst();
        return R"({"serviceName":"api","environmentId":"e-production","latestDeployment":)" + deployment(id, word, 59) +
               R"(,"activeDeployments":[)" + active.join(',') + "]}";
    }
    QByteArray productionList(const QByteArray &body) const
    {
        const bool unsettled = body.contains("NEEDS_APPROVAL");
        QByteArrayList edges;
        for (qsizetype i = 0; i < production.size(); ++i) {
            const auto &[id, word] = production.at(i);
            const bool isDone = word == "SUCCESS" || word == "SKIPPED" || word == "REMOVED";
            if (!(unsettled && isDone) && edges.size() < (unsettled ? 50 : 10))
                edges.append(R"({"node":)" + deployment(id, word, 59 - int(i)) + '}');
        }
        return R"({"data":{"deployments":{"edges":[)" + edges.join(',') + "]}}}";
    }

    FakeReply answer(const FakeRequest &request)
    {
        const auto counted = [&](const char *operation) {
            const bool is = request.body.contains(QByteArray("\"operationName\":\"") + operation + '"');
            asked[operation] += is ? 1 : 0;
            return is;
        };
        const bool isStaging = request.body.contains("\"environmentId\":\"e-staging\"");
        if (counted("PipelineOverview")) {
            if (stagingIsMissing)
                return {.status = status,
                        .body = R"({"data":null,"errors":[{"message":"Not Authorized","path":["staging"]}]})"};
            return {.status = status,
                    .body = R"({"data":{"staging":)" + staging() + R"(,"production":)" + productionService() + "}}"};
        }
        if (counted("LatestDeployment")) {
            if (isStaging && stagingIsMissing)
                return {.status = status, .body = R"({"data":null,"errors":[{"message":"Not Authorized"}]})"};
            return {.status = status,
                    .body = R"({"data":{"serviceInstance":)" + (isStaging ? staging() : productionService()) + "}}"};
        }
        if (counted("ListDeployments")) {
            if (listFails || (onlyUnsettledFails && request.body.contains("NEEDS_APPROVAL")))
                return {.status = 502};
            if (!isStaging)
                return {.status = status, .body = productionList(request.body)};
            const QByteArray only = deployment(stagingId, stagingStatus);
            return {.status = status, .body = R"({"data":{"deployments":{"edges":[{"node":)" + only + "}]}}}"};
        }
        if (counted("AutoDeployStatus"))
            return {.status = status,
                    .body = R"({"data":{"serviceInstanceAutoDeployStatus":{"enabled":false},)"
                            R"("deploymentTriggers":{"edges":[]}}})"};
        if (counted("ServiceInstanceSettings"))
            return {.status = status,
                    .body = R"({"data":{"serviceInstance":{"source":{"repo":"acme/api"},"domains":{}}}})"};
        return {.status = 404};
    }
};

struct Watching {
    explicit Watching(const QList<CredentialId> &tokens)
    {
        kit.network->setHandler([this](const FakeRequest &request) { return railway.answer(request); });
        for (const CredentialId token : tokens)
            kit.giveToken(token, kit.store.project().railway.api);
    }
    const Observations &known() const { return kit.store.observations(); }
    int requests() const { return int(kit.network->requests().size()); }
    int overviews() const { return railway.asked.value("PipelineOverview"); }
    /// Every answer says what is left of an hour's `limit`.
    void tellBudget(qint64 limit)
    {
        const QByteArray reset = QByteArray::number(kit.clock.now().wallMs / 1000 + 3'600);
        kit.network->setHandler([=, this](const FakeRequest &request) {
            FakeReply reply = railway.answer(request);
            const qint64 left = std::max<qint64>(0, limit - requests());
            reply.headers = {{"X-RateLimit-Limit", QByteArray::number(limit)},
                             {"X-RateLimit-Remaining", QByteArray::number(left)},
                             {"X-RateLimit-Reset", reset}};
            return reply;
        });
        QObject::connect(kit.client.get(), &HttpClient::budgetChanged, &kit.schedule, &Schedule::setBudget);
    }

    SmallRailway railway;
    FeedKit kit{acmeProject()};
    RailwayFeed feed{{*kit.client, kit.schedule, kit.store, kit.clock}};
};

QString overviewPoll()
{
    return QStringLiteral("railway.overview");
}

using GivenTokens = QList<CredentialId>;

GivenTokens oneToken()
{
    return {CredentialId::Railway};
}

GivenTokens tokenForEach()
{
    return {CredentialId::RailwayStaging, CredentialId::RailwayProduction};
}

} // namespace

/// What is asked of Railway, and when.
class RailwayFeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void atTheStartEverythingIsRead()
    {
        Watching watching(oneToken());
        watching.kit.settle();
        for (const Environment environment : environments) {
            QVERIFY(watching.known().services[environment].value);
            QVERIFY(watching.known().deployments[environment].value);
            QVERIFY(watching.known().autoDeploy[environment].value);
            QVERIFY(watching.known().settings[environment].value);
        }
        QCOMPARE(watching.known().services.staging.interval, Every::overview);
        QCOMPARE(watching.railway.asked["PipelineOverview"], 1);
    }
    void anIdleHourCostsAtMostNinetyRequests_data()
    {
        QTest::addColumn<QList<CredentialId>>("tokens");
        QTest::newRow("one token for both") << oneToken();
        QTest::newRow("a token for each") << tokenForEach();
    }
    void anIdleHourCostsAtMostNinetyRequests()
    {
        QFETCH(QList<CredentialId>, tokens);
        Watching watching(tokens);
        watching.kit.pass(Milliseconds(3'600'000));
        QVERIFY2(watching.requests() <= 90, qPrintable(QString::number(watching.requests())));
        QVERIFY(watching.requests() > 50);
        const Moment now = watching.kit.clock.now();
        for (const Environment environment : environments) {
            QVERIFY(watching.known().services[environment].fresh(now));
            QVERIFY(watching.known().deployments[environment].fresh(now));
        }
    }
    void deploymentsAreListedAgainOnlyWhenSomethingChanged()
    {
        Watching watching(oneToken());
        watching.kit.pass(Milliseconds(300'000));
        QCOMPARE(watching.railway.asked["ListDeployments"], 2);
        watching.railway.stagingId = "d-2";
        watching.kit.pass(Milliseconds(120'000));
        QCOMPARE(watching.railway.asked["ListDeployments"], 3);
        QCOMPARE(watching.known().deployments.staging.value->first().id.value, QStringLiteral("d-2"));
    }
    void whatRunsIsAskedEveryThreeSeconds()
    {
        Watching watching(oneToken());
        watching.kit.settle();
        watching.railway.stagingStatus = "BUILDING";
        watching.kit.pass(Milliseconds(70'000));
        const int before = watching.railway.asked["PipelineOverview"];
        watching.kit.pass(Milliseconds(60'000));
        const int during = watching.railway.asked["PipelineOverview"] - before;
        QVERIFY2(during >= 15 && during <= 20, qPrintable(QString::number(during)));
        QCOMPARE(watching.known().services.staging.interval, Every::running);
        watching.railway.stagingStatus = "SUCCESS";
        watching.kit.pass(Milliseconds(10'000));
        const int settled = watching.railway.asked["PipelineOverview"];
        watching.kit.pass(Milliseconds(50'000));
        QCOMPARE(watching.railway.asked["PipelineOverview"], settled);
    }
    void aRunOfADeployWorkflowMakesItBusy_data()
    {
        QTest::addColumn<QString>("workflow");
        QTest::addColumn<bool>("busy");
        QTest::newRow("production") << QStringLiteral("deploy-production.yml") << true;
        QTest::newRow("staging") << QStringLiteral("deploy.yml") << true;
        QTest::newRow("another") << QStringLiteral("ci.yml") << false;
    }
    void aRunOfADeployWorkflowMakesItBusy()
    {
        QFETCH(QString, workflow);
        QFETCH(bool, busy);
        Watching watching(oneToken());
        watching.kit.settle();
        const Moment now = watching.kit.clock.now();
        watching.kit.store.apply(now, [&](Observations &all) {
            const WorkflowRun run{.id = {1}, .workflowFile = workflow, .status = RunStatus::InProgress};
            all.runs.apply(QList<WorkflowRun>{run}, now, Every::running);
        });
        QCOMPARE(watching.kit.schedule.intervalOf(QStringLiteral("railway.overview")),
                 busy ? Every::running : Every::overview);
        // Nobody has confirmed for long that it still runs: it is not followed for ever.
        watching.kit.pass(Milliseconds(120'000));
        QCOMPARE(watching.kit.schedule.intervalOf(QStringLiteral("railway.overview")), Every::overview);
    }
    void anUnsettledCommandMakesItBusy()
    {
        Watching watching(oneToken());
        watching.kit.settle();
        watching.kit.store.apply(watching.kit.clock.now(), [](Observations &all) {
            all.commands = {CommandRecord{.state = CommandState::Uncertain}};
        });
        QCOMPARE(watching.kit.schedule.intervalOf(QStringLiteral("railway.overview")), Every::running);
    }
    void whileSomebodyDecidesWhatServesIsReadFast()
    {
        Watching watching(oneToken());
        watching.kit.settle();
        watching.kit.pass(Milliseconds(30'000));
        const int before = watching.overviews();
        watching.feed.setDeciding(true);
        watching.kit.pass(Milliseconds(1'000)); // not only after what is left of a minute
        QCOMPARE(watching.overviews() - before, 1);
        watching.kit.pass(Milliseconds(59'000));
        QVERIFY2(watching.overviews() - before >= 15, qPrintable(QString::number(watching.overviews() - before)));
        watching.feed.setDeciding(false);
        watching.kit.pass(Milliseconds(5'000)); // once more
        QCOMPARE(watching.kit.schedule.intervalOf(overviewPoll()), Every::overview);
    }
    void whatWasReadFastIsFreshWhenTheCommandHasEnded()
    {
        Watching watching(oneToken());
        watching.kit.settle();
        const auto command = [&](CommandState state) {
            watching.kit.store.apply(watching.kit.clock.now(),
                                     [&](Observations &all) { all.commands = {CommandRecord{.state = state}}; });
        };
        command(CommandState::Uncertain);
        watching.kit.pass(Milliseconds(20'000));
        command(CommandState::Succeeded); // between two readings: the last one was a fast one
        for (int i = 0; i < 130; ++i) {
            watching.kit.pass(Milliseconds(1'000));
            const Moment now = watching.kit.clock.now();
            for (const Environment environment : environments) {
                QVERIFY2(watching.known().services[environment].fresh(now), qPrintable(QString::number(i)));
                QVERIFY2(watching.known().deployments[environment].fresh(now), qPrintable(QString::number(i)));
            }
        }
    }
    void whatMovesForLongIsReadEveryFifteenSeconds()
    {
        Watching watching(oneToken());
        watching.kit.settle();
        watching.railway.stagingStatus = "BUILDING";
        watching.kit.pass(Milliseconds(700'000)); // a minute until it is seen, and ten
        QCOMPARE(watching.kit.schedule.intervalOf(overviewPoll()), Every::unwell);
        watching.railway.stagingId = "d-2"; // another begins
        watching.kit.pass(Milliseconds(20'000));
        QCOMPARE(watching.kit.schedule.intervalOf(overviewPoll()), Every::running);
    }
    void whileProductionIsNotHealthyItIsReadEveryFifteenSeconds_data()
    {
        QTest::addColumn<int>("verdict");
        QTest::newRow("degraded") << int(Verdict::Degraded);
        QTest::newRow("down") << int(Verdict::Down);
    }
    void whileProductionIsNotHealthyItIsReadEveryFifteenSeconds()
    {
        QFETCH(int, verdict);
        Watching watching(oneToken());
        watching.kit.settle();
        const Moment now = watching.kit.clock.now();
        Health bad;
        for (int i = 0; i < 4; ++i)
            bad = withSample(bad, {.at = at(now, 40 - 10 * i),
                                   .verdict = Verdict(verdict),
                                   .httpStatus = 503,
                                   .reasons = {QStringLiteral("so")}});
        watching.kit.store.apply(
            now, [&](Observations &all) { all.health.production = fresh(bad, now, Milliseconds(10'000)); });
        QCOMPARE(watching.kit.store.snapshot().environments.production.verdict, Verdict(verdict));
        QCOMPARE(watching.kit.schedule.intervalOf(overviewPoll()), Every::unwell);
    }
    void thePollsOfABusyHourLeaveATenthOfTheSmallestPlan()
    {
        Watching watching(oneToken());
        watching.tellBudget(1'000);
        watching.kit.settle();
        int sent = 0;
        for (int tenMinutes = 0; tenMinutes < 6; ++tenMinutes) { // one command after the other, each a new one
            const Moment now = watching.kit.clock.now();
            const OrderId order{QString::number(++sent)};
            watching.kit.store.apply(now, [&](Observations &all) {
                all.commands = {
                    CommandRecord{.order = {.id = order}, .state = CommandState::Accepted, .sentAt = now.utc()}};
            });
            watching.kit.pass(Milliseconds(590'000));
        }
        QVERIFY2(watching.requests() <= 902, qPrintable(QString::number(watching.requests())));
        QVERIFY2(watching.requests() >= 500, qPrintable(QString::number(watching.requests())));
    }
    void whatIsKeptIsForGoingBack()
    {
        Watching watching(oneToken());
        watching.kit.settle();
        const QDateTime full = watching.kit.clock.now().utc().addSecs(3'600);
        watching.kit.schedule.setBudget(Provider::Railway, {.limit = 1'000, .remaining = 100, .resetsAt = full});
        const int before = watching.requests();
        watching.kit.pass(Milliseconds(600'000));
        QCOMPARE(watching.requests(), before);
        QVERIFY(watching.kit.schedule.keptUntil());
        watching.kit.schedule.setGoingBack(true);
        watching.kit.pass(Milliseconds(600'000));
        QVERIFY(watching.requests() > before);
        QVERIFY(watching.requests() - before <= 50); // and not all of it at once
        watching.kit.schedule.setGoingBack(false);
        watching.kit.pass(Milliseconds(2'500'000));
        QVERIFY(!watching.kit.schedule.keptUntil()); // an hour is over
    }
    void aTokenForEachAsksForEach()
    {
        Watching watching(tokenForEach());
        watching.kit.settle();
        QCOMPARE(watching.railway.asked["PipelineOverview"], 0);
        QCOMPARE(watching.railway.asked["LatestDeployment"], 2);
        QVERIFY(watching.known().services.staging.value);
        QVERIFY(watching.known().services.production.value);
    }
    void aMissingTokenOfOneEnvironmentIsToldThere()
    {
        Watching watching({CredentialId::RailwayStaging});
        watching.kit.settle();
        QVERIFY(watching.known().services.staging.value);
        QVERIFY(!watching.known().services.production.value);
        QCOMPARE(watching.known().services.production.error->kind, ErrorKind::NoToken);
    }
    void withoutAnyTokenNothingIsSent()
    {
        Watching watching({});
        watching.kit.settle();
        QCOMPARE(watching.requests(), 0);
        QCOMPARE(watching.known().services.staging.error->kind, ErrorKind::NoToken);
    }
    void aFailureKeepsTheOldValueAndSaysWhy()
    {
        Watching watching(oneToken());
        watching.kit.settle();
        watching.railway.status = 503;
        watching.kit.pass(Milliseconds(70'000));
        QVERIFY(watching.known().services.staging.value);
        QCOMPARE(watching.known().services.staging.error->kind, ErrorKind::Server);
        QCOMPARE(watching.known().services.production.error->kind, ErrorKind::Server);
        watching.railway.status = 200;
        watching.kit.pass(Milliseconds(70'000));
        QVERIFY(!watching.known().services.staging.error);
    }
    void aFailedListIsAskedForAgain()
    {
        Watching watching(oneToken());
        watching.railway.listFails = true;
        watching.kit.settle();
        QCOMPARE(watching.known().deployments.staging.error->kind, ErrorKind::Server);
        watching.railway.listFails = false;
        watching.kit.pass(Milliseconds(70'000));
        QVERIFY(watching.known().deployments.staging.value);
        QVERIFY(!watching.known().deployments.staging.error);
    }
    void whatWaitsBehindASkippedOneIsReadUntilItIsDecided()
    {
        Watching watching(oneToken());
        watching.railway.production = {{"d-11", "SKIPPED"}, {"d-10", "NEEDS_APPROVAL"}, {"d-9", "SUCCESS"}};
        watching.kit.settle();
        QCOMPARE(watching.known().unsettled.production.value->size(), 1);
        watching.railway.production[1].second = "BUILDING"; // the newest and what serves stay the same
        watching.kit.pass(Milliseconds(70'000));
        QCOMPARE(watching.known().unsettled.production.value->constFirst().status, DeploymentStatus::Building);
        watching.railway.production[1].second = "REMOVED";
        watching.kit.pass(Milliseconds(70'000));
        QVERIFY(watching.known().unsettled.production.value->isEmpty());
        const int lists = watching.railway.asked["ListDeployments"];
        watching.kit.pass(Milliseconds(300'000));
        QCOMPARE(watching.railway.asked["ListDeployments"], lists);
    }
    void whatIsUnderWayBehindTenNewerOnesIsFoundByItsStatus()
    {
        Watching watching(oneToken());
        watching.railway.production = {{"d-9", "SUCCESS"}, {"d-8", "QUEUED"}};
        for (int i = 0; i < 11; ++i)
            watching.railway.production.prepend({"d-skipped-" + QByteArray::number(i), "SKIPPED"});
        watching.kit.settle();
        QCOMPARE(watching.known().deployments.production.value->size(), 10);
        QCOMPARE(watching.known().unsettled.production.value->size(), 1);
        QCOMPARE(watching.known().unsettled.production.value->constFirst().status, DeploymentStatus::Queued);
    }
    void aWholeListIsEnough()
    {
        Watching watching(oneToken());
        watching.kit.settle();
        QCOMPARE(watching.railway.asked["ListDeployments"], 2);
        QVERIFY(watching.known().unsettled.production.value->isEmpty());
    }
    void aListByStatusThatFailedIsAskedForAgain()
    {
        Watching watching(oneToken());
        watching.railway.onlyUnsettledFails = true;
        for (int i = 0; i < 11; ++i)
            watching.railway.production.prepend({"d-skipped-" + QByteArray::number(i), "SKIPPED"});
        watching.kit.settle();
        QVERIFY(watching.known().deployments.production.value);
        QVERIFY(!watching.known().unsettled.production.value);
        QCOMPARE(watching.known().unsettled.production.error->kind, ErrorKind::Server);
        watching.railway.onlyUnsettledFails = false;
        watching.kit.pass(Milliseconds(70'000));
        QVERIFY(watching.known().unsettled.production.value->isEmpty());
    }
    void beforeACommandTheListsAreReadAgain()
    {
        Watching watching(oneToken());
        watching.kit.settle();
        watching.feed.readEverything();
        watching.kit.schedule.askNow();
        watching.kit.settle();
        QCOMPARE(watching.railway.asked["ListDeployments"], 4);
    }
    void a401StopsAsking()
    {
        Watching watching(oneToken());
        watching.railway.status = 401;
        watching.kit.pass(Milliseconds(600'000));
        QCOMPARE(watching.known().services.staging.error->kind, ErrorKind::Unauthorized);
        QVERIFY(watching.requests() <= 6);
    }
    void oneEnvironmentsErrorDoesNotHideTheOther()
    {
        Watching watching(oneToken());
        watching.railway.stagingIsMissing = true;
        watching.kit.settle();
        QCOMPARE(watching.known().services.staging.error->kind, ErrorKind::Forbidden);
        QVERIFY(watching.known().services.production.value);
        watching.kit.pass(Milliseconds(3'600'000));
        QVERIFY2(watching.requests() <= 100, qPrintable(QString::number(watching.requests())));
        // It is tried together again, in case that was mended.
        watching.railway.stagingIsMissing = false;
        watching.kit.pass(Every::rarest + Every::rarest);
        QVERIFY(watching.known().services.staging.value);
        QVERIFY(!watching.known().services.staging.error);
    }
    void anAnswerAboutAnotherEnvironmentIsNotBelieved()
    {
        Watching watching(oneToken());
        watching.railway.stagingEnvironment = "e-production";
        watching.kit.settle();
        QVERIFY(!watching.known().services.staging.value);
        QCOMPARE(watching.known().services.staging.error->kind, ErrorKind::Malformed);
        QVERIFY(watching.known().services.production.value);
    }
    void nothingIsEverChangedByLooking()
    {
        Watching watching(oneToken());
        watching.kit.pass(Milliseconds(600'000));
        QCOMPARE(watching.kit.network->mutations(), 0);
    }
};

SLIPWAY_TEST(RailwayFeedTest)
#include "railway_feed_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/probe/probefeed.h"
#include "support/builders.h"
#include "support/feedkit.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr char wellBody[] = R"({"status":"healthy","database":"connected"})";
constexpr char illBody[] = R"({"status":"healthy","database":"unavailable"})";

struct Probing {
    explicit Probing(Milliseconds retry = Milliseconds(5'000))
        : feed({*kit.client, kit.schedule, kit.store, kit.clock}, retry)
    {
        kit.network->setHandler([this](const FakeRequest &request) -> FakeReply {
            if (request.url.host() == QLatin1String("api.example.com"))
                return {.body = wellBody, .headers = {{"Content-Type", "application/json"}}};
            return staging;
        });
    }
    const Observed<Health> &health() const { return kit.store.observations().health.staging; }
    int asked() const
    {
        const auto &requests = kit.network->requests();
        return int(std::count_if(requests.cbegin(), requests.cend(), [](const FakeRequest &request) {
            return request.url.host() == QLatin1String("staging.example.com");
        }));
    }

    FakeReply staging{.body = wellBody, .headers = {{"Content-Type", "application/json"}}};
    FeedKit kit{acmeProject()};
    ProbeFeed feed;
};

} // namespace

/// How the application's own addresses are watched.
class ProbeFeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothEnvironmentsAreProbed()
    {
        Probing probing;
        const QDateTime sent = probing.kit.clock.now().utc();
        probing.kit.settle();
        QCOMPARE(probing.health().value->latest.verdict, Verdict::Healthy);
        QCOMPARE(probing.health().value->latest.at, sent);
        QCOMPARE(probing.health().value->goodInRow, 1);
        QVERIFY(probing.kit.store.observations().health.production.value);
        QVERIFY(!probing.health().error);
        QCOMPARE(probing.health().interval, Every::probe);
    }
    void aProbeIsRepeatedEveryTenSeconds()
    {
        Probing probing;
        probing.kit.pass(Milliseconds(60'000));
        QVERIFY(probing.asked() >= 6 && probing.asked() <= 7);
        QVERIFY(probing.health().value->goodInRow >= 6);
    }
    void aDeadDatabaseIsDegradedAndTheSourceIsFine()
    {
        Probing probing;
        probing.staging.body = illBody;
        probing.kit.settle();
        QCOMPARE(probing.health().value->latest.verdict, Verdict::Degraded);
        QCOMPARE(verdictOf(*probing.health().value), Verdict::Degraded);
        QVERIFY(!probing.health().error);
    }
    void noAnswerIsBothASampleAndAnError()
    {
        Probing probing;
        probing.staging = {.error = QNetworkReply::ConnectionRefusedError};
        probing.kit.settle();
        QCOMPARE(probing.health().value->latest.verdict, Verdict::Down);
        QVERIFY(!probing.health().value->latest.httpStatus);
        QCOMPARE(probing.health().value->latest.reasons, QStringList{probing.health().error->detail});
        QCOMPARE(probing.health().error->kind, ErrorKind::Unreachable);
        QVERIFY(probing.health().fresh(probing.kit.clock.now()));
    }
    void anErrorPageIsAnAnswerOfTheSource()
    {
        Probing probing;
        probing.staging = {.status = 503, .body = "<html>"};
        probing.kit.settle();
        QCOMPARE(probing.health().value->latest.verdict, Verdict::Down);
        QCOMPARE(probing.health().value->latest.httpStatus, 503);
        QVERIFY(!probing.health().error);
    }
    void onlyThreeFailuresInARowAreDown()
    {
        Probing probing;
        probing.staging = {.error = QNetworkReply::ConnectionRefusedError};
        probing.kit.settle();
        QCOMPARE(verdictOf(*probing.health().value), Verdict::Degraded);
        probing.kit.pass(Milliseconds(13'000));
        QCOMPARE(probing.health().value->failuresInRow, 3);
        QCOMPARE(verdictOf(*probing.health().value), Verdict::Down);
    }
    void inAHurryThreeFailuresTakeTwoSeconds()
    {
        Probing probing(Milliseconds(1'000));
        probing.staging = {.error = QNetworkReply::ConnectionRefusedError};
        probing.kit.pass(Milliseconds(4'000));
        QCOMPARE(verdictOf(*probing.health().value), Verdict::Down);
        QCOMPARE(probing.asked(), 3);
        probing.kit.pass(Milliseconds(11'000));
        QVERIFY(probing.asked() <= 6);
    }
    void oneGoodAnswerEndsTheRow()
    {
        Probing probing;
        probing.staging = {.status = 500};
        probing.kit.pass(Milliseconds(20'000));
        probing.staging = {.body = wellBody, .headers = {{"Content-Type", "application/json"}}};
        probing.kit.pass(Milliseconds(10'000));
        QCOMPARE(probing.health().value->failuresInRow, 0);
        QVERIFY(probing.health().value->goodInRow >= 1);
        QVERIFY(!probing.health().error);
    }
    void aHugeReportIsAnAnswerThatCannotBeJudged()
    {
        Probing probing;
        probing.staging = {.body = QByteArray(10'000'000, 'x'), .headers = {{"Content-Type", "application/json"}}};
        probing.kit.settle();
        QCOMPARE(probing.health().value->latest.verdict, Verdict::Degraded);
        QCOMPARE(probing.health().error->kind, ErrorKind::TooLarge);
    }
    void aRedirectElsewhereIsNotFollowed()
    {
        Probing probing;
        probing.staging = {.status = 302, .headers = {{"Location", "https://elsewhere.example.com/health"}}};
        probing.kit.settle();
        QCOMPARE(probing.health().value->latest.verdict, Verdict::Down);
        QVERIFY(probing.health().error);
        QVERIFY(std::none_of(
            probing.kit.network->requests().cbegin(), probing.kit.network->requests().cend(),
            [](const FakeRequest &request) { return request.url.host() == QLatin1String("elsewhere.example.com"); }));
    }
    void the401OfOneAddressDoesNotStopTheOther()
    {
        Probing probing;
        probing.staging = {.status = 401};
        probing.kit.pass(Milliseconds(60'000));
        QVERIFY(probing.kit.store.observations().health.production.value->goodInRow >= 5);
        QVERIFY(probing.asked() >= 6);
    }
    void noSecretTravels()
    {
        Probing probing;
        probing.kit.settle();
        for (const FakeRequest &request : probing.kit.network->requests())
            QVERIFY(!request.headers.contains("authorization") && !request.headers.contains("cookie"));
    }
};

SLIPWAY_TEST(ProbeFeedTest)
#include "probe_feed_test.moc"

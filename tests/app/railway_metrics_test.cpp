// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/metricdecoders.h"
#include "app/railway/metricsfeed.h"
#include "models/values/utc.h"
#include "support/builders.h"
#include "support/feedkit.h"
#include "support/mutatedbodies.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr qint64 newestTs = noon.wallMs / 1000 - 30;

QByteArray tsAgo(int seconds)
{
    return QByteArray::number(newestTs - seconds);
}

/// One sample of what `key` names.
QByteArray measuredSample(int secondsAgo, const QByteArray &value, const QByteArray &key = "value")
{
    return R"({"ts":)" + tsAgo(secondsAgo) + R"(,")" + key + R"(":)" + value + "}";
}

struct Measured {
    QByteArray cpu = measuredSample(60, "0.9") + ',' + measuredSample(0, "0.25");
    QByteArray memory = measuredSample(0, "1.5");
    QByteArray limit = measuredSample(0, "8");
    QByteArray good = measuredSample(0, "190");
    QByteArray bad = measuredSample(0, "10");
    QByteArray p95 = measuredSample(0, "412.5", "p95");

    QByteArray parts(const QByteArray &prefix = {}) const
    {
        const auto alias = [&prefix](const QByteArray &name) {
            return prefix.isEmpty() ? name : prefix + name.left(1).toUpper() + name.mid(1);
        };
        const auto usage = [](const QByteArray &measurement, const QByteArray &values) {
            return R"({"measurement":")" + measurement + R"(","values":[)" + values + "]}";
        };
        return '"' + alias("usage") + R"(":[)" + usage("CPU_USAGE", cpu) + ',' + usage("MEMORY_USAGE_GB", memory) +
               ',' + usage("MEMORY_LIMIT_GB", limit) + ',' + usage("DISK_USAGE_GB", measuredSample(0, "77")) +
               R"(],")" + alias("answers") + R"(":[{"statusCode":200,"samples":[)" + good +
               R"(]},{"statusCode":503,"samples":[)" + bad + R"(]}],")" + alias("durations") + R"(":{"samples":[)" +
               p95 + "]}";
    }
    QByteArray body() const { return R"({"data":{)" + parts() + "}}"; }
    QByteArray both() const { return R"({"data":{)" + parts("staging") + ',' + parts("production") + "}}"; }
};

HttpResponse measuredAnswer(const QByteArray &body, int status = 200)
{
    return {.status = status, .body = body};
}

Span lastQuarterHour()
{
    return untilNow(Milliseconds(900'000), noon);
}

ServiceMetrics figures(const Measured &measured)
{
    const auto series = Railway::decodeMetrics(measuredAnswer(measured.body()));
    return series ? Railway::figuresOf(*series, lastQuarterHour()) : ServiceMetrics();
}

const QByteArray &refusedStaging()
{
    static const QByteArray body(R"({"data":null,"errors":[{"message":"Not Authorized","path":["stagingUsage"]}]})");
    return body;
}

const QByteArray &refusedBoth()
{
    static const QByteArray body(R"({"data":null,"errors":[{"message":"Not Authorized","path":["stagingUsage"]},)"
                                 R"({"message":"Problem processing request","path":["productionUsage"]}]})");
    return body;
}

/// Of one environment, asked for itself.
const QByteArray &refusedOne()
{
    static const QByteArray body(R"({"data":null,"errors":[{"message":"Not Authorized","path":["usage"]}]})");
    return body;
}

/// Production's figures, and an error of staging's.
QByteArray partlyRefused()
{
    return R"({"data":{)" + Measured().parts("production") +
           R"(},"errors":[{"message":"Not Authorized","path":["stagingDurations"]}]})";
}

const QByteArray &unknownField()
{
    static const QByteArray body(R"({"errors":[{"message":"Cannot query field \"metrics\" on type \"Query\"."}]})");
    return body;
}

const QByteArray &emptySeries()
{
    static const QByteArray body(R"({"data":{"usage":[],"answers":[],"durations":{"samples":[]}}})");
    return body;
}

QByteArray strangeTimes()
{
    return R"({"ts":"now","value":0.5},{"ts":-1,"value":0.5},{"value":0.5})";
}

struct MetricsWatch {
    explicit MetricsWatch(const QList<CredentialId> &tokens)
    {
        kit.network->setHandler([this](const FakeRequest &request) {
            const bool both = request.body.contains("\"operationName\":\"PipelineMetrics\"");
            const bool staging = request.body.contains("\"environmentId\":\"e-staging\"");
            if (both)
                return FakeReply{.status = status, .body = bothBody};
            return staging ? stagingReply : FakeReply{.body = measured.body()};
        });
        for (const CredentialId token : tokens)
            kit.giveToken(token, kit.store.project().railway.api);
    }
    const Observed<ServiceMetrics> &of(Environment environment) const
    {
        return kit.store.observations().metrics[environment];
    }
    int requests() const { return int(kit.network->requests().size()); }

    Measured measured;
    int status = 200;
    QByteArray bothBody = Measured().both();
    FakeReply stagingReply{.body = Measured().body()};
    FeedKit kit{acmeProject()};
    MetricsFeed feed{{*kit.client, kit.schedule, kit.store, kit.clock}};
};

} // namespace

/// What Railway measures, and when it is asked.
class RailwayMetricsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNewestOfEachMeasurementCounts()
    {
        const ServiceMetrics all = figures({});
        QCOMPARE(all.cpu, std::optional(0.25));
        QCOMPARE(all.memoryGb, std::optional(1.5));
        QCOMPARE(all.memoryLimitGb, std::optional(8.0));
        QCOMPARE(all.at, QDateTime::fromSecsSinceEpoch(newestTs, utcZone));
    }
    void theNewestCountsInWhateverOrderTheyCome()
    {
        QCOMPARE(figures({.cpu = measuredSample(0, "0.25") + ',' + measuredSample(60, "0.9")}).cpu,
                 std::optional(0.25));
    }
    void errorsAreThoseFromFiveHundredOn()
    {
        const ServiceMetrics all = figures({});
        QCOMPARE(all.requests, 200);
        QCOMPARE(all.errorPercent, std::optional(5.0));
        QCOMPARE(all.p95Ms, std::optional(412.5));
    }
    void noRequestsAreNoErrorRate()
    {
        const ServiceMetrics all = figures(
            {.good = measuredSample(0, "0"), .bad = measuredSample(0, "0"), .p95 = measuredSample(0, "0", "p95")});
        QCOMPARE(all.requests, 0);
        QVERIFY(!all.errorPercent);
        QVERIFY(!all.p95Ms);
        QVERIFY(all.cpu);
    }
    void requestsWithoutFailuresAreZeroPercent() { QCOMPARE(figures({.bad = {}}).errorPercent, std::optional(0.0)); }
    void emptySeriesAreNoValueAndNotZero()
    {
        QCOMPARE(figures({.cpu = {}, .memory = {}, .limit = {}, .good = {}, .bad = {}, .p95 = {}}), ServiceMetrics());
        const auto none = Railway::decodeMetrics(measuredAnswer(emptySeries()));
        QVERIFY(none);
        QCOMPARE(Railway::figuresOf(*none, lastQuarterHour()), ServiceMetrics());
    }
    void zeroIsAValue() { QCOMPARE(figures({.cpu = measuredSample(0, "0")}).cpu, std::optional(0.0)); }
    void strangeNumbersAreNoValue_data()
    {
        QTest::addColumn<QByteArray>("number");
        for (const char *number : {"-0.5", "1e300", "\"0.5\"", "null", "true", "{}"})
            QTest::newRow(number) << QByteArray(number);
    }
    void strangeNumbersAreNoValue()
    {
        QFETCH(QByteArray, number);
        const QByteArray strange = measuredSample(0, number);
        const ServiceMetrics all = figures({.cpu = strange,
                                            .memory = strange,
                                            .limit = strange,
                                            .good = strange,
                                            .bad = strange,
                                            .p95 = measuredSample(0, number, "p95")});
        QCOMPARE(all, ServiceMetrics());
    }
    void aStrangeNumberLeavesTheOneBefore()
    {
        QCOMPARE(figures({.cpu = measuredSample(60, "0.9") + ',' + measuredSample(0, "-1")}).cpu, std::optional(0.9));
    }
    void whatWasMeasuredLongAgoIsNoValue()
    {
        QVERIFY(!figures({.cpu = measuredSample(901, "0.9")}).cpu);
        QVERIFY(figures({.cpu = measuredSample(800, "0.9")}).cpu);
        QVERIFY(!figures({.good = measuredSample(7200, "5"), .bad = {}}).errorPercent);
    }
    void aTimeThatIsNoneIsNoValue() { QVERIFY(!figures({.cpu = strangeTimes()}).cpu); }
    void partsThatAreMissingAreMalformed()
    {
        for (const QByteArray &body :
             {QByteArray("{}"), QByteArray("{\"data\":{\"usage\":[]}}"), QByteArray("<html>"), QByteArray()})
            QCOMPARE(Railway::decodeMetrics(measuredAnswer(body)).error().kind, ErrorKind::Malformed);
    }
    void aTokenThatMayNotReadThemIsTold()
    {
        const auto refused = Railway::decodeMetrics(measuredAnswer(refusedOne()));
        QCOMPARE(refused.error().kind, ErrorKind::Forbidden);
        QVERIFY(refused.error().detail.contains(QStringLiteral("may not read measurements")));
    }
    void anErrorOfOneEnvironmentIsNotTheOthers()
    {
        const auto both = Railway::decodePipelineMetrics(measuredAnswer(refusedStaging()));
        QVERIFY(both);
        QVERIFY(both->entangled);
        QCOMPARE(both->of.staging.error().kind, ErrorKind::Forbidden);
        const auto partly = Railway::decodePipelineMetrics(measuredAnswer(partlyRefused()));
        QVERIFY(partly && !partly->entangled);
        QVERIFY(partly->of.production);
        QCOMPARE(partly->of.staging.error().kind, ErrorKind::Forbidden);
    }
    void errorsOfBothAreTheirOwn()
    {
        const auto both = Railway::decodePipelineMetrics(measuredAnswer(refusedBoth()));
        QVERIFY(both && !both->entangled);
        QCOMPARE(both->of.staging.error().kind, ErrorKind::Forbidden);
        QCOMPARE(both->of.production.error().kind, ErrorKind::Server);
    }
    void anErrorOfTheWholeQuestionIsBoths()
    {
        const auto both = Railway::decodePipelineMetrics(measuredAnswer(unknownField(), 400));
        QVERIFY(!both);
        QCOMPARE(both.error().kind, ErrorKind::Refused);
        QCOMPARE(Railway::decodePipelineMetrics(measuredAnswer("{}", 429)).error().kind, ErrorKind::RateLimited);
        QCOMPARE(Railway::decodePipelineMetrics(measuredAnswer("busy", 503)).error().kind, ErrorKind::Server);
    }
    void noMutatedBodyBreaksADecoder()
    {
        const QByteArrayList bodies = mutatedBodies(Measured().both());
        int read = 0;
        for (const QByteArray &body : bodies) {
            const auto both = Railway::decodePipelineMetrics(measuredAnswer(body));
            if (both && both->of.staging)
                read += Railway::figuresOf(*both->of.staging, lastQuarterHour()).cpu ? 1 : 0;
        }
        QVERIFY(read > 0);
        QVERIFY(read < bodies.size());
    }

    void oneRequestServesBothEveryFiveMinutes()
    {
        MetricsWatch watch({CredentialId::Railway});
        watch.kit.settle();
        QCOMPARE(watch.requests(), 1);
        for (const Environment environment : environments)
            QVERIFY(watch.of(environment).value);
        QCOMPARE(watch.of(Environment::Staging).interval, Milliseconds(300'000));
        watch.kit.pass(Milliseconds(3'600'000));
        QVERIFY2(watch.requests() <= 13, qPrintable(QString::number(watch.requests())));
        QVERIFY(watch.requests() >= 11);
    }
    void withATokenForEachEachIsAskedEveryTenMinutes()
    {
        MetricsWatch watch({CredentialId::RailwayStaging, CredentialId::RailwayProduction});
        watch.kit.settle();
        QCOMPARE(watch.requests(), 2);
        QCOMPARE(watch.of(Environment::Production).interval, Milliseconds(600'000));
        QCOMPARE(watch.of(Environment::Production).value->cpu, std::optional(0.25));
        watch.kit.pass(Milliseconds(3'600'000));
        QVERIFY2(watch.requests() <= 14, qPrintable(QString::number(watch.requests())));
    }
    void oneEnvironmentsErrorLeavesTheOther()
    {
        MetricsWatch watch({CredentialId::Railway});
        watch.bothBody = refusedStaging();
        watch.stagingReply.body = refusedOne();
        watch.kit.settle();
        QCOMPARE(watch.requests(), 3);
        QCOMPARE(watch.of(Environment::Staging).error->kind, ErrorKind::Forbidden);
        QVERIFY(watch.of(Environment::Production).value);
        watch.kit.pass(Milliseconds(3'600'000));
        QVERIFY2(watch.requests() <= 20, qPrintable(QString::number(watch.requests())));
        QVERIFY(watch.of(Environment::Production).fresh(watch.kit.clock.now()));
    }
    void bothAreAskedTogetherAgainLater()
    {
        MetricsWatch watch({CredentialId::Railway});
        watch.bothBody = refusedStaging();
        watch.kit.settle();
        watch.bothBody = Measured().both();
        watch.kit.pass(Milliseconds(3'600'000));
        QCOMPARE(watch.of(Environment::Staging).interval, Milliseconds(300'000));
    }
    void whatIsAskedForIsTheLastQuarterByRailwaysClock()
    {
        MetricsWatch watch({CredentialId::Railway});
        watch.kit.store.apply(watch.kit.clock.now(), [](Observations &all) {
            all.clocks.ahead = {{Provider::Railway, Milliseconds(-60'000)}, {Provider::GitHub, Milliseconds(30'000)}};
        });
        watch.kit.settle();
        const QDateTime end = watch.kit.clock.now().utc().addSecs(-60);
        const QByteArray body = watch.kit.network->requests().constFirst().body;
        const auto says = [&body](const char *name, const QDateTime &time) {
            return body.contains('"' + QByteArray(name) + R"(":")" + time.toString(Qt::ISODateWithMs).toLatin1());
        };
        QVERIFY(says("endDate", end));
        QVERIFY(says("startDate", end.addSecs(-900)));
    }
    void aFailureKeepsTheOldFigures()
    {
        MetricsWatch watch({CredentialId::Railway});
        watch.kit.settle();
        watch.status = 502;
        watch.kit.pass(Milliseconds(400'000));
        for (const Environment environment : environments) {
            QVERIFY(watch.of(environment).value);
            QCOMPARE(watch.of(environment).error->kind, ErrorKind::Server);
        }
    }
    void withoutATokenNothingIsAsked()
    {
        MetricsWatch watch({});
        watch.kit.pass(Milliseconds(900'000));
        QCOMPARE(watch.of(Environment::Staging).value.has_value(), false);
        QCOMPARE(watch.requests(), 0);
    }
};

SLIPWAY_TEST(RailwayMetricsTest)
#include "railway_metrics_test.moc"

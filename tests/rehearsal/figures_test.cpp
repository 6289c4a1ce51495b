// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/grafana/calls.h"
#include "app/railway/graphql.h"
#include "app/railway/metricdecoders.h"
#include "app/rehearsal/applicationservice.h"
#include "app/rehearsal/grafanaservice.h"
#include "app/rehearsal/railway/railwayservice.h"
#include "app/rehearsal/sentryservice.h"
#include "app/sentry/errordecoders.h"
#include "support/testmain.h"
#include "timedworld.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Slipway;
using namespace Slipway::Rehearsal;
using namespace Slipway::Test;

namespace {

HttpResponse asResponse(const PeerReply &reply)
{
    return {.status = reply.status, .body = reply.body};
}

class Measuring {
public:
    explicit Measuring(const char *scenario = "normal")
        : told(scenario)
        , sentry(told.world, QStringLiteral("http://sentry"))
        , railway(told.world, {QStringLiteral("staging.example"), QStringLiteral("production.example")})
        , grafana(told.world, QStringLiteral("http://127.0.0.1:1"))
    {
        project.project = QStringLiteral("api");
        project.organization = QStringLiteral("acme");
        project.environments = {QStringLiteral("staging"), QStringLiteral("production")};
        project.api = QUrl(QStringLiteral("http://sentry"));
        railwayProject.service = {told.world.uuid(QStringLiteral("api"))};
        railwayProject.environments = {{told.world.id(Environment::Staging)}, {told.world.id(Environment::Production)}};
    }

    Span last(int minutes) const { return {.from = told.now.addSecs(-60LL * minutes), .to = told.now}; }

    PeerReply askSentry(const QUrl &url, const QByteArray &token = "Bearer rehearsal-sentry")
    {
        return sentry.answer(
            {.method = "GET", .path = url.path(), .query = QUrlQuery(url), .headers = {{"authorization", token}}});
    }
    Sentry::ErrorCounts counts(Environment environment = Environment::Production, int minutes = 30)
    {
        const auto call = Sentry::errorCounts(project, environment, last(minutes));
        const auto read = call.decode(asResponse(askSentry(call.request.url)));
        return read ? *read : Sentry::ErrorCounts();
    }
    double errorsPerMinute() { return Sentry::rateOf(counts(), last(30)).perMinute; }

    PeerReply askRailway(const HttpRequest &request, const QByteArray &projectToken = {})
    {
        QHash<QByteArray, QByteArray> headers{{"user-agent", "test"}};
        if (projectToken.isEmpty())
            headers.insert("authorization", "Bearer rehearsal-railway");
        else
            headers.insert("project-access-token", projectToken);
        return railway.answer(
            {.method = "POST", .path = QStringLiteral("/graphql/v2"), .headers = headers, .body = request.body});
    }
    Result<Railway::MetricSeries> series(Environment environment, const QByteArray &projectToken = {})
    {
        const auto call = Railway::metrics(railwayProject, environment, last(15), CredentialId::Railway);
        return call.decode(asResponse(askRailway(call.request, projectToken)));
    }
    ServiceMetrics figures(Environment environment = Environment::Production)
    {
        const auto read = series(environment);
        return read ? Railway::figuresOf(*read, last(15)) : ServiceMetrics();
    }

    QStringList firing(Environment environment = Environment::Production)
    {
        const auto read = Grafana::alerts({}).decode(asResponse(askGrafana()));
        const QString word =
            environment == Environment::Staging ? QStringLiteral("staging") : QStringLiteral("production");
        QStringList titles;
        if (!read)
            return {read.error().detail};
        for (const Alert &alert : Grafana::alertsWith(*read, {QStringLiteral("environment=") + word}))
            titles.append(alert.title);
        return titles;
    }
    PeerReply askGrafana(const QByteArray &token = "Bearer rehearsal-grafana") const
    {
        return grafana.answer({.method = "GET",
                               .path = QStringLiteral("/api/alertmanager/grafana/api/v2/alerts"),
                               .headers = {{"authorization", token}}});
    }

    PeerReply application(Environment environment, const PeerRequest &request)
    {
        return ApplicationService(told.world, environment).answer(request);
    }
    PeerReply chat(const QByteArray &key, const QByteArray &body = R"({"model":"small","messages":[]})")
    {
        return application(Environment::Staging,
                           {.method = "POST",
                            .path = QStringLiteral("/v1/chat/completions"),
                            .headers = {{"authorization", key}, {"x-staging-access-token", "rehearsal-staging-access"}},
                            .body = body});
    }
    PeerReply models(Environment environment, const QByteArray &access = {})
    {
        return application(
            environment,
            {.method = "GET", .path = QStringLiteral("/v1/models"), .headers = {{"x-staging-access-token", access}}});
    }
    /// The slowest and the median of some answers, in ms.
    std::pair<int, int> delays()
    {
        QList<int> all;
        for (int i = 0; i < 200; ++i)
            all.append(application(Environment::Production, {.path = QStringLiteral("/health")}).delayMs);
        std::sort(all.begin(), all.end());
        return {all.constLast(), all.at(100)};
    }

    TimedWorld told;
    SentryService sentry;
    RailwayService railway;
    GrafanaService grafana;
    SentryProject project;
    RailwayProject railwayProject;
};

} // namespace

/// What the services measure of the world.
class FiguresTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNewestMinutesAreNotComplete()
    {
        Measuring measuring;
        const Sentry::ErrorCounts counts = measuring.counts();
        QVERIFY(counts.complete.size() >= 27 && counts.complete.size() <= 29);
        QCOMPARE(counts.width, Milliseconds(60'000));
        for (const auto &bucket : counts.complete) {
            QVERIFY(bucket.from.addSecs(60 + 90) <= measuring.told.now);
            QVERIFY(bucket.errors <= 1);
        }
    }
    void theSameMinuteIsAlwaysTheSame()
    {
        Measuring measuring;
        const Sentry::ErrorCounts before = measuring.counts();
        measuring.told.pass(60);
        const Sentry::ErrorCounts after = measuring.counts(Environment::Production, 31);
        for (const auto &bucket : before.complete)
            QVERIFY(after.complete.contains(bucket));
    }
    void whatIsBadMakesErrors()
    {
        Measuring measuring;
        const double usual = measuring.errorsPerMinute();
        QVERIFY(usual <= 1);
        measuring.told.happen("production-degrades");
        measuring.told.pass(900);
        const double degraded = measuring.errorsPerMinute();
        QVERIFY(degraded >= 8);
        measuring.told.happen("production-crashes");
        measuring.told.pass(900);
        QVERIFY(measuring.errorsPerMinute() >= 20);
        measuring.told.happen("production-recovers");
        measuring.told.pass(1200);
        QVERIFY(measuring.errorsPerMinute() <= 1);
    }
    void whatHasBeenBadStaysInThePast()
    {
        Measuring measuring;
        measuring.told.happen("production-crashes");
        measuring.told.pass(300);
        measuring.told.happen("production-recovers");
        measuring.told.pass(600);
        double most = 0;
        const Sentry::ErrorCounts counts = measuring.counts();
        for (const auto &bucket : counts.complete)
            most = std::max(most, bucket.errors);
        QVERIFY(most >= 20);
    }
    void everyEventCarriesOneRelease()
    {
        Measuring measuring;
        const auto call = Sentry::releases(measuring.project, Environment::Production, measuring.last(60));
        const auto releases = call.decode(asResponse(measuring.askSentry(call.request.url)));
        QVERIFY(releases);
        QCOMPARE(Sentry::constantRelease(*releases), QStringLiteral("2.0.3"));
    }
    void sentryRefusesWhatItDoesNotKnow()
    {
        Measuring measuring;
        const QUrl good = Sentry::errorCounts(measuring.project, Environment::Staging, measuring.last(30)).request.url;
        const auto changed = [&good](const char *from, const char *to) {
            return QUrl::fromEncoded(good.toEncoded().replace(from, to));
        };
        QCOMPARE(measuring.askSentry(good).status, 200);
        QCOMPARE(measuring.askSentry(good, "Bearer wrong").status, 401);
        QCOMPARE(measuring.askSentry(changed("environment=staging", "environment=Staging")).status, 404);
        QCOMPARE(measuring.askSentry(changed("dataset=errors", "dataset=spans")).status, 400);
        QCOMPARE(measuring.askSentry(changed("start=", "began=")).status, 400);
        QCOMPARE(measuring.askSentry(changed("events-timeseries", "events")).status, 400); // without fields
    }

    void railwayMeasuresBoth()
    {
        Measuring measuring;
        for (const Environment environment : environments) {
            const ServiceMetrics all = measuring.figures(environment);
            QVERIFY(all.cpu && *all.cpu > 0 && *all.cpu < 1);
            QVERIFY(all.memoryGb && all.memoryLimitGb && *all.memoryGb < *all.memoryLimitGb);
            QCOMPARE(all.errorPercent, std::optional(0.0));
            QVERIFY(all.requests > 0);
            QVERIFY(all.p95Ms && *all.p95Ms < 200);
        }
        const auto call = Railway::metricsOfBoth(measuring.railwayProject, measuring.last(15));
        const auto both = call.decode(asResponse(measuring.askRailway(call.request)));
        QVERIFY(both);
        QVERIFY(both->of.staging && both->of.production);
    }
    void aProjectTokenMeasuresItsOwnEnvironmentOnly()
    {
        Measuring measuring;
        QVERIFY(measuring.series(Environment::Staging, "rehearsal-railway-staging"));
        const auto other = measuring.series(Environment::Production, "rehearsal-railway-staging");
        QCOMPARE(other.error().kind, ErrorKind::Forbidden);
    }
    void whatIsBadShowsInTheMeasurements()
    {
        Measuring measuring;
        measuring.told.happen("production-degrades");
        measuring.told.pass(960);
        QVERIFY(*measuring.figures().errorPercent > 5);
        QVERIFY(*measuring.figures().p95Ms >= 2000);
        measuring.told.happen("production-crashes");
        measuring.told.pass(960);
        QCOMPARE(measuring.figures().errorPercent, std::optional(100.0));
        QCOMPARE(measuring.figures(Environment::Staging).errorPercent, std::optional(0.0));
    }
    void withoutATimeThereIsNoMeasurement()
    {
        Measuring measuring;
        const auto call = Railway::metrics(measuring.railwayProject, Environment::Staging, {}, CredentialId::Railway);
        QVERIFY(!call.decode(asResponse(measuring.askRailway(call.request))));
    }

    void alertsFireWhileProductionIsBad()
    {
        Measuring measuring;
        QCOMPARE(measuring.firing(), QStringList());
        measuring.told.happen("production-degrades");
        measuring.told.pass(10);
        QCOMPARE(measuring.firing(), QStringList{QStringLiteral("Error rate above 5 %")});
        QCOMPARE(measuring.firing(Environment::Staging), QStringList());
        measuring.told.happen("production-crashes");
        QCOMPARE(measuring.firing(), QStringList{QStringLiteral("Service is down")});
        measuring.told.happen("production-recovers");
        measuring.told.pass(60);
        QCOMPARE(measuring.firing(), QStringList());
    }
    void grafanaKnowsItsToken()
    {
        Measuring measuring;
        QCOMPARE(measuring.askGrafana("Bearer wrong").status, 401);
        const PeerReply page = measuring.grafana.answer({.method = "GET", .path = QStringLiteral("/login")});
        QVERIFY(page.contentType.startsWith("text/html"));
        QVERIFY(!Grafana::alerts({}).decode(asResponse(page)));
    }

    void modelsAreListedWhereTheCallerMaySeeThem()
    {
        Measuring measuring;
        QCOMPARE(measuring.models(Environment::Production).status, 200);
        QCOMPARE(measuring.models(Environment::Staging).status, 403);
        QCOMPARE(measuring.models(Environment::Staging, "wrong").status, 403);
        const PeerReply listed = measuring.models(Environment::Staging, "rehearsal-staging-access");
        QCOMPARE(listed.status, 200);
        QVERIFY(!QJsonDocument::fromJson(listed.body).object().value(QLatin1String("data")).toArray().isEmpty());
    }
    void aCompletionNeedsItsKey()
    {
        Measuring measuring;
        QCOMPARE(measuring.chat("Bearer rehearsal-chat-key").status, 200);
        QCOMPARE(measuring.chat("Bearer wrong").status, 401);
        QCOMPARE(measuring.chat({}).status, 401);
        QCOMPARE(measuring.chat("Bearer rehearsal-chat-key", "{}").status, 422);
        measuring.told.happen("staging-degrades");
        QCOMPARE(measuring.chat("Bearer rehearsal-chat-key").status, 503);
    }

    void answersTakeNoTimeUnlessTheyAreMeantTo()
    {
        Measuring measuring;
        QCOMPARE(measuring.delays(), (std::pair<int, int>(0, 0)));
        ApplicationService unhurried(measuring.told.world, Environment::Production);
        unhurried.setUnhurried();
        const int delay = unhurried.answer({.path = QStringLiteral("/health")}).delayMs;
        QVERIFY(delay >= 10 && delay <= 60);
    }
    void aSlowBurnBeginsWithTheSlowestAnswers()
    {
        Measuring measuring("slow-burn");
        const auto [slowestAtFirst, usualAtFirst] = measuring.delays();
        QVERIFY(slowestAtFirst < 150);
        measuring.told.pass(630);
        const auto [slowest, usual] = measuring.delays();
        QVERIFY(slowest > 3000);
        QVERIFY(usual > usualAtFirst && usual < 1000);
        measuring.told.pass(700);
        QVERIFY(measuring.delays().second > 2000);
        QCOMPARE(measuring.told.health(), QStringLiteral("healthy"));
        measuring.told.pass(600);
        QVERIFY(measuring.errorsPerMinute() >= 10);
        QVERIFY(*measuring.figures().p95Ms > 3000);
        QCOMPARE(measuring.firing(), QStringList{QStringLiteral("p95 above 1 s")});
    }
    void aSlowBurnIsShortenedByTheSpeed()
    {
        TimedWorld told("slow-burn", 10);
        told.pass(130);
        QVERIFY(told.world.answerDelayMs(Environment::Production, false) > 1000);
        QCOMPARE(told.world.answerDelayMs(Environment::Staging, false), 0);
    }
    void aSlowBurnCanBeAdvanced()
    {
        TimedWorld told("slow-burn");
        told.world.advance(1300);
        QVERIFY(told.world.answerDelayMs(Environment::Production, false) > 1000);
    }
    void whatFlapsGoesDownAndComesBackAndStaysGood()
    {
        TimedWorld told("flapping");
        int turns = 0;
        bool down = false;
        for (int second = 0; second < 600; ++second) {
            told.pass(1);
            const bool isDown = told.health() == QLatin1String("down");
            turns += isDown != down ? 1 : 0;
            down = isDown;
        }
        QCOMPARE(turns, 14);
        QCOMPARE(told.health(), QStringLiteral("healthy"));
    }
};

SLIPWAY_TEST(FiguresTest)
#include "figures_test.moc"

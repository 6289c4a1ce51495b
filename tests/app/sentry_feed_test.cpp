// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sentry/sentryfeed.h"
#include "support/builders.h"
#include "support/feedkit.h"
#include "support/testmain.h"

#include <QTest>
#include <QUrlQuery>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

Project withSentry(const QString &staging = QStringLiteral("staging"))
{
    Project project = acmeProject();
    project.sentry = SentryProject{.api = QUrl(QStringLiteral("https://us.sentry.io")),
                                   .organization = QStringLiteral("acme"),
                                   .project = QStringLiteral("api"),
                                   .environments = {staging, QStringLiteral("production")}};
    return project;
}

struct SentryWatch {
    explicit SentryWatch(const Project &project)
        : kit(project)
        , feed({*kit.client, kit.schedule, kit.store, kit.clock})
    {
        kit.network->setHandler([this](const FakeRequest &request) { return answer(request); });
        kit.giveToken(CredentialId::Sentry, QUrl(QStringLiteral("https://us.sentry.io")));
    }
    FakeReply answer(const FakeRequest &request) const
    {
        if (request.url.path().endsWith(QLatin1String("/environments/")))
            return {.status = namesStatus, .body = R"([{"id":"1","name":"production"},{"id":"2","name":"staging"}])"};
        if (request.url.path().endsWith(QLatin1String("/events-timeseries/")))
            return {.status = countsStatus, .body = counts()};
        if (request.url.path().endsWith(QLatin1String("/events/")))
            return {.status = releasesStatus, .body = releases};
        const bool asksNew = request.url.toEncoded().contains("firstSeen");
        FakeReply reply{.status = issuesStatus, .body = asksNew ? R"([{"id":"2"}])" : unresolved};
        if (more)
            reply.headers = {{"Link", R"(<https://x/>; rel="next"; results="true"; cursor="0:100:0")"}};
        return reply;
    }
    /// Three errors in each of twenty minutes that end now, and a last one that is not complete.
    QByteArray counts() const
    {
        const qint64 now = kit.clock.now().wallMs;
        QByteArray values;
        for (int minute = 20; minute >= 0; --minute)
            values += R"({"timestamp":)" + QByteArray::number(now - minute * 60'000LL) +
                      R"(.0,"value":3,"incomplete":)" + (minute == 0 ? "true" : "false") + (minute ? "}," : "}");
        return R"x({"meta":{"dataset":"errors","start":1,"end":2},"timeSeries":[{"yAxis":"count()",)x"
               R"("meta":{"interval":60000.0},"values":[)" +
               values + "]}]}";
    }
    /// Railway says since when a deployment serves staging.
    void serveStaging(const QString &id)
    {
        const Moment now = kit.clock.now();
        kit.store.apply(now, [&](Observations &all) {
            const Deployment deployment{.id = {id},
                                        .status = DeploymentStatus::Success,
                                        .createdAt = at(now, 600),
                                        .statusUpdatedAt = at(now, 500)};
            all.services.staging.apply(ServiceInstance{.latest = deployment, .active = {deployment}}, now,
                                       Milliseconds(3'600'000)); // and that for some hours
        });
    }
    const Observed<SentryIssues> &staging() const { return kit.store.observations().issues.staging; }
    int requests() const { return int(kit.network->requests().size()); }
    int asked(const QString &part) const { return kit.network->count("GET", part); }

    /// What was asked for in the last request that names that part of the address.
    QUrlQuery lastQuery(const char *part) const
    {
        QUrlQuery last;
        for (const FakeRequest &request : kit.network->requests()) {
            if (request.url.path().contains(QLatin1String(part)))
                last = QUrlQuery(request.url);
        }
        return last;
    }
    const Observed<ErrorRate> &errors() const { return kit.store.observations().errors.staging; }
    /// How often it was asked what is new.
    int askedNew() const
    {
        const auto &requests = kit.network->requests();
        return int(std::count_if(requests.cbegin(), requests.cend(), [](const FakeRequest &request) {
            return request.url.query().contains(QStringLiteral("firstSeen"));
        }));
    }

    int namesStatus = 200;
    int issuesStatus = 200;
    int countsStatus = 200;
    int releasesStatus = 200;
    bool more = true;
    QByteArray unresolved = R"([{"id":"1"},{"id":"2"}])";
    QByteArray releases = R"x({"data":[{"release":"2.0.3","count()":42}],"meta":{}})x";
    FeedKit kit;
    SentryFeed feed;
};

QByteArray oneSeen(const QDateTime &time)
{
    return R"([{"id":"1","lastSeen":")" + time.toString(Qt::ISODate).toLatin1() + R"("}])";
}

} // namespace

/// What is asked of Sentry, and when.
class SentryFeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutSentryNothingIsAsked()
    {
        SentryWatch watch(acmeProject());
        watch.kit.pass(Milliseconds(600'000));
        QCOMPARE(watch.requests(), 0);
        QVERIFY(!watch.kit.store.observations().sentryConfigured);
        QVERIFY(!watch.staging().error);
    }
    void unresolvedIssuesAreReadWithoutKnowingWhatServes()
    {
        SentryWatch watch(withSentry());
        watch.kit.settle();
        QVERIFY(watch.kit.store.observations().sentryConfigured);
        QVERIFY(watch.staging().value);
        QCOMPARE(watch.staging().value->unresolved.size(), 2);
        QVERIFY(watch.staging().value->more);
        QVERIFY(!watch.staging().value->since.isValid());
        QVERIFY(watch.staging().value->fresh.isEmpty());
        QCOMPARE(watch.staging().interval, Every::sentry);
    }
    void whatIsNewIsCountedFromTheServingDeployment()
    {
        SentryWatch watch(withSentry());
        watch.kit.settle();
        watch.serveStaging(QStringLiteral("d-1"));
        watch.kit.settle();
        QVERIFY(watch.staging().value->since.isValid());
        QCOMPARE(watch.staging().value->fresh.size(), 1);
        const int before = watch.requests();
        watch.serveStaging(QStringLiteral("d-1"));
        watch.kit.settle();
        QCOMPARE(watch.requests(), before);
        watch.serveStaging(QStringLiteral("d-2"));
        watch.kit.settle();
        QCOMPARE(watch.requests(), before + 2); // and not again how many
    }
    void whatIsNewIsNotAskedAgainWhileNoIssueIsAdded()
    {
        SentryWatch watch(withSentry());
        watch.more = false;
        watch.serveStaging(QStringLiteral("d-1"));
        watch.kit.settle();
        QCOMPARE(watch.askedNew(), 1);
        watch.unresolved = R"([{"id":"2"}])";
        watch.kit.pass(Milliseconds(340'000));
        QCOMPARE(watch.askedNew(), 1);
        QCOMPARE(watch.staging().value->fresh.size(), 1);
        watch.unresolved = R"([{"id":"2"},{"id":"3"}])";
        watch.kit.pass(Milliseconds(340'000));
        QCOMPARE(watch.askedNew(), 2);
    }
    void whatIsNewIsAskedAgainWhenTheListIsNotWhole()
    {
        SentryWatch watch(withSentry());
        watch.serveStaging(QStringLiteral("d-1"));
        watch.kit.settle();
        watch.kit.pass(Milliseconds(340'000));
        QCOMPARE(watch.askedNew(), 2);
    }
    void whereNothingWasSeenSinceNothingIsNew_data()
    {
        QTest::addColumn<int>("secondsAgo"); // of 500 that it serves
        QTest::addColumn<int>("asked");
        QTest::newRow("seen before") << 501 << 0;
        QTest::newRow("in the same second") << 500 << 1;
        QTest::newRow("seen since") << 499 << 1;
    }
    void whereNothingWasSeenSinceNothingIsNew()
    {
        QFETCH(int, secondsAgo);
        QFETCH(int, asked);
        SentryWatch watch(withSentry());
        watch.more = false;
        watch.unresolved = oneSeen(at(watch.kit.clock.now(), secondsAgo));
        watch.serveStaging(QStringLiteral("d-1"));
        watch.kit.settle();
        QCOMPARE(watch.askedNew(), asked);
        QVERIFY(watch.staging().value->since.isValid());
    }
    void errorsPerMinuteAreThoseOfTheLastTenCompleteMinutes()
    {
        SentryWatch watch(withSentry());
        watch.kit.settle();
        QVERIFY(watch.errors().value);
        QCOMPARE(watch.errors().value->perMinute, 3.0);
        QCOMPARE(watch.errors().value->minutes, 10);
        QCOMPARE(watch.errors().interval, Every::sentry);
    }
    void errorsAreAskedForBySentrysClock()
    {
        SentryWatch watch(withSentry());
        watch.kit.store.apply(watch.kit.clock.now(), [](Observations &all) {
            all.clocks.ahead = {{Provider::Sentry, Milliseconds(90'000)}, {Provider::GitHub, Milliseconds(30'000)}};
        });
        watch.kit.settle();
        const QDateTime server = watch.kit.clock.now().utc().addSecs(90);
        const QUrlQuery query = watch.lastQuery("events-timeseries");
        const QString format = QStringLiteral("yyyy-MM-ddTHH:mm:ss'+00:00'");
        QCOMPARE(query.queryItemValue(QStringLiteral("end"), QUrl::FullyDecoded), server.toString(format));
        QCOMPARE(query.queryItemValue(QStringLiteral("start"), QUrl::FullyDecoded),
                 server.addSecs(-1800).toString(format));
    }
    void errorsThatCannotBeReadLeaveTheIssues()
    {
        SentryWatch watch(withSentry());
        watch.countsStatus = 403;
        watch.kit.settle();
        QVERIFY(watch.staging().value);
        QCOMPARE(watch.errors().error->kind, ErrorKind::Forbidden);
        QVERIFY(watch.errors().error->detail.contains(QStringLiteral("org:read")));
    }
    void issuesThatCannotBeReadLeaveTheErrors()
    {
        SentryWatch watch(withSentry());
        watch.issuesStatus = 403;
        watch.kit.settle();
        QVERIFY(watch.errors().value);
        QVERIFY(!watch.staging().value);
    }
    void aSentryInTroubleIsNotAskedOn()
    {
        SentryWatch watch(withSentry());
        watch.issuesStatus = 503;
        watch.kit.settle();
        QCOMPARE(watch.asked(QStringLiteral("events-timeseries")), 0);
        QCOMPARE(watch.errors().error->kind, ErrorKind::Server);
    }
    void aFailureKeepsTheOldRate()
    {
        SentryWatch watch(withSentry());
        watch.kit.settle();
        watch.countsStatus = 500;
        watch.kit.pass(Milliseconds(340'000));
        QVERIFY(watch.errors().value);
        QCOMPARE(watch.errors().error->kind, ErrorKind::Server);
    }
    void aReleaseThatEveryEventCarriesIsTold()
    {
        SentryWatch watch(withSentry());
        watch.serveStaging(QStringLiteral("d-1"));
        watch.kit.settle();
        QCOMPARE(watch.errors().value->constantRelease, QStringLiteral("2.0.3"));
        watch.kit.pass(Milliseconds(3'000'000));
        QCOMPARE(watch.asked(QStringLiteral("/events/")), 1);
        QCOMPARE(watch.errors().value->constantRelease, QStringLiteral("2.0.3"));
    }
    void withoutADeploymentOneReleaseProvesNothing()
    {
        SentryWatch watch(withSentry());
        watch.kit.settle();
        QCOMPARE(watch.asked(QStringLiteral("/events/")), 0);
        QVERIFY(watch.errors().value->constantRelease.isEmpty());
    }
    void releasesThatCannotBeReadLeaveTheErrors()
    {
        SentryWatch watch(withSentry());
        watch.releasesStatus = 403;
        watch.serveStaging(QStringLiteral("d-1"));
        watch.kit.settle();
        QVERIFY(watch.errors().value);
        QVERIFY(!watch.errors().error);
        QVERIFY(watch.errors().value->constantRelease.isEmpty());
    }
    void namesAreAskedEveryTwentyMinutes()
    {
        SentryWatch watch(withSentry());
        watch.kit.pass(Milliseconds(3'600'000));
        QVERIFY(watch.asked(QStringLiteral("/environments/")) <= 4);
        QVERIFY(watch.asked(QStringLiteral("/environments/")) >= 2);
    }
    void anIdleHourCostsAtMostSixtyRequests()
    {
        SentryWatch watch(withSentry());
        watch.more = false;
        watch.serveStaging(QStringLiteral("d-1"));
        watch.kit.pass(Milliseconds(3'600'000));
        QVERIFY2(watch.requests() <= 60, qPrintable(QString::number(watch.requests())));
        const Moment now = watch.kit.clock.now();
        QVERIFY(watch.staging().fresh(now));
        QVERIFY(watch.errors().fresh(now));
    }
    void anUnknownEnvironmentIsNamedWithTheLikelyOne()
    {
        SentryWatch watch(withSentry(QStringLiteral("Staging")));
        watch.kit.settle();
        QVERIFY(!watch.staging().value);
        QCOMPARE(watch.staging().error->kind, ErrorKind::NotFound);
        QVERIFY(watch.staging().error->detail.contains(QStringLiteral("\"staging\" meant")));
        QVERIFY(watch.errors().error->detail.contains(QStringLiteral("\"staging\" meant")));
        QVERIFY(watch.kit.store.observations().issues.production.value);
    }
    void aTokenThatCannotListNamesMayStillReadIssues()
    {
        SentryWatch watch(withSentry());
        watch.namesStatus = 403;
        watch.kit.settle();
        QVERIFY(watch.staging().value);
    }
    void aTokenThatCannotReadIssuesIsToldWhatItNeeds()
    {
        SentryWatch watch(withSentry());
        watch.issuesStatus = 403;
        watch.kit.settle();
        QCOMPARE(watch.staging().error->kind, ErrorKind::Forbidden);
        QVERIFY(watch.staging().error->detail.contains(QStringLiteral("event:read")));
    }
    void aFailureKeepsTheOldValue()
    {
        SentryWatch watch(withSentry());
        watch.kit.settle();
        watch.issuesStatus = 502;
        watch.kit.pass(Milliseconds(340'000));
        QVERIFY(watch.staging().value);
        QCOMPARE(watch.staging().error->kind, ErrorKind::Server);
    }
    void a401StopsAsking()
    {
        SentryWatch watch(withSentry());
        watch.namesStatus = 401;
        watch.kit.pass(Milliseconds(3'600'000));
        QCOMPARE(watch.requests(), 1);
        QCOMPARE(watch.staging().error->kind, ErrorKind::Unauthorized);
    }
};

SLIPWAY_TEST(SentryFeedTest)
#include "sentry_feed_test.moc"

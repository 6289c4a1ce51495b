// SPDX-License-Identifier: GPL-3.0-or-later
#include "sentry/sentryfeed.h"
#include "support/builders.h"
#include "support/feedkit.h"
#include "support/testmain.h"

#include <QTest>
#include <QUrlQuery>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

Policy withSentry(const QString &staging = QStringLiteral("staging"))
{
    Policy policy = aPolicy();
    policy.project.sentry = SentryProject{.api = QUrl(QStringLiteral("https://us.sentry.io")),
                                          .organization = QStringLiteral("acme"),
                                          .project = QStringLiteral("api"),
                                          .environments = {staging, QStringLiteral("production")}};
    return policy;
}

struct SentryWatch {
    explicit SentryWatch(const Policy &policy)
        : kit(policy)
        , feed(*kit.client, kit.schedule, kit.store, kit.clock)
    {
        kit.network->setHandler([this](const FakeRequest &request) { return answer(request); });
        kit.giveToken(CredentialId::Sentry, QUrl(QStringLiteral("https://us.sentry.io")));
    }
    FakeReply answer(const FakeRequest &request) const
    {
        if (request.url.path().endsWith(QLatin1String("/environments/")))
            return {.status = namesStatus, .body = R"([{"id":"1","name":"production"},{"id":"2","name":"staging"}])"};
        const bool asksNew = request.url.toEncoded().contains("firstSeen");
        return {.status = issuesStatus,
                .body = asksNew ? R"([{"id":"2"}])" : R"([{"id":"1"},{"id":"2"}])",
                .headers = {{"Link", R"(<https://x/>; rel="next"; results="true"; cursor="0:100:0")"}}};
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
                                       Every::overview);
        });
    }
    const Observed<SentryIssues> &staging() const { return kit.store.observations().issues.staging; }
    int requests() const { return int(kit.network->requests().size()); }
    int asked(const QString &part) const { return kit.network->count("GET", part); }

    int namesStatus = 200;
    int issuesStatus = 200;
    FeedKit kit;
    SentryFeed feed;
};

} // namespace

/// What is asked of Sentry, and when.
class SentryFeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutSentryNothingIsAsked()
    {
        SentryWatch watch(aPolicy());
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
        QCOMPARE(watch.requests(), before + 2);
    }
    void namesAreAskedEveryTwentyMinutes()
    {
        SentryWatch watch(withSentry());
        watch.kit.pass(Milliseconds(3'600'000));
        QVERIFY(watch.asked(QStringLiteral("/environments/")) <= 4);
        QVERIFY(watch.asked(QStringLiteral("/environments/")) >= 2);
        QVERIFY2(watch.requests() <= 60, qPrintable(QString::number(watch.requests())));
    }
    void anUnknownEnvironmentIsNamedWithTheLikelyOne()
    {
        SentryWatch watch(withSentry(QStringLiteral("Staging")));
        watch.kit.settle();
        QVERIFY(!watch.staging().value);
        QCOMPARE(watch.staging().error->kind, ErrorKind::NotFound);
        QVERIFY(watch.staging().error->detail.contains(QStringLiteral("\"staging\" meant")));
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

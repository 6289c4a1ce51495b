// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sentry/calls.h"
#include "models/values/utc.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

SentryProject sentryProject(const QString &api = QStringLiteral("https://us.sentry.io"))
{
    return {.api = QUrl(api),
            .organization = QStringLiteral("acme"),
            .project = QStringLiteral("api"),
            .environments = {.staging = QStringLiteral("staging"), .production = QStringLiteral("prod & co")}};
}

QByteArray sent(const HttpRequest &request)
{
    return request.url.toEncoded();
}

} // namespace

class SentryCallsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void environmentNamesAreAskedOfTheOrganization()
    {
        const auto call = Sentry::environmentNames(sentryProject());
        QCOMPARE(sent(call.request),
                 QByteArray("https://us.sentry.io/api/0/organizations/acme/environments/?visibility=visible"));
        QCOMPARE(call.request.credential, CredentialId::Sentry);
        QCOMPARE(call.request.provider, Provider::Sentry);
    }
    void aSelfHostedAddressKeepsItsPath()
    {
        const auto call = Sentry::environmentNames(sentryProject(QStringLiteral("https://tools.example.com/sentry")));
        QVERIFY(sent(call.request).startsWith("https://tools.example.com/sentry/api/0/organizations/acme/"));
    }
    void everyValueIsEncoded()
    {
        const auto call = Sentry::unresolved(sentryProject(), Environment::Production);
        QCOMPARE(sent(call.request),
                 QByteArray("https://us.sentry.io/api/0/organizations/acme/issues/"
                            "?project=api&environment=prod%20%26%20co&query=is%3Aunresolved&sort=date&limit=100"));
    }
    void whatIsNewIsAskedInUtc()
    {
        const QDateTime since = QDateTime::fromString(QStringLiteral("2026-11-24T10:30:05+01:00"), Qt::ISODate);
        const auto call = Sentry::fresh(sentryProject(), Environment::Staging, since);
        QVERIFY2(sent(call.request).contains("query=is%3Aunresolved%20firstSeen%3A%3E%3D2026-11-24T09%3A30%3A05&"),
                 sent(call.request).constData());
    }
    void errorsAreCountedByTheMinute()
    {
        const QDateTime end = QDateTime::fromString(QStringLiteral("2026-11-24T10:30:05+01:00"), Qt::ISODate);
        const auto call = Sentry::errorCounts(sentryProject(), Environment::Production, {end.addSecs(-60), end});
        QCOMPARE(
            sent(call.request),
            QByteArray("https://us.sentry.io/api/0/organizations/acme/events-timeseries/"
                       "?dataset=errors&project=api&environment=prod%20%26%20co&start=2026-11-24T09%3A29%3A05%2B00%3A00"
                       "&end=2026-11-24T09%3A30%3A05%2B00%3A00&yAxis=count%28%29&interval=60"));
        QCOMPARE(call.request.credential, CredentialId::Sentry);
    }
    void releasesAreAskedForByTheirFrequency()
    {
        const QDateTime end(QDate(2026, 11, 24), QTime(10, 30, 5), utcZone);
        const auto call = Sentry::releases(sentryProject(), Environment::Production, {end.addDays(-1), end});
        QVERIFY2(sent(call.request).endsWith("&field=release&field=count%28%29&sort=-count%28%29&per_page=2"),
                 sent(call.request).constData());
        QVERIFY(sent(call.request).contains("/events/?dataset=errors&"));
    }
    void anOrganizationTokenIsToldApartAtOnce()
    {
        const auto trouble = Sentry::tokenTrouble("sntrys_made-up");
        QVERIFY(trouble);
        QVERIFY(trouble->contains(QStringLiteral("event:read")));
        QVERIFY(!trouble->contains(QStringLiteral("made-up")));
        QVERIFY(!Sentry::tokenTrouble("sntryu_made-up"));
        QVERIFY(!Sentry::tokenTrouble("0123456789abcdef"));
    }
};

SLIPWAY_TEST(SentryCallsTest)
#include "sentry_calls_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sentry/decoders.h"
#include "app/sentry/environmentname.h"
#include "app/sentry/errordecoders.h"
#include "models/values/utc.h"
#include "support/mutatedbodies.h"
#include "support/testdata.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Sentry;
using namespace Slipway::Test;

namespace {

HttpResponse answer(const QByteArray &body, int status = 200)
{
    return {.status = status, .body = body};
}

HttpResponse issuesAnswer()
{
    return answer(testData(QStringLiteral("sentry/issues.json")));
}

QDateTime wholeSecond()
{
    return {QDate(2026, 11, 24), QTime(9, 41, 7), utcZone};
}

constexpr qint64 someMinute = 1'795'000'020'000; // ms, a whole one

/// A time series of one value a minute, from someMinute on; "!" before one that is not complete.
HttpResponse countsAnswer(const QByteArrayList &values, const QByteArray &interval = "60000.0")
{
    QByteArrayList rows;
    for (const QByteArray &value : values) {
        const bool incomplete = value.startsWith('!');
        rows.append(R"({"timestamp":)" + QByteArray::number(someMinute + rows.size() * 60'000) + R"(.0,"value":)" +
                    value.mid(incomplete ? 1 : 0) + R"(,"incomplete":)" + (incomplete ? "true}" : "false}"));
    }
    return answer(R"x({"meta":{"dataset":"errors","start":1.0,"end":2.0},"timeSeries":[{"yAxis":"count()","meta":)x"
                  R"({"valueType":"integer","valueUnit":null,"interval":)" +
                  interval + R"(},"values":[)" + rows.join(',') + "]}]}");
}

Span minutesOf(int from, int to)
{
    const QDateTime start = QDateTime::fromMSecsSinceEpoch(someMinute, utcZone);
    return {.from = start.addSecs(60LL * from), .to = start.addSecs(60LL * to)};
}

} // namespace

class SentryDecodersTest : public QObject {
    Q_OBJECT private Q_SLOTS : void anIssueIsReadWhole()
    {
        const auto page = decodeIssues(issuesAnswer());
        QVERIFY(page);
        QCOMPARE(page->issues.size(), 2);
        const SentryIssue &issue = page->issues.first();
        QCOMPARE(issue.id, QStringLiteral("5100000001"));
        QCOMPARE(issue.shortId, QStringLiteral("API-42"));
        QCOMPARE(issue.level, QStringLiteral("error"));
        QCOMPARE(issue.users, 37);
        QCOMPARE(issue.lastSeen, wholeSecond());
        QCOMPARE(issue.url.host(), QStringLiteral("acme.sentry.io"));
    }
    void theCountIsATextOnTheWire() { QCOMPARE(decodeIssues(issuesAnswer())->issues.first().events, 1290); }
    void aCountThatIsNoNumberIsMalformed()
    {
        const auto page = decodeIssues(answer(R"([{"id":"1","count":"many"}])"));
        QVERIFY(!page);
        QCOMPARE(page.error().kind, ErrorKind::Malformed);
    }
    void theFirstSightingIsTheOneOfItsLifetime()
    {
        const QDateTime firstSeen = decodeIssues(issuesAnswer())->issues.first().firstSeen;
        QCOMPARE(firstSeen, QDateTime(QDate(2026, 11, 23), QTime(17, 2, 11, 500), utcZone));
    }
    void everythingButTheIdMayBeMissing()
    {
        QVERIFY(decodeIssues(answer(R"([{"id":"1"}])")));
        QVERIFY(!decodeIssues(answer(R"([{"title":"no id"}])")));
        QVERIFY(!decodeIssues(answer(R"([{"id":1}])")));
    }
    void anAddressThatIsNoWebPageIsDropped()
    {
        const auto page = decodeIssues(answer("[{\"id\":\"1\",\"permalink\":\"file:/etc/passwd\"}]"));
        QVERIFY(page);
        QVERIFY(page->issues.first().url.isEmpty());
    }
    void aNextPageCountsOnlyWithResults()
    {
        const QByteArray previous = R"(<https://x/?cursor=0:0:1>; rel="previous"; results="true"; cursor="0:0:1")";
        const QByteArray more = R"(<https://x/?q=a,b&cursor=0:100:0>; rel="next"; results="true"; cursor="0:100:0")";
        const QByteArray none = R"(<https://x/?cursor=0:100:0>; rel="next"; results="false"; cursor="0:100:0")";
        QVERIFY(hasNextPage(previous + ", " + more));
        QVERIFY(!hasNextPage(previous + ", " + none));
        QVERIFY(!hasNextPage({}));
        HttpResponse response = issuesAnswer();
        response.headers.insert("link", more);
        QVERIFY(decodeIssues(response)->more);
    }
    void environmentNamesLeaveTheNamelessOneOut()
    {
        const auto names = decodeEnvironmentNames(answer(testData(QStringLiteral("sentry/environments.json"))));
        QVERIFY(names);
        QCOMPARE(*names, (QStringList{QStringLiteral("production"), QStringLiteral("staging")}));
    }
    void errorsAreTold_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("says");
        QTest::newRow("401") << 401 << QByteArray(R"({"detail":"Invalid token"})") << ErrorKind::Unauthorized
                             << QStringLiteral("Invalid token");
        QTest::newRow("403") << 403 << QByteArray(R"({"detail":"You do not have permission to perform this action."})")
                             << ErrorKind::Forbidden << QStringLiteral("event:read");
        QTest::newRow("403 with an object")
            << 403 << QByteArray(R"({"detail":{"code":"sso-required","message":"Sign in"}})") << ErrorKind::Forbidden
            << QStringLiteral("Sign in");
        QTest::newRow("404") << 404 << QByteArray(R"({"detail":"The requested resource does not exist"})")
                             << ErrorKind::NotFound << QStringLiteral("[sentry]");
        QTest::newRow("429 as a bare text")
            << 429 << QByteArray(R"("slow down")") << ErrorKind::RateLimited << QStringLiteral("limit");
        QTest::newRow("400 with fields") << 400 << QByteArray(R"({"environment":["This field is required."]})")
                                         << ErrorKind::Refused << QStringLiteral("environment: This field");
        QTest::newRow("502 in HTML") << 502 << QByteArray("<html>bad gateway</html>") << ErrorKind::Server
                                     << QStringLiteral("502");
        QTest::newRow("200 in HTML") << 200 << QByteArray("<html>sign in</html>") << ErrorKind::Malformed
                                     << QStringLiteral("no list");
        QTest::newRow("200 and empty") << 200 << QByteArray() << ErrorKind::Malformed << QStringLiteral("no list");
    }
    void errorsAreTold()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, says);
        const auto page = decodeIssues(answer(body, status));
        QVERIFY(!page);
        QCOMPARE(page.error().kind, kind);
        QVERIFY2(page.error().detail.contains(says), qPrintable(page.error().detail));
    }
    void anotherEnvironmentsNameIsSuggested_data()
    {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QString>("says");
        QTest::newRow("another case") << QStringLiteral("Production") << QStringLiteral("\"production\" meant");
        QTest::newRow("shortened") << QStringLiteral("prod") << QStringLiteral("\"production\" meant");
        QTest::newRow("mistyped") << QStringLiteral("stagign") << QStringLiteral("\"staging\" meant");
        QTest::newRow("something else") << QStringLiteral("qa") << QStringLiteral("It has: production, staging");
    }
    void anotherEnvironmentsNameIsSuggested()
    {
        QFETCH(QString, wanted);
        QFETCH(QString, says);
        const QStringList known{QStringLiteral("production"), QStringLiteral("staging")};
        const auto check = checkEnvironmentName(wanted, known);
        QVERIFY(!check);
        QCOMPARE(check.error().kind, ErrorKind::NotFound);
        QVERIFY2(check.error().detail.contains(says), qPrintable(check.error().detail));
    }
    void theExactNameIsFine()
    {
        QVERIFY(checkEnvironmentName(QStringLiteral("staging"), {QStringLiteral("staging")}));
        QVERIFY(!checkEnvironmentName(QStringLiteral("staging"), {}));
    }
    void onlyCompleteMinutesCount()
    {
        const auto counts = decodeErrorCounts(countsAnswer({"1", "0", "5.0", "!9", "!0"}));
        QVERIFY(counts);
        QCOMPARE(counts->complete.size(), 3);
        const ErrorRate rate = rateOf(*counts, minutesOf(0, 5));
        QCOMPARE(rate.minutes, 3);
        QCOMPARE(rate.perMinute, 2.0);
    }
    void ofManyMinutesTheLastTenCount()
    {
        QByteArrayList values(20, "9");
        values += QByteArrayList(10, "1");
        const auto counts = decodeErrorCounts(countsAnswer(values));
        QVERIFY(counts);
        QCOMPARE(rateOf(*counts, minutesOf(0, 30)), (ErrorRate{.perMinute = 1, .minutes = 10}));
    }
    void minutesOutsideOfWhatWasAskedDoNotCount()
    {
        const auto counts = decodeErrorCounts(countsAnswer({"9", "9", "1"}));
        QVERIFY(counts);
        QCOMPARE(rateOf(*counts, minutesOf(2, 4)), (ErrorRate{.perMinute = 1, .minutes = 1}));
        QCOMPARE(rateOf(*counts, minutesOf(40, 70)).minutes, 0);
        QCOMPARE(rateOf(*counts, minutesOf(-60, -30)).minutes, 0);
    }
    void bucketsOfAnotherWidthAreReckonedByTheMinute()
    {
        const auto counts = decodeErrorCounts(countsAnswer({"20", "30"}, "300000"));
        QVERIFY(counts);
        QCOMPARE(rateOf(*counts, minutesOf(0, 30)), (ErrorRate{.perMinute = 5, .minutes = 10}));
    }
    void zeroErrorsAreNotNoData()
    {
        const auto zero = decodeErrorCounts(countsAnswer({"0", "0"}));
        QVERIFY(zero);
        QCOMPARE(rateOf(*zero, minutesOf(0, 2)), (ErrorRate{.perMinute = 0, .minutes = 2}));
    }
    void noDataIsNotZeroErrors_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no accessible project") << QByteArray(R"({"timeSeries":[]})");
        QTest::newRow("without meta") << countsAnswer({"1"}).body.replace(
            R"("meta":{"dataset":"errors","start":1.0,"end":2.0},)", "");
        QTest::newRow("no series") << QByteArray(R"({"meta":{"dataset":"errors","start":1,"end":2},"timeSeries":[]})");
        QTest::newRow("no values") << countsAnswer({}).body;
        QTest::newRow("all incomplete") << countsAnswer({"!1", "!2"}).body;
        QTest::newRow("null") << countsAnswer({"null"}).body;
        QTest::newRow("not said whether complete") << countsAnswer({"1"}).body.replace(R"(,"incomplete":false)", "");
    }
    void noDataIsNotZeroErrors()
    {
        QFETCH(QByteArray, body);
        const auto counts = decodeErrorCounts(answer(body));
        QVERIFY(counts);
        QCOMPARE(rateOf(*counts, minutesOf(0, 30)), ErrorRate());
    }
    void strangeCountsAreMalformed_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("a text") << countsAnswer({"\"5\""}).body;
        QTest::newRow("negative") << countsAnswer({"-1"}).body;
        QTest::newRow("huge") << countsAnswer({"1e300"}).body;
        QTest::newRow("NaN") << countsAnswer({"NaN"}).body;
        QTest::newRow("no width") << countsAnswer({"1"}, "null").body;
        QTest::newRow("no width at all") << countsAnswer({"1"}, "0").body;
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("HTML") << QByteArray("<html>sign in</html>");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("without series") << QByteArray("{}");
    }
    void strangeCountsAreMalformed()
    {
        QFETCH(QByteArray, body);
        const auto counts = decodeErrorCounts(answer(body));
        QVERIFY(!counts);
        QCOMPARE(counts.error().kind, ErrorKind::Malformed);
    }
    void anOlderServerThatDoesNotCountSaysSo()
    {
        const auto counts = decodeErrorCounts(answer(R"({"detail":"The requested resource does not exist"})", 404));
        QCOMPARE(counts.error().kind, ErrorKind::NotFound);
        QVERIFY(counts.error().detail.contains(QStringLiteral("too old")));
    }
    void aTokenThatMayNotCountIsToldWhatItNeeds()
    {
        const auto counts = decodeErrorCounts(answer("{}", 403));
        QCOMPARE(counts.error().kind, ErrorKind::Forbidden);
        QVERIFY(counts.error().detail.contains(QStringLiteral("event:read and org:read")));
        QCOMPARE(decodeReleases(answer("{}", 403)).error().kind, ErrorKind::Forbidden);
        QCOMPARE(decodeErrorCounts(answer("{}", 429)).error().kind, ErrorKind::RateLimited);
        QCOMPARE(decodeErrorCounts(answer("{}", 401)).error().kind, ErrorKind::Unauthorized);
    }
    void aReleaseIsConstantWhenTwentyEventsCarryNoOther_data()
    {
        QTest::addColumn<QByteArray>("rows");
        QTest::addColumn<QString>("constant");
        const auto row = [](const char *release, const char *count) {
            return QByteArray(R"({"release":)") + release + R"x(,"count()":)x" + count + "}";
        };
        const QByteArray many = row(R"("2.0.3")", "900");
        QTest::newRow("twenty of one") << row(R"("2.0.3")", "20") << QStringLiteral("2.0.3");
        QTest::newRow("nineteen of one") << row(R"("2.0.3")", "19") << QString();
        QTest::newRow("two") << many + ',' + row(R"("2.0.4")", "1") << QString();
        QTest::newRow("one and none") << many + ',' + row("null", "1") << QString();
        QTest::newRow("none carries one") << row(R"("")", "900") << QString();
        QTest::newRow("no events") << QByteArray() << QString();
    }
    void aReleaseIsConstantWhenTwentyEventsCarryNoOther()
    {
        QFETCH(QByteArray, rows);
        QFETCH(QString, constant);
        const auto releases = decodeReleases(answer(R"({"data":[)" + rows + R"(],"meta":{}})"));
        QVERIFY(releases);
        QCOMPARE(constantRelease(*releases), constant);
    }
    void strangeReleasesAreMalformed()
    {
        for (const QByteArray &body : {QByteArray("[]"), QByteArray("{}"), QByteArray(R"({"data":[{"release":1}]})"),
                                       QByteArray(R"x({"data":[{"release":"a","count()":"many"}]})x")})
            QCOMPARE(decodeReleases(answer(body)).error().kind, ErrorKind::Malformed);
    }
    void noMutatedBodyBreaksADecoder()
    {
        int read = 0;
        const QByteArrayList issues = mutatedBodies(testData(QStringLiteral("sentry/issues.json")));
        for (const QByteArray &body : issues)
            read += decodeIssues(answer(body)) ? 1 : 0;
        const QByteArrayList names = mutatedBodies(testData(QStringLiteral("sentry/environments.json")));
        for (const QByteArray &body : names)
            read += decodeEnvironmentNames(answer(body)) ? 1 : 0;
        const QByteArrayList counts = mutatedBodies(countsAnswer({"1", "0", "!2"}).body);
        for (const QByteArray &body : counts)
            read += decodeErrorCounts(answer(body)) ? 1 : 0;
        QVERIFY(read > 0);
        QVERIFY(read < issues.size() + names.size() + counts.size());
    }
};

SLIPWAY_TEST(SentryDecodersTest)
#include "sentry_decoders_test.moc"

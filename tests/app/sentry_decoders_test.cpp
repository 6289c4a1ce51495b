// SPDX-License-Identifier: GPL-3.0-or-later
#include "sentry/decoders.h"
#include "sentry/environmentname.h"
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
    return {QDate(2026, 11, 24), QTime(9, 41, 7), Qt::UTC};
}

} // namespace

class SentryDecodersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anIssueIsReadWhole()
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
        QCOMPARE(firstSeen, QDateTime(QDate(2026, 11, 23), QTime(17, 2, 11, 500), Qt::UTC));
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
    void noMutatedBodyBreaksADecoder()
    {
        int read = 0;
        const QByteArrayList issues = mutatedBodies(testData(QStringLiteral("sentry/issues.json")));
        for (const QByteArray &body : issues)
            read += decodeIssues(answer(body)) ? 1 : 0;
        const QByteArrayList names = mutatedBodies(testData(QStringLiteral("sentry/environments.json")));
        for (const QByteArray &body : names)
            read += decodeEnvironmentNames(answer(body)) ? 1 : 0;
        QVERIFY(read > 0);
        QVERIFY(read < issues.size() + names.size());
    }
};

SLIPWAY_TEST(SentryDecodersTest)
#include "sentry_decoders_test.moc"

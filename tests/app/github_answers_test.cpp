// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/answers.h"
#include "app/github/decoders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::GitHub;

namespace {

HttpResponse githubRefusal(int status, const QByteArray &body = R"({"message":"Said so","status":"0"})",
                           const QHash<QByteArray, QByteArray> &headers = {})
{
    return {.status = status, .headers = headers, .body = body};
}

QString githubErrorText(const HttpResponse &response)
{
    const auto error = errorIn(response);
    return error ? error->detail : QStringLiteral("no error");
}

} // namespace

/// What each status of GitHub means (app/github/README.md, 28).
class GitHubAnswersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aStatusIsOneKindOfError_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("304 without a known answer") << 304 << ErrorKind::Malformed;
        QTest::newRow("400") << 400 << ErrorKind::Refused;
        QTest::newRow("401") << 401 << ErrorKind::Unauthorized;
        QTest::newRow("403") << 403 << ErrorKind::Forbidden;
        QTest::newRow("404") << 404 << ErrorKind::NotFound;
        QTest::newRow("409") << 409 << ErrorKind::Refused;
        QTest::newRow("410") << 410 << ErrorKind::Refused;
        QTest::newRow("422") << 422 << ErrorKind::Refused;
        QTest::newRow("429") << 429 << ErrorKind::RateLimited;
        QTest::newRow("500") << 500 << ErrorKind::Server;
        QTest::newRow("503") << 503 << ErrorKind::Server;
    }
    void aStatusIsOneKindOfError()
    {
        QFETCH(int, status);
        const auto error = errorIn(githubRefusal(status));
        QVERIFY(error);
        QTEST(error->kind, "kind");
        QCOMPARE(error->httpStatus, status);
        QVERIFY2(error->detail.contains(QStringLiteral("Said so")), qPrintable(error->detail));
    }
    void successIsNoError()
    {
        for (const int status : {200, 201, 202, 204})
            QVERIFY(!errorIn(githubRefusal(status)));
    }
    void errorsMayBeObjectsOrTexts()
    {
        const QString objects = githubErrorText(githubRefusal(
            422,
            R"({"message":"Validation Failed","errors":[{"resource":"Ref","field":"sha","code":"invalid"},{"message":"Reference already exists"}]})"));
        QVERIFY2(objects.contains(QStringLiteral("Validation Failed; sha invalid; Reference already exists")),
                 qPrintable(objects));
        const QString texts =
            githubErrorText(githubRefusal(422, R"({"message":"Validation Failed","errors":["No ref found for: x"]})"));
        QVERIFY2(texts.contains(QStringLiteral("Validation Failed; No ref found for: x")), qPrintable(texts));
    }
    void aBodyThatIsNoJsonStillHasItsStatus()
    {
        for (const char *body : {"", "<html>Bad gateway</html>", "[1,2]", "{\"message\":7}", "{\"errors\":\"x\"}"}) {
            const auto error = errorIn(githubRefusal(502, body));
            QCOMPARE(error->kind, ErrorKind::Server);
            QVERIFY2(!error->detail.contains(QLatin1Char('<')), qPrintable(error->detail));
        }
    }
    void aMissingPermissionIsNamed()
    {
        const QString text = githubErrorText(
            githubRefusal(403, R"({"message":"Resource not accessible by personal access token"})",
                          {{"x-accepted-github-permissions", "actions=write"}, {"x-accepted-oauth-scopes", "repo"}}));
        QVERIFY2(text.contains(QStringLiteral("actions=write")), qPrintable(text));
    }
    void aMissingScopeIsNamed()
    {
        const QString text = githubErrorText(githubRefusal(403, "{}", {{"x-accepted-oauth-scopes", "repo"}}));
        QVERIFY2(text.contains(QStringLiteral("repo")), qPrintable(text));
    }
    void singleSignOnIsSaid()
    {
        const auto error = errorIn(githubRefusal(
            403, "{}",
            {{"x-github-sso", "required; url=https://github.com/orgs/acme/sso?authorization_request=SECRET"}}));
        QCOMPARE(error->kind, ErrorKind::Forbidden);
        QVERIFY2(error->detail.contains(QStringLiteral("single sign-on")), qPrintable(error->detail));
        QVERIFY(!error->detail.contains(QStringLiteral("SECRET")));
    }
    void a404SaysBothWhatItMayMean()
    {
        QVERIFY(githubErrorText(githubRefusal(404)).contains(QStringLiteral("this token may not see it")));
    }
    void a403MayMeanTooOften_data()
    {
        using Headers = QHash<QByteArray, QByteArray>;
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Headers>("headers");
        QTest::addColumn<int>("seconds");
        const QByteArray date = "Tue, 24 Nov 2026 12:00:00 GMT"; // 1795521600
        QTest::newRow("seconds") << QByteArray("{}") << Headers{{"retry-after", "37"}} << 37;
        QTest::newRow("until the reset") << QByteArray("{}")
                                         << Headers{{"x-ratelimit-limit", "5000"},
                                                    {"x-ratelimit-remaining", "0"},
                                                    {"x-ratelimit-reset", "1795521690"},
                                                    {"date", date}}
                                         << 90;
        QTest::newRow("secondary")
            << QByteArray("{\"message\":\"slow down\",\"documentation_url\":\"docs/rest#secondary-rate-limits\"}")
            << Headers{{"date", date}} << 60;
        QTest::newRow("no clock to judge by") << QByteArray("{}")
                                              << Headers{{"x-ratelimit-limit", "5000"},
                                                         {"x-ratelimit-remaining", "0"},
                                                         {"x-ratelimit-reset", "1795521690"}}
                                              << -1;
    }
    void a403MayMeanTooOften()
    {
        using Headers = QHash<QByteArray, QByteArray>;
        QFETCH(QByteArray, body);
        QFETCH(Headers, headers);
        QFETCH(int, seconds);
        const auto error = errorIn(githubRefusal(403, body, headers));
        QCOMPARE(error->kind, ErrorKind::RateLimited);
        QCOMPARE(int(error->retryAfter.value_or(std::chrono::seconds(-1)).count()), seconds);
    }
    void hostileWordsAreShortAndVisible()
    {
        const QByteArray hostile = QByteArray("{\"message\":\"") + "\xe2\x80\xae" + QByteArray(5000, 'x') + "\"}";
        const QString text = githubErrorText(githubRefusal(422, hostile));
        QVERIFY(text.contains(QStringLiteral("<U+202E>")));
        QVERIFY(text.size() < 500);
    }
    void aListIsNoObject()
    {
        QCOMPARE(objectIn({.status = 200, .body = "[]"}).error().kind, ErrorKind::Malformed);
        QCOMPARE(arrayIn({.status = 200, .body = "{}"}).error().kind, ErrorKind::Malformed);
        QCOMPARE(arrayIn({.status = 200, .body = "[1"}).error().kind, ErrorKind::Malformed);
    }
};

SLIPWAY_TEST(GitHubAnswersTest)
#include "github_answers_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/jsonreader.h"
#include "app/net/ratelimit.h"
#include "app/railway/graphql.h"
#include "models/values/utc.h"
#include "support/localzone.h"
#include "support/testmain.h"

#include <QJsonDocument>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Railway;
using namespace Slipway::Test;

namespace {

QByteArray saying(const QString &message)
{
    const QJsonObject error{
        {QStringLiteral("message"), message},
        {QStringLiteral("extensions"), QJsonObject{{QStringLiteral("traceId"), QStringLiteral("t-1")}}}};
    return QJsonDocument(QJsonObject{{QStringLiteral("errors"), QJsonArray{error}}, {QStringLiteral("data"), {}}})
        .toJson();
}

} // namespace

class RailwayGraphQlTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void errorsAreClassified_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, int status, const QByteArray &body, ErrorKind kind, const QString &says) {
            QTest::newRow(name) << status << body << kind << says;
        };
        row("project token", 200, saying(QStringLiteral("Project Token not found")), ErrorKind::Unauthorized,
            QStringLiteral("project token"));
        row("not authorized is ambiguous", 200, saying(QStringLiteral("Not Authorized")), ErrorKind::Forbidden,
            QStringLiteral("or that this does not exist"));
        row("second factor", 200, saying(QStringLiteral("Two Factor Authentication Required")), ErrorKind::Forbidden,
            QStringLiteral("two-factor"));
        row("problem processing", 200, saying(QStringLiteral("Problem processing request")), ErrorKind::Server,
            QStringLiteral("trace t-1"));
        row("commit", 200, saying(QStringLiteral("Commit not found")), ErrorKind::Refused,
            QStringLiteral("Nothing was deployed"));
        row("too many deployments", 200, saying(QStringLiteral("Service deployment rate limit exceeded")),
            ErrorKind::RateLimited, QStringLiteral("minutes"));
        row("schema drift", 400, saying(QStringLiteral("Cannot query field \"x\" on type \"Deployment\".")),
            ErrorKind::Refused, QStringLiteral("Update"));
        row("deployments paused", 200, saying(QStringLiteral("Deploys have been paused temporarily")),
            ErrorKind::Refused, QStringLiteral("paused"));
        row("missing", 200, saying(QStringLiteral("ServiceInstance not found")), ErrorKind::NotFound,
            QStringLiteral("ids"));
        row("an unknown error proves nothing", 200, saying(QStringLiteral("Strange")), ErrorKind::Server,
            QStringLiteral("\"Strange\""));
        row("an unknown error with a 4xx", 400, saying(QStringLiteral("Strange")), ErrorKind::Refused,
            QStringLiteral("\"Strange\""));
        row("401", 401, saying(QStringLiteral("Strange")), ErrorKind::Unauthorized, QStringLiteral("token"));
        row("401 in HTML", 401, "<html>", ErrorKind::Unauthorized, QStringLiteral("token"));
        row("403 in JSON", 403, saying(QStringLiteral("Not Authorized")), ErrorKind::Forbidden,
            QStringLiteral("Not Authorized"));
        row("the edge", 403, "error code: 1010", ErrorKind::Refused, QStringLiteral("error code: 1010"));
        row("429", 429, "<html>", ErrorKind::RateLimited, QStringLiteral("in 17 s"));
        row("503 in HTML", 503, "<html>", ErrorKind::Server, QStringLiteral("503"));
        row("500 in JSON", 500, saying(QStringLiteral("Not Authorized")), ErrorKind::Server, QStringLiteral("500"));
        row("200 in HTML", 200, "<html>", ErrorKind::Malformed, QStringLiteral("no JSON"));
        row("empty", 200, "", ErrorKind::Malformed, QStringLiteral("no JSON"));
        row("neither data nor errors", 200, "{}", ErrorKind::Malformed, QStringLiteral("neither"));
        row("errors of a wrong type", 200, R"({"errors":[7]})", ErrorKind::Server, QStringLiteral("error"));
    }
    void errorsAreClassified()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, says);
        const auto data = readData({.status = status, .headers = {{"retry-after", "17"}}, .body = body});
        QVERIFY(!data);
        QCOMPARE(data.error().kind, kind);
        QCOMPARE(data.error().httpStatus, status);
        QVERIFY2(data.error().detail.contains(says), qPrintable(data.error().detail));
    }
    void itsWordsAreShortAndVisible()
    {
        const auto data = readData({.status = 200, .body = saying(QString(5000, u'x') + QChar(0x202e))});
        QVERIFY(data.error().detail.size() < 500);
        const auto bidi = readData({.status = 200, .body = saying(QChar(0x202e) + QStringLiteral("strange"))});
        QVERIFY(bidi.error().detail.contains(QStringLiteral("<U+202E>strange")));
    }
    void theWaitIsHandedOn()
    {
        const auto data = readData({.status = 429, .headers = {{"retry-after", "17"}}});
        QCOMPARE(data.error().retryAfter, std::chrono::seconds(17));
        const QByteArray date = "Tue, 24 Nov 2026 12:00:17 GMT";
        QCOMPARE(
            readData({.status = 429, .headers = {{"retry-after", date}, {"date", "Tue, 24 Nov 2026 12:00:00 GMT"}}})
                .error()
                .retryAfter,
            std::chrono::seconds(17));
        QVERIFY(!readData({.status = 429, .headers = {{"retry-after", date}}}).error().retryAfter); // by which clock?
    }
    void aWaitOfAnySizeOrSignIsBounded()
    {
        for (const char *huge : {"86400", "2147483647", "9223372036854775807", "99999999999999999999"})
            QCOMPARE(readData({.status = 429, .headers = {{"retry-after", huge}}}).error().retryAfter,
                     std::chrono::seconds(3600));
        for (const char *none : {"-1", "-9223372036854775808", "soon", ""})
            QVERIFY(!readData({.status = 429, .headers = {{"retry-after", none}}}).error().retryAfter);
    }
    void ofSeveralErrorsTheMostOpenOneCounts()
    {
        const auto data =
            readData({.status = 200,
                      .body = R"({"errors":[{"message":"Not Authorized"},{"message":"Problem processing request"}]})"});
        QCOMPARE(data.error().kind, ErrorKind::Server);
    }
    void aRequestCarriesTheDocumentAsItIsInItsFile()
    {
        QFile file(QStringLiteral(TEST_DATA "/../../resources/graphql/Me.graphql"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        const HttpRequest request = graphQlRequest(QUrl(QStringLiteral("https://railway.example/graphql/v2")),
                                                   CredentialId::Railway, QStringLiteral("Me"));
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        QCOMPARE(body.value(QLatin1String("query")).toString().toUtf8(), text);
        QCOMPARE(body.value(QLatin1String("operationName")).toString(), QStringLiteral("Me"));
        QCOMPARE(request.method, QByteArray("POST"));
        QVERIFY(request.headers.contains({"Content-Type", "application/json"}));
        QCOMPARE(request.provider, Provider::Railway);
    }
    void timesAreReadWithAnyFraction()
    {
        const QDateTime second(QDate(2026, 6, 18), QTime(4, 43), utcZone);
        QCOMPARE(timeFromWire(QStringLiteral("2026-06-18T04:43:00Z")), second);
        QCOMPARE(timeFromWire(QStringLiteral("2026-06-18T04:43:00.5Z")), second.addMSecs(500));
        QCOMPARE(timeFromWire(QStringLiteral("2026-06-18T04:43:00.123456789Z")), second.addMSecs(123));
        QCOMPARE(timeFromWire(QStringLiteral("2026-06-18T06:43:00+02:00")), second);
        QCOMPARE(timeFromWire(QStringLiteral("2026-06-18T04:43:00")), second);
        QVERIFY(!timeFromWire(QStringLiteral("yesterday")).isValid());
        QCOMPARE(timeFromWire(QStringLiteral("2026-06-18")), QDateTime(QDate(2026, 6, 18), QTime(0, 0), utcZone));
        QVERIFY(!timeFromWire({}).isValid());
    }
    void aTimeThatSummerTimeSkipsHereIsReadAsItWasTold()
    {
        const LocalZone zone(centralEurope);
        const QDateTime skipped(QDate(2026, 3, 29), QTime(2, 30), utcZone);
        QCOMPARE(timeFromWire(QStringLiteral("2026-03-29T02:30:00")), skipped);
        QCOMPARE(timeFromHeader("2026-03-29T02:30:00"), skipped);
        QCOMPARE(httpDate("Sun, 29 Mar 2026 02:30:00 GMT"), skipped);
        QVERIFY(!httpDate("Sun, 29 Mar 2026 02:30:00 CET").isValid());
        QVERIFY(!httpDate("now").isValid());
    }
};

SLIPWAY_TEST(RailwayGraphQlTest)
#include "railway_graphql_test.moc"

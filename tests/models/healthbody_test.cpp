// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/healthbody.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

constexpr char jsonType[] = "application/json";

HealthSample judged(const QByteArray &body, int status = 200, const QByteArray &type = jsonType)
{
    return judgeHealth(status, type, body);
}

} // namespace

class HealthBodyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTargetApplicationIsHealthyWithItsDatabase()
    {
        const auto sample = judged(
            R"({"status":"healthy","timestamp":"2026-11-24T09:00:00Z","version":"2.0.3","database":"connected"})");
        QCOMPARE(sample.verdict, Verdict::Healthy);
        QCOMPARE(sample.httpStatus, 200);
        QVERIFY(sample.reasons.isEmpty());
        QVERIFY(sample.facts.contains(QStringLiteral("database connected")));
        QVERIFY(!sample.facts.join(QLatin1Char(' ')).contains(QStringLiteral("2.0.3"))); // it is a constant
    }
    void a200WithADeadDatabaseIsDegraded()
    {
        const auto sample = judged(
            R"({"status":"healthy","version":"2.0.3","database":"unavailable","mode":"degraded","database_error":"TimeoutError"})");
        QCOMPARE(sample.verdict, Verdict::Degraded);
        QVERIFY(sample.reasons.contains(QStringLiteral("database: unavailable")));
        QVERIFY(sample.reasons.contains(QStringLiteral("database_error: TimeoutError")));
    }
    void wordsAreJudged_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Verdict>("verdict");
        QTest::newRow("starting up") << QByteArray(R"({"status":"healthy","database":"not_initialized"})")
                                     << Verdict::Degraded;
        QTest::newRow("warming up") << QByteArray(R"({"status":"warming_up","error":"boom","is_transient":true})")
                                    << Verdict::Degraded;
        QTest::newRow("railway's own probe, good")
            << QByteArray(
                   R"({"status":"healthy","database":"connected","health_cache":"available","gateways":{"healthy":28,"total":30,"health_rate":"93.3%"}})")
            << Verdict::Healthy;
        QTest::newRow("no gateway") << QByteArray(R"({"status":"healthy","gateways":{"healthy":0,"total":30}})")
                                    << Verdict::Degraded;
        QTest::newRow("gateways warm up")
            << QByteArray(R"({"status":"healthy","gateways":{"status":"warming_up"}})") << Verdict::Degraded;
        QTest::newRow("upper case and spaces") << QByteArray(R"({"status":" UP "})") << Verdict::Healthy;
        QTest::newRow("pass") << QByteArray(R"({"status":"pass"})") << Verdict::Healthy;
        QTest::newRow("warn") << QByteArray(R"({"status":"warn"})") << Verdict::Degraded;
        QTest::newRow("down") << QByteArray(R"({"status":"DOWN"})") << Verdict::Down;
        QTest::newRow("out of service") << QByteArray(R"({"status":"OUT_OF_SERVICE"})") << Verdict::Down;
        QTest::newRow("a word nobody knows") << QByteArray(R"({"status":"splendid"})") << Verdict::Degraded;
        QTest::newRow("unknown") << QByteArray(R"({"status":"unknown"})") << Verdict::Degraded;
        QTest::newRow("a number") << QByteArray(R"({"status":200})") << Verdict::Degraded;
        QTest::newRow("null") << QByteArray(R"({"status":null})") << Verdict::Degraded;
        QTest::newRow("a part is false") << QByteArray(R"({"status":"ok","database":false})") << Verdict::Degraded;
        QTest::newRow("no status at all") << QByteArray(R"({"uptime":17})") << Verdict::Healthy;
        QTest::newRow("Spring Boot, up")
            << QByteArray(R"({"status":"UP","components":{"db":{"status":"UP"},"ping":{"status":"UP"}}})")
            << Verdict::Healthy;
        QTest::newRow("Spring Boot, a part down")
            << QByteArray(R"({"status":"UP","components":{"db":{"status":"DOWN"}}})") << Verdict::Degraded;
        QTest::newRow("health+json check")
            << QByteArray(R"({"status":"pass","checks":{"redis:latency":[{"status":"fail"}]}})") << Verdict::Degraded;
        QTest::newRow("checks as a list")
            << QByteArray(R"({"status":"ok","checks":[{"name":"queue","status":"down"}]})") << Verdict::Degraded;
        QTest::newRow("checks of wrong types")
            << QByteArray(
                   R"({"status":"ok","checks":7,"components":[1,null,[]],"database":[],"mode":{},"gateways":"x"})")
            << Verdict::Healthy;
        QTest::newRow("a list") << QByteArray("[1,2]") << Verdict::Degraded;
        QTest::newRow("null alone") << QByteArray("null") << Verdict::Degraded;
        QTest::newRow("cut off") << QByteArray(R"({"status":"healthy")") << Verdict::Degraded;
    }
    void wordsAreJudged()
    {
        QFETCH(QByteArray, body);
        QFETCH(Verdict, verdict);
        const auto sample = judged(body);
        QCOMPARE(sample.verdict, verdict);
        QCOMPARE(sample.reasons.isEmpty(), verdict == Verdict::Healthy);
    }
    void anErrorStatusIsDownWhateverTheBodySays()
    {
        const auto sample = judged(R"({"status":"healthy"})", 503);
        QCOMPARE(sample.verdict, Verdict::Down);
        QCOMPARE(sample.httpStatus, 503);
        QCOMPARE(judged("<html>", 404, "text/html").reasons, QStringList{QStringLiteral("it answers HTTP 404")});
    }
    void aRedirectIsNotAnAnswer() { QCOMPARE(judged("", 302, {}).verdict, Verdict::Degraded); }
    void plainTextCountsByItsStatusCode()
    {
        const auto sample = judged("pong", 200, "text/plain");
        QCOMPARE(sample.verdict, Verdict::Healthy);
        QVERIFY(sample.facts.contains(QStringLiteral("status code only")));
        QCOMPARE(judged("degraded\n", 200, "text/plain").verdict, Verdict::Degraded);
        QCOMPARE(judged("", 204, {}).verdict, Verdict::Healthy);
    }
    void aWebPageIsNoHealthReport()
    {
        QCOMPARE(judged("<!DOCTYPE html><title>Welcome</title>", 200, "text/html; charset=utf-8").verdict,
                 Verdict::Degraded);
        QCOMPARE(judged("<html>", 200, {}).verdict, Verdict::Degraded);
    }
    void healthJsonHasATypeOfItsOwn()
    {
        QCOMPARE(judged(R"({"status":"fail"})", 200, "application/health+json").verdict, Verdict::Down);
    }
    void jsonIsReadWithoutItsType()
    {
        QCOMPARE(judged(R"({"status":"degraded"})", 200, {}).verdict, Verdict::Degraded);
    }
    void whatCannotBeReadIsNotHealthy()
    {
        const QByteArray deep = QByteArray(R"({"checks":)").repeated(3000) + "1" + QByteArray("}").repeated(3000);
        QCOMPARE(judged(deep).verdict, Verdict::Degraded);
        QCOMPARE(judged(QByteArray("\xff\xfe{\0\"\0", 6)).verdict, Verdict::Degraded);
        QCOMPARE(judged("{\"status\":\"h\xe9\xe9\"}").verdict, Verdict::Degraded);
    }
    void tenMegabytesAreJudgedToo()
    {
        const QByteArray body = "{\"status\":\"healthy\",\"padding\":\"" + QByteArray(10'000'000, 'x') + "\"}";
        QCOMPARE(judged(body).verdict, Verdict::Healthy);
    }
    void nothingInAReasonIsInvisible()
    {
        const auto sample = judged("{\"status\":\"ok\",\"database\":\"down\",\"db_error\":\"a\\u202Eb\"}");
        QVERIFY(sample.reasons.contains(QStringLiteral("db_error: a<U+202E>b")));
    }
    void hostileTextStaysShort()
    {
        const QByteArray body = "{\"status\":\"" + QByteArray(5000, 'A') + "\\n\\n<b>\"}";
        const auto sample = judged(body);
        QCOMPARE(sample.verdict, Verdict::Degraded);
        QVERIFY(sample.reasons.first().size() < 200);
        QByteArray many = "{\"status\":\"ok\"";
        for (int i = 0; i < 500; ++i)
            many += ",\"part" + QByteArray::number(i) + "_error\":\"no\"";
        QVERIFY(judged(many + "}").reasons.size() <= 8);
    }
};

SLIPWAY_TEST(HealthBodyTest)
#include "healthbody_test.moc"

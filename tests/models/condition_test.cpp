// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/resolve.h"
#include "models/values/utc.h"
#include "support/testmain.h"

#include <QTest>
#include <QTimeZone>

using namespace Slipway;

namespace {

const char modelsBody[] =
    R"({"status":"healthy","mode":"degraded","n":3,"big":9007199254740993,"nothing":null,"on":true,)"
    R"("data":[{"id":"small"},{"id":"large"}],"tags":["a","b"],"odd name":{"0":"zero"},"empty":[]})";

ProbeAnswer anAnswer(const QByteArray &body = modelsBody)
{
    const QDateTime at(QDate(2026, 1, 1), QTime(0, 0), utcZone);
    return {.status = 200,
            .latencyMs = 412,
            .headers = {{"content-type", "application/JSON; charset=utf-8"}},
            .body = body,
            .certificateUntil = at.addDays(20).addSecs(3'600),
            .at = at};
}

Condition parsed(const QString &text)
{
    const auto result = parseCondition(text);
    if (const auto *mistake = std::get_if<ConditionMistake>(&result))
        qFatal("%s: column %d: expected %s", qPrintable(text), mistake->column, qPrintable(mistake->expected));
    return std::get<Condition>(result);
}

ConditionResult resolved(const QString &text, const ProbeAnswer &answer = anAnswer())
{
    return resolve({parsed(text)}, answer).constFirst();
}

} // namespace

/// The language of conditions.
class ConditionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatHolds_data()
    {
        QTest::addColumn<bool>("wanted");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *text, bool wanted, const char *shown) {
            QTest::newRow(text) << wanted << QString::fromUtf8(shown);
        };
        row("status == 200", true, "status (200) == 200");
        row("status != 200", false, "status (200) != 200");
        row("status in 200..299", true, "status (200) in 200..299");
        row("status in 201..299", false, "status (200) in 201..299");
        row("status in 199..200", true, "status (200) in 199..200");
        row("  status   ==200  ", true, "status (200) ==200");
        row("latency < 800ms", true, "latency (412ms) < 800ms");
        row("latency < 0.4s", false, "latency (412ms) < 0.4s");
        row("latency <= 412ms", true, "latency (412ms) <= 412ms");
        row("latency < 1m", true, "latency (412ms) < 1m");
        row("body.status == \"healthy\"", true, "body.status (healthy) == \"healthy\"");
        row("body.status == 'healthy'", true, "body.status (healthy) == 'healthy'");
        row("body.mode != \"degraded\"", false, "body.mode (degraded) != \"degraded\"");
        row("body.other != \"degraded\"", true, "body.other (nothing there) != \"degraded\"");
        row("body.other == \"degraded\"", false, "body.other (nothing there) == \"degraded\"");
        row("body.other == null", false, "body.other (nothing there) == null");
        row("body.nothing == null", true, "body.nothing (null) == null");
        row("body.on == true", true, "body.on (true) == true");
        row("body.on == false", false, "body.on (true) == false");
        row("body.n >= 3", true, "body.n (3) >= 3");
        row("body.n > 3", false, "body.n (3) > 3");
        row("body.n == 3.0", true, "body.n (3) == 3.0");
        row("body.n == \"3\"", false, "body.n (3) == \"3\"");
        row("body.n in 1..5", true, "body.n (3) in 1..5");
        row("body.n > -1", true, "body.n (3) > -1");
        row("body.big == 9007199254740993", true, nullptr);
        row("body.big == 9007199254740992", false, nullptr);
        row("body.status > 1", false, "body.status (healthy) > 1");
        row("body.data[1].id == \"large\"", true, "body.data[1].id (large) == \"large\"");
        row("body.data[2].id == \"large\"", false, "body.data[2].id (nothing there) == \"large\"");
        row("body[\"odd name\"].0 == 'zero'", true, "body[\"odd name\"].0 (zero) == 'zero'");
        row("body.tags contains \"b\"", true, "body.tags (a list of 2) contains \"b\"");
        row("body.tags contains \"c\"", false, "body.tags (a list of 2) contains \"c\"");
        row("body.status contains \"HEALTH\"", false, "body.status (healthy) contains \"HEALTH\"");
        row("body.n contains 3", false, "body.n (3) contains 3");
        row("len(body.data) > 0", true, "len(body.data) (2) > 0");
        row("len(body.empty) > 0", false, "len(body.empty) (0) > 0");
        row("len(body.status) == 7", true, "len(body.status) (7) == 7");
        row("len(body.n) > 0", false, "len(body.n) (3, which has no length) > 0");
        row("len( body.other ) > 0", false, "len( body.other ) (nothing there) > 0");
        row("has(body.error) == false", true, "has(body.error) (false) == false");
        row("has(body.nothing) == true", true, "has(body.nothing) (true) == true");
        row("has(body.error) != false", false, "has(body.error) (false) != false");
        row("header[\"Content-Type\"] contains \"json\"", true,
            "header[\"Content-Type\"] (application/JSON; charset=utf-8) contains \"json\"");
        row("header['x-none'] contains \"json\"", false, "header['x-none'] (nothing there) contains \"json\"");
        row("header['x-none'] != \"json\"", true, "header['x-none'] (nothing there) != \"json\"");
        row("certificate > 20d", true, "certificate (20d) > 20d");
        row("certificate > 21d", false, "certificate (20d) > 21d");
        row("certificate > 481h", false, "certificate (20d) > 481h");
        row("certificate >= 481h", true, "certificate (20d) >= 481h");
    }
    void whatHolds()
    {
        QFETCH(bool, wanted);
        QFETCH(QString, shown);
        const ConditionResult result = resolved(QString::fromUtf8(QTest::currentDataTag()));
        QCOMPARE(result.holds, wanted);
        if (!shown.isEmpty())
            QCOMPARE(result.shown, shown);
    }
    void aTypingMistakeNamesItsColumn_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, int column, const char *expected) {
            QTest::newRow(text) << column << QString::fromUtf8(expected);
        };
        row("", 1, "status, latency");
        row("statsu == 200", 1, "status, latency");
        row("status = 200", 8, "==, !=");
        row("status contains 200", 8, "==, !=");
        row("status == twohundred", 11, "a number");
        row("status == 200 201", 15, "the end");
        row("status in 200", 14, "a range");
        row("status in 299..200", 16, "an end that is not below");
        row("latency == 3ms", 9, "<, <=");
        row("latency < 800", 11, "a time like 800ms");
        row("latency < 800d", 11, "a time like 800ms");
        row("certificate > 21", 15, "a time like 21d");
        row("body. == 1", 6, "a member's name");
        row("body[x] == 1", 6, "text in quotes");
        row("body[1 == 1", 8, "a closing bracket");
        row("body.a == healthy", 11, "a number, text in quotes");
        row("body.a == \"healthy", 19, "a closing quote");
        row("len body > 0", 5, "an opening parenthesis");
        row("len(status) > 0", 5, "body");
        row("len(body.a > 0", 12, "a closing parenthesis");
        row("has(body.a) == 1", 16, "true or false");
        row("has(body.a) > true", 13, "== or !=");
        row("header == 1", 8, "the header's name");
        row("header[\"\"] == \"\"", 8, "a header's name");
        row("header[\"a\"] > \"1\"", 13, "==, != or contains");
    }
    void aTypingMistakeNamesItsColumn()
    {
        QFETCH(int, column);
        QFETCH(QString, expected);
        const auto result = parseCondition(QString::fromUtf8(QTest::currentDataTag()));
        const auto *mistake = std::get_if<ConditionMistake>(&result);
        QVERIFY(mistake);
        QCOMPARE(mistake->column, column);
        QVERIFY2(mistake->expected.startsWith(expected), qPrintable(mistake->expected));
    }
    void whatIsTooLongOrTooDeepIsRefused()
    {
        QVERIFY(std::holds_alternative<ConditionMistake>(parseCondition(QString(3'000, u'x'))));
        const QString deep = QStringLiteral("body") + QStringLiteral(".a").repeated(65) + QStringLiteral(" == 1");
        QVERIFY(std::holds_alternative<ConditionMistake>(parseCondition(deep)));
    }
    void aBodyThatCannotBeReadSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("why");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("the body is empty");
        QTest::newRow("cut off") << QByteArray("{\"status\":\"hea") << QStringLiteral("the body is not JSON");
        QTest::newRow("null") << QByteArray("null") << QStringLiteral("the body is not JSON");
        QTest::newRow("a web page") << QByteArray("<html></html>") << QStringLiteral("the body is not JSON");
        QTest::newRow("UTF-16") << QByteArray("\xff\xfe{\0}\0", 6) << QStringLiteral("the body is not JSON");
        QTest::newRow("3,000 levels") << QByteArray(3'000, '[') + QByteArray(3'000, ']')
                                      << QStringLiteral("the body is nested too deep");
        QTest::newRow("10 MB") << '"' + QByteArray(10'000'000, 'x') + '"'
                               << QStringLiteral("the body is too large to be read");
    }
    void aBodyThatCannotBeReadSaysWhy()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, why);
        const char *conditions[] = {"body.a == 1", "body.a != 1", "len(body) > 0", "has(body.a) == false"};
        for (const char *text : conditions) {
            const ConditionResult result = resolved(QString::fromLatin1(text), anAnswer(body));
            QVERIFY(!result.holds);
            QVERIFY2(result.shown.contains(why), qPrintable(result.shown));
        }
        QVERIFY(resolved(QStringLiteral("status == 200"), anAnswer(body)).holds);
    }
    void overPlainHttpThereIsNoCertificate()
    {
        ProbeAnswer answer = anAnswer();
        answer.certificateUntil.reset();
        const ConditionResult result = resolved(QStringLiteral("certificate > 1d"), answer);
        QVERIFY(!result.holds);
        QCOMPARE(result.shown, QStringLiteral("certificate (there is no certificate) > 1d"));
    }
    void hostileTextIsShownBoundedAndVisible()
    {
        const QByteArray body =
            "{\"mode\":\"" + QByteArray(5'000, 'x') + "\",\"bidi\":\"\xe2\x80\xae" + "evil\\u0000\"}";
        QVERIFY(resolved(QStringLiteral("body.mode == 'a'"), anAnswer(body)).shown.size() < 120);
        const QString shown = resolved(QStringLiteral("body.bidi == 'a'"), anAnswer(body)).shown;
        QVERIFY(!shown.contains(QChar(0x202e)) && !shown.contains(QChar(0)));
    }
    void everyConditionHasAResult()
    {
        const QList<ConditionResult> results =
            resolve({parsed(QStringLiteral("status == 200")), parsed(QStringLiteral("body.n == 4"))}, anAnswer());
        QCOMPARE(results.size(), 2);
        QVERIFY(results.at(0).holds && !results.at(1).holds);
    }
};

SLIPWAY_TEST(ConditionTest)
#include "condition_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/logs/logdecoder.h"
#include "app/railway/logs/logrow.h"
#include "models/logs/logattributes.h"
#include "models/logs/logtime.h"
#include "support/mutatedbodies.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Railway;

namespace {

constexpr LogRows productionRows{.source = LogSource::Deploy, .environment = Environment::Production};

/// A line with copies of its texts, for comparing two readers.
struct ReadLine {
    qint64 at = 0;
    LogLevel level = LogLevel::None;
    bool important = false;
    std::string message;
    QList<std::pair<QString, QString>> attributes; ///< in order of their names: an object's fields have none
    std::string deployment;
    std::string replica;
    bool operator==(const ReadLine &) const = default;
};

using ReadLines = std::optional<std::vector<ReadLine>>; ///< none: refused

ReadLines copied(const Result<std::span<const LogLine>> &rows)
{
    if (!rows)
        return {};
    std::vector<ReadLine> lines;
    for (const LogLine &line : *rows) {
        auto attributes = unpackAttributes(line.attributes);
        std::sort(attributes.begin(), attributes.end());
        lines.push_back({line.at, line.level, line.important, std::string(line.message), attributes,
                         std::string(line.deployment), std::string(line.replica)});
    }
    return lines;
}

ReadLines fastLines(const QByteArray &answer, const LogRows &rows = productionRows)
{
    LogDecoder decoder;
    return copied(decoder.decode(answer, rows));
}

ReadLines slowLines(const QByteArray &answer, const LogRows &rows = productionRows)
{
    LogDecoder decoder;
    return copied(decoder.decodeSlowly(answer, rows));
}

QByteArray logRow(const QByteArray &message, const QByteArray &more = {})
{
    return R"({"timestamp":"2026-06-18T04:43:00.123456789Z","message":")" + message +
           R"(","severity":"info","attributes":[{"key":"level","value":"\"warn\""},{"key":"user","value":"7"}],)"
           R"("tags":{"serviceId":"s","deploymentId":"d1","deploymentInstanceId":"i1","snapshotId":null})" +
           more + "}";
}

QByteArray logFrame(const QByteArrayList &rows)
{
    return R"({"data":{"environmentLogs":[)" + rows.join(',') + "]}}";
}

QByteArray accessRow()
{
    return R"({"timestamp":"2026-06-18T04:43:00Z","requestId":"req-1","method":"POST","path":"/v1/chat",)"
           R"("host":"api.example.com","httpStatus":502,"totalDuration":812,"upstreamRqDuration":800,)"
           R"("upstreamErrors":"","responseDetails":"","srcIp":"192.0.2.7","clientUa":"curl","edgeRegion":"eu",)"
           R"("txBytes":10,"rxBytes":20,"deploymentId":"d1","deploymentInstanceId":"i1"})";
}

/// A JSON string's inside, of every kind of character that there is.
QByteArray anyText(QRandomGenerator &random)
{
    static const QByteArrayList parts{
        "plain ",    R"(\")",      R"(\\)",    R"(\n)",        R"(\u0000)",        R"(\ud83d\ude00)",
        R"(\ud800)", R"(\udc00x)", "\xc3\xa4", "\xe2\x80\xae", R"(\u001b[31mred)", R"(\u001b]0;t\u0007)",
        R"(\/)",     R"(\t)",      "{}[],:"};
    QByteArray text;
    for (int i = random.bounded(8); i > 0; --i)
        text += parts.at(random.bounded(int(parts.size())));
    return text;
}

} // namespace

class LogDecoderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRowIsReadWhole()
    {
        const ReadLines lines = fastLines(logFrame({logRow("GET /health 200")}));
        QVERIFY(lines);
        QCOMPARE(lines->size(), size_t(1));
        const ReadLine &line = lines->front();
        QCOMPARE(line.at, *logTime("2026-06-18T04:43:00.123456789Z"));
        QCOMPARE(line.level, LogLevel::Info);
        QCOMPARE(line.message, std::string("GET /health 200"));
        QCOMPARE(line.deployment, std::string("d1"));
        QCOMPARE(line.replica, std::string("i1"));
        const auto attributes = line.attributes;
        QCOMPARE(attributes.size(), qsizetype(1)); // the level is the line's own
        QCOMPARE(attributes.first().first, QStringLiteral("user"));
    }

    void aMissingSeverityIsTheLevelAttribute()
    {
        QByteArray row = logRow("x");
        row.replace(R"("severity":"info")", R"("severity":null)");
        QCOMPARE(fastLines(logFrame({row}))->front().level, LogLevel::Warn);
    }

    void levelsAreRead_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<LogLevel>("level");
        QTest::newRow("error") << QByteArray("error") << LogLevel::Error;
        QTest::newRow("err") << QByteArray("ERR") << LogLevel::Error;
        QTest::newRow("quoted") << QByteArray("\"Warning\"") << LogLevel::Warn;
        QTest::newRow("stderr") << QByteArray("stderr") << LogLevel::Error;
        QTest::newRow("unknown") << QByteArray("loud") << LogLevel::None;
        QTest::newRow("empty") << QByteArray("") << LogLevel::None;
        QTest::newRow("a quote alone") << QByteArray("\"") << LogLevel::None;
    }
    void levelsAreRead()
    {
        QFETCH(QByteArray, word);
        QFETCH(LogLevel, level);
        QCOMPARE(logLevelOf({word.constData(), size_t(word.size())}), level);
    }

    void terminalEscapesAreGone()
    {
        QCOMPARE(fastLines(logFrame({logRow(R"(\u001b[31mred\u001b[0m alert)")}))->front().message,
                 std::string("red alert"));
    }

    void railwaysOwnLineAboutDroppedOnesIsImportant()
    {
        const ReadLines lines = fastLines(logFrame(
            {logRow("Railway rate limit of 500 logs/sec reached for replica, update your application to reduce the "
                    "logging rate. Messages dropped: 12"),
             logRow("an ordinary line")}));
        QVERIFY(lines->at(0).important);
        QVERIFY(!lines->at(1).important);
    }

    void aRowWithoutAReadableTimeStandsAtTheOneBefore()
    {
        QByteArray broken = logRow("second");
        broken.replace("2026-06-18T04:43:00.123456789Z", "yesterday");
        const ReadLines lines = fastLines(logFrame({logRow("first"), broken}));
        QCOMPARE(lines->at(1).at, lines->at(0).at);
    }

    void requestsAreLinesWithTheirFacts()
    {
        const QByteArray answer = R"({"data":{"httpLogs":[)" + accessRow() + "]}}";
        const ReadLines lines = fastLines(answer, {.source = LogSource::Http, .environment = Environment::Staging});
        QCOMPARE(lines->front().message, std::string("POST /v1/chat 502 812 ms"));
        QCOMPARE(lines->front().level, LogLevel::Error);
        const auto attributes = lines->front().attributes;
        QVERIFY(attributes.contains(std::pair(QStringLiteral("requestId"), QStringLiteral("req-1"))));
        QVERIFY(attributes.contains(std::pair(QStringLiteral("txBytes"), QStringLiteral("10"))));
        QVERIFY(!attributes.contains(std::pair(QStringLiteral("upstreamErrors"), QString())));
    }

    void oneBrokenTextLosesNoOther()
    {
        const ReadLines lines = fastLines(logFrame({logRow("one"), logRow(R"(\ud800)"), logRow("three")}));
        QVERIFY(lines);
        QCOMPARE(lines->size(), size_t(3));
        QCOMPARE(lines->back().message, std::string("three"));
    }

    void bothReadersReadTheSame()
    {
        QRandomGenerator random(7);
        for (int i = 0; i < 500; ++i) {
            QByteArrayList rows;
            for (int row = random.bounded(5); row >= 0; --row)
                rows.append(logRow(anyText(random), random.bounded(2) ? R"(,"later":{"a":[1,2.5,true,null]})" : ""));
            const QByteArray frame = logFrame(rows);
            const ReadLines fast = fastLines(frame);
            QVERIFY2(fast, frame.constData());
            QVERIFY2(fast == slowLines(frame), frame.constData());
        }
    }

    void bothReadersAgreeOnWhatIsBroken()
    {
        const QByteArrayList frames = Slipway::Test::mutatedBodies(logFrame({logRow("one"), logRow("two")}));
        QVERIFY(frames.size() > 50);
        for (const QByteArray &frame : frames)
            QVERIFY2(fastLines(frame) == slowLines(frame), frame.constData());
        const LogRows requests{.source = LogSource::Http, .environment = Environment::Staging};
        for (const QByteArray &frame : Slipway::Test::mutatedBodies(R"({"data":{"httpLogs":[)" + accessRow() + "]}}"))
            QVERIFY2(fastLines(frame, requests) == slowLines(frame, requests), frame.constData());
    }

    void aFrameThatIsCutOffIsRefusedWhole()
    {
        const QByteArray frame = logFrame({logRow("one"), logRow("two"), logRow("three")});
        for (qsizetype length = 0; length < frame.size(); ++length)
            QVERIFY2(!fastLines(frame.left(length)), QByteArray::number(length).constData());
    }

    /// A frame without a payload, as `{"type":"next","id":"2"}`.
    void nothingIsNoLog()
    {
        LogDecoder decoder;
        QVERIFY(!decoder.decode(std::string_view(), 0, productionRows));
        QVERIFY(!decoder.decode(std::string_view(), 1'000, productionRows));
        const std::string no;
        QVERIFY(!decoder.decode(no, 0, productionRows));
        QVERIFY(!decoder.decode(QByteArray(), productionRows));
        QVERIFY(!decoder.decodeSlowly(QByteArray(), productionRows));
    }

    /// A sanitizer says so if what is behind it is read.
    void aViewWithoutPaddingIsRead()
    {
        const QByteArray frame = logFrame({logRow("one")});
        const std::vector<char> exact(frame.cbegin(), frame.cend());
        LogDecoder decoder;
        for (const qsizetype more : {0, 1, 63}) {
            std::vector<char> some = exact;
            some.resize(exact.size() + size_t(more), '}');
            some.shrink_to_fit();
            const auto capacity = qsizetype(some.size());
            const auto rows = decoder.decode({some.data(), exact.size()}, capacity, productionRows);
            QVERIFY(rows);
            QCOMPARE(rows->size(), size_t(1));
            QCOMPARE(QByteArray(rows->front().message.data(), qsizetype(rows->front().message.size())),
                     QByteArray("one"));
        }
    }

    void anErrorOfRailwaysIsSaid()
    {
        LogDecoder decoder;
        const auto rows =
            decoder.decode(QByteArray(R"({"errors":[{"message":"Not Authorized"}],"data":null})"), productionRows);
        QVERIFY(!rows);
        QCOMPARE(rows.error().kind, ErrorKind::Forbidden);
    }

    void whatIsNoLogIsRefused()
    {
        for (const char *answer : {"", "null", "[]", "{}", R"({"data":{}})", R"({"data":{"environmentLogs":null}})",
                                   R"({"data":{"environmentLogs":{}}})", "<html>"})
            QVERIFY2(!fastLines(answer), answer);
    }
};

SLIPWAY_TEST(LogDecoderTest)
#include "logdecoder_test.moc"

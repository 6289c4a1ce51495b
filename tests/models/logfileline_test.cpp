// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logfileline.h"

#include "support/testmain.h"

#include <QRandomGenerator>
#include <QStringDecoder>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace Slipway;

namespace {

constexpr qint64 shortlyBeforeLunch = 1'795'876'268'533'123'456; // nanoseconds

LogLine fileLineOf(std::string_view message)
{
    return {
        .at = shortlyBeforeLunch, .level = LogLevel::Error, .environment = Environment::Production, .message = message};
}

/// What stands behind the time, the environment, the source and the level.
QByteArray exportedMessage(std::string_view message)
{
    return logFileLine(fileLineOf(message))
        .mid(qsizetype(std::strlen("2026-11-28T14:31:08.533123456Z production "
                                   "deploy ERROR ")));
}

} // namespace

/// An exported line is one line, and safe to look at.
class LogFileLineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itTellsWhenWhereHowBadAndWhat()
    {
        QCOMPARE(logFileLine(fileLineOf("payment failed: \"card\" C:\\x")),
                 QByteArray("2026-11-28T14:31:08.533123456Z production deploy ERROR payment failed: \"card\" C:\\x"));
    }
    void everySourceAndLevelHasItsWord()
    {
        LogLine line{.level = LogLevel::None, .source = LogSource::Build, .message = "a"};
        QCOMPARE(logFileLine(line), QByteArray("1970-01-01T00:00:00.000000000Z staging build - a"));
        line.source = LogSource::Http;
        line.level = LogLevel::Debug;
        QCOMPARE(logFileLine(line), QByteArray("1970-01-01T00:00:00.000000000Z staging http DEBUG a"));
        line.source = LogSource::Note;
        line.level = LogLevel::Info;
        QCOMPARE(logFileLine(line), QByteArray("1970-01-01T00:00:00.000000000Z staging note INFO a"));
        line.level = LogLevel::Warn;
        QCOMPARE(logFileLine(line), QByteArray("1970-01-01T00:00:00.000000000Z staging note WARN a"));
    }
    void everyTimeIsToldToTheNanosecond_data()
    {
        QTest::addColumn<qint64>("at");
        QTest::addColumn<QByteArray>("told");
        QTest::newRow("leading zeros") << qint64(1'000'000'007) << QByteArray("1970-01-01T00:00:01.000000007Z");
        QTest::newRow("before 1970") << qint64(-1) << QByteArray("1969-12-31T23:59:59.999999999Z");
        QTest::newRow("a whole second before")
            << qint64(-1'000'000'000) << QByteArray("1969-12-31T23:59:59.000000000Z");
        QTest::newRow("the last") << std::numeric_limits<qint64>::max() << QByteArray("2262-04-11T23:47:16.854775807Z");
        QTest::newRow("the first") << std::numeric_limits<qint64>::min()
                                   << QByteArray("1677-09-21T00:12:43.145224192Z");
    }
    void everyTimeIsToldToTheNanosecond()
    {
        QFETCH(qint64, at);
        LogLine line = fileLineOf("a");
        line.at = at;
        QTEST(logFileLine(line).left(30), "told");
    }
    void whatBreaksALineOrActsOnATerminalIsEscaped_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("told");
        const auto row = [](const char *name, const QByteArray &message, const QByteArray &told) {
            QTest::newRow(name) << message << told;
        };
        row("line ends", "a\nb\r\nc", "a\\nb\\r\\nc");
        row("tab", "a\tb", "a\\tb");
        row("NUL", QByteArray("a\0b", 3), "a\\x00b");
        row("a terminal's colour", "\x1b[31mred", "\\x1b[31mred");
        row("DEL", "\x7f", "\\x7f");
        row("C1", "\xc2\x9b", "\\u009b");
        row("next line", "\xc2\x85", "\\u0085");
        row("line separator", "\xe2\x80\xa8", "\\u2028");
        row("right-to-left override", "\xe2\x80\xaegnp", "\\u202egnp");
        row("isolate", "\xe2\x81\xa6", "\\u2066");
        row("byte order mark", "\xef\xbb\xbf", "\\ufeff");
        row("no UTF-8", "a\xff\xfe z", "a\\xff\\xfe z");
        row("a lone tail", "\x80", "\\x80");
        row("cut off", "\xe2\x82", "\\xe2\\x82");
        row("cut off by another", "\xe2\x82(", "\\xe2\\x82(");
        row("overlong", "\xc0\xaf", "\\xc0\\xaf");
        row("a surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80");
        row("beyond the last", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");
    }
    void whatBreaksALineOrActsOnATerminalIsEscaped()
    {
        QFETCH(QByteArray, message);
        QTEST(exportedMessage({message.constData(), size_t(message.size())}), "told");
    }
    void everythingElseStaysAsItIs()
    {
        const std::string_view text =
            "F\xc3\xbcr \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x9a\x80 \xc2\xa0 \\n {\"a\":1} \xf4\x8f\xbf\xbd";
        QCOMPARE(exportedMessage(text), QByteArray(text.data(), qsizetype(text.size())));
        QCOMPARE(exportedMessage(""), QByteArray());
    }
    void whatTheStoreCutIsToldAtTheEnd()
    {
        LogLine line = fileLineOf("a long story");
        line.cut = true;
        QVERIFY(logFileLine(line).endsWith(" a long story [cut]"));
    }
    void whateverTheBytesAreItIsOneLineOfUtf8()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 2'000; ++round) {
            std::string bytes(size_t(random.bounded(40)), '\0');
            for (char &byte : bytes)
                byte = char(random.bounded(256));
            const QByteArray line = logFileLine(fileLineOf(bytes));
            QVERIFY(std::none_of(line.cbegin(), line.cend(), [](char c) { return quint8(c) < 0x20 || c == 0x7F; }));
            QStringDecoder decoder(QStringDecoder::Utf8);
            const QString text = decoder(line);
            QVERIFY(!decoder.hasError() && !text.isEmpty());
        }
    }
};

SLIPWAY_TEST(LogFileLineTest)
#include "logfileline_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logattributes.h"
#include "models/logs/logstore.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

#include <deque>

using namespace Slipway;

namespace {

constexpr size_t longestKept = size_t(LogStore::longestMessage);

std::string keptMessage(const std::string &message)
{
    LogStore store;
    store.append({.message = message});
    return std::string(store.line(0).message);
}

/// So many lines of so many bytes each, beginning with their number.
void fillWithNumbers(LogStore &store, int lines, size_t length = 115)
{
    for (int i = 0; i < lines; ++i) {
        std::string message = std::to_string(store.end()) + ' ';
        message.resize(length, 'x');
        store.append({.at = qint64(store.end()), .message = message});
    }
}

std::string packedPair(std::string_view name, std::string_view value)
{
    std::string packed;
    packAttribute(packed, name, value);
    return packed;
}

/// That chunks hold together, and say the same as lines do. Empty, or what is wrong.
QByteArray chunkMistake(const LogStore &store)
{
    LineNumber next = store.first();
    for (int i = 0; i < store.chunkCount(); ++i) {
        const LogChunk chunk = store.chunk(i);
        if (chunk.first != next || chunk.records.empty())
            return "a chunk begins with another line than the last one ended";
        size_t offset = 0;
        for (const LogRecord &record : chunk.records) {
            if (record.offset != offset || chunk.text.at(offset + record.length) != '\n')
                return "messages do not follow one another";
            if (store.chunkOf(next) != i || store.line(next).message != chunk.text.substr(offset, record.length))
                return "a line is not what its chunk holds";
            offset += record.length + 1;
            ++next;
        }
        if (offset != chunk.text.size())
            return "something is behind the last message";
    }
    return next == store.end() ? QByteArray() : QByteArray("lines are missing");
}

} // namespace

class LogStoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aNewStoreIsEmpty()
    {
        const LogStore store;
        QVERIFY(store.isEmpty());
        QCOMPARE(store.first(), LineNumber(0));
        QCOMPARE(store.end(), LineNumber(0));
        QCOMPARE(store.chunkCount(), 0);
        QCOMPARE(store.bytes(), 0);
        QCOMPARE(store.dropped(), 0);
    }
    void aLineComesBackAsItWas()
    {
        const std::string attributes = packedPair("level", "error") + packedPair("path", "/orders");
        LogStore store;
        store.append({.at = 1'789'000'000'123'456'789,
                      .level = LogLevel::Error,
                      .source = LogSource::Http,
                      .environment = Environment::Production,
                      .cut = true,
                      .isNew = true,
                      .important = true,
                      .message = "it failed",
                      .attributes = attributes,
                      .deployment = "d-1",
                      .replica = "r-1"});
        store.append({.at = -1, .message = "then"});
        const LogLine line = store.line(0);
        QCOMPARE(line.at, 1'789'000'000'123'456'789);
        QCOMPARE(line.level, LogLevel::Error);
        QCOMPARE(line.source, LogSource::Http);
        QCOMPARE(line.environment, Environment::Production);
        QVERIFY(line.cut && line.isNew && line.important);
        QVERIFY(line.message == "it failed");
        QVERIFY(line.attributes == attributes);
        QVERIFY(line.deployment == "d-1");
        QVERIFY(line.replica == "r-1");
        const LogLine plain = store.line(1);
        QCOMPARE(plain.at, -1);
        QCOMPARE(plain.level, LogLevel::None);
        QCOMPARE(plain.environment, Environment::Staging);
        QVERIFY(!plain.cut && !plain.isNew && !plain.important);
        QVERIFY(plain.attributes.empty() && plain.deployment.empty() && plain.replica.empty());
        QCOMPARE(quint64(store.record(0).hasAttributes), quint64(1));
        QCOMPARE(quint64(store.record(1).hasAttributes), quint64(0));
    }
    void everyLevelAndSourceComesBack()
    {
        LogStore store;
        for (int level = 0; level < logLevels; ++level) {
            for (int source = 0; source < logSources; ++source)
                store.append({.level = LogLevel(level), .source = LogSource(source)});
        }
        for (int i = 0; i < logLevels * logSources; ++i) {
            QCOMPARE(store.line(LineNumber(i)).level, LogLevel(i / logSources));
            QCOMPARE(store.line(LineNumber(i)).source, LogSource(i % logSources));
        }
    }
    void anyBytesAreKept()
    {
        for (const std::string &message :
             {std::string(), std::string("\0a\0", 3), std::string("a\nb\n\n"), std::string("\xFF\xFE\xC3 \x80\x80")})
            QCOMPARE(QByteArray::fromStdString(keptMessage(message)), QByteArray::fromStdString(message));
    }
    void aLongMessageIsCutAtACharacter()
    {
        for (size_t before = 0; before < 4; ++before) {
            std::string message(longestKept - before, 'x');
            for (int i = 0; i < 3; ++i)
                message += "\xF0\x9F\x9A\x80";
            const std::string kept = keptMessage(message);
            QCOMPARE(kept.size(), longestKept - before);
            QVERIFY(message.starts_with(kept));
        }
        const std::string umlauts = std::string(longestKept - 2, 'x') + "\xC3\xA4\xC3\xA4";
        QCOMPARE(keptMessage(umlauts).size(), longestKept);
    }
    void bytesThatAreNoTextAreCutAllTheSame()
    {
        QCOMPARE(keptMessage(std::string(longestKept + 100, '\x80')).size(), longestKept);
        QCOMPARE(keptMessage(std::string(2 * longestKept, '\xC3')).size(), longestKept);
    }
    void onlyACutLineIsMarked()
    {
        LogStore store;
        store.append({.message = std::string(longestKept, 'x')});
        store.append({.message = std::string(longestKept + 1, 'x')});
        store.append({.message = std::string(10 * longestKept, 'x')});
        QVERIFY(!store.line(0).cut);
        QVERIFY(store.line(1).cut);
        QVERIFY(store.line(2).cut);
        QCOMPARE(store.line(2).message.size(), longestKept);
    }
    void attributesThatAreTooLongAreLeftOut()
    {
        const std::string most = packedPair("a", std::string(65'000, 'x'));
        const std::string more = packedPair("a", std::string(longestKept, 'x'));
        LogStore store;
        store.append({.message = "first", .attributes = most});
        store.append({.message = "second", .attributes = more});
        QVERIFY(store.line(0).attributes == most);
        QVERIFY(store.line(1).attributes.empty());
        QVERIFY(store.line(1).message == "second");
    }
    void ofAttributesThatMakeNoSenseTheRestIsLeftOut()
    {
        const std::string packed = packedPair("name", "value");
        LogStore store;
        store.append({.attributes = packed + "\x7F"});
        store.append({.attributes = "\x7Fx"});
        QVERIFY(store.line(0).attributes == packed);
        QVERIFY(store.line(1).attributes.empty());
        QCOMPARE(quint64(store.record(1).hasAttributes), quint64(0));
    }
    void bytesAreThoseOfTextAttributesAndRecords()
    {
        LogStore store;
        store.append({.message = "twelve bytes"});
        QCOMPARE(store.bytes(), 12 + 1 + 16);
        const std::string attributes = packedPair("name", "value");
        store.append({.message = "", .attributes = attributes});
        QCOMPARE(store.bytes(), 12 + 1 + 16 + 1 + 16 + qsizetype(attributes.size()) + 12);
        store.clear();
        QCOMPARE(store.bytes(), 0);
    }
    void aLineCostsLittleBesideItsText()
    {
        LogStore store;
        fillWithNumbers(store, 30'000);
        QVERIFY(store.bytes() <= qsizetype(30'000) * (115 + 24));
        QCOMPARE(store.dropped(), 0);
    }
    void theOldestLinesGoAndAreCounted()
    {
        LogStore store(2 * LogStore::chunkBytes);
        int before = 0;
        for (int i = 0; i < 40; ++i) {
            fillWithNumbers(store, 1'000);
            QVERIFY(store.bytes() <= 2 * LogStore::chunkBytes);
            QCOMPARE(store.dropped(), qint64(store.first()));
            QVERIFY(int(store.first()) >= before);
            before = int(store.first());
            QVERIFY(store.line(store.first()).message.starts_with(std::to_string(store.first()) + ' '));
            QVERIFY(store.line(store.end() - 1).message.starts_with(std::to_string(store.end() - 1) + ' '));
        }
        QCOMPARE(store.end(), LineNumber(40'000));
        QVERIFY(before > 0);
        QVERIFY(store.bytes() > LogStore::chunkBytes / 2);
        QCOMPARE(chunkMistake(store), QByteArray());
    }
    void shortLinesAndLongAttributesAreBoundedToo()
    {
        LogStore store(2 * LogStore::chunkBytes);
        for (int i = 0; i < 200'000; ++i)
            store.append({});
        QVERIFY(store.bytes() <= 2 * LogStore::chunkBytes);
        QVERIFY(store.dropped() > 0);
        const std::string attributes = packedPair("a", std::string(60'000, 'x'));
        for (int i = 0; i < 200; ++i) {
            store.append({.message = "m", .attributes = attributes});
            QVERIFY(store.bytes() <= 2 * LogStore::chunkBytes);
        }
        QVERIFY(store.line(store.first()).attributes == attributes);
        QCOMPARE(chunkMistake(store), QByteArray());
    }
    void aSmallerCapacityDropsAtOnce()
    {
        LogStore store;
        fillWithNumbers(store, 50'000);
        const qsizetype before = store.bytes();
        QCOMPARE(store.dropped(), 0);
        store.setCapacity(3 * LogStore::chunkBytes);
        QVERIFY(store.bytes() <= 3 * LogStore::chunkBytes && store.bytes() < before);
        QVERIFY(store.dropped() > 0);
        QCOMPARE(chunkMistake(store), QByteArray());
        store.setCapacity(0);
        QVERIFY(store.bytes() <= 2 * LogStore::chunkBytes);
        QVERIFY(!store.isEmpty());
        QCOMPARE(chunkMistake(store), QByteArray());
        store.setCapacity(LogStore::defaultCapacity);
        fillWithNumbers(store, 50'000);
        QVERIFY(store.bytes() > 5 * LogStore::chunkBytes);
        QCOMPARE(chunkMistake(store), QByteArray());
    }
    void afterClearingNumbersGoOn()
    {
        LogStore store(0);
        fillWithNumbers(store, 20'000);
        QVERIFY(store.dropped() > 0);
        store.clear();
        QVERIFY(store.isEmpty());
        QCOMPARE(store.first(), LineNumber(20'000));
        QCOMPARE(store.end(), LineNumber(20'000));
        QCOMPARE(store.dropped(), 0);
        QCOMPARE(store.chunkCount(), 0);
        store.append({.message = "then", .deployment = "d"});
        QVERIFY(store.line(20'000).message == "then");
        QVERIFY(store.line(20'000).deployment == "d");
    }
    void everyOffsetTellsItsLine()
    {
        LogStore store;
        for (const char *message : {"one", "", "three\nlines\n", "", "four"})
            store.append({.message = message});
        const LogChunk chunk = store.chunk(0);
        qsizetype offset = 0;
        for (LineNumber line = 0; line < store.end(); ++line) {
            for (size_t i = 0; i <= store.line(line).message.size(); ++i) // its line end as well
                QCOMPARE(LogStore::lineAt(chunk, offset++), line);
        }
        QCOMPARE(offset, qsizetype(chunk.text.size()));
        QCOMPARE(LogStore::lineAt(chunk, offset), store.end() - 1);
        QCOMPARE(LogStore::lineAt(chunk, -1), LineNumber(0));
    }
    void linesOfLaterChunksAreFound()
    {
        LogStore store;
        fillWithNumbers(store, 30'000);
        QVERIFY(store.chunkCount() > 2);
        for (int i = 0; i < store.chunkCount(); ++i) {
            const LogChunk chunk = store.chunk(i);
            const LineNumber last = chunk.first + LineNumber(chunk.records.size()) - 1;
            QCOMPARE(store.chunkOf(chunk.first), i);
            QCOMPARE(store.chunkOf(last), i);
            QCOMPARE(LogStore::lineAt(chunk, 0), chunk.first);
            QCOMPARE(LogStore::lineAt(chunk, qsizetype(chunk.text.size()) - 1), last);
        }
        QCOMPARE(chunkMistake(store), QByteArray());
    }
    void deploymentsAndReplicasAreKeptOnce()
    {
        LogStore store;
        for (int i = 0; i < 1'000; ++i) {
            const std::string replica = "r" + std::to_string(i % 7);
            store.append({.deployment = i % 2 == 0 ? "d-even" : "d-odd", .replica = replica});
        }
        quint64 highest = 0;
        for (LineNumber line = 0; line < store.end(); ++line) {
            QVERIFY(store.line(line).deployment == (line % 2 == 0 ? "d-even" : "d-odd"));
            QVERIFY(store.line(line).replica == "r" + std::to_string(line % 7));
            highest = std::max(highest, quint64(store.record(line).origin));
        }
        QCOMPARE(highest, quint64(14));
    }
    void oneOfDeploymentAndReplicaIsAnOriginToo()
    {
        LogStore store;
        store.append({.deployment = "ab"});
        store.append({.replica = "ab"});
        store.append({.deployment = "a", .replica = "b"});
        store.append({});
        QVERIFY(store.line(0).deployment == "ab" && store.line(0).replica.empty());
        QVERIFY(store.line(1).deployment.empty() && store.line(1).replica == "ab");
        QVERIFY(store.line(2).deployment == "a" && store.line(2).replica == "b");
        QCOMPARE(quint64(store.record(3).origin), quint64(0));
    }
    void originsBeyondTheMostAreNotTold()
    {
        LogStore store;
        for (int i = 0; i < 65'540; ++i)
            store.append({.deployment = std::to_string(i)});
        QVERIFY(store.line(65'534).deployment == "65534");
        QVERIFY(store.line(65'535).deployment.empty());
        store.append({.deployment = "7"});
        QVERIFY(store.line(store.end() - 1).deployment == "7");
        store.append({.deployment = std::string(100'000, 'x')});
        QVERIFY(store.line(store.end() - 1).deployment.empty());
    }
    void itKeepsWhatASimpleStoreKeeps()
    {
        QRandomGenerator random(20'262);
        LogStore store(0);
        std::deque<std::pair<std::string, std::string>> expected;
        for (int i = 0; i < 20'000; ++i) {
            const int most = random.bounded(1'000) == 0 ? 70'000 : random.bounded(20) == 0 ? 2'000 : 100;
            std::string message(size_t(random.bounded(most)), char('a' + i % 26));
            std::string attributes;
            for (int some = random.bounded(8) - 5; some > 0; --some)
                packAttribute(attributes, "n" + std::to_string(i), std::string(size_t(random.bounded(most)), '.'));
            store.append({.at = i, .message = message, .attributes = attributes});
            message.resize(std::min(message.size(), longestKept));
            if (attributes.size() > longestKept)
                attributes.clear();
            expected.emplace_back(std::move(message), std::move(attributes));
            while (qint64(expected.size()) > qint64(store.end() - store.first()))
                expected.pop_front();
            QCOMPARE(store.dropped() + qint64(expected.size()), qint64(store.end()));
            if (random.bounded(2'000) != 0)
                continue;
            for (size_t row = 0; row < expected.size(); ++row) {
                const LogLine line = store.line(store.first() + LineNumber(row));
                QVERIFY(line.message == expected[row].first && line.attributes == expected[row].second);
                QCOMPARE(line.at, qint64(store.first()) + qint64(row));
            }
            QCOMPARE(chunkMistake(store), QByteArray());
        }
        QVERIFY(store.dropped() > 0);
    }
};

SLIPWAY_TEST(LogStoreTest)
#include "logstore_test.moc"

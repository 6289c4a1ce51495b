// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/logcounts.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

#include <limits>
#include <map>
#include <string>

using namespace Slipway;

namespace {

constexpr qint64 minuteOfLog = 60'000'000'000;

struct CountedLine {
    qint64 at = 0;
    LogLevel level = LogLevel::Info;
    LogSource source = LogSource::Deploy;
    Environment environment = Environment::Staging;
    bool isNew = false;
    std::string message = "said";
};

void countIn(LogStore &store, const CountedLine &line)
{
    store.append({.at = line.at,
                  .level = line.level,
                  .source = line.source,
                  .environment = line.environment,
                  .isNew = line.isNew,
                  .message = line.message});
}

int totalOf(const QList<MinuteCounts> &minutes)
{
    int total = 0;
    for (const MinuteCounts &minute : minutes)
        total += minute.total();
    return total;
}

} // namespace

/// The bar of minutes above the log.
class LogCountsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutLinesThereAreNoMinutes()
    {
        LogStore store;
        LogCounts counts;
        counts.update(store);
        QVERIFY(counts.minutes({}, 60).isEmpty());
    }
    void linesAreCountedByMinuteAndLevel()
    {
        LogStore store;
        countIn(store, {.at = 10 * minuteOfLog, .level = LogLevel::Info});
        countIn(store, {.at = 11 * minuteOfLog - 1, .level = LogLevel::Error, .isNew = true});
        countIn(store, {.at = 11 * minuteOfLog, .level = LogLevel::None});
        countIn(store, {.at = 10 * minuteOfLog + 5, .level = LogLevel::Info}); // late
        LogCounts counts;
        counts.update(store);
        const QList<MinuteCounts> minutes = counts.minutes({}, 60);
        QCOMPARE(minutes, (QList<MinuteCounts>{{.minute = 10, .levels = {0, 0, 2, 0, 1}, .fresh = 1},
                                               {.minute = 11, .levels = {1, 0, 0, 0, 0}}}));
        QCOMPARE(minutes.constFirst().total(), 3);
    }
    void notesDoNotCount()
    {
        LogStore store;
        countIn(store, {.source = LogSource::Note});
        LogCounts counts;
        counts.update(store);
        QVERIFY(counts.minutes({}, 60).isEmpty());
    }
    void aMinuteWithoutALineIsThere()
    {
        LogStore store;
        countIn(store, {.at = 10 * minuteOfLog});
        countIn(store, {.at = 13 * minuteOfLog});
        LogCounts counts;
        counts.update(store);
        const QList<MinuteCounts> minutes = counts.minutes({}, 60);
        QCOMPARE(minutes.size(), 4);
        QCOMPARE(minutes.at(1), MinuteCounts{.minute = 11});
    }
    void onlyTheLastMinutesAreGiven()
    {
        LogStore store;
        for (qint64 minute = 0; minute < 100; ++minute)
            countIn(store, {.at = minute * minuteOfLog});
        LogCounts counts;
        counts.update(store);
        const QList<MinuteCounts> minutes = counts.minutes({}, 30);
        QCOMPARE(minutes.size(), 30);
        QCOMPARE(minutes.constFirst().minute, 70);
        QCOMPARE(minutes.constLast().minute, 99);
        QVERIFY(counts.minutes({}, 0).isEmpty());
    }
    void onlyWhatIsChosenCounts()
    {
        LogStore store;
        countIn(store, {.at = 1 * minuteOfLog, .source = LogSource::Build});
        countIn(store, {.at = 2 * minuteOfLog, .environment = Environment::Production});
        countIn(store, {.at = 3 * minuteOfLog, .level = LogLevel::Debug});
        LogCounts counts;
        counts.update(store);
        QCOMPARE(totalOf(counts.minutes({}, 60)), 3);
        const QList<MinuteCounts> production = counts.minutes({.environments = {false, true}}, 60);
        QCOMPARE(production.size(), 1);
        QCOMPARE(production.constFirst().minute, 2);
        QCOMPARE(totalOf(counts.minutes({.sources = {false, true, true, true}}, 60)), 1);
        QVERIFY(counts.minutes({.environments = {false, false}}, 60).isEmpty());
        LogFilter words; // the bar is of all lines: what is looked for does not change it
        words.include.text = QStringLiteral("nothing");
        words.least = LogLevel::Error;
        QCOMPARE(totalOf(counts.minutes(words, 60)), 3);
    }
    void timesBefore1970AndFarAwayAreCounted()
    {
        LogStore store;
        countIn(store, {.at = -1});
        countIn(store, {.at = 0});
        LogCounts counts;
        counts.update(store);
        QCOMPARE(counts.minutes({}, 60).constFirst().minute, -1);
        countIn(store, {.at = std::numeric_limits<qint64>::max()});
        countIn(store, {.at = std::numeric_limits<qint64>::min()});
        counts.update(store);
        const QList<MinuteCounts> minutes = counts.minutes({}, 60);
        QCOMPARE(minutes.size(), 60);
        QCOMPARE(minutes.constLast().minute, std::numeric_limits<qint64>::max() / minuteOfLog);
        QCOMPARE(totalOf(minutes), 1);
    }
    void droppedLinesDoNotCount()
    {
        LogStore store(0);
        LogCounts counts;
        for (int i = 0; i < 200; ++i) {
            countIn(store, {.at = i * minuteOfLog / 7, .message = std::string(40'000, 'x')});
            counts.update(store);
            QCOMPARE(totalOf(counts.minutes({}, 1'000)), int(store.end() - store.first()));
        }
        QVERIFY(store.first() > 0);
        QCOMPARE(counts.minutes({}, 1'000).constFirst().minute, store.line(store.first()).at / minuteOfLog);
    }
    void aClearedStoreCountsNothing()
    {
        LogStore store;
        LogCounts counts;
        countIn(store, {});
        counts.update(store);
        store.clear();
        counts.update(store);
        QVERIFY(counts.minutes({}, 60).isEmpty());
        countIn(store, {});
        countIn(store, {});
        counts.update(store);
        QCOMPARE(totalOf(counts.minutes({}, 60)), 2);
    }
    void countsAreThoseOfTheLines()
    {
        QRandomGenerator random(3);
        LogStore store(0);
        LogCounts counts;
        for (int i = 0; i < 3'000; ++i) {
            countIn(store, {.at = (i / 20 + random.bounded(4)) * minuteOfLog + random.bounded(1'000),
                            .level = LogLevel(random.bounded(logLevels)),
                            .source = LogSource(random.bounded(logSources)),
                            .environment = environments[random.bounded(2U)],
                            .isNew = random.bounded(3) == 0,
                            .message = std::string(random.bounded(4'000U), 'x')});
            if (random.bounded(50) == 0)
                counts.update(store);
        }
        counts.update(store);
        QVERIFY(store.first() > 0);
        std::map<qint64, MinuteCounts> expected;
        for (LineNumber number = store.first(); number < store.end(); ++number) {
            const LogLine line = store.line(number);
            if (line.source == LogSource::Note)
                continue;
            MinuteCounts &minute = expected[line.at / minuteOfLog];
            minute.minute = line.at / minuteOfLog;
            ++minute.levels[size_t(line.level)];
            minute.fresh += line.isNew ? 1 : 0;
        }
        for (const MinuteCounts &minute : counts.minutes({}, 10'000))
            QCOMPARE(minute, expected[minute.minute]);
    }
};

SLIPWAY_TEST(LogCountsTest)
#include "logcounts_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/healthhistory.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr qint64 minuteMs = 60'000;
constexpr qint64 dayOfMs = 86'400'000;
/// A full hour, so that columns begin where the test says.
constexpr qint64 fullHourMs = 1'795'000'000'000 / 3'600'000 * 3'600'000;

constexpr qint64 farFuture = fullHourMs + 1'000 * dayOfMs;

HistoryKey aKey(const char *check = "health", Environment environment = Environment::Staging)
{
    return {environment, QString::fromLatin1(check)};
}

Beat aBeat(qint64 atMs, int latency = 80)
{
    return {.atMs = atMs,
            .verdict = Verdict::Degraded,
            .httpStatus = 200,
            .latencyMs = latency,
            .reason = QStringLiteral("database: unavailable")};
}

HealthHistory::Column minuteAt(qint64 atMs, qint64 up = 50'000, qint64 down = 10'000)
{
    return {.window = ChartWindow::SixHours,
            .column = {.atMs = atMs,
                       .samples = 6,
                       .failures = 1,
                       .lowest = 10,
                       .p50 = 20,
                       .p95 = 90,
                       .highest = 100,
                       .upMs = up,
                       .downMs = down}};
}

} // namespace

/// The history of health checks on disk.
class HealthHistoryTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString path() const { return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())); }
private Q_SLOTS:
    void samplesAreThereAfterReopening()
    {
        {
            HealthHistory history(path());
            history.append(aKey(), aBeat(fullHourMs), {});
            history.append(aKey(), {.atMs = fullHourMs + 10'000, .verdict = Verdict::Down}, {});
        }
        HealthHistory again(path());
        const QList<Beat> beats = again.beats(aKey(), fullHourMs, farFuture);
        QCOMPARE(beats.size(), 2);
        QCOMPARE(beats.at(0), aBeat(fullHourMs));
        QCOMPARE(beats.at(1).verdict, Verdict::Down);
        QVERIFY(!beats.at(1).httpStatus && !beats.at(1).latencyMs);
        QVERIFY(again.beats(aKey(), fullHourMs + 20'000, farFuture).isEmpty());
        QVERIFY(again.trouble().isEmpty());
    }
    void checksAndEnvironmentsAreKeptApart()
    {
        HealthHistory history(path());
        history.append(aKey(), aBeat(fullHourMs), {});
        QVERIFY(history.beats(aKey("models"), 0, farFuture).isEmpty());
        QVERIFY(history.beats(aKey("health", Environment::Production), 0, farFuture).isEmpty());
    }
    void aColumnIsReplacedWhileItGrows()
    {
        HealthHistory history(path());
        history.append(aKey(), aBeat(fullHourMs), {minuteAt(fullHourMs, 1, 2)});
        history.append(aKey(), aBeat(fullHourMs + 10'000), {minuteAt(fullHourMs)});
        const QList<LatencyColumn> columns = history.columns(aKey(), ChartWindow::SixHours, fullHourMs + minuteMs);
        QCOMPARE(columns, QList<LatencyColumn>{minuteAt(fullHourMs).column});
        QVERIFY(history.columns(aKey(), ChartWindow::Week, fullHourMs + minuteMs).isEmpty());
    }
    void lessThanWhatIsKeptOfAColumnReplacesNothing()
    {
        HealthHistory history(path());
        HealthHistory::Column little = minuteAt(fullHourMs);
        little.column.samples = 2;
        little.column.lowest = 50;
        history.append(aKey(), aBeat(fullHourMs), {minuteAt(fullHourMs)});
        history.append(aKey(), aBeat(fullHourMs + 10'000), {little});
        const QList<LatencyColumn> columns = history.columns(aKey(), ChartWindow::SixHours, fullHourMs + minuteMs);
        QCOMPARE(columns, QList<LatencyColumn>{minuteAt(fullHourMs).column});
    }
    void whatTheClockSaidTooEarlyIsNotInTheWay()
    {
        HealthHistory history(path());
        history.append(aKey(), aBeat(fullHourMs + 30 * dayOfMs), {});
        history.append(aKey(), aBeat(fullHourMs), {});
        QCOMPARE(history.beats(aKey(), 0, fullHourMs + minuteMs).size(), 1);
    }
    void uptimeIsTheSumOverItsSpan()
    {
        HealthHistory history(path());
        for (int i = 0; i < 120; ++i)
            history.append(aKey(), aBeat(fullHourMs + i * minuteMs), {minuteAt(fullHourMs + i * minuteMs)});
        const Uptime uptime = history.uptime(aKey(), Milliseconds(3'600'000), fullHourMs + 119 * minuteMs);
        QCOMPARE(uptime.up, Milliseconds(60 * 50'000));
        QCOMPARE(uptime.down, Milliseconds(60 * 10'000));
        QVERIFY(!history.uptime(aKey("none"), Milliseconds(3'600'000), fullHourMs).percent());
    }
    /// A day in minutes would be four times as many rows as a chart has columns.
    void aDaysUptimeIsOfWiderColumns()
    {
        HealthHistory history(path());
        HealthHistory::Column wide = minuteAt(fullHourMs, 200'000, 40'000);
        wide.window = ChartWindow::Day;
        history.append(aKey(), aBeat(fullHourMs), {wide, minuteAt(fullHourMs)});
        const Uptime uptime = history.uptime(aKey(), Milliseconds(dayOfMs), fullHourMs + minuteMs);
        QCOMPARE(uptime.up, Milliseconds(200'000));
        QCOMPARE(uptime.down, Milliseconds(40'000));
    }
    void nothingIsReadBeyondWhatAChartShows()
    {
        HealthHistory history(path());
        for (int i = 0; i < 2'000; ++i)
            history.append(aKey(), aBeat(fullHourMs + qint64(i) * 10'000), {minuteAt(fullHourMs + i / 6 * minuteMs)});
        const qint64 before = history.rowsRead();
        QCOMPARE(history.beats(aKey(), 0, farFuture).size(), qsizetype(chartColumns));
        QCOMPARE(history.rowsRead() - before, qint64(chartColumns));
        QCOMPARE(history.beats(aKey(), 0, farFuture).constLast().atMs,
                 fullHourMs + qint64(1'999) * 10'000); // the newest ones
    }
    void whatIsTooOldIsForgotten()
    {
        HealthHistory history(path());
        history.append(aKey(), aBeat(fullHourMs), {minuteAt(fullHourMs)});
        history.append(aKey(), aBeat(fullHourMs + 8 * dayOfMs), {});
        QCOMPARE(history.beats(aKey(), 0, farFuture).size(), 1); // 7 days at full rate
        QCOMPARE(history.columns(aKey(), ChartWindow::SixHours, fullHourMs + minuteMs).size(), 1);
        history.append(aKey(), aBeat(fullHourMs + 91 * dayOfMs), {}); // 90 days by the minute
        QVERIFY(history.columns(aKey(), ChartWindow::SixHours, fullHourMs + minuteMs).isEmpty());
    }
    void aFileThatIsNoDatabaseIsSetAsideAndSaid()
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(10'000, 'x'));
        file.close();
        HealthHistory history(path());
        QVERIFY2(history.trouble().contains(QLatin1String("set aside")), qPrintable(history.trouble()));
        history.append(aKey(), aBeat(fullHourMs), {});
        QCOMPARE(history.beats(aKey(), 0, farFuture).size(), 1);
        QVERIFY(QFile::exists(path() + QStringLiteral(".unreadable-1")));
        QVERIFY(history.trouble().contains(QLatin1String("set aside"))); // until the next start
        QVERIFY(HealthHistory(path()).trouble().isEmpty());
    }
    void damageInsideIsFoundWhenItIsRead()
    {
        {
            HealthHistory history(path());
            for (int i = 0; i < 3'000; ++i)
                history.append(aKey(), aBeat(fullHourMs + qint64(i) * 10'000), {});
        }
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.size() > 100'000);
        for (qint64 page = 2; page * 4'096 < file.size(); ++page) {
            QVERIFY(file.seek(page * 4'096));
            file.write(QByteArray(2'000, '\xff'));
        }
        file.close();
        HealthHistory history(path());
        (void)history.beats(aKey(), 0, farFuture);
        history.append(aKey(), aBeat(fullHourMs + dayOfMs), {});
        QVERIFY2(history.trouble().contains(QLatin1String("set aside")), qPrintable(history.trouble()));
        history.append(aKey(), aBeat(fullHourMs + dayOfMs + 10'000), {});
        QVERIFY(!history.beats(aKey(), fullHourMs + dayOfMs, farFuture).isEmpty());
    }
    void aPlaceThatCannotBeWrittenCostsThePastOnly()
    {
        QVERIFY(QDir().mkpath(path()));
        HealthHistory history(path()); // a folder stands there
        QVERIFY(history.trouble().contains(QLatin1String("not kept")));
        history.append(aKey(), aBeat(fullHourMs), {});
        QVERIFY(history.beats(aKey(), 0, farFuture).isEmpty());
        QVERIFY(!history.uptime(aKey(), Milliseconds(1), fullHourMs).percent());
        QVERIFY(QDir().rmdir(path()));
        history.append(aKey(), aBeat(fullHourMs + 2 * minuteMs), {});
        QCOMPARE(history.beats(aKey(), 0, farFuture).size(), 1); // tried again
        QVERIFY(history.trouble().isEmpty());
    }
};

SLIPWAY_TEST(HealthHistoryTest)
#include "healthhistory_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/probe/healthcharts.h"
#include "models/health/check.h"
#include "support/builders.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr Milliseconds everyTen{10'000};

/// The charts behind a window, with a clock that the test moves.
struct Charts {
    explicit Charts(const QString &file)
        : charts(std::make_unique<HealthCharts>(store, clock, file))
    {
    }
    void sample(int latency, Verdict verdict = Verdict::Healthy, const QString &check = healthCheckName)
    {
        clock.advance(everyTen);
        charts->take(Environment::Staging, check,
                     {.at = clock.now().utc(), .verdict = verdict, .httpStatus = 200, .latencyMs = latency}, usualGap);
    }
    HealthChart chart() const { return charts->chart(Environment::Staging); }

    FakeClock clock;
    ConsoleStore store{acmeProject()};
    std::unique_ptr<HealthCharts> charts;
};

} // namespace

/// What a panel draws of the past.
class HealthChartsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString path() const { return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())); }
private Q_SLOTS:
    void eachSampleIsDrawn()
    {
        Charts kit(path());
        const QSignalSpy changed(kit.charts.get(), &HealthCharts::chartChanged);
        for (const int latency : {80, 90, 100})
            kit.sample(latency);
        QCOMPARE(changed.count(), 3);
        QCOMPARE(kit.chart().columns.size(), 3);
        QCOMPARE(kit.chart().beats.size(), 3);
        QCOMPARE(kit.chart().p50, 90);
        QCOMPARE(kit.chart().p95, 100);
        QCOMPARE(kit.chart().hour.up, Milliseconds(20'000));
        QVERIFY(kit.chart().trouble.isEmpty());
        QVERIFY(kit.charts->chart(Environment::Production).columns.isEmpty());
    }
    void anotherChecksSamplesAreKeptAndNotDrawn()
    {
        Charts kit(path());
        const QSignalSpy changed(kit.charts.get(), &HealthCharts::chartChanged);
        kit.sample(80, Verdict::Healthy, QStringLiteral("models"));
        QCOMPARE(changed.count(), 0);
        QCOMPARE(HealthHistory(path())
                     .beats({Environment::Staging, QStringLiteral("models")}, 0, kit.clock.now().wallMs)
                     .size(),
                 1);
    }
    void afterARestartThePastIsThereAtOnce()
    {
        Charts kit(path());
        for (int i = 0; i < 500; ++i)
            kit.sample(50 + i % 50, i % 100 == 99 ? Verdict::Down : Verdict::Healthy);
        const HealthChart before = kit.chart();
        kit.charts = std::make_unique<HealthCharts>(kit.store, kit.clock, path());
        const HealthChart after = kit.chart();
        QCOMPARE(after.columns, before.columns);
        QCOMPARE(after.beats, before.beats);
        QCOMPARE(after.hour, before.hour);
        QCOMPARE(after.day, before.day);
    }
    void aWiderWindowReachesFurtherBack()
    {
        Charts kit(path());
        for (int i = 0; i < 2'000; ++i)
            kit.sample(80);
        kit.charts->choose(Environment::Staging, ChartWindow::SixHours);
        const HealthChart before = kit.chart();
        QVERIFY(before.columns.size() > 330);
        kit.charts = std::make_unique<HealthCharts>(kit.store, kit.clock, path());
        const QSignalSpy changed(kit.charts.get(), &HealthCharts::chartChanged);
        kit.charts->choose(Environment::Staging, ChartWindow::SixHours);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(kit.chart().window, ChartWindow::SixHours);
        QCOMPARE(kit.chart().columns, before.columns);
    }
    void aStartReadsNoMoreThanChartsHaveColumns()
    {
        Charts kit(path());
        for (int i = 0; i < 3'000; ++i)
            kit.sample(80);
        kit.charts = std::make_unique<HealthCharts>(kit.store, kit.clock, path());
        QVERIFY(kit.charts->rowsRead() > 0);
        QVERIFY(kit.charts->rowsRead() <= qint64(2) * chartColumns); // two charts
    }
    void aNightWithoutSlipwayIsAGap()
    {
        Charts kit(path());
        for (int i = 0; i < 10; ++i)
            kit.sample(80);
        kit.clock.advance(Milliseconds(8 * 3'600'000));
        kit.charts = std::make_unique<HealthCharts>(kit.store, kit.clock, path());
        QVERIFY(kit.chart().columns.isEmpty());
        for (int i = 0; i < 10; ++i)
            kit.sample(80);
        QCOMPARE(kit.chart().day.up, Milliseconds(2 * 90'000));
        QCOMPARE(kit.chart().day.down, Milliseconds(0));
    }
    void aRestartLosesNothingOfAColumnThatItIsIn()
    {
        Charts kit(path());
        for (int i = 0; i < 600; ++i) // more than half an hour: a week's column is longer ago than that is read
            kit.sample(i == 100 ? 7'000 : 80);
        kit.charts->choose(Environment::Staging, ChartWindow::Week);
        const int highest = kit.chart().columns.constFirst().highest.value_or(0);
        kit.charts = std::make_unique<HealthCharts>(kit.store, kit.clock, path());
        for (int i = 0; i < 3; ++i)
            kit.sample(80);
        kit.charts = std::make_unique<HealthCharts>(kit.store, kit.clock, path());
        kit.charts->choose(Environment::Staging, ChartWindow::Week);
        int samples = 0;
        int highestAfter = 0;
        for (const LatencyColumn &column : kit.chart().columns) {
            samples += column.samples;
            highestAfter = std::max(highestAfter, column.highest.value_or(0));
        }
        QCOMPARE(samples, 603);
        QCOMPARE(highestAfter, 7'000);
        QVERIFY(highest <= highestAfter);
    }
    void timePassesInAChartWithoutSamples()
    {
        Charts kit(path());
        kit.sample(80);
        const QSignalSpy changed(kit.charts.get(), &HealthCharts::chartChanged);
        kit.charts->tick();
        QCOMPARE(changed.count(), 0);
        kit.clock.advance(Milliseconds(31'000));
        kit.charts->tick();
        QCOMPARE(changed.count(), 2); // both environments
    }
    void deploymentsAreMarkedByThisComputersClock()
    {
        Charts kit(path());
        const Moment now = kit.clock.now();
        kit.store.apply(now, [&](Observations &all) {
            Deployment serving;
            serving.id = {QStringLiteral("d-1")};
            serving.status = DeploymentStatus::Success;
            serving.commit = liveSha;
            serving.createdAt = at(now, 400);
            serving.statusUpdatedAt = at(now, 300);
            ServiceInstance instance;
            instance.latest = serving;
            instance.active = {serving};
            all.services.staging = fresh(instance, now);
            all.deployments.staging = fresh(QList<Deployment>{serving}, now);
            all.clocks.ahead[Provider::Railway] = Milliseconds(60'000);
            all.clocks.ahead[Provider::GitHub] = Milliseconds(5'000);
        });
        const QList<ChartMark> marks = kit.chart().deployments;
        QCOMPARE(marks.size(), 1);
        QCOMPARE(marks.constFirst().atMs, at(now, 360).toMSecsSinceEpoch());
        QVERIFY(marks.constFirst().text.contains(shortSha(liveSha)));
    }
    void thatNothingIsKeptIsSaid()
    {
        QVERIFY(QDir().mkpath(path()));
        Charts kit(path());
        kit.sample(80);
        QVERIFY(kit.chart().trouble.contains(QLatin1String("not kept")));
        QCOMPARE(kit.chart().columns.size(), 1);
    }
};

SLIPWAY_TEST(HealthChartsTest)
#include "healthcharts_test.moc"

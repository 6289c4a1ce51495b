// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/probe/healthcharts.h"

#include "models/goback/wentlive.h"
#include "models/health/check.h"
#include "models/values/text.h"

#include <array>

namespace Slipway {

namespace {

/// Half an hour is drawn from the samples themselves.
constexpr std::array keptWindows{ChartWindow::SixHours, ChartWindow::Day, ChartWindow::Week};
constexpr Milliseconds hour{3'600'000};
/// A sample changes its own column, and ends the time that the one before stood for.
constexpr int changedColumns = 2;
/// Time passes where nothing is measured, too.
constexpr Milliseconds redrawnAfter{30'000};

Milliseconds measured(const Uptime &uptime)
{
    return uptime.up + uptime.down;
}

} // namespace

HealthCharts::HealthCharts(const ConsoleStore &store, const Clock &clock, const QString &historyFile, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_kept(historyFile)
    , m_drawnAt{clock.now(), clock.now()} // whoever begins to draw asks for both
{
    for (const Environment environment : environments)
        loadHalfHour(environment);
}

void HealthCharts::loadHalfHour(Environment environment)
{
    const qint64 since = m_clock.now().wallMs - spanOf(ChartWindow::HalfHour).count();
    LatencyHistory past;
    const QList<Beat> beats = m_kept.beats({environment, healthCheckName}, since, m_clock.now().wallMs);
    for (const Beat &beat : beats)
        past.append(beat, usualGap);
    loadLatest(past, {environment, healthCheckName});
    m_past[environment].insert(healthCheckName, past);
    m_loaded[environment] = {ChartWindow::HalfHour};
}

/// What is added to a column goes on from what is kept of it.
void HealthCharts::loadLatest(LatencyHistory &past, const HistoryKey &key)
{
    for (const ChartWindow window : keptWindows)
        past.load(window, m_kept.columns(key, window, m_clock.now().wallMs, changedColumns));
}

LatencyHistory &HealthCharts::pastOf(Environment environment, const QString &check)
{
    QHash<QString, LatencyHistory> &pasts = m_past[environment];
    const auto known = pasts.find(check);
    if (known != pasts.end())
        return *known;
    LatencyHistory past;
    loadLatest(past, {environment, check});
    return *pasts.insert(check, past);
}

void HealthCharts::tick()
{
    const Moment now = m_clock.now();
    for (const Environment environment : environments) {
        if (ageOf(m_drawnAt[environment], now) >= redrawnAfter)
            draw(environment);
    }
}

void HealthCharts::draw(Environment environment)
{
    m_drawnAt[environment] = m_clock.now();
    Q_EMIT chartChanged(chart(environment));
}

void HealthCharts::take(Environment environment, const QString &check, const HealthSample &sample,
                        Milliseconds gapAfter)
{
    const Beat beat = beatOf(sample);
    LatencyHistory &past = pastOf(environment, check);
    past.append(beat, gapAfter);
    QList<HealthHistory::Column> columns;
    for (const ChartWindow window : keptWindows) {
        const QList<LatencyColumn> all = past.columns(window, beat.atMs);
        for (const LatencyColumn &column : all.mid(std::max<qsizetype>(0, all.size() - changedColumns)))
            columns.append({window, column});
    }
    m_kept.append({environment, check}, beat, columns);
    if (check != healthCheckName)
        return;
    m_gapAfter[environment] = gapAfter;
    draw(environment);
}

void HealthCharts::choose(Environment environment, ChartWindow window)
{
    m_window[environment] = window;
    if (!m_loaded[environment].contains(window)) {
        m_loaded[environment].append(window);
        pastOf(environment, healthCheckName)
            .load(window, m_kept.columns({environment, healthCheckName}, window, m_clock.now().wallMs));
    }
    draw(environment);
}

HealthChart HealthCharts::chart(Environment environment)
{
    const qint64 until = m_clock.now().wallMs;
    const ChartWindow window = m_window[environment];
    const LatencyHistory &past = pastOf(environment, healthCheckName);
    return {.environment = environment,
            .window = window,
            .untilMs = until,
            .gapAfter = m_gapAfter[environment],
            .columns = past.columns(window, until),
            .deployments = deploymentMarks(environment, until - spanOf(window).count()),
            .beats = past.beats(),
            .p50 = past.percentile(window, 50, until),
            .p95 = past.percentile(window, 95, until),
            .hour = uptime(environment, hour, until),
            .day = uptime(environment, 24 * hour, until),
            .trouble = m_kept.trouble()};
}

/// What is on disk reaches further back, unless nothing can be kept there.
Uptime HealthCharts::uptime(Environment environment, Milliseconds span, qint64 untilMs)
{
    const Uptime kept = m_kept.uptime({environment, healthCheckName}, span, untilMs);
    const Uptime here = pastOf(environment, healthCheckName).uptime(span, untilMs);
    return measured(kept) >= measured(here) ? kept : here;
}

/// By this computer's clock.
QList<ChartMark> HealthCharts::deploymentMarks(Environment environment, qint64 fromMs) const
{
    const ServiceClocks &clocks = m_store.observations().clocks;
    QList<ChartMark> marks;
    const Snapshot &snapshot = m_store.snapshot();
    const QList<WentLive> all = wentLiveIn(snapshot.deployments[environment], snapshot.environments[environment]);
    for (const WentLive &each : all) {
        const qint64 atMs = clocks.ours(Provider::Railway, each.at).toMSecsSinceEpoch();
        if (atMs >= fromMs)
            marks.append({.atMs = atMs, .text = say("deployed %1").arg(each.name)});
    }
    return marks;
}

} // namespace Slipway

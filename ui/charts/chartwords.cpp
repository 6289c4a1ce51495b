// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartwords.h"

#include "models/values/plaintext.h"
#include "models/values/shownzone.h"
#include "models/values/text.h"
#include "models/values/utc.h"

#include <QDateTime>

#include <algorithm>

namespace Slipway {

namespace {

constexpr qint64 second = 1'000;
constexpr qint64 tenSeconds = 10 * second;
constexpr qsizetype longestMark = 120;
constexpr qsizetype longestTrouble = 600;
constexpr qsizetype toldMarks = 3;

/// With its zone.
QString clockText(qint64 atMs, ChartWindow window, QLatin1String clock)
{
    const bool dated = window == ChartWindow::Week || window == ChartWindow::Day;
    return shownTimeAndZone(QDateTime::fromMSecsSinceEpoch(atMs, utcZone),
                            dated ? QStringLiteral("d MMM HH:mm") : QString(clock));
}

QString percentilesText(std::optional<int> p50, std::optional<int> p95)
{
    if (!p50)
        return say("nothing answered");
    return say("p50 %1, p95 %2").arg(latencyText(*p50), latencyText(p95.value_or(*p50)));
}

} // namespace

QString windowText(ChartWindow window)
{
    switch (window) {
    case ChartWindow::HalfHour:
        return say("30 min");
    case ChartWindow::SixHours:
        return say("6 h");
    case ChartWindow::Day:
        return say("24 h");
    case ChartWindow::Week:
        break;
    }
    return say("7 days");
}

QString latencyText(qint64 milliseconds)
{
    if (milliseconds < second)
        return say("%1 ms").arg(milliseconds);
    return say("%1 s").arg(double(milliseconds) / second, 0, 'f', milliseconds < tenSeconds ? 1 : 0);
}

QString axisText(double milliseconds)
{
    if (milliseconds < second)
        return say("%1 ms").arg(milliseconds, 0, 'f', 0);
    const bool whole = qint64(milliseconds) % second == 0;
    return say("%1 s").arg(milliseconds / second, 0, 'f', whole ? 0 : 1);
}

QString columnText(const LatencyColumn &column, ChartWindow window)
{
    QStringList parts{percentilesText(column.p50, column.p95)};
    if (column.lowest && column.highest)
        parts.append(say("lowest %1, highest %2").arg(latencyText(*column.lowest), latencyText(*column.highest)));
    parts.append(counted(column.samples, "sample", "samples"));
    if (column.failures > 0)
        parts.append(say("%1 failed").arg(column.failures));
    return say("%1: %2").arg(clockText(column.atMs, window, QLatin1String("HH:mm:ss")),
                             parts.join(QStringLiteral(", ")));
}

QString markText(const ChartMark &mark, ChartWindow window)
{
    return say("%1: %2").arg(clockText(mark.atMs, window, QLatin1String("HH:mm")),
                             visibleText(mark.text.left(longestMark)));
}

QString chartName(const HealthChart &chart)
{
    const QString where = chart.environment == Environment::Staging ? say("staging") : say("production");
    return say("Latency of %1, last %2").arg(where, windowText(chart.window));
}

QString chartDescription(const HealthChart &chart)
{
    if (chart.columns.isEmpty())
        return emptyChartText(chart);
    QStringList parts{percentilesText(chart.p50, chart.p95),
                      say("latest %1").arg(columnText(chart.columns.constLast(), chart.window))};
    const qint64 fromMs = chart.untilMs - spanOf(chart.window).count();
    QStringList marks;
    for (const ChartMark &mark : chart.deployments) {
        if (mark.atMs >= fromMs && mark.atMs <= chart.untilMs)
            marks.append(markText(mark, chart.window));
    }
    if (!marks.isEmpty())
        parts.append(marks.mid(std::max<qsizetype>(0, marks.size() - toldMarks)).join(QStringLiteral("; ")));
    if (!chart.trouble.isEmpty())
        parts.append(visibleText(chart.trouble.left(longestTrouble)));
    return parts.join(QStringLiteral("; "));
}

QString emptyChartText(const HealthChart &chart)
{
    return chart.trouble.isEmpty() ? say("No data yet") : visibleText(chart.trouble.left(longestTrouble));
}

} // namespace Slipway

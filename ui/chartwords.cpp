// SPDX-License-Identifier: GPL-3.0-or-later
#include "healthchart.h"
#include "values/text.h"

namespace Slipway {

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

QString latencyText(int milliseconds)
{
    constexpr int second = 1'000;
    constexpr int tenSeconds = 10 * second;
    if (milliseconds < second)
        return say("%1 ms").arg(milliseconds);
    return say("%1 s").arg(double(milliseconds) / second, 0, 'f', milliseconds < tenSeconds ? 1 : 0);
}

QString columnText(const LatencyColumn &column, ChartWindow window)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(column.atMs, Qt::UTC);
    const bool dated = window == ChartWindow::Week || window == ChartWindow::Day;
    const QString when = at.toString(dated ? QStringLiteral("d MMM HH:mm") : QStringLiteral("HH:mm:ss"));
    QStringList parts;
    if (column.p50) {
        parts = {say("p50 %1").arg(latencyText(*column.p50)), say("p95 %1").arg(latencyText(*column.p95)),
                 say("%1 to %2").arg(latencyText(*column.lowest), latencyText(*column.highest))};
    }
    parts.append(counted(column.samples, "check", "checks"));
    if (column.failures > 0)
        parts.append(say("%1 failed").arg(column.failures));
    return say("%1 UTC: %2").arg(when, parts.join(QStringLiteral(", ")));
}

} // namespace Slipway

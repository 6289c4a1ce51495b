// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartscale.h"

#include "models/values/plaintext.h"
#include "models/values/shownzone.h"
#include "models/values/utc.h"
#include "ui/charts/chartwords.h"

#include <algorithm>
#include <cmath>

namespace Slipway {

namespace {

constexpr double beside = 6;
constexpr double besideLine = 3;
constexpr double belowPlot = 5; ///< for the marks of failures
constexpr int mostSteps = 4;
constexpr double headRoom = 1.04;
constexpr qsizetype longestMarkText = 120;
constexpr int leastLetters = 6; ///< of an elided text
constexpr qint64 minuteMs = 60'000;
constexpr qint64 hourMs = 60 * minuteMs;
constexpr qint64 dayMs = 24 * hourMs;

qint64 timeStep(ChartWindow window)
{
    switch (window) {
    case ChartWindow::HalfHour:
        return 10 * minuteMs;
    case ChartWindow::SixHours:
        return 2 * hourMs;
    case ChartWindow::Day:
        return 6 * hourMs;
    case ChartWindow::Week:
        break;
    }
    return 2 * dayMs;
}

QDateTime timeOf(qint64 atMs)
{
    return QDateTime::fromMSecsSinceEpoch(atMs, utcZone);
}

/// `lastZone` is named at the right edge.
QString labelText(qint64 atMs, ChartWindow window, const QString &lastZone)
{
    const QDateTime at = timeOf(atMs);
    if (window == ChartWindow::Week)
        return shownTime(at, QStringLiteral("d MMM"));
    const QString clock = QStringLiteral("HH:mm");
    return shownZoneName(at) == lastZone ? shownTime(at, clock) : shownTimeAndZone(at, clock);
}

/// When the clock on the wall shows `wallMs`.
qint64 whenShown(qint64 wallMs)
{
    const qint64 about = wallMs - shownOffset(timeOf(wallMs)).count();
    return wallMs - shownOffset(timeOf(about)).count();
}

/// The times of a chart at which a round time begins.
QList<qint64> roundTimes(const ChartScale &scale, qint64 step)
{
    QList<qint64> times;
    const qint64 wallFromMs = scale.fromMs + shownOffset(timeOf(scale.fromMs)).count();
    for (qint64 wall = (wallFromMs / step + 1) * step; whenShown(wall) < scale.untilMs; wall += step)
        times.append(whenShown(wall));
    return times;
}

double highestOf(const QList<LatencyColumn> &columns)
{
    int highest = 1;
    for (const LatencyColumn &column : columns)
        highest = std::max(highest, column.highest.value_or(0));
    return highest;
}

} // namespace

double ChartScale::x(qint64 atMs) const
{
    const double share = double(atMs - fromMs) / double(std::max<qint64>(1, untilMs - fromMs));
    return plot.left() + plot.width() * std::clamp(share, 0.0, 1.0);
}

double ChartScale::y(double milliseconds) const
{
    return plot.bottom() - plot.height() * std::clamp(milliseconds / top, 0.0, 1.0);
}

qint64 ChartScale::timeAt(double x) const
{
    const double share = std::clamp((x - plot.left()) / std::max(1.0, plot.width()), 0.0, 1.0);
    return fromMs + qint64(share * double(untilMs - fromMs));
}

double roundStep(double highest, int steps)
{
    const double rough = std::max(1.0, highest / std::max(1, steps));
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough)
            return factor * power;
    }
    return 10 * power;
}

ChartScale chartScale(const HealthChart &chart, QSizeF size, const QFontMetricsF &metrics)
{
    const double line = std::ceil(metrics.height());
    const double height = std::max(1.0, size.height() - 2 * line - belowPlot - 2);
    const double highest = highestOf(chart.columns);
    ChartScale scale{.fromMs = chart.untilMs - spanOf(chart.window).count(), .untilMs = chart.untilMs};
    scale.step = roundStep(highest, std::clamp(int(height / (1.4 * line)), 1, mostSteps));
    scale.top = std::max(highest, scale.step) * headRoom;
    double labels = 0;
    for (int step = 0; step * scale.step <= scale.top; ++step)
        labels = std::max(labels, std::ceil(metrics.horizontalAdvance(axisText(step * scale.step))));
    const double left = labels + beside + besideLine;
    scale.plot = QRectF(left, line + 1, std::max(1.0, std::floor(size.width()) - left - beside), std::floor(height));
    return scale;
}

QList<PlacedText> timeLabels(const ChartScale &scale, ChartWindow window, const QFontMetricsF &metrics)
{
    const auto placed = [&](const QString &text, double at, double left) {
        return PlacedText{.text = text, .left = left, .width = metrics.horizontalAdvance(text), .at = at};
    };
    const QDateTime until = timeOf(scale.untilMs);
    PlacedText last = placed(shownTimeAndZone(until, QStringLiteral("HH:mm")), scale.plot.right(), 0);
    last.left = std::max(0.0, scale.plot.right() - last.width);
    QList<PlacedText> labels;
    double free = 0;
    for (const qint64 time : roundTimes(scale, timeStep(window))) {
        PlacedText label = placed(labelText(time, window, shownZoneName(until)), scale.x(time), 0);
        label.left = std::max(0.0, label.at - label.width / 2);
        if (label.left < free || label.left + label.width + 2 * beside > last.left)
            continue;
        free = label.left + label.width + 2 * beside;
        labels.append(label);
    }
    labels.append(last);
    return labels;
}

QList<PlacedText> markTexts(const QList<ChartMark> &marks, const ChartScale &scale, double from,
                            const QFontMetricsF &metrics)
{
    QList<ChartMark> newestFirst = marks;
    std::stable_sort(newestFirst.begin(), newestFirst.end(),
                     [](const ChartMark &left, const ChartMark &right) { return left.atMs > right.atMs; });
    QList<PlacedText> texts;
    double end = scale.plot.right();
    for (const ChartMark &mark : std::as_const(newestFirst)) {
        if (mark.atMs < scale.fromMs || mark.atMs > scale.untilMs)
            continue;
        const QString text = visibleText(mark.text.left(longestMarkText));
        const double x = scale.x(mark.atMs);
        const double wanted = std::min(metrics.horizontalAdvance(text), scale.plot.width() / 2);
        const double least = std::min(wanted, leastLetters * metrics.averageCharWidth());
        double left = std::max(x + besideLine, from);
        double right = std::min(left + wanted, end);
        const bool before = right - left < least;
        if (before) {
            right = std::min(x - besideLine, end);
            left = std::max(right - wanted, from);
        }
        if (wanted <= 0 || right - left < least)
            continue;
        const QString shown = metrics.elidedText(text, Qt::ElideRight, std::ceil(right - left));
        const double width = std::min(metrics.horizontalAdvance(shown), right - left);
        texts.append({.text = shown, .left = before ? right - width : left, .width = width, .at = x});
        end = std::min(left, x) - beside;
    }
    return texts;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/healthchart.h"

#include <QFontMetricsF>
#include <QRectF>

namespace Slipway {

/// Where values and times of a chart are on the screen. What lies outside is at the edge.
struct ChartScale {
    QRectF plot;
    qint64 fromMs = 0;
    qint64 untilMs = 1;
    double step = 1; ///< between two labelled values, ms
    double top = 1;  ///< the value at the upper edge, ms

    double x(qint64 atMs) const;
    double y(double milliseconds) const;
    qint64 timeAt(double x) const;
};

/// A word and where it begins.
struct PlacedText {
    QString text;
    double left = 0;
    double width = 0;
    double at = 0; ///< what it belongs to
};

/// 1, 2 or 5 times a power of ten, so that at most `steps` of them reach the highest value.
double roundStep(double highest, int steps);

/// The scale of a chart in a widget of that size: above the plot is a line for words, below it one for times.
ChartScale chartScale(const HealthChart &chart, QSizeF size, const QFontMetricsF &metrics);

/// A few times below the plot that do not touch, round on the clock of the zone that is shown. The last one is the
/// right edge and names the zone; so does an earlier one that is called otherwise, before the clocks were changed.
QList<PlacedText> timeLabels(const ChartScale &scale, ChartWindow window, const QFontMetricsF &metrics);

/// What was deployed, above the plot and right of `from`. The newest come first; what finds no place is elided, and
/// left out where nothing would remain of it, so that no two touch.
QList<PlacedText> markTexts(const QList<ChartMark> &marks, const ChartScale &scale, double from,
                            const QFontMetricsF &metrics);

} // namespace Slipway

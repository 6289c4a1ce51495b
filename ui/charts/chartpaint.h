// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chartscale.h"
#include "ui/controls/theme.h"

class QPainter;

namespace Slipway {

/// What a chart is drawn from, once for each change of its data or size.
struct ChartDrawing {
    ChartScale scale;
    QList<LatencyColumn> columns; ///< one to a pixel at most
    qint64 widthMs = 1;           ///< of each
    double x(const LatencyColumn &column) const { return scale.x(column.atMs + widthMs / 2); }
};
ChartDrawing chartDrawing(const HealthChart &chart, QSizeF size, const QFontMetricsF &metrics);

/// Gaps, axes, the band from the lowest to the highest, p50 and p95, failures and deployments.
void paintChart(QPainter &painter, const HealthChart &chart, const ChartDrawing &drawing, Tone tone,
                const QPalette &palette);

} // namespace Slipway

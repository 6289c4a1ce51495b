// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartpaint.h"

#include "models/values/text.h"
#include "ui/charts/chartcolumns.h"
#include "ui/charts/chartwords.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace Slipway {

namespace {

constexpr double crossSize = 7;
constexpr double sampleLength = 14;
constexpr double gap = 4;

/// Between the card and a colour: 0 is the card's.
QColor faint(const QColor &colour, double share, const QPalette &palette)
{
    const QColor card = palette.color(QPalette::Active, QPalette::Base);
    const auto mixed = [share](int from, int to) { return int(std::lround(from + (to - from) * share)); };
    return QColor(mixed(card.red(), colour.red()), mixed(card.green(), colour.green()),
                  mixed(card.blue(), colour.blue()));
}

QColor bandColour(Tone tone, const QPalette &palette)
{
    return faint(inkOf(tone, palette), isHighContrast(palette) ? 0.45 : 0.22, palette);
}

QColor gridColour(const QPalette &palette)
{
    return isHighContrast(palette) ? faint(lineColour(palette), 0.45, palette) : lineColour(palette);
}

QPen dashedPen(const QColor &colour, qreal dash, qreal space)
{
    QPen pen(colour, 1);
    pen.setCapStyle(Qt::FlatCap);
    pen.setDashPattern({dash, space});
    return pen;
}

QPen p50Pen(Tone tone, const QPalette &palette)
{
    return QPen(inkOf(tone, palette), 1);
}

QPen p95Pen(Tone tone, const QPalette &palette)
{
    return dashedPen(inkOf(tone, palette), 4, 3);
}

void paintText(QPainter &painter, const PlacedText &text, double top)
{
    painter.drawText(QRectF(text.left, top, std::ceil(text.width) + 2, std::ceil(painter.fontMetrics().height())),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, text.text);
}

void paintAxes(QPainter &painter, const ChartScale &scale, ChartWindow window, const QPalette &palette)
{
    const double line = std::ceil(painter.fontMetrics().height());
    for (int step = 0; step * scale.step <= scale.top; ++step) {
        const double value = step * scale.step;
        const double y = scale.y(value);
        painter.setPen(value > 0 ? dashedPen(gridColour(palette), 1, 2) : QPen(gridColour(palette), 1));
        painter.drawLine(QPointF(scale.plot.left(), y), QPointF(scale.plot.right(), y));
        painter.setPen(dimInk(palette));
        painter.drawText(QRectF(0, y - line / 2, scale.plot.left() - gap, line), Qt::AlignRight | Qt::AlignVCenter,
                         axisText(value));
    }
    const double below = scale.plot.bottom() + crossSize / 2 + 2;
    const QList<PlacedText> labels = timeLabels(scale, window, QFontMetricsF(painter.font()));
    for (const PlacedText &label : labels) {
        painter.setPen(gridColour(palette));
        painter.drawLine(QPointF(label.at, scale.plot.bottom()), QPointF(label.at, scale.plot.bottom() + 3));
        painter.setPen(dimInk(palette));
        paintText(painter, label, below);
    }
}

void paintGaps(QPainter &painter, const HealthChart &chart, const ChartDrawing &drawing, const QPalette &palette)
{
    const ChartScale &scale = drawing.scale;
    const QList<Unmeasured> spans =
        unmeasuredSpans(drawing.columns, drawing.widthMs, chart.gapAfter, {scale.fromMs, scale.untilMs});
    for (const Unmeasured &span : spans) {
        const QRectF where(QPointF(scale.x(span.fromMs), scale.plot.top()),
                           QPointF(scale.x(span.untilMs), scale.plot.bottom()));
        painter.fillRect(where, QBrush(gridColour(palette), Qt::BDiagPattern));
    }
}

/// As wide as the time until the next column of the run, so that the band of columns that are not all filled is whole.
void paintBand(QPainter &painter, const ChartDrawing &drawing, const QList<LatencyColumn> &run, const QColor &colour)
{
    for (qsizetype i = 0; i < run.size(); ++i) {
        const LatencyColumn &column = run.at(i);
        const qint64 endMs = i + 1 < run.size() ? run.at(i + 1).atMs : column.atMs + drawing.widthMs;
        const double left = std::floor(drawing.scale.x(column.atMs));
        const double right = std::max(left + 1, std::floor(drawing.scale.x(endMs)));
        const double top = std::floor(drawing.scale.y(column.highest.value_or(0)));
        const double bottom = std::max(top + 1, std::ceil(drawing.scale.y(column.lowest.value_or(0))));
        painter.fillRect(QRectF(QPointF(left, top), QPointF(right, bottom)), colour);
    }
}

/// A column alone is a dash as wide as it: a line needs two ends.
void paintLine(QPainter &painter, const ChartDrawing &drawing, const QList<LatencyColumn> &run,
               std::optional<int> LatencyColumn::*value)
{
    QPolygonF points;
    for (const LatencyColumn &column : run)
        points.append({drawing.x(column), drawing.scale.y((column.*value).value_or(0))});
    if (points.size() == 1)
        points = QPolygonF({points.constFirst() - QPointF(2, 0), points.constFirst() + QPointF(2, 0)});
    painter.drawPolyline(points);
}

/// Crosses where there is room for each, on a line as long as it failed.
void paintFailures(QPainter &painter, const ChartDrawing &drawing, const QPalette &palette)
{
    const QColor ink = inkOf(Tone::Bad, palette);
    painter.setPen(QPen(ink, 1));
    const double arm = (crossSize - 1) / 2;
    const double y = std::round(drawing.scale.plot.bottom());
    double free = 0;
    for (const LatencyColumn &column : drawing.columns) {
        if (column.failures == 0)
            continue;
        const double x = std::round(drawing.x(column));
        painter.drawLine(QPointF(x - 1, y), QPointF(x + 1, y));
        if (x < free)
            continue;
        painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm));
        painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm));
        free = x + crossSize + 2;
    }
}

/// What the two lines are, at the left above the plot. Returns where it ends.
double paintLegend(QPainter &painter, Tone tone, const QPalette &palette)
{
    const QFontMetricsF metrics(painter.font());
    const double line = std::ceil(metrics.height());
    double left = gap;
    const auto entry = [&](const QPen &pen, const QString &word) {
        painter.setPen(pen);
        painter.drawLine(QPointF(left, line / 2), QPointF(left + sampleLength, line / 2));
        left += sampleLength + gap;
        painter.setPen(dimInk(palette));
        paintText(painter, {.text = word, .left = left, .width = metrics.horizontalAdvance(word)}, 0);
        left += std::ceil(metrics.horizontalAdvance(word)) + 2 * gap;
    };
    entry(p50Pen(tone, palette), say("p50"));
    entry(p95Pen(tone, palette), say("p95"));
    return left;
}

void paintMarks(QPainter &painter, const HealthChart &chart, const ChartScale &scale, double from,
                const QPalette &palette)
{
    const QColor ink = inkOf(Tone::Running, palette);
    painter.setPen(dashedPen(ink, 3, 2));
    for (const ChartMark &mark : chart.deployments) {
        if (mark.atMs < scale.fromMs || mark.atMs > scale.untilMs)
            continue;
        const double x = scale.x(mark.atMs);
        painter.drawLine(QPointF(x, x >= from ? 1 : scale.plot.top()), QPointF(x, scale.plot.bottom()));
    }
    painter.setPen(ink);
    const QList<PlacedText> texts = markTexts(chart.deployments, scale, from, QFontMetricsF(painter.font()));
    for (const PlacedText &text : texts)
        paintText(painter, text, 0);
}

} // namespace

ChartDrawing chartDrawing(const HealthChart &chart, QSizeF size, const QFontMetricsF &metrics)
{
    ChartDrawing drawing{.scale = chartScale(chart, size, metrics)};
    const int pixels = int(drawing.scale.plot.width());
    const qint64 spanMs = spanOf(chart.window).count();
    const qint64 columnMs = columnWidthOf(chart.window).count();
    drawing.widthMs = mergedWidthMs(columnMs, spanMs, pixels);
    drawing.columns = mergedColumns(chart.columns, columnMs, drawing.scale.fromMs, spanMs, pixels);
    return drawing;
}

void paintChart(QPainter &painter, const HealthChart &chart, const ChartDrawing &drawing, Tone tone,
                const QPalette &palette)
{
    paintGaps(painter, chart, drawing, palette);
    const QList<QList<LatencyColumn>> runs = answeredRuns(drawing.columns, drawing.widthMs, chart.gapAfter);
    for (const QList<LatencyColumn> &run : runs)
        paintBand(painter, drawing, run, bandColour(tone, palette));
    paintAxes(painter, drawing.scale, chart.window, palette);
    for (const QList<LatencyColumn> &run : runs) {
        painter.setPen(p95Pen(tone, palette));
        paintLine(painter, drawing, run, &LatencyColumn::p95);
        painter.setPen(p50Pen(tone, palette));
        paintLine(painter, drawing, run, &LatencyColumn::p50);
    }
    paintFailures(painter, drawing, palette);
    paintMarks(painter, chart, drawing.scale, paintLegend(painter, tone, palette), palette);
}

} // namespace Slipway

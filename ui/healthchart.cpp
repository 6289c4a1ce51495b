// SPDX-License-Identifier: GPL-3.0-or-later
#include "healthchart.h"

#include "plainlabel.h"
#include "values/plaintext.h"
#include "values/text.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace Slipway {

namespace {

constexpr QSize usualSize{420, 112};
constexpr QSize leastSize{160, 64};
constexpr int gapBeside = 6;
constexpr int crossSize = 5;
constexpr int steps = 3;
constexpr qint64 minuteMs = 60'000;
constexpr qint64 hourMs = 60 * minuteMs;
constexpr qint64 dayMs = 24 * hourMs;

/// 1, 2 or 5 times a power of ten, so that about `steps` of it reach the highest value.
int niceStep(int highest)
{
    const double rough = std::max(1.0, double(highest) / steps);
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough)
            return int(factor * power);
    }
    return int(std::min(10 * power, 1e9));
}

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

QString timeLabel(qint64 atMs, ChartWindow window)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(atMs, Qt::UTC);
    return at.toString(window == ChartWindow::Week ? QStringLiteral("d MMM") : QStringLiteral("HH:mm"));
}

} // namespace

struct HealthChartView::Frame {
    QRectF plot;
    qint64 fromMs = 0;
    qint64 untilMs = 1;
    int step = 1;
    double top = 1; ///< the value at the upper edge

    double x(qint64 atMs) const
    {
        return plot.left() + plot.width() * double(atMs - fromMs) / double(std::max<qint64>(1, untilMs - fromMs));
    }
    double y(int value) const { return plot.bottom() - plot.height() * double(value) / top; }
};

HealthChartView::HealthChartView(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setMouseTracking(false);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    setFont(small);
}

QSize HealthChartView::sizeHint() const
{
    return usualSize;
}

QSize HealthChartView::minimumSizeHint() const
{
    return leastSize;
}

void HealthChartView::show(const HealthChart &chart)
{
    if (m_chart == chart)
        return;
    const bool another = !m_chart || m_chart->window != chart.window;
    m_chart = chart;
    if (another)
        m_cursor = -1;
    describe();
    update();
}

void HealthChartView::setTone(Tone tone)
{
    if (std::exchange(m_tone, tone) != tone)
        update();
}

void HealthChartView::describe()
{
    const QString where = m_chart->environment == Environment::Staging ? say("staging") : say("production");
    setAccessibleName(say("Latency of %1, the last %2").arg(where, windowText(m_chart->window)));
    if (m_chart->columns.isEmpty()) {
        setAccessibleDescription(m_chart->trouble.isEmpty() ? say("No data yet") : m_chart->trouble);
        return;
    }
    const LatencyColumn &last = m_chart->columns.constLast();
    setAccessibleDescription(say("p50 %1, p95 %2; latest: %3")
                                 .arg(m_chart->p50 ? latencyText(*m_chart->p50) : say("not known"),
                                      m_chart->p95 ? latencyText(*m_chart->p95) : say("not known"),
                                      columnText(last, m_chart->window)));
}

HealthChartView::Frame HealthChartView::frame() const
{
    int highest = 1;
    for (const LatencyColumn &column : m_chart->columns)
        highest = std::max(highest, column.highest.value_or(0));
    Frame frame{.fromMs = m_chart->untilMs - spanOf(m_chart->window).count(), .untilMs = m_chart->untilMs};
    frame.step = niceStep(highest);
    frame.top = std::max(double(highest), double(frame.step)) * 1.08;
    const QFontMetrics metrics = fontMetrics();
    int labels = 0;
    for (int value = 0; value <= frame.top; value += frame.step)
        labels = std::max(labels, metrics.horizontalAdvance(latencyText(value)));
    frame.plot = QRectF(rect()).adjusted(labels + 2 * gapBeside, metrics.height() / 2.0 + 2, -gapBeside,
                                         -metrics.height() - crossSize - 2);
    return frame;
}

void HealthChartView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_chart || m_chart->columns.isEmpty()) {
        const bool troubled = m_chart && !m_chart->trouble.isEmpty();
        painter.setPen(dimInk(palette()));
        painter.drawText(rect().adjusted(gapBeside, 0, -gapBeside, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         troubled ? visibleText(m_chart->trouble) : tr("No data yet"));
        return;
    }
    const Frame at = frame();
    m_columns = chartColumnsFor(*m_chart, int(at.plot.width()));
    paintAxes(painter, at);
    painter.setClipRect(at.plot.adjusted(-1, -1, 1, crossSize + 2));
    paintGaps(painter, at);
    const QList<QList<LatencyColumn>> runs = measuredRuns(m_columns, m_chart->gapAfter);
    for (const QList<LatencyColumn> &run : runs)
        paintRun(painter, at, run);
    paintFailures(painter, at);
    paintDeployments(painter, at);
    if (m_cursor >= 0 && m_cursor < m_columns.columns.size()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        const double x = at.x(m_columns.columns.at(m_cursor).atMs + m_columns.widthMs / 2);
        painter.drawLine(QPointF(x, at.plot.top()), QPointF(x, at.plot.bottom()));
    }
    painter.setClipping(false);
    if (hasFocus()) {
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void HealthChartView::paintAxes(QPainter &painter, const Frame &frame) const
{
    const QFontMetrics metrics = fontMetrics();
    for (int value = 0; value <= frame.top; value += frame.step) {
        const double y = frame.y(value);
        painter.setPen(QPen(lineColour(palette()), 1, value == 0 ? Qt::SolidLine : Qt::DotLine));
        painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y));
        painter.setPen(dimInk(palette()));
        painter.drawText(QRectF(0, y - metrics.height() / 2.0, frame.plot.left() - gapBeside, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, latencyText(value));
    }
    const double base = frame.plot.bottom() + crossSize + 1;
    const QString now = timeLabel(frame.untilMs, m_chart->window) + QStringLiteral(" UTC");
    const double nowLeft = frame.plot.right() - metrics.horizontalAdvance(now);
    painter.drawText(QRectF(nowLeft, base, metrics.horizontalAdvance(now) + 1, metrics.height()), Qt::AlignLeft, now);
    double free = 0;
    const qint64 step = timeStep(m_chart->window);
    for (qint64 time = (frame.fromMs / step + 1) * step; time < frame.untilMs; time += step) {
        const QString label = timeLabel(time, m_chart->window);
        const double width = metrics.horizontalAdvance(label);
        const double left = std::max(0.0, frame.x(time) - width / 2);
        if (left < free || left + width + gapBeside > nowLeft)
            continue;
        painter.drawText(QRectF(left, base, width + 1, metrics.height()), Qt::AlignLeft, label);
        free = left + width + gapBeside;
    }
}

void HealthChartView::paintGaps(QPainter &painter, const Frame &frame) const
{
    const qint64 furthest = std::max<qint64>(m_chart->gapAfter.count(), m_columns.widthMs) + m_columns.widthMs;
    qint64 measuredUntil = frame.fromMs;
    const auto paintGap = [&](qint64 until) {
        if (until - measuredUntil <= furthest)
            return;
        const QRectF gap(QPointF(frame.x(measuredUntil), frame.plot.top()),
                         QPointF(frame.x(until), frame.plot.bottom()));
        painter.fillRect(gap, QBrush(lineColour(palette()), Qt::BDiagPattern));
    };
    for (const LatencyColumn &column : std::as_const(m_columns.columns)) {
        paintGap(column.atMs);
        measuredUntil = column.atMs + m_columns.widthMs;
    }
    paintGap(frame.untilMs);
}

void HealthChartView::paintRun(QPainter &painter, const Frame &frame, const QList<LatencyColumn> &run) const
{
    QPolygonF upper;
    QPolygonF lowerEdge;
    QPolygonF middle;
    QPolygonF high;
    for (const LatencyColumn &column : run) {
        if (!column.p50)
            continue;
        const double x = frame.x(column.atMs + m_columns.widthMs / 2);
        upper.append({x, frame.y(*column.highest)});
        lowerEdge.prepend({x, frame.y(*column.lowest)});
        middle.append({x, frame.y(*column.p50)});
        high.append({x, frame.y(*column.p95)});
        // A column alone would be a polygon without any area.
        painter.setPen(QPen(fillOf(m_tone, palette()), 1));
        painter.drawLine(upper.constLast(), lowerEdge.constFirst());
    }
    if (middle.isEmpty())
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(fillOf(m_tone, palette()));
    painter.drawPolygon(upper + lowerEdge);
    painter.setBrush(Qt::NoBrush);
    const QColor ink = inkOf(m_tone, palette());
    painter.setPen(QPen(ink, 1, Qt::DashLine));
    painter.drawPolyline(high);
    painter.setPen(QPen(ink, 1));
    painter.drawPolyline(middle);
    if (middle.size() == 1)
        painter.drawEllipse(middle.constFirst(), 1, 1);
}

void HealthChartView::paintFailures(QPainter &painter, const Frame &frame) const
{
    for (const LatencyColumn &column : std::as_const(m_columns.columns)) {
        if (column.failures == 0)
            continue;
        const double x = frame.x(column.atMs + m_columns.widthMs / 2);
        const QRectF place(x - crossSize / 2.0, frame.plot.bottom() - crossSize / 2.0, crossSize, crossSize);
        paintShape(painter, Shape::Cross, place, inkOf(Tone::Bad, palette()));
    }
}

void HealthChartView::paintDeployments(QPainter &painter, const Frame &frame) const
{
    const QFontMetrics metrics = fontMetrics();
    double free = frame.plot.left();
    for (const ChartMark &mark : m_chart->deployments) {
        const double x = frame.x(mark.atMs);
        painter.setPen(QPen(inkOf(Tone::Running, palette()), 1, Qt::DashLine));
        painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()));
        const QString text = metrics.elidedText(visibleText(mark.text), Qt::ElideRight, int(frame.plot.width() / 2));
        const double width = metrics.horizontalAdvance(text);
        const double left = x + 3 + width > frame.plot.right() ? x - 3 - width : x + 3;
        if (left < free)
            continue;
        painter.drawText(QRectF(left, frame.plot.top(), width + 1, metrics.height()), Qt::AlignLeft, text);
        free = left + width + gapBeside;
    }
}

QString HealthChartView::cursorText() const
{
    if (!m_chart || m_cursor < 0 || m_cursor >= m_columns.columns.size())
        return {};
    return columnText(m_columns.columns.at(m_cursor), m_chart->window);
}

void HealthChartView::moveCursor(qsizetype to)
{
    if (m_columns.columns.isEmpty())
        return;
    m_cursor = std::clamp<qsizetype>(to, 0, m_columns.columns.size() - 1);
    setAccessibleDescription(cursorText());
    const double x = frame().x(m_columns.columns.at(m_cursor).atMs);
    QToolTip::showText(mapToGlobal(QPoint(int(x), 0)), plainToolTip(cursorText()), this);
    update();
}

void HealthChartView::keyPressEvent(QKeyEvent *event)
{
    const qsizetype last = m_columns.columns.size() - 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCursor(m_cursor < 0 ? last : m_cursor - 1);
    case Qt::Key_Right:
        return moveCursor(m_cursor < 0 ? last : m_cursor + 1);
    case Qt::Key_Home:
        return moveCursor(0);
    case Qt::Key_End:
        return moveCursor(last);
    default:
        QWidget::keyPressEvent(event);
    }
}

void HealthChartView::focusOutEvent(QFocusEvent *event)
{
    m_cursor = -1;
    if (m_chart)
        describe();
    QWidget::focusOutEvent(event);
}

bool HealthChartView::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !m_chart || m_columns.columns.isEmpty())
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const Frame at = frame();
    const LatencyColumn *nearest = nullptr;
    double best = 8; // pixels
    for (const LatencyColumn &column : std::as_const(m_columns.columns)) {
        const double distance = std::abs(at.x(column.atMs + m_columns.widthMs / 2) - help->pos().x());
        if (distance <= best) {
            best = distance;
            nearest = &column;
        }
    }
    if (nearest)
        QToolTip::showText(help->globalPos(), plainToolTip(columnText(*nearest, m_chart->window)), this);
    else
        QToolTip::showText(help->globalPos(), plainToolTip(tr("Nothing was measured here")), this);
    return true;
}

} // namespace Slipway

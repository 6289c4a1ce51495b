// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/healthchart.h"

#include "ui/controls/plainlabel.h"
#include "ui/controls/walking.h"

#include <QFontInfo>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace Slipway {

namespace {

constexpr QSize usualSize{420, 120};
constexpr QSize leastSize{180, 64};
constexpr double chartFontShare = 0.85;
constexpr int margin = 8;
constexpr double reach = 4; ///< how near the mouse has to be to a column or a deployment, pixels

void paintEmpty(QPainter &painter, const QRect &rect, const QString &text, const QPalette &palette)
{
    painter.setPen(lineColour(palette));
    painter.drawRect(rect.adjusted(0, 0, -1, -1));
    const QRect inner = rect.adjusted(margin, margin, -margin, -margin);
    const QFontMetrics metrics = painter.fontMetrics();
    const LaidText laid =
        layText(text, metrics, painter.font(), inner.width(), std::max(1, inner.height() / metrics.lineSpacing()));
    painter.setPen(dimInk(palette));
    painter.drawText(inner, Qt::AlignCenter | Qt::TextDontClip, laid.lines.join(QLatin1Char('\n')));
}

} // namespace

HealthChartView::HealthChartView(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setMinimumHeight(leastSize.height());
    QFont smaller = font();
    smaller.setPointSizeF(QFontInfo(smaller).pointSizeF() * chartFontShare);
    setFont(smaller);
}

QSize HealthChartView::sizeHint() const
{
    return usualSize;
}

QSize HealthChartView::minimumSizeHint() const
{
    return leastSize;
}

void HealthChartView::display(const HealthChart &chart)
{
    if (m_chart == chart)
        return;
    if (m_chart.window != chart.window || m_chart.environment != chart.environment)
        m_cursorMs.reset();
    m_chart = chart;
    m_isLaidOut = false;
    if (!isVisible())
        return;
    describe();
    update();
}

void HealthChartView::setTone(Tone tone)
{
    if (std::exchange(m_tone, tone) != tone)
        update();
}

void HealthChartView::layOut()
{
    if (std::exchange(m_isLaidOut, true))
        return;
    m_drawing = chartDrawing(m_chart, size(), QFontMetricsF(font()));
}

void HealthChartView::describe()
{
    setAccessibleName(chartName(m_chart));
    if (m_cursorMs)
        layOut();
    const QString told = cursorText();
    setAccessibleDescription(told.isEmpty() ? chartDescription(m_chart) : told);
}

void HealthChartView::paintEvent(QPaintEvent *)
{
    layOut();
    QPainter painter(this);
    if (m_drawing.columns.isEmpty())
        paintEmpty(painter, rect(), emptyChartText(m_chart), palette());
    else
        paintChart(painter, m_chart, m_drawing, m_tone, palette());
    painter.setPen(QPen(palette().color(QPalette::Active, QPalette::Highlight), 1));
    const ChartScale &scale = m_drawing.scale;
    if (const qsizetype at = cursor(); at >= 0) {
        const double x = m_drawing.x(m_drawing.columns.at(at));
        painter.drawLine(QPointF(x, scale.plot.top()), QPointF(x, scale.plot.bottom()));
    }
    if (hasFocus())
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

qsizetype HealthChartView::cursor() const
{
    if (!m_cursorMs || m_drawing.columns.isEmpty())
        return -1;
    const auto before = [](const LatencyColumn &column, qint64 atMs) { return column.atMs < atMs; };
    const auto found = std::lower_bound(m_drawing.columns.cbegin(), m_drawing.columns.cend(), *m_cursorMs, before);
    return std::min<qsizetype>(found - m_drawing.columns.cbegin(), m_drawing.columns.size() - 1);
}

/// With what was deployed until the next column, so that none is passed over.
QString HealthChartView::cursorText() const
{
    const qsizetype at = cursor();
    if (at < 0)
        return {};
    const QList<LatencyColumn> &columns = m_drawing.columns;
    const qint64 nextMs = at + 1 < columns.size() ? columns.at(at + 1).atMs : m_chart.untilMs + 1;
    QStringList parts{columnText(columns.at(at), m_chart.window)};
    for (const ChartMark &mark : m_chart.deployments) {
        if (mark.atMs >= columns.at(at).atMs && mark.atMs < nextMs)
            parts.append(markText(mark, m_chart.window));
    }
    return parts.join(QStringLiteral("; "));
}

void HealthChartView::moveCursor(qsizetype to)
{
    const LatencyColumn &column = m_drawing.columns.at(to);
    m_cursorMs = column.atMs;
    describe();
    update();
    const QPoint at(int(m_drawing.x(column)), int(m_drawing.scale.plot.center().y()));
    QToolTip::showText(mapToGlobal(at), plainToolTip(cursorText()), this);
}

void HealthChartView::keyPressEvent(QKeyEvent *event)
{
    layOut();
    if (const auto to = walked(event->key(), cursor(), m_drawing.columns.size()))
        return moveCursor(*to);
    QWidget::keyPressEvent(event);
}

void HealthChartView::focusOutEvent(QFocusEvent *event)
{
    if (m_cursorMs) {
        m_cursorMs.reset();
        describe();
    }
    QWidget::focusOutEvent(event);
}

void HealthChartView::resizeEvent(QResizeEvent *event)
{
    m_isLaidOut = false;
    QWidget::resizeEvent(event);
}

void HealthChartView::showEvent(QShowEvent *event)
{
    describe();
    QWidget::showEvent(event);
}

void HealthChartView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LocaleChange)
        m_isLaidOut = false;
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LocaleChange || !isVisible())
        return;
    describe();
    update();
}

/// Deployments are told too: above the plot there may have been no room for their words.
QString HealthChartView::textAt(double x) const
{
    const LatencyColumn *nearest = nullptr;
    double best = reach;
    for (const LatencyColumn &column : m_drawing.columns) {
        const double distance = std::abs(m_drawing.x(column) - x);
        if (distance <= best) {
            best = distance;
            nearest = &column;
        }
    }
    QStringList parts{nearest ? columnText(*nearest, m_chart.window) : tr("Nothing was measured here")};
    for (const ChartMark &mark : m_chart.deployments) {
        if (std::abs(m_drawing.scale.x(mark.atMs) - x) <= reach)
            parts.append(markText(mark, m_chart.window));
    }
    return parts.join(QStringLiteral("; "));
}

bool HealthChartView::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    layOut();
    const auto *help = static_cast<QHelpEvent *>(event);
    const QString text = m_drawing.columns.isEmpty() ? emptyChartText(m_chart) : textAt(help->pos().x());
    const QRect where(help->pos().x() - int(reach), 0, 2 * int(reach), height());
    QToolTip::showText(help->globalPos(), plainToolTip(text), this, where);
    return true;
}

} // namespace Slipway

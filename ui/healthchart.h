// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "health/chartcolumns.h"
#include "theme.h"

#include <QWidget>

namespace Slipway {

/// Latency over time: p50 as a solid line and p95 as a dashed one above a band from the lowest to the highest, gaps
/// where nothing was measured, marks where a check failed, and a line for each deployment. The one place that knows how
/// a chart is drawn. A column is told by the mouse or the arrow keys.
class HealthChartView : public QWidget {
    Q_OBJECT
public:
    explicit HealthChartView(QWidget *parent = nullptr);

    void show(const HealthChart &chart);
    /// The lines' colour; the window says the verdict in words.
    void setTone(Tone tone);
    QString cursorText() const; ///< what is told of the column under the cursor; empty without one

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Frame; ///< where values and times are on the screen
    Frame frame() const;
    void paintAxes(QPainter &painter, const Frame &frame) const;
    void paintGaps(QPainter &painter, const Frame &frame) const;
    void paintRun(QPainter &painter, const Frame &frame, const QList<LatencyColumn> &run) const;
    void paintFailures(QPainter &painter, const Frame &frame) const;
    void paintDeployments(QPainter &painter, const Frame &frame) const;
    void moveCursor(qsizetype to);
    void describe();

    std::optional<HealthChart> m_chart;
    ChartColumns m_columns;
    Tone m_tone = Tone::Neutral;
    qsizetype m_cursor = -1; ///< of m_columns; -1: none
};

/// "14:20:00 UTC: p50 84 ms, p95 132 ms, 70 to 410 ms, 24 answers, 1 failed".
QString columnText(const LatencyColumn &column, ChartWindow window);
/// "30 min", "6 h", "24 h", "7 days".
QString windowText(ChartWindow window);
/// "84 ms", "1.2 s".
QString latencyText(int milliseconds);

} // namespace Slipway

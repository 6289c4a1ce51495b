// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chartpaint.h"
#include "ui/charts/chartwords.h"

#include <QWidget>

namespace Slipway {

/// Latency over time: p50 as a solid line and p95 as a dashed one on a band from the lowest to the highest, hatched
/// where nothing was measured, crosses where a check failed, and a line for each deployment. Each column is told by the
/// mouse and by the arrow keys.
class HealthChartView : public QWidget {
    Q_OBJECT
public:
    explicit HealthChartView(QWidget *parent = nullptr);

    void display(const HealthChart &chart);
    /// The colour of the lines; the panel says the verdict in words.
    void setTone(Tone tone);
    QString cursorText() const; ///< what is told of the column under the cursor; empty without one

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    void layOut();
    void describe();
    void moveCursor(qsizetype to);
    qsizetype cursor() const; ///< of the drawn columns; -1: none
    QString textAt(double x) const;

    HealthChart m_chart;
    ChartDrawing m_drawing;
    bool m_isLaidOut = false;
    Tone m_tone = Tone::Neutral;
    std::optional<qint64> m_cursorMs; ///< begin of the column under the cursor: it stays there while time passes
};

} // namespace Slipway

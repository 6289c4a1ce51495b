// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "health/healthchart.h"

#include <QWidget>

namespace Slipway {

/// The last results, newest on the right: healthy ones tall, degraded ones half as tall with a dot above, failed ones
/// hollow with a cross; a dash where there is none yet. Each is told by the mouse or the arrow keys.
class HeartbeatBar : public QWidget {
    Q_OBJECT
public:
    explicit HeartbeatBar(QWidget *parent = nullptr);

    void show(const QList<Beat> &beats);
    QString cursorText() const; ///< of the result under the cursor; empty without one

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRectF place(int slot) const; ///< of one of the 60 places
    void paintBeat(QPainter &painter, const QRectF &place, Verdict verdict) const;
    void moveCursor(int to);
    void describe();

    QList<Beat> m_beats;
    int m_cursor = -1; ///< of the beats
};

/// "14:20:10 UTC: healthy, 200, 84 ms".
QString beatText(const Beat &beat);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/healthchart.h"

#include <QWidget>

namespace Slipway {

/// The last results, newest on the right: healthy ones are tall bars, degraded ones half as tall with a dot above,
/// failed ones hollow with a cross, and a dash stands where nothing was measured. Each is told by the mouse and by the
/// arrow keys.
class HeartbeatBar : public QWidget {
    Q_OBJECT
public:
    explicit HeartbeatBar(QWidget *parent = nullptr);

    /// The last 60 of them.
    void display(const QList<Beat> &beats);
    QString cursorText() const; ///< of the result under the cursor; empty without one

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRect place(int slot) const; ///< of one of the 60
    int firstSlot() const;       ///< of the oldest result
    void moveCursor(qsizetype to);
    void describe();

    QList<Beat> m_beats;
    qsizetype m_cursor = -1; ///< of the results; -1: none
};

/// "14:20:10 UTC: healthy, 200, 84 ms"; plain text.
QString beatText(const Beat &beat);
/// "Last 60 results: 57 healthy, 2 degraded, 1 down".
QString beatsText(const QList<Beat> &beats);

} // namespace Slipway

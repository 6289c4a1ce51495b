// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/search/logcounts.h"

#include <QWidget>

namespace Slipway {

/// How much of which level was logged, minute by minute: errors below and solid, warnings above them and striped, the
/// rest hollow on top, a dot where something was new. Each minute is told by the mouse and the arrow keys; a click or
/// Enter chooses it.
class LogLevelBar : public QWidget {
    Q_OBJECT
public:
    static constexpr int mostMinutes = 120;

    explicit LogLevelBar(QWidget *parent = nullptr);

    /// In order of time; at most the last of them.
    void display(const QList<MinuteCounts> &minutes);
    QString cursorText() const;         ///< what is told of the minute under the cursor; empty without one
    QRect place(qsizetype index) const; ///< of one of the minutes that were shown

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void minuteChosen(qint64 minute); ///< since 1970, UTC

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    qsizetype minuteAt(int x) const; ///< -1: none there
    qsizetype firstSeen() const;     ///< of the minutes for which there is room
    void moveCursor(qsizetype to);
    void describe();

    QList<MinuteCounts> m_minutes;
    qsizetype m_cursor = -1;
};

/// "14:31 UTC: 3 errors, 12 warnings, 240 lines, 2 new".
QString minuteText(const MinuteCounts &minute);
/// "Last 60 minutes: 3 errors, 12 warnings, 240 lines, 2 new".
QString minutesText(const QList<MinuteCounts> &minutes);

} // namespace Slipway

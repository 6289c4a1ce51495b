// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace Slipway::Bench {

/// Tells once when a window of this program was painted for the first time: from a 0-timer that is posted inside its
/// first paint event, so that the whole window is painted by then. It watches the application and therefore sees the
/// event before any filter of the window: nothing that is posted from there comes before it.
class FirstPaint : public QObject {
    Q_OBJECT
public:
    explicit FirstPaint(QObject *application);

Q_SIGNALS:
    void painted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace Slipway::Bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/firstpaint.h"

#include <QEvent>
#include <QTimer>

namespace Slipway::Bench {

FirstPaint::FirstPaint(QObject *application)
    : QObject(application)
{
    application->installEventFilter(this);
}

bool FirstPaint::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint && watched->isWidgetType()) {
        parent()->removeEventFilter(this);
        QTimer::singleShot(0, this, &FirstPaint::painted);
    }
    return false;
}

} // namespace Slipway::Bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/zone.h"

#include <QApplication>
#include <QEvent>
#include <QWidget>

namespace Slipway {

void applyZone(ShownZone zone)
{
    if (zone == shownZone())
        return;
    setShownZone(zone);
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        QEvent changed(QEvent::LocaleChange);
        QCoreApplication::sendEvent(widget, &changed);
    }
}

} // namespace Slipway

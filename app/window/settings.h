// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/shownzone.h"
#include "ui/controls/theme.h"

#include <QSettings>

namespace Slipway {

/// What a person prefers on this computer, whatever the project. Never anything a decision rests on.
class Settings {
public:
    /// An empty file: the person's own, where the desktop keeps such files.
    explicit Settings(const QString &file = {});

    ThemeChoice theme() const; ///< System unless another was chosen
    void setTheme(ThemeChoice choice);
    ShownZone shownZone() const; ///< Utc unless local time was chosen
    void setShownZone(ShownZone zone);
    int logCapacity() const; ///< MiB that the log may take, 8 to 1,024; 64 unless another was chosen
    void setLogCapacity(int mebibytes);
    QByteArray windowGeometry() const; ///< as QWidget::saveGeometry() gave it; empty: never saved
    void setWindowGeometry(const QByteArray &geometry);

private:
    QSettings m_settings;
};

} // namespace Slipway

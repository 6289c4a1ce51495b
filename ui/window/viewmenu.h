// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/shownzone.h"
#include "ui/controls/theme.h"

#include <QMenu>

class QActionGroup;

namespace Slipway {

/// How the window looks and tells times: one of each kind is marked.
class ViewMenu : public QMenu {
    Q_OBJECT
public:
    explicit ViewMenu(QWidget *parent = nullptr);

    /// Below what is there already.
    void addChoices();
    /// Mark what is in force, and tell nobody.
    void showTheme(ThemeChoice choice);
    void showZone(ShownZone zone);

Q_SIGNALS:
    void themeChosen(Slipway::ThemeChoice choice);
    void zoneChosen(Slipway::ShownZone zone);

private:
    void addChoice(QActionGroup *group, const char *name, const QString &title, int choice);

    QActionGroup *m_themes;
    QActionGroup *m_zones;
};

} // namespace Slipway

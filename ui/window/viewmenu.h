// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/shownzone.h"
#include "ui/controls/theme.h"
#include "ui/window/sidetabs.h"

#include <QMenu>

class QActionGroup;

namespace Slipway {

/// Which of the tabs is looked at and how much room they have; how the window looks and tells times: one of each kind
/// is marked.
class ViewMenu : public QMenu {
    Q_OBJECT
public:
    explicit ViewMenu(QWidget *parent = nullptr);

    /// Checked: the tabs have the room of the environments' panels.
    QAction *moreRoom() const { return m_moreRoom; }
    /// Applies and marks it, and tells nobody.
    void setTheme(ThemeChoice choice);
    void setZone(ShownZone zone); ///< likewise

Q_SIGNALS:
    void tabChosen(Slipway::SideTabs::Tab tab);
    void themeChosen(Slipway::ThemeChoice choice); ///< it is applied already
    void zoneChosen(Slipway::ShownZone zone);      ///< the widgets tell times in it already

private:
    void addTabs();
    void addRoom();
    void addChoices();
    void addChoice(QActionGroup *group, const char *name, const QString &title, int choice);

    QAction *m_moreRoom = nullptr;
    QActionGroup *m_themes;
    QActionGroup *m_zones;
};

} // namespace Slipway

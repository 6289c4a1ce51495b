// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/project/project.h"

#include <QMainWindow>

class QVBoxLayout;

namespace Slipway {

class ClosingQuestion;
class HeaderBar;
class HoldBar;
class Panels;
class ProjectMenu;
class ReleaseMenu;
class SourcesBar;
class TroubleBar;
class ViewMenu;

/// The console's window. It only arranges its parts: whoever has something to show goes to one of them, and hears from
/// it what a person wants.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(const Project &project, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// What stands below the header, and the release menu: once, after the first paint, which does not wait for them.
    Panels *buildPanels();

    HeaderBar *header() const { return m_header; }
    TroubleBar *trouble() const { return m_trouble; } ///< what went wrong, until it is closed
    HoldBar *hold() const { return m_hold; }          ///< until it is lifted
    Panels *panels() const { return m_panels; }       ///< null before buildPanels()
    SourcesBar *sources() const { return m_sources; }
    ProjectMenu *projectMenu() const { return m_projectMenu; }
    ReleaseMenu *releaseMenu() const { return m_releaseMenu; } ///< null before buildPanels()
    ViewMenu *viewMenu() const { return m_viewMenu; }
    ClosingQuestion *closing() const { return m_closing; }

Q_SIGNALS:
    void visibilityChanged(bool visible); ///< whether anybody can see the window

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void buildMenus(bool rehearsal);
    void updateVisibility();

    HeaderBar *m_header;
    TroubleBar *m_trouble;
    HoldBar *m_hold;
    QVBoxLayout *m_column = nullptr;
    Panels *m_panels = nullptr;
    SourcesBar *m_sources;
    ProjectMenu *m_projectMenu = nullptr;
    ReleaseMenu *m_releaseMenu = nullptr;
    ViewMenu *m_viewMenu = nullptr;
    ClosingQuestion *m_closing;
    bool m_visible = false;
};

} // namespace Slipway

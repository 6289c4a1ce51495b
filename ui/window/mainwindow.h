// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/healthchart.h"
#include "models/logs/logstream.h"
#include "models/logs/search/logfilter.h"
#include "models/pipeline/views.h"
#include "models/project/project.h"
#include "models/values/clockskew.h"
#include "models/values/environment.h"
#include "models/values/shownzone.h"
#include "ui/commands/commandwords.h"
#include "ui/controls/theme.h"

#include <QMainWindow>
#include <QPointer>

class QAction;
class QHBoxLayout;
class QMessageBox;
class QVBoxLayout;

namespace Slipway {

class CommandPanel;
class EnvironmentPanel;
class EvidencePanel;
class HeaderBar;
class HoldBar;
class LogStore;
class PipelinePanel;
class ReleaseMenu;
class SideTabs;
class SourcesBar;
class TroubleBar;
class ViewMenu;

/// The console's window. It only arranges panels: what it is shown goes to one of them, what they want goes out as a
/// signal.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(const Project &project, QWidget *parent = nullptr);
    ~MainWindow() override;

public Q_SLOTS:
    void showPipeline(const Slipway::PipelineView &pipeline);
    void showEnvironment(const Slipway::EnvironmentView &environment);
    void showHealthChart(const Slipway::HealthChart &chart);
    void showGates(const QList<Slipway::Gate> &gates);
    void showIdentity(const QList<Slipway::IdentityLink> &identity);
    void showSources(const QList<Slipway::Source> &sources);
    void showCommands(const QList<Slipway::CommandRecord> &commands);
    void showPromotable(bool promotable, const QString &whyNot);
    void showDeployments(const Slipway::DeploymentsView &deployments);
    void showRepairs(const QList<Slipway::Repair> &repairs);
    /// Whose lines the logs show, and the project's filters. The lines outlive the window.
    void setLogs(const Slipway::LogStore &lines, const QList<Slipway::SavedLogFilter> &filters);
    void showLogStream(Slipway::Environment environment, const Slipway::LogStreamView &stream);
    void takeLogLines(); ///< there are others
    /// In a bar that stays until the hold is lifted.
    void showHold(const std::optional<Slipway::Hold> &hold);
    /// In a bar that says what went wrong and can be closed.
    void showTrouble(const QString &trouble);
    /// Ages are told as of this moment; before the first one none is told.
    /// What a service told the time of is as old as it is by that service's clock.
    void setNow(Slipway::Moment now, const Slipway::ServiceClocks &clocks = {});
    void setLogin(const QString &login);
    /// Which choice the View menu marks; applies it.
    void setTheme(Slipway::ThemeChoice choice);
    void setZone(Slipway::ShownZone zone); ///< likewise

Q_SIGNALS:
    void promoteRequested();
    void checklistToggled(Slipway::ChecklistItem item, bool ticked);
    void openRequested(const QUrl &url);
    void tokensRequested();
    void refreshRequested();
    void cancelRequested(const Slipway::OrderId &order);
    void callOffRequested(const Slipway::OrderId &order);
    void runChosen(const Slipway::OrderId &order, Slipway::RunId run);
    void dismissed(const Slipway::OrderId &order, const QString &reason);
    void journalAcknowledged();
    void alarmsAcknowledged(const Slipway::OrderId &order);
    /// To that deployment; none: to the one that is preselected.
    void goBackRequested(Slipway::Environment environment, const std::optional<Slipway::DeploymentId> &target);
    void repairRequested(const Slipway::Repair &repair);
    void reviewRequested(const Slipway::OrderId &order, bool approve);
    void holdLifted(const QString &reason);
    void chartWindowChosen(Slipway::Environment environment, Slipway::ChartWindow window);
    /// Somebody wants that check to be asked now.
    void checkRequested(Slipway::Environment environment, const QString &check);
    void logsWatched(bool watched); ///< somebody sees the logs, or nobody does any more
    void logSourcesWanted(const std::array<bool, Slipway::logSources> &sources);
    void logExportRequested(const std::vector<Slipway::LineNumber> &lines);
    void olderRequested(Slipway::Environment environment);
    void deploymentsShown(Slipway::Environment environment); ///< somebody looks at them now
    void visibilityChanged(bool visible);                    ///< whether anybody can see the window
    void themeChosen(Slipway::ThemeChoice choice);
    void zoneChosen(Slipway::ShownZone zone); ///< the widgets tell times in it already

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    /// While something is under way it says first what closing means for it.
    void closeEvent(QCloseEvent *event) override;

private:
    /// Builds the pipeline and what stands beside it when there is something to show in them: a start does not wait for
    /// them.
    void needPanels();
    void fillHold();
    void buildMenus(bool rehearsal);
    void buildRelease();
    void buildView();
    void connectPanels();
    void shareRoom();
    void updateVisibility();
    void askBeforeClosing();
    void showAbout();

    HeaderBar *m_header;
    TroubleBar *m_trouble;
    PipelinePanel *m_pipeline = nullptr; ///< like the next ones: null until needed
    QVBoxLayout *m_column = nullptr;
    QHBoxLayout *m_row = nullptr;
    PerEnvironment<EnvironmentPanel *> m_environments;
    CommandPanel *m_commands = nullptr;
    SideTabs *m_tabs = nullptr;
    HoldBar *m_holdBar = nullptr; ///< null until there was a hold
    QList<Repair> m_repairs;
    PerEnvironment<std::optional<DeploymentsView>> m_deployments; ///< until there are tabs to show them
    std::optional<Hold> m_hold;
    CommitSha m_stagingSha;           ///< what a promotion would send
    CommitSha m_productionSha;        ///< what serves
    ReleaseMenu *m_release = nullptr; ///< null until the panels are needed
    bool m_promotable = false;
    SourcesBar *m_sources;
    ViewMenu *m_view = nullptr;
    QAction *m_moreRoom = nullptr; ///< checked: the tabs have the room of the environments' panels
    bool m_visible = false;
    Closing m_closing;            ///< what closing means now
    bool m_mayClose = false;      ///< somebody knows what it means, and wants it
    QPointer<QMessageBox> m_asks; ///< whether to close
};

} // namespace Slipway

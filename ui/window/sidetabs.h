// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"
#include "models/logs/logstream.h"
#include "models/logs/search/logfilter.h"
#include "models/values/clockskew.h"

#include <QTabWidget>

class QAction;

namespace Slipway {

class DeploymentsPanel;
class EvidencePanel;
class LogPane;
class LogStore;

/// Below what stays in sight: what decisions rest on, the logs, and every deployment. Logs and deployments are built
/// when somebody first looks at them.
class SideTabs : public QTabWidget {
    Q_OBJECT
public:
    enum class Tab { Evidence, Logs, Deployments };

    explicit SideTabs(QWidget *parent = nullptr);

    EvidencePanel *evidence() const { return m_evidence; }
    void open(Tab tab);
    void setRoomAction(QAction *action); ///< shown beside the tabs
    int leastHeight() const;             ///< with what is open
    void showDeployments(const DeploymentsView &deployments);
    /// Whose lines the logs show, and the project's filters.
    void setLogs(const LogStore &lines, const QList<SavedLogFilter> &filters);
    void showLogStream(Environment environment, const LogStreamView &stream);
    void takeLogLines(); ///< there are others
    /// Deployments are as old as they are by Railway's clock.
    void setNow(Moment now, const ServiceClocks &clocks = {});

Q_SIGNALS:
    void goBackRequested(Slipway::Environment environment, const Slipway::DeploymentId &target);
    void olderRequested(Slipway::Environment environment);
    void deploymentsShown(Slipway::Environment environment);
    void logsWatched(bool watched); ///< somebody sees them, or nobody does any more
    void logSourcesWanted(const std::array<bool, Slipway::logSources> &sources);
    void logExportRequested(const std::vector<Slipway::LineNumber> &lines);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildEvidence();
    void needDeployments();
    void needLogs();
    void addEmpty(const QString &title);

    EvidencePanel *m_evidence = nullptr;
    DeploymentsPanel *m_deployments = nullptr;              ///< null until needed
    PerEnvironment<std::optional<DeploymentsView>> m_views; ///< what it will show
    LogPane *m_logs = nullptr;                              ///< null until needed
    const LogStore *m_lines = nullptr;
    QList<SavedLogFilter> m_filters;
    PerEnvironment<LogStreamView> m_streams; ///< what it will show
    std::optional<Moment> m_now;
    std::optional<Moment> m_railwayNow;
};

} // namespace Slipway

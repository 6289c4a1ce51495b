// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/deploymentsview.h"
#include "values/moment.h"

#include <QTabWidget>

namespace Slipway {

class DeploymentsPanel;
class EvidencePanel;

/// Below what stays in sight: what decisions rest on, and every deployment. The deployments are built when somebody
/// first looks at them.
class SideTabs : public QTabWidget {
    Q_OBJECT
public:
    enum class Tab { Evidence, Deployments };

    explicit SideTabs(QWidget *parent = nullptr);

    EvidencePanel *evidence() const { return m_evidence; }
    void open(Tab tab);
    void showDeployments(const DeploymentsView &deployments);
    void setNow(Moment now);

Q_SIGNALS:
    void goBackRequested(Slipway::Environment environment, const Slipway::DeploymentId &target);
    void olderRequested(Slipway::Environment environment);
    void deploymentsShown(Slipway::Environment environment);

private:
    QWidget *buildEvidence();
    void needDeployments();

    EvidencePanel *m_evidence = nullptr;
    DeploymentsPanel *m_deployments = nullptr;              ///< null until needed
    PerEnvironment<std::optional<DeploymentsView>> m_views; ///< what it will show
    std::optional<Moment> m_now;
};

} // namespace Slipway

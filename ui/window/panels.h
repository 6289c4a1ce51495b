// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/clockskew.h"
#include "models/values/environment.h"

#include <QWidget>

class QAction;

namespace Slipway {

class CommandPanel;
class EnvironmentPanel;
class EvidencePanel;
class PipelinePanel;
class SideTabs;

/// The pipeline down the left; both environments and what is under way stay in sight beside it, what decisions rest on
/// scrolls below. It arranges its panels: whoever has something to show goes to one of them.
class Panels : public QWidget {
    Q_OBJECT
public:
    /// While `moreRoom` is checked, the tabs have the room of the environments' panels.
    explicit Panels(QAction *moreRoom, QWidget *parent = nullptr);

    PipelinePanel *pipeline() const { return m_pipeline; }
    EnvironmentPanel *environment(Environment environment) const { return m_environments[environment]; }
    CommandPanel *commands() const { return m_commands; }
    SideTabs *tabs() const { return m_tabs; }
    EvidencePanel *evidence() const;
    /// Ages are told as of this moment; before the first one none is told.
    /// What a service told the time of is as old as it is by that service's clock.
    void setNow(Moment now, const ServiceClocks &clocks = {});

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *buildSide();
    void shareRoom();

    QAction *m_moreRoom;
    PipelinePanel *m_pipeline;
    PerEnvironment<EnvironmentPanel *> m_environments;
    CommandPanel *m_commands;
    SideTabs *m_tabs;
};

} // namespace Slipway

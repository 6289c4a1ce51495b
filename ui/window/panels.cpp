// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panels.h"

#include "ui/commands/commandpanel.h"
#include "ui/environment/environmentpanel.h"
#include "ui/pipeline/evidencepanel.h"
#include "ui/pipeline/pipelinepanel.h"
#include "ui/window/sidetabs.h"

#include <QAction>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int panelGap = 12;
constexpr int leastTabs = 150;            ///< pixels: the charts above give way first
constexpr int linesForChartsAndLogs = 60; ///< of text: a window that is lower shows one or the other

} // namespace

Panels::Panels(QAction *moreRoom, QWidget *parent)
    : QWidget(parent)
    , m_moreRoom(moreRoom)
    , m_pipeline(new PipelinePanel)
    , m_environments{new EnvironmentPanel(tr("STAGING")), new EnvironmentPanel(tr("PRODUCTION"))}
    , m_commands(new CommandPanel)
    , m_tabs(new SideTabs)
{
    m_environments.staging->setObjectName(QStringLiteral("stagingPanel"));
    m_environments.production->setObjectName(QStringLiteral("productionPanel"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_pipeline);
    row->addWidget(buildSide(), 1);
    m_tabs->setRoomAction(m_moreRoom);
    connect(m_pipeline, &PipelinePanel::stageSelected, evidence(), &EvidencePanel::display);
    connect(m_tabs, &SideTabs::currentChanged, this, &Panels::shareRoom);
    connect(m_moreRoom, &QAction::toggled, this, &Panels::shareRoom);
    shareRoom();
}

QWidget *Panels::buildSide()
{
    auto *side = new QWidget(this);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, panelGap, 0, 0);
    column->setSpacing(0);
    auto *fixed = new QVBoxLayout;
    fixed->setContentsMargins(panelGap, 0, panelGap, panelGap);
    fixed->setSpacing(panelGap);
    auto *row = new QHBoxLayout;
    row->setSpacing(panelGap);
    row->addWidget(m_environments.staging, 1);
    row->addWidget(m_environments.production, 1);
    fixed->addLayout(row);
    fixed->addWidget(m_commands);
    column->addLayout(fixed);
    column->addWidget(m_tabs, 1);
    return side;
}

EvidencePanel *Panels::evidence() const
{
    return m_tabs->evidence();
}

/// Charts and logs do not fit into a low window together: there the logs have the room while somebody looks at them.
/// Who wants still more gives up the panels (the pipeline tells how production is), and all but the state of what is
/// under way.
void Panels::shareRoom()
{
    const bool logs = SideTabs::Tab(m_tabs->currentIndex()) == SideTabs::Tab::Logs;
    m_tabs->setMinimumHeight(logs ? m_tabs->leastHeight() : leastTabs);
    const bool isRoomy = window()->height() >= linesForChartsAndLogs * window()->fontMetrics().lineSpacing();
    for (const Environment environment : environments) {
        m_environments[environment]->setChartVisible(!logs || isRoomy);
        m_environments[environment]->setVisible(!m_moreRoom->isChecked());
    }
    m_commands->setBrief(m_moreRoom->isChecked());
}

void Panels::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    shareRoom();
}

void Panels::setNow(Moment now, const ServiceClocks &clocks)
{
    m_tabs->setNow(now, clocks);
    m_pipeline->setNow(now);
    for (const Environment environment : environments)
        m_environments[environment]->setNow(now, clocks);
    m_commands->setNow(now, clocks);
}

} // namespace Slipway

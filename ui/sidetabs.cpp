// SPDX-License-Identifier: GPL-3.0-or-later
#include "sidetabs.h"

#include "deploymentspanel.h"
#include "evidencepanel.h"
#include "linedtabbar.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int evidenceMargin = 12;

} // namespace

SideTabs::SideTabs(QWidget *parent)
    : QTabWidget(parent)
{
    setObjectName(QStringLiteral("sideTabs"));
    setAccessibleName(tr("Evidence and deployments"));
    setTabBar(new LinedTabBar(this));
    setDocumentMode(true);
    addTab(buildEvidence(), tr("Evidence"));
    auto *place = new QWidget(this);
    auto *inside = new QVBoxLayout(place);
    inside->setContentsMargins(0, 0, 0, 0);
    addTab(place, tr("Deployments"));
    connect(this, &QTabWidget::currentChanged, this, [this](int tab) {
        if (Tab(tab) == Tab::Deployments)
            needDeployments();
    });
}

QWidget *SideTabs::buildEvidence()
{
    m_evidence = new EvidencePanel;
    auto *inside = new QWidget;
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(evidenceMargin, evidenceMargin, evidenceMargin, evidenceMargin);
    column->addWidget(m_evidence);
    column->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("evidenceScroll"));
    scroll->setAccessibleName(tr("Evidence"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    return scroll;
}

void SideTabs::needDeployments()
{
    if (m_deployments)
        return;
    m_deployments = new DeploymentsPanel;
    connect(m_deployments, &DeploymentsPanel::shown, this, &SideTabs::deploymentsShown);
    connect(m_deployments, &DeploymentsPanel::olderRequested, this, &SideTabs::olderRequested);
    connect(m_deployments, &DeploymentsPanel::goBackRequested, this, &SideTabs::goBackRequested);
    for (const Environment environment : environments) {
        if (m_views[environment])
            m_deployments->show(*m_views[environment]);
    }
    m_views = {};
    if (m_now)
        m_deployments->setNow(*m_now);
    widget(int(Tab::Deployments))->layout()->addWidget(m_deployments);
}

void SideTabs::open(Tab tab)
{
    setCurrentIndex(int(tab));
    if (tab == Tab::Deployments)
        m_deployments->setFocus();
    else
        currentWidget()->setFocus();
}

void SideTabs::showDeployments(const DeploymentsView &deployments)
{
    if (m_deployments)
        m_deployments->show(deployments);
    else
        m_views[deployments.environment] = deployments;
}

void SideTabs::setNow(Moment now)
{
    m_now = now;
    if (m_deployments)
        m_deployments->setNow(now);
}

} // namespace Slipway

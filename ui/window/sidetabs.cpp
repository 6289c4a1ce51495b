// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sidetabs.h"

#include "ui/controls/linedtabbar.h"
#include "ui/deployments/deploymentspanel.h"
#include "ui/logs/logpane.h"
#include "ui/pipeline/evidencepanel.h"

#include <QEvent>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int evidenceMargin = 12;
constexpr int besideRoom = 8;

} // namespace

SideTabs::SideTabs(QWidget *parent)
    : QTabWidget(parent)
{
    setObjectName(QStringLiteral("sideTabs"));
    setAccessibleName(tr("Evidence, logs and deployments"));
    setTabBar(new LinedTabBar(this));
    setDocumentMode(true);
    addTab(buildEvidence(), tr("Evidence"));
    addEmpty(tr("Logs"));
    addEmpty(tr("Deployments"));
    connect(this, &QTabWidget::currentChanged, this, [this](int tab) {
        if (Tab(tab) == Tab::Deployments)
            needDeployments();
        if (Tab(tab) == Tab::Logs)
            needLogs();
    });
}

/// The place of what is built later.
void SideTabs::addEmpty(const QString &title)
{
    auto *place = new QWidget(this);
    auto *inside = new QVBoxLayout(place);
    inside->setContentsMargins(0, 0, 0, 0);
    addTab(place, title);
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
            m_deployments->display(*m_views[environment]);
    }
    m_views = {};
    if (m_railwayNow)
        m_deployments->setNow(*m_railwayNow);
    widget(int(Tab::Deployments))->layout()->addWidget(m_deployments);
}

void SideTabs::needLogs()
{
    if (m_logs || !m_lines)
        return;
    m_logs = new LogPane(*m_lines);
    m_logs->setSavedFilters(m_filters);
    for (const Environment environment : environments)
        m_logs->showStream(environment, m_streams[environment]);
    if (m_now)
        m_logs->setNow(*m_now);
    connect(m_logs, &LogPane::sourcesWanted, this, &SideTabs::logSourcesWanted);
    connect(m_logs, &LogPane::exportRequested, this, &SideTabs::logExportRequested);
    m_logs->installEventFilter(this);
    widget(int(Tab::Logs))->layout()->addWidget(m_logs);
}

/// On the bar itself: its line goes on below.
void SideTabs::setRoomAction(QAction *action)
{
    auto *row = new QHBoxLayout(tabBar());
    row->setContentsMargins(0, 0, besideRoom, 0);
    row->addStretch(1);
    auto *button = new QToolButton(tabBar());
    button->setDefaultAction(action);
    button->setObjectName(QStringLiteral("moreRoomButton"));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    row->addWidget(button);
}

int SideTabs::leastHeight() const
{
    return tabBar()->sizeHint().height() + currentWidget()->minimumSizeHint().height();
}

bool SideTabs::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_logs && (event->type() == QEvent::Show || event->type() == QEvent::Hide))
        Q_EMIT logsWatched(event->type() == QEvent::Show);
    return QTabWidget::eventFilter(watched, event);
}

void SideTabs::setLogs(const LogStore &lines, const QList<SavedLogFilter> &filters)
{
    m_lines = &lines;
    m_filters = filters;
    if (Tab(currentIndex()) == Tab::Logs)
        needLogs();
}

void SideTabs::showLogStream(Environment environment, const LogStreamView &stream)
{
    m_streams[environment] = stream;
    if (m_logs)
        m_logs->showStream(environment, stream);
}

void SideTabs::takeLogLines()
{
    if (m_logs)
        m_logs->linesArrived();
}

void SideTabs::open(Tab tab)
{
    setCurrentIndex(int(tab));
    if (tab == Tab::Deployments)
        m_deployments->setFocus();
    else if (tab == Tab::Logs && m_logs)
        m_logs->setFocus();
    else
        currentWidget()->setFocus();
}

void SideTabs::showDeployments(const DeploymentsView &deployments)
{
    if (m_deployments)
        m_deployments->display(deployments);
    else
        m_views[deployments.environment] = deployments;
}

void SideTabs::setNow(Moment now, const ServiceClocks &clocks)
{
    m_now = now;
    m_railwayNow = clocks.by(Provider::Railway, now);
    if (m_deployments)
        m_deployments->setNow(*m_railwayNow);
    if (m_logs)
        m_logs->setNow(now);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mainwindow.h"

#include "models/values/plaintext.h"
#include "ui/commands/commandpanel.h"
#include "ui/controls/zone.h"
#include "ui/environment/environmentpanel.h"
#include "ui/pipeline/evidencepanel.h"
#include "ui/pipeline/pipelinepanel.h"
#include "ui/window/headerbar.h"
#include "ui/window/holdbar.h"
#include "ui/window/releasemenu.h"
#include "ui/window/sidetabs.h"
#include "ui/window/sourcesbar.h"
#include "ui/window/troublebar.h"
#include "ui/window/viewmenu.h"

#include <QApplication>
#include <QCloseEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QStatusBar>
#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int panelGap = 12;
constexpr int leastTabs = 150;            ///< pixels: the charts above give way first
constexpr int linesForChartsAndLogs = 60; ///< of text: a window that is lower shows one or the other
constexpr int belowTrouble = 2;           ///< in the window's column

/// Why the journal of commands cannot be trusted, empty while it can: a person lifts that gate by looking.
QString journalTrouble(const QList<Gate> &gates)
{
    const auto blocks = [](const Gate &gate) {
        return gate.id == QLatin1String("journal") && gate.state == GateState::Block;
    };
    const auto found = std::find_if(gates.cbegin(), gates.cend(), blocks);
    return found == gates.cend() ? QString() : found->reason;
}

QString windowTitleOf(const Project &project)
{
    const QString title = MainWindow::tr("%1 \u2013 Slipway").arg(visibleText(project.name));
    return project.rehearsal ? MainWindow::tr("REHEARSAL \u2013 %1").arg(title) : title;
}

} // namespace

MainWindow::MainWindow(const Project &project, QWidget *parent)
    : QMainWindow(parent)
    , m_header(new HeaderBar(project))
    , m_trouble(new TroubleBar)
    , m_sources(new SourcesBar)
{
    setWindowTitle(windowTitleOf(project));
    resize(1280, 800);
    auto *whole = new QWidget(this);
    m_column = new QVBoxLayout(whole);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(m_header);
    m_column->addWidget(m_trouble);
    m_row = new QHBoxLayout;
    m_row->setSpacing(0);
    m_row->addStretch(1);
    m_column->addLayout(m_row, 1);
    setCentralWidget(whole);
    whole->setFocusPolicy(Qt::ClickFocus);
    whole->setFocus(); // no button is the one that a first key presses
    m_sources->setProjectFile(project.file);
    statusBar()->addPermanentWidget(m_sources, 1);
    statusBar()->setSizeGripEnabled(false);
    buildMenus(project.rehearsal);
    connect(m_header, &HeaderBar::promoteRequested, this, &MainWindow::promoteRequested);
    connect(m_header, &HeaderBar::goBackRequested, this,
            [this] { Q_EMIT goBackRequested(Environment::Production, std::nullopt); });
}

/// What is hidden because the window goes tells nobody.
MainWindow::~MainWindow()
{
    if (m_tabs)
        m_tabs->disconnect(this);
}

/// The pipeline down the left; both environments and what is under way stay in sight, what decisions rest on scrolls
/// below.
void MainWindow::needPanels()
{
    if (m_tabs)
        return;
    buildRelease();
    m_pipeline = new PipelinePanel;
    m_environments = {new EnvironmentPanel(tr("STAGING")), new EnvironmentPanel(tr("PRODUCTION"))};
    m_commands = new CommandPanel;
    m_tabs = new SideTabs;
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, panelGap, 0, 0);
    column->setSpacing(0);
    m_environments.staging->setObjectName(QStringLiteral("stagingPanel"));
    m_environments.production->setObjectName(QStringLiteral("productionPanel"));
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
    connectPanels();
    delete m_row->takeAt(0); // the stretch that kept their place
    m_row->addWidget(m_pipeline);
    m_row->addWidget(side, 1);
    m_tabs->setRoomAction(m_moreRoom);
    m_tabs->evidence()->showRepairs(m_repairs);
    for (const Environment environment : environments) {
        if (m_deployments[environment])
            m_tabs->showDeployments(*m_deployments[environment]);
    }
    m_deployments = {};
    shareRoom();
}

/// Charts and logs do not fit into a low window together: there the logs have the room while somebody looks at them.
/// Who wants still more gives up the panels (the pipeline tells how production is), and all but the state of what is
/// under way.
void MainWindow::shareRoom()
{
    if (!m_tabs)
        return;
    const bool logs = SideTabs::Tab(m_tabs->currentIndex()) == SideTabs::Tab::Logs;
    m_tabs->setMinimumHeight(logs ? m_tabs->leastHeight() : leastTabs);
    const bool isRoomy = height() >= linesForChartsAndLogs * fontMetrics().lineSpacing();
    for (const Environment environment : environments) {
        m_environments[environment]->setChartVisible(!logs || isRoomy);
        m_environments[environment]->setVisible(!m_moreRoom->isChecked());
    }
    m_commands->setBrief(m_moreRoom->isChecked());
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    shareRoom();
}

void MainWindow::connectPanels()
{
    EvidencePanel *evidence = m_tabs->evidence();
    connect(m_pipeline, &PipelinePanel::checklistToggled, this, &MainWindow::checklistToggled);
    connect(m_pipeline, &PipelinePanel::openRequested, this, &MainWindow::openRequested);
    connect(m_pipeline, &PipelinePanel::stageSelected, evidence, &EvidencePanel::display);
    connect(evidence, &EvidencePanel::openRequested, this, &MainWindow::openRequested);
    connect(evidence, &EvidencePanel::repairRequested, this, &MainWindow::repairRequested);
    connect(m_tabs, &SideTabs::currentChanged, this, &MainWindow::shareRoom);
    connect(m_tabs, &SideTabs::deploymentsShown, this, &MainWindow::deploymentsShown);
    connect(m_tabs, &SideTabs::olderRequested, this, &MainWindow::olderRequested);
    connect(m_tabs, &SideTabs::goBackRequested, this, [this](Environment environment, const DeploymentId &target) {
        Q_EMIT goBackRequested(environment, target);
    });
    connect(m_tabs, &SideTabs::logsWatched, this, &MainWindow::logsWatched);
    connect(m_tabs, &SideTabs::logSourcesWanted, this, &MainWindow::logSourcesWanted);
    connect(m_tabs, &SideTabs::logExportRequested, this, &MainWindow::logExportRequested);
    for (const Environment environment : environments) {
        EnvironmentPanel *panel = m_environments[environment];
        connect(panel, &EnvironmentPanel::openRequested, this, &MainWindow::openRequested);
        connect(panel, &EnvironmentPanel::chartWindowChosen, this,
                [this, environment](ChartWindow window) { Q_EMIT chartWindowChosen(environment, window); });
        connect(panel, &EnvironmentPanel::checkRequested, this,
                [this, environment](const QString &check) { Q_EMIT checkRequested(environment, check); });
    }
    connect(m_commands, &CommandPanel::openRequested, this, &MainWindow::openRequested);
    connect(m_commands, &CommandPanel::cancelRequested, this, &MainWindow::cancelRequested);
    connect(m_commands, &CommandPanel::callOffRequested, this, &MainWindow::callOffRequested);
    connect(m_commands, &CommandPanel::runChosen, this, &MainWindow::runChosen);
    connect(m_commands, &CommandPanel::dismissed, this, &MainWindow::dismissed);
    connect(m_commands, &CommandPanel::journalAcknowledged, this, &MainWindow::journalAcknowledged);
    connect(m_commands, &CommandPanel::alarmsAcknowledged, this, &MainWindow::alarmsAcknowledged);
    connect(m_commands, &CommandPanel::reviewRequested, this, &MainWindow::reviewRequested);
}

void MainWindow::buildMenus(bool rehearsal)
{
    QMenu *project = menuBar()->addMenu(tr("&Project"));
    const auto add = [](QMenu *menu, const char *name, const QString &text, const QKeySequence &keys) {
        QAction *action = menu->addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        action->setShortcut(keys);
        return action;
    };
    QAction *tokens =
        add(project, "tokensAction", rehearsal ? tr("&Tokens… (a rehearsal's are made up)") : tr("&Tokens…"), {});
    tokens->setEnabled(!rehearsal);
    connect(tokens, &QAction::triggered, this, &MainWindow::tokensRequested);
    connect(add(project, "refreshAction", tr("&Reload now"), QKeySequence(Qt::Key_F5)), &QAction::triggered, this,
            &MainWindow::refreshRequested);
    project->addSeparator();
    connect(add(project, "quitAction", tr("&Quit"), QKeySequence::Quit), &QAction::triggered, this,
            [this] { close(); });

    buildView();

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    connect(add(help, "aboutAction", tr("&About Slipway"), {}), &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::buildRelease()
{
    m_release = new ReleaseMenu(menuBar());
    m_release->showPromotable(m_promotable);
    menuBar()->insertMenu(menuBar()->actions().value(1), m_release); // after the project's
    connect(m_release, &ReleaseMenu::promoteRequested, this, &MainWindow::promoteRequested);
    connect(m_release, &ReleaseMenu::repairRequested, this, &MainWindow::repairRequested);
    connect(m_release, &ReleaseMenu::openRequested, this, &MainWindow::openRequested);
    connect(m_release, &ReleaseMenu::goBackRequested, this,
            [this](Environment environment) { Q_EMIT goBackRequested(environment, std::nullopt); });
}

void MainWindow::buildView()
{
    m_view = new ViewMenu(menuBar());
    menuBar()->addMenu(m_view);
    const auto addPlace = [&](const char *name, const QString &text, const QKeySequence &keys, SideTabs::Tab tab) {
        QAction *action = m_view->addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, [this, tab] {
            needPanels();
            m_tabs->open(tab);
        });
    };
    addPlace("evidenceAction", tr("&Evidence"), Qt::CTRL | Qt::Key_E, SideTabs::Tab::Evidence);
    addPlace("logsAction", tr("&Logs"), Qt::CTRL | Qt::Key_L, SideTabs::Tab::Logs);
    addPlace("deploymentsAction", tr("De&ployments"), Qt::CTRL | Qt::Key_D, SideTabs::Tab::Deployments);
    m_moreRoom = m_view->addAction(tr("&More room for the tabs"));
    m_moreRoom->setObjectName(QStringLiteral("moreRoomAction"));
    m_moreRoom->setShortcut(Qt::CTRL | Qt::Key_M);
    m_moreRoom->setCheckable(true);
    m_moreRoom->setIconText(tr("\u25B2 More room"));
    m_moreRoom->setToolTip(tr("Hides the health panels, and of what is under way all but its state (Ctrl+M). "
                              "The pipeline goes on telling how production is."));
    connect(m_moreRoom, &QAction::toggled, this, [this](bool more) {
        m_moreRoom->setIconText(more ? tr("\u25BC Show the health panels") : tr("\u25B2 More room"));
        needPanels();
        shareRoom();
    });
    m_view->addChoices();
    connect(m_view, &ViewMenu::themeChosen, this, [this](ThemeChoice choice) {
        applyTheme(choice);
        Q_EMIT themeChosen(choice);
    });
    connect(m_view, &ViewMenu::zoneChosen, this, [this](ShownZone zone) {
        applyZone(zone);
        Q_EMIT zoneChosen(zone);
    });
}

void MainWindow::setTheme(ThemeChoice choice)
{
    applyTheme(choice);
    m_view->showTheme(choice);
}

void MainWindow::setZone(ShownZone zone)
{
    applyZone(zone);
    m_view->showZone(zone);
}

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("aboutBox"));
    box->setWindowTitle(tr("About Slipway"));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Slipway %1").arg(QStringLiteral(SLIPWAY_VERSION)));
    box->setInformativeText(tr("Promotes a release from staging to production, watches it live, and goes back.\n"
                               "Free software under the GNU General Public License, version 3 or later."));
    box->open();
}

void MainWindow::showPipeline(const PipelineView &pipeline)
{
    needPanels();
    m_pipeline->display(pipeline);
}

void MainWindow::showEnvironment(const EnvironmentView &environment)
{
    needPanels();
    m_environments[environment.environment]->display(environment);
    const bool production = environment.environment == Environment::Production;
    if (production)
        m_header->showVerdict(environment.verdict);
    (production ? m_productionSha : m_stagingSha) = environment.serving ? environment.serving->sha : CommitSha();
    fillHold();
}

void MainWindow::showHealthChart(const HealthChart &chart)
{
    needPanels();
    m_environments[chart.environment]->showChart(chart);
}

void MainWindow::showGates(const QList<Gate> &gates)
{
    needPanels();
    m_tabs->evidence()->showGates(gates);
    m_commands->showJournal(journalTrouble(gates));
}

void MainWindow::showIdentity(const QList<IdentityLink> &identity)
{
    needPanels();
    m_tabs->evidence()->showIdentity(identity);
}

void MainWindow::setLogs(const LogStore &lines, const QList<SavedLogFilter> &filters)
{
    needPanels();
    m_tabs->setLogs(lines, filters);
}

void MainWindow::showLogStream(Environment environment, const LogStreamView &stream)
{
    needPanels();
    m_tabs->showLogStream(environment, stream);
}

void MainWindow::takeLogLines()
{
    if (m_tabs)
        m_tabs->takeLogLines();
}

void MainWindow::showSources(const QList<Source> &sources)
{
    m_header->display(sources);
    m_sources->display(sources);
}

void MainWindow::showCommands(const QList<CommandRecord> &commands)
{
    needPanels();
    m_commands->display(commands);
    m_closing = closingOf(commands);
}

void MainWindow::showPromotable(bool promotable, const QString &whyNot)
{
    m_header->showPromotable(promotable, whyNot);
    m_promotable = promotable;
    if (m_release)
        m_release->showPromotable(promotable);
}

void MainWindow::showDeployments(const DeploymentsView &deployments)
{
    if (m_tabs)
        m_tabs->showDeployments(deployments);
    else
        m_deployments[deployments.environment] = deployments;
}

void MainWindow::showRepairs(const QList<Repair> &repairs)
{
    needPanels();
    m_repairs = repairs;
    m_release->showRepairs(repairs);
    m_tabs->evidence()->showRepairs(repairs);
}

void MainWindow::showHold(const std::optional<Hold> &hold)
{
    m_hold = hold;
    fillHold();
}

void MainWindow::fillHold()
{
    if (!m_holdBar && !m_hold)
        return;
    if (!m_holdBar) {
        m_holdBar = new HoldBar;
        m_column->insertWidget(belowTrouble, m_holdBar);
        connect(m_holdBar, &HoldBar::lifted, this, &MainWindow::holdLifted);
    }
    m_holdBar->display(m_hold, m_stagingSha.isEmpty() && m_hold ? m_hold->undone : m_stagingSha, m_productionSha);
}

void MainWindow::showTrouble(const QString &trouble)
{
    m_trouble->display(trouble);
}

void MainWindow::setNow(Moment now, const ServiceClocks &clocks)
{
    m_sources->setNow(now);
    if (!m_tabs)
        return;
    m_tabs->setNow(now, clocks);
    m_pipeline->setNow(now);
    m_environments.staging->setNow(now, clocks);
    m_environments.production->setNow(now, clocks);
    m_commands->setNow(now, clocks);
}

void MainWindow::setLogin(const QString &login)
{
    m_sources->setLogin(login);
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    updateVisibility();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    updateVisibility();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        updateVisibility();
}

/// Who ends the session is not asked: a command survives it.
void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_closing.kind == Closing::Kind::Free || m_mayClose || qApp->isSavingSession())
        return QMainWindow::closeEvent(event);
    event->ignore();
    askBeforeClosing();
}

void MainWindow::askBeforeClosing()
{
    if (m_asks)
        return m_asks->raise();
    m_asks = new QMessageBox(this);
    m_asks->setAttribute(Qt::WA_DeleteOnClose);
    m_asks->setObjectName(QStringLiteral("closeBox"));
    m_asks->setWindowTitle(tr("Close Slipway"));
    m_asks->setTextFormat(Qt::PlainText);
    m_asks->setText(m_closing.sentence);
    QPushButton *leave = m_asks->addButton(tr("&Close"), QMessageBox::AcceptRole);
    leave->setObjectName(QStringLiteral("closeAnyway"));
    QPushButton *stay = m_asks->addButton(tr("&Stay"), QMessageBox::RejectRole);
    m_asks->setDefaultButton(m_closing.kind == Closing::Kind::GoesOn ? leave : stay); // that is harmless
    m_asks->setEscapeButton(stay);
    connect(leave, &QPushButton::clicked, this, [this] {
        m_mayClose = true;
        close();
    });
    m_asks->open();
}

void MainWindow::updateVisibility()
{
    const bool visible = isVisible() && !isMinimized();
    if (visible == m_visible)
        return;
    m_visible = visible;
    Q_EMIT visibilityChanged(visible);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow.h"

#include "commandpanel.h"
#include "environmentpanel.h"
#include "evidencepanel.h"
#include "headerbar.h"
#include "pipelinepanel.h"
#include "sourcesbar.h"
#include "troublebar.h"
#include "values/plaintext.h"

#include <QActionGroup>
#include <QEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QScrollArea>
#include <QStatusBar>
#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int panelGap = 12;

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

QString themeTitle(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::System:
        return MainWindow::tr("&As the desktop");
    case ThemeChoice::Light:
        return MainWindow::tr("&Light");
    case ThemeChoice::Dark:
        return MainWindow::tr("&Dark");
    case ThemeChoice::HighContrast:
        break;
    }
    return MainWindow::tr("&High contrast");
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
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_trouble);
    m_row = new QHBoxLayout;
    m_row->setSpacing(0);
    m_row->addStretch(1);
    column->addLayout(m_row, 1);
    setCentralWidget(whole);
    m_sources->setProjectFile(project.file);
    statusBar()->addPermanentWidget(m_sources, 1);
    statusBar()->setSizeGripEnabled(false);
    buildMenus(project.rehearsal);
    connect(m_header, &HeaderBar::promoteRequested, this, &MainWindow::promoteRequested);
}

/// The pipeline down the left; both environments and what is under way stay in sight, what decisions rest on scrolls
/// below.
void MainWindow::needPanels()
{
    if (m_evidence)
        return;
    m_pipeline = new PipelinePanel;
    m_environments = {new EnvironmentPanel(tr("STAGING")), new EnvironmentPanel(tr("PRODUCTION"))};
    m_commands = new CommandPanel;
    m_evidence = new EvidencePanel;
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, panelGap, 0, 0);
    column->setSpacing(0);
    m_environments.staging->setObjectName(QStringLiteral("stagingPanel"));
    m_environments.production->setObjectName(QStringLiteral("productionPanel"));
    auto *fixed = new QVBoxLayout;
    fixed->setContentsMargins(panelGap, 0, panelGap, 0);
    fixed->setSpacing(panelGap);
    auto *row = new QHBoxLayout;
    row->setSpacing(panelGap);
    row->addWidget(m_environments.staging, 1);
    row->addWidget(m_environments.production, 1);
    fixed->addLayout(row);
    fixed->addWidget(m_commands);
    column->addLayout(fixed);
    column->addWidget(buildEvidence(), 1);
    connectPanels();
    delete m_row->takeAt(0); // the stretch that kept their place
    m_row->addWidget(m_pipeline);
    m_row->addWidget(side, 1);
}

QWidget *MainWindow::buildEvidence()
{
    auto *inside = new QWidget;
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(panelGap, panelGap, panelGap, panelGap);
    column->addWidget(m_evidence);
    column->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("evidenceScroll"));
    scroll->setAccessibleName(tr("Evidence"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    return scroll;
}

void MainWindow::connectPanels()
{
    connect(m_pipeline, &PipelinePanel::checklistToggled, this, &MainWindow::checklistToggled);
    connect(m_pipeline, &PipelinePanel::openRequested, this, &MainWindow::openRequested);
    connect(m_pipeline, &PipelinePanel::stageSelected, m_evidence, &EvidencePanel::show);
    connect(m_evidence, &EvidencePanel::openRequested, this, &MainWindow::openRequested);
    for (EnvironmentPanel *panel : {m_environments.staging, m_environments.production})
        connect(panel, &EnvironmentPanel::openRequested, this, &MainWindow::openRequested);
    connect(m_commands, &CommandPanel::openRequested, this, &MainWindow::openRequested);
    connect(m_commands, &CommandPanel::cancelRequested, this, &MainWindow::cancelRequested);
    connect(m_commands, &CommandPanel::runChosen, this, &MainWindow::runChosen);
    connect(m_commands, &CommandPanel::dismissed, this, &MainWindow::dismissed);
    connect(m_commands, &CommandPanel::journalAcknowledged, this, &MainWindow::journalAcknowledged);
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

    QMenu *view = menuBar()->addMenu(tr("&View"));
    m_themes = new QActionGroup(this);
    for (const ThemeChoice choice :
         {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast}) {
        QAction *action = view->addAction(themeTitle(choice));
        action->setCheckable(true);
        action->setData(int(choice));
        action->setChecked(choice == ThemeChoice::System);
        m_themes->addAction(action);
    }
    connect(m_themes, &QActionGroup::triggered, this, [this](const QAction *action) {
        const auto choice = ThemeChoice(action->data().toInt());
        applyTheme(choice);
        Q_EMIT themeChosen(choice);
    });

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    connect(add(help, "aboutAction", tr("&About Slipway"), {}), &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::setTheme(ThemeChoice choice)
{
    applyTheme(choice);
    const QList<QAction *> actions = m_themes->actions();
    for (QAction *action : actions) {
        if (action->data().toInt() == int(choice))
            action->setChecked(true);
    }
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
    m_pipeline->show(pipeline);
}

void MainWindow::showEnvironment(const EnvironmentView &environment)
{
    needPanels();
    m_environments[environment.environment]->show(environment);
}

void MainWindow::showGates(const QList<Gate> &gates)
{
    needPanels();
    m_evidence->showGates(gates);
    m_commands->showJournal(journalTrouble(gates));
}

void MainWindow::showIdentity(const QList<IdentityLink> &identity)
{
    needPanels();
    m_evidence->showIdentity(identity);
}

void MainWindow::showSources(const QList<Source> &sources)
{
    m_header->show(sources);
    m_sources->show(sources);
}

void MainWindow::showCommands(const QList<CommandRecord> &commands)
{
    needPanels();
    m_commands->show(commands);
}

void MainWindow::showPromotable(bool promotable, const QString &whyNot)
{
    m_header->showPromotable(promotable, whyNot);
}

void MainWindow::showTrouble(const QString &trouble)
{
    m_trouble->show(trouble);
}

void MainWindow::setNow(Moment now)
{
    m_sources->setNow(now);
    if (!m_evidence)
        return;
    m_pipeline->setNow(now);
    m_environments.staging->setNow(now);
    m_environments.production->setNow(now);
    m_commands->setNow(now);
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

void MainWindow::updateVisibility()
{
    const bool visible = isVisible() && !isMinimized();
    if (visible == m_visible)
        return;
    m_visible = visible;
    Q_EMIT visibilityChanged(visible);
}

} // namespace Slipway

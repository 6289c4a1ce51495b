// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mainwindow.h"

#include "models/values/plaintext.h"
#include "ui/window/closingquestion.h"
#include "ui/window/headerbar.h"
#include "ui/window/helpmenu.h"
#include "ui/window/holdbar.h"
#include "ui/window/panels.h"
#include "ui/window/projectmenu.h"
#include "ui/window/releasemenu.h"
#include "ui/window/sidetabs.h"
#include "ui/window/sourcesbar.h"
#include "ui/window/troublebar.h"
#include "ui/window/viewmenu.h"

#include <QCloseEvent>
#include <QMenuBar>
#include <QStatusBar>
#include <QVBoxLayout>

namespace Slipway {

namespace {

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
    , m_hold(new HoldBar)
    , m_sources(new SourcesBar)
    , m_closing(new ClosingQuestion(this))
{
    setWindowTitle(windowTitleOf(project));
    resize(1280, 800);
    auto *whole = new QWidget(this);
    m_column = new QVBoxLayout(whole);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(m_header);
    m_column->addWidget(m_trouble);
    m_column->addWidget(m_hold);
    m_column->addStretch(1);
    setCentralWidget(whole);
    whole->setFocusPolicy(Qt::ClickFocus);
    whole->setFocus(); // no button is the one that a first key presses
    m_sources->setProjectFile(project.file);
    statusBar()->addPermanentWidget(m_sources, 1);
    statusBar()->setSizeGripEnabled(false);
    buildMenus(project.rehearsal);
}

/// What is hidden because the window goes tells nobody.
MainWindow::~MainWindow()
{
    if (m_panels)
        m_panels->tabs()->blockSignals(true);
}

void MainWindow::buildMenus(bool rehearsal)
{
    m_projectMenu = new ProjectMenu(rehearsal, menuBar());
    m_viewMenu = new ViewMenu(menuBar());
    menuBar()->addMenu(m_projectMenu);
    menuBar()->addMenu(m_viewMenu);
    menuBar()->addMenu(new HelpMenu(menuBar()));
    connect(m_projectMenu, &ProjectMenu::quitRequested, this, &QWidget::close);
}

Panels *MainWindow::buildPanels()
{
    m_panels = new Panels(m_viewMenu->moreRoom(), centralWidget());
    delete m_column->takeAt(m_column->count() - 1); // the stretch that kept their place
    m_column->addWidget(m_panels, 1);
    connect(m_viewMenu, &ViewMenu::tabChosen, m_panels->tabs(), &SideTabs::open);
    m_releaseMenu = new ReleaseMenu(menuBar());
    menuBar()->insertMenu(m_viewMenu->menuAction(), m_releaseMenu);
    return m_panels;
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

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_closing->mayClose())
        QMainWindow::closeEvent(event);
    else
        event->ignore();
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/gates.h"
#include "support/builders.h"
#include "ui/commands/commandpanel.h"
#include "ui/environment/environmentpanel.h"
#include "ui/pipeline/evidencepanel.h"
#include "ui/pipeline/pipelinepanel.h"
#include "ui/window/closingquestion.h"
#include "ui/window/headerbar.h"
#include "ui/window/holdbar.h"
#include "ui/window/mainwindow.h"
#include "ui/window/panels.h"
#include "ui/window/releasemenu.h"
#include "ui/window/sidetabs.h"
#include "ui/window/sourcesbar.h"

#include <QTest>

namespace Slipway::Test {

inline Project aProject(bool rehearsal = false)
{
    Project project = acmeProject();
    project.rehearsal = rehearsal;
    project.file = QStringLiteral("/somewhere/gatewayz-api.toml");
    return project;
}

// What the application connects: which parts of the window show one part of the snapshot.

inline void showSources(const MainWindow &window, const QList<Source> &sources)
{
    window.header()->display(sources);
    window.sources()->display(sources);
}

inline void showPromotable(const MainWindow &window, bool promotable, const QString &whyNot)
{
    window.header()->showPromotable(promotable, whyNot);
    window.releaseMenu()->showPromotable(promotable);
}

inline void showEnvironment(const MainWindow &window, const EnvironmentView &environment)
{
    window.header()->showEnvironment(environment);
    window.panels()->environment(environment.environment)->display(environment);
}

inline void showChart(const MainWindow &window, const HealthChart &chart)
{
    window.panels()->environment(chart.environment)->showChart(chart);
}

inline void showGates(const MainWindow &window, const QList<Gate> &gates)
{
    window.panels()->evidence()->showGates(gates);
    window.panels()->commands()->showJournal(journalTrouble(gates));
}

inline void showRepairs(const MainWindow &window, const QList<Repair> &repairs)
{
    window.releaseMenu()->showRepairs(repairs);
    window.panels()->evidence()->showRepairs(repairs);
}

inline void showCommands(const MainWindow &window, const QList<CommandRecord> &commands)
{
    window.panels()->commands()->display(commands);
    window.closing()->take(commands);
}

inline void showNoon(const MainWindow &window)
{
    window.sources()->setNow(noon);
    window.panels()->setNow(noon);
}

inline void fillWindow(const MainWindow &window, const Snapshot &snapshot)
{
    window.panels()->pipeline()->display(snapshot.pipeline);
    for (const Environment environment : environments)
        showEnvironment(window, snapshot.environments[environment]);
    showGates(window, snapshot.gates);
    window.panels()->evidence()->showIdentity(snapshot.identity);
    showSources(window, snapshot.sources);
    showCommands(window, snapshot.commands);
    showPromotable(window, snapshot.promotable, snapshot.whyNotPromotable);
}

/// As it is after its first paint, before there are panels.
struct PaintedWindow {
    explicit PaintedWindow(const Project &project = aProject())
        : window(project)
    {
        window.sources()->setNow(noon);
        window.show();
        if (!QTest::qWaitForWindowExposed(&window))
            qFatal("the window is not shown");
        window.activateWindow();
        QTest::qWait(0);
    }
    MainWindow window;
};

struct ShownWindow : PaintedWindow {
    explicit ShownWindow(const Project &project = aProject())
        : PaintedWindow(project)
    {
        window.buildPanels();
        QTest::qWait(0);
    }
    void showSnapshot(const Snapshot &snapshot)
    {
        fillWindow(window, snapshot);
        QTest::qWait(0);
    }
    void showWorld(const Observations &observations) { showSnapshot(evaluate({observations, acmeProject(), noon})); }
};

} // namespace Slipway::Test

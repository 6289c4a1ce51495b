// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/builders.h"
#include "ui/window/mainwindow.h"

#include <QTest>

namespace Slipway::Test {

inline Project aProject(bool rehearsal = false)
{
    Project project = acmeProject();
    project.rehearsal = rehearsal;
    project.file = QStringLiteral("/somewhere/gatewayz-api.toml");
    return project;
}

inline void fillWindow(MainWindow &window, const Snapshot &snapshot)
{
    window.showPipeline(snapshot.pipeline);
    for (const Environment environment : environments)
        window.showEnvironment(snapshot.environments[environment]);
    window.showGates(snapshot.gates);
    window.showIdentity(snapshot.identity);
    window.showSources(snapshot.sources);
    window.showCommands(snapshot.commands);
    window.showPromotable(snapshot.promotable, snapshot.whyNotPromotable);
}

struct ShownWindow {
    explicit ShownWindow(const Project &project = aProject())
        : window(project)
    {
        window.setNow(noon);
        window.show();
        if (!QTest::qWaitForWindowExposed(&window))
            qFatal("the window is not shown");
        window.activateWindow();
        QTest::qWait(0);
    }
    void showSnapshot(const Snapshot &snapshot)
    {
        fillWindow(window, snapshot);
        QTest::qWait(0);
    }
    void showWorld(const Observations &observations) { showSnapshot(evaluate({observations, acmeProject(), noon})); }

    MainWindow window;
};

} // namespace Slipway::Test

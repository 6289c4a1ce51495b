// SPDX-License-Identifier: GPL-3.0-or-later
#include "livewindow.h"

#include "app/console/rehearsalprocess.h"
#include "app/project/projectfile.h"

#include <QDir>
#include <QTest>

namespace Slipway::Test {

LiveWindow::LiveWindow(const QString &folder)
    : m_settings(QDir(folder).filePath(QStringLiteral("settings.ini")))
{
    const auto loaded = loadProject(QDir(folder).filePath(QStringLiteral("project.toml")));
    if (!loaded)
        qFatal("%s", qPrintable(loaded.error().detail));
    m_application =
        std::make_unique<Application>(m_clock, loaded->project, Folders{.data = folder, .locks = folder}, m_settings,
                                      GivenTokens(RehearsalProcess::tokens(), RehearsalProcess::secrets()));
    m_application->open();
    window().activateWindow();
}

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
// The logs: followed while somebody watches, and written into a file.
#include "application.h"
#include "config/settings.h"
#include "logs/logstore.h"
#include "railway/logfeed.h"
#include "storage/logexport.h"

#include <QDir>
#include <QFileDialog>
#include <QProgressDialog>
#include <QStatusBar>

namespace Slipway {

namespace {

constexpr int shownForMs = 15'000;
constexpr int progressAfterMs = 400; ///< what is done sooner needs no dialog

} // namespace

void Application::startLogs()
{
    LogFeed *logs = m_console.logs();
    m_console.logLines().setCapacity(qsizetype(m_settings.logCapacity()) << 20);
    connect(logs, &LogFeed::linesArrived, &m_window, &MainWindow::takeLogLines);
    connect(logs, &LogFeed::streamChanged, &m_window, &MainWindow::showLogStream);
    connect(&m_window, &MainWindow::logsWatched, this, [this](bool watched) {
        m_logsOpen = watched;
        watchLogs();
    });
    connect(&m_window, &MainWindow::visibilityChanged, this, &Application::watchLogs);
    connect(&m_window, &MainWindow::logSourcesWanted, logs, &LogFeed::setSources);
    connect(&m_window, &MainWindow::logExportRequested, this, &Application::askWhereToExport);
    m_window.setLogs(m_console.logLines(), m_console.project().logFilters);
}

/// Also a minimised window shows nobody anything.
void Application::watchLogs()
{
    m_console.logs()->setWatched(m_logsOpen && m_window.isVisible() && !m_window.isMinimized());
}

void Application::askWhereToExport(const std::vector<LineNumber> &lines)
{
    const QString day = m_clock.now().utc().toString(QStringLiteral("yyyy-MM-dd-HHmm"));
    auto *dialog = new QFileDialog(&m_window, tr("Export %n line(s)", nullptr, int(lines.size())));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("log"));
    dialog->selectFile(QStringLiteral("%1-%2.log").arg(m_console.project().name, day));
    connect(dialog, &QFileDialog::fileSelected, this, [this, lines](const QString &path) { exportLog(lines, path); });
    dialog->open();
}

void Application::exportLog(const std::vector<LineNumber> &lines, const QString &path)
{
    auto *writing = new LogExport(m_console.logLines(), lines, path, this);
    auto *progress = new QProgressDialog(tr("Writing %1").arg(QDir::toNativeSeparators(path)), tr("Cancel"), 0,
                                         int(lines.size()), &m_window);
    progress->setObjectName(QStringLiteral("exportProgress"));
    progress->setWindowTitle(tr("Export"));
    progress->setWindowModality(Qt::NonModal);
    progress->setMinimumDuration(progressAfterMs);
    progress->setAutoReset(false);
    connect(writing, &LogExport::progressed, progress, [progress](qsizetype done) { progress->setValue(int(done)); });
    connect(progress, &QProgressDialog::canceled, writing, [this, writing, progress] {
        writing->cancel();
        writing->deleteLater();
        progress->deleteLater();
        m_window.statusBar()->showMessage(tr("Nothing was written."), shownForMs);
    });
    connect(writing, &LogExport::finished, this, [this, writing, progress](const Result<ExportedLines> &exported) {
        writing->deleteLater();
        progress->deleteLater();
        if (!exported)
            return m_window.showTrouble(exported.error().detail);
        m_window.statusBar()->showMessage(exportText(*exported), shownForMs);
    });
}

} // namespace Slipway

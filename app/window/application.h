// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/console.h"
#include "app/window/clockwatch.h"
#include "app/window/commanddialogs.h"
#include "app/window/notifier.h"
#include "ui/window/mainwindow.h"

#include <QPointer>

namespace Slipway {

class Settings;
class TokensDialog;
struct HealthChart;

/// The composition root of the window: connects the console behind it to what it shows, and what it wants to what the
/// console does. Nothing but this and Console knows both sides.
class Application : public QObject {
    Q_OBJECT
public:
    /// `given` tokens are used instead of stored ones, for a rehearsal.
    Application(const Clock &clock, const Project &project, const Folders &folders, Settings &settings,
                const GivenTokens &given = {}, QObject *parent = nullptr);
    ~Application() override;

    /// Shows the window. The console starts after the window was painted for the first time, so that no request, no
    /// keychain and no database stands before it.
    void open();
    /// What went wrong, in words, until a person closes it.
    void showTrouble(const QString &trouble);

    MainWindow &window() { return m_window; }
    Console &console() { return m_console; }
    Notifier &notifier() { return m_notifier; }

Q_SIGNALS:
    void started(); ///< the console was started

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectWindow();
    void followHead();
    void start();
    void connectPanels();
    void connectCommands();
    void followPanels();
    void startCharts();
    void startLogs();
    void showEnvironment(const EnvironmentView &environment);
    void showChart(const HealthChart &chart);
    void showHold();
    void showJournal(const QList<Gate> &gates);
    void showNow();
    void watchLogs();
    void askWhereToExport(const std::vector<LineNumber> &lines);
    void exportLog(const std::vector<LineNumber> &lines, const QString &path);
    void openTokens();
    void showTokens();
    void openPage(const QUrl &url);

    const Clock &m_clock;
    Settings &m_settings;
    GivenTokens m_given;
    Console m_console;
    MainWindow m_window;
    CommandDialogs m_dialogs;
    QPointer<TokensDialog> m_tokens;
    Notifier m_notifier;
    QTimer m_ages;
    ClockWatch m_clockWatch;
    bool m_painted = false;
    bool m_logsOpen = false; ///< they are what the tabs show
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/application.h"

#include "app/commands/commandrunner.h"
#include "app/probe/healthcharts.h"
#include "app/probe/probefeed.h"
#include "app/railway/logs/logfeed.h"
#include "app/railway/olderdeployments.h"
#include "app/storage/logexport.h"
#include "app/tokens/tokenrows.h"
#include "app/window/settings.h"
#include "models/logs/logstore.h"
#include "models/pipeline/gates.h"
#include "models/values/text.h"
#include "ui/commands/commandpanel.h"
#include "ui/environment/environmentpanel.h"
#include "ui/pipeline/evidencepanel.h"
#include "ui/pipeline/pipelinepanel.h"
#include "ui/window/closingquestion.h"
#include "ui/window/headerbar.h"
#include "ui/window/holdbar.h"
#include "ui/window/panels.h"
#include "ui/window/projectmenu.h"
#include "ui/window/releasemenu.h"
#include "ui/window/sidetabs.h"
#include "ui/window/sourcesbar.h"
#include "ui/window/tokensdialog.h"
#include "ui/window/troublebar.h"
#include "ui/window/viewmenu.h"

#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QNetworkAccessManager>
#include <QProgressDialog>
#include <QStatusBar>

#include <algorithm>

namespace Slipway {

namespace {

/// How often ages are told anew while somebody can see them.
constexpr Milliseconds ageTick{2'000};

/// Shows a part of the snapshot as it is, and again whenever it changes.
template <typename Part, typename Shower>
void follow(ConsoleStore &store, const Part &part, void (ConsoleStore::*changed)(const Part &), Shower *shower,
            void (Shower::*display)(const Part &))
{
    QObject::connect(&store, changed, shower, display);
    (shower->*display)(part);
}

CommitSha servedBy(const EnvironmentView &environment)
{
    return environment.serving ? environment.serving->sha : CommitSha();
}

} // namespace

Application::Application(const Clock &clock, const Project &project, const Folders &folders, Settings &settings,
                         const GivenTokens &given, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_settings(settings)
    , m_given(given)
    , m_console(clock, project, folders, std::make_unique<QNetworkAccessManager>())
    , m_window(project)
    , m_dialogs(m_console, clock, &m_window)
{
    m_ages.setInterval(ageTick);
    m_ages.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_ages, &QTimer::timeout, this, &Application::showNow);
    connect(&m_ages, &QTimer::timeout, &m_dialogs, &CommandDialogs::lookAgain);
    connectWindow();
    m_window.viewMenu()->setTheme(settings.theme());
    m_window.viewMenu()->setZone(settings.shownZone());
    m_console.store().setZone(settings.shownZone(), clock.now());
    followHead();
}

Application::~Application() = default;

void Application::open()
{
    if (const QByteArray geometry = m_settings.windowGeometry(); !geometry.isEmpty())
        m_window.restoreGeometry(geometry);
    m_window.installEventFilter(this);
    m_window.show();
}

bool Application::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint && !m_painted) {
        m_painted = true;
        QTimer::singleShot(0, this, &Application::start);
    }
    if (event->type() == QEvent::Close)
        m_settings.setWindowGeometry(m_window.saveGeometry());
    return QObject::eventFilter(watched, event);
}

void Application::start()
{
    m_window.buildPanels();
    connectPanels();
    connectCommands();
    followPanels();
    m_console.start(m_given);
    startCharts();
    startLogs();
    connect(&m_clockWatch, &ClockWatch::jumped, &m_console.schedule(), &Schedule::runDue);
    connect(&m_console.credentials(), &Credentials::stateChanged, this, &Application::showTokens);
    connect(&m_console.credentials(), &Credentials::troubled, this, &Application::showTokens);
    Q_EMIT started();
}

/// What stands in the window from its first paint on.
void Application::connectWindow()
{
    connect(m_window.header(), &HeaderBar::promoteRequested, &m_dialogs, &CommandDialogs::openPromotion);
    connect(m_window.header(), &HeaderBar::goBackRequested, this,
            [this] { m_dialogs.openGoBack(Environment::Production, std::nullopt); });
    connect(m_window.hold(), &HoldBar::lifted, this,
            [this](const QString &reason) { m_console.runner()->liftHold(reason, m_console.who()); });
    connect(m_window.projectMenu(), &ProjectMenu::tokensRequested, this, &Application::openTokens);
    connect(m_window.projectMenu(), &ProjectMenu::refreshRequested, &m_console, &Console::refresh);
    connect(m_window.viewMenu(), &ViewMenu::themeChosen, this,
            [this](ThemeChoice choice) { m_settings.setTheme(choice); });
    connect(m_window.viewMenu(), &ViewMenu::zoneChosen, this, [this](ShownZone zone) {
        m_settings.setShownZone(zone);
        m_console.store().setZone(zone, m_clock.now()); // sentences of the snapshot tell times, too
    });
    connect(&m_window, &MainWindow::visibilityChanged, this, [this](bool visible) {
        m_console.schedule().setWindowHidden(!visible);
        visible ? m_ages.start() : m_ages.stop();
        if (visible)
            showNow();
    });
    connect(&m_console, &Console::troubled, this, &Application::showTrouble);
    connect(&m_dialogs, &CommandDialogs::troubled, this, &Application::showTrouble);
    connect(&m_dialogs, &CommandDialogs::openRequested, this, &Application::openPage);
}

/// What is known before anything was asked: nothing, in the words for it. The panels follow the first paint.
void Application::followHead()
{
    ConsoleStore &store = m_console.store();
    const Snapshot &snapshot = store.snapshot();
    follow(store, snapshot.sources, &ConsoleStore::sourcesChanged, m_window.header(), &HeaderBar::display);
    follow(store, snapshot.sources, &ConsoleStore::sourcesChanged, m_window.sources(), &SourcesBar::display);
    connect(&store, &ConsoleStore::promotableChanged, m_window.header(), &HeaderBar::showPromotable);
    m_window.header()->showPromotable(snapshot.promotable, snapshot.whyNotPromotable);
    connect(&store, &ConsoleStore::holdChanged, this, &Application::showHold);
    connect(&store, &ConsoleStore::environmentChanged, this, &Application::showHold);
    connect(&store, &ConsoleStore::environmentChanged, m_window.header(), &HeaderBar::showEnvironment);
    connect(&store, &ConsoleStore::environmentChanged, &m_notifier, &Notifier::take);
    connect(&store, &ConsoleStore::snapshotChanged, this, &Application::showNow);
}

void Application::connectPanels()
{
    const Panels *panels = m_window.panels();
    connect(panels->pipeline(), &PipelinePanel::checklistToggled, &m_console, &Console::setTicked);
    connect(panels->pipeline(), &PipelinePanel::openRequested, this, &Application::openPage);
    connect(panels->evidence(), &EvidencePanel::openRequested, this, &Application::openPage);
    connect(panels->evidence(), &EvidencePanel::repairRequested, &m_dialogs, &CommandDialogs::openRepair);
    for (const Environment environment : environments) {
        const EnvironmentPanel *panel = panels->environment(environment);
        connect(panel, &EnvironmentPanel::openRequested, this, &Application::openPage);
        connect(panel, &EnvironmentPanel::chartWindowChosen, this,
                [this, environment](ChartWindow window) { m_console.charts()->choose(environment, window); });
        connect(panel, &EnvironmentPanel::checkRequested, this,
                [this, environment](const QString &check) { m_console.probes()->askNow(environment, check); });
    }
    connect(panels->tabs(), &SideTabs::deploymentsShown, this,
            [this](Environment environment) { m_console.olderDeployments()->readFirst(environment); });
    connect(panels->tabs(), &SideTabs::olderRequested, this,
            [this](Environment environment) { m_console.olderDeployments()->readMore(environment); });
    connect(panels->tabs(), &SideTabs::goBackRequested, &m_dialogs, &CommandDialogs::openGoBack);
    const ReleaseMenu *release = m_window.releaseMenu();
    connect(release, &ReleaseMenu::promoteRequested, &m_dialogs, &CommandDialogs::openPromotion);
    connect(release, &ReleaseMenu::goBackRequested, this,
            [this](Environment environment) { m_dialogs.openGoBack(environment, std::nullopt); });
    connect(release, &ReleaseMenu::repairRequested, &m_dialogs, &CommandDialogs::openRepair);
    connect(release, &ReleaseMenu::openRequested, this, &Application::openPage);
}

void Application::connectCommands()
{
    const CommandPanel *commands = m_window.panels()->commands();
    connect(commands, &CommandPanel::openRequested, this, &Application::openPage);
    connect(commands, &CommandPanel::reviewRequested, &m_dialogs, &CommandDialogs::openReview);
    connect(commands, &CommandPanel::cancelRequested, this,
            [this](const OrderId &order) { m_console.runner()->cancel(order); });
    connect(commands, &CommandPanel::callOffRequested, this,
            [this](const OrderId &order) { m_console.runner()->callOff(order); });
    connect(commands, &CommandPanel::runChosen, this,
            [this](const OrderId &order, RunId run) { m_console.runner()->resolve(order, run); });
    connect(commands, &CommandPanel::dismissed, this,
            [this](const OrderId &order, const QString &reason) { m_console.runner()->dismiss(order, reason); });
    connect(commands, &CommandPanel::alarmsAcknowledged, this,
            [this](const OrderId &order) { m_console.runner()->acknowledgeAlarms(order, m_console.who()); });
    connect(commands, &CommandPanel::journalAcknowledged, this, [this] { m_console.runner()->acknowledgeJournal(); });
}

void Application::followPanels()
{
    ConsoleStore &store = m_console.store();
    const Snapshot &snapshot = store.snapshot();
    const Panels *panels = m_window.panels();
    follow(store, snapshot.pipeline, &ConsoleStore::pipelineChanged, panels->pipeline(), &PipelinePanel::display);
    follow(store, snapshot.gates, &ConsoleStore::gatesChanged, panels->evidence(), &EvidencePanel::showGates);
    follow(store, snapshot.gates, &ConsoleStore::gatesChanged, this, &Application::showJournal);
    follow(store, snapshot.identity, &ConsoleStore::identityChanged, panels->evidence(), &EvidencePanel::showIdentity);
    follow(store, snapshot.repairs, &ConsoleStore::repairsChanged, panels->evidence(), &EvidencePanel::showRepairs);
    follow(store, snapshot.repairs, &ConsoleStore::repairsChanged, m_window.releaseMenu(), &ReleaseMenu::showRepairs);
    follow(store, snapshot.commands, &ConsoleStore::commandsChanged, panels->commands(), &CommandPanel::display);
    follow(store, snapshot.commands, &ConsoleStore::commandsChanged, m_window.closing(), &ClosingQuestion::take);
    connect(&store, &ConsoleStore::environmentChanged, this, &Application::showEnvironment);
    connect(&store, &ConsoleStore::deploymentsChanged, panels->tabs(), &SideTabs::showDeployments);
    for (const Environment environment : environments) {
        showEnvironment(snapshot.environments[environment]);
        panels->tabs()->showDeployments(snapshot.deployments[environment]);
    }
    connect(&store, &ConsoleStore::promotableChanged, m_window.releaseMenu(), &ReleaseMenu::showPromotable);
    m_window.releaseMenu()->showPromotable(snapshot.promotable);
}

void Application::startCharts()
{
    connect(m_console.charts(), &HealthCharts::chartChanged, this, &Application::showChart);
    for (const Environment environment : environments)
        showChart(m_console.charts()->chart(environment));
}

void Application::showEnvironment(const EnvironmentView &environment)
{
    m_window.panels()->environment(environment.environment)->display(environment);
}

void Application::showChart(const HealthChart &chart)
{
    m_window.panels()->environment(chart.environment)->showChart(chart);
}

void Application::showHold()
{
    const Snapshot &snapshot = m_console.store().snapshot();
    m_window.hold()->display(snapshot.hold, servedBy(snapshot.environments.staging),
                             servedBy(snapshot.environments.production));
}

void Application::showJournal(const QList<Gate> &gates)
{
    m_window.panels()->commands()->showJournal(journalTrouble(gates));
}

void Application::showNow()
{
    const ServiceClocks &clocks = m_console.store().observations().clocks;
    m_window.sources()->setNow(m_clock.now());
    if (Panels *panels = m_window.panels())
        panels->setNow(m_clock.now(), clocks);
    m_dialogs.setNow(m_clock.now());
    if (m_console.charts())
        m_console.charts()->tick();
    if (const Account *account = m_console.store().observations().account.last())
        m_window.sources()->setLogin(account->login);
}

void Application::showTrouble(const QString &trouble)
{
    m_window.trouble()->display(trouble);
}

/// What is opened came from outside: a page, never a file or a program.
void Application::openPage(const QUrl &url)
{
    if (url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http"))
        return showTrouble(tr("That address is not a web page, so it was not opened."));
    if (!QDesktopServices::openUrl(url))
        showTrouble(tr("No browser could be started for %1").arg(url.toDisplayString()));
}

namespace {

constexpr int shownForMs = 15'000;
constexpr int progressAfterMs = 400; ///< what is done sooner needs no dialog

} // namespace

void Application::startLogs()
{
    LogFeed *logs = m_console.logs();
    SideTabs *tabs = m_window.panels()->tabs();
    m_console.logLines().setCapacity(qsizetype(m_settings.logCapacity()) << 20);
    connect(logs, &LogFeed::linesArrived, tabs, &SideTabs::takeLogLines);
    connect(logs, &LogFeed::streamChanged, tabs, &SideTabs::showLogStream);
    connect(tabs, &SideTabs::logsWatched, this, [this](bool watched) {
        m_logsOpen = watched;
        watchLogs();
    });
    connect(&m_window, &MainWindow::visibilityChanged, this, &Application::watchLogs);
    connect(tabs, &SideTabs::logSourcesWanted, logs, &LogFeed::setSources);
    connect(tabs, &SideTabs::logExportRequested, this, &Application::askWhereToExport);
    tabs->setLogs(m_console.logLines(), m_console.project().logFilters);
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
            return showTrouble(exported.error().detail);
        m_window.statusBar()->showMessage(exportText(*exported), shownForMs);
    });
}

void Application::openTokens()
{
    if (m_tokens || !m_console.runner())
        return;
    m_tokens = new TokensDialog(&m_window);
    m_tokens->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_tokens, &TokensDialog::tokenEntered, this,
            [this](const QString &row, const QString &token) { m_console.credentials().enter(row, token.toUtf8()); });
    connect(m_tokens, &TokensDialog::tokenRemoveRequested, &m_console.credentials(), &Credentials::remove);
    showTokens();
    m_tokens->open();
}

void Application::showTokens()
{
    if (m_tokens)
        m_tokens->display(tokenRows(m_console.credentials()));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "application.h"

#include "checksecrets.h"
#include "commands/commandrunner.h"
#include "config/settings.h"
#include "gobackdialog.h"
#include "probe/healthcharts.h"
#include "probe/probefeed.h"
#include "promotedialog.h"
#include "railway/olderdeployments.h"
#include "repairdialog.h"
#include "tokensdialog.h"

#include <QDesktopServices>
#include <QEvent>
#include <QNetworkAccessManager>

namespace Slipway {

namespace {

/// How often ages are told anew while somebody can see them.
constexpr Milliseconds ageTick{2'000};

} // namespace

Application::Application(const Clock &clock, const Project &project, const Folders &folders, Settings &settings,
                         const GivenTokens &given, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_settings(settings)
    , m_given(given)
    , m_console(clock, project, folders, std::make_unique<QNetworkAccessManager>())
    , m_window(project)
{
    m_ages.setInterval(ageTick);
    m_ages.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_ages, &QTimer::timeout, this, &Application::showNow);
    connectStore();
    connectWindow();
    m_window.setTheme(settings.theme());
    m_window.setZone(settings.shownZone());
    showHead();
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
    const Snapshot &snapshot = m_console.store().snapshot();
    m_window.showPipeline(snapshot.pipeline);
    for (const Environment environment : environments)
        m_window.showEnvironment(snapshot.environments[environment]);
    m_window.showGates(snapshot.gates);
    m_window.showIdentity(snapshot.identity);
    m_window.showRepairs(snapshot.repairs);
    m_console.start(m_given);
    connect(m_console.charts(), &HealthCharts::chartChanged, &m_window, &MainWindow::showHealthChart);
    for (const Environment environment : environments)
        m_window.showHealthChart(m_console.charts()->chart(environment));
    startLogs();
    connect(&m_clockWatch, &ClockWatch::jumped, &m_console.schedule(), &Schedule::runDue);
    connect(&m_console.credentials(), &Credentials::stateChanged, this, &Application::showTokens);
    connect(&m_console.credentials(), &Credentials::troubled, this, &Application::showTokens);
    connect(&m_console.secrets(), &CheckSecrets::stateChanged, this, &Application::showTokens);
    connect(&m_console.secrets(), &CheckSecrets::troubled, this, &Application::showTokens);
    Q_EMIT started();
}

void Application::connectStore()
{
    ConsoleStore &store = m_console.store();
    connect(&store, &ConsoleStore::pipelineChanged, &m_window, &MainWindow::showPipeline);
    connect(&store, &ConsoleStore::environmentChanged, &m_window, &MainWindow::showEnvironment);
    connect(&store, &ConsoleStore::environmentChanged, &m_notifier, &Notifier::take);
    connect(&store, &ConsoleStore::gatesChanged, &m_window, &MainWindow::showGates);
    connect(&store, &ConsoleStore::identityChanged, &m_window, &MainWindow::showIdentity);
    connect(&store, &ConsoleStore::sourcesChanged, &m_window, &MainWindow::showSources);
    connect(&store, &ConsoleStore::commandsChanged, &m_window, &MainWindow::showCommands);
    connect(&store, &ConsoleStore::deploymentsChanged, &m_window, &MainWindow::showDeployments);
    connect(&store, &ConsoleStore::repairsChanged, &m_window, &MainWindow::showRepairs);
    connect(&store, &ConsoleStore::holdChanged, &m_window, &MainWindow::showHold);
    connect(&store, &ConsoleStore::promotableChanged, &m_window, &MainWindow::showPromotable);
    connect(&store, &ConsoleStore::snapshotChanged, this, &Application::showNow);
    connect(&m_console, &Console::troubled, &m_window, &MainWindow::showTrouble);
}

void Application::connectWindow()
{
    connect(&m_window, &MainWindow::promoteRequested, this, &Application::openPromotion);
    connect(&m_window, &MainWindow::goBackRequested, this, &Application::openGoBack);
    connect(&m_window, &MainWindow::repairRequested, this, &Application::openRepair);
    connect(&m_window, &MainWindow::reviewRequested, this, &Application::openReview);
    connect(&m_window, &MainWindow::holdLifted, this,
            [this](const QString &reason) { m_console.runner()->liftHold(reason, m_console.who()); });
    connect(&m_window, &MainWindow::deploymentsShown, this,
            [this](Environment environment) { m_console.olderDeployments()->readFirst(environment); });
    connect(&m_window, &MainWindow::olderRequested, this,
            [this](Environment environment) { m_console.olderDeployments()->readMore(environment); });
    connect(&m_window, &MainWindow::chartWindowChosen, this,
            [this](Environment environment, ChartWindow window) { m_console.charts()->choose(environment, window); });
    connect(&m_window, &MainWindow::checkRequested, this,
            [this](Environment environment, const QString &check) { m_console.probes()->askNow(environment, check); });
    connect(&m_window, &MainWindow::checklistToggled, &m_console, &Console::setTicked);
    connect(&m_window, &MainWindow::openRequested, this, &Application::openPage);
    connect(&m_window, &MainWindow::tokensRequested, this, &Application::openTokens);
    connect(&m_window, &MainWindow::refreshRequested, &m_console, &Console::refresh);
    connect(&m_window, &MainWindow::themeChosen, this, [this](ThemeChoice choice) { m_settings.setTheme(choice); });
    connect(&m_window, &MainWindow::zoneChosen, this, [this](ShownZone zone) {
        m_settings.setShownZone(zone);
        m_console.store().reevaluate(m_clock.now()); // sentences of the snapshot tell times, too
    });
    connect(&m_window, &MainWindow::visibilityChanged, this, [this](bool visible) {
        m_console.schedule().setWindowHidden(!visible);
        visible ? m_ages.start() : m_ages.stop();
        if (visible)
            showNow();
    });
    connect(&m_window, &MainWindow::cancelRequested, this,
            [this](const OrderId &order) { m_console.runner()->cancel(order); });
    connect(&m_window, &MainWindow::callOffRequested, this,
            [this](const OrderId &order) { m_console.runner()->callOff(order); });
    connect(&m_window, &MainWindow::runChosen, this,
            [this](const OrderId &order, RunId run) { m_console.runner()->resolve(order, run); });
    connect(&m_window, &MainWindow::dismissed, this,
            [this](const OrderId &order, const QString &reason) { m_console.runner()->dismiss(order, reason); });
    connect(&m_window, &MainWindow::alarmsAcknowledged, this,
            [this](const OrderId &order) { m_console.runner()->acknowledgeAlarms(order, m_console.who()); });
    connect(&m_window, &MainWindow::journalAcknowledged, this, [this] { m_console.runner()->acknowledgeJournal(); });
}

/// What is known before anything was asked: nothing, in the words for it. The panels follow the first paint.
void Application::showHead()
{
    const Snapshot &snapshot = m_console.store().snapshot();
    m_window.showSources(snapshot.sources);
    m_window.showPromotable(snapshot.promotable, snapshot.whyNotPromotable);
}

void Application::showNow()
{
    const ServiceClocks &clocks = m_console.store().observations().clocks;
    m_window.setNow(m_clock.now(), clocks);
    if (m_goingBack)
        m_goingBack->setNow(clocks.by(Provider::Railway, m_clock.now()));
    if (m_console.charts())
        m_console.charts()->tick();
    if (const Account *account = m_console.store().observations().account.last())
        m_window.setLogin(account->login);
}

/// What is opened came from outside: a page, never a file or a program.
void Application::openPage(const QUrl &url)
{
    if (url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http"))
        return m_window.showTrouble(tr("That address is not a web page, so it was not opened."));
    if (!QDesktopServices::openUrl(url))
        m_window.showTrouble(tr("No browser could be started for %1").arg(url.toDisplayString()));
}

} // namespace Slipway

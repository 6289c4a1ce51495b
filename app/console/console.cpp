// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"

#include "app/commands/commandrunner.h"
#include "app/feed/feedcontext.h"
#include "app/forecast/forecastfeed.h"
#include "app/github/githubfeed.h"
#include "app/github/projectfilefeed.h"
#include "app/github/runsfeed.h"
#include "app/grafana/grafanafeed.h"
#include "app/probe/healthcharts.h"
#include "app/probe/probefeed.h"
#include "app/railway/logs/logfeed.h"
#include "app/railway/metricsfeed.h"
#include "app/railway/olderdeployments.h"
#include "app/railway/railwayfeed.h"
#include "app/railway/rolloutfeed.h"
#include "app/sentry/sentryfeed.h"
#include "app/storage/checkliststore.h"
#include "app/storage/datafolder.h"
#include "models/follow/follow.h"
#include "models/goback/untoldreturn.h"
#include "models/logs/logstore.h"
#include "models/observed/reread.h"
#include "models/values/age.h"
#include "models/values/shownzone.h"
#include "models/values/text.h"

#include <QDir>
#include <QNetworkAccessManager>
#include <QSslCertificate>
#include <QSslConfiguration>

namespace Slipway {

namespace {

constexpr Milliseconds rereadDeadline{20'000};
constexpr Milliseconds lookingProbeRetry{1'000};
constexpr Milliseconds windowProbeRetry{5'000};
/// What is due sooner than this still belongs to what was asked: a failing probe is tried again after a second.
constexpr Milliseconds quietFor{1'500};
constexpr Milliseconds afterStaleness{50};
constexpr Milliseconds tellableSkew{30'000};

/// Whether a person should know that the clocks differ.
bool isTellable(Milliseconds skew)
{
    return std::chrono::abs(skew) >= tellableSkew;
}

/// A service is known to differ by about as much: where this computer's clock is wrong, all of them do.
bool isToldOf(Milliseconds skew, const ServiceClocks &known)
{
    return std::any_of(known.ahead.cbegin(), known.ahead.cend(),
                       [&](Milliseconds each) { return isTellable(each) && !isTellable(each - skew); });
}

QString nameOf(Provider provider)
{
    switch (provider) {
    case Provider::GitHub:
        return QStringLiteral("GitHub");
    case Provider::Railway:
        return QStringLiteral("Railway");
    case Provider::Sentry:
        return QStringLiteral("Sentry");
    case Provider::Grafana:
        return QStringLiteral("Grafana");
    case Provider::Application:
        break;
    }
    return say("The application");
}

} // namespace

Console::Console(const Clock &clock, Project project, Folders folders, std::unique_ptr<QNetworkAccessManager> network,
                 QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_folders(std::move(folders))
    , m_store(std::make_unique<ConsoleStore>(std::move(project)))
    , m_client(std::make_unique<HttpClient>(clock, std::move(network)))
    , m_schedule(std::make_unique<Schedule>(clock, static_cast<quint32>(clock.now().wallMs)))
    , m_credentials(std::make_unique<Credentials>(*m_client, *m_schedule, *m_store, clock))
    , m_logLines(std::make_unique<LogStore>())
{
    followSchedule(*m_store, *m_schedule);
    connect(m_schedule.get(), &Schedule::woke, this, &Console::reevaluate); // before anything answers
    m_staleness.setSingleShot(true);
    connect(&m_staleness, &QTimer::timeout, this, &Console::reevaluate);
    connect(m_store.get(), &ConsoleStore::commandsChanged, this, &Console::updateGoingBack);
    connect(m_client.get(), &HttpClient::answerBegins, m_store.get(), &ConsoleStore::beginAnswer);
    connect(m_client.get(), &HttpClient::answerEnds, m_store.get(), &ConsoleStore::endAnswer);
    connect(m_client.get(), &HttpClient::pauseAsked, m_schedule.get(), &Schedule::pause);
    connect(m_client.get(), &HttpClient::budgetChanged, this, &Console::takeBudget);
    connect(m_client.get(), &HttpClient::timeTold, this, &Console::takeTime);
    connect(m_credentials.get(), &Credentials::troubled, this, &Console::troubled);
}

Console::~Console() = default;

void Console::start(const GivenTokens &given)
{
    openJournal(Journal::WhenUnreadable::SetAside);
    openRunner();
    poll(given, windowProbeRetry);
    openCharts();
    openSockets();
    m_runner->resume();
}

void Console::startLooking(const GivenTokens &given)
{
    openJournal(Journal::WhenUnreadable::LeaveAlone);
    const auto unresolved = m_journal ? m_journal->unresolved() : QList<CommandRecord>();
    const auto hold = m_journal ? m_journal->hold() : std::optional<Hold>();
    m_store->apply(m_clock.now(), [&](Observations &all) {
        if (unresolved)
            all.commands = *unresolved;
        if (hold)
            all.hold = *hold;
        const QString unreadable = m_journal ? m_journal->unreadable() : QString();
        const QString trouble = unreadable.isEmpty() ? m_journalTrouble : unreadable;
        all.journalReadable = unresolved && trouble.isEmpty();
        all.journalTrouble = unresolved ? trouble : unresolved.error().detail;
    });
    poll(given, lookingProbeRetry);
}

void Console::showUntoldReturn()
{
    const Observations &seen = m_store->observations();
    if (!m_journal || !seen.services.production.value)
        return;
    const auto rows = m_journal->recent(-1);
    const auto found = rows ? untoldReturn(seen, *rows) : std::nullopt;
    if (!found)
        return;
    CommandRecord record = *found;
    record.state = next(record.state, CommandEvent::Restarted).state;
    const Followed followed = follow(record, {seen, m_store->project(), m_clock.now()});
    record = followed.record;
    if (followed.event)
        record.state = next(record.state, *followed.event).state;
    record.detail = say("Production was taken back, and no row of this journal tells of it");
    m_store->apply(m_clock.now(), [&](Observations &all) {
        all.commands.prepend(record);
        all.hold = holdOf(record);
    });
}

void Console::openJournal(Journal::WhenUnreadable whenUnreadable)
{
    QDir().mkpath(m_folders.data);
    takeOverFiles(m_folders.former, m_folders.data);
    m_checklists = std::make_unique<ChecklistStore>(m_folders.data + QStringLiteral("/checklists.sqlite"));
    openJournalFile(whenUnreadable);
    const bool looksOnly = whenUnreadable == Journal::WhenUnreadable::LeaveAlone;
    while (!m_journal && !looksOnly && Journal::releaseReserve(journalIn(m_folders.data))) // a hold has to be known
        openJournalFile(whenUnreadable);
    connect(m_store.get(), &ConsoleStore::pipelineChanged, this, &Console::keepChecklist);
}

void Console::openJournalFile(Journal::WhenUnreadable whenUnreadable)
{
    auto opened = Journal::open(journalIn(m_folders.data), whenUnreadable);
    m_journalTrouble = opened ? opened->setAside : opened.error().detail;
    if (opened) {
        m_journal = std::move(opened->journal);
        const auto taken = m_journal->takeOver(journalsIn(m_folders.former));
        m_journalTrouble = taken ? *taken : taken.error().detail;
    }
}

void Console::openJournalAgain(bool forReturn)
{
    m_journal.reset();
    QDir().mkpath(m_folders.data);
    openJournalFile(Journal::WhenUnreadable::SetAside);
    while (!m_journal && forReturn && Journal::releaseReserve(journalIn(m_folders.data)))
        openJournalFile(Journal::WhenUnreadable::SetAside);
}

void Console::openRunner()
{
    m_runner = std::make_unique<CommandRunner>(CommandRunner::Setup{
        .client = *m_client,
        .store = *m_store,
        .clock = m_clock,
        .opened = {.journal = m_journal.get(), .trouble = m_journalTrouble},
        .reread = [this](QObject *context, const std::function<void()> &done) { reread(context, done); },
        .lockFolder = m_folders.locks,
        .ownLockFolder = m_folders.data + QStringLiteral("/locks"),
        .openJournal =
            [this](bool forReturn) {
                openJournalAgain(forReturn);
                return CommandTable::OpenedJournal{.journal = m_journal.get(), .trouble = m_journalTrouble};
            }});
    connect(m_runner.get(), &CommandRunner::troubled, this, &Console::troubled);
}

/// A rehearsal asks only this computer, so that the authority it made for itself is trusted for nothing else.
void Console::trustRehearsal()
{
    if (!project().rehearsal || project().rehearsalCa.isEmpty())
        return;
    const QList<QSslCertificate> authority = QSslCertificate::fromPath(project().rehearsalCa);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.addCaCertificates(authority);
    m_client->setSslConfiguration(configuration);
    if (authority.isEmpty())
        Q_EMIT troubled(say("The rehearsal's certificate cannot be read"));
}

FeedContext Console::feed()
{
    return {*m_client, *m_schedule, *m_store, m_clock};
}

void Console::poll(const GivenTokens &given, Milliseconds probeRetry)
{
    trustRehearsal();
    m_github = std::make_unique<GitHubFeed>(feed());
    m_runs = std::make_unique<RunsFeed>(feed());
    if (!project().pathInRepository.isEmpty())
        m_projectFile = std::make_unique<ProjectFileFeed>(feed());
    m_railway = std::make_unique<RailwayFeed>(feed());
    m_metrics = std::make_unique<MetricsFeed>(feed());
    if (project().sentry)
        m_sentry = std::make_unique<SentryFeed>(feed());
    if (project().grafana)
        m_grafana = std::make_unique<GrafanaFeed>(feed());
    m_older = std::make_unique<OlderDeploymentsFeed>(*m_client, *m_store, m_clock);
    m_forecast = std::make_unique<ForecastFeed>(*m_client, *m_store, m_clock);
    m_probe = std::make_unique<ProbeFeed>(feed(), probeRetry);
    connect(m_store.get(), &ConsoleStore::observed, this, &Console::watchStaleness);
    connect(m_credentials.get(), &Credentials::stateChanged, m_probe.get(), [this](const TokenKey &key) {
        if (!key.secret.isEmpty())
            m_probe->askWith(key.environment, key.secret);
    });
    m_schedule->start();
    m_credentials->load(given);
}

/// The past is shown by the window only; --status has no use for it.
void Console::openCharts()
{
    m_charts = std::make_unique<HealthCharts>(*m_store, m_clock, m_folders.data + QStringLiteral("/health.sqlite"));
    connect(m_probe.get(), &ProbeFeed::sampled, m_charts.get(), &HealthCharts::take);
}

/// What Railway pushes: the status of what is on its way, and the logs once somebody watches them.
void Console::openSockets()
{
    m_sockets = std::make_unique<RailwaySockets>(*m_client, m_clock, project().railway);
    connect(m_schedule.get(), &Schedule::woke, m_sockets.get(), &RailwaySockets::wake);
    m_rollouts = std::make_unique<RolloutFeed>(feed(), *m_sockets);
    m_railway->setTold([this](Environment environment) { return m_rollouts->isTold(environment); });
    connect(m_rollouts.get(), &RolloutFeed::toldChanged, m_schedule.get(), &Schedule::reconsider);
    m_logs = std::make_unique<LogFeed>(feed(), *m_sockets, *m_logLines);
}

void Console::takeTime(Provider provider, const QDateTime &time, Moment asked, Moment answered)
{
    ClockSkew &told = m_skews[provider];
    told = withTime(told, time, asked, answered);
    const Milliseconds skew = skewOf(told).value_or(Milliseconds(0));
    const ServiceClocks known = m_store->observations().clocks;
    if (known.isKnown(provider) && known.ahead.value(provider) == skew)
        return;
    if (isTellable(skew) && !isToldOf(skew, known)) {
        const QString name = nameOf(provider);
        Q_EMIT troubled(skew.count() > 0
                            ? say("This computer's clock is %1 behind %2's clock: set it, or ages are wrong.")
                                  .arg(spanText(skew), name)
                            : say("This computer's clock is %1 ahead of %2's clock: set it, or ages are wrong.")
                                  .arg(spanText(-skew), name));
    }
    m_store->apply(answered, [&](Observations &all) { all.clocks.ahead[provider] = skew; });
}

void Console::takeBudget(Provider provider, const RateBudget &budget)
{
    RateBudget ours = budget; // by this computer's clock
    if (ours.resetsAt.isValid())
        ours.resetsAt = m_store->observations().clocks.ours(provider, ours.resetsAt);
    m_schedule->setBudget(provider, ours);
    if (provider == Provider::Railway)
        sayWhatIsKept();
    m_store->apply(m_clock.now(), [&](Observations &all) {
        switch (provider) {
        case Provider::GitHub:
            all.githubBudget = budget;
            break;
        case Provider::Railway:
            all.railwayBudget = budget;
            break;
        case Provider::Sentry:
            all.sentryBudget = budget;
            break;
        case Provider::Grafana: // tells none
        case Provider::Application:
            break;
        }
    });
}

/// Once for each time that it is so.
void Console::sayWhatIsKept()
{
    const auto until = m_schedule->keptUntil();
    if (std::exchange(m_keptSaid, until.has_value()) || !until)
        return;
    Q_EMIT troubled(
        say("Nine tenths of the requests that Railway allows in an hour are spent: nothing more is read from it before "
            "%1. The rest is kept for going back.")
            .arg(shownTimeAndZone(until->utc(), QStringLiteral("HH:mm"))));
}

void Console::setDeciding(bool deciding, bool aboutGoingBack)
{
    m_decidingToGoBack = aboutGoingBack;
    updateGoingBack();
    if (m_railway)
        m_railway->setDeciding(deciding);
}

/// What one goes back to is followed to its end.
void Console::updateGoingBack()
{
    const QList<CommandRecord> &commands = m_store->observations().commands;
    const bool underway = std::any_of(commands.cbegin(), commands.cend(), [](const CommandRecord &each) {
        return isReturn(each.order.kind) && !isSettled(each.state);
    });
    m_schedule->setGoingBack(underway || m_decidingToGoBack);
}

bool Console::isQuiet() const
{
    const auto due = m_schedule->nextDue();
    return !m_credentials->isLoading() && !m_schedule->isBusy() &&
           (!due || due->steadyMs > (m_clock.now() + quietFor).steadyMs);
}

void Console::refresh()
{
    m_credentials->retry();
    if (m_sockets)
        m_sockets->retryNow();
    if (m_logs)
        m_logs->retryNow();
    if (m_runs)
        m_runs->readEverything();
    if (m_railway)
        m_railway->readEverything();
    m_schedule->askNow();
    m_keptSaid = false;
    sayWhatIsKept();
    for (const Provider provider : {Provider::GitHub, Provider::Railway, Provider::Sentry, Provider::Grafana}) {
        if (const auto until = m_schedule->pausedByServer(provider))
            Q_EMIT troubled(say("%1 does not want to be asked before %2, and is asked then.")
                                .arg(nameOf(provider), shownTimeAndZone(until->utc(), QStringLiteral("HH:mm:ss"))));
    }
}

void Console::reread(QObject *context, const std::function<void()> &done)
{
    const Moment asked = m_clock.now();
    auto *wait = new QTimer(context); // ends with the context: then nobody waits for the answer
    const auto finish = [this, wait, done] {
        m_store->disconnect(wait);
        wait->stop();
        wait->deleteLater();
        done();
    };
    connect(m_store.get(), &ConsoleStore::observed, wait, [this, asked, finish] {
        if (allAnsweredSince(m_store->observations(), asked))
            finish();
    });
    connect(wait, &QTimer::timeout, wait, finish);
    wait->setSingleShot(true);
    wait->start(rereadDeadline);
    m_runs->readEverything();
    m_railway->readEverything();
    m_schedule->askNow();
}

QString Console::who() const
{
    const Observations &known = m_store->observations();
    const Account *account = known.account.last();
    if (account && !account->login.isEmpty())
        return account->login;
    return known.railwayPerson.isEmpty() ? qEnvironmentVariable("USER", QStringLiteral("unknown"))
                                         : known.railwayPerson;
}

void Console::setTicked(ChecklistItem item, bool ticked)
{
    const DeploymentId deployment = m_store->snapshot().pipeline.checklist.deployment;
    if (!m_checklists || deployment.isEmpty())
        return;
    const Result<Done> stored = m_checklists->set(deployment, item, ticked, who(), m_clock.now().utc());
    if (!stored)
        Q_EMIT troubled(stored.error().detail);
    loadChecklist(deployment);
}

void Console::keepChecklist(const PipelineView &pipeline)
{
    const DeploymentId deployment = pipeline.checklist.deployment;
    if (!deployment.isEmpty() && deployment != m_store->observations().checklist.deployment)
        loadChecklist(deployment);
}

void Console::loadChecklist(const DeploymentId &deployment)
{
    const Result<Checklist> loaded = m_checklists->load(deployment);
    if (!loaded)
        Q_EMIT troubled(loaded.error().detail);
    const Checklist checklist = loaded ? *loaded : Checklist{.deployment = deployment};
    m_store->apply(m_clock.now(), [&](Observations &all) { all.checklist = checklist; });
}

void Console::reevaluate()
{
    m_store->reevaluate(m_clock.now());
    watchStaleness();
}

void Console::watchStaleness()
{
    const auto next = nextStaleness(m_store->observations(), m_clock.now());
    if (next)
        m_staleness.start(*next + afterStaleness);
    else
        m_staleness.stop();
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/logs/logfeed.h"

#include "models/goback/wentlive.h"
#include "models/logs/logtime.h"
#include "models/logs/redaction.h"
#include "models/values/text.h"

namespace Slipway {

namespace {

constexpr Milliseconds afterUnwatched{60'000};
constexpr Milliseconds beforeLearningAgain{60'000};

QString logPoll(Environment environment)
{
    return environment == Environment::Staging ? QStringLiteral("logs.staging") : QStringLiteral("logs.production");
}

qint64 nanosecondsOf(const QDateTime &time)
{
    return time.toMSecsSinceEpoch() * nanosecondsPerMillisecond;
}

/// The deployment that is on its way, else the one that serves.
DeploymentId newestOf(const EnvironmentView &view)
{
    if (view.rollout && isInProgress(view.rollout->status))
        return view.rollout->deployment;
    return view.serving ? view.serving->deployment : DeploymentId();
}

/// Which of several states is told: the one that most is wrong with.
int severityOf(LogStreamView::State state)
{
    switch (state) {
    case LogStreamView::State::Off:
        return 0;
    case LogStreamView::State::Live:
        return 1;
    case LogStreamView::State::Connecting:
        return 2;
    case LogStreamView::State::Polling:
        return 3;
    case LogStreamView::State::Interrupted:
        return 4;
    case LogStreamView::State::Refused:
        break;
    }
    return 5;
}

/// Each of many pages has a deadline of its own.
constexpr Milliseconds pagesTakeTime{600'000};

/// Runs `done` when the last one who could do so has gone.
std::shared_ptr<void> atTheEnd(const Schedule::PollDone &done)
{
    return {nullptr, [done](void *) { done(); }};
}

} // namespace

LogFeed::LogFeed(const FeedContext &feed, RailwaySockets &sockets, LogStore &lines, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
    , m_sockets(sockets)
    , m_lines(lines)
{
    for (const Environment environment : environments)
        m_logs[environment].deploy = makeStream({.source = LogSource::Deploy, .environment = environment});
    m_unwatched.setSingleShot(true);
    m_unwatched.setInterval(afterUnwatched);
    connect(&m_unwatched, &QTimer::timeout, this, &LogFeed::stopWatchingNow);
    connect(&m_feed.store, &ConsoleStore::snapshotChanged, this, [this] { reconsider(); });
    connect(&m_feed.client, &HttpClient::credentialChanged, this, [this] { reconsider(); });
    connect(&m_feed.client, &HttpClient::secretsChanged, this, &LogFeed::hideSecrets);
    hideSecrets();
    addPolls();
}

/// The streams' last words, as their sockets close, are nobody's any more.
LogFeed::~LogFeed()
{
    for (const Environment environment : environments) {
        const QList<LogStream *> streams = streamsOf(environment);
        for (LogStream *stream : streams)
            stream->disconnect(this);
        m_feed.schedule.remove(logPoll(environment));
    }
}

void LogFeed::addPolls()
{
    for (const Environment environment : environments) {
        m_feed.schedule.add({.name = logPoll(environment),
                             .provider = Provider::Railway,
                             .host = m_feed.project().railway.api.authority(),
                             .credential = CredentialId::None,
                             .interval =
                                 [this, environment] {
                                     const QList<LogStream *> streams = streamsOf(environment);
                                     const bool any =
                                         std::any_of(streams.cbegin(), streams.cend(),
                                                     [](LogStream *stream) { return stream->needsPolling(); });
                                     return any ? Every::logs : Milliseconds(0);
                                 },
                             .run =
                                 [this, environment](const Schedule::PollDone &done) {
                                     const std::shared_ptr<void> end = atTheEnd(done);
                                     const QList<LogStream *> streams = streamsOf(environment);
                                     for (LogStream *stream : streams) {
                                         if (stream->needsPolling())
                                             stream->poll([end] {});
                                     }
                                 },
                             .hangsAfter = pagesTakeTime});
    }
}

QList<LogStream *> LogFeed::streamsOf(Environment environment) const
{
    QList<LogStream *> streams;
    const Log &log = m_logs[environment];
    for (const auto *stream : {&log.deploy, &log.build, &log.http}) {
        if (*stream)
            streams.append(stream->get());
    }
    return streams;
}

std::unique_ptr<LogStream> LogFeed::makeStream(const Railway::LogTarget &target)
{
    const Environment environment = target.environment;
    auto stream =
        std::make_unique<LogStream>(m_feed.client, m_feed.clock, m_feed.project().railway, target,
                                    [this, environment](std::span<const LogLine> lines) { take(environment, lines); });
    connect(stream.get(), &LogStream::changed, this, [this, environment] { tellView(environment); });
    return stream;
}

void LogFeed::setWatched(bool watched)
{
    if (!watched) {
        if (m_following && !m_unwatched.isActive())
            m_unwatched.start();
        return;
    }
    m_unwatched.stop();
    if (!std::exchange(m_following, true))
        reconsider();
}

void LogFeed::stopWatchingNow()
{
    m_unwatched.stop();
    m_following = false;
    reconsider();
}

void LogFeed::retryNow()
{
    for (const Environment environment : environments) {
        const QList<LogStream *> streams = streamsOf(environment);
        for (LogStream *stream : streams)
            stream->retryNow();
    }
}

void LogFeed::setSources(const std::array<bool, logSources> &sources)
{
    m_sources = sources;
    reconsider();
}

void LogFeed::reconsider()
{
    for (const Environment environment : environments)
        reconsider(environment);
}

void LogFeed::reconsider(Environment environment)
{
    Log &log = m_logs[environment];
    const EnvironmentView &view = m_feed.store.snapshot().environments[environment];
    const DeploymentId newest = newestOf(view);
    std::vector<std::string> earlier;
    for (const PastDeployment &row : m_feed.store.snapshot().deployments[environment].rows) {
        if (row.deployment.id != newest)
            earlier.push_back(row.deployment.id.value.toStdString());
    }
    if (newest) // else it is not known for the moment
        log.novelty.setDeployments(newest.value.toStdString(), std::move(earlier));
    learnBefore(environment);
    const DeploymentId building = view.rollout ? view.rollout->deployment : DeploymentId();
    followDeployment(environment, log.build, LogSource::Build, building);
    followDeployment(environment, log.http, LogSource::Http, view.serving ? view.serving->deployment : DeploymentId());
    const auto &service = m_feed.seen().services[environment];
    const std::optional<Moment> accepted = service.value ? std::optional(service.arrivedAt) : std::nullopt;
    for (LogStream *stream : streamsOf(environment)) {
        if (accepted)
            stream->noteAccepted(*accepted);
        const bool chosen = m_sources[size_t(stream->target().source)];
        const bool known = stream->target().source != LogSource::Deploy || log.baselineRead;
        const bool over = stream->target().source == LogSource::Build && stream->needsPolling() &&
                          !(view.rollout && isInProgress(view.rollout->status));
        if (m_following && chosen && known && !over && m_feed.client.hasCredential(m_sockets.credentialOf(environment)))
            stream->follow(m_sockets.of(environment), m_sockets.credentialOf(environment));
        else
            stream->pause();
    }
    markDeployments(environment);
    tellView(environment);
}

/// A build's or a deployment's own log is one for each of them; what was read of an earlier one stays in the store.
void LogFeed::followDeployment(Environment environment, std::unique_ptr<LogStream> &stream, LogSource source,
                               const DeploymentId &deployment)
{
    if (stream && stream->target().deployment == deployment)
        return;
    if (deployment.isEmpty() || !m_sources[size_t(source)])
        return;   // the one that is over is followed until there is another
    if (stream) { // it may be what has just brought the news
        LogStream *old = stream.release();
        old->setParent(this);
        old->disconnect(this);
        old->pause();
        old->deleteLater();
    }
    stream = makeStream({.source = source, .environment = environment, .deployment = deployment});
}

void LogFeed::take(Environment environment, std::span<const LogLine> lines)
{
    Log &log = m_logs[environment];
    const std::optional<qint64> oldest = log.oldest;
    for (LogLine line : lines) {
        line.isNew = log.novelty.take(line);
        m_lines.append(line);
        if (line.source != LogSource::Note)
            log.oldest = std::min(log.oldest.value_or(line.at), line.at);
    }
    if (log.oldest != oldest)
        markDeployments(environment);
    Q_EMIT linesArrived();
}

/// What was said before the deployment that serves took over is read first, so that what it says for the first time can
/// be told. Where that cannot be had, nothing is called new.
void LogFeed::learnBefore(Environment environment)
{
    Log &log = m_logs[environment];
    const EnvironmentView &view = m_feed.store.snapshot().environments[environment];
    const CredentialId credential = m_sockets.credentialOf(environment);
    if (!m_following || !m_feed.client.hasCredential(credential))
        return;
    if (!view.serving || !view.serving->since.isValid()) {
        log.baselineRead = log.baselineRead || view.serving || view.nothingServes || view.servingError;
        return;
    }
    if (log.baseline == view.serving->deployment)
        return;
    log.baseline = view.serving->deployment;
    const Railway::LogTarget target{.source = LogSource::Deploy, .environment = environment};
    const Railway::LogRange before{.to = nanosecondsOf(view.serving->since), .most = Railway::mostLogLines};
    m_feed.client.send<QByteArray>(Railway::logPage(m_feed.project().railway, target, before, credential), this,
                                   [this, environment](const Result<QByteArray> &page) {
                                       if (!page || !learn(environment, *page))
                                           learnAgainLater(environment);
                                       m_logs[environment].baselineRead = true;
                                       reconsider(environment);
                                   });
}

bool LogFeed::learn(Environment environment, const QByteArray &page)
{
    Log &log = m_logs[environment];
    const std::string serves = log.baseline.value.toStdString();
    Railway::LogDecoder decoder;
    const auto rows = decoder.decode(page, {.source = LogSource::Deploy, .environment = environment});
    if (!rows)
        return false;
    for (const LogLine &line : *rows) {
        if (line.deployment != serves)
            log.novelty.learn(line);
    }
    log.novelty.trust();
    return true;
}

void LogFeed::learnAgainLater(Environment environment)
{
    QTimer::singleShot(beforeLearningAgain, this, [this, environment, failed = m_logs[environment].baseline] {
        if (m_logs[environment].baseline == failed)
            m_logs[environment].baseline = {};
        learnBefore(environment);
    });
}

/// When deployments went live, each as a line of its own, as far back as there are lines.
void LogFeed::markDeployments(Environment environment)
{
    Log &log = m_logs[environment];
    if (!log.oldest)
        return;
    const Snapshot &snapshot = m_feed.store.snapshot();
    const QList<WentLive> all = wentLiveIn(snapshot.deployments[environment], snapshot.environments[environment]);
    for (const WentLive &each : all) {
        if (each.serving && !each.tookOver)
            continue; // it will be told
        // the first word counts: what is told of one that fell asleep and woke is when it did
        if (!log.liveAt.contains(each.deployment))
            log.liveAt.insert(each.deployment, nanosecondsOf(each.at));
        const qint64 at = log.liveAt.value(each.deployment);
        if (at < *log.oldest || log.marked.contains(each.deployment))
            continue;
        log.marked.insert(each.deployment);
        const QString text = each.tookOver ? say("%1 serves from here on") : say("deployed %1");
        const std::string message = text.arg(each.name).toStdString();
        m_lines.append({.at = at, .source = LogSource::Note, .environment = environment, .message = message});
        Q_EMIT linesArrived();
    }
}

void LogFeed::tellView(Environment environment)
{
    m_feed.schedule.reconsider();
    Log &log = m_logs[environment];
    const LogStreamView now = view(environment);
    if (std::exchange(log.told, now) == now)
        return;
    m_feed.store.apply(m_feed.now(), [&](Observations &all) { all.logs[environment] = now; });
    Q_EMIT streamChanged(environment, now);
}

LogStreamView LogFeed::view(Environment environment) const
{
    const CredentialId credential = m_sockets.credentialOf(environment);
    if (m_following && !m_feed.client.hasCredential(credential))
        return {.state = LogStreamView::State::Refused,
                .reason = say("There is no token for Railway. Enter one under Project > Tokens.")};
    LogStreamView worst;
    const QList<LogStream *> streams = streamsOf(environment);
    for (const LogStream *stream : streams) {
        LogStreamView each = stream->view();
        if (severityOf(each.state) <= severityOf(worst.state))
            continue;
        if (stream->target().source != LogSource::Deploy && !each.reason.isEmpty())
            each.reason =
                (stream->target().source == LogSource::Build ? say("The build's log: %1") : say("Requests: %1"))
                    .arg(each.reason);
        worst = each;
    }
    if (worst.state == LogStreamView::State::Polling)
        worst.every = m_feed.schedule.intervalOf(logPoll(environment));
    return worst;
}

void LogFeed::hideSecrets()
{
    m_lines.setRedaction(Redaction(m_feed.client.secrets().all()));
    Q_EMIT linesArrived();
}

} // namespace Slipway

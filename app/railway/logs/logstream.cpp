// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/logs/logstream.h"

#include "app/feed/schedule.h"
#include "app/railway/graphql.h"
#include "models/logs/logtime.h"
#include "models/values/age.h"
#include "models/values/text.h"

#include <QTimer>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int firstLines = 500; ///< as Railway's own client asks for (app/railway/README.md, 38)
constexpr int mostPages = 40;
constexpr int mostFailures = 3;
constexpr Milliseconds beforePageAgain{1'000};
constexpr Milliseconds beforeSubscribingAgain{30'000};
constexpr int attemptsBeforePolling = 2;
constexpr Milliseconds stillPolling{60'000};           ///< after the last answer
constexpr qint64 lateLines = 5 * nanosecondsPerSecond; ///< asked for again around what is missing

bool lacksToken(const std::optional<Error> &error)
{
    return error && error->kind == ErrorKind::NoToken;
}

bool isRefusal(const std::optional<Error> &error)
{
    return error && (error->kind == ErrorKind::NoToken || error->kind == ErrorKind::Unauthorized ||
                     error->kind == ErrorKind::Forbidden);
}

qint64 oldestOf(std::span<const LogLine> rows)
{
    return std::min_element(rows.begin(), rows.end(), [](const LogLine &a, const LogLine &b) { return a.at < b.at; })
        ->at;
}

} // namespace

/// A time of which lines may be missing.
struct LogStream::Gap {
    qint64 known = 0;     ///< the newest line before it
    qint64 from = 0;      ///< asked for from here on: some time before
    qint64 to = 0;        ///< the oldest line that is known after it
    bool followed = true; ///< false: nobody watched
    int pages = 0;
    int failures = 0;
    QString why;
};

LogStream::LogStream(HttpClient &client, const Clock &clock, const RailwayProject &project,
                     const Railway::LogTarget &target, Sink sink, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
    , m_project(project)
    , m_target(target)
    , m_sink(std::move(sink))
{
    connect(&m_client, &HttpClient::credentialChanged, this, [this](CredentialId id) {
        if (id != m_credential)
            return;
        m_pollError.reset();
        m_refused.reset();
        Q_EMIT changed();
    });
}

LogStream::~LogStream()
{
    unsubscribe();
}

void LogStream::follow(GraphQlSocket *socket, CredentialId credential)
{
    if (m_ended || (!m_paused && m_socket == socket && m_credential == credential))
        return;
    unsubscribe();
    if (m_socket)
        m_socket->disconnect(this);
    m_socket = socket;
    m_credential = credential;
    m_paused = false;
    m_refused.reset();
    m_brokenSince = m_clock.now();
    m_polledAt.reset();
    connect(m_socket, &GraphQlSocket::stateChanged, this, &LogStream::socketChanged);
    subscribe();
    Q_EMIT changed();
}

void LogStream::pause()
{
    if (std::exchange(m_paused, true))
        return;
    unsubscribe();
    m_followed = false;
    interrupt();
    Q_EMIT changed();
}

/// What comes next has to join what is known: until it does, nothing since then is forgotten.
void LogStream::interrupt()
{
    if (std::exchange(m_joins, true))
        return;
    m_brokenSince = m_clock.now();
    if (m_gaps == 0)
        m_cursor.expectFrom(m_cursor.resumeFrom());
}

/// Nothing that was asked for is still to come.
void LogStream::settleCursor()
{
    if (!m_joins && m_gaps == 0)
        m_cursor.expectFrom({});
}

void LogStream::subscribe()
{
    if (m_paused || m_ended || m_subscription || !m_socket)
        return;
    const QString name = Railway::logSubscription(m_target.source);
    m_subscription =
        m_socket->subscribe({.document = Railway::document(name),
                             .operation = name,
                             .variables =
                                 [this] {
                                     const Railway::LogRange range = resume();
                                     m_cursor.beginConnection(range.from);
                                     return Railway::logVariables(m_project, m_target, range);
                                 },
                             .next = [this](std::string_view payload,
                                            qsizetype capacity) { take(m_decoder.decode(payload, capacity, rows())); },
                             .ended = [this](const std::optional<Error> &error) { ended(error); }});
}

void LogStream::unsubscribe()
{
    if (m_subscription && m_socket)
        m_socket->unsubscribe(*m_subscription);
    m_subscription.reset();
}

/// From the overlap on, where something is known; a build's log has no such place and is told anew.
Railway::LogRange LogStream::resume() const
{
    if (m_target.source == LogSource::Build)
        return {.most = Railway::mostLogLines};
    const std::optional<qint64> from = m_cursor.resumeFrom();
    return {.from = from, .most = from ? Railway::mostLogLines : firstLines};
}

void LogStream::take(const Result<std::span<const LogLine>> &rows)
{
    if (!rows) {
        m_refused = rows.error();
        interrupt(); // its lines are missing
        Q_EMIT changed();
        return;
    }
    const bool wasRefused = std::exchange(m_refused, std::nullopt).has_value();
    const bool joined = m_joins && !rows->empty();
    if (!rows->empty())
        takeRows(*rows, false, nullptr);
    if (joined) {
        m_joins = false;
        m_followed = true;
        m_brokenSince.reset();
        settleCursor();
    }
    if (wasRefused || joined)
        Q_EMIT changed();
}

/// Without those that came before. `page`: they are of; null: of the connection.
void LogStream::hand(std::span<const LogLine> rows, LogPage *page)
{
    std::vector<LogLine> fresh;
    fresh.reserve(rows.size());
    for (LogLine line : rows) {
        if (line.at == 0) // its time cannot be read: it came now
            line.at = m_clock.now().wallMs * nanosecondsPerMillisecond;
        if (page ? m_cursor.takes(line, *page) : m_cursor.takes(line))
            fresh.push_back(line);
    }
    if (!fresh.empty())
        m_sink(fresh);
}

/// The first ones after an interruption have to join what is known. `whole`: they are all that there are from resume()
/// on.
void LogStream::takeRows(std::span<const LogLine> rows, bool whole, LogPage *page)
{
    const std::optional<qint64> known = m_cursor.newest();
    const qint64 oldest = oldestOf(rows); // before the sink: it may do anything
    if (m_target.source == LogSource::Build)
        m_cursor.expectFrom(0); // it is told from its beginning each time
    hand(rows, page);
    if (!m_joins)
        return;
    if (known && oldest > *known && !whole && m_target.source != LogSource::Build)
        begin({.known = *known, .from = *known - lateLines, .to = oldest, .followed = m_followed});
}

void LogStream::begin(const Gap &gap)
{
    ++m_gaps;
    fill(std::make_shared<Gap>(gap));
}

void LogStream::end()
{
    --m_gaps;
    settleCursor();
}

void LogStream::fill(const std::shared_ptr<Gap> &gap)
{
    const Railway::LogRange range{.from = gap->from, .to = gap->to, .most = Railway::mostLogLines};
    m_client.send<QByteArray>(Railway::logPage(m_project, m_target, range, m_credential), this,
                              [this, gap](const Result<QByteArray> &page) { filled(gap, page); });
}

void LogStream::filled(const std::shared_ptr<Gap> &gap, const Result<QByteArray> &page)
{
    const Result<std::span<const LogLine>> decoded =
        page ? m_decoder.decode(*page, rows()) : Result<std::span<const LogLine>>(page.error());
    if (!decoded) {
        gap->why = decoded.error().detail;
        if (++gap->failures >= mostFailures || isRefusal(decoded.error()))
            return tell(*gap);
        const Milliseconds asTold = decoded.error().retryAfter.value_or(std::chrono::seconds(0));
        const Milliseconds wait = std::max<Milliseconds>(beforePageAgain * gap->failures, asTold);
        QTimer::singleShot(wait, this, [this, gap] { fill(gap); });
        return;
    }
    const bool whole = decoded->size() < size_t(Railway::mostLogLines);
    const qint64 oldest = decoded->empty() ? gap->known : oldestOf(*decoded);
    LogPage taken{.from = gap->from};
    hand(*decoded, &taken);
    if (whole || oldest <= gap->known)
        return end(); // it joins: nothing is missing
    gap->failures = 0;
    if (oldest >= gap->to || ++gap->pages >= mostPages) {
        gap->to = std::min(gap->to, oldest);
        gap->why = say("There are more than are read afterwards.");
        return tell(*gap);
    }
    gap->to = oldest;
    fill(gap);
}

/// Where lines may be missing, the log says so.
void LogStream::tell(const Gap &gap)
{
    const Milliseconds missing((gap.to - gap.known) / nanosecondsPerMillisecond);
    const QString span = spanText(std::max(missing, Milliseconds(1'000)));
    const QString text = gap.followed ? say("%1 without connection: lines may be missing here. %2").arg(span, gap.why)
                                      : say("%1 that nobody watched: lines may be missing here. %2").arg(span, gap.why);
    const std::string message = text.toStdString();
    const LogLine note{.at = gap.known + 1,
                       .source = LogSource::Note,
                       .environment = m_target.environment,
                       .important = true,
                       .message = message};
    m_sink({&note, 1});
    end();
}

void LogStream::ended(const std::optional<Error> &error)
{
    m_subscription.reset();
    if (m_target.source == LogSource::Build) { // be it with an error (app/railway/README.md, 39)
        m_ended = m_cursor.newest().has_value() || !error;
        m_refused = m_ended ? std::nullopt : error;
    } else {
        m_refused = error.value_or(Error{.kind = ErrorKind::Server, .detail = say("Railway ended the log.")});
    }
    interrupt();
    if (!m_ended)
        QTimer::singleShot(beforeSubscribingAgain, this, &LogStream::subscribe);
    Q_EMIT changed();
}

void LogStream::socketChanged()
{
    if (m_socket->state() == GraphQlSocket::State::Open)
        m_polledAt.reset();
    else
        interrupt();
    Q_EMIT changed();
}

bool LogStream::wasRefusedLately() const
{
    return isRefusal(m_pollError) && m_polledAt && ageOf(*m_polledAt, m_clock.now()) < Every::rare;
}

bool LogStream::needsPolling() const
{
    if (m_paused || m_ended || !m_socket || lacksToken(m_socket->trouble()) || wasRefusedLately())
        return false;
    return m_refused || isRefusal(m_socket->trouble()) || m_socket->attempts() >= attemptsBeforePolling;
}

void LogStream::retryNow()
{
    if (isRefusal(m_pollError))
        m_pollError.reset();
    subscribe();
    Q_EMIT changed();
}

void LogStream::noteAccepted(Moment at)
{
    const bool isAfter = m_pollError && m_polledAt && at.steadyMs > m_polledAt->steadyMs;
    if (!isAfter || m_pollError->kind != ErrorKind::Unauthorized)
        return;
    m_pollError.reset();
    Q_EMIT changed();
}

void LogStream::poll(const std::function<void()> &done)
{
    const Railway::LogRange range = resume();
    m_client.send<QByteArray>(Railway::logPage(m_project, m_target, range, m_credential), this,
                              [this, done, range](const Result<QByteArray> &page) {
                                  m_polledAt = m_clock.now();
                                  const Result<std::span<const LogLine>> decoded =
                                      page ? m_decoder.decode(*page, rows())
                                           : Result<std::span<const LogLine>>(page.error());
                                  m_pollError = decoded ? std::nullopt : std::optional(decoded.error());
                                  if (decoded && !decoded->empty())
                                      takePolled(*decoded, range);
                                  Q_EMIT changed();
                                  done();
                              });
}

/// They join what is known; what the socket brings later still has to.
void LogStream::takePolled(std::span<const LogLine> rows, const Railway::LogRange &asked)
{
    interrupt();
    LogPage page{.from = asked.from};
    takeRows(rows, rows.size() < size_t(asked.most), &page);
    m_followed = true;
    if (m_gaps == 0 && (!m_socket || m_socket->state() != GraphQlSocket::State::Open))
        m_cursor.expectFrom(m_cursor.resumeFrom());
}

LogStreamView LogStream::view() const
{
    using State = LogStreamView::State;
    if (m_paused || !m_socket)
        return {.state = State::Off};
    if (m_ended)
        return {.state = State::Off, .reason = say("The build is over.")};
    const std::optional<Error> trouble = m_refused ? m_refused : m_socket->trouble();
    const QString reason = trouble ? trouble->detail : QString();
    if (m_socket->state() == GraphQlSocket::State::Open && !m_refused)
        return {.state = State::Live};
    const bool polled = m_polledAt && !m_pollError && ageOf(*m_polledAt, m_clock.now()) <= stillPolling;
    if (needsPolling() && polled)
        return {.state = State::Polling, .reason = reason, .since = m_brokenSince, .every = Every::logs};
    if (wasRefusedLately())
        return {.state = State::Refused, .reason = m_pollError->detail, .since = m_brokenSince};
    if (lacksToken(trouble))
        return {.state = State::Refused, .reason = reason, .since = m_brokenSince};
    if (m_cursor.newest())
        return {.state = State::Interrupted, .reason = reason, .since = m_brokenSince};
    return {.state = State::Connecting, .reason = reason};
}

} // namespace Slipway

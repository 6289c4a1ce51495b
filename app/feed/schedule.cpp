// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feed/schedule.h"

#include "app/net/jsonreader.h"
#include "models/logging/categories.h"

#include <QRandomGenerator>
#include <QSet>

#include <algorithm>
#include <vector>

namespace Slipway {

namespace {

constexpr double mostJitter = 0.1;
/// Below the six connections that Qt opens to a host, and far below what any of the services allows at once.
constexpr int mostAtOnce = 4;
constexpr Milliseconds longestForBudget{120'000};
constexpr Milliseconds assumedWindow{3'600'000};
constexpr qint64 keptPart = 10;        ///< one tenth of a budget
constexpr qint64 tellableJump = 5'000; ///< between two clocks, in ms: the computer slept, or its clock was set

/// Whether the same question may be answered in a moment.
bool mayPass(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Unreachable:
    case ErrorKind::Timeout:
    case ErrorKind::Tls:
    case ErrorKind::Server:
    case ErrorKind::Malformed:
    case ErrorKind::Truncated:
        return true;
    case ErrorKind::Unconfigured:
    case ErrorKind::NoToken:
    case ErrorKind::KeyringLocked:
    case ErrorKind::KeyringUnavailable:
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::NotFound:
    case ErrorKind::RateLimited:
    case ErrorKind::Refused:
    case ErrorKind::TooLarge:
    case ErrorKind::Storage:
    case ErrorKind::Configuration:
        break;
    }
    return false;
}

const char *wordOf(Provider provider)
{
    switch (provider) {
    case Provider::GitHub:
        return "github";
    case Provider::Railway:
        return "railway";
    case Provider::Sentry:
        return "sentry";
    case Provider::Grafana:
        return "grafana";
    case Provider::Application:
        break;
    }
    return "the application";
}

} // namespace

struct Schedule::State {
    /// One more reading comes before a pace is slowed: what is asked for rarely begins with what is known best.
    enum class LastFast { NotNeeded, Awaited, Asked, Come };

    struct Entry {
        Schedule::Poll poll;
        Milliseconds pace{0}; ///< in force
        Milliseconds told{0}; ///< the interval that paceSlowed() told, or a shorter one since
        LastFast lastFast = LastFast::NotNeeded;
        std::optional<Moment> startedAt;
        Moment heardAt;      ///< when something of the running attempt came, or it began
        Moment failedAt;     ///< the last failed attempt
        int failures = 0;    ///< attempts in a row
        bool failed = false; ///< the running attempt has
        double jitter = 0;   ///< of the present interval, 0 to mostJitter
        bool poked = true;
        bool running = false;
        bool ended = false;     ///< at least once
        quint64 generation = 0; ///< tells a late done() of a removed poll from one of its successor
    };

    State(const Clock &theClock, quint32 seed)
        : clock(theClock)
        , random(seed)
        , seenAt(theClock.now())
        , seenAwake(theClock.awake())
    {
    }

    const Clock &clock;
    QRandomGenerator random;
    Moment seenAt;
    Milliseconds seenAwake; ///< then
    std::vector<Entry> entries;
    QHash<Provider, RateBudget> budgets;
    Moment railwayTold; ///< when its budget was told last
    bool goingBack = false;
    QHash<Provider, Moment> pausedByServer;
    QHash<Provider, Moment> pausedAfterFailures;
    QSet<CredentialId> stopped;
    QTimer timer;
    quint64 generations = 0;
    bool hidden = false;
    bool started = false;

    Entry *find(const QString &name)
    {
        const auto at =
            std::find_if(entries.begin(), entries.end(), [&](const Entry &entry) { return entry.poll.name == name; });
        return at == entries.end() ? nullptr : &*at;
    }
    Milliseconds wanted(const Entry &entry) const
    {
        const Milliseconds interval = entry.poll.interval();
        // What runs or fails now is followed even behind a hidden window: it does not wait for eyes.
        return hidden && interval > Every::retry ? std::max(interval, Every::hidden) : interval;
    }
    Milliseconds pace(const Entry &entry) const
    {
        const Milliseconds wish = wanted(entry);
        const bool isSlower = entry.startedAt && entry.pace.count() > 0 && wish > entry.pace;
        return isSlower && entry.lastFast != LastFast::Come ? entry.pace : wish;
    }
    double stretch(Provider provider) const;
    std::optional<Moment> keptUntil() const;
    Milliseconds interval(const Entry &entry) const
    {
        const double stretched = double(pace(entry).count()) * stretch(entry.poll.provider);
        return Milliseconds(qint64(stretched));
    }
    /// For how long what it brings can be trusted: a budget that is almost spent makes polls rare, and what they bring
    /// no longer proof for hours.
    Milliseconds trusted(const Entry &entry) const
    {
        return std::min(interval(entry), std::max(pace(entry), longestForBudget));
    }
    bool hangs(const Entry &entry, Moment now) const
    {
        return entry.running && now.steadyMs - entry.heardAt.steadyMs >= entry.poll.hangsAfter.count();
    }
    bool mayRun(const Entry &entry) const
    {
        return !entry.running && !stopped.contains(entry.poll.credential) && wanted(entry).count() > 0;
    }
    bool hostIsBusy(const QString &host) const
    {
        const auto running = std::count_if(entries.cbegin(), entries.cend(), [&](const Entry &entry) {
            return entry.running && entry.poll.host == host;
        });
        return running >= mostAtOnce;
    }
    qint64 dueSteadyMs(const Entry &entry) const;
    Entry *mostOverdue(Moment now);
    void askNow();
    static void settlePace(Entry &entry, Milliseconds wish);
    void settlePaces(Schedule *schedule);
    void giveUpWhatHangs(Schedule *schedule);
    void begin(Entry &entry, Schedule *schedule);
    void end(Entry &entry);
    bool hasJumped();
};

/// How much longer every interval of a provider has to be, so that at most half of what is left of its budget is spent
/// before it is refilled.
double Schedule::State::stretch(Provider provider) const
{
    const auto budget = budgets.constFind(provider);
    if (budget == budgets.cend() || budget->limit <= 0)
        return 1;
    Milliseconds window = assumedWindow;
    if (budget->resetsAt.isValid())
        window = Milliseconds(budget->resetsAt.toMSecsSinceEpoch() - clock.now().wallMs);
    if (window.count() <= 0)
        return 1;
    double requests = 0;
    for (const Entry &entry : entries) {
        const Milliseconds every = entry.poll.provider == provider ? pace(entry) : Milliseconds(0);
        if (every.count() > 0)
            requests += double(window.count()) / double(every.count());
    }
    return std::max(1.0, requests / std::max(0.5, double(budget->remaining) / 2));
}

/// Going back needs Railway alone, so that only its budget is kept.
std::optional<Moment> Schedule::State::keptUntil() const
{
    const auto budget = budgets.constFind(Provider::Railway);
    if (budget == budgets.cend() || budget->limit <= 0 || budget->remaining * keptPart > budget->limit)
        return std::nullopt;
    const Moment now = clock.now();
    const Milliseconds left = budget->resetsAt.isValid()
                                  ? Milliseconds(budget->resetsAt.toMSecsSinceEpoch() - now.wallMs)
                                  : assumedWindow - ageOf(railwayTold, now);
    return left.count() > 0 ? std::optional(now + left) : std::nullopt;
}

qint64 Schedule::State::dueSteadyMs(const Entry &entry) const
{
    qint64 due = 0;
    if (!entry.poked && entry.startedAt) {
        const double wait = double(interval(entry).count()) * (1 + entry.jitter);
        due = entry.startedAt->steadyMs + qint64(wait);
        const qint64 retry = entry.failedAt.steadyMs + Every::retry.count();
        if (entry.failures > 0) // a second failure in a row says more than a first one; a third says no more
            due = entry.failures == 1 ? retry : std::max(due, retry);
    }
    for (const auto *pauses : {&pausedByServer, &pausedAfterFailures})
        due = std::max(due, pauses->value(entry.poll.provider).steadyMs);
    const auto kept = entry.poll.provider == Provider::Railway ? keptUntil() : std::nullopt;
    if (kept && !(goingBack && entry.poll.neededToGoBack))
        due = std::max(due, kept->steadyMs);
    return (due + 999) / 1000 * 1000; // whole seconds: polls that are due together cost one wakeup
}

Schedule::State::Entry *Schedule::State::mostOverdue(Moment now)
{
    Entry *best = nullptr;
    for (Entry &entry : entries) {
        if (!mayRun(entry) || dueSteadyMs(entry) > now.steadyMs || hostIsBusy(entry.poll.host))
            continue;
        if (!best || dueSteadyMs(entry) < dueSteadyMs(*best))
            best = &entry;
    }
    return best;
}

void Schedule::State::askNow()
{
    pausedAfterFailures.clear();
    for (Entry &entry : entries)
        entry.poked = true;
}

void Schedule::State::settlePace(Entry &entry, Milliseconds wish)
{
    const bool isSlower = entry.startedAt && entry.pace.count() > 0 && wish > entry.pace;
    if (isSlower && entry.lastFast != LastFast::Come) {
        if (entry.lastFast == LastFast::NotNeeded)
            entry.lastFast = LastFast::Awaited;
        return;
    }
    entry.pace = wish;
    entry.lastFast = LastFast::NotNeeded;
}

/// Takes note of what is wanted now, and tells what has become slower.
void Schedule::State::settlePaces(Schedule *schedule)
{
    QList<std::pair<QString, Milliseconds>> slower;
    for (Entry &entry : entries)
        settlePace(entry, wanted(entry));
    for (Entry &entry : entries) {
        const Milliseconds now = trusted(entry);
        if (now.count() == 0) // what it brought keeps its limit
            continue;
        if (std::exchange(entry.told, now) < now && entry.startedAt)
            slower.append({entry.poll.name, now});
    }
    for (const auto &[name, every] : std::as_const(slower)) {
        qCDebug(scheduleLog).noquote() << clipped(name) << "is slowed to every" << every.count() << "ms";
        Q_EMIT schedule->paceSlowed(name, every, clock.now());
    }
}

void Schedule::State::giveUpWhatHangs(Schedule *schedule)
{
    const Moment now = clock.now();
    QList<std::pair<QString, Moment>> given;
    for (Entry &entry : entries) {
        if (!hangs(entry, now))
            continue;
        entry.failed = true;
        entry.generation = ++generations; // should it answer after all, that ends no other attempt
        end(entry);
        given.append({entry.poll.name, *entry.startedAt});
    }
    for (const auto &[name, began] : std::as_const(given)) {
        qCDebug(scheduleLog).noquote() << clipped(name) << "hangs, and was given up";
        Q_EMIT schedule->hung(name, began, now);
    }
}

/// Whether the computer slept or its clock was set since it was asked last.
bool Schedule::State::hasJumped()
{
    const Moment now = clock.now();
    const qint64 steady = now.steadyMs - seenAt.steadyMs;
    const qint64 awake = (clock.awake() - seenAwake).count();
    const qint64 wall = now.wallMs - seenAt.wallMs;
    seenAt = now;
    seenAwake = clock.awake();
    return steady - awake > tellableJump || std::abs(wall - steady) > tellableJump;
}

void Schedule::State::end(Entry &entry)
{
    entry.running = false;
    entry.failures = entry.failed ? entry.failures + 1 : 0;
    if (entry.failed)
        entry.failedAt = clock.now();
    if (entry.lastFast == LastFast::Asked)
        entry.lastFast = entry.failures == 1 ? LastFast::Awaited : LastFast::Come;
}

void Schedule::State::begin(Entry &entry, Schedule *schedule)
{
    qCDebug(scheduleLog).noquote() << clipped(entry.poll.name) << "is due";
    entry.running = true;
    entry.poked = false;
    entry.failed = false;
    entry.startedAt = entry.heardAt = clock.now();
    if (entry.lastFast == LastFast::Awaited)
        entry.lastFast = LastFast::Asked;
    entry.jitter = random.bounded(mostJitter);
    const quint64 generation = entry.generation;
    const auto run = entry.poll.run; // a copy: the poll may be removed while it runs
    run([schedule = QPointer<Schedule>(schedule), name = entry.poll.name, generation] {
        if (!schedule)
            return;
        State::Entry *done = schedule->m_state->find(name);
        if (!done || done->generation != generation || !done->running)
            return;
        done->ended = true;
        schedule->m_state->end(*done);
        schedule->reconsider();
    });
}

Schedule::Schedule(const Clock &clock, quint32 seed, QObject *parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(clock, seed))
{
    m_state->timer.setSingleShot(true);
    connect(&m_state->timer, &QTimer::timeout, this, &Schedule::runDue);
}

Schedule::~Schedule() = default;

void Schedule::add(Poll poll)
{
    remove(poll.name);
    m_state->entries.push_back({.poll = std::move(poll), .generation = ++m_state->generations});
    reconsider();
}

void Schedule::remove(const QString &name)
{
    std::erase_if(m_state->entries, [&](const State::Entry &entry) { return entry.poll.name == name; });
}

Milliseconds Schedule::intervalOf(const QString &name) const
{
    const State::Entry *entry = m_state->find(name);
    return entry ? m_state->trusted(*entry) : Milliseconds(0);
}

void Schedule::noteAnswer(const QString &name, const std::optional<Error> &error)
{
    State::Entry *entry = m_state->find(name);
    if (!entry)
        return;
    entry->heardAt = m_state->clock.now();
    entry->failed = entry->failed || (error && mayPass(error->kind));
}

void Schedule::pokeNow(const QString &name)
{
    if (State::Entry *entry = m_state->find(name))
        entry->poked = true;
    reconsider();
}

void Schedule::askNow()
{
    m_state->askNow();
    reconsider();
}

void Schedule::reconsider()
{
    m_state->settlePaces(this);
    if (!m_state->started)
        return;
    const auto due = nextDue();
    if (!due) {
        m_state->timer.stop();
        return;
    }
    const qint64 wait = std::max<qint64>(due->steadyMs - m_state->clock.now().steadyMs, 0);
    m_state->timer.setTimerType(wait >= 20'000 ? Qt::VeryCoarseTimer : Qt::CoarseTimer);
    m_state->timer.start(Milliseconds(wait));
}

void Schedule::setWindowHidden(bool hidden)
{
    m_state->hidden = hidden;
    reconsider();
}

void Schedule::setBudget(Provider provider, const RateBudget &budget)
{
    m_state->budgets.insert(provider, budget);
    if (provider == Provider::Railway)
        m_state->railwayTold = m_state->clock.now();
    reconsider();
}

void Schedule::setGoingBack(bool goingBack)
{
    m_state->goingBack = goingBack;
    reconsider();
}

std::optional<Moment> Schedule::keptUntil() const
{
    return m_state->keptUntil();
}

void Schedule::pause(Provider provider, Milliseconds duration, PauseReason reason)
{
    qCDebug(scheduleLog) << wordOf(provider) << "is paused for" << duration.count()
                         << (reason == PauseReason::ServerAsked ? "ms: it asked for that" : "ms: it does not answer");
    const Moment until = m_state->clock.now() + duration;
    auto &pauses = reason == PauseReason::ServerAsked ? m_state->pausedByServer : m_state->pausedAfterFailures;
    Moment &pause = pauses[provider];
    if (until.steadyMs > pause.steadyMs) // a short one does not end a long one
        pause = until;
    reconsider();
}

std::optional<Moment> Schedule::pausedByServer(Provider provider) const
{
    const auto pause = m_state->pausedByServer.constFind(provider);
    const bool lasts = pause != m_state->pausedByServer.cend() && pause->steadyMs > m_state->clock.now().steadyMs;
    return lasts ? std::optional(*pause) : std::nullopt;
}

void Schedule::stop(CredentialId id)
{
    m_state->stopped.insert(id);
    reconsider();
}

void Schedule::allow(CredentialId id)
{
    m_state->stopped.remove(id);
    for (State::Entry &entry : m_state->entries) {
        if (entry.poll.credential == id)
            entry.poked = true;
    }
    reconsider();
}

void Schedule::start()
{
    m_state->started = true;
    reconsider();
}

void Schedule::runDue()
{
    const Moment now = m_state->clock.now();
    if (m_state->hasJumped()) { // what failed before may be there again
        m_state->askNow();
        Q_EMIT woke();
    }
    m_state->giveUpWhatHangs(this);
    m_state->settlePaces(this);
    while (State::Entry *entry = m_state->mostOverdue(now))
        m_state->begin(*entry, this);
    reconsider();
}

std::optional<Moment> Schedule::nextDue() const
{
    std::optional<qint64> first;
    for (const State::Entry &entry : m_state->entries) {
        if (!m_state->mayRun(entry) || m_state->hostIsBusy(entry.poll.host))
            continue;
        const qint64 due = m_state->dueSteadyMs(entry);
        first = std::min(first.value_or(due), due);
    }
    for (const State::Entry &entry : m_state->entries) {
        const qint64 gaveUp = entry.heardAt.steadyMs + entry.poll.hangsAfter.count();
        if (entry.running)
            first = std::min(first.value_or(gaveUp), gaveUp);
    }
    if (!first)
        return std::nullopt;
    const Moment now = m_state->clock.now();
    return now + Milliseconds(std::max<qint64>(*first - now.steadyMs, 0));
}

QStringList Schedule::unanswered() const
{
    QStringList names;
    for (const State::Entry &entry : m_state->entries) {
        if (!entry.ended && m_state->wanted(entry).count() > 0 && !m_state->stopped.contains(entry.poll.credential))
            names.append(entry.poll.name);
    }
    return names;
}

bool Schedule::isBusy() const
{
    return std::any_of(m_state->entries.cbegin(), m_state->entries.cend(),
                       [](const auto &entry) { return entry.running; });
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/probe/probefeed.h"

#include "models/follow/followdeployment.h"
#include "models/observed/moving.h"
#include "models/pipeline/healthverdict.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr int intervalsUntilGap = 3;
/// A check tells by itself that its time is over.
constexpr Milliseconds beyondTimeout{5'000};
/// Of a check that is asked once: without any answer before it counts as not asked.
constexpr int mostSilences = 3;

QString probeName(Environment environment, const Check &check)
{
    const QString name =
        environment == Environment::Staging ? QStringLiteral("probe.staging") : QStringLiteral("probe.production");
    return check.name == healthCheckName ? name : name + QLatin1Char('.') + check.name;
}

} // namespace

ProbeFeed::ProbeFeed(const FeedContext &feed, Milliseconds retryAfterFailure, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
    , m_retry(retryAfterFailure)
{
    for (const Environment environment : environments) {
        const QList<Check> checks = checksOf(address(environment));
        for (const Check &check : checks) {
            if (!check.onRequest)
                addPoll(environment, check);
        }
    }
    connect(&m_feed.store, &ConsoleStore::observed, this, &ProbeFeed::askAfterLive);
    connect(&m_feed.store, &ConsoleStore::observed, this, &ProbeFeed::lookWhetherOffline);
}

void ProbeFeed::addPoll(Environment environment, const Check &check)
{
    const QString name = probeName(environment, check);
    // One that hangs must not hold up the others: each is a host of its own for the schedule.
    const QString host = address(environment).url.authority();
    m_feed.schedule.add({.name = name,
                         .provider = Provider::Application,
                         .host = check.name == healthCheckName ? host : host + QLatin1Char('#') + check.name,
                         .credential = CredentialId::None,
                         .interval = [this, environment, check] { return pace(environment, check); },
                         .run = [=, this](const Schedule::PollDone &done) { ask(environment, check, name, done); },
                         .hangsAfter = check.timeout + beyondTimeout});
}

Milliseconds ProbeFeed::pace(Environment environment, const Check &check) const
{
    const Observations &known = m_feed.seen();
    const Moment now = m_feed.now();
    const bool commanded =
        std::any_of(known.commands.cbegin(), known.commands.cend(), [&](const CommandRecord &command) {
            return command.order.environment == environment && isMoving(command, now);
        });
    if (commanded && check.name == healthCheckName)
        return Every::running;
    const Observed<Health> *observed = observedCheck(known, environment, check.name);
    const Health *health = observed ? observed->last() : nullptr;
    if (!health || (health->failuresInRow == 0 && !health->down))
        return check.interval;
    return std::min(check.interval, health->down ? Every::retry : m_retry);
}

void ProbeFeed::ask(Environment environment, const Check &check, const QString &poll, const Schedule::PollDone &done)
{
    m_asking.insert(poll);
    Probe::ask(m_feed.client, m_feed.clock, address(environment), check, this,
               [=, this, sent = m_feed.now()](const Probe::Asked &asked) {
                   m_asking.remove(poll);
                   arrived(environment, check, poll, sent, asked);
                   done();
               });
}

void ProbeFeed::askNow(Environment environment, const QString &name)
{
    const QList<Check> checks = checksOf(address(environment));
    const auto check =
        std::find_if(checks.cbegin(), checks.cend(), [&](const Check &each) { return each.name == name; });
    if (check == checks.cend())
        return;
    const QString poll = probeName(environment, *check);
    if (!check->onRequest)
        return m_feed.schedule.pokeNow(poll);
    if (m_asking.contains(poll))
        return;
    m_feed.store.apply(m_feed.now(), [&](Observations &all) { all.asking[environment].insert(name); });
    ask(environment, *check, poll, [] {});
}

void ProbeFeed::askWith(Environment environment, const QString &secret)
{
    const QList<Check> checks = checksOf(address(environment));
    for (const Check &check : checks) {
        const bool sends = std::any_of(check.secretHeaders.cbegin(), check.secretHeaders.cend(),
                                       [&](const SecretHeader &header) { return header.secret == secret; });
        if (sends)
            m_feed.schedule.pokeNow(probeName(environment, check)); // those on request have no poll
    }
}

void ProbeFeed::arrived(Environment environment, const Check &check, const QString &poll, Moment sent,
                        const Probe::Asked &asked)
{
    const Observed<Health> *before = observedCheck(m_feed.seen(), environment, check.name);
    if (before && before->value && sent.steadyMs < before->fetchedAt.steadyMs)
        return; // overtaken
    // At the pace at which it was asked: of a hidden window it was rarer, and a patient check takes its time.
    const Milliseconds every = std::max({check.onRequest ? check.interval : m_feed.schedule.intervalOf(poll),
                                         check.timeout, before ? before->interval : Milliseconds(0)});
    const Milliseconds gapAfter = std::max(usualGap, intervalsUntilGap * every);
    // What fails while this computer is offline says nothing of the application: its row begins anew each time.
    const bool wasOffline = m_feed.store.snapshot().environments[environment].offline;
    const Health known = before && !wasOffline ? before->value.value_or(Health()) : Health();
    const Health next = asked.sample ? withSample(known, *asked.sample, gapAfter) : known;
    const auto write = [&](Observations &all, Reading reading) {
        reading.every = std::max(reading.every, check.timeout);
        all.asking[environment].remove(check.name);
        Observed<Health> &observed =
            check.name == healthCheckName ? all.health[environment] : all.checks[environment][check.name];
        if (asked.sample)
            observed.apply(next, reading);
        if (asked.error)
            observed.apply(*asked.error, reading);
    };
    m_feed.write(poll, sent, write);
    const bool silent = asked.sample && !asked.sample->httpStatus && next.failuresInRow == 1;
    if (silent && !wasOffline) // is it this computer? Then the other one does not answer either
        m_feed.schedule.pokeNow(probeName(otherEnvironment(environment), {.name = healthCheckName}));
    if (asked.sample && !m_feed.store.snapshot().environments[environment].offline)
        Q_EMIT sampled(environment, check.name, *asked.sample, gapAfter);
}

void ProbeFeed::askAfterLive()
{
    const Project &project = m_feed.project();
    const QList<CommandRecord> commands = m_feed.seen().commands;
    for (const CommandRecord &command : commands) {
        const QList<Check> checks = checksAfterLive(command, {m_feed.seen(), project, m_feed.now()});
        for (const Check &check : checks) {
            const OrderId order = command.order.id;
            const QString once = order.value + QLatin1Char('/') + check.name;
            if (m_asking.contains(once))
                continue;
            m_asking.insert(once);
            Probe::ask(m_feed.client, m_feed.clock, address(command.order.environment), check, this,
                       [=, this, sent = m_feed.now()](const Probe::Asked &asked) {
                           m_asking.remove(once);
                           const bool silent = asked.sample && !asked.sample->httpStatus;
                           if (silent && Probe::isRead(check) && ++m_silences[once] < mostSilences)
                               return; // a lost packet proves nothing: it is asked again when something is observed
                           const HealthSample unasked{.at = sent.utc(),
                                                      .reasons = {asked.error ? asked.error->detail : QString()}};
                           m_feed.store.apply(m_feed.now(), [&](Observations &all) {
                               all.afterLive[order].insert(check.name,
                                                           silent ? unasked : asked.sample.value_or(unasked));
                           });
                       });
        }
    }
}

void ProbeFeed::lookWhetherOffline()
{
    const bool offline = m_feed.store.snapshot().environments.production.offline;
    if (std::exchange(m_offline, offline) != offline && offline)
        m_feed.schedule.pokeNow(QStringLiteral("github.tip"));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "probe/probefeed.h"

#include "net/observe.h"
#include "pipeline/pace.h"
#include "probe/calls.h"

#include <algorithm>

namespace Slipway {

namespace {

/// Between probes of what is down.
constexpr Milliseconds whileDown{5'000};

QString probeName(Environment environment)
{
    return environment == Environment::Staging ? QStringLiteral("probe.staging") : QStringLiteral("probe.production");
}

/// What it says of the application when there was no answer that could be judged.
HealthSample sampleOf(const Error &error)
{
    // Too large a body is an answer all the same.
    const bool answered = error.kind == ErrorKind::TooLarge;
    HealthSample sample{.verdict = answered ? Verdict::Degraded : Verdict::Down, .reasons = {error.detail}};
    if (error.httpStatus > 0)
        sample.httpStatus = error.httpStatus;
    return sample;
}

} // namespace

ProbeFeed::ProbeFeed(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
                     Milliseconds retryAfterFailure, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_schedule(schedule)
    , m_store(store)
    , m_clock(clock)
    , m_retry(retryAfterFailure)
{
    for (const Environment environment : environments) {
        const QString name = probeName(environment);
        m_schedule.add(
            {.name = name,
             .provider = Provider::Application,
             .host = store.policy().project.addresses[environment].url.authority(),
             .credential = CredentialId::None,
             .interval = [this, environment] { return pace(environment); },
             .run = [this, environment, name](const Schedule::PollDone &done) { probe(environment, name, done); }});
    }
}

Milliseconds ProbeFeed::pace(Environment environment) const
{
    const Observations &known = m_store.observations();
    const Moment now = m_clock.now();
    const bool commanded =
        std::any_of(known.commands.cbegin(), known.commands.cend(), [&](const CommandRecord &command) {
            return command.order.environment == environment && isMoving(command, now);
        });
    if (commanded)
        return Every::running;
    const Health *health = known.health[environment].last();
    if (!health || health->failuresInRow == 0)
        return Every::probe;
    return health->failuresInRow < failuresUntilDown ? m_retry : whileDown;
}

void ProbeFeed::probe(Environment environment, const QString &poll, const Schedule::PollDone &done)
{
    const Moment sent = m_clock.now();
    m_client.send<HealthSample>(Probe::health(m_store.policy().project.addresses[environment]), this,
                                [=, this](const Result<HealthSample> &result) {
                                    arrived(environment, poll, sent, result);
                                    done();
                                });
}

void ProbeFeed::arrived(Environment environment, const QString &poll, Moment sent, const Result<HealthSample> &result)
{
    HealthSample sample = result ? *result : sampleOf(result.error());
    sample.at = sent.utc();
    const Health known = m_store.observations().health[environment].value.value_or(Health{});
    const Health health = withSample(known, sample, std::max(usualGap, 3 * m_schedule.intervalOf(poll)));
    observe(m_store, m_schedule, poll, sent, m_clock.now(), [&](Observations &all, const Reading &reading) {
        all.health[environment].apply(health, reading);
        if (!result)
            all.health[environment].apply(result.error(), reading);
    });
}

} // namespace Slipway

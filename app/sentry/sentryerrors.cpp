// SPDX-License-Identifier: GPL-3.0-or-later
// How many errors there are; sentryfeed.cpp has which issues.
#include "net/observe.h"
#include "sentry/errordecoders.h"
#include "sentry/sentryfeed.h"

namespace Slipway {

namespace {

constexpr Milliseconds countedWindow{1'800'000};
constexpr Milliseconds shortestBucket{60'000};
/// Long enough that a team has deployed in it.
constexpr Milliseconds releaseWindow{14LL * 24 * 3'600'000};
/// An idle hour's budget has room for one question about releases.
constexpr Milliseconds releasesEvery{3'600'000};

} // namespace

Span SentryFeed::last(Milliseconds duration) const
{
    return untilNow(duration, m_store.observations().clocks.by(Provider::Sentry, m_clock.now()));
}

/// Within a minute nothing can have been added to the complete ones: another deployment is no reason to ask again.
void SentryFeed::askErrors(Environment environment, const QString &poll, const Next &next)
{
    const Observed<ErrorRate> &known = m_store.observations().errors[environment];
    if (known.value && !known.error && ageOf(known.fetchedAt, m_clock.now()) < shortestBucket)
        return askReleases(environment, next);
    const Span span = last(countedWindow);
    m_client.send<Sentry::ErrorCounts>(Sentry::errorCounts(project(), environment, span), this,
                                       [=, this](const Result<Sentry::ErrorCounts> &counts) {
                                           if (!counts) {
                                               writeErrors(environment, poll, counts.error());
                                               return next();
                                           }
                                           writeErrors(environment, poll, Sentry::rateOf(*counts, span));
                                           askReleases(environment, next);
                                       });
}

/// Where nothing was deployed in that time, one release is as it should be.
bool SentryFeed::areReleasesDue(Environment environment) const
{
    const std::optional<Serving> &serving = m_store.snapshot().environments[environment].serving;
    if (!serving || !serving->since.isValid() || serving->since <= last(releaseWindow).from)
        return false;
    const std::optional<Moment> &told = m_releasesAt[environment];
    return !told || ageOf(*told, m_clock.now()) >= releasesEvery;
}

/// Without an answer the errors count all the same; it is asked again an hour later.
void SentryFeed::askReleases(Environment environment, const Next &next)
{
    if (!areReleasesDue(environment))
        return next();
    m_releasesAt[environment] = m_clock.now();
    m_client.send<QList<Sentry::ReleaseCount>>(Sentry::releases(project(), environment, last(releaseWindow)), this,
                                               [=, this](const Result<QList<Sentry::ReleaseCount>> &releases) {
                                                   if (releases)
                                                       m_constantRelease[environment] =
                                                           Sentry::constantRelease(*releases);
                                                   m_store.apply(m_clock.now(), [&](Observations &all) {
                                                       if (auto &rate = all.errors[environment].value)
                                                           rate->constantRelease = m_constantRelease[environment];
                                                   });
                                                   next();
                                               });
}

void SentryFeed::writeErrors(Environment environment, const QString &poll, const Result<ErrorRate> &result)
{
    Result<ErrorRate> told = result;
    if (told)
        told->constantRelease = m_constantRelease[environment];
    observe(m_store, m_schedule, poll, m_askedAt[environment], m_clock.now(),
            [&](Observations &all, const Reading &reading) { all.errors[environment].apply(told, reading); });
}

void SentryFeed::giveUp(Environment environment, const QString &poll, const Error &why)
{
    write(environment, poll, why);
    writeErrors(environment, poll, why);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
// Which issues there are; sentryerrors.cpp has how many errors.
#include "app/sentry/sentryfeed.h"

#include "app/sentry/environmentname.h"
#include "app/sentry/errordecoders.h"
#include "models/values/utc.h"

#include <algorithm>

namespace Slipway {

namespace {

QString sentryPoll(Environment environment)
{
    return environment == Environment::Staging ? QStringLiteral("sentry.staging") : QStringLiteral("sentry.production");
}

/// Whatever else would be asked of Sentry now would end the same way.
bool concernsEverything(ErrorKind kind)
{
    return kind == ErrorKind::Unauthorized || kind == ErrorKind::RateLimited || kind == ErrorKind::Server ||
           kind == ErrorKind::Unreachable || kind == ErrorKind::Timeout || kind == ErrorKind::Tls ||
           kind == ErrorKind::NoToken;
}

QDateTime wholeSecond(const QDateTime &time)
{
    return QDateTime::fromSecsSinceEpoch(time.toSecsSinceEpoch(), utcZone);
}

const SentryIssue *issueIn(const QList<SentryIssue> &issues, const QString &id)
{
    const auto found =
        std::find_if(issues.cbegin(), issues.cend(), [&](const SentryIssue &issue) { return issue.id == id; });
    return found == issues.cend() ? nullptr : &*found;
}

/// When an issue was first seen in an environment never changes: of those that Sentry has judged once, the same ones
/// stay new. None when there is one that it has not judged.
std::optional<QList<SentryIssue>> freshAmong(const QList<SentryIssue> &unresolved, const SentryIssues &proven)
{
    QList<SentryIssue> fresh;
    for (const SentryIssue &issue : unresolved) {
        if (issueIn(proven.fresh, issue.id))
            fresh.append(issue);
        else if (!issueIn(proven.unresolved, issue.id))
            return std::nullopt;
    }
    return fresh;
}

} // namespace

SentryFeed::SentryFeed(const FeedContext &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    const bool configured = m_feed.project().sentry.has_value();
    m_feed.store.apply(m_feed.now(), [configured](Observations &all) { all.sentryConfigured = configured; });
    if (!configured)
        return;
    for (const Environment environment : environments) {
        const QString name = sentryPoll(environment);
        m_feed.schedule.add(
            {.name = name,
             .provider = Provider::Sentry,
             .host = project().api.authority(),
             .credential = CredentialId::Sentry,
             .interval = [] { return Every::sentry; },
             .run = [this, environment, name](const Schedule::PollDone &done) { ask(environment, name, done); }});
    }
    connect(&m_feed.store, &ConsoleStore::observed, this, &SentryFeed::followServing);
    connect(&m_feed.client, &HttpClient::credentialChanged, this, [this](CredentialId id) {
        if (id != CredentialId::Sentry)
            return;
        m_names.reset();
        m_proven = {};
        m_releasesAt = {};
    });
}

void SentryFeed::followServing()
{
    for (const Environment environment : environments) {
        const std::optional<Serving> &serving = m_feed.store.snapshot().environments[environment].serving;
        if (!serving || serving->deployment == m_askedFor[environment])
            continue;
        m_askedFor[environment] = serving->deployment;
        m_feed.schedule.pokeNow(sentryPoll(environment));
    }
}

void SentryFeed::ask(Environment environment, const QString &poll, const Next &next)
{
    m_askedAt[environment] = m_feed.now();
    askNames([=, this](const Result<QStringList> &names) {
        m_feed.schedule.noteAnswer(poll, names);
        // A token without org:read cannot list the names, and may still read issues.
        if (!names && names.error().kind != ErrorKind::Forbidden) {
            giveUp(environment, poll, names.error());
            return next();
        }
        if (names) {
            const Result<Done> known = Sentry::checkEnvironmentName(project().environments[environment], *names);
            if (!known) {
                giveUp(environment, poll, known.error());
                return next();
            }
        }
        askUnresolved(environment, poll, next);
    });
}

void SentryFeed::askNames(const std::function<void(const Result<QStringList> &)> &next)
{
    if (m_names && ageOf(m_namesAt, m_feed.now()) < Every::rarest)
        return next(*m_names);
    m_waitForNames.append(next);
    if (m_waitForNames.size() > 1) // one answer serves both environments
        return;
    m_feed.client.send<QStringList>(Sentry::environmentNames(project()), this,
                                    [this](const Result<QStringList> &names) {
                                        if (names) {
                                            m_names = *names;
                                            m_namesAt = m_feed.now();
                                        }
                                        const auto waiting = std::exchange(m_waitForNames, {});
                                        for (const auto &each : waiting)
                                            each(names);
                                    });
}

void SentryFeed::askUnresolved(Environment environment, const QString &poll, const Next &next)
{
    m_feed.client.send<Sentry::IssuePage>(
        Sentry::unresolved(project(), environment), this, [=, this](const Result<Sentry::IssuePage> &page) {
            m_feed.schedule.noteAnswer(poll, page);
            if (!page) {
                if (concernsEverything(page.error().kind)) {
                    giveUp(environment, poll, page.error());
                    return next();
                }
                write(environment, poll, page.error());
                return askErrors(environment, poll, next);
            }
            SentryIssues issues{.unresolved = page->issues, .more = page->more};
            const std::optional<Serving> &serving = m_feed.store.snapshot().environments[environment].serving;
            if (serving)
                issues.since = serving->since;
            const auto fresh = freshWithoutAsking(environment, issues);
            if (!fresh)
                return askFresh(environment, poll, issues, next);
            issues.fresh = *fresh;
            write(environment, poll, issues);
            askErrors(environment, poll, next);
        });
}

void SentryFeed::askFresh(Environment environment, const QString &poll, SentryIssues issues, const Next &next)
{
    m_feed.client.send<Sentry::IssuePage>(Sentry::fresh(project(), environment, bySentry(issues.since)), this,
                                          [=, this](const Result<Sentry::IssuePage> &page) mutable {
                                              if (!page && concernsEverything(page.error().kind)) {
                                                  giveUp(environment, poll, page.error());
                                                  return next();
                                              }
                                              if (page) {
                                                  issues.fresh = page->issues;
                                                  const bool whole = !issues.more && !page->more;
                                                  m_proven[environment] = whole ? std::optional(issues) : std::nullopt;
                                              }
                                              write(environment, poll, page ? Result(issues) : page.error());
                                              askErrors(environment, poll, next);
                                          });
}

/// Railway told it.
QDateTime SentryFeed::bySentry(const QDateTime &since) const
{
    return m_feed.seen().clocks.translated(Provider::Railway, Provider::Sentry, since);
}

std::optional<QList<SentryIssue>> SentryFeed::freshWithoutAsking(Environment environment,
                                                                 const SentryIssues &issues) const
{
    if (!issues.since.isValid()) // nothing serves, so nothing is new
        return QList<SentryIssue>();
    if (issues.more)
        return std::nullopt;
    const QDateTime since = wholeSecond(bySentry(issues.since)); // as Sentry would be asked
    const bool allAreOld =
        std::all_of(issues.unresolved.cbegin(), issues.unresolved.cend(),
                    [&](const SentryIssue &issue) { return issue.lastSeen.isValid() && issue.lastSeen < since; });
    if (allAreOld)
        return QList<SentryIssue>();
    const auto &proven = m_proven[environment];
    if (!proven || proven->since != issues.since)
        return std::nullopt;
    return freshAmong(issues.unresolved, *proven);
}

void SentryFeed::write(Environment environment, const QString &poll, const Result<SentryIssues> &result)
{
    m_feed.write(poll, m_askedAt[environment],
                 [&](Observations &all, const Reading &reading) { all.issues[environment].apply(result, reading); });
}

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
    return untilNow(duration, m_feed.seen().clocks.by(Provider::Sentry, m_feed.now()));
}

/// Within a minute nothing can have been added to the complete ones: another deployment is no reason to ask again.
void SentryFeed::askErrors(Environment environment, const QString &poll, const Next &next)
{
    const Observed<ErrorRate> &known = m_feed.seen().errors[environment];
    if (known.value && !known.error && ageOf(known.fetchedAt, m_feed.now()) < shortestBucket)
        return askReleases(environment, next);
    const Span span = last(countedWindow);
    m_feed.client.send<Sentry::ErrorCounts>(Sentry::errorCounts(project(), environment, span), this,
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
    const std::optional<Serving> &serving = m_feed.store.snapshot().environments[environment].serving;
    if (!serving || !serving->since.isValid() || serving->since <= last(releaseWindow).from)
        return false;
    const std::optional<Moment> &told = m_releasesAt[environment];
    return !told || ageOf(*told, m_feed.now()) >= releasesEvery;
}

/// Without an answer the errors count all the same; it is asked again an hour later.
void SentryFeed::askReleases(Environment environment, const Next &next)
{
    if (!areReleasesDue(environment))
        return next();
    m_releasesAt[environment] = m_feed.now();
    m_feed.client.send<QList<Sentry::ReleaseCount>>(Sentry::releases(project(), environment, last(releaseWindow)), this,
                                                    [=, this](const Result<QList<Sentry::ReleaseCount>> &releases) {
                                                        if (releases)
                                                            m_constantRelease[environment] =
                                                                Sentry::constantRelease(*releases);
                                                        m_feed.store.apply(m_feed.now(), [&](Observations &all) {
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
    m_feed.write(poll, m_askedAt[environment],
                 [&](Observations &all, const Reading &reading) { all.errors[environment].apply(told, reading); });
}

void SentryFeed::giveUp(Environment environment, const QString &poll, const Error &why)
{
    write(environment, poll, why);
    writeErrors(environment, poll, why);
}

} // namespace Slipway

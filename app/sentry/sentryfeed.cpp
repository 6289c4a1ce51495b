// SPDX-License-Identifier: GPL-3.0-or-later
#include "sentry/sentryfeed.h"

#include "net/observe.h"
#include "sentry/environmentname.h"

namespace Slipway {

namespace {

QString sentryPoll(Environment environment)
{
    return environment == Environment::Staging ? QStringLiteral("sentry.staging") : QStringLiteral("sentry.production");
}

} // namespace

SentryFeed::SentryFeed(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_schedule(schedule)
    , m_store(store)
    , m_clock(clock)
{
    const bool configured = m_store.policy().project.sentry.has_value();
    m_store.apply(m_clock.now(), [configured](Observations &all) { all.sentryConfigured = configured; });
    if (!configured)
        return;
    for (const Environment environment : environments) {
        const QString name = sentryPoll(environment);
        m_schedule.add(
            {.name = name,
             .provider = Provider::Sentry,
             .host = project().api.authority(),
             .credential = CredentialId::Sentry,
             .interval = [] { return Every::sentry; },
             .run = [this, environment, name](const Schedule::PollDone &done) { ask(environment, name, done); }});
    }
    connect(&m_store, &ConsoleStore::observed, this, &SentryFeed::followServing);
    connect(&m_client, &HttpClient::credentialChanged, this, [this](CredentialId id) {
        if (id == CredentialId::Sentry)
            m_names.reset();
    });
}

void SentryFeed::followServing()
{
    for (const Environment environment : environments) {
        const std::optional<Serving> &serving = m_store.snapshot().environments[environment].serving;
        if (!serving || serving->deployment == m_askedFor[environment])
            continue;
        m_askedFor[environment] = serving->deployment;
        m_schedule.pokeNow(sentryPoll(environment));
    }
}

void SentryFeed::ask(Environment environment, const QString &poll, const Next &next)
{
    m_askedAt[environment] = m_clock.now();
    askNames([=, this](const Result<QStringList> &names) {
        // A token without org:read cannot list the names, and may still read issues.
        if (!names && names.error().kind != ErrorKind::Forbidden) {
            write(environment, poll, names.error());
            return next();
        }
        if (names) {
            const Result<Done> known = Sentry::checkEnvironmentName(project().environments[environment], *names);
            if (!known) {
                write(environment, poll, known.error());
                return next();
            }
        }
        askUnresolved(environment, poll, next);
    });
}

void SentryFeed::askNames(const std::function<void(const Result<QStringList> &)> &next)
{
    if (m_names && ageOf(m_namesAt, m_clock.now()) < Every::rarest)
        return next(*m_names);
    m_client.send<QStringList>(Sentry::environmentNames(project()), this,
                               [this, next](const Result<QStringList> &names) {
                                   if (names) {
                                       m_names = *names;
                                       m_namesAt = m_clock.now();
                                   }
                                   next(names);
                               });
}

void SentryFeed::askUnresolved(Environment environment, const QString &poll, const Next &next)
{
    m_client.send<Sentry::IssuePage>(
        Sentry::unresolved(project(), environment), this, [=, this](const Result<Sentry::IssuePage> &page) {
            if (!page) {
                write(environment, poll, page.error());
                return next();
            }
            SentryIssues issues{.unresolved = page->issues, .more = page->more};
            const std::optional<Serving> &serving = m_store.snapshot().environments[environment].serving;
            if (serving)
                issues.since = serving->since;
            if (!issues.since.isValid()) {
                write(environment, poll, issues);
                return next();
            }
            askFresh(environment, poll, issues, next);
        });
}

void SentryFeed::askFresh(Environment environment, const QString &poll, SentryIssues issues, const Next &next)
{
    m_client.send<Sentry::IssuePage>(Sentry::fresh(project(), environment, issues.since), this,
                                     [=, this](const Result<Sentry::IssuePage> &page) mutable {
                                         if (!page) {
                                             write(environment, poll, page.error());
                                             return next();
                                         }
                                         issues.fresh = page->issues;
                                         write(environment, poll, issues);
                                         next();
                                     });
}

void SentryFeed::write(Environment environment, const QString &poll, const Result<SentryIssues> &result)
{
    observe(m_store, m_schedule, poll, m_askedAt[environment], m_clock.now(),
            [&](Observations &all, const Reading &reading) { all.issues[environment].apply(result, reading); });
}

} // namespace Slipway

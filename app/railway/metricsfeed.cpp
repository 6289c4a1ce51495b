// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/metricsfeed.h"

#include "app/feed/afterall.h"
#include "app/feed/observe.h"
#include "app/railway/metricdecoders.h"
#include "app/railway/tokenkind.h"

namespace Slipway {

namespace {

constexpr Milliseconds metricsEvery{300'000};
constexpr Milliseconds metricsForEachEvery{600'000};
constexpr Milliseconds measuredFor{900'000};

QString metricsPoll(Environment environment)
{
    return environment == Environment::Staging ? QStringLiteral("railway.metrics.staging")
                                               : QStringLiteral("railway.metrics.production");
}

} // namespace

MetricsFeed::MetricsFeed(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
                         QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_schedule(schedule)
    , m_store(store)
    , m_clock(clock)
{
    addPolls();
    connect(&m_client, &HttpClient::credentialChanged, this, [this] {
        m_apartSince.reset();
        m_schedule.reconsider();
    });
}

void MetricsFeed::addPolls()
{
    const QString host = project().api.authority();
    const QString both = QStringLiteral("railway.metrics");
    m_schedule.add({.name = both,
                    .provider = Provider::Railway,
                    .host = host,
                    .credential = CredentialId::Railway,
                    .interval =
                        [this] {
                            if (Railway::hasTokenForEach(m_client))
                                return Milliseconds(0);
                            return m_apartSince ? metricsForEachEvery : metricsEvery;
                        },
                    .run = [this, both](const Schedule::PollDone &done) { askBoth(both, done); }});
    for (const Environment environment : environments) {
        const QString one = metricsPoll(environment);
        m_schedule.add(
            {.name = one,
             .provider = Provider::Railway,
             .host = host,
             .credential = Railway::projectTokenOf(environment),
             .interval = [this] { return Railway::hasTokenForEach(m_client) ? metricsForEachEvery : Milliseconds(0); },
             .run =
                 [this, environment, one](const Schedule::PollDone &done) {
                     askOne(environment, Railway::projectTokenOf(environment), one, done);
                 }});
    }
}

Span MetricsFeed::window() const
{
    return untilNow(measuredFor, m_store.observations().clocks.by(Provider::Railway, m_clock.now()));
}

void MetricsFeed::askBoth(const QString &poll, const Next &next)
{
    if (m_apartSince && ageOf(*m_apartSince, m_clock.now()) > Every::rarest)
        m_apartSince.reset();
    if (m_apartSince) {
        const Next end = afterAll(2, next);
        for (const Environment environment : environments)
            askOne(environment, CredentialId::Railway, poll, end);
        return;
    }
    const Span span = window();
    m_client.send<Railway::PipelineMetrics>(
        Railway::metricsOfBoth(project(), span), this,
        [this, poll, next, span, asked = m_clock.now()](const Result<Railway::PipelineMetrics> &result) {
            if (result && result->entangled) {
                m_apartSince = m_clock.now();
                return askBoth(poll, next);
            }
            for (const Environment environment : environments)
                write(environment, poll, asked,
                      result ? result->of[environment] : Result<Railway::MetricSeries>(result.error()), span);
            next();
        });
}

void MetricsFeed::askOne(Environment environment, CredentialId credential, const QString &poll, const Next &next)
{
    const Span span = window();
    m_client.send<Railway::MetricSeries>(Railway::metrics(project(), environment, span, credential), this,
                                         [=, this, asked = m_clock.now()](const Result<Railway::MetricSeries> &result) {
                                             write(environment, poll, asked, result, span);
                                             next();
                                         });
}

void MetricsFeed::write(Environment environment, const QString &poll, Moment asked,
                        const Result<Railway::MetricSeries> &result, const Span &span)
{
    const Result<ServiceMetrics> figures =
        result ? Result<ServiceMetrics>(Railway::figuresOf(*result, span)) : result.error();
    observe(m_store, m_schedule, poll, asked, m_clock.now(),
            [&](Observations &all, const Reading &reading) { all.metrics[environment].apply(figures, reading); });
}

} // namespace Slipway

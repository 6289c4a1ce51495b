// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/metricsfeed.h"

#include "app/railway/bothoreach.h"
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

MetricsFeed::MetricsFeed(const FeedContext &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    new BothOrEach(m_feed,
                   {.both = QStringLiteral("railway.metrics"),
                    .each = {metricsPoll(Environment::Staging), metricsPoll(Environment::Production)},
                    .pace = [](bool apart) { return apart ? metricsForEachEvery : metricsEvery; },
                    .askBoth = [this](const QString &poll, const Next &entangled,
                                      const Next &next) { askBoth(poll, entangled, next); },
                    .askOne = [this](Environment environment, CredentialId credential, const QString &poll,
                                     const Next &next) { askOne(environment, credential, poll, next); }},
                   this);
}

Span MetricsFeed::window() const
{
    return untilNow(measuredFor, m_feed.seen().clocks.by(Provider::Railway, m_feed.now()));
}

void MetricsFeed::askBoth(const QString &poll, const Next &entangled, const Next &next)
{
    const Span span = window();
    m_feed.client.send<Railway::PipelineMetrics>(
        Railway::metricsOfBoth(project(), span), this,
        [this, poll, entangled, next, span, asked = m_feed.now()](const Result<Railway::PipelineMetrics> &result) {
            if (result && result->entangled)
                return entangled();
            for (const Environment environment : environments)
                write(environment, poll, asked,
                      result ? result->of[environment] : Result<Railway::MetricSeries>(result.error()), span);
            next();
        });
}

void MetricsFeed::askOne(Environment environment, CredentialId credential, const QString &poll, const Next &next)
{
    const Span span = window();
    m_feed.client.send<Railway::MetricSeries>(
        Railway::metrics(project(), environment, span, credential), this,
        [=, this, asked = m_feed.now()](const Result<Railway::MetricSeries> &result) {
            write(environment, poll, asked, result, span);
            next();
        });
}

void MetricsFeed::write(Environment environment, const QString &poll, Moment asked,
                        const Result<Railway::MetricSeries> &result, const Span &span)
{
    const Result<ServiceMetrics> figures =
        result ? Result<ServiceMetrics>(Railway::figuresOf(*result, span)) : result.error();
    m_feed.write(poll, asked,
                 [&](Observations &all, const Reading &reading) { all.metrics[environment].apply(figures, reading); });
}

} // namespace Slipway

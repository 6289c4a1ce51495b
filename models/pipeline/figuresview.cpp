// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/figuresview.h"

#include "models/values/age.h"

namespace Slipway {

namespace {

/// Why a fact gives no number: its error as it was told, "too old", or that it was not read yet.
template <typename T>
Figure without(const Observed<T> &fact)
{
    if (fact.error)
        return {.why = fact.error->detail, .error = fact.error->kind};
    return {.why =
                fact.value ? say("last read more than %1 ago").arg(spanText(fact.staleAfter())) : say("not read yet")};
}

/// Railway leaves out what it has not measured.
template <typename T>
Figure figureOf(const Observed<T> &fact, Moment now, std::optional<double> T::*value)
{
    const T *known = fact.fresh(now);
    if (!known)
        return without(fact);
    return known->*value ? Figure{.value = known->*value} : Figure{.why = say("no data yet")};
}

Figure errorsOf(const Facts &facts, Environment environment)
{
    const Observed<ErrorRate> &fact = facts.seen.errors[environment];
    if (!facts.seen.sentryConfigured)
        return {.why = say("Sentry is not configured"), .error = ErrorKind::Unconfigured};
    const ErrorRate *known = fact.fresh(facts.now);
    if (!known)
        return without(fact);
    return known->minutes > 0 ? Figure{.value = known->perMinute} : Figure{.why = say("no data yet")};
}

} // namespace

Figures figuresOf(const Facts &facts, Environment environment)
{
    const Observed<ServiceMetrics> &metrics = facts.seen.metrics[environment];
    const Observed<QList<Alert>> &alerts = facts.seen.alerts[environment];
    Figures figures{.errorsPerMinute = errorsOf(facts, environment),
                    .cpu = figureOf(metrics, facts.now, &ServiceMetrics::cpu),
                    .memoryGb = figureOf(metrics, facts.now, &ServiceMetrics::memoryGb),
                    .errorPercent = figureOf(metrics, facts.now, &ServiceMetrics::errorPercent),
                    .p95Ms = figureOf(metrics, facts.now, &ServiceMetrics::p95Ms)};
    if (const ServiceMetrics *known = metrics.fresh(facts.now))
        figures.memoryLimitGb = known->memoryLimitGb;
    const ErrorRate *rate = facts.seen.errors[environment].last();
    if (rate && !rate->constantRelease.isEmpty()) {
        figures.releaseText =
            say("Every event carries release %1, so releases cannot tell deployments apart; issues are "
                "counted by time. Set SENTRY_RELEASE to $RAILWAY_GIT_COMMIT_SHA")
                .arg(rate->constantRelease);
    }
    if (!facts.project.grafana)
        return figures;
    if (const QList<Alert> *known = alerts.fresh(facts.now))
        figures.alerts = *known;
    else
        figures.alertsText = without(alerts).why;
    return figures;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/healthverdict.h"

#include <algorithm>

namespace Slipway {

namespace {

QString sampleText(const HealthSample &sample)
{
    const QString answered = sample.httpStatus ? say("answered %1").arg(*sample.httpStatus) : say("did not answer");
    if (sample.reasons.isEmpty())
        return sample.latencyMs ? say("%1 in %2 ms").arg(answered).arg(*sample.latencyMs) : answered;
    return say("%1: %2").arg(answered, sample.reasons.join(QStringLiteral("; ")));
}

/// In a sentence: the health address by its path, the others by their names.
QString nameOf(const Check &check)
{
    return check.name == healthCheckName ? check.path : say("The check %1").arg(check.name);
}

HealthVerdict verdictOfCheck(const Check &check, const Health &health)
{
    HealthVerdict verdict{.verdict = verdictOf(health), .pending = pendingText(health), .flapping = health.flapping};
    const QString answered = sampleText(health.latest);
    if (!health.down && health.latest.verdict == Verdict::Down)
        verdict.reason = say("%1 of %2 failed probes before it counts as down; it %3")
                             .arg(health.failuresInRow)
                             .arg(failuresUntilDown)
                             .arg(answered);
    else
        verdict.reason = QStringLiteral("%1 %2").arg(nameOf(check), answered);
    if (health.down && health.latest.verdict != Verdict::Down)
        verdict.reason = say("%1, for the first time after it was down").arg(verdict.reason);
    if (health.flapping)
        verdict.reason = say("It goes up and down again and again; %1").arg(verdict.reason);
    return verdict;
}

QString whyCheckUnknown(const Facts &facts, Environment environment, const Check &check)
{
    const Observed<Health> *observed = observedCheck(facts.seen, environment, check.name);
    const QString name = environmentName(environment);
    const QString what = check.name == healthCheckName ? say("The health of %1").arg(name)
                                                       : say("The check %1 of %2").arg(check.name, name);
    return whyUnknown(observed ? *observed : Observed<Health>(), what);
}

int gravity(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Healthy:
        return 0;
    case Verdict::Unknown:
        return 1;
    case Verdict::Degraded:
        return 2;
    case Verdict::Down:
        break;
    }
    return 3;
}

/// A network that answers for everybody (a hotel's) shows as certificates that nobody trusts.
bool isSilent(const Observed<Health> &observed)
{
    if (!observed.error || !observed.value || observed.value->latest.httpStatus)
        return false;
    const ErrorKind kind = observed.error->kind;
    return kind == ErrorKind::Unreachable || kind == ErrorKind::Timeout || kind == ErrorKind::Tls;
}

/// Whether that service has answered since, with whatever.
template <typename T>
bool answeredSince(const Observed<T> &observed, const QDateTime &since)
{
    if (observed.value && observed.arrivedAt.utc() >= since)
        return true;
    return observed.error && observed.error->httpStatus > 0 && observed.failedAt.utc() >= since;
}

} // namespace

const Observed<Health> *observedCheck(const Observations &observations, Environment environment, const QString &name)
{
    if (name == healthCheckName)
        return &observations.health[environment];
    const auto found = observations.checks[environment].constFind(name);
    return found == observations.checks[environment].cend() ? nullptr : &*found;
}

bool isOffline(const Situation &known)
{
    QDateTime since;
    for (const Environment environment : environments) {
        const QList<Check> checks = checksOf(known.project.addresses[environment]);
        for (const Check &check : checks) {
            const Observed<Health> *observed = observedCheck(known.seen, environment, check.name);
            if (check.onRequest || !observed || observed->isStale(known.now))
                continue;
            if (!isSilent(*observed))
                return false;
            const QDateTime failing = observed->value->failingSince.value_or(observed->value->latest.at);
            since = since.isValid() ? std::max(since, failing) : failing;
        }
    }
    if (!since.isValid())
        return false;
    const auto anyAnswered = [&since](const auto &...facts) { return (answeredSince(facts, since) || ...); };
    return !anyAnswered(known.seen.tip, known.seen.runs, known.seen.services.staging, known.seen.services.production,
                        known.seen.issues.staging, known.seen.issues.production);
}

HealthVerdict healthVerdictOf(const Facts &facts, Environment environment)
{
    if (facts.offline)
        return {.reason = say("Nothing answers, neither the applications nor the services: this computer is offline")};
    const QList<Check> checks = checksOf(facts.project.addresses[environment]);
    HealthVerdict worst;
    bool first = true;
    bool anyFresh = false;
    bool anyFlaps = false;
    for (const Check &check : checks) {
        if (!check.counts || check.onRequest)
            continue;
        const Observed<Health> *observed = observedCheck(facts.seen, environment, check.name);
        const Health *health = observed ? observed->fresh(facts.now) : nullptr;
        anyFresh = anyFresh || health;
        HealthVerdict verdict = health ? verdictOfCheck(check, *health)
                                       : HealthVerdict{.reason = whyCheckUnknown(facts, environment, check)};
        if (health)
            verdict.at = health->latest.at;
        anyFlaps = anyFlaps || verdict.flapping;
        if (first || gravity(verdict.verdict) > gravity(worst.verdict))
            worst = verdict;
        first = false;
    }
    worst.flapping = anyFlaps;
    if (first)
        return {.reason = say("No check of %1 counts for its verdict").arg(environmentName(environment))};
    const Deployment *serving = facts.serving[environment];
    if (anyFresh && serving && serving->status == DeploymentStatus::Crashed)
        return {.verdict = Verdict::Down,
                .reason = say("Railway says that the serving deployment crashed"),
                .at = facts.clocks.ours(Provider::Railway, statusSince(*serving)),
                .flapping = worst.flapping};
    return worst;
}

QList<CheckView> checkViewsOf(const Facts &facts, Environment environment)
{
    const QList<Check> checks = checksOf(facts.project.addresses[environment]);
    QList<CheckView> views;
    for (const Check &check : checks) {
        const Observed<Health> *observed = observedCheck(facts.seen, environment, check.name);
        CheckView view{.name = check.name,
                       .counts = check.counts && !check.onRequest,
                       .onRequest = check.onRequest,
                       .asking = facts.seen.asking[environment].contains(check.name),
                       .afterPromotion = check.afterPromotion};
        const bool usable = observed && observed->value && (check.onRequest || !observed->isStale(facts.now));
        if (usable && !facts.offline) {
            view.sample = observed->value->latest;
            // Asked once: no row of answers, and no age at which it is asked again.
            view.verdict = check.onRequest ? view.sample->verdict : verdictOf(*observed->value);
            view.pending = check.onRequest ? QString() : pendingText(*observed->value);
        } else if (facts.offline) {
            view.why = say("this computer is offline");
        } else if (check.onRequest && (!observed || !observed->error)) {
            view.why = say("asked only when you ask for it");
        } else {
            view.why = whyCheckUnknown(facts, environment, check);
        }
        views.append(view);
    }
    return views;
}

} // namespace Slipway

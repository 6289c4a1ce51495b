// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/environmentwords.h"

#include "models/values/age.h"
#include "models/values/text.h"

namespace Slipway {

namespace {

QString agoIf(const QDateTime &then, const std::optional<Moment> &now)
{
    return now ? agoText(then, *now) : QString();
}

Look unlessStale(const Look &look, const EnvironmentView &view)
{
    return view.stale ? lookOf(SourceState::Stale) : look;
}

Look lookOfMissing(const std::optional<ErrorKind> &error, bool stale)
{
    if (error)
        return lookOf(*error);
    return lookOf(stale ? SourceState::Stale : SourceState::Pending);
}

QString replicasText(const Serving &serving)
{
    if (serving.replicas <= 0 || serving.replicasRunning >= serving.replicas)
        return {};
    return say("%1 of %2 replicas running").arg(serving.replicasRunning).arg(serving.replicas);
}

} // namespace

QString dotted(QStringList parts)
{
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" \u00b7 "));
}

FactWords verdictWords(const EnvironmentView &view)
{
    const Look look = lookOf(view.verdict);
    const bool bad = view.verdict == Verdict::Degraded || view.verdict == Verdict::Down;
    if (view.offline)
        return {.look = Look{.shape = Shape::Slash, .tone = Tone::Neutral, .word = say("Offline")},
                .text = view.verdictReason};
    // Stale is never green. What a fresh probe found bad stays said, even while Railway's answer is stale.
    if (view.stale && !bad)
        return {.look = Look{.shape = Shape::Clock, .tone = Tone::Neutral, .word = say("Stale")},
                .text = view.verdictReason};
    if (view.flapping && bad)
        return {.look = Look{.shape = Shape::Zigzag, .tone = look.tone, .word = say("%1, flapping").arg(look.word)},
                .text = view.verdictReason};
    return {.look = look, .text = view.verdictReason};
}

QString staleWords(const EnvironmentView &view, const std::optional<Moment> &now)
{
    if (!view.stale)
        return {};
    if (!view.asOf || !now)
        return say("Too old to prove anything");
    return say("Read %1: too old to prove anything").arg(agoText(*view.asOf, *now));
}

FactWords servingWords(const EnvironmentView &view)
{
    if (!view.serving) {
        return {.look = view.nothingServes ? lookOf(StageState::Skipped) : lookOfMissing(view.servingError, view.stale),
                .text = view.servingText.isEmpty() ? say("not known") : view.servingText};
    }
    const Serving &serving = *view.serving;
    const Look look = lookOf(serving.status);
    const QString sha = serving.sha.isEmpty() ? say("a commit that cannot be told") : shortSha(serving.sha);
    const QString status = serving.status == DeploymentStatus::Success ? QString() : look.word;
    return {.look = unlessStale(look, view), .text = dotted({sha, status, replicasText(serving), view.aheadText})};
}

FactWords proofWords(const EnvironmentView &view)
{
    if (!view.serving)
        return {};
    const Serving &serving = *view.serving;
    const Look look = lookOf(serving.proof);
    if (serving.proof == ShaProof::Uploader) // it says so itself
        return {.look = unlessStale(look, view), .text = serving.proofText};
    const bool said = serving.proof == ShaProof::Railway || serving.proofText.isEmpty();
    return {.look = unlessStale(look, view),
            .text = said ? look.word : say("%1: %2").arg(look.word, serving.proofText)};
}

FactWords deployedWords(const EnvironmentView &view, const std::optional<Moment> &now)
{
    if (!view.serving)
        return {};
    const Serving &serving = *view.serving;
    QString when = agoIf(serving.since, now);
    if (!serving.since.isValid())
        when = say("at a time not told");
    const QString by = serving.by.isEmpty() ? QString() : say("by %1").arg(serving.by);
    const QString route = serving.route.isEmpty() ? QString() : say("(%1)").arg(serving.route);
    QStringList parts{when, by, route};
    parts.removeAll(QString());
    return {.text = parts.join(QLatin1Char(' '))};
}

FactWords healthWords(const EnvironmentView &view, const std::optional<Moment> &now)
{
    if (!view.health) {
        const Look look = lookOfMissing(view.healthError, view.stale);
        return {.look = look, .text = view.healthError ? look.word : say("no fresh answer")};
    }
    const HealthSample &sample = *view.health;
    const QString status = sample.httpStatus ? QString::number(*sample.httpStatus) : say("no HTTP answer");
    const QString latency = sample.latencyMs ? say("%1 ms").arg(*sample.latencyMs) : QString();
    QStringList parts{status, latency};
    parts += sample.reasons;
    parts += sample.facts;
    parts.append(agoIf(sample.at, now));
    return {.look = unlessStale(lookOf(sample.verdict), view), .text = dotted(parts)};
}

FactWords rolloutWords(const EnvironmentView &view, const std::optional<Moment> &now)
{
    if (!view.rollout)
        return {};
    const Rollout &rollout = *view.rollout;
    const Look look = lookOf(rollout.status);
    const bool unknown = rollout.status == DeploymentStatus::Unknown && !rollout.statusText.isEmpty();
    const QString word = unknown ? say("status %1, which is not known here").arg(rollout.statusText) : look.word;
    const QString sha = rollout.sha.isEmpty() ? say("commit not known") : shortSha(rollout.sha);
    return {.look = unlessStale(look, view), .text = dotted({sha, word, rollout.note, agoIf(rollout.since, now)})};
}

FactWords issuesWords(const EnvironmentView &view)
{
    if (!view.unresolvedIssues) {
        return {.look = lookOfMissing(view.issuesError, false),
                .text = view.issuesText.isEmpty() ? say("not known") : view.issuesText};
    }
    const QString fresh = view.freshIssues
                              ? counted(*view.freshIssues, "new since this deployment", "new since this deployment")
                              : say("new ones not known");
    const QString unresolved = view.issuesText.isEmpty() ? QString::number(*view.unresolvedIssues) : view.issuesText;
    const Look look = !view.freshIssues       ? lookOf(GateState::Unknown)
                      : *view.freshIssues > 0 ? lookOf(GateState::Warn)
                                              : lookOf(GateState::Pass);
    return {.look = look, .text = dotted({fresh, say("%1 unresolved").arg(unresolved)})};
}

} // namespace Slipway

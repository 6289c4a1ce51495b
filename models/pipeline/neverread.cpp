// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/neverread.h"

#include "models/pipeline/healthverdict.h"

namespace Slipway {

namespace {

/// That there is no such thing is an answer.
template <typename T>
void needed(QStringList &missing, const Observed<T> &fact, const QString &what)
{
    const bool isAbsent = fact.error && fact.error->kind == ErrorKind::NotFound;
    if (!fact.value && !isAbsent)
        missing.append(whyUnknown(fact, what));
}

void neededOfEnvironment(QStringList &missing, const Facts &facts, Environment environment)
{
    const Observations &seen = facts.seen;
    const QString name = environmentName(environment);
    needed(missing, seen.services[environment], say("Railway's %1 service").arg(name));
    needed(missing, seen.deployments[environment], say("Railway's list of %1's deployments").arg(name));
    needed(missing, seen.settings[environment], say("Railway's domains of %1").arg(name));
    if (seen.sentryConfigured)
        needed(missing, seen.issues[environment], say("Sentry (%1)").arg(name));
    const QList<Check> checks = checksOf(facts.project.addresses[environment]);
    for (const Check &check : checks) {
        if (!check.counts || check.onRequest)
            continue;
        const Observed<Health> *health = observedCheck(seen, environment, check.name);
        needed(missing, health ? *health : Observed<Health>(),
               check.name == healthCheckName ? say("The health of %1").arg(name)
                                             : say("The check %1 of %2").arg(check.name, name));
    }
}

void neededOfComparison(QStringList &missing, const Observed<Comparison> &fact, const CommitSha &base,
                        const CommitSha &head, const QString &what)
{
    if (base.isEmpty() || head.isEmpty() || base == head)
        return;
    const Comparison *known = fact.last();
    needed(missing, known && (known->base != base || known->head != head) ? Observed<Comparison>() : fact, what);
}

} // namespace

QStringList neverRead(const Facts &facts)
{
    const Observations &seen = facts.seen;
    QStringList missing;
    needed(missing, seen.tip, say("GitHub's tip of %1").arg(facts.github().branch));
    needed(missing, seen.runs, say("GitHub's list of runs"));
    needed(missing, seen.productionRuns, say("GitHub's list of runs of %1").arg(facts.github().productionWorkflow));
    if (!facts.target.isEmpty() && facts.runs && !facts.ciRunOn(facts.target))
        needed(missing, seen.testedCi,
               say("GitHub's list of runs of %1 on %2").arg(facts.github().ciWorkflow, shortSha(facts.target)));
    if (!facts.project.pathInRepository.isEmpty())
        needed(missing, seen.projectFile,
               say("%1 at the tip of %2").arg(facts.project.pathInRepository, facts.github().branch));
    needed(missing, seen.repository, say("GitHub's word on %1").arg(facts.github().repository));
    needed(missing, seen.workflows, say("GitHub's list of workflows"));
    needed(missing, seen.productionWorkflow, say("The text of %1").arg(facts.github().productionWorkflow));
    if (seen.productionWorkflow.value)
        needed(missing, seen.tagPolicy, say("Whether tags may deploy to production"));
    if (seen.workflows.value)
        needed(missing, seen.otherWorkflows, say("What else a tag would start"));
    needed(missing, seen.incidents, say("GitHub's list of incidents"));
    neededOfComparison(missing, seen.ahead, facts.carries.production.sha, facts.target,
                       say("GitHub's comparison of production with staging"));
    neededOfComparison(missing, seen.untested, facts.target, seen.tip.value ? seen.tip.value->sha : CommitSha(),
                       say("GitHub's comparison of staging with %1").arg(facts.github().branch));
    for (const Environment environment : environments)
        neededOfEnvironment(missing, facts, environment);
    needed(missing, seen.unsettled.production, say("Railway's list of what is under way to production"));
    needed(missing, seen.autoDeploy.production, say("Railway's automatic deployment"));
    return missing;
}

} // namespace Slipway

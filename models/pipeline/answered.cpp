// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/answered.h"

#include "pipeline/healthverdict.h"
#include "values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

struct Answer {
    QString fact;
    bool answered = false;
    bool readWell = false;
    QString trouble;
};

template <typename T>
Answer answerOf(const QString &fact, const Observed<T> &observed, Moment since)
{
    const bool good = observed.value && observed.fetchedAt.steadyMs >= since.steadyMs;
    const bool bad = observed.error && observed.failedAt.steadyMs >= since.steadyMs;
    return {.fact = fact,
            .answered = good || bad,
            .readWell = good && !bad,
            .trouble = observed.error ? observed.error->detail : QString()};
}

QList<Answer> answersSince(const Observations &observations, Moment since)
{
    const Answer production = answerOf(say("Railway's production service"), observations.services.production, since);
    QList<Answer> answers{
        answerOf(say("GitHub's tip of the branch"), observations.tip, since),
        answerOf(say("GitHub's runs"), observations.runs, since),
        answerOf(say("GitHub's list of production's runs"), observations.productionRuns, since),
        answerOf(say("Railway's staging service"), observations.services.staging, since),
        production,
        answerOf(say("staging's health"), observations.health.staging, since),
        answerOf(say("production's health"), observations.health.production, since),
    };
    if (production.readWell) { // else they are not asked for
        answers.append(
            answerOf(say("Railway's list of production's deployments"), observations.deployments.production, since));
        answers.append(answerOf(say("Railway's list of what is under way to production"),
                                observations.unsettled.production, since));
    }
    if (observations.projectFile.value || observations.projectFile.error)
        answers.append(answerOf(say("the project file at the branch's tip"), observations.projectFile, since));
    if (observations.testedCi.value || observations.testedCi.error)
        answers.append(answerOf(say("GitHub's list of CI runs on the tested commit"), observations.testedCi, since));
    return answers;
}

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
    const QList<Check> checks = checksOf(facts.policy.project.addresses[environment]);
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
    if (!facts.policy.project.pathInRepository.isEmpty())
        needed(missing, seen.projectFile,
               say("%1 at the tip of %2").arg(facts.policy.project.pathInRepository, facts.github().branch));
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

bool allAnsweredSince(const Observations &observations, Moment since)
{
    const auto answers = answersSince(observations, since);
    return std::all_of(answers.cbegin(), answers.cend(), [](const Answer &answer) { return answer.answered; });
}

QStringList notReadSince(const Observations &observations, Moment since)
{
    QStringList troubles;
    for (const Answer &answer : answersSince(observations, since)) {
        if (answer.readWell)
            continue;
        const QString why = answer.answered && !answer.trouble.isEmpty() ? answer.trouble : say("no answer");
        troubles.append(QStringLiteral("%1: %2").arg(answer.fact, why));
    }
    return troubles;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/facts.h"

#include <algorithm>

namespace Slipway {

namespace {

struct Judged {
    Verdict verdict = Verdict::Unknown;
    QString reason;
};

QString sampleText(const HealthSample &sample)
{
    const QString answered = sample.httpStatus ? say("answered %1").arg(*sample.httpStatus) : say("did not answer");
    if (sample.reasons.isEmpty())
        return sample.latencyMs ? say("%1 in %2 ms").arg(answered).arg(*sample.latencyMs) : answered;
    return say("%1: %2").arg(answered, sample.reasons.join(QStringLiteral("; ")));
}

/// The address decides; Railway can only make it worse.
Judged judge(const Facts &facts, Environment environment)
{
    const Observed<Health> &observed = facts.seen.health[environment];
    const QString name = environmentName(environment);
    const Health *health = observed.fresh(facts.now);
    if (!health)
        return {.reason = whyUnknown(observed, say("The health of %1").arg(name))};
    const Deployment *serving = facts.serving[environment];
    if (serving && serving->status == DeploymentStatus::Crashed)
        return {.verdict = Verdict::Down, .reason = say("Railway says that the serving deployment crashed")};
    if (health->latest.verdict == Verdict::Down && !health->down) {
        return {.verdict = Verdict::Degraded,
                .reason = say("%1 of %2 failed probes before it counts as down; it %3")
                              .arg(health->failuresInRow)
                              .arg(failuresUntilDown)
                              .arg(sampleText(health->latest))};
    }
    return {.verdict = verdictOf(*health), .reason = say("/health %1").arg(sampleText(health->latest))};
}

} // namespace

Facts::Facts(const Observations &observations, const Policy &thePolicy, Moment theNow)
    : seen(observations)
    , policy(thePolicy)
    , now(theNow)
    , tip(observations.tip.fresh(theNow))
    , runs(observations.runs.fresh(theNow))
{
    for (const Environment environment : environments) {
        service[environment] = seen.services[environment].fresh(now);
        serving[environment] = service[environment] ? servingDeployment(*service[environment]) : nullptr;
        if (serving[environment])
            carries[environment] = proveCommit(*serving[environment], environment, seen, policy, now);
        const Judged judged = judge(*this, environment);
        verdict[environment] = judged.verdict;
        verdictReason[environment] = judged.reason;
    }
    target = carries.staging.sha;
}

const WorkflowRun *Facts::runOn(const QString &workflowFile, const CommitSha &sha, const QString &event) const
{
    if (!runs)
        return nullptr;
    const WorkflowRun *newest = nullptr;
    for (const WorkflowRun &run : *runs) {
        const bool fits = run.workflowFile == workflowFile && (sha.isEmpty() || run.headSha == sha) &&
                          (event.isEmpty() || run.event == event);
        if (fits && (!newest || run.id > newest->id))
            newest = &run;
    }
    return newest;
}

/// CI of a pull request, or started by hand, may have left something out.
const WorkflowRun *Facts::ciRunOn(const CommitSha &sha) const
{
    return runOn(github().ciWorkflow, sha, QStringLiteral("push"));
}

const WorkflowRun *Facts::newestRun(const QString &workflowFile) const
{
    return runOn(workflowFile, {});
}

const CommandRecord *Facts::unresolvedCommand() const
{
    const auto found = std::find_if(seen.commands.cbegin(), seen.commands.cend(), [](const CommandRecord &record) {
        const bool moves = isPromotion(record.order.kind) || isReturn(record.order.kind);
        return moves && isUnresolved(record.state) && record.order.environment == Environment::Production;
    });
    return found == seen.commands.cend() ? nullptr : &*found;
}

QString environmentName(Environment environment)
{
    return environment == Environment::Staging ? say("staging") : say("production");
}

} // namespace Slipway

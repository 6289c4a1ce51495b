// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/identity.h"

#include "models/pipeline/runview.h"

namespace Slipway {

namespace {

IdentityLink linkOf(const char *id, const QString &title, LinkState state, const QString &evidence)
{
    return {.id = QString::fromLatin1(id), .title = title, .state = state, .evidence = evidence};
}

IdentityLink testedTip(const Facts &facts)
{
    const QString branch = facts.github().branch;
    const auto link = [&](LinkState state, const QString &evidence) {
        return linkOf("tested-tip", say("Tested commit is the tip of %1").arg(branch), state, evidence);
    };
    if (!facts.tip)
        return link(LinkState::Unproven, facts.whyNoTip(say("The tip of %1").arg(branch)));
    if (facts.target.isEmpty())
        return link(LinkState::Unproven, facts.whyNoTarget());
    if (facts.tip->sha == facts.target)
        return link(LinkState::Proven, say("Both are %1").arg(shortSha(facts.target)));
    return link(LinkState::Broken,
                say("The tip is %1, tested was %2").arg(shortSha(facts.tip->sha), shortSha(facts.target)));
}

IdentityLink testedRun(const Facts &facts)
{
    const QString file = facts.github().ciWorkflow;
    const auto link = [&](LinkState state, const QString &evidence) {
        return linkOf("tested-ci", say("Tested commit was checked by CI"), state, evidence);
    };
    if (facts.target.isEmpty())
        return link(LinkState::Unproven, facts.whyNoTarget());
    if (!facts.runs)
        return link(LinkState::Unproven, whyUnknown(facts.seen.runs, say("GitHub's list of runs")));
    const WorkflowRun *run = facts.ciRunOn(facts.target);
    if (!run)
        return link(LinkState::Unproven, say("No run of %1 on %2 is known").arg(file, shortSha(facts.target)));
    const QString evidence = say("Run #%1 has head_sha %2").arg(run->number).arg(shortSha(run->headSha));
    const StageState state = stateOf(run->status, run->conclusion);
    if (state == StageState::Passed)
        return link(LinkState::Proven, evidence);
    if (state == StageState::Unknown)
        return link(LinkState::Unproven, say("%1, and what it says is not known").arg(evidence));
    if (run->isActive())
        return link(LinkState::Unproven, say("%1, and has not finished").arg(evidence));
    return link(LinkState::Broken, say("%1, and did not pass").arg(evidence));
}

IdentityLink stagingRun(const Facts &facts)
{
    const QString file = facts.github().stagingWorkflow;
    const auto link = [&](LinkState state, const QString &evidence) {
        return linkOf("tested-run", say("A staging run checked out the tested commit"), state, evidence);
    };
    if (facts.target.isEmpty())
        return link(LinkState::Unproven, facts.whyNoTarget());
    if (!facts.runs)
        return link(LinkState::Unproven, whyUnknown(facts.seen.runs, say("GitHub's list of runs")));
    const WorkflowRun *run = facts.runOn(file, facts.target);
    if (!run)
        return link(LinkState::Unproven, say("No run of %1 on %2 is known").arg(file, shortSha(facts.target)));
    return link(LinkState::Proven, say("Run #%1 has head_sha %2").arg(run->number).arg(shortSha(run->headSha)));
}

IdentityLink deploymentCommit(const Facts &facts, Environment environment, const char *id)
{
    const QString name = environmentName(environment);
    const auto link = [&](LinkState state, const QString &evidence) {
        return linkOf(id, say("What serves %1 has a proven commit").arg(name), state, evidence);
    };
    if (!facts.serving[environment])
        return link(LinkState::Unproven, facts.whyNotServing(environment));
    const CommitProof &proof = facts.carries[environment];
    return link(proof.sha.isEmpty() ? LinkState::Unproven : LinkState::Proven, proof.text);
}

/// The production run that says that it released the tested commit, unless something was deployed after it: then it
/// need not serve any more.
const WorkflowRun *releaseOfTarget(const Facts &facts)
{
    const WorkflowRun *run = facts.newestRun(facts.github().productionWorkflow);
    if (!run || run->headSha != facts.target || !run->succeeded())
        return nullptr;
    const QDateTime made = facts.serving.production->createdAt;
    return made > run->updatedAt ? nullptr : run;
}

IdentityLink liveCommit(const Facts &facts)
{
    const auto link = [&](LinkState state, const QString &evidence) {
        return linkOf("tested-live", say("Production serves the tested commit"), state, evidence);
    };
    const CommitSha live = facts.carries.production.sha;
    for (const Environment environment : environments) {
        if (facts.nothingServes[environment])
            return link(LinkState::Unproven, facts.whyNotServing(environment));
    }
    if (facts.target.isEmpty() || live.isEmpty())
        return link(LinkState::Unproven, say("One of the two commits is not proven"));
    if (live == facts.target)
        return link(LinkState::Proven, say("Both are %1").arg(shortSha(live)));
    const QString serves = say("Production serves %1, tested was %2").arg(shortSha(live), shortSha(facts.target));
    if (const WorkflowRun *run = releaseOfTarget(facts))
        return link(LinkState::Broken, say("%1, which run #%2 says it has released").arg(serves).arg(run->number));
    return link(LinkState::NotYet, say("Not yet: %1").arg(serves));
}

} // namespace

IdentityLink addressLink(const Facts &facts, Environment environment)
{
    const char *id = environment == Environment::Staging ? "staging-address" : "production-address";
    const QString name = environmentName(environment);
    const QString host = facts.project.addresses[environment].url.host();
    const auto link = [&](LinkState state, const QString &evidence) {
        return linkOf(id, say("The address of %1 belongs to it").arg(name), state, evidence);
    };
    const ServiceSettings *settings = facts.seen.settings[environment].fresh(facts.now);
    if (!settings)
        return link(LinkState::Unproven,
                    whyUnknown(facts.seen.settings[environment], say("Railway's domains of %1").arg(name)));
    if (settings->domains.contains(host, Qt::CaseInsensitive))
        return link(LinkState::Proven, say("Railway lists %1 for %2").arg(host, name));
    const ServiceSettings *others = facts.seen.settings[otherEnvironment(environment)].fresh(facts.now);
    if (others && others->domains.contains(host, Qt::CaseInsensitive))
        return link(LinkState::Broken,
                    say("Railway lists %1 for %2").arg(host, environmentName(otherEnvironment(environment))));
    const QString listed =
        settings->domains.isEmpty() ? say("no domain") : settings->domains.join(QStringLiteral(", "));
    return link(LinkState::Unproven, say("Railway lists %1, not %2: a proxy may stand between").arg(listed, host));
}

QList<IdentityLink> identityOf(const Facts &facts)
{
    return {testedTip(facts),
            testedRun(facts),
            stagingRun(facts),
            deploymentCommit(facts, Environment::Staging, "staging-serving"),
            addressLink(facts, Environment::Staging),
            liveCommit(facts),
            deploymentCommit(facts, Environment::Production, "production-serving"),
            addressLink(facts, Environment::Production)};
}

} // namespace Slipway

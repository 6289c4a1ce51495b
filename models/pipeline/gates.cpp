// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/gates.h"

#include "models/observed/releaserules.h"
#include "models/pipeline/identity.h"
#include "models/pipeline/runview.h"
#include "models/values/shownzone.h"

#include <algorithm>
#include <utility>

namespace Slipway {

namespace {

constexpr char journalGate[] = "journal";

Gate gateOf(const char *id, const QString &title, GateState state, const QString &reason)
{
    return {.id = QString::fromLatin1(id), .title = title, .state = state, .reason = reason};
}

/// That nothing serves on staging is known, and stands in the way.
GateState stateWithoutTarget(const Facts &facts)
{
    return facts.nothingServes.staging ? GateState::Block : GateState::Unknown;
}

Gate ciPassed(const Facts &facts)
{
    const auto gate = [&](GateState state, const QString &reason) {
        return gateOf("ci-passed", say("CI passed on the tested commit"), state, reason);
    };
    if (facts.target.isEmpty())
        return gate(stateWithoutTarget(facts), facts.whyNoTarget());
    if (!facts.runs)
        return gate(GateState::Unknown, whyUnknown(facts.seen.runs, say("GitHub's list of runs")));
    const QString sha = shortSha(facts.target);
    const WorkflowRun *run = facts.ciRunOn(facts.target);
    if (!run) {
        const QString &file = facts.github().ciWorkflow;
        const RunsAtCommit *looked = facts.seen.testedCi.fresh(facts.now);
        if (looked && looked->sha == facts.target)
            return gate(GateState::Block, say("No run of %1 on %2 is known: wait for the one that its push starts, or "
                                              "test a commit that it ran on")
                                              .arg(file, sha));
        const QString list = say("GitHub's list of runs of %1 on %2").arg(file, sha);
        return gate(GateState::Unknown,
                    looked ? say("%1 has not been read yet").arg(list) : whyUnknown(facts.seen.testedCi, list));
    }
    const StageState state = stateOf(run->status, run->conclusion);
    if (state == StageState::Passed) {
        const Milliseconds took(run->startedAt.msecsTo(run->updatedAt));
        return gate(GateState::Pass,
                    say("CI run #%1 passed on %2 in %3").arg(run->number).arg(sha, durationText(took)));
    }
    if (state == StageState::Unknown)
        return gate(GateState::Unknown, say("CI run #%1 is \"%2\", a word that proves nothing")
                                            .arg(run->number)
                                            .arg(run->isActive() ? run->rawStatus : run->rawConclusion));
    if (run->isActive())
        return gate(GateState::Block, say("CI run #%1 on %2 has not finished: wait for it").arg(run->number).arg(sha));
    if (state == StageState::Cancelled)
        return gate(
            GateState::Block,
            say("CI run #%1 on %2 was cancelled, so nothing is proven about this commit: run it again on GitHub")
                .arg(run->number)
                .arg(sha));
    return gate(GateState::Block, say("CI run #%1 on %2 ended with %3: run what failed again, or push a fix")
                                      .arg(run->number)
                                      .arg(sha, run->rawConclusion));
}

Gate stagingServes(const Facts &facts)
{
    const auto gate = [&](GateState state, const QString &reason) {
        return gateOf("staging-serves", say("Staging serves the tested commit"), state, reason);
    };
    if (!facts.serving.staging)
        return gate(stateWithoutTarget(facts),
                    facts.nothingServes.staging ? facts.whyNoTarget() : facts.whyNotServing(Environment::Staging));
    const CommitProof &proof = facts.carries.staging;
    if (proof.sha.isEmpty())
        return gate(GateState::Unknown, proof.text);
    const QList<Deployment> deployments = freshDeployments(facts, Environment::Staging);
    const auto isOnItsWay = [](const Deployment &each) { return isInProgress(each.status); };
    if (const Deployment *rollout = newestThat(deployments, isOnItsWay))
        return gate(GateState::Warn, say("Staging serves %1, but another deployment is %2 and will replace it")
                                         .arg(shortSha(proof.sha), standingWords(facts, *rollout)));
    return gate(GateState::Pass, say("Staging serves %1: %2").arg(shortSha(proof.sha), proof.text));
}

Gate healthGate(const Facts &facts, const char *id, const QString &title, Environment environment, GateState whenBad)
{
    const QString reason = facts.verdictReason[environment];
    const IdentityLink address = addressLink(facts, environment);
    if (address.state == LinkState::Broken)
        return gateOf(id, title, whenBad,
                      say("The address that is probed is another environment's: correct it in the project file. %1")
                          .arg(address.evidence));
    switch (facts.verdict[environment]) {
    case Verdict::Healthy:
        return gateOf(id, title, GateState::Pass, reason);
    case Verdict::Degraded:
    case Verdict::Down:
        return gateOf(id, title, whenBad,
                      (whenBad == GateState::Block ? say("%1 is %2: %3. Look at its logs, and wait until it is healthy")
                                                   : say("%1 is %2: %3"))
                          .arg(environment == Environment::Staging ? say("Staging") : say("Production"),
                               verdictWord(facts.verdict[environment]), reason));
    case Verdict::Unknown:
        break;
    }
    return gateOf(id, title, whenBad == GateState::Warn ? GateState::Warn : GateState::Unknown, reason);
}

Gate testsTicked(const Facts &facts)
{
    const auto gate = [&](GateState state, const QString &reason) {
        return gateOf("tests-ticked", say("Manual tests done on staging"), state, reason);
    };
    if (!facts.serving.staging)
        return gate(stateWithoutTarget(facts),
                    facts.nothingServes.staging
                        ? facts.whyNoTarget()
                        : say("%1, so no tick counts").arg(facts.whyNotServing(Environment::Staging)));
    const Checklist &checklist = facts.seen.checklist;
    const bool ours = checklist.deployment == facts.serving.staging->id;
    const auto done = ours ? std::count_if(checklistItems.cbegin(), checklistItems.cend(),
                                           [&](ChecklistItem item) { return checklist.isTicked(item); })
                           : 0;
    const int all = int(checklistItems.size());
    const QString what = facts.target.isEmpty() ? say("the serving deployment") : shortSha(facts.target);
    if (done == all)
        return gate(GateState::Pass, say("All %1 manual tests were ticked for %2").arg(all).arg(what));
    return gate(GateState::Block,
                say("%1 of %2 manual tests are ticked for %3: tick what was tested").arg(done).arg(all).arg(what));
}

Gate targetIsTested(const Facts &facts, const QList<WayOffer> &ways)
{
    const auto gate = [&](GateState state, const QString &reason) {
        return gateOf("target-is-tested", say("What would go out is what was tested"), state, reason);
    };
    const QString branch = facts.github().branch;
    if (facts.target.isEmpty())
        return gate(stateWithoutTarget(facts), facts.whyNoTarget());
    if (!facts.tip)
        return gate(GateState::Unknown, facts.whyNoTip(say("The tip of %1").arg(branch)));
    if (facts.tip->sha == facts.target)
        return gate(GateState::Pass, say("The tip of %1 is the tested commit %2").arg(branch, shortSha(facts.target)));
    const Comparison *ahead = facts.seen.untested.last();
    const bool counts = ahead && ahead->base == facts.target && ahead->head == facts.tip->sha;
    const QString how = counts
                            ? say("moved by %1 that you did not test").arg(counted(ahead->aheadBy, "commit", "commits"))
                            : say("is not the tested commit");
    const QString moved =
        say("%1 %2: its tip is %3, tested was %4").arg(branch, how, shortSha(facts.tip->sha), shortSha(facts.target));
    const bool otherWay = std::any_of(ways.cbegin(), ways.cend(), [](const WayOffer &way) {
        return way.way != PromotionWay::GitHubAtBranch && way.available;
    });
    if (otherWay)
        return gate(GateState::Warn, say("%1. Only the ways that send exactly the tested commit are open").arg(moved));
    return gate(GateState::Block,
                say("%1. Test the new tip on staging, or open a way that sends exactly what was tested").arg(moved));
}

Gate approvesWhatWasTested(const Facts &facts, const CommitSha &released)
{
    const auto gate = [&](GateState state, const QString &reason) {
        return gateOf("target-is-tested", say("What would go out is what was tested"), state, reason);
    };
    if (facts.target.isEmpty())
        return gate(stateWithoutTarget(facts), facts.whyNoTarget());
    if (released.isEmpty())
        return gate(GateState::Unknown, say("Which commit would go out is not proven"));
    if (released == facts.target)
        return gate(GateState::Pass, say("The tested commit %1 would go out").arg(shortSha(released)));
    return gate(GateState::Block, say("%1 would go out, tested was %2: reject it, or test %1 on staging first")
                                      .arg(shortSha(released), shortSha(facts.target)));
}

/// The newest deployment that is, or may be, under way to an environment, however many came after it; `except` apart.
std::optional<Deployment> underWay(const Facts &facts, Environment environment, const DeploymentId &except)
{
    const Deployment *serving = facts.serving[environment];
    const ServiceInstance *service = facts.service[environment];
    const Deployment *latest = service && service->latest ? &*service->latest : nullptr;
    const QList<Deployment> all = freshDeployments(facts, environment);
    const Deployment *newest = newestThat(all, [&](const Deployment &each) {
        // A word that is not known means nothing of what is older than what serves.
        const bool younger = !serving || each.createdAt > serving->createdAt || (latest && latest->id == each.id);
        const bool mayBe = isUnsettled(each.status) || (each.status == DeploymentStatus::Unknown && younger);
        return mayBe && each.id != except && !facts.isStrandedBeforeHealthy(each, environment);
    });
    return newest ? std::optional(*newest) : std::nullopt;
}

/// Why the lists do not prove that nothing is under way; empty when they do.
QString whyListsProveNothing(const Facts &facts, Environment environment)
{
    const auto &listed = facts.seen.deployments[environment];
    const auto &unsettled = facts.seen.unsettled[environment];
    const QList<Deployment> *all = listed.fresh(facts.now);
    if (!all)
        return whyUnknown(listed, say("Railway's list of %1's deployments").arg(environmentName(environment)));
    const auto &latest = facts.service[environment]->latest;
    const bool joins = !latest || std::any_of(all->cbegin(), all->cend(),
                                              [&](const Deployment &each) { return each.id == latest->id; });
    if (!joins && listed.error)
        return say("Railway's list of %1's deployments could not be read: %2")
            .arg(environmentName(environment), listed.error->detail);
    if (!joins)
        return say("Railway's list of %1's deployments does not show the newest one yet")
            .arg(environmentName(environment));
    if (!unsettled.fresh(facts.now))
        return whyUnknown(unsettled,
                          say("Railway's list of what is under way to %1").arg(environmentName(environment)));
    return {};
}

/// The run that an approval lets go on, also where its deployment waits.
bool isRunOf(const Facts &facts, const Order &approval, RunId run)
{
    if (!isApproval(approval.kind))
        return false;
    if (approval.run)
        return approval.run == run;
    return std::any_of(facts.seen.commands.cbegin(), facts.seen.commands.cend(),
                       [&](const CommandRecord &record) { return record.run == run && letsGoOn(approval, record); });
}

/// `approval`: what it lets go on is not in its own way.
Gate productionIdle(const Facts &facts, const Order &approval = {})
{
    const auto gate = [&](GateState state, const QString &reason) {
        return gateOf("production-idle", say("Nothing else is deploying to production"), state, reason);
    };
    if (const CommandRecord *command = facts.unresolvedCommand(approval)) {
        return gate(GateState::Block, say("A command sent at %1 is not resolved yet: follow it, or say what became "
                                          "of it")
                                          .arg(shownTimeAndZone(command->sentAt, QStringLiteral("HH:mm"), facts.zone)));
    }
    if (!facts.runs)
        return gate(GateState::Unknown, whyUnknown(facts.seen.runs, say("GitHub's list of runs")));
    const QString file = facts.github().productionWorkflow;
    if (!facts.productionRuns)
        return gate(GateState::Unknown,
                    whyUnknown(facts.seen.productionRuns, say("GitHub's list of runs of %1").arg(file)));
    if (!facts.service.production)
        return gate(GateState::Unknown,
                    whyUnknown(facts.seen.services.production, say("Railway's production service")));
    for (const WorkflowRun &run : *facts.runs) {
        if (run.workflowFile == file && run.isActive() && !isRunOf(facts, approval, run.id)) {
            return gate(GateState::Block, say("Run #%1 of %2, started by %3, is going on%4: wait for it, or cancel it")
                                              .arg(run.number)
                                              .arg(file, run.triggeringActor, facts.goingOnFor(run)));
        }
    }
    const std::optional<Deployment> rollout = underWay(facts, Environment::Production, approval.target);
    if (rollout && rollout->status == DeploymentStatus::Unknown)
        return gate(
            GateState::Unknown,
            say("The newest deployment is %1, a word Slipway does not know").arg(standingWords(facts, *rollout)));
    if (rollout)
        return gate(
            GateState::Block,
            say("A deployment is %1 on production: wait for it, or stop it").arg(standingWords(facts, *rollout)));
    if (const QString why = whyListsProveNothing(facts, Environment::Production); !why.isEmpty())
        return gate(GateState::Unknown, why);
    const QList<Deployment> all = freshDeployments(facts, Environment::Production);
    const auto isStranded = [&](const Deployment &each) {
        return facts.isStrandedBeforeHealthy(each, Environment::Production);
    };
    if (const Deployment *stranded = newestThat(all, isStranded))
        return gate(GateState::Warn, say("The newest deployment is %1, a word Slipway does not know; an older one "
                                         "serves and is healthy")
                                         .arg(standingWords(facts, *stranded)));
    return gate(GateState::Pass, say("No production run and no rollout was in progress"));
}

Gate productionManual(const Facts &facts)
{
    const auto gate = [&](GateState state, const QString &reason) {
        return gateOf("production-manual", say("Production does not deploy by itself"), state, reason);
    };
    const auto &seen = facts.seen.autoDeploy.production;
    const AutoDeploy *last = seen.last(); // that it was on counts until it is read that it is off
    if (last && last->enabled)
        return gate(GateState::Block,
                    say("Railway deploys production on every push to %1: switch that off in Railway, or "
                        "untested commits go live by themselves")
                        .arg(last->branch.isEmpty() ? say("a branch") : last->branch));
    if (seen.fresh(facts.now))
        return gate(GateState::Pass, say("Railway does not deploy production on a push"));
    const QString why = whyUnknown(seen, say("Whether Railway deploys production on a push"));
    const CountingRules counting = countingRules(facts);
    if (counting.known && counting.rules.autoDeployCheckedOff)
        return gate(GateState::Warn, say("%1. The project file says: %2").arg(why, QLatin1String(autoDeployOff)));
    if (!seen.error)
        return gate(GateState::Unknown, why);
    const QString open = say("%1. Look at it in Railway, and when it is off write autodeploy = \"%2\" below "
                             "[production] in the project file")
                             .arg(why, QLatin1String(autoDeployOff));
    const bool isTold = counting.known && !counting.differ;
    return gate(GateState::Block, isTold ? open : say("%1. %2").arg(open, counting.said));
}

Gate sourcesFresh(const Facts &facts)
{
    const auto gate = [&](GateState state, const QString &reason) {
        return gateOf("sources-fresh", say("What is shown is fresh"), state, reason);
    };
    QStringList troubles;
    if (!facts.tip)
        troubles.append(facts.whyNoTip(say("GitHub's tip of %1").arg(facts.github().branch)));
    if (!facts.runs)
        troubles.append(whyUnknown(facts.seen.runs, say("GitHub's list of runs")));
    for (const Environment environment : environments) {
        const QString name = environmentName(environment);
        if (!facts.service[environment])
            troubles.append(whyUnknown(facts.seen.services[environment], say("Railway's %1 service").arg(name)));
        if (!facts.seen.health[environment].fresh(facts.now))
            troubles.append(whyUnknown(facts.seen.health[environment], say("The health of %1").arg(name)));
    }
    if (!troubles.isEmpty())
        return gate(GateState::Unknown, troubles.join(QStringLiteral("; ")));
    for (const Environment environment : environments) {
        const auto &issues = facts.seen.issues[environment];
        if (facts.seen.sentryConfigured && !issues.fresh(facts.now))
            return gate(GateState::Warn, whyUnknown(issues, say("Sentry (%1)").arg(environmentName(environment))));
    }
    return gate(GateState::Pass, say("GitHub, Railway and both health addresses have answered lately"));
}

Gate noIncident(const Facts &facts)
{
    const auto gate = [&](GateState state, const QString &reason) {
        return gateOf("no-incident", say("No incident is open"), state, reason);
    };
    const auto *incidents = facts.seen.incidents.fresh(facts.now);
    if (!incidents)
        return gate(GateState::Warn, whyUnknown(facts.seen.incidents, say("GitHub's list of incidents")));
    if (incidents->isEmpty())
        return gate(GateState::Pass,
                    say("No open issue is labelled %1").arg(facts.github().incidentLabels.join(QStringLiteral(", "))));
    return gate(GateState::Warn, say("%1 open: #%2 %3")
                                     .arg(counted(incidents->size(), "incident is", "incidents are"))
                                     .arg(incidents->constFirst().number)
                                     .arg(incidents->constFirst().title));
}

Gate notHeld(const Facts &facts)
{
    const auto gate = [&](GateState state, const QString &reason) {
        return gateOf("not-held", say("Production is not held"), state, reason);
    };
    const auto &hold = facts.seen.hold;
    if (!hold)
        return gate(GateState::Pass, say("Nobody went back and asked to stay there"));
    const QString since = shownTimeAndZone(hold->since, QStringLiteral("yyyy-MM-dd HH:mm"), facts.zone);
    const QString held = say("%1 since %2").arg(holdWords(*hold), since);
    const QString why = hold->reason.isEmpty() ? held : say("%1, because: %2").arg(held, hold->reason);
    return gate(GateState::Block, say("%1. To promote again, lift the hold").arg(why));
}

Gate journalReadable(const Facts &facts)
{
    const bool readable = facts.seen.journalReadable;
    return gateOf(
        journalGate, say("The journal of commands is readable"), readable ? GateState::Pass : GateState::Block,
        readable ? say("Every command is written down before it is sent")
                 : say("%1. Look at runs and deployments, then acknowledge it").arg(facts.seen.journalTrouble));
}

} // namespace

QString journalTrouble(const QList<Gate> &gates)
{
    const auto found = std::find_if(gates.cbegin(), gates.cend(), [](const Gate &gate) {
        return gate.id == QLatin1String(journalGate) && gate.state == GateState::Block;
    });
    return found == gates.cend() ? QString() : found->reason;
}

Gate workflowReady(const Facts &facts)
{
    const QString name = facts.github().productionWorkflow;
    const CountingRules counting = countingRules(facts);
    const QString input = counting.rules.confirmInput;
    const auto gate = [&](GateState state, const QString &reason) {
        return gateOf("workflow-ready", say("The production workflow can be started"), state, reason);
    };
    if (!facts.seen.repository.fresh(facts.now))
        return gate(GateState::Unknown,
                    whyUnknown(facts.seen.repository, say("GitHub's word on %1").arg(facts.github().repository)));
    if (const QString trouble = facts.repositoryTrouble(); !trouble.isEmpty())
        return gate(GateState::Block, trouble);
    const auto *workflows = facts.seen.workflows.fresh(facts.now);
    if (!workflows)
        return gate(GateState::Unknown, whyUnknown(facts.seen.workflows, say("GitHub's list of workflows")));
    const auto workflow =
        std::find_if(workflows->cbegin(), workflows->cend(), [&](const Workflow &each) { return each.file == name; });
    if (workflow == workflows->cend())
        return gate(GateState::Block,
                    say("%1 has no workflow %2: add it, or correct production_workflow in the project file")
                        .arg(facts.github().repository, name));
    if (workflow->state != QLatin1String("active"))
        return gate(GateState::Block, say("%1 is %2: enable it on GitHub").arg(name, workflow->state));
    const WorkflowFile *file = facts.seen.productionWorkflow.fresh(facts.now);
    if (!file)
        return gate(GateState::Unknown, whyUnknown(facts.seen.productionWorkflow, say("The text of %1").arg(name)));
    if (!file->readable)
        return gate(GateState::Unknown, say("The text of %1 could not be understood as YAML").arg(name));
    if (!file->dispatchable)
        return gate(GateState::Block, say("%1 cannot be started by hand: add workflow_dispatch to it").arg(name));
    if (!counting.known)
        return gate(GateState::Unknown, counting.said);
    if (!file->inputs.contains(input))
        return gate(GateState::Block,
                    say("%1 has no input \"%2\" for the phrase: add it, or correct its name in the project file")
                        .arg(name, input));
    QStringList others = file->requiredInputs;
    others.removeAll(input);
    if (!others.isEmpty())
        return gate(
            GateState::Block,
            say("%1 also requires %2, which Slipway cannot fill in: give it a default").arg(name, joined(others)));
    const QString ready = say("%1 is active and takes the phrase as \"%2\"").arg(name, input);
    return gate(counting.differ ? GateState::Warn : GateState::Pass,
                counting.said.isEmpty() ? ready : say("%1. %2").arg(ready, counting.said));
}

QList<Gate> gatesOfApproval(const Facts &facts, const Repair &approval)
{
    const Order order{.kind = approval.kind, .run = approval.run, .target = approval.deployment};
    return {ciPassed(facts),
            stagingServes(facts),
            healthGate(facts, "staging-healthy", say("Staging is healthy"), Environment::Staging, GateState::Block),
            testsTicked(facts),
            approvesWhatWasTested(facts, approval.sha),
            productionIdle(facts, order),
            productionManual(facts),
            sourcesFresh(facts),
            healthGate(facts, "production-healthy", say("Production is healthy now"), Environment::Production,
                       GateState::Warn),
            noIncident(facts),
            notHeld(facts),
            journalReadable(facts)};
}

QList<Gate> gatesOf(const Facts &facts, const QList<WayOffer> &ways)
{
    return {ciPassed(facts),
            stagingServes(facts),
            healthGate(facts, "staging-healthy", say("Staging is healthy"), Environment::Staging, GateState::Block),
            testsTicked(facts),
            targetIsTested(facts, ways),
            productionIdle(facts),
            productionManual(facts),
            workflowReady(facts),
            sourcesFresh(facts),
            healthGate(facts, "production-healthy", say("Production is healthy now"), Environment::Production,
                       GateState::Warn),
            noIncident(facts),
            notHeld(facts),
            journalReadable(facts)};
}

} // namespace Slipway

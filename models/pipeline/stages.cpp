// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/stages.h"

#include "models/pipeline/runview.h"
#include "models/values/shownzone.h"

#include <algorithm>

namespace Slipway {

namespace {

Stage unknownStage(Stage stage, const QString &why)
{
    stage.state = StageState::Unknown;
    stage.summary = say("not known");
    stage.detail = {why};
    stage.evidence.append({.state = StageState::Unknown, .text = why});
    return stage;
}

void add(Stage &stage, StageState state, const QString &text, const QUrl &url = {})
{
    if (!text.isEmpty())
        stage.evidence.append({.state = state, .text = text, .url = url});
}

/// Staging's commit and the tip of the branch, if they differ: "staging is 1 commit behind main".
QString behindText(const Facts &facts)
{
    const Comparison *untested = facts.seen.untested.last();
    if (!facts.tip || facts.target.isEmpty() || facts.tip->sha == facts.target)
        return {};
    if (!untested || untested->base != facts.target || untested->head != facts.tip->sha)
        return say("staging does not serve the tip of %1").arg(facts.github().branch);
    return say("staging is %1 behind %2").arg(counted(untested->aheadBy, "commit", "commits"), facts.github().branch);
}

/// When what a run is now began.
QDateTime sinceOf(const Facts &facts, const WorkflowRun &run)
{
    return facts.clocks.ours(Provider::GitHub, run.isActive() ? run.startedAt : run.updatedAt);
}

QDateTime onRailway(const Facts &facts, const QDateTime &time)
{
    return facts.clocks.ours(Provider::Railway, time);
}

Stage pushStage(const Facts &facts)
{
    const QString branch = facts.github().branch;
    Stage stage{.id = StageId::Push, .title = say("Push to %1").arg(branch)};
    if (!facts.tip)
        return unknownStage(stage, facts.whyNoTip(say("The tip of %1").arg(branch)));
    const Commit &tip = *facts.tip;
    stage.state = StageState::Passed;
    stage.sha = tip.sha;
    stage.url = tip.url;
    stage.summary = shortSha(tip.sha);
    stage.detail.append(tip.title);
    QStringList who{tip.author};
    if (const auto *pulls = facts.seen.tipPulls.last(); pulls && !pulls->isEmpty())
        who.append(say("PR #%1").arg(pulls->constFirst().number));
    stage.detail.append({who.join(QStringLiteral(" · ")), facts.clocks.ours(Provider::GitHub, tip.committedAt)});
    add(stage, StageState::Passed, say("The tip of %1 is %2").arg(branch, shortSha(tip.sha)), tip.url);
    const QString behind = behindText(facts);
    if (!behind.isEmpty()) {
        stage.detail.append(behind);
        add(stage, StageState::Waiting, behind, facts.seen.untested.value ? facts.seen.untested.value->url : QUrl());
    }
    return stage;
}

Stage ciStage(const Facts &facts)
{
    const QString file = facts.github().ciWorkflow;
    Stage stage{.id = StageId::Ci, .title = say("CI")};
    if (!facts.runs)
        return unknownStage(stage, whyUnknown(facts.seen.runs, say("GitHub's list of runs")));
    const CommitSha sha = !facts.target.isEmpty() ? facts.target : facts.tip ? facts.tip->sha : CommitSha();
    if (sha.isEmpty())
        return unknownStage(stage,
                            say("Neither staging's commit nor the tip of %1 is known").arg(facts.github().branch));
    stage.sha = sha;
    const WorkflowRun *run = facts.ciRunOn(sha);
    if (!run)
        return unknownStage(stage, say("No run of %1 on %2 is known").arg(file, shortSha(sha)));
    stage.state = stateOf(run->status, run->conclusion);
    stage.summary = runSummary(*run);
    stage.url = run->url;
    stage.detail.append({say("run #%1 on %2").arg(run->number).arg(shortSha(sha)), sinceOf(facts, *run)});
    add(stage, stage.state, say("Run #%1 of %2: %3").arg(run->number).arg(file, stage.summary), run->url);
    if (const QList<Job> *jobs = jobsOf(facts, *run)) {
        stage.evidence += jobEvidence(*jobs);
        QStringList bad;
        for (const Evidence &job : jobEvidence(*jobs)) {
            if (job.state == StageState::Failed || job.state == StageState::Running)
                bad.append(job.text);
        }
        if (!bad.isEmpty())
            stage.detail.append(bad.join(QStringLiteral(" · ")));
        const QString advisory = advisoryText(*jobs);
        if (!advisory.isEmpty())
            stage.detail.append(advisory);
        add(stage, StageState::Waiting, advisory);
    }
    if (run->conclusion == RunConclusion::Cancelled)
        stage.detail.append(say("a newer push cancels an older commit's CI: nothing is proven about it"));
    const WorkflowRun *tipRun = facts.tip && facts.tip->sha != sha ? facts.ciRunOn(facts.tip->sha) : nullptr;
    if (tipRun) {
        const QString text =
            say("%1 is at %2: CI %3").arg(facts.github().branch, shortSha(facts.tip->sha), runSummary(*tipRun));
        stage.detail.append({text, sinceOf(facts, *tipRun)});
        add(stage, stateOf(tipRun->status, tipRun->conclusion), text, tipRun->url);
    }
    return stage;
}

/// What the newest staging run claims, held against what Railway and the address say.
void judgeStagingRun(Stage &stage, const Facts &facts, const WorkflowRun &run)
{
    const QString label = say("run #%1").arg(run.number);
    const StageState claimed = stateOf(run.status, run.conclusion);
    add(stage, claimed, say("Run #%1 of %2: %3").arg(run.number).arg(run.workflowFile, runSummary(run)), run.url);
    stage.url = run.url;
    if (claimed != StageState::Passed) {
        stage.state = claimed;
        stage.summary = runSummary(run);
        stage.detail.append({label, sinceOf(facts, run)});
        return;
    }
    if (facts.target.isEmpty()) {
        stage.state = StageState::Unknown;
        stage.summary = say("run passed, not proven");
        stage.detail.append(facts.serving.staging ? facts.carries.staging.text
                                                  : facts.whyNotServing(Environment::Staging));
        return;
    }
    if (run.headSha != facts.target) {
        stage.state = StageState::Degraded;
        stage.summary = say("run passed, other commit serves");
        stage.detail.append(
            {say("%1 deployed %2, but staging serves %3").arg(label, shortSha(run.headSha), shortSha(facts.target)),
             sinceOf(facts, run)});
        return;
    }
    stage.state = StageState::Passed;
    stage.summary = runSummary(run);
    stage.detail.append({say("%1, and staging serves %2").arg(label, shortSha(facts.target)), sinceOf(facts, run)});
}

/// The one rule for both environments. A deployment that is on its way ends it.
void worsenByNothing(Stage &stage, const Facts &facts, Environment environment)
{
    const QString why = facts.whyNotServing(environment);
    add(stage, StageState::Failed, why);
    if (!stage.detail.contains(StageLine(why)))
        stage.detail.append(why);
    if (stage.state == StageState::Running || stage.state == StageState::Failed)
        return;
    stage.state = StageState::Failed;
    stage.summary = say("nothing is serving");
}

void worsenByRailway(Stage &stage, const Facts &facts)
{
    const Deployment *rollout = rolloutDeployment(*facts.service.staging);
    if (!rollout)
        return;
    const QString text = say("Railway: newest deployment is %1").arg(statusWord(*rollout));
    const bool failed = rollout->status == DeploymentStatus::Failed || rollout->status == DeploymentStatus::Crashed;
    const StageState state = failed                                               ? StageState::Failed
                             : isInProgress(rollout->status)                      ? StageState::Running
                             : rollout->status == DeploymentStatus::NeedsApproval ? StageState::Waiting
                                                                                  : StageState::Unknown;
    const bool stranded = facts.isStrandedBeforeHealthy(*rollout, Environment::Staging);
    add(stage, stranded ? StageState::Degraded : state, text);
    const bool ends = facts.nothingServes.staging && isInProgress(rollout->status); // that nothing serves
    if (stage.state == StageState::Failed && !ends)
        return;
    stage.detail.append({text, onRailway(facts, statusSince(*rollout))});
    if (stranded)
        return;
    stage.state = state;
    stage.summary = statusWord(*rollout).toLower();
}

void worsenByHealth(Stage &stage, const Facts &facts)
{
    const Verdict verdict = facts.verdict.staging;
    const StageState state = verdict == Verdict::Healthy    ? StageState::Passed
                             : verdict == Verdict::Degraded ? StageState::Degraded
                             : verdict == Verdict::Down     ? StageState::Failed
                                                            : StageState::Unknown;
    add(stage, state, say("Staging is %1: %2").arg(verdictWord(verdict), facts.verdictReason.staging),
        facts.project.addresses.staging.url);
    if (stage.state != StageState::Passed || state == StageState::Passed)
        return;
    stage.state = state;
    stage.summary = say("run passed, staging is %1").arg(verdictWord(verdict));
    stage.detail.append({facts.verdictReason.staging, facts.verdictAt.staging});
}

Stage stagingStage(const Facts &facts)
{
    Stage stage{.id = StageId::StagingDeploy, .title = say("Auto-deploy to STAGING"), .sha = facts.target};
    if (!facts.runs)
        return unknownStage(stage, whyUnknown(facts.seen.runs, say("GitHub's list of runs")));
    if (!facts.service.staging)
        return unknownStage(stage, facts.whyNotServing(Environment::Staging));
    const WorkflowRun *run = facts.newestRun(facts.github().stagingWorkflow);
    if (run) {
        judgeStagingRun(stage, facts, *run);
    } else if (facts.serving.staging && !facts.target.isEmpty()) {
        stage.state = StageState::Passed;
        stage.summary = say("deployed");
        stage.detail.append({say("no run of %1 is known; staging serves %2")
                                 .arg(facts.github().stagingWorkflow, shortSha(facts.target)),
                             onRailway(facts, servingSince(*facts.serving.staging))});
    } else if (!facts.nothingServes.staging) {
        stage = unknownStage(stage, facts.serving.staging ? facts.carries.staging.text
                                                          : facts.whyNotServing(Environment::Staging));
    }
    if (facts.nothingServes.staging)
        worsenByNothing(stage, facts, Environment::Staging);
    if (facts.serving.staging)
        add(stage, facts.target.isEmpty() ? StageState::Unknown : StageState::Passed, facts.carries.staging.text);
    worsenByRailway(stage, facts);
    worsenByHealth(stage, facts);
    const QString behind = behindText(facts);
    if (!behind.isEmpty())
        stage.detail.append(behind);
    return stage;
}

ChecklistView checklistViewOf(const Facts &facts)
{
    if (!facts.serving.staging)
        return {.reason = say("%1, so no test can be ticked").arg(facts.whyNotServing(Environment::Staging))};
    ChecklistView view{.deployment = facts.serving.staging->id, .enabled = true};
    if (facts.seen.checklist.deployment == view.deployment)
        view.ticks = facts.seen.checklist.ticks;
    return view;
}

Stage testingStage(const Facts &facts, const ChecklistView &checklist)
{
    Stage stage{.id = StageId::Testing, .title = say("Manual testing"), .sha = facts.target};
    if (!checklist.enabled && !facts.nothingServes.staging)
        return unknownStage(stage, checklist.reason);
    if (!checklist.enabled) {
        stage.state = StageState::Waiting;
        stage.summary = say("waiting");
        stage.detail.append(checklist.reason);
        add(stage, stage.state, checklist.reason);
        return stage;
    }
    const int all = int(checklistItems.size());
    const int done = int(checklist.ticks.size());
    stage.state = done == all ? StageState::Passed : StageState::Waiting;
    stage.summary = say("%1 of %2").arg(done).arg(all);
    stage.url = facts.project.addresses.staging.url;
    if (!checklist.ticks.isEmpty()) {
        const auto last = std::max_element(checklist.ticks.cbegin(), checklist.ticks.cend(),
                                           [](const auto &a, const auto &b) { return a.at < b.at; });
        stage.detail.append({say("last ticked by %1").arg(last->by), last->at});
    } else {
        stage.detail.append(say("no test is ticked yet"));
    }
    for (const ChecklistTick &tick : checklist.ticks) {
        add(stage, StageState::Passed,
            say("%1 was ticked by %2 at %3")
                .arg(checklistItemId(tick.item), tick.by,
                     shownTimeAndZone(tick.at, QStringLiteral("yyyy-MM-dd HH:mm"), facts.zone)));
    }
    if (done < all)
        add(stage, StageState::Waiting, counted(all - done, "test is open", "tests are open"));
    return stage;
}

Stage productionDeployStage(const Facts &facts, const QString &whyNot)
{
    Stage stage{.id = StageId::ProductionDeploy, .title = say("Manual deploy to PRODUCTION"), .sha = facts.target};
    if (!facts.runs)
        return unknownStage(stage, whyUnknown(facts.seen.runs, say("GitHub's list of runs")));
    const WorkflowRun *run = facts.newestRun(facts.github().productionWorkflow);
    if (run) {
        stage.url = run->url;
        add(stage, stateOf(run->status, run->conclusion),
            say("Run #%1 by %2: %3").arg(run->number).arg(run->triggeringActor, runSummary(facts, *run)), run->url);
        if (const QList<Job> *jobs = jobsOf(facts, *run))
            stage.evidence += jobEvidence(*jobs);
    }
    if (run && run->isActive()) {
        const QString review = reviewText(facts, *run);
        stage.state = stateOf(run->status, run->conclusion);
        stage.sha = run->headSha;
        stage.summary = review.isEmpty() ? runSummary(facts, *run) : say("waits for a review");
        stage.detail.append(
            {say("run #%1 by %2 on %3").arg(run->number).arg(run->triggeringActor, shortSha(run->headSha)),
             sinceOf(facts, *run)});
        if (!review.isEmpty())
            stage.detail.append(review);
        return stage;
    }
    const CommitSha live = facts.carries.production.sha;
    const bool done = !facts.target.isEmpty() && facts.target == live;
    const bool failed = run && stateOf(run->status, run->conclusion) == StageState::Failed;
    if (done) {
        stage.state = failed && run->headSha == live ? StageState::Degraded : StageState::Passed;
        stage.summary = stage.state == StageState::Passed ? say("done") : say("run failed, but live");
        stage.detail.append({say("production serves %1").arg(shortSha(live)),
                             onRailway(facts, servingSince(*facts.serving.production))});
    } else if (failed && run->headSha == facts.target) {
        stage.state = StageState::Failed;
        stage.summary = runSummary(facts, *run);
    } else {
        stage.state = StageState::Waiting;
        stage.summary = whyNot.isEmpty() ? say("ready") : say("waiting");
        stage.detail.append(whyNot.isEmpty() ? say("%1 can be promoted").arg(shortSha(facts.target)) : whyNot);
    }
    if (run)
        stage.detail.append(
            {say("last: run #%1 by %2, %3").arg(run->number).arg(run->triggeringActor, runSummary(facts, *run)),
             sinceOf(facts, *run)});
    return stage;
}

/// Production's newest deployment, if it is not what serves.
void addNewest(Stage &stage, const Facts &facts)
{
    const Deployment *rollout = rolloutDeployment(*facts.service.production);
    if (!rollout)
        return;
    const QString text = say("newest deployment: %1").arg(statusWord(*rollout));
    stage.detail.append({text, onRailway(facts, statusSince(*rollout))});
    add(stage, isInProgress(rollout->status) ? StageState::Running : StageState::Degraded, text);
}

Stage productionLiveStage(const Facts &facts)
{
    Stage stage{.id = StageId::ProductionLive, .title = say("Production live"), .sha = facts.carries.production.sha};
    stage.url = facts.project.addresses.production.url;
    const QString verdict = facts.verdictReason.production;
    if (facts.nothingServes.production) {
        worsenByNothing(stage, facts, Environment::Production);
        addNewest(stage, facts);
        return stage;
    }
    if (!facts.serving.production)
        return unknownStage(stage, facts.whyNotServing(Environment::Production));
    const Deployment &serving = *facts.serving.production;
    switch (facts.verdict.production) {
    case Verdict::Healthy:
        stage.state = StageState::Passed;
        break;
    case Verdict::Degraded:
        stage.state = StageState::Degraded;
        break;
    case Verdict::Down:
        stage.state = StageState::Failed;
        break;
    case Verdict::Unknown:
        stage.state = StageState::Unknown;
        break;
    }
    stage.summary = verdictWord(facts.verdict.production);
    stage.detail.append({facts.carries.production.sha.isEmpty()
                             ? say("serves a commit that is not proven")
                             : say("serves %1").arg(shortSha(facts.carries.production.sha)),
                         onRailway(facts, servingSince(serving))});
    if (stage.state != StageState::Passed)
        stage.detail.append({verdict, facts.verdictAt.production});
    add(stage, stage.state, verdict, stage.url);
    add(stage, facts.carries.production.sha.isEmpty() ? StageState::Unknown : StageState::Passed,
        facts.carries.production.text);
    addNewest(stage, facts);
    return stage;
}

Fork forkOf(const QList<Stage> &stages, const QList<Gate> &gates)
{
    Fork fork{.issuesFound = say("fix & re-deploy to staging"), .looksGood = say("not decided yet")};
    for (const StageId id : {StageId::Ci, StageId::StagingDeploy}) {
        const Stage &stage = stages.at(int(id));
        if (stage.state == StageState::Failed || stage.state == StageState::Degraded) {
            fork.branch = Fork::Branch::IssuesFound;
            fork.issuesFound = say("%1: %2").arg(stage.title, stage.summary);
            fork.looksGood = say("not before that is mended");
            return fork;
        }
    }
    const auto open = std::count_if(gates.cbegin(), gates.cend(), [](const Gate &gate) {
        return gate.state == GateState::Block || gate.state == GateState::Unknown;
    });
    if (open == 0) {
        fork.branch = Fork::Branch::LooksGood;
        fork.looksGood = say("ready to promote");
        return fork;
    }
    fork.looksGood = say("%1 left before promotion").arg(counted(open, "check", "checks"));
    return fork;
}

} // namespace

PipelineView pipelineOf(const Facts &facts, const QList<Gate> &gates)
{
    PipelineView view;
    view.checklist = checklistViewOf(facts);
    const auto inTheWay = std::find_if(gates.cbegin(), gates.cend(), [](const Gate &gate) {
        return gate.state == GateState::Block || gate.state == GateState::Unknown;
    });
    const QString whyNot = inTheWay == gates.cend() ? QString() : inTheWay->reason;
    view.stages = {pushStage(facts),
                   ciStage(facts),
                   stagingStage(facts),
                   testingStage(facts, view.checklist),
                   productionDeployStage(facts, whyNot),
                   productionLiveStage(facts)};
    view.fork = forkOf(view.stages, gates);
    return view;
}

} // namespace Slipway

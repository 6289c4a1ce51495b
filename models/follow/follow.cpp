// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/follow/follow.h"

#include "models/follow/followdeployment.h"
#include "models/follow/followrepair.h"
#include "models/follow/followrun.h"
#include "models/follow/looking.h"
#include "models/pipeline/runview.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr Milliseconds visibleWithin{60'000}; ///< a dispatched run is usually listed by then (app/github/README.md, 19)
constexpr Milliseconds lookFor{600'000};      ///< ... and is looked for that long
constexpr Milliseconds stepsWithin{30'000};   ///< after a failed run, for its jobs to be read once more
constexpr Milliseconds appearsWithin{120'000}; ///< after a green run or a yes, for its deployment to be listed

constexpr Milliseconds readOnFor{600'000}; ///< after the run has ended, for its last jobs to be listed

/// What was said of it may have been too early.
bool mayBeTakenBack(const CommandRecord &record)
{
    const bool given = record.state == CommandState::Failed || record.state == CommandState::NotProven;
    return given && (isPromotion(record.order.kind) || isReturn(record.order.kind)) &&
           (record.run || !record.deployment.isEmpty());
}

/// Since GitHub last changed something about it.
Milliseconds sinceEnded(const WorkflowRun &run, const Observations &observations, Moment now)
{
    return observations.clocks.since(Provider::GitHub, run.updatedAt, now);
}

bool isReadToItsEnd(const WorkflowRun &run, const Observations &observations)
{
    const auto jobs = observations.jobs.constFind(run.id);
    return !run.isActive() && jobs != observations.jobs.cend() && jobs->last() &&
           std::all_of(jobs->last()->cbegin(), jobs->last()->cend(),
                       [](const Job &job) { return job.status == RunStatus::Completed; });
}

/// The rows behind those of the run: they stay as they were when it was settled.
QList<CommandStep> deploymentSteps(const CommandRecord &record, const Situation &known)
{
    if (!isPromotion(record.order.kind) && !isReturn(record.order.kind))
        return {};
    CommandRecord fresh = record;
    fresh.steps.clear();
    followDeployment(fresh, known);
    return record.steps.mid(std::max<qsizetype>(0, record.steps.size() - fresh.steps.size()));
}

QStringList alarmsOf(const CommandRecord &record, const FollowedDeployment &deployment,
                     const Observations &observations, const Project &project)
{
    QStringList alarms;
    alarms = withUnwritten(alarms, record.unwritten);
    if (!record.beside.isEmpty())
        alarms.append(say("Another window on this computer was changing the service, too: %1").arg(record.beside));
    const auto *runs = observations.runs.last();
    for (const WorkflowRun &run : runs ? *runs : QList<WorkflowRun>()) {
        const bool beside = run.workflowFile == project.github.productionWorkflow && run.id > record.order.newestRun &&
                            run.id != record.run && run.id != record.order.run &&
                            (record.run || record.order.kind != OrderKind::Dispatch);
        if (beside)
            alarms.append(say("%1 started run #%2 of %3 beside yours: two deployments may race.")
                              .arg(run.triggeringActor)
                              .arg(run.number)
                              .arg(run.workflowFile));
    }
    const bool anothers = deployment.appeared.size() == 1 && !deployment.ours;
    const bool byRun = record.order.kind == OrderKind::Dispatch || record.order.kind == OrderKind::ApproveReview;
    if (anothers && record.order.kind == OrderKind::ApproveDeployment)
        alarms.append(
            say("A deployment (%1) appeared in %2 beside the approved one: somebody else deploys too.")
                .arg(deployment.appeared.constFirst().id.value.left(8), environmentName(record.order.environment)));
    if (anothers && byRun)
        alarms.append(
            say("A deployment (%1) that carries another commit appeared in %2: somebody else deploys too.")
                .arg(deployment.appeared.constFirst().id.value.left(8), environmentName(record.order.environment)));
    if (deployment.appeared.size() > 1)
        alarms.append(say("%1 new deployments appeared in %2, not one: somebody else deploys too.")
                          .arg(deployment.appeared.size())
                          .arg(environmentName(record.order.environment)));
    return alarms + strayDeployments(record, observations, project);
}

/// What an approval lets go on is followed like what a promotion began: a run that makes one deployment, or a
/// deployment that is there and makes no other.
QStringList alarmsOfApproval(const CommandRecord &record, const Situation &known)
{
    CommandRecord begun = record;
    begun.order.kind = record.order.run ? OrderKind::Dispatch : OrderKind::RailwayDeploy;
    begun.deployment = record.order.target;
    return alarmsOf(record, followDeployment(begun, known), known.seen, known.project);
}

/// Only a person takes one back.
QStringList withEarlier(QStringList alarms, const QStringList &earlier)
{
    for (const QString &alarm : earlier) {
        if (!alarms.contains(alarm))
            alarms.append(alarm);
    }
    return alarms;
}

/// What is still missing for "succeeded", in words.
QStringList missing(const CommandRecord &record, const FollowedRun &run, const FollowedDeployment &deployment)
{
    QStringList list;
    if (record.order.kind == OrderKind::Dispatch && !run.succeeded)
        list.append(run.run ? say("the run has not succeeded") : say("the run could not be seen"));
    if (deployment.appeared.isEmpty())
        list.append(say("no new deployment appeared in %1").arg(environmentName(record.order.environment)));
    else if (deployment.appeared.size() > 1 && !deployment.ours)
        list.append(say("%1 new deployments appeared instead of one").arg(deployment.appeared.size()));
    else if (!deployment.ours && record.order.kind == OrderKind::Dispatch)
        list.append(say("the new deployment carries another commit: the commit is not proven"));
    else if (!deployment.asOrdered)
        list.append(isReturn(record.order.kind) ? say("that the new deployment is what was asked for")
                                                : say("the new deployment's commit is not proven"));
    if (!deployment.serves)
        list.append(say("the new deployment does not serve"));
    else if (!deployment.previousGone)
        list.append(say("the previous deployment still serves"));
    if (!deployment.twoGoodProbes)
        list.append(say("two good health answers in a row"));
    return list + deployment.openChecks;
}
/// After a lost answer the command may never have arrived, and somebody may have started a run by hand since: only one
/// at the ordered commit, soon after, is taken for ours without asking. A mismatch would be cancelled.
bool isSurelyOurs(const CommandRecord &record, const WorkflowRun &run, const ServiceClocks &clocks)
{
    if (record.state != CommandState::Uncertain)
        return true;
    const QDateTime sent = record.serverTime.isValid() ? record.serverTime : clocks.by(Provider::GitHub, record.sentAt);
    return run.headSha == record.order.sha && run.createdAt <= sent.addMSecs(2 * lookFor.count());
}

/// A run id is not known yet: look for the one run it can have been.
Followed correlate(Followed followed, const Observations &observations, const Project &project)
{
    CommandRecord &record = followed.record;
    const QList<WorkflowRun> candidates = candidateRuns(record, observations, project);
    if (candidates.size() == 1 && isSurelyOurs(record, candidates.constFirst(), observations.clocks)) {
        record.run = candidates.constFirst().id;
        record.url = candidates.constFirst().url;
        record.candidates.clear();
        return ended(followed, CommandEvent::Found, say("Run #%1 is the one it started").arg(candidates[0].number));
    }
    record.candidates = candidates;
    const bool uncertain = record.state == CommandState::Uncertain;
    if (!candidates.isEmpty()) {
        record.detail = candidates.size() == 1
                            ? say("A run appeared that may be the one it started: look at it, and say whether it is")
                            : say("%1 runs may be the one it started: choose yours").arg(candidates.size());
        return followed;
    }
    const Milliseconds age = record.watched;
    if (age < visibleWithin)
        record.detail = uncertain ? say("GitHub did not answer completely: looking for the run it may have started")
                                  : say("GitHub accepted it; its run is not listed yet");
    else if (age < lookFor)
        record.detail = uncertain ? say("It is not known whether GitHub took it: no run is listed yet")
                                  : say("GitHub accepted it, but no run is visible yet; still looking");
    else
        record.detail = uncertain
                            ? say("No run appeared within 10 minutes. Look at GitHub, then say that it did not happen")
                            : say("GitHub accepted it, but no run ever became visible. Look at GitHub");
    if (!uncertain && age > followLimit)
        return ended(followed, CommandEvent::NotProven, say("GitHub accepted it, but no run became visible"));
    return followed;
}

/// "a01b77e", or the beginning of the deployment's id where the commit is not known.
QString targetName(const Order &order)
{
    return order.sha.isEmpty() ? order.target.value.left(8) : shortSha(order.sha);
}

/// A Railway command without its id: the one new deployment that carries what was ordered.
Followed lookForDeployment(Followed followed, const FollowedDeployment &deployment)
{
    if (deployment.ours && deployment.asOrdered)
        return ended(followed, CommandEvent::Found,
                     isReturn(followed.record.order.kind) ? say("A new deployment like the target appeared")
                                                          : say("A new deployment of the commit appeared"));
    followed.record.deployment = {};
    followed.record.detail = say("It is not known whether Railway took it: looking for a new deployment of %1")
                                 .arg(targetName(followed.record.order));
    return followed;
}

/// Production was read again after the runs were: a run that has ended cannot have deployed anything newer.
bool readAfterTheRuns(const Observations &observations)
{
    const qint64 runsRead = std::max(observations.runs.fetchedAt.steadyMs, observations.runs.arrivedAt.steadyMs);
    return observations.services.production.fetchedAt.steadyMs >= runsRead &&
           observations.deployments.production.fetchedAt.steadyMs >= runsRead;
}

/// What is missing still, or that it took too long.
Followed waiting(Followed followed, const QStringList &open)
{
    CommandRecord &record = followed.record;
    if (record.watched > followLimit)
        return ended(followed, CommandEvent::NotProven,
                     say("Not proven after 30 minutes: %1").arg(open.join(QStringLiteral("; "))));
    record.detail = say("Still to be proven: %1").arg(open.join(QStringLiteral("; ")));
    return followed;
}

/// It is live and answers well: what the checks after it say decides, once each was asked.
Followed judgeChecks(const Followed &followed, const FollowedDeployment &deployment, const QString &live)
{
    if (!deployment.openChecks.isEmpty())
        return waiting(followed, deployment.openChecks);
    if (!deployment.badChecks.isEmpty())
        return ended(followed, CommandEvent::FailedButLive,
                     say("%1, but a check fails: %2").arg(live, deployment.badChecks.join(QStringLiteral("; "))));
    if (!deployment.unaskedChecks.isEmpty())
        return ended(followed, CommandEvent::NotProven,
                     say("%1, but a check could not be asked: %2")
                         .arg(live, deployment.unaskedChecks.join(QStringLiteral("; "))));
    return ended(followed, CommandEvent::Succeeded, live);
}

/// A crashed one has run: what served before is gone then (app/railway/README.md, 11).
QString failureOf(const CommandRecord &record, const Deployment &ours)
{
    if (ours.status == DeploymentStatus::Removed)
        return say("The new deployment was removed: it was aborted, or another one took its place");
    const QString what = say("The new deployment ended as %1").arg(wireWord(ours.status));
    const bool ran = ours.status == DeploymentStatus::Crashed || record.servingSeenAt.isValid();
    return ran ? say("%1: it ran, and does not serve well; look at what %2 serves now")
                     .arg(what, environmentName(record.order.environment))
               : say("%1; what served before still serves").arg(what);
}

/// Restored: the image or the commit is the target's, it serves alone, and it answers well. Somebody else's deployment
/// beside it is an alarm, and changes nothing about that.
Followed judgeReturn(Followed followed, const FollowedDeployment &deployment)
{
    followed.record.didNotHappen = false; // what is seen now counts
    const Order order = followed.record.order;
    const QString name = environmentName(order.environment);
    const bool alone = deployment.serves && deployment.previousGone;
    if (deployment.asOrdered && alone && deployment.twoGoodProbes)
        return judgeChecks(
            followed, deployment,
            say("%1 is restored: it serves, and %2 answered well twice in a row").arg(targetName(order), name));
    if (alone && deployment.twoGoodProbes && !deployment.comparable)
        return ended(
            followed, CommandEvent::NotProven,
            say("The new deployment serves and is healthy, but Railway names neither its image nor its commit: "
                "look at what %1 serves")
                .arg(name));
    if (deployment.serves && deployment.comparable && !deployment.asOrdered)
        return ended(followed, CommandEvent::NotProven,
                     say("The new deployment serves, and it is not what was asked for: neither the image nor the "
                         "commit of %1")
                         .arg(targetName(order)));
    if (deployment.failed && deployment.guessed && followed.record.watched > appearsWithin)
        return ended(followed, CommandEvent::NotProven,
                     say("The only new deployment ended as %1, and it cannot be told whether it is yours: look at what "
                         "%2 serves")
                         .arg(wireWord(deployment.ours->status), name));
    if (deployment.failed && !deployment.serves && !deployment.guessed) {
        const DeploymentStatus status = deployment.ours->status; // of the others it may have served meanwhile
        const bool never = status == DeploymentStatus::Failed || status == DeploymentStatus::Skipped;
        followed.record.didNotHappen = never && !followed.record.servingSeenAt.isValid();
        return ended(followed, CommandEvent::Failed, failureOf(followed.record, *deployment.ours));
    }
    return waiting(followed, missing(followed.record, {}, deployment));
}

Followed judge(Followed followed, const FollowedRun &run, const FollowedDeployment &deployment,
               const Observations &observations, Moment now)
{
    CommandRecord &record = followed.record;
    const bool byRun = record.order.kind == OrderKind::Dispatch;
    const bool runDone = !byRun || run.succeeded;
    const bool live = deployment.asOrdered && deployment.serves;
    if (isReturn(record.order.kind))
        return judgeReturn(followed, deployment);
    if (runDone && live && deployment.previousGone && deployment.twoGoodProbes)
        return judgeChecks(followed, deployment,
                           say("%1 is live: the deployment serves, and production answered well twice in a row")
                               .arg(shortSha(record.order.sha)));
    const bool failed = deployment.failed && !deployment.guessed;
    const bool rollingOut = deployment.ours && !deployment.failed && !deployment.serves;
    if (run.wrongCommit && run.ended && !rollingOut)
        return ended(followed, CommandEvent::Failed,
                     say("Run #%1 was not the one that was ordered, and ended with %2: look at what production serves")
                         .arg(run.run->number)
                         .arg(run.run->rawConclusion));
    if (byRun && run.failed && readAfterTheRuns(observations)) {
        const auto jobs = observations.jobs.constFind(record.run);
        const auto *known = jobs == observations.jobs.cend() ? nullptr : jobs->last();
        const QString step = known ? failingStep(*known) : QString();
        const QString what = step.isEmpty()
                                 ? say("Run #%1 ended with %2").arg(run.run->number).arg(run.run->rawConclusion)
                                 : say("Run #%1 failed in %2").arg(run.run->number).arg(step);
        if (live)
            return ended(followed, CommandEvent::FailedButLive,
                         say("%1, but %2 is serving").arg(what, shortSha(record.order.sha)));
        const bool stepMayCome = step.isEmpty() && sinceEnded(*run.run, observations, now) < stepsWithin;
        if (!rollingOut && !stepMayCome)
            return ended(followed, CommandEvent::Failed,
                         failed
                             ? say("%1; Railway's deployment ended as %2").arg(what, wireWord(deployment.ours->status))
                             : what);
    }
    const bool replaced =
        failed && deployment.ours->status == DeploymentStatus::Removed && record.servingSeenAt.isValid();
    if (replaced && runDone && !deployment.serves)
        return ended(followed, CommandEvent::NotProven,
                     say("%1 was live, and another deployment took its place before it was proven")
                         .arg(shortSha(record.order.sha)));
    if (failed && runDone && !deployment.serves)
        return ended(followed, CommandEvent::Failed,
                     say("Railway's deployment ended as %1").arg(wireWord(deployment.ours->status)));
    // The jobs of a run tell which of those that name no commit is the run's.
    const bool jobsTell = byRun && std::any_of(deployment.appeared.cbegin(), deployment.appeared.cend(),
                                               [](const Deployment &each) { return each.commit.isEmpty(); });
    const bool allRead =
        !byRun ||
        (run.ended && (!jobsTell || (isReadToItsEnd(*run.run, observations) && readAfterTheRuns(observations))));
    const bool raced =
        deployment.appeared.size() > 1 && !live && allRead &&
        std::all_of(deployment.appeared.cbegin(), deployment.appeared.cend(),
                    [](const Deployment &each) { return isSettledGood(each.status) || isTerminal(each.status); });
    if (raced)
        return ended(followed, CommandEvent::NotProven,
                     say("%1 deployments appeared in production instead of one, so it cannot be told which is yours")
                         .arg(deployment.appeared.size()));
    const Moment listRead = observations.deployments.production.fetchedAt;
    const bool nothingCame = byRun && run.succeeded && !deployment.ours && deployment.appeared.size() < 2 &&
                             sinceEnded(*run.run, observations, listRead) > appearsWithin &&
                             readAfterTheRuns(observations);
    if (nothingCame)
        return ended(
            followed, CommandEvent::NotProven,
            say("The run succeeded, but no new deployment appeared in production: its deploy job may have been "
                "skipped"));
    if (run.waitsForReview) {
        record.watched = Milliseconds(0);
        const QStringList who = record.reviews.isEmpty() ? QStringList() : record.reviews.constFirst().reviewers;
        record.detail = who.isEmpty() ? say("Waits for a review on GitHub")
                                      : say("Waits for a review by %1 on GitHub").arg(joined(who));
        return followed;
    }
    return waiting(followed, missing(record, run, deployment));
}

} // namespace

QStringList withUnwritten(QStringList alarms, bool unwritten)
{
    const QString words =
        say("It is not written down yet, because the journal cannot be written. Leave this window open: "
            "what it knows of this would be lost with it.");
    alarms.removeAll(words);
    if (unwritten)
        alarms.prepend(words);
    return alarms;
}

Followed ended(Followed followed, CommandEvent event, const QString &detail)
{
    const bool over = event == CommandEvent::Failed || event == CommandEvent::NotProven;
    for (CommandStep &step : followed.record.steps) { // nothing waits any more
        if (over && step.state == CommandStep::State::Waiting)
            step.state = CommandStep::State::Skipped;
    }
    followed.event = event;
    followed.record.detail = detail;
    return followed;
}

namespace {

Followed judged(const CommandRecord &record, const Situation &known)
{
    Followed followed{.record = record};
    CommandRecord &updated = followed.record;
    updated.steps.clear();
    updated.reviews.clear();
    switch (record.order.kind) {
    case OrderKind::CreateTag: // resolved by reading the tag, which the runner does
        return followed;
    case OrderKind::ApproveReview:
    case OrderKind::ApproveDeployment:
        if (isRelease(record.order))
            updated.alarms = withEarlier(alarmsOfApproval(updated, known), record.alarms);
        return followRepair(followed, known);
    case OrderKind::CancelRun:
    case OrderKind::CancelDeployment:
    case OrderKind::RejectReview:
    case OrderKind::RejectDeployment:
    case OrderKind::RerunFailed:
        return followRepair(followed, known);
    case OrderKind::Dispatch:
        if (!record.run)
            return correlate(followed, known.seen, known.project);
        break;
    case OrderKind::RailwayDeploy:
    case OrderKind::RollBack:
    case OrderKind::Redeploy:
    case OrderKind::Rebuild:
        break;
    }
    const FollowedRun run = followRun(updated, known);
    const FollowedDeployment deployment = followDeployment(updated, known);
    updated.alarms = alarmsOf(updated, deployment, known.seen, known.project);
    followed.wrongCommit = run.wrongCommit;
    if (run.wrongCommit) {
        updated.alarms.prepend(say("The run checked out %1, not %2. Its cancellation was requested at once; it may "
                                   "already have deployed.")
                                   .arg(shortSha(run.run->headSha), shortSha(record.order.sha)));
    }
    updated.alarms = withEarlier(updated.alarms, record.alarms);
    if (record.state == CommandState::Uncertain && record.order.kind != OrderKind::Dispatch)
        return lookForDeployment(followed, deployment);
    return judge(followed, run, deployment, known.seen, known.now);
}

} // namespace

Followed follow(const CommandRecord &record, const Situation &known)
{
    CommandRecord looked = record;
    noteLook(looked, known.seen);
    Followed followed = judged(looked, known);
    if (followed.event && followed.event != CommandEvent::Found && !wasLookedAt(looked)) {
        followed.event.reset(); // nothing of it was read since: what is known may be about the time before
        followed.record = looked;
    }
    return followed;
}

bool isReadOn(const CommandRecord &record, const Observations &observations, Moment now)
{
    const bool happened = record.state == CommandState::Succeeded || record.state == CommandState::Failed ||
                          record.state == CommandState::FailedButLive || record.state == CommandState::NotProven;
    if (!happened)
        return false;
    const auto deployment = knownDeployment(observations, record.order.environment, record.deployment);
    const bool isOnItsWay = deployment && isInProgress(deployment->status);
    if (isOnItsWay && (mayBeTakenBack(record) || isApproval(record.order.kind)))
        return true;
    const WorkflowRun *run = record.run ? knownRun(observations, record.run) : nullptr;
    if (!run || run->isActive())
        return run;
    return !isReadToItsEnd(*run, observations) && sinceEnded(*run, observations, now) < readOnFor;
}

Followed readOn(const CommandRecord &record, const Situation &known)
{
    CommandRecord open = record;
    open.state = CommandState::Accepted;
    Followed again = follow(open, known);
    const bool isLive = again.event == CommandEvent::Succeeded || again.event == CommandEvent::FailedButLive;
    if (mayBeTakenBack(record) && isLive) {
        again.record.state = record.state;
        return again;
    }
    Followed rows{.record = record};
    if (isApproval(record.order.kind)) // it is settled long before what it let go on
        rows.record.alarms = again.record.alarms;
    const WorkflowRun *run = record.run ? knownRun(known.seen, record.run) : nullptr;
    if (run && (run->isActive() || isReadToItsEnd(*run, known.seen))) {
        CommandRecord onlyRun = record;
        onlyRun.steps.clear();
        followRun(onlyRun, known);
        rows.record.steps = onlyRun.steps + deploymentSteps(record, known);
    }
    return rows;
}

} // namespace Slipway

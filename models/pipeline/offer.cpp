// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/offer.h"

#include "models/observed/releaserules.h"
#include "models/pipeline/gates.h"
#include "models/project/pathpattern.h"

#include <QSet>

#include <algorithm>

namespace Slipway {

namespace {

WayOffer shut(PromotionWay way, const QString &reason)
{
    return {.way = way, .available = false, .reason = reason};
}

WayOffer open(PromotionWay way, const QString &remark)
{
    return {.way = way, .available = true, .reason = remark};
}

WayOffer branchWay(const Facts &facts)
{
    constexpr auto way = PromotionWay::GitHubAtBranch;
    const QString branch = facts.github().branch;
    const Gate ready = workflowReady(facts);
    if (ready.state != GateState::Pass && ready.state != GateState::Warn)
        return shut(way, ready.reason);
    if (!facts.tip)
        return shut(way, facts.whyNoTip(say("The tip of %1").arg(branch)));
    if (facts.target.isEmpty())
        return shut(way, say("Which commit was tested is not proven"));
    if (facts.tip->sha != facts.target)
        return shut(way, say("%1 is now at %2, not at the tested %3: test it on staging, or choose another way")
                             .arg(branch, shortSha(facts.tip->sha), shortSha(facts.target)));
    return open(way, say("The workflow checks out %1, which is the tested commit").arg(branch));
}

WayOffer tagWay(const Facts &facts)
{
    constexpr auto way = PromotionWay::GitHubAtTag;
    const Gate ready = workflowReady(facts);
    if (ready.state != GateState::Pass && ready.state != GateState::Warn)
        return shut(way, ready.reason);
    if (facts.target.isEmpty())
        return shut(way, say("Which commit was tested is not proven"));
    const WorkflowFile *file = facts.seen.productionWorkflow.fresh(facts.now);
    if (file && file->guardsMain)
        return shut(way, say("The workflow accepts %1 only: it checks github.ref").arg(facts.github().branch));
    const TagPolicy *policy = facts.seen.tagPolicy.fresh(facts.now);
    if (!policy || !policy->known)
        return shut(way, policy ? policy->reason
                                : whyUnknown(facts.seen.tagPolicy, say("Whether tags may deploy to production")));
    if (!policy->tagsAllowed)
        return shut(way, policy->reason);
    const auto *others = facts.seen.otherWorkflows.fresh(facts.now);
    if (!others)
        return shut(way, whyUnknown(facts.seen.otherWorkflows, say("What else a tag would start")));
    QStringList started;
    for (const WorkflowFile &other : *others) {
        if (!other.readable || (other.startsOnTags && !other.environments.isEmpty()))
            return shut(way, other.readable ? say("A tag would also start %1, which deploys").arg(other.file)
                                            : say("Whether a tag would also start %1 cannot be told: its text could "
                                                  "not be understood as YAML")
                                                  .arg(other.file));
        if (other.startsOnTags)
            started.append(other.file);
    }
    const Comparison *untested = facts.seen.untested.last();
    const auto isWorkflow = [](const QString &path) { return path.startsWith(QLatin1String(".github/workflows/")); };
    const bool atTip = facts.tip && facts.tip->sha == facts.target;
    const bool compared = facts.tip && untested && untested->base == facts.target && untested->head == facts.tip->sha;
    const bool changed = compared && std::any_of(untested->files.cbegin(), untested->files.cend(), isWorkflow);
    if (!atTip && !compared)
        return shut(way, say("Whether the workflows changed since the tested commit has not been read"));
    if (!atTip && (changed || !untested->filesComplete)) // what was read is the text at the tip
        return shut(way, say("The workflows may have changed since the tested commit, whose own texts would run"));
    const QString starts = say("Tags %1 and starts the workflow at the tag").arg(shortSha(facts.target));
    return open(way, started.isEmpty() ? starts : say("%1; the tag also starts %2").arg(starts, joined(started)));
}

WayOffer railwayWay(const Facts &facts)
{
    constexpr auto way = PromotionWay::Railway;
    if (facts.target.isEmpty())
        return shut(way, say("Which commit was tested is not proven"));
    const ServiceSettings *settings = facts.seen.settings.production.fresh(facts.now);
    if (!settings)
        return shut(way, whyUnknown(facts.seen.settings.production, say("Railway's settings of production")));
    if (settings->repository.isEmpty())
        return shut(way, say("The service has no repository on Railway, so Railway cannot build a commit"));
    if (settings->repository.compare(facts.github().repository, Qt::CaseInsensitive) != 0)
        return shut(way, say("Railway builds %1, not %2").arg(settings->repository, facts.github().repository));
    return open(way, say("Railway builds %1 from %2 without the workflow's checks")
                         .arg(shortSha(facts.target), settings->repository));
}

QStringList migrationsIn(const Comparison &ahead, const Project &project)
{
    QStringList found;
    for (const QString &file : ahead.files) {
        if (isMigration(project.github.migrations, file))
            found.append(file);
    }
    return found;
}

/// Fills in what goes out, from GitHub's comparison of production's and staging's commits.
void describe(PromotionOffer &offer, const Facts &facts)
{
    const Comparison *ahead = facts.seen.ahead.last();
    const bool known = ahead && !offer.live.isEmpty() && ahead->base == offer.live && ahead->head == offer.target;
    if (!known) {
        offer.summary = offer.live.isEmpty() ? say("What goes out cannot be listed: which commit production serves is "
                                                   "not proven")
                                             : say("What goes out has not been read from GitHub yet");
        return;
    }
    offer.commitsKnown = true;
    offer.commits = ahead->commits;
    std::reverse(offer.commits.begin(), offer.commits.end());
    offer.migrations = migrationsIn(*ahead, facts.project);
    QSet<QString> authors;
    for (const Commit &commit : std::as_const(offer.commits))
        authors.insert(commit.author);
    QStringList parts{counted(ahead->aheadBy, "commit", "commits"), counted(authors.size(), "author", "authors")};
    if (!offer.migrations.isEmpty())
        parts.append(counted(offer.migrations.size(), "database migration", "database migrations"));
    if (!ahead->filesComplete)
        parts.append(say("more files than GitHub lists"));
    offer.summary = parts.join(QStringLiteral(", "));
    if (ahead->behindBy > 0)
        offer.summary +=
            say("; production has %1 that would be taken back").arg(counted(ahead->behindBy, "commit", "commits"));
}

} // namespace

QList<WayOffer> waysOf(const Facts &facts)
{
    return {branchWay(facts), tagWay(facts), railwayWay(facts)};
}

namespace {

/// What serves now, and what would be in its place.
PromotionOffer offerOfCommit(const Facts &facts, const CommitSha &target, const QList<Gate> &gates)
{
    PromotionOffer offer{.target = target, .live = facts.carries.production.sha, .gates = gates};
    if (facts.serving.staging)
        offer.stagingServing = facts.serving.staging->id;
    if (facts.serving.production)
        offer.productionServing = facts.serving.production->id;
    if (facts.service.production && facts.service.production->latest)
        offer.productionNewest = facts.service.production->latest->id;
    offer.branch = facts.github().branch;
    const QList<Workflow> workflows = facts.seen.workflows.value.value_or(QList<Workflow>());
    for (const Workflow &workflow : workflows) {
        if (workflow.file == facts.github().productionWorkflow)
            offer.workflowName = workflow.name;
    }
    describe(offer, facts);
    return offer;
}

/// Which gate is in the way, or that there is nothing to send.
QString whyShut(const PromotionOffer &offer)
{
    if (!offer.target.isEmpty() && offer.target == offer.live)
        return say("Production already serves %1").arg(shortSha(offer.target));
    for (const GateState worst : {GateState::Block, GateState::Unknown}) {
        for (const Gate &gate : offer.gates) {
            if (gate.state == worst)
                return gate.reason;
        }
    }
    return {};
}

} // namespace

PromotionOffer offerOf(const Facts &facts, const QList<WayOffer> &ways, const QList<Gate> &gates)
{
    PromotionOffer offer = offerOfCommit(facts, facts.target, gates);
    offer.ways = ways;
    offer.confirmInput = countingRules(facts).rules.confirmInput;
    return offer;
}

PromotionOffer releaseOf(const Facts &facts, const Repair &approval)
{
    return offerOfCommit(facts, approval.sha, gatesOfApproval(facts, approval));
}

Result<Done> mayRelease(const PromotionOffer &release)
{
    const QString why = whyShut(release);
    return why.isEmpty() ? Result<Done>(Done{}) : Error{.kind = ErrorKind::Refused, .detail = why};
}

QString whyNotPromotable(const PromotionOffer &offer)
{
    if (QString why = whyShut(offer); !why.isEmpty())
        return why;
    if (offer.target.isEmpty())
        return say("Which commit staging serves is not proven");
    const bool anyWay =
        std::any_of(offer.ways.cbegin(), offer.ways.cend(), [](const WayOffer &way) { return way.available; });
    if (anyWay)
        return {};
    return offer.ways.isEmpty() ? say("No way to promote is open")
                                : say("No way to promote is open: %1").arg(offer.ways.constFirst().reason);
}

Result<Done> mayPromote(const PromotionOffer &offer, PromotionWay way)
{
    const QString why = whyNotPromotable(offer);
    if (!why.isEmpty())
        return Error{.kind = ErrorKind::Refused, .detail = why};
    for (const WayOffer &each : offer.ways) {
        if (each.way == way && !each.available)
            return Error{.kind = ErrorKind::Refused, .detail = each.reason};
    }
    return Done{};
}

namespace {

template <typename Value>
void noteMove(QStringList &moved, const char *what, const Value &before, const Value &after)
{
    if (before == after)
        return;
    const auto name = [](const Value &value) { return value.isEmpty() ? say("nothing known") : value.value.left(7); };
    moved.append(say("%1 changed from %2 to %3").arg(say(what), name(before), name(after)));
}

} // namespace

QStringList movedSince(const PromotionOffer &frozen, const PromotionOffer &present)
{
    QStringList moved;
    noteMove(moved, "The tested commit", frozen.target, present.target);
    noteMove(moved, "Staging's serving deployment", frozen.stagingServing, present.stagingServing);
    noteMove(moved, "Production's serving deployment", frozen.productionServing, present.productionServing);
    noteMove(moved, "Production's newest deployment", frozen.productionNewest, present.productionNewest);
    if (frozen.confirmInput != present.confirmInput)
        moved.append(say("The input that takes the phrase changed from \"%1\" to \"%2\"")
                         .arg(frozen.confirmInput, present.confirmInput));
    for (const Gate &gate : present.gates) {
        const auto before = std::find_if(frozen.gates.cbegin(), frozen.gates.cend(),
                                         [&](const Gate &each) { return each.id == gate.id; });
        if (before != frozen.gates.cend() && before->state != gate.state)
            moved.append(say("%1: was %2, is %3 now (%4)")
                             .arg(gate.title, gateStateWord(before->state), gateStateWord(gate.state), gate.reason));
    }
    return moved;
}

} // namespace Slipway

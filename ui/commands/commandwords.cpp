// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/commandwords.h"

#include "models/values/age.h"
#include "models/values/plaintext.h"
#include "models/values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

/// A line of 100,000 characters takes a second to lay out (ui/README.md, 6).
constexpr qsizetype longestLogLine = 2000;
constexpr qsizetype shortId = 8; ///< of a UUID: as much as people compare

QString routeOf(const Order &order)
{
    if (order.kind != OrderKind::Dispatch)
        return serviceOf(order.kind) == Provider::Railway ? say("Railway") : say("GitHub");
    return order.way == PromotionWay::GitHubAtTag ? say("GitHub Actions at the tag %1").arg(order.ref)
                                                  : say("GitHub Actions at %1").arg(order.ref);
}

/// Of their own accord they change nothing that serves: they belong beside what they help or stop.
bool isAuxiliary(OrderKind kind)
{
    return !isPromotion(kind) && !isReturn(kind);
}

bool cameToNothing(const CommandRecord &record)
{
    return record.state == CommandState::Refused || record.state == CommandState::NotSent ||
           record.state == CommandState::Uncertain;
}

/// Whether it makes anew what served already: nothing is gone back to.
bool isRedeployment(const Order &order)
{
    return isReturn(order.kind) && !order.target.isEmpty() && order.target == order.serving;
}

bool belongsTo(const CommandRecord &record, const QList<CommandRecord> &shown)
{
    return !record.order.parent.isEmpty() && std::any_of(shown.cbegin(), shown.cend(), [&](const CommandRecord &each) {
        return each.order.id == record.order.parent;
    });
}

QString agoPart(const char *sentence, const QDateTime &then, const std::optional<Moment> &now)
{
    return now && then.isValid() ? say(sentence).arg(agoText(then, *now)) : QString();
}

} // namespace

QList<CommandRecord> shownCommands(const QList<CommandRecord> &all)
{
    const auto newest =
        std::find_if(all.cbegin(), all.cend(), [](const CommandRecord &each) { return !isAuxiliary(each.order.kind); });
    QList<CommandRecord> roots;
    for (auto each = all.cbegin(); each != all.cend(); ++each) {
        const bool lastWord = each == all.cbegin() && each->order.parent.isEmpty(); // its outcome is to be read
        if (!isSettled(each->state) || each == newest || lastWord || !openAlarms(*each).isEmpty())
            roots.append(*each);
    }
    QList<CommandRecord> shown;
    for (const CommandRecord &each : all) {
        if (roots.contains(each) || belongsTo(each, roots))
            shown.append(each);
    }
    std::stable_partition(shown.begin(), shown.end(),
                          [](const CommandRecord &each) { return !openAlarms(each).isEmpty(); });
    return shown;
}

QString environmentTitle(Environment environment)
{
    return environment == Environment::Production ? say("PRODUCTION") : say("STAGING");
}

QString targetName(const CommitSha &sha, const DeploymentId &deployment)
{
    return sha.isEmpty() ? say("deployment %1").arg(deployment.value.left(shortId)) : shortSha(sha);
}

QString returnTitle(ReturnMeans means, Environment environment, const CommitSha &sha, const DeploymentId &target)
{
    const QString name = targetName(sha, target);
    const QString where = environmentTitle(environment);
    switch (means) {
    case ReturnMeans::RollBack:
        return say("Roll %1 back to %2").arg(where, name);
    case ReturnMeans::Redeploy:
        return say("Redeploy %1 in %2").arg(name, where);
    case ReturnMeans::Rebuild:
        break;
    }
    return say("Rebuild %1 in %2").arg(name, where);
}

QString commandTitle(const Order &order)
{
    const QString sha = shortSha(order.sha);
    const QString run = sha.isEmpty() ? QString::number(order.run.value) : sha;
    switch (order.kind) {
    case OrderKind::Dispatch:
    case OrderKind::RailwayDeploy:
        return say("Deploy %1 to %2").arg(sha, environmentTitle(order.environment));
    case OrderKind::CreateTag:
        return say("Create the tag %1 at %2").arg(order.ref, sha);
    case OrderKind::RollBack:
        return returnTitle(ReturnMeans::RollBack, order.environment, order.sha, order.target);
    case OrderKind::Redeploy:
        return returnTitle(ReturnMeans::Redeploy, order.environment, order.sha, order.target);
    case OrderKind::Rebuild:
        return returnTitle(ReturnMeans::Rebuild, order.environment, order.sha, order.target);
    case OrderKind::CancelDeployment:
        return say("Cancel the deployment of %1 in %2")
            .arg(targetName(order.sha, order.target), environmentTitle(order.environment));
    case OrderKind::RejectDeployment:
        return say("Reject the deployment of %1 in %2")
            .arg(targetName(order.sha, order.target), environmentTitle(order.environment));
    case OrderKind::ApproveDeployment:
        return say("Approve the deployment of %1 in %2")
            .arg(targetName(order.sha, order.target), environmentTitle(order.environment));
    case OrderKind::ApproveReview:
        return say("Approve the run of %1").arg(run);
    case OrderKind::RejectReview:
        return say("Reject the run of %1").arg(run);
    case OrderKind::RerunFailed:
        return say("Re-run the failed jobs of the run of %1").arg(run);
    case OrderKind::CancelRun:
        break;
    }
    return say("Cancel the run of %1").arg(run);
}

QString commandTitle(const CommandRecord &record)
{
    const Order &order = record.order;
    if (order.kind != OrderKind::Dispatch || record.runSha.isEmpty() || record.runSha == order.sha)
        return commandTitle(order);
    return say("Deploy %1 instead of %2 to %3")
        .arg(shortSha(record.runSha), shortSha(order.sha), environmentTitle(order.environment));
}

Look commandLook(const CommandRecord &record)
{
    Look look = lookOf(record.state);
    if (record.state == CommandState::Succeeded && isReturn(record.order.kind) && !isRedeployment(record.order))
        look.word = say("Restored");
    return look;
}

QString denialText(const Order &order)
{
    if (isReturn(order.kind))
        return say(
            "Say so only after you have looked at Railway yourself: from then on this return is not followed any "
            "more, and going back once more asks for nothing of it.");
    if (isPromotion(order.kind))
        return say(
            "Say so only after you have looked at GitHub and Railway yourself: from then on this promotion is not "
            "followed any more, and another one may be sent.");
    return say("Say so only after you have looked at GitHub and Railway yourself: from then on this command is not "
               "followed any more.");
}

QString commandMeta(const CommandRecord &record, const std::optional<Moment> &now)
{
    const QString who = record.order.who.isEmpty() ? QString() : say("by %1").arg(record.order.who);
    QStringList parts{routeOf(record.order), who, agoPart("sent %1", record.sentAt, now),
                      agoPart("ended %1", record.settledAt, now)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" \u00b7 "));
}

QList<Line> alarmLines(const CommandRecord &record)
{
    QList<Line> lines;
    const QStringList open = openAlarms(record);
    for (const QString &alarm : record.alarms) {
        if (open.contains(alarm))
            lines.append({.look = lookOf(StageState::Failed), .title = alarm, .word = say("ALARM"), .loud = true});
        else
            lines.append(
                {.look = lookOf(StageState::Skipped),
                 .title = alarm,
                 .detail = record.alarmsSeenBy.isEmpty() ? QString() : say("seen by %1").arg(record.alarmsSeenBy),
                 .word = say("alarm, seen")});
    }
    return lines;
}

QList<Line> reviewLines(const CommandRecord &record)
{
    QList<Line> lines;
    for (const PendingReview &review : record.reviews) {
        const QString who = review.reviewers.isEmpty() ? say("GitHub does not say who may approve")
                                                       : say("%1 may approve").arg(joined(review.reviewers));
        const QString you = review.currentUserCanApprove ? say("; you may") : say("; you may not");
        lines.append({.look = lookOf(DeploymentStatus::NeedsApproval),
                      .title = say("Waits for a review of %1").arg(review.environment),
                      .detail = who + you,
                      .url = record.url,
                      .word = say("review")});
    }
    return lines;
}

QList<Line> stepLines(const CommandRecord &record)
{
    QList<Line> lines;
    for (const CommandStep &step : record.steps)
        lines.append({.look = lookOf(step.state), .title = step.title, .detail = step.detail, .url = step.url});
    return lines;
}

QString candidateText(const WorkflowRun &run, const std::optional<Moment> &now)
{
    const QString who = run.triggeringActor.isEmpty() ? run.actor : run.triggeringActor;
    QString text =
        say("#%1 by %2, of %3 at %4").arg(QString::number(run.number), who, run.headBranch, shortSha(run.headSha));
    if (now && run.createdAt.isValid())
        text += QStringLiteral(", ") + agoText(run.createdAt, *now);
    return text;
}

QString logText(const QStringList &lines)
{
    QStringList safe;
    for (const QString &line : lines) {
        QString shown = line.left(longestLogLine);
        shown.replace(QLatin1Char('\t'), QLatin1String("    "));
        safe.append(visibleText(shown) + (line.size() > longestLogLine ? QString(QChar(0x2026)) : QString()));
    }
    return safe.join(QLatin1Char('\n'));
}

Closing closingOf(const QList<CommandRecord> &all)
{
    const auto titleOf = [&all](std::initializer_list<CommandState> states) {
        const auto found = std::find_if(all.cbegin(), all.cend(), [&](const CommandRecord &each) {
            return std::find(states.begin(), states.end(), each.state) != states.end();
        });
        return found == all.cend() ? QString() : commandTitle(*found);
    };
    if (const QString sent = titleOf({CommandState::Intended, CommandState::Sent}); !sent.isEmpty())
        return {Closing::Kind::LeavesUnknown,
                say("\"%1\" is being sent: when you close now, what came of it is only known after the next start.")
                    .arg(sent)};
    if (const QString checked = titleOf({CommandState::Checking}); !checked.isEmpty())
        return {Closing::Kind::CallsOff,
                say("\"%1\" is still being read again: closing calls it off, and nothing is sent.").arg(checked)};
    if (const QString out = titleOf({CommandState::Accepted, CommandState::Uncertain}); !out.isEmpty())
        return {Closing::Kind::GoesOn,
                say("\"%1\" goes on without this window, and is followed again at the next start.").arg(out)};
    return {};
}

CancelOffer cancelOffer(const CommandRecord &record, const QList<CommandRecord> &all)
{
    const bool byRun = record.order.kind == OrderKind::Dispatch && record.run;
    const bool byDeployment = isReturn(record.order.kind) && !record.deployment.isEmpty();
    if ((!byRun && !byDeployment) || !isUnresolved(record.state))
        return CancelOffer::None;
    const bool asked = std::any_of(all.cbegin(), all.cend(), [&](const CommandRecord &each) {
        const bool ofRun = byRun && each.order.kind == OrderKind::CancelRun && each.order.run == record.run;
        const bool ofDeployment =
            byDeployment && each.order.kind == OrderKind::CancelDeployment && each.order.target == record.deployment;
        return (ofRun || ofDeployment) && !cameToNothing(each);
    });
    return asked ? CancelOffer::Requested : CancelOffer::Possible;
}

QString cancelText(const Order &order, CancelOffer offer)
{
    if (offer == CancelOffer::Requested)
        return say("Cancellation requested");
    return isReturn(order.kind) ? say("Cancel deployment") : say("Cancel run");
}

ReviewOffer reviewOffer(const CommandRecord &record, const QList<CommandRecord> &all)
{
    const auto mine = [](const PendingReview &review) {
        return review.currentUserCanApprove && review.environmentId != 0;
    };
    if (std::none_of(record.reviews.cbegin(), record.reviews.cend(), mine))
        return ReviewOffer::None;
    const bool asked = std::any_of(all.cbegin(), all.cend(), [&](const CommandRecord &each) {
        const bool review = each.order.kind == OrderKind::ApproveReview || each.order.kind == OrderKind::RejectReview;
        return review && each.order.run == record.run && !cameToNothing(each) && each.state != CommandState::Failed;
    });
    return asked ? ReviewOffer::Requested : ReviewOffer::Possible;
}

bool mayBeDenied(const CommandRecord &record)
{
    const bool nothingSeen = !record.run && record.deployment.isEmpty();
    return record.state == CommandState::Uncertain || (record.state == CommandState::Accepted && nothingSeen);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/goback/means.h"

#include "models/goback/candidates.h"
#include "models/values/text.h"

namespace Slipway {

namespace {

QString rebuildText(const PastDeployment &past, const DeploymentsView &view)
{
    const QString what = past.deployment.route == DeploymentRoute::RailwayUp
                             ? say("what was uploaded for it, built anew with today's variables")
                             : say("its commit built anew with today's variables");
    return view.buildTime ? say("%1, about %2 by the last builds").arg(what, durationText(*view.buildTime))
                          : say("%1, how long it takes is not known").arg(what);
}

QString restoresText(ReturnMeans means, const PastDeployment &past, const DeploymentsView &view)
{
    switch (means) {
    case ReturnMeans::RollBack:
        return say("its image and its variables, in seconds");
    case ReturnMeans::Redeploy:
        return say("its image with today's variables, without a build");
    case ReturnMeans::Rebuild:
        return rebuildText(past, view);
    }
    Q_UNREACHABLE();
}

/// Railway says whether the image is kept by canRollback only (app/railway/README.md, 15).
QString whyNotPossible(ReturnMeans means, const PastDeployment &past)
{
    if (past.refusal != ReturnRefusal::None)
        return refusalText(past.refusal, past.deployment);
    if (means != ReturnMeans::Rebuild && !past.deployment.canRollback)
        return say("The image is no longer kept");
    if (means != ReturnMeans::RollBack && !past.deployment.canRedeploy)
        return say("Railway does not offer it");
    return {};
}

template <typename Value>
QString moveText(const QString &what, const Value &before, const Value &after)
{
    const auto name = [](const Value &value) { return value.isEmpty() ? say("nothing known") : value.value.left(8); };
    return say("%1 changed from %2 to %3").arg(what, name(before), name(after));
}

/// Whether it offers one of its means no longer, or anew.
QString offerMoveText(const QString &means, bool before, bool after)
{
    if (before == after)
        return {};
    return after ? say("Railway offers %1 to the chosen deployment now").arg(means)
                 : say("Railway does not offer %1 to the chosen deployment any more").arg(means);
}

} // namespace

QString refusalText(ReturnRefusal refusal, const Deployment &deployment)
{
    switch (refusal) {
    case ReturnRefusal::None:
        return {};
    case ReturnRefusal::Serving:
        return say("It is what serves now");
    case ReturnRefusal::InProgress:
        return say("It is on its way: Railway says %1").arg(wireWord(deployment.status));
    case ReturnRefusal::WaitsForApproval:
        return say("It waits for an approval and never went live");
    case ReturnRefusal::Failed:
        return say("Its build or its start failed");
    case ReturnRefusal::Skipped:
        return deployment.note.isEmpty() ? say("It was skipped") : say("It was skipped: %1").arg(deployment.note);
    case ReturnRefusal::Crashed:
        return say("It crashed");
    case ReturnRefusal::NeverServed:
        return say("It was aborted before it went live");
    case ReturnRefusal::ServedUnknown:
        return say("Whether it ever went live cannot be told");
    case ReturnRefusal::StatusUnknown:
        return say("It is \"%1\", a word Slipway does not know").arg(deployment.rawStatus);
    case ReturnRefusal::NothingKept:
        return say("Railway offers neither a rollback nor a redeployment of it any more");
    }
    Q_UNREACHABLE();
}

QList<MeansOffer> meansOf(const PastDeployment &past, const DeploymentsView &view)
{
    QList<MeansOffer> offers;
    for (const ReturnMeans means : returnMeans) {
        const QString why = whyNotPossible(means, past);
        offers.append(
            {.means = means, .available = why.isEmpty(), .restores = restoresText(means, past, view), .reason = why});
    }
    return offers;
}

QStringList movedSince(const DeploymentsView &frozen, const DeploymentsView &present, const DeploymentId &target)
{
    const bool staging = present.environment == Environment::Staging;
    QStringList moved;
    if (frozen.serving != present.serving)
        moved.append(moveText(staging ? say("Staging's serving deployment") : say("Production's serving deployment"),
                              frozen.serving, present.serving));
    if (frozen.newest != present.newest)
        moved.append(moveText(staging ? say("Staging's newest deployment") : say("Production's newest deployment"),
                              frozen.newest, present.newest));
    const PastDeployment *before = find(frozen, target);
    const PastDeployment *after = find(present, target);
    if (!before)
        return moved;
    if (!after) {
        moved.append(say("The chosen deployment %1 is not listed any more").arg(target.value.left(8)));
        return moved;
    }
    moved.append(offerMoveText(say("a rollback"), before->deployment.canRollback, after->deployment.canRollback));
    moved.append(offerMoveText(say("a redeployment"), before->deployment.canRedeploy, after->deployment.canRedeploy));
    moved.removeAll(QString());
    return moved;
}

} // namespace Slipway

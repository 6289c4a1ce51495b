// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/promotioncheck.h"

#include "models/observed/reread.h"
#include "models/pipeline/offer.h"
#include "models/values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

bool changesProduction(const CommandRecord &record)
{
    return changesWhatServes(record.order) && record.order.environment == Environment::Production &&
           !isSettled(record.state);
}

QString whyNotPromoted(const PromotionOffer &frozen, PromotionWay way, const Observations &observations,
                       const Snapshot &snapshot, Moment asked)
{
    const QStringList unread = notReadSince(observations, asked);
    if (!unread.isEmpty())
        return say("Nothing was sent, because not everything could be read again: %1")
            .arg(unread.join(QStringLiteral("; ")));
    const QStringList moved = movedSince(frozen, snapshot.offer);
    if (!moved.isEmpty())
        return say("Nothing was sent, because something moved: %1").arg(moved.join(QLatin1Char(' ')));
    const auto allowed = mayPromote(snapshot.offer, way);
    return allowed ? QString() : say("Nothing was sent: %1").arg(allowed.error().detail);
}

QString whyNotApproved(const Repair &frozen, const Observations &observations, const Snapshot &snapshot, Moment asked)
{
    const QStringList unread = notReadSince(observations, asked);
    if (!unread.isEmpty())
        return say("Nothing was sent, because not everything could be read again: %1")
            .arg(unread.join(QStringLiteral("; ")));
    const auto present = std::find_if(snapshot.repairs.cbegin(), snapshot.repairs.cend(), [&](const Repair &each) {
        return each.kind == frozen.kind && each.run == frozen.run && each.deployment == frozen.deployment;
    });
    if (present == snapshot.repairs.cend() || !present->release || !frozen.release)
        return say("Nothing was sent: it does not wait for an approval any more, somebody decided it.");
    const QStringList moved = movedSince(*frozen.release, *present->release);
    if (!moved.isEmpty())
        return say("Nothing was sent, because something moved: %1").arg(moved.join(QLatin1Char(' ')));
    return present->available ? QString() : say("Nothing was sent: %1").arg(present->reason);
}

} // namespace

QString whyNoRelease(const Order &order, const Observations &observations)
{
    if (!observations.journalReadable)
        return say("The journal of commands is not usable (%1): what was sent before is not known here. Look at runs "
                   "and deployments, then acknowledge it.")
            .arg(observations.journalTrouble);
    for (const CommandRecord &record : observations.commands) {
        if (!changesProduction(record) || record.order.id == order.id || letsGoOn(order, record))
            continue;
        if (isApproval(record.order.kind))
            return say("The approval of %1 that %2 gave is not settled yet: follow it, or say what became of it.")
                .arg(shortSha(record.order.sha), record.order.who);
        return (isReturn(record.order.kind)
                    ? say("Going back to %1, which %2 confirmed, is not settled yet: follow it, or say what became of "
                          "it.")
                    : say("The promotion of %1 that %2 confirmed is not settled yet: follow it, or say what became of "
                          "it."))
            .arg(shortSha(record.order.sha), record.order.who);
    }
    return {};
}

QString whyMoved(const ConfirmedRelease &confirmed, const Order &order, const Observations &observations,
                 const Snapshot &snapshot, Moment asked)
{
    if (QString why = whyNoRelease(order, observations); !why.isEmpty())
        return why;
    const auto *approval = std::get_if<Repair>(&confirmed);
    return approval ? whyNotApproved(*approval, observations, snapshot, asked)
                    : whyNotPromoted(std::get<PromotionOffer>(confirmed), order.way, observations, snapshot, asked);
}

} // namespace Slipway

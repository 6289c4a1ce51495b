// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/clockskew.h"

namespace Slipway {

namespace {

constexpr qsizetype offsetsKept = 9;
constexpr qint64 halfASecond = 500;
constexpr qint64 tellableMs = 2'000;

} // namespace

ClockSkew withTime(ClockSkew skew, const QDateTime &serverTime, Moment asked, Moment answered)
{
    const qint64 middle = asked.wallMs + (answered.wallMs - asked.wallMs) / 2;
    skew.offsetsMs.append(serverTime.toMSecsSinceEpoch() + halfASecond - middle);
    if (skew.offsetsMs.size() > offsetsKept)
        skew.offsetsMs.removeFirst();
    return skew;
}

std::optional<Milliseconds> skewOf(const ClockSkew &skew)
{
    if (skew.offsetsMs.isEmpty())
        return std::nullopt;
    QList<qint64> sorted = skew.offsetsMs;
    std::sort(sorted.begin(), sorted.end());
    const qint64 middle = sorted.at(sorted.size() / 2);
    if (std::abs(middle) <= tellableMs)
        return Milliseconds(0);
    return Milliseconds(middle / 1'000 * 1'000);
}

Moment ServiceClocks::by(Provider service, Moment ours) const
{
    return ours + ahead.value(service);
}

QDateTime ServiceClocks::by(Provider service, const QDateTime &ours) const
{
    return ours.addMSecs(ahead.value(service).count());
}

QDateTime ServiceClocks::ours(Provider service, const QDateTime &theirs) const
{
    return theirs.addMSecs(-ahead.value(service).count());
}

QDateTime ServiceClocks::translated(Provider from, Provider to, const QDateTime &theirs) const
{
    return isKnown(from) && isKnown(to) ? by(to, ours(from, theirs)) : theirs;
}

Milliseconds ServiceClocks::since(Provider service, const QDateTime &theirs, Moment now) const
{
    return Milliseconds(ours(service, theirs).msecsTo(now.utc()));
}

} // namespace Slipway

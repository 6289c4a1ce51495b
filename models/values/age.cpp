// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/age.h"

#include "models/values/text.h"

namespace Slipway {

QString spanText(Milliseconds span)
{
    constexpr qint64 day = 86400;
    const qint64 seconds = std::max<qint64>(span.count() / 1000, 0);
    if (seconds < 60)
        return say("%1 s").arg(seconds);
    if (seconds < 3600)
        return say("%1 min").arg(seconds / 60);
    if (seconds < 2 * day)
        return say("%1 h").arg(seconds / 3600);
    return say("%1 days").arg(seconds / day);
}

QString agoText(Milliseconds age)
{
    return age < Milliseconds(1000) ? say("just now") : say("%1 ago").arg(spanText(age));
}

QString agoText(Moment then, Moment now)
{
    return agoText(ageOf(then, now));
}

QString agoText(const QDateTime &then, Moment now)
{
    return then.isValid() ? agoText(Milliseconds(now.wallMs - then.toMSecsSinceEpoch())) : QString();
}

} // namespace Slipway

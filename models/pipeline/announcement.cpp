// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/announcement.h"

#include "models/values/text.h"

namespace Slipway {

namespace {

QString nameAtBeginning(Environment environment)
{
    return environment == Environment::Staging ? say("Staging") : say("Production");
}

QString titleOf(const EnvironmentView &view, Verdict before)
{
    const QString name = nameAtBeginning(view.environment);
    if (view.flapping)
        return say("%1 goes up and down").arg(name);
    switch (view.verdict) {
    case Verdict::Healthy:
        return say("%1 is healthy again").arg(name);
    case Verdict::Degraded:
        return before == Verdict::Down ? say("%1 is up again, but degraded").arg(name)
                                       : say("%1 is degraded").arg(name);
    case Verdict::Down:
        return say("%1 is down").arg(name);
    case Verdict::Unknown:
        break;
    }
    return {};
}

} // namespace

Announcing announce(const Announced &known, const EnvironmentView &view)
{
    // A fresh answer of the application that is bad is news, however old Railway's is.
    const bool bad = view.verdict == Verdict::Degraded || view.verdict == Verdict::Down;
    const bool proven = view.verdict != Verdict::Unknown && !view.offline && (bad || !view.stale);
    const bool settled = proven && view.pending.isEmpty();
    if (view.flapping && known.flapping)
        return {.known = known, .announcement = std::nullopt};
    const bool beginsToFlap = proven && view.flapping && !known.flapping;
    if (!beginsToFlap && !settled)
        return {.known = known, .announcement = std::nullopt};
    const Announced now{.verdict = view.verdict, .flapping = view.flapping};
    if (!beginsToFlap && (known.verdict == Verdict::Unknown || known == now))
        return {.known = now, .announcement = std::nullopt};
    const bool production = view.environment == Environment::Production;
    return {.known = now,
            .announcement = Announcement{.title = titleOf(view, known.verdict),
                                         .text = view.verdictReason,
                                         .urgent = production && view.verdict == Verdict::Down}};
}

} // namespace Slipway

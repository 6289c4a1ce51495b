// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/facts.h"

namespace Slipway {

/// What the checks of an environment add up to.
struct HealthVerdict {
    Verdict verdict = Verdict::Unknown;
    QString reason;        ///< one sentence
    QDateTime at;          ///< when that was seen, by this computer's clock; invalid: it was not
    QString pending;       ///< "1/3": it is not settled
    bool flapping = false; ///< one that counts goes up and down again and again
};

/// No application answers in either environment, and no service has answered since: it is this computer that is
/// offline, which proves nothing about the applications.
bool isOffline(const Situation &known);

/// The worst of the checks that count. Railway can only make it worse; what is stale or was never read is Unknown, and
/// nothing is healthy beside it.
HealthVerdict healthVerdictOf(const Facts &facts, Environment environment);

/// What is known of each check, the health address first.
QList<CheckView> checkViewsOf(const Facts &facts, Environment environment);

/// The check's last samples; null when it was never asked.
const Observed<Health> *observedCheck(const Observations &observations, Environment environment, const QString &name);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/condition.h"

#include <QDateTime>
#include <QHash>
#include <QList>

#include <optional>

namespace Slipway {

/// One complete answer of the application, as a condition sees it.
struct ProbeAnswer {
    int status = 0;
    int latencyMs = 0;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
    std::optional<QDateTime> certificateUntil; ///< the end of the server's certificate; none over plain http
    QDateTime at;                              ///< when it was asked for: what "21d" counts from
};

struct ConditionResult {
    bool holds = false;
    QString shown; ///< resolved: `body.mode (degraded) != "degraded"`; from outside: plain text, bounded
    bool operator==(const ConditionResult &) const = default;
};

/// In the order of the conditions. The body is parsed once, and not at all when no condition asks for it; a body that
/// is not JSON, too deep or too large makes the conditions on it fail and say so.
QList<ConditionResult> resolve(const QList<Condition> &conditions, const ProbeAnswer &answer);

} // namespace Slipway

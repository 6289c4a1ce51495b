// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/resolve.h"
#include "models/values/health.h"
#include "models/values/moment.h"

namespace Slipway {

/// A header whose value holds a secret of the keychain: "Bearer {secret:chat-key}". Only the name is known here.
struct SecretHeader {
    QByteArray name;
    QByteArray before; ///< "Bearer "
    QString secret;    ///< "chat-key"
    QByteArray after;
    bool operator==(const SecretHeader &) const = default;
};

/// Something that is asked of the application again and again, from the project file.
struct Check {
    QString name; ///< unique in its environment
    QByteArray method = "GET";
    QString path; ///< below the environment's address, perhaps with a query
    QList<std::pair<QByteArray, QByteArray>> headers;
    QList<SecretHeader> secretHeaders;
    QByteArray body;
    QList<Condition> conditions; ///< all must hold; without any, the kind of body decides (judgeHealth)
    Milliseconds interval{10'000};
    Milliseconds timeout{10'000};
    bool counts = true;          ///< for the verdict on its environment
    bool onRequest = false;      ///< only when a person asks for it: it costs something
    bool afterPromotion = false; ///< also once when a promotion or a return goes live, and counts in its outcome
    bool operator==(const Check &) const = default;
};

/// The name of the check that every environment has: its health address, by which commands are followed.
inline constexpr QLatin1String healthCheckName{"health"};

/// Judges one complete answer by the check's conditions, else by its body. An answer of 400 or more is Down unless a
/// condition on the status allows it, a failed status condition is Down, any other failed condition is Degraded. A
/// certificate that ends within 21 days is Degraded where no condition speaks of it. Fills everything but `at`.
HealthSample judgeAnswer(const Check &check, const ProbeAnswer &answer);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace Slipway {

/// The verdict on an environment. Unknown is drawn grey, never green.
enum class Verdict { Unknown, Healthy, Degraded, Down };

/// One answer (or none) of an application's health address, already judged by status and body (target-team.md).
struct HealthSample {
    QDateTime at;                       ///< when the probe was sent, UTC
    Verdict verdict = Verdict::Unknown; ///< of this sample alone: Healthy, Degraded or Down
    std::optional<int> httpStatus;      ///< none when there was no HTTP answer
    std::optional<int> latencyMs;       ///< none when there was no HTTP answer
    QStringList reasons;                ///< why it is not healthy; from outside: plain text
    QStringList facts;                  ///< short facts worth showing, e.g. "database connected"
    bool operator==(const HealthSample &) const = default;
};

/// The last probes of one environment.
struct Health {
    HealthSample latest;
    int failuresInRow = 0;              ///< samples that were Down
    int goodInRow = 0;                  ///< samples that were Healthy
    std::optional<QDateTime> goodSince; ///< when the present row of good samples began
    QDateTime previousAt;               ///< of the sample before the latest; invalid: there was none
    bool operator==(const Health &) const = default;
};

/// Failed probes in a row before an environment counts as down (architecture and issue: three).
inline constexpr int failuresUntilDown = 3;

/// Adds a sample to the row.
Health withSample(Health health, const HealthSample &sample);
/// Down after three failures in a row; a single failure is Degraded, never Healthy.
Verdict verdictOf(const Health &health);

} // namespace Slipway

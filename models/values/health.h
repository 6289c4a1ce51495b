// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace Slipway {

/// The verdict on an environment. Unknown is drawn grey, never green.
enum class Verdict { Unknown, Healthy, Degraded, Down };

/// One answer (or none) of an application's health address, already judged by status and body.
struct HealthSample {
    QDateTime at;                              ///< when the probe was sent, UTC
    Verdict verdict = Verdict::Unknown;        ///< of this sample alone: Healthy, Degraded or Down
    std::optional<int> httpStatus;             ///< none when there was no HTTP answer
    std::optional<int> latencyMs;              ///< none when there was no HTTP answer
    QStringList reasons;                       ///< why it is not healthy; from outside: plain text
    QStringList facts;                         ///< short facts worth showing, e.g. "database connected"
    std::optional<QDateTime> certificateUntil; ///< none over plain http, or without an answer
    bool operator==(const HealthSample &) const = default;
};

/// The last probes of one check.
struct Health {
    HealthSample latest;
    int failuresInRow = 0;                 ///< samples that were Down
    int goodInRow = 0;                     ///< samples that were Healthy
    std::optional<QDateTime> failingSince; ///< when the present row of failures began
    QDateTime previousAt;                  ///< of the sample before the latest; invalid: there was none
    int answersInRow = 0;                  ///< samples that were not Down
    bool down = false;                     ///< three failures in a row, and not two answers in a row since
    QList<bool> turns; ///< of the last samples, oldest first: whether each was healthy and the one before was not, or
                       ///< the reverse
    bool flapping = false; ///< it is healthy and is not again and again; begins and ends at different rates
    bool operator==(const Health &) const = default;
};

/// Failed probes in a row before an environment counts as down (architecture and issue: three).
inline constexpr int failuresUntilDown = 3;
/// Answered probes in a row before what was down counts as up again.
inline constexpr int successesUntilUp = 2;

/// Three times the usual interval between probes: what is further apart was interrupted.
inline constexpr std::chrono::milliseconds usualGap{30'000};

/// Adds a sample to the row. After a gap of `gapAfter` (the computer slept) the row begins anew: what was not measured
/// is neither good nor bad.
Health withSample(Health health, const HealthSample &sample, std::chrono::milliseconds gapAfter = usualGap);
/// Down after three failures in a row, until two answers in a row; a single failure is Degraded, and so is what flaps.
Verdict verdictOf(const Health &health);
/// "1/3" while failures are counted, "1/2 good" while what was down recovers; empty when the verdict is settled.
QString pendingText(const Health &health);

} // namespace Slipway

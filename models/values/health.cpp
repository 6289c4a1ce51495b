// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/health.h"

#include "models/values/text.h"

namespace Slipway {

namespace {

// Flapping as Nagios tells it: the share of the last results that differed from the one before, the newest counting
// most (app/probe/README.md, 4). Its 50 and 25 % are never reached here: what fails is asked twice as often, so
// that most results repeat the one before. Two outages within the last results are flapping, one never is.
constexpr qsizetype turnsKept = 20;
constexpr double oldestWeight = 0.8;
constexpr double newestWeight = 1.2;
constexpr double flappingFrom = 0.18;
constexpr double flappingUntil = 0.1;

double turnShare(const QList<bool> &turns)
{
    double sum = 0;
    for (qsizetype i = 0; i < turns.size(); ++i) {
        const auto place = double(turnsKept - turns.size() + i) / double(turnsKept - 1);
        sum += turns.at(i) ? oldestWeight + (newestWeight - oldestWeight) * place : 0;
    }
    return sum / double(turnsKept);
}

void noteTurn(Health &health, bool isHealthy)
{
    if (health.latest.at.isValid()) {
        health.turns.append((health.latest.verdict == Verdict::Healthy) != isHealthy);
        if (health.turns.size() > turnsKept)
            health.turns.removeFirst();
    }
    health.flapping = turnShare(health.turns) >= (health.flapping ? flappingUntil : flappingFrom);
}

} // namespace

Health withSample(Health health, const HealthSample &sample, std::chrono::milliseconds gapAfter)
{
    const QDateTime before = health.latest.at;
    if (before.isValid() && before.msecsTo(sample.at) > gapAfter.count())
        health = Health();
    const bool isDown = sample.verdict == Verdict::Down;
    noteTurn(health, sample.verdict == Verdict::Healthy);
    health.previousAt = before;
    health.latest = sample;
    health.failuresInRow = isDown ? health.failuresInRow + 1 : 0;
    health.answersInRow = isDown ? 0 : health.answersInRow + 1;
    if (!isDown)
        health.failingSince.reset();
    else if (!health.failingSince)
        health.failingSince = sample.at;
    if (health.failuresInRow >= failuresUntilDown)
        health.down = true;
    else if (health.answersInRow >= successesUntilUp)
        health.down = false;
    health.goodInRow = sample.verdict == Verdict::Healthy ? health.goodInRow + 1 : 0;
    return health;
}

Verdict verdictOf(const Health &health)
{
    if (health.down)
        return Verdict::Down;
    const bool unsettled = health.latest.verdict == Verdict::Down || health.flapping;
    return unsettled ? Verdict::Degraded : health.latest.verdict;
}

QString pendingText(const Health &health)
{
    if (!health.down && health.latest.verdict == Verdict::Down)
        return say("%1/%2").arg(health.failuresInRow).arg(failuresUntilDown);
    if (health.down && health.answersInRow > 0)
        return say("%1/%2 good").arg(health.answersInRow).arg(successesUntilUp);
    return {};
}

} // namespace Slipway

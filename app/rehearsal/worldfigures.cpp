// SPDX-License-Identifier: GPL-3.0-or-later
// What is measured of the world: how quickly it answers, and how often it fails.
#include "world.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cmath>

namespace Slipway::Rehearsal {

namespace {

constexpr double usualMs = 60;
constexpr int usualRequests = 120; ///< a minute

/// When a latency that creeps has come all the way for the slowest answers: they are ahead of the others.
constexpr double slowestAhead = 2;
constexpr double slowestShare = 0.1;

double grown(double from, double to, double progress)
{
    return from * std::pow(to / from, std::clamp(progress, 0.0, 1.0));
}

} // namespace

/// From 0 to 1, the same for the same seed and words.
double World::chance(const QString &words) const
{
    const QString text = QStringLiteral("%1/%2").arg(m_seed).arg(words);
    const QByteArray hash = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Md5);
    bool isNumber = false;
    return double(hash.left(4).toHex().toUInt(&isNumber, 16)) / double(0xFFFFFFFFU);
}

QString World::healthAt(Environment environment, const QDateTime &time) const
{
    World then(*this); // its lists are shared
    then.m_clock = [time] { return time; };
    return then.healthOf(environment);
}

double World::creptAt(Environment environment, const QDateTime &time) const
{
    if (!m_scenario.creep || m_scenario.creep->environment != environment)
        return 0;
    if (time >= m_creepsUntil)
        return 1;
    if (time <= m_creepsFrom)
        return 0;
    return double(m_creepsFrom.msecsTo(time)) / double(m_creepsFrom.msecsTo(m_creepsUntil));
}

double World::latencyAt(Environment environment, const QDateTime &time, double percentile) const
{
    const double spread = 0.5 + percentile; // half as long as usual to half as long again
    const double progress = creptAt(environment, time);
    if (progress <= 0)
        return usualMs * spread;
    const double ahead = percentile > 1 - slowestShare ? slowestAhead : 1;
    return grown(m_scenario.creep->fromMs, m_scenario.creep->toMs, progress * ahead) * spread;
}

int World::answerDelayMs(Environment environment, bool unhurried)
{
    const double percentile = chance(QStringLiteral("answer %1").arg(++m_answers));
    if (m_scenario.creep && m_scenario.creep->environment == environment)
        return int(latencyAt(environment, now(), percentile));
    return unhurried ? int(latencyAt(environment, now(), percentile) / 2) : 0;
}

SimMinute World::minuteOf(Environment environment, const QDateTime &time) const
{
    const qint64 number = time.toSecsSinceEpoch() / 60;
    const auto random = [&](const char *what) {
        return chance(QStringLiteral("%1 %2 %3").arg(QLatin1String(what)).arg(int(environment)).arg(number));
    };
    const QString health = healthAt(environment, time);
    const double crept = creptAt(environment, time);
    SimMinute minute{.requests = environment == Environment::Production ? usualRequests + int(40 * random("requests"))
                                                                        : 2 + int(4 * random("requests")),
                     .errors = random("errors") < 0.3 ? 1 : 0,
                     .cpu = 0.2 + 0.1 * random("cpu") + 0.5 * crept,
                     .memoryGb = 0.7 + 0.05 * random("memory") + 0.6 * crept,
                     .p50Ms = latencyAt(environment, time, 0.5),
                     .p95Ms = latencyAt(environment, time, 0.95)};
    double failing = 0;
    if (health == QLatin1String("down")) {
        failing = 1; // Railway's edge answers 502, and Sentry hears what the application said as it fell
        minute.errors += 20 + int(20 * random("down"));
        minute.cpu = minute.memoryGb = 0;
    } else if (health == QLatin1String("degraded")) {
        failing = 0.12;
        minute.errors += 8 + int(8 * random("degraded"));
        minute.p95Ms = std::max(minute.p95Ms, 2'000 + 600 * random("slow"));
    }
    minute.errors += int(12 * crept * crept);
    minute.failures = int(std::round(minute.requests * std::max(failing, 0.04 * crept)));
    return minute;
}

} // namespace Slipway::Rehearsal

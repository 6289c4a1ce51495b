// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/world/worldlogs.h"

#include "models/values/utc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace Slipway::Rehearsal {

namespace {

constexpr qint64 never = std::numeric_limits<qint64>::max();
constexpr qint64 settled =
    2 * nanosecondsPerSecond;      ///< how long after its beginning a container only tells that it starts
constexpr double stagingLines = 1; ///< a second
constexpr double stormLines = 500; ///< a second and replica: Railway takes no more

struct LifeLine {
    qint64 after; ///< nanoseconds
    const char *severity;
    const char *message;
};

constexpr std::array startLines{LifeLine{0, "info", "Starting Container"},
                                LifeLine{412'306'117, "info", "INFO:     Started server process [1]"},
                                LifeLine{431'880'000, "info", "INFO:     Waiting for application startup."},
                                LifeLine{1'287'004'912, "info", "INFO:     Application startup complete."},
                                LifeLine{1'291'466'250, "info", "INFO:     Uvicorn running on http://0.0.0.0:8080"}};
constexpr std::array stopLines{LifeLine{0, "info", "Stopping Container"},
                               LifeLine{4'210'340, "info", "INFO:     Shutting down"},
                               LifeLine{36'550'871, "info", "INFO:     Finished server process [1]"}};
constexpr std::array crashLines{
    LifeLine{0, "error", "[CRITICAL] Worker (pid:7) was sent SIGKILL! Perhaps out of memory?"},
    LifeLine{1'902'664, "error", "[ERROR] Shutting down: Master"}};

qint64 wholeSecondFrom(qint64 at)
{
    return (at + nanosecondsPerSecond - 1) / nanosecondsPerSecond * nanosecondsPerSecond;
}

template <size_t size>
void appendAt(qint64 moment, const std::array<LifeLine, size> &told, const SimOrigin &replica, qint64 from, qint64 to,
              std::vector<SimLine> &lines)
{
    for (const LifeLine &each : told) {
        const qint64 at = moment + each.after;
        if (at < from || at >= to)
            continue;
        SimLine line{.at = at,
                     .bySecond = each.after == 0 && at % nanosecondsPerSecond == 0,
                     .severity = each.severity,
                     .message = each.message,
                     .origin = &replica};
        line.attributes.emplace_back("level", each.severity);
        lines.push_back(std::move(line));
    }
}

/// Its first of that status.
qint64 firstOf(const Timeline &statuses, const char *status)
{
    for (const auto &[from, each] : statuses) {
        if (each == QLatin1String(status))
            return nanoseconds(from);
    }
    return never;
}

} // namespace

qint64 nanoseconds(const QDateTime &time)
{
    return time.toMSecsSinceEpoch() * nanosecondsPerMillisecond;
}

int replicasIn(const World &world, Environment environment)
{
    return environment == Environment::Production ? std::max(world.scenario().logs.replicas, 1) : 1;
}

QString replicaId(const World &world, const SimDeployment &deployment, int index)
{
    const QString name = deployment.id + QStringLiteral(" replica");
    return world.uuid(index == 0 ? name : name + QString::number(index));
}

QString snapshotId(const World &world, const SimDeployment &deployment)
{
    return world.uuid(deployment.id + QStringLiteral(" snapshot"));
}

WorldLogs::WorldLogs(const World &world, Environment environment)
    : m_world(world)
    , m_environment(environment)
    , m_present(nanoseconds(world.now()))
    , m_linesPerSecond(environment == Environment::Production ? world.scenario().logs.linesPerSecond : stagingLines)
    , m_replicas(replicasIn(world, environment))
{
    m_period = std::max(qint64(double(nanosecondsPerSecond) / std::max(m_linesPerSecond, 0.01)), qint64(1'000'000));
    for (const auto &[from, mode] : world.healthModes(environment)) {
        const qint64 since = from.isValid() ? nanoseconds(from) : 0;
        m_degraded.emplace_back(since, mode == QLatin1String("degraded"));
    }
    const QList<SimDeployment> all = world.deployments(environment);
    for (const SimDeployment &deployment : all)
        addLife(deployment);
}

void WorldLogs::addLife(const SimDeployment &deployment)
{
    const Timeline statuses = m_world.statusesOf(deployment);
    const qint64 starts = firstOf(statuses, "DEPLOYING");
    if (starts == never)
        return;
    Life life{.starts = wholeSecondFrom(starts),
              .serves = firstOf(statuses, "SUCCESS"),
              .degrades = deployment.degradesAt.isValid() ? nanoseconds(deployment.degradesAt) : never,
              .drains = firstOf(statuses, "REMOVING"),
              .ends = firstOf(statuses, "REMOVED"),
              .goesBad = deployment.degradesAt.isValid()};
    life.ends = std::max(life.ends, life.starts);
    for (const auto &[from, status] : statuses) {
        if (status == QLatin1String("CRASHED"))
            life.downs.emplace_back(nanoseconds(from), never);
        else if (status == QLatin1String("SUCCESS") && !life.downs.empty())
            life.downs.back().second = std::min(life.downs.back().second, wholeSecondFrom(nanoseconds(from)));
    }
    for (int i = 0; i < m_replicas; ++i)
        life.replicas.push_back({.deployment = deployment.id.toStdString(),
                                 .replica = replicaId(m_world, deployment, i).toStdString(),
                                 .snapshot = snapshotId(m_world, deployment).toStdString()});
    for (const char byte : life.replicas.front().deployment)
        life.seed = mixed(life.seed + quint64(byte));
    m_lives.push_front(std::move(life));
}

qint64 WorldLogs::oldest() const
{
    return m_lives.empty() ? m_present : m_lives.front().starts;
}

Mood WorldLogs::moodOf(const Life &life, qint64 at) const
{
    for (const auto &[from, until] : life.downs) {
        if (at >= from && (until == never || at < until + settled))
            return Mood::Down;
    }
    if (at >= life.drains)
        return Mood::Draining;
    if (at < life.serves)
        return Mood::Starting;
    if (at >= life.degrades)
        return Mood::Degraded;
    bool degraded = false;
    for (const auto &[since, isSo] : m_degraded) {
        if (since <= at)
            degraded = isSo;
    }
    return degraded ? Mood::Degraded : Mood::Well;
}

/// Places are numbered from 1970 on, so that each keeps its time and its chance whoever asks; it lies in the first half
/// of its period, and what is said there ends before the next.
template <typename Take>
void WorldLogs::eachSlot(const Life &life, size_t replica, qint64 from, qint64 to, Take take) const
{
    const qint64 begin = std::max(from, life.starts + settled);
    const qint64 end = std::min(to, life.ends);
    const quint64 seed = mixed(life.seed + replica);
    for (qint64 number = begin / m_period; number * m_period < end; ++number) {
        LogSlot slot{.chance = mixed(seed ^ quint64(number)),
                     .environment = m_environment,
                     .goesBad = life.goesBad,
                     .hostile = m_world.scenario().logs.hostile,
                     .storm = m_linesPerSecond >= stormLines,
                     .origin = &life.replicas[replica]};
        slot.at = number * m_period + m_period / 8 + qint64(mixed(slot.chance) % quint64(m_period / 4));
        if (slot.chance % 8U == 0) // fractions of a second have fewer digits now and then
            slot.at -= slot.at % (slot.chance % 32U == 0 && m_period > nanosecondsPerSecond / 100 ? 1'000'000 : 1'000);
        if (slot.at < life.starts + settled || slot.at >= end)
            continue;
        slot.mood = moodOf(life, slot.at);
        if ((slot.mood == Mood::Draining || slot.mood == Mood::Starting) && slot.chance / 32U % 4U != 0)
            continue;
        if (m_world.scenario().creep)
            slot.slowness =
                m_world.latencyAt(m_environment,
                                  QDateTime::fromMSecsSinceEpoch(slot.at / nanosecondsPerMillisecond, utcZone), 0.5) /
                60;
        take(slot);
    }
}

void WorldLogs::appendLifecycle(const Life &life, const SimOrigin &replica, qint64 from, qint64 to,
                                std::vector<SimLine> &lines) const
{
    appendAt(life.starts, startLines, replica, from, to, lines);
    for (const auto &[crashed, restarted] : life.downs) {
        appendAt(crashed, crashLines, replica, from, to, lines);
        if (restarted != never)
            appendAt(restarted, startLines, replica, from, to, lines);
    }
    if (life.ends != never)
        appendAt(life.ends, stopLines, replica, from, to, lines);
}

std::vector<SimLine> WorldLogs::lines(qint64 from, qint64 to, std::string_view deployment) const
{
    to = std::min(to, m_present);
    std::vector<SimLine> all;
    std::vector<SimLine> said;
    for (const Life &life : m_lives) {
        if (life.starts >= to || (life.ends != never && life.ends + nanosecondsPerSecond < from))
            continue;
        if (!deployment.empty() && life.replicas.front().deployment != deployment)
            continue;
        for (size_t replica = 0; replica < life.replicas.size(); ++replica) {
            appendLifecycle(life, life.replicas[replica], from, to, all);
            eachSlot(life, replica, from, to, [&](const LogSlot &slot) {
                said.clear();
                appendLines(slot, said);
                for (SimLine &line : said) {
                    if (line.at >= from && line.at < to)
                        all.push_back(std::move(line));
                }
            });
        }
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const SimLine &left, const SimLine &right) { return left.at < right.at; });
    return all;
}

std::vector<SimRequest> WorldLogs::requests(qint64 from, qint64 to, std::string_view deployment) const
{
    to = std::min(to, m_present);
    std::vector<SimRequest> all;
    for (const Life &life : m_lives) {
        if (life.replicas.front().deployment != deployment)
            continue;
        for (size_t replica = 0; replica < life.replicas.size(); ++replica) {
            eachSlot(life, replica, from, to, [&](const LogSlot &slot) {
                if (slot.at >= from && slot.mood != Mood::Starting && isRequest(slot))
                    all.push_back(requestIn(slot));
            });
        }
    }
    std::sort(all.begin(), all.end(),
              [](const SimRequest &left, const SimRequest &right) { return left.at < right.at; });
    return all;
}

} // namespace Slipway::Rehearsal

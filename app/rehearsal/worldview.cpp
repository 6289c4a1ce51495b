// SPDX-License-Identifier: GPL-3.0-or-later
// What can be seen of the world now.
#include "world.h"

#include <algorithm>

namespace Slipway::Rehearsal {

namespace {

constexpr int imageKeptHours = 72; ///< the Hobby plan's (railway.md, trap 5)

/// The last entry that has come.
const std::pair<QDateTime, QString> *present(const Timeline &timeline, const QDateTime &now)
{
    const std::pair<QDateTime, QString> *last = nullptr;
    for (const auto &entry : timeline) {
        if (!entry.first.isValid() || entry.first <= now)
            last = &entry;
    }
    return last;
}

} // namespace

const SimCommit *World::commit(const QString &shaOrRef) const
{
    QString wanted = shaOrRef;
    for (const QString &prefix : {QStringLiteral("refs/heads/"), QStringLiteral("heads/"), QStringLiteral("refs/tags/"),
                                  QStringLiteral("tags/")}) {
        if (wanted.startsWith(prefix))
            wanted = wanted.mid(prefix.size());
    }
    if (wanted == QLatin1String("main"))
        return &m_commits.constLast();
    wanted = tag(wanted).value_or(wanted);
    const auto found = std::find_if(m_commits.cbegin(), m_commits.cend(), [&](const SimCommit &each) {
        return wanted.size() >= 7 && each.sha.startsWith(wanted);
    });
    return found == m_commits.cend() ? nullptr : &*found;
}

const SimCommit *World::parentOf(const SimCommit &commit) const
{
    for (int i = 1; i < m_commits.size(); ++i) {
        if (m_commits.at(i).sha == commit.sha)
            return &m_commits.at(i - 1);
    }
    return nullptr;
}

std::optional<QString> World::tag(const QString &name) const
{
    for (const auto &[known, sha] : m_tags) {
        if (known == name)
            return sha;
    }
    return std::nullopt;
}

QList<SimRun> World::runs() const
{
    QList<SimRun> visible;
    for (const SimRun &run : m_runs) {
        if (run.listedAt <= now())
            visible.append(run);
    }
    std::sort(visible.begin(), visible.end(),
              [](const SimRun &left, const SimRun &right) { return left.id > right.id; });
    return visible;
}

const SimRun *World::run(qint64 id) const
{
    const auto found = std::find_if(m_runs.cbegin(), m_runs.cend(),
                                    [&](const SimRun &run) { return run.id == id && run.foundAt <= now(); });
    return found == m_runs.cend() ? nullptr : &*found;
}

std::optional<World::JobOfRun> World::job(qint64 id) const
{
    for (const SimRun &run : m_runs) {
        for (const SimJob &job : run.jobs) {
            if (job.id == id && run.foundAt <= now())
                return JobOfRun{run, job};
        }
    }
    return std::nullopt;
}

QList<SimDeployment> World::deployments(Environment environment) const
{
    QList<SimDeployment> visible;
    for (const SimDeployment &deployment : m_deployments) {
        if (deployment.environment == environment && deployment.createdAt <= now())
            visible.append(deployment);
    }
    std::sort(visible.begin(), visible.end(),
              [](const SimDeployment &left, const SimDeployment &right) { return left.createdAt > right.createdAt; });
    return visible;
}

const SimDeployment *World::deployment(const QString &id) const
{
    const auto found = std::find_if(m_deployments.cbegin(), m_deployments.cend(), [&](const SimDeployment &each) {
        return each.id == id && each.createdAt <= now();
    });
    return found == m_deployments.cend() ? nullptr : &*found;
}

bool World::hasTakenOver(const SimDeployment &deployment) const
{
    const QDateTime from = deployment.servesFrom();
    return from.isValid() && from <= now();
}

Timeline World::statusesOf(const SimDeployment &deployment) const
{
    const SimDeployment *successor = nullptr;
    for (const SimDeployment &other : m_deployments) {
        const bool follows = other.environment == deployment.environment && hasTakenOver(deployment) &&
                             hasTakenOver(other) && deployment.takesOverBefore(other);
        if (follows && (!successor || other.takesOverBefore(*successor)))
            successor = &other;
    }
    Timeline statuses = deployment.timeline;
    if (successor && statuses.constLast().second != QLatin1String("REMOVED"))
        statuses += {{successor->servesFrom(), QStringLiteral("REMOVING")},
                     {successor->previousEndAt, QStringLiteral("REMOVED")}};
    statuses.removeIf([this](const auto &entry) { return entry.first > now(); });
    return statuses;
}

QString World::statusOf(const SimDeployment &deployment) const
{
    const Timeline statuses = statusesOf(deployment);
    return statuses.isEmpty() ? QString() : statuses.constLast().second;
}

QDateTime World::statusSince(const SimDeployment &deployment) const
{
    const Timeline statuses = statusesOf(deployment);
    return statuses.isEmpty() ? deployment.createdAt : statuses.constLast().first;
}

bool World::canRollBackTo(const SimDeployment &deployment) const
{
    if (!hasTakenOver(deployment))
        return false;
    return statusOf(deployment) != QLatin1String("REMOVED") ||
           statusSince(deployment).addSecs(imageKeptHours * 3600LL) > now();
}

bool World::canRedeploy(const SimDeployment &deployment) const
{
    static const QStringList settled{QStringLiteral("SUCCESS"), QStringLiteral("CRASHED"), QStringLiteral("FAILED"),
                                     QStringLiteral("REMOVING"), QStringLiteral("REMOVED")};
    return settled.contains(statusOf(deployment));
}

std::optional<QString> World::fileText(const QString &path, const QString &ref) const
{
    const SimCommit *at = commit(ref);
    const auto text = m_scenario.sql.constFind(path);
    if (!at || text == m_scenario.sql.cend())
        return std::nullopt;
    for (const SimCommit &each : m_commits) {
        if (each.files.contains(path))
            return *text;
        if (each.sha == at->sha)
            break;
    }
    return std::nullopt;
}

const SimDeployment *World::serving(Environment environment) const
{
    const SimDeployment *newest = nullptr;
    for (const SimDeployment &deployment : m_deployments) {
        const bool serves = deployment.environment == environment && hasTakenOver(deployment);
        if (serves && (!newest || newest->takesOverBefore(deployment)))
            newest = &deployment;
    }
    const bool removed = newest && statusOf(*newest) == QLatin1String("REMOVED");
    return removed ? nullptr : newest;
}

bool World::degrades(const SimDeployment &deployment) const
{
    return deployment.degradesAt.isValid() && deployment.degradesAt <= now();
}

QString World::healthOf(Environment environment) const
{
    const SimDeployment *current = serving(environment);
    if (!current || statusOf(*current) == QLatin1String("CRASHED"))
        return QStringLiteral("down");
    if (now() < current->warmAt)
        return QStringLiteral("starting");
    if (degrades(*current))
        return QStringLiteral("degraded");
    const auto *mode = present(m_health[environment], now());
    return mode ? mode->second : QStringLiteral("healthy");
}

QDateTime World::healthSince(Environment environment) const
{
    const SimDeployment *current = serving(environment);
    if (current && statusOf(*current) == QLatin1String("CRASHED"))
        return statusSince(*current);
    if (current && degrades(*current))
        return current->degradesAt;
    const auto *mode = present(m_health[environment], now());
    return mode && mode->first.isValid() ? mode->first : m_commits.constFirst().at;
}

} // namespace Slipway::Rehearsal

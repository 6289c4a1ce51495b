// SPDX-License-Identifier: GPL-3.0-or-later
// How people go back, and how they stop what is on its way.
#include "world.h"

#include <algorithm>

namespace Slipway::Rehearsal {

SimDeployment *World::changeable(const QString &id)
{
    const auto found = std::find_if(m_deployments.begin(), m_deployments.end(),
                                    [&](const SimDeployment &each) { return each.id == id; });
    return found == m_deployments.end() || found->createdAt > now() ? nullptr : &*found;
}

std::optional<SimDeployment> World::rollBack(const QString &id, const QString &creator)
{
    const SimDeployment *target = deployment(id);
    if (!target || !canRollBackTo(*target))
        return std::nullopt;
    SimDeployment back = newDeployment(target->environment, target->sha, now());
    back.hasCommit = target->hasCommit;
    back.isLocal = target->isLocal;
    back.message = target->message;
    back.author = target->author;
    back.creator = creator;
    back.reason = QStringLiteral("rollback"); // railway.md, 2.5
    back.imageDigest = target->imageDigest;
    back.variables = target->variables;
    planReturn(back, script().unit);
    return added(back);
}

std::optional<SimDeployment> World::redeploy(const QString &id, bool sameImage, const QString &creator)
{
    const SimDeployment *target = deployment(id);
    if (!target || !canRedeploy(*target) || (sameImage && !canRollBackTo(*target)))
        return std::nullopt;
    SimDeployment again = newDeployment(target->environment, target->sha, now());
    again.hasCommit = target->hasCommit;
    again.isLocal = target->isLocal;
    again.message = target->message;
    again.author = target->author;
    again.creator = creator;
    again.reason = QStringLiteral("redeploy");
    if (sameImage) {
        again.imageDigest = target->imageDigest;
        planReturn(again, script().unit);
    } else {
        planRollout(again, now(), script().unit);
    }
    return added(again);
}

/// The run that made it finds out.
void World::tellItsRun(const SimDeployment &deployment)
{
    for (SimRun &run : m_runs) {
        if (run.id == deployment.run)
            failToWait(run, deployment.timeline.constLast().first, deployment.timeline.constLast().second,
                       script().unit);
    }
}

bool World::cancelDeployment(const QString &id)
{
    SimDeployment *deployment = changeable(id);
    if (!deployment || !abortRollout(*deployment, now()))
        return false;
    tellItsRun(*deployment);
    return true;
}

bool World::approveDeployment(const QString &id)
{
    SimDeployment *deployment = changeable(id);
    if (!deployment || deployment->timeline.constLast().second != QLatin1String("NEEDS_APPROVAL"))
        return false;
    planRollout(*deployment, now(), script().unit);
    setDegradesAt(*deployment, deployment->servesFrom());
    return true;
}

/// To the one that served before.
void World::goBack(const QString &creator)
{
    const SimDeployment *current = serving(Environment::Production);
    const QList<SimDeployment> all = deployments(Environment::Production);
    const auto earlier = std::find_if(all.cbegin(), all.cend(), [&](const SimDeployment &each) {
        return current && each.takesOverBefore(*current) && canRollBackTo(each);
    });
    if (earlier != all.cend())
        rollBack(earlier->id, creator);
}

Variables World::variablesAt(Environment environment, const QDateTime &time) const
{
    const bool staging = environment == Environment::Staging;
    const QString name = staging ? QStringLiteral("staging") : QStringLiteral("production");
    const auto madeUp = [&](const char *what) {
        return QStringLiteral("made-up-%1-%2").arg(QLatin1String(what), name);
    };
    Variables variables{{QStringLiteral("APP_ENV"), name},
                        {QStringLiteral("DATABASE_URL"), QStringLiteral("postgresql://db.%1.example/app").arg(name)},
                        {QStringLiteral("ENCRYPTION_KEY"), madeUp("key")},
                        {QStringLiteral("JWT_SECRET"), madeUp("secret")},
                        {QStringLiteral("REDIS_URL"), QStringLiteral("redis://cache.%1.example").arg(name)},
                        {QStringLiteral("SENTRY_ENVIRONMENT"), name},
                        {QStringLiteral("UPSTREAM_TIMEOUT"), QStringLiteral("8")}};
    if (staging)
        return variables;
    for (const auto &[at, change] : m_variables) {
        if (at > time)
            continue;
        if (change.value)
            variables.insert(change.name, *change.value);
        else
            variables.remove(change.name);
    }
    return variables;
}

} // namespace Slipway::Rehearsal

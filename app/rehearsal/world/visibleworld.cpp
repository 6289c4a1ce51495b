// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/world/visibleworld.h"

#include <QCryptographicHash>
#include <QUuid>

#include <algorithm>
#include <cmath>

namespace Slipway::Rehearsal {

namespace {

constexpr int imageKeptHours = 72; ///< the Hobby plan's (app/railway/README.md, 15)

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

VisibleWorld::VisibleWorld(Scenario scenario, quint32 seed, Clock clock)
    : m_scenario(std::move(scenario))
    , m_seed(seed)
    , m_clock(std::move(clock))
{
}

QString VisibleWorld::uuid(const QString &name) const
{
    const QUuid space(QStringLiteral("7c9c7a2e-0c61-4f0a-9d0e-5a5f9e3d1c11"));
    return QUuid::createUuidV5(space, QStringLiteral("%1/%2").arg(m_seed).arg(name)).toString(QUuid::WithoutBraces);
}

QString VisibleWorld::id(Environment environment) const
{
    return uuid(environment == Environment::Staging ? QStringLiteral("staging") : QStringLiteral("production"));
}

QString VisibleWorld::phrase() const
{
    return m_scenario.rejectsPhrase ? QStringLiteral("release-to-production") : QStringLiteral("deploy-to-production");
}

const SimCommit *VisibleWorld::commit(const QString &shaOrRef) const
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

const SimCommit *VisibleWorld::parentOf(const SimCommit &commit) const
{
    for (int i = 1; i < m_commits.size(); ++i) {
        if (m_commits.at(i).sha == commit.sha)
            return &m_commits.at(i - 1);
    }
    return nullptr;
}

std::optional<QString> VisibleWorld::tag(const QString &name) const
{
    for (const auto &[known, sha] : m_tags) {
        if (known == name)
            return sha;
    }
    return std::nullopt;
}

QList<SimRun> VisibleWorld::runs() const
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

const SimRun *VisibleWorld::run(qint64 id) const
{
    const auto found = std::find_if(m_runs.cbegin(), m_runs.cend(),
                                    [&](const SimRun &run) { return run.id == id && run.foundAt <= now(); });
    return found == m_runs.cend() ? nullptr : &*found;
}

std::optional<VisibleWorld::JobOfRun> VisibleWorld::job(qint64 id) const
{
    for (const SimRun &run : m_runs) {
        for (const SimJob &job : run.jobs) {
            if (job.id == id && run.foundAt <= now())
                return JobOfRun{run, job};
        }
    }
    return std::nullopt;
}

QList<SimDeployment> VisibleWorld::deployments(Environment environment) const
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

const SimDeployment *VisibleWorld::deployment(const QString &id) const
{
    const auto found = std::find_if(m_deployments.cbegin(), m_deployments.cend(), [&](const SimDeployment &each) {
        return each.id == id && each.createdAt <= now();
    });
    return found == m_deployments.cend() ? nullptr : &*found;
}

bool VisibleWorld::hasTakenOver(const SimDeployment &deployment) const
{
    const QDateTime from = deployment.servesFrom();
    return from.isValid() && from <= now();
}

Timeline VisibleWorld::statusesOf(const SimDeployment &deployment) const
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

QString VisibleWorld::statusOf(const SimDeployment &deployment) const
{
    const Timeline statuses = statusesOf(deployment);
    return statuses.isEmpty() ? QString() : statuses.constLast().second;
}

QDateTime VisibleWorld::statusSince(const SimDeployment &deployment) const
{
    const Timeline statuses = statusesOf(deployment);
    return statuses.isEmpty() ? deployment.createdAt : statuses.constLast().first;
}

bool VisibleWorld::canRollBackTo(const SimDeployment &deployment) const
{
    if (!hasTakenOver(deployment))
        return false;
    return statusOf(deployment) != QLatin1String("REMOVED") ||
           statusSince(deployment).addSecs(imageKeptHours * 3600LL) > now();
}

bool VisibleWorld::canRedeploy(const SimDeployment &deployment) const
{
    static const QStringList settled{QStringLiteral("SUCCESS"), QStringLiteral("CRASHED"), QStringLiteral("FAILED"),
                                     QStringLiteral("REMOVING"), QStringLiteral("REMOVED")};
    return settled.contains(statusOf(deployment));
}

std::optional<QString> VisibleWorld::fileText(const QString &path, const QString &ref) const
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

const SimDeployment *VisibleWorld::serving(Environment environment) const
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

bool VisibleWorld::degrades(const SimDeployment &deployment) const
{
    return deployment.degradesAt.isValid() && deployment.degradesAt <= now();
}

QString VisibleWorld::healthOf(Environment environment) const
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

QDateTime VisibleWorld::healthSince(Environment environment) const
{
    const SimDeployment *current = serving(environment);
    if (current && statusOf(*current) == QLatin1String("CRASHED"))
        return statusSince(*current);
    if (current && degrades(*current))
        return current->degradesAt;
    const auto *mode = present(m_health[environment], now());
    return mode && mode->first.isValid() ? mode->first : m_commits.constFirst().at;
}

Variables VisibleWorld::variablesAt(Environment environment, const QDateTime &time) const
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

double VisibleWorld::chance(const QString &words) const
{
    const QString text = QStringLiteral("%1/%2").arg(m_seed).arg(words);
    const QByteArray hash = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Md5);
    bool isNumber = false;
    return double(hash.left(4).toHex().toUInt(&isNumber, 16)) / double(0xFFFFFFFFU);
}

QString VisibleWorld::healthAt(Environment environment, const QDateTime &time) const
{
    VisibleWorld then(*this); // its lists are shared
    then.m_clock = [time] { return time; };
    return then.healthOf(environment);
}

double VisibleWorld::creptAt(Environment environment, const QDateTime &time) const
{
    if (!m_scenario.creep || m_scenario.creep->environment != environment)
        return 0;
    if (time >= m_creepsUntil)
        return 1;
    if (time <= m_creepsFrom)
        return 0;
    return double(m_creepsFrom.msecsTo(time)) / double(m_creepsFrom.msecsTo(m_creepsUntil));
}

double VisibleWorld::latencyAt(Environment environment, const QDateTime &time, double percentile) const
{
    const double spread = 0.5 + percentile; // half as long as usual to half as long again
    const double progress = creptAt(environment, time);
    if (progress <= 0)
        return usualMs * spread;
    const double ahead = percentile > 1 - slowestShare ? slowestAhead : 1;
    return grown(m_scenario.creep->fromMs, m_scenario.creep->toMs, progress * ahead) * spread;
}

SimMinute VisibleWorld::minuteOf(Environment environment, const QDateTime &time) const
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

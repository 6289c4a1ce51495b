// SPDX-License-Identifier: GPL-3.0-or-later
#include "world.h"

#include "plans.h"

#include <QCryptographicHash>
#include <QUuid>

#include <algorithm>

namespace Slipway::Rehearsal {

namespace {

const QString ciFile = QStringLiteral("ci.yml");
const QString stagingFile = QStringLiteral("deploy.yml");
const QString productionFile = QStringLiteral("deploy-production.yml");
const QString us = QStringLiteral("mira");
constexpr int firstNumber = 300; ///< of each workflow: they are numbered apart
constexpr int drainSeconds = 2;  ///< how long what was replaced goes on answering

QString nameOf(const QString &file)
{
    if (file == ciFile)
        return QStringLiteral("CI Pipeline");
    return file == stagingFile ? QStringLiteral("Deploy to Staging") : QStringLiteral("Deploy to Production (Manual)");
}

QDateTime servedFrom(const SimDeployment &deployment)
{
    for (const auto &[time, status] : deployment.timeline) {
        if (status == QLatin1String("SUCCESS"))
            return time;
    }
    return {};
}

} // namespace

bool SimJob::failed() const
{
    return !advisory && std::any_of(steps.cbegin(), steps.cend(), [](const SimStep &step) { return step.fails; });
}

World::World(Scenario scenario, double speed, quint32 seed, Clock clock)
    : m_scenario(std::move(scenario))
    , m_speed(speed)
    , m_seed(seed)
    , m_clock(std::move(clock))
{
    tellThePast();
    for (const Scenario::Event &event : std::as_const(m_scenario.events))
        m_events.append({after(event.after), event.name});
}

QDateTime World::after(double seconds) const
{
    return now().addMSecs(qint64(scaled(seconds) * 1000));
}

QString World::uuid(const QString &name) const
{
    const QUuid space(QStringLiteral("7c9c7a2e-0c61-4f0a-9d0e-5a5f9e3d1c11"));
    return QUuid::createUuidV5(space, QStringLiteral("%1/%2").arg(m_seed).arg(name)).toString(QUuid::WithoutBraces);
}

QString World::id(Environment environment) const
{
    return uuid(environment == Environment::Staging ? QStringLiteral("staging") : QStringLiteral("production"));
}

/// What happened before the story begins: everybody's commits, their CI, and what was deployed.
void World::tellThePast()
{
    const double realUnit = 1; // the past took as long as it takes
    const double speed = std::exchange(m_speed, realUnit);
    for (int i = 0; i < m_scenario.commits.size(); ++i) {
        const Scenario::Commit &told = m_scenario.commits.at(i);
        const QByteArray sha =
            QCryptographicHash::hash(QStringLiteral("%1/%2/%3").arg(m_seed).arg(i).arg(told.title).toUtf8(),
                                     QCryptographicHash::Sha1)
                .toHex();
        const QDateTime at = now().addSecs(-60LL * told.minutesAgo);
        m_commits.append({QString::fromLatin1(sha), told.title, told.author, told.files, told.pull, at});
        SimRun ci = newRun(ciFile, QStringLiteral("push"), QStringLiteral("main"), m_commits.last().sha, told.author,
                           at.addSecs(3));
        planCi(ci, 1, m_nextJob);
        m_runs.append(ci);
        if (i > m_scenario.staged)
            continue; // pushed, and deployed nothing
        SimRun staging = newRun(stagingFile, QStringLiteral("push"), QStringLiteral("main"), m_commits.last().sha,
                                told.author, endOf(ci).addSecs(4));
        planStaging(staging, 1, m_nextJob);
        m_runs.append(staging);
        planDeployment(Environment::Staging, staging, uploadedAt(staging), !m_scenario.railwayUp);
        if (i > m_scenario.live)
            continue;
        SimRun production = newRun(productionFile, QStringLiteral("workflow_dispatch"), QStringLiteral("main"),
                                   m_commits.last().sha, us, endOf(staging).addSecs(1800));
        planProduction(production, 1, m_nextJob, true, false);
        m_runs.append(production);
        planDeployment(Environment::Production, production, uploadedAt(production), !m_scenario.railwayUp);
    }
    m_health.staging.append({QDateTime(), m_scenario.stagingHealth});
    m_health.production.append({QDateTime(), QStringLiteral("healthy")});
    const auto issue = [this](int n, const char *title, const char *level, qint64 count, int hoursAgo) {
        return SimIssue{QString::number(6'011'223'300LL + n),
                        QString::fromLatin1(title),
                        QStringLiteral("src.services.gateway in complete"),
                        QString::fromLatin1(level),
                        count,
                        3,
                        now().addSecs(-3600LL * hoursAgo),
                        now().addSecs(-600)};
    };
    m_issues.staging = {issue(1, "TimeoutError: redis.get exceeded 2.0 s", "error", 14, 90),
                        issue(2, "KeyError: 'usage'", "error", 3, 200)};
    m_issues.production = {issue(3, "TimeoutError: redis.get exceeded 2.0 s", "error", 212, 90),
                           issue(4, "ProviderError: upstream 529", "warning", 1840, 900),
                           issue(5, "KeyError: 'usage'", "error", 9, 200)};
    m_speed = speed;
}

SimRun World::newRun(const QString &file, const QString &event, const QString &ref, const QString &sha,
                     const QString &actor, const QDateTime &at)
{
    SimRun run{.file = file, .name = nameOf(file), .event = event, .ref = ref, .sha = sha, .actor = actor};
    m_nextRun += 137;
    run.id = m_nextRun;
    run.number = firstNumber + m_runsOf[file]++;
    run.createdAt = at;
    return run;
}

void World::planDeployment(Environment environment, const SimRun &run, const QDateTime &at, bool hasCommit)
{
    if (!at.isValid())
        return;
    const SimCommit *of = commit(run.sha);
    SimDeployment deployment{.id = uuid(QStringLiteral("deployment %1").arg(m_nextDeployment++)),
                             .environment = environment,
                             .sha = run.sha,
                             .hasCommit = hasCommit,
                             .message = of ? of->title : QString(),
                             .author = run.actor,
                             .createdAt = at,
                             .run = run.id};
    const auto later = [&](double seconds) { return at.addMSecs(qint64(scaled(seconds) * 1000)); };
    deployment.timeline = {{at, QStringLiteral("INITIALIZING")},
                           {later(4), QStringLiteral("BUILDING")},
                           {later(34), QStringLiteral("DEPLOYING")},
                           {later(50), QStringLiteral("SUCCESS")}};
    m_deployments.append(deployment);
}

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

QList<SimRun> World::runs() const
{
    QList<SimRun> visible;
    for (const SimRun &run : m_runs) {
        if (run.createdAt <= now())
            visible.append(run);
    }
    std::sort(visible.begin(), visible.end(),
              [](const SimRun &left, const SimRun &right) { return left.id > right.id; });
    return visible;
}

const SimRun *World::run(qint64 id) const
{
    const auto found = std::find_if(m_runs.cbegin(), m_runs.cend(),
                                    [&](const SimRun &run) { return run.id == id && run.createdAt <= now(); });
    return found == m_runs.cend() ? nullptr : &*found;
}

const SimCommit *World::parentOf(const SimCommit &commit) const
{
    for (int i = 1; i < m_commits.size(); ++i) {
        if (m_commits.at(i).sha == commit.sha)
            return &m_commits.at(i - 1);
    }
    return nullptr;
}

std::optional<World::JobOfRun> World::job(qint64 id) const
{
    for (const SimRun &run : m_runs) {
        for (const SimJob &job : run.jobs) {
            if (job.id == id && run.createdAt <= now())
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

QString World::statusOf(const SimDeployment &deployment) const
{
    QString own;
    for (const auto &[time, status] : deployment.timeline) {
        if (time <= now())
            own = status;
    }
    if (own != QLatin1String("SUCCESS"))
        return own;
    for (const SimDeployment &other : m_deployments) {
        const QDateTime from = servedFrom(other);
        if (other.environment != deployment.environment || other.id == deployment.id || !from.isValid() ||
            from <= servedFrom(deployment) || from > now())
            continue;
        return from.addSecs(drainSeconds) <= now() ? QStringLiteral("REMOVED") : QStringLiteral("REMOVING");
    }
    return own;
}

QDateTime World::statusSince(const SimDeployment &deployment) const
{
    QDateTime since = deployment.createdAt;
    for (const auto &[time, status] : deployment.timeline) {
        if (time <= now())
            since = time;
    }
    return since;
}

const SimDeployment *World::serving(Environment environment) const
{
    for (const SimDeployment &deployment : m_deployments) {
        if (deployment.environment == environment && deployment.createdAt <= now() &&
            statusOf(deployment) == QLatin1String("SUCCESS"))
            return &deployment;
    }
    return nullptr;
}

QString World::healthOf(Environment environment) const
{
    QString health = QStringLiteral("down");
    for (const auto &[time, mode] : m_health[environment]) {
        if (!time.isValid() || time <= now())
            health = mode;
    }
    return health;
}

QDateTime World::healthSince(Environment environment) const
{
    QDateTime since = m_commits.constFirst().at;
    for (const auto &[time, mode] : m_health[environment]) {
        if (time.isValid() && time <= now())
            since = time;
    }
    return since;
}

SimRun World::dispatch(const QString &ref, const QString &sha, const QString &confirm, const QString &actor)
{
    SimRun run = newRun(productionFile, QStringLiteral("workflow_dispatch"), ref, sha, actor, now());
    const bool right = confirm == QLatin1String("deploy-to-production") && !m_scenario.rejectsPhrase;
    planProduction(run, 1 / m_speed, m_nextJob, right, m_needsReview);
    m_runs.append(run);
    planDeployment(Environment::Production, run, uploadedAt(run), !m_scenario.railwayUp);
    if (m_scenario.colleague && actor == us)
        m_events.append({after(2), QStringLiteral("colleague-deploys")});
    return run;
}

bool World::cancel(qint64 id)
{
    for (SimRun &run : m_runs) {
        if (run.id != id)
            continue;
        if (endOf(run) <= now() || run.isCancelled(now()))
            return false;
        run.cancelledAt = after(3); // asynchronous: it goes on for a moment
        const QDateTime until = *run.cancelledAt;
        m_deployments.removeIf([&](const SimDeployment &each) { return each.run == id && each.createdAt > until; });
        return true;
    }
    return false;
}

bool World::createTag(const QString &name, const QString &sha)
{
    if (tag(name))
        return false;
    m_tags.append({name, sha});
    return true;
}

std::optional<QString> World::tag(const QString &name) const
{
    for (const auto &[known, sha] : m_tags) {
        if (known == name)
            return sha;
    }
    return std::nullopt;
}

SimDeployment World::deployCommit(Environment environment, const QString &sha, const QString &author)
{
    SimRun byHand; // no run: the deployment comes from Railway itself
    byHand.sha = sha;
    byHand.actor = author;
    planDeployment(environment, byHand, now(), true);
    return m_deployments.constLast();
}

void World::push(const QString &title, const QStringList &files, bool deploys, const QString &author)
{
    const QByteArray sha =
        QCryptographicHash::hash(QStringLiteral("%1/%2/%3").arg(m_seed).arg(m_commits.size()).arg(title).toUtf8(),
                                 QCryptographicHash::Sha1)
            .toHex();
    m_commits.append({QString::fromLatin1(sha), title, author, files, 420 + int(m_commits.size()), now()});
    SimRun ci = newRun(ciFile, QStringLiteral("push"), QStringLiteral("main"), m_commits.last().sha, author, after(2));
    planCi(ci, 1 / m_speed, m_nextJob);
    m_runs.append(ci);
    if (!deploys)
        return;
    SimRun staging = newRun(stagingFile, QStringLiteral("push"), QStringLiteral("main"), m_commits.last().sha, author,
                            endOf(ci).addMSecs(qint64(scaled(4) * 1000)));
    planStaging(staging, 1 / m_speed, m_nextJob);
    m_runs.append(staging);
    planDeployment(Environment::Staging, staging, uploadedAt(staging), !m_scenario.railwayUp);
}

template <typename Shift>
void World::eachTime(Shift shift)
{
    for (SimRun &run : m_runs) {
        shift(run.createdAt);
        if (run.cancelledAt)
            shift(*run.cancelledAt);
        for (SimJob &job : run.jobs) {
            for (SimStep &step : job.steps) {
                shift(step.from);
                shift(step.to);
            }
        }
    }
    for (SimDeployment &deployment : m_deployments) {
        shift(deployment.createdAt);
        for (auto &entry : deployment.timeline)
            shift(entry.first);
    }
    for (const Environment environment : environments) {
        for (auto &entry : m_health[environment])
            shift(entry.first);
    }
    for (auto &event : m_events)
        shift(event.first);
}

void World::advance(int seconds)
{
    const QDateTime present = now();
    eachTime([&](QDateTime &time) {
        if (time.isValid() && time > present)
            time = std::max(present, time.addSecs(-seconds));
    });
    catchUp();
}

void World::approve()
{
    for (SimRun &run : m_runs) {
        for (SimJob &job : run.jobs) {
            if (!job.needsReview)
                continue;
            job.needsReview = false;
            const QDateTime due = job.steps.constFirst().from;
            const qint64 early = now().msecsTo(due);
            const auto pull = [&](QDateTime &time) {
                if (time >= due)
                    time = time.addMSecs(-early);
            };
            for (SimJob &each : run.jobs) {
                for (SimStep &step : each.steps) {
                    pull(step.from);
                    pull(step.to);
                }
            }
            for (SimDeployment &deployment : m_deployments) {
                if (deployment.run != run.id)
                    continue;
                pull(deployment.createdAt);
                for (auto &entry : deployment.timeline)
                    pull(entry.first);
            }
        }
    }
}

void World::catchUp()
{
    QList<QString> due;
    const QDateTime present = now();
    m_events.removeIf([&](const auto &event) {
        if (event.first > present)
            return false;
        due.append(event.second);
        return true;
    });
    for (const QString &event : due)
        happen(event);
}

bool World::happen(const QString &event)
{
    if (event == QLatin1String("push")) {
        push(QStringLiteral("Cache provider prices for a minute"), {QStringLiteral("src/services/pricing.py")}, true,
             QStringLiteral("sam"));
    } else if (event == QLatin1String("docs-push")) {
        push(QStringLiteral("Explain the staging keys"), {QStringLiteral("docs/staging.md")}, false,
             QStringLiteral("sam"));
    } else if (event == QLatin1String("colleague-deploys")) {
        dispatch(QStringLiteral("main"), m_commits.constLast().sha, QStringLiteral("deploy-to-production"),
                 QStringLiteral("lee"));
    } else if (event == QLatin1String("stray-deployment")) { // a deploy that landed in the wrong environment
        SimRun nobody;
        nobody.sha = m_commits.constLast().sha;
        nobody.actor = us;
        planDeployment(Environment::Staging, nobody, now(), false);
    } else if (event == QLatin1String("protect-production")) {
        m_needsReview = true;
    } else if (event == QLatin1String("approve")) {
        approve();
    } else if (event == QLatin1String("staging-degrades")) {
        m_health.staging.append({now(), QStringLiteral("degraded")});
    } else if (event == QLatin1String("staging-recovers")) {
        m_health.staging.append({now(), QStringLiteral("healthy")});
    } else if (event == QLatin1String("production-degrades")) {
        m_health.production.append({now(), QStringLiteral("degraded")});
    } else if (event == QLatin1String("production-recovers")) {
        m_health.production.append({now(), QStringLiteral("healthy")});
    } else {
        return false;
    }
    return true;
}

} // namespace Slipway::Rehearsal

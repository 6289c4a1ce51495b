// SPDX-License-Identifier: GPL-3.0-or-later
// What happened, and how people release. worldreturns.cpp has how they go back, worldruns.cpp what they do to runs,
// worldevents.cpp what befalls them, worldview.cpp what can be seen of it all.
#include "world.h"

#include <QCryptographicHash>
#include <QUuid>

#include <algorithm>

namespace Slipway::Rehearsal {

namespace {

constexpr const char *us = "mira";
constexpr int firstNumber = 300;    ///< of each workflow: they are numbered apart
constexpr double foundAfter = 1;    ///< seconds until a new run's own address answers
constexpr double listedAfter = 3.5; ///< ... until lists have it

QString nameOf(const QString &file)
{
    if (file == ciFile)
        return QStringLiteral("CI Pipeline");
    return file == stagingFile ? QStringLiteral("Deploy to Staging") : QStringLiteral("Deploy to Production (Manual)");
}

} // namespace

World::World(Scenario scenario, double speed, quint32 seed, Clock clock)
    : m_scenario(std::move(scenario))
    , m_speed(speed)
    , m_seed(seed)
    , m_clock(std::move(clock))
{
    for (const Scenario::Variable &variable : std::as_const(m_scenario.variables))
        m_variables.append({now().addSecs(-60LL * variable.minutesAgo), variable});
    tellThePast();
    tellWhatNeverServed();
    tellIssues();
    for (const Scenario::Event &event : std::as_const(m_scenario.events))
        m_events.append({after(event.after), event.name});
    if (m_scenario.creep) {
        m_creepsFrom = after(m_scenario.creep->after);
        m_creepsUntil = after(m_scenario.creep->after + m_scenario.creep->seconds);
    }
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

QString World::phrase() const
{
    return m_scenario.rejectsPhrase ? QStringLiteral("release-to-production") : QStringLiteral("deploy-to-production");
}

QString World::newCommit(const Scenario::Commit &told, const QDateTime &at)
{
    const QString seed = QStringLiteral("%1/%2/%3").arg(m_seed).arg(m_commits.size()).arg(told.title);
    const QByteArray sha = QCryptographicHash::hash(seed.toUtf8(), QCryptographicHash::Sha1).toHex();
    m_commits.append(
        {QString::fromLatin1(sha), told.title, told.author, told.files, told.pull, at, told.degradesAfter});
    return m_commits.constLast().sha;
}

/// What happened before the story begins: everybody's commits, their CI, and what was deployed.
void World::tellThePast()
{
    const double realUnit = 1; // the past took as long as it takes
    const double speed = std::exchange(m_speed, realUnit);
    const QString main = QStringLiteral("main");
    for (int i = 0; i < m_scenario.commits.size(); ++i) {
        const Scenario::Commit &told = m_scenario.commits.at(i);
        const QDateTime at = now().addSecs(-60LL * told.minutesAgo);
        const QString sha = newCommit(told, at);
        SimRun ci = newRun(ciFile, QStringLiteral("push"), main, sha, told.author, at.addSecs(3));
        planCi(ci, script(), m_nextJob);
        m_runs.append(ci);
        if (i > m_scenario.staged)
            continue; // pushed, and deployed nothing
        SimRun staging = newRun(stagingFile, QStringLiteral("push"), main, sha, told.author, ci.createdAt);
        planStaging(staging, ci, script(), m_nextJob);
        m_runs.append(staging);
        planDeployment(Environment::Staging, staging, uploadedAt(staging), !m_scenario.railwayUp);
        if (i > m_scenario.live)
            continue;
        SimRun production = newRun(productionFile, QStringLiteral("workflow_dispatch"), main, sha, QLatin1String(us),
                                   endOf(staging).addSecs(1800));
        production.confirm = phrase();
        planProduction(production, script(), m_nextJob);
        m_runs.append(production);
        planDeployment(Environment::Production, production, uploadedAt(production), !m_scenario.railwayUp);
    }
    m_health.staging.append({QDateTime(), m_scenario.stagingHealth});
    m_speed = speed;
    for (SimDeployment &deployment : m_deployments)
        deployment.degradesAt = {};
    if (SimDeployment *live = servingNow(Environment::Production))
        setDegradesAt(*live, now());
}

void World::tellWhatNeverServed()
{
    for (const Scenario::PastDeployment &told : std::as_const(m_scenario.past)) {
        const QDateTime at = now().addSecs(-60LL * told.minutesAgo);
        SimDeployment deployment = newDeployment(Environment::Production, m_commits.at(told.commit).sha, at);
        planRollout(deployment, at, 1);
        if (told.aborted)
            abortRollout(deployment, deployment.builtAt.addSecs(-5));
        else
            failToBuild(deployment, at);
        m_deployments.append(deployment);
    }
}

void World::tellIssues()
{
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
}

SimRun World::newRun(const QString &file, const QString &event, const QString &ref, const QString &sha,
                     const QString &actor, const QDateTime &at)
{
    SimRun run{.file = file, .name = nameOf(file), .event = event, .ref = ref, .sha = sha, .actor = actor};
    m_nextRun += 137;
    run.id = m_nextRun;
    run.number = firstNumber + m_runsOf[file]++;
    run.createdAt = at;
    run.foundAt = at.addMSecs(qint64(scaled(foundAfter) * 1000));
    run.listedAt = at.addMSecs(qint64(scaled(listedAfter) * 1000));
    return run;
}

SimDeployment World::newDeployment(Environment environment, const QString &sha, const QDateTime &at)
{
    const SimCommit *of = commit(sha);
    SimDeployment deployment{.environment = environment,
                             .sha = sha,
                             .message = of ? of->title : QString(),
                             .author = of ? of->author : QString(),
                             .createdAt = at,
                             .number = m_nextDeployment++};
    deployment.id = uuid(QStringLiteral("deployment %1").arg(deployment.number));
    const QString image = QStringLiteral("%1/image %2").arg(m_seed).arg(deployment.number);
    deployment.imageDigest =
        QStringLiteral("sha256:") +
        QString::fromLatin1(QCryptographicHash::hash(image.toUtf8(), QCryptographicHash::Sha256).toHex());
    deployment.variables = variablesAt(environment, at);
    return deployment;
}

void World::setDegradesAt(SimDeployment &deployment, const QDateTime &from) const
{
    const SimCommit *of = commit(deployment.sha);
    const bool goesBad = deployment.environment == Environment::Production && of && of->degradesAfter;
    if (goesBad && from.isValid())
        deployment.degradesAt = from.addMSecs(qint64(scaled(*of->degradesAfter) * 1000));
}

SimDeployment World::added(SimDeployment deployment)
{
    setDegradesAt(deployment, deployment.servesFrom());
    m_deployments.append(deployment);
    if (deployment.environment == Environment::Production && std::exchange(m_nextProductionFails, false))
        failToDeploy(m_deployments.last());
    return m_deployments.constLast();
}

void World::planDeployment(Environment environment, const SimRun &run, const QDateTime &at, bool hasCommit)
{
    if (!at.isValid())
        return;
    SimDeployment deployment = newDeployment(environment, run.sha, at);
    deployment.hasCommit = hasCommit;
    deployment.author = run.actor;
    deployment.run = run.id;
    planRollout(deployment, at, script().unit);
    added(deployment);
}

SimRun World::dispatch(const QString &ref, const QString &sha, const QString &confirm, const QString &actor)
{
    SimRun run = newRun(productionFile, QStringLiteral("workflow_dispatch"), ref, sha, actor, now());
    run.confirm = confirm;
    Script production = script();
    production.needsReview = m_needsReview;
    production.phraseWanted = phrase();
    production.phraseGiven = confirm;
    planProduction(run, production, m_nextJob);
    m_runs.append(run);
    planDeployment(Environment::Production, run, uploadedAt(run), !m_scenario.railwayUp);
    if (m_scenario.colleague && actor == QLatin1String(us))
        m_events.append({after(2), QStringLiteral("colleague-deploys")});
    return run;
}

bool World::createTag(const QString &name, const QString &sha)
{
    if (tag(name))
        return false;
    m_tags.append({name, sha});
    return true;
}

SimDeployment World::deployCommit(Environment environment, const QString &sha, const QString &author)
{
    SimRun byHand; // no run: the deployment comes from Railway itself
    byHand.sha = sha;
    byHand.actor = author;
    planDeployment(environment, byHand, now(), true);
    return m_deployments.constLast();
}

SimDeployment World::uploadTree(Environment environment, const QString &author)
{
    SimDeployment deployment = newDeployment(environment, m_commits.constLast().sha, now());
    deployment.hasCommit = false;
    deployment.isLocal = true;
    deployment.author = author;
    planRollout(deployment, now(), script().unit);
    return added(deployment);
}

void World::push(const Scenario::Commit &told, Pushed pushed)
{
    const QString main = QStringLiteral("main");
    const QString sha = newCommit(told, now());
    SimRun ci = newRun(ciFile, QStringLiteral("push"), main, sha, told.author, after(2));
    Script tests = script();
    tests.testsFail = pushed == Pushed::TestsFail;
    planCi(ci, tests, m_nextJob);
    m_runs.append(ci);
    if (pushed == Pushed::DeploysNothing)
        return;
    SimRun staging = newRun(stagingFile, QStringLiteral("push"), main, sha, told.author, ci.createdAt);
    planStaging(staging, ci, script(), m_nextJob);
    m_runs.append(staging);
    planDeployment(Environment::Staging, staging, uploadedAt(staging), !m_scenario.railwayUp);
}

template <typename Shift>
void World::eachTime(Shift shift)
{
    for (SimRun &run : m_runs)
        shiftTimes(run, shift);
    for (SimDeployment &deployment : m_deployments)
        shiftTimes(deployment, shift);
    for (Timeline *timeline : {&m_health.staging, &m_health.production, &m_events}) {
        for (auto &entry : *timeline)
            shift(entry.first);
    }
    shift(m_creepsFrom);
    shift(m_creepsUntil);
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

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/world/world.h"

#include <QCryptographicHash>

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

constexpr int moreThanAPage = 32;
constexpr double warmsUpFor = 8; ///< seconds in which a restarted application answers that it is starting

std::pair<QDateTime, QString> entry(const QDateTime &from, const char *what)
{
    return {from, QString::fromLatin1(what)};
}

} // namespace

World::World(Scenario scenario, double speed, quint32 seed, Clock clock)
    : VisibleWorld(std::move(scenario), seed, std::move(clock))
    , m_speed(speed)
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

int World::answerDelayMs(Environment environment, bool unhurried)
{
    const double percentile = chance(QStringLiteral("answer %1").arg(++m_answers));
    if (m_scenario.creep && m_scenario.creep->environment == environment)
        return int(latencyAt(environment, now(), percentile));
    return unhurried ? int(latencyAt(environment, now(), percentile) / 2) : 0;
}

// What people do to a run

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

/// What its review held up begins now.
void World::letGo(SimRun &run)
{
    for (SimJob &job : run.jobs) {
        if (!std::exchange(job.needsReview, false))
            continue;
        const QDateTime due = job.steps.constFirst().from;
        const qint64 early = now().msecsTo(due);
        const auto pull = [&](QDateTime &time) {
            if (time >= due)
                time = time.addMSecs(-early);
        };
        shiftTimes(run, pull);
        for (SimDeployment &deployment : m_deployments) {
            if (deployment.run == run.id)
                shiftTimes(deployment, pull);
        }
    }
}

void World::approve()
{
    for (SimRun &run : m_runs)
        letGo(run);
}

void World::reject()
{
    const QList<SimRun> all = m_runs;
    for (const SimRun &run : all)
        review(run.id, false);
}

bool World::review(qint64 id, bool approved, const QString &by)
{
    const auto run = std::find_if(m_runs.begin(), m_runs.end(), [&](const SimRun &each) { return each.id == id; });
    const bool waits =
        run != m_runs.end() && !run->isCancelled(now()) &&
        std::any_of(run->jobs.cbegin(), run->jobs.cend(), [](const SimJob &job) { return job.needsReview; });
    if (!waits)
        return false;
    run->reviewedBy = by;
    run->isApproved = approved;
    if (approved) {
        letGo(*run);
        return true;
    }
    rejectReview(*run, now(), script().unit);
    m_deployments.removeIf([&](const SimDeployment &each) { return each.run == id && each.createdAt > now(); });
    return true;
}

bool World::rerun(qint64 id, const QString &actor, Again what)
{
    const auto run = std::find_if(m_runs.begin(), m_runs.end(), [&](const SimRun &each) { return each.id == id; });
    if (run == m_runs.end() || (endOf(*run) > now() && !run->isCancelled(now())))
        return false;
    SimRun anew{.id = id, .file = run->file, .sha = run->sha, .createdAt = now()};
    Script again = script();
    again.testsFail = std::exchange(m_nextTestsFail, false);
    if (run->file == ciFile) {
        planCi(anew, again, m_nextJob);
    } else if (run->file == stagingFile) {
        const auto ci = std::find_if(m_runs.cbegin(), m_runs.cend(),
                                     [&](const SimRun &each) { return each.file == ciFile && each.sha == run->sha; });
        planStaging(anew, ci == m_runs.cend() ? SimRun{.createdAt = now()} : *ci, again, m_nextJob);
    } else {
        again.phraseWanted = phrase();
        again.phraseGiven = run->confirm;
        again.needsReview = m_needsReview;
        planProduction(anew, again, m_nextJob);
    }
    SimRun before = *run;
    if (what == Again::Everything) {
        run->jobs = anew.jobs;
        run->cancelledAt.reset();
    } else if (!rerunFailed(*run, anew, again.unit)) {
        return false;
    }
    before.earlier.clear();
    run->earlier.append(before);
    ++run->attempt;
    run->startedAt = now();
    run->rerunBy = actor;
    const Environment environment = run->file == stagingFile ? Environment::Staging : Environment::Production;
    if (uploadedAt(*run) > now())
        planDeployment(environment, *run, uploadedAt(*run), !m_scenario.railwayUp);
    return true;
}

SimRun World::startCi(const QString &sha, const QString &event, bool fails)
{
    SimRun ci = newRun(ciFile, event, QStringLiteral("main"), sha, QStringLiteral("lee"), now());
    Script tests = script();
    tests.testsFail = fails;
    planCi(ci, tests, m_nextJob);
    m_runs.append(ci);
    return ci;
}

// How people go back, and how they stop what is on its way

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
    back.reason = QStringLiteral("rollback"); // app/railway/README.md, 18
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

// What befalls the team

SimDeployment *World::servingNow(Environment environment)
{
    const SimDeployment *current = serving(environment);
    const auto found = std::find_if(m_deployments.begin(), m_deployments.end(),
                                    [&](const SimDeployment &each) { return &each == current; });
    return found == m_deployments.end() ? nullptr : &*found;
}

/// False when its image is built already.
bool World::failToDeploy(SimDeployment &deployment)
{
    if (!failToBuild(deployment, now()))
        return false;
    tellItsRun(deployment);
    return true;
}

void World::failNextProductionDeployment()
{
    for (SimDeployment &deployment : m_deployments) {
        if (deployment.environment == Environment::Production && failToDeploy(deployment))
            return;
    }
    m_nextProductionFails = true;
}

void World::crash(Environment environment)
{
    if (SimDeployment *current = servingNow(environment))
        current->timeline.append(entry(now(), "CRASHED"));
}

bool World::remove(Environment environment)
{
    SimDeployment *current = servingNow(environment);
    if (!current)
        return false;
    current->timeline.append(entry(now(), "REMOVED"));
    return true;
}

/// The database is back; what crashed is started again.
void World::recover(Environment environment)
{
    m_health[environment].append(entry(now(), "healthy"));
    SimDeployment *current = servingNow(environment);
    if (!current || statusOf(*current) != QLatin1String("CRASHED"))
        return;
    current->timeline.append(entry(now(), "SUCCESS"));
    current->warmAt = after(warmsUpFor);
}

/// By somebody whom Railway does not know: it asks before it deploys (app/railway/README.md, 12).
void World::pushUnapproved()
{
    push({.title = QStringLiteral("Correct a typing error"),
          .author = QStringLiteral("guest"),
          .files = {QStringLiteral("docs/limits.md")},
          .pull = 420 + int(m_commits.size())},
         Pushed::DeploysNothing);
    SimDeployment waiting = newDeployment(Environment::Staging, m_commits.constLast().sha, now());
    waiting.timeline = {entry(now(), "NEEDS_APPROVAL")};
    added(waiting);
}

/// To production, for a reason that is Railway's own.
void World::askForApproval()
{
    SimDeployment waiting = newDeployment(Environment::Production, m_commits.constLast().sha, now());
    waiting.timeline = {entry(now(), "NEEDS_APPROVAL")};
    added(waiting);
}

/// To production, and Railway says a word of it that its published schema does not have (yet).
void World::deployStrangely()
{
    SimDeployment strange = newDeployment(Environment::Production, m_commits.constLast().sha, now());
    strange.timeline = {entry(now(), "INITIALIZING"), entry(after(5), "HIBERNATING")};
    added(strange);
}

/// A newer deployment of production that Railway does not build.
void World::skipDeployment()
{
    SimDeployment skipped = newDeployment(Environment::Production, m_commits.constLast().sha, now());
    skipped.timeline = {entry(now(), "SKIPPED")};
    added(skipped);
}

/// On main, as every night; more than a page of runs holds.
void World::runCiBySchedule()
{
    for (int i = 0; i < moreThanAPage; ++i)
        startCi(m_commits.constLast().sha, QStringLiteral("schedule"), false);
}

/// A test of the commit that staging serves fails this time.
void World::runCiAgain()
{
    const SimDeployment *tested = serving(Environment::Staging);
    const auto ci = std::find_if(m_runs.cbegin(), m_runs.cend(), [&](const SimRun &run) {
        return tested && run.file == ciFile && run.event == QLatin1String("push") && run.sha == tested->sha;
    });
    m_nextTestsFail = true;
    if (ci != m_runs.cend())
        rerun(ci->id, QStringLiteral("lee"), Again::Everything);
}

void World::runOldestReleaseAgain()
{
    const auto oldest =
        std::find_if(m_runs.cbegin(), m_runs.cend(), [](const SimRun &run) { return run.file == productionFile; });
    if (oldest != m_runs.cend())
        rerun(oldest->id, QStringLiteral("lee"), Again::Everything);
}

/// Somebody does it in Railway's own window.
void World::approveDeployments()
{
    const QList<SimDeployment> all = m_deployments;
    for (const SimDeployment &each : all)
        approveDeployment(each.id);
}

bool World::happen(const QString &event)
{
    struct Known {
        const char *name;
        void (*happen)(World &world);
    };
    static constexpr Known known[] = {
        {"push",
         [](World &world) {
             world.push({.title = QStringLiteral("Cache provider prices for a minute"),
                         .author = QStringLiteral("sam"),
                         .files = {QStringLiteral("src/services/pricing.py")},
                         .pull = 420 + int(world.m_commits.size())},
                        Pushed::Deploys);
         }},
        {"flaky-push", // one test fails, and would not fail again
         [](World &world) {
             world.push({.title = QStringLiteral("Order the streamed chunks"),
                         .author = QStringLiteral("sam"),
                         .files = {QStringLiteral("src/services/stream.py")},
                         .pull = 420 + int(world.m_commits.size())},
                        Pushed::TestsFail);
         }},
        {"staging-run-again", // all jobs of the run that made what serves
         [](World &world) {
             if (const SimDeployment *serving = world.serving(Environment::Staging); serving && serving->run)
                 world.rerun(serving->run, QStringLiteral("lee"), Again::Everything);
         }},
        {"strange-status", [](World &world) { world.deployStrangely(); }},
        {"unapproved-push", [](World &world) { world.pushUnapproved(); }},
        {"production-skips", [](World &world) { world.skipDeployment(); }},
        {"scheduled-runs", [](World &world) { world.runCiBySchedule(); }},
        {"ci-runs-again-and-fails", [](World &world) { world.runCiAgain(); }},
        {"oldest-release-runs-again", [](World &world) { world.runOldestReleaseAgain(); }},
        {"production-needs-approval", [](World &world) { world.askForApproval(); }},
        {"colleague-approves-deployment", [](World &world) { world.approveDeployments(); }},
        {"docs-push",
         [](World &world) {
             world.push({.title = QStringLiteral("Explain the staging keys"),
                         .author = QStringLiteral("sam"),
                         .files = {QStringLiteral("docs/staging.md")},
                         .pull = 420 + int(world.m_commits.size())},
                        Pushed::DeploysNothing);
         }},
        {"colleague-deploys",
         [](World &world) {
             world.dispatch(QStringLiteral("main"), world.m_commits.constLast().sha, world.phrase(),
                            QStringLiteral("lee"));
         }},
        {"colleague-goes-back", [](World &world) { world.goBack(QStringLiteral("lee")); }},
        {"stray-deployment", // somebody's `railway up`, linked to the wrong environment
         [](World &world) { world.uploadTree(Environment::Staging, QStringLiteral("lee")); }},
        {"staging-removed", [](World &world) { world.remove(Environment::Staging); }},
        {"production-removed", [](World &world) { world.remove(Environment::Production); }},
        {"protect-production", [](World &world) { world.m_needsReview = true; }},
        {"ask-us-for-review", [](World &world) { world.m_needsReview = world.m_mayReview = true; }},
        {"approve", [](World &world) { world.approve(); }},
        {"reject", [](World &world) { world.reject(); }},
        {"production-deploy-fails", [](World &world) { world.failNextProductionDeployment(); }},
        {"production-crashes", [](World &world) { world.crash(Environment::Production); }},
        {"staging-crashes", [](World &world) { world.crash(Environment::Staging); }},
        {"log-dates-ignored", [](World &world) { world.m_ignoresLogDates = true; }},
        {"repository-renamed", [](World &world) { world.m_repositories.append(QStringLiteral("acme/gateway")); }},
        {"repository-archived", [](World &world) { world.m_archived = true; }},
        {"push-taken-away", [](World &world) { world.m_mayPush = false; }},
        {"many-workflows", [](World &world) { world.m_disabledWorkflows = 120; }},
        {"staging-degrades", [](World &world) { world.m_health.staging.append(entry(world.now(), "degraded")); }},
        {"staging-recovers", [](World &world) { world.recover(Environment::Staging); }},
        {"production-degrades", [](World &world) { world.m_health.production.append(entry(world.now(), "degraded")); }},
        {"production-recovers", [](World &world) { world.recover(Environment::Production); }}};
    const auto found = std::find_if(std::begin(known), std::end(known),
                                    [&](const Known &each) { return event == QLatin1String(each.name); });
    if (found == std::end(known))
        return false;
    found->happen(*this);
    return true;
}

void World::catchUp()
{
    QStringList due;
    const QDateTime present = now();
    m_events.removeIf([&](const auto &event) {
        if (event.first > present)
            return false;
        due.append(event.second);
        return true;
    });
    for (const QString &event : std::as_const(due))
        happen(event);
}

} // namespace Slipway::Rehearsal

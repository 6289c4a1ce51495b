// SPDX-License-Identifier: GPL-3.0-or-later
// What befalls the team.
#include "world.h"

#include <algorithm>

namespace Slipway::Rehearsal {

namespace {

constexpr int moreThanAPage = 32;
constexpr double warmsUpFor = 8; ///< seconds in which a restarted application answers that it is starting

std::pair<QDateTime, QString> entry(const QDateTime &from, const char *what)
{
    return {from, QString::fromLatin1(what)};
}

} // namespace

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

/// By somebody whom Railway does not know: it asks before it deploys (railway.md, section 3).
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/railwayfeed.h"

#include "app/feed/afterall.h"
#include "app/railway/bothoreach.h"
#include "app/railway/tokenkind.h"
#include "models/observed/moving.h"

#include <algorithm>

namespace Slipway {

namespace {

/// Two requests every 100 s stay within the 90 of an idle hour.
constexpr Milliseconds idleForEach{100'000};
/// What takes longer than this is read less often: Railway's smallest plan allows 1,000 requests in an hour.
constexpr Milliseconds fastFor{600'000};

QString bothPoll()
{
    return QStringLiteral("railway.overview");
}

QString pollOf(QLatin1String what, Environment environment)
{
    return what + (environment == Environment::Staging ? QLatin1String(".staging") : QLatin1String(".production"));
}

QString servicePoll(Environment environment)
{
    return pollOf(QLatin1String("railway.service"), environment);
}

QList<std::pair<DeploymentId, DeploymentStatus>> standingOf(const ServiceInstance &instance)
{
    QList<std::pair<DeploymentId, DeploymentStatus>> standing;
    if (instance.latest)
        standing.append({instance.latest->id, instance.latest->status});
    for (const Deployment &deployment : instance.active)
        standing.append({deployment.id, deployment.status});
    return standing;
}

/// A service that says it belongs to another environment proves nothing about this one.
Result<ServiceInstance> ofEnvironment(const Result<ServiceInstance> &result, const EnvironmentId &asked)
{
    if (!result || result->environment.isEmpty() || result->environment == asked)
        return result;
    return Error{.kind = ErrorKind::Malformed,
                 .detail = QStringLiteral("Railway answered about environment %1, and was asked about %2.")
                               .arg(result->environment.value, asked.value)};
}

} // namespace

RailwayFeed::RailwayFeed(const FeedContext &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    new BothOrEach(m_feed,
                   {.both = bothPoll(),
                    .each = {servicePoll(Environment::Staging), servicePoll(Environment::Production)},
                    .pace = [this](bool apart) { return pace(apart); },
                    .askBoth = [this](const QString &poll, const Next &entangled,
                                      const Next &next) { askBoth(poll, entangled, next); },
                    .askOne = [this](Environment environment, CredentialId credential, const QString &poll,
                                     const Next &next) { askOne(environment, credential, poll, next); },
                    .neededToGoBack = true},
                   this);
    addRarePolls();
    connect(&m_feed.store, &ConsoleStore::observed, this, &RailwayFeed::observed);
}

void RailwayFeed::addRarePolls()
{
    const QString host = project().api.authority();
    for (const Environment environment : environments) {
        const QString shared = pollOf(QLatin1String("railway.settings"), environment);
        m_feed.schedule.add({.name = shared,
                             .provider = Provider::Railway,
                             .host = host,
                             .credential = CredentialId::Railway,
                             .interval = [this] { return hasTokenForEach() ? Milliseconds(0) : Every::rarest; },
                             .run =
                                 [this, environment, shared](const Schedule::PollDone &done) {
                                     askRare(environment, CredentialId::Railway, shared, done);
                                 }});
        const QString own = pollOf(QLatin1String("railway.own-settings"), environment);
        m_feed.schedule.add({.name = own,
                             .provider = Provider::Railway,
                             .host = host,
                             .credential = Railway::projectTokenOf(environment),
                             .interval = [this] { return hasTokenForEach() ? Every::rarest : Milliseconds(0); },
                             .run =
                                 [this, environment, own](const Schedule::PollDone &done) {
                                     askRare(environment, Railway::projectTokenOf(environment), own, done);
                                 }});
    }
}

bool RailwayFeed::hasTokenForEach() const
{
    return Railway::hasTokenForEach(m_feed.client);
}

/// What is on its way to an environment and nobody tells of, and the dialog of a command, by name.
QSet<QString> RailwayFeed::whatMoves() const
{
    QSet<QString> moves;
    for (const Environment environment : environments) {
        if (!isTold(environment))
            moves += movingTo(environment);
    }
    if (m_deciding)
        moves.insert(QStringLiteral("dialog"));
    return moves;
}

void RailwayFeed::setDeciding(bool deciding)
{
    m_deciding = deciding;
    observed();
}

void RailwayFeed::observed()
{
    const QSet<QString> moves = whatMoves();
    if (!m_moves.contains(moves))
        m_movesSince = m_feed.now();
    m_moves = moves;
    const Milliseconds wanted = pace(false);
    if (std::exchange(m_pace, wanted) != wanted)
        m_feed.schedule.reconsider();
}

/// The deployment, commands and runs that are on their way to that environment, by their ids.
QSet<QString> RailwayFeed::movingTo(Environment environment) const
{
    QSet<QString> moving;
    const Observations &known = m_feed.seen();
    const Moment now = m_feed.now();
    if (isRollingOut(environment))
        moving.insert(known.services[environment].last()->latest->id.value);
    for (const CommandRecord &command : known.commands) {
        if (command.order.environment == environment && isMoving(command, now))
            moving.insert(command.order.id.value);
    }
    const QList<WorkflowRun> *runs = known.runs.fresh(now);
    const GitHubProject &github = m_feed.project().github;
    const QString &deploys = environment == Environment::Staging ? github.stagingWorkflow : github.productionWorkflow;
    for (const WorkflowRun &run : runs ? *runs : QList<WorkflowRun>()) {
        if (run.workflowFile == deploys && isMoving(run, known.clocks, now))
            moving.insert(QString::number(run.id.value));
    }
    return moving;
}

bool RailwayFeed::isRollingOut(Environment environment) const
{
    const ServiceInstance *service = m_feed.seen().services[environment].last();
    return service && service->latest && isInProgress(service->latest->status);
}

/// A deployment is on its way there, and each change of it is pushed.
bool RailwayFeed::isTold(Environment environment) const
{
    return isRollingOut(environment) && m_told(environment);
}

QStringList RailwayFeed::servicePolls()
{
    return {bothPoll(), servicePoll(Environment::Staging), servicePoll(Environment::Production)};
}

Milliseconds RailwayFeed::pace(bool forEach) const
{
    const bool moves = !whatMoves().isEmpty();
    if (moves && (!m_movesSince || ageOf(*m_movesSince, m_feed.now()) <= fastFor))
        return Every::running;
    const Verdict verdict = m_feed.store.told().environments.production.verdict;
    if (moves || verdict == Verdict::Degraded || verdict == Verdict::Down)
        return Every::unwell;
    if (isTold(Environment::Staging) || isTold(Environment::Production))
        return Every::runs;
    return forEach ? idleForEach : Every::overview;
}

void RailwayFeed::askBoth(const QString &poll, const Next &entangled, const Next &next)
{
    m_feed.client.send<Railway::Overview>(
        Railway::overview(project()), this,
        [this, poll, entangled, next, asked = m_feed.now()](const Result<Railway::Overview> &result) {
            if (result && !result->services.staging && !result->services.production)
                return entangled();
            const Next end = afterAll(2, next);
            for (const Environment environment : environments)
                arrived(environment, CredentialId::Railway, poll, asked,
                        result ? result->services[environment] : Result<ServiceInstance>(result.error()), end);
        });
}

void RailwayFeed::askOne(Environment environment, CredentialId credential, const QString &poll, const Next &next)
{
    m_feed.client.send<ServiceInstance>(Railway::latestDeployment(project(), environment, credential), this,
                                        [=, this, asked = m_feed.now()](const Result<ServiceInstance> &result) {
                                            arrived(environment, credential, poll, asked, result, next);
                                        });
}

void RailwayFeed::arrived(Environment environment, CredentialId credential, const QString &poll, Moment asked,
                          const Result<ServiceInstance> &result, const Next &next)
{
    const Result<ServiceInstance> service = ofEnvironment(result, project().environments[environment]);
    const Standing standing = service ? standingOf(*service) : Standing();
    const bool listStands = service && !needsList(environment, standing);
    m_feed.write(poll, asked, [&](Observations &all, const Reading &reading) {
        all.services[environment].apply(service, reading);
        if (!listStands)
            return;
        // Whatever begins is the newest one at first, so nothing has begun since the lists were read.
        for (auto *lists : {&all.deployments, &all.unsettled}) {
            const QList<Deployment> same = *(*lists)[environment].value;
            (*lists)[environment].apply(same, reading);
        }
    });
    if (!service || listStands)
        return next();
    askDeployments(environment, credential, poll, standing, next);
}

bool RailwayFeed::needsList(Environment environment, const Standing &standing) const
{
    const Observed<QList<Deployment>> &known = m_feed.seen().deployments[environment];
    const Observed<QList<Deployment>> &unsettled = m_feed.seen().unsettled[environment];
    if (!known.value || known.error || !unsettled.value || unsettled.error || m_listed[environment] != standing)
        return true;
    const auto isTold = [&](const Deployment &deployment) {
        return std::any_of(standing.cbegin(), standing.cend(),
                           [&](const auto &each) { return each.first == deployment.id; });
    };
    // What goes on behind the newest one is told by the lists alone.
    const auto goesOn = [&](const Deployment &deployment) {
        return deployment.status == DeploymentStatus::Removing ||
               (isUnsettled(deployment.status) && !isTold(deployment));
    };
    return std::any_of(known.value->cbegin(), known.value->cend(), goesOn) ||
           std::any_of(unsettled.value->cbegin(), unsettled.value->cend(), goesOn);
}

void RailwayFeed::readEverything()
{
    m_listed = {};
}

void RailwayFeed::askDeployments(Environment environment, CredentialId credential, const QString &poll,
                                 const Standing &standing, const Next &next)
{
    m_feed.client.send<QList<Deployment>>(Railway::deployments(project(), environment, credential), this,
                                          [=, this, asked = m_feed.now()](const Result<QList<Deployment>> &result) {
                                              m_feed.write(poll, asked, [&](Observations &all, const Reading &reading) {
                                                  all.deployments[environment].apply(result, reading);
                                              });
                                              if (result && result->size() >= listedDeployments)
                                                  return askUnsettled(environment, credential, poll, standing, next);
                                              Result<QList<Deployment>> unsettled = result; // all there are
                                              if (unsettled)
                                                  unsettled->removeIf(
                                                      [](const Deployment &each) { return !isUnsettled(each.status); });
                                              keepUnsettled(environment, poll, asked, unsettled, standing);
                                              next();
                                          });
}

void RailwayFeed::askUnsettled(Environment environment, CredentialId credential, const QString &poll,
                               const Standing &standing, const Next &next)
{
    m_feed.client.send<QList<Deployment>>(Railway::unsettledDeployments(project(), environment, credential), this,
                                          [=, this, asked = m_feed.now()](const Result<QList<Deployment>> &result) {
                                              keepUnsettled(environment, poll, asked, result, standing);
                                              next();
                                          });
}

void RailwayFeed::keepUnsettled(Environment environment, const QString &poll, Moment asked,
                                const Result<QList<Deployment>> &unsettled, const Standing &standing)
{
    if (unsettled)
        m_listed[environment] = standing;
    m_feed.write(poll, asked, [&](Observations &all, const Reading &reading) {
        all.unsettled[environment].apply(unsettled, reading);
    });
}

void RailwayFeed::askRare(Environment environment, CredentialId credential, const QString &poll, const Next &next)
{
    const Next end = afterAll(2, next);
    m_feed.ask(
        this, Railway::autoDeploy(project(), environment, credential),
        poll, [environment](Observations & all) -> auto & { return all.autoDeploy[environment]; }, end);
    m_feed.ask(
        this, Railway::settings(project(), environment, credential),
        poll, [environment](Observations & all) -> auto & { return all.settings[environment]; }, end);
}

} // namespace Slipway

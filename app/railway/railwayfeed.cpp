// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/railwayfeed.h"

#include "app/feed/afterall.h"
#include "app/feed/observe.h"
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

RailwayFeed::RailwayFeed(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
                         QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_schedule(schedule)
    , m_store(store)
    , m_clock(clock)
{
    addServicePolls();
    addRarePolls();
    connect(&m_store, &ConsoleStore::observed, this, &RailwayFeed::observed);
    connect(&m_client, &HttpClient::credentialChanged, this, [this] { m_schedule.reconsider(); });
}

void RailwayFeed::addServicePolls()
{
    const QString host = project().api.authority();
    const QString both = bothPoll();
    m_schedule.add({.name = both,
                    .provider = Provider::Railway,
                    .host = host,
                    .credential = CredentialId::Railway,
                    .interval = [this] { return hasTokenForEach() ? Milliseconds(0) : pace(m_apartSince.has_value()); },
                    .run = [this, both](const Schedule::PollDone &done) { askBoth(both, done); },
                    .neededToGoBack = true});
    for (const Environment environment : environments) {
        const QString one = pollOf(QLatin1String("railway.service"), environment);
        m_schedule.add({.name = one,
                        .provider = Provider::Railway,
                        .host = host,
                        .credential = Railway::projectTokenOf(environment),
                        .interval = [this] { return hasTokenForEach() ? pace(true) : Milliseconds(0); },
                        .run =
                            [this, environment, one](const Schedule::PollDone &done) {
                                askOne(environment, Railway::projectTokenOf(environment), one, done);
                            },
                        .neededToGoBack = true});
    }
}

void RailwayFeed::addRarePolls()
{
    const QString host = project().api.authority();
    for (const Environment environment : environments) {
        const QString shared = pollOf(QLatin1String("railway.settings"), environment);
        m_schedule.add({.name = shared,
                        .provider = Provider::Railway,
                        .host = host,
                        .credential = CredentialId::Railway,
                        .interval = [this] { return hasTokenForEach() ? Milliseconds(0) : Every::rarest; },
                        .run =
                            [this, environment, shared](const Schedule::PollDone &done) {
                                askRare(environment, CredentialId::Railway, shared, done);
                            }});
        const QString own = pollOf(QLatin1String("railway.own-settings"), environment);
        m_schedule.add({.name = own,
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
    return Railway::hasTokenForEach(m_client);
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
        m_movesSince = m_clock.now();
    m_moves = moves;
    const Milliseconds wanted = pace(false);
    if (std::exchange(m_pace, wanted) != wanted)
        m_schedule.reconsider();
}

/// The deployment, commands and runs that are on their way to that environment, by their ids.
QSet<QString> RailwayFeed::movingTo(Environment environment) const
{
    QSet<QString> moving;
    const Observations &known = m_store.observations();
    const Moment now = m_clock.now();
    if (isRollingOut(environment))
        moving.insert(known.services[environment].last()->latest->id.value);
    for (const CommandRecord &command : known.commands) {
        if (command.order.environment == environment && isMoving(command, now))
            moving.insert(command.order.id.value);
    }
    const QList<WorkflowRun> *runs = known.runs.fresh(now);
    const GitHubProject &github = m_store.project().github;
    const QString &deploys = environment == Environment::Staging ? github.stagingWorkflow : github.productionWorkflow;
    for (const WorkflowRun &run : runs ? *runs : QList<WorkflowRun>()) {
        if (run.workflowFile == deploys && isMoving(run, known.clocks, now))
            moving.insert(QString::number(run.id.value));
    }
    return moving;
}

bool RailwayFeed::isRollingOut(Environment environment) const
{
    const ServiceInstance *service = m_store.observations().services[environment].last();
    return service && service->latest && isInProgress(service->latest->status);
}

/// A deployment is on its way there, and each change of it is pushed.
bool RailwayFeed::isTold(Environment environment) const
{
    return isRollingOut(environment) && m_told(environment);
}

QStringList RailwayFeed::servicePolls()
{
    return {bothPoll(), pollOf(QLatin1String("railway.service"), Environment::Staging),
            pollOf(QLatin1String("railway.service"), Environment::Production)};
}

Milliseconds RailwayFeed::pace(bool forEach) const
{
    const bool moves = !whatMoves().isEmpty();
    if (moves && (!m_movesSince || ageOf(*m_movesSince, m_clock.now()) <= fastFor))
        return Every::running;
    const Verdict verdict = m_store.snapshot().environments.production.verdict;
    if (moves || verdict == Verdict::Degraded || verdict == Verdict::Down)
        return Every::unwell;
    if (isTold(Environment::Staging) || isTold(Environment::Production))
        return Every::runs;
    return forEach ? idleForEach : Every::overview;
}

void RailwayFeed::askBoth(const QString &poll, const Next &next)
{
    if (m_apartSince && ageOf(*m_apartSince, m_clock.now()) > Every::rarest)
        m_apartSince.reset();
    if (m_apartSince) {
        const Next end = afterAll(2, next);
        for (const Environment environment : environments)
            askOne(environment, CredentialId::Railway, poll, end);
        return;
    }
    m_client.send<Railway::Overview>(
        Railway::overview(project()), this,
        [this, poll, next, asked = m_clock.now()](const Result<Railway::Overview> &result) {
            Railway::Overview both;
            if (result)
                both = *result;
            else
                both.services = {result.error(), result.error()};
            if (result && !both.services.staging && !both.services.production) {
                // serviceInstance is non-null in Railway's schema: the error of one takes the other's answer with it.
                m_apartSince = m_clock.now();
                askBoth(poll, next);
                return;
            }
            const Next end = afterAll(2, next);
            for (const Environment environment : environments)
                arrived(environment, CredentialId::Railway, poll, asked, both.services[environment], end);
        });
}

void RailwayFeed::askOne(Environment environment, CredentialId credential, const QString &poll, const Next &next)
{
    m_client.send<ServiceInstance>(Railway::latestDeployment(project(), environment, credential), this,
                                   [=, this, asked = m_clock.now()](const Result<ServiceInstance> &result) {
                                       arrived(environment, credential, poll, asked, result, next);
                                   });
}

void RailwayFeed::arrived(Environment environment, CredentialId credential, const QString &poll, Moment asked,
                          const Result<ServiceInstance> &result, const Next &next)
{
    const Result<ServiceInstance> service = ofEnvironment(result, project().environments[environment]);
    const Standing standing = service ? standingOf(*service) : Standing();
    const bool listStands = service && !needsList(environment, standing);
    observe(m_store, m_schedule, poll, asked, m_clock.now(), [&](Observations &all, const Reading &reading) {
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
    const Observed<QList<Deployment>> &known = m_store.observations().deployments[environment];
    const Observed<QList<Deployment>> &unsettled = m_store.observations().unsettled[environment];
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
    m_client.send<QList<Deployment>>(
        Railway::deployments(project(), environment, credential), this,
        [=, this, asked = m_clock.now()](const Result<QList<Deployment>> &result) {
            observe(m_store, m_schedule, poll, asked, m_clock.now(), [&](Observations &all, const Reading &reading) {
                all.deployments[environment].apply(result, reading);
            });
            if (result && result->size() >= Railway::listedDeployments)
                return askUnsettled(environment, credential, poll, standing, next);
            Result<QList<Deployment>> unsettled = result; // all there are
            if (unsettled)
                unsettled->removeIf([](const Deployment &each) { return !isUnsettled(each.status); });
            keepUnsettled(environment, poll, asked, unsettled, standing);
            next();
        });
}

void RailwayFeed::askUnsettled(Environment environment, CredentialId credential, const QString &poll,
                               const Standing &standing, const Next &next)
{
    m_client.send<QList<Deployment>>(Railway::unsettledDeployments(project(), environment, credential), this,
                                     [=, this, asked = m_clock.now()](const Result<QList<Deployment>> &result) {
                                         keepUnsettled(environment, poll, asked, result, standing);
                                         next();
                                     });
}

void RailwayFeed::keepUnsettled(Environment environment, const QString &poll, Moment asked,
                                const Result<QList<Deployment>> &unsettled, const Standing &standing)
{
    if (unsettled)
        m_listed[environment] = standing;
    observe(m_store, m_schedule, poll, asked, m_clock.now(),
            [&](Observations &all, const Reading &reading) { all.unsettled[environment].apply(unsettled, reading); });
}

void RailwayFeed::askRare(Environment environment, CredentialId credential, const QString &poll, const Next &next)
{
    const Next end = afterAll(2, next);
    m_client.send<AutoDeploy>(Railway::autoDeploy(project(), environment, credential), this,
                              [=, this, asked = m_clock.now()](const Result<AutoDeploy> &result) {
                                  observe(m_store, m_schedule, poll, asked, m_clock.now(),
                                          [&](Observations &all, const Reading &reading) {
                                              all.autoDeploy[environment].apply(result, reading);
                                          });
                                  end();
                              });
    m_client.send<ServiceSettings>(Railway::settings(project(), environment, credential), this,
                                   [=, this, asked = m_clock.now()](const Result<ServiceSettings> &result) {
                                       observe(m_store, m_schedule, poll, asked, m_clock.now(),
                                               [&](Observations &all, const Reading &reading) {
                                                   all.settings[environment].apply(result, reading);
                                               });
                                       end();
                                   });
}

} // namespace Slipway

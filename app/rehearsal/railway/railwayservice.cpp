// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/railway/railwayservice.h"

#include "app/rehearsal/http/paging.h"
#include "models/values/utc.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace Slipway::Rehearsal {

namespace {

constexpr int railwayBudget = 1000; ///< requests per hour: the Hobby plan's (app/railway/README.md, 25)
constexpr const char *serviceName = "api";
constexpr const char *railwayPath = "/graphql/v2";

QString railwayTime(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

/// DeploymentInstanceStatus of the one replica of a deployment of that status.
QString replicaStatus(const QString &status)
{
    if (status == QLatin1String("SUCCESS") || status == QLatin1String("REMOVING"))
        return QStringLiteral("RUNNING");
    if (status == QLatin1String("CRASHED"))
        return status;
    if (status == QLatin1String("DEPLOYING"))
        return QStringLiteral("INITIALIZING");
    const bool over = status == QLatin1String("REMOVED") || status == QLatin1String("FAILED");
    return over ? QStringLiteral("REMOVED") : QStringLiteral("CREATED");
}

QJsonObject variablesJson(const Variables &variables)
{
    QJsonObject json;
    for (auto each = variables.cbegin(); each != variables.cend(); ++each)
        json.insert(each.key(), each.value());
    return json;
}

/// Also of what is neither an object nor an array.
QByteArray jsonText(const QJsonValue &value)
{
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

QJsonObject errorJson(const QString &message, const QJsonArray &path)
{
    return {
        {QStringLiteral("message"), message},
        {QStringLiteral("path"), path},
        {QStringLiteral("extensions"), QJsonObject{{QStringLiteral("code"), QStringLiteral("INTERNAL_SERVER_ERROR")},
                                                   {QStringLiteral("traceId"), QStringLiteral("7311860425")}}}};
}

} // namespace

/// What does not validate (app/railway/README.md, 26).
PeerReply RailwayService::refusalOf(const QString &why)
{
    return jsonReply(QJsonObject{{QStringLiteral("errors"), QJsonArray{errorJson(why, {})}}}, 400);
}

Error RailwayService::notAuthorized()
{
    return {.kind = ErrorKind::Forbidden, .detail = QStringLiteral("Not Authorized")};
}

RailwayService::RailwayService(World &world, PerEnvironment<QString> domains)
    : m_world(world)
    , m_domains(std::move(domains))
    , m_windowEnds(world.now().addSecs(3600))
{
}

RailwayCaller railwayCaller(const QHash<QByteArray, QByteArray> &headers)
{
    const QByteArray project = headers.value("project-access-token");
    if (project == "rehearsal-railway-staging")
        return {.environment = Environment::Staging};
    if (project == "rehearsal-railway-production")
        return {.environment = Environment::Production};
    return {.account = headers.value("authorization") == "Bearer rehearsal-railway"};
}

std::optional<PeerReply> RailwayService::refuseSocket(const PeerRequest &request) const
{
    if (request.headers.value("user-agent").isEmpty()) // what stands before Railway (app/railway/README.md, 5)
        return PeerReply{.status = 403, .body = "error code: 1010", .contentType = "text/plain; charset=UTF-8"};
    if (request.path != QLatin1String(railwayPath))
        return PeerReply{.status = 404, .body = "Not Found", .contentType = "text/plain"};
    return std::nullopt;
}

PeerReply RailwayService::answer(const PeerRequest &request)
{
    if (const auto refusal = refuseSocket(request))
        return *refusal;
    if (request.method != "POST")
        return {.status = 404, .body = "Not Found", .contentType = "text/plain"};
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const auto operation = parseGraphQl(body.value(QLatin1String("query")).toString(),
                                        body.value(QLatin1String("operationName")).toString(),
                                        body.value(QLatin1String("variables")).toObject());
    PeerReply reply;
    if (!operation)
        reply = refusalOf(operation.error().detail);
    else if (operation->kind == GraphQlOperation::Kind::Subscription)
        reply = refusalOf(QStringLiteral("Subscriptions are served over WebSockets."));
    else
        reply = answerTo(*operation, railwayCaller(request.headers));
    addBudget(reply);
    return reply;
}

PeerReply RailwayService::answerTo(const GraphQlOperation &operation, const RailwayCaller &caller)
{
    QByteArray data;
    QJsonArray errors;
    int status = 200;
    for (const GraphQlField &field : operation.fields) {
        const auto value = textOf(field, caller, operation.kind == GraphQlOperation::Kind::Mutation);
        if (value) {
            data += (data.isEmpty() ? "\"" : ",\"") + field.alias.toUtf8() + "\":" + *value;
            continue;
        }
        status = value.error().kind == ErrorKind::Malformed ? 400 : status; // it does not validate
        errors.append(errorJson(value.error().detail, {field.alias}));
    }
    if (errors.isEmpty())
        return {.body = "{\"data\":{" + data + "}}"};
    // Nearly every root field that we resolve is non-null: one that failed takes the whole of data with it.
    return jsonReply(QJsonObject{{QStringLiteral("errors"), errors}, {QStringLiteral("data"), QJsonValue()}}, status);
}

Result<QByteArray> RailwayService::textOf(const GraphQlField &field, const RailwayCaller &caller, bool mutation)
{
    if (!mutation && isAboutLogs(field.name)) {
        const auto asked = question(field, caller);
        return asked ? Result(logAnswer(*asked, m_world)) : asked.error();
    }
    auto value = resolve(field, caller, mutation);
    if (value)
        value = selectFields(*value, field.fields);
    return value ? Result(jsonText(*value)) : value.error();
}

Result<QJsonValue> RailwayService::read(const GraphQlField &field, const RailwayCaller &caller)
{
    auto value = resolve(field, caller, false);
    return value ? selectFields(*value, field.fields) : value;
}

Result<LogQuestion> RailwayService::question(const GraphQlField &field, const RailwayCaller &caller) const
{
    return logQuestion(field, m_world, caller, m_domains);
}

void RailwayService::addBudget(PeerReply &reply)
{
    if (m_world.now() > m_windowEnds) {
        m_windowEnds = m_world.now().addSecs(3600);
        m_used = 0;
    }
    ++m_used;
    reply.addHeader("X-RateLimit-Limit", QByteArray::number(railwayBudget));
    reply.addHeader("X-RateLimit-Remaining", QByteArray::number(std::max(railwayBudget - m_used, 0)));
    reply.addHeader("X-RateLimit-Reset", QByteArray::number(m_windowEnds.toSecsSinceEpoch()));
}

Result<Environment> RailwayService::environmentIn(const QJsonObject &arguments, const Caller &caller) const
{
    const QString asked = arguments.value(QLatin1String("environmentId")).toString();
    const QString service = arguments.value(QLatin1String("serviceId")).toString();
    for (const Environment environment : environments) {
        if (m_world.id(environment) == asked && service == m_world.uuid(QLatin1String(serviceName)) &&
            caller.mayUse(environment))
            return environment;
    }
    return notAuthorized(); // also for what does not exist (app/railway/README.md, 4)
}

Result<SimDeployment> RailwayService::deploymentIn(const QJsonObject &arguments, const char *name,
                                                   const Caller &caller) const
{
    const SimDeployment *deployment = m_world.deployment(arguments.value(QLatin1String(name)).toString());
    if (!deployment || !caller.mayUse(deployment->environment))
        return notAuthorized();
    return *deployment;
}

Result<QJsonValue> RailwayService::resolve(const GraphQlField &field, const Caller &caller, bool mutation)
{
    if (mutation)
        return mutate(field, caller);
    if (field.name == QLatin1String("projectToken")) {
        if (!caller.environment)
            return Error{.kind = ErrorKind::Unauthorized, .detail = QStringLiteral("Project Token not found")};
        return QJsonValue(tokenJson(*caller.environment));
    }
    const QJsonArray workspaces{QJsonObject{{QStringLiteral("id"), m_world.uuid(QStringLiteral("workspace"))},
                                            {QStringLiteral("name"), QStringLiteral("Acme")}}};
    if (field.name == QLatin1String("me") || field.name == QLatin1String("apiToken")) {
        if (!caller.account)
            return notAuthorized();
        return QJsonValue(QJsonObject{{QStringLiteral("id"), m_world.uuid(QStringLiteral("mira"))},
                                      {QStringLiteral("name"), QStringLiteral("Mira")},
                                      {QStringLiteral("email"), QStringLiteral("mira@example.com")},
                                      {QStringLiteral("workspaces"), workspaces}});
    }
    if (field.name == QLatin1String("deployment")) {
        const auto deployment = deploymentIn(field.arguments, "id", caller);
        return deployment ? Result<QJsonValue>(deploymentJson(*deployment)) : deployment.error();
    }
    if (field.name == QLatin1String("deploymentSnapshot")) {
        const auto deployment = deploymentIn(field.arguments, "deploymentId", caller);
        return deployment ? Result<QJsonValue>(snapshotJson(*deployment)) : deployment.error();
    }
    const bool listing = field.name == QLatin1String("deployments");
    const QJsonObject input = field.arguments.value(QLatin1String("input")).toObject();
    const auto environment = environmentIn(listing ? input : field.arguments, caller);
    if (!environment)
        return environment.error();
    if (listing || field.name == QLatin1String("deploymentTriggers")) {
        const auto connection = connectionOf(
            listing ? listJson(*environment, input.value(QLatin1String("status")).toObject()) : QJsonArray(),
            field.arguments);
        return connection ? Result<QJsonValue>(*connection) : connection.error();
    }
    if (field.name == QLatin1String("variables"))
        return QJsonValue(variablesJson(m_world.variables(*environment)));
    if (field.name == QLatin1String("serviceInstance"))
        return QJsonValue(instanceJson(*environment));
    if (field.name == QLatin1String("serviceInstanceAutoDeployStatus"))
        return QJsonValue(
            QJsonObject{{QStringLiteral("enabled"), false},
                        {QStringLiteral("canEnable"), !m_world.scenario().railwayUp},
                        {QStringLiteral("reason"),
                         m_world.scenario().railwayUp ? QJsonValue(QStringLiteral("NO_REPO")) : QJsonValue()}});
    if (const auto measured = measure(field, *environment))
        return *measured;
    return Error{.kind = ErrorKind::Malformed,
                 .detail = QStringLiteral("Cannot query field \"%1\" on type \"Query\".").arg(field.name)};
}

/// Nothing for what cannot be returned to: then there is nothing that a rollback would restore
/// (app/railway/README.md, 42).
QJsonValue RailwayService::snapshotJson(const SimDeployment &deployment) const
{
    if (!m_world.canRollBackTo(deployment))
        return {};
    return QJsonObject{{QStringLiteral("id"), snapshotId(m_world, deployment)},
                       {QStringLiteral("createdAt"), railwayTime(deployment.createdAt)},
                       {QStringLiteral("updatedAt"), railwayTime(deployment.createdAt)},
                       {QStringLiteral("variables"), variablesJson(deployment.variables)}};
}

/// Null where it was no person (app/railway/README.md, 16).
QJsonValue RailwayService::creatorJson(const QString &login) const
{
    if (login.isEmpty())
        return {};
    return QJsonObject{{QStringLiteral("id"), m_world.uuid(login)},
                       {QStringLiteral("name"), login.left(1).toUpper() + login.mid(1)},
                       {QStringLiteral("email"), login + QStringLiteral("@example.com")}};
}

QJsonObject RailwayService::instanceJson(Environment environment) const
{
    const QList<SimDeployment> all = m_world.deployments(environment);
    QJsonArray active;
    for (const SimDeployment &deployment : all) {
        const QString status = m_world.statusOf(deployment);
        if (status == QLatin1String("SUCCESS") || status == QLatin1String("CRASHED")) // app/railway/README.md, 8
            active.append(deploymentJson(deployment));
    }
    const QJsonArray domains{
        QJsonObject{{QStringLiteral("id"), m_world.uuid(QStringLiteral("domain %1").arg(int(environment)))},
                    {QStringLiteral("domain"), m_domains[environment]}}};
    const bool fromRepository = !m_world.scenario().railwayUp;
    return {{QStringLiteral("id"), m_world.uuid(QStringLiteral("instance %1").arg(int(environment)))},
            {QStringLiteral("serviceName"), QLatin1String(serviceName)},
            {QStringLiteral("serviceId"), m_world.uuid(QLatin1String(serviceName))},
            {QStringLiteral("environmentId"), m_world.id(environment)},
            {QStringLiteral("healthcheckPath"), QStringLiteral("/health/railway")},
            {QStringLiteral("latestDeployment"),
             all.isEmpty() ? QJsonValue() : QJsonValue(deploymentJson(all.constFirst()))},
            {QStringLiteral("activeDeployments"), active},
            {QStringLiteral("source"), fromRepository
                                           ? QJsonValue(QJsonObject{{QStringLiteral("repo"), m_world.repository()},
                                                                    {QStringLiteral("image"), QJsonValue()}})
                                           : QJsonValue()},
            {QStringLiteral("domains"), QJsonObject{{QStringLiteral("serviceDomains"), QJsonArray()},
                                                    {QStringLiteral("customDomains"), domains}}}};
}

QJsonObject RailwayService::deploymentJson(const SimDeployment &deployment) const
{
    const QString status = m_world.statusOf(deployment);
    QJsonObject meta;
    if (deployment.hasCommit)
        meta = {{QStringLiteral("commitHash"), deployment.sha},
                {QStringLiteral("commitMessage"), deployment.message},
                {QStringLiteral("commitAuthor"), deployment.author},
                {QStringLiteral("branch"), QStringLiteral("main")},
                {QStringLiteral("repo"), m_world.repository()}};
    else // app/railway/README.md, 17
        meta = {{QStringLiteral("cliMessage"), deployment.message},
                {QStringLiteral("cliCaller"), QStringLiteral("ci")}};
    meta.insert(QStringLiteral("reason"), deployment.reason);
    if (deployment.builtAt.isValid() && deployment.builtAt <= m_world.now())
        meta.insert(QStringLiteral("imageDigest"), deployment.imageDigest);
    QJsonArray instances;
    for (int i = 0; i < replicasIn(m_world, deployment.environment); ++i)
        instances.append(QJsonObject{{QStringLiteral("id"), replicaId(m_world, deployment, i)},
                                     {QStringLiteral("status"), replicaStatus(status)}});
    return {{QStringLiteral("id"), deployment.id},
            {QStringLiteral("status"), status},
            {QStringLiteral("createdAt"), railwayTime(deployment.createdAt)},
            {QStringLiteral("updatedAt"), railwayTime(m_world.statusSince(deployment))},
            {QStringLiteral("statusUpdatedAt"), railwayTime(m_world.statusSince(deployment))},
            {QStringLiteral("projectId"), m_world.uuid(QStringLiteral("project"))},
            {QStringLiteral("environmentId"), m_world.id(deployment.environment)},
            {QStringLiteral("serviceId"), m_world.uuid(QLatin1String(serviceName))},
            {QStringLiteral("snapshotId"), snapshotId(m_world, deployment)},
            {QStringLiteral("url"), QJsonValue()},
            {QStringLiteral("staticUrl"), m_domains[deployment.environment]},
            {QStringLiteral("canRedeploy"), m_world.canRedeploy(deployment)},
            {QStringLiteral("canRollback"), m_world.canRollBackTo(deployment)},
            {QStringLiteral("deploymentStopped"), false},
            {QStringLiteral("meta"), meta},
            {QStringLiteral("creator"), creatorJson(deployment.creator)},
            {QStringLiteral("instances"), instances}};
}

/// `wanted`: their statuses, as {in: [], notIn: []}; every one when it is empty.
QJsonArray RailwayService::listJson(Environment environment, const QJsonObject &wanted) const
{
    QJsonArray nodes;
    const QJsonValue only = wanted.value(QLatin1String("in"));
    const QList<SimDeployment> all = m_world.deployments(environment);
    for (const SimDeployment &deployment : all) {
        const QString status = m_world.statusOf(deployment);
        if ((!only.isArray() || only.toArray().contains(status)) &&
            !wanted.value(QLatin1String("notIn")).toArray().contains(status))
            nodes.append(deploymentJson(deployment));
    }
    return nodes;
}

QJsonObject RailwayService::tokenJson(Environment environment) const
{
    const QJsonObject project{{QStringLiteral("id"), m_world.uuid(QStringLiteral("project"))},
                              {QStringLiteral("name"), QStringLiteral("gatewayz")}};
    const QString name = environment == Environment::Staging ? QStringLiteral("staging") : QStringLiteral("production");
    return {{QStringLiteral("id"), m_world.uuid(name + QStringLiteral(" token"))},
            {QStringLiteral("name"), QStringLiteral("console")},
            {QStringLiteral("projectId"), project.value(QLatin1String("id"))},
            {QStringLiteral("environmentId"), m_world.id(environment)},
            {QStringLiteral("project"), project},
            {QStringLiteral("environment"),
             QJsonObject{{QStringLiteral("id"), m_world.id(environment)}, {QStringLiteral("name"), name}}}};
}

namespace {

constexpr const char *accountOwner = "mira";

/// The public schema says nothing about these words.
Error refused(const char *why)
{
    return {.kind = ErrorKind::Refused, .detail = QLatin1String(why)};
}

Error invalid(const QString &why)
{
    return {.kind = ErrorKind::Malformed, .detail = why};
}

} // namespace

Result<QJsonValue> RailwayService::mutate(const GraphQlField &field, const Caller &caller)
{
    struct Known {
        const char *name;
        const char *type;
        Result<QJsonValue> (RailwayService::*act)(const GraphQlField &, const Caller &);
    };
    static constexpr Known known[] = {{"serviceInstanceDeployV2", "String!", &RailwayService::deployCommit},
                                      {"deploymentRedeploy", "Deployment!", &RailwayService::redeploy},
                                      {"deploymentRollback", "Boolean!", &RailwayService::command},
                                      {"deploymentCancel", "Boolean!", &RailwayService::command},
                                      {"deploymentApprove", "Boolean!", &RailwayService::command}};
    for (const Known &each : known) {
        if (field.name != QLatin1String(each.name))
            continue;
        const bool isObject = each.act == &RailwayService::redeploy;
        if (isObject && field.fields.isEmpty())
            return invalid(QStringLiteral("Field \"%1\" of type \"%2\" must have a selection of subfields.")
                               .arg(field.name, QLatin1String(each.type)));
        if (!isObject && !field.fields.isEmpty()) // as the documentation's own example does (app/railway/README.md, 20)
            return invalid(QStringLiteral("Field \"%1\" must not have a selection since type \"%2\" has no subfields.")
                               .arg(field.name, QLatin1String(each.type)));
        return (this->*each.act)(field, caller);
    }
    return invalid(QStringLiteral("Cannot query field \"%1\" on type \"Mutation\".").arg(field.name));
}

Result<QJsonValue> RailwayService::deployCommit(const GraphQlField &field, const Caller &caller)
{
    const auto environment = environmentIn(field.arguments, caller);
    if (!environment)
        return environment.error();
    const SimCommit *commit = m_world.commit(field.arguments.value(QLatin1String("commitSha")).toString());
    if (!commit || m_world.scenario().railwayUp)
        return refused("Commit not found");
    return QJsonValue(m_world.deployCommit(*environment, commit->sha, QLatin1String(accountOwner)).id);
}

Result<QJsonValue> RailwayService::redeploy(const GraphQlField &field, const Caller &caller)
{
    const auto target = deploymentIn(field.arguments, "id", caller);
    if (!target)
        return target.error();
    // What does not validate deploys nothing.
    const auto fits = selectFields(deploymentJson(*target), field.fields);
    if (!fits)
        return fits.error();
    const bool sameImage = field.arguments.value(QLatin1String("usePreviousImageTag")).toBool();
    const auto made =
        m_world.redeploy(target->id, sameImage, caller.account ? QLatin1String(accountOwner) : QLatin1String());
    return made ? Result<QJsonValue>(deploymentJson(*made)) : refused("Deployment cannot be redeployed");
}

/// Those that answer a bare boolean and no id.
Result<QJsonValue> RailwayService::command(const GraphQlField &field, const Caller &caller)
{
    const auto target = deploymentIn(field.arguments, "id", caller);
    if (!target)
        return target.error();
    const QString who = caller.account ? QLatin1String(accountOwner) : QLatin1String();
    if (field.name == QLatin1String("deploymentRollback") && !m_world.rollBack(target->id, who))
        return refused("Deployment cannot be rolled back to");
    if (field.name == QLatin1String("deploymentCancel") && !m_world.cancelDeployment(target->id))
        return refused("Deployment is not in progress");
    if (field.name == QLatin1String("deploymentApprove") && !m_world.approveDeployment(target->id))
        return refused("Deployment does not need approval");
    return QJsonValue(true);
}

namespace {

constexpr qint64 sampleSeconds = 30;
constexpr qint64 stepSeconds = 60;
constexpr int mostSamples = 2000;
constexpr double memoryLimit = 8;

qint64 secondsIn(const GraphQlField &field, const char *name, qint64 fallback)
{
    return std::max<qint64>(field.arguments.value(QLatin1String(name)).toInteger(fallback), 1);
}

QJsonObject valueJson(qint64 ts, double value)
{
    return {{QStringLiteral("ts"), ts}, {QStringLiteral("value"), value}};
}

/// What the minutes of one step have in common.
struct Step {
    qint64 ts = 0;
    qint64 requests = 0;
    qint64 failures = 0;
    double p50 = 0;
    double p95 = 0;
};

QList<Step> stepsOf(const World &world, Environment environment, const QDateTime &from, const QDateTime &to,
                    qint64 seconds)
{
    QList<Step> steps;
    const qint64 end = std::min(to, world.now()).toSecsSinceEpoch();
    for (qint64 ts = from.toSecsSinceEpoch(); ts < end && steps.size() < mostSamples; ts += seconds) {
        Step step{.ts = ts};
        for (qint64 at = ts; at < std::min(ts + seconds, end); at += 60) {
            const SimMinute minute = world.minuteOf(environment, QDateTime::fromSecsSinceEpoch(at, utcZone));
            step.requests += minute.requests;
            step.failures += minute.failures;
            step.p50 = std::max(step.p50, minute.p50Ms);
            step.p95 = std::max(step.p95, minute.p95Ms);
        }
        steps.append(step);
    }
    return steps;
}

QJsonArray answersJson(const QList<Step> &steps)
{
    QJsonArray good;
    QJsonArray bad;
    for (const Step &step : steps) {
        good.append(valueJson(step.ts, double(step.requests - step.failures)));
        if (step.failures > 0)
            bad.append(valueJson(step.ts, double(step.failures)));
    }
    QJsonArray all{QJsonObject{{QStringLiteral("statusCode"), 200}, {QStringLiteral("samples"), good}}};
    if (!bad.isEmpty())
        all.append(QJsonObject{{QStringLiteral("statusCode"), 502}, {QStringLiteral("samples"), bad}});
    return all;
}

QJsonObject durationsJson(const QList<Step> &steps)
{
    QJsonArray samples;
    for (const Step &step : steps)
        samples.append(QJsonObject{{QStringLiteral("ts"), step.ts},
                                   {QStringLiteral("p50"), step.p50},
                                   {QStringLiteral("p90"), (step.p50 + 3 * step.p95) / 4},
                                   {QStringLiteral("p95"), step.p95},
                                   {QStringLiteral("p99"), step.p95 * 1.4}});
    return {{QStringLiteral("samples"), samples}};
}

} // namespace

QJsonArray RailwayService::usageJson(const QJsonArray &measurements, Environment environment, const QDateTime &from,
                                     const QDateTime &to, qint64 step) const
{
    QJsonArray all;
    for (const auto &measurement : measurements) {
        QJsonArray values;
        const qint64 end = std::min(to, m_world.now()).toSecsSinceEpoch();
        for (qint64 ts = from.toSecsSinceEpoch(); ts <= end && values.size() < mostSamples; ts += step) {
            const SimMinute minute = m_world.minuteOf(environment, QDateTime::fromSecsSinceEpoch(ts, utcZone));
            if (measurement == QLatin1String("CPU_USAGE"))
                values.append(valueJson(ts, minute.cpu));
            else if (measurement == QLatin1String("MEMORY_USAGE_GB"))
                values.append(valueJson(ts, minute.memoryGb));
            else if (measurement == QLatin1String("MEMORY_LIMIT_GB"))
                values.append(valueJson(ts, memoryLimit));
        }
        all.append(QJsonObject{{QStringLiteral("measurement"), measurement},
                               {QStringLiteral("tags"), QJsonObject()},
                               {QStringLiteral("values"), values}});
    }
    return all;
}

std::optional<Result<QJsonValue>> RailwayService::measure(const GraphQlField &field, Environment environment) const
{
    const bool usage = field.name == QLatin1String("metrics");
    const bool answers = field.name == QLatin1String("httpMetricsGroupedByStatus");
    if (!usage && !answers && field.name != QLatin1String("httpDurationMetrics"))
        return std::nullopt;
    const auto time = [&field](const char *name) {
        return QDateTime::fromString(field.arguments.value(QLatin1String(name)).toString(), Qt::ISODateWithMs);
    };
    const QDateTime from = time("startDate");
    const QDateTime to = usage && !time("endDate").isValid() ? m_world.now() : time("endDate");
    if (!from.isValid() || !to.isValid() || from >= to)
        return Result<QJsonValue>(
            Error{.kind = ErrorKind::Refused, .detail = QStringLiteral("Problem processing request")});
    if (usage)
        return Result(QJsonValue(usageJson(field.arguments.value(QLatin1String("measurements")).toArray(), environment,
                                           from, to, secondsIn(field, "sampleRateSeconds", sampleSeconds))));
    const QList<Step> steps = stepsOf(m_world, environment, from, to, secondsIn(field, "stepSeconds", stepSeconds));
    return Result(answers ? QJsonValue(answersJson(steps)) : QJsonValue(durationsJson(steps)));
}

} // namespace Slipway::Rehearsal

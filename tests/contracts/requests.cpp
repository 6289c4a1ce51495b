// SPDX-License-Identifier: GPL-3.0-or-later
// Prints every request that Slipway can send, one JSON object a line, as app/*/calls.h build them. Reads a project file
// from standard input; what a request names (a run, a commit) is given as NAME=VALUE arguments.
#include "app/github/calls.h"
#include "app/grafana/calls.h"
#include "app/probe/calls.h"
#include "app/project/projectfile.h"
#include "app/railway/calls.h"
#include "app/railway/graphql.h"
#include "app/railway/logs/logcalls.h"
#include "app/sentry/calls.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace Slipway;

namespace {

class Printer {
public:
    enum class Kind { Read, Command, Subscription };
    void print(const char *name, const HttpRequest &request, Kind kind = Kind::Read)
    {
        QJsonObject headers;
        for (const auto &[header, value] : request.headers)
            headers.insert(QString::fromLatin1(header).toLower(), QString::fromUtf8(value));
        const QJsonObject line{{QStringLiteral("name"), QString::fromLatin1(name)},
                               {QStringLiteral("method"), QString::fromLatin1(request.method)},
                               {QStringLiteral("url"), QString::fromLatin1(request.url.toEncoded())},
                               {QStringLiteral("credential"), int(request.credential)},
                               {QStringLiteral("headers"), headers},
                               {QStringLiteral("body"), QString::fromUtf8(request.body)},
                               {QStringLiteral("command"), kind == Kind::Command},
                               {QStringLiteral("subscription"), kind == Kind::Subscription}};
        std::puts(QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    }
    template <typename T>
    void read(const char *name, const ApiCall<T> &call)
    {
        print(name, call.request);
    }
    template <typename T>
    void command(const char *name, const ApiCall<T> &call)
    {
        print(name, call.request, Kind::Command);
    }
};

QString argument(const char *name, const char *fallback)
{
    const QString prefix = QLatin1String(name) + QLatin1Char('=');
    const QStringList arguments = QCoreApplication::arguments();
    for (const QString &each : arguments) {
        if (each.startsWith(prefix))
            return each.mid(prefix.size());
    }
    return QString::fromLatin1(fallback);
}

Span last(Milliseconds duration)
{
    return untilNow(duration, {.wallMs = QDateTime::currentMSecsSinceEpoch()});
}

void printGitHub(Printer &out, const GitHubProject &project)
{
    const CommitSha base{argument("base", "81d02f7000000000000000000000000000000002")};
    const CommitSha head{argument("head", "3f9c2ab000000000000000000000000000000001")};
    const RunId run{argument("run", "30000000001").toLongLong()};
    const qint64 job = argument("job", "40000000001").toLongLong();
    const QString tag = argument("tag", "deploy/2026-11-24T120000Z-3f9c2ab");
    out.read("github.user", GitHub::user(project));
    out.read("github.repository", GitHub::repository(project));
    out.read("github.tip", GitHub::tip(project));
    out.read("github.commit", GitHub::commit(project, head));
    out.read("github.compare", GitHub::compare(project, base, head));
    out.read("github.pullRequests", GitHub::pullRequests(project, head));
    out.read("github.workflows", GitHub::workflows(project));
    out.read("github.workflowFile", GitHub::workflowFile(project, project.productionWorkflow, project.branch));
    out.read("github.fileText",
             GitHub::fileText(project, argument("file", "supabase/migrations/1_a b.sql"), project.branch));
    out.read("github.runs", GitHub::runs(project));
    out.read("github.runsOf", GitHub::runsOf(project, project.productionWorkflow));
    out.read("github.runsSince", GitHub::runsSince(project, project.productionWorkflow,
                                                   QDateTime::currentDateTimeUtc().date().addDays(-31)));
    out.read("github.runsInStatus",
             GitHub::runsInStatus(project, project.productionWorkflow, QLatin1String("waiting")));
    out.read("github.pushRunsAt", GitHub::pushRunsAt(project, project.ciWorkflow, head));
    out.read("github.run", GitHub::run(project, run));
    out.read("github.jobs", GitHub::jobs(project, run));
    out.read("github.jobsOf", GitHub::jobsOf(project, {.run = run, .number = 1}));
    out.read("github.jobLog", GitHub::jobLog(project, job));
    out.read("github.pendingReviews", GitHub::pendingReviews(project, run));
    out.read("github.givenReviews", GitHub::givenReviews(project, run));
    out.read("github.tagPolicy", GitHub::tagPolicy(project, QStringLiteral("production")));
    out.read("github.tagPatterns", GitHub::tagPatterns(project, QStringLiteral("production")));
    out.read("github.tag", GitHub::tag(project, tag));
    out.read("github.incidents", GitHub::incidents(project));
    out.command("github.createTag", GitHub::createTag(project, tag, head));
    out.command("github.dispatch", GitHub::dispatch(project, project.productionWorkflow, argument("ref", "main"),
                                                    {{project.confirmInput, QString(confirmPhrase)}}));
    out.command("github.cancelRun", GitHub::cancelRun(project, run));
    const QList<qint64> reviews{argument("review", "161088001").toLongLong()};
    out.command("github.approve", GitHub::review(project, run, reviews, true, QStringLiteral("tested")));
    out.command("github.reject", GitHub::review(project, run, reviews, false, QString()));
    out.command("github.rerunFailedJobs", GitHub::rerunFailedJobs(project, run));
}

/// Subscriptions are written as requests that carry the same body.
void printLogs(Printer &out, const RailwayProject &project, const DeploymentId &deployment)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch() * 1'000'000;
    const Railway::LogRange range{.from = now - 60'000'000'000, .to = now, .most = 300};
    const auto follow = [&](const char *name, const QString &document, const QJsonObject &variables) {
        out.print(name, Railway::graphQlRequest(project.api, CredentialId::Railway, document, variables),
                  Printer::Kind::Subscription);
    };
    for (const Environment environment : environments) {
        const Railway::LogTarget target{.environment = environment};
        out.read("railway.logs", Railway::logPage(project, target, {.most = 50}, CredentialId::Railway));
        out.read("railway.logsOfMinute", Railway::logPage(project, target, range, CredentialId::Railway));
        follow("railway.logStream", Railway::logSubscription(target.source),
               Railway::logVariables(project, target, {.from = now - 30'000'000'000}));
    }
    for (const LogSource source : {LogSource::Build, LogSource::Http}) {
        const Railway::LogTarget target{.source = source, .deployment = deployment};
        const bool isBuild = source == LogSource::Build;
        out.read(isBuild ? "railway.buildLogs" : "railway.httpLogs",
                 Railway::logPage(project, target, {.most = 100}, CredentialId::Railway));
        follow(isBuild ? "railway.buildLogStream" : "railway.httpLogStream", Railway::logSubscription(source),
               Railway::logVariables(project, target, {.most = 100}));
    }
    follow("railway.statusStream", QStringLiteral("DeploymentStatusStream"),
           {{QStringLiteral("id"), deployment.value}});
}

void printRailway(Printer &out, const RailwayProject &project)
{
    const DeploymentId deployment{argument("deployment", "5d1c9c4e-0000-4000-8000-000000000001")};
    const CommitSha head{argument("head", "3f9c2ab000000000000000000000000000000001")};
    out.read("railway.overview", Railway::overview(project));
    out.read("railway.metricsOfBoth", Railway::metricsOfBoth(project, last(Milliseconds(900'000))));
    out.read("railway.deployment", Railway::deployment(deployment, project, CredentialId::Railway));
    out.read("railway.variablesOf", Railway::variablesOf(deployment, project, CredentialId::Railway));
    for (const Environment environment : environments) {
        out.read("railway.whatServes", Railway::whatServes(project, environment, CredentialId::Railway));
        out.read("railway.latestDeployment", Railway::latestDeployment(project, environment, CredentialId::Railway));
        out.read("railway.deployments", Railway::deployments(project, environment, CredentialId::Railway));
        out.read("railway.unsettledDeployments",
                 Railway::unsettledDeployments(project, environment, CredentialId::Railway));
        out.read("railway.deploymentPage",
                 Railway::deploymentPage(project, environment, argument("after", ""), CredentialId::Railway));
        out.read("railway.variables", Railway::variables(project, environment, CredentialId::Railway));
        out.read("railway.autoDeploy", Railway::autoDeploy(project, environment, CredentialId::Railway));
        out.read("railway.settings", Railway::settings(project, environment, CredentialId::Railway));
        out.read("railway.metrics",
                 Railway::metrics(project, environment, last(Milliseconds(900'000)), CredentialId::Railway));
    }
    printLogs(out, project, deployment);
    out.read("railway.projectToken", Railway::projectToken(project, CredentialId::RailwayStaging));
    out.read("railway.me", Railway::me(project, CredentialId::Railway));
    out.read("railway.tokenWorkspaces", Railway::tokenWorkspaces(project, CredentialId::Railway));
    out.command("railway.deployCommit",
                Railway::deployCommit(project, Environment::Production, head, CredentialId::Railway));
    out.command("railway.rollBack", Railway::rollBack(deployment, project, CredentialId::Railway));
    out.command("railway.redeploy", Railway::redeploy(deployment, true, project, CredentialId::Railway));
    out.command("railway.rebuild", Railway::redeploy(deployment, false, project, CredentialId::Railway));
    out.command("railway.cancelDeployment", Railway::cancelDeployment(deployment, project, CredentialId::Railway));
    out.command("railway.approveDeployment", Railway::approveDeployment(deployment, project, CredentialId::Railway));
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return 1;
    const auto file = parseProject(input.readAll(), QStringLiteral("standard input"));
    if (!file) {
        std::fprintf(stderr, "%s\n", qPrintable(file.error().detail));
        return 1;
    }
    const Project &project = file->project;
    Printer out;
    printGitHub(out, project.github);
    printRailway(out, project.railway);
    if (project.sentry) {
        for (const Environment environment : environments) {
            out.read("sentry.environments", Sentry::environmentNames(*project.sentry));
            out.read("sentry.unresolved", Sentry::unresolved(*project.sentry, environment));
            out.read("sentry.fresh",
                     Sentry::fresh(*project.sentry, environment, QDateTime::currentDateTimeUtc().addDays(-1)));
            out.read("sentry.errorCounts",
                     Sentry::errorCounts(*project.sentry, environment, last(Milliseconds(1'800'000))));
            out.read("sentry.releases", Sentry::releases(*project.sentry, environment, last(Milliseconds(86'400'000))));
        }
    }
    if (project.grafana)
        out.read("grafana.alerts", Grafana::alerts(*project.grafana));
    for (const Environment environment : environments) {
        const Address &address = project.addresses[environment];
        const QList<Check> checks = checksOf(address);
        for (const Check &check : checks)
            out.read(check.name == healthCheckName ? "probe.health" : "probe.check", Probe::check(address, check));
    }
    return 0;
}

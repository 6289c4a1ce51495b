// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/calls.h"

#include "app/github/decoders.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Slipway::GitHub {

namespace {

constexpr qint64 mostOfAFile = qint64(2) << 20; ///< bytes

/// An Enterprise Server speaks the older version (app/github/README.md, 3).
bool isEnterpriseServer(const GitHubProject &project)
{
    return project.api.path().endsWith(QLatin1String("/api/v3"));
}

QByteArray encoded(const QString &part)
{
    return QUrl::toPercentEncoding(part);
}

HttpRequest request(const GitHubProject &project, const QByteArray &method, const QByteArray &path)
{
    HttpRequest request;
    request.method = method;
    request.url = QUrl::fromEncoded(project.api.toEncoded(QUrl::StripTrailingSlash) + path, QUrl::StrictMode);
    request.headers = {{"Accept", "application/vnd.github+json"},
                       {"X-GitHub-Api-Version", isEnterpriseServer(project) ? "2022-11-28" : "2026-03-10"}};
    request.provider = Provider::GitHub;
    request.credential = CredentialId::GitHub;
    request.conditional = method == "GET";
    request.deadline = Milliseconds(30'000);
    return request;
}

HttpRequest inRepository(const GitHubProject &project, const QByteArray &method, const QByteArray &path)
{
    return request(project, method, "/repos/" + project.repository.toUtf8() + path);
}

HttpRequest get(const GitHubProject &project, const QByteArray &path)
{
    return inRepository(project, "GET", path);
}

HttpRequest post(const GitHubProject &project, const QByteArray &path, const QJsonObject &body)
{
    HttpRequest post = inRepository(project, "POST", path);
    post.headers.append(std::pair<QByteArray, QByteArray>("Content-Type", "application/json"));
    post.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return post;
}

/// A file's own text instead of a description of it (app/github/README.md, 8).
HttpRequest rawFile(const GitHubProject &project, const QByteArray &path, const QString &ref)
{
    HttpRequest raw = get(project, "/contents/" + path + "?ref=" + encoded(ref));
    raw.headers[0].second = "application/vnd.github.raw+json";
    return raw;
}

QByteArray workflowRuns(const QString &file)
{
    return "/actions/workflows/" + encoded(file) + "/runs?exclude_pull_requests=true";
}

QByteArray runPath(RunId run)
{
    return "/actions/runs/" + QByteArray::number(run.value);
}

} // namespace

ApiCall<Account> user(const GitHubProject &project)
{
    return {request(project, "GET", "/user"), decodeUser};
}

ApiCall<Repository> repository(const GitHubProject &project)
{
    return {get(project, {}), decodeRepository};
}

ApiCall<Commit> tip(const GitHubProject &project)
{
    return {get(project, "/commits/" + encoded(project.branch)), decodeCommit};
}

ApiCall<Commit> commit(const GitHubProject &project, const CommitSha &sha)
{
    return {get(project, "/commits/" + encoded(sha.value)), decodeCommit};
}

ApiCall<Comparison> compare(const GitHubProject &project, const CommitSha &base, const CommitSha &head)
{
    return {get(project, "/compare/" + encoded(base.value) + "..." + encoded(head.value)), decodeComparison};
}

ApiCall<QList<PullRequest>> pullRequests(const GitHubProject &project, const CommitSha &sha)
{
    return {get(project, "/commits/" + encoded(sha.value) + "/pulls"), decodePullRequests};
}

ApiCall<WorkflowPage> workflows(const GitHubProject &project, const QUrl &page)
{
    HttpRequest list = get(project, "/actions/workflows?per_page=100");
    if (!page.isEmpty())
        list.url = page;
    return {list, decodeWorkflows};
}

ApiCall<WorkflowFile> workflowFile(const GitHubProject &project, const QString &file, const QString &ref)
{
    return {rawFile(project, ".github/workflows/" + encoded(file), ref), decodeWorkflowFile};
}

ApiCall<QString> fileText(const GitHubProject &project, const QString &path, const QString &ref)
{
    HttpRequest raw = rawFile(project, QUrl::toPercentEncoding(path, "/"), ref);
    raw.bodyCap = mostOfAFile;
    return {raw, decodeFileText};
}

ApiCall<QList<WorkflowRun>> runs(const GitHubProject &project)
{
    return {get(project, "/actions/runs?per_page=30&exclude_pull_requests=true"), decodeRuns};
}

ApiCall<QList<WorkflowRun>> runsOf(const GitHubProject &project, const QString &file)
{
    return {get(project, workflowRuns(file) + "&per_page=10"), decodeRuns};
}

ApiCall<QList<WorkflowRun>> pushRunsAt(const GitHubProject &project, const QString &file, const CommitSha &sha)
{
    return {get(project, workflowRuns(file) + "&per_page=30&event=push&head_sha=" + encoded(sha.value)), decodeRuns};
}

ApiCall<RunPage> runsSince(const GitHubProject &project, const QString &file, const QDate &day)
{
    // A day, and no time of day: a request that stays the same has its ETag answered.
    const QByteArray from = encoded(QStringLiteral(">=") + day.toString(Qt::ISODate));
    return {get(project, workflowRuns(file) + "&per_page=100&created=" + from), decodeRunPage};
}

ApiCall<QList<WorkflowRun>> runsInStatus(const GitHubProject &project, const QString &file, QLatin1String status)
{
    return {get(project, workflowRuns(file) + "&per_page=100&status=" + status.data()), decodeRuns};
}

ApiCall<WorkflowRun> run(const GitHubProject &project, RunId run)
{
    return {get(project, runPath(run) + "?exclude_pull_requests=true"), decodeRun};
}

ApiCall<QList<Job>> jobs(const GitHubProject &project, RunId run)
{
    return {get(project, runPath(run) + "/jobs?per_page=100"), decodeJobs};
}

ApiCall<QList<Job>> jobsOf(const GitHubProject &project, const RunAttempt &attempt)
{
    return {
        get(project, runPath(attempt.run) + "/attempts/" + QByteArray::number(attempt.number) + "/jobs?per_page=100"),
        decodeJobs};
}

ApiCall<QStringList> jobLog(const GitHubProject &project, qint64 job)
{
    HttpRequest log = get(project, "/actions/jobs/" + QByteArray::number(job) + "/logs");
    log.redirects = RedirectRule::BareElsewhere;
    log.conditional = false;
    return {log, decodeJobLog};
}

ApiCall<QList<PendingReview>> pendingReviews(const GitHubProject &project, RunId run)
{
    return {get(project, runPath(run) + "/pending_deployments"), decodePendingReviews};
}

ApiCall<QList<GivenReview>> givenReviews(const GitHubProject &project, RunId run)
{
    return {get(project, runPath(run) + "/approvals"), decodeGivenReviews};
}

ApiCall<TagPolicy> tagPolicy(const GitHubProject &project, const QString &environment)
{
    return {get(project, "/environments/" + encoded(environment)), decodeTagPolicy};
}

ApiCall<TagPolicy> tagPatterns(const GitHubProject &project, const QString &environment)
{
    return {get(project, "/environments/" + encoded(environment) + "/deployment-branch-policies?per_page=100"),
            decodeTagPatterns};
}

ApiCall<CommitSha> tag(const GitHubProject &project, const QString &name)
{
    // Here the slashes of a name stay as they are (app/github/README.md, 1).
    return {get(project, "/git/ref/tags/" + QUrl::toPercentEncoding(name, "/")), decodeTag};
}

ApiCall<QList<Incident>> incidents(const GitHubProject &project)
{
    const QByteArray labels = encoded(project.incidentLabels.join(QLatin1Char(',')));
    return {get(project, "/issues?state=open&per_page=10&labels=" + labels), decodeIncidents};
}

ApiCall<Dispatched> dispatch(const GitHubProject &project, const QString &workflowFile, const QString &ref,
                             const QMap<QString, QString> &inputs)
{
    QJsonObject values;
    for (auto input = inputs.cbegin(); input != inputs.cend(); ++input)
        values.insert(input.key(), input.value());
    return {post(project, "/actions/workflows/" + encoded(workflowFile) + "/dispatches",
                 {{QStringLiteral("ref"), ref}, {QStringLiteral("inputs"), values}}),
            decodeDispatched};
}

ApiCall<Done> createTag(const GitHubProject &project, const QString &name, const CommitSha &sha)
{
    return {post(project, "/git/refs",
                 {{QStringLiteral("ref"), QStringLiteral("refs/tags/") + name}, {QStringLiteral("sha"), sha.value}}),
            decodeDone};
}

ApiCall<Done> cancelRun(const GitHubProject &project, RunId run)
{
    return {inRepository(project, "POST", runPath(run) + "/cancel"), decodeDone};
}

ApiCall<Done> review(const GitHubProject &project, RunId run, const QList<qint64> &environments, bool approve,
                     const QString &comment)
{
    QJsonArray ids;
    for (const qint64 environment : environments)
        ids.append(environment);
    return {post(project, runPath(run) + "/pending_deployments",
                 {{QStringLiteral("environment_ids"), ids},
                  {QStringLiteral("state"), approve ? QStringLiteral("approved") : QStringLiteral("rejected")},
                  {QStringLiteral("comment"), comment}}),
            decodeDone};
}

ApiCall<Done> rerunFailedJobs(const GitHubProject &project, RunId run)
{
    return {inRepository(project, "POST", runPath(run) + "/rerun-failed-jobs"), decodeDone};
}

} // namespace Slipway::GitHub

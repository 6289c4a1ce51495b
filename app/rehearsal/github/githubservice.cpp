// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/github/githubservice.h"

#include "app/rehearsal/github/githubreplies.h"
#include "app/rehearsal/github/githubreviews.h"
#include "app/rehearsal/http/paging.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace Slipway::Rehearsal {

namespace {

constexpr int gitHubBudget = 5000; ///< requests per hour of a user's token

struct KnownWorkflow {
    const char *file;
    const char *name;
};
constexpr KnownWorkflow knownWorkflows[] = {{"ci.yml", "CI Pipeline"},
                                            {"deploy.yml", "Deploy to Staging"},
                                            {"deploy-production.yml", "Deploy to Production (Manual)"}};

/// Gives the answer its ETag; an If-None-Match that knows it makes it a 304, whose ETag comes without the W/
/// (app/github/README.md, 10).
void addETag(PeerReply &reply, const PeerRequest &request)
{
    if (reply.status != 200 || request.method != "GET")
        return;
    const QByteArray tag = '"' + QCryptographicHash::hash(reply.body, QCryptographicHash::Sha1).toHex() + '"';
    if (request.headers.value("if-none-match").endsWith(tag)) {
        reply.status = 304;
        reply.body.clear();
        reply.addHeader("ETag", tag);
    } else {
        reply.addHeader("ETag", "W/" + tag);
    }
}

QByteArray logText(const SimJob &job)
{
    QByteArray text;
    const auto line = [&](const QDateTime &time, const QString &words) {
        text += time.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz0000Z")).toLatin1() + ' ' +
                words.toUtf8() + '\n';
    };
    for (const SimStep &step : job.steps) {
        line(step.from, QStringLiteral("##[group]%1").arg(step.name));
        line(step.from, QStringLiteral("##[endgroup]"));
        if (!step.fails()) {
            line(step.to, QStringLiteral("\x1b[32m%1: done\x1b[0m").arg(step.name));
            continue;
        }
        line(step.to, step.failure);
        line(step.to, QStringLiteral("##[error]Process completed with exit code 1."));
        if (!job.advisory)
            break;
    }
    return text;
}

/// "2026-11-01", ">=2026-11-01" or "2026-11-01..2026-11-30", a time or a day each; "*": any.
bool isWithin(const QDateTime &time, const QString &asked)
{
    const auto moment = [](const QString &text) { return QDateTime::fromString(text, Qt::ISODate); };
    const bool fromOn = asked.startsWith(QLatin1String(">="));
    const QString from = fromOn ? asked.mid(2) : asked.section(QLatin1String(".."), 0, 0);
    const QString to = asked.contains(QLatin1String("..")) ? asked.section(QLatin1String(".."), 1) : QString();
    if (!fromOn && to.isEmpty())
        return gitHubTime(time).startsWith(asked);
    const bool lateEnough =
        from == QLatin1String("*") || time >= moment(from + QLatin1String(from.size() == 10 ? "T00:00:00Z" : ""));
    const bool earlyEnough = to.isEmpty() || to == QLatin1String("*") ||
                             time <= moment(to + QLatin1String(to.size() == 10 ? "T23:59:59Z" : ""));
    return lateEnough && earlyEnough;
}

/// Whether a list of runs with those filters has it.
bool isAskedFor(const SimRun &run, const QJsonObject &json, const QUrlQuery &query)
{
    const auto asked = [&](const char *name) { return query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded); };
    const auto fits = [](const QString &wanted, const QString &is) { return wanted.isEmpty() || wanted == is; };
    const QString status = asked("status");
    return fits(asked("head_sha"), run.sha) && fits(asked("event"), run.event) && fits(asked("branch"), run.ref) &&
           fits(asked("actor"), run.actor) &&
           (fits(status, json.value(QLatin1String("status")).toString()) ||
            fits(status, json.value(QLatin1String("conclusion")).toString())) &&
           (asked("created").isEmpty() || isWithin(run.createdAt, asked("created")));
}

/// Empty when there is no such workflow. One that uploads differs from one that names a commit to Railway.
QByteArray workflowText(const QString &name, bool railwayUp)
{
    const bool known = std::any_of(std::begin(knownWorkflows), std::end(knownWorkflows),
                                   [&](const KnownWorkflow &each) { return name == QLatin1String(each.file); });
    const QString folder = QStringLiteral(":/workflows/");
    QFile file(folder + name);
    if (railwayUp && QFile::exists(folder + QStringLiteral("railway-up/") + name))
        file.setFileName(folder + QStringLiteral("railway-up/") + name);
    return known && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

GitHubService::GitHubService(World &world, GitHubAddresses addresses, QString logOrigin)
    : m_world(world)
    , m_at(std::move(addresses))
    , m_logOrigin(std::move(logOrigin))
    , m_windowEnds(world.now().addSecs(3600))
{
}

PeerReply GitHubService::answer(const PeerRequest &request)
{
    m_at.repository = m_world.repository();
    PeerReply reply = route(request);
    addETag(reply, request);
    addBudget(reply);
    return reply;
}

void GitHubService::addBudget(PeerReply &reply)
{
    if (m_world.now() > m_windowEnds) {
        m_windowEnds = m_world.now().addSecs(3600);
        m_used = 0;
    }
    if (reply.status != 304)
        ++m_used;
    reply.addHeader("X-RateLimit-Limit", QByteArray::number(gitHubBudget));
    reply.addHeader("X-RateLimit-Remaining", QByteArray::number(gitHubBudget - m_used));
    reply.addHeader("X-RateLimit-Reset", QByteArray::number(m_windowEnds.toSecsSinceEpoch()));
    reply.addHeader("X-RateLimit-Resource", "core");
}

PeerReply GitHubService::route(const PeerRequest &request)
{
    if (request.path.startsWith(QLatin1String("/web/"))) // the page a browser opens
        return {.body = "In the rehearsal GitHub has no pages: " + request.path.toUtf8() + '\n',
                .contentType = "text/plain; charset=utf-8"};
    if (request.headers.value("user-agent").isEmpty())
        return gitHubRefusal(403,
                             QStringLiteral("Request forbidden by administrative rules. Please make sure your request "
                                            "has a User-Agent header."));
    if (request.headers.value("authorization") != "Bearer rehearsal-github")
        return gitHubRefusal(401, QStringLiteral("Bad credentials"));
    const QByteArray version = request.headers.value("x-github-api-version", "2022-11-28");
    if (version != "2022-11-28" && version != "2026-03-10")
        return gitHubRefusal(400, QStringLiteral("Unsupported API version"));
    if (request.path == QLatin1String("/user"))
        return jsonReply(accountJson(m_at, QLatin1String(gitHubActor)));
    if (const auto moved = movedTo(request))
        return *moved;
    const auto path = insideRepository(request.path);
    if (!path)
        return notFound();
    if (request.method == "GET")
        return read(*path, request);
    return request.method == "POST" ? command(*path, request) : notFound();
}

std::optional<QString> GitHubService::insideRepository(const QString &path) const
{
    for (const QString &root : {m_at.inApi(), m_at.inApiById()}) {
        const QString beginning = root.mid(m_at.api.size());
        if (path == beginning || path.startsWith(beginning + QLatin1Char('/')))
            return path.mid(beginning.size());
    }
    return std::nullopt;
}

/// Under an earlier name; what is no read keeps its method (app/github/README.md, 6).
std::optional<PeerReply> GitHubService::movedTo(const PeerRequest &request) const
{
    const QStringList &names = m_world.repositories();
    for (qsizetype i = 0; i + 1 < names.size(); ++i) {
        const QString &former = names.at(i);
        const QString beginning = QStringLiteral("/repos/") + former;
        if (request.path != beginning && !request.path.startsWith(beginning + QLatin1Char('/')))
            continue;
        QUrl address(m_at.inApiById(request.path.mid(beginning.size())));
        address.setQuery(request.query);
        PeerReply reply = gitHubRefusal(request.method == "GET" ? 301 : 307, QStringLiteral("Moved Permanently"));
        QJsonObject body = QJsonDocument::fromJson(reply.body).object();
        body.insert(QStringLiteral("url"), address.toString(QUrl::FullyEncoded));
        reply.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
        reply.addHeader("Location", address.toEncoded());
        return reply;
    }
    return std::nullopt;
}

PeerReply GitHubService::read(const QString &path, const PeerRequest &request) const
{
    if (path.isEmpty())
        return jsonReply(repositoryJson(m_at, m_world.commits().constLast().at,
                                        {.archived = m_world.isArchived(), .mayPush = m_world.mayPush()}));
    if (const QString ref = behind(path, "/commits/"); !ref.isNull()) {
        const bool pulls = ref.endsWith(QLatin1String("/pulls"));
        const SimCommit *commit = m_world.commit(pulls ? ref.chopped(6) : ref);
        if (!commit)
            return gitHubRefusal(422, QStringLiteral("No commit found for SHA: %1").arg(ref));
        if (pulls)
            return listed(commit->pull ? QJsonArray{pullRequestJson(m_at, *commit)} : QJsonArray(), request);
        return jsonReply(commitJson(m_at, *commit, m_world.parentOf(*commit)));
    }
    if (const QString range = behind(path, "/compare/"); !range.isNull())
        return compare(range);
    if (path.startsWith(QLatin1String("/contents/")))
        return contents(path, request);
    if (path.startsWith(QLatin1String("/environments/"))) {
        const QString name = path.section(QLatin1Char('/'), 2, 2);
        if (name != QLatin1String("production") && name != QLatin1String("staging"))
            return notFound();
        if (path.endsWith(QLatin1String("/deployment-branch-policies")))
            return listed({}, request, "branch_policies");
        return jsonReply(environmentJson(m_at, name, name == QLatin1String("production") ? reviewer() : QString()));
    }
    if (const QString ref = behind(path, "/git/ref/tags/"); !ref.isNull()) {
        const auto sha = m_world.tag(ref);
        return sha ? jsonReply(refJson(m_at, QStringLiteral("refs/tags/") + ref, *sha)) : notFound();
    }
    if (path == QLatin1String("/issues"))
        return incidents(request);
    if (path.startsWith(QLatin1String("/actions/jobs/")) || path.startsWith(QLatin1String("/actions/runs/")))
        return readRun(path, request);
    return readList(path, request);
}

/// Null when there was no such one.
static const SimRun *attemptOf(const SimRun &run, int number)
{
    if (run.attempt == number)
        return &run;
    const auto found = std::find_if(run.earlier.cbegin(), run.earlier.cend(),
                                    [number](const SimRun &each) { return each.attempt == number; });
    return found == run.earlier.cend() ? nullptr : &*found;
}

PeerReply GitHubService::readRun(const QString &path, const PeerRequest &request) const
{
    const QDateTime now = m_world.now();
    const qint64 id = path.section(QLatin1Char('/'), 3, 3).toLongLong();
    const QString part = path.section(QLatin1Char('/'), 4);
    if (path.startsWith(QLatin1String("/actions/jobs/"))) {
        const auto found = m_world.job(id);
        if (!found || part != QLatin1String("logs") || found->job.skipped || found->job.rejected ||
            found->job.steps.constLast().to > now) // no log before the job is over (app/github/README.md, 12)
            return notFound();
        PeerReply reply{.status = 302};
        reply.addHeader("Location", QStringLiteral("%1/logs/%2?sig=rehearsal").arg(m_logOrigin).arg(id).toLatin1());
        return reply;
    }
    const SimRun *run = m_world.run(id);
    if (!run)
        return notFound();
    if (part.isEmpty())
        return jsonReply(runJson(m_at, *run, m_world.commit(run->sha), now));
    if (part == QLatin1String("jobs"))
        return listed(jobsJson(m_at, *run, now), request, "jobs");
    if (part.startsWith(QLatin1String("attempts/")) && part.endsWith(QLatin1String("/jobs"))) {
        const SimRun *attempt = attemptOf(*run, part.section(QLatin1Char('/'), 1, 1).toInt());
        return attempt ? listed(jobsJson(m_at, *attempt, now), request, "jobs") : notFound();
    }
    if (part == QLatin1String("approvals"))
        return jsonReply(givenReviewsJson(m_at, *run, QStringLiteral("production")));
    if (part != QLatin1String("pending_deployments"))
        return notFound();
    for (const SimJob &job : run->jobs) {
        if (isWaiting(*run, job, now))
            return jsonReply(
                QJsonArray{pendingDeploymentJson(m_at, QStringLiteral("production"), reviewer(), m_world.mayReview())});
    }
    return jsonReply(QJsonArray());
}

PeerReply GitHubService::readList(const QString &path, const PeerRequest &request) const
{
    if (path == QLatin1String("/actions/workflows")) {
        QJsonArray workflows;
        for (int i = 0; i < m_world.disabledWorkflows(); ++i) {
            const QString name = QStringLiteral("Old %1").arg(i);
            QJsonObject workflow = workflowJson(m_at, QStringLiteral("old-%1.yml").arg(i), name);
            workflow.insert(QStringLiteral("state"), QStringLiteral("disabled_inactivity"));
            workflows.append(workflow);
        }
        for (const KnownWorkflow &known : knownWorkflows)
            workflows.append(workflowJson(m_at, QLatin1String(known.file), QLatin1String(known.name)));
        return listed(workflows, request, "workflows");
    }
    const QString file =
        path.startsWith(QLatin1String("/actions/workflows/")) ? path.section(QLatin1Char('/'), 3, 3) : QString();
    if (path != QLatin1String("/actions/runs") && file.isEmpty())
        return notFound();
    QJsonArray runs;
    const QList<SimRun> all = m_world.runs();
    for (const SimRun &run : all) {
        if (!file.isEmpty() && run.file != file)
            continue;
        const QJsonObject json = runJson(m_at, run, m_world.commit(run.sha), m_world.now());
        if (isAskedFor(run, json, request.query))
            runs.append(json);
    }
    return listed(runs, request, "workflow_runs");
}

PeerReply GitHubService::listed(const QJsonArray &whole, const PeerRequest &request, const char *name) const
{
    const Page page = pageOf(request, whole.size(), m_at.inApiById(*insideRepository(request.path)));
    const QJsonArray part = partOf(whole, page);
    PeerReply reply =
        name ? jsonReply(QJsonObject{{QStringLiteral("total_count"), whole.size()}, {QLatin1String(name), part}})
             : jsonReply(part);
    if (!page.link.isEmpty())
        reply.addHeader("Link", page.link);
    return reply;
}

PeerReply GitHubService::compare(const QString &range) const
{
    const QStringList ends = range.split(QStringLiteral("..."));
    const SimCommit *base = m_world.commit(ends.value(0));
    const SimCommit *head = m_world.commit(ends.value(1));
    if (!base || !head)
        return notFound();
    const QList<SimCommit> commits = m_world.commits();
    const auto indexOf = [&](const SimCommit *commit) {
        return std::find_if(commits.cbegin(), commits.cend(),
                            [&](const SimCommit &each) { return each.sha == commit->sha; }) -
               commits.cbegin();
    };
    return jsonReply(comparisonJson(m_at, commits, indexOf(base), indexOf(head)));
}

/// A file's text, for who asks for it raw: the workflows and the migrations.
PeerReply GitHubService::contents(const QString &path, const PeerRequest &request) const
{
    const QString ref = request.query.queryItemValue(QStringLiteral("ref"), QUrl::FullyDecoded);
    QByteArray text = workflowText(behind(path, "/contents/.github/workflows/"), m_world.scenario().railwayUp);
    text.replace("deploy-to-production", m_world.phrase().toUtf8());
    const auto migration = m_world.fileText(behind(path, "/contents/"), ref);
    if (migration)
        text = migration->toUtf8();
    if (m_projectFile && path == QLatin1String("/contents/slipway.toml"))
        text = m_projectFile();
    if (text.isEmpty())
        return notFound();
    if (!m_world.commit(ref))
        return gitHubRefusal(404, QStringLiteral("No commit found for the ref"));
    return {.body = text, .contentType = "application/vnd.github.raw+json; charset=utf-8"};
}

/// Whose review production waits for; empty: nobody's.
QString GitHubService::reviewer() const
{
    if (!m_world.productionNeedsReview())
        return {};
    return m_world.mayReview() ? QLatin1String(gitHubActor) : QStringLiteral("noor");
}

PeerReply GitHubService::incidents(const PeerRequest &request) const
{
    QJsonArray open;
    const QString health = m_world.healthOf(Environment::Production);
    if (health == QLatin1String("degraded") || health == QLatin1String("down"))
        open.append(issueJson(m_at, 431, QStringLiteral("Production health check failed"),
                              {QStringLiteral("deployment-alert"), QStringLiteral("urgent")},
                              m_world.healthSince(Environment::Production)));
    return listed(open, request);
}

PeerReply GitHubService::answerLog(const PeerRequest &request) const
{
    // A signed address and a token at once is refused (app/github/README.md, 13).
    if (request.headers.contains("authorization"))
        return {.status = 403,
                .body = "<?xml version=\"1.0\"?><Error><Code>InvalidAuthenticationInfo</Code></Error>",
                .contentType = "application/xml"};
    const auto found = m_world.job(request.path.section(QLatin1Char('/'), -1).toLongLong());
    if (!found || request.query.queryItemValue(QStringLiteral("sig")) != QLatin1String("rehearsal"))
        return {.status = 404,
                .body = "<?xml version=\"1.0\"?><Error><Code>BlobNotFound</Code></Error>",
                .contentType = "application/xml"};
    return {.body = logText(found->job), .contentType = "text/plain"};
}

PeerReply GitHubService::command(const QString &path, const PeerRequest &request)
{
    if (m_world.isArchived())
        return gitHubRefusal(403, QStringLiteral("Repository was archived so is read-only."));
    if (!m_world.mayPush())
        return gitHubRefusal(403, QStringLiteral("Resource not accessible by personal access token"));
    if (path == QLatin1String("/git/refs"))
        return createRef(request);
    if (path.startsWith(QLatin1String("/actions/workflows/")) && path.endsWith(QLatin1String("/dispatches")))
        return dispatch(path.section(QLatin1Char('/'), 3, 3), request);
    if (path.startsWith(QLatin1String("/actions/runs/")))
        return commandRun(path, request);
    return notFound();
}

PeerReply GitHubService::commandRun(const QString &path, const PeerRequest &request)
{
    const SimRun *run = m_world.run(path.section(QLatin1Char('/'), 3, 3).toLongLong());
    if (!run)
        return notFound();
    const QString part = path.section(QLatin1Char('/'), 4);
    if (part == QLatin1String("pending_deployments"))
        return review(*run, request);
    if (part == QLatin1String("cancel"))
        return m_world.cancel(run->id)
                   ? jsonReply(QJsonObject(), 202)
                   : gitHubRefusal(409, QStringLiteral("Cannot cancel a workflow run that is completed."));
    if (part == QLatin1String("rerun-failed-jobs"))
        return m_world.rerun(run->id, QLatin1String(gitHubActor))
                   ? jsonReply(QJsonObject(), 201)
                   : gitHubRefusal(403, QStringLiteral("This workflow run cannot be retried"));
    return notFound();
}

/// What pending_deployments takes (app/github/README.md, 20).
PeerReply GitHubService::review(const SimRun &run, const PeerRequest &request)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QString state = body.value(QLatin1String("state")).toString();
    const QString environment = QStringLiteral("production");
    const QJsonArray asked = body.value(QLatin1String("environment_ids")).toArray();
    if (asked.isEmpty() || !body.value(QLatin1String("comment")).isString() ||
        (state != QLatin1String("approved") && state != QLatin1String("rejected")))
        return gitHubRefusal(422, QStringLiteral("Invalid request."));
    if (!m_world.mayReview()) {
        PeerReply refusal = gitHubRefusal(403, QStringLiteral("Resource not accessible by personal access token"));
        refusal.addHeader("X-Accepted-GitHub-Permissions", "deployments=write");
        return refusal;
    }
    const bool waits = std::any_of(run.jobs.cbegin(), run.jobs.cend(),
                                   [&](const SimJob &job) { return isWaiting(run, job, m_world.now()); });
    if (!waits || asked != QJsonArray{numberOf(environment)})
        return gitHubRefusal(422, QStringLiteral("There is no pending deployment for those environments."));
    const QJsonArray deployments{reviewedDeploymentJson(m_at, run, environment, m_world.now())};
    m_world.review(run.id, state == QLatin1String("approved"), QLatin1String(gitHubActor));
    return jsonReply(deployments);
}

PeerReply GitHubService::dispatch(const QString &file, const PeerRequest &request)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QString ref = body.value(QLatin1String("ref")).toString();
    QJsonObject inputs = body.value(QLatin1String("inputs")).toObject();
    const QString confirm = inputs.take(QLatin1String("confirm")).toString();
    if (file != QLatin1String("deploy-production.yml"))
        return gitHubRefusal(422, QStringLiteral("Workflow does not have 'workflow_dispatch' trigger"));
    // A branch or a tag, never a SHA (app/github/README.md, 17).
    static const QRegularExpression kind(QStringLiteral("^refs/(heads|tags)/"));
    const QString name = QString(ref).remove(kind);
    if (name != QLatin1String("main") && !m_world.tag(name))
        return gitHubRefusal(422, QStringLiteral("No ref found for: %1").arg(ref));
    if (!inputs.isEmpty())
        return gitHubRefusal(422,
                             QStringLiteral("Unexpected inputs provided: [\"%1\"]").arg(inputs.keys().constFirst()));
    if (confirm.isEmpty())
        return gitHubRefusal(422, QStringLiteral("Required input 'confirm' not provided"));
    const SimRun run = m_world.dispatch(name, m_world.commit(name)->sha, confirm, QLatin1String(gitHubActor));
    if (request.headers.value("x-github-api-version") != "2026-03-10")
        return {.status = 204};
    return jsonReply(
        QJsonObject{{QStringLiteral("workflow_run_id"), run.id},
                    {QStringLiteral("run_url"), m_at.inApi(QStringLiteral("/actions/runs/%1").arg(run.id))},
                    {QStringLiteral("html_url"), m_at.onWeb(QStringLiteral("/actions/runs/%1").arg(run.id))}});
}

PeerReply GitHubService::createRef(const PeerRequest &request)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QString ref = body.value(QLatin1String("ref")).toString();
    const QString sha = body.value(QLatin1String("sha")).toString();
    const QString name = behind(ref, "refs/tags/");
    if (name.isEmpty())
        return gitHubRefusal(422, QStringLiteral("Reference name must be valid"));
    if (sha.size() != 40 || !m_world.commit(sha))
        return gitHubRefusal(422, QStringLiteral("Object does not exist"));
    if (!m_world.createTag(name, sha))
        return gitHubRefusal(422, QStringLiteral("Reference already exists"));
    return jsonReply(refJson(m_at, ref, sha), 201);
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
// What can be asked of GitHub that is no read.
#include "githubreplies.h"
#include "githubservice.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace Slipway::Rehearsal {

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

/// github.md, 2.8.
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
    // A branch or a tag, never a SHA (github.md, fact 4).
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

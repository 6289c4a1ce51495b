// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/github/githubjson.h"

#include <QCryptographicHash>
#include <QJsonArray>

#include <initializer_list>

namespace Slipway::Rehearsal {

namespace {

constexpr int repositoryId = 41'881'900;

/// Adds NAME_url = BASE/NAME for each.
void addUrls(QJsonObject &object, const QString &base, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        object.insert(QLatin1String(name) + QStringLiteral("_url"), base + QLatin1Char('/') + QLatin1String(name));
}

void merge(QJsonObject &into, const QJsonObject &more)
{
    for (auto each = more.begin(); each != more.end(); ++each)
        into.insert(each.key(), each.value());
}

QString avatar(const GitHubAddresses &at, const QString &login)
{
    return at.web + QStringLiteral("/avatars/") + login;
}

QString ownerOf(const GitHubAddresses &at)
{
    return at.repository.section(QLatin1Char('/'), 0, 0);
}

QString treeOf(const QString &sha)
{
    return QString::fromLatin1(QCryptographicHash::hash("tree " + sha.toUtf8(), QCryptographicHash::Sha1).toHex());
}

/// What GitHub calls a minimal repository: also inside runs and pull requests.
QJsonObject minimalRepository(const GitHubAddresses &at)
{
    QJsonObject object{{QStringLiteral("id"), repositoryId},
                       {QStringLiteral("node_id"), nodeId(at.repository)},
                       {QStringLiteral("name"), at.repository.section(QLatin1Char('/'), 1)},
                       {QStringLiteral("full_name"), at.repository},
                       {QStringLiteral("owner"), userJson(at, ownerOf(at))},
                       {QStringLiteral("private"), true},
                       {QStringLiteral("description"), QStringLiteral("The gateway's API")},
                       {QStringLiteral("fork"), false},
                       {QStringLiteral("url"), at.inApi()},
                       {QStringLiteral("html_url"), at.onWeb()}};
    addUrls(object, at.inApi(),
            {"archive",       "assignees",    "blobs",         "branches",     "collaborators", "comments",
             "commits",       "compare",      "contents",      "contributors", "deployments",   "downloads",
             "events",        "forks",        "git_commits",   "git_refs",     "git_tags",      "hooks",
             "issue_comment", "issue_events", "issues",        "keys",         "labels",        "languages",
             "merges",        "milestones",   "notifications", "pulls",        "releases",      "stargazers",
             "statuses",      "subscribers",  "subscription",  "tags",         "teams",         "trees"});
    return object;
}

QJsonObject person(const QString &login, const QDateTime &at)
{
    return {{QStringLiteral("name"), login},
            {QStringLiteral("email"), login + QStringLiteral("@example.com")},
            {QStringLiteral("date"), gitHubTime(at)}};
}

QJsonObject fileJson(const GitHubAddresses &at, const QString &sha, const QString &name)
{
    QJsonObject file{{QStringLiteral("sha"), treeOf(sha + name)},
                     {QStringLiteral("filename"), name},
                     {QStringLiteral("status"), QStringLiteral("modified")},
                     {QStringLiteral("additions"), 14},
                     {QStringLiteral("deletions"), 3},
                     {QStringLiteral("changes"), 17}};
    addUrls(file, at.onWeb() + QLatin1Char('/') + sha, {"blob", "raw", "contents"});
    return file;
}

struct Status {
    QString status;
    QJsonValue conclusion;
};

Status completed(const char *conclusion)
{
    return {QStringLiteral("completed"), QLatin1String(conclusion)};
}

/// When the job ended, or is cut off by a cancellation.
QDateTime cutOff(const SimRun &run, const SimJob &job)
{
    const QDateTime end = job.steps.constLast().to;
    return run.cancelledAt && *run.cancelledAt < end ? *run.cancelledAt : end;
}

Status statusOf(const SimRun &run, const SimJob &job, const QDateTime &now)
{
    const QDateTime from = job.steps.constFirst().from;
    const QDateTime end = cutOff(run, job);
    if (run.isCancelled(now) && *run.cancelledAt < job.steps.constLast().to)
        return completed("cancelled");
    if (job.skipped)
        return from <= now ? completed("skipped") : Status{QStringLiteral("queued"), {}};
    if (isWaiting(run, job, now))
        return {QStringLiteral("waiting"), {}};
    if (from > now)
        return {QStringLiteral("queued"), {}};
    if (end > now)
        return {QStringLiteral("in_progress"), {}};
    return completed(job.failed() ? "failure" : "success");
}

QJsonArray stepsJson(const SimRun &run, const SimJob &job, const QDateTime &now)
{
    QJsonArray steps;
    if (job.skipped || job.rejected || job.steps.constFirst().from > now || isWaiting(run, job, now))
        return steps;
    const QDateTime cut = cutOff(run, job);
    bool broken = false;
    for (const SimStep &step : job.steps) {
        QJsonObject json{{QStringLiteral("name"), step.name}, {QStringLiteral("number"), int(steps.size()) + 1}};
        const bool cancelled = run.isCancelled(now) && step.to > cut;
        Status status{QStringLiteral("queued"), {}};
        if (broken)
            status = completed("skipped");
        else if (cancelled)
            status = completed(step.from <= cut ? "cancelled" : "skipped");
        else if (step.to <= now)
            status = completed(step.fails() ? "failure" : "success");
        else if (step.from <= now)
            status = {QStringLiteral("in_progress"), {}};
        broken = broken || (step.fails() && !job.advisory && step.to <= now);
        const bool started = step.from <= std::min(now, cut) || status.status == QLatin1String("completed");
        json.insert(QStringLiteral("status"), status.status);
        json.insert(QStringLiteral("conclusion"), status.conclusion);
        json.insert(QStringLiteral("started_at"),
                    started ? QJsonValue(gitHubTime(std::min(step.from, cut))) : QJsonValue());
        json.insert(QStringLiteral("completed_at"), status.status == QLatin1String("completed")
                                                        ? QJsonValue(gitHubTime(std::min(step.to, cut)))
                                                        : QJsonValue());
        steps.append(json);
    }
    return steps;
}

/// A job appears shortly before it begins; one behind a review as soon as it waits.
bool isListed(const SimRun &run, const SimJob &job, const QDateTime &now)
{
    constexpr int queuedSeconds = 3;
    const QDateTime from = job.steps.constFirst().from;
    if (run.isCancelled(now) && from > *run.cancelledAt && !isWaiting(run, job, *run.cancelledAt))
        return false;
    return from.addSecs(-queuedSeconds) <= now || isWaiting(run, job, now);
}

Status statusOf(const SimRun &run, const QDateTime &now)
{
    if (run.isCancelled(now))
        return completed("cancelled");
    bool over = true;
    bool failed = false;
    for (const SimJob &job : run.jobs) {
        if (isWaiting(run, job, now))
            return {QStringLiteral("waiting"), {}};
        over = over && job.steps.constLast().to <= now;
        failed = failed || job.failed();
    }
    if (over)
        return completed(failed ? "failure" : "success");
    return {run.jobs.constFirst().steps.constFirst().from > now ? QStringLiteral("queued")
                                                                : QStringLiteral("in_progress"),
            {}};
}

/// The last moment at which anything about the run changed.
QDateTime updatedAt(const SimRun &run, const QDateTime &now)
{
    QDateTime last = run.startedAt.isValid() ? run.startedAt : run.createdAt;
    const auto see = [&](const QDateTime &time) {
        if (time <= now && time > last)
            last = time;
    };
    for (const SimJob &job : run.jobs) {
        for (const SimStep &step : job.steps) {
            see(step.from);
            see(step.to);
        }
    }
    if (run.isCancelled(now))
        last = *run.cancelledAt;
    return last;
}

} // namespace

QString GitHubAddresses::inApiById(const QString &path) const
{
    return QStringLiteral("%1/repositories/%2").arg(api).arg(repositoryId) + path;
}

QString gitHubTime(const QDateTime &time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ"));
}

qint64 numberOf(const QString &text)
{
    const QByteArray hash = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha1).toHex();
    return hash.left(7).toLongLong(nullptr, 16) + 1;
}

QString nodeId(const QString &text)
{
    return QString::fromLatin1(text.toUtf8().toBase64(QByteArray::OmitTrailingEquals));
}

qint64 workflowId(const QString &file)
{
    return numberOf(file);
}

bool isWaiting(const SimRun &run, const SimJob &job, const QDateTime &now)
{
    if (!job.needsReview || run.isCancelled(now))
        return false;
    for (const SimJob &before : run.jobs) {
        if (&before == &job)
            return true;
        if (before.steps.constLast().to > now)
            return false;
    }
    return false;
}

QJsonObject userJson(const GitHubAddresses &at, const QString &login)
{
    const QString self = at.api + QStringLiteral("/users/") + login;
    QJsonObject object{{QStringLiteral("login"), login},
                       {QStringLiteral("id"), numberOf(login)},
                       {QStringLiteral("node_id"), nodeId(login)},
                       {QStringLiteral("avatar_url"), avatar(at, login)},
                       {QStringLiteral("gravatar_id"), QString()},
                       {QStringLiteral("url"), self},
                       {QStringLiteral("html_url"), at.web + QLatin1Char('/') + login},
                       {QStringLiteral("site_admin"), false},
                       {QStringLiteral("type"), QStringLiteral("User")}};
    addUrls(object, self,
            {"events", "followers", "following", "gists", "organizations", "received_events", "repos", "starred",
             "subscriptions"});
    return object;
}

QJsonObject accountJson(const GitHubAddresses &at, const QString &login)
{
    QJsonObject object = userJson(at, login);
    for (const char *none : {"bio", "company", "email", "hireable", "location"})
        object.insert(QLatin1String(none), QJsonValue());
    for (const char *count : {"followers", "following", "public_gists", "public_repos", "collaborators", "disk_usage",
                              "owned_private_repos", "private_gists", "total_private_repos"})
        object.insert(QLatin1String(count), 0);
    merge(object, {{QStringLiteral("name"), login},
                   {QStringLiteral("blog"), QString()},
                   {QStringLiteral("two_factor_authentication"), true},
                   {QStringLiteral("created_at"), QStringLiteral("2019-03-04T09:12:44Z")},
                   {QStringLiteral("updated_at"), QStringLiteral("2026-11-02T10:00:00Z")}});
    return object;
}

QJsonObject repositoryJson(const GitHubAddresses &at, const QDateTime &pushedAt, const RepositoryState &state)
{
    QJsonObject object = minimalRepository(at);
    for (const char *count : {"forks", "forks_count", "open_issues", "open_issues_count", "size", "stargazers_count",
                              "watchers", "watchers_count", "network_count", "subscribers_count"})
        object.insert(QLatin1String(count), 0);
    for (const char *none : {"homepage", "language", "mirror_url", "license"})
        object.insert(QLatin1String(none), QJsonValue());
    for (const char *flag : {"has_projects", "has_wiki", "has_pages", "has_discussions", "archived", "disabled"})
        object.insert(QLatin1String(flag), false);
    merge(object, {{QStringLiteral("has_issues"), true},
                   {QStringLiteral("default_branch"), QStringLiteral("main")},
                   {QStringLiteral("clone_url"), at.onWeb(QStringLiteral(".git"))},
                   {QStringLiteral("git_url"), at.onWeb(QStringLiteral(".git"))},
                   {QStringLiteral("ssh_url"), at.onWeb(QStringLiteral(".git"))},
                   {QStringLiteral("svn_url"), at.onWeb()},
                   {QStringLiteral("permissions"), QJsonObject{{QStringLiteral("admin"), false},
                                                               {QStringLiteral("push"), state.mayPush},
                                                               {QStringLiteral("pull"), true}}},
                   {QStringLiteral("archived"), state.archived},
                   {QStringLiteral("pushed_at"), gitHubTime(pushedAt)},
                   {QStringLiteral("created_at"), QStringLiteral("2023-05-16T08:00:00Z")},
                   {QStringLiteral("updated_at"), gitHubTime(pushedAt)}});
    return object;
}

QJsonObject commitJson(const GitHubAddresses &at, const SimCommit &commit, const SimCommit *parent)
{
    const QString self = at.inApi(QStringLiteral("/commits/") + commit.sha);
    const QString message = commit.pull ? QStringLiteral("%1 (#%2)").arg(commit.title).arg(commit.pull) : commit.title;
    QJsonArray parents;
    if (parent)
        parents.append(QJsonObject{{QStringLiteral("sha"), parent->sha},
                                   {QStringLiteral("url"), at.inApi(QStringLiteral("/commits/") + parent->sha)},
                                   {QStringLiteral("html_url"), at.onWeb(QStringLiteral("/commit/") + parent->sha)}});
    QJsonArray files;
    for (const QString &file : commit.files)
        files.append(fileJson(at, commit.sha, file));
    const QString git = at.inApi(QStringLiteral("/git"));
    return {{QStringLiteral("url"), self},
            {QStringLiteral("sha"), commit.sha},
            {QStringLiteral("node_id"), nodeId(commit.sha)},
            {QStringLiteral("html_url"), at.onWeb(QStringLiteral("/commit/") + commit.sha)},
            {QStringLiteral("comments_url"), self + QStringLiteral("/comments")},
            {QStringLiteral("commit"),
             QJsonObject{{QStringLiteral("url"), git + QStringLiteral("/commits/") + commit.sha},
                         {QStringLiteral("author"), person(commit.author, commit.at)},
                         {QStringLiteral("committer"), person(QStringLiteral("GitHub"), commit.at)},
                         {QStringLiteral("message"), message},
                         {QStringLiteral("comment_count"), 0},
                         {QStringLiteral("tree"),
                          QJsonObject{{QStringLiteral("sha"), treeOf(commit.sha)},
                                      {QStringLiteral("url"), git + QStringLiteral("/trees/") + treeOf(commit.sha)}}}}},
            {QStringLiteral("author"), userJson(at, commit.author)},
            {QStringLiteral("committer"), userJson(at, commit.author)},
            {QStringLiteral("parents"), parents},
            {QStringLiteral("files"), files}};
}

QJsonObject comparisonJson(const GitHubAddresses &at, const QList<SimCommit> &commits, qsizetype base, qsizetype head)
{
    const auto json = [&](qsizetype index) {
        QJsonObject commit = commitJson(at, commits.at(index), index > 0 ? &commits.at(index - 1) : nullptr);
        commit.remove(QStringLiteral("files"));
        return commit;
    };
    QJsonArray ahead;
    QJsonArray files;
    for (qsizetype i = base + 1; i <= head; ++i) {
        ahead.append(json(i));
        for (const QString &file : commits.at(i).files)
            files.append(fileJson(at, commits.at(i).sha, file));
    }
    const qsizetype aheadBy = std::max<qsizetype>(head - base, 0);
    const qsizetype behindBy = std::max<qsizetype>(base - head, 0);
    const QString state = aheadBy    ? QStringLiteral("ahead")
                          : behindBy ? QStringLiteral("behind")
                                     : QStringLiteral("identical");
    const QString path = commits.at(base).sha + QStringLiteral("...") + commits.at(head).sha;
    const QString page = at.onWeb(QStringLiteral("/compare/") + path);
    return {{QStringLiteral("url"), at.inApi(QStringLiteral("/compare/") + path)},
            {QStringLiteral("html_url"), page},
            {QStringLiteral("permalink_url"), page},
            {QStringLiteral("diff_url"), page + QStringLiteral(".diff")},
            {QStringLiteral("patch_url"), page + QStringLiteral(".patch")},
            {QStringLiteral("base_commit"), json(base)},
            {QStringLiteral("merge_base_commit"), json(std::min(base, head))},
            {QStringLiteral("status"), state},
            {QStringLiteral("ahead_by"), aheadBy},
            {QStringLiteral("behind_by"), behindBy},
            {QStringLiteral("total_commits"), aheadBy},
            {QStringLiteral("commits"), ahead},
            {QStringLiteral("files"), files}};
}

QJsonObject pullRequestJson(const GitHubAddresses &at, const SimCommit &commit)
{
    const QString self = at.inApi(QStringLiteral("/pulls/%1").arg(commit.pull));
    const QString issue = at.inApi(QStringLiteral("/issues/%1").arg(commit.pull));
    const QString page = at.onWeb(QStringLiteral("/pull/%1").arg(commit.pull));
    const auto side = [&](const QString &ref) {
        return QJsonObject{{QStringLiteral("label"), ownerOf(at) + QLatin1Char(':') + ref},
                           {QStringLiteral("ref"), ref},
                           {QStringLiteral("sha"), commit.sha},
                           {QStringLiteral("user"), userJson(at, ownerOf(at))},
                           {QStringLiteral("repo"), repositoryJson(at, commit.at)}};
    };
    QJsonObject links;
    for (const char *each :
         {"comments", "commits", "statuses", "html", "issue", "review_comments", "review_comment", "self"})
        links.insert(QLatin1String(each),
                     QJsonObject{{QStringLiteral("href"), self + QLatin1Char('/') + QLatin1String(each)}});
    QJsonObject object{{QStringLiteral("url"), self},
                       {QStringLiteral("id"), 900'000 + commit.pull},
                       {QStringLiteral("node_id"), nodeId(page)},
                       {QStringLiteral("html_url"), page},
                       {QStringLiteral("diff_url"), page + QStringLiteral(".diff")},
                       {QStringLiteral("patch_url"), page + QStringLiteral(".patch")},
                       {QStringLiteral("issue_url"), issue},
                       {QStringLiteral("comments_url"), issue + QStringLiteral("/comments")},
                       {QStringLiteral("number"), commit.pull},
                       {QStringLiteral("state"), QStringLiteral("closed")},
                       {QStringLiteral("locked"), false},
                       {QStringLiteral("title"), commit.title},
                       {QStringLiteral("user"), userJson(at, commit.author)},
                       {QStringLiteral("body"), QJsonValue()},
                       {QStringLiteral("labels"), QJsonArray()},
                       {QStringLiteral("milestone"), QJsonValue()},
                       {QStringLiteral("created_at"), gitHubTime(commit.at.addSecs(-7200))},
                       {QStringLiteral("updated_at"), gitHubTime(commit.at)},
                       {QStringLiteral("closed_at"), gitHubTime(commit.at)},
                       {QStringLiteral("merged_at"), gitHubTime(commit.at)},
                       {QStringLiteral("head"), side(QStringLiteral("topic-%1").arg(commit.pull))},
                       {QStringLiteral("base"), side(QStringLiteral("main"))},
                       {QStringLiteral("_links"), links},
                       {QStringLiteral("author_association"), QStringLiteral("MEMBER")},
                       {QStringLiteral("auto_merge"), QJsonValue()}};
    addUrls(object, self, {"commits", "review_comment", "review_comments", "statuses"});
    return object;
}

QJsonObject workflowJson(const GitHubAddresses &at, const QString &file, const QString &name)
{
    const QString path = QStringLiteral(".github/workflows/") + file;
    return {{QStringLiteral("id"), workflowId(file)},
            {QStringLiteral("node_id"), nodeId(file)},
            {QStringLiteral("name"), name},
            {QStringLiteral("path"), path},
            {QStringLiteral("state"), QStringLiteral("active")},
            {QStringLiteral("url"), at.inApi(QStringLiteral("/actions/workflows/%1").arg(workflowId(file)))},
            {QStringLiteral("html_url"), at.onWeb(QStringLiteral("/blob/main/") + path)},
            {QStringLiteral("badge_url"), at.onWeb(QStringLiteral("/workflows/badge.svg"))},
            {QStringLiteral("created_at"), QStringLiteral("2024-02-01T12:00:00Z")},
            {QStringLiteral("updated_at"), QStringLiteral("2026-09-14T12:00:00Z")}};
}

QJsonObject runJson(const GitHubAddresses &at, const SimRun &run, const SimCommit *commit, const QDateTime &now)
{
    const QString self = at.inApi(QStringLiteral("/actions/runs/%1").arg(run.id));
    const Status status = statusOf(run, now);
    const QString message = commit ? commit->title : run.name;
    QJsonObject object{
        {QStringLiteral("id"), run.id},
        {QStringLiteral("node_id"), nodeId(QString::number(run.id))},
        {QStringLiteral("name"), run.name},
        {QStringLiteral("display_title"), run.event == QLatin1String("push") ? message : run.name},
        {QStringLiteral("head_branch"), run.ref},
        {QStringLiteral("head_sha"), run.sha},
        {QStringLiteral("path"), QStringLiteral(".github/workflows/") + run.file},
        {QStringLiteral("run_number"), run.number},
        {QStringLiteral("run_attempt"), run.attempt},
        {QStringLiteral("event"), run.event},
        {QStringLiteral("status"), status.status},
        {QStringLiteral("conclusion"), status.conclusion},
        {QStringLiteral("workflow_id"), workflowId(run.file)},
        {QStringLiteral("check_suite_id"), run.id + 1'000'000},
        {QStringLiteral("url"), self},
        {QStringLiteral("html_url"), at.onWeb(QStringLiteral("/actions/runs/%1").arg(run.id))},
        {QStringLiteral("pull_requests"), QJsonArray()},
        {QStringLiteral("created_at"), gitHubTime(run.createdAt)},
        {QStringLiteral("updated_at"), gitHubTime(updatedAt(run, now))},
        {QStringLiteral("run_started_at"), gitHubTime(run.startedAt.isValid() ? run.startedAt : run.createdAt)},
        {QStringLiteral("actor"), userJson(at, run.actor)},
        {QStringLiteral("triggering_actor"), userJson(at, run.rerunBy.isEmpty() ? run.actor : run.rerunBy)},
        {QStringLiteral("repository"), minimalRepository(at)},
        {QStringLiteral("head_repository"), minimalRepository(at)}};
    object.insert(QStringLiteral("head_commit"),
                  commit ? QJsonValue(QJsonObject{{QStringLiteral("id"), commit->sha},
                                                  {QStringLiteral("tree_id"), treeOf(commit->sha)},
                                                  {QStringLiteral("message"), commit->title},
                                                  {QStringLiteral("timestamp"), gitHubTime(commit->at)},
                                                  {QStringLiteral("author"), person(commit->author, commit->at)},
                                                  {QStringLiteral("committer"), person(commit->author, commit->at)}})
                         : QJsonValue());
    addUrls(object, self, {"jobs", "logs", "check_suite", "artifacts", "cancel", "rerun", "workflow"});
    return object;
}

QJsonArray jobsJson(const GitHubAddresses &at, const SimRun &run, const QDateTime &now)
{
    QJsonArray jobs;
    for (const SimJob &job : run.jobs) {
        if (!isListed(run, job, now))
            continue;
        const Status status = statusOf(run, job, now);
        const QDateTime from = std::min(job.steps.constFirst().from, now);
        const bool over = status.status == QLatin1String("completed");
        const bool hasRunner = status.status != QLatin1String("waiting") && status.status != QLatin1String("queued") &&
                               !job.skipped && !job.rejected;
        jobs.append(QJsonObject{
            {QStringLiteral("id"), job.id},
            {QStringLiteral("node_id"), nodeId(QString::number(job.id))},
            {QStringLiteral("run_id"), run.id},
            {QStringLiteral("run_attempt"), run.attempt},
            {QStringLiteral("run_url"), at.inApi(QStringLiteral("/actions/runs/%1").arg(run.id))},
            {QStringLiteral("head_sha"), run.sha},
            {QStringLiteral("head_branch"), run.ref},
            {QStringLiteral("workflow_name"), run.name},
            {QStringLiteral("name"), job.name},
            {QStringLiteral("url"), at.inApi(QStringLiteral("/actions/jobs/%1").arg(job.id))},
            {QStringLiteral("html_url"), at.onWeb(QStringLiteral("/actions/runs/%1/job/%2").arg(run.id).arg(job.id))},
            {QStringLiteral("status"), status.status},
            {QStringLiteral("conclusion"), status.conclusion},
            {QStringLiteral("created_at"), gitHubTime(from)},
            {QStringLiteral("started_at"), gitHubTime(from)},
            {QStringLiteral("completed_at"), over ? QJsonValue(gitHubTime(cutOff(run, job))) : QJsonValue()},
            {QStringLiteral("check_run_url"), at.inApi(QStringLiteral("/check-runs/%1").arg(job.id))},
            {QStringLiteral("labels"), QJsonArray{QStringLiteral("ubuntu-latest")}},
            {QStringLiteral("runner_id"), hasRunner ? QJsonValue(17) : QJsonValue()},
            {QStringLiteral("runner_name"), hasRunner ? QJsonValue(QStringLiteral("GitHub Actions 17")) : QJsonValue()},
            {QStringLiteral("runner_group_id"), hasRunner ? QJsonValue(0) : QJsonValue()},
            {QStringLiteral("runner_group_name"),
             hasRunner ? QJsonValue(QStringLiteral("GitHub Actions")) : QJsonValue()},
            {QStringLiteral("steps"), stepsJson(run, job, now)}});
    }
    return jobs;
}

QJsonObject issueJson(const GitHubAddresses &at, int number, const QString &title, const QStringList &labels,
                      const QDateTime &openedAt)
{
    const QString self = at.inApi(QStringLiteral("/issues/%1").arg(number));
    QJsonArray named;
    for (const QString &label : labels)
        named.append(QJsonObject{{QStringLiteral("id"), numberOf(label)},
                                 {QStringLiteral("node_id"), nodeId(label)},
                                 {QStringLiteral("url"), at.inApi(QStringLiteral("/labels/") + label)},
                                 {QStringLiteral("name"), label},
                                 {QStringLiteral("description"), QJsonValue()},
                                 {QStringLiteral("color"), QStringLiteral("b60205")},
                                 {QStringLiteral("default"), false}});
    QJsonObject object{{QStringLiteral("id"), 800'000 + number},
                       {QStringLiteral("node_id"), nodeId(self)},
                       {QStringLiteral("url"), self},
                       {QStringLiteral("repository_url"), at.inApi()},
                       {QStringLiteral("html_url"), at.onWeb(QStringLiteral("/issues/%1").arg(number))},
                       {QStringLiteral("number"), number},
                       {QStringLiteral("state"), QStringLiteral("open")},
                       {QStringLiteral("title"), title},
                       {QStringLiteral("user"), userJson(at, QStringLiteral("github-actions"))},
                       {QStringLiteral("labels"), named},
                       {QStringLiteral("locked"), false},
                       {QStringLiteral("milestone"), QJsonValue()},
                       {QStringLiteral("comments"), 0},
                       {QStringLiteral("created_at"), gitHubTime(openedAt)},
                       {QStringLiteral("updated_at"), gitHubTime(openedAt)},
                       {QStringLiteral("closed_at"), QJsonValue()},
                       {QStringLiteral("author_association"), QStringLiteral("NONE")}};
    addUrls(object, self, {"comments", "events", "labels"});
    return object;
}

QJsonObject refJson(const GitHubAddresses &at, const QString &ref, const QString &sha)
{
    return {{QStringLiteral("ref"), ref},
            {QStringLiteral("node_id"), nodeId(ref)},
            {QStringLiteral("url"), at.inApi(QStringLiteral("/git/") + ref)},
            {QStringLiteral("object"),
             QJsonObject{{QStringLiteral("type"), QStringLiteral("commit")},
                         {QStringLiteral("sha"), sha},
                         {QStringLiteral("url"), at.inApi(QStringLiteral("/git/commits/") + sha)}}}};
}

} // namespace Slipway::Rehearsal

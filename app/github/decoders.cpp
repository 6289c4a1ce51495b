// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/decoders.h"

#include "app/github/answers.h"
#include "app/github/workflowyaml.h"
#include "app/net/jsonreader.h"
#include "app/net/ratelimit.h"
#include "models/logs/redaction.h"
#include "models/values/plaintext.h"
#include "models/values/text.h"

#include <QRegularExpression>

namespace Slipway::GitHub {

namespace {

constexpr int mostLogLines = 60;
constexpr int longestLogLine = 1000;

/// Reads each object of a list with `read`; the first that cannot be read spoils the list.
template <typename T, typename Read>
Result<QList<T>> listOf(const QJsonArray &array, Read read)
{
    QList<T> list;
    for (const auto &value : array) {
        if (!value.isObject())
            return Error{.kind = ErrorKind::Malformed,
                         .detail = say("GitHub's list holds something that is no object.")};
        Result<T> each = read(value.toObject());
        if (!each)
            return each.error();
        list.append(*std::move(each));
    }
    return list;
}

/// Whole, because a private key has many lines.
QStringList withoutUsualSecrets(const QStringList &lines)
{
    static const Redaction usual;
    const QByteArray text = lines.join(QLatin1Char('\n')).toUtf8();
    QByteArray hidden = text;
    usual.hide({hidden.data(), size_t(hidden.size())});
    for (qsizetype end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1))
        hidden[end] = '\n';
    return QString::fromUtf8(hidden).split(QLatin1Char('\n'));
}

QString login(JsonReader &reader, QLatin1String key)
{
    return reader.objectIfAny(key).value(QLatin1String("login")).toString();
}

QString firstLine(const QString &message)
{
    return message.section(QLatin1Char('\n'), 0, 0).trimmed();
}

Result<Commit> commitFrom(const QJsonObject &object)
{
    JsonReader reader(object, QStringLiteral("a commit of GitHub"));
    Commit commit{.sha = {reader.text(QLatin1String("sha"))}, .url = QUrl(reader.textIfAny(QLatin1String("html_url")))};
    commit.author = login(reader, QLatin1String("author"));
    JsonReader git(reader.objectIfAny(QLatin1String("commit")), QStringLiteral("a commit of GitHub"));
    commit.title = firstLine(git.textIfAny(QLatin1String("message")));
    JsonReader author(git.objectIfAny(QLatin1String("author")), QStringLiteral("a commit's author"));
    JsonReader committer(git.objectIfAny(QLatin1String("committer")), QStringLiteral("a commit's committer"));
    if (commit.author.isEmpty())
        commit.author = author.textIfAny(QLatin1String("name"));
    commit.committedAt = committer.timeIfAny(QLatin1String("date"));
    for (const JsonReader *each : {&reader, &git, &author, &committer}) {
        if (each->trouble())
            return *each->trouble();
    }
    return commit;
}

/// The address behind `rel="next"` of a Link header; empty: this was the last page.
QUrl nextPage(const QByteArray &link)
{
    static const QRegularExpression next(QStringLiteral("<([^>]*)>[^<]*rel=\"next\""));
    return QUrl(next.match(QString::fromLatin1(link)).captured(1));
}

Result<WorkflowRun> runFrom(const QJsonObject &object)
{
    JsonReader reader(object, QStringLiteral("a run of GitHub"));
    WorkflowRun run;
    run.id = {reader.wholeIfAny(QLatin1String("id"))};
    const QString path = reader.textIfAny(QLatin1String("path")).section(QLatin1Char('@'), 0, 0);
    run.workflowFile = path.section(QLatin1Char('/'), -1);
    run.name = reader.textIfAny(QLatin1String("name"));
    run.title = reader.textIfAny(QLatin1String("display_title"));
    run.number = int(reader.wholeIfAny(QLatin1String("run_number")));
    run.attempt = std::max(1, int(reader.wholeIfAny(QLatin1String("run_attempt"))));
    run.event = reader.textIfAny(QLatin1String("event"));
    run.headBranch = reader.textIfAny(QLatin1String("head_branch"));
    run.headSha = {reader.text(QLatin1String("head_sha"))};
    run.rawStatus = reader.textIfAny(QLatin1String("status"));
    run.rawConclusion = reader.textIfAny(QLatin1String("conclusion"));
    run.status = runStatusFromWire(run.rawStatus);
    run.conclusion = runConclusionFromWire(run.rawConclusion);
    run.actor = login(reader, QLatin1String("actor"));
    run.triggeringActor = login(reader, QLatin1String("triggering_actor"));
    if (run.triggeringActor.isEmpty())
        run.triggeringActor = run.actor;
    run.url = QUrl(reader.textIfAny(QLatin1String("html_url")));
    run.createdAt = reader.timeIfAny(QLatin1String("created_at"));
    run.startedAt = reader.timeIfAny(QLatin1String("run_started_at"));
    run.updatedAt = reader.timeIfAny(QLatin1String("updated_at"));
    if (!run.startedAt.isValid())
        run.startedAt = run.createdAt;
    if (reader.trouble())
        return *reader.trouble();
    if (run.id.value <= 0)
        return Error{.kind = ErrorKind::Malformed, .detail = say("GitHub sent a run without an id.")};
    return run;
}

Result<Step> stepFrom(const QJsonObject &object)
{
    JsonReader reader(object, QStringLiteral("a step of GitHub"));
    const Step step{.number = int(reader.wholeIfAny(QLatin1String("number"))),
                    .name = reader.textIfAny(QLatin1String("name")),
                    .status = runStatusFromWire(reader.textIfAny(QLatin1String("status"))),
                    .conclusion = runConclusionFromWire(reader.textIfAny(QLatin1String("conclusion")))};
    if (reader.trouble())
        return *reader.trouble();
    return step;
}

Result<Job> jobFrom(const QJsonObject &object)
{
    JsonReader reader(object, QStringLiteral("a job of GitHub"));
    Job job;
    job.id = reader.wholeIfAny(QLatin1String("id"));
    job.run = {reader.wholeIfAny(QLatin1String("run_id"))};
    job.attempt = int(std::clamp<qint64>(reader.wholeIfAny(QLatin1String("run_attempt")), 0, 10'000));
    job.name = reader.textIfAny(QLatin1String("name"));
    job.rawStatus = reader.textIfAny(QLatin1String("status"));
    job.rawConclusion = reader.textIfAny(QLatin1String("conclusion"));
    job.status = runStatusFromWire(job.rawStatus);
    job.conclusion = runConclusionFromWire(job.rawConclusion);
    job.startedAt = reader.timeIfAny(QLatin1String("started_at"));
    job.completedAt = reader.timeIfAny(QLatin1String("completed_at"));
    job.url = QUrl(reader.textIfAny(QLatin1String("html_url")));
    auto steps = listOf<Step>(reader.arrayIfAny(QLatin1String("steps")), stepFrom);
    if (reader.trouble())
        return *reader.trouble();
    if (!steps)
        return steps.error();
    if (job.id <= 0)
        return Error{.kind = ErrorKind::Malformed, .detail = say("GitHub sent a job without an id.")};
    job.steps = *std::move(steps);
    return job;
}

Result<PendingReview> reviewFrom(const QJsonObject &object)
{
    JsonReader reader(object, QStringLiteral("a pending deployment of GitHub"));
    JsonReader environment(reader.objectIfAny(QLatin1String("environment")), QStringLiteral("GitHub's environment"));
    PendingReview review{.environment = environment.textIfAny(QLatin1String("name")),
                         .environmentId = std::max<qint64>(environment.wholeIfAny(QLatin1String("id")), 0),
                         .currentUserCanApprove = reader.flagIfAny(QLatin1String("current_user_can_approve"))};
    const QJsonArray reviewers = reader.arrayIfAny(QLatin1String("reviewers"));
    for (const auto &each : reviewers) {
        const QJsonObject who = each.toObject().value(QLatin1String("reviewer")).toObject();
        const QString name = who.value(QLatin1String("login")).toString(who.value(QLatin1String("slug")).toString());
        if (!name.isEmpty())
            review.reviewers.append(name);
    }
    for (const JsonReader *part : {&reader, &environment}) {
        if (part->trouble())
            return *part->trouble();
    }
    return review;
}

Result<GivenReview> givenReviewFrom(const QJsonObject &object)
{
    JsonReader reader(object, QStringLiteral("a review on GitHub"));
    const GivenReview review{.state = reader.textIfAny(QLatin1String("state")),
                             .by = login(reader, QLatin1String("user")),
                             .comment = reader.textIfAny(QLatin1String("comment"))};
    if (reader.trouble())
        return *reader.trouble();
    return review;
}

Comparison::Relation relationFrom(const QString &word)
{
    if (word == QLatin1String("identical"))
        return Comparison::Relation::Identical;
    if (word == QLatin1String("ahead"))
        return Comparison::Relation::Ahead;
    if (word == QLatin1String("behind"))
        return Comparison::Relation::Behind;
    return word == QLatin1String("diverged") ? Comparison::Relation::Diverged : Comparison::Relation::Unknown;
}

/// Base and head are in the address only: ".../compare/BASE...HEAD".
std::pair<CommitSha, CommitSha> comparedIn(const QUrl &url)
{
    const QString pair = url.path().section(QStringLiteral("/compare/"), 1);
    return {{pair.section(QStringLiteral("..."), 0, 0)}, {pair.section(QStringLiteral("..."), 1, 1)}};
}

} // namespace

RunStatus runStatusFromWire(const QString &word)
{
    static const QHash<QString, RunStatus> words{
        {QStringLiteral("requested"), RunStatus::Requested},    {QStringLiteral("queued"), RunStatus::Queued},
        {QStringLiteral("pending"), RunStatus::Pending},        {QStringLiteral("waiting"), RunStatus::Waiting},
        {QStringLiteral("in_progress"), RunStatus::InProgress}, {QStringLiteral("completed"), RunStatus::Completed}};
    return words.value(word, RunStatus::Unknown);
}

RunConclusion runConclusionFromWire(const QString &word)
{
    static const QHash<QString, RunConclusion> words{
        {QString(), RunConclusion::None},
        {QStringLiteral("success"), RunConclusion::Success},
        {QStringLiteral("failure"), RunConclusion::Failure},
        {QStringLiteral("cancelled"), RunConclusion::Cancelled},
        {QStringLiteral("skipped"), RunConclusion::Skipped},
        {QStringLiteral("timed_out"), RunConclusion::TimedOut},
        {QStringLiteral("action_required"), RunConclusion::ActionRequired},
        {QStringLiteral("neutral"), RunConclusion::Neutral},
        {QStringLiteral("stale"), RunConclusion::Stale},
        {QStringLiteral("startup_failure"), RunConclusion::StartupFailure}};
    return words.value(word, RunConclusion::Unknown);
}

Result<Account> decodeUser(const HttpResponse &response)
{
    const auto object = objectIn(response);
    if (!object)
        return object.error();
    JsonReader reader(*object, QStringLiteral("GitHub's user"));
    Account account{.login = reader.text(QLatin1String("login"))};
    if (reader.trouble())
        return *reader.trouble();
    const QString scopes = QString::fromLatin1(response.headers.value("x-oauth-scopes"));
    for (const QString &scope : scopes.split(QLatin1Char(','), Qt::SkipEmptyParts))
        account.scopes.append(scope.trimmed());
    // "2027-10-12 09:00:00 UTC", or with an offset such as -0800 (app/github/README.md, 5).
    QString expires = QString::fromLatin1(response.headers.value("github-authentication-token-expiration"));
    expires.replace(QStringLiteral(" UTC"), QStringLiteral("Z")).replace(QStringLiteral(" -"), QStringLiteral("-"));
    expires.replace(QStringLiteral(" +"), QStringLiteral("+")).replace(QLatin1Char(' '), QLatin1Char('T'));
    account.tokenExpires = timeFromWire(expires);
    return account;
}

Result<Repository> decodeRepository(const HttpResponse &response)
{
    const auto object = objectIn(response);
    if (!object)
        return object.error();
    JsonReader reader(*object, QStringLiteral("GitHub's repository"));
    const QJsonValue push = reader.objectIfAny(QLatin1String("permissions")).value(QLatin1String("push"));
    const Repository repository{.fullName = reader.text(QLatin1String("full_name")),
                                .defaultBranch = reader.textIfAny(QLatin1String("default_branch")),
                                .canPush = push.isBool() ? std::optional(push.toBool()) : std::nullopt,
                                .archived = reader.flagIfAny(QLatin1String("archived"))};
    if (reader.trouble())
        return *reader.trouble();
    return repository;
}

Result<Commit> decodeCommit(const HttpResponse &response)
{
    const auto object = objectIn(response);
    if (!object)
        return object.error();
    return commitFrom(*object);
}

Result<Comparison> decodeComparison(const HttpResponse &response)
{
    const auto object = objectIn(response);
    if (!object)
        return object.error();
    JsonReader reader(*object, QStringLiteral("GitHub's comparison"));
    Comparison comparison;
    std::tie(comparison.base, comparison.head) = comparedIn(response.url);
    comparison.relation = relationFrom(reader.text(QLatin1String("status")));
    comparison.aheadBy = int(reader.wholeIfAny(QLatin1String("ahead_by")));
    comparison.behindBy = int(reader.wholeIfAny(QLatin1String("behind_by")));
    comparison.url = QUrl(reader.textIfAny(QLatin1String("html_url")));
    auto commits = listOf<Commit>(reader.arrayIfAny(QLatin1String("commits")), commitFrom);
    if (!commits)
        return commits.error();
    comparison.commits = *std::move(commits);
    constexpr int mostFiles = 300; // app/github/README.md, 7
    const QJsonArray files = reader.arrayIfAny(QLatin1String("files"));
    for (const auto &file : files)
        comparison.files.append(file.toObject().value(QLatin1String("filename")).toString());
    comparison.filesComplete = files.size() < mostFiles;
    if (reader.trouble())
        return *reader.trouble();
    return comparison;
}

Result<QList<PullRequest>> decodePullRequests(const HttpResponse &response)
{
    const auto array = arrayIn(response);
    if (!array)
        return array.error();
    return listOf<PullRequest>(*array, [](const QJsonObject &object) -> Result<PullRequest> {
        JsonReader reader(object, QStringLiteral("a pull request of GitHub"));
        const PullRequest pull{.number = int(reader.wholeIfAny(QLatin1String("number"))),
                               .title = reader.textIfAny(QLatin1String("title")),
                               .author = login(reader, QLatin1String("user")),
                               .url = QUrl(reader.textIfAny(QLatin1String("html_url")))};
        if (reader.trouble())
            return *reader.trouble();
        return pull;
    });
}

Result<WorkflowPage> decodeWorkflows(const HttpResponse &response)
{
    const auto object = objectIn(response);
    if (!object)
        return object.error();
    JsonReader list(*object, QStringLiteral("GitHub's list of workflows"));
    const QJsonArray array = list.array(QLatin1String("workflows"));
    if (list.trouble())
        return *list.trouble();
    const auto workflows = listOf<Workflow>(array, [](const QJsonObject &each) -> Result<Workflow> {
        JsonReader reader(each, QStringLiteral("a workflow of GitHub"));
        const Workflow workflow{.id = reader.wholeIfAny(QLatin1String("id")),
                                .name = reader.textIfAny(QLatin1String("name")),
                                .file = reader.text(QLatin1String("path")).section(QLatin1Char('/'), -1),
                                .state = reader.textIfAny(QLatin1String("state")),
                                .url = QUrl(reader.textIfAny(QLatin1String("html_url")))};
        if (reader.trouble())
            return *reader.trouble();
        return workflow;
    });
    if (!workflows)
        return workflows.error();
    return WorkflowPage{.workflows = *workflows, .next = nextPage(response.headers.value("link"))};
}

Result<WorkflowFile> decodeWorkflowFile(const HttpResponse &response)
{
    if (const auto error = errorIn(response))
        return *error;
    return workflowFromYaml(response.body, response.url.path().section(QLatin1Char('/'), -1));
}

Result<QString> decodeFileText(const HttpResponse &response)
{
    if (const auto error = errorIn(response))
        return *error;
    // A folder is answered as JSON whatever was asked for, and is no text to be read.
    if (response.headers.value("content-type").startsWith("application/json"))
        return Error{.kind = ErrorKind::NotFound,
                     .detail = say("GitHub has a folder there, not a file."),
                     .httpStatus = response.status};
    return QString::fromUtf8(response.body);
}

Result<QList<WorkflowRun>> decodeRuns(const HttpResponse &response)
{
    const Result<RunPage> page = decodeRunPage(response);
    if (!page)
        return page.error();
    return page->runs;
}

Result<RunPage> decodeRunPage(const HttpResponse &response)
{
    const auto object = objectIn(response);
    if (!object)
        return object.error();
    JsonReader list(*object, QStringLiteral("GitHub's list of runs"));
    const QJsonArray array = list.array(QLatin1String("workflow_runs"));
    const qint64 total = list.wholeIfAny(QLatin1String("total_count"));
    if (list.trouble())
        return *list.trouble();
    const auto runs = listOf<WorkflowRun>(array, runFrom);
    if (!runs)
        return runs.error();
    return RunPage{.runs = *runs, .total = std::max<qint64>(total, runs->size())};
}

Result<WorkflowRun> decodeRun(const HttpResponse &response)
{
    const auto object = objectIn(response);
    if (!object)
        return object.error();
    return runFrom(*object);
}

Result<QList<Job>> decodeJobs(const HttpResponse &response)
{
    const auto object = objectIn(response);
    if (!object)
        return object.error();
    JsonReader list(*object, QStringLiteral("GitHub's list of jobs"));
    const QJsonArray array = list.array(QLatin1String("jobs"));
    if (list.trouble())
        return *list.trouble();
    return listOf<Job>(array, jobFrom);
}

Result<QStringList> decodeJobLog(const HttpResponse &response)
{
    if (const auto error = errorIn(response))
        return *error;
    // Each line begins with its time and may hold colours (app/github/README.md, 12).
    static const QRegularExpression time(QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z "));
    static const QRegularExpression colour(QStringLiteral("\\x1b\\[[0-9;?]*[A-Za-z]"));
    QStringList lines = QString::fromUtf8(response.body.right(256 << 10)).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (QString &line : lines)
        line.remove(QLatin1Char('\r')).remove(time).remove(colour).replace(QLatin1Char('\t'), QLatin1Char(' '));
    lines = withoutUsualSecrets(lines);
    if (lines.size() > mostLogLines)
        lines = lines.mid(lines.size() - mostLogLines);
    for (QString &line : lines)
        line = visibleText(line.left(longestLogLine));
    return lines;
}

Result<QList<PendingReview>> decodePendingReviews(const HttpResponse &response)
{
    const auto array = arrayIn(response);
    if (!array)
        return array.error();
    return listOf<PendingReview>(*array, reviewFrom);
}

Result<QList<GivenReview>> decodeGivenReviews(const HttpResponse &response)
{
    const auto array = arrayIn(response);
    if (!array)
        return array.error();
    return listOf<GivenReview>(*array, givenReviewFrom);
}

Result<TagPolicy> decodeTagPolicy(const HttpResponse &response)
{
    const auto object = objectIn(response);
    if (!object)
        return object.error(); // also with 404: it may be there, and this token may not see it
    JsonReader reader(*object, QStringLiteral("GitHub's environment"));
    const QString name = reader.text(QLatin1String("name"));
    const QJsonObject policy = reader.objectIfAny(QLatin1String("deployment_branch_policy"));
    if (reader.trouble())
        return *reader.trouble();
    if (policy.isEmpty())
        return TagPolicy{.known = true, .tagsAllowed = true, .reason = say("%1 takes every ref").arg(name)};
    if (policy.value(QLatin1String("custom_branch_policies")).toBool())
        return TagPolicy{.reason = say("Which tags %1 takes has not been read").arg(name)};
    return TagPolicy{
        .known = true, .tagsAllowed = false, .reason = say("%1 takes protected branches only, so no tag").arg(name)};
}

Result<TagPolicy> decodeTagPatterns(const HttpResponse &response)
{
    const auto object = objectIn(response);
    if (!object)
        return object.error();
    JsonReader reader(*object, QStringLiteral("GitHub's branch policies"));
    const QJsonArray policies = reader.array(QLatin1String("branch_policies"));
    if (reader.trouble())
        return *reader.trouble();
    const QString ours = QStringLiteral("deploy/2026-11-24T120000Z-3f9c2ab");
    QStringList patterns;
    for (const auto &each : policies) {
        const QJsonObject policy = each.toObject();
        const QString pattern = policy.value(QLatin1String("name")).toString();
        patterns.append(pattern);
        // As a file name pattern, in which * stops at a slash (app/github/README.md, 21).
        const QRegularExpression matches(QRegularExpression::wildcardToRegularExpression(pattern));
        if (policy.value(QLatin1String("type")) == QLatin1String("tag") && matches.match(ours).hasMatch())
            return TagPolicy{.known = true, .tagsAllowed = true, .reason = say("tags %1 are taken").arg(pattern)};
    }
    return TagPolicy{.known = true,
                     .tagsAllowed = false,
                     .reason = say("the environment takes only %1, no tag deploy/...").arg(clipped(joined(patterns)))};
}

Result<CommitSha> decodeTag(const HttpResponse &response)
{
    const auto object = objectIn(response);
    if (!object)
        return object.error();
    JsonReader target(object->value(QLatin1String("object")).toObject(), QStringLiteral("GitHub's tag"));
    const CommitSha sha{target.text(QLatin1String("sha"))};
    const QString type = target.textIfAny(QLatin1String("type"));
    if (target.trouble())
        return *target.trouble();
    if (type == QLatin1String("tag")) // its SHA is the tag's own, not the commit's (app/github/README.md, 14)
        return Error{.kind = ErrorKind::Refused,
                     .detail = say("The tag is an annotated one, which Slipway did not make: which commit it names was "
                                   "not read.")};
    return sha;
}

Result<QList<Incident>> decodeIncidents(const HttpResponse &response)
{
    const auto array = arrayIn(response);
    if (!array)
        return array.error();
    QJsonArray issues; // GitHub lists pull requests among the issues
    for (const auto &each : *array) {
        if (!each.toObject().contains(QLatin1String("pull_request")))
            issues.append(each);
    }
    return listOf<Incident>(issues, [](const QJsonObject &object) -> Result<Incident> {
        JsonReader reader(object, QStringLiteral("an issue of GitHub"));
        const Incident incident{.number = int(reader.wholeIfAny(QLatin1String("number"))),
                                .title = reader.textIfAny(QLatin1String("title")),
                                .url = QUrl(reader.textIfAny(QLatin1String("html_url"))),
                                .openedAt = reader.timeIfAny(QLatin1String("created_at"))};
        if (reader.trouble())
            return *reader.trouble();
        return incident;
    });
}

Result<Dispatched> decodeDispatched(const HttpResponse &response)
{
    if (const auto error = errorIn(response))
        return *error;
    Dispatched dispatched{.serverTime = httpDate(response.headers.value("date"))};
    // A 2xx without an id is accepted all the same; the run is found by looking (app/github/README.md, 18).
    const auto object = jsonObject(response.body, QStringLiteral("GitHub"));
    if (object) {
        dispatched.run = {std::max<qint64>(object->value(QLatin1String("workflow_run_id")).toInteger(), 0)};
        dispatched.url = QUrl(object->value(QLatin1String("html_url")).toString());
    }
    return dispatched;
}

Result<Done> decodeDone(const HttpResponse &response)
{
    if (const auto error = errorIn(response))
        return *error;
    return Done{};
}

} // namespace Slipway::GitHub

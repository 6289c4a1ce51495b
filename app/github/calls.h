// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "models/project/project.h"
#include "models/values/account.h"
#include "models/values/commit.h"
#include "models/values/issue.h"
#include "models/values/workflow.h"

#include <QMap>

/// Every request to GitHub that Slipway can send. The decoders are pure and live in decoders.h.
namespace Slipway::GitHub {

// Reads
ApiCall<Account> user(const GitHubProject &project);
ApiCall<Repository> repository(const GitHubProject &project);
ApiCall<Commit> tip(const GitHubProject &project);
ApiCall<Commit> commit(const GitHubProject &project, const CommitSha &sha);
ApiCall<Comparison> compare(const GitHubProject &project, const CommitSha &base, const CommitSha &head);
ApiCall<QList<PullRequest>> pullRequests(const GitHubProject &project, const CommitSha &sha);
/// `page`: where the part before it says that the next one is.
ApiCall<WorkflowPage> workflows(const GitHubProject &project, const QUrl &page = {});
/// The workflow file's text at a ref, read for `on: workflow_dispatch` and its inputs.
ApiCall<WorkflowFile> workflowFile(const GitHubProject &project, const QString &file, const QString &ref);
/// A file's text at a ref; NotFound when it is not there.
ApiCall<QString> fileText(const GitHubProject &project, const QString &path, const QString &ref);
/// Recent runs of all workflows, newest first.
ApiCall<QList<WorkflowRun>> runs(const GitHubProject &project);
/// Runs of one workflow that a push of that commit started, newest first: others may fill the page.
ApiCall<QList<WorkflowRun>> pushRunsAt(const GitHubProject &project, const QString &file, const CommitSha &sha);
/// Recent runs of one workflow, newest first.
ApiCall<QList<WorkflowRun>> runsOf(const GitHubProject &project, const QString &file);
/// Runs of one workflow that were created on that day or later, newest first, as far as a page holds them.
struct RunPage {
    QList<WorkflowRun> runs;
    qint64 total = 0; ///< on all pages
};
ApiCall<RunPage> runsSince(const GitHubProject &project, const QString &file, const QDate &day);
/// Runs of one workflow that are in that state (a word of GitHub's), however old.
ApiCall<QList<WorkflowRun>> runsInStatus(const GitHubProject &project, const QString &file, QLatin1String status);
ApiCall<WorkflowRun> run(const GitHubProject &project, RunId run);
ApiCall<QList<Job>> jobs(const GitHubProject &project, RunId run); ///< of its latest attempt
ApiCall<QList<Job>> jobsOf(const GitHubProject &project, const RunAttempt &attempt);
/// The end of a completed job's log, plain text. GitHub redirects it to another origin
/// (app/github/README.md, 12 and 13).
ApiCall<QStringList> jobLog(const GitHubProject &project, qint64 job);
ApiCall<QList<PendingReview>> pendingReviews(const GitHubProject &project, RunId run);
/// What its reviewers decided so far, of all attempts.
ApiCall<QList<GivenReview>> givenReviews(const GitHubProject &project, RunId run);
/// Not known when the environment has patterns of its own: then tagPatterns() tells.
ApiCall<TagPolicy> tagPolicy(const GitHubProject &project, const QString &environment);
/// Whether one of the environment's patterns takes our tags, deploy/TIME-SHA.
ApiCall<TagPolicy> tagPatterns(const GitHubProject &project, const QString &environment);
/// NotFound when there is no such tag.
ApiCall<CommitSha> tag(const GitHubProject &project, const QString &name);
ApiCall<QList<Incident>> incidents(const GitHubProject &project);

// Commands: sent once, by HttpClient::sendCommand() only
struct Dispatched {
    RunId run; ///< 0: accepted, but the server does not tell which run it is
    QUrl url;
    QDateTime serverTime; ///< the answer's Date
};
ApiCall<Dispatched> dispatch(const GitHubProject &project, const QString &workflowFile, const QString &ref,
                             const QMap<QString, QString> &inputs);
ApiCall<Done> createTag(const GitHubProject &project, const QString &name, const CommitSha &sha);
ApiCall<Done> cancelRun(const GitHubProject &project, RunId run);
/// Approves or rejects what waits (app/github/README.md, 20): the token's owner must be a reviewer, and the token needs
/// "Deployments: write".
ApiCall<Done> review(const GitHubProject &project, RunId run, const QList<qint64> &environments, bool approve,
                     const QString &comment);
ApiCall<Done> rerunFailedJobs(const GitHubProject &project, RunId run);

} // namespace Slipway::GitHub

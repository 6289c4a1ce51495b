// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/github/calls.h"

/// GitHub's answers as values. Pure; tolerant of what is missing and unknown, strict about types.
namespace Slipway::GitHub {

Result<Account> decodeUser(const HttpResponse &response);
Result<Repository> decodeRepository(const HttpResponse &response);
Result<Commit> decodeCommit(const HttpResponse &response);
Result<Comparison> decodeComparison(const HttpResponse &response);
Result<QList<PullRequest>> decodePullRequests(const HttpResponse &response);
Result<WorkflowPage> decodeWorkflows(const HttpResponse &response);
Result<WorkflowFile> decodeWorkflowFile(const HttpResponse &response);
Result<QString> decodeFileText(const HttpResponse &response);
Result<QList<WorkflowRun>> decodeRuns(const HttpResponse &response);
Result<RunPage> decodeRunPage(const HttpResponse &response);
Result<WorkflowRun> decodeRun(const HttpResponse &response);
Result<QList<Job>> decodeJobs(const HttpResponse &response);
Result<QStringList> decodeJobLog(const HttpResponse &response);
Result<QList<PendingReview>> decodePendingReviews(const HttpResponse &response);
Result<QList<GivenReview>> decodeGivenReviews(const HttpResponse &response);
Result<TagPolicy> decodeTagPolicy(const HttpResponse &response);
Result<TagPolicy> decodeTagPatterns(const HttpResponse &response);
Result<CommitSha> decodeTag(const HttpResponse &response);
Result<QList<Incident>> decodeIncidents(const HttpResponse &response);
Result<Dispatched> decodeDispatched(const HttpResponse &response);
Result<Done> decodeDone(const HttpResponse &response);

RunStatus runStatusFromWire(const QString &word);
RunConclusion runConclusionFromWire(const QString &word);

} // namespace Slipway::GitHub

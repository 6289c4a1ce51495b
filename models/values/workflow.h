// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/ids.h"

#include <QDateTime>
#include <QList>
#include <QUrl>

namespace Slipway {

/// GitHub's run, job and step status (app/github/README.md, 15). Unknown words stay Unknown; the raw word is kept for
/// the screen.
enum class RunStatus { Requested, Queued, Pending, Waiting, InProgress, Completed, Unknown };
enum class RunConclusion {
    None, ///< not completed
    Success,
    Failure,
    Cancelled,
    Skipped,
    TimedOut,
    ActionRequired,
    Neutral,
    Stale,
    StartupFailure,
    Unknown
};

struct WorkflowRun {
    RunId id;
    QString workflowFile; ///< "deploy.yml": the file name of `path`, without the folder and without "@ref"
    QString name;
    QString title; ///< display_title
    int number = 0;
    int attempt = 1;
    QString event;      ///< "push", "workflow_dispatch", "workflow_run", ...
    QString headBranch; ///< a branch or a tag
    CommitSha headSha;
    RunStatus status = RunStatus::Unknown;
    RunConclusion conclusion = RunConclusion::None;
    QString rawStatus;       ///< what GitHub said
    QString rawConclusion;   ///< what GitHub said
    QString actor;           ///< login of who started the first attempt
    QString triggeringActor; ///< login of who started this attempt
    QUrl url;
    QDateTime createdAt; ///< first attempt
    QDateTime startedAt; ///< this attempt
    QDateTime updatedAt;
    bool isActive() const { return status != RunStatus::Completed; } ///< also when the status is unknown
    bool succeeded() const { return status == RunStatus::Completed && conclusion == RunConclusion::Success; }
    bool operator==(const WorkflowRun &) const = default;
};

/// Runs of one workflow at one commit.
struct RunsAtCommit {
    CommitSha sha;
    QList<WorkflowRun> runs; ///< newest first
    bool operator==(const RunsAtCommit &) const = default;
};

struct Step {
    int number = 0;
    QString name;
    RunStatus status = RunStatus::Unknown;
    RunConclusion conclusion = RunConclusion::None;
    bool operator==(const Step &) const = default;
};

struct Job {
    qint64 id = 0;
    RunId run;
    int attempt = 0; ///< of the run; 0: not told
    QString name;
    RunStatus status = RunStatus::Unknown;
    RunConclusion conclusion = RunConclusion::None;
    QString rawStatus;
    QString rawConclusion;
    QDateTime startedAt;
    QDateTime completedAt;
    QUrl url;
    QList<Step> steps;
    bool operator==(const Job &) const = default;
};

/// What waits for a reviewer (app/github/README.md, 20).
struct PendingReview {
    QString environment;
    qint64 environmentId = 0; ///< 0: GitHub did not tell, so it cannot be approved from here
    QStringList reviewers;    ///< logins and team slugs
    bool currentUserCanApprove = false;
    bool operator==(const PendingReview &) const = default;
};

/// What a reviewer decided (app/github/README.md, 20).
struct GivenReview {
    QString state; ///< "approved", "rejected"
    QString by;    ///< login
    QString comment;
    bool operator==(const GivenReview &) const = default;
};

struct Workflow {
    qint64 id = 0;
    QString name;
    QString file;  ///< file name, "deploy-production.yml"
    QString state; ///< "active", "disabled_manually", "disabled_inactivity", ...
    QUrl url;
    bool operator==(const Workflow &) const = default;
};

/// A part of the list of workflows.
struct WorkflowPage {
    QList<Workflow> workflows;
    QUrl next; ///< the following part; empty: this was the last one
};

/// What the text of a workflow file says about starting it by hand.
struct WorkflowFile {
    QString file;
    bool readable = false;          ///< the YAML could be parsed
    bool dispatchable = false;      ///< has `on: workflow_dispatch`
    QStringList inputs;             ///< names of its inputs
    QStringList requiredInputs;     ///< of those, the required ones without a default
    QStringList environments;       ///< names in the jobs' `environment:`
    QStringList uploadingJobs;      ///< names of the jobs with a `railway up`
    bool hasConcurrency = false;    ///< a `concurrency:` at the top
    bool cancelsInProgress = false; ///< ... with cancel-in-progress: true
    bool startsOnTags = false;      ///< a pushed tag starts it
    bool guardsMain = false;        ///< mentions refs/heads/main in an `if:`: a tag would be refused
    bool operator==(const WorkflowFile &) const = default;
};

/// Whether a tag may deploy to the environment the production workflow names (app/github/README.md, 17 and 21).
struct TagPolicy {
    bool known = false;
    bool tagsAllowed = false;
    QString reason; ///< in words, for the screen
    bool operator==(const TagPolicy &) const = default;
};

} // namespace Slipway

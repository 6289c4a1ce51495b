// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "app/github/calls.h"

#include <QObject>

namespace Slipway {

/// Asks GitHub for runs: the page of recent ones, what is missing on it, production's own list, their jobs and reviews.
class RunsFeed : public QObject {
    Q_OBJECT
public:
    explicit RunsFeed(const FeedContext &feed, QObject *parent = nullptr);

    /// Before a command: the next read of the runs leaves nothing to an earlier one.
    void readEverything();

private:
    using Next = FeedContext::Next;

    void add(const QString &name, const std::function<Milliseconds()> &interval, void (RunsFeed::*poll)(const Next &));
    bool isBusy() const;
    bool isOurs(const WorkflowRun &run) const;
    void observed();

    void askRuns(const Next &next);
    QList<RunId> runsMissingIn(const QList<WorkflowRun> &recent);
    void askMissingRuns(QList<RunId> ids, const Next &next);
    void askAboutRuns(const Next &next);
    void askWhetherRejected(const Next &next);
    void askJobs(const QList<RunId> &ids, const Next &next);
    void askJobsOf(RunId id, const Next &next);
    /// Attempts that are over and may vouch for a deployment: their jobs are read once, and kept.
    QList<RunAttempt> endedAttemptsToRead() const;
    void askEndedAttempts(const Next &next);
    void keepPage(Moment asked, const Result<QList<WorkflowRun>> &page);
    void keepApart(const QString &poll, Moment asked, const QList<WorkflowRun> &runs);
    void takeApart(Observations &all, const QList<WorkflowRun> &runs, const Reading &reading) const;
    void askProductionRuns(const Next &next);
    void askProductionRunsIn(QList<QLatin1String> statuses, const QList<WorkflowRun> &found, Moment asked,
                             const Next &next);
    void keepProductionRuns(Moment asked, const Result<QList<WorkflowRun>> &runs);
    void askReviews(RunId run, const Next &next);
    void askOlderRuns(const Next &next);
    void askOlder(QStringList files, const Next &next);
    void askTestedCi(const Next &next);
    /// The newest page with what was read besides.
    QList<WorkflowRun> merged(const QHash<RunId, Observed<WorkflowRun>> &apart) const;
    bool isWatched(const CommandRecord &command) const;
    /// Runs whose jobs have to be read now.
    QList<RunId> runsToLookInto() const;
    QStringList filesWithoutRun() const;
    CommitSha targetWithoutCi() const;

    const GitHubProject &project() const { return m_feed.project().github; }

    FeedContext m_feed;
    QList<WorkflowRun> m_page;       ///< the newest one of all workflows
    bool m_productionIsLong = false; ///< a page does not hold all of its runs that may be going on
    bool m_readWhole = false;        ///< its next read looks for those that are going on one by one
    RunId m_rejectionOf;             ///< of which it was last asked whether somebody rejected it
    std::optional<Moment> m_rejectionAskedAt;
    CommitSha m_lacking;
    QList<RunAttempt> m_unreadAttempts;
    bool m_busy = false;
};

} // namespace Slipway

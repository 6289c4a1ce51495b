// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/schedule.h"
#include "app/github/calls.h"
#include "app/net/httpclient.h"
#include "models/store/consolestore.h"

#include <QObject>

namespace Slipway {

/// Asks GitHub what is due and writes it into the store. Every read that repeats is conditional, so that an idle hour
/// costs next to nothing of the budget (github.md, 3.1).
class GitHubFeed : public QObject {
    Q_OBJECT
public:
    GitHubFeed(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
               QObject *parent = nullptr);

    /// Before a command: the next read of the runs leaves nothing to an earlier one.
    void readEverything();

private:
    static constexpr QLatin1String runsPoll{"github.runs"};
    static constexpr QLatin1String productionPoll{"github.production-runs"};
    static constexpr QLatin1String testedCiPoll{"github.tested-ci"};
    static constexpr QLatin1String olderPoll{"github.older-runs"};
    static constexpr QLatin1String attemptsPoll{"github.attempts"};

    using Next = std::function<void()>;
    /// Two commits whose comparison the store should hold.
    struct Pair {
        CommitSha base;
        CommitSha head;
        bool operator==(const Pair &) const = default;
        bool isAsked() const { return base && head && base != head; }
    };

    void add(const QString &name, const std::function<Milliseconds()> &interval,
             void (GitHubFeed::*poll)(const Next &));
    bool isBusy() const;
    bool isOurs(const WorkflowRun &run) const;
    void observed();

    void askTip(const Next &next);
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
    void askComparisons(const Next &next);
    void askPulls(const Next &next);
    void askRare(const Next &next);
    void askWorkflows(const QUrl &page, const QList<Workflow> &read, Moment asked, const Next &next);
    void askTagPolicy(const Next &next);
    void askOtherWorkflows(const Next &next);
    void askWorkflowFiles(const QStringList &files, const Next &next);
    Milliseconds textsPace() const;
    void askIncidents(const Next &next);
    /// The newest page with what was read besides.
    QList<WorkflowRun> merged(const QHash<RunId, Observed<WorkflowRun>> &apart) const;
    bool isWatched(const CommandRecord &command) const;
    /// Runs whose jobs have to be read now.
    QList<RunId> runsToLookInto() const;
    QStringList filesWithoutRun() const;
    CommitSha targetWithoutCi() const;
    Pair aheadPair() const;
    Pair untestedPair() const;
    bool comparisonsAreDue() const;

    const GitHubProject &project() const { return m_store.project().github; }
    /// Asks, writes the answer into the store with `keep`, and goes on.
    template <typename T>
    void ask(const ApiCall<T> &call, const QString &poll, const Next &next,
             std::function<void(Observations &, const Result<T> &, const Reading &)> keep);
    void write(const QString &poll, Moment asked, const std::function<void(Observations &, const Reading &)> &keep);

    HttpClient &m_client;
    Schedule &m_schedule;
    ConsoleStore &m_store;
    const Clock &m_clock;
    QList<WorkflowRun> m_page;       ///< the newest one of all workflows
    bool m_productionIsLong = false; ///< a page does not hold all of its runs that may be going on
    bool m_readWhole = false;        ///< its next read looks for those that are going on one by one
    RunId m_rejectionOf;             ///< of which it was last asked whether somebody rejected it
    std::optional<Moment> m_rejectionAskedAt;
    CommitSha m_askedWorkflows; ///< the tip at which the other workflows were read
    CommitSha m_lacking;
    QList<RunAttempt> m_unreadAttempts;
    CommitSha m_tip;                   ///< as it was when something was last observed
    std::optional<Moment> m_outrunTip; ///< when the tip was read that a run has shown to be no more
    Pair m_askedAhead;
    Pair m_askedUntested;
    CommitSha m_askedPulls;
    bool m_comparisonFailed = false;
    bool m_busy = false;
    bool m_due = false;
    bool m_textsDue = false;
};

template <typename T>
void GitHubFeed::ask(const ApiCall<T> &call, const QString &poll, const Next &next,
                     std::function<void(Observations &, const Result<T> &, const Reading &)> keep)
{
    m_client.send<T>(call, this, [this, poll, next, keep, asked = m_clock.now()](const Result<T> &result) {
        write(poll, asked, [&](Observations &all, const Reading &reading) { keep(all, result, reading); });
        next();
    });
}

} // namespace Slipway

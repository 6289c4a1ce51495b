// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "app/github/calls.h"

#include <QObject>

namespace Slipway {

/// Asks GitHub for all but the runs: the tip of the branch, workflows and their texts, comparisons, incidents. Every
/// read that repeats is conditional, so that an idle hour costs next to nothing of the budget (app/github/README.md,
/// 10).
class GitHubFeed : public QObject {
    Q_OBJECT
public:
    explicit GitHubFeed(const FeedContext &feed, QObject *parent = nullptr);

private:
    using Next = FeedContext::Next;

    /// Two commits whose comparison the store should hold.
    struct Pair {
        CommitSha base;
        CommitSha head;
        bool operator==(const Pair &) const = default;
        bool isAsked() const { return base && head && base != head; }
    };

    void add(const QString &name, const std::function<Milliseconds()> &interval,
             void (GitHubFeed::*poll)(const Next &));
    void observed();

    void askTip(const Next &next);
    void askComparisons(const Next &next);
    void askPulls(const Next &next);
    void askRare(const Next &next);
    void askWorkflows(const QUrl &page, const QList<Workflow> &read, Moment asked, const Next &next);
    void askTagPolicy(const Next &next);
    void askOtherWorkflows(const Next &next);
    void askWorkflowFiles(const QStringList &files, const Next &next);
    Milliseconds textsPace() const;
    void askIncidents(const Next &next);
    Pair aheadPair() const;
    Pair untestedPair() const;
    bool comparisonsAreDue() const;

    const GitHubProject &project() const { return m_feed.project().github; }
    FeedContext m_feed;
    CommitSha m_askedWorkflows;        ///< the tip at which the other workflows were read
    CommitSha m_tip;                   ///< as it was when something was last observed
    std::optional<Moment> m_outrunTip; ///< when the tip was read that a run has shown to be no more
    Pair m_askedAhead;
    Pair m_askedUntested;
    CommitSha m_askedPulls;
    bool m_comparisonFailed = false;
    bool m_due = false;
    bool m_textsDue = false;
};

} // namespace Slipway

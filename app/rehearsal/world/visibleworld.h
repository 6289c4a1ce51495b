// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/world/plans.h"
#include "app/rehearsal/world/scenario.h"
#include "app/rehearsal/world/simulated.h"

#include <QHash>

#include <functional>
#include <optional>

namespace Slipway::Rehearsal {

/// What can be seen of one team's world at its time. Everything that will happen by itself is already written down with
/// its moment; what has not come yet is not visible. Nothing here changes it: that does World.
class VisibleWorld {
public:
    using Clock = std::function<QDateTime()>;

    QDateTime now() const { return m_clock(); }
    const Scenario &scenario() const { return m_scenario; }
    QString repository() const { return m_repositories.constLast(); } ///< "owner/name", as it is called now
    /// As it was called at first, and since.
    const QStringList &repositories() const { return m_repositories; }
    bool isArchived() const { return m_archived; }
    bool mayPush() const { return m_mayPush; }                    ///< whether we may write to it
    int disabledWorkflows() const { return m_disabledWorkflows; } ///< that the list has before the others
    /// What the production workflow wants to be told.
    QString phrase() const;

    // What is visible now
    QList<SimCommit> commits() const { return m_commits; }  ///< of main, oldest first
    const SimCommit *commit(const QString &shaOrRef) const; ///< also a branch, a tag or the beginning of a SHA
    QList<SimRun> runs() const;                             ///< as lists have them, newest first
    const QList<SimRun> &allRuns() const { return m_runs; } ///< also those that nobody can see yet
    const SimCommit *parentOf(const SimCommit &commit) const;
    const SimRun *run(qint64 id) const;
    struct JobOfRun {
        SimRun run;
        SimJob job;
    };
    std::optional<JobOfRun> job(qint64 id) const;
    QList<SimDeployment> deployments(Environment environment) const; ///< newest first
    const SimDeployment *deployment(const QString &id) const;
    QString statusOf(const SimDeployment &deployment) const;
    QDateTime statusSince(const SimDeployment &deployment) const;
    Timeline statusesOf(const SimDeployment &deployment) const; ///< up to now
    /// While its image is kept: 72 h after it was removed (app/railway/README.md, 15).
    bool canRollBackTo(const SimDeployment &deployment) const;
    bool canRedeploy(const SimDeployment &deployment) const; ///< once it has settled
    Variables variables(Environment environment) const { return variablesAt(environment, now()); }
    /// A file of the repository at a ref; none when no commit up to there has it.
    std::optional<QString> fileText(const QString &path, const QString &ref) const;
    /// The one that took over last, be it that it crashed since; none when it was removed.
    const SimDeployment *serving(Environment environment) const;
    /// "healthy", "degraded", "starting" or "down"
    QString healthOf(Environment environment) const;
    QDateTime healthSince(Environment environment) const;
    QString healthAt(Environment environment, const QDateTime &time) const; ///< of a time that has been
    /// What people make of its health, apart from its deployments: what begins when; no time: from ever.
    const Timeline &healthModes(Environment environment) const { return m_health[environment]; }
    double latencyAt(Environment environment, const QDateTime &time, double percentile) const; ///< ms
    SimMinute minuteOf(Environment environment, const QDateTime &time) const;
    const QList<SimIssue> &issues(Environment environment) const { return m_issues[environment]; }
    QString id(Environment environment) const; ///< Railway's, a UUID
    QString uuid(const QString &name) const;   ///< the same for the same seed and name
    bool productionNeedsReview() const { return m_needsReview; }
    bool mayReview() const { return m_mayReview; } ///< whether we are one of the reviewers
    /// Logs are told from their beginning, whatever is asked.
    bool ignoresLogDates() const { return m_ignoresLogDates; }
    std::optional<QString> tag(const QString &name) const;

protected:
    VisibleWorld(Scenario scenario, quint32 seed, Clock clock);
    ~VisibleWorld() = default;

    Variables variablesAt(Environment environment, const QDateTime &time) const;
    bool degrades(const SimDeployment &deployment) const;
    bool hasTakenOver(const SimDeployment &deployment) const;
    /// From 0 to 1, the same for the same seed and words.
    double chance(const QString &words) const;
    /// How far the latency has crept, from 0 to 1.
    double creptAt(Environment environment, const QDateTime &time) const;

    Scenario m_scenario;
    quint32 m_seed;
    Clock m_clock;
    QList<SimCommit> m_commits;
    QList<SimRun> m_runs;
    QList<SimDeployment> m_deployments;
    QList<std::pair<QString, QString>> m_tags;
    QList<std::pair<QDateTime, Scenario::Variable>> m_variables; ///< how production's changed
    PerEnvironment<Timeline> m_health;
    PerEnvironment<QList<SimIssue>> m_issues;
    QDateTime m_creepsFrom;
    QDateTime m_creepsUntil;
    bool m_needsReview = false;
    bool m_mayReview = false;
    bool m_ignoresLogDates = false;
    QStringList m_repositories{QStringLiteral("acme/api")};
    bool m_archived = false;
    bool m_mayPush = true;
    int m_disabledWorkflows = 0;
};

} // namespace Slipway::Rehearsal

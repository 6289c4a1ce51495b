// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plans.h"
#include "scenario.h"
#include "simulated.h"

#include <QHash>

#include <functional>
#include <optional>

namespace Slipway::Rehearsal {

/// One team's world in time. Everything that will happen by itself is already written down with its moment; what has
/// not come yet is not visible. Time begins at the real present.
class World {
public:
    using Clock = std::function<QDateTime()>;
    World(Scenario scenario, double speed, quint32 seed, Clock clock);

    QDateTime now() const { return m_clock(); }
    const Scenario &scenario() const { return m_scenario; }
    QString repository() const { return QStringLiteral("acme/api"); } ///< "owner/name"
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
    /// While its image is kept: 72 h after it was removed (railway.md, trap 5).
    bool canRollBackTo(const SimDeployment &deployment) const;
    /// The one that took over last, be it that it crashed since.
    const SimDeployment *serving(Environment environment) const;
    /// "healthy", "degraded", "starting" or "down"
    QString healthOf(Environment environment) const;
    QDateTime healthSince(Environment environment) const;
    const QList<SimIssue> &issues(Environment environment) const { return m_issues[environment]; }
    QString id(Environment environment) const; ///< Railway's, a UUID
    QString uuid(const QString &name) const;   ///< the same for the same seed and name
    bool productionNeedsReview() const { return m_needsReview; }

    // What people do
    SimRun dispatch(const QString &ref, const QString &sha, const QString &confirm, const QString &actor);
    /// False when it is over already.
    bool cancel(qint64 id);
    /// False when there is a tag of that name.
    bool createTag(const QString &name, const QString &sha);
    std::optional<QString> tag(const QString &name) const;
    SimDeployment deployCommit(Environment environment, const QString &sha, const QString &author);
    void approve();

    /// What would have happened by itself within that time happens now.
    void advance(int seconds);
    /// A named event of the story: push, docs-push, colleague-deploys, stray-deployment, protect-production, approve,
    /// production-deploy-fails, production-crashes, staging-degrades, staging-recovers, production-degrades or
    /// production-recovers; false: not known.
    bool happen(const QString &event);
    /// Events that have come due since the last call happen.
    void catchUp();

private:
    QDateTime after(double seconds) const; ///< scripted waits are shortened by the speed
    double scaled(double seconds) const { return seconds / m_speed; }
    Script script() const { return {.unit = 1 / m_speed, .railwayUp = m_scenario.railwayUp}; }
    void tellThePast();
    void tellIssues();
    QString newCommit(const Scenario::Commit &told, const QDateTime &at);
    void push(const Scenario::Commit &told, bool deploys);
    SimRun newRun(const QString &file, const QString &event, const QString &ref, const QString &sha,
                  const QString &actor, const QDateTime &at);
    void planDeployment(Environment environment, const SimRun &run, const QDateTime &at, bool hasCommit);
    bool failToDeploy(SimDeployment &deployment);
    void failNextProductionDeployment();
    void crash(Environment environment);
    void recover(Environment environment);
    SimDeployment *servingNow(Environment environment);
    bool hasTakenOver(const SimDeployment &deployment) const;
    Timeline statusesOf(const SimDeployment &deployment) const; ///< up to now
    template <typename Shift>
    void eachTime(Shift shift);

    Scenario m_scenario;
    double m_speed;
    quint32 m_seed;
    Clock m_clock;
    QList<SimCommit> m_commits;
    QList<SimRun> m_runs;
    QList<SimDeployment> m_deployments;
    QList<std::pair<QString, QString>> m_tags;
    PerEnvironment<Timeline> m_health;
    PerEnvironment<QList<SimIssue>> m_issues;
    Timeline m_events;
    qint64 m_nextRun = 19'283'746'500;
    qint64 m_nextJob = 53'456'789'000;
    QHash<QString, int> m_runsOf; ///< by workflow
    int m_nextDeployment = 1;
    bool m_needsReview = false;
    bool m_nextProductionFails = false;
};

} // namespace Slipway::Rehearsal

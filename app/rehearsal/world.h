// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scenario.h"
#include "values/environment.h"

#include <QDateTime>
#include <QHash>
#include <QList>

#include <functional>
#include <optional>

namespace Slipway::Rehearsal {

struct SimCommit {
    QString sha;
    QString title;
    QString author;
    QStringList files;
    int pull = 0; ///< 0: pushed without a pull request
    QDateTime at;
};

struct SimStep {
    QString name;
    QDateTime from;
    QDateTime to;
    bool fails = false;
};

struct SimJob {
    qint64 id = 0;
    QString name;
    QList<SimStep> steps;
    bool skipped = false;
    bool advisory = false; ///< its failing steps are continue-on-error
    bool needsReview = false;
    bool failed() const;
};

struct SimRun {
    qint64 id = 0;
    QString file;
    QString name;
    int number = 0;
    QString event;
    QString ref; ///< a branch or a tag
    QString sha;
    QString actor;
    QDateTime createdAt;
    QList<SimJob> jobs;
    std::optional<QDateTime> cancelledAt;
    bool isCancelled(const QDateTime &now) const { return cancelledAt && *cancelledAt <= now; }
};

struct SimDeployment {
    QString id;
    Environment environment = Environment::Staging;
    QString sha;
    bool hasCommit = true; ///< false: made by `railway up`, whose meta names no commit (target-team.md)
    QString message;
    QString author;
    QDateTime createdAt;
    QList<std::pair<QDateTime, QString>> timeline; ///< its own statuses
    qint64 run = 0;                                ///< the run that made it
};

struct SimIssue {
    QString id;
    QString title;
    QString culprit;
    QString level;
    qint64 count = 0;
    int users = 0;
    QDateTime firstSeen;
    QDateTime lastSeen;
};

/// One team's world in time. Everything that will happen by itself is already written down with its moment; what has
/// not come yet is not visible. Time begins at the real present.
class World {
public:
    using Clock = std::function<QDateTime()>;
    World(Scenario scenario, double speed, quint32 seed, Clock clock);

    QDateTime now() const { return m_clock(); }
    const Scenario &scenario() const { return m_scenario; }
    QString repository() const { return QStringLiteral("acme/api"); } ///< "owner/name"

    // What is visible now
    QList<SimCommit> commits() const { return m_commits; }  ///< of main, oldest first
    const SimCommit *commit(const QString &shaOrRef) const; ///< also a branch, a tag or the beginning of a SHA
    QList<SimRun> runs() const;                             ///< newest first
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
    bool cancel(qint64 run);
    /// False when there is a tag of that name.
    bool createTag(const QString &name, const QString &sha);
    std::optional<QString> tag(const QString &name) const;
    SimDeployment deployCommit(Environment environment, const QString &sha, const QString &author);
    void approve();

    /// What would have happened by itself within that time happens now.
    void advance(int seconds);
    /// A named event of the story: push, docs-push, colleague-deploys, staging-degrades, ...; false: not known.
    bool happen(const QString &event);
    /// Events that have come due since the last call happen.
    void catchUp();

private:
    QDateTime after(double seconds) const; ///< scripted waits are shortened by the speed
    double scaled(double seconds) const { return seconds / m_speed; }
    void tellThePast();
    void push(const QString &title, const QStringList &files, bool deploys, const QString &author);
    SimRun newRun(const QString &file, const QString &event, const QString &ref, const QString &sha,
                  const QString &actor, const QDateTime &at);
    void planDeployment(Environment environment, const SimRun &run, const QDateTime &at, bool hasCommit);
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
    PerEnvironment<QList<std::pair<QDateTime, QString>>> m_health;
    PerEnvironment<QList<SimIssue>> m_issues;
    QList<std::pair<QDateTime, QString>> m_events;
    qint64 m_nextRun = 19'283'746'500;
    qint64 m_nextJob = 53'456'789'000;
    QHash<QString, int> m_runsOf; ///< by workflow
    int m_nextDeployment = 1;
    bool m_needsReview = false;
};

} // namespace Slipway::Rehearsal

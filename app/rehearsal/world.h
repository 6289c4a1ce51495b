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
    /// While its image is kept: 72 h after it was removed (railway.md, trap 5).
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
    /// How long the next answer takes. Only where the story says that answers are slow, unless `unhurried`: tests do
    /// not wait.
    int answerDelayMs(Environment environment, bool unhurried);
    const QList<SimIssue> &issues(Environment environment) const { return m_issues[environment]; }
    QString id(Environment environment) const; ///< Railway's, a UUID
    QString uuid(const QString &name) const;   ///< the same for the same seed and name
    bool productionNeedsReview() const { return m_needsReview; }
    bool mayReview() const { return m_mayReview; } ///< whether we are one of the reviewers
    /// Logs are told from their beginning, whatever is asked.
    bool ignoresLogDates() const { return m_ignoresLogDates; }

    // What people do
    SimRun dispatch(const QString &ref, const QString &sha, const QString &confirm, const QString &actor);
    /// False when it is over already.
    bool cancel(qint64 id);
    /// False when there is a tag of that name.
    bool createTag(const QString &name, const QString &sha);
    std::optional<QString> tag(const QString &name) const;
    SimDeployment deployCommit(Environment environment, const QString &sha, const QString &author);
    /// The image and the variables of that one in a new deployment; none when it cannot be returned to. `creator` is
    /// who asked Railway for it, if it is a person.
    std::optional<SimDeployment> rollBack(const QString &id, const QString &creator);
    /// Its image, or its commit built anew, with today's variables.
    std::optional<SimDeployment> redeploy(const QString &id, bool sameImage, const QString &creator);
    bool cancelDeployment(const QString &id);  ///< false when it is not on its way
    bool approveDeployment(const QString &id); ///< false when it waits for no approval
    void approve();                            ///< every run that waits for its review
    void reject();                             ///< the same
    /// False when that run waits for no review.
    bool review(qint64 id, bool approved, const QString &by = QStringLiteral("lee"));
    /// False when it still goes on, or nothing failed.
    bool rerun(qint64 id, const QString &actor) { return rerun(id, actor, Again::WhatFailed); }
    enum class Again { WhatFailed, Everything };
    bool rerun(qint64 id, const QString &actor, Again again);
    /// CI of that commit for another reason than its push: "schedule", "workflow_dispatch".
    SimRun startCi(const QString &sha, const QString &event, bool fails);
    /// `railway up` of somebody's own tree.
    SimDeployment uploadTree(Environment environment, const QString &author);
    /// What serves is removed, and nothing serves; false when nothing did.
    bool remove(Environment environment);

    /// What would have happened by itself within that time happens now.
    void advance(int seconds);
    /// A named event of the story: push, docs-push, flaky-push, scheduled-runs (of CI, more than a page of runs holds),
    /// ci-runs-again-and-fails, staging-run-again, oldest-release-runs-again, strange-status, staging-crashes,
    /// staging-removed, production-removed, unapproved-push, production-needs-approval, production-skips,
    /// colleague-approves-deployment, colleague-deploys, colleague-goes-back, stray-deployment, protect-production,
    /// ask-us-for-review, approve, reject, production-deploy-fails, production-crashes, staging-degrades,
    /// staging-recovers, production-degrades, production-recovers, log-dates-ignored, repository-renamed,
    /// repository-archived, push-taken-away or many-workflows; false: not known.
    bool happen(const QString &event);
    /// Events that have come due since the last call happen.
    void catchUp();

private:
    QDateTime after(double seconds) const; ///< scripted waits are shortened by the speed
    double scaled(double seconds) const { return seconds / m_speed; }
    Script script() const { return {.unit = 1 / m_speed, .railwayUp = m_scenario.railwayUp}; }
    void tellThePast();
    void tellWhatNeverServed();
    void tellIssues();
    QString newCommit(const Scenario::Commit &told, const QDateTime &at);
    enum class Pushed { Deploys, TestsFail, DeploysNothing };
    void push(const Scenario::Commit &told, Pushed pushed);
    void pushUnapproved();
    void askForApproval();
    void deployStrangely();
    void approveDeployments();
    SimRun newRun(const QString &file, const QString &event, const QString &ref, const QString &sha,
                  const QString &actor, const QDateTime &at);
    void planDeployment(Environment environment, const SimRun &run, const QDateTime &at, bool hasCommit);
    /// One of that environment, with everything but its plan.
    SimDeployment newDeployment(Environment environment, const QString &sha, const QDateTime &at);
    /// It takes its place, and degrades as its commit does.
    SimDeployment added(SimDeployment deployment);
    void setDegradesAt(SimDeployment &deployment, const QDateTime &from) const;
    SimDeployment *changeable(const QString &id);
    Variables variablesAt(Environment environment, const QDateTime &time) const;
    void runCiBySchedule();
    void runCiAgain();
    void runOldestReleaseAgain();
    void skipDeployment();
    void letGo(SimRun &run);
    void tellItsRun(const SimDeployment &deployment);
    void goBack(const QString &creator);
    bool degrades(const SimDeployment &deployment) const;
    bool failToDeploy(SimDeployment &deployment);
    void failNextProductionDeployment();
    void crash(Environment environment);
    void recover(Environment environment);
    SimDeployment *servingNow(Environment environment);
    bool hasTakenOver(const SimDeployment &deployment) const;
    double chance(const QString &words) const;
    /// How far the latency has crept, from 0 to 1.
    double creptAt(Environment environment, const QDateTime &time) const;
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
    QList<std::pair<QDateTime, Scenario::Variable>> m_variables; ///< how production's changed
    PerEnvironment<Timeline> m_health;
    PerEnvironment<QList<SimIssue>> m_issues;
    Timeline m_events;
    QDateTime m_creepsFrom;
    QDateTime m_creepsUntil;
    qint64 m_answers = 0;
    qint64 m_nextRun = 19'283'746'500;
    qint64 m_nextJob = 53'456'789'000;
    QHash<QString, int> m_runsOf; ///< by workflow
    int m_nextDeployment = 1;
    bool m_needsReview = false;
    bool m_mayReview = false;
    bool m_nextProductionFails = false;
    bool m_ignoresLogDates = false;
    QStringList m_repositories{QStringLiteral("acme/api")};
    bool m_archived = false;
    bool m_mayPush = true;
    int m_disabledWorkflows = 0;
    bool m_nextTestsFail = false; ///< of a run that is started again
};

} // namespace Slipway::Rehearsal

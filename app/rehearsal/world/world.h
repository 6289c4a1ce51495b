// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/world/visibleworld.h"

namespace Slipway::Rehearsal {

/// One team's world in time, and what people do in it. Time begins at the real present.
class World : public VisibleWorld {
public:
    World(Scenario scenario, double speed, quint32 seed, Clock clock);

    /// How long the next answer takes. Only where the story says that answers are slow, unless `unhurried`: tests do
    /// not wait.
    int answerDelayMs(Environment environment, bool unhurried);

    // What people do
    SimRun dispatch(const QString &ref, const QString &sha, const QString &confirm, const QString &actor);
    /// False when it is over already.
    bool cancel(qint64 id);
    /// False when there is a tag of that name.
    bool createTag(const QString &name, const QString &sha);
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
    void runCiBySchedule();
    void runCiAgain();
    void runOldestReleaseAgain();
    void skipDeployment();
    void letGo(SimRun &run);
    void tellItsRun(const SimDeployment &deployment);
    void goBack(const QString &creator);
    bool failToDeploy(SimDeployment &deployment);
    void failNextProductionDeployment();
    void crash(Environment environment);
    void recover(Environment environment);
    SimDeployment *servingNow(Environment environment);
    template <typename Shift>
    void eachTime(Shift shift);

    double m_speed;
    qint64 m_answers = 0;
    qint64 m_nextRun = 19'283'746'500;
    qint64 m_nextJob = 53'456'789'000;
    QHash<QString, int> m_runsOf; ///< by workflow
    int m_nextDeployment = 1;
    bool m_nextProductionFails = false;
    bool m_nextTestsFail = false; ///< of a run that is started again
    Timeline m_events;
};

} // namespace Slipway::Rehearsal

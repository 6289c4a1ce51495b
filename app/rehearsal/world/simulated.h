// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/environment.h"

#include <QDateTime>
#include <QList>
#include <QMap>
#include <QStringList>

#include <optional>
#include <utility>

/// What the world is made of. Times that have not come yet are plans.
namespace Slipway::Rehearsal {

struct SimCommit {
    QString sha;
    QString title;
    QString author;
    QStringList files;
    int pull = 0; ///< 0: pushed without a pull request
    QDateTime at;
    std::optional<double> degradesAfter; ///< seconds that it serves well; none: for ever
};

struct SimStep {
    QString name;
    QDateTime from;
    QDateTime to;
    QString failure; ///< what its log says at the end; empty: it succeeds
    bool fails() const { return !failure.isEmpty(); }
};

struct SimJob {
    qint64 id = 0;
    QString name;
    QList<SimStep> steps;
    bool skipped = false;
    bool advisory = false; ///< its failing steps are continue-on-error
    bool needsReview = false;
    bool rejected = false; ///< by its reviewer
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
    QString confirm;         ///< the phrase that it was dispatched with
    QString reviewedBy;      ///< who approved or rejected it, if somebody did
    bool isApproved = false; ///< ... and how
    int attempt = 1;
    QString rerunBy;     ///< who started this attempt, if not the actor
    QDateTime startedAt; ///< this attempt
    QDateTime createdAt;
    QDateTime foundAt;  ///< from when on its own address answers (app/github/README.md, 18)
    QDateTime listedAt; ///< from when on lists have it (app/github/README.md, 19)
    QList<SimJob> jobs;
    QList<SimRun> earlier; ///< its attempts before this one
    std::optional<QDateTime> cancelledAt;
    bool isCancelled(const QDateTime &now) const { return cancelledAt && *cancelledAt <= now; }
};

using Variables = QMap<QString, QString>;
using Timeline = QList<std::pair<QDateTime, QString>>; ///< what begins when, in order

struct SimDeployment {
    QString id;
    Environment environment = Environment::Staging;
    QString sha;
    bool hasCommit = true; ///< false: made by `railway up`, whose meta names no commit (app/railway/README.md, 17)
    bool isLocal = false;  ///< of somebody's own tree, which is no commit; `sha` is what it was begun from
    QString message;
    QString author;
    QDateTime createdAt;
    Timeline timeline;       ///< its own statuses, as if nothing ever replaced it
    QDateTime warmAt;        ///< until then it answers that it is starting
    QDateTime previousEndAt; ///< when what it replaced has drained
    qint64 run = 0;          ///< the run that made it
    QString reason = QStringLiteral("deploy");
    QString creator;      ///< who asked Railway for it; empty: a workflow or Railway itself
    QString imageDigest;  ///< as it will be when it is built
    QDateTime builtAt;    ///< invalid when it never is
    QDateTime degradesAt; ///< invalid when it never does
    Variables variables;  ///< that it was made with
    int number = 0;       ///< in the order in which they were planned
    /// The moment at which it took over; invalid when it never does.
    QDateTime servesFrom() const;
    bool takesOverBefore(const SimDeployment &other) const;
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

/// What happened in one minute of one environment.
struct SimMinute {
    int requests = 0;
    int failures = 0; ///< of the requests: answered with 500 and more
    int errors = 0;   ///< that Sentry was told
    double cpu = 0;   ///< vCPU
    double memoryGb = 0;
    double p50Ms = 0;
    double p95Ms = 0;
};

/// Calls `shift` with each time in it.
template <typename Shift>
void shiftTimes(SimRun &run, Shift shift)
{
    for (QDateTime *time : {&run.createdAt, &run.startedAt, &run.foundAt, &run.listedAt})
        shift(*time);
    if (run.cancelledAt)
        shift(*run.cancelledAt);
    for (SimJob &job : run.jobs) {
        for (SimStep &step : job.steps) {
            shift(step.from);
            shift(step.to);
        }
    }
}

template <typename Shift>
void shiftTimes(SimDeployment &deployment, Shift shift)
{
    for (QDateTime *time : {&deployment.createdAt, &deployment.warmAt, &deployment.previousEndAt, &deployment.builtAt,
                            &deployment.degradesAt})
        shift(*time);
    for (auto &entry : deployment.timeline)
        shift(entry.first);
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/world/world.h"

#include <QJsonObject>
#include <QSet>

namespace Slipway::Test {

/// How things really are at one moment, taken from the world alone: by none of the product's rules.
struct Truth {
    Truth(const Rehearsal::World &world, const QSet<QString> &tested);

    QDateTime at;
    QString tip;
    PerEnvironment<QString> serving; ///< the deployment's id; empty: nothing serves
    PerEnvironment<QString> commit;  ///< that it was built from; empty: none, or somebody's own tree
    PerEnvironment<bool> isNamed;    ///< Railway names that commit
    PerEnvironment<bool> rollsOut;   ///< a deployment is on its way, or waits for an approval
    PerEnvironment<bool> newestRollsOut;
    PerEnvironment<bool> failedLast; ///< the newest deployment is not the serving one, and failed
    PerEnvironment<QString> health;
    QHash<QString, QString> ci; ///< how the last CI of each commit's push ended
    QSet<QString> stagedByRun;  ///< commits that a run of staging's workflow is about
    QString newestStaging;      ///< how the newest run of staging's workflow ended
    QString newestProduction;
    QString newestStagingSha;
    bool productionRuns = false; ///< a run of production's workflow is going on
    QSet<QString> tested;        ///< staging deployments whose tests were all done

    bool isWell(Environment environment) const { return health[environment] == QLatin1String("healthy"); }
    /// How the CI of what staging serves ended.
    QString testedCi() const { return ci.value(commit.staging); }
    bool productionIsBusy() const { return productionRuns || rollsOut.production; }
    bool mayPromote() const;
};

/// What can be held against a claim.
struct Knowledge {
    QList<Truth> truths;     ///< of the time that the claim is about
    QSet<QString> cutOff;    ///< providers of which nothing can be known any more
    QSet<QString> disturbed; ///< providers whose answers did not all come lately
};

/// A claim that is not so.
struct Wrong {
    enum class Kind { FalseGreen, FalseRed, Causeless };
    Kind kind = Kind::FalseGreen;
    QString claim; ///< "gate ci-passed"
    QString said;
    QString truth;
    QString text() const;
};

/// What is wrong of what --status --json says; `claims` is added to.
QList<Wrong> wrongIn(const QJsonObject &status, const Knowledge &known, qint64 &claims);

} // namespace Slipway::Test

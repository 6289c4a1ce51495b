// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"
#include "models/goback/forecast.h"
#include "support/builders.h"

namespace Slipway::Test {

inline const CommitSha goodSha{QStringLiteral("a01b77e000000000000000000000000000000004")};

/// A deployment that served well for two days and can be returned to by every means.
inline PastDeployment aPast(const char *id, const CommitSha &sha, int secondsAgo)
{
    PastDeployment past;
    past.deployment = aDeployment(id, DeploymentStatus::Removed, sha, noon, secondsAgo);
    past.deployment.canRollback = true;
    past.deployment.canRedeploy = true;
    past.deployment.commitMessage = QStringLiteral("Batch usage inserts");
    past.deployment.commitAuthor = QStringLiteral("dev-one");
    past.deployment.imageDigest = QStringLiteral("sha256:") + QString::fromLatin1(id);
    past.sha = sha;
    past.proof = ShaProof::Railway;
    past.served = Served::Yes;
    past.servedFor = Milliseconds(2 * 86'400'000LL);
    past.servedUntil = at(noon, secondsAgo - 172'800);
    return past;
}

inline PastDeployment aRefused(const char *id, const CommitSha &sha, int secondsAgo, ReturnRefusal refusal)
{
    PastDeployment past = aPast(id, sha, secondsAgo);
    past.deployment.status = refusal == ReturnRefusal::Failed ? DeploymentStatus::Failed : DeploymentStatus::Removed;
    past.deployment.rawStatus = wireWord(past.deployment.status);
    past.deployment.canRollback = false;
    past.deployment.canRedeploy = false;
    past.served = Served::No;
    past.servedFor.reset();
    past.servedUntil = {};
    past.refusal = refusal;
    return past;
}

inline PastDeployment aServing(const char *id, const CommitSha &sha, int secondsAgo)
{
    PastDeployment past = aPast(id, sha, secondsAgo);
    past.deployment.status = DeploymentStatus::Success;
    past.deployment.rawStatus = wireWord(past.deployment.status);
    past.deployment.commitMessage = QStringLiteral("Stream usage to the chat route");
    past.serving = true;
    past.servedFor = Milliseconds(secondsAgo * 1000LL);
    past.servedUntil = {};
    past.refusal = ReturnRefusal::Serving;
    return past;
}

/// Serving 3f9c2ab; a01b77e, the preselected one, and 81d02f7 can be returned to, one build failed.
inline DeploymentsView somePasts(Environment environment = Environment::Production)
{
    DeploymentsView view{.environment = environment};
    view.rows = {aServing("d-now", testedSha, 660), aRefused("d-failed", newerSha, 5'000, ReturnRefusal::Failed),
                 aPast("d-good", goodSha, 180'000), aPast("d-older", liveSha, 400'000)};
    view.serving = {QStringLiteral("d-now")};
    view.newest = {QStringLiteral("d-now")};
    view.preselected = {QStringLiteral("d-good")};
    view.buildTime = Milliseconds(180'000);
    view.complete = true;
    return view;
}

/// `count` deployments that can all be returned to, under a serving one.
inline DeploymentsView manyPasts(int count)
{
    DeploymentsView view = somePasts();
    view.rows = {view.rows.at(0)};
    for (int i = 0; i < count; ++i) {
        const CommitSha sha{QStringLiteral("%1").arg(0x1a3f5 + i * 0xd1f3LL, -40, 16, QLatin1Char('7'))};
        view.rows.append(aPast(qPrintable(QStringLiteral("d-%1").arg(i)), sha, 200'000 + i * 3600));
    }
    view.preselected = {QStringLiteral("d-0")};
    return view;
}

inline EnvironmentView aDegraded(Environment environment = Environment::Production)
{
    EnvironmentView view{.environment = environment,
                         .verdict = Verdict::Degraded,
                         .verdictReason = QStringLiteral("database = unavailable"),
                         .asOf = noon};
    view.serving = Serving{.deployment = {QStringLiteral("d-now")}, .sha = testedSha, .since = at(noon, 660)};
    return view;
}

/// Two commits by two people, read; nothing between changes the database.
inline ForecastFacts aForecastOf(const char *target)
{
    ForecastFacts facts;
    facts.target = {QString::fromLatin1(target)};
    facts.targetSha = goodSha;
    facts.servingSha = testedSha;
    facts.tip = testedSha;
    Comparison undone{.base = goodSha, .head = testedSha, .relation = Comparison::Relation::Ahead, .aheadBy = 2};
    undone.commits = {{.sha = newerSha, .title = QStringLiteral("Retry the pool"), .author = QStringLiteral("dev-two")},
                      {.sha = testedSha, .title = QStringLiteral("Stream usage"), .author = QStringLiteral("dev-one")}};
    facts.undone = undone;
    facts.schema = undone;
    facts.pulls.insert(testedSha, {{.number = 412, .title = QStringLiteral("Stream usage")}});
    return facts;
}

inline ForecastFacts aDestructiveForecastOf(const char *target)
{
    ForecastFacts facts = aForecastOf(target);
    const QString path = QStringLiteral("supabase/migrations/20261121_usage.sql");
    facts.schema = Result<Comparison>(Comparison{
        .base = goodSha, .head = testedSha, .relation = Comparison::Relation::Ahead, .aheadBy = 2, .files = {path}});
    facts.migrations = {{.path = path, .sql = QStringLiteral("\n\nALTER TABLE usage DROP COLUMN model;")}};
    return facts;
}

} // namespace Slipway::Test

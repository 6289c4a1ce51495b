// SPDX-License-Identifier: GPL-3.0-or-later
// Environments, and who has to be asked before a run deploys to them.
#include "app/rehearsal/github/githubreviews.h"

#include <QJsonArray>

namespace Slipway::Rehearsal {

namespace {

QJsonArray reviewersJson(const GitHubAddresses &at, const QString &login)
{
    return {QJsonObject{{QStringLiteral("type"), QStringLiteral("User")},
                        {QStringLiteral("reviewer"), userJson(at, login)}}};
}

} // namespace

QJsonObject environmentJson(const GitHubAddresses &at, const QString &name, const QString &reviewer)
{
    QJsonArray rules;
    if (!reviewer.isEmpty())
        rules.append(QJsonObject{{QStringLiteral("id"), 3515},
                                 {QStringLiteral("node_id"), nodeId(name)},
                                 {QStringLiteral("type"), QStringLiteral("required_reviewers")},
                                 {QStringLiteral("prevent_self_review"), false},
                                 {QStringLiteral("reviewers"), reviewersJson(at, reviewer)}});
    return {
        {QStringLiteral("id"), numberOf(name)},
        {QStringLiteral("node_id"), nodeId(name)},
        {QStringLiteral("name"), name},
        {QStringLiteral("url"), at.inApi(QStringLiteral("/environments/") + name)},
        {QStringLiteral("html_url"), at.onWeb(QStringLiteral("/deployments/activity_log?environments_filter=") + name)},
        {QStringLiteral("created_at"), QStringLiteral("2024-02-01T12:00:00Z")},
        {QStringLiteral("updated_at"), QStringLiteral("2024-02-01T12:00:00Z")},
        {QStringLiteral("protection_rules"), rules},
        {QStringLiteral("deployment_branch_policy"), QJsonValue()}};
}

QJsonArray givenReviewsJson(const GitHubAddresses &at, const SimRun &run, const QString &environment)
{
    if (run.reviewedBy.isEmpty())
        return {};
    QJsonObject named = environmentJson(at, environment, {});
    named.remove(QLatin1String("protection_rules"));
    named.remove(QLatin1String("deployment_branch_policy"));
    return {
        QJsonObject{{QStringLiteral("environments"), QJsonArray{named}},
                    {QStringLiteral("state"), run.isApproved ? QStringLiteral("approved") : QStringLiteral("rejected")},
                    {QStringLiteral("user"), userJson(at, run.reviewedBy)},
                    {QStringLiteral("comment"), QString()}}};
}

QJsonObject pendingDeploymentJson(const GitHubAddresses &at, const QString &environment, const QString &reviewer,
                                  bool isUs)
{
    QJsonObject named = environmentJson(at, environment, reviewer);
    for (const char *more : {"created_at", "updated_at", "protection_rules", "deployment_branch_policy"})
        named.remove(QLatin1String(more));
    return {{QStringLiteral("environment"), named},
            {QStringLiteral("wait_timer"), 0},
            {QStringLiteral("wait_timer_started_at"), QJsonValue()},
            {QStringLiteral("current_user_can_approve"), isUs},
            {QStringLiteral("reviewers"), reviewersJson(at, reviewer)}};
}

QJsonObject reviewedDeploymentJson(const GitHubAddresses &at, const SimRun &run, const QString &environment,
                                   const QDateTime &now)
{
    const QString name = QStringLiteral("%1 of %2").arg(environment).arg(run.id);
    const QString self = at.inApi(QStringLiteral("/deployments/%1").arg(numberOf(name)));
    return {{QStringLiteral("url"), self},
            {QStringLiteral("id"), numberOf(name)},
            {QStringLiteral("node_id"), nodeId(name)},
            {QStringLiteral("sha"), run.sha},
            {QStringLiteral("ref"), run.ref},
            {QStringLiteral("task"), QStringLiteral("deploy")},
            {QStringLiteral("payload"), QJsonObject()},
            {QStringLiteral("original_environment"), environment},
            {QStringLiteral("environment"), environment},
            {QStringLiteral("description"), QJsonValue()},
            {QStringLiteral("creator"), userJson(at, run.actor)},
            {QStringLiteral("created_at"), gitHubTime(run.createdAt)},
            {QStringLiteral("updated_at"), gitHubTime(now)},
            {QStringLiteral("statuses_url"), self + QStringLiteral("/statuses")},
            {QStringLiteral("repository_url"), at.inApi()},
            {QStringLiteral("transient_environment"), false},
            {QStringLiteral("production_environment"), environment == QLatin1String("production")}};
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
// What can be asked of Railway that is no read (railway.md, 2.6).
#include "railwayservice.h"

#include <QJsonArray>

namespace Slipway::Rehearsal {

namespace {

constexpr const char *accountOwner = "mira";

/// The public schema says nothing about these words.
Error refused(const char *why)
{
    return {.kind = ErrorKind::Refused, .detail = QLatin1String(why)};
}

Error invalid(const QString &why)
{
    return {.kind = ErrorKind::Malformed, .detail = why};
}

} // namespace

Result<QJsonValue> RailwayService::mutate(const GraphQlField &field, const Caller &caller)
{
    struct Known {
        const char *name;
        const char *type;
        Result<QJsonValue> (RailwayService::*act)(const GraphQlField &, const Caller &);
    };
    static constexpr Known known[] = {{"serviceInstanceDeployV2", "String!", &RailwayService::deployCommit},
                                      {"deploymentRedeploy", "Deployment!", &RailwayService::redeploy},
                                      {"deploymentRollback", "Boolean!", &RailwayService::command},
                                      {"deploymentCancel", "Boolean!", &RailwayService::command},
                                      {"deploymentApprove", "Boolean!", &RailwayService::command}};
    for (const Known &each : known) {
        if (field.name != QLatin1String(each.name))
            continue;
        const bool isObject = each.act == &RailwayService::redeploy;
        if (isObject && field.fields.isEmpty())
            return invalid(QStringLiteral("Field \"%1\" of type \"%2\" must have a selection of subfields.")
                               .arg(field.name, QLatin1String(each.type)));
        if (!isObject && !field.fields.isEmpty()) // as the documentation's own example does (trap 1)
            return invalid(QStringLiteral("Field \"%1\" must not have a selection since type \"%2\" has no subfields.")
                               .arg(field.name, QLatin1String(each.type)));
        return (this->*each.act)(field, caller);
    }
    return invalid(QStringLiteral("Cannot query field \"%1\" on type \"Mutation\".").arg(field.name));
}

Result<QJsonValue> RailwayService::deployCommit(const GraphQlField &field, const Caller &caller)
{
    const auto environment = environmentIn(field.arguments, caller);
    if (!environment)
        return environment.error();
    const SimCommit *commit = m_world.commit(field.arguments.value(QLatin1String("commitSha")).toString());
    if (!commit || m_world.scenario().railwayUp)
        return refused("Commit not found");
    return QJsonValue(m_world.deployCommit(*environment, commit->sha, QLatin1String(accountOwner)).id);
}

Result<QJsonValue> RailwayService::redeploy(const GraphQlField &field, const Caller &caller)
{
    const auto target = deploymentIn(field.arguments, "id", caller);
    if (!target)
        return target.error();
    // What does not validate deploys nothing.
    const auto fits = selectFields(deploymentJson(*target), field.fields);
    if (!fits)
        return fits.error();
    const bool sameImage = field.arguments.value(QLatin1String("usePreviousImageTag")).toBool();
    const auto made =
        m_world.redeploy(target->id, sameImage, caller.account ? QLatin1String(accountOwner) : QLatin1String());
    return made ? Result<QJsonValue>(deploymentJson(*made)) : refused("Deployment cannot be redeployed");
}

/// Those that answer a bare boolean and no id.
Result<QJsonValue> RailwayService::command(const GraphQlField &field, const Caller &caller)
{
    const auto target = deploymentIn(field.arguments, "id", caller);
    if (!target)
        return target.error();
    const QString who = caller.account ? QLatin1String(accountOwner) : QLatin1String();
    if (field.name == QLatin1String("deploymentRollback") && !m_world.rollBack(target->id, who))
        return refused("Deployment cannot be rolled back to");
    if (field.name == QLatin1String("deploymentCancel") && !m_world.cancelDeployment(target->id))
        return refused("Deployment is not in progress");
    if (field.name == QLatin1String("deploymentApprove") && !m_world.approveDeployment(target->id))
        return refused("Deployment does not need approval");
    return QJsonValue(true);
}

} // namespace Slipway::Rehearsal

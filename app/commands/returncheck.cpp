// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/returncheck.h"

#include "app/railway/tokenkind.h"
#include "models/values/text.h"

namespace Slipway {

void readReturnTarget(HttpClient &client, const Project &project, const ReturnRequest &request, QObject *context,
                      const std::function<void(const Result<ReturnTarget> &)> &done)
{
    const CredentialId credential = Railway::credentialFor(client, request.environment);
    const auto failed = [done](const QString &what, const Error &error) {
        Error why = error;
        why.detail = say("Nothing was sent, because %1 could not be read again: %2").arg(what, error.detail);
        done(why);
    };
    const auto readTarget = [&client, railway = project.railway, request, credential, context, done,
                             failed](const Result<ServiceInstance> &service) {
        if (!service)
            return failed(say("what serves"), service.error());
        client.send<Deployment>(Railway::deployment(request.target, railway, credential), context,
                                [done, failed, service = *service](const Result<Deployment> &target) {
                                    if (!target)
                                        return failed(say("the deployment to go back to"), target.error());
                                    done(ReturnTarget{.service = service, .deployment = *target});
                                });
    };
    client.send<ServiceInstance>(Railway::whatServes(project.railway, request.environment, credential), context,
                                 readTarget);
}

void keep(Observations &all, Environment environment, const ReturnTarget &present)
{
    const auto renew = [&](QList<Deployment> &list) {
        for (Deployment &each : list) {
            if (each.id != present.deployment.id)
                continue;
            each.canRollback = present.deployment.canRollback;
            each.canRedeploy = present.deployment.canRedeploy;
        }
    };
    if (auto &polled = all.deployments[environment].value)
        renew(*polled);
    renew(all.olderDeployments[environment].deployments);
}

QString whyNoReturn(const ReturnRequest &request, const Observations &observations, const OrderId &except)
{
    for (const CommandRecord &record : observations.commands) {
        const bool told = request.acknowledged.contains(record.order.id) || record.order.id == except ||
                          request.acknowledged.contains(record.order.parent);
        const bool concerns = record.order.environment == request.environment && changesWhatServes(record.order);
        if (!concerns || told || isSettled(record.state))
            continue;
        return say("Nothing was sent: a command for %1 that %2 confirmed is not settled yet. Open the dialog again, "
                   "which names it, and go on knowing of it.")
            .arg(shortSha(record.order.sha), record.order.who);
    }
    return {};
}

QString whyNotReturned(const ReturnRequest &request, const RailwayProject &project, const ReturnTarget &present)
{
    const Deployment &target = present.deployment;
    const Deployment *serving = servingDeployment(present.service);
    const DeploymentId servingNow = serving ? serving->id : DeploymentId();
    const DeploymentId newestNow = present.service.latest ? present.service.latest->id : DeploymentId();
    const auto shown = [](const DeploymentId &id) { return id.isEmpty() ? say("nothing") : id.value.left(8); };
    const bool elsewhere =
        (!target.environment.isEmpty() && target.environment != project.environments[request.environment]) ||
        (!target.service.isEmpty() && target.service != project.service);
    if (target.id != request.target || elsewhere)
        return say("Nothing was sent: %1 is a deployment of another service or environment.").arg(shown(target.id));
    // What was not known when it was confirmed has not moved.
    if (!request.serving.isEmpty() && servingNow != request.serving)
        return say("Nothing was sent, because something moved: %1 serves now, and %2 served when you confirmed.")
            .arg(shown(servingNow), shown(request.serving));
    if (!request.newest.isEmpty() && newestNow != request.newest)
        return say("Nothing was sent, because something moved: %1 is the newest deployment now, somebody deployed.")
            .arg(shown(newestNow));
    if (request.means != ReturnMeans::Rebuild && !target.canRollback)
        return say("Nothing was sent: Railway no longer offers a rollback to %1, its image is gone. It can be rebuilt.")
            .arg(shown(target.id));
    if (request.means != ReturnMeans::RollBack && !target.canRedeploy)
        return say("Nothing was sent: Railway does not offer to deploy %1 again.").arg(shown(target.id));
    return {};
}

} // namespace Slipway

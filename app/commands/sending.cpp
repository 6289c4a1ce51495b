// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/sending.h"

#include "github/calls.h"
#include "railway/tokenkind.h"

namespace Slipway {

namespace {

using SendDone = std::function<void(const SendAnswer &)>;

template <typename T>
SendAnswer plainAnswer(const CommandAnswer<T> &answer)
{
    return {.fate = answer.fate, .error = answer.error, .run = {}, .deployment = {}, .url = {}, .serverTime = {}};
}

void sendDispatch(HttpClient &client, const Project &project, const Order &order, QObject *context,
                  const SendDone &done)
{
    const GitHubProject &github = project.github;
    const QMap<QString, QString> inputs{{github.confirmInput, QString(confirmPhrase)}};
    client.sendCommand<GitHub::Dispatched>(GitHub::dispatch(github, github.productionWorkflow, order.ref, inputs),
                                           context, [done](const CommandAnswer<GitHub::Dispatched> &answer) {
                                               SendAnswer plain = plainAnswer(answer);
                                               if (answer.value) {
                                                   plain.run = answer.value->run;
                                                   plain.url = answer.value->url;
                                                   plain.serverTime = answer.value->serverTime;
                                               }
                                               done(plain);
                                           });
}

void sendTag(HttpClient &client, const Project &project, const Order &order, QObject *context, const SendDone &done)
{
    const auto answered = [&client, project, order, context, done](const CommandAnswer<Done> &answer) {
        const bool mayExist = answer.fate == CommandFate::Refused && answer.error->httpStatus == 422;
        if (!mayExist)
            return done(plainAnswer(answer));
        const auto looked = [done, order, refusal = plainAnswer(answer)](const Result<CommitSha> &tag) {
            if (tag && *tag == order.sha)
                return done({.fate = CommandFate::Accepted});
            done(refusal);
        };
        client.send<CommitSha>(GitHub::tag(project.github, order.ref), context, looked);
    };
    client.sendCommand<Done>(GitHub::createTag(project.github, order.ref, order.sha), context, answered);
}

} // namespace

void sendOrder(HttpClient &client, const Project &project, const Order &order, QObject *context,
               const std::function<void(const SendAnswer &)> &done)
{
    switch (order.kind) {
    case OrderKind::Dispatch:
        return sendDispatch(client, project, order, context, done);
    case OrderKind::CreateTag:
        return sendTag(client, project, order, context, done);
    case OrderKind::RailwayDeploy:
        return client.sendCommand<DeploymentId>(
            Railway::deployCommit(project.railway, order.environment, order.sha,
                                  Railway::credentialFor(client, order.environment)),
            context, [done](const CommandAnswer<DeploymentId> &answer) {
                SendAnswer plain = plainAnswer(answer);
                plain.deployment = answer.value.value_or(DeploymentId());
                done(plain);
            });
    case OrderKind::CancelRun:
        return client.sendCommand<Done>(GitHub::cancelRun(project.github, order.run), context,
                                        [done](const CommandAnswer<Done> &answer) { done(plainAnswer(answer)); });
    case OrderKind::RollBack:
    case OrderKind::Redeploy:
    case OrderKind::Rebuild:
    case OrderKind::CancelDeployment:
    case OrderKind::ApproveReview:
    case OrderKind::RejectReview:
    case OrderKind::ApproveDeployment:
    case OrderKind::RerunFailed:
        break;
    }
}

} // namespace Slipway

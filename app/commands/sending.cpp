// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/sending.h"

#include "app/github/calls.h"
#include "app/railway/tokenkind.h"

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
    const QMap<QString, QString> inputs{{order.confirmInput, QString(confirmPhrase)}};
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

void sendPlain(HttpClient &client, const ApiCall<Done> &call, QObject *context, const SendDone &done)
{
    client.sendCommand<Done>(call, context, [done](const CommandAnswer<Done> &answer) { done(plainAnswer(answer)); });
}

/// What answers with the id of the new deployment.
void sendDeploy(HttpClient &client, const ApiCall<DeploymentId> &call, QObject *context, const SendDone &done)
{
    client.sendCommand<DeploymentId>(call, context, [done](const CommandAnswer<DeploymentId> &answer) {
        SendAnswer plain = plainAnswer(answer);
        plain.deployment = answer.value.value_or(DeploymentId());
        done(plain);
    });
}

} // namespace

void sendOrder(HttpClient &client, const Project &project, const Order &order, QObject *context,
               const std::function<void(const SendAnswer &)> &done)
{
    const CredentialId railway = Railway::credentialFor(client, order.environment);
    switch (order.kind) {
    case OrderKind::Dispatch:
        return sendDispatch(client, project, order, context, done);
    case OrderKind::CreateTag:
        return sendTag(client, project, order, context, done);
    case OrderKind::RailwayDeploy:
        return sendDeploy(client, Railway::deployCommit(project.railway, order.environment, order.sha, railway),
                          context, done);
    case OrderKind::CancelRun:
        return sendPlain(client, GitHub::cancelRun(project.github, order.run), context, done);
    case OrderKind::RollBack:
        return sendPlain(client, Railway::rollBack(order.target, project.railway, railway), context, done);
    case OrderKind::Redeploy:
    case OrderKind::Rebuild:
        return sendDeploy(client,
                          Railway::redeploy(order.target, order.kind == OrderKind::Redeploy, project.railway, railway),
                          context, done);
    case OrderKind::CancelDeployment:
    case OrderKind::RejectDeployment:
        return sendPlain(client, Railway::cancelDeployment(order.target, project.railway, railway), context, done);
    case OrderKind::ApproveDeployment:
        return sendPlain(client, Railway::approveDeployment(order.target, project.railway, railway), context, done);
    case OrderKind::ApproveReview:
    case OrderKind::RejectReview:
        return sendPlain(client,
                         GitHub::review(project.github, order.run, order.reviews,
                                        order.kind == OrderKind::ApproveReview, order.reason),
                         context, done);
    case OrderKind::RerunFailed:
        return sendPlain(client, GitHub::rerunFailedJobs(project.github, order.run), context, done);
    }
}

} // namespace Slipway

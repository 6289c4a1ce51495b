// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/commanddecoders.h"

#include "app/railway/graphql.h"

namespace Slipway::Railway {

namespace {

Error neitherYesNorNo(const QString &what, int httpStatus)
{
    return {.kind = ErrorKind::Malformed, .detail = what, .httpStatus = httpStatus};
}

/// The id of the deployment that a command made, read by `idIn` from what its field says. An id is a deployment that
/// exists, whatever errors stand beside it.
Result<DeploymentId> madeDeployment(const HttpResponse &response, QLatin1String field,
                                    QString (*idIn)(const QJsonValue &said))
{
    const Result<GraphQlAnswer> answer = readAnswer(response);
    if (!answer)
        return whyNotTaken(response, answer.error());
    const QString id = idIn(answer->data.value(field));
    if (!id.isEmpty())
        return DeploymentId{id};
    if (!answer->errors.isEmpty())
        return whyNotTaken(*answer, field);
    return neitherYesNorNo(QStringLiteral("Railway answered the deployment without its id: look whether it is there."),
                           answer->httpStatus);
}

/// A bare boolean (app/railway/README.md, 20). `true` says that it was taken, whatever errors stand beside it; a
/// `false` without an error is documented nowhere and proves nothing.
Result<Done> saidYes(const HttpResponse &response, QLatin1String field, const QString &otherwise)
{
    const Result<GraphQlAnswer> answer = readAnswer(response);
    if (!answer)
        return whyNotTaken(response, answer.error());
    if (answer->data.value(field) == QJsonValue(true))
        return Done{};
    if (!answer->errors.isEmpty())
        return whyNotTaken(*answer, field);
    return neitherYesNorNo(otherwise, answer->httpStatus);
}

} // namespace

Result<DeploymentId> decodeDeployCommit(const HttpResponse &response)
{
    return madeDeployment(response, QLatin1String("serviceInstanceDeployV2"),
                          [](const QJsonValue &said) { return said.toString(); });
}

Result<DeploymentId> decodeRedeploy(const HttpResponse &response)
{
    return madeDeployment(response, QLatin1String("deploymentRedeploy"),
                          [](const QJsonValue &said) { return said[QLatin1String("id")].toString(); });
}

Result<Done> decodeRollBack(const HttpResponse &response)
{
    return saidYes(response, QLatin1String("deploymentRollback"),
                   QStringLiteral("Railway neither took nor refused to roll back: look whether there is a new "
                                  "deployment."));
}

Result<Done> decodeCancelDeployment(const HttpResponse &response)
{
    return saidYes(response, QLatin1String("deploymentCancel"),
                   QStringLiteral("Railway neither took nor refused to cancel: look whether the deployment goes on."));
}

Result<Done> decodeApproveDeployment(const HttpResponse &response)
{
    return saidYes(response, QLatin1String("deploymentApprove"),
                   QStringLiteral("Railway neither took nor refused the approval: look whether the deployment still "
                                  "waits."));
}

} // namespace Slipway::Railway

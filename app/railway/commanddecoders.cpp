// SPDX-License-Identifier: GPL-3.0-or-later
#include "railway/decoders.h"
#include "railway/graphql.h"

namespace Slipway::Railway {

namespace {

Error neitherYesNorNo(const QString &what, int httpStatus)
{
    return {.kind = ErrorKind::Malformed, .detail = what, .httpStatus = httpStatus};
}

/// The id of the deployment that a command made, read from `data` by `idIn`. An id is a deployment that exists,
/// whatever errors stand beside it.
Result<DeploymentId> madeDeployment(const HttpResponse &response, QString (*idIn)(const QJsonObject &data))
{
    const Result<GraphQlAnswer> answer = readAnswer(response);
    if (!answer)
        return answer.error();
    const QString id = idIn(answer->data);
    if (!id.isEmpty())
        return DeploymentId{id};
    if (!answer->errors.isEmpty())
        return errorOf(*answer);
    return neitherYesNorNo(QStringLiteral("Railway answered the deployment without its id: look whether it is there."),
                           answer->httpStatus);
}

/// A bare boolean (railway.md, trap 1). `true` says that it was taken, whatever errors stand beside it; a `false`
/// without an error is documented nowhere and proves nothing.
Result<Done> saidYes(const HttpResponse &response, QLatin1String field, const QString &otherwise)
{
    const Result<GraphQlAnswer> answer = readAnswer(response);
    if (!answer)
        return answer.error();
    if (answer->data.value(field) == QJsonValue(true))
        return Done{};
    if (!answer->errors.isEmpty())
        return errorOf(*answer);
    return neitherYesNorNo(otherwise, answer->httpStatus);
}

} // namespace

Result<DeploymentId> decodeDeployCommit(const HttpResponse &response)
{
    return madeDeployment(response, [](const QJsonObject &data) {
        return data.value(QLatin1String("serviceInstanceDeployV2")).toString();
    });
}

Result<DeploymentId> decodeRedeploy(const HttpResponse &response)
{
    return madeDeployment(response, [](const QJsonObject &data) {
        return data.value(QLatin1String("deploymentRedeploy")).toObject().value(QLatin1String("id")).toString();
    });
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

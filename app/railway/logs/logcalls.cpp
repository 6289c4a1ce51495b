// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/logs/logcalls.h"

#include "app/railway/graphql.h"
#include "models/logs/logtime.h"

namespace Slipway::Railway {

namespace {

/// What is no answer of its own is told by the others' reader; the lines themselves are too many for it.
Result<QByteArray> decodeLogPage(const HttpResponse &response)
{
    if (response.status == 200 && response.body.startsWith('{'))
        return response.body;
    const Result<QJsonObject> data = readData(response);
    return data ? Result<QByteArray>(response.body) : data.error();
}

/// How a part of a log is asked for (app/railway/README.md, 32).
void insertAnchors(QJsonObject &variables, const LogRange &range)
{
    variables.insert(QStringLiteral("beforeLimit"), range.most);
    if (range.from)
        variables.insert(QStringLiteral("beforeDate"), wireLogTime(*range.from));
    if (range.to) {
        const QString to = wireLogTime(*range.to);
        if (!range.from)
            variables.insert(QStringLiteral("beforeDate"), wireLogTime(0));
        variables.insert(QStringLiteral("anchorDate"), to);
        variables.insert(QStringLiteral("afterDate"), to);
    }
    if (range.from || range.to)
        variables.insert(QStringLiteral("afterLimit"), 0);
}

} // namespace

QString logQuery(LogSource source)
{
    switch (source) {
    case LogSource::Build:
        return QStringLiteral("BuildLogs");
    case LogSource::Http:
        return QStringLiteral("HttpLogs");
    case LogSource::Deploy:
    case LogSource::Note:
        break;
    }
    return QStringLiteral("EnvironmentLogs");
}

QString logSubscription(LogSource source)
{
    return logQuery(source) + QStringLiteral("Stream");
}

QJsonObject logVariables(const RailwayProject &project, const LogTarget &target, const LogRange &range)
{
    if (target.source == LogSource::Build)
        return {{QStringLiteral("deploymentId"), target.deployment.value},
                {QStringLiteral("filter"), QString()},
                {QStringLiteral("limit"), range.most}};
    QJsonObject variables;
    if (target.source == LogSource::Http) {
        variables = {{QStringLiteral("deploymentId"), target.deployment.value}, {QStringLiteral("filter"), QString()}};
    } else {
        variables = {{QStringLiteral("environmentId"), project.environments[target.environment].value},
                     {QStringLiteral("filter"), QStringLiteral("@service:%1").arg(project.service.value)}};
    }
    insertAnchors(variables, range);
    return variables;
}

ApiCall<QByteArray> logPage(const RailwayProject &project, const LogTarget &target, const LogRange &range,
                            CredentialId credential)
{
    return {graphQlRequest(project.api, credential, logQuery(target.source), logVariables(project, target, range)),
            decodeLogPage};
}

} // namespace Slipway::Railway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/status/statusjson.h"

#include "app/status/statussources.h"
#include "models/values/plaintext.h"
#include "models/values/result.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace Slipway {

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue orNull(const QUrl &url)
{
    return orNull(url.toString(QUrl::FullyEncoded));
}

QJsonValue orNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODate)) : QJsonValue();
}

QJsonValue orNull(const std::optional<Moment> &moment)
{
    return moment ? orNull(moment->utc()) : QJsonValue();
}

QJsonValue orNull(const std::optional<int> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QJsonValue jsonError(const std::optional<Error> &error)
{
    if (!error)
        return {};
    return QJsonObject{{QStringLiteral("kind"), errorKindWord(error->kind)},
                       {QStringLiteral("message"), error->detail}};
}

QJsonObject jsonSources(const Snapshot &snapshot)
{
    QJsonObject sources;
    for (const Source &source : settledSources(snapshot))
        sources.insert(sourceIdWord(source.id), QJsonObject{{QStringLiteral("state"), sourceStateWord(source.state)},
                                                            {QStringLiteral("fetchedAt"), orNull(source.fetchedAt)},
                                                            {QStringLiteral("error"), jsonError(source.error)}});
    return sources;
}

QJsonArray jsonStages(const QList<Stage> &stages)
{
    QJsonArray array;
    for (const Stage &stage : stages)
        array.append(QJsonObject{{QStringLiteral("id"), stageIdWord(stage.id)},
                                 {QStringLiteral("state"), stageStateWord(stage.state)},
                                 {QStringLiteral("title"), stage.title},
                                 {QStringLiteral("detail"), detailText(stage)},
                                 {QStringLiteral("sha"), orNull(stage.sha.value)},
                                 {QStringLiteral("url"), orNull(stage.url)}});
    return array;
}

QJsonValue jsonServing(const std::optional<Serving> &serving)
{
    if (!serving)
        return {};
    return QJsonObject{{QStringLiteral("deploymentId"), orNull(serving->deployment.value)},
                       {QStringLiteral("sha"), orNull(serving->sha.value)},
                       {QStringLiteral("shaProof"), shaProofWord(serving->proof)},
                       {QStringLiteral("since"), orNull(serving->since)}};
}

QJsonValue jsonRollout(const std::optional<Rollout> &rollout)
{
    if (!rollout)
        return {};
    const QString status =
        rollout->status == DeploymentStatus::Unknown ? rollout->statusText : wireWord(rollout->status);
    return QJsonObject{{QStringLiteral("deploymentId"), orNull(rollout->deployment.value)},
                       {QStringLiteral("status"), orNull(status)}};
}

QJsonValue jsonHealth(const std::optional<HealthSample> &health)
{
    if (!health)
        return {};
    return QJsonObject{{QStringLiteral("httpStatus"), orNull(health->httpStatus)},
                       {QStringLiteral("latencyMs"), orNull(health->latencyMs)},
                       {QStringLiteral("reasons"), QJsonArray::fromStringList(health->reasons)}};
}

QJsonObject jsonEnvironment(const EnvironmentView &view)
{
    return {{QStringLiteral("verdict"), verdictWord(view.verdict)},
            {QStringLiteral("serving"), jsonServing(view.serving)},
            {QStringLiteral("rollout"), jsonRollout(view.rollout)},
            {QStringLiteral("health"), jsonHealth(view.health)}};
}

QJsonArray jsonGates(const QList<Gate> &gates)
{
    QJsonArray array;
    for (const Gate &gate : gates)
        array.append(QJsonObject{{QStringLiteral("id"), gate.id},
                                 {QStringLiteral("state"), gateStateWord(gate.state)},
                                 {QStringLiteral("reason"), gate.reason}});
    return array;
}

QJsonArray jsonIdentity(const QList<IdentityLink> &links)
{
    QJsonArray array;
    for (const IdentityLink &link : links)
        array.append(QJsonObject{{QStringLiteral("id"), link.id},
                                 {QStringLiteral("title"), link.title},
                                 {QStringLiteral("state"), linkStateWord(link.state)},
                                 {QStringLiteral("evidence"), link.evidence}});
    return array;
}

QJsonArray jsonUnresolved(const QList<CommandRecord> &commands)
{
    QJsonArray array;
    for (const CommandRecord &command : commands) {
        if (!isUnresolved(command.state))
            continue;
        array.append(QJsonObject{{QStringLiteral("id"), command.order.id.value},
                                 {QStringLiteral("kind"), orderKindId(command.order.kind)},
                                 {QStringLiteral("environment"), command.order.environment == Environment::Staging
                                                                     ? QStringLiteral("staging")
                                                                     : QStringLiteral("production")},
                                 {QStringLiteral("state"), commandStateId(command.state)},
                                 {QStringLiteral("sha"), orNull(command.order.sha.value)},
                                 {QStringLiteral("detail"), command.detail},
                                 {QStringLiteral("runId"), command.run ? QJsonValue(command.run.value) : QJsonValue()},
                                 {QStringLiteral("deploymentId"), orNull(command.deployment.value)},
                                 {QStringLiteral("url"), orNull(command.url)},
                                 {QStringLiteral("sentAt"), orNull(command.sentAt)}});
    }
    return array;
}

} // namespace

QJsonObject statusJson(const Snapshot &snapshot, const Project &project, Moment now)
{
    return {{QStringLiteral("project"), project.name},
            {QStringLiteral("generatedAt"), orNull(now.utc())},
            {QStringLiteral("sources"), jsonSources(snapshot)},
            {QStringLiteral("stages"), jsonStages(snapshot.pipeline.stages)},
            {QStringLiteral("environments"),
             QJsonObject{{QStringLiteral("staging"), jsonEnvironment(snapshot.environments.staging)},
                         {QStringLiteral("production"), jsonEnvironment(snapshot.environments.production)}}},
            {QStringLiteral("gates"), jsonGates(snapshot.gates)},
            {QStringLiteral("identity"), jsonIdentity(snapshot.identity)},
            {QStringLiteral("commands"), jsonUnresolved(snapshot.commands)},
            {QStringLiteral("neverRead"), QJsonArray::fromStringList(snapshot.neverRead)},
            {QStringLiteral("promotable"), snapshot.promotable}};
}

QByteArray statusJsonText(const QJsonObject &status)
{
    const QString json = QString::fromUtf8(QJsonDocument(status).toJson(QJsonDocument::Indented));
    QString safe;
    safe.reserve(json.size());
    for (qsizetype i = 0; i < json.size(); ++i) {
        const bool pair = json.at(i).isHighSurrogate() && i + 1 < json.size() && json.at(i + 1).isLowSurrogate();
        const QString one = json.mid(i, pair ? 2 : 1);
        i += pair ? 1 : 0;
        if (one.at(0).unicode() < 0x7F || visibleText(one) == one) { // JSON's own line feeds stay
            safe += one;
            continue;
        }
        for (const QChar unit : one)
            safe += QStringLiteral("\\u%1").arg(uint(unit.unicode()), 4, 16, QLatin1Char('0'));
    }
    return safe.toUtf8();
}

} // namespace Slipway

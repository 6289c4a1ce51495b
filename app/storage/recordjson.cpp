// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/recordjson.h"

#include <QJsonArray>

namespace Slipway {

namespace {

QString timeText(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

QDateTime timeOf(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

// A JSON number is a double: run ids travel as text.
QString runText(RunId run)
{
    return QString::number(run.value);
}

RunId runOf(const QJsonValue &value)
{
    return {value.toString().toLongLong()};
}

QJsonArray idsOf(const QList<DeploymentId> &ids)
{
    QJsonArray array;
    for (const DeploymentId &id : ids)
        array.append(id.value);
    return array;
}

QList<DeploymentId> idsFrom(const QJsonValue &value)
{
    QList<DeploymentId> ids;
    const QJsonArray all = value.toArray();
    for (const auto &id : all)
        ids.append({id.toString()});
    return ids;
}

QJsonArray numbersOf(const QList<qint64> &numbers)
{
    QJsonArray array;
    for (const qint64 number : numbers)
        array.append(QString::number(number));
    return array;
}

QList<qint64> numbersFrom(const QJsonValue &value)
{
    QList<qint64> numbers;
    const QJsonArray all = value.toArray();
    for (const auto &number : all)
        numbers.append(number.toString().toLongLong());
    return numbers;
}

QStringList linesFrom(const QJsonValue &value)
{
    QStringList lines;
    const QJsonArray all = value.toArray();
    for (const auto &line : all)
        lines.append(line.toString());
    return lines;
}

QJsonArray gatesToJson(const QList<GateSeen> &gates)
{
    QJsonArray array;
    for (const GateSeen &gate : gates)
        array.append(QJsonObject{{QStringLiteral("id"), gate.id}, {QStringLiteral("state"), gate.state}});
    return array;
}

QList<GateSeen> gatesFromJson(const QJsonValue &value)
{
    QList<GateSeen> gates;
    const QJsonArray all = value.toArray();
    for (const auto &gate : all)
        gates.append({gate[QLatin1String("id")].toString(), gate[QLatin1String("state")].toString()});
    return gates;
}

QString environmentWord(Environment environment)
{
    return environment == Environment::Staging ? QStringLiteral("staging") : QStringLiteral("production");
}

QJsonObject orderToJson(const Order &order)
{
    return {
        {QStringLiteral("id"), order.id.value},
        {QStringLiteral("kind"), orderKindId(order.kind)},
        {QStringLiteral("way"), promotionWayId(order.way)},
        {QStringLiteral("environment"), environmentWord(order.environment)},
        {QStringLiteral("sha"), order.sha.value},
        {QStringLiteral("ref"), order.ref},
        {QStringLiteral("confirmInput"), order.confirmInput},
        {QStringLiteral("stagingServing"), order.stagingServing.value},
        {QStringLiteral("serving"), order.serving.value},
        {QStringLiteral("newest"), order.newest.value},
        {QStringLiteral("servingSha"), order.servingSha.value},
        {QStringLiteral("newestRun"), runText(order.newestRun)},
        {QStringLiteral("known"), idsOf(order.known)},
        {QStringLiteral("run"), runText(order.run)},
        {QStringLiteral("attempt"), order.attempt},
        {QStringLiteral("reviews"), numbersOf(order.reviews)},
        {QStringLiteral("target"), order.target.value},
        {QStringLiteral("imageDigest"), order.imageDigest},
        {QStringLiteral("hold"), order.hold},
        {QStringLiteral("mayGoUnwritten"), order.mayGoUnwritten},
        {QStringLiteral("parent"), order.parent.value},
        {QStringLiteral("gates"), gatesToJson(order.gates)},
        {QStringLiteral("who"), order.who},
        {QStringLiteral("reason"), order.reason},
        {QStringLiteral("confirmedAt"), timeText(order.confirmedAt)},
    };
}

std::optional<Order> orderFromJson(const QJsonObject &json)
{
    const auto text = [&](const char *key) { return json[QLatin1String(key)].toString(); };
    const auto kind = orderKindFromId(text("kind"));
    const auto way = promotionWayFromId(text("way"));
    const QString environment = text("environment");
    const bool staging = environment == environmentWord(Environment::Staging);
    if (!kind || !way || text("id").isEmpty() || (!staging && environment != environmentWord(Environment::Production)))
        return std::nullopt;
    return Order{.id = {text("id")},
                 .kind = *kind,
                 .way = *way,
                 .environment = staging ? Environment::Staging : Environment::Production,
                 .sha = {text("sha")},
                 .ref = text("ref"),
                 .confirmInput = text("confirmInput"),
                 .stagingServing = {text("stagingServing")},
                 .serving = {text("serving")},
                 .newest = {text("newest")},
                 .servingSha = {text("servingSha")},
                 .newestRun = runOf(json[QLatin1String("newestRun")]),
                 .known = idsFrom(json[QLatin1String("known")]),
                 .run = runOf(json[QLatin1String("run")]),
                 .attempt = json[QLatin1String("attempt")].toInt(),
                 .reviews = numbersFrom(json[QLatin1String("reviews")]),
                 .target = {text("target")},
                 .imageDigest = text("imageDigest"),
                 .hold = json[QLatin1String("hold")].toBool(),
                 .mayGoUnwritten = json[QLatin1String("mayGoUnwritten")].toBool(),
                 .parent = {text("parent")},
                 .gates = gatesFromJson(json[QLatin1String("gates")]),
                 .who = text("who"),
                 .reason = text("reason"),
                 .confirmedAt = timeOf(json[QLatin1String("confirmedAt")])};
}

/// Whether it did not happen, of a row from before that was noted: by its words.
bool wasOver(const CommandRecord &record)
{
    const bool denied = record.deployment.isEmpty() && record.detail.startsWith(QLatin1String("You said"));
    const bool failed = !record.servingSeenAt.isValid() && record.detail.endsWith(QLatin1String("still serves"));
    return record.settledAt.isValid() && (denied || failed);
}

} // namespace

QJsonObject recordToJson(const CommandRecord &record)
{
    return {
        {QStringLiteral("order"), orderToJson(record.order)},
        {QStringLiteral("detail"), record.detail},
        {QStringLiteral("run"), runText(record.run)},
        {QStringLiteral("runSha"), record.runSha.value},
        {QStringLiteral("deployment"), record.deployment.value},
        {QStringLiteral("url"), record.url.toString(QUrl::FullyEncoded)},
        {QStringLiteral("sentAt"), timeText(record.sentAt)},
        {QStringLiteral("servingSeenAt"), timeText(record.servingSeenAt)},
        {QStringLiteral("didNotHappen"), record.didNotHappen},
        {QStringLiteral("serverTime"), timeText(record.serverTime)},
        {QStringLiteral("cancelAsked"), record.cancelAsked},
        {QStringLiteral("settledAt"), timeText(record.settledAt)},
        {QStringLiteral("beside"), record.beside},
        {QStringLiteral("alarms"), QJsonArray::fromStringList(record.alarms)},
        {QStringLiteral("seenAlarms"), QJsonArray::fromStringList(record.seenAlarms)},
        {QStringLiteral("alarmsSeenBy"), record.alarmsSeenBy},
        {QStringLiteral("failureLog"), QJsonArray::fromStringList(record.failureLog)},
    };
}

std::optional<CommandRecord> recordFromJson(const QJsonObject &json)
{
    const auto order = orderFromJson(json[QLatin1String("order")].toObject());
    if (!order)
        return std::nullopt;
    CommandRecord record{.order = *order};
    record.detail = json[QLatin1String("detail")].toString();
    record.run = runOf(json[QLatin1String("run")]);
    record.runSha = {json[QLatin1String("runSha")].toString()};
    record.deployment = {json[QLatin1String("deployment")].toString()};
    record.url = QUrl(json[QLatin1String("url")].toString(), QUrl::StrictMode);
    record.sentAt = timeOf(json[QLatin1String("sentAt")]);
    record.servingSeenAt = timeOf(json[QLatin1String("servingSeenAt")]);
    record.serverTime = timeOf(json[QLatin1String("serverTime")]);
    record.cancelAsked = json[QLatin1String("cancelAsked")].toBool();
    record.settledAt = timeOf(json[QLatin1String("settledAt")]);
    record.beside = json[QLatin1String("beside")].toString();
    record.alarms = linesFrom(json[QLatin1String("alarms")]);
    const QJsonValue seen = json[QLatin1String("seenAlarms")];
    record.seenAlarms = seen.isArray() ? linesFrom(seen) : record.alarms; // rows of before nobody could acknowledge any
    record.alarmsSeenBy = json[QLatin1String("alarmsSeenBy")].toString();
    record.failureLog = linesFrom(json[QLatin1String("failureLog")]);
    record.didNotHappen = json[QLatin1String("didNotHappen")].toBool(wasOver(record));
    return record;
}

} // namespace Slipway

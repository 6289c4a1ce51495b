// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/world/scenario.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace Slipway::Rehearsal {

namespace {

constexpr const char *folder = ":/scenarios/";

/// A scenario says only what differs from the one it extends.
QJsonObject merged(const QString &name)
{
    QFile file(QLatin1String(folder) + name + QStringLiteral(".json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject own = QJsonDocument::fromJson(file.readAll()).object();
    const QString base = own.value(QLatin1String("extends")).toString();
    QJsonObject all = base.isEmpty() ? QJsonObject() : merged(base);
    for (auto each = own.begin(); each != own.end(); ++each)
        all.insert(each.key(), each.value());
    return all;
}

QStringList texts(const QJsonValue &value)
{
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const auto &each : array)
        list.append(each.toString());
    return list;
}

Scenario::Commit commitIn(const QJsonObject &commit)
{
    Scenario::Commit told{.title = commit.value(QLatin1String("title")).toString(),
                          .author = commit.value(QLatin1String("author")).toString(),
                          .files = texts(commit.value(QLatin1String("files"))),
                          .pull = commit.value(QLatin1String("pull")).toInt(),
                          .minutesAgo = commit.value(QLatin1String("minutesAgo")).toInt()};
    if (commit.value(QLatin1String("degrades")).toBool())
        told.degradesAfter = commit.value(QLatin1String("degradesAfter")).toDouble();
    return told;
}

/// What was before the story begins.
void readPast(const QJsonObject &json, Scenario &scenario)
{
    const QJsonArray commits = json.value(QLatin1String("commits")).toArray();
    for (const auto &each : commits)
        scenario.commits.append(commitIn(each.toObject()));
    const QJsonArray past = json.value(QLatin1String("past")).toArray();
    for (const auto &each : past) {
        const QJsonObject deployment = each.toObject();
        scenario.past.append({.commit = deployment.value(QLatin1String("commit")).toInt(),
                              .aborted = deployment.value(QLatin1String("ended")) == QLatin1String("aborted"),
                              .minutesAgo = deployment.value(QLatin1String("minutesAgo")).toInt()});
    }
    const QJsonArray variables = json.value(QLatin1String("variables")).toArray();
    for (const auto &each : variables) {
        const QJsonObject variable = each.toObject();
        const QJsonValue value = variable.value(QLatin1String("value"));
        scenario.variables.append({.name = variable.value(QLatin1String("name")).toString(),
                                   .value = value.isString() ? std::optional(value.toString()) : std::nullopt,
                                   .minutesAgo = variable.value(QLatin1String("minutesAgo")).toInt()});
    }
    const QJsonObject sql = json.value(QLatin1String("sql")).toObject();
    for (auto each = sql.begin(); each != sql.end(); ++each)
        scenario.sql.insert(each.key(), each.value().toString());
}

std::optional<Scenario::Creep> creepIn(const QJsonObject &creep)
{
    if (creep.isEmpty())
        return std::nullopt;
    const bool isStaging = creep.value(QLatin1String("environment")) == QLatin1String("staging");
    return Scenario::Creep{.environment = isStaging ? Environment::Staging : Environment::Production,
                           .fromMs = creep.value(QLatin1String("fromMs")).toDouble(60),
                           .toMs = creep.value(QLatin1String("toMs")).toDouble(60),
                           .after = creep.value(QLatin1String("after")).toDouble(),
                           .seconds = creep.value(QLatin1String("seconds")).toDouble(1)};
}

Scenario::Logs logsIn(const QJsonObject &logs)
{
    const Scenario::Logs usual;
    return {.linesPerSecond = logs.value(QLatin1String("linesPerSecond")).toDouble(usual.linesPerSecond),
            .replicas = logs.value(QLatin1String("replicas")).toInt(usual.replicas),
            .hostile = logs.value(QLatin1String("hostile")).toBool()};
}

} // namespace

QStringList scenarioNames()
{
    QStringList names = QDir(QLatin1String(folder)).entryList({QStringLiteral("*.json")});
    for (QString &name : names)
        name.chop(5);
    names.sort();
    return names;
}

Result<Scenario> loadScenario(const QString &name)
{
    if (!scenarioNames().contains(name)) {
        return Error{.kind = ErrorKind::Configuration,
                     .detail = QStringLiteral("There is no scenario \"%1\". There are: %2.")
                                   .arg(name, scenarioNames().join(QStringLiteral(", ")))};
    }
    const QJsonObject json = merged(name);
    Scenario scenario{.name = name,
                      .title = json.value(QLatin1String("title")).toString(),
                      .live = json.value(QLatin1String("live")).toInt(),
                      .staged = json.value(QLatin1String("staged")).toInt(),
                      .railwayUp = json.value(QLatin1String("railwayUp")).toBool(),
                      .rejectsPhrase = json.value(QLatin1String("rejectsPhrase")).toBool(),
                      .colleague = json.value(QLatin1String("colleague")).toBool(),
                      .stagingHealth = json.value(QLatin1String("stagingHealth")).toString(QStringLiteral("healthy"))};
    readPast(json, scenario);
    scenario.logs = logsIn(json.value(QLatin1String("logs")).toObject());
    scenario.creep = creepIn(json.value(QLatin1String("creep")).toObject());
    if (const int days = json.value(QLatin1String("certificateDays")).toInt(); days > 0)
        scenario.certificateDays = days;
    const QJsonArray events = json.value(QLatin1String("events")).toArray();
    for (const auto &each : events) {
        const QJsonObject event = each.toObject();
        scenario.events.append(
            {event.value(QLatin1String("after")).toDouble(), event.value(QLatin1String("event")).toString()});
    }
    const QJsonArray faults = json.value(QLatin1String("faults")).toArray();
    for (const auto &each : faults) {
        const QJsonObject fault = each.toObject();
        scenario.faults.append({fault.value(QLatin1String("after")).toDouble(), fault});
    }
    return scenario;
}

} // namespace Slipway::Rehearsal

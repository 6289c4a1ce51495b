// SPDX-License-Identifier: GPL-3.0-or-later
// What Railway measures of the service (railway.md, 2.9).
#include "railwayservice.h"
#include "values/utc.h"

#include <QJsonArray>

namespace Slipway::Rehearsal {

namespace {

constexpr qint64 sampleSeconds = 30;
constexpr qint64 stepSeconds = 60;
constexpr int mostSamples = 2000;
constexpr double memoryLimit = 8;

qint64 secondsIn(const GraphQlField &field, const char *name, qint64 fallback)
{
    return std::max<qint64>(field.arguments.value(QLatin1String(name)).toInteger(fallback), 1);
}

QJsonObject valueJson(qint64 ts, double value)
{
    return {{QStringLiteral("ts"), ts}, {QStringLiteral("value"), value}};
}

/// What the minutes of one step have in common.
struct Step {
    qint64 ts = 0;
    qint64 requests = 0;
    qint64 failures = 0;
    double p50 = 0;
    double p95 = 0;
};

QList<Step> stepsOf(const World &world, Environment environment, const QDateTime &from, const QDateTime &to,
                    qint64 seconds)
{
    QList<Step> steps;
    const qint64 end = std::min(to, world.now()).toSecsSinceEpoch();
    for (qint64 ts = from.toSecsSinceEpoch(); ts < end && steps.size() < mostSamples; ts += seconds) {
        Step step{.ts = ts};
        for (qint64 at = ts; at < std::min(ts + seconds, end); at += 60) {
            const SimMinute minute = world.minuteOf(environment, QDateTime::fromSecsSinceEpoch(at, utcZone));
            step.requests += minute.requests;
            step.failures += minute.failures;
            step.p50 = std::max(step.p50, minute.p50Ms);
            step.p95 = std::max(step.p95, minute.p95Ms);
        }
        steps.append(step);
    }
    return steps;
}

QJsonArray answersJson(const QList<Step> &steps)
{
    QJsonArray good;
    QJsonArray bad;
    for (const Step &step : steps) {
        good.append(valueJson(step.ts, double(step.requests - step.failures)));
        if (step.failures > 0)
            bad.append(valueJson(step.ts, double(step.failures)));
    }
    QJsonArray all{QJsonObject{{QStringLiteral("statusCode"), 200}, {QStringLiteral("samples"), good}}};
    if (!bad.isEmpty())
        all.append(QJsonObject{{QStringLiteral("statusCode"), 502}, {QStringLiteral("samples"), bad}});
    return all;
}

QJsonObject durationsJson(const QList<Step> &steps)
{
    QJsonArray samples;
    for (const Step &step : steps)
        samples.append(QJsonObject{{QStringLiteral("ts"), step.ts},
                                   {QStringLiteral("p50"), step.p50},
                                   {QStringLiteral("p90"), (step.p50 + 3 * step.p95) / 4},
                                   {QStringLiteral("p95"), step.p95},
                                   {QStringLiteral("p99"), step.p95 * 1.4}});
    return {{QStringLiteral("samples"), samples}};
}

} // namespace

QJsonArray RailwayService::usageJson(const QJsonArray &measurements, Environment environment, const QDateTime &from,
                                     const QDateTime &to, qint64 step) const
{
    QJsonArray all;
    for (const auto &measurement : measurements) {
        QJsonArray values;
        const qint64 end = std::min(to, m_world.now()).toSecsSinceEpoch();
        for (qint64 ts = from.toSecsSinceEpoch(); ts <= end && values.size() < mostSamples; ts += step) {
            const SimMinute minute = m_world.minuteOf(environment, QDateTime::fromSecsSinceEpoch(ts, utcZone));
            if (measurement == QLatin1String("CPU_USAGE"))
                values.append(valueJson(ts, minute.cpu));
            else if (measurement == QLatin1String("MEMORY_USAGE_GB"))
                values.append(valueJson(ts, minute.memoryGb));
            else if (measurement == QLatin1String("MEMORY_LIMIT_GB"))
                values.append(valueJson(ts, memoryLimit));
        }
        all.append(QJsonObject{{QStringLiteral("measurement"), measurement},
                               {QStringLiteral("tags"), QJsonObject()},
                               {QStringLiteral("values"), values}});
    }
    return all;
}

std::optional<Result<QJsonValue>> RailwayService::measure(const GraphQlField &field, Environment environment) const
{
    const bool usage = field.name == QLatin1String("metrics");
    const bool answers = field.name == QLatin1String("httpMetricsGroupedByStatus");
    if (!usage && !answers && field.name != QLatin1String("httpDurationMetrics"))
        return std::nullopt;
    const auto time = [&field](const char *name) {
        return QDateTime::fromString(field.arguments.value(QLatin1String(name)).toString(), Qt::ISODateWithMs);
    };
    const QDateTime from = time("startDate");
    const QDateTime to = usage && !time("endDate").isValid() ? m_world.now() : time("endDate");
    if (!from.isValid() || !to.isValid() || from >= to)
        return Result<QJsonValue>(
            Error{.kind = ErrorKind::Refused, .detail = QStringLiteral("Problem processing request")});
    if (usage)
        return Result(QJsonValue(usageJson(field.arguments.value(QLatin1String("measurements")).toArray(), environment,
                                           from, to, secondsIn(field, "sampleRateSeconds", sampleSeconds))));
    const QList<Step> steps = stepsOf(m_world, environment, from, to, secondsIn(field, "stepSeconds", stepSeconds));
    return Result(answers ? QJsonValue(answersJson(steps)) : QJsonValue(durationsJson(steps)));
}

} // namespace Slipway::Rehearsal

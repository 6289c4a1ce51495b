// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/metricdecoders.h"

#include "app/railway/graphql.h"
#include "models/values/utc.h"

#include <algorithm>
#include <cmath>

namespace Slipway::Railway {

namespace {

// More than any service has: what is beyond them was not measured.
constexpr double mostCpus = 10'000;
constexpr double mostGb = 1'000'000;
constexpr double mostAnswers = 1e12;
constexpr double mostMs = 86'400'000;
constexpr double latestTs = 253'402'300'799; ///< s, the end of the year 9999

constexpr int firstFailure = 500;

std::optional<double> numberIn(const QJsonObject &object, QLatin1String key, double most)
{
    const QJsonValue value = object.value(key);
    const double number = value.toDouble(-1);
    return value.isDouble() && std::isfinite(number) && number >= 0 && number <= most ? std::optional(number)
                                                                                      : std::nullopt;
}

MetricSeries::Series seriesFrom(const QJsonValue &list, QLatin1String key, double most)
{
    MetricSeries::Series series;
    const QJsonArray samples = list.toArray();
    for (const auto &each : samples) {
        const QJsonObject sample = each.toObject();
        const auto at = numberIn(sample, QLatin1String("ts"), latestTs);
        const auto value = numberIn(sample, key, most);
        if (at && *at > 0 && value)
            series.append({.at = QDateTime::fromSecsSinceEpoch(qint64(*at), utcZone), .value = *value});
    }
    return series;
}

void readUsage(const QJsonArray &usage, MetricSeries &series)
{
    for (const auto &each : usage) {
        const QJsonObject result = each.toObject();
        const QString measurement = result.value(QLatin1String("measurement")).toString();
        const QJsonValue values = result.value(QLatin1String("values"));
        const auto add = [&values](QList<MetricSeries::Series> &all, double most) {
            all.append(seriesFrom(values, QLatin1String("value"), most));
        };
        if (measurement == QLatin1String("CPU_USAGE"))
            add(series.cpu, mostCpus);
        else if (measurement == QLatin1String("MEMORY_USAGE_GB"))
            add(series.memoryGb, mostGb);
        else if (measurement == QLatin1String("MEMORY_LIMIT_GB"))
            add(series.memoryLimitGb, mostGb);
    }
}

void readAnswers(const QJsonArray &answers, MetricSeries &series)
{
    for (const auto &each : answers) {
        const QJsonObject result = each.toObject();
        const QJsonValue status = result.value(QLatin1String("statusCode"));
        const auto counts = seriesFrom(result.value(QLatin1String("samples")), QLatin1String("value"), mostAnswers);
        if (!status.isDouble())
            continue;
        series.answers += counts;
        if (status.toInt() >= firstFailure)
            series.failures += counts;
    }
}

/// `prefix` and `name` make the alias: "stagingUsage".
QString aliasOf(const QString &prefix, QLatin1String name)
{
    return prefix.isEmpty() ? QString(name) : prefix + QString(name).replace(0, 1, QString(name).at(0).toUpper());
}

Result<MetricSeries> seriesIn(const GraphQlAnswer &answer, const QString &prefix)
{
    const QJsonValue usage = answer.data.value(aliasOf(prefix, QLatin1String("usage")));
    const QJsonValue answers = answer.data.value(aliasOf(prefix, QLatin1String("answers")));
    const QJsonValue durations = answer.data.value(aliasOf(prefix, QLatin1String("durations")));
    if (!usage.isArray() || !answers.isArray() || !durations.isObject())
        return Error{.kind = ErrorKind::Malformed,
                     .detail = QStringLiteral("Railway's answer about measurements cannot be read: a part is missing."),
                     .httpStatus = answer.httpStatus};
    MetricSeries series;
    readUsage(usage.toArray(), series);
    readAnswers(answers.toArray(), series);
    series.p95Ms = seriesFrom(durations.toObject().value(QLatin1String("samples")), QLatin1String("p95"), mostMs);
    return series;
}

Error saying(Error error)
{
    if (error.kind == ErrorKind::Forbidden)
        error.detail =
            QStringLiteral("This Railway token may not read measurements (CPU, memory, HTTP). ") + error.detail;
    return error;
}

/// The error that concerns an alias of that environment.
std::optional<Error> errorAbout(const GraphQlAnswer &answer, const QString &prefix)
{
    for (const GraphQlError &error : answer.errors) {
        if (!error.path.isEmpty() && error.path.first().toString().startsWith(prefix))
            return saying(errorOf(error, answer.httpStatus));
    }
    return std::nullopt;
}

/// The sum of the newest values; none when nothing was measured.
std::optional<double> newest(const QList<MetricSeries::Series> &all, const QDateTime &from, QDateTime &at)
{
    std::optional<double> sum;
    for (const MetricSeries::Series &series : all) {
        const auto last = std::max_element(series.cbegin(), series.cend(),
                                           [](const auto &left, const auto &right) { return left.at < right.at; });
        if (last == series.cend() || last->at < from)
            continue;
        sum = sum.value_or(0) + last->value;
        at = at.isValid() ? std::max(at, last->at) : last->at;
    }
    return sum;
}

double sumOf(const MetricSeries::Series &series, const QDateTime &from, QDateTime &at)
{
    double sum = 0;
    for (const MetricSeries::Sample &sample : series) {
        if (sample.at < from)
            continue;
        sum += sample.value;
        at = at.isValid() ? std::max(at, sample.at) : sample.at;
    }
    return sum;
}

} // namespace

Result<PipelineMetrics> decodePipelineMetrics(const HttpResponse &response)
{
    const Result<GraphQlAnswer> answer = readAnswer(response);
    if (!answer)
        return saying(answer.error());
    const QString staging = QStringLiteral("staging");
    const QString production = QStringLiteral("production");
    PerEnvironment<std::optional<Error>> errors{errorAbout(*answer, staging), errorAbout(*answer, production)};
    if (!answer->errors.isEmpty() && !errors.staging && !errors.production)
        return saying(errorOf(*answer));
    // Every part is non-null in the schema: an error usually takes the whole of `data` with it.
    PipelineMetrics both{.entangled = !answer->errors.isEmpty() && answer->data.isEmpty() &&
                                      errors.staging.has_value() != errors.production.has_value()};
    for (const Environment environment : environments) {
        if (errors[environment])
            both.of[environment] = *errors[environment];
        else
            both.of[environment] = seriesIn(*answer, environment == Environment::Staging ? staging : production);
    }
    return both;
}

Result<MetricSeries> decodeMetrics(const HttpResponse &response)
{
    const Result<GraphQlAnswer> answer = readAnswer(response);
    if (!answer)
        return saying(answer.error());
    if (!answer->errors.isEmpty())
        return saying(errorOf(*answer));
    return seriesIn(*answer, QString());
}

ServiceMetrics figuresOf(const MetricSeries &series, const Span &span)
{
    ServiceMetrics figures;
    const QDateTime &from = span.from;
    // The first step may have begun before what was asked for.
    const QDateTime firstStep = from.addSecs(-from.secsTo(span.to));
    figures.cpu = newest(series.cpu, from, figures.at);
    figures.memoryGb = newest(series.memoryGb, from, figures.at);
    figures.memoryLimitGb = newest(series.memoryLimitGb, from, figures.at);
    if (figures.memoryLimitGb == 0.0) // no limit is told that way
        figures.memoryLimitGb.reset();
    const double answers = sumOf(series.answers, firstStep, figures.at);
    figures.requests = qint64(std::llround(answers));
    if (answers > 0)
        figures.errorPercent = 100 * sumOf(series.failures, firstStep, figures.at) / answers;
    // The highest of the steps is never less than the p95 of all requests. A step without any tells zero.
    for (const MetricSeries::Sample &sample : series.p95Ms) {
        if (sample.at >= firstStep && sample.value > 0)
            figures.p95Ms = std::max(figures.p95Ms.value_or(0), sample.value);
    }
    return figures;
}

} // namespace Slipway::Railway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sentry/errordecoders.h"

#include "app/net/jsonreader.h"
#include "app/sentry/answers.h"
#include "models/values/utc.h"

#include <algorithm>
#include <cmath>

namespace Slipway::Sentry {

namespace {

constexpr QLatin1String countField{"count()"};
constexpr QLatin1String eventScopes{"event:read and org:read"};
constexpr Milliseconds countedFor{600'000};
constexpr double leastEvents = 20;
constexpr double largestCount = 1e12;
/// The end of the year 9999 in milliseconds: beyond it no time can be shown.
constexpr double latestTime = 253'402'300'799'999.0;

Error unreadable(const char *what)
{
    return {.kind = ErrorKind::Malformed,
            .detail = QStringLiteral("The answer of Sentry about errors cannot be read: %1.").arg(QLatin1String(what))};
}

/// A number from 0 to `most`.
std::optional<double> numberIn(const QJsonObject &object, QLatin1String key, double most)
{
    const QJsonValue value = object.value(key);
    const double number = value.toDouble(-1);
    return value.isDouble() && std::isfinite(number) && number >= 0 && number <= most ? std::optional(number)
                                                                                      : std::nullopt;
}

/// None when Sentry does not call it complete (the last 90 s never are; app/sentry/README.md, 10).
Result<std::optional<ErrorCounts::Bucket>> bucketFrom(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    const QJsonValue incomplete = object.value(QLatin1String("incomplete"));
    if (!incomplete.isBool() || incomplete.toBool() || object.value(QLatin1String("value")).isNull())
        return std::optional<ErrorCounts::Bucket>();
    const auto from = numberIn(object, QLatin1String("timestamp"), latestTime); // milliseconds, as a JSON double
    const auto errors = numberIn(object, QLatin1String("value"), largestCount);
    if (!from || !errors)
        return unreadable("a minute has no time or no count");
    return std::optional<ErrorCounts::Bucket>(
        {.from = QDateTime::fromMSecsSinceEpoch(qint64(*from), utcZone), .errors = *errors});
}

Result<ErrorCounts> countsIn(const QJsonObject &series)
{
    const auto width = numberIn(series.value(QLatin1String("meta")).toObject(), QLatin1String("interval"), 86'400'000);
    if (!width || *width < 1)
        return unreadable("it does not say how long a bucket is");
    ErrorCounts counts{.width = Milliseconds(qint64(*width))};
    const QJsonArray values = series.value(QLatin1String("values")).toArray();
    for (const auto &value : values) {
        const auto bucket = bucketFrom(value);
        if (!bucket)
            return bucket.error();
        if (*bucket)
            counts.complete.append(**bucket);
    }
    std::stable_sort(
        counts.complete.begin(), counts.complete.end(),
        [](const ErrorCounts::Bucket &left, const ErrorCounts::Bucket &right) { return left.from < right.from; });
    return counts;
}

} // namespace

Result<ErrorCounts> decodeErrorCounts(const HttpResponse &response)
{
    if (response.status == 404)
        return Error{.kind = ErrorKind::NotFound,
                     .detail = QStringLiteral("This Sentry server does not tell errors per minute: it is too old for "
                                              "events-timeseries, or that project is not visible to this token."),
                     .httpStatus = 404};
    const Result<QJsonObject> answer = objectFrom(response, eventScopes);
    if (!answer)
        return answer.error();
    const QJsonValue all = answer->value(QLatin1String("timeSeries"));
    if (!all.isArray())
        return unreadable("it has no time series");
    // Without an accessible project there is no meta, and nothing was counted (app/sentry/README.md, 10).
    if (!answer->value(QLatin1String("meta")).isObject())
        return ErrorCounts();
    const QJsonArray list = all.toArray();
    for (const auto &series : list) {
        if (series.toObject().value(QLatin1String("yAxis")) == countField)
            return countsIn(series.toObject());
    }
    return ErrorCounts();
}

Result<QList<ReleaseCount>> decodeReleases(const HttpResponse &response)
{
    const Result<QJsonObject> answer = objectFrom(response, eventScopes);
    if (!answer)
        return answer.error();
    JsonReader reader(*answer, QStringLiteral("The answer of Sentry about releases"));
    const QJsonArray rows = reader.array(QLatin1String("data"));
    if (reader.trouble())
        return *reader.trouble();
    QList<ReleaseCount> releases;
    for (const auto &row : rows) {
        JsonReader fields(row.toObject(), QStringLiteral("A release in the answer of Sentry"));
        const QString release = fields.textIfAny(QLatin1String("release"));
        const auto events = numberIn(row.toObject(), countField, largestCount);
        if (fields.trouble())
            return *fields.trouble();
        if (!events)
            return unreadable("a release has no count");
        releases.append({.release = release, .events = *events});
    }
    return releases;
}

ErrorRate rateOf(const ErrorCounts &counts, const Span &span)
{
    double errors = 0;
    Milliseconds counted{0};
    for (auto bucket = counts.complete.crbegin(); bucket != counts.complete.crend(); ++bucket) {
        const bool inside =
            bucket->from.addMSecs(counts.width.count()) > span.from && bucket->from < span.to; // an old one is no news
        if (!inside || counted + counts.width > countedFor)
            continue;
        errors += bucket->errors;
        counted += counts.width;
    }
    const int minutes = int(std::chrono::duration_cast<std::chrono::minutes>(counted).count());
    if (minutes == 0)
        return {};
    return {.perMinute = errors * 60'000 / double(counted.count()), .minutes = minutes};
}

QString constantRelease(const QList<ReleaseCount> &releases)
{
    const bool isOne = releases.size() == 1 && releases.constFirst().events >= leastEvents;
    return isOne ? releases.constFirst().release : QString();
}

} // namespace Slipway::Sentry

// SPDX-License-Identifier: GPL-3.0-or-later
// How many errors Sentry was told; sentryservice.cpp has which issues they are.
#include "sentryservice.h"
#include "values/utc.h"

#include <QJsonArray>

#include <numeric>

namespace Slipway::Rehearsal {

namespace {

constexpr qint64 minuteMs = 60'000;
constexpr qint64 ingestionMs = 90'000; ///< the newest buckets are not complete (sentry-grafana-health.md, 2.6)
constexpr int mostBuckets = 1440;
constexpr const char *release = "2.0.3"; ///< a constant of the team's application (sentry-grafana-health.md, 0.2)

QDateTime timeIn(const PeerRequest &request, const char *name)
{
    return utcFromIso(request.query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded));
}

} // namespace

PeerReply SentryService::timeSeries(const PeerRequest &request, Environment environment) const
{
    const QDateTime from = timeIn(request, "start");
    const QDateTime to = timeIn(request, "end");
    if (!from.isValid() || !to.isValid())
        return refusal(400, QStringLiteral("start and end are both required"));
    if (from >= to)
        return refusal(400, QStringLiteral("start must be before end"));
    const qint64 now = m_world.now().toMSecsSinceEpoch();
    QJsonArray values;
    qint64 bucket = from.toMSecsSinceEpoch() / minuteMs * minuteMs;
    for (; bucket < to.toMSecsSinceEpoch() && values.size() < mostBuckets; bucket += minuteMs) {
        const bool elapsed = bucket + minuteMs <= now;
        const bool incomplete = bucket + minuteMs > now - ingestionMs;
        const SimMinute minute = m_world.minuteOf(environment, QDateTime::fromMSecsSinceEpoch(bucket, utcZone));
        QJsonObject value{{QStringLiteral("timestamp"), double(bucket)},
                          {QStringLiteral("value"), elapsed ? minute.errors : 0},
                          {QStringLiteral("incomplete"), incomplete}};
        if (incomplete)
            value.insert(QStringLiteral("incompleteReason"),
                         elapsed ? QStringLiteral("INGESTION_PENDING") : QStringLiteral("NOT_ELAPSED"));
        values.append(value);
    }
    const QJsonObject series{
        {QStringLiteral("yAxis"), QStringLiteral("count()")},
        {QStringLiteral("values"), values},
        {QStringLiteral("meta"), QJsonObject{{QStringLiteral("valueType"), QStringLiteral("integer")},
                                             {QStringLiteral("valueUnit"), QJsonValue()},
                                             {QStringLiteral("interval"), double(minuteMs)}}}};
    return jsonReply(
        QJsonObject{{QStringLiteral("meta"), QJsonObject{{QStringLiteral("dataset"), QStringLiteral("errors")},
                                                         {QStringLiteral("start"), double(from.toMSecsSinceEpoch())},
                                                         {QStringLiteral("end"), double(to.toMSecsSinceEpoch())}}},
                    {QStringLiteral("timeSeries"), QJsonArray{series}}});
}

PeerReply SentryService::events(const PeerRequest &request, Environment environment) const
{
    const QStringList fields = request.query.allQueryItemValues(QStringLiteral("field"), QUrl::FullyDecoded);
    if (fields != QStringList{QStringLiteral("release"), QStringLiteral("count()")})
        return refusal(400, QStringLiteral("No columns selected"));
    const QList<SimIssue> &issues = m_world.issues(environment);
    const qint64 count = std::accumulate(issues.cbegin(), issues.cend(), qint64(0),
                                         [](qint64 sum, const SimIssue &issue) { return sum + issue.count; });
    const QJsonObject row{{QStringLiteral("release"), QLatin1String(release)}, {QStringLiteral("count()"), count}};
    const QJsonObject types{{QStringLiteral("release"), QStringLiteral("string")},
                            {QStringLiteral("count()"), QStringLiteral("integer")}};
    const QJsonObject units{{QStringLiteral("release"), QJsonValue()}, {QStringLiteral("count()"), QJsonValue()}};
    return jsonReply(
        QJsonObject{{QStringLiteral("data"), QJsonArray{row}},
                    {QStringLiteral("meta"), QJsonObject{{QStringLiteral("fields"), types},
                                                         {QStringLiteral("units"), units},
                                                         {QStringLiteral("dataset"), QStringLiteral("errors")}}}});
}

} // namespace Slipway::Rehearsal

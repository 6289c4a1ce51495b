// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/sentryservice.h"

#include "models/values/utc.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <numeric>

namespace Slipway::Rehearsal {

namespace {

constexpr int sentryBudget = 40;

QString sentryTime(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

std::optional<Environment> environmentNamed(const QString &name)
{
    for (const Environment environment : environments) {
        if (name == (environment == Environment::Staging ? QLatin1String("staging") : QLatin1String("production")))
            return environment;
    }
    return std::nullopt;
}

} // namespace

SentryService::SentryService(World &world, QString web)
    : m_world(world)
    , m_web(std::move(web))
{
}

PeerReply SentryService::refusal(int status, const QString &detail)
{
    return jsonReply(QJsonObject{{QStringLiteral("detail"), detail}}, status);
}

PeerReply SentryService::answer(const PeerRequest &request)
{
    PeerReply reply = route(request);
    m_used = (m_used + 1) % sentryBudget;
    reply.addHeader("X-Sentry-Rate-Limit-Limit", QByteArray::number(sentryBudget));
    reply.addHeader("X-Sentry-Rate-Limit-Remaining", QByteArray::number(sentryBudget - m_used));
    reply.addHeader("X-Sentry-Rate-Limit-Reset", QByteArray::number(m_world.now().addSecs(1).toSecsSinceEpoch()));
    return reply;
}

PeerReply SentryService::route(const PeerRequest &request) const
{
    if (request.headers.value("authorization") != "Bearer rehearsal-sentry")
        return refusal(401, QStringLiteral("Invalid token"));
    const QString root = QStringLiteral("/api/0/organizations/acme/");
    if (request.path == root + QStringLiteral("environments/")) {
        QJsonArray names;
        for (const char *name : {"production", "staging"})
            names.append(QJsonObject{{QStringLiteral("id"), m_world.uuid(QLatin1String(name))},
                                     {QStringLiteral("name"), QLatin1String(name)}});
        return jsonReply(names);
    }
    const auto asked = [&](const char *name) {
        return request.query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
    };
    const auto environment = environmentNamed(asked("environment"));
    if (!environment || asked("project") != QLatin1String("api"))
        return refusal(404, QStringLiteral("The requested resource does not exist"));
    if (request.path == root + QStringLiteral("issues/"))
        return issues(request, *environment);
    const bool isSeries = request.path == root + QStringLiteral("events-timeseries/");
    if (!isSeries && request.path != root + QStringLiteral("events/"))
        return refusal(404, QStringLiteral("The requested resource does not exist"));
    if (asked("dataset") != QLatin1String("errors"))
        return refusal(400, QStringLiteral("dataset must be one of: errors"));
    return isSeries ? timeSeries(request, *environment) : events(request, *environment);
}

PeerReply SentryService::issues(const PeerRequest &request, Environment environment) const
{
    const QString query = request.query.queryItemValue(QStringLiteral("query"), QUrl::FullyDecoded);
    static const QRegularExpression since(QStringLiteral("firstSeen:>=(\\S+)"));
    const QDateTime from = utcFromIso(since.match(query).captured(1));
    QJsonArray list;
    for (const SimIssue &issue : m_world.issues(environment)) {
        if (!from.isValid() || issue.firstSeen >= from)
            list.append(issueJson(issue));
    }
    PeerReply reply = jsonReply(list);
    const QByteArray here = m_web.toLatin1() + "/api/0/organizations/acme/issues/?cursor=0:";
    reply.addHeader("Link", '<' + here + "0:1>; rel=\"previous\"; results=\"false\"; cursor=\"0:0:1\", <" + here +
                                "100:0>; rel=\"next\"; results=\"false\"; cursor=\"0:100:0\"");
    reply.addHeader("X-Hits", QByteArray::number(list.size()));
    return reply;
}

QJsonObject SentryService::issueJson(const SimIssue &issue) const
{
    const QJsonValue none;
    const QJsonObject project{{QStringLiteral("id"), QStringLiteral("4507")},
                              {QStringLiteral("name"), QStringLiteral("api")},
                              {QStringLiteral("slug"), QStringLiteral("api")},
                              {QStringLiteral("platform"), QStringLiteral("python")}};
    const QJsonObject derived{{QStringLiteral("blocker"), QString()},
                              {QStringLiteral("hasOpenFixPr"), false},
                              {QStringLiteral("hasRootCause"), false},
                              {QStringLiteral("isAssigned"), false},
                              {QStringLiteral("lastCompletedAutofixStep"), QString()},
                              {QStringLiteral("lastProgressedAt"), none},
                              {QStringLiteral("progress"), QString()},
                              {QStringLiteral("status"), QString()},
                              {QStringLiteral("viewCount"), 0}};
    const QString added = sentryTime(issue.firstSeen);
    const QJsonObject inbox{
        {QStringLiteral("date_added"), added}, {QStringLiteral("reason"), 0}, {QStringLiteral("reason_details"), none}};
    const QJsonObject owners{{QStringLiteral("date_added"), added},
                             {QStringLiteral("owner"), QStringLiteral("team:1")},
                             {QStringLiteral("type"), QStringLiteral("ownershipRule")}};
    QJsonObject json{{QStringLiteral("inbox"), inbox},
                     {QStringLiteral("owners"), owners},
                     {QStringLiteral("id"), issue.id},
                     {QStringLiteral("shortId"), QStringLiteral("API-") + issue.id.right(3)},
                     {QStringLiteral("title"), issue.title},
                     {QStringLiteral("culprit"), issue.culprit},
                     {QStringLiteral("permalink"), m_web + QStringLiteral("/organizations/acme/issues/") + issue.id},
                     {QStringLiteral("level"), issue.level},
                     {QStringLiteral("status"), QStringLiteral("unresolved")},
                     {QStringLiteral("substatus"), QStringLiteral("ongoing")},
                     {QStringLiteral("type"), QStringLiteral("error")},
                     {QStringLiteral("issueType"), QStringLiteral("error")},
                     {QStringLiteral("issueCategory"), QStringLiteral("error")},
                     {QStringLiteral("priority"), QStringLiteral("high")},
                     {QStringLiteral("platform"), QStringLiteral("python")},
                     {QStringLiteral("count"), QString::number(issue.count)},
                     {QStringLiteral("userCount"), issue.users},
                     {QStringLiteral("sessionCount"), 0},
                     {QStringLiteral("numComments"), 0},
                     {QStringLiteral("firstSeen"), sentryTime(issue.firstSeen)},
                     {QStringLiteral("lastSeen"), sentryTime(issue.lastSeen)},
                     {QStringLiteral("project"), project},
                     {QStringLiteral("derivedData"), derived}};
    for (const char *name : {"assignedTo", "filtered", "logger", "matchingEventEnvironment", "matchingEventId",
                             "priorityLockedAt", "seerAutofixLastTriggered", "seerExplorerAutofixLastTriggered",
                             "seerFixabilityScore", "shareId", "subscriptionDetails"})
        json.insert(QLatin1String(name), none);
    for (const char *name :
         {"hasSeen", "isBookmarked", "isPublic", "isSubscribed", "isUnhandled", "latestEventHasAttachments"})
        json.insert(QLatin1String(name), false);
    for (const char *name : {"annotations", "integrationIssues", "sentryAppIssues"})
        json.insert(QLatin1String(name), QJsonArray());
    for (const char *name : {"lifetime", "metadata", "stats", "statusDetails"})
        json.insert(QLatin1String(name), QJsonObject());
    return json;
}

namespace {

constexpr qint64 minuteMs = 60'000;
constexpr qint64 ingestionMs = 90'000; ///< the newest buckets are not complete (app/sentry/README.md, 10)
constexpr int mostBuckets = 1440;
constexpr const char *release = "2.0.3"; ///< a constant of the team's application (models/pipeline/README.md, 13)

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

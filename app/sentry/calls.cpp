// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sentry/calls.h"

#include "app/sentry/decoders.h"
#include "app/sentry/errordecoders.h"

namespace Slipway::Sentry {

namespace {

using Parameter = std::pair<QString, QString>;

/// The published schema wants one; what is searched for has none.
constexpr QLatin1String utcOffset{"+00:00"};

/// Every path ends with a slash, and every value is encoded by us: QUrlQuery would leave a "+" as it is
/// (app/sentry/README.md, 1).
QUrl address(const SentryProject &project, const QString &path, const QList<Parameter> &parameters)
{
    QByteArray text = project.api.toEncoded(QUrl::StripTrailingSlash) + "/api/0/organizations/" +
                      QUrl::toPercentEncoding(project.organization) + '/' + path.toLatin1() + '/';
    char separator = '?';
    for (const auto &[name, value] : parameters) {
        text += separator + QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
        separator = '&';
    }
    return QUrl::fromEncoded(text, QUrl::StrictMode);
}

HttpRequest get(const SentryProject &project, const QString &path, const QList<Parameter> &parameters)
{
    HttpRequest request;
    request.url = address(project, path, parameters);
    request.headers = {{"Accept", "application/json"}};
    request.provider = Provider::Sentry;
    request.credential = CredentialId::Sentry;
    request.deadline = Milliseconds(30'000);
    return request;
}

/// Without an offset Sentry reads UTC.
QString wireTime(const QDateTime &time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
}

/// What both questions about events share.
QList<Parameter> eventsOf(const SentryProject &project, Environment environment, const Span &span)
{
    return {{QStringLiteral("dataset"), QStringLiteral("errors")},
            {QStringLiteral("project"), project.project},
            {QStringLiteral("environment"), project.environments[environment]},
            {QStringLiteral("start"), wireTime(span.from) + utcOffset},
            {QStringLiteral("end"), wireTime(span.to) + utcOffset}};
}

HttpRequest issues(const SentryProject &project, Environment environment, const QString &query, const QString &sort)
{
    return get(project, QStringLiteral("issues"),
               {{QStringLiteral("project"), project.project},
                {QStringLiteral("environment"), project.environments[environment]},
                {QStringLiteral("query"), query},
                {QStringLiteral("sort"), sort},
                {QStringLiteral("limit"), QStringLiteral("100")}});
}

} // namespace

ApiCall<QStringList> environmentNames(const SentryProject &project)
{
    return {get(project, QStringLiteral("environments"), {{QStringLiteral("visibility"), QStringLiteral("visible")}}),
            decodeEnvironmentNames};
}

ApiCall<IssuePage> unresolved(const SentryProject &project, Environment environment)
{
    return {issues(project, environment, QStringLiteral("is:unresolved"), QStringLiteral("date")), decodeIssues};
}

ApiCall<IssuePage> fresh(const SentryProject &project, Environment environment, const QDateTime &since)
{
    return {issues(project, environment, QStringLiteral("is:unresolved firstSeen:>=%1").arg(wireTime(since)),
                   QStringLiteral("new")),
            decodeIssues};
}

ApiCall<ErrorCounts> errorCounts(const SentryProject &project, Environment environment, const Span &span)
{
    // No topEvents: grouped questions about errors answer 500 (app/sentry/README.md, 10).
    const QList<Parameter> parameters =
        eventsOf(project, environment, span) + QList<Parameter>{{QStringLiteral("yAxis"), QStringLiteral("count()")},
                                                                {QStringLiteral("interval"), QStringLiteral("60")}};
    return {get(project, QStringLiteral("events-timeseries"), parameters), decodeErrorCounts};
}

ApiCall<QList<ReleaseCount>> releases(const SentryProject &project, Environment environment, const Span &span)
{
    const QList<Parameter> parameters =
        eventsOf(project, environment, span) + QList<Parameter>{{QStringLiteral("field"), QStringLiteral("release")},
                                                                {QStringLiteral("field"), QStringLiteral("count()")},
                                                                {QStringLiteral("sort"), QStringLiteral("-count()")},
                                                                {QStringLiteral("per_page"), QStringLiteral("2")}};
    return {get(project, QStringLiteral("events"), parameters), decodeReleases};
}

std::optional<QString> tokenTrouble(const QByteArray &token)
{
    if (!token.startsWith("sntrys_"))
        return std::nullopt;
    return QStringLiteral("This is an organization token: it can record deployments, but not read issues. Make a token "
                          "of an internal integration with event:read and org:read.");
}

} // namespace Slipway::Sentry

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sentry/calls.h"

#include "sentry/decoders.h"

namespace Slipway::Sentry {

namespace {

using Parameter = std::pair<QString, QString>;

/// Every path ends with a slash, and every value is encoded by us: QUrlQuery would leave a "+" as it is (sentry
/// reference, section 1).
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
    // Without an offset Sentry reads UTC.
    const QString time = since.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
    return {
        issues(project, environment, QStringLiteral("is:unresolved firstSeen:>=%1").arg(time), QStringLiteral("new")),
        decodeIssues};
}

std::optional<QString> tokenTrouble(const QByteArray &token)
{
    if (!token.startsWith("sntrys_"))
        return std::nullopt;
    return QStringLiteral("This is an organization token: it can record deployments, but not read issues. Make a token "
                          "of an internal integration with event:read and org:read.");
}

} // namespace Slipway::Sentry

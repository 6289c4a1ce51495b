// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sentry/answers.h"

#include "app/net/jsonreader.h"

#include <QJsonDocument>

namespace Slipway::Sentry {

namespace {

/// Sentry's own words: `detail` as a text or an object with a message, or a bare JSON text (app/sentry/README.md, 4).
QString wordsOf(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonValue detail = document.object().value(QLatin1String("detail"));
    if (detail.isString())
        return clipped(detail.toString());
    if (detail.isObject())
        return clipped(detail.toObject().value(QLatin1String("message")).toString());
    // {"environment": ["This field is required."]}
    const QJsonObject fields = document.object();
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        const QString first = field.value().toArray().first().toString();
        if (!first.isEmpty())
            return clipped(field.key() + QStringLiteral(": ") + first);
    }
    return {};
}

QString quoted(const QString &words)
{
    return words.isEmpty() ? QString() : QStringLiteral(" It says: \"%1\".").arg(words);
}

} // namespace

Error errorOf(const HttpResponse &response, QLatin1String scopes)
{
    Error error{.httpStatus = response.status};
    const QString words = quoted(wordsOf(response.body));
    switch (response.status) {
    case 401:
        error.kind = ErrorKind::Unauthorized;
        error.detail = QStringLiteral("Sentry does not accept this token. Enter a new one.") + words;
        return error;
    case 403:
        error.kind = ErrorKind::Forbidden;
        error.detail =
            QStringLiteral("The Sentry token lacks a permission: it needs %1, of an internal integration or a user.")
                .arg(scopes) +
            words;
        return error;
    case 404:
        error.kind = ErrorKind::NotFound;
        error.detail = QStringLiteral("Sentry does not find that organization, project or environment: missing, or "
                                      "not visible to this token. Check [sentry] in the project file.") +
                       words;
        return error;
    case 429:
        error.kind = ErrorKind::RateLimited;
        error.detail = QStringLiteral("Sentry's limit of requests is reached; Slipway asks again later.") + words;
        return error;
    default:
        break;
    }
    error.kind = response.status >= 500 ? ErrorKind::Server : ErrorKind::Refused;
    error.detail = (error.kind == ErrorKind::Server ? QStringLiteral("Sentry is in trouble (HTTP %1).")
                                                    : QStringLiteral("Sentry refused the request (HTTP %1)."))
                       .arg(response.status) +
                   words;
    return error;
}

Result<QJsonObject> objectFrom(const HttpResponse &response, QLatin1String scopes)
{
    if (response.status < 200 || response.status >= 300)
        return errorOf(response, scopes);
    const QJsonDocument document = QJsonDocument::fromJson(response.body);
    if (document.isObject())
        return document.object();
    return Error{.kind = ErrorKind::Malformed,
                 .detail = QStringLiteral("The answer of Sentry cannot be read: it is no object."),
                 .httpStatus = response.status};
}

} // namespace Slipway::Sentry

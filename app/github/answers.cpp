// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/answers.h"

#include "app/net/jsonreader.h"
#include "app/net/ratelimit.h"
#include "models/values/text.h"

#include <QJsonDocument>

namespace Slipway::GitHub {

namespace {

constexpr qsizetype mostErrors = 3; ///< that are told; one usually says it

/// GitHub's own words: the message, and what its two forms of `errors` add.
QString words(const HttpResponse &response)
{
    const QJsonObject body = QJsonDocument::fromJson(response.body).object();
    QStringList parts{clipped(body.value(QLatin1String("message")).toString())};
    const QJsonArray errors = body.value(QLatin1String("errors")).toArray();
    for (const auto &error : errors) {
        if (parts.size() > mostErrors)
            break;
        const QJsonObject object = error.toObject();
        const QString text = error.isString() ? error.toString() : object.value(QLatin1String("message")).toString();
        const QString field = object.value(QLatin1String("field")).toString();
        if (!text.isEmpty())
            parts.append(clipped(text));
        else if (!field.isEmpty())
            parts.append(clipped(field + QLatin1Char(' ') + object.value(QLatin1String("code")).toString()));
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral("; "));
}

QString forbiddenText(const HttpResponse &response)
{
    if (response.headers.value("x-github-sso").startsWith("required"))
        return say("The organization demands single sign-on for this token: authorize it on GitHub under Settings > "
                   "Developer settings");
    const QString permissions = QString::fromLatin1(response.headers.value("x-accepted-github-permissions"));
    if (!permissions.isEmpty())
        return say("The GitHub token lacks a permission; one of these is needed: %1").arg(clipped(permissions));
    const QString scopes = QString::fromLatin1(response.headers.value("x-accepted-oauth-scopes"));
    if (!scopes.isEmpty())
        return say("The GitHub token lacks a scope; one of these is needed: %1").arg(clipped(scopes));
    return say("The GitHub token may not do this");
}

/// How long to wait, by the answer alone: its Retry-After, else its own Date against the reset of the budget.
std::optional<std::chrono::seconds> waitAskedFor(const HttpResponse &response)
{
    const QDateTime date = httpDate(response.headers.value("date"));
    if (!date.isValid() && !response.headers.contains("retry-after"))
        return std::nullopt;
    const Moment answered{.wallMs = date.isValid() ? date.toMSecsSinceEpoch() : 0};
    const auto pause = rateSigns(Provider::GitHub, response, answered).pause;
    return pause ? std::optional(std::chrono::ceil<std::chrono::seconds>(*pause)) : std::nullopt;
}

QString sentence(const QString &what, const QString &said)
{
    return said.isEmpty() ? what + QLatin1Char('.') : say("%1 (GitHub: %2).").arg(what, said);
}

} // namespace

std::optional<Error> errorIn(const HttpResponse &response)
{
    const int status = response.status;
    if (status >= 200 && status < 300)
        return std::nullopt;
    const QString said = words(response);
    const auto error = [&](ErrorKind kind, const QString &what) {
        return Error{.kind = kind, .detail = sentence(what, said), .httpStatus = status};
    };
    if (status == 401)
        return error(ErrorKind::Unauthorized, say("GitHub does not accept the token: it is wrong, revoked or expired. "
                                                  "Enter a new one under Project > Tokens"));
    if (isRateLimited(response)) {
        Error limited = error(ErrorKind::RateLimited, say("GitHub asks to be asked less often"));
        limited.retryAfter = waitAskedFor(response);
        return limited;
    }
    if (status == 403)
        return error(ErrorKind::Forbidden, forbiddenText(response));
    if (status == 404)
        return error(ErrorKind::NotFound, say("GitHub knows nothing there, or this token may not see it"));
    if (status >= 500)
        return error(ErrorKind::Server, say("GitHub failed with %1").arg(status));
    if (status >= 400)
        return error(ErrorKind::Refused, say("GitHub refused with %1").arg(status));
    return error(ErrorKind::Malformed, say("GitHub answered with the unexpected status %1").arg(status));
}

Result<QJsonObject> objectIn(const HttpResponse &response)
{
    if (const auto error = errorIn(response))
        return *error;
    return jsonObject(response.body, QStringLiteral("GitHub"));
}

Result<QJsonArray> arrayIn(const HttpResponse &response)
{
    if (const auto error = errorIn(response))
        return *error;
    const QJsonDocument document = QJsonDocument::fromJson(response.body);
    if (!document.isArray())
        return Error{.kind = ErrorKind::Malformed,
                     .detail = say("GitHub's answer is not the list that was asked for.")};
    return document.array();
}

} // namespace Slipway::GitHub

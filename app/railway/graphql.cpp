// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/graphql.h"

#include "app/net/jsonreader.h"
#include "app/net/ratelimit.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace Slipway::Railway {

namespace {

Error rateLimited(const HttpResponse &response)
{
    const auto told = retryAfter(response);
    const auto wait = told ? std::optional(std::chrono::ceil<std::chrono::seconds>(*told)) : std::nullopt;
    const QString until = wait ? QStringLiteral("in %1 s").arg(wait->count()) : QStringLiteral("later");
    return {
        .kind = ErrorKind::RateLimited,
        .detail =
            QStringLiteral("Railway's limit of requests for this token is used up; Slipway asks again %1.").arg(until),
        .httpStatus = response.status,
        .retryAfter = wait};
}

/// Railway sits behind Cloudflare, which answers for itself in HTML or text (app/railway/README.md, 5).
Error notJson(const HttpResponse &response)
{
    const QString status = QString::number(response.status);
    if (response.status >= 500)
        return {.kind = ErrorKind::Server,
                .detail = QStringLiteral("Railway is in trouble (HTTP %1, without an answer of its own).").arg(status),
                .httpStatus = response.status};
    if (response.status == 401)
        return {.kind = ErrorKind::Unauthorized,
                .detail = QStringLiteral("Railway does not accept this token (HTTP 401). Enter a new one."),
                .httpStatus = response.status};
    if (response.status >= 400)
        return {.kind = ErrorKind::Refused,
                .detail = QStringLiteral("Railway's edge refused the request (HTTP %1: \"%2\"). It was not asked "
                                         "about the token.")
                              .arg(status, clipped(QString::fromUtf8(response.body.left(2000)), 80)),
                .httpStatus = response.status};
    return {.kind = ErrorKind::Malformed,
            .detail =
                QStringLiteral("The answer of Railway cannot be read: it is no JSON object (HTTP %1).").arg(status),
            .httpStatus = response.status};
}

GraphQlError graphQlErrorFrom(const QJsonObject &object)
{
    const QJsonObject extensions = object.value(QLatin1String("extensions")).toObject();
    return {.message = object.value(QLatin1String("message")).toString(),
            .path = object.value(QLatin1String("path")).toArray(),
            .traceId = extensions.value(QLatin1String("traceId")).toString(),
            .code = extensions.value(QLatin1String("code")).toString(),
            .workspace = extensions.value(QLatin1String("workspaceName")).toString()};
}

struct Meaning {
    QLatin1String words; ///< in lower case, anywhere in the message
    ErrorKind kind;
    QLatin1String inWords;
};

// What errors mean (app/railway/README.md, 27). The first that fits counts.
constexpr std::array meanings{
    Meaning{QLatin1String("project token not found"), ErrorKind::Unauthorized,
            QLatin1String("Railway does not know this project token. Enter a new one.")},
    Meaning{QLatin1String("two factor authentication required"), ErrorKind::Forbidden,
            QLatin1String("Railway demands two-factor authentication of the token's owner.")},
    Meaning{QLatin1String("not authorized"), ErrorKind::Forbidden,
            QLatin1String("Railway says \"Not Authorized\". That may mean that the token is wrong, that it has no "
                          "access to this, or that this does not exist: check the token and the ids in the project "
                          "file.")},
    Meaning{QLatin1String("service deployment rate limit exceeded"), ErrorKind::RateLimited,
            QLatin1String("Railway refuses more deployments of this service for now. Try again in some minutes.")},
    Meaning{QLatin1String("rate limit"), ErrorKind::RateLimited,
            QLatin1String("Railway's limit of requests for this token is used up.")},
    Meaning{QLatin1String("commit not found"), ErrorKind::Refused,
            QLatin1String("Railway does not find that commit in the repository it is connected with. Nothing was "
                          "deployed.")},
    Meaning{QLatin1String("paused temporarily"), ErrorKind::Refused,
            QLatin1String("Railway has paused deployments for now. Nothing was deployed.")},
    Meaning{QLatin1String("limited access"), ErrorKind::Refused,
            QLatin1String("Railway has limited access for now. Nothing was deployed.")},
    Meaning{QLatin1String("cannot query field"), ErrorKind::Refused,
            QLatin1String("Railway's interface has changed; this version of Slipway cannot ask that. Update it.")},
    Meaning{QLatin1String("must not have a selection"), ErrorKind::Refused,
            QLatin1String("Railway's interface has changed; this version of Slipway cannot ask that. Update it.")},
    Meaning{QLatin1String("problem processing request"), ErrorKind::Server,
            QLatin1String("Railway could not process the request: it is in trouble, or an id in the project file is "
                          "wrong.")},
    Meaning{QLatin1String("not found"), ErrorKind::NotFound,
            QLatin1String("Railway does not find it: missing, or not visible to this token. Check the ids in the "
                          "project file.")},
};

/// Anything else: a 4xx says no, a 200 with an unknown error proves nothing.
Meaning meaningOf(const GraphQlError &error, int httpStatus)
{
    const QString message = error.message.toLower();
    for (const Meaning &meaning : meanings) {
        if (message.contains(meaning.words))
            return meaning;
    }
    if (httpStatus == 401)
        return {{}, ErrorKind::Unauthorized, QLatin1String("Railway does not accept this token. Enter a new one.")};
    if (httpStatus >= 400 && httpStatus < 500)
        return {{}, ErrorKind::Refused, QLatin1String("Railway refused the request.")};
    return {{}, ErrorKind::Server, QLatin1String("Railway answered with an error.")};
}

/// What Railway says when it did not begin with a command, each as a whole (app/railway/README.md, 27 and 28).
constexpr std::array refusals{QLatin1String("not authorized"),
                              QLatin1String("project token not found"),
                              QLatin1String("two factor authentication required"),
                              QLatin1String("service deployment rate limit exceeded"),
                              QLatin1String("commit not found"),
                              QLatin1String("deployment not found"),
                              QLatin1String("deploys have been paused temporarily"),
                              QLatin1String("limited access")};
/// Of a document that does not validate, so that nothing of it was executed.
constexpr std::array validations{QLatin1String("cannot query field"), QLatin1String("must not have a selection")};

bool isRefusal(const QString &message)
{
    QString words = message.trimmed().toLower();
    if (words.endsWith(QLatin1Char('.')))
        words.chop(1);
    return std::find(refusals.cbegin(), refusals.cend(), words) != refusals.cend();
}

bool isValidation(const QString &message)
{
    return std::any_of(validations.cbegin(), validations.cend(),
                       [&](QLatin1String words) { return message.contains(words, Qt::CaseInsensitive); });
}

/// Whether the error proves that the command did not happen: the request was turned away as a whole, or its one field
/// was refused with words that are known. What failed below the field failed while its answer was written.
bool provesNothingHappened(const GraphQlError &error, const GraphQlAnswer &answer, QLatin1String field)
{
    const bool ofTheField = error.path.size() == 1 && error.path.first() == QJsonValue(field);
    if (!error.path.isEmpty() && !ofTheField)
        return false;
    if (answer.hasData)
        return ofTheField && isRefusal(error.message);
    const bool turnedAway = answer.httpStatus >= 400 && answer.httpStatus < 500;
    return turnedAway || isRefusal(error.message) || isValidation(error.message);
}

Error leftOpen(const QString &said, int httpStatus)
{
    const QString words = said.isEmpty() ? QString() : QStringLiteral(" It says: \"%1\".").arg(clipped(said));
    return {.kind = ErrorKind::Server,
            .detail =
                QStringLiteral("Railway's answer does not prove that nothing happened: look at its deployments.%1")
                    .arg(words),
            .httpStatus = httpStatus};
}

/// How little is proven by an error of that kind, for choosing one of several.
int openness(ErrorKind kind)
{
    if (kind == ErrorKind::Server)
        return 2;
    return kind == ErrorKind::RateLimited ? 1 : 0;
}

} // namespace

QByteArray document(const QString &name)
{
    QFile file(QStringLiteral(":/graphql/%1.graphql").arg(name));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "document", qPrintable(name));
    return opened ? file.readAll() : QByteArray();
}

HttpRequest graphQlRequest(const QUrl &api, CredentialId credential, const QString &name, const QJsonObject &variables)
{
    const QJsonObject body{{QStringLiteral("query"), QString::fromUtf8(document(name))},
                           {QStringLiteral("operationName"), name},
                           {QStringLiteral("variables"), variables}};
    HttpRequest request;
    request.method = "POST";
    request.url = api;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    request.provider = Provider::Railway;
    request.credential = credential;
    request.deadline = Milliseconds(30'000);
    return request;
}

Result<GraphQlAnswer> readAnswer(const HttpResponse &response)
{
    if (response.status == 429)
        return rateLimited(response);
    const QJsonDocument json = QJsonDocument::fromJson(response.body);
    if (!json.isObject())
        return notJson(response);

    const QJsonObject body = json.object();
    GraphQlAnswer answer{.httpStatus = response.status,
                         .hasData = body.contains(QLatin1String("data")),
                         .data = body.value(QLatin1String("data")).toObject()};
    const QJsonArray errors = body.value(QLatin1String("errors")).toArray();
    for (const auto &error : errors)
        answer.errors.append(graphQlErrorFrom(error.toObject()));

    if (response.status >= 500) {
        const QString said = answer.errors.isEmpty() ? QString() : clipped(answer.errors.first().message, 120);
        return Error{.kind = ErrorKind::Server,
                     .detail = QStringLiteral("Railway is in trouble (HTTP %1%2).")
                                   .arg(response.status)
                                   .arg(said.isEmpty() ? QString() : QStringLiteral(": ") + said),
                     .httpStatus = response.status};
    }
    if (answer.errors.isEmpty() && response.status >= 400)
        return notJson(response);
    if (answer.errors.isEmpty() && !body.contains(QLatin1String("data")))
        return Error{.kind = ErrorKind::Malformed,
                     .detail = QStringLiteral("The answer of Railway cannot be read: it has neither data nor errors."),
                     .httpStatus = response.status};
    return answer;
}

Error errorOf(const GraphQlError &error, int httpStatus)
{
    const Meaning meaning = meaningOf(error, httpStatus);
    QString detail(meaning.inWords);
    if (meaning.words.isEmpty() && !error.message.isEmpty())
        detail += QStringLiteral(" It says: \"%1\".").arg(clipped(error.message));
    if (!error.workspace.isEmpty())
        detail += QStringLiteral(" Workspace: %1.").arg(clipped(error.workspace, 80));
    if (!error.traceId.isEmpty())
        detail += QStringLiteral(" (trace %1)").arg(clipped(error.traceId, 80));
    return {.kind = meaning.kind, .detail = detail, .httpStatus = httpStatus};
}

Error errorOf(const GraphQlAnswer &answer)
{
    Error worst = errorOf(answer.errors.first(), answer.httpStatus);
    for (const GraphQlError &error : answer.errors) {
        const Error other = errorOf(error, answer.httpStatus);
        if (openness(other.kind) > openness(worst.kind))
            worst = other;
    }
    return worst;
}

Error whyNotTaken(const GraphQlAnswer &answer, QLatin1String field)
{
    for (const GraphQlError &error : answer.errors) {
        if (errorOf(error, answer.httpStatus).kind == ErrorKind::Server)
            return errorOf(error, answer.httpStatus); // open already, and in better words
    }
    for (const GraphQlError &error : answer.errors) {
        if (!provesNothingHappened(error, answer, field))
            return leftOpen(error.message, answer.httpStatus);
    }
    return errorOf(answer);
}

Error whyNotTaken(const HttpResponse &response, const Error &error)
{
    constexpr int requestTimeout = 408; // of whoever stands between: what came after it is not known
    const bool executed = QJsonDocument::fromJson(response.body).object().contains(QLatin1String("data"));
    return executed || response.status == requestTimeout ? leftOpen({}, response.status) : error;
}

Result<QJsonObject> readData(const HttpResponse &response)
{
    const Result<GraphQlAnswer> answer = readAnswer(response);
    if (!answer)
        return answer.error();
    if (!answer->errors.isEmpty())
        return errorOf(*answer);
    return answer->data;
}

} // namespace Slipway::Railway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"

#include <QJsonArray>
#include <QJsonObject>

namespace Slipway::Railway {

/// The text of resources/graphql/NAME.graphql.
QByteArray document(const QString &name);

/// A POST of that document. Leave absent variables out: for mutations Railway reads an explicit null as "unset the
/// field" (app/railway/README.md, 7).
HttpRequest graphQlRequest(const QUrl &api, CredentialId credential, const QString &name,
                           const QJsonObject &variables = {});

struct GraphQlError {
    QString message;
    QJsonArray path; ///< begins with the alias of the part that failed; empty for the whole query
    QString traceId; ///< for Railway's support
    QString code;
    QString workspace;
};

struct GraphQlAnswer {
    int httpStatus = 0;
    bool hasData = false; ///< its key is there, be it null: the request was not turned away as a whole
    QJsonObject data;     ///< empty when null
    QList<GraphQlError> errors;
};

/// What was answered, or why that is no GraphQL answer: limits, the edge's HTML pages, 5xx
/// (app/railway/README.md, 5 and 25 to 28).
Result<GraphQlAnswer> readAnswer(const HttpResponse &response);

/// One error in words. "Problem processing request" and everything not known is Server: after a command that proves
/// nothing, so it is uncertain.
Error errorOf(const GraphQlError &error, int httpStatus);

/// Of all errors, the one that leaves most open. Not for an empty list.
Error errorOf(const GraphQlAnswer &answer);

/// Why the command with that one field was not taken. It is a refusal only where the answer proves that nothing
/// happened; everything else leaves it open, and has to be looked at.
Error whyNotTaken(const GraphQlAnswer &answer, QLatin1String field);
/// The same of an answer that is no GraphQL answer.
Error whyNotTaken(const HttpResponse &response, const Error &error);

/// The data, when there was no error at all.
Result<QJsonObject> readData(const HttpResponse &response);

} // namespace Slipway::Railway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <QJsonObject>
#include <QList>

namespace Slipway::Rehearsal {

/// One field that a GraphQL document asks for, fragments spread out and variables put in.
struct GraphQlField {
    QString alias; ///< its own name where the document gives none
    QString name;
    QJsonObject arguments;
    QList<GraphQlField> fields;
};

struct GraphQlOperation {
    enum class Kind { Query, Mutation, Subscription };
    Kind kind = Kind::Query;
    QList<GraphQlField> fields;
};

/// As much of the language as clients send: operations, variables, arguments, aliases, named fragments.
Result<GraphQlOperation> parseGraphQl(const QString &document, const QString &operationName,
                                      const QJsonObject &variables);

/// Of an object that has every field, exactly those that were asked for. A field it does not have is an error in
/// GraphQL's words.
Result<QJsonValue> selectFields(const QJsonValue &whole, const QList<GraphQlField> &fields);

} // namespace Slipway::Rehearsal

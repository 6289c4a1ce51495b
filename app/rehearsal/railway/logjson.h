// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/railway/graphqldocument.h"
#include "app/rehearsal/world/simulatedlogs.h"

namespace Slipway::Rehearsal {

/// Writes lines and requests as the rows of an answer, with the fields that were asked for: as JSON text, because they
/// are too many for objects, and a lone surrogate has no other way onto the wire.
class LogJson {
public:
    enum class Type { Line, Request };
    /// What rows say besides their own.
    struct Ids {
        std::string project;
        std::string environment;
        std::string service;
        std::string host;
    };
    /// A field that such a row does not have is an error in GraphQL's words.
    static Result<LogJson> of(Type type, const QList<GraphQlField> &fields, Ids ids);

    std::string row(const SimLine &line) const;
    std::string row(const SimRequest &request) const;

private:
    struct Told;
    struct Field;
    struct Column {
        std::string key; ///< with its quotes and colon
        const Field *field = nullptr;
        std::vector<Column> inside;
    };
    static const Field *field(std::string_view type, std::string_view name);
    static Result<std::vector<Column>> columnsOf(const QList<GraphQlField> &fields, std::string_view type);
    static void append(const Told &told, const std::vector<Column> &columns, std::string &json);
    static void append(const Told &told, const Column &column, std::string &json);

    std::vector<Column> m_columns;
    Ids m_ids;
};

/// RFC 3339 with nanoseconds, without zeros at the end of the fraction unless `allDigits`.
std::string railwayNanos(qint64 at, bool allDigits);

void appendJsonString(std::string_view text, std::string &json);

} // namespace Slipway::Rehearsal

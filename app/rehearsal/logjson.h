// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "graphqldocument.h"
#include "simulatedlogs.h"

namespace Slipway::Rehearsal {

/// Writes lines and requests as the rows of an answer, as JSON text with the fields that were asked for: hundreds of
/// thousands of lines are too many for objects, and a lone surrogate has no other way onto the wire.
class LogJson {
public:
    enum class Type { Line, Request };
    /// A field that such a row does not have is an error in GraphQL's words. `project`, `environment` and `service` are
    /// what the tags say besides a line's origin.
    struct Ids {
        std::string project;
        std::string environment;
        std::string service;
        std::string host;
    };
    static Result<LogJson> of(Type type, const QList<GraphQlField> &fields, Ids ids);

    std::string row(const SimLine &line) const;
    std::string row(const SimRequest &request) const;

private:
    enum class Field;
    struct Column {
        std::string key; ///< with its quotes and colon
        Field field;
        std::vector<Column> columns;
    };
    static Result<std::vector<Column>> columnsOf(const QList<GraphQlField> &fields, const char *type);
    void writeTags(const SimOrigin &origin, const std::vector<Column> &columns, std::string &json) const;

    std::vector<Column> m_columns;
    Ids m_ids;
};

/// RFC 3339 with nanoseconds, without zeros at the end of the fraction unless `allDigits`.
std::string railwayNanos(qint64 at, bool allDigits);
/// The other way round; none when it is no such time.
std::optional<qint64> nanosFrom(const QString &time);

void appendJsonString(std::string_view text, std::string &json);

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "logjson.h"

#include <QDateTime>

#include <algorithm>
#include <array>

namespace Slipway::Rehearsal {

enum class LogJson::Field {
    Timestamp,
    Severity,
    Message,
    Attributes,
    Tags,
    Key,
    Value,
    Project,
    Environment,
    Service,
    Deployment,
    Replica,
    Snapshot,
    Request,
    Method,
    Path,
    Host,
    Status,
    Duration,
    Details,
    Address,
    Agent,
    Region,
    Protocol,
    UpstreamErrors,
    Sent,
    Received,
    Upstream
};

namespace {

constexpr const char *hexDigits = "0123456789abcdef";

void appendEscaped(unsigned code, std::string &json)
{
    json += "\\u";
    for (unsigned shift = 16; shift > 0; shift -= 4)
        json += hexDigits[(code >> (shift - 4)) & 0xFU];
}

/// A lone surrogate, as three bytes: its code.
std::optional<unsigned> surrogateAt(std::string_view text, size_t at)
{
    if (at + 2 >= text.size() || text[at] != '\xED')
        return std::nullopt;
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const auto third = static_cast<unsigned char>(text[at + 2]);
    return second >= 0xA0U ? std::optional(0xD000U | (second & 0x3FU) << 6U | (third & 0x3FU)) : std::nullopt;
}

void appendTwoDigits(int number, std::string &text)
{
    text += char('0' + number / 10);
    text += char('0' + number % 10);
}

const char *regionOf(const SimRequest &request)
{
    return request.id[0] < '8' ? "europe-west4-drams3a" : "us-east4-eqdc4a";
}

} // namespace

void appendJsonString(std::string_view text, std::string &json)
{
    json += '"';
    size_t plain = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const auto surrogate = byte == 0xEDU ? surrogateAt(text, at) : std::nullopt;
        if (byte >= 0x20U && byte != '"' && byte != '\\' && !surrogate)
            continue;
        json += text.substr(plain, at - plain);
        if (surrogate) {
            appendEscaped(*surrogate, json);
            at += 2;
        } else if (byte >= 0x20U) {
            json += '\\';
            json += text[at];
        } else if (byte == '\n') {
            json += "\\n";
        } else {
            appendEscaped(byte, json);
        }
        plain = at + 1;
    }
    json += text.substr(plain);
    json += '"';
}

std::string railwayNanos(qint64 at, bool allDigits)
{
    const QDateTime time = QDateTime::fromSecsSinceEpoch(at / nanosInSecond, Qt::UTC);
    const QDate date = time.date();
    std::string text = std::to_string(date.year());
    const std::array parts{std::pair('-', date.month()), std::pair('-', date.day()), std::pair('T', time.time().hour()),
                           std::pair(':', time.time().minute()), std::pair(':', time.time().second())};
    for (const auto &[before, number] : parts) {
        text += before;
        appendTwoDigits(number, text);
    }
    std::string fraction = std::to_string(nanosInSecond + at % nanosInSecond);
    fraction.front() = '.';
    while (!allDigits && !fraction.empty() && (fraction.back() == '0' || fraction == "."))
        fraction.pop_back();
    return text + fraction + 'Z';
}

std::optional<qint64> nanosFrom(const QString &time)
{
    const qsizetype dot = time.indexOf(QLatin1Char('.'));
    qsizetype end = dot < 0 ? 19 : dot + 1;
    QString fraction;
    while (dot >= 0 && end < time.size() && time.at(end).isDigit())
        fraction += time.at(end++);
    const QDateTime whole = QDateTime::fromString(time.left(19) + time.mid(end), Qt::ISODate);
    if (!whole.isValid() || (dot >= 0 && (dot != 19 || fraction.isEmpty())) || end >= time.size())
        return std::nullopt;
    return whole.toSecsSinceEpoch() * nanosInSecond + fraction.leftJustified(9, QLatin1Char('0'), true).toLongLong();
}

Result<std::vector<LogJson::Column>> LogJson::columnsOf(const QList<GraphQlField> &fields, const char *type)
{
    struct Known {
        const char *type;
        const char *name;
        Field field;
        const char *inside;
    };
    static constexpr Known known[] = {{"Log", "timestamp", Field::Timestamp, ""},
                                      {"Log", "severity", Field::Severity, ""},
                                      {"Log", "message", Field::Message, ""},
                                      {"Log", "attributes", Field::Attributes, "LogAttribute"},
                                      {"Log", "tags", Field::Tags, "LogTags"},
                                      {"LogAttribute", "key", Field::Key, ""},
                                      {"LogAttribute", "value", Field::Value, ""},
                                      {"LogTags", "projectId", Field::Project, ""},
                                      {"LogTags", "environmentId", Field::Environment, ""},
                                      {"LogTags", "serviceId", Field::Service, ""},
                                      {"LogTags", "deploymentId", Field::Deployment, ""},
                                      {"LogTags", "deploymentInstanceId", Field::Replica, ""},
                                      {"LogTags", "snapshotId", Field::Snapshot, ""},
                                      {"HttpLog", "timestamp", Field::Timestamp, ""},
                                      {"HttpLog", "requestId", Field::Request, ""},
                                      {"HttpLog", "method", Field::Method, ""},
                                      {"HttpLog", "path", Field::Path, ""},
                                      {"HttpLog", "host", Field::Host, ""},
                                      {"HttpLog", "httpStatus", Field::Status, ""},
                                      {"HttpLog", "totalDuration", Field::Duration, ""},
                                      {"HttpLog", "upstreamRqDuration", Field::Duration, ""},
                                      {"HttpLog", "upstreamErrors", Field::UpstreamErrors, ""},
                                      {"HttpLog", "responseDetails", Field::Details, ""},
                                      {"HttpLog", "srcIp", Field::Address, ""},
                                      {"HttpLog", "clientUa", Field::Agent, ""},
                                      {"HttpLog", "edgeRegion", Field::Region, ""},
                                      {"HttpLog", "downstreamProto", Field::Protocol, ""},
                                      {"HttpLog", "upstreamProto", Field::Protocol, ""},
                                      {"HttpLog", "upstreamAddress", Field::Upstream, ""},
                                      {"HttpLog", "txBytes", Field::Sent, ""},
                                      {"HttpLog", "rxBytes", Field::Received, ""},
                                      {"HttpLog", "deploymentId", Field::Deployment, ""},
                                      {"HttpLog", "deploymentInstanceId", Field::Replica, ""}};
    std::vector<Column> columns;
    for (const GraphQlField &field : fields) {
        const auto found = std::find_if(std::begin(known), std::end(known), [&](const Known &each) {
            return std::string_view(each.type) == type && field.name == QLatin1String(each.name);
        });
        if (found == std::end(known))
            return Error{
                .kind = ErrorKind::Malformed,
                .detail =
                    QStringLiteral("Cannot query field \"%1\" on type \"%2\".").arg(field.name, QLatin1String(type))};
        auto inside = columnsOf(field.fields, found->inside);
        if (!inside)
            return inside;
        if (inside->empty() != (*found->inside == '\0'))
            return Error{.kind = ErrorKind::Malformed,
                         .detail = QStringLiteral("Field \"%1\" must have a selection of subfields.").arg(field.name)};
        columns.push_back(
            {.key = '"' + field.alias.toStdString() + "\":", .field = found->field, .columns = *std::move(inside)});
    }
    return columns;
}

Result<LogJson> LogJson::of(Type type, const QList<GraphQlField> &fields, Ids ids)
{
    auto columns = columnsOf(fields, type == Type::Line ? "Log" : "HttpLog");
    if (!columns)
        return columns.error();
    LogJson json;
    json.m_columns = *std::move(columns);
    json.m_ids = std::move(ids);
    return json;
}

void LogJson::writeTags(const SimOrigin &origin, const std::vector<Column> &columns, std::string &json) const
{
    json += '{';
    for (const Column &column : columns) {
        json += column.key;
        const std::string &id = column.field == Field::Project       ? m_ids.project
                                : column.field == Field::Environment ? m_ids.environment
                                : column.field == Field::Service     ? m_ids.service
                                : column.field == Field::Deployment  ? origin.deployment
                                : column.field == Field::Replica     ? origin.replica
                                                                     : origin.snapshot;
        if (id.empty())
            json += "null";
        else
            appendJsonString(id, json);
        json += ',';
    }
    json.back() = '}';
}

std::string LogJson::row(const SimLine &line) const
{
    std::string json("{");
    json.reserve(512);
    for (const Column &column : m_columns) {
        json += column.key;
        if (column.field == Field::Timestamp) {
            json += '"' + railwayNanos(line.at, line.bySecond) + '"';
        } else if (column.field == Field::Severity && *line.severity == '\0') {
            json += "null";
        } else if (column.field == Field::Severity) {
            appendJsonString(line.severity, json);
        } else if (column.field == Field::Message) {
            appendJsonString(line.message, json);
        } else if (column.field == Field::Tags) {
            writeTags(*line.origin, column.columns, json);
        } else if (line.attributes.empty()) {
            json += "[]";
        } else {
            json += '[';
            for (const auto &[key, value] : line.attributes) {
                json += '{';
                for (const Column &part : column.columns) {
                    json += part.key;
                    appendJsonString(part.field == Field::Key ? key : std::string_view(value), json);
                    json += ',';
                }
                json.back() = '}';
                json += ',';
            }
            json.back() = ']';
        }
        json += ',';
    }
    json.back() = '}';
    return json;
}

std::string LogJson::row(const SimRequest &request) const
{
    const bool failed = request.status == 502;
    const auto textOf = [&](Field field) -> std::string {
        switch (field) {
        case Field::Timestamp:
            return railwayNanos(request.at, false);
        case Field::Request:
            return request.id;
        case Field::Method:
            return request.method;
        case Field::Path:
            return request.path;
        case Field::Host:
            return m_ids.host;
        case Field::Details:
            return failed ? "Retried single replica" : "";
        case Field::Address:
            return request.address;
        case Field::Agent:
            return request.agent;
        case Field::Region:
            return regionOf(request);
        case Field::Protocol:
            return "HTTP/1.1";
        case Field::UpstreamErrors:
            return failed ? R"([{"error":"connection refused","duration":2}])" : "";
        case Field::Upstream:
            return "http://[fd12:8c19:6a80::10]:8080";
        case Field::Deployment:
            return request.origin->deployment;
        case Field::Replica:
            return request.origin->replica;
        case Field::Status:
        case Field::Duration:
        case Field::Sent:
        case Field::Received:
        case Field::Severity:
        case Field::Message:
        case Field::Attributes:
        case Field::Tags:
        case Field::Key:
        case Field::Value:
        case Field::Project:
        case Field::Environment:
        case Field::Service:
        case Field::Snapshot:
            return {};
        }
        return {};
    };
    std::string json("{");
    for (const Column &column : m_columns) {
        json += column.key;
        if (column.field == Field::Status)
            json += std::to_string(request.status);
        else if (column.field == Field::Duration)
            json += std::to_string(request.milliseconds);
        else if (column.field == Field::Sent)
            json += std::to_string(request.sent);
        else if (column.field == Field::Received)
            json += std::to_string(request.received);
        else
            appendJsonString(textOf(column.field), json);
        json += ',';
    }
    json.back() = '}';
    return json;
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "logjson.h"

#include "logs/logtime.h"

#include <QDateTime>

#include <algorithm>
#include <array>

namespace Slipway::Rehearsal {

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
    const QDateTime time = QDateTime::fromSecsSinceEpoch(at / nanosecondsPerSecond, Qt::UTC);
    const QDate date = time.date();
    std::string text = std::to_string(date.year());
    const std::array parts{std::pair('-', date.month()), std::pair('-', date.day()), std::pair('T', time.time().hour()),
                           std::pair(':', time.time().minute()), std::pair(':', time.time().second())};
    for (const auto &[before, number] : parts) {
        text += before;
        appendTwoDigits(number, text);
    }
    std::string fraction = std::to_string(nanosecondsPerSecond + at % nanosecondsPerSecond);
    fraction.front() = '.';
    while (!allDigits && !fraction.empty() && (fraction.back() == '0' || fraction == "."))
        fraction.pop_back();
    return text + fraction + 'Z';
}

/// What a row is written from: a line or a request, and within a line one of its attributes.
struct LogJson::Told {
    const Ids &ids;
    const SimOrigin &origin;
    const SimLine *line = nullptr;
    const SimRequest *request = nullptr;
    const SimAttributes::value_type *attribute = nullptr;
};

struct LogJson::Field {
    enum class Form { Text, TextOrNull, Number, Object, Attributes };
    std::string_view type;
    std::string_view name;
    Form form = Form::Text;
    std::string (*text)(const Told &told) = nullptr;
    std::string_view inside = {}; ///< the type of what is in it
};

const LogJson::Field *LogJson::field(std::string_view type, std::string_view name)
{
    using Form = Field::Form;
    static const std::array fields{
        Field{"Log", "timestamp", Form::Text, [](const Told &t) { return railwayNanos(t.line->at, t.line->bySecond); }},
        Field{"Log", "severity", Form::TextOrNull, [](const Told &t) { return std::string(t.line->severity); }},
        Field{"Log", "message", Form::Text, [](const Told &t) { return t.line->message; }},
        Field{"Log", "attributes", Form::Attributes, nullptr, "LogAttribute"},
        Field{"Log", "tags", Form::Object, nullptr, "LogTags"},
        Field{"LogAttribute", "key", Form::Text, [](const Told &t) { return std::string(t.attribute->first); }},
        Field{"LogAttribute", "value", Form::Text, [](const Told &t) { return t.attribute->second; }},
        Field{"LogTags", "projectId", Form::Text, [](const Told &t) { return t.ids.project; }},
        Field{"LogTags", "environmentId", Form::Text, [](const Told &t) { return t.ids.environment; }},
        Field{"LogTags", "serviceId", Form::Text, [](const Told &t) { return t.ids.service; }},
        Field{"LogTags", "deploymentId", Form::Text, [](const Told &t) { return t.origin.deployment; }},
        Field{"LogTags", "deploymentInstanceId", Form::TextOrNull, [](const Told &t) { return t.origin.replica; }},
        Field{"LogTags", "snapshotId", Form::Text, [](const Told &t) { return t.origin.snapshot; }},
        Field{"HttpLog", "timestamp", Form::Text, [](const Told &t) { return railwayNanos(t.request->at, false); }},
        Field{"HttpLog", "requestId", Form::Text, [](const Told &t) { return t.request->id; }},
        Field{"HttpLog", "method", Form::Text, [](const Told &t) { return std::string(t.request->method); }},
        Field{"HttpLog", "path", Form::Text, [](const Told &t) { return std::string(t.request->path); }},
        Field{"HttpLog", "host", Form::Text, [](const Told &t) { return t.ids.host; }},
        Field{"HttpLog", "httpStatus", Form::Number, [](const Told &t) { return std::to_string(t.request->status); }},
        Field{"HttpLog", "totalDuration", Form::Number,
              [](const Told &t) { return std::to_string(t.request->milliseconds); }},
        Field{"HttpLog", "upstreamRqDuration", Form::Number,
              [](const Told &t) { return std::to_string(t.request->milliseconds); }},
        Field{"HttpLog", "upstreamErrors", Form::Text,
              [](const Told &t) {
                  return std::string(t.request->status == 502 ? R"([{"error":"connection refused","duration":2}])"
                                                              : "");
              }},
        Field{"HttpLog", "responseDetails", Form::Text,
              [](const Told &t) { return std::string(t.request->status == 502 ? "Retried single replica" : ""); }},
        Field{"HttpLog", "srcIp", Form::Text, [](const Told &t) { return t.request->address; }},
        Field{"HttpLog", "clientUa", Form::Text, [](const Told &t) { return std::string(t.request->agent); }},
        Field{"HttpLog", "edgeRegion", Form::Text,
              [](const Told &t) {
                  return std::string(t.request->id.front() < '8' ? "europe-west4-drams3a" : "us-east4-eqdc4a");
              }},
        Field{"HttpLog", "downstreamProto", Form::Text, [](const Told &) { return std::string("HTTP/2.0"); }},
        Field{"HttpLog", "upstreamProto", Form::Text, [](const Told &) { return std::string("HTTP/1.1"); }},
        Field{"HttpLog", "upstreamAddress", Form::Text,
              [](const Told &) { return std::string("http://[fd12:8c19:6a80::10]:8080"); }},
        Field{"HttpLog", "txBytes", Form::Number, [](const Told &t) { return std::to_string(t.request->sent); }},
        Field{"HttpLog", "rxBytes", Form::Number, [](const Told &t) { return std::to_string(t.request->received); }},
        Field{"HttpLog", "deploymentId", Form::Text, [](const Told &t) { return t.origin.deployment; }},
        Field{"HttpLog", "deploymentInstanceId", Form::Text, [](const Told &t) { return t.origin.replica; }}};
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field &each) { return each.type == type && each.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

Result<std::vector<LogJson::Column>> LogJson::columnsOf(const QList<GraphQlField> &fields, std::string_view type)
{
    const auto error = [](const QString &what) { return Error{.kind = ErrorKind::Malformed, .detail = what}; };
    std::vector<Column> columns;
    for (const GraphQlField &asked : fields) {
        const Field *known = field(type, asked.name.toStdString());
        if (!known)
            return error(QStringLiteral("Cannot query field \"%1\" on type \"%2\".")
                             .arg(asked.name, QString::fromStdString(std::string(type))));
        if (known->inside.empty() != asked.fields.isEmpty())
            return error(QStringLiteral("Field \"%1\" has the wrong selection of subfields.").arg(asked.name));
        auto inside = columnsOf(asked.fields, known->inside);
        if (!inside)
            return inside;
        columns.push_back(
            {.key = '"' + asked.alias.toStdString() + "\":", .field = known, .inside = *std::move(inside)});
    }
    return columns;
}

Result<LogJson> LogJson::of(Type type, const QList<GraphQlField> &fields, Ids ids)
{
    auto columns = columnsOf(fields, type == Type::Line ? "Log" : "HttpLog");
    if (!columns)
        return columns.error();
    if (columns->empty())
        return Error{.kind = ErrorKind::Malformed,
                     .detail = QStringLiteral("Logs must have a selection of subfields.")};
    LogJson json;
    json.m_columns = *std::move(columns);
    json.m_ids = std::move(ids);
    return json;
}

void LogJson::append(const Told &told, const std::vector<Column> &columns, std::string &json)
{
    json += '{';
    for (const Column &column : columns) {
        json += column.key;
        append(told, column, json);
        json += ',';
    }
    json.back() = '}';
}

void LogJson::append(const Told &told, const Column &column, std::string &json)
{
    const std::string text = column.field->text ? column.field->text(told) : std::string();
    switch (column.field->form) {
    case Field::Form::TextOrNull:
        if (text.empty()) {
            json += "null";
            return;
        }
        [[fallthrough]];
    case Field::Form::Text:
        return appendJsonString(text, json);
    case Field::Form::Number:
        json += text;
        return;
    case Field::Form::Object:
        return append(told, column.inside, json);
    case Field::Form::Attributes:
        json += '[';
        for (const auto &attribute : told.line->attributes) {
            json += &attribute == &told.line->attributes.front() ? "" : ",";
            append({.ids = told.ids, .origin = told.origin, .attribute = &attribute}, column.inside, json);
        }
        json += ']';
        return;
    }
}

std::string LogJson::row(const SimLine &line) const
{
    std::string json;
    json.reserve(line.message.size() + 512);
    append({.ids = m_ids, .origin = *line.origin, .line = &line}, m_columns, json);
    return json;
}

std::string LogJson::row(const SimRequest &request) const
{
    std::string json;
    json.reserve(768);
    append({.ids = m_ids, .origin = *request.origin, .request = &request}, m_columns, json);
    return json;
}

} // namespace Slipway::Rehearsal

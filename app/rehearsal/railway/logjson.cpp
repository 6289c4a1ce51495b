// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/railway/logjson.h"

#include "models/logs/logtime.h"

#include <algorithm>
#include <array>
#include <chrono>

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
    const std::chrono::sys_time<std::chrono::seconds> time{std::chrono::seconds(at / nanosecondsPerSecond)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    std::string text = std::to_string(int(date.year()));
    text.reserve(32);
    const std::array parts{std::pair('-', int(unsigned(date.month()))), std::pair('-', int(unsigned(date.day()))),
                           std::pair('T', int(clock.hours().count())), std::pair(':', int(clock.minutes().count())),
                           std::pair(':', int(clock.seconds().count()))};
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
    std::string_view (*text)(const Told &told, std::string &made) = nullptr; ///< valid as long as both
    std::string_view inside = {};                                            ///< the type of what is in it
};

const LogJson::Field *LogJson::field(std::string_view type, std::string_view name)
{
    using Form = Field::Form;
    using View = std::string_view;
    using Made = std::string &;
    static const Field fields[] = {
        {"Log", "timestamp", Form::Text,
         [](const Told &t, Made made) { return View(made = railwayNanos(t.line->at, t.line->bySecond)); }},
        {"Log", "severity", Form::TextOrNull, [](const Told &t, Made) { return View(t.line->severity); }},
        {"Log", "message", Form::Text, [](const Told &t, Made) { return View(t.line->message); }},
        {"Log", "attributes", Form::Attributes, nullptr, "LogAttribute"},
        {"Log", "tags", Form::Object, nullptr, "LogTags"},
        {"LogAttribute", "key", Form::Text, [](const Told &t, Made) { return View(t.attribute->first); }},
        {"LogAttribute", "value", Form::Text, [](const Told &t, Made) { return View(t.attribute->second); }},
        {"LogTags", "projectId", Form::Text, [](const Told &t, Made) { return View(t.ids.project); }},
        {"LogTags", "environmentId", Form::Text, [](const Told &t, Made) { return View(t.ids.environment); }},
        {"LogTags", "serviceId", Form::Text, [](const Told &t, Made) { return View(t.ids.service); }},
        {"LogTags", "deploymentId", Form::Text, [](const Told &t, Made) { return View(t.origin.deployment); }},
        {"LogTags", "deploymentInstanceId", Form::TextOrNull,
         [](const Told &t, Made) { return View(t.origin.replica); }},
        {"LogTags", "snapshotId", Form::Text, [](const Told &t, Made) { return View(t.origin.snapshot); }},
        {"HttpLog", "timestamp", Form::Text,
         [](const Told &t, Made made) { return View(made = railwayNanos(t.request->at, false)); }},
        {"HttpLog", "requestId", Form::Text, [](const Told &t, Made) { return View(t.request->id); }},
        {"HttpLog", "method", Form::Text, [](const Told &t, Made) { return View(t.request->method); }},
        {"HttpLog", "path", Form::Text, [](const Told &t, Made) { return View(t.request->path); }},
        {"HttpLog", "host", Form::Text, [](const Told &t, Made) { return View(t.ids.host); }},
        {"HttpLog", "httpStatus", Form::Number,
         [](const Told &t, Made made) { return View(made = std::to_string(t.request->status)); }},
        {"HttpLog", "totalDuration", Form::Number,
         [](const Told &t, Made made) { return View(made = std::to_string(t.request->milliseconds)); }},
        {"HttpLog", "upstreamRqDuration", Form::Number,
         [](const Told &t, Made made) { return View(made = std::to_string(t.request->milliseconds)); }},
        {"HttpLog", "upstreamErrors", Form::Text,
         [](const Told &t, Made) {
             return View(t.request->status == 502 ? R"([{"error":"connection refused","duration":2}])" : "");
         }},
        {"HttpLog", "responseDetails", Form::Text,
         [](const Told &t, Made) { return View(t.request->status == 502 ? "Retried single replica" : ""); }},
        {"HttpLog", "srcIp", Form::Text, [](const Told &t, Made) { return View(t.request->address); }},
        {"HttpLog", "clientUa", Form::Text, [](const Told &t, Made) { return View(t.request->agent); }},
        {"HttpLog", "edgeRegion", Form::Text,
         [](const Told &t,
            Made) { return View(t.request->id.front() < '8' ? "europe-west4-drams3a" : "us-east4-eqdc4a"); }},
        {"HttpLog", "downstreamProto", Form::Text, [](const Told &, Made) { return View("HTTP/2.0"); }},
        {"HttpLog", "upstreamProto", Form::Text, [](const Told &, Made) { return View("HTTP/1.1"); }},
        {"HttpLog", "upstreamAddress", Form::Text,
         [](const Told &, Made) { return View("http://[fd12:8c19:6a80::10]:8080"); }},
        {"HttpLog", "txBytes", Form::Number,
         [](const Told &t, Made made) { return View(made = std::to_string(t.request->sent)); }},
        {"HttpLog", "rxBytes", Form::Number,
         [](const Told &t, Made made) { return View(made = std::to_string(t.request->received)); }},
        {"HttpLog", "deploymentId", Form::Text, [](const Told &t, Made) { return View(t.origin.deployment); }},
        {"HttpLog", "deploymentInstanceId", Form::Text, [](const Told &t, Made) { return View(t.origin.replica); }}};
    const auto found = std::find_if(std::begin(fields), std::end(fields),
                                    [&](const Field &each) { return each.type == type && each.name == name; });
    return found == std::end(fields) ? nullptr : &*found;
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
    std::string made;
    const std::string_view text = column.field->text ? column.field->text(told, made) : std::string_view();
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

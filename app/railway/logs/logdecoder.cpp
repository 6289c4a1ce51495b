// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/logs/logdecoder.h"

#include "app/railway/graphql.h"
#include "app/railway/logs/logrow.h"

#include <QJsonDocument>
#include <simdjson.h>

namespace Slipway::Railway {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

/// Fields of an object as the parser keeps them. What is no string or whole number is passed over.
class FastRows {
public:
    FastRows(LogLines &lines, const LogRows &rows)
        : m_lines(lines)
        , m_rows(rows)
    {
    }

    /// False for what is not as described: it is read again the slow way, which says why.
    bool read(Element answer)
    {
        Object data;
        if (answer.at_key("errors").error() == simdjson::SUCCESS || answer["data"].get(data) || data.size() == 0)
            return false;
        for (const auto field : data) {
            simdjson::dom::array rows;
            if (field.value.get(rows))
                return false;
            for (const Element row : rows)
                readRow(row);
        }
        return true;
    }

private:
    void readRow(Element element)
    {
        LogRowTexts row;
        m_lines.begin();
        readFields(row, element);
        m_lines.finish(row, m_rows.source, m_rows.environment);
    }

    void readFields(LogRowTexts &row, Element element)
    {
        Object fields;
        if (element.get(fields))
            return;
        for (const auto field : fields) {
            std::string_view text;
            int64_t number = 0;
            if (!field.value.get(text))
                m_lines.takeText(row, field.key, text);
            else if (!field.value.get(number))
                m_lines.takeNumber(row, field.key, number);
            else if (field.key == "tags")
                readFields(row, field.value);
            else if (field.key == "attributes")
                readAttributes(row, field.value);
        }
    }

    void readAttributes(LogRowTexts &row, Element element)
    {
        simdjson::dom::array attributes;
        if (element.get(attributes))
            return;
        for (const Element attribute : attributes) {
            std::string_view key;
            std::string_view value;
            if (attribute["key"].get(key) || attribute["value"].get(value))
                continue;
            if (key == "level")
                row.levelAttribute = value;
            else
                m_lines.addAttribute(key, value);
        }
    }

    LogLines &m_lines;
    LogRows m_rows;
};

std::string_view keptText(LogLines &lines, const QJsonValue &value)
{
    return lines.keep(value.toString().toStdString());
}

void readSlowly(LogLines &lines, const QJsonObject &object, const LogRows &rows)
{
    LogRowTexts row;
    lines.begin();
    const QJsonArray attributes = object.value(QLatin1String("attributes")).toArray();
    for (const auto &attribute : attributes) {
        if (!attribute[QLatin1String("key")].isString() || !attribute[QLatin1String("value")].isString())
            continue;
        const QString key = attribute[QLatin1String("key")].toString();
        const std::string_view text = keptText(lines, attribute[QLatin1String("value")]);
        if (key == QLatin1String("level"))
            row.levelAttribute = text;
        else
            lines.addAttribute(key.toStdString(), text);
    }
    const QJsonObject tags = object.value(QLatin1String("tags")).toObject();
    for (const QJsonObject &part : {object, tags}) {
        for (auto field = part.constBegin(); field != part.constEnd(); ++field) {
            const std::string name = field.key().toStdString();
            if (field->isString())
                lines.takeText(row, name, keptText(lines, *field));
            else if (field->isDouble() && double(field->toInteger()) == field->toDouble())
                lines.takeNumber(row, name, field->toInteger());
        }
    }
    lines.finish(row, rows.source, rows.environment);
}

} // namespace

struct LogDecoder::State {
    simdjson::dom::parser parser; ///< chooses the processor's best instructions as it runs; on-demand does not
    LogLines lines;
};

LogDecoder::LogDecoder()
    : m_state(std::make_unique<State>())
{
}

LogDecoder::~LogDecoder() = default;

Result<std::span<const LogLine>> LogDecoder::decode(std::string_view answer, qsizetype capacity, const LogRows &rows)
{
    if (answer.empty()) // simdjson copies from where nothing is
        return decodeSlowly(QByteArray(), rows);
    m_state->lines.clear();
    Element whole;
    const bool padded = size_t(capacity) >= answer.size() + simdjson::SIMDJSON_PADDING;
    const auto parsed = m_state->parser.parse(answer.data(), answer.size(), !padded);
    if (!parsed.get(whole) && FastRows(m_state->lines, rows).read(whole))
        return std::span<const LogLine>(m_state->lines.lines());
    return decodeSlowly(QByteArray::fromRawData(answer.data(), qsizetype(answer.size())), rows);
}

Result<std::span<const LogLine>> LogDecoder::decode(const QByteArray &answer, const LogRows &rows)
{
    return decode({answer.constData(), size_t(answer.size())}, answer.size(), rows);
}

Result<std::span<const LogLine>> LogDecoder::decodeSlowly(const QByteArray &answer, const LogRows &rows)
{
    m_state->lines.clear();
    const Result<QJsonObject> data = readData({.status = 200, .body = answer});
    if (!data)
        return data.error();
    if (data->isEmpty())
        return Error{.kind = ErrorKind::Malformed,
                     .detail = QStringLiteral("Railway's answer holds no log: it is not as its interface describes.")};
    for (const auto &field : *data) {
        if (!field.isArray())
            return Error{.kind = ErrorKind::Malformed,
                         .detail = QStringLiteral("Railway's answer holds no list of log lines.")};
        const QJsonArray array = field.toArray();
        for (const auto &row : array)
            readSlowly(m_state->lines, row.toObject(), rows);
    }
    return std::span<const LogLine>(m_state->lines.lines());
}

} // namespace Slipway::Railway

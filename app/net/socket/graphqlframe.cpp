// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/socket/graphqlframe.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringEncoder>

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

namespace Slipway {

namespace {

namespace ondemand = simdjson::ondemand;

constexpr size_t keptBytes = size_t(4) << 20; ///< of the buffer: what one large frame took is given back

FrameType frameTypeOf(std::string_view word)
{
    using Word = std::pair<std::string_view, FrameType>;
    static constexpr std::array words{Word{"next", FrameType::Next},   Word{"connection_ack", FrameType::Acknowledged},
                                      Word{"ping", FrameType::Ping},   Word{"pong", FrameType::Pong},
                                      Word{"error", FrameType::Error}, Word{"complete", FrameType::Complete}};
    for (const auto &[known, type] : words) {
        if (known == word)
            return type;
    }
    return FrameType::Other;
}

/// The code unit that "\uXXXX" at that place stands for; -1 when there is none.
int escapedUnit(std::string_view json, size_t at)
{
    if (json.substr(at, 2) != "\\u" || json.size() < at + 6)
        return -1;
    bool valid = false;
    const int unit = QByteArrayView(json.data() + at + 2, 4).toInt(&valid, 16);
    return valid ? unit : -1;
}

/// JavaScript writes broken text as an escaped half of a pair. simdjson refuses such a string, though only when it is
/// asked for: whoever reads the payload would be stuck. It becomes the replacement character, which is as long.
void replaceLoneSurrogates(std::span<char> text)
{
    const std::string_view json(text.data(), text.size());
    size_t at = json.find('\\');
    while (at != std::string_view::npos) {
        const size_t begin = at;
        const int unit = escapedUnit(json, at);
        at += unit < 0 ? 2 : 6;
        if (unit >= 0xd800 && unit <= 0xdfff) {
            const int low = unit <= 0xdbff ? escapedUnit(json, at) : -1;
            if (low >= 0xdc00 && low <= 0xdfff)
                at += 6;
            else
                std::copy_n("\\ufffd", 6, text.begin() + qsizetype(begin));
        }
        at = json.find('\\', at);
    }
}

QByteArray jsonOf(const QJsonValue &value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    const QByteArray inArray = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return inArray.mid(1, inArray.size() - 2);
}

} // namespace

struct GraphQlFrameReader::Parts {
    std::vector<char> buffer;
    ondemand::parser parser;
    QByteArray id;      ///< of a frame that QJsonDocument has read
    QByteArray payload; ///< of such a frame, with its padding

    std::string_view encode(const QString &message);
    qsizetype capacityFrom(std::string_view part) const { return buffer.data() + buffer.size() - part.data(); }
    bool take(ondemand::field &field, GraphQlFrame &frame, bool &typed) const;
    std::optional<GraphQlFrame> readFast(std::string_view json);
    std::optional<GraphQlFrame> readTolerantly(std::string_view json);
};

std::string_view GraphQlFrameReader::Parts::encode(const QString &message)
{
    QStringEncoder encoder(QStringEncoder::Utf8);
    const size_t need = size_t(encoder.requiredSpace(message.size())) + simdjson::SIMDJSON_PADDING;
    if (buffer.size() > keptBytes && need <= keptBytes) {
        buffer = std::vector<char>(need);
        parser = ondemand::parser();
    }
    if (buffer.size() < need)
        buffer.resize(need);
    const char *end = encoder.appendToBuffer(buffer.data(), message);
    const auto length = size_t(end - buffer.data());
    replaceLoneSurrogates({buffer.data(), length});
    return {buffer.data(), length};
}

/// False when the field cannot be read.
bool GraphQlFrameReader::Parts::take(ondemand::field &field, GraphQlFrame &frame, bool &typed) const
{
    std::string_view key;
    ondemand::json_type kind{};
    if (field.unescaped_key().get(key) != simdjson::SUCCESS || field.value().type().get(kind) != simdjson::SUCCESS)
        return false;
    if (key == "payload") {
        frame.capacity = 0;
        if (simdjson::to_json_string(field.value()).get(frame.payload) != simdjson::SUCCESS)
            return false;
        frame.capacity = capacityFrom(frame.payload);
        return true;
    }
    if (kind != ondemand::json_type::string || (key != "type" && key != "id"))
        return true; // passed over by the iterator
    std::string_view word;
    if (field.value().get_string().get(word) != simdjson::SUCCESS)
        return false;
    if (key == "id") {
        frame.id = word;
    } else {
        frame.type = frameTypeOf(word);
        typed = true;
    }
    return true;
}

std::optional<GraphQlFrame> GraphQlFrameReader::Parts::readFast(std::string_view json)
{
    ondemand::document document;
    ondemand::object object;
    if (parser.iterate(json.data(), json.size(), buffer.size()).get(document) != simdjson::SUCCESS ||
        document.get_object().get(object) != simdjson::SUCCESS)
        return std::nullopt;
    GraphQlFrame frame;
    bool typed = false;
    for (auto next : object) {
        ondemand::field field;
        if (std::move(next).get(field) != simdjson::SUCCESS || !take(field, frame, typed))
            return std::nullopt;
    }
    const char *rest = nullptr; // an object that ended before the text did was not what it seemed to be
    const bool whole = document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS;
    return typed && whole ? std::optional(frame) : std::nullopt;
}

std::optional<GraphQlFrame> GraphQlFrameReader::Parts::readTolerantly(std::string_view json)
{
    const QByteArray text = QByteArray::fromRawData(json.data(), qsizetype(json.size()));
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    const QJsonValue type = object.value(QLatin1String("type"));
    if (!type.isString())
        return std::nullopt;
    id = object.value(QLatin1String("id")).toString().toUtf8();
    const QJsonValue given = object.value(QLatin1String("payload"));
    payload = given.isUndefined() ? QByteArray() : jsonOf(given);
    const auto length = size_t(payload.size());
    payload.append(qsizetype(simdjson::SIMDJSON_PADDING), ' ');
    return GraphQlFrame{.type = frameTypeOf(type.toString().toStdString()),
                        .id = {id.constData(), size_t(id.size())},
                        .payload = {payload.constData(), length},
                        .capacity = payload.size()};
}

GraphQlFrameReader::GraphQlFrameReader()
    : m_parts(std::make_unique<Parts>())
{
}

GraphQlFrameReader::~GraphQlFrameReader() = default;

std::optional<GraphQlFrame> GraphQlFrameReader::read(const QString &message)
{
    const std::string_view json = m_parts->encode(message);
    const auto frame = m_parts->readFast(json);
    return frame ? frame : m_parts->readTolerantly(json);
}

} // namespace Slipway

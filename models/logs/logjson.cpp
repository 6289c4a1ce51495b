// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int mostCandidates = 16; ///< brackets that are tried as the beginning
constexpr int deepestIndent = 32;
constexpr size_t indentWidth = 2;

/// Just behind the bracket that closes the one at the beginning; npos when none does.
size_t closingBracket(std::string_view text)
{
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.size(); ++i) {
        const char byte = text[i];
        if (quoted && byte == '\\')
            ++i;
        else if (byte == '"')
            quoted = !quoted;
        else if (!quoted && (byte == '{' || byte == '['))
            ++depth;
        else if (!quoted && (byte == '}' || byte == ']') && --depth == 0)
            return i + 1;
    }
    return std::string_view::npos;
}

/// "[]", "[3]" and "{}" are words of a message more often than data.
bool isWorthShowing(const QJsonDocument &document)
{
    if (document.isObject())
        return !document.object().isEmpty();
    const QJsonArray array = document.array();
    return std::any_of(array.cbegin(), array.cend(), [](const QJsonValue &value) { return value.isObject(); });
}

std::string_view jsonIn(std::string_view message)
{
    size_t from = 0;
    for (int tried = 0; tried < mostCandidates; ++tried) {
        from = message.find_first_of("{[", from);
        if (from == std::string_view::npos)
            return {};
        const std::string_view rest = message.substr(from);
        const size_t length = closingBracket(rest);
        if (length != std::string_view::npos) {
            const auto document = QJsonDocument::fromJson(QByteArray::fromRawData(rest.data(), qsizetype(length)));
            if (isWorthShowing(document))
                return rest.substr(0, length);
        }
        ++from;
    }
    return {};
}

/// Writes valid JSON anew, with white space of its own.
class JsonIndenter {
public:
    std::string indented(std::string_view json, size_t most)
    {
        for (size_t i = 0; i < json.size() && m_text.size() < most; ++i)
            take(json, i);
        return m_text;
    }

private:
    void take(std::string_view json, size_t i)
    {
        const char byte = json[i];
        if (m_escaped || m_quoted) {
            m_text += byte;
            m_quoted = m_escaped || byte != '"';
            m_escaped = !m_escaped && byte == '\\';
            return;
        }
        const bool closes = byte == '}' || byte == ']';
        if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r')
            return;
        m_depth -= closes ? 1 : 0;
        if (closes ? m_depth >= 0 && !m_justOpened : m_justOpened)
            endLine();
        m_text += byte;
        m_justOpened = byte == '{' || byte == '[';
        m_depth += m_justOpened ? 1 : 0;
        m_quoted = byte == '"';
        if (byte == ',')
            endLine();
        else if (byte == ':')
            m_text += ' ';
    }

    void endLine() { m_text.append("\n").append(size_t(std::clamp(m_depth, 0, deepestIndent)) * indentWidth, ' '); }

    std::string m_text;
    int m_depth = 0;
    bool m_quoted = false;
    bool m_escaped = false;
    bool m_justOpened = false;
};

} // namespace

QString prettyJson(std::string_view message, qsizetype most)
{
    const std::string_view json = jsonIn(message);
    return json.empty() ? QString() : QString::fromStdString(JsonIndenter().indented(json, size_t(most)));
}

} // namespace Slipway

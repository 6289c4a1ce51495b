// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logfileline.h"

#include "models/logs/logtext.h"
#include "models/logs/logtime.h"
#include "models/values/plaintext.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr char32_t noFileCharacter = 0xFFFFFFFF;

struct FileCharacter {
    char32_t code = noFileCharacter; ///< noFileCharacter: the byte is no UTF-8
    size_t bytes = 1;
};

/// How many bytes begin so, and the least character that needs them; 0 when none does.
std::pair<size_t, char32_t> sequenceOf(quint8 first)
{
    if (first < 0x80)
        return {1, 0};
    if ((first & 0xE0) == 0xC0)
        return {2, 0x80};
    if ((first & 0xF0) == 0xE0)
        return {3, 0x800};
    if ((first & 0xF8) == 0xF0)
        return {4, 0x10000};
    return {0, 0};
}

FileCharacter fileCharacter(std::string_view text)
{
    const auto first = quint8(text.front());
    const auto [bytes, least] = sequenceOf(first);
    if (bytes == 0 || bytes > text.size())
        return {};
    char32_t code = bytes == 1 ? first : first & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; ++i) {
        const auto next = quint8(text[i]);
        if ((next & 0xC0) != 0x80)
            return {};
        code = (code << 6) | (next & 0x3F);
    }
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return {};
    return {.code = code, .bytes = bytes};
}

void appendHex(QByteArray &out, const char *mark, char32_t code, int digits)
{
    out += mark;
    out += QByteArray::number(uint(code), 16).rightJustified(digits, '0');
}

/// A character that is not written as it is.
void appendEscape(QByteArray &out, char32_t code)
{
    if (code == '\n')
        out += "\\n";
    else if (code == '\r')
        out += "\\r";
    else if (code == '\t')
        out += "\\t";
    else if (code < 0x80)
        appendHex(out, "\\x", code, 2);
    else if (code < 0x10000)
        appendHex(out, "\\u", code, 4);
    else
        appendHex(out, "\\U", code, 8);
}

bool isPlainByte(char byte)
{
    return quint8(byte) >= 0x20 && quint8(byte) < 0x7F;
}

void appendMessage(QByteArray &out, std::string_view text)
{
    while (!text.empty()) {
        const auto end = std::find_if_not(text.begin(), text.end(), isPlainByte);
        const auto plain = size_t(end - text.begin());
        out.append(text.data(), qsizetype(plain));
        text.remove_prefix(plain);
        if (text.empty())
            return;
        const FileCharacter next = fileCharacter(text);
        if (next.code == noFileCharacter)
            appendHex(out, "\\x", quint8(text.front()), 2);
        else if (next.code < 0xA0 || isInvisible(next.code))
            appendEscape(out, next.code);
        else
            out.append(text.data(), qsizetype(next.bytes));
        text.remove_prefix(next.bytes);
    }
}

const char *sourceWord(LogSource source)
{
    switch (source) {
    case LogSource::Deploy:
        return "deploy";
    case LogSource::Build:
        return "build";
    case LogSource::Http:
        return "http";
    case LogSource::Note:
        break;
    }
    return "note";
}

} // namespace

QByteArray logFileLine(const LogLine &line)
{
    QByteArray out = wireLogTime(line.at).toLatin1();
    out.reserve(out.size() + 40 + qsizetype(line.message.size()));
    out += ' ' + logEnvironmentText(line.environment).toLatin1() + ' ';
    out += sourceWord(line.source);
    out += ' ';
    out += line.level == LogLevel::None ? QByteArray("-") : logLevelText(line.level).toLatin1();
    out += ' ';
    appendMessage(out, line.message);
    if (line.cut)
        out += " [cut]";
    return out;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logfileline.h"

#include "models/logs/logtext.h"
#include "models/logs/logtime.h"
#include "models/logs/utf8.h"
#include "models/values/plaintext.h"

#include <algorithm>

namespace Slipway {

namespace {

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
        const Utf8Character next = firstCharacter(text);
        if (!next.code)
            appendHex(out, "\\x", quint8(text.front()), 2);
        else if (*next.code < 0xA0 || isInvisible(*next.code))
            appendEscape(out, *next.code);
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

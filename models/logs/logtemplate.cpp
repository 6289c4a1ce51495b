// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logtemplate.h"

#include <algorithm>
#include <array>

namespace Slipway {

namespace {

constexpr size_t leastHexId = 8;    ///< bytes: "3f9c2ab1", UUIDs
constexpr size_t longestHexId = 40; ///< bytes, with its hyphens: longer ones are ids of the other kind
constexpr size_t leastPlainId = 12; ///< bytes: ids of letters and digits, "NffrFeUfNV2Hib"
constexpr size_t longestUnit = 3;   ///< "ms", "KiB"

bool isDecimalDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool isLatinLetter(char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

bool isHexadecimal(char byte)
{
    return isDecimalDigit(byte) || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f');
}

bool isLetterOrDigit(char byte)
{
    return isDecimalDigit(byte) || isLatinLetter(byte);
}

constexpr std::string_view quotationMarks = "'\"`";

/// What stands between numbers of one kind of thing: dates, times, addresses, lists.
bool joinsNumbers(char byte)
{
    return byte == ' ' || (byte >= '+' && byte <= '/') || byte == ':' || byte == ';'; // + , - . /
}

/// Reads a message once, from its beginning to its end, and hashes what is not left out.
class TemplateReader {
public:
    explicit TemplateReader(std::string_view message)
        : m_message(message)
    {
    }
    quint64 hash();

private:
    char byteAt(size_t at) const { return at < m_message.size() ? m_message[at] : '\0'; }
    template <typename Test>
    size_t endOf(size_t at, Test test) const
    {
        while (at < m_message.size() && test(m_message[at]))
            ++at;
        return at;
    }
    size_t afterQuoted();
    size_t afterId() const;
    size_t afterUnit(size_t at) const;
    size_t afterNumber() const;
    size_t afterChanging();
    void add(char byte);
    void skip(size_t after);
    void addLetters();
    void addOther();

    std::string_view m_message;
    size_t m_at = 0;
    quint64 m_hash = 0xCBF29CE484222325; // FNV-1a
    bool m_afterMarker = false;
    std::array<bool, quotationMarks.size()> m_unclosed{}; ///< one of that kind is not closed, so no later one is
};

/// Behind what is in quotationMarks; where it stands when no such thing begins there. The apostrophe of "don't" is
/// none.
size_t TemplateReader::afterQuoted()
{
    const char quote = byteAt(m_at);
    const size_t kind = quotationMarks.find(quote);
    if (kind == std::string_view::npos || m_unclosed[kind])
        return m_at;
    if (m_at > 0 && isLetterOrDigit(m_message[m_at - 1]))
        return m_at;
    for (size_t at = m_at + 1; at < m_message.size(); ++at) {
        if (m_message[at] == '\\')
            ++at;
        else if (m_message[at] == quote && !isLetterOrDigit(byteAt(at + 1)))
            return at + 1;
    }
    m_unclosed[kind] = true;
    return m_at;
}

size_t TemplateReader::afterId() const
{
    const auto hasDigit = [&](size_t end) {
        return std::any_of(m_message.begin() + qsizetype(m_at), m_message.begin() + qsizetype(end), isDecimalDigit);
    };
    size_t hex = m_at;
    while (hex - m_at < longestHexId && (isHexadecimal(byteAt(hex)) || byteAt(hex) == '-'))
        ++hex;
    if (hex - m_at >= leastHexId && !isLetterOrDigit(byteAt(hex)) && hasDigit(hex))
        return hex;
    const size_t plain = endOf(m_at, isLetterOrDigit);
    return plain - m_at >= leastPlainId && hasDigit(plain) ? plain : m_at;
}

size_t TemplateReader::afterUnit(size_t at) const
{
    if (byteAt(at) == '%')
        return at + 1;
    size_t end = at;
    if (m_message.substr(at, 2) == "\xC2\xB5" || m_message.substr(at, 2) == "\xCE\xBC") // micro, mu
        end = at + 2;
    end = endOf(end, isLatinLetter);
    return end - at <= longestUnit ? end : at;
}

/// Behind a number with its decimals and its unit ("1,024.5 KiB" has none, "3.5GB" and "1m30s" have).
size_t TemplateReader::afterNumber() const
{
    size_t at = m_at;
    if ((byteAt(at) == '-' || byteAt(at) == '+') && (at == 0 || !isLetterOrDigit(m_message[at - 1])))
        ++at;
    if (!isDecimalDigit(byteAt(at)))
        return m_at;
    if (byteAt(at) == '0' && (byteAt(at + 1) == 'x' || byteAt(at + 1) == 'X') && isHexadecimal(byteAt(at + 2)))
        return endOf(at + 2, isHexadecimal);
    while (isDecimalDigit(byteAt(at))) {
        at = endOf(at, isDecimalDigit);
        if ((byteAt(at) == '.' || byteAt(at) == ',') && isDecimalDigit(byteAt(at + 1)))
            ++at;
        else
            at = afterUnit(at);
    }
    return at;
}

/// Behind what differs from message to message, where that begins.
size_t TemplateReader::afterChanging()
{
    const char byte = m_message[m_at];
    const bool withinWord = m_at > 0 && isLetterOrDigit(m_message[m_at - 1]);
    if (isLetterOrDigit(byte) && !withinWord) {
        if (const size_t id = afterId(); id != m_at)
            return id;
    }
    if (isLatinLetter(byte))
        return m_at;
    return isDecimalDigit(byte) || byte == '-' || byte == '+' ? afterNumber() : afterQuoted();
}

void TemplateReader::add(char byte)
{
    m_hash = (m_hash ^ quint8(byte)) * 0x100000001B3;
}

void TemplateReader::skip(size_t after)
{
    if (!m_afterMarker)
        add('\0');
    m_afterMarker = true;
    m_at = after;
}

/// Letters up to the next thing that is none, whatever their case.
void TemplateReader::addLetters()
{
    m_afterMarker = false;
    for (; m_at < m_message.size() && isLatinLetter(m_message[m_at]); ++m_at)
        add(char(m_message[m_at] | 0x20));
}

/// Spaces that align columns count as one.
void TemplateReader::addOther()
{
    const char byte = m_message[m_at++];
    if (m_afterMarker && joinsNumbers(byte))
        return;
    m_afterMarker = false;
    add(byte);
    if (byte == ' ')
        m_at = endOf(m_at, [](char next) { return next == ' '; });
}

quint64 TemplateReader::hash()
{
    while (m_at < m_message.size()) {
        const bool isLetter = isLatinLetter(m_message[m_at]);
        if (const size_t after = afterChanging(); after != m_at)
            skip(after);
        else if (isLetter)
            addLetters();
        else
            addOther();
    }
    return m_hash ^ (m_hash >> 32);
}

} // namespace

quint64 logTemplate(std::string_view message)
{
    return TemplateReader(message).hash();
}

} // namespace Slipway

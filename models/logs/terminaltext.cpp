// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/terminaltext.h"

#include <QtGlobal>

#include <algorithm>
#include <cstring>

namespace Slipway {

namespace {

constexpr char escape = '\x1B';
constexpr char bell = '\x07';
constexpr char c1Lead = '\xC2'; ///< of U+0080 to U+00BF as UTF-8
/// A title or a link without its end must not hide what follows.
constexpr size_t longestControlString = 4'096;

bool isWithin(char byte, quint8 from, quint8 to)
{
    return quint8(byte) >= from && quint8(byte) <= to;
}

bool beginsC1(std::string_view text, size_t at)
{
    return text[at] == c1Lead && at + 1 < text.size() && isWithin(text[at + 1], 0x80, 0x9F);
}

size_t pastRange(std::string_view text, size_t at, quint8 from, quint8 to)
{
    while (at < text.size() && isWithin(text[at], from, to))
        ++at;
    return at;
}

/// Behind the intermediate bytes and the final one; at a byte that cannot be there, before it.
size_t endOfSequence(std::string_view text, size_t at, quint8 firstFinal)
{
    at = pastRange(text, at, 0x20, 0x2F);
    return at < text.size() && isWithin(text[at], firstFinal, 0x7E) ? at + 1 : at;
}

/// Where OSC, DCS, SOS, PM or APC end: after BEL (OSC only) or ST; before a line end; or when they are too long: then
/// only their beginning was one.
size_t endOfControlString(std::string_view text, size_t at, bool endsWithBell)
{
    const size_t last = std::min(text.size(), at + longestControlString);
    for (size_t i = at; i < last; ++i) {
        if (text[i] == '\n' || text[i] == '\r')
            return i;
        if (text[i] == bell && endsWithBell)
            return i + 1;
        if (text[i] == escape)
            return i + 1 < text.size() && text[i + 1] == '\\' ? i + 2 : i;
        if (beginsC1(text, i))
            return text[i + 1] == '\x9C' ? i + 2 : i;
    }
    return last == text.size() ? last : at;
}

/// What follows ESC, or a C1 character less 0x40: which of the families it begins.
size_t endOfFamily(std::string_view text, size_t at, char family)
{
    switch (family) {
    case '[':
        return endOfSequence(text, pastRange(text, at, 0x30, 0x3F), 0x40);
    case ']':
        return endOfControlString(text, at, true);
    case 'P':
    case 'X':
    case '^':
    case '_':
        return endOfControlString(text, at, false);
    default:
        return at;
    }
}

/// Where the escape ends that begins there.
size_t endOfEscape(std::string_view text, size_t at)
{
    if (text[at] == c1Lead)
        return endOfFamily(text, at + 2, char(quint8(text[at + 1]) - 0x40));
    if (at + 1 == text.size())
        return at + 1;
    const char next = text[at + 1];
    if (isWithin(next, 0x20, 0x2F))
        return endOfSequence(text, at + 1, 0x30);
    if (isWithin(next, 0x30, 0x7E))
        return endOfFamily(text, at + 2, next);
    return at + 1;
}

/// Where the next escape begins; the text's size when there is none.
size_t nextEscape(std::string_view text, size_t from)
{
    while (from < text.size() && text[from] != escape && !beginsC1(text, from))
        ++from;
    return from;
}

} // namespace

bool hasTerminalEscape(std::string_view text)
{
    if (text.empty()) // its bytes may be nowhere
        return false;
    if (std::memchr(text.data(), escape, text.size()) != nullptr)
        return true;
    for (size_t at = text.find(c1Lead); at != std::string_view::npos; at = text.find(c1Lead, at + 1)) {
        if (beginsC1(text, at))
            return true;
    }
    return false;
}

void stripTerminalText(std::string_view text, std::string &plain)
{
    plain.clear();
    for (size_t at = 0; at < text.size();) {
        const size_t next = nextEscape(text, at);
        plain.append(text.substr(at, next - at));
        at = next == text.size() ? next : endOfEscape(text, next);
        // The halves of a C1 character that an escape parted must not become one.
        while (at < text.size() && plain.ends_with(c1Lead) && isWithin(text[at], 0x80, 0x9F)) {
            plain.pop_back();
            ++at;
        }
    }
}

} // namespace Slipway

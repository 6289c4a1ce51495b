// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <optional>
#include <string_view>

namespace Slipway {

struct Utf8Character {
    std::optional<char32_t> code; ///< none: the byte is no UTF-8
    size_t bytes = 1;
};

/// The first character of a text that is not empty, and may be no UTF-8: overlong forms, surrogates and what is cut off
/// are none.
inline Utf8Character firstCharacter(std::string_view text)
{
    const auto first = quint8(text.front());
    if (first < 0x80)
        return {.code = first};
    const size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || bytes > text.size())
        return {};
    char32_t code = first & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; ++i) {
        const auto next = quint8(text[i]);
        if ((next & 0xC0) != 0x80)
            return {};
        code = (code << 6) | (next & 0x3Fu);
    }
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < least.at(bytes) || code > 0x10FFFF || surrogate)
        return {};
    return {.code = code, .bytes = bytes};
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logattributes.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr unsigned lengthBits = 7; ///< of a length in each byte, the lowest first; the eighth says that more follow
constexpr size_t lengthBytes = 4;

void packField(std::string &packed, std::string_view field)
{
    size_t length = field.size();
    for (; length >= (size_t(1) << lengthBits); length >>= lengthBits)
        packed.push_back(char(0x80 | (length & 0x7F)));
    packed.push_back(char(length));
    packed.append(field);
}

bool takeField(std::string_view &packed, std::string_view &field)
{
    size_t length = 0;
    for (size_t i = 0; i < std::min(lengthBytes, packed.size()); ++i) {
        const auto byte = size_t(quint8(packed[i]));
        length |= (byte & 0x7F) << (lengthBits * i);
        if ((byte & 0x80) != 0)
            continue;
        if (length > packed.size() - i - 1)
            return false;
        field = packed.substr(i + 1, length);
        packed.remove_prefix(i + 1 + length);
        return true;
    }
    return false;
}

} // namespace

void packAttribute(std::string &packed, std::string_view name, std::string_view value)
{
    constexpr size_t longest = size_t(1) << (lengthBits * lengthBytes);
    if (name.size() >= longest || value.size() >= longest)
        return;
    packField(packed, name);
    packField(packed, value);
}

bool takeAttribute(std::string_view &packed, std::string_view &name, std::string_view &value)
{
    std::string_view rest = packed;
    if (!takeField(rest, name) || !takeField(rest, value))
        return false;
    packed = rest;
    return true;
}

QList<std::pair<QString, QString>> unpackAttributes(std::string_view packed)
{
    QList<std::pair<QString, QString>> attributes;
    std::string_view name;
    std::string_view value;
    while (takeAttribute(packed, name, value))
        attributes.append({QString::fromUtf8(name.data(), qsizetype(name.size())),
                           QString::fromUtf8(value.data(), qsizetype(value.size()))});
    return attributes;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <string>
#include <string_view>
#include <utility>

namespace Slipway {

/// Appends one attribute to a packed list of them: each name and value with its length before it.
void packAttribute(std::string &packed, std::string_view name, std::string_view value);

/// Takes the first attribute off a packed list. False at its end, or where what follows is cut off or makes no sense:
/// then the list stays as it is.
bool takeAttribute(std::string_view &packed, std::string_view &name, std::string_view &value);

/// In their order. Whatever the bytes are, nothing beyond them is read; what is cut off is left out.
QList<std::pair<QString, QString>> unpackAttributes(std::string_view packed);

} // namespace Slipway

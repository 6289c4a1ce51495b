// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

namespace Slipway {

/// The first JSON object or array in a message, one member a line; empty when there is none. Only white space is
/// changed: numbers, the order of members and escapes stay as they were logged. At most `most` bytes of it.
QString prettyJson(std::string_view message, qsizetype most);

} // namespace Slipway

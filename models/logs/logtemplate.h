// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <string_view>

namespace Slipway {

/// What is the same in messages that say the same of other things: a hash of the message without numbers, hexadecimal
/// and UUID-like ids, and what stands in quotes.
quint64 logTemplate(std::string_view message);

} // namespace Slipway

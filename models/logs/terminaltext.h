// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace Slipway {

/// Whether the text holds the beginning of a terminal escape, so that stripTerminalText() would change it.
bool hasTerminalEscape(std::string_view text);

/// The text without terminal escapes: CSI (colours, cursor), OSC (titles, links), DCS, SOS, PM, APC and two-byte ones,
/// in their 7-bit form and as UTF-8 C1 characters. What is cut off at the end is left out as well; but nothing hides
/// what follows on the next line, or more than 4,096 bytes. Linear in the text, whatever it is. Other control
/// characters stay: they are made visible where a line is drawn.
void stripTerminalText(std::string_view text, std::string &plain);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <string>

namespace Slipway::Bench {

inline constexpr int aMillion = 1'000'000;

/// The message of that line: about 115 bytes, nine in ten of them ordinary access lines.
std::string benchMessage(int line);
/// "info", "warn" or "error", of that line.
const char *benchLevel(int line);
/// Nanoseconds since 1970 of that line.
qint64 benchTime(int line);
/// An answer with so many lines, as Railway pushes them.
QByteArray benchFrame(int first, int count);

} // namespace Slipway::Bench

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace Slipway {

/// Overwrites the bytes where they lie, so also those of every array that shares them. Not for literals: their memory
/// cannot be written.
void wipe(const QByteArray &secret);

/// Keeps the pages that hold the bytes, and what shares them, out of core files, as far as the kernel lets one.
void keepOutOfCores(const QByteArray &secret);

} // namespace Slipway

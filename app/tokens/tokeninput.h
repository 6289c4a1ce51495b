// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <QByteArray>

namespace Slipway {

/// A token as it was entered: surrounding white space and one line end removed. Refused when empty, longer than 4 KiB
/// or not printable ASCII without spaces, since a header is made of it (app/net/README.md, 6).
Result<QByteArray> tokenFrom(const QByteArray &entered);

/// Reads one line from a file descriptor, at most 4 KiB; without echo when it is a terminal. It waits for the line.
Result<QByteArray> readToken(int descriptor);

} // namespace Slipway

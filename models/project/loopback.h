// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

namespace Slipway {

/// 127.0.0.0/8, ::1 or localhost: this computer, the only one that may be asked without TLS.
bool isLoopback(const QUrl &url);

} // namespace Slipway
